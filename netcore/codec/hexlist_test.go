package codec

import "testing"

func TestParseList(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"braces", "{0x41, 0x42}", "AB"},
		{"a comma at the end", "{ 0x41,\n  0x42,\n}", "AB"},
		{"empty", "{}", ""},
		{"C", "static const unsigned char hello[3] = {0x41, 0x0, 0xff};", "A\x00\xff"},
		{"xxd -i", "unsigned char a_b[] = {\n  0x48, 0x65\n};\nunsigned int a_b_len = 2;\n", "He"},
		{"Java", "byte[] b = new byte[] {0x41, 0x42};", "AB"},
		{"Go", "[]byte{0x41, 'B'}", "AB"},
		{"Go, named", "b := []byte{0x41}", "A"},
		{"C# and C++", "std::array<uint8_t, 2> b = {0x41, 0x42};", "AB"},
		{"comments", "{ /* one */ 0x41, // two\n 0x42 }", "AB"},
		{"Python", "bytes([0x41, 0x42])", "AB"},
		{"Rust", "&[0x41, 0x42]", "AB"},
		{"brackets", "[0x41,0x42]", "AB"},
		{"named brackets", "data = [0x41]", "A"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, err := ParseHex(test.text); err != nil || string(got) != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestParseListRefuses(t *testing.T) {
	tests := []struct {
		name, text string
		want       SyntaxError
	}{
		{"decimal", "{0x41, 65}", SyntaxError{7, 1, 8, "a byte in a list has 0x before its digits"}},
		{"two bytes in one", "{0x4142}", SyntaxError{1, 1, 2, "0x4142 is no byte: 0x00 to 0xff are"}},
		{"no digit", "{0x}", SyntaxError{1, 1, 2, "0x is no byte: 0x00 to 0xff are"}},
		{"no comma", "{0x41 0x42}", SyntaxError{6, 1, 7, "a comma or } is missing here"}},
		{"two commas", "{0x41,,0x42}", SyntaxError{6, 1, 7, "a byte in a list has 0x before its digits"}},
		{"not closed", "x = {0x41", SyntaxError{4, 1, 5, "the { is not closed"}},
		{"closed otherwise", "[0x41}", SyntaxError{5, 1, 6, "a comma or ] is missing here"}},
		{"bytes before it", "ab cd {0x41}", SyntaxError{0, 1, 1, "what is before the { is no declaration of an array"}},
		{"bytes behind it", "{0x41} 42", SyntaxError{7, 1, 8, "this does not belong to the list"}},
		{"a second list", "{0x41}; {0x42}", SyntaxError{8, 1, 9, "this does not belong to the list"}},
		{"a length that is not true", "unsigned char a[] = {0x48};\nunsigned int a_len = 2;", SyntaxError{49, 2, 22, "the list has 1 bytes"}},
		{"a comment that goes on", "{0x41 /* }", SyntaxError{6, 1, 7, "this comment is not closed"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseHex(test.text)
			checkSyntaxError(t, got, err, test.want)
		})
	}
}
