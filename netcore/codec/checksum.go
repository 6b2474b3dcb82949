package codec

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A Checksum is computed over a range of a message and put into it. Places are counted from the beginning of the message, from
// 0, and negative ones from its end, as the message is before this checksum is put in and without the ending that a
// [Composition] adds.
type Checksum struct {
	Sum    Sum     `json:"sum"`
	From   int     `json:"from,omitempty"`  // the first byte that counts
	To     int     `json:"to,omitempty"`    // the first behind it that doesn't; 0 is the end of the message
	Digits bool    `json:"digits,omitzero"` // the range is hex digits in ASCII, and the sum that of the bytes they stand for, as in Modbus ASCII
	Put    PutKind `json:"put,omitzero"`    // 0 is PutAppend
	At     int     `json:"at,omitempty"`    // of PutInsert: before this byte; of PutOver: from this byte on
	Little bool    `json:"little,omitzero"` // the lowest byte first; else the highest
	As     SumForm `json:"as,omitzero"`     // 0 is SumBytes
}

// PutKind is how a checksum is put into a message.
type PutKind uint8

const (
	PutAppend PutKind = iota + 1 // behind the message
	PutInsert                    // between the bytes at a place, which make room
	PutOver                      // over the bytes at a place, which are replaced
)

var putNames = []string{PutAppend: "append", PutInsert: "insert", PutOver: "overwrite"}

func (k PutKind) String() string { return nameOf(putNames, int(k), "PutKind") }

// SumForm is how a checksum is written.
type SumForm uint8

const (
	SumBytes    SumForm = iota + 1
	SumHex              // in hex digits, ASCII: 5a
	SumCapitals         // the same in capitals: 5A
)

var sumFormNames = []string{SumBytes: "bytes", SumHex: "hex", SumCapitals: "HEX"}

func (f SumForm) String() string { return nameOf(sumFormNames, int(f), "SumForm") }

// A SumError says why a checksum can't be put into a message.
type SumError struct {
	Index int    // in the composition's Sums
	Text  string // one plain sentence, without a full stop
}

func (e *SumError) Error() string { return fmt.Sprintf("checksum %d: %s", e.Index+1, e.Text) }

// String says all of it in one line, as in "crc-16/modbus of bytes 0 to the end, lowest byte first, appended".
func (c Checksum) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s of ", c.Sum)
	if c.Digits {
		b.WriteString("the digits in ")
	}
	fmt.Fprintf(&b, "bytes %d to ", c.From)
	if c.To == 0 {
		b.WriteString("the end")
	} else {
		fmt.Fprint(&b, c.To)
	}
	if c.Sum.Size() > 1 {
		b.WriteString([]string{", highest byte first", ", lowest byte first"}[index(c.Little)])
	}
	switch c.As {
	case SumHex:
		b.WriteString(", as hex")
	case SumCapitals:
		b.WriteString(", as HEX")
	}
	switch c.Put {
	case PutInsert:
		fmt.Fprintf(&b, ", inserted at %d", c.At)
	case PutOver:
		fmt.Fprintf(&b, ", over the bytes at %d", c.At)
	default:
		b.WriteString(", appended")
	}
	return b.String()
}

func index(b bool) int {
	if b {
		return 1
	}
	return 0
}

// check tells what is wrong whatever the message.
func (c Checksum) check() error {
	switch {
	case c.Sum.Size() == 0:
		return fmt.Errorf("there is no checksum %s", c.Sum)
	case int(c.Put) >= len(putNames):
		return fmt.Errorf("there is no way %s to put it in", c.Put)
	case int(c.As) >= len(sumFormNames):
		return fmt.Errorf("there is no way %s to write it", c.As)
	}
	return nil
}

// width is how many bytes it has in the message.
func (c Checksum) width() int {
	if c.As == SumHex || c.As == SumCapitals {
		return 2 * c.Sum.Size()
	}
	return c.Sum.Size()
}

// grows is how many bytes longer it makes the message.
func (c Checksum) grows() int {
	if c.Put == PutOver {
		return 0
	}
	return c.width()
}

// place is where it goes in a message of size bytes.
func (c Checksum) place(size int) (int, error) {
	if c.Put != PutInsert && c.Put != PutOver {
		return size, nil
	}
	at := c.At
	if at < 0 {
		at += size
	}
	need := 0
	if c.Put == PutOver {
		need = c.width()
	}
	if at < 0 || at > size-need {
		if need > 0 {
			return 0, fmt.Errorf("its place is %d to %d, and the message has %d bytes", c.At, c.At+need, size)
		}
		return 0, fmt.Errorf("its place is %d, and the message has %d bytes", c.At, size)
	}
	return at, nil
}

// span is the range in a message of size bytes.
func (c Checksum) span(size int) (from, to int, err error) {
	from, to = c.From, c.To
	if from < 0 {
		from += size
	}
	if to <= 0 {
		to += size
	}
	switch {
	case from < 0 || from > size:
		return 0, 0, fmt.Errorf("its range begins at %d, and the message has %d bytes", c.From, size)
	case to < 0 || to > size:
		return 0, 0, fmt.Errorf("its range ends at %d, and the message has %d bytes", c.To, size)
	case from > to:
		return 0, 0, fmt.Errorf("its range ends at %d, before it begins at %d", to, from)
	}
	return from, to, nil
}

// Into returns message with the checksum in it; message itself is left as it is. The error says what is out of the message.
func (c Checksum) Into(message []byte) ([]byte, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	n, err := c.of(message)
	if err != nil {
		return nil, err
	}
	at, err := c.place(len(message))
	if err != nil {
		return nil, err
	}
	written := appendInteger(nil, n, c.Sum.Size(), c.Little)
	if c.As == SumHex || c.As == SumCapitals {
		written = []byte(hexText(written, c.As == SumCapitals))
	}
	rest := at
	if c.Put == PutOver {
		rest += len(written)
	}
	return slices.Concat(message[:at], written, message[rest:]), nil
}

// of is the sum over the range.
func (c Checksum) of(message []byte) (uint64, error) {
	from, to, err := c.span(len(message))
	if err != nil {
		return 0, err
	}
	data := message[from:to]
	if !c.Digits {
		return c.Sum.Of(data), nil
	}
	decoded := make([]byte, 0, len(data)/2)
	for i := range data {
		if !isHex(data[i]) {
			return 0, fmt.Errorf("byte %d of the message, %s, is no hex digit", from+i, byteCode(data[i]))
		}
		if i%2 == 1 {
			decoded = append(decoded, hexValue(data[i-1])<<4|hexValue(data[i]))
		}
	}
	if len(data)%2 == 1 {
		return 0, errors.New("its range has an odd number of hex digits")
	}
	return c.Sum.Of(decoded), nil
}
