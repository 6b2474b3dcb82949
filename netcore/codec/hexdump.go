package codec

import (
	"strconv"
	"strings"
)

// maxDump is how many bytes a dump may have, with the lines that a * stands for.
const maxDump = 16 << 20

// A dumpLine is one line of a dump.
type dumpLine struct {
	at     int    // of the offset, in the text
	offset string // its digits; "" of a *
	fixed  bool   // it is hex for certain: it has a colon, or the text is between bars as hexdump -C writes it
	bytes  []byte
	column bool // there is a text column
}

// mayBeDump reports whether the first line that isn't empty begins with what may be an offset.
func mayBeDump(text string) bool {
	first := strings.TrimLeft(text, " \t\r\n")
	if rest, ok := cutHeader(first); ok {
		first = strings.TrimLeft(rest, " \t\r\n")
	}
	_, offset, colon, _ := cutOffset(first)
	return offset != "" && (colon || len(offset) >= 4)
}

// cutHeader cuts off a first line that numbers the columns, as PowerShell's Format-Hex writes it.
func cutHeader(text string) (rest string, ok bool) {
	line, rest, _ := strings.Cut(text, "\n")
	return rest, strings.EqualFold(strings.TrimSpace(line), "00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F")
}

// cutOffset cuts an offset from the beginning of a line: three digits and a colon, or four and a blank, at least. With a
// colon it may have 0x before it.
func cutOffset(line string) (prefix int, offset string, colon bool, rest string) {
	if len(line) > 2 && line[0] == '0' && line[1]|0x20 == 'x' {
		prefix = 2
	}
	offset = hexRun(line[prefix:])
	rest = line[prefix+len(offset):]
	if strings.HasPrefix(rest, ":") {
		colon, rest = true, rest[1:]
	}
	blank := rest == "" || strings.ContainsRune(" \t\r\n", rune(rest[0]))
	if len(offset) > 16 || !blank || !colon && (prefix > 0 || len(offset) < 4) || colon && len(offset) < 3 {
		return 0, "", false, line
	}
	return prefix, offset, colon, rest
}

// parseDump reads a dump: lines of an offset, bytes, and perhaps their text. Offsets are hex, or decimal or octal as od writes
// them, and must say where their bytes are, so that no line is missing. A line of * repeats the one before up to the next
// offset. Where there is a text column it must agree with the bytes. A line may be an offset alone, which is the end.
//
// sure says that it is one, right or wrong, and nothing else: an offset has a colon, there is a text column, or one line
// follows another by its offset.
func parseDump(text string) (b []byte, sure bool, err error) {
	var lines []dumpLine
	var first error
	odd := false // an offset is no bytes for certain
	start := len(text) - len(strings.TrimLeft(text, " \t\r\n"))
	if rest, ok := cutHeader(text[start:]); ok {
		start, sure = len(text)-len(rest), true
	}
	for start < len(text) {
		end := len(text)
		if i := strings.IndexAny(text[start:], "\r\n"); i >= 0 {
			end = start + i
		}
		if line := strings.TrimLeft(text[start:end], " \t"); line != "" {
			at := end - len(line)
			l, err := readDumpLine(text[:end], at)
			if err != nil && first == nil {
				first = err
			}
			sure = sure || l.fixed || l.column
			odd = odd || len(l.offset)%2 == 1
			lines = append(lines, l)
		}
		start = end + lineBreak(text[end:])
	}
	if first == nil {
		var follows bool
		b, follows, first = joinDump(text, lines)
		sure = sure || follows
	}
	if first != nil {
		return nil, sure || odd, first
	}
	return b, sure, nil
}

// readDumpLine reads the line that text ends with, from at on. What it has of it is returned beside an error.
func readDumpLine(text string, at int) (l dumpLine, err error) {
	l.at = at
	line := strings.TrimRight(text[at:], " \t")
	if line == "*" {
		return l, nil
	}
	prefix, offset, colon, rest := cutOffset(line)
	if offset == "" {
		return l, errorAt(text, at, "this line of a dump has no offset")
	}
	l.offset, l.fixed = offset, colon
	l.at += prefix
	for i := at + len(line) - len(rest); i < len(text); {
		gap := len(text[i:]) - len(strings.TrimLeft(text[i:], " \t"))
		if column(text[i:], gap, colon, len(l.bytes)) {
			l.column = strings.TrimSpace(text[i:]) != ""
			l.fixed = l.fixed || strings.HasPrefix(text[i+gap:], "|")
			if !agrees(text[i:], l.bytes) {
				return l, errorAt(text, i+gap, "the text column does not say what the bytes say")
			}
			return l, nil
		}
		i += gap
		digits := hexRun(text[i:])
		end := i + len(digits)
		switch {
		case end == i || end < len(text) && text[end] != ' ' && text[end] != '\t':
			return l, errorAt(text, end, "this is neither a byte of a dump nor its text column")
		case len(digits)%2 == 1:
			return l, errorAt(text, i, "%s is half a byte too many: a byte has two hex digits", digits)
		case len(digits) > 2 && !colon:
			return l, errorAt(text, i, "%s may be a word in the machine's own order, as od -x and hexdump write it; hexdump -C writes bytes", digits)
		}
		for ; i < end; i += 2 {
			l.bytes = append(l.bytes, hexValue(text[i])<<4|hexValue(text[i+1]))
		}
	}
	return l, nil
}

// column reports whether the text column begins with a gap so wide, behind so many bytes. hexdump and tshark leave two
// blanks behind eight bytes.
func column(rest string, gap int, colon bool, bytes int) bool {
	if bytes == 0 || gap == len(rest) {
		return bytes > 0
	}
	next := rest[gap]
	switch {
	case next == '|' || next == '>':
		return true
	case strings.Contains(rest[:gap], "\t") || gap > 2:
		return true
	}
	return gap == 2 && (colon || bytes != 8)
}

// agrees reports whether a text column, with the blanks around it, is that of row: with | or > and < around it or not. A byte
// that is no ASCII character may be shown as anything that is none, or as a full stop; blanks at the end may be gone.
func agrees(column string, row []byte) bool {
	s := strings.TrimRight(column, " \t")
	if s = strings.TrimLeft(s, " \t"); s == "" {
		return true
	}
	for _, marks := range []string{"||", "><"} {
		if len(s) >= 2 && s[0] == marks[0] && s[len(s)-1] == marks[1] && shows(s[1:len(s)-1], row) {
			return true
		}
	}
	for len(row) > 0 && row[0] == ' ' {
		row = row[1:]
	}
	for len(row) > 0 && row[len(row)-1] == ' ' {
		row = row[:len(row)-1]
	}
	return shows(s, row)
}

func shows(s string, row []byte) bool {
	n := 0
	for _, r := range s {
		if n == len(row) {
			return false
		}
		b := row[n]
		n++
		printed := ' ' <= b && b <= '~'
		if printed && r != rune(b) || !printed && r != '.' && ' ' <= r && r <= '~' {
			return false
		}
	}
	return n == len(row)
}

// joinDump puts the bytes of the lines together, as their offsets say. follows reports that there is more than one line and
// that each goes on where the one before it ends.
func joinDump(text string, lines []dumpLine) (b []byte, follows bool, err error) {
	bases := []int{16, 10, 8}
	offsets := 0
	for _, l := range lines {
		if l.offset == "" {
			continue
		}
		offsets++
		if l.fixed || len(l.offset) != 7 { // od writes so many digits that are not hex
			bases = bases[:1]
		}
	}
	found, first := false, error(nil)
	for _, base := range bases {
		joined, err := joinDumpIn(text, lines, base)
		switch {
		case err != nil && first == nil:
			first = err
		case err == nil && found && len(joined) != len(b):
			return nil, true, errorAt(text, lines[0].at, "the offsets may be hex or octal, with %d bytes or %d: write the lines out that a * stands for", len(b), len(joined))
		case err == nil && !found:
			b, found = joined, true
		}
	}
	if !found {
		return nil, false, first
	}
	return b, offsets > 1, nil
}

func joinDumpIn(text string, lines []dumpLine, base int) ([]byte, error) {
	var b []byte
	var begin uint64
	star := -1
	for i, l := range lines {
		if l.offset == "" {
			if star >= 0 || i == 0 || len(lines[i-1].bytes) == 0 {
				return nil, errorAt(text, l.at, "the * has no line of bytes before it")
			}
			star = i
			continue
		}
		offset, err := strconv.ParseUint(l.offset, base, 64)
		if err != nil {
			return nil, errorAt(text, l.at, "the offset %s is no number", l.offset)
		}
		if i == 0 {
			begin = offset
		}
		if star >= 0 {
			again := lines[star-1].bytes
			missing := offset - begin - uint64(len(b))
			switch {
			case offset < begin || offset-begin < uint64(len(b)) || missing%uint64(len(again)) != 0:
				return nil, errorAt(text, l.at, "the offset %s is not the end of lines of %d bytes, which the * stands for", l.offset, len(again))
			case missing > maxDump:
				return nil, errorAt(text, lines[star].at, "the * stands for %d bytes; a dump may have %d", missing, maxDump)
			}
			for range missing / uint64(len(again)) {
				b = append(b, again...)
			}
			star = -1
		}
		if offset-begin != uint64(len(b)) {
			return nil, errorAt(text, l.at, "the offset %s does not follow: %d bytes are before it, from %s on", l.offset, len(b), lines[0].offset)
		}
		if len(l.bytes) == 0 && i < len(lines)-1 {
			return nil, errorAt(text, l.at, "there are no bytes behind the offset %s", l.offset)
		}
		b = append(b, l.bytes...)
	}
	if star >= 0 {
		return nil, errorAt(text, lines[star].at, "no offset behind the * says how many lines it stands for")
	}
	return b, nil
}

// likeOffset reports whether a line of digits, which is no dump for certain, begins with what may be an offset: its first
// group has 4 to 8 digits, and those behind it have another width, all the same one.
func likeOffset(text string) bool {
	line := text
	if i := strings.IndexAny(text, "\r\n"); i >= 0 {
		line = text[:i]
	}
	first := hexRun(line)
	if len(first) < 4 || len(first) > 8 || len(first) == len(line) || line[len(first)] != ' ' && line[len(first)] != '\t' {
		return false
	}
	width, groups := 0, strings.Fields(line[len(first):])
	for i, g := range groups {
		digits := hexRun(g)
		if len(digits) != len(g) {
			return width > 0 && width != len(first)
		}
		if i == 0 {
			width = len(g)
		}
		if len(g) != width && (i < len(groups)-1 || len(g) > width) {
			return false
		}
	}
	return len(groups) > 0 && width != len(first)
}
