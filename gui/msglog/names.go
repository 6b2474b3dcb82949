package msglog

import (
	"encoding/binary"
	"errors"

	"wirevise/netcore"
)

// The names stream holds what rows refer to by its place: flows, which many rows share, and extras, which few rows have.
// Each lies behind its length and its checksum:
//
//	u32 length of body, u32 CRC32C of body, body
//	flow:  'F', uvarint endpoint, then with their lengths before them: name, network, local, peer
//	extra: 'X', note with its length before it [, varint number, name with its length before it, sentence]

const (
	nameHead   = 8
	flowType   = 'F'
	extraType  = 'X'
	maxNames   = 64 << 20 // bytes of names after which a segment is full
	keptFlows  = 4096     // flows that a segment knows without reading them
	knownFlows = 64 << 10 // flows that the writer recognises; another time they are written again
)

var errDamaged = errors.New("damaged")

// A flow is what many rows have in common.
type flow struct {
	endpoint                   netcore.EndpointID
	name, network, local, peer string
}

// An extra is what few rows have: a note, a fault.
type extra struct {
	note  string
	fault netcore.Fault
}

func appendString(dst []byte, s string) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(s)))
	return append(dst, s...)
}

// appendName begins a body of the given type, which closeName ends.
func appendName(dst []byte, kind byte) []byte {
	return append(dst, 0, 0, 0, 0, 0, 0, 0, 0, kind)
}

func closeName(b []byte) []byte {
	body := b[nameHead:]
	binary.LittleEndian.PutUint32(b[0:], uint32(len(body)))
	binary.LittleEndian.PutUint32(b[4:], checksum(body))
	return b
}

func appendFlow(dst []byte, f flow) []byte {
	dst = appendName(dst, flowType)
	dst = binary.AppendUvarint(dst, uint64(f.endpoint))
	for _, s := range [...]string{f.name, f.network, f.local, f.peer} {
		dst = appendString(dst, s)
	}
	return closeName(dst)
}

func appendExtra(dst []byte, note string, err error) []byte {
	dst = appendString(appendName(dst, extraType), note)
	if err != nil {
		f := netcore.Explain(err)
		dst = binary.AppendVarint(dst, int64(f.Number))
		dst = append(appendString(dst, f.Name), f.Text...)
	}
	return closeName(dst)
}

// A nameReader takes a body apart. After a mistake everything it returns is empty.
type nameReader struct {
	b   []byte
	bad bool
}

func (r *nameReader) uvarint() uint64 { return number(r, binary.Uvarint) }

func (r *nameReader) varint() int64 { return number(r, binary.Varint) }

func number[T uint64 | int64](r *nameReader, decode func([]byte) (T, int)) T {
	v, n := decode(r.b)
	if n <= 0 {
		r.b, r.bad = nil, true
		return 0
	}
	r.b = r.b[n:]
	return v
}

func (r *nameReader) string() string {
	n := r.uvarint()
	if n > uint64(len(r.b)) {
		r.b, r.bad = nil, true
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}

func decodeFlow(body []byte) (f flow, err error) {
	if len(body) == 0 || body[0] != flowType {
		return flow{}, errDamaged
	}
	r := nameReader{b: body[1:]}
	f.endpoint = netcore.EndpointID(r.uvarint())
	f.name, f.network, f.local, f.peer = r.string(), r.string(), r.string(), r.string()
	if r.bad {
		return flow{}, errDamaged
	}
	return f, nil
}

func decodeExtra(body []byte, fault bool) (x extra, err error) {
	if len(body) == 0 || body[0] != extraType {
		return extra{}, errDamaged
	}
	r := nameReader{b: body[1:]}
	x.note = r.string()
	if fault {
		x.fault.Number = int(r.varint())
		x.fault.Name = r.string()
		x.fault.Text = string(r.b)
	}
	if r.bad {
		return extra{}, errDamaged
	}
	return x, nil
}
