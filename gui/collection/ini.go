package collection

import (
	"encoding/binary"
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readINI reads a file of Qt's QSettings in its INI format: values by group/key, with \ in keys as another /. A later value
// of the same key holds. Lines that say nothing are passed over, as Qt does.
func readINI(data []byte) map[string]string {
	values := make(map[string]string)
	group := ""
	for _, line := range iniLines(string(data)) {
		line = strings.TrimSpace(line)
		if name, ok := strings.CutPrefix(line, "["); ok {
			name, _, _ = strings.Cut(name, "]")
			switch name = strings.TrimSpace(name); name {
			case "General":
				group = ""
			case "%General":
				group = "General/"
			default:
				group = iniKey(name) + "/"
			}
			continue
		}
		key, value, ok := strings.Cut(line, "=")
		if ok && strings.TrimSpace(key) != "" {
			values[group+iniKey(strings.TrimSpace(key))] = iniValue(strings.TrimSpace(value))
		}
	}
	return values
}

// iniLines cuts a text into lines. A line goes on where a break stands between quotes or after a backslash; a semicolon that
// is not between quotes begins a comment.
func iniLines(text string) (lines []string) {
	var line strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case c == '\\' && i+1 < len(text):
			i++
			if text[i] == '\r' && i+1 < len(text) && text[i+1] == '\n' {
				i++
			}
			if text[i] != '\n' && text[i] != '\r' {
				line.WriteByte('\\')
				line.WriteByte(text[i])
			}
		case c == '"':
			quoted = !quoted
			line.WriteByte(c)
		case (c == '\n' || c == '\r') && !quoted:
			lines = append(lines, line.String())
			line.Reset()
		case c == ';' && !quoted:
			for i+1 < len(text) && text[i+1] != '\n' && text[i+1] != '\r' {
				i++
			}
		default:
			line.WriteByte(c)
		}
	}
	return append(lines, line.String())
}

// iniKey undoes %XX and %UXXXX in a key or a group, and makes a backslash a slash.
func iniKey(key string) string {
	var units []uint16
	for i := 0; i < len(key); {
		digits := 0
		switch {
		case strings.HasPrefix(key[i:], "%U"):
			digits = 4
			i++
		case key[i] == '%':
			digits = 2
		case key[i] == '\\':
			units = append(units, '/')
			i++
			continue
		}
		if digits > 0 && i+1+digits <= len(key) {
			if n, err := strconv.ParseUint(key[i+1:i+1+digits], 16, 16); err == nil {
				units = append(units, uint16(n))
				i += 1 + digits
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(key[i:])
		units = utf16.AppendRune(units, r)
		i += size
	}
	return string(utf16.Decode(units))
}

// iniValue undoes what QSettings does to a value. Of a list it is what the file says, and of types that are no text or
// number too.
func iniValue(text string) string {
	var units []uint16
	quoted, spaces := false, 0
	for i := 0; i < len(text); {
		c := text[i]
		switch {
		case c == '"':
			quoted = !quoted
			spaces = len(units)
			i++
			continue
		case c != '\\' || i+1 == len(text):
			r, size := utf8.DecodeRuneInString(text[i:])
			units = utf16.AppendRune(units, r)
			i += size
			continue
		}
		i++
		n := 1
		switch c = text[i]; {
		case c == 'x':
			for n = 1; i+n < len(text) && isHexDigit(text[i+n]); n++ {
			}
			v, _ := strconv.ParseUint("0"+text[i+1:i+n], 16, 64)
			units = append(units, uint16(v))
		case c >= '0' && c <= '7':
			for n = 1; i+n < len(text) && text[i+n] >= '0' && text[i+n] <= '7'; n++ {
			}
			v, _ := strconv.ParseUint(text[i:i+n], 8, 64)
			units = append(units, uint16(v))
		default:
			if at := strings.IndexByte("abfnrtv", c); at >= 0 {
				c = "\a\b\f\n\r\t\v"[at]
			}
			units = append(units, uint16(c))
		}
		i += n
		spaces = len(units)
	}
	for len(units) > spaces && units[len(units)-1] == ' ' { // behind the quotes
		units = units[:len(units)-1]
	}
	return iniVariant(units)
}

func isHexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f'
}

// Qt's numbers of the types that Packet Sender keeps in a @Variant.
const (
	qtFloat  = 135 // before Qt 6, on the wire
	qtFloat5 = 38
	qtDouble = 6
)

// iniVariant reads what begins with @: a number in Qt's own form, bytes, or a text with an @ of its own.
func iniVariant(units []uint16) string {
	text := string(utf16.Decode(units))
	inner := func(name string) (string, bool) {
		rest, ok := strings.CutPrefix(text, name+"(")
		return strings.TrimSuffix(rest, ")"), ok && strings.HasSuffix(rest, ")")
	}
	if strings.HasPrefix(text, "@@") {
		return text[1:]
	}
	if s, ok := inner("@String"); ok {
		return s
	}
	if s, ok := inner("@ByteArray"); ok {
		return s
	}
	if text == "@Invalid()" {
		return ""
	}
	raw, ok := inner("@Variant")
	if !ok {
		return text
	}
	var b []byte
	for _, r := range raw {
		if r > 0xff {
			return text
		}
		b = append(b, byte(r))
	}
	if len(b) >= 8 {
		switch kind := binary.BigEndian.Uint32(b); {
		case (kind == qtFloat || kind == qtFloat5) && len(b) == 8:
			return strconv.FormatFloat(float64(math.Float32frombits(binary.BigEndian.Uint32(b[4:]))), 'f', -1, 32)
		case kind == qtDouble && len(b) == 12:
			return strconv.FormatFloat(math.Float64frombits(binary.BigEndian.Uint64(b[4:])), 'f', -1, 64)
		}
	}
	return text
}
