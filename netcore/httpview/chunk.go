package httpview

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// maxChunkLine is how long the line before a chunk may be, extensions included, in bytes.
const maxChunkLine = 8 << 10

// chunkLine reads the line before a chunk.
func (p *Parser) chunkLine() error {
	line, next, err := p.w.line(p.at, maxChunkLine)
	if errors.Is(err, errLong) {
		p.broken(p.at, "the line before a chunk is longer than 8 KiB")
		return nil
	}
	if err != nil {
		return err
	}
	size, wrong := chunkSize(line)
	if wrong != "" {
		p.broken(p.at, wrong)
		return nil
	}
	m := p.last()
	m.Body.To, p.at, p.left = next, next, size
	p.stage = inChunk
	if size == 0 {
		m.Trailer = Range{next, next}
		p.stage = atTrailer
	}
	return nil
}

// chunkSize reads a chunk's size, in hex, before the extensions.
func chunkSize(line []byte) (n int64, wrong string) {
	digits, _, _ := bytes.Cut(line, []byte(";"))
	digits = bytes.Trim(digits, " \t")
	u, err := strconv.ParseUint(string(digits), 16, 63)
	if err != nil {
		return 0, fmt.Sprintf("%.40q is no size of a chunk", digits)
	}
	return int64(u), ""
}

// chunkData steps over what is there of a chunk.
func (p *Parser) chunkData() error {
	m := p.last()
	n := min(p.left, p.w.size-p.at)
	p.at, p.left = p.at+n, p.left-n
	m.Body.To, m.Length = p.at, m.Length+n
	if p.left > 0 {
		return errMore
	}
	p.stage = atChunkEnd
	return nil
}

// chunkEnd steps over the line end behind a chunk.
func (p *Parser) chunkEnd() error {
	line, next, err := p.w.line(p.at, 1)
	switch {
	case errors.Is(err, errMore) && (len(line) == 0 || string(line) == "\r"):
		return err
	case err == nil && len(line) == 0:
		m := p.last()
		m.Chunks++
		m.Body.To, p.at, p.stage = next, next, atChunk
	case err == nil || errors.Is(err, errLong) || errors.Is(err, errMore):
		p.broken(p.at, "no line end stands behind the chunk: its size is wrong")
	default:
		return err
	}
	return nil
}

// trailer reads the fields behind the last chunk, to an empty line.
func (p *Parser) trailer() error {
	m, at := p.last(), p.at
	for line := []byte("\n"); len(line) > 0; {
		next, err := at, error(nil)
		line, next, err = p.w.line(at, MaxHead-int(at-p.at))
		if errors.Is(err, errLong) {
			p.broken(p.at, "the trailer is longer than 1 MiB")
			return nil
		}
		if err != nil {
			m.Trailer.To = p.w.size
			return err
		}
		at = next
	}
	m.Trailer.To = at
	b, err := bytesOf(p.w.r, m.Trailer)
	if err != nil {
		return err
	}
	_, wrong := parseFields(b, m.Trailer.From)
	m.Problems = append(m.Problems, wrong...)
	p.at = at
	p.whole()
	return nil
}
