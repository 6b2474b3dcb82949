package codec

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// seen reports whether r, drawn in a row of text, shows as a character of its own and leaves the order of the others
// alone. Not seen are controls, bidi and other format characters, whatever Unicode says may be ignored in display
// (zero-width characters, fillers, variation selectors), spaces that can't be told from the ordinary one, private and
// unassigned characters, and U+FFFD, which would look like a replacement. The ideographic space is seen: it has a
// width of its own and stands in ordinary Chinese and Japanese text.
func seen(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return ' ' <= r && r <= '~'
	case r == utf8.RuneError || r == '\u2800': // the empty braille pattern
		return false
	case r == '\u3000':
		return true
	case 0x4e00 <= r && r <= 0x9fff: // the common ideographs, without a search in the tables
		return true
	}
	return unicode.IsPrint(r) &&
		!unicode.Is(unicode.Other_Default_Ignorable_Code_Point, r) &&
		!unicode.Is(unicode.Variation_Selector, r)
}

// charName names r in a message: "a", "€" (U+20AC), U+200B, LF.
func charName(r rune) string {
	switch {
	case r < ' ' || r == 0x7f:
		return byteCode(byte(r))
	case !seen(r):
		return runeCode(r)
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`"%c"`, r)
	}
	return fmt.Sprintf(`"%c" (U+%04X)`, r, r)
}

// asciiNames are the names of the control bytes. Form feed has none here: its FF would read as the byte 255.
var asciiNames = [...]string{"NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "", "CR", "SO",
	"SI", "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US"}

// byteCode is the code of one byte: its name, or two hex digits.
func byteCode(b byte) string {
	switch {
	case int(b) < len(asciiNames) && asciiNames[b] != "":
		return asciiNames[b]
	case b == 0x7f:
		return "DEL"
	}
	return hexBytes[2*int(b) : 2*int(b)+2]
}

// runeCode is the code of a character: U+ and at least four hex digits.
func runeCode(r rune) string { return fmt.Sprintf("U+%04X", r) }

// hexBytes is 000102…FF, to cut two digits from without an allocation.
var hexBytes = func() string {
	s := make([]byte, 0, 512)
	for b := range 256 {
		s = fmt.Appendf(s, "%02X", b)
	}
	return string(s)
}()
