package capture

import (
	"encoding/base64"
	"io"
	"strconv"
	"unicode/utf8"
)

const jsonTime = "2006-01-02T15:04:05.000000000Z07:00"

// WriteJSON writes one JSON object a line, as [AppendJSON] makes it.
func WriteJSON(w io.Writer, rows Rows) error {
	return write(w, "", rows, func(dst []byte, r *Row) []byte { return append(AppendJSON(dst, *r), '\n') })
}

// AppendJSON appends r as one JSON object without line ends:
//
//	seq      number
//	time     RFC 3339 with nanoseconds
//	kind     opened, accepted, received, sent, noted, failed, ended, closed, framed
//	endpoint session network local peer
//	size     bytes of payload; 0 is written in rows that are about bytes
//	data     the payload in base64 (RFC 4648, padded)
//	text     the payload, when it is valid UTF-8
//	note
//	flags    array of words: truncated, automatic, counted, peershut, short, cut, broken
//	error    name, number, text
//
// Of these seq, time and kind are always there, the others when they are not empty. Invalid UTF-8 in a string other than
// text becomes U+FFFD.
func AppendJSON(dst []byte, r Row) []byte {
	dst = strconv.AppendUint(append(dst, `{"seq":`...), r.Seq, 10)
	dst = r.Time.AppendFormat(append(dst, `,"time":"`...), jsonTime)
	dst = append(append(dst, `","kind":"`...), r.Kind.String()...)
	dst = append(dst, '"')
	dst = appendMember(dst, "endpoint", r.Endpoint)
	if r.Session != 0 {
		dst = strconv.AppendUint(append(dst, `,"session":`...), uint64(r.Session), 10)
	}
	dst = appendMember(dst, "network", r.Network)
	dst = appendMember(dst, "local", r.Local)
	dst = appendMember(dst, "peer", r.Peer)
	if r.Size != 0 || HasBytes(r.Kind) {
		dst = strconv.AppendInt(append(dst, `,"size":`...), r.Size, 10)
	}
	if len(r.Payload) > 0 {
		dst = base64.StdEncoding.AppendEncode(append(dst, `,"data":"`...), r.Payload)
		dst = append(dst, '"')
		if utf8.Valid(r.Payload) {
			dst = appendQuoted(append(dst, `,"text":`...), r.Payload)
		}
	}
	dst = appendMember(dst, "note", r.Note)
	if r.Flags != 0 {
		dst = appendJSONFlags(append(dst, `,"flags":`...), r)
	}
	if r.HasFault {
		dst = appendError(append(dst, `,"error":`...), r)
	}
	return append(dst, '}')
}

func appendMember(dst []byte, name, s string) []byte {
	if s == "" {
		return dst
	}
	dst = append(append(dst, `,"`...), name...)
	return appendQuoted(append(dst, `":`...), s)
}

func appendJSONFlags(dst []byte, r Row) []byte {
	sep := byte('[')
	for i := range 8 {
		if r.Flags&(1<<i) != 0 {
			dst = append(append(dst, sep, '"'), flagName(i)...)
			dst = append(dst, '"')
			sep = ','
		}
	}
	return append(dst, ']')
}

func appendError(dst []byte, r Row) []byte {
	dst = append(dst, '{')
	if r.Fault.Name != "" {
		dst = append(appendQuoted(append(dst, `"name":`...), r.Fault.Name), ',')
	}
	if r.Fault.Number != 0 {
		dst = append(strconv.AppendInt(append(dst, `"number":`...), int64(r.Fault.Number), 10), ',')
	}
	return append(appendQuoted(append(dst, `"text":`...), r.Fault.Text), '}')
}

// appendQuoted appends a JSON string. U+2028 and U+2029 are escaped too, for readers that take JSON for JavaScript.
func appendQuoted[T string | []byte](dst []byte, s T) []byte {
	dst = append(dst, '"')
	start := 0 // what comes before it is appended
	for i := 0; i < len(s); {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			i++
			continue
		}
		size, escape := 1, ""
		if c < utf8.RuneSelf {
			escape = jsonEscapes[c]
		} else {
			var r rune
			r, size = utf8.DecodeRuneInString(string(s[i:min(i+utf8.UTFMax, len(s))]))
			switch {
			case r == utf8.RuneError && size == 1:
				escape = "\ufffd"
			case r == '\u2028':
				escape = `\u2028`
			case r == '\u2029':
				escape = `\u2029`
			}
		}
		if escape != "" {
			dst = append(append(dst, s[start:i]...), escape...)
			start = i + size
		}
		i += size
	}
	return append(append(dst, s[start:]...), '"')
}

const lowerHex = "0123456789abcdef"

// jsonEscapes are the escapes of the ASCII characters that need one.
var jsonEscapes = func() (t [utf8.RuneSelf]string) {
	for c := range byte(' ') {
		t[c] = `\u00` + string([]byte{lowerHex[c>>4], lowerHex[c&15]})
	}
	t['"'], t['\\'], t['\t'], t['\n'], t['\r'] = `\"`, `\\`, `\t`, `\n`, `\r`
	return t
}()
