package codec

import (
	"bytes"
	"errors"
	"iter"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// A char is one step through a payload: payload[start:end] is the character (rarely two) text, in UTF-8 and good until the
// next step. The text is empty for bytes that are no character: invalid ones, and valid ones that only change how others
// are read.
type char struct {
	start, end int
	text       []byte
	valid      bool
}

// longestChar is more bytes than any encoding here spends on one character, escape sequences included.
const longestChar = 8

var replacementChar = []byte(string(utf8.RuneError))

// chars walks payload character by character. A decoder of golang.org/x/text writes U+FFFD for what is no character and
// doesn't say where, so it is given as few bytes as it takes to get one character out of it.
func (e Encoding) chars(payload []byte) iter.Seq[char] {
	if e.charset == nil {
		return utf8Chars(payload)
	}
	return func(yield func(char) bool) {
		decoder := e.decoding().NewDecoder().Transformer
		replacement, _ := appendEncoded(nil, e.charset, string(utf8.RuneError))
		buf := make([]byte, utf8.UTFMax)
		for start := 0; start < len(payload); {
			text, n := oneChar(buf, decoder, payload[start:])
			c := char{start, start + n, text, true}
			if bytes.Equal(text, replacementChar) && !bytes.Equal(payload[start:start+n], replacement) {
				c.text, c.valid = nil, false
			}
			if !yield(c) {
				return
			}
			start += n
		}
	}
}

// oneChar takes the first character of src: its text, in buf, and how many bytes it is. The text is empty for bytes that
// only change the decoder's state.
func oneChar(buf []byte, decoder transform.Transformer, src []byte) (text []byte, n int) {
	for have := 1; have <= min(len(src), longestChar); have++ {
		// Room for U+FFFD and no more: what follows an invalid byte stays for the next step.
		atEnd := have == len(src)
		wrote, took, err := decoder.Transform(buf[:len(replacementChar)], src[:have], atEnd)
		if wrote == 0 && errors.Is(err, transform.ErrShortDst) {
			var more int
			wrote, more, _ = decoder.Transform(buf, src[took:have], atEnd)
			took += more
		}
		if took > 0 {
			return buf[:wrote], took
		}
	}
	return replacementChar, 1
}

func utf8Chars(payload []byte) iter.Seq[char] {
	return func(yield func(char) bool) {
		for start := 0; start < len(payload); {
			r, size := utf8.DecodeRune(payload[start:])
			c := char{start: start, end: start + size, valid: r != utf8.RuneError || size > 1}
			if c.valid {
				c.text = payload[start:c.end]
			}
			if !yield(c) {
				return
			}
			start += size
		}
	}
}
