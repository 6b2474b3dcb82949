package msglog

import (
	"encoding/binary"
	"errors"
	"io"
	"math"

	"wirevise/netcore"
)

// A damage says what of a row can't be trusted.
type damage uint8

const (
	undamaged damage = iota
	payloadOnly
	wholeRow // nothing of it is known but its number
)

// damages are what is known of rows that are damaged.
type damages struct{ rows, payloads Set }

func (d *damages) of(seq uint64) damage {
	switch {
	case d.rows.Has(seq):
		return wholeRow
	case d.payloads.Has(seq):
		return payloadOnly
	}
	return undamaged
}

func (d *damages) add(seq uint64, x damage) {
	if x == wholeRow {
		d.rows.add(seq)
	} else {
		d.payloads.add(seq)
	}
}

func (d *damages) remove(seq uint64) {
	d.rows.remove(seq)
	d.payloads.remove(seq)
}

func (d *damages) count() int { return d.rows.Len() + d.payloads.Len() }

// read fills p from a stream of g. It fails when the bytes are not there.
func (s *Store) read(g *segment, k streamKind, off int64, p []byte) error {
	s.mu.RLock()
	st := &g.streams[k]
	if off < 0 || off+int64(len(p)) > st.size {
		s.mu.RUnlock()
		return io.ErrUnexpectedEOF
	}
	missing := st.copyLocked(p, off)
	f := st.file
	s.mu.RUnlock()
	if missing == 0 {
		return nil
	}
	return readFile(f, p[:missing], off)
}

// within reports whether a stream has the bytes, before memory is made for them.
func (s *Store) within(g *segment, k streamKind, off, size int64) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if off+size > g.streams[k].size {
		return io.ErrUnexpectedEOF
	}
	return nil
}

// segmentOf returns the segment that holds row seq, or nil, and whether the row is held at all: a row that was lost from
// its files is, and has no segment.
func (s *Store) segmentOf(seq uint64) (g *segment, held bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if s.closed {
		return nil, false
	}
	g = s.findLocked(seq)
	if g == nil || seq < g.base {
		return nil, g != nil
	}
	return g, true
}

// Get returns a row with at most max bytes of its payload, all when max is negative. ok is false when the row is not
// held. A row that is damaged on disk has a fault that says so, and shows nothing that its checksums don't vouch for.
func (s *Store) Get(seq uint64, max int) (e Entry, ok bool) {
	g, held := s.segmentOf(seq)
	if !held {
		return Entry{}, false
	}
	if g == nil || s.damagedAt(seq) == wholeRow {
		return damagedEntry(seq), true
	}
	var b [recordSize]byte
	var r record
	err := s.read(g, rowStream, int64(seq-g.base)*recordSize, b[:])
	if err == nil && !r.decode(&b, seq) {
		err = errDamaged
	}
	if err == nil {
		e, err = s.entryOf(g, &r, seq)
	}
	if err != nil {
		return s.lost(seq)
	}
	n := r.size
	if max >= 0 && int64(max) < int64(n) {
		n = uint32(max)
	}
	if err = s.within(g, payloadStream, int64(r.payload), int64(n)); err == nil {
		e.Payload = make([]byte, n)
		err = s.read(g, payloadStream, int64(r.payload), e.Payload)
	}
	if err != nil || n == r.size && checksum(e.Payload) != r.sum || s.damagedAt(seq) != undamaged {
		if _, held := s.segmentOf(seq); !held {
			return Entry{}, false
		}
		return withoutPayload(e), true
	}
	return e, true
}

// lost tells a row that can't be read: it was trimmed this moment, or is damaged.
func (s *Store) lost(seq uint64) (Entry, bool) {
	if _, held := s.segmentOf(seq); !held {
		return Entry{}, false
	}
	return damagedEntry(seq), true
}

func (s *Store) damagedAt(seq uint64) damage {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.damaged.of(seq)
}

var (
	rowFault     = netcore.Fault{Text: "this row is damaged on disk: its checksum does not fit, so nothing of it is shown"}
	namesFault   = netcore.Fault{Text: "endpoint, addresses and note of this row are damaged on disk: their checksums do not fit, so they are not shown"}
	payloadFault = netcore.Fault{Text: "the payload is damaged on disk: its checksum does not fit, so it is not shown"}
)

func damagedEntry(seq uint64) Entry {
	return Entry{Seq: seq, Kind: netcore.Failed, Fault: rowFault, HasFault: true, Damaged: true}
}

func withoutPayload(e Entry) Entry {
	e.Payload, e.Size, e.Damaged = nil, 0, true
	if !e.HasFault {
		e.Fault, e.HasFault = payloadFault, true
	}
	return e
}

// entryOf makes the entry of a record, without its payload. Where its names are damaged it says so.
func (s *Store) entryOf(g *segment, r *record, seq uint64) (Entry, error) {
	f, err := s.flowAt(g, r.flow)
	if err != nil {
		f = &flow{}
	}
	var x extra
	if r.extra != 0 {
		var e error
		if x, e = s.extraAt(g, r.extra, r.fault()); e != nil {
			err, x.fault = e, namesFault
		}
	}
	e := r.entry(seq, f, x)
	if err != nil {
		if _, held := s.segmentOf(seq); !held {
			return Entry{}, err
		}
		e.Damaged = true
		if !e.HasFault {
			e.Fault, e.HasFault = namesFault, true
		}
	}
	return e, nil
}

func (s *Store) flowAt(g *segment, at uint32) (*flow, error) {
	if f := g.known.get(at); f != nil {
		return f, nil
	}
	body, err := s.name(g, at)
	if err != nil {
		return nil, err
	}
	f, err := decodeFlow(body)
	if err != nil {
		return nil, err
	}
	g.known.put(at, &f)
	return &f, nil
}

func (s *Store) extraAt(g *segment, at uint32, fault bool) (extra, error) {
	body, err := s.name(g, at)
	if err != nil {
		return extra{}, err
	}
	return decodeExtra(body, fault)
}

// name reads the body of what lies at a place among the names.
func (s *Store) name(g *segment, at uint32) ([]byte, error) {
	var head [nameHead]byte
	if err := s.read(g, nameStream, int64(at), head[:]); err != nil {
		return nil, err
	}
	size := binary.LittleEndian.Uint32(head[:])
	s.mu.RLock()
	there := g.streams[nameStream].size
	s.mu.RUnlock()
	if int64(at)+nameHead+int64(size) > there {
		return nil, errDamaged
	}
	body := make([]byte, size)
	if err := s.read(g, nameStream, int64(at)+nameHead, body); err != nil {
		return nil, err
	}
	if checksum(body) != binary.LittleEndian.Uint32(head[4:]) {
		return nil, errDamaged
	}
	return body, nil
}

// ReadPayload reads a row's payload from off on into buf, in the manner of [io.ReaderAt]: when it reads less than
// len(buf) bytes the error is io.EOF. The error is ErrNoRow when the row is not held.
func (s *Store) ReadPayload(seq uint64, off int64, buf []byte) (int, error) {
	if off < 0 {
		return 0, errors.New("read payload: negative offset")
	}
	g, held := s.segmentOf(seq)
	if !held {
		return 0, ErrNoRow
	}
	if g == nil || s.damagedAt(seq) != undamaged {
		return 0, io.EOF
	}
	var b [recordSize]byte
	var r record
	if err := s.read(g, rowStream, int64(seq-g.base)*recordSize, b[:]); err != nil || !r.decode(&b, seq) {
		if _, held := s.segmentOf(seq); !held {
			return 0, ErrNoRow
		}
		return 0, io.EOF
	}
	n := min(int64(len(buf)), int64(r.size)-min(off, math.MaxUint32))
	if n <= 0 {
		return 0, io.EOF
	}
	if err := s.read(g, payloadStream, int64(r.payload)+off, buf[:n]); err != nil {
		if _, held := s.segmentOf(seq); !held {
			return 0, ErrNoRow
		}
		return 0, err
	}
	if n < int64(len(buf)) {
		return int(n), io.EOF
	}
	return int(n), nil
}
