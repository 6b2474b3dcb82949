package codec

import (
	"bytes"
	"errors"
	"testing"
)

func TestEncode(t *testing.T) {
	tests := []struct {
		name, encoding, text, want string
	}{
		{"utf-8", "utf-8", "hello 你好 €", "hello \xe4\xbd\xa0\xe5\xa5\xbd \xe2\x82\xac"},
		{"empty", "gbk", "", ""},
		{"ascii", "ascii", "GET / HTTP/1.1\r\n\x00\x7f", "GET / HTTP/1.1\r\n\x00\x7f"},
		{"latin1 letter", "latin1", "café", "caf\xe9"},
		{"latin1 has the C1 controls", "latin1", "\u0080\u009f", "\x80\x9f"},
		{"windows-1252 euro", "windows-1252", "€", "\x80"},
		{"gbk", "gbk", "你好,世界", "\xc4\xe3\xba\xc3,\xca\xc0\xbd\xe7"},
		{"gbk euro, as in Windows", "gbk", "€", "\x80"},
		{"gb18030 four bytes", "gb18030", "😀", "\x94\x39\xfc\x36"},
		{"big5", "big5", "你好", "\xa7\x41\xa6\x6e"},
		{"shift_jis", "shift_jis", "日本ｱ", "\x93\xfa\x96\x7b\xb1"},
		{"euc-jp", "euc-jp", "日本", "\xc6\xfc\xcb\xdc"},
		{"iso-2022-jp returns to ASCII", "iso-2022-jp", "a日", "a\x1b$BF|\x1b(B"},
		{"euc-kr", "euc-kr", "한글", "\xc7\xd1\xb1\xdb"},
		{"utf-16le", "utf-16le", "A😀", "A\x00\x3d\xd8\x00\xde"},
		{"utf-16be", "utf-16be", "A你", "\x00A\x4f\x60"},
		{"utf-16 writes a mark", "utf-16", "A", "\xff\xfeA\x00"},
		{"utf-8-sig writes a mark", "utf-8-sig", "A", "\xef\xbb\xbfA"},
		{"utf-32le", "utf-32le", "😀", "\x00\xf6\x01\x00"},
		{"koi8-r", "koi8-r", "Привет", "\xf0\xd2\xc9\xd7\xc5\xd4"},
		{"cp437", "cp437", "é░", "\x82\xb0"},
		{"cp037", "cp037", "A", "\xc1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			e := mustLookup(t, test.encoding)
			got, err := e.Encode(test.text)
			if err != nil || string(got) != test.want {
				t.Errorf("Encode(%q) = %q, %v, want %q", test.text, got, err, test.want)
			}
			if got := e.Decode([]byte(test.want)); got != test.text {
				t.Errorf("Decode(%q) = %q, want %q", test.want, got, test.text)
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	tests := []struct {
		name, encoding, text string
		want                 SyntaxError
	}{
		{"euro in latin1", "latin1", "5 €", SyntaxError{2, 1, 3, `"€" (U+20AC) is not in latin1`}},
		{"C1 in windows-1252's place", "ascii", "é", SyntaxError{0, 1, 1, `"é" (U+00E9) is not in ascii`}},
		{"second line", "latin1", "é\nab€", SyntaxError{5, 2, 3, `"€" (U+20AC) is not in latin1`}},
		{"line after CRLF", "ascii", "a\r\n你", SyntaxError{3, 2, 1, `"你" (U+4F60) is not in ascii`}},
		{"emoji in gbk", "gbk", "你好😀", SyntaxError{6, 1, 3, `"😀" (U+1F600) is not in gbk`}},
		{"a character that can't be seen", "gbk", "a\u200b", SyntaxError{1, 1, 2, `U+200B is not in gbk`}},
		{"replacement in gbk", "gbk", "\ufffd", SyntaxError{0, 1, 1, `U+FFFD is not in gbk`}},
		{"what would come back as another", "gb18030", "ok\ue000", SyntaxError{2, 1, 3, `U+E000 is not in gb18030`}},
		{"what would switch the character set", "iso-2022-jp", "日\x1b", SyntaxError{3, 1, 2, `ESC is not in iso-2022-jp`}},
		{"bad UTF-8 in utf-8", "utf-8", "ok\xff", SyntaxError{2, 1, 3, `the byte FF is no character`}},
		{"bad UTF-8 elsewhere", "gb18030", "你\x80", SyntaxError{3, 1, 2, `the byte 80 is no character`}},
		{"the first of two mistakes", "latin1", "€\xff", SyntaxError{0, 1, 1, `"€" (U+20AC) is not in latin1`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := mustLookup(t, test.encoding).Encode(test.text)
			checkSyntaxError(t, got, err, test.want)
		})
	}
}

// Every encoding refuses what it doesn't have, or gives the same text back, and says the place behind text it has.
func TestEveryEncodingIsFaithful(t *testing.T) {
	const sample = "ab é ß Ж ق 你 日 한 ｱ € ░ 😀 \u0080 \ue000 \ufffd \x7f"
	for _, e := range Encodings() {
		for _, r := range sample {
			text := "ab" + string(r) + "c"
			encoded, err := e.Encode(text)
			var bad *SyntaxError
			if errors.As(err, &bad) {
				if bad.Offset != 2 || bad.Column != 3 {
					t.Errorf("%s: Encode(%q): %v, want it at column 3", e.Name, text, err)
				}
				continue
			}
			if got := e.Decode(encoded); got != text {
				t.Errorf("%s: %q encoded and decoded is %q", e.Name, text, got)
			}
		}
	}
}

func TestDecodeMarksInvalidBytes(t *testing.T) {
	tests := []struct {
		name, encoding, payload, want string
	}{
		{"utf-8", "utf-8", "a\xffb\xc3", `a\xFFb\xC3`},
		{"utf-8 with a real U+FFFD", "utf-8", "\xef\xbf\xbd\xff", "\ufffd" + `\xFF`},
		{"ascii", "ascii", "a\x80", `a\x80`},
		{"gbk half a character", "gbk", "\xc4\xe3\xba", `你\xBA`},
		{"gbk bad second byte", "gbk", "\xba\x20A", `\xBA A`},
		{"utf-16 odd byte", "utf-16le", "A\x00B", `A\x42`},
		{"utf-16 lone surrogate", "utf-16le", "\x3d\xd8A\x00", `\x3D\xD8A`},
		{"utf-16 real U+FFFD and a lone surrogate", "utf-16be", "\xff\xfd\xde\x00", "\ufffd" + `\xDE\x00`},
		{"utf-16 the other way round", "utf-16", "\xfe\xff\x00A", "A"},
		{"utf-16 takes one mark away", "utf-16", "\xff\xfe\xff\xfeA\x00", "\ufeffA"},
		{"utf-32 the other way round", "utf-32", "\x00\x00\xfe\xff\x00\x00\x00A", "A"},
		{"utf-32 without a mark", "utf-32", "A\x00\x00\x00B\x00", `A\x42\x00`},
		{"utf-8-sig without its mark", "utf-8-sig", "A", "A"},
		{"big5 two characters in one", "big5", "\x88\x62\xff", "\u00ca\u0304" + `\xFF`},
		{"gb18030 four bytes then bad", "gb18030", "\x94\x39\xfc\x36\xff", `😀\xFF`},
		{"iso-2022-jp switch and a bad byte", "iso-2022-jp", "\x1b$BF|\x1b(B\x80", `日\x80`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := mustLookup(t, test.encoding).Decode([]byte(test.payload))
			if got != test.want {
				t.Errorf("Decode(%q) = %q, want %q", test.payload, got, test.want)
			}
		})
	}
}

func TestZeroEncodingIsUTF8(t *testing.T) {
	got, err := Encoding{}.Encode("é")
	if err != nil || !bytes.Equal(got, []byte("é")) {
		t.Errorf("Encode = %q, %v", got, err)
	}
	if got := (Encoding{}).Decode([]byte("é")); got != "é" {
		t.Errorf("Decode = %q", got)
	}
}

func mustLookup(t testing.TB, name string) Encoding {
	t.Helper()
	e, ok := Lookup(name)
	if !ok {
		t.Fatalf("Lookup(%q) finds nothing", name)
	}
	return e
}

// checkSyntaxError wants no bytes and the error want.
func checkSyntaxError(t *testing.T, got []byte, err error, want SyntaxError) {
	t.Helper()
	var bad *SyntaxError
	if !errors.As(err, &bad) {
		t.Fatalf("got %q and error %v, want %v", got, err, &want)
	}
	if *bad != want {
		t.Errorf("error\n%+v, want\n%+v", *bad, want)
	}
	if got != nil {
		t.Errorf("%q beside an error", got)
	}
}
