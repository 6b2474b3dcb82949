package codec

import "testing"

func TestParseLiteral(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"Python", `b'\x41BC'`, "ABC"},
		{"double quotes", `b"it's\n"`, "it's\n"},
		{"every escape", `B'\n\r\t\a\b\f\v\\\'\"\0\101\x00'`, "\n\r\t\a\b\f\v\\'\"\x00A\x00"},
		{"octal and a digit", `b'\1012'`, "A2"},
		{"empty", `b''`, ""},
		{"several", "(b'a'\n b\"b\")", "ab"},
		{"C", `"\x41\x42" "\x43"`, "ABC"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, err := ParseHex(test.text); err != nil || string(got) != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestParseLiteralRefuses(t *testing.T) {
	const noB = `only \xHH is read in quotes that have no b before them`
	tests := []struct {
		name, text string
		want       SyntaxError
	}{
		{"not closed", `b'\x41`, SyntaxError{0, 1, 1, "this literal is not closed by '"}},
		{"not closed behind a backslash", `b'\`, SyntaxError{0, 1, 1, "this literal is not closed by '"}},
		{"characters without a b", `"AB"`, SyntaxError{1, 1, 2, noB}},
		{"escapes without a b", `"\n"`, SyntaxError{1, 1, 2, noB}},
		{"no ASCII", `b'é'`, SyntaxError{2, 1, 3, `"é" (U+00E9) can't stand for itself in a literal of bytes`}},
		{"a line break", "b'a\nb'", SyntaxError{3, 1, 4, "LF can't stand for itself in a literal of bytes"}},
		{"unknown escape", `b'\q'`, SyntaxError{2, 1, 3, `there is no escape of a backslash and "q" in a literal of bytes`}},
		{"half a byte", `b'\x4'`, SyntaxError{2, 1, 3, `\x needs 2 hex digits after it`}},
		{"over 255", `b'\777'`, SyntaxError{2, 1, 3, `\777 is over 255`}},
		{"something behind", `b'a' 42`, SyntaxError{5, 1, 6, "this does not belong to the bytes"}},
		{"something behind the parenthesis", `(b'a') 42`, SyntaxError{7, 1, 8, "this does not belong to the bytes"}},
		{"the parenthesis not closed", `(b'a'`, SyntaxError{0, 1, 1, "the ( is not closed"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseHex(test.text)
			checkSyntaxError(t, got, err, test.want)
		})
	}
}
