package query

import (
	"bytes"
	"slices"
	"unicode/utf8"

	"wirevise/netcore/codec"
)

// A search looks for a text in a payload: in UTF-8, and in each encoding that writes it in other bytes.
type search struct {
	plain   needle
	encoded []encodedNeedle
}

// An encodedNeedle is a needle in another encoding. What it finds counts only where a character begins.
type encodedNeedle struct {
	needle
	reading *reading
	state   uint8 // the reading's, where the text begins
}

func newSearch(text string, matchCase bool, encodings []codec.Encoding) search {
	plain := utf8Atoms(text, matchCase)
	s := search{plain: needleOf(plain)}
	if !utf8.ValidString(text) {
		return s
	}
	seen := map[*reading][][]atom{}
	for _, e := range encodings {
		for _, r := range readingsOf(e.Name) {
			atoms, state, ok := r.atoms(r.encoding(e), text, matchCase)
			same := func(other []atom) bool { return slices.EqualFunc(atoms, other, atom.equal) }
			if !ok || same(plain) || slices.ContainsFunc(seen[r], same) {
				continue
			}
			seen[r] = append(seen[r], atoms)
			s.encoded = append(s.encoded, encodedNeedle{needleOf(atoms), r, state})
		}
	}
	return s
}

func (s *search) in(payload []byte) bool {
	if s.plain.in(payload) {
		return true
	}
	for i := range s.encoded {
		if _, _, ok := s.encoded[i].find(payload, 0); ok {
			return true
		}
	}
	return false
}

// find returns the text's first place from byte from on; of several that begin together the longest.
func (s *search) find(payload []byte, from int) (start, end int, ok bool) {
	if start, end = s.plain.index(payload, from); start >= 0 {
		ok = true
	}
	for i := range s.encoded {
		a, b, found := s.encoded[i].find(payload, from)
		if found && (!ok || a < start || a == start && b > end) {
			start, end, ok = a, b, true
		}
	}
	return start, end, ok
}

func (n *encodedNeedle) find(payload []byte, from int) (start, end int, ok bool) {
	if !n.reading.reads(payload) {
		return 0, 0, false
	}
	w := walk{reading: n.reading, payload: payload}
	for {
		start, end = n.index(payload, from)
		if start < 0 {
			return 0, 0, false
		}
		if state, begins := w.to(start); begins && state == n.state {
			return start, end, true
		}
		from = start + 1
	}
}

// charAtoms writes text in e character by character, each in those of its cases that e has. ok is false when e lacks a
// character.
func charAtoms(e codec.Encoding, text string, matchCase bool) (atoms []atom, ok bool) {
	known := map[rune]atom{}
	mark, _ := e.Encode("")
	for _, r := range text {
		a, done := known[r]
		if !done {
			cases := []rune{r}
			if !matchCase {
				cases = append(cases, otherCases(r)...)
			}
			for _, c := range cases {
				if encoded, err := e.Encode(string(c)); err == nil {
					a = append(a, bytes.TrimPrefix(encoded, mark))
				}
			}
			known[r] = a
		}
		if len(a) == 0 {
			return nil, false
		}
		atoms = append(atoms, a)
	}
	return atoms, true
}

// named finds the encoding of a name that codec has for certain.
func named(name string) codec.Encoding {
	e, ok := codec.Lookup(name)
	if !ok {
		panic("query: no encoding " + name)
	}
	return e
}
