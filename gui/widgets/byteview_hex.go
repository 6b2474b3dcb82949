package widgets

import (
	"image"
	"unicode"
	"unicode/utf8"
)

// perLine returns how many bytes of hex fit on a line: 16, 8 or 4.
func (v *ByteView) perLine() int {
	v.ready()
	w, _ := v.pixels()
	room := w - v.p.px(barWidth) - v.p.px(margin) - v.left()
	for n := 16; n > 4; n /= 2 {
		if (v.charColumn(n)+n)*v.p.text.cell <= room {
			return n
		}
	}
	return 4
}

// digits is the length of an offset.
func (v *ByteView) digits() int {
	n := 8
	for size := v.size() >> 32; size > 0; size >>= 4 {
		n++
	}
	return n
}

// hexColumn returns the column of the i-th byte's digits.
func (v *ByteView) hexColumn(i int) int {
	return v.digits() + 2 + 3*i + i/8
}

// charColumn returns the column where the characters of n bytes begin.
func (v *ByteView) charColumn(n int) int { return v.hexColumn(n-1) + 2 + 2 }

// drawHex paints offsets, bytes and characters.
func (v *ByteView) drawHex(right int) {
	p, pg := &v.p, v.load()
	if len(pg.lines) == 0 {
		return
	}
	const digit = "0123456789abcdef"
	begin, end := pg.lines[0].from, pg.lines[len(pg.lines)-1].to
	before := min(begin, utf8.UTFMax-1)
	data := v.read(begin-before, int(before+end-begin)+utf8.UTFMax-1)
	v.chars = charsOf(v.chars[:0], data)
	from, to := v.Selection()
	n := v.perLine()
	clip := image.Rect(0, 0, right, p.img.Rect.Dy())
	put := func(s string, column, base int, st Style) {
		g, _ := p.text.next(s)
		p.glyph(g, v.columnX(column), base, clip, p.pal.style(st))
	}
	for k, line := range pg.lines {
		y := v.top() + k*v.pitch()
		base := v.baseline(y)
		number := line.from
		if v.Number != nil {
			number = v.Number(number)
		}
		for d, digits := 0, v.digits(); d < digits; d++ {
			i := number >> (4 * (digits - 1 - d)) & 15
			put(digit[i:i+1], d, base, Dim)
		}
		for off := line.from; off < line.to; off++ { // before the text, which may be wider than a byte
			v.drawByteBack(off, int(off-line.from), n, y, from, to, clip)
		}
		for off := line.from; off < line.to; off++ {
			i, at := int(off-line.from), int(off-begin+before)
			if at >= len(data) {
				break
			}
			b, mark := data[at], v.markAt(off)
			if mark.Gap {
				continue
			}
			style := mark.marked(Normal)
			if b == 0 && mark.Style == 0 {
				style = Dim
			}
			put(digit[b>>4:b>>4+1], v.hexColumn(i), base, style)
			put(digit[b&15:b&15+1], v.hexColumn(i)+1, base, style)
			switch c := v.chars[at]; {
			case c.n > 0:
				put(string(data[at:at+int(c.n)]), v.charColumn(n)+i, base, mark.marked(Normal))
			case !c.covered:
				put(".", v.charColumn(n)+i, base, Dim)
			}
		}
	}
}

// drawByteBack paints what lies under a byte that is selected or pointed at.
func (v *ByteView) drawByteBack(off int64, i, n, y int, from, to int64, clip image.Rectangle) {
	p := &v.p
	hex, char := v.hexColumn(i), v.charColumn(n)+i
	paint := func(c0, c1 int, cursor bool) {
		colour := p.pal.selected
		if cursor {
			colour = v.cursorColour()
		}
		p.fill(image.Rect(v.columnX(c0), y, v.columnX(c1), y+v.pitch()).Intersect(clip), colour)
	}
	if m := v.markAt(off); m.Filled || m.Gap {
		ground := p.pal.changed
		if m.Gap {
			ground = p.pal.stripe
		}
		for _, x := range [][2]int{{hex, hex + 2}, {char, char + 1}} {
			p.fill(image.Rect(v.columnX(x[0]), y, v.columnX(x[1]), y+v.pitch()).Intersect(clip), ground)
		}
	}
	if off >= from && off < to {
		wide := hex + 2
		if off+1 < to && i+1 < n {
			wide = v.hexColumn(i + 1)
		}
		paint(hex, wide, false)
		paint(char, char+1, false)
	}
	if off == v.cursor.from {
		paint(hex, hex+2, true)
		paint(char, char+1, true)
	}
}

func (v *ByteView) columnX(c int) int { return v.left() + c*v.p.text.cell }

// A char says what stands in the character column for one byte.
type char struct {
	n       uint8 // length of the UTF-8 character that begins here, 0 for none
	covered bool  // the one before is two columns wide and stands here too
}

// charsOf finds the UTF-8 characters in b; the bytes of one cut at the start
// are taken for none.
func charsOf(dst []char, b []byte) []char {
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError || !unicode.IsGraphic(r) || joins(r) {
			dst = append(dst, char{})
			i++
			continue
		}
		wide := columns(r, string(r)) == 2
		dst = append(dst, char{n: uint8(n)})
		for k := 1; k < n; k++ {
			dst = append(dst, char{covered: wide && k == 1})
		}
		i += n
	}
	return dst
}

// hexAt returns the byte at x on a line, in either column.
func (v *ByteView) hexAt(line pageLine, x int) int64 {
	n := v.perLine()
	column := (x - v.left()) / v.p.text.cell
	i := column - v.charColumn(n)
	if i < -1 { // left of the characters: among the digits
		for i = n - 1; i > 0 && column < v.hexColumn(i); {
			i--
		}
	}
	return min(line.from+int64(max(0, min(i, n-1))), line.to-1)
}
