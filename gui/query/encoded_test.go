package query

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"wirevise/netcore/codec"
)

func TestSearchEncoded(t *testing.T) {
	for _, c := range []struct {
		name, encoding, text, payload string
		matchCase, want               bool
	}{
		{"gbk", "gbk", "你好", "x\xc4\xe3\xba\xc3y", false, true},
		{"gbk not asked", "latin1", "你好", "x\xc4\xe3\xba\xc3y", false, false},
		{"utf-8 always", "gbk", "你好", "x你好y", false, true},
		{"gbk false place", "gbk", "中", "\xb0\xd6\xd0\xa1", false, false}, // 爸小
		{"gbk after a false place", "gbk", "中", "\xb0\xd6\xd0\xa1\xd6\xd0", false, true},
		{"gbk, a letter is a second byte", "gbk", "A中", "\x81A\xd6\xd0", false, false},
		{"gbk folded", "gbk", "аB你", "\xa7\xa1b\xc4\xe3", false, true},
		{"gbk with case", "gbk", "аB你", "\xa7\xa1b\xc4\xe3", true, false},
		{"gb18030, four bytes", "gb18030", "Ä", "\x81\x30\x8a\x31\x81\x30\x8a\x31", false, true}, // ää
		{"gb18030, digits between", "gb18030", "0", "\x81\x30\x8a\x31", false, true},             // looked for as UTF-8 too
		{"shift_jis", "shift_jis", "ソ", "a\x83\x5c", false, true},
		{"shift_jis, half-width before", "shift_jis", "ソ", "\xb1\x83\x5c", false, true},
		{"utf-16le", "utf-16le", "hello", "\x01\x00H\x00e\x00L\x00l\x00o\x00", false, true},
		{"utf-16le odd place", "utf-16le", "hello", "\x01h\x00e\x00l\x00l\x00o\x00", false, false},
		{"utf-16be", "utf-16be", "hé", "\x00h\x00\xc9", false, true},
		{"utf-16, little", "utf-16", "hi", "\xff\xfeh\x00i\x00", false, true},
		{"utf-16, no mark", "utf-16", "hi", "h\x00i\x00", false, true},
		{"utf-16, big", "utf-16", "hi", "\xfe\xff\x00h\x00i", false, true},
		{"utf-16, big and its mirror", "utf-16", "hi", "\xfe\xffh\x00i\x00", false, false},
		{"utf-32be", "utf-32be", "é", "\x00\x00\x00\xc9", false, true},
		{"latin1", "latin1", "Grüß", "gR\xdc\xdf", false, true},
		{"not in the encoding", "latin1", "你", "??", false, false},
		{"other case only", "latin1", "Ÿ", "\xff", false, true},
		{"ebcdic", "cp037", "Hello", "\x88\xc5\x93\xd3\x96", false, true},
		{"iso-2022-jp", "iso-2022-jp", "日本", "\x1b$B\x46\x7c\x4b\x5c\x1b(B", false, true},
		{"iso-2022-jp within", "iso-2022-jp", "本", "\x1b$B\x46\x7c\x4b\x5c\x1b(B", false, true},
		{"iso-2022-jp as ASCII", "iso-2022-jp", "日本", "F|K\\", false, false},
		{"iso-2022-jp false place", "iso-2022-jp", "本", "\x1b$B\x46\x4b\x5c\x4b\x1b(B", false, false},
		{"iso-2022-jp switches", "iso-2022-jp", "A日b", "xa\x1b$@\x46\x7c\x1b(JBx", false, true},
		{"iso-2022-jp folded", "iso-2022-jp", "Я", "\x1b$B\x27\x71\x1b(B", false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newSearch(c.text, c.matchCase, []codec.Encoding{named(c.encoding)})
			payload := []byte(c.payload)
			if got := s.in(payload); got != c.want {
				t.Errorf("in: got %t, want %t", got, c.want)
			}
			if _, _, got := s.find(payload, 0); got != c.want {
				t.Errorf("find: got %t, want %t", got, c.want)
			}
		})
	}
}

func TestSearchDeduplicates(t *testing.T) {
	all := codec.Encodings()
	for _, c := range []struct {
		text string
		want int
	}{
		{"hello", 10}, // UTF-16 and UTF-32, each also with a mark of its own, and EBCDIC
		{"\xff", 0},
	} {
		got := newSearch(c.text, true, append(all, all...)).encoded
		once := newSearch(c.text, true, all).encoded
		if len(got) != len(once) || len(got) > c.want {
			t.Errorf("%q: got %d needles, %d when asked once, want at most %d", c.text, len(got), len(once), c.want)
		}
	}
}

// TestSearchModel looks for random texts in random texts of an encoding: what is found must be in the decoded text.
func TestSearchModel(t *testing.T) {
	letters := map[string][]rune{
		"gbk":         []rune("aB中爸小谐аА一丁"),
		"gb18030":     []rune("aB中爸小谐аАäÄéÉ"),
		"big5":        []rune("aB中功許蓋一丁"),
		"shift_jis":   []rune("aBソ表アяЯ日本"),
		"euc-jp":      []rune("aB日本アяЯ表"),
		"euc-kr":      []rune("aB가각힣яЯ"),
		"iso-2022-jp": []rune("aB日本表яЯ"),
		"utf-16le":    []rune("aBĀā愀😀"),
		"utf-32be":    []rune("aBĀā愀😀"),
		"koi8-r":      []rune("aBяЯжЖ"),
	}
	random := rand.New(rand.NewPCG(3, 4))
	for name, alphabet := range letters {
		t.Run(name, func(t *testing.T) {
			e := named(name)
			text := func(n int) string {
				b := make([]rune, n)
				for i := range b {
					b[i] = alphabet[random.IntN(len(alphabet))]
				}
				return string(b)
			}
			found := 0
			for range 5_000 {
				needle, hay := text(1+random.IntN(3)), text(random.IntN(12))
				if strings.Trim(needle, "aB") == "" {
					continue // is looked for as bytes
				}
				payload, err := e.Encode(hay)
				if err != nil {
					t.Fatal(err)
				}
				s := newSearch(needle, false, []codec.Encoding{e})
				if s.plain.in(payload) {
					continue // the bytes of its UTF-8 stand there
				}
				want := strings.Contains(foldText(hay), foldText(needle))
				if got := s.in(payload); got != want {
					t.Fatalf("%s in %s: got %t, want %t", needle, hay, got, want)
				}
				if start, end, ok := s.find(payload, 0); ok && foldText(e.Decode(isoShift(e, payload, start, end))) != foldText(needle) {
					t.Fatalf("%s in %s: got bytes %d to %d", needle, hay, start, end)
				}
				if want {
					found++
				}
			}
			if found < 100 {
				t.Errorf("found only %d times", found)
			}
		})
	}
}

// isoShift cuts out a part that can be decoded by itself.
func isoShift(e codec.Encoding, payload []byte, start, end int) []byte {
	shift := ""
	if e.Name == "iso-2022-jp" {
		if i := strings.LastIndex(string(payload[:start]), "\x1b"); i >= 0 {
			shift = string(payload[i : i+3])
		}
	}
	return append([]byte(shift), payload[start:end]...)
}

func foldText(s string) string {
	return strings.Map(func(r rune) rune {
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, s)
}
