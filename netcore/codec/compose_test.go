package codec

import "testing"

func TestCompose(t *testing.T) {
	tests := []struct {
		name     string
		text     string
		mode     Mode
		encoding string
		end      LineEnding
		want     string
	}{
		{"text as typed", "a\nb\r\n", Text, "utf-8", NoEnding, "a\nb\r\n"},
		{"empty text", "", Text, "utf-8", NoEnding, ""},
		{"empty text with an ending", "", Text, "utf-8", CRLF, "\r\n"},
		{"LF", "a\nb", Text, "utf-8", LF, "a\nb\n"},
		{"LF for CRLF", "a\r\nb", Text, "utf-8", LF, "a\nb\n"},
		{"CRLF", "GET / HTTP/1.1\nHost: a\n", Text, "utf-8", CRLF, "GET / HTTP/1.1\r\nHost: a\r\n\r\n"},
		{"CRLF for a mixture", "a\r\nb\rc\nd", Text, "utf-8", CRLF, "a\r\nb\r\nc\r\nd\r\n"},
		{"CR", "a\nb", Text, "utf-8", CR, "a\rb\r"},
		{"NUL", "a\n\nb", Text, "utf-8", NUL, "a\x00\x00b\x00"},
		{"gbk", "你\n好", Text, "gbk", LF, "\xc4\xe3\n\xba\xc3\n"},
		{"utf-16le ending", "a", Text, "utf-16le", CRLF, "a\x00\r\x00\n\x00"},
		{"one mark", "a\nb", Text, "utf-8-sig", LF, "\xef\xbb\xbfa\nb\n"},
		{"backslashes in text", `a\n`, Text, "utf-8", NoEnding, `a\n`},
		{"hex is exact", "61 0a\n62", Hex, "utf-16le", CRLF, "a\nb"},
		{"escapes", `a\x00`, Escapes, "utf-8", NoEnding, "a\x00"},
		{"escapes with an ending", "a\\tb\nc", Escapes, "utf-8", CRLF, "a\tb\nc\r\n"},
		{"escapes in utf-16be", `\xff`, Escapes, "utf-16be", LF, "\xff\x00\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Compose(test.text, test.mode, mustLookup(t, test.encoding), test.end)
			if err != nil || string(got) != test.want {
				t.Errorf("Compose(%q) = %q, %v, want %q", test.text, got, err, test.want)
			}
		})
	}
}

func TestComposeRefuses(t *testing.T) {
	tests := []struct {
		name string
		text string
		mode Mode
		want SyntaxError
	}{
		{"text, place as typed", "a\r\nb\n€", Text, SyntaxError{5, 3, 1, `"€" (U+20AC) is not in latin1`}},
		{"hex", "61\n6", Hex, SyntaxError{3, 2, 1, `"6" is half a byte: a byte has two hex digits`}},
		{"escapes", "a\n\\x", Escapes, SyntaxError{2, 2, 1, `\x needs 2 hex digits after it`}},
		{"no mode", "a", 0, SyntaxError{0, 1, 1, `nobody knows how to read a text in Mode(0)`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := Compose(test.text, test.mode, mustLookup(t, "latin1"), CRLF)
			checkSyntaxError(t, got, err, test.want)
		})
	}
}

func TestNames(t *testing.T) {
	tests := []struct{ got, want string }{
		{Text.String(), "text"}, {Hex.String(), "hex"}, {Escapes.String(), "escapes"}, {Mode(9).String(), "Mode(9)"},
		{NoEnding.String(), "none"}, {CRLF.String(), "CRLF"}, {NUL.String(), "NUL"}, {LineEnding(0).String(), "LineEnding(0)"},
		{LineEnding(9).String(), "LineEnding(9)"}, {PlainText.String(), "plain text"}, {ControlCode.String(), "control code"},
		{PieceKind(0).String(), "PieceKind(0)"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}
