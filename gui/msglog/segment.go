package msglog

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"wirevise/netcore"
)

// A segment is a run of rows with everything they need, so that the oldest rows go by removing its files.
type segment struct {
	number  int
	base    uint64 // the sequence number of the first row
	rows    uint64 // that readers see; under Store.mu
	streams [streams]stream
	known   knownNames
	dropped bool // its files are gone or going; under Store.mu
}

// newSegment makes a segment that takes about size bytes.
func newSegment(number int, base uint64, size int64) *segment {
	g := &segment{number: number, base: base}
	for k := range g.streams {
		g.streams[k].kind, g.streams[k].chunk = streamKind(k), max(minChunk, min(chunkSizes[k], size/8))
	}
	return g
}

const minChunk = 4 << 10

// end is the sequence number behind the last row. The caller holds Store.mu.
func (g *segment) end() uint64 { return g.base + g.rows }

// path is where the segment's file of a kind lies in dir.
func (g *segment) path(dir string, k streamKind) string {
	return filepath.Join(dir, fmt.Sprintf("%06d.%v", g.number, k))
}

// unsavedLocked is how many bytes are not in the files yet.
func (g *segment) unsavedLocked() (n int64) {
	for k := range g.streams {
		n += g.streams[k].size - g.streams[k].saved
	}
	return n
}

// memoryLocked is what the segment takes in memory, near enough.
func (g *segment) memoryLocked() (n int64) {
	for k := range g.streams {
		n += int64(len(g.streams[k].chunks)) * g.streams[k].chunk
	}
	return n
}

// diskLocked is what the segment takes on disk.
func (g *segment) diskLocked() (n int64) {
	for k := range g.streams {
		if g.streams[k].file != nil {
			n += headSize + g.streams[k].saved
		}
	}
	return n
}

// close closes the files. Reads that are going on end first.
func (g *segment) close() (err error) {
	for k := range g.streams {
		if f := g.streams[k].file; f != nil {
			if e := f.Close(); err == nil {
				err = e
			}
		}
	}
	return err
}

// remove removes the files.
func (g *segment) remove(dir string) (err error) {
	for k := range streams {
		if e := os.Remove(g.path(dir, k)); err == nil && !os.IsNotExist(e) {
			err = e
		}
	}
	return err
}

// knownNames are the flows of a segment that were read lately.
type knownNames struct {
	mu    sync.Mutex
	flows map[uint32]*flow
}

func (x *knownNames) get(at uint32) *flow {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.flows[at]
}

func (x *knownNames) put(at uint32, f *flow) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.flows == nil || len(x.flows) >= keptFlows {
		x.flows = make(map[uint32]*flow)
	}
	x.flows[at] = f
}

// entry makes the entry of a row without its payload.
func (r *record) entry(seq uint64, f *flow, x extra) Entry {
	return Entry{
		Seq: seq, Time: unpackTime(r.time), Kind: netcore.EventKind(r.kind), Flags: netcore.EventFlags(r.flags),
		Endpoint: f.endpoint, Session: netcore.SessionID(r.session), Name: f.name, Network: f.network, Local: f.local, Peer: f.peer,
		Size: int64(r.size), Note: x.note, Fault: x.fault, HasFault: r.fault(),
	}
}
