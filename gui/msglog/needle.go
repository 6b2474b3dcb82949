package msglog

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A needle is text looked for in raw bytes, without decoding them. Immutable. One of three:
//
//	exact  case matters, or no character has two
//	ascii  folded byte by byte
//	atoms  each character in all its cases, which may differ in length
type needle struct {
	exact []byte
	ascii []byte // in lower case
	rare  int    // the byte of ascii looked for first, since few texts have many of it
	atoms [][][]byte
}

func newNeedle(text string, matchCase bool) needle {
	if matchCase || text == "" {
		return needle{exact: []byte(text)}
	}
	atoms, ascii, folds := splitAtoms(text)
	switch {
	case !folds:
		return needle{exact: []byte(text)}
	case ascii:
		lower := []byte(strings.ToLower(text))
		return needle{ascii: lower, rare: rarest(lower)}
	}
	return needle{atoms: atoms}
}

// in reports whether the needle stands in hay.
func (n *needle) in(hay []byte) bool {
	switch {
	case n.ascii != nil:
		return n.inASCII(hay)
	case n.atoms != nil:
		return n.inAtoms(hay)
	}
	return bytes.Contains(hay, n.exact)
}

func (n *needle) inASCII(hay []byte) bool {
	last := len(hay) - len(n.ascii)
	if last < 0 {
		return false
	}
	starts := hay[n.rare : n.rare+last+1]
	lower := n.ascii[n.rare]
	upper := upperASCII(lower)
	i := indexFrom(starts, 0, lower)
	j := len(starts)
	if upper != lower {
		j = indexFrom(starts, 0, upper)
	}
	for {
		k := min(i, j)
		if k == len(starts) {
			return false
		}
		if n.asciiAt(hay[k:]) {
			return true
		}
		if k == i {
			i = indexFrom(starts, k+1, lower)
		} else {
			j = indexFrom(starts, k+1, upper)
		}
	}
}

func (n *needle) asciiAt(hay []byte) bool {
	for i, c := range n.ascii {
		h := hay[i]
		if 'A' <= h && h <= 'Z' {
			h += 'a' - 'A'
		}
		if h != c {
			return false
		}
	}
	return true
}

// indexFrom finds c in b from start on; len(b) when it isn't there.
func indexFrom(b []byte, start int, c byte) int {
	if i := bytes.IndexByte(b[start:], c); i >= 0 {
		return start + i
	}
	return len(b)
}

func upperASCII(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}

// frequent are the bytes texts and binary payloads are full of, the most frequent first.
const frequent = " e\x00taoinsrhldcumfpgwybvk01234\n\r56789,.:/-=\"jxqz"

// rarest is where in b the byte stands that is likely to be met least.
func rarest(b []byte) int {
	at, best := 0, -1
	for i, c := range b {
		rank := strings.IndexByte(frequent, c)
		if rank < 0 {
			return i
		}
		if rank > best {
			at, best = i, rank
		}
	}
	return at
}

// splitAtoms cuts text into characters, each in all its cases. folds tells whether any has more than one. A byte that
// is no UTF-8 stands for itself. An ASCII letter has two cases, whatever Unicode says of the Kelvin sign.
func splitAtoms(text string) (atoms [][][]byte, ascii, folds bool) {
	ascii = true
	for len(text) > 0 {
		r, size := utf8.DecodeRuneInString(text)
		atom := [][]byte{[]byte(text[:size])}
		if r < utf8.RuneSelf {
			if l, u := unicode.ToLower(r), unicode.ToUpper(r); l != u {
				atom = [][]byte{{byte(l)}, {byte(u)}}
			}
		} else {
			ascii = false
			if r != utf8.RuneError {
				for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
					if f >= utf8.RuneSelf {
						atom = append(atom, []byte(string(f)))
					}
				}
			}
		}
		folds = folds || len(atom) > 1
		atoms = append(atoms, atom)
		text = text[size:]
	}
	return atoms, ascii, folds
}

func (n *needle) inAtoms(hay []byte) bool {
	for _, first := range n.atoms[0] {
		for rest := hay; ; {
			i := bytes.Index(rest, first)
			if i < 0 {
				break
			}
			rest = rest[i+len(first):]
			if atomsAt(n.atoms[1:], rest) {
				return true
			}
		}
	}
	return false
}

func atomsAt(atoms [][][]byte, hay []byte) bool {
next:
	for _, atom := range atoms {
		for _, c := range atom {
			if bytes.HasPrefix(hay, c) {
				hay = hay[len(c):]
				continue next
			}
		}
		return false
	}
	return true
}
