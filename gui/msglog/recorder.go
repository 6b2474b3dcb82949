package msglog

import (
	"sync/atomic"

	"wirevise/netcore"
)

// A Sink takes events and returns the number it gave the first. The events are the caller's again when Append returns.
// A [Store] is one; another may pass them on and do something beside.
type Sink interface {
	Append(batch []netcore.Event) (first uint64)
}

var _ Sink = (*Store)(nil)

// What a recorder takes at once is bounded, so that rows show while a flood goes on.
const (
	batchEvents = 4096
	batchBytes  = 4 << 20
)

// A Recorder moves events from the hub's channel into a sink.
type Recorder struct {
	sink    Sink
	events  atomic.Uint64
	bytes   atomic.Uint64
	batches atomic.Uint64
}

// Recorded counts what a recorder appended.
type Recorded struct {
	Events  uint64
	Bytes   uint64 // of payload; frames don't count beside the reads that they are of
	Batches uint64 // calls of Append
}

// NewRecorder makes a recorder that appends to sink.
func NewRecorder(sink Sink) *Recorder { return &Recorder{sink: sink} }

// Run appends what comes over events, several batches at once when several wait. It is the channel's only reader,
// blocks, and returns when the channel is closed and everything is appended. The batches of the channel become the
// recorder's; it doesn't write to them.
func (r *Recorder) Run(events <-chan []netcore.Event) {
	var joined []netcore.Event
	for batch := range events {
		size := payloadBytes(batch)
		joined = append(joined[:0], batch...)
	waiting:
		for len(joined) < batchEvents && size < batchBytes {
			select {
			case more, ok := <-events:
				if !ok {
					break waiting // and the loop ends, after what is left
				}
				size += payloadBytes(more)
				joined = append(joined, more...)
			default:
				break waiting
			}
		}
		r.append(joined, size)
		clear(joined) // their memory may go
	}
}

func (r *Recorder) append(batch []netcore.Event, size int) {
	if len(batch) == 0 {
		return
	}
	r.sink.Append(batch)
	r.events.Add(uint64(len(batch)))
	r.bytes.Add(uint64(size))
	r.batches.Add(1)
}

// Recorded returns the counts of this moment. It may be called from anywhere.
func (r *Recorder) Recorded() Recorded {
	return Recorded{Events: r.events.Load(), Bytes: r.bytes.Load(), Batches: r.batches.Load()}
}

func payloadBytes(batch []netcore.Event) int {
	n := 0
	for i := range batch {
		if batch[i].Kind != netcore.Framed {
			n += len(batch[i].Payload)
		}
	}
	return n
}
