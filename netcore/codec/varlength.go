package codec

import "bytes"

// A length is what {{len}} counts, and how it is written.
type length struct {
	of     lengthOf
	format numberFormat
}

type lengthOf uint8

const (
	wholeLength lengthOf = iota + 1
	bodyLength
	restLength
)

func (p *parser) length(formats []field) error {
	l := &length{of: wholeLength}
	if len(formats) > 0 {
		switch formats[0].text {
		case "body":
			l.of, formats = bodyLength, formats[1:]
		case "rest":
			l.of, formats = restLength, formats[1:]
		}
	}
	var err error
	if l.format, err = p.numberFormat(formats); err != nil {
		return err
	}
	p.v.length = l
	return nil
}

// A placed is a length on its way into a message.
type placed struct {
	variable *variable
	at       int    // in the message without the lengths
	written  []byte // so far
}

// fillLengths puts the lengths into message. They count themselves: so each begins as short as it can be, and is written
// anew while one of them grows. What is longer makes none of them shorter, so the first time that none
// grows they are right.
func (x *expansion) fillLengths(message []byte, lengths []placed) ([]byte, error) {
	if len(lengths) == 0 {
		return message, nil
	}
	for i := range lengths {
		if err := x.writeLength(&lengths[i], 0); err != nil {
			return nil, err
		}
	}
	body := x.bodyOf(message, lengths)
	counts := make([]int, len(lengths))
	for {
		all := len(message)
		for _, l := range lengths {
			all += len(l.written)
		}
		before := 0
		for i, l := range lengths {
			before += len(l.written)
			switch l.variable.length.of {
			case wholeLength:
				counts[i] = x.t.behind(0, all)
			case restLength:
				counts[i] = x.t.behind(l.at+before, all)
			case bodyLength:
				if body.at < 0 {
					x.this = l.variable
					return nil, x.err("there is no body: no line of the message is empty")
				}
				at := body.at
				for _, l := range lengths[:body.lengths] {
					at += len(l.written)
				}
				counts[i] = x.t.behind(at, all)
			}
		}
		grown := false
		for i := range lengths {
			was := len(lengths[i].written)
			if err := x.writeLength(&lengths[i], counts[i]); err != nil {
				return nil, err
			}
			grown = grown || len(lengths[i].written) > was
		}
		if !grown {
			break
		}
	}
	for i, l := range lengths {
		if n := counts[i] + int(l.variable.length.format.plus); n < 0 {
			x.this = l.variable
			return nil, x.err("the length is %d", n)
		}
	}
	return weave(message, lengths), nil
}

// writeLength writes n; one that is negative, by what is added to it, is written as 0 for now.
func (x *expansion) writeLength(l *placed, n int) (err error) {
	x.this = l.variable
	f := l.variable.length.format
	n = max(0, n+int(f.plus))
	f.plus = 0
	l.written, err = f.append(l.written[:0], x, integer(int64(n)))
	return err
}

// weave puts the lengths into the message.
func weave(message []byte, lengths []placed) []byte {
	dst := make([]byte, 0, len(message)+16*len(lengths))
	from := 0
	for _, l := range lengths {
		dst = append(append(dst, message[from:l.at]...), l.written...)
		from = l.at
	}
	return append(dst, message[from:]...)
}

// A body is where a message's body begins: in the message without the lengths, of which so many are before it.
type body struct{ at, lengths int }

// bodyOf finds what is behind the first empty line; at is -1 where there is none. The bytes of a length are no line break.
func (x *expansion) bodyOf(message []byte, lengths []placed) body {
	whole := append(bytes.Clone(message), x.t.ending...)
	first := -1
	for _, s := range []string{"\r\n\r\n", "\n\n", "\r\r"} {
		mark, err := x.t.encoding.appendText(nil, s, 0, len(s))
		if err != nil {
			continue
		}
		for from := 0; ; {
			i := bytes.Index(whole[from:], mark)
			if i < 0 {
				break
			}
			at, end := from+i, from+i+len(mark)
			split := false
			for _, l := range lengths {
				split = split || at < l.at && l.at < end
			}
			if !split {
				if first < 0 || end < first {
					first = end
				}
				break
			}
			from = at + 1
		}
	}
	b := body{at: first}
	for b.lengths < len(lengths) && lengths[b.lengths].at < first {
		b.lengths++
	}
	return b
}

// behind is how many bytes are behind byte at of a message of size bytes, when the checksums and the ending are in it.
func (t *Template) behind(at, size int) int {
	for _, s := range t.sums {
		n := s.grows()
		place, err := s.place(size)
		if err != nil {
			break // finish tells it
		}
		if place < at {
			at += n
		}
		size += n
	}
	return max(0, size+len(t.ending)-at)
}
