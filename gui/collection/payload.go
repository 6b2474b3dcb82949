package collection

import (
	"encoding/hex"
	"fmt"
	"strings"
	"unicode/utf8"

	"wirevise/netcore/codec"
)

// FromBytes returns the composition that is exactly these bytes: text where they are UTF-8 that can be read and typed, with
// LF or CRLF as its ending; escapes where control characters are few; else hex. Braces are braces in it. The error is a
// [*FieldError]: a message takes no more than MaxText bytes of text.
func FromBytes(payload []byte) (codec.Composition, error) {
	c := compose(payload)
	if err := checkText(c.Text); err != nil {
		return codec.Composition{}, err
	}
	return c, nil
}

func compose(payload []byte) codec.Composition {
	if !utf8.Valid(payload) {
		return asHex(payload)
	}
	text := string(payload)
	unixText, odd := strings.ReplaceAll(text, "\r\n", "\n"), 0
	for _, r := range unixText {
		if !typeable(r) {
			odd++
		}
	}
	crlf, lf := strings.Count(text, "\r\n"), strings.Count(unixText, "\n")
	switch {
	case odd == 0 && crlf == 0:
		return codec.Composition{Text: text, Mode: codec.Text}
	case odd == 0 && crlf == lf && strings.HasSuffix(text, "\r\n"):
		return codec.Composition{Text: strings.TrimSuffix(unixText, "\n"), Mode: codec.Text, Ending: codec.CRLF}
	case 8*odd <= utf8.RuneCountInString(unixText):
		return codec.Composition{Text: escaped(text), Mode: codec.Escapes}
	}
	return asHex(payload)
}

// typeable reports whether an entry shows a character and keeps it.
func typeable(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return true
	case r < ' ', r >= 0x7f && r < 0xa0: // control characters
		return false
	case r == 0xad, r >= 0x200b && r <= 0x200f, r >= 0x2028 && r <= 0x202e, r >= 0x2060 && r <= 0x206f, r == 0xfeff: // seen by nobody
		return false
	}
	return true
}

// escaped writes text with escapes, and breaks the line after each \n.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == '\\':
			b.WriteString(`\\`)
		case typeable(r):
			b.WriteRune(r)
		case r < 0x80:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.String()
}

// perLine is how many bytes stand in a line of hex.
const perLine = 16

func asHex(payload []byte) codec.Composition {
	var b strings.Builder
	for i := 0; i < len(payload); i += perLine {
		if i > 0 {
			b.WriteByte('\n')
		}
		for k, x := range payload[i:min(i+perLine, len(payload))] {
			if k > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(hex.EncodeToString([]byte{x}))
		}
	}
	return codec.Composition{Text: b.String(), Mode: codec.Hex}
}
