package codec

// RowSize is how many bytes one line of a hex dump shows.
const RowSize = 16

const dumpDigits = "0123456789abcdef"

// HexLine appends one line of the classic hex dump, as hexdump -C writes it but without the line break:
//
//	00000010  7b 22 6f 6b 22 3a 74 72  75 65 7d 0a              |{"ok":true}.|
//
// offset is where row begins; from 4 GiB on it takes more than eight digits. A row is at most [RowSize] bytes, and what
// is beyond that is not shown.
func HexLine(dst []byte, offset int64, row []byte) []byte {
	row = row[:min(len(row), RowSize)]
	digits := 8
	for digits < 16 && uint64(offset)>>(4*digits) != 0 {
		digits++
	}
	for digits--; digits >= 0; digits-- {
		dst = append(dst, dumpDigits[uint64(offset)>>(4*digits)&0xf])
	}
	for i := range RowSize {
		if i%8 == 0 {
			dst = append(dst, ' ')
		}
		if i < len(row) {
			dst = append(dst, ' ', dumpDigits[row[i]>>4], dumpDigits[row[i]&0xf])
		} else {
			dst = append(dst, "   "...)
		}
	}
	dst = append(dst, "  |"...)
	dst = AppendTextColumn(dst, row)
	return append(dst, '|')
}

// AppendTextColumn appends the text column of a hex dump: every byte one ASCII character, a full stop for each that is
// none.
func AppendTextColumn(dst, row []byte) []byte {
	for _, b := range row {
		if b < ' ' || b > '~' {
			b = '.'
		}
		dst = append(dst, b)
	}
	return dst
}

// TextColumn is the text column of a hex dump as a string.
func TextColumn(row []byte) string { return string(AppendTextColumn(nil, row)) }
