package framing

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

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
