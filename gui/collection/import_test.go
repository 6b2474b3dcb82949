package collection

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestImportPlain(t *testing.T) {
	in := imported(t, "hello.txt", "hello\r\n")
	if len(in.Items) != 1 || in.Items[0].Name != "hello.txt" || string(bytesOf(t, in.Items[0].Message)) != "hello\r\n" || len(in.Told) > 0 {
		t.Errorf("a text became %+v", in)
	}
	for _, text := range []string{"", "[1, 2]", `{"a": "b"}`, "[{}]", "[section]\nsize=2\n", "\x89PNG\r\n\x1a\n"} {
		in := imported(t, "some file", text)
		if len(in.Items) != 1 || string(bytesOf(t, in.Items[0].Message)) != text {
			t.Errorf("%q became %+v", text, in)
		}
	}
}

func TestImportOurs(t *testing.T) {
	text, err := Marshal(tree("a=1 f(b)"))
	must(t, err)
	in := imported(t, "x.json", "\ufeff\n"+string(text))
	if got := line(&Item{Items: in.Items}); got != "a=1 f(b)" {
		t.Errorf("read %q", got)
	}
	// One with a mistake is told of, and not taken for a text.
	if _, err := Import("x.json", text[:len(text)-10], false); err == nil || !strings.Contains(err.Error(), "line") {
		t.Errorf("half a file is read with %v", err)
	}
	var newer *NewerError
	if _, err := Import("x.json", []byte(`{"version": 9, "format": "wirevise messages"}`), false); !errors.As(err, &newer) {
		t.Errorf("a newer file is read with %v", err)
	}
}

func TestImportFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "big.bin")
	must(t, os.WriteFile(path, make([]byte, MaxText), 0o600))
	_, err := ImportFile(path, false)
	if err == nil || !strings.Contains(err.Error(), "big.bin") || !strings.Contains(err.Error(), "send a file instead") {
		t.Errorf("a big file is read with %v", err)
	}
	if _, err := ImportFile(path+"x", false); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file is read with %v", err)
	}
}

func TestLines(t *testing.T) {
	in, err := Lines([]byte("\ufeffone\r\n\n  two\t\nthree " + strings.Repeat("x", 100)))
	must(t, err)
	if len(in.Items) != 3 || in.Items[0].Name != "one" || in.Items[1].Name != "two" || in.Items[1].Message.Text != "  two\t" ||
		!strings.HasPrefix(in.Items[2].Name, "three xxx") || !strings.HasSuffix(in.Items[2].Name, "x…") {
		t.Errorf("lines became %+v", in)
	}
	if _, err := Lines([]byte("one\n\xff")); err == nil {
		t.Error("bytes are lines")
	}
	if _, err := Lines([]byte("one\n" + strings.Repeat("x", MaxText+1))); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("a long line: %v", err)
	}
}
