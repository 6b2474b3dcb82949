package framing

import (
	"fmt"
	"strconv"
	"strings"

	"wirevise/netcore"
)

// Kinds lists the names that a framing's text may begin with, the first being none.
var Kinds = []string{"none", "lines", "delimiter", "fixed", "length", "netstring", "gap"}

// Parse reads a framing:
//
//	none                    as is ""; the framer is nil
//	lines                   ending in LF or CRLF; lines:lf and lines:crlf in that alone
//	delimiter:"\r\n"        or delimiter:0d0a
//	fixed:64                pad=20: what is shorter is filled with that byte when it is sent
//	length:u16be            u8 u16be u16le u32be u32le u64be u64le varint decimal;
//	                        offset=2: bytes before the length, counts=body (or self, or frame), tail="\n": behind each frame;
//	                        of decimal: end=":" (or none), or width=10 with fill=zeros (or right, or left)
//	netstring               length:decimal,end=":",tail=","
//	gap:20ms                a pause
//
// All but fixed take limit=64k. The error says what is wrong; it is an [*Error].
func Parse(text string) (netcore.Framer, error) {
	p, err := split(text)
	if err != nil {
		return nil, err
	}
	var f netcore.Framer
	var checked interface{ Check() error }
	switch p.kind {
	case "", "none":
		if p.arg != "" {
			return nil, &Error{PartKind, "none takes nothing behind it"}
		}
	case "lines":
		l := Lines{Ending: p.ending(), Limit: p.limit()}
		f, checked = l, l
	case "delimiter":
		d := Delimiter{Bytes: p.bytes(p.arg, PartDelimiter), Limit: p.limit()}
		f, checked = d, d
	case "fixed":
		x := Fixed{Size: p.size(p.arg, PartSize), Pad: p.bytes(p.take("pad"), PartPad)}
		f, checked = x, x
	case "length":
		l := p.length()
		f, checked = l, l
	case "netstring":
		if p.arg != "" {
			return nil, &Error{PartKind, "netstring takes nothing behind it but a limit"}
		}
		l := Netstring
		l.Limit = p.limit()
		f, checked = l, l
	case "gap":
		g := Gap{Pause: p.pause(), Limit: p.limit()}
		f, checked = g, g
	default:
		return nil, &Error{PartKind, fmt.Sprintf("%q is no framing: there are %s", p.kind, strings.Join(Kinds, ", "))}
	}
	if err := p.end(); err != nil {
		return nil, err
	}
	if checked != nil {
		if err := checked.Check(); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// ParseSend is Parse for what is sent. "" is framed as what is received, which a pause leaves as it is; none is not framed.
func ParseSend(text string, received netcore.Framer) (netcore.Framer, error) {
	f, err := Parse(text)
	if strings.TrimSpace(text) == "" {
		f = received
	} else if _, ok := f.(Gap); ok {
		return nil, &Error{PartKind, "a pause frames only what is received"}
	}
	if _, ok := f.(Gap); ok {
		f = nil
	}
	return f, err
}

// Text writes what Parse reads, always in the same way and without what goes without saying. No framer is "".
func Text(f netcore.Framer) string {
	switch f := f.(type) {
	case Lines:
		if f.Ending == LF || f.Ending == CRLF {
			return "lines:" + f.Ending.String() + limitText(f.Limit)
		}
		return "lines" + limitText(f.Limit)
	case Delimiter:
		return "delimiter:" + BytesText(f.Bytes) + limitText(f.Limit)
	case Fixed:
		return "fixed:" + SizeText(f.Size) + bytesOption("pad", f.Pad)
	case Length:
		return f.text()
	case Gap:
		return "gap:" + strconv.FormatInt(f.Pause.Milliseconds(), 10) + "ms" + limitText(f.Limit)
	}
	return ""
}

func (l Length) text() string {
	var s strings.Builder
	if net := (Length{Number: Decimal, Counts: l.Counts, End: ":", Tail: ",", Limit: l.Limit}); l == net && l.Counts <= CountsBody {
		return "netstring" + limitText(l.Limit)
	}
	s.WriteString("length:" + l.Number.String())
	if l.Offset > 0 {
		s.WriteString(",offset=" + strconv.Itoa(l.Offset))
	}
	if l.Counts > CountsBody {
		s.WriteString(",counts=" + l.Counts.String())
	}
	switch {
	case l.Width > 0:
		s.WriteString(",width=" + strconv.Itoa(l.Width))
		if l.Fill > FillZeros {
			s.WriteString(",fill=" + l.Fill.String())
		}
	case l.endless():
		s.WriteString(",end=none")
	default:
		s.WriteString(bytesOption("end", l.End))
	}
	s.WriteString(bytesOption("tail", l.Tail) + limitText(l.Limit))
	return s.String()
}

func bytesOption(key, b string) string {
	if b == "" {
		return ""
	}
	return "," + key + "=" + BytesText(b)
}

func limitText(limit int) string {
	if limitOf(limit) == DefaultLimit {
		return ""
	}
	return ",limit=" + SizeText(limit)
}
