package gui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
)

func TestSaveDialog(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	c.Write([]byte("kept"))
	p.logged("kept")
	dir := t.TempDir()
	old := filepath.Join(dir, "old.txt")
	if err := os.WriteFile(old, []byte("as it was"), 0o600); err != nil {
		t.Fatal(err)
	}

	p.key(fyne.KeyS, fyne.KeyModifierShortcutDefault)
	path := p.win.Canvas().Focused()
	p.key(fyne.KeyS, fyne.KeyModifierShortcutDefault)
	if n := len(p.win.Canvas().Overlays().List()); n != 1 {
		t.Errorf("the key pressed twice opens %d dialogs, want 1", n)
	}
	for _, tt := range []struct{ typed, want string }{
		{"", "Which file?"},
		{filepath.Join(dir, "log.doc"), ".csv"},
		{filepath.Join(dir, "no", "such", "log.txt"), "nothing at this path"},
		{filepath.Join(old, "log.txt"), "is no folder"},
		{old, "exists: press Save again"},
	} {
		p.fill(path, tt.typed)
		p.press(fyne.KeyReturn)
		if p.overlay() == nil {
			t.Fatalf("%q was taken", tt.typed)
		}
		has(t, "the dialog", p.dialogText(), tt.want)
		if got := textOf(path); got != tt.typed {
			t.Errorf("the path is %q now, want what was typed, %q", got, tt.typed)
		}
		if got, err := os.ReadFile(old); err != nil || string(got) != "as it was" {
			t.Fatalf("the file that was there holds %q, %v", got, err)
		}
	}
	p.press(fyne.KeyReturn) // again, for the file that exists
	p.until("the file", func() bool {
		got, err := os.ReadFile(old)
		return err == nil && string(got) != "as it was"
	})
	got, _ := os.ReadFile(old)
	has(t, "the file", string(got), "listening on", "kept")
	p.until("the word that it is saved", func() bool { return p.overlay() != nil && strings.Contains(p.dialogText(), "rows are in") })
	p.answer("OK")

	// The next one begins where this one was saved.
	p.key(fyne.KeyS, fyne.KeyModifierShortcutDefault)
	if got, want := textOf(p.win.Canvas().Focused()), filepath.Join(dir, "wirevise-log.txt"); got != want {
		t.Errorf("the path begins as %q, want %q", got, want)
	}
	p.answer("Cancel")
	if _, err := os.Stat(filepath.Join(dir, "wirevise-log.txt")); err == nil {
		t.Error("a dialog that was cancelled left a file")
	}
}
