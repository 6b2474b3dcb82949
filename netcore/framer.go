package netcore

import (
	"bytes"
	"time"
)

// A Framer says where a message of a stream begins and ends: in what is received, and in what is sent. It holds no state
// and may be used by any number of sessions at once. String names it for people, as in "lines ending in LF".
//
// The two ways fit together: what Wrap makes of a payload, a Cutter gives back as a frame with that payload.
type Framer interface {
	// Cutter returns what cuts one stream from here on.
	Cutter() Cutter

	// Wrap says what makes one frame of a payload of size bytes. The error is a plain sentence about why no frame
	// can hold it.
	Wrap(size int64) (Wrap, error)

	String() string
}

// A Cutter cuts one direction of one stream into frames, in memory bounded by the framer's limit. However the same bytes are
// split between calls of Cut, the frames are the same; only a [Quieter] goes by time. It is used by one goroutine.
type Cutter interface {
	// Cut takes what one read brought and appends the frames that are complete with it. A frame that lies within data
	// is a slice of it, data[i:j] with its capacity left as it is; any other is memory that is given away. Data is
	// never written to, and may be kept.
	Cut(dst []Frame, data []byte) []Frame

	// End appends what is left when the stream ends, or when framing does: a frame that is not complete is broken.
	End(dst []Frame) []Frame
}

// A Quieter is a Cutter whose frame ends when nothing has come for a while.
type Quieter interface {
	Cutter
	// Quiet returns how long, or 0 while nothing is waiting for its end.
	Quiet() time.Duration
	// Pause is called when nothing came for so long, and appends the frames that are complete by that.
	Pause(dst []Frame) []Frame
}

// A Frame is one message of a stream, without what marked its ends.
type Frame struct {
	Payload []byte
	Broken  string // what is wrong with it, as a plain sentence; "" of a good one. The stream goes on behind it
}

// A Wrap is what makes a frame of a payload: Insert goes before its byte At, Tail behind it.
type Wrap struct {
	At           int
	Insert, Tail []byte
	Once         bool // a payload that ends in Tail gets no second one: a line with its ending is one line
}

// End returns what goes behind a payload that ends in last, of which as many bytes as Tail has are enough.
func (w Wrap) End(last []byte) []byte {
	if w.Once && bytes.HasSuffix(last, w.Tail) {
		return nil
	}
	return w.Tail
}

// Append appends payload as a frame.
func (w Wrap) Append(dst, payload []byte) []byte {
	dst = append(dst, payload[:w.At]...)
	dst = append(dst, w.Insert...)
	dst = append(dst, payload[w.At:]...)
	return append(dst, w.End(payload)...)
}
