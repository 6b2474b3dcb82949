package framing

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

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

// A parsing is a framing's text taken apart, and the first mistake in it.
type parsing struct {
	kind, arg string
	options   map[string]string
	err       error
}

// split takes kind:arg,key=value,… apart. A comma in quotes parts nothing.
func split(text string) (*parsing, error) {
	var items []string
	start, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case c == ',' && !quoted:
			items = append(items, text[start:i])
			start = i + 1
		}
	}
	items = append(items, text[start:])
	p := &parsing{options: map[string]string{}}
	p.kind, p.arg, _ = strings.Cut(items[0], ":")
	p.kind, p.arg = strings.TrimSpace(p.kind), strings.TrimSpace(p.arg)
	for _, item := range items[1:] {
		key, value, ok := strings.Cut(item, "=")
		key, value = strings.TrimSpace(key), strings.TrimSpace(value)
		if !ok || key == "" || value == "" {
			return nil, &Error{PartKind, fmt.Sprintf("%q is no option: write one such as limit=64k", strings.TrimSpace(item))}
		}
		if _, twice := p.options[key]; twice {
			return nil, &Error{PartKind, fmt.Sprintf("%s is given twice", key)}
		}
		p.options[key] = value
	}
	return p, nil
}

func (p *parsing) fail(part Part, format string, args ...any) {
	if p.err == nil {
		p.err = &Error{part, fmt.Sprintf(format, args...)}
	}
}

func (p *parsing) take(key string) string {
	v := p.options[key]
	delete(p.options, key)
	return v
}

func (p *parsing) end() error {
	if p.err == nil && len(p.options) > 0 {
		var keys []string
		for key := range p.options {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		p.fail(PartKind, "%s does not know %s", kindWord(p.kind), strings.Join(keys, ", "))
	}
	return p.err
}

func kindWord(kind string) string {
	if kind == "" {
		return "none"
	}
	return kind
}

func (p *parsing) ending() Ending {
	switch p.arg {
	case "", "any":
		return AnyEnding
	case "lf":
		return LF
	case "crlf":
		return CRLF
	}
	p.fail(PartEnding, "%q ends no lines: write lf, crlf, or nothing for either", p.arg)
	return AnyEnding
}

func (p *parsing) bytes(text string, part Part) string {
	if text == "" {
		return ""
	}
	b, err := ParseBytes(text)
	switch {
	case err != nil:
		p.fail(part, "%v", err)
	case b == "":
		p.fail(part, "%s has no bytes in it", text)
	}
	return b
}

// size reads a size that must be there.
func (p *parsing) size(text string, part Part) int {
	n, err := ParseSize(text)
	if err != nil {
		p.fail(part, "%v", err)
	}
	return n
}

// limit reads the limit, which may be left out.
func (p *parsing) limit() int {
	text := p.take("limit")
	if text == "" {
		return 0
	}
	n := p.size(text, PartLimit)
	if n == 0 {
		p.fail(PartLimit, "a limit is at least 1 byte")
	}
	if n == DefaultLimit {
		return 0
	}
	return n
}

func (p *parsing) number(key string, part Part, least, most int) int {
	text := p.take(key)
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < least || n > most {
		p.fail(part, "%s=%s: write a number from %d to %d", key, text, least, most)
	}
	return n
}

func (p *parsing) pause() time.Duration {
	text := strings.ReplaceAll(p.arg, " ", "")
	if _, err := strconv.Atoi(text); err == nil {
		text += "ms"
	}
	d, err := time.ParseDuration(text)
	if err != nil {
		p.fail(PartPause, "%q is no time: write one such as 20ms", p.arg)
	}
	return d
}

func (p *parsing) length() Length {
	l := Length{Offset: p.number("offset", PartOffset, 0, MaxOffset), Width: p.number("width", PartWidth, 1, MaxWidth),
		Tail: p.bytes(p.take("tail"), PartTail), Limit: p.limit()}
	if i := slices.IndexFunc(Numbers, func(n Number) bool { return n.String() == p.arg }); i >= 0 {
		l.Number = Numbers[i]
	} else {
		p.fail(PartNumber, "%q is no way to write a length: %s", p.arg, numberList())
	}
	switch counts := p.take("counts"); counts {
	case "", "body":
	case "self":
		l.Counts = CountsSelf
	case "frame":
		l.Counts = CountsFrame
	default:
		p.fail(PartCounts, "counts=%s: a length counts the body, self or the whole frame", counts)
	}
	switch end := p.take("end"); {
	case end == "none":
	case end != "":
		l.End = p.bytes(end, PartEnd)
	case l.Number == Decimal && l.Width == 0:
		l.End = ":"
	}
	switch fill := p.take("fill"); fill {
	case "", "zeros":
	case "right":
		l.Fill = FillRight
	case "left":
		l.Fill = FillLeft
	default:
		p.fail(PartFill, "fill=%s: a number is filled with zeros, or with spaces right or left of it", fill)
	}
	return l
}

func numberList() string {
	var names []string
	for _, n := range Numbers {
		names = append(names, n.String())
	}
	return "there are " + strings.Join(names, ", ")
}
