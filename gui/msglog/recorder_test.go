package msglog

import (
	"slices"
	"testing"

	"wirevise/netcore"
)

// listSink keeps what it is given.
type listSink struct {
	sizes []int
	seqs  []string
}

func (s *listSink) Append(batch []netcore.Event) uint64 {
	s.sizes = append(s.sizes, len(batch))
	for _, e := range batch {
		s.seqs = append(s.seqs, e.Note)
	}
	return 0
}

func notes(text ...string) (batch []netcore.Event) {
	for _, n := range text {
		batch = append(batch, netcore.Event{Note: n, Payload: []byte("12345")})
	}
	return batch
}

func TestRecorderJoinsWhatWaits(t *testing.T) {
	events := make(chan []netcore.Event, 10)
	events <- notes("a")
	events <- nil
	events <- notes("b", "c")
	events <- notes("d")
	close(events)
	var sink listSink
	r := NewRecorder(&sink)
	r.Run(events)
	if want := []string{"a", "b", "c", "d"}; !slices.Equal(sink.seqs, want) {
		t.Errorf("got %v, want %v", sink.seqs, want)
	}
	if got, want := r.Recorded(), (Recorded{Events: 4, Bytes: 20, Batches: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestRecorderBoundsABatch(t *testing.T) {
	cases := []struct {
		name  string
		batch []netcore.Event
		want  []int
	}{
		{"events", make([]netcore.Event, batchEvents/2), []int{batchEvents, batchEvents}},
		{"bytes", []netcore.Event{{Payload: make([]byte, batchBytes/2)}}, []int{2, 2}},
		{"one too big", make([]netcore.Event, 2*batchEvents), []int{2 * batchEvents, 2 * batchEvents, 2 * batchEvents, 2 * batchEvents}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			events := make(chan []netcore.Event, 4)
			for range 4 {
				events <- c.batch
			}
			close(events)
			var sink listSink
			NewRecorder(&sink).Run(events)
			if !slices.Equal(sink.sizes, c.want) {
				t.Errorf("got batches of %v, want %v", sink.sizes, c.want)
			}
		})
	}
}

func TestRecorderIntoStore(t *testing.T) {
	events := make(chan []netcore.Event)
	s := memoryStore(t)
	r := NewRecorder(s)
	done := make(chan struct{})
	go func() { defer close(done); r.Run(events) }()
	const n = 1000
	for range n {
		events <- notes("x", "y")
	}
	close(events)
	<-done
	if _, next := s.Bounds(); next != 2*n+1 || r.Recorded().Events != 2*n {
		t.Errorf("got %d rows, %+v, want %d", next-1, r.Recorded(), 2*n)
	}
}
