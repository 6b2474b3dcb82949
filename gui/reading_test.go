package gui

import (
	"bytes"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"wirevise/gui/widgets"
	"wirevise/netcore/codec"
)

// readIn shows bytes in an encoding.
func readIn(tb testing.TB, b []byte, encoding string, escapes bool) (*widgets.ByteView, fyne.Window) {
	tb.Helper()
	test.NewTempApp(tb)
	source := bytes.NewReader(b)
	r := &reading{escapes: escapes}
	if !r.choose(encoding, headOf(source)) {
		tb.Fatalf("no encoding %q", encoding)
	}
	v := widgets.NewByteView(source, widgets.TextMode)
	v.Spans = func(dst []widgets.Span, off int64, b []byte) []widgets.Span {
		return r.spans(dst, r.window(source, off, b))
	}
	r.on(v)
	w := test.NewTempWindow(tb, v)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(400, 200))
	return v, w
}

func TestLongLinesAreBrokenInEveryEncoding(t *testing.T) {
	for _, name := range []string{"utf-8", "gbk", "utf-16le", "utf-16", "shift_jis", "iso-2022-jp"} {
		for _, escapes := range []bool{false, true} {
			e, _ := codec.Lookup(name)
			text, err := e.Encode("日本")
			if err != nil {
				t.Fatal(err)
			}
			v, _ := readIn(t, bytes.Repeat(text, 3000), name, escapes)
			if v.AtEnd() {
				t.Errorf("%s, escapes %v: a line of 6000 characters fits", name, escapes)
			}
			v.ScrollToEnd()
			if v.Top() < 5000 {
				t.Errorf("%s, escapes %v: the end begins at %d", name, escapes, v.Top())
			}
		}
	}
}

// A line far from its beginning begins with a character.
func TestFarLinesBeginWithACharacter(t *testing.T) {
	for _, name := range []string{"utf-8", "gbk", "utf-16be", "shift_jis", "euc-jp"} {
		e, _ := codec.Lookup(name)
		text, err := e.Encode("日本, 東京 ")
		if err != nil {
			t.Fatal(err)
		}
		v, _ := readIn(t, bytes.Repeat(text, 20_000), name, false)
		begins := make(map[int64]bool)
		at := int64(0)
		for _, p := range e.Characters(nil, codec.Window{Bytes: text}) {
			begins[at] = true
			at += int64(p.Len)
		}
		for off := int64(100_000); off < 100_050; off++ {
			v.SetTop(off)
			if !begins[v.Top()%int64(len(text))] {
				t.Errorf("%s: the line of byte %d begins at %d, amid a character", name, off, v.Top())
			}
		}
	}
}

func BenchmarkReadingAmid100MB(b *testing.B) {
	for _, name := range []string{"utf-8", "gbk", "utf-16le"} {
		b.Run(name, func(b *testing.B) {
			e, _ := codec.Lookup(name)
			line, err := e.Encode("日本 text, 42\n")
			if err != nil {
				b.Fatal(err)
			}
			payload := bytes.Repeat(line, 100<<20/len(line))
			v, w := readIn(b, payload, name, false)
			w.Resize(fyne.NewSize(1000, 600))
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				v.SetTop(int64(len(payload)/2 + i*4567%(1<<20)))
				w.Canvas().Capture()
			}
		})
	}
}
