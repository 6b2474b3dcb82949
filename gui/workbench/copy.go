package workbench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"wirevise/gui/msglog"
	"wirevise/netcore/capture"
	"wirevise/netcore/codec"
)

// maxCopied bounds what goes to the clipboard, in bytes; more is for a file.
const maxCopied = 16 << 20

// A CopyForm is how rows are written for the clipboard.
type CopyForm uint8

const (
	CopyText    CopyForm = iota + 1 // as a log saved as text has them
	CopyJSON                        // a JSON object a line
	CopyHex                         // payloads in hex pairs, a line a row; rows that are not about bytes are left out
	CopyPayload                     // payloads as text, each ending its line; rows that are not about bytes are left out
)

// String returns the form's name.
func (f CopyForm) String() string {
	switch f {
	case CopyText:
		return "text"
	case CopyJSON:
		return "JSON"
	case CopyHex:
		return "hex"
	case CopyPayload:
		return "payload"
	}
	return fmt.Sprintf("CopyForm(%d)", uint8(f))
}

// CopyRows writes the selected rows in a form, in a task; payloads as text are read in the encoding, which the others don't
// need. done gets what was written and how many rows that were still there it is of, or an error when it is too much.
func (w *Workbench) CopyRows(form CopyForm, encoding codec.Encoding, done func(text string, rows int, err error)) {
	b := w.book()
	set := b.selection.Snapshot()
	b.hold()
	w.tasks.run(func(ctx context.Context) {
		defer b.release()
		var buf limitedBuffer
		var gone uint64
		tooMuch := false
		rows := msglog.SkipGone(msglog.Rows(b.store, b.few(ctx, set.All(), &tooMuch)), &gone)
		err := writeForm(&buf, form, encoding, rows)
		switch {
		case ctx.Err() != nil:
			err = context.Cause(ctx)
		case tooMuch:
			err = errTooMuch
		}
		text := buf.String()
		if err != nil {
			text = ""
		}
		w.dispatch(func() { done(text, set.Len()-int(gone), err) })
	})
}

// few yields rows until their payloads alone are more than fits the clipboard, so that no larger one is read.
func (b *book) few(ctx context.Context, seqs iter.Seq[uint64], tooMuch *bool) iter.Seq[uint64] {
	return func(yield func(uint64) bool) {
		var size int64
		for seq := range seqs {
			if ctx.Err() != nil {
				return
			}
			if e, ok := b.store.Get(seq, 0); ok {
				size += e.Size
			}
			if *tooMuch = size > maxCopied; *tooMuch || !yield(seq) {
				return
			}
		}
	}
}

func writeForm(out io.Writer, form CopyForm, encoding codec.Encoding, rows capture.Rows) error {
	switch form {
	case CopyJSON:
		return capture.WriteJSON(out, rows)
	case CopyHex:
		return writePayloads(out, rows, appendHexLine)
	case CopyPayload:
		return writePayloads(out, rows, func(dst, payload []byte) []byte {
			dst = append(dst, encoding.Decode(payload)...)
			if n := len(dst); n == 0 || dst[n-1] != '\n' {
				dst = append(dst, '\n')
			}
			return dst
		})
	}
	return capture.WriteText(out, rows)
}

// writePayloads writes what add makes of each payload.
func writePayloads(out io.Writer, rows capture.Rows, add func(dst, payload []byte) []byte) error {
	var line []byte
	for r, err := range rows {
		if err != nil {
			return err
		}
		if !capture.HasBytes(r.Kind) && len(r.Payload) == 0 {
			continue
		}
		line = add(line[:0], r.Payload)
		if _, err := out.Write(line); err != nil {
			return err
		}
	}
	return nil
}

func appendHexLine(dst, payload []byte) []byte {
	const digits = "0123456789abcdef"
	for i, c := range payload {
		if i > 0 {
			dst = append(dst, ' ')
		}
		dst = append(dst, digits[c>>4], digits[c&15])
	}
	return append(dst, '\n')
}

var errTooMuch = errors.New("more than 16 MiB: save the rows to a file instead")

type limitedBuffer struct{ bytes.Buffer }

func (b *limitedBuffer) Write(p []byte) (int, error) {
	if b.Len()+len(p) > maxCopied {
		return 0, errTooMuch
	}
	return b.Buffer.Write(p)
}
