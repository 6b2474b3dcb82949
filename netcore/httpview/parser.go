package httpview

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// MaxMessages is how many messages of one stream are told apart.
const MaxMessages = 100_000

// stage is what a parser reads next.
type stage uint8

const (
	atHead     stage = iota // a new message
	atBody                  // of a known length, or until the close
	atChunk                 // the line with a chunk's size
	inChunk                 // its bytes
	atChunkEnd              // the line end behind them
	atTrailer               // behind the last chunk
	atRest                  // nothing: what comes is no HTTP, or nobody knows where it begins
)

// A Parser tells the messages of one direction apart, as they come. It reads the headers and the lines of chunks, and steps
// over bodies. It is for one goroutine.
//
//	     ┌──────────────────────────────────────────┐
//	atHead ─┬─ atBody ──────────────────────────────┤
//	        └─ atChunk ─(size 0)─ atTrailer ────────┘
//	             └─ inChunk ─ atChunkEnd ─ atChunk
//	any ─ broken, or another protocol ─ atRest
type Parser struct {
	// Method names the method of the n-th request on the stream, from 0, as far as it is known: it decides whether a response
	// has a body. nil is "not known".
	Method func(n int) string

	w        window
	messages []Message
	at       int64 // of what is read next
	stage    stage
	left     int64 // bytes of the chunk that are not there yet
	answers  int   // responses, but for those with 1xx
	why      string
}

// NewParser returns a parser of what r holds from its first byte on.
func NewParser(r io.ReaderAt) *Parser { return &Parser{w: window{r: r}} }

// Messages are those found so far; of the last one there may be more to come.
func (p *Parser) Messages() []Message { return p.messages }

// Rest is what stands behind the last message and is no message, and why; ok is false while there is no such thing.
func (p *Parser) Rest() (from int64, why string, ok bool) { return p.at, p.why, p.stage == atRest }

// Read goes on with the bytes up to size; ended says that no more come. It returns when there is nothing more to tell; an error
// is of reading, or ctx's.
func (p *Parser) Read(ctx context.Context, size int64, ended bool) error {
	p.w.grow(size)
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		from, stage := p.at, p.stage
		err := p.step(ended)
		if errors.Is(err, errMore) {
			if ended {
				p.cutShort()
			}
			return nil
		}
		if err != nil {
			return err
		}
		if p.stage == atRest || p.at == from && p.stage == stage {
			return nil
		}
	}
}

// step reads one thing. errMore says that it is not there as a whole.
func (p *Parser) step(ended bool) error {
	switch p.stage {
	case atHead:
		return p.head()
	case atBody:
		return p.body(ended)
	case atChunk:
		return p.chunkLine()
	case inChunk:
		return p.chunkData()
	case atChunkEnd:
		return p.chunkEnd()
	case atTrailer:
		return p.trailer()
	}
	return nil
}

// last is the message under way.
func (p *Parser) last() *Message { return &p.messages[len(p.messages)-1] }

// head reads a start line and the fields.
func (p *Parser) head() error {
	for { // RFC 9112, 2.2: empty lines before a request are nothing
		b, err := p.w.from(p.at)
		if err != nil {
			return err
		}
		if n := len(b) - len(bytes.TrimLeft(b, "\r\n")); n > 0 {
			p.at += int64(n)
			continue
		}
		break
	}
	if len(p.messages) == MaxMessages {
		p.rest(fmt.Sprintf("more than %d messages are not told apart", MaxMessages))
		return nil
	}
	line, next, err := p.w.line(p.at, MaxHead)
	if !plausible(line, err == nil) {
		p.other(line)
		return nil
	}
	m := Message{Head: Range{p.at, p.w.size}}
	version := ""
	if err == nil {
		var ok bool
		if version, ok = m.begin(string(line)); !ok {
			p.other(line)
			return nil
		}
		for len(line) > 0 && err == nil {
			line, next, err = p.w.line(next, MaxHead-int(next-p.at))
		}
	}
	switch {
	case errors.Is(err, errLong):
		m.Head.To = p.at + MaxHead
		m.broken(m.Head.To, "the header is longer than 1 MiB")
	case errors.Is(err, errMore):
		p.open(m)
		return err
	case err != nil:
		return err
	default:
		m.Head.To = next
		if err := p.fields(&m, version); err != nil {
			return err
		}
	}
	p.open(m)
	p.at = m.Head.To
	p.enter()
	return nil
}

// open puts m in the place of the same message with less of it there.
func (p *Parser) open(m Message) {
	if n := len(p.messages); n > 0 && p.messages[n-1].Head.From == m.Head.From {
		p.messages[n-1] = m
		return
	}
	p.messages = append(p.messages, m)
}

func (p *Parser) fields(m *Message, version string) error {
	b, err := bytesOf(p.w.r, m.Head)
	if err != nil {
		return err
	}
	start := bytes.IndexByte(b, '\n') + 1
	h := Header{}
	h.Fields, m.Problems = parseFields(b[start:], m.Head.From+int64(start))
	if bare := bytes.Count(b, []byte("\n")) - bytes.Count(b, []byte("\r\n")); bare > 0 {
		m.problem(m.Head.From, "lines of the header end in LF alone, and should in CRLF")
	}
	method := ""
	if m.IsResponse() && p.Method != nil {
		method = p.Method(p.answers)
	}
	m.delimit(h, version, method)
	switch {
	case m.Status == 101:
		p.why = "the connection was switched to another protocol"
		if to := h.Get("Upgrade"); to != "" {
			p.why = "the connection was switched to " + short(to)
		}
	case method == "CONNECT" && m.Status/100 == 2:
		p.why = "what follows CONNECT is a tunnel"
	}
	if m.Status >= 200 {
		p.answers++
	}
	return nil
}

// enter goes on to what the header promises.
func (p *Parser) enter() {
	m := p.last()
	m.Body = Range{m.Head.To, m.Head.To}
	switch {
	case m.Broken:
		p.rest(m.Problems[len(m.Problems)-1].Text)
	case m.End == ByChunks:
		p.stage = atChunk
	case m.End == UntilClose || m.End == ByLength && m.needs > 0:
		p.stage = atBody
	default:
		p.whole()
	}
}

// whole ends the message under way.
func (p *Parser) whole() {
	p.last().Whole = true
	p.stage = atHead
	if p.why != "" {
		p.stage = atRest
	}
}

func (p *Parser) rest(why string) { p.why, p.stage = why, atRest }

// broken ends the telling apart where nobody knows how it goes on.
func (p *Parser) broken(at int64, why string) {
	p.last().broken(at, "%s", why)
	p.rest(why)
}

func (p *Parser) body(ended bool) error {
	m := p.last()
	to := p.w.size
	if m.End == ByLength {
		to = min(to, m.Head.To+min(m.needs, p.w.size)) // the sum of any length may be too big
	}
	m.Body.To, m.Length, p.at = to, to-m.Body.From, to
	switch {
	case m.End == ByLength && m.Length < m.needs:
		return errMore
	case m.End == ByLength || ended:
		p.whole()
		return nil
	}
	return errMore
}

// cutShort tells of the message that the stream's end interrupts.
func (p *Parser) cutShort() {
	if len(p.messages) == 0 || p.stage == atRest {
		return
	}
	m := p.last()
	at := p.w.size
	switch {
	case m.Whole || len(m.Problems) > 0 && m.Problems[len(m.Problems)-1].At == at:
	case p.stage == atHead:
		m.problem(at, "the stream ends within the header")
	case p.stage == atBody:
		m.problem(at, "the stream ends within the body: %d of %d bytes are there", m.Length, m.needs)
	case p.stage == atTrailer:
		m.problem(at, "the stream ends within the trailer")
	default:
		m.problem(at, "the stream ends within the chunks: %d bytes of the body are there", m.Length)
	}
}

// plausible reports whether a line, or as much as there is of it, may begin a message.
func plausible(line []byte, whole bool) bool {
	method, rest, ok := strings.Cut(string(line[:min(len(line), 1024)]), " ")
	if strings.HasPrefix(method, "HTTP/") || !ok && !whole && strings.HasPrefix("HTTP/", method) {
		return true
	}
	return isToken([]byte(method)) && (ok && !strings.HasPrefix(rest, " ") || !whole)
}

// other takes what begins where a message should, and is none, for the rest.
func (p *Parser) other(line []byte) {
	if n := len(p.messages); n > 0 && p.messages[n-1].Head.From == p.at { // it looked like one
		p.messages = p.messages[:n-1]
	}
	p.rest("this begins no HTTP message")
	if len(line) > 0 && line[0] == tlsHandshake {
		p.rest("this is TLS, it seems: what it carries can't be read")
	}
}

// tlsHandshake is the first byte of a TLS stream (RFC 8446, 5.1).
const tlsHandshake = 22
