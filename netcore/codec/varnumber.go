package codec

import (
	"math/bits"
	"strconv"
	"strings"
)

// A number is what a variable stands for, before it is written.
type number struct {
	mag uint64
	neg bool
}

func integer(n int64) number {
	if n < 0 {
		return number{mag: -uint64(n), neg: true}
	}
	return number{mag: uint64(n)}
}

// add returns n+d. It goes round at 2^64.
func (n number) add(d int64) number {
	other := integer(d)
	switch {
	case n.neg == other.neg:
		return number{mag: n.mag + other.mag, neg: n.neg}
	case n.mag >= other.mag:
		return number{mag: n.mag - other.mag, neg: n.neg && n.mag > other.mag}
	}
	return number{mag: other.mag - n.mag, neg: other.neg}
}

// A numberFormat is how a number is written.
type numberFormat struct {
	plus   int64
	width  int  // at least so many digits
	pad    byte // before them: '0' or ' '
	base   int
	upper  bool
	bytes  int // of a binary integer; 0: digits
	little bool
	wraps  bool
	name   string // as it was typed, of a binary integer
}

const maxDigits = 64

func (p *parser) numberFormat(formats []field) (numberFormat, error) {
	f := numberFormat{base: 10, pad: ' '}
	for i, piece := range formats {
		s := piece.text
		switch {
		case s != "" && (s[0] == '+' || s[0] == '-'):
			n, err := strconv.ParseInt(s, 10, 60)
			if err != nil {
				return f, p.err(piece, "%q is no number to add", s)
			}
			f.plus += n
			continue
		case s != "" && s[0] == 'u':
			if err := p.binary(&f, piece); err != nil {
				return f, err
			}
		default:
			if err := p.digits(&f, piece); err != nil {
				return f, err
			}
		}
		if i+1 < len(formats) {
			return f, p.err(formats[i+1], "nothing may follow %s", s)
		}
	}
	return f, nil
}

// binary reads u8, u16be and the like.
func (p *parser) binary(f *numberFormat, piece field) error {
	name := piece.text[1:]
	name, f.little = strings.CutSuffix(name, "le")
	name, big := strings.CutSuffix(name, "be")
	size, err := strconv.Atoi(name)
	switch {
	case err != nil || (size != 8 && size != 16 && size != 24 && size != 32 && size != 48 && size != 64) || f.little && big:
		return p.err(piece, "%q is no binary integer; they are u8 and, with be or le behind, u16, u24, u32, u48 and u64", piece.text)
	case size > 8 && !f.little && !big:
		return p.err(piece, "%s needs its order: %sbe has the highest byte first, %sle the lowest", piece.text, piece.text, piece.text)
	}
	f.bytes, f.name = size/8, piece.text
	return nil
}

// digits reads 04, 4, x, X, 04x and the like.
func (p *parser) digits(f *numberFormat, piece field) error {
	s := piece.text
	width, hasX := strings.CutSuffix(s, "x")
	if !hasX {
		if width, hasX = strings.CutSuffix(s, "X"); hasX {
			f.upper = true
		}
	}
	if hasX {
		f.base = 16
	}
	if strings.HasPrefix(width, "0") {
		f.pad = '0'
	}
	if width == "" && hasX {
		return nil
	}
	n, err := strconv.Atoi(width)
	if err != nil || n < 1 || n > maxDigits {
		return p.err(piece, "%q is no way to write a number; there are 04 and 4 (so many digits), x, X and 04x (hex), u8, u16be, u16le … (binary), +1 and -1", s)
	}
	f.width = n
	return nil
}

// text is n in digits.
func (f *numberFormat) text(n number) string {
	s := strconv.FormatUint(n.mag, f.base)
	if f.upper {
		s = strings.ToUpper(s)
	}
	sign := ""
	if n.neg {
		sign = "-"
	}
	fill := strings.Repeat(string(rune(f.pad)), max(0, f.width-len(s)-len(sign)))
	if f.pad == '0' {
		return sign + fill + s
	}
	return fill + sign + s
}

func (f *numberFormat) append(dst []byte, x *expansion, n number) ([]byte, error) {
	n = n.add(f.plus)
	if f.bytes == 0 {
		return x.appendText(dst, f.text(n))
	}
	if !f.wraps && (n.neg || bits.Len64(n.mag) > 8*f.bytes) {
		return nil, x.err("%s does not fit into %s", (&numberFormat{base: 10}).text(n), f.name)
	}
	if n.neg {
		n.mag = -n.mag
	}
	return appendInteger(dst, n.mag, f.bytes, f.little), nil
}

// appendInteger appends the lowest size bytes of n.
func appendInteger(dst []byte, n uint64, size int, little bool) []byte {
	for i := range size {
		shift := 8 * (size - 1 - i)
		if little {
			shift = 8 * i
		}
		dst = append(dst, byte(n>>shift))
	}
	return dst
}
