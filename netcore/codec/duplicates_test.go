package codec

import "testing"

// Of two ways to write a character it is the usual one, and both are read.
func TestDuplicates(t *testing.T) {
	tests := []struct{ encoding, char, want, other string }{
		{"big5", "港", "\xb4\xe4", "\xfd\xbb"},
		{"big5", "彘", "\xd8\xf4", "\xfc\x4f"},
		{"big5", "靜", "\xc0\x52", "\x90\xdc"},
		{"big5", "═", "\xf9\xf9", "\xa2\xa4"},
		{"big5", "卅", "\xa4\xca", "\xa2\xce"},
		{"shift_jis", "纊", "\xfa\x5c", "\xed\x40"},
		{"shift_jis", "≡", "\x81\xdf", "\x87\x91"},
		{"shift_jis", "№", "\x87\x82", "\xfa\x59"},
	}
	for _, test := range tests {
		e := mustLookup(t, test.encoding)
		text := "a" + test.char + test.char + "b"
		if got, err := e.Encode(text); err != nil || string(got) != "a"+test.want+test.want+"b" {
			t.Errorf("%s: %s is %q, %v, want %q", test.encoding, test.char, got, err, test.want)
		}
		if got := e.Decode([]byte(test.want + test.other)); got != test.char+test.char {
			t.Errorf("%s: %q is read as %q, want twice %s", test.encoding, test.want+test.other, got, test.char)
		}
	}
}
