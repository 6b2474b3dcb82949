package codec

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// A Window is a part of a stream that is read by itself. Only Bytes is shown; what stands around it tells which of its
// bytes belong to a character that begins before it or ends behind it.
type Window struct {
	Bytes  []byte
	Before []byte // what stands right before Bytes, up to [LookBack] bytes; none: a character begins with Bytes
	After  []byte // what follows, up to [LookAhead] bytes
	Offset int64  // where Bytes begins in the stream
}

// LookBack and LookAhead are as many bytes around a window as any encoding looks at.
const (
	LookBack  = 4096
	LookAhead = longestChar
)

// A shape says how the bytes of an encoding make up characters, and so where one is sure to begin.
type shape uint8

const (
	oneByte   shape = iota + 1 // each byte is a character
	utf8Shape                  // a first byte tells itself from those that follow
	utf16Shape
	utf32Shape
	leadByte    // a first byte from 0x80 on, and others that are never below safeByte
	escapeShape // as leadByte, and escape sequences change what the bytes after them mean
)

// safeByte: what is below it is a character by itself in every encoding of leadByte.
const safeByte = '0'

func (e Encoding) shape() shape {
	switch e.charset.(type) {
	case nil:
		return utf8Shape
	case *charmap.Charmap, withControls, usASCII:
		return oneByte
	}
	switch {
	case strings.HasPrefix(e.Name, "utf-16"):
		return utf16Shape
	case strings.HasPrefix(e.Name, "utf-32"):
		return utf32Shape
	case strings.HasPrefix(e.Name, "iso-2022"):
		return escapeShape
	}
	return leadByte
}

// Stateful reports whether bytes mean what an escape sequence before them says: then even a window that begins with a
// character needs its Before.
func (e Encoding) Stateful() bool { return e.shape() == escapeShape }

// Marked returns the encoding to read a stream with that begins with head: utf-16 and utf-32 are one of their two orders, as
// the byte order mark says; all others are themselves.
func (e Encoding) Marked(head []byte) Encoding {
	if e.decoder == nil {
		return e
	}
	name, other := e.Name+"le", "\xfe\xff"
	if e.shape() == utf32Shape {
		other = markUTF32BE
	}
	if bytes.HasPrefix(head, []byte(other)) {
		name = e.Name + "be"
	}
	marked, _ := Lookup(name)
	return marked
}

// LineFeed is the bytes of a line feed.
func (e Encoding) LineFeed() []byte {
	if e.charset == nil {
		return []byte("\n")
	}
	lf, _ := appendEncoded(nil, e.charset, "\n")
	return lf
}

// Sync returns how many of the first bytes of b, which stands at offset in a stream, come before the first character
// that is sure to begin there. Where nothing is sure it is a guess: what makes sense of most of b.
func (e Encoding) Sync(offset int64, b []byte) int {
	switch e.shape() {
	case utf8Shape:
		for i := range min(len(b), utf8.UTFMax) {
			if utf8.RuneStart(b[i]) {
				return i
			}
		}
		return 0
	case utf16Shape:
		at := int(offset & 1)
		if at+2 <= len(b) && e.surrogate(b[at:]) == lowSurrogate {
			at += 2
		}
		return min(at, len(b))
	case utf32Shape:
		return min(int(-offset&3), len(b))
	case escapeShape:
		return max(0, bytes.IndexByte(b, asciiESC))
	case leadByte:
		for i, c := range b[:min(len(b), LookBack)] {
			if c < safeByte {
				return i + 1
			}
		}
		return e.guess(b)
	}
	return 0
}

const asciiESC = 0x1b

// Settled reports whether before, which stands right before a window, is as much as there is to be known: with more the
// window would show the same.
func (e Encoding) Settled(before []byte) bool {
	switch e.shape() {
	case utf8Shape, utf16Shape, utf32Shape:
		return len(before) >= utf8.UTFMax
	case leadByte:
		for _, b := range before {
			if b < safeByte {
				return true
			}
		}
		return false
	case escapeShape:
		return bytes.IndexByte(before, asciiESC) >= 0
	}
	return true
}

// start returns where in Before a character is sure to begin, the nearest to Bytes.
func (e Encoding) start(w Window) int {
	n := len(w.Before)
	switch e.shape() {
	case utf8Shape:
		for i := n - 1; i >= max(0, n-utf8.UTFMax+1); i-- {
			if utf8.RuneStart(w.Before[i]) {
				return i
			}
		}
	case utf16Shape:
		at := n - int(w.Offset&1)
		if at >= 2 && e.surrogate(w.Before[at-2:]) == highSurrogate {
			at -= 2
		}
		return max(0, at)
	case utf32Shape:
		return max(0, n-int(w.Offset&3))
	case escapeShape:
		return max(0, bytes.LastIndexByte(w.Before, asciiESC))
	case leadByte:
		for i := n - 1; i >= 0; i-- {
			if w.Before[i] < safeByte {
				return i + 1
			}
		}
		if int64(n) < w.Offset {
			return e.guess(w.Before)
		}
		return 0
	}
	return n
}

// guess is the one of the first places of b from which it has the fewest bytes that are no character.
func (e Encoding) guess(b []byte) (best int) {
	const looked = 256
	b = b[:min(len(b), looked)]
	fewest := len(b) + 1
	for from := range min(len(b), 4) {
		wrong := 0
		for c := range e.chars(b[from:]) {
			if r, _ := utf8.DecodeRune(c.text); !c.valid || !seen(r) {
				wrong++
			}
		}
		if wrong < fewest {
			best, fewest = from, wrong
		}
	}
	return best
}

const (
	highSurrogate = iota + 1
	lowSurrogate
)

// surrogate tells what half of a pair the first two bytes of b are, if any.
func (e Encoding) surrogate(b []byte) int {
	high := b[1]
	if e.Name == "utf-16be" {
		high = b[0]
	}
	switch high & 0xfc {
	case 0xd8:
		return highSurrogate
	case 0xdc:
		return lowSurrogate
	}
	return 0
}

// each walks the characters of a window. lo and hi are what of a character lies in Bytes; lo is not its beginning when
// carried is set.
func (e Encoding) each(w Window, yield func(c char, lo, hi int, carried bool)) {
	from := e.start(w)
	if e.decoder != nil && w.Offset-int64(len(w.Before)-from) > 0 {
		e.Name, e.decoder = e.Name+"le", nil // a mark is one at the beginning only
	}
	base := len(w.Before) - from
	b := w.Bytes
	if after := w.After[:min(len(w.After), LookAhead)]; base > 0 || len(after) > 0 {
		b = make([]byte, 0, base+len(w.Bytes)+len(after))
		b = append(append(append(b, w.Before[from:]...), w.Bytes...), after...)
	}
	n := len(w.Bytes)
	for c := range e.chars(b) {
		if c.start-base >= n {
			break
		}
		if c.end > base {
			yield(c, max(0, c.start-base), min(n, c.end-base), c.start < base)
		}
	}
}

// Characters appends the characters that begin in w.Bytes, each of them one piece, whole even where its last bytes are
// in w.After; a mark that is drawn onto the character before it joins that one's piece. Bytes that belong to a character
// that began in w.Before are a piece without a text. The pieces' Len are what lies in w.Bytes and add up to its length.
//
// So a stream cut anywhere shows the same text, each character once, at the place of its first byte.
func (e Encoding) Characters(dst []Piece, w Window) []Piece {
	first := len(dst)
	e.each(w, func(c char, lo, hi int, carried bool) {
		r, _ := utf8.DecodeRune(c.text)
		switch {
		case len(c.text) == 0:
			for _, b := range w.Bytes[lo:hi] {
				dst = append(dst, Piece{byteCode(b), ControlCode, 1})
			}
		case carried:
			dst = append(dst, Piece{"", PlainText, hi - lo})
		case r < utf8.RuneSelf && seen(r):
			dst = append(dst, Piece{asciiText[r : r+1], PlainText, hi - lo})
		case r < utf8.RuneSelf:
			dst = append(dst, Piece{byteCode(byte(r)), ControlCode, hi - lo})
		case !seen(r):
			dst = append(dst, Piece{runeCode(r), ControlCode, hi - lo})
		case len(dst) > first && dst[len(dst)-1].joinable() && unicode.Is(unicode.M, r):
			dst[len(dst)-1].Text += string(c.text)
			dst[len(dst)-1].Len += hi - lo
		default:
			dst = append(dst, Piece{string(c.text), PlainText, hi - lo})
		}
	})
	return dst
}

// maxMarks bounds the text of a character with its marks, in bytes.
const maxMarks = 32

func (p Piece) joinable() bool {
	return p.Kind == PlainText && p.Text != "" && len(p.Text) < maxMarks
}

// asciiText is every ASCII character, to cut one from without an allocation.
var asciiText = func() string {
	b := make([]byte, utf8.RuneSelf)
	for i := range b {
		b[i] = byte(i)
	}
	return string(b)
}()
