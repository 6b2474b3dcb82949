//go:build unix

package transfer

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"wirevise/netcore"
)

func TestSendWhatChanges(t *testing.T) {
	for _, test := range []struct {
		name   string
		change func(path string) error
		want   string
		wrote  int64
		err    error
	}{
		{"removed", os.Remove, "the file was removed meanwhile", 200_000, nil},
		{"shorter", func(path string) error { return os.Truncate(path, 70_000) }, "the file has become shorter meanwhile, 70000 bytes", 70_000, ErrShorter},
		{"longer", func(path string) error { return os.Truncate(path, 200_001) }, "the file has grown meanwhile, to 200001 bytes", 200_000, nil},
		{"replaced", func(path string) error {
			if err := os.WriteFile(path+".new", []byte("x"), 0o600); err != nil {
				return err
			}
			return os.Rename(path+".new", path)
		}, "another file has taken its place meanwhile", 200_000, nil},
		{"touched", func(path string) error { return os.Chtimes(path, time.Time{}, time.Unix(1, 0)) }, "the file was written to meanwhile", 200_000, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := File{Path: fileOf(t, noise(200_000))}
			p := peer{}
			p.take = func(netcore.Message) error {
				if len(p.pieces) == 0 {
					return test.change(f.Path)
				}
				return nil
			}
			sent, err := f.Send(context.Background(), p.put, nil)
			if !errors.Is(err, test.err) || sent.Wrote != test.wrote || sent.Changed != test.want || int64(p.got.Len()) != test.wrote {
				t.Errorf("%+v, %v, want %d bytes, %q, %v", sent, err, test.wrote, test.want, test.err)
			}
			if !strings.Contains(sent.String(), test.want) {
				t.Errorf("the log is told %s", sent)
			}
		})
	}
}

func TestSendSpecialFiles(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{pipe: "a named pipe", "/dev/zero": "a device", "/dev/null": "a device"} {
		var kind *KindError
		if _, err := (File{Path: path}).Send(context.Background(), nil, nil); !errors.As(err, &kind) || kind.Kind != want {
			t.Errorf("%s: %v", path, err)
		}
	}
	if os.Getuid() == 0 {
		return // who may read everything
	}
	secret := fileOf(t, []byte("x"))
	if err := os.Chmod(secret, 0); err != nil {
		t.Fatal(err)
	}
	if _, err := (File{Path: secret}).Send(context.Background(), nil, nil); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("a file that may not be read: %v", err)
	}
}
