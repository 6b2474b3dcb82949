package widgets

import (
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

func newTestEntry(t *testing.T) (e *SendEntry, log *[]string) {
	t.Helper()
	test.NewTempApp(t)
	e, log = NewSendEntry(), new([]string)
	e.OnSend = func() { *log = append(*log, "send "+e.Text) }
	e.OnRecall = func() { *log = append(*log, "recall"); e.SetText("last\nwords") }
	e.OnTooBig = func(int) { *log = append(*log, "too big") }
	w := test.NewTempWindow(t, e)
	w.Resize(fyne.NewSize(300, 200))
	w.Canvas().Focus(e)
	return e, log
}

func wantLog(t *testing.T, log *[]string, want ...string) {
	t.Helper()
	if !slices.Equal(*log, want) {
		t.Errorf("announced %q, want %q", *log, want)
	}
	*log = nil
}

func TestSendEntrySends(t *testing.T) {
	e, log := newTestEntry(t)
	enter := func() { e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn}) }
	test.Type(e, "hi")
	enter()
	wantLog(t, log)
	if e.Text != "hi\n" {
		t.Errorf("Enter made %q, want a new line", e.Text)
	}
	for _, k := range []fyne.KeyName{fyne.KeyReturn, fyne.KeyEnter} {
		e.TypedShortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierControl})
	}
	wantLog(t, log, "send hi\n", "send hi\n")
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierAlt})
	wantLog(t, log)

	e.SubmitOnEnter = true
	enter()
	wantLog(t, log, "send hi\n")
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	enter()
	e.KeyUp(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	wantLog(t, log)
	if e.Text != "hi\n\n" {
		t.Errorf("Shift+Enter made %q, want a new line more", e.Text)
	}
	e.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	e.FocusLost() // the release goes elsewhere
	e.FocusGained()
	enter()
	wantLog(t, log, "send hi\n\n")

	e.Disable()
	enter()
	e.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl})
	wantLog(t, log)
}

func TestSendEntryRecalls(t *testing.T) {
	e, log := newTestEntry(t)
	up := func() { e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyUp}) }
	up()
	wantLog(t, log, "recall")
	up() // to the first line
	wantLog(t, log)
	up() // not touched yet: the one before
	wantLog(t, log, "recall")
	test.Type(e, "x")
	up()
	up()
	wantLog(t, log)
	if e.Text != "last\nwordsx" {
		t.Errorf("text is %q, want what was typed kept", e.Text)
	}
}

func TestSendEntryGoesForward(t *testing.T) {
	e, log := newTestEntry(t)
	e.OnForward = func() { e.SetText("next\none"); *log = append(*log, "forward") }
	press := func(k fyne.KeyName) { e.TypedKey(&fyne.KeyEvent{Name: k}) }
	press(fyne.KeyDown) // nothing was brought back yet
	wantLog(t, log)
	press(fyne.KeyUp)
	wantLog(t, log, "recall")
	press(fyne.KeyDown)
	wantLog(t, log, "forward")
	press(fyne.KeyUp)
	press(fyne.KeyDown) // in it, to the last line
	wantLog(t, log)
	press(fyne.KeyDown)
	wantLog(t, log, "forward")
	test.Type(e, "x")
	press(fyne.KeyDown)
	wantLog(t, log)
}

func TestSendEntryInserts(t *testing.T) {
	e, log := newTestEntry(t)
	e.OnTooBig = func(int) { *log = append(*log, "too big") }
	test.Type(e, "ab")
	e.TypedKey(&fyne.KeyEvent{Name: fyne.KeyLeft})
	e.Insert("{{seq}}")
	if e.Text != "a{{seq}}b" {
		t.Errorf("text is %q", e.Text)
	}
	e.Insert(strings.Repeat("x", MaxEntryText))
	wantLog(t, log, "too big")
}

func TestSendEntryRefusesTooMuch(t *testing.T) {
	e, log := newTestEntry(t)
	paste := func(s string) {
		cb := test.NewClipboard()
		cb.SetContent(s)
		e.TypedShortcut(&fyne.ShortcutPaste{Clipboard: cb})
	}
	var size int
	e.OnTooBig = func(n int) { size = n; *log = append(*log, "too big") }
	test.Type(e, "ab")
	paste(strings.Repeat("x", MaxEntryText-1))
	wantLog(t, log, "too big")
	if e.Text != "ab" || size != MaxEntryText+1 {
		t.Errorf("text %q and size %d, want ab kept and %d", e.Text, size, MaxEntryText+1)
	}
	paste(strings.Repeat("\n", MaxEntryLines))
	wantLog(t, log, "too big")
	paste(strings.Repeat("x", MaxEntryText-2))
	wantLog(t, log)
	if len(e.Text) != MaxEntryText || e.Wrapping != fyne.TextWrapOff {
		t.Errorf("%d bytes wrapped by %v, want %d not wrapped", len(e.Text), e.Wrapping, MaxEntryText)
	}
	test.Type(e, "y")
	wantLog(t, log, "too big")
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
	paste("new") // in place of the selection
	wantLog(t, log)
	if e.Text != "new" || e.Wrapping != fyne.TextWrapBreak {
		t.Errorf("text %q wrapped by %v, want new, wrapped", e.Text, e.Wrapping)
	}
}

// Fyne draws a line whole, also what is out of sight: 64 KiB of Chinese in one line held the window up for half a minute, at each
// key. It wraps what has no width in time by its square: 8 KB of NULs took 17 s.
func TestSendEntryWrapsWhereThatIsQuicker(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		want       fyne.TextWrap
	}{
		{"short", "abc", fyne.TextWrapBreak},
		{"long", strings.Repeat("abc ", 15_000), fyne.TextWrapOff},
		{"Chinese", strings.Repeat("\u4f60\u597d", 10_000), fyne.TextWrapBreak},
		{"Arabic", strings.Repeat("\u0627\u0644 ", 10_000), fyne.TextWrapBreak},
		{"NULs", strings.Repeat("\x00", 8000), fyne.TextWrapOff},
		{"joiners", strings.Repeat("\u200d", 20_000), fyne.TextWrapOff},
		{"accents", strings.Repeat("a\u0301", 2000), fyne.TextWrapBreak},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, _ := newTestEntry(t)
			begun := time.Now()
			e.Insert(tt.text)
			if took := time.Since(begun); e.Text != tt.text || e.Wrapping != tt.want || took > 10*time.Second {
				t.Errorf("%d bytes wrapped by %v after %v, want %d by %v", len(e.Text), e.Wrapping, took, len(tt.text), tt.want)
			}
		})
	}
}
