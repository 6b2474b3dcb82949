package widgets

import (
	"bytes"
	"image"
	"unicode"
	"unicode/utf8"
)

// codeRoom is what is kept free at the end of a line, in characters, so that
// the code of its line end need not stand alone on the next.
const codeRoom = 4

// textWidth is the room for a line in pixels.
func (v *ByteView) textWidth() int {
	w, _ := v.pixels()
	return max(v.p.text.cell*8, w-v.p.px(barWidth)-v.p.px(margin)-v.left())
}

// layLine places the line that begins at off at the end of the page, and returns
// where the next one begins.
func (v *ByteView) layLine(off int64) int64 {
	pg := &v.page
	begin := len(pg.items)
	var spans []Span
	var to int64
	pg.items, spans, to = v.lay(pg.items, off)
	start, span := off, 0
	for i := begin; i < len(pg.items); i++ {
		it := &pg.items[i]
		for ; span < it.span; span++ {
			start += int64(spans[span].bytes())
		}
		step := byteRange{start, start + int64(spans[span].bytes())}
		if spans[span].verbatim() {
			step = byteRange{start + int64(it.at), start + int64(it.at+it.size)}
		}
		pg.steps = append(pg.steps, step)
	}
	return to
}

// skipLine returns where the line after the one at off begins.
func (v *ByteView) skipLine(off int64) int64 {
	v.ready()
	items, _, to := v.lay(v.p.items[:0], off)
	v.p.items = items
	return to
}

// lay places one line. It always gets on by at least a byte.
func (v *ByteView) lay(dst []item, off int64) (items []item, spans []Span, to int64) {
	width := v.textWidth()
	n, end := 4*(width/v.p.text.cell)+64, v.size()
	if v.Run != nil {
		if _, to := v.Run(off); to > off {
			end = min(end, to)
		}
	}
	b := v.read(off, int(min(int64(n), end-off)))
	if off+int64(len(b)) < end {
		b = wholeRunes(b)
	}
	if len(b) == 0 { // unreadable: the rest is not shown
		return dst, nil, v.size()
	}
	if v.Spans != nil {
		spans = v.Spans(v.spans[:0], off, b)
	} else {
		spans = utf8Spans(v.spans[:0], b)
	}
	v.spans = spans
	broken := false
	for i := range spans {
		if spans[i].Break {
			spans, broken = spans[:i+1], true
			break
		}
	}

	body := spans
	if broken && spans[len(spans)-1].Style == Code {
		body = spans[:len(spans)-1]
	}
	begin := len(dst)
	items, done, span, at := v.p.place(dst, body, width-codeRoom*v.p.text.cell)
	if done && len(body) < len(spans) {
		items, done, span, at = v.p.place(dst, spans, width)
	}
	if !done && !spans[span].verbatim() && at > 0 { // one step is never cut in two
		for len(items) > begin && items[len(items)-1].span == span {
			items = items[:len(items)-1]
		}
		at = 0
	}
	if !done && span == 0 && at == 0 { // nothing fits: take the first, it will be clipped
		items, _, _, _ = v.p.place(dst, spans[:1], width+1<<16)
		span = 1
		if spans[0].verbatim() && len(items) > begin {
			items = items[:begin+1]
			span, at = 0, items[begin].size
		}
	}
	to = off
	for i := range span {
		to += int64(spans[i].bytes())
	}
	to += int64(at)
	if to <= off {
		to = off + int64(len(b))
	}
	return items, spans, to
}

// bytes is how many bytes of the payload s stands for.
func (s *Span) bytes() int {
	if s.Bytes == 0 {
		return len(s.Text)
	}
	return s.Bytes
}

// verbatim reports whether the text is the bytes themselves.
func (s *Span) verbatim() bool { return s.Style != Code && s.bytes() == len(s.Text) }

// hardStart returns where to begin laying out lines so as to reach off: after
// the last line end before it, or a block before it if there is none so near.
func (v *ByteView) hardStart(off int64) int64 {
	end := v.LineEnd
	if len(end) == 0 {
		end = []byte{'\n'}
	}
	unit, run := int64(len(end)), int64(0)
	if v.Run != nil {
		run, _ = v.Run(off)
	}
	for size := int64(512); ; size *= 4 {
		from := off - size
		if from -= (from - run) % unit; from < run {
			from = run
		}
		b := v.read(from, int(off-from))
		for i := bytes.LastIndex(b, end); i >= 0; i = bytes.LastIndex(b[:i+len(end)-1], end) {
			if at := from + int64(i); (at-run)%unit == 0 && at+unit <= off {
				return at + unit
			}
		}
		if from == run {
			return run
		}
		if size < blockSize {
			continue
		}
		if v.Sync != nil {
			return from + int64(max(0, min(v.Sync(from, b), len(b)-1)))
		}
		for unit == 1 && len(b) > 1 && !utf8.RuneStart(b[0]) {
			b, from = b[1:], from+1
		}
		return from
	}
}

// wholeRunes leaves out a rune that is cut in two at the end of b.
func wholeRunes(b []byte) []byte {
	for i := len(b) - 1; i > 0 && i >= len(b)-utf8.UTFMax; i-- {
		if utf8.RuneStart(b[i]) {
			if !utf8.FullRune(b[i:]) {
				return b[:i]
			}
			break
		}
	}
	return b
}

// utf8Spans takes b for UTF-8: text as it is, everything else as codes.
func utf8Spans(dst []Span, b []byte) []Span {
	from := 0
	flush := func(to int) {
		if from < to {
			dst = append(dst, Span{Text: string(b[from:to]), Style: Normal})
		}
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if (r != utf8.RuneError || n > 1) && (unicode.IsGraphic(r) || unicode.Is(unicode.Cf, r)) {
			i += n
			continue
		}
		flush(i)
		for _, c := range b[i : i+n] {
			dst = append(dst, Span{Text: codeName(c), Style: Code, Bytes: 1, Break: c == '\n'})
		}
		i += n
		from = i
	}
	flush(len(b))
	return dst
}

func codeName(c byte) string {
	const hex = "0123456789ABCDEF"
	switch c {
	case '\n':
		return "LF"
	case '\r':
		return "CR"
	case '\t':
		return "TAB"
	}
	return string([]byte{hex[c>>4], hex[c&15]})
}

// drawText paints the page's characters.
func (v *ByteView) drawText(right int) {
	p, pg := &v.p, v.load()
	x := v.left()
	from, to := v.Selection()
	clip := image.Rect(0, 0, right, p.img.Rect.Dy())
	for k, line := range pg.lines {
		y := v.top() + k*v.pitch()
		items, steps := pg.items[line.begin:line.end], pg.steps[line.begin:line.end]
		for i, s := range steps {
			cell := image.Rect(x+items[i].left, y, x+items[i].right, y+v.pitch()).Intersect(clip)
			mark := v.markAt(s.from)
			if mark.Filled {
				p.fill(cell, p.pal.changed)
			}
			if items[i].own == 0 {
				items[i].own = items[i].style
			}
			items[i].style = mark.marked(items[i].own)
			items[i].marked = s.from >= from && s.from < to
			if items[i].marked {
				p.fill(cell, p.pal.selected)
			}
			if s.from == v.cursor.from {
				items[i].marked = true
				p.fill(cell, v.cursorColour())
			}
		}
		p.ink(items, x, v.baseline(y), clip, p.pal.codeBox)
	}
}

// textAt returns the byte shown at x on a line, the last one right of its end.
func (v *ByteView) textAt(line pageLine, x int) int64 {
	pg := v.load()
	x -= v.left()
	for i := line.begin; i < line.end; i++ {
		if x < pg.items[i].right {
			return pg.steps[i].from
		}
	}
	if line.end > line.begin {
		return pg.steps[line.end-1].from
	}
	return line.from
}
