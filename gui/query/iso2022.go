package query

import "bytes"

// The states of ISO-2022-JP: which characters the bytes mean until an escape sequence says otherwise.
const (
	isoASCII uint8 = iota
	isoKatakana
	isoKanji
	isoKanji2 // JIS X 0212, which is read and never written
)

// isoEscapes are the sequences that switch, those of one state in a row.
var isoEscapes = []struct {
	sequence string
	state    uint8
}{
	{"\x1b(B", isoASCII}, {"\x1b(J", isoASCII},
	{"\x1b(I", isoKatakana},
	{"\x1b$B", isoKanji}, {"\x1b$@", isoKanji},
	{"\x1b$(D", isoKanji2},
}

func isoEscape(b []byte) (size int, state uint8) {
	for _, x := range isoEscapes {
		if bytes.HasPrefix(b, []byte(x.sequence)) {
			return len(x.sequence), x.state
		}
	}
	return 0, 0
}

// iso2022JPStep takes one character, or one escape sequence.
func iso2022JPStep(b []byte, state uint8) (size int, to uint8) {
	if b[0] == 0x1b {
		if size, to := isoEscape(b); size > 0 {
			return size, to
		}
		return 1, state
	}
	switch {
	case state < isoKanji || b[0] >= 0x80 || len(b) < 2:
		return 1, state
	case b[0] == '\n':
		return 1, isoASCII
	}
	return 2, state
}

// composeISO2022JP makes of characters that each bring their own escape sequences a text that switches only where it
// must. A text may go on in the state of what stands before it, so it begins with none.
func composeISO2022JP(chars []atom) (atoms []atom, first uint8) {
	var state uint8
	for i, char := range chars {
		a, to := bareISO2022JP(char)
		switch {
		case i == 0:
			first = to
		case to != state:
			var switches atom
			for _, x := range isoEscapes {
				if x.state == to {
					switches = append(switches, []byte(x.sequence))
				}
			}
			atoms = append(atoms, switches)
		}
		state = to
		atoms = append(atoms, a)
	}
	return atoms, first
}

// bareISO2022JP takes the escape sequences off the cases of a character. Cases of another state than the first's are
// left out.
func bareISO2022JP(char atom) (bare atom, state uint8) {
	for i, c := range char {
		size, s := isoEscape(c)
		if i == 0 {
			state = s
		}
		c = c[size:]
		if end := bytes.IndexByte(c, 0x1b); end > 0 {
			c = c[:end]
		}
		if s == state {
			bare = append(bare, c)
		}
	}
	return bare, state
}
