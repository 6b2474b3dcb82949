package query

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// An atom is one character of a needle in all its cases, none of which begins with another.
type atom [][]byte

// isASCII reports whether the atom is an ASCII character in all the cases that ASCII has of it.
func (a atom) isASCII() bool {
	c := a[0][0]
	letter := upperASCII(c) != c || 'A' <= c && c <= 'Z'
	switch {
	case len(a[0]) != 1 || c >= utf8.RuneSelf:
		return false
	case len(a) == 1:
		return !letter
	}
	return letter && len(a) == 2 && len(a[1]) == 1 && a[1][0] == c^('a'-'A')
}

func (a atom) equal(b atom) bool { return slices.EqualFunc(a, b, bytes.Equal) }

// atomsAt returns the size of what hay begins with when that is atoms, else 0.
func atomsAt(atoms []atom, hay []byte) (size int) {
next:
	for _, a := range atoms {
		for _, c := range a {
			if bytes.HasPrefix(hay[size:], c) {
				size += len(c)
				continue next
			}
		}
		return 0
	}
	return size
}

// utf8Atoms cuts text into its characters. A byte that is no UTF-8 stands for itself.
func utf8Atoms(text string, matchCase bool) (atoms []atom) {
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		a := atom{[]byte(text[:size])}
		if !matchCase && (r != utf8.RuneError || size > 1) {
			for _, c := range otherCases(r) {
				a = append(a, []byte(string(c)))
			}
		}
		atoms = append(atoms, a)
		text = text[size:]
	}
	return atoms
}

// otherCases are the other cases of r. An ASCII letter has one, whatever Unicode says of the Kelvin sign.
func otherCases(r rune) (cases []rune) {
	for c := unicode.SimpleFold(r); c != r; c = unicode.SimpleFold(c) {
		if (c < utf8.RuneSelf) == (r < utf8.RuneSelf) {
			cases = append(cases, c)
		}
	}
	return cases
}

// bestAnchor chooses, of the atoms that all before have one length, the one that is likely to be met least.
func bestAnchor(atoms []atom) anchor {
	best, least, offset := anchor{}, -1, 0
	for i, a := range atoms {
		common := 0
		for _, c := range a {
			common += 1 + commonness(c)
		}
		if least < 0 || common < least {
			best, least = anchor{i, offset}, common
		}
		for _, c := range a {
			if len(c) != len(a[0]) {
				return best
			}
		}
		offset += len(a[0])
	}
	return best
}

// commonness is high for bytes that payloads are full of, and 0 for bytes that they are not.
func commonness(c []byte) int {
	if rank := strings.IndexByte(frequent, c[rarest(c)]); rank >= 0 {
		return len(frequent) - rank
	}
	return 0
}
