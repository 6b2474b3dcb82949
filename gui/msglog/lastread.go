package msglog

// A lastRead is the read that was put in last. Frames that lie within it follow it in one batch, and refer to its bytes.
type lastRead struct {
	payload []byte // the caller's of Append, so it is known no longer than that runs
	at      uint32 // where it lies in the payload stream of the newest segment
}

// find returns where in the payload stream a frame lies that is a slice of the read, as [netcore.Cutter] makes it, with its
// capacity left as it was: then what it lacks of the read's capacity is where it begins. What is found is the same memory.
func (l *lastRead) find(frame []byte) (at uint32, ok bool) {
	off := cap(l.payload) - cap(frame)
	if len(frame) == 0 || off < 0 || off+len(frame) > len(l.payload) || &l.payload[off] != &frame[0] {
		return 0, false
	}
	return l.at + uint32(off), true
}
