package codec

import (
	"bytes"
	"encoding/hex"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestParseHex(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"empty", "", ""},
		{"only separators", " ,:-\t\r\n", ""},
		{"glued", "48656c6C6F", "Hello"},
		{"spaces", "48 65 6c", "Hel"},
		{"lines", "48\r\n65\n6c\n", "Hel"},
		{"commas and 0x", "0x48, 0x65,0X6c", "Hel"},
		{"backslash x", `\x48\x65\X6C`, "Hel"},
		{"glued 0x", "0x480x650x6c", "Hel"},
		{"0x before many", "0x48656c", "Hel"},
		{"colons", "00:1a:FF", "\x00\x1a\xff"},
		{"dashes", "00-1a-FF", "\x00\x1a\xff"},
		{"no-break and ideographic spaces", "48\u00a065\u30006c", "Hel"},
		{"zero before x that is a digit pair", "00 0x00", "\x00\x00"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseHex(test.text)
			if err != nil || string(got) != test.want {
				t.Errorf("ParseHex(%q) = %q, %v, want %q", test.text, got, err, test.want)
			}
		})
	}
}

func TestParseHexRefuses(t *testing.T) {
	const half = " is half a byte: a byte has two hex digits"
	tests := []struct {
		name, text string
		want       SyntaxError
	}{
		{"one digit", "7", SyntaxError{0, 1, 1, `"7"` + half}},
		{"one digit among pairs", "48 7 65", SyntaxError{3, 1, 4, `"7"` + half}},
		{"three digits", "48\n657", SyntaxError{5, 2, 3, `"7"` + half}},
		{"0x and one digit", "0x7", SyntaxError{2, 1, 3, `"7"` + half}},
		{"0x alone", "48 0x", SyntaxError{3, 1, 4, `0x is not followed by a hex digit`}},
		{`\x alone`, `\xg0`, SyntaxError{0, 1, 1, `\x is not followed by a hex digit`}},
		{"wrong letter", "48 6g", SyntaxError{4, 1, 5, `"g" is no hex digit`}},
		{"wrong letter after a pair", "48g", SyntaxError{2, 1, 3, `"g" is no hex digit`}},
		{"wrong character after others", "你 48", SyntaxError{0, 1, 1, `"你" (U+4F60) is no hex digit`}},
		{"column in characters", "\u3000\u3000zz", SyntaxError{6, 1, 3, `"z" is no hex digit`}},
		{"backslash", `48\n`, SyntaxError{2, 1, 3, `"\" is no hex digit`}},
		{"zero width", "48\u200b", SyntaxError{2, 1, 3, `U+200B is no hex digit`}},
		{"not UTF-8", "48\xff", SyntaxError{2, 1, 3, `the byte FF is no character`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseHex(test.text)
			checkSyntaxError(t, got, err, test.want)
		})
	}
}

func FuzzParseHex(f *testing.F) {
	for _, seed := range []string{"", "48 65", "0x48,0x65", `\x48\x65`, "00x41", "0x", "7", "4g", "00:ff-1", "\xff", "0x0x", "0000: 41\n*\n0004", "{0x41}", "[0x1]", `b'\x41'`, "000000 41  >A<\n000001"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, whole, err := parseHex(text)
		var bad *SyntaxError
		if err != nil {
			if !errors.As(err, &bad) {
				t.Fatalf("error %v is no SyntaxError", err)
			}
			checkPlace(t, text, bad)
			return
		}
		if whole {
			return
		}
		// What was accepted is, without separators and prefixes, what encoding/hex reads.
		bare := strings.Map(func(r rune) rune {
			if r < utf8.RuneSelf && isHex(byte(r)) || r == 'x' || r == 'X' {
				return r
			}
			return -1
		}, strings.ReplaceAll(text, `\`, "0"))
		bare = strings.NewReplacer("0x", "", "0X", "").Replace(bare)
		want, err := hex.DecodeString(bare)
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("ParseHex(%q) = % x, want % x (%v)", text, got, want, err)
		}
	})
}

// checkPlace wants the error's place to be in text, and its offset, line and column to agree.
func checkPlace(t *testing.T, text string, e *SyntaxError) {
	t.Helper()
	if e.Offset < 0 || e.Offset > len(text) {
		t.Fatalf("offset %d is outside of %q", e.Offset, text)
	}
	before := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text[:e.Offset])
	lines := strings.Split(before, "\n")
	if want := len(lines); e.Line != want {
		t.Errorf("line %d at offset %d of %q, want %d", e.Line, e.Offset, text, want)
	}
	if want := utf8.RuneCountInString(lines[len(lines)-1]) + 1; e.Column != want {
		t.Errorf("column %d at offset %d of %q, want %d", e.Column, e.Offset, text, want)
	}
}
