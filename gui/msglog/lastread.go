package msglog

import (
	"bytes"

	"wirevise/netcore"
)

// A lastRead is a read that was put in lately, of which frames are rows. Those that lie within it refer to its bytes.
type lastRead struct {
	payload []byte // the caller's of Append: its address counts, and in later calls its bytes may be others
	at      uint32 // where it was put, in the payload stream of the newest segment
	call    uint64 // of Append
}

// find returns where a frame begins that is a slice of the read, as [netcore.Cutter] makes it, with its capacity left as it
// was: then what it lacks of the read's capacity is where it begins. What is found is the same memory.
func (l *lastRead) find(frame []byte) (at uint32, ok bool) {
	off := cap(l.payload) - cap(frame)
	if len(frame) == 0 || off < 0 || off+len(frame) > len(l.payload) || &l.payload[off] != &frame[0] {
		return 0, false
	}
	return l.at + uint32(off), true
}

// partOfRead returns where the payload of a frame lies already. Many frames of one read come in several calls of Append, between
// which the memory is the caller's; so it counts only what is seen to be the same, in the chunk that is being filled.
func (a *appender) partOfRead(e *netcore.Event) (at uint32, ok bool) {
	read := &a.reads[e.Session%recentFlows]
	if at, ok = read.find(e.Payload); !ok || read.call == a.calls {
		return at, ok
	}
	st := &a.seg.streams[payloadStream]
	from := int64(at) - (st.tail-1)/st.chunk*st.chunk
	return at, from >= 0 && bytes.Equal(st.cur[from:from+int64(len(e.Payload))], e.Payload)
}
