package capture

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"strconv"
	"time"

	"wirevise/netcore"
)

// A parsedRow is a line being read.
type parsedRow struct {
	Row
	seen   names // of its members
	data   []byte
	text   []byte // may be a part of the line
	textAt int
	size   int64
	sizeAt int
}

// parseJSON reads one line. It keeps nothing of it.
func parseJSON(line []byte) (Row, error) {
	if err := checkObject(line); err != nil {
		return Row{}, err
	}
	var p parsedRow
	if err := eachMember(line, p.top); err != nil {
		return Row{}, err
	}
	for _, name := range []string{"seq", "time", "kind"} {
		if !p.seen.has(name) {
			return Row{}, &JSONError{Text: "there is no " + name}
		}
	}
	if err := p.payload(); err != nil {
		return Row{}, err
	}
	return p.Row, nil
}

// top is called for each member of a line.
func (p *parsedRow) top(at int, key, value []byte) error {
	return once(&p.seen, p.member, at, key, value)
}

// names are those of the members that stood before, for none may stand twice.
type names struct {
	known uint32 // by memberNames
	other map[string]bool
}

// memberNames are the members that are read, with a bit each.
var memberNames = func() map[string]uint32 {
	bits := map[string]uint32{}
	for i, name := range []string{"seq", "time", "kind", "endpoint", "session", "network", "local", "peer", "size", "data", "text", "note",
		"flags", "error", "name", "number"} {
		bits[name] = 1 << i
	}
	return bits
}()

func (n *names) has(name string) bool { return n.known&memberNames[name] != 0 || n.other[name] }

func (n *names) add(name []byte) {
	bit := memberNames[string(name)]
	switch {
	case bit != 0:
		n.known |= bit
	case n.other == nil:
		n.other = map[string]bool{string(name): true}
	default:
		n.other[string(name)] = true
	}
}

// once calls member for one that did not stand before.
func once(seen *names, member func(at int, name string, value []byte) error, at int, key, value []byte) error {
	name, err := unquote(key)
	if err == nil && seen.has(string(name)) {
		err = errors.New("it stands twice")
	}
	if err == nil {
		seen.add(name)
		err = member(at, string(name), value)
	}
	var placed *JSONError
	if err == nil || errors.As(err, &placed) {
		return err
	}
	return &JSONError{Byte: at + 1, Text: fmt.Sprintf("%.40s: %v", name, err)}
}

func (p *parsedRow) member(at int, name string, value []byte) (err error) {
	var n uint64
	switch name {
	case "seq":
		p.Seq, err = wholeNumber(value, 0, maxSeq)
	case "session":
		n, err = wholeNumber(value, 0, maxSession)
		p.Session = netcore.SessionID(n)
	case "size":
		n, err = wholeNumber(value, 0, maxSize)
		p.size, p.sizeAt = int64(n), at
	case "time":
		p.Time, err = timeOf(value)
	case "kind":
		p.Kind, err = kindOf(value)
	case "flags":
		p.Flags, err = flagsOf(value)
	case "endpoint":
		p.Endpoint, err = stringOf(value)
	case "network":
		p.Network, err = stringOf(value)
	case "local":
		p.Local, err = stringOf(value)
	case "peer":
		p.Peer, err = stringOf(value)
	case "note":
		p.Note, err = stringOf(value)
	case "data":
		p.data, err = bytesOf(value)
	case "text":
		p.textAt = at
		p.text, err = unquote(value)
	case "error":
		err = p.fault(at, value)
	}
	return err
}

// payload makes it of the members that tell of it.
func (p *parsedRow) payload() error {
	switch {
	case !p.seen.has("data"):
		p.Payload = bytes.Clone(p.text)
	case p.seen.has("text") && !bytes.Equal(p.data, p.text):
		return &JSONError{Byte: p.textAt + 1, Text: "text: it is not what data says"}
	default:
		p.Payload = p.data
	}
	if len(p.Payload) == 0 {
		p.Payload = nil
	}
	p.Size = int64(len(p.Payload))
	if p.seen.has("size") && p.size != p.Size {
		return &JSONError{Byte: p.sizeAt + 1, Text: fmt.Sprintf("size: there are %d bytes of payload, not %d", p.Size, p.size)}
	}
	return nil
}

// fault reads the error.
func (p *parsedRow) fault(at int, value []byte) error {
	if value[0] != '{' {
		return errors.New("not an object")
	}
	p.HasFault = true
	var seen names
	member := func(_ int, name string, value []byte) (err error) {
		switch name {
		case "name":
			p.Fault.Name, err = stringOf(value)
		case "text":
			p.Fault.Text, err = stringOf(value)
		case "number":
			var n uint64
			n, err = wholeNumber(value, minNumber, maxNumber)
			p.Fault.Number = int(int64(n))
		}
		return err
	}
	return eachMember(value, func(inner int, key, value []byte) error {
		return once(&seen, member, at+inner, key, value)
	})
}

func stringOf(value []byte) (string, error) {
	s, err := unquote(value)
	return string(s), err
}

func timeOf(value []byte) (t time.Time, err error) {
	s, err := unquote(value)
	if err != nil {
		return t, err
	}
	if err := t.UnmarshalText(s); err != nil {
		return t, fmt.Errorf("%.40q is no time as RFC 3339 has it", s)
	}
	return t, nil
}

func kindOf(value []byte) (netcore.EventKind, error) {
	s, err := unquote(value)
	if err != nil {
		return 0, err
	}
	for k := netcore.Opened; k <= netcore.Framed; k++ {
		if string(s) == k.String() {
			return k, nil
		}
	}
	return 0, fmt.Errorf("%.40q is no kind", s)
}

func flagsOf(value []byte) (flags netcore.EventFlags, err error) {
	if value[0] != '[' {
		return 0, errors.New("not an array")
	}
	for i := skipSpace(value, 1); value[i] != ']'; {
		end := skipValue(value, i)
		s, err := unquote(value[i:end])
		if err != nil {
			return 0, err
		}
		bit := flagBit(string(s))
		if bit < 0 {
			return 0, fmt.Errorf("%.40q is no flag", s)
		}
		flags |= 1 << bit
		if i = skipSpace(value, end); value[i] == ',' {
			i = skipSpace(value, i+1)
		}
	}
	return flags, nil
}

func flagBit(name string) int {
	for i := range 8 {
		if name == flagName(i) {
			return i
		}
	}
	return -1
}

// bytesOf reads base64 as RFC 4648 has it, without line ends.
func bytesOf(value []byte) ([]byte, error) {
	s, err := unquote(value)
	if err != nil {
		return nil, err
	}
	if at := bytes.IndexAny(s, "\r\n"); at >= 0 { // which the decoder would skip
		return nil, notBase64(at)
	}
	b := make([]byte, base64.StdEncoding.DecodedLen(len(s)))
	n, err := base64.StdEncoding.Strict().Decode(b, s)
	var corrupt base64.CorruptInputError
	if errors.As(err, &corrupt) {
		return nil, notBase64(int(corrupt))
	}
	return b[:n], err
}

func notBase64(at int) error { return fmt.Errorf("not base64 at its byte %d", at+1) }

// The bounds of the numbers.
const (
	maxSeq     = math.MaxUint64
	maxSize    = math.MaxInt64
	maxSession = math.MaxUint32
	minNumber  = math.MinInt32
	maxNumber  = math.MaxInt32
)

// wholeNumber reads a JSON number without fraction and exponent. A negative one comes as the uint64 of its int64.
func wholeNumber(value []byte, min int64, max uint64) (uint64, error) {
	if n, err := strconv.ParseUint(string(value), 10, 64); err == nil && n <= max {
		return n, nil
	}
	if n, err := strconv.ParseInt(string(value), 10, 64); err == nil && n < 0 && n >= min {
		return uint64(n), nil
	}
	return 0, fmt.Errorf("%.40s is no whole number from %d to %d", value, min, max)
}
