// Package framing holds the ways in which a stream is cut into messages: by line endings, by any delimiter, by a fixed
// length, by a length in front, by a pause. All of it is pure: no sockets, no goroutines, no clock. Framers are plain values
// that can be compared; [Parse] reads them from text and [Text] writes that text.
//
// What every framer here holds to, for any stream and however it is split between reads:
//
//   - No byte is lost, doubled or moved. A good frame is its payload and what marks it; a broken one holds the bytes as they
//     came, a length field included.
//   - A frame has at most Limit bytes of payload. What is longer comes out as broken pieces of Limit bytes each, the last
//     one of what is left, and the stream goes on behind it.
//   - Memory is bounded by the limit, and the work by the bytes: nothing is looked through again with each read.
//
// The limit is of what is received. A message that is sent may be longer, if its frame can say so.
package framing

// Limits of a frame's payload, in bytes.
const (
	DefaultLimit = 1 << 20
	MaxLimit     = 64 << 20 // more would be memory that any peer may ask for
)

// limitOf returns the limit that is meant.
func limitOf(limit int) int {
	if limit <= 0 {
		return DefaultLimit
	}
	return limit
}
