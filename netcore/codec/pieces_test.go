package codec

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPieces(t *testing.T) {
	plain := func(s string) Piece { return Piece{s, PlainText, len(s)} }
	code := func(s string, n int) Piece { return Piece{s, ControlCode, n} }
	tests := []struct {
		name, payload string
		limit         int
		want          []Piece
	}{
		{"empty", "", 10, nil},
		{"no room", "abc", 0, nil},
		{"less than none", "abc", -1, nil},
		{"text is one piece", "hé你😀 b", 100, []Piece{plain("hé你😀 b")}},
		{"controls", "a\r\n\t\x00\x1b\x7fb", 100, []Piece{plain("a"), code("CR", 1), code("LF", 1), code("TAB", 1), code("NUL", 1),
			code("ESC", 1), code("DEL", 1), plain("b")}},
		{"form feed is not FF", "\f\xff", 100, []Piece{code("0C", 1), code("FF", 1)}},
		{"invalid bytes", "a\xc3(\xff", 100, []Piece{plain("a"), code("C3", 1), plain("("), code("FF", 1)}},
		{"surrogate in UTF-8", "\xed\xa0\x80", 100, []Piece{code("ED", 1), code("A0", 1), code("80", 1)}},
		{"C1", "\u0085", 100, []Piece{code("U+0085", 2)}},
		{"bidi", "a\u202eb", 100, []Piece{plain("a"), code("U+202E", 3), plain("b")}},
		{"zero width", "\u200b\u200d\ufeff\u2060\u00ad\u034f", 100, []Piece{code("U+200B", 3), code("U+200D", 3), code("U+FEFF", 3),
			code("U+2060", 3), code("U+00AD", 2), code("U+034F", 2)}},
		{"fillers and selectors", "\u3164\u115f\ufe0f\U000e0100", 100, []Piece{code("U+3164", 3), code("U+115F", 3), code("U+FE0F", 3),
			code("U+E0100", 4)}},
		{"line separators", "\u2028\u2029", 100, []Piece{code("U+2028", 3), code("U+2029", 3)}},
		{"spaces that look like one", "a\u00a0b\u3000c", 100, []Piece{plain("a"), code("U+00A0", 2), plain("b\u3000c")}},
		{"private and unassigned", "\ue000\U000effff", 100, []Piece{code("U+E000", 3), code("U+EFFFF", 4)}},
		{"real replacement character", "\ufffd\xff", 100, []Piece{code("U+FFFD", 3), code("FF", 1)}},
		{"limit in text", "abcdef", 3, []Piece{plain("abc")}},
		{"limit in a character", "ab你好", 3, []Piece{plain("ab你")}},
		{"limit in a code", "\u202e\n", 1, []Piece{code("U+202E", 3)}},
		{"character cut off at the end", "ab\xe4\xbd", 100, []Piece{plain("ab"), code("E4", 1), code("BD", 1)}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Pieces(nil, []byte(test.payload), test.limit); !slices.Equal(got, test.want) {
				t.Errorf("Pieces(%q, %d) =\n%v, want\n%v", test.payload, test.limit, got, test.want)
			}
		})
	}
}

func TestPiecesAppendsAndCopies(t *testing.T) {
	payload := []byte("ab\n")
	got := Pieces([]Piece{{"x", PlainText, 1}}, payload, 10)
	copy(payload, "zzz")
	want := []Piece{{"x", PlainText, 1}, {"ab", PlainText, 2}, {"LF", ControlCode, 1}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestPiecesInOtherEncodings(t *testing.T) {
	tests := []struct {
		name, encoding, payload string
		limit                   int
		want                    []Piece
	}{
		{"gbk", "gbk", "\xc4\xe3\n\xba", 10, []Piece{{"你", PlainText, 2}, {"LF", ControlCode, 1}, {"BA", ControlCode, 1}}},
		{"gbk cut by the limit", "gbk", "\xc4\xe3\xba\xc3", 3, []Piece{{"你好", PlainText, 4}}},
		{"utf-16le", "utf-16le", "A\x00\n\x00\x2e\x20", 10, []Piece{{"A", PlainText, 2}, {"LF", ControlCode, 2}, {"U+202E", ControlCode, 2}}},
		{"utf-16le lone surrogate", "utf-16le", "\x3d\xd8", 10, []Piece{{"3D", ControlCode, 1}, {"D8", ControlCode, 1}}},
		{"utf-16be real U+FFFD", "utf-16be", "\xff\xfd", 10, []Piece{{"U+FFFD", ControlCode, 2}}},
		{"iso-2022-jp switches show", "iso-2022-jp", "\x1b$BF|", 10, []Piece{{"ESC", ControlCode, 1}, {"24", ControlCode, 1},
			{"42", ControlCode, 1}, {"日", PlainText, 2}}},
		{"mark shows", "utf-8-sig", "\xef\xbb\xbfA", 10, []Piece{{"U+FEFF", ControlCode, 3}, {"A", PlainText, 1}}},
		{"latin1", "latin1", "\xe9\x85", 10, []Piece{{"é", PlainText, 1}, {"U+0085", ControlCode, 1}}},
		{"ascii", "ascii", "a\xe9", 10, []Piece{{"a", PlainText, 1}, {"E9", ControlCode, 1}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := mustLookup(t, test.encoding).Pieces(nil, []byte(test.payload), test.limit)
			if !slices.Equal(got, test.want) {
				t.Errorf("Pieces(%q, %d) =\n%v, want\n%v", test.payload, test.limit, got, test.want)
			}
		})
	}
}

func FuzzPieces(f *testing.F) {
	for _, seed := range []string{"", "hello\n", "\f\xff", "\u202e\ufffd\xff", "\xe4\xbd", "你好", "\u00a0\U000e0001", "\x7f\x80"} {
		f.Add([]byte(seed), 3)
		f.Add([]byte(seed), 100)
	}
	f.Fuzz(func(t *testing.T, payload []byte, limit int) {
		pieces := Pieces(nil, payload, limit)
		var covered []byte
		for i, p := range pieces {
			stands := standsFor(t, p)
			if len(stands) != p.Len || p.Text == "" {
				t.Errorf("piece %+v stands for %d bytes", p, len(stands))
			}
			if i > 0 && p.Kind == PlainText && pieces[i-1].Kind == PlainText {
				t.Errorf("two plain pieces in a row: %v", pieces)
			}
			covered = append(covered, stands...)
		}
		if !bytes.HasPrefix(payload, covered) {
			t.Fatalf("pieces of %q stand for %q: %v", payload, covered, pieces)
		}
		if n := min(max(limit, 0), len(payload)); len(covered) < n || len(covered) > n+utf8.UTFMax-1 {
			t.Errorf("pieces of %q with limit %d cover %d bytes", payload, limit, len(covered))
		}
	})
}

// standsFor is the bytes that a piece of a payload in UTF-8 shows, found from its text and kind alone.
func standsFor(t *testing.T, p Piece) []byte {
	t.Helper()
	if p.Kind == PlainText {
		for _, r := range p.Text {
			if !seen(r) {
				t.Errorf("%U is plain text in %v", r, p)
			}
		}
		return []byte(p.Text)
	}
	if digits, ok := strings.CutPrefix(p.Text, "U+"); ok {
		r, err := strconv.ParseUint(digits, 16, 32)
		if err != nil {
			t.Fatalf("bad code %v: %v", p, err)
		}
		return []byte(string(rune(r)))
	}
	if i := slices.Index(asciiNames[:], p.Text); i >= 0 {
		return []byte{byte(i)}
	}
	if p.Text == "DEL" {
		return []byte{0x7f}
	}
	b, err := strconv.ParseUint(p.Text, 16, 8)
	if err != nil {
		t.Fatalf("bad code %v: %v", p, err)
	}
	return []byte{byte(b)}
}

// Every encoding's pieces cover the bytes that were looked at, without a gap.
func FuzzEncodingPieces(f *testing.F) {
	for _, e := range Encodings() {
		f.Add(e.Name, []byte("a\x00\x1b$B\x81\x20\xff\xd8\x3d\xde\x00"), 9)
	}
	f.Fuzz(func(t *testing.T, name string, payload []byte, limit int) {
		e, ok := Lookup(name)
		if !ok {
			return
		}
		covered := 0
		for _, p := range e.Pieces(nil, payload, limit) {
			if p.Len <= 0 || p.Text == "" {
				t.Errorf("piece %+v", p)
			}
			covered += p.Len
		}
		if n := min(max(limit, 0), len(payload)); covered < n || covered > min(len(payload), n+longestChar) {
			t.Errorf("%s: pieces of %q with limit %d cover %d bytes", name, payload, limit, covered)
		}
	})
}

func TestPiecesCostsTheSameForBigPayloads(t *testing.T) {
	payload := bytes.Repeat([]byte("{\"k\": 1}\r\n"), 10<<20/10)
	dst := make([]Piece, 0, 1024)
	allocs := testing.AllocsPerRun(10, func() { dst = Pieces(dst[:0], payload, 256) })
	if allocs > 1 {
		t.Errorf("%v allocations, want 1", allocs)
	}
	covered := 0
	for _, p := range dst {
		covered += p.Len
	}
	if covered != 256 {
		t.Errorf("%d bytes shown, want 256", covered)
	}
}

func BenchmarkPieces(b *testing.B) {
	payloads := []struct {
		name    string
		payload []byte
	}{
		{"ascii", bytes.Repeat([]byte("GET /index.html HTTP/1.1 "), 4<<20)}, // 100 MB
		{"lines", bytes.Repeat([]byte("Host: example\r\n"), 1000)},
		{"chinese", bytes.Repeat([]byte("你好，世界"), 1000)},
		{"binary", bytes.Repeat([]byte{0, 1, 0xff, 0xfe, 0x80, 0x0a}, 1000)},
	}
	for _, p := range payloads {
		b.Run(p.name, func(b *testing.B) {
			var dst []Piece
			b.ReportAllocs()
			for b.Loop() {
				dst = Pieces(dst[:0], p.payload, 256)
			}
		})
	}
	b.Run("gbk", func(b *testing.B) {
		e := mustLookup(b, "gbk")
		payload := bytes.Repeat([]byte("\xc4\xe3\xba\xc3, "), 1000)
		var dst []Piece
		b.ReportAllocs()
		for b.Loop() {
			dst = e.Pieces(dst[:0], payload, 256)
		}
	})
}
