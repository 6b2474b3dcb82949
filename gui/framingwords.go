package gui

import (
	"fmt"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/framing"
)

// framingWords says a framing in the words of the window.
func framingWords(f netcore.Framer) string {
	switch f := f.(type) {
	case framing.Lines:
		return endingWords(f.Ending) + limitSaid(f.Limit)
	case framing.Delimiter:
		return trf("Delimiter %s", framing.BytesText(f.Bytes)) + limitSaid(f.Limit)
	case framing.Fixed:
		words := trf("Every %s", sizeText(f.Size))
		if f.Pad != "" {
			words += ", " + trf("filled with %s", framing.BytesText(f.Pad))
		}
		return words
	case framing.Length:
		return lengthWords(f)
	case framing.Gap:
		return trf("Up to a pause of %s", f.Pause.String()) + limitSaid(f.Limit)
	}
	return tr("None: each read is a message")
}

func endingWords(e framing.Ending) string {
	switch e {
	case framing.LF:
		return tr("Lines ending in LF")
	case framing.CRLF:
		return tr("Lines ending in CRLF")
	}
	return tr("Lines ending in LF or CRLF")
}

func lengthWords(l framing.Length) string {
	plain := l
	plain.Limit = 0
	if plain == framing.Netstring {
		return tr("Netstrings, as in 5:hello,") + limitSaid(l.Limit)
	}
	words := trf("Length in front: %s", numberWords(l.Number))
	switch {
	case l.Width > 0:
		words += ", " + trf("in %d characters", l.Width)
	case l.End != "":
		words += ", " + trf("then %s", framing.BytesText(l.End))
	}
	if l.Offset > 0 {
		words += ", " + trf("behind %s", sizeText(l.Offset))
	}
	if l.Counts > framing.CountsBody {
		words += ", " + countsSaid(l.Counts)
	}
	if l.Tail != "" {
		words += ", " + trf("ending in %s", framing.BytesText(l.Tail))
	}
	return words + limitSaid(l.Limit)
}

func countsSaid(c framing.Counts) string {
	if c == framing.CountsSelf {
		return tr("counting itself")
	}
	return tr("counting the whole frame")
}

// numberWords is how a length is written.
func numberWords(n framing.Number) string {
	switch n {
	case framing.U8:
		return tr("1 byte")
	case framing.U16BE:
		return tr("2 bytes, big-endian")
	case framing.U16LE:
		return tr("2 bytes, little-endian")
	case framing.U32BE:
		return tr("4 bytes, big-endian")
	case framing.U32LE:
		return tr("4 bytes, little-endian")
	case framing.U64BE:
		return tr("8 bytes, big-endian")
	case framing.U64LE:
		return tr("8 bytes, little-endian")
	case framing.Varint:
		return tr("varint (LEB128)")
	}
	return tr("decimal digits")
}

// limitSaid says a limit that is not the usual one.
func limitSaid(limit int) string {
	if limit <= 0 {
		return ""
	}
	return ", " + trf("at most %s", sizeText(limit))
}

// onTheWire shows a short message in a frame, in hex, or says why there is none.
func onTheWire(f netcore.Framer) string {
	const sample = "hello"
	if gap, ok := f.(framing.Gap); ok {
		return trf("What comes without a pause of %s is one message.", gap.Pause.Round(time.Millisecond).String())
	}
	if f == nil {
		return trf("%s on the wire: %s", fmt.Sprintf("%q", sample), previewHex([]byte(sample)))
	}
	payload := []byte(sample)
	if l, ok := f.(framing.Length); ok && l.Offset > 0 {
		payload = append(make([]byte, min(l.Offset, 16)), sample...) // of a long one, not all is of use
		l.Offset = min(l.Offset, 16)
		f = l
	}
	const most = 20 // bytes that are shown
	if fixed, ok := f.(framing.Fixed); ok && fixed.Pad != "" && fixed.Size > most {
		fixed.Size = most + 1 // what fills the rest is not seen
		f = fixed
	}
	w, err := f.Wrap(int64(len(payload)))
	if err != nil {
		return trf("%s can't be sent so: %s", fmt.Sprintf("%q", payload), err)
	}
	wire := w.Append(nil, payload)
	if len(wire) > most {
		return trf("%s on the wire: %s", fmt.Sprintf("%q", payload), previewHex(wire[:most])+" …")
	}
	return trf("%s on the wire: %s", fmt.Sprintf("%q", payload), previewHex(wire))
}
