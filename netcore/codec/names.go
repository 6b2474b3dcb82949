package codec

import (
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

const (
	markUTF8    = "\xef\xbb\xbf"
	markUTF16LE = "\xff\xfe"
	markUTF32LE = "\xff\xfe\x00\x00"
	markUTF32BE = "\x00\x00\xfe\xff"
)

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf32LE = utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
)

type registration struct {
	name    string
	charset encoding.Encoding
	mark    string
	aliases string // separated by spaces
}

// names lists the name and the other names.
func (g registration) names() []string { return append(strings.Fields(g.aliases), g.name) }

// registry is every encoding in the order in which it is offered, with its other names: all labels of WHATWG's encoding
// standard, whose tables golang.org/x/text follows, but for those of "replacement", and Python's. Where the web says one
// thing and a protocol means another, each has its own line: ascii, latin1 and iso-8859-9 are themselves, not windows-1252
// and windows-1254. gb2312 is gbk, which holds it; shift_jis is Windows' code page 932 and euc-kr its 949. utf-16, utf-32 and
// utf-8-sig write a byte order mark, as in Python.
var registry = []registration{
	{"utf-8", nil, "", "u8 cp65001 unicode-1-1-utf-8 unicode20utf8 x-unicode20utf8 utf utf8-ucs2 utf8-ucs4"},
	{"ascii", usASCII{}, "", "us-ascii 646 iso646-us ansi_x3.4-1968 ansi-x3.4-1986 cp367 csascii ibm367 iso-646.irv-1991 iso-ir-6 us"},
	{"latin1", charmap.ISO8859_1, "", "l1 iso-8859-1 8859 cp819 ibm819 csisolatin1 iso-ir-100 iso_8859-1:1987 iso8859 latin"},
	{"windows-1252", withControls{charmap.Windows1252}, "", "cp1252 ansi x-cp1252 1252"},
	{"gbk", simplifiedchinese.GBK, "", "cp936 936 ms936 gb2312 euc-cn gb2312-80 chinese windows-936 csgb2312 csiso58gb231280 iso-ir-58 x-gbk eucgb2312-cn gb2312-1980 x-mac-simp-chinese"},
	{"gb18030", simplifiedchinese.GB18030, "", "gb18030-2000"},
	{"big5", big5, "", "big5-tw cp950 950 ms950 big5-hkscs cn-big5 csbig5 x-x-big5 hkscs x-mac-trad-chinese"},
	{"shift_jis", shiftJIS, "", "sjis cp932 932 ms932 ms_kanji windows-31j csshiftjis x-sjis x-mac-japanese"},
	{"euc-jp", japanese.EUCJP, "", "ujis cseucpkdfmtjapanese x-euc-jp"},
	{"iso-2022-jp", japanese.ISO2022JP, "", "csiso2022jp"},
	{"euc-kr", korean.EUCKR, "", "korean ks_c_5601 ks_c_5601-1987 cp949 949 ms949 uhc cseuckr csksc56011987 iso-ir-149 ks_c_5601-1989 windows-949 ks-x-1001 x-mac-korean"},
	{"utf-16le", utf16LE, "", "unicode-little csunicode iso-10646-ucs-2 ucs-2 unicode unicodefeff unicodelittleunmarked"},
	{"utf-16be", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "", "unicode-big unicodefffe unicodebigunmarked"},
	{"utf-16", utf16LE, markUTF16LE, "u16"},
	{"utf-8-sig", nil, markUTF8, "utf-8-bom"},
	{"utf-32", utf32LE, markUTF32LE, "u32"},
	{"utf-32le", utf32LE, "", ""},
	{"utf-32be", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "", ""},
	{"koi8-r", charmap.KOI8R, "", "cskoi8r koi koi8"},
	{"koi8-u", charmap.KOI8U, "", "koi8-ru"},
	{"cp437", charmap.CodePage437, "", "437 ibm437 cspc8codepage437"},
	{"cp850", charmap.CodePage850, "", "850 ibm850 cspc850multilingual"},
	{"cp852", charmap.CodePage852, "", "852 ibm852 cspcp852"},
	{"cp855", charmap.CodePage855, "", "855 ibm855 csibm855"},
	{"cp858", charmap.CodePage858, "", "858 ibm858 csibm858"},
	{"cp860", charmap.CodePage860, "", "860 csibm860 ibm860"},
	{"cp862", charmap.CodePage862, "", "862 cspc862latinhebrew ibm862"},
	{"cp863", charmap.CodePage863, "", "863 csibm863 ibm863"},
	{"cp865", charmap.CodePage865, "", "865 csibm865 ibm865"},
	{"cp866", charmap.CodePage866, "", "866 ibm866 csibm866"},
	{"iso-8859-2", withControls{charmap.ISO8859_2}, "", "latin2 l2 csisolatin2 iso-ir-101 iso_8859-2:1987"},
	{"iso-8859-3", withControls{charmap.ISO8859_3}, "", "latin3 l3 csisolatin3 iso-ir-109 iso_8859-3:1988"},
	{"iso-8859-4", withControls{charmap.ISO8859_4}, "", "latin4 l4 csisolatin4 iso-ir-110 iso_8859-4:1988"},
	{"iso-8859-5", withControls{charmap.ISO8859_5}, "", "cyrillic csisolatincyrillic iso-ir-144 iso_8859-5:1988"},
	{"iso-8859-6", withControls{charmap.ISO8859_6}, "", "arabic asmo-708 csiso88596e csiso88596i csisolatinarabic ecma-114 iso-8859-6-e iso-8859-6-i iso-ir-127 iso_8859-6:1987"},
	{"iso-8859-7", withControls{charmap.ISO8859_7}, "", "greek greek8 csisolatingreek ecma-118 elot_928 iso-ir-126 iso_8859-7:1987 sun_eu_greek"},
	{"iso-8859-8", withControls{charmap.ISO8859_8}, "", "hebrew iso-8859-8-i csiso88598e csisolatinhebrew iso-8859-8-e iso-ir-138 iso_8859-8:1988 visual csiso88598i logical"},
	{"iso-8859-9", withControls{charmap.ISO8859_9}, "", "latin5 l5 csisolatin5 iso-ir-148 iso_8859-9:1989"},
	{"iso-8859-10", withControls{charmap.ISO8859_10}, "", "latin6 l6 csisolatin6 iso-ir-157 iso-8859-10-1992"},
	{"iso-8859-13", withControls{charmap.ISO8859_13}, "", "latin7 l7"},
	{"iso-8859-14", withControls{charmap.ISO8859_14}, "", "latin8 l8 iso-8859-14-1998 iso-celtic iso-ir-199"},
	{"iso-8859-15", withControls{charmap.ISO8859_15}, "", "latin9 l9 csisolatin9"},
	{"iso-8859-16", withControls{charmap.ISO8859_16}, "", "latin10 l10 iso-8859-16-2001 iso-ir-226"},
	{"windows-874", withControls{charmap.Windows874}, "", "cp874 iso-8859-11 tis-620 thai dos-874 iso-8859-11-2001 iso-ir-166 tis-620-0 tis-620-2529-0 tis-620-2529-1"},
	{"windows-1250", withControls{charmap.Windows1250}, "", "cp1250 x-cp1250 1250"},
	{"windows-1251", withControls{charmap.Windows1251}, "", "cp1251 x-cp1251 1251"},
	{"windows-1253", withControls{charmap.Windows1253}, "", "cp1253 x-cp1253 1253"},
	{"windows-1254", withControls{charmap.Windows1254}, "", "cp1254 x-cp1254 1254"},
	{"windows-1255", withControls{charmap.Windows1255}, "", "cp1255 x-cp1255 1255"},
	{"windows-1256", withControls{charmap.Windows1256}, "", "cp1256 x-cp1256 1256"},
	{"windows-1257", withControls{charmap.Windows1257}, "", "cp1257 x-cp1257 1257"},
	{"windows-1258", withControls{charmap.Windows1258}, "", "cp1258 x-cp1258 1258"},
	{"macintosh", charmap.Macintosh, "", "mac-roman csmacintosh mac x-mac-roman"},
	{"x-mac-cyrillic", charmap.MacintoshCyrillic, "", "mac-cyrillic x-mac-ukrainian"},
	{"cp037", charmap.CodePage037, "", "037 ibm037 ebcdic-cp-us csibm037 ebcdic-cp-ca ebcdic-cp-nl ebcdic-cp-wt ibm039"},
	{"cp1047", charmap.CodePage1047, "", "1047 ibm1047"},
	{"cp1140", charmap.CodePage1140, "", "1140 ibm1140"},
	{"x-user-defined", charmap.XUserDefined, "", ""},
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
	switch e.mark { // written in this order, read in the order that the mark says
	case markUTF16LE:
		e.decoder = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case markUTF32LE:
		e.decoder = markedUTF32{utf32LE}
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
