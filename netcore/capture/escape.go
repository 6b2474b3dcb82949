package capture

import (
	"unicode/utf8"

	"wirevise/netcore/codec"
)

// appendEscaped appends b as [codec.Escape] has it: in characters that can be seen and never break a line, from which
// [codec.ParseEscapes] with UTF-8 gives the same bytes back. Plain ASCII, which most is, takes the short way.
func appendEscaped[T string | []byte](dst []byte, b T) []byte {
	for i := range len(b) {
		if c := b[i]; c >= utf8.RuneSelf || !plain[c] {
			return append(dst, codec.Escape([]byte(b))...)
		}
	}
	return append(dst, b...)
}

// plain are the ASCII characters that stand for themselves.
var plain = func() (t [utf8.RuneSelf]bool) {
	for c := ' '; c <= '~'; c++ {
		t[c] = c != '\\'
	}
	return t
}()
