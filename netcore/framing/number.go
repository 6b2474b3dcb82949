package framing

import (
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Number says how a length is written.
type Number uint8

const (
	U8 Number = iota + 1
	U16BE
	U16LE
	U32BE
	U32LE
	U64BE
	U64LE
	Varint  // 7 bits a byte, the lowest first, as of Protocol Buffers; unsigned LEB128
	Decimal // ASCII digits
)

var numberNames = [...]string{U8: "u8", U16BE: "u16be", U16LE: "u16le", U32BE: "u32be", U32LE: "u32le", U64BE: "u64be", U64LE: "u64le",
	Varint: "varint", Decimal: "decimal"}

// Numbers lists them all.
var Numbers = []Number{U8, U16BE, U16LE, U32BE, U32LE, U64BE, U64LE, Varint, Decimal}

func (n Number) String() string {
	if n == 0 || int(n) >= len(numberNames) {
		return "Number(" + strconv.Itoa(int(n)) + ")"
	}
	return numberNames[n]
}

// width is the size of a number whose size is always the same, in bytes, or 0.
func (n Number) width() int {
	switch n {
	case U8:
		return 1
	case U16BE, U16LE:
		return 2
	case U32BE, U32LE:
		return 4
	case U64BE, U64LE:
		return 8
	}
	return 0
}

func (n Number) order() binary.AppendByteOrder {
	if n == U16LE || n == U32LE || n == U64LE {
		return binary.LittleEndian
	}
	return binary.BigEndian
}

// Fill says how a decimal number fills its width when it is sent. All three are read, whichever is chosen.
type Fill uint8

const (
	FillZeros Fill = iota + 1 // 0005
	FillRight                 // the number, then spaces, as Python's f"{n:<4}"
	FillLeft                  // spaces, then the number, as Python's f"{n:>4}"
)

func (f Fill) String() string {
	switch f {
	case FillRight:
		return "right"
	case FillLeft:
		return "left"
	}
	return "zeros"
}

// Limits of a decimal number.
const (
	MaxWidth  = 64
	maxDigits = 19 // without a width; 2^63 has 19
)

// maxField is the longest length field, in bytes, with what follows it to know its end.
const maxField = MaxWidth + 1

// read reads a length field at the beginning of b. size is how long it is, 0 if there may be more to come; if broken says
// what is wrong, size is how much of b that is about.
func (l Length) read(b []byte) (n uint64, size int, broken string) {
	switch w := l.Number.width(); {
	case l.Number == Decimal:
		return l.readDecimal(b)
	case l.Number == Varint:
		n, size = binary.Uvarint(b)
		if size < 0 || size == 0 && len(b) >= binary.MaxVarintLen64 {
			return 0, min(len(b), binary.MaxVarintLen64), "the length is no varint of at most 64 bits"
		}
		return n, size, ""
	case len(b) < w:
		return 0, 0, ""
	case w == 1:
		return uint64(b[0]), 1, ""
	case w == 2:
		return uint64(l.byteOrder().Uint16(b)), 2, ""
	case w == 4:
		return uint64(l.byteOrder().Uint32(b)), 4, ""
	default:
		return l.byteOrder().Uint64(b), 8, ""
	}
}

func (l Length) byteOrder() binary.ByteOrder {
	if l.Number == U16LE || l.Number == U32LE || l.Number == U64LE {
		return binary.LittleEndian
	}
	return binary.BigEndian
}

func (l Length) readDecimal(b []byte) (n uint64, size int, broken string) {
	if l.Width > 0 {
		for i := range b[:min(len(b), l.Width)] { // a byte that can't be in it is known at once
			if b[i] != ' ' && !isDigit(b[i]) {
				return 0, 1, noNumber
			}
		}
		if len(b) < l.Width {
			return 0, 0, ""
		}
		digits := strings.Trim(string(b[:l.Width]), " ")
		n, err := strconv.ParseUint(digits, 10, 63)
		if err != nil || len(digits) > 1 && len(digits) < l.Width && digits[0] == '0' { // zeros or spaces, not both
			return 0, 1, noNumber
		}
		return n, l.Width, ""
	}
	digits := 0
	for ; digits < len(b) && isDigit(b[digits]); digits++ {
		if digits == maxDigits {
			return 0, 1, fmt.Sprintf("the length has more than %d digits", maxDigits)
		}
		n = n*10 + uint64(b[digits]-'0')
	}
	switch {
	case digits == len(b):
		return 0, 0, ""
	case digits == 0:
		return 0, 1, noNumber
	case n > math.MaxInt64:
		return 0, 1, "the length is more than 63 bits"
	case l.End == "":
		return n, digits, ""
	case b[digits] != l.End[0]:
		return 0, 1, "the length does not end in " + BytesText(l.End)
	}
	return n, digits + 1, ""
}

const noNumber = "there is no decimal length where one belongs"

func isDigit(b byte) bool { return '0' <= b && b <= '9' }

// write returns the length field that says n.
func (l Length) write(n uint64) ([]byte, error) {
	w := l.Number.width()
	if 0 < w && w < 8 && n>>(8*w) != 0 {
		return nil, fmt.Errorf("the length would be %d, and %s holds at most %d", n, l.Number, uint64(1)<<(8*w)-1)
	}
	switch l.Number {
	case U8:
		return []byte{byte(n)}, nil
	case U16BE, U16LE:
		return l.Number.order().AppendUint16(nil, uint16(n)), nil
	case U32BE, U32LE:
		return l.Number.order().AppendUint32(nil, uint32(n)), nil
	case U64BE, U64LE:
		return l.Number.order().AppendUint64(nil, n), nil
	case Varint:
		return binary.AppendUvarint(nil, n), nil
	}
	digits := strconv.FormatUint(n, 10)
	if l.Width == 0 {
		return []byte(digits + l.End), nil
	}
	missing := l.Width - len(digits)
	if missing < 0 {
		return nil, fmt.Errorf("the length would be %d, and there is room for %d digits", n, l.Width)
	}
	switch l.Fill {
	case FillRight:
		digits += strings.Repeat(" ", missing)
	case FillLeft:
		digits = strings.Repeat(" ", missing) + digits
	default:
		digits = strings.Repeat("0", missing) + digits
	}
	return []byte(digits), nil
}
