package query

import (
	"bytes"

	"wirevise/netcore/codec"
)

// A reading is how payloads in an encoding fall into characters. The zero reading is for encodings in which every byte
// begins one.
type reading struct {
	unit    int                                              // each character begins at a multiple of this
	step    func(b []byte, state uint8) (size int, to uint8) // the first character of b, which is not empty; nil: see unit
	writes  string                                           // the encoding to write with, when not the one asked for
	mark    string                                           // what the payload must begin with
	noMark  string                                           // what it must not begin with
	compose func([]atom) ([]atom, uint8)                     // of encodings with states: the text of such characters, and where it begins
}

// bytewise reads every encoding that readings doesn't have.
var bytewise reading

// readings are those of the encodings whose characters have several bytes, by codec's names. UTF-8 needs none. utf-16
// and utf-32 are read in the order that their mark says, and without one as little-endian.
var readings = map[string][]*reading{
	"gbk":         {{step: stateless(gbkSize)}},
	"gb18030":     {{step: stateless(gb18030Size)}},
	"big5":        {{step: stateless(big5Size)}},
	"shift_jis":   {{step: stateless(shiftJISSize)}},
	"euc-jp":      {{step: stateless(eucJPSize)}},
	"euc-kr":      {{step: stateless(eucKRSize)}},
	"iso-2022-jp": {{step: iso2022JPStep, compose: composeISO2022JP}},
	"utf-16le":    {{unit: 2}},
	"utf-16be":    {{unit: 2}},
	"utf-16":      {{unit: 2, noMark: "\xfe\xff"}, {unit: 2, mark: "\xfe\xff", writes: "utf-16be"}},
	"utf-32le":    {{unit: 4}},
	"utf-32be":    {{unit: 4}},
	"utf-32":      {{unit: 4, noMark: "\x00\x00\xfe\xff"}, {unit: 4, mark: "\x00\x00\xfe\xff", writes: "utf-32be"}},
}

func readingsOf(name string) []*reading {
	if r, ok := readings[name]; ok {
		return r
	}
	return []*reading{&bytewise}
}

// encoding is what text for this reading is written with, when e was asked for.
func (r *reading) encoding(e codec.Encoding) codec.Encoding {
	if r.writes != "" {
		return named(r.writes)
	}
	return e
}

// atoms writes text in e. state is the reading's where the text begins.
func (r *reading) atoms(e codec.Encoding, text string, matchCase bool) (atoms []atom, state uint8, ok bool) {
	atoms, ok = charAtoms(e, text, matchCase)
	if ok && r.compose != nil {
		atoms, state = r.compose(atoms)
		return atoms, state, true
	}
	return atoms, 0, ok
}

// reads reports whether payload can be read so at all.
func (r *reading) reads(payload []byte) bool {
	return bytes.HasPrefix(payload, []byte(r.mark)) && (r.noMark == "" || !bytes.HasPrefix(payload, []byte(r.noMark)))
}

func stateless(size func(b []byte) int) func([]byte, uint8) (int, uint8) {
	return func(b []byte, _ uint8) (int, uint8) { return size(b), 0 }
}

// A walk goes through a payload character by character, from its beginning and only forwards.
type walk struct {
	*reading
	payload []byte
	pos     int
	state   uint8
}

// to goes on to place, not before the last one, and reports whether a character begins there, in which state.
func (w *walk) to(place int) (state uint8, begins bool) {
	if w.step == nil {
		return 0, w.unit == 0 || place%w.unit == 0
	}
	for w.pos < place {
		size, next := w.step(w.payload[w.pos:], w.state)
		w.pos, w.state = w.pos+size, next
	}
	return w.state, w.pos == place
}
