package widgets

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

const (
	zeroWidthJoiner = '\u200d'

	// maxCluster bounds, in bytes, what is drawn as one character, so that a
	// thousand marks on one letter stay a thousand marks to look at.
	maxCluster = 48
)

// cluster returns the length in bytes of the first character of s as a person
// sees it: a rune with the marks, joiners and modifiers that belong to it. The
// rune is the first one. s must not be empty.
func cluster(s string) (first rune, size int) {
	if s[0] < utf8.RuneSelf {
		if len(s) == 1 || s[1] < utf8.RuneSelf {
			return rune(s[0]), 1
		}
		first, size = rune(s[0]), 1
	} else {
		first, size = utf8.DecodeRuneInString(s)
	}
	if first < ' ' { // a control never joins
		return first, size
	}
	flag := isRegional(first)
	for size < len(s) && size < maxCluster {
		r, n := utf8.DecodeRuneInString(s[size:])
		switch {
		case r == zeroWidthJoiner:
			size += n
			if size < len(s) {
				if next, n := utf8.DecodeRuneInString(s[size:]); !joins(next) && next > 0x2000 {
					size += n
				}
			}
			continue
		case flag && isRegional(r):
			flag = false
		case !joins(r):
			return first, size
		}
		size += n
	}
	return first, size
}

// joins reports whether r is drawn onto the rune before it.
func joins(r rune) bool {
	switch {
	case r < 0x300, r >= 0x2e80 && r < 0x3029, r >= 0x3040 && r < 0x3099, r >= 0x30a0 && r < 0xa66e, r >= 0xac00 && r < 0xfb1e:
		return false // the usual ones, decided without a table
	case r >= 0x1f3fb && r <= 0x1f3ff: // skin tones
		return true
	}
	return unicode.Is(unicode.M, r)
}

func isRegional(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

// columns returns how many cells a character is to take: two for what is wide
// in the sense of UAX #11, for flags and for emoji made by a selector.
func columns(first rune, text string) int {
	if first < 0x1100 && len(text) < 4 {
		return 1
	}
	switch width.LookupRune(first).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	if isRegional(first) {
		return 2
	}
	for _, r := range text {
		if r == '\ufe0f' {
			return 2
		}
	}
	return 1
}
