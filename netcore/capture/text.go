package capture

import (
	"io"
	"strconv"
)

const textTime = "2006-01-02 15:04:05.000000"

// WriteText writes one line a row, fields between tabs:
//
//	time  endpoint  kind  peer  size  payload  [remark]
//
// Time is the row's, to the microsecond. The size is empty in rows that are not about bytes. The remark is the note and
// the fault, "note; NAME number: text", and is left out, tab and all, when there is none. In every field control
// characters, invalid UTF-8 and the backslash are escaped, so a tab or a line end is always WriteText's own.
func WriteText(w io.Writer, rows Rows) error { return write(w, "", rows, appendText) }

func appendText(dst []byte, r *Row) []byte {
	dst = r.Time.AppendFormat(dst, textTime)
	dst = appendEscaped(append(dst, '\t'), r.Endpoint)
	dst = append(append(dst, '\t'), r.Kind.String()...)
	dst = appendEscaped(append(dst, '\t'), r.Peer)
	dst = append(dst, '\t')
	if r.Size != 0 || HasBytes(r.Kind) {
		dst = strconv.AppendInt(dst, r.Size, 10)
	}
	dst = appendEscaped(append(dst, '\t'), r.Payload)
	if r.Note != "" || r.HasFault {
		dst = appendRemark(append(dst, '\t'), r)
	}
	return append(dst, '\n')
}

func appendRemark(dst []byte, r *Row) []byte {
	dst = appendEscaped(dst, r.Note)
	if !r.HasFault {
		return dst
	}
	if r.Note != "" {
		dst = append(dst, "; "...)
	}
	if r.Fault.Name != "" {
		dst = append(appendEscaped(dst, r.Fault.Name), ' ')
	}
	if r.Fault.Name != "" || r.Fault.Number != 0 {
		dst = append(strconv.AppendInt(dst, int64(r.Fault.Number), 10), ": "...)
	}
	return appendEscaped(dst, r.Fault.Text)
}
