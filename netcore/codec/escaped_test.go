package codec

import (
	"testing"
)

func TestEscapesOfAWindow(t *testing.T) {
	tests := []struct{ name, encoding, bytes, want string }{
		{"text", "utf-8", "a\"b'你", "a\"b'你"},
		{"controls", "utf-8", "\r\n\t\x00\x1b\\\x7f", `\r\n\t\x00\e\\\x7F`},
		{"invalid", "utf-8", "\xff\xe4\xbd", `\xFF\xE4\xBD`},
		{"unseen", "utf-8", "\u202e\U000e0001", `\u202E\U000E0001`},
		{"gbk", "gbk", "\xc4\xe3\xff\n", `你\xFF\n`},
		{"utf-16", "utf-16le", "A\x00\x00\x00\n\x00\x3d\xd8", `A\u0000\n\x3D\xD8`},
		{"a switch", "iso-2022-jp", "\x1b$BF|\x1b(Ba", `\x1B\x24\x42\x46\x7C\x1B\x28\x42a`},
		{"two ways to write it", "shift_jis", "\xed\x40\xfa\x5c", `\xED\x40纊`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := ""
			for _, p := range mustLookup(t, test.encoding).Escapes(nil, Window{Bytes: []byte(test.bytes)}) {
				got += p.Text
			}
			if got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// FuzzEscapesRoundTrip: what Escapes shows, of one window or of two, is read as the same bytes again.
func FuzzEscapesRoundTrip(f *testing.F) {
	for _, e := range Encodings() {
		f.Add(e.Name, []byte("a\x00\x1b$B\x81\x20\xff\xd8\x3d\xde\x00\\n0\xed\x40"), uint8(4))
	}
	f.Fuzz(func(t *testing.T, name string, b []byte, at uint8) {
		e, ok := Lookup(name)
		if !ok || int(at) > len(b) || len(b) > LookBack {
			return
		}
		e = e.Marked(b)
		e.mark = ""
		pieces := e.Escapes(nil, Window{Bytes: b[:at], After: b[at:]})
		pieces = e.Escapes(pieces, Window{Bytes: b[at:], Before: b[:at], Offset: int64(at)})
		text, n := "", 0
		for _, p := range pieces {
			text, n = text+p.Text, n+p.Len
		}
		got, err := ParseEscapes(text, e)
		if err != nil || string(got) != string(b) || n != len(b) {
			t.Errorf("%s: %q is shown as %s (%d bytes), which is %q, %v", name, b, text, n, got, err)
		}
	})
}
