package codec

import (
	"errors"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/transform"
)

// usASCII is the seven-bit encoding, which golang.org/x/text doesn't have: there, as in browsers, it is windows-1252.
type usASCII struct{}

var _ encoding.Encoding = usASCII{}

var errNotASCII = errors.New("not an ASCII character")

func (usASCII) NewDecoder() *encoding.Decoder { return &encoding.Decoder{Transformer: asciiDecoder{}} }
func (usASCII) NewEncoder() *encoding.Encoder { return &encoding.Encoder{Transformer: asciiEncoder{}} }
func (usASCII) String() string                { return "US-ASCII" }

type asciiDecoder struct{ transform.NopResetter }

// Transform makes U+FFFD of every byte from 128 on.
func (asciiDecoder) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for _, b := range src {
		r := rune(b)
		if b >= utf8.RuneSelf {
			r = utf8.RuneError
		}
		if nDst+utf8.RuneLen(r) > len(dst) {
			return nDst, nSrc, transform.ErrShortDst
		}
		nDst += utf8.EncodeRune(dst[nDst:], r)
		nSrc++
	}
	return nDst, nSrc, nil
}

type asciiEncoder struct{ transform.NopResetter }

// Transform stops at the first byte from 128 on.
func (asciiEncoder) Transform(dst, src []byte, _ bool) (nDst, nSrc int, err error) {
	for _, b := range src {
		switch {
		case b >= utf8.RuneSelf:
			return nDst, nSrc, errNotASCII
		case nDst == len(dst):
			return nDst, nSrc, transform.ErrShortDst
		}
		dst[nDst] = b
		nDst, nSrc = nDst+1, nSrc+1
	}
	return nDst, nSrc, nil
}
