package codec

import (
	"encoding/hex"
	"math/rand/v2"
	"net"
	"strconv"
	"strings"
)

// A parser reads what stands behind a variable's name.
type parser struct {
	text string
	v    *variable
}

func (p *parser) err(f field, format string, args ...any) error {
	return errorAt(p.text, f.at, format, args...)
}

func (p *parser) parse(format field) error {
	switch p.v.name {
	case "seq":
		return p.number(format.split(), true, func(x *expansion) (number, error) { return number{mag: x.v.Seq}, nil })
	case "time":
		return p.time(format)
	case "unix":
		return p.unix(format.split())
	case "rand":
		return p.rand(format.split())
	case "peer":
		return p.peer(format.split())
	case "clip":
		return p.clip(format.split())
	case "len":
		return p.length(format.split())
	}
	return p.value(format.split())
}

// number makes the variable a number that is written as the formats say.
func (p *parser) number(formats []field, wraps bool, get func(x *expansion) (number, error)) error {
	f, err := p.numberFormat(formats)
	if err != nil {
		return err
	}
	f.wraps = wraps
	p.v.append = func(dst []byte, x *expansion) ([]byte, error) {
		n, err := get(x)
		if err != nil {
			return nil, err
		}
		return f.append(dst, x, n)
	}
	return nil
}

func (p *parser) unix(formats []field) error {
	unit := "s"
	if len(formats) > 0 {
		switch formats[0].text {
		case "s", "ms", "us", "ns":
			unit, formats = formats[0].text, formats[1:]
		}
	}
	return p.number(formats, false, func(x *expansion) (number, error) {
		switch unit {
		case "ms":
			return integer(x.now.UnixMilli()), nil
		case "us":
			return integer(x.now.UnixMicro()), nil
		case "ns":
			return integer(x.now.UnixNano()), nil
		}
		return integer(x.now.Unix()), nil
	})
}

// maxRandom is how many random bytes, digits or letters there may be in one variable.
const maxRandom = 64 << 10

const (
	digits  = "0123456789"
	letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)

func (p *parser) rand(formats []field) error {
	if len(formats) == 0 {
		return errorAt(p.text, p.v.at, "{{rand}} needs to know how much: {{rand:8}} is eight bytes, {{rand:1-6}} a number")
	}
	first, rest := formats[0], formats[1:]
	if low, high, ok := strings.Cut(first.text, "-"); ok {
		return p.randomNumber(first, low, high, rest)
	}
	n, err := strconv.Atoi(first.text)
	if err != nil || n < 1 || n > maxRandom {
		return p.err(first, "%q is no number of bytes from 1 to %d, and no range such as 1-6", first.text, maxRandom)
	}
	form := ""
	if len(rest) > 0 {
		form = rest[0].text
	}
	if len(rest) > 1 {
		return p.err(rest[1], "nothing may follow %s", form)
	}
	switch form {
	case "":
		if len(rest) > 0 {
			return p.err(rest[0], "random bytes are written as hex, HEX, digits or letters")
		}
		p.v.append = func(dst []byte, _ *expansion) ([]byte, error) { return appendRandom(dst, n), nil }
	case "hex", "HEX":
		p.v.append = func(dst []byte, x *expansion) ([]byte, error) {
			return x.appendText(dst, hexText(appendRandom(nil, n), form == "HEX"))
		}
	case "digits", "letters":
		from := digits
		if form == "letters" {
			from = letters
		}
		p.v.append = func(dst []byte, x *expansion) ([]byte, error) {
			b := make([]byte, n)
			for i := range b {
				b[i] = from[rand.IntN(len(from))]
			}
			return x.appendText(dst, string(b))
		}
	default:
		return p.err(rest[0], "random bytes are written as hex, HEX, digits or letters, not as %q", form)
	}
	return nil
}

func (p *parser) randomNumber(f field, low, high string, rest []field) error {
	a, errA := strconv.ParseUint(low, 10, 62)
	b, errB := strconv.ParseUint(high, 10, 62)
	switch {
	case errA != nil || errB != nil:
		return p.err(f, "%q is no range of numbers such as 1-6", f.text)
	case a > b:
		return p.err(f, "the range %s has its end before its beginning", f.text)
	}
	return p.number(rest, false, func(*expansion) (number, error) { return number{mag: a + rand.Uint64N(b-a+1)}, nil })
}

func appendRandom(dst []byte, n int) []byte {
	for ; n >= 8; n -= 8 {
		r := rand.Uint64()
		dst = append(dst, byte(r), byte(r>>8), byte(r>>16), byte(r>>24), byte(r>>32), byte(r>>40), byte(r>>48), byte(r>>56))
	}
	for r := rand.Uint64(); n > 0; n-- {
		dst, r = append(dst, byte(r)), r>>8
	}
	return dst
}

func (p *parser) peer(formats []field) error {
	part := ""
	if len(formats) > 0 {
		part = formats[0].text
		switch part {
		case "host", "port":
		default:
			return p.err(formats[0], `the parts of a peer are host and port, not %q`, part)
		}
		formats = formats[1:]
	}
	split := func(x *expansion) (host, port string, err error) {
		if x.v.Peer == "" {
			return "", "", x.err("there is no peer here")
		}
		if host, port, err = net.SplitHostPort(x.v.Peer); err != nil {
			return "", "", x.err("the peer %s has no host and port", x.v.Peer)
		}
		return host, port, nil
	}
	if part == "port" {
		return p.number(formats, false, func(x *expansion) (number, error) {
			_, port, err := split(x)
			if err != nil {
				return number{}, err
			}
			n, err := strconv.ParseUint(port, 10, 16)
			if err != nil {
				return number{}, x.err("the peer's port %s is no number", port)
			}
			return number{mag: n}, nil
		})
	}
	if len(formats) > 0 {
		return p.err(formats[0], "nothing may follow host")
	}
	p.v.append = func(dst []byte, x *expansion) ([]byte, error) {
		if part == "" && x.v.Peer != "" {
			return x.appendText(dst, x.v.Peer)
		}
		host, _, err := split(x)
		if err != nil {
			return nil, err
		}
		return x.appendText(dst, host)
	}
	return nil
}

func (p *parser) clip(formats []field) error {
	asHex := len(formats) > 0 && formats[0].text == "hex"
	switch {
	case len(formats) > 0 && !asHex:
		return p.err(formats[0], `the clipboard is taken as its text or as hex, not as %q`, formats[0].text)
	case len(formats) > 1:
		return p.err(formats[1], "nothing may follow hex")
	}
	p.v.append = func(dst []byte, x *expansion) ([]byte, error) {
		if x.v.Clip == nil {
			return nil, x.err("there is no clipboard here")
		}
		text, err := x.v.Clip()
		if err != nil {
			return nil, x.err("the clipboard can't be read: %v", err)
		}
		if !asHex {
			return x.appendText(dst, text)
		}
		b, err := ParseHex(text)
		if err != nil {
			return nil, x.err("the clipboard is no hex: %v", err)
		}
		return append(dst, b...), nil
	}
	return nil
}

func (p *parser) value(formats []field) error {
	form := ""
	if len(formats) > 0 {
		form = formats[0].text
		if form != "hex" && form != "HEX" {
			return p.err(formats[0], "a value is taken as it is, as hex or as HEX, not as %q", form)
		}
	}
	if len(formats) > 1 {
		return p.err(formats[1], "nothing may follow %s", form)
	}
	p.v.append = func(dst []byte, x *expansion) ([]byte, error) {
		if x.v.Value == nil {
			return nil, x.err("there is no variable %q here; %s", x.this.name, x.v.known())
		}
		b, ok := x.v.Value(x.this.name)
		if !ok {
			return nil, x.err("there is no variable %q here; %s", x.this.name, x.v.known())
		}
		if form != "" {
			return x.appendText(dst, hexText(b, form == "HEX"))
		}
		return append(dst, b...), nil
	}
	return nil
}

func hexText(b []byte, capitals bool) string {
	text := hex.EncodeToString(b)
	if capitals {
		return strings.ToUpper(text)
	}
	return text
}
