package capture

import (
	"encoding/hex"
	"io"
	"strconv"
)

const csvHeader = "seq,time,kind,endpoint,session,network,local,peer,size,text,hex,note,flags,error_name,error_number,error_text\r\n"

// csvTime is RFC 3339 with all nine digits, so that text sorts as time does.
const csvTime = "2006-01-02T15:04:05.000000000Z07:00"

// WriteCSV writes RFC 4180: comma, CRLF, quotes where they are needed, a header with the names of the columns. The text
// column is the payload as in [WriteText], the hex column its bytes; other fields are as they are, line ends included.
// The size is empty in rows that are not about bytes, session in those that are about no session. Flags are words with a
// space between.
func WriteCSV(w io.Writer, rows Rows) error { return write(w, csvHeader, rows, appendCSV) }

func appendCSV(dst []byte, r *Row) []byte {
	dst = strconv.AppendUint(dst, r.Seq, 10)
	dst = r.Time.AppendFormat(append(dst, ','), csvTime)
	dst = append(append(dst, ','), r.Kind.String()...)
	dst = appendField(append(dst, ','), r.Endpoint)
	dst = append(dst, ',')
	if r.Session != 0 {
		dst = strconv.AppendUint(dst, uint64(r.Session), 10)
	}
	dst = appendField(append(dst, ','), r.Network)
	dst = appendField(append(dst, ','), r.Local)
	dst = appendField(append(dst, ','), r.Peer)
	dst = append(dst, ',')
	if r.Size != 0 || HasBytes(r.Kind) {
		dst = strconv.AppendInt(dst, r.Size, 10)
	}
	dst = append(dst, ',')
	text := len(dst)
	dst = quoteFrom(appendEscaped(dst, r.Payload), text)
	dst = hex.AppendEncode(append(dst, ','), r.Payload)
	dst = appendField(append(dst, ','), r.Note)
	dst = appendFlags(append(dst, ','), r.Flags)
	if !r.HasFault {
		return append(dst, ",,,\r\n"...)
	}
	dst = appendField(append(dst, ','), r.Fault.Name)
	dst = strconv.AppendInt(append(dst, ','), int64(r.Fault.Number), 10)
	dst = appendField(append(dst, ','), r.Fault.Text)
	return append(dst, "\r\n"...)
}

// appendField appends a field, in quotes where it needs them.
func appendField(dst []byte, s string) []byte {
	start := len(dst)
	return quoteFrom(append(dst, s...), start)
}

// quoteFrom puts the field that begins at start and ends dst in quotes, if it needs them. Spaces at the ends do, for
// readers that would drop them.
func quoteFrom(dst []byte, start int) []byte {
	field := dst[start:]
	if len(field) == 0 {
		return dst
	}
	quotes, special := 0, field[0] == ' ' || field[len(field)-1] == ' '
	for _, c := range field {
		switch c {
		case '"':
			quotes++
		case ',', '\r', '\n':
			special = true
		}
	}
	if quotes == 0 && !special {
		return dst
	}
	n := len(dst)
	dst = append(dst, make([]byte, quotes+2)...)
	// From the end, so that each byte moves once.
	to := len(dst) - 1
	dst[to] = '"'
	for from := n - 1; from >= start; from-- {
		to--
		dst[to] = dst[from]
		if dst[from] == '"' {
			to--
			dst[to] = '"'
		}
	}
	dst[start] = '"'
	return dst
}
