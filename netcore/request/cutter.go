package request

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"wirevise/netcore"
)

// mostDigits is the longest length, in digits, that is a number here.
const mostDigits = 18

// A Progress is how far an answer is.
type Progress struct {
	Digits string // of its length, as they came
	Known  bool   // the length is known
	Length int64  // bytes
	Got    int64  // bytes of the body
}

// A phase is what a cutter reads.
type phase uint8

const (
	inLength phase = iota // white space, digits
	inEnd                 // a CR behind the digits was read, which may belong to a CRLF
	inBody
	behind // what comes after the body, or after what went wrong
)

// A cutter reads the answer. Its first good frame is the body.
//
// The length is decimal digits, with white space before them, and ends at the first byte that is no digit, or when nothing came
// for Quiet. One line end right behind the digits, LF or CRLF, belongs to them; any other byte there is the body's first.
type cutter struct {
	r      *Request
	phase  phase
	digits []byte
	length int64
	body   []byte

	mu  sync.Mutex // guards what follows, which others ask for
	at  Progress
	err error
}

var _ netcore.Quieter = (*cutter)(nil)

// Cut implements [netcore.Cutter].
func (c *cutter) Cut(dst []netcore.Frame, data []byte) []netcore.Frame {
	c.r.moved()
	for len(data) > 0 {
		switch c.phase {
		case inLength:
			dst, data = c.cutLength(dst, data)
		case inEnd:
			if data[0] == '\n' {
				data = data[1:]
				dst = c.known(dst, len(data) > 0)
			} else {
				dst = c.known(dst, true)
				data = append([]byte{'\r'}, data...)
			}
		case inBody:
			dst, data = c.cutBody(dst, data)
		case behind:
			return append(dst, netcore.Frame{Payload: data})
		}
	}
	return dst
}

func (c *cutter) cutLength(dst []netcore.Frame, data []byte) ([]netcore.Frame, []byte) {
	for i, b := range data {
		switch {
		case '0' <= b && b <= '9' && len(c.digits) < mostDigits:
			c.digits = append(c.digits, b)
		case '0' <= b && b <= '9':
			return c.fails(dst, data, fmt.Sprintf("the length %s… is none that anything has", c.digits)), nil
		case len(c.digits) == 0 && (b == ' ' || b == '\t' || b == '\r' || b == '\n'):
		case len(c.digits) == 0:
			return c.fails(dst, data[i:], "a length in decimal digits was to come, but it was "+sample(data[i:])), nil
		case b == '\r':
			c.phase = inEnd
			return dst, data[i+1:]
		case b == '\n':
			return c.known(dst, i+1 < len(data)), data[i+1:]
		default:
			return c.known(dst, true), data[i:]
		}
	}
	c.tell()
	return dst, nil
}

// known goes on with the body, once the digits are whole. Begun is that there is some of it already: then the peer does not wait
// for being told that this side is ready.
func (c *cutter) known(dst []netcore.Frame, begun bool) []netcore.Frame {
	c.length, _ = strconv.ParseInt(string(c.digits), 10, 64)
	if most := c.r.o.Most; c.length > most {
		return c.fails(dst, nil, fmt.Sprintf("the length %s is more than %d bytes, the limit set here", c.digits, most))
	}
	c.phase = inBody
	c.tell()
	if !begun || c.length == 0 {
		c.r.length <- struct{}{}
	}
	if c.length == 0 {
		c.phase = behind
		dst = append(dst, netcore.Frame{Payload: []byte{}})
	}
	return dst
}

func (c *cutter) cutBody(dst []netcore.Frame, data []byte) ([]netcore.Frame, []byte) {
	take := min(int64(len(data)), c.length-int64(len(c.body)))
	piece := data[:take]
	whole := int64(len(c.body))+take == c.length
	switch {
	case whole && len(c.body) == 0:
		c.body = piece
	default:
		c.body = append(c.body, piece...)
	}
	c.tell()
	if whole {
		c.phase = behind
		dst = append(dst, netcore.Frame{Payload: c.body})
		c.body = nil
	}
	return dst, data[take:]
}

// fails tells that no answer comes; all that follows is let out as it comes.
func (c *cutter) fails(dst []netcore.Frame, data []byte, text string) []netcore.Frame {
	c.phase = behind
	c.mu.Lock()
	c.err = &Mistake{text}
	c.mu.Unlock()
	c.r.length <- struct{}{}
	if data == nil {
		data = c.digits
	}
	return append(dst, netcore.Frame{Payload: data, Broken: text})
}

// A Mistake is why what came is no answer.
type Mistake struct{ Text string }

func (m *Mistake) Error() string { return m.Text }

// Quiet implements [netcore.Quieter].
func (c *cutter) Quiet() time.Duration {
	if c.phase == inEnd || c.phase == inLength && len(c.digits) > 0 {
		return Quiet
	}
	return 0
}

// Pause implements [netcore.Quieter]: the digits were all of the length.
func (c *cutter) Pause(dst []netcore.Frame) []netcore.Frame {
	if c.Quiet() == 0 {
		return dst
	}
	return c.known(dst, false)
}

// End implements [netcore.Cutter].
func (c *cutter) End(dst []netcore.Frame) []netcore.Frame {
	switch {
	case c.phase == inBody:
		dst = append(dst, netcore.Frame{Payload: c.body, Broken: fmt.Sprintf("%d of the answer's %d bytes", len(c.body), c.length)})
	case c.Quiet() > 0:
		dst = append(dst, netcore.Frame{Payload: c.digits, Broken: "a length, and no answer"})
	}
	c.phase = behind
	return dst
}

func (c *cutter) tell() {
	at := Progress{Digits: string(c.digits), Known: c.phase == inBody, Length: c.length, Got: int64(len(c.body))}
	c.mu.Lock()
	c.at = at
	c.mu.Unlock()
	if moved := c.r.o.Moved; moved != nil {
		moved(at)
	}
}

// state is how far it is, and what went wrong.
func (c *cutter) state() (Progress, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at, c.err
}

// sample shows the beginning of what came instead.
func sample(data []byte) string {
	const most = 40
	more := ""
	if len(data) > most {
		data, more = data[:most], "…"
	}
	if text := string(data); strings.IndexFunc(text, func(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) }) < 0 {
		return "“" + text + "”" + more
	}
	return strconv.Quote(string(data)) + more
}
