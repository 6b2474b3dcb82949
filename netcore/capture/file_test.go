package capture

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// only checks that the folder holds one file, with this in it.
func only(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil || string(got) != want {
		t.Errorf("got %q %v, want %q", got, err, want)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v %v, want one file", entries, err)
	}
}

func writes(s ...string) func(io.Writer) error {
	return func(w io.Writer) error {
		for _, s := range s {
			if _, err := io.WriteString(w, s); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestFileNew(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.txt")
	var told []int64
	if err := File(t.Context(), path, writes("abc", "de"), func(n int64) { told = append(told, n) }); err != nil {
		t.Fatal(err)
	}
	only(t, path, "abcde")
	if want := []int64{3, 5}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

func TestFileReplacesAndKeepsPermissions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.txt")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := File(t.Context(), path, writes("new"), nil); err != nil {
		t.Fatal(err)
	}
	only(t, path, "new")
	if runtime.GOOS == "windows" {
		return
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v %v, want permissions 0600", info.Mode(), err)
	}
}

func TestFileKeepsTheOldOne(t *testing.T) {
	wrong, stopped := errors.New("wrong"), errors.New("stopped")
	cases := []struct {
		name  string
		write func(w io.Writer, cancel func()) error
		want  error
	}{
		{"the writer fails", func(w io.Writer, _ func()) error { w.Write([]byte("half")); return wrong }, wrong},
		{"cancelled while writing", func(w io.Writer, cancel func()) error {
			w.Write([]byte("half"))
			cancel()
			_, err := w.Write([]byte("more"))
			return err
		}, stopped},
		{"cancelled at the end", func(w io.Writer, cancel func()) error {
			_, err := w.Write([]byte("all"))
			cancel()
			return err
		}, stopped},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "log.txt")
			if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancelCause(t.Context())
			err := File(ctx, path, func(w io.Writer) error { return c.write(w, func() { cancel(stopped) }) }, nil)
			if !errors.Is(err, c.want) {
				t.Errorf("got error %v, want %v", err, c.want)
			}
			only(t, path, "old")
		})
	}
}

func TestFilePanic(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.txt")
	if err := os.WriteFile(path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() { recover() }()
		File(t.Context(), path, func(io.Writer) error { panic("oops") }, nil)
	}()
	only(t, path, "old")
}

func TestFileNoFolder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none", "log.txt")
	if err := File(t.Context(), path, writes("x"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got error %v, want %v", err, os.ErrNotExist)
	}
}

func TestFileNotRegular(t *testing.T) {
	dir := t.TempDir()
	if err := File(t.Context(), dir, writes("x"), nil); !errors.Is(err, ErrNotRegular) {
		t.Errorf("got error %v, want %v", err, ErrNotRegular)
	}
}

func TestFileSymlink(t *testing.T) {
	real := filepath.Join(t.TempDir(), "log.txt")
	link := filepath.Join(t.TempDir(), "link")
	if err := os.WriteFile(real, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	if err := File(t.Context(), link, writes("new"), nil); err != nil {
		t.Fatal(err)
	}
	only(t, real, "new")
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("got %v %v, want a symbolic link", info.Mode(), err)
	}
}

func TestFileWithRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log.txt")
	write := func(w io.Writer) error { return WriteText(w, sequence(someRows()...)) }
	if err := File(t.Context(), path, write, nil); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(path)
	if n := strings.Count(string(got), "\n"); err != nil || n != len(someRows()) {
		t.Errorf("got %d lines %v, want %d", n, err, len(someRows()))
	}
}
