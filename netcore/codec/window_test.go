package codec

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
)

// textOf is what pieces show, and how many bytes they stand for.
func textOf(pieces []Piece) (text string, n int) {
	for _, p := range pieces {
		if p.Kind == ControlCode {
			text += "[" + p.Text + "]"
		} else {
			text += p.Text
		}
		n += p.Len
	}
	return text, n
}

// cut reads b in two windows.
func cut(e Encoding, b []byte, at int) (left, right []Piece) {
	left = e.Characters(nil, Window{Bytes: b[:at], After: b[at:]})
	right = e.Characters(nil, Window{Bytes: b[at:], Before: b[max(0, at-LookBack):at], Offset: int64(at)})
	return left, right
}

func TestCharacters(t *testing.T) {
	tests := []struct {
		name, encoding string
		w              Window
		want           []Piece
	}{
		{"one a character", "gbk", Window{Bytes: []byte("a\xc4\xe3\n")}, []Piece{{"a", PlainText, 1}, {"你", PlainText, 2}, {"LF", ControlCode, 1}}},
		{"whole though it ends behind", "gbk", Window{Bytes: []byte("a\xc4"), After: []byte("\xe3b")},
			[]Piece{{"a", PlainText, 1}, {"你", PlainText, 1}}},
		{"nothing twice", "gbk", Window{Bytes: []byte("\xe3b"), Before: []byte("a\xc4"), Offset: 2},
			[]Piece{{"", PlainText, 1}, {"b", PlainText, 1}}},
		{"utf-8 over three windows", "utf-8", Window{Bytes: []byte("\xbd"), Before: []byte("\xe4"), After: []byte("\xa0"), Offset: 1},
			[]Piece{{"", PlainText, 1}}},
		{"no character in the end", "utf-8", Window{Bytes: []byte("\xe4\xbd"), After: []byte("x")},
			[]Piece{{"E4", ControlCode, 1}, {"BD", ControlCode, 1}}},
		{"second half of a pair", "utf-16be", Window{Bytes: []byte("\xde\x00\x00A"), Before: []byte("\xd8\x3d"), Offset: 2},
			[]Piece{{"", PlainText, 2}, {"A", PlainText, 2}}},
		{"second byte of a unit", "utf-16le", Window{Bytes: []byte("\x00B\x00"), Before: []byte("A"), Offset: 1},
			[]Piece{{"", PlainText, 1}, {"B", PlainText, 2}}},
		{"a state from before", "iso-2022-jp", Window{Bytes: []byte("F|K\\"), Before: []byte("a\x1b$B"), Offset: 4},
			[]Piece{{"日", PlainText, 2}, {"本", PlainText, 2}}},
		{"a mark joins", "utf-8", Window{Bytes: []byte("e\u0301x")}, []Piece{{"e\u0301", PlainText, 3}, {"x", PlainText, 1}}},
		{"a mark alone", "utf-8", Window{Bytes: []byte("\u0301")}, []Piece{{"\u0301", PlainText, 2}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := mustLookup(t, test.encoding).Characters(nil, test.w); !slices.Equal(got, test.want) {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestMarked(t *testing.T) {
	for _, test := range []struct{ name, head, want string }{
		{"utf-16", "\xff\xfea\x00", "utf-16le"}, {"utf-16", "\xfe\xff\x00a", "utf-16be"}, {"utf-16", "", "utf-16le"}, {"gbk", "\xfe\xff", "gbk"},
	} {
		if got := mustLookup(t, test.name).Marked([]byte(test.head)).Name; got != test.want {
			t.Errorf("%s of %q is %s, want %s", test.name, test.head, got, test.want)
		}
	}
}

func TestLineFeed(t *testing.T) {
	for name, want := range map[string]string{"utf-8": "\n", "utf-16": "\n\x00", "utf-16be": "\x00\n", "utf-32be": "\x00\x00\x00\n", "cp037": "\x25",
		"gbk": "\n", "iso-2022-jp": "\n"} {
		if got := mustLookup(t, name).LineFeed(); string(got) != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// Wherever Sync says that a character begins, one does in the whole text.
func TestSyncFindsABeginning(t *testing.T) {
	for _, e := range Encodings() {
		text := []byte("some words, ")
		if more, err := e.Encode("some words, "); err == nil {
			text = more
		}
		for _, sample := range []string{"你好，世界。", "日本語テキスト", "한글 텍스트", "Ünïcödé", "😀"} {
			if more, err := e.Encode(sample); err == nil {
				text = append(text, more...)
			}
		}
		text = bytes.Repeat(text, 30)
		read := e.Marked(text)
		begins := map[int]bool{len(text): true}
		for c := range read.chars(text) {
			begins[c.start] = true
		}
		for off := range len(text) - 200 {
			if at := off + read.Sync(int64(off), text[off:]); !begins[at] {
				t.Fatalf("%s: from %d Sync leads to %d, where no character begins", e.Name, off, at)
			}
		}
	}
}

// FuzzCharactersSplit: any cut of the same bytes shows the same text in every encoding, and the pieces of each part add up to it.
func FuzzCharactersSplit(f *testing.F) {
	for _, e := range Encodings() {
		for _, seed := range []string{"a\x00\x1b$B\x81\x20\xff\xd8\x3d\xde\x00", "你好 世界\r\n", "\x1b$BF|\x1b(J\\\x1b(B\n", "\xc4\xe3\xba\xc3\x81\x30\x81\x30\x8f\xa1\xa1"} {
			f.Add(e.Name, []byte(seed), uint8(3))
		}
	}
	f.Fuzz(func(t *testing.T, name string, b []byte, at uint8) {
		e, ok := Lookup(name)
		if !ok || int(at) > len(b) || len(b) > LookBack {
			return
		}
		e = e.Marked(b)
		want, n := textOf(e.Characters(nil, Window{Bytes: b}))
		if n != len(b) {
			t.Fatalf("%s: %q: the pieces stand for %d bytes of %d", name, b, n, len(b))
		}
		left, right := cut(e, b, int(at))
		a, na := textOf(left)
		z, nz := textOf(right)
		if a+z != want || na != int(at) || nz != len(b)-int(at) {
			t.Errorf("%s: %q cut at %d:\n%s + %s (%d + %d bytes), want\n%s", name, b, at, a, z, na, nz, want)
		}
	})
}

// TestSettled: what is settled shows the same with more before it.
func TestSettled(t *testing.T) {
	for _, e := range Encodings() {
		text, err := e.Encode("a, 日本語 b 한 c 站")
		if err != nil {
			if text, err = e.Encode("a, b c"); err != nil {
				t.Fatal(err)
			}
		}
		e = e.Marked(text)
		text = bytes.Repeat(text, 3)
		for at := range text {
			want := e.Characters(nil, Window{Bytes: text[at:], Before: text[:at], Offset: int64(at)})
			for look := range at {
				before := text[at-look : at]
				if !e.Settled(before) || look == 0 {
					continue
				}
				if got := e.Characters(nil, Window{Bytes: text[at:], Before: before, Offset: int64(at)}); !slices.Equal(got, want) {
					t.Fatalf("%s: with %q before %q: %v, want %v", e.Name, before, text[at:], got, want)
				}
			}
		}
	}
}

func BenchmarkCharacters(b *testing.B) {
	const size = 100 << 20
	for _, name := range []string{"utf-8", "gbk", "utf-16le", "iso-2022-jp"} {
		b.Run(fmt.Sprintf("a page amid 100 MB of %s", name), func(b *testing.B) {
			e := mustLookup(b, name)
			text, err := e.Encode("日本 text, 42\n")
			if err != nil {
				b.Fatal(err)
			}
			payload := bytes.Repeat(text, size/len(text))
			at := len(payload)/2 + 1
			var dst []Piece
			b.ReportAllocs()
			for b.Loop() {
				from := at + e.Sync(int64(at), payload[at:at+LookBack])
				w := Window{Bytes: payload[from : from+4096], After: payload[from+4096 : from+4096+LookAhead], Offset: int64(from)}
				if e.Stateful() {
					w.Before = payload[from-LookBack : from]
				}
				dst = e.Characters(dst[:0], w)
			}
		})
	}
}
