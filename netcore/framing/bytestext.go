package framing

import (
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"wirevise/netcore/codec"
)

// ParseBytes reads bytes as they are written in a framing: hex digits, 0d0a, or characters and escapes in quotes, "\r\n".
func ParseBytes(text string) (string, error) {
	text = strings.TrimSpace(text)
	var b []byte
	var err error
	if strings.HasPrefix(text, `"`) {
		if len(text) < 2 || !strings.HasSuffix(text, `"`) {
			return "", fmt.Errorf(`%s has no quote at its end`, text)
		}
		b, err = codec.ParseEscapes(text[1:len(text)-1], codec.Encoding{})
	} else if b, err = codec.ParseHex(text); err != nil {
		return "", fmt.Errorf(`%s is neither hex such as 0d0a nor text in quotes such as "\r\n"`, text)
	}
	var syntax *codec.SyntaxError
	if errors.As(err, &syntax) {
		return "", fmt.Errorf("%s: %s", text, syntax.Text)
	}
	return string(b), err
}

// BytesText writes what ParseBytes reads: in quotes if it is plain ASCII, in hex if not.
func BytesText(b string) string {
	var s strings.Builder
	s.WriteByte('"')
	for i := range len(b) {
		switch c := b[i]; {
		case c == '"' || c == '\\':
			s.WriteByte('\\')
			s.WriteByte(c)
		case ' ' <= c && c <= '~':
			s.WriteByte(c)
		case c == '\r':
			s.WriteString(`\r`)
		case c == '\n':
			s.WriteString(`\n`)
		case c == '\t':
			s.WriteString(`\t`)
		default:
			return hex.EncodeToString([]byte(b))
		}
	}
	s.WriteByte('"')
	return s.String()
}
