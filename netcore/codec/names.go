package codec

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

const (
	markUTF8    = "\xef\xbb\xbf"
	markUTF16LE = "\xff\xfe"
)

var utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)

type registration struct {
	name    string
	charset encoding.Encoding
	mark    string
	aliases string // separated by spaces
}

// names lists the name and the other names.
func (g registration) names() []string { return append(strings.Fields(g.aliases), g.name) }

// registry is every encoding in the order in which it is offered, with its other names, Python's among them. The
// encodings of the web (golang.org/x/text follows WHATWG's tables) are all here; where the web says one thing and a
// protocol means another, each has its own line: ascii and latin1 are themselves, not windows-1252. gb2312 is gbk,
// which holds it; shift_jis is Windows' code page 932 and euc-kr its 949. utf-16 and utf-8-sig write a byte order mark, as
// in Python.
var registry = []registration{
	{"utf-8", nil, "", "u8 cp65001"},
	{"ascii", usASCII{}, "", "us-ascii 646 iso646-us ansi_x3.4-1968"},
	{"latin1", charmap.ISO8859_1, "", "l1 iso-8859-1 8859 cp819 ibm819"},
	{"windows-1252", charmap.Windows1252, "", "cp1252 ansi"},
	{"gbk", simplifiedchinese.GBK, "", "cp936 936 ms936 gb2312 euc-cn gb2312-80 chinese windows-936"},
	{"gb18030", simplifiedchinese.GB18030, "", "gb18030-2000"},
	{"big5", traditionalchinese.Big5, "", "big5-tw cp950 950 ms950 big5-hkscs"},
	{"shift_jis", japanese.ShiftJIS, "", "sjis cp932 932 ms932 ms_kanji windows-31j csshiftjis"},
	{"euc-jp", japanese.EUCJP, "", "ujis"},
	{"iso-2022-jp", japanese.ISO2022JP, "", "csiso2022jp"},
	{"euc-kr", korean.EUCKR, "", "korean ks_c_5601 ks_c_5601-1987 cp949 949 ms949 uhc"},
	{"utf-16le", utf16LE, "", "unicode-little"},
	{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "", "unicode-big"},
	{"utf-16", utf16LE, markUTF16LE, "u16"},
	{"utf-8-sig", nil, markUTF8, "utf-8-bom"},
	{"utf-32le", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), "", ""},
	{"utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "", ""},
	{"koi8-r", charmap.KOI8R, "", "cskoi8r"},
	{"koi8-u", charmap.KOI8U, "", ""},
	{"cp437", charmap.CodePage437, "", "437 ibm437"},
	{"cp850", charmap.CodePage850, "", "850 ibm850"},
	{"cp852", charmap.CodePage852, "", "852 ibm852"},
	{"cp855", charmap.CodePage855, "", "855 ibm855"},
	{"cp858", charmap.CodePage858, "", "858 ibm858"},
	{"cp866", charmap.CodePage866, "", "866 ibm866"},
	{"iso-8859-2", charmap.ISO8859_2, "", "latin2 l2"},
	{"iso-8859-3", charmap.ISO8859_3, "", "latin3 l3"},
	{"iso-8859-4", charmap.ISO8859_4, "", "latin4 l4"},
	{"iso-8859-5", charmap.ISO8859_5, "", "cyrillic"},
	{"iso-8859-6", charmap.ISO8859_6, "", "arabic"},
	{"iso-8859-7", charmap.ISO8859_7, "", "greek greek8"},
	{"iso-8859-8", charmap.ISO8859_8, "", "hebrew iso-8859-8-i"},
	{"iso-8859-9", charmap.ISO8859_9, "", "latin5 l5"},
	{"iso-8859-10", charmap.ISO8859_10, "", "latin6 l6"},
	{"iso-8859-13", charmap.ISO8859_13, "", "latin7 l7"},
	{"iso-8859-14", charmap.ISO8859_14, "", "latin8 l8"},
	{"iso-8859-15", charmap.ISO8859_15, "", "latin9 l9"},
	{"iso-8859-16", charmap.ISO8859_16, "", "latin10 l10"},
	{"windows-874", charmap.Windows874, "", "cp874 iso-8859-11 tis-620 thai"},
	{"windows-1250", charmap.Windows1250, "", "cp1250"},
	{"windows-1251", charmap.Windows1251, "", "cp1251"},
	{"windows-1253", charmap.Windows1253, "", "cp1253"},
	{"windows-1254", charmap.Windows1254, "", "cp1254"},
	{"windows-1255", charmap.Windows1255, "", "cp1255"},
	{"windows-1256", charmap.Windows1256, "", "cp1256"},
	{"windows-1257", charmap.Windows1257, "", "cp1257"},
	{"windows-1258", charmap.Windows1258, "", "cp1258"},
	{"macintosh", charmap.Macintosh, "", "mac-roman"},
	{"x-mac-cyrillic", charmap.MacintoshCyrillic, "", "mac-cyrillic"},
	{"cp037", charmap.CodePage037, "", "037 ibm037 ebcdic-cp-us"},
	{"cp1140", charmap.CodePage1140, "", "1140 ibm1140"},
}

// byName finds a line of registry by the key of its name or of an alias.
var byName = func() map[string]int {
	m := make(map[string]int)
	for i, line := range registry {
		for _, name := range line.names() {
			m[nameKey(name)] = i
		}
	}
	return m
}()

// Encodings lists every encoding in the order in which to offer it: UTF-8 first.
func Encodings() []Encoding {
	list := make([]Encoding, len(registry))
	for i := range registry {
		list[i] = registered(i)
	}
	return list
}

// Lookup finds an encoding by its name or one of its other names, those of Python among them (cp936, latin-1,
// utf-8-sig). Case, spaces and punctuation don't count.
func Lookup(name string) (Encoding, bool) {
	i, ok := byName[nameKey(name)]
	if !ok {
		return Encoding{}, false
	}
	return registered(i), true
}

func registered(i int) Encoding {
	e := Encoding{Name: registry[i].name, charset: registry[i].charset, mark: registry[i].mark}
	if e.mark == markUTF16LE { // written in this order, read in the order that the mark says
		e.decoder = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	}
	return e
}

// nameKey is name with only its ASCII letters, in lower case, and digits.
func nameKey(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
			return r
		case 'A' <= r && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, name)
}
