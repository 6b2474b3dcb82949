package query

import (
	"bytes"
	"strings"
	"unsafe"
)

// A needle is text looked for in raw bytes, without decoding them. It is not empty and immutable. One of three:
//
//	exact  case matters, or no character has two
//	ascii  folded byte by byte
//	atoms  each character in all its cases, which may differ in length
type needle struct {
	exact []byte
	ascii []byte // in lower case
	rare  int    // the byte of ascii looked for first, since few texts have many of it
	atoms []atom
	first anchor // what of atoms is looked for first
}

// An anchor is an atom that always stands at the same distance from the beginning.
type anchor struct{ atom, offset int }

func newNeedle(text string, matchCase bool) needle { return needleOf(utf8Atoms(text, matchCase)) }

func needleOf(atoms []atom) needle {
	exact, ascii := true, true
	for _, a := range atoms {
		exact = exact && len(a) == 1
		ascii = ascii && a.isASCII()
	}
	var firsts []byte
	if exact || ascii {
		for _, a := range atoms {
			firsts = append(firsts, a[0]...)
		}
	}
	switch {
	case exact:
		return needle{exact: firsts}
	case ascii:
		firsts = bytes.ToLower(firsts)
		return needle{ascii: firsts, rare: rarest(firsts)}
	}
	return needle{atoms: atoms, first: bestAnchor(atoms)}
}

// in reports whether the needle stands in hay.
func (n *needle) in(hay []byte) bool {
	switch {
	case n.ascii != nil:
		return n.indexASCII(hay) >= 0
	case n.atoms != nil:
		start, _ := n.indexAtoms(hay)
		return start >= 0
	}
	return bytes.Contains(hay, n.exact)
}

// inString is in of a text. It doesn't copy it: in writes to nothing and keeps nothing.
func (n *needle) inString(hay string) bool {
	return hay != "" && n.in(unsafe.Slice(unsafe.StringData(hay), len(hay)))
}

// index finds the needle's first place in hay from byte from on; start is -1 when there is none.
func (n *needle) index(hay []byte, from int) (start, end int) {
	rest := hay[from:]
	switch {
	case n.ascii != nil:
		start = n.indexASCII(rest)
		end = start + len(n.ascii)
	case n.atoms != nil:
		start, end = n.indexAtoms(rest)
	default:
		start = bytes.Index(rest, n.exact)
		end = start + len(n.exact)
	}
	if start < 0 {
		return -1, -1
	}
	return from + start, from + end
}

func (n *needle) indexASCII(hay []byte) int {
	last := len(hay) - len(n.ascii)
	if last < 0 {
		return -1
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
			return -1
		}
		if n.asciiAt(hay[k:]) {
			return k
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

// indexAtoms finds the first place of atoms: it looks for the anchor in each of its cases, and at its neighbours where
// it stands.
func (n *needle) indexAtoms(hay []byte) (start, end int) {
	start, end = -1, -1
	limit := len(hay) // an anchor that begins here or later is of no use
	for _, c := range n.atoms[n.first.atom] {
		for at := n.first.offset; at < limit; at++ {
			i := bytes.Index(hay[at:min(len(hay), limit+len(c)-1)], c)
			if i < 0 {
				break
			}
			at += i
			if size := atomsAt(n.atoms, hay[at-n.first.offset:]); size > 0 {
				start, limit = at-n.first.offset, at
				end = start + size
				break
			}
		}
	}
	return start, end
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
