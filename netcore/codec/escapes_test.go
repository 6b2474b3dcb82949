package codec

import (
	"bytes"
	"errors"
	"testing"
)

func TestParseEscapes(t *testing.T) {
	tests := []struct{ name, encoding, text, want string }{
		{"no escape", "utf-8", "héllo", "héllo"},
		{"empty", "utf-8", "", ""},
		{"every letter", "utf-8", `\n\r\t\0\a\b\f\v\e\\\"\'`, "\n\r\t\x00\a\b\f\v\x1b\\\"'"},
		{"bytes", "utf-8", `\x00\xfF\x41`, "\x00\xffA"},
		{"bytes whatever the encoding", "utf-16le", `\x41B`, "AB\x00"},
		{"characters by number", "utf-8", `\u00e9\u4F60\U0001F600`, "é你😀"},
		{"characters by number in gbk", "gbk", `\u4f60好`, "\xc4\xe3\xba\xc3"},
		{"surrogate pair", "utf-8", `\ud83d\ude00!`, "😀!"},
		{"named control in utf-16be", "utf-16be", `a\n`, "\x00a\x00\n"},
		{"line breaks stay", "utf-8", "a\r\nb\n", "a\r\nb\n"},
		{"NUL before other digits", "utf-8", `\08\09`, "\x008\x009"},
		{"digits after a byte", "utf-8", `\x001`, "\x001"},
		{"one mark at the beginning", "utf-8-sig", `a\nb`, "\xef\xbb\xbfa\nb"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseEscapes(test.text, mustLookup(t, test.encoding))
			if err != nil || string(got) != test.want {
				t.Errorf("ParseEscapes(%q) = %q, %v, want %q", test.text, got, err, test.want)
			}
		})
	}
}

func TestParseEscapesRefuses(t *testing.T) {
	tests := []struct {
		name, encoding, text string
		want                 SyntaxError
	}{
		{"unknown letter", "utf-8", `ok\q`, SyntaxError{2, 1, 3, `no escape is written as a backslash and "q"; ` + knownEscapes}},
		{"unknown character", "utf-8", "\n\\你", SyntaxError{1, 2, 1, `no escape is written as a backslash and "你" (U+4F60); ` + knownEscapes}},
		{"capital letter", "utf-8", `\N`, SyntaxError{0, 1, 1, `no escape is written as a backslash and "N"; ` + knownEscapes}},
		{"at the end", "utf-8", `\\\`, SyntaxError{2, 1, 3, `nothing follows the backslash; a backslash itself is \\`}},
		{"short byte", "utf-8", `\x4`, SyntaxError{0, 1, 1, `\x needs 2 hex digits after it`}},
		{"no hex", "utf-8", `a\xg0`, SyntaxError{1, 1, 2, `\x needs 2 hex digits after it`}},
		{"short number", "utf-8", `\u20`, SyntaxError{0, 1, 1, `\u needs 4 hex digits after it`}},
		{"short long number", "utf-8", `\U0001F60`, SyntaxError{0, 1, 1, `\U needs 8 hex digits after it`}},
		{"past the last character", "utf-8", `\U00110000`, SyntaxError{0, 1, 1, `there is no character U+110000; the last one is U+10FFFF`}},
		{"far past it", "utf-8", `\UFFFFFFFF`, SyntaxError{0, 1, 1, `there is no character U+FFFFFFFF; the last one is U+10FFFF`}},
		{"high surrogate alone", "utf-8", `\ud83d`, SyntaxError{0, 1, 1, `U+D83D is half of a surrogate pair and no character`}},
		{"high surrogate and a letter", "utf-8", `\ud83d\u0041`, SyntaxError{0, 1, 1, `U+D83D is half of a surrogate pair and no character`}},
		{"low surrogate first", "utf-8", `a\ude00\ud83d`, SyntaxError{1, 1, 2, `U+DE00 is half of a surrogate pair and no character`}},
		{"octal", "utf-8", `\012`, SyntaxError{0, 1, 1, `\01 could be an octal number; write \x00 for NUL, or \xHH for the byte`}},
		{"typed, not in the encoding", "latin1", `\n€`, SyntaxError{2, 1, 3, `"€" (U+20AC) is not in latin1`}},
		{"named, not in the encoding", "latin1", `a\u20ac`, SyntaxError{1, 1, 2, `"€" (U+20AC) is not in latin1`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseEscapes(test.text, mustLookup(t, test.encoding))
			checkSyntaxError(t, got, err, test.want)
		})
	}
}

func TestEscape(t *testing.T) {
	tests := []struct{ name, payload, want string }{
		{"empty", "", ""},
		{"text", `he said "hé你"`, `he said "hé你"`},
		{"names", "\n\r\t\x00\a\b\f\v\x1b\\", `\n\r\t\0\a\b\f\v\e\\`},
		{"other controls", "\x01\x7f", `\x01\x7F`},
		{"invalid bytes", "\xff\xc3", `\xFF\xC3`},
		{"NUL before an octal digit", "\x007\x008\x00", `\x007\08\0`},
		{"not seen", "\u0085\u202e\ufffd\ufeff", `\u0085\u202E\uFFFD\uFEFF`},
		{"not seen, above U+FFFF", "\U000e0001😀", `\U000E0001😀`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := Escape([]byte(test.payload)); got != test.want {
				t.Errorf("Escape(%q) = %s, want %s", test.payload, got, test.want)
			}
		})
	}
}

func FuzzEscape(f *testing.F) {
	for _, seed := range []string{"", "hello\n", "\x00\x30", "\xff\xfe", "\u202e\ufffd", `\x41`, "\xf0\x9f\x98", "\U0010ffff"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, payload []byte) {
		text := Escape(payload)
		got, err := ParseEscapes(text, Encoding{})
		if err != nil || !bytes.Equal(got, payload) {
			t.Errorf("Escape(%q) = %s, which reads as %q, %v", payload, text, got, err)
		}
		for _, r := range text {
			if !seen(r) {
				t.Errorf("Escape(%q) = %q shows %U as itself", payload, text, r)
			}
		}
	})
}

func FuzzParseEscapes(f *testing.F) {
	for _, seed := range []string{"", `a\n`, `\x4`, `\ud83d\ude00`, `\ud83d`, `\u`, `\`, `\012`, "\\\xff", "é\r\n\\q", `\UFFFFFFFF`} {
		f.Add(seed, "utf-8")
		f.Add(seed, "gbk")
		f.Add(seed, "utf-16")
	}
	f.Fuzz(func(t *testing.T, text, encoding string) {
		e, ok := Lookup(encoding)
		if !ok {
			return
		}
		got, err := ParseEscapes(text, e)
		var bad *SyntaxError
		if err != nil {
			if !errors.As(err, &bad) {
				t.Fatalf("error %v is no SyntaxError", err)
			}
			checkPlace(t, text, bad)
			return
		}
		again, err := ParseEscapes(Escape(got), Encoding{})
		if err != nil || !bytes.Equal(again, got) {
			t.Errorf("%q is %q, which escapes as %q, %v", text, got, again, err)
		}
	})
}
