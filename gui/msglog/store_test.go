package msglog

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"wirevise/netcore"
)

func TestReadPayload(t *testing.T) {
	s := memoryStore(t)
	payload := make([]byte, 300_000)
	for i := range payload {
		payload[i] = byte(rand.Uint32())
	}
	s.Append([]netcore.Event{{Payload: []byte("abc")}, {Payload: payload}, {}})
	cases := []struct {
		seq  uint64
		off  int64
		size int
		want []byte
		err  error
	}{
		{1, 0, 3, []byte("abc"), nil},
		{1, 1, 3, []byte("bc"), io.EOF},
		{1, 3, 3, nil, io.EOF},
		{1, 9, 0, nil, io.EOF},
		{2, 200_000, 1000, payload[200_000:201_000], nil},
		{2, 299_999, 1000, payload[299_999:], io.EOF},
		{3, 0, 1, nil, io.EOF},
		{4, 0, 1, nil, ErrNoRow},
		{0, 0, 1, nil, ErrNoRow},
	}
	for _, c := range cases {
		buf := make([]byte, c.size)
		n, err := s.ReadPayload(c.seq, c.off, buf)
		if !bytes.Equal(buf[:n], c.want) || err != c.err {
			t.Errorf("ReadPayload(%d, %d, %d): got %d bytes, %v, want %d, %v", c.seq, c.off, c.size, n, err, len(c.want), c.err)
		}
	}
	if _, err := s.ReadPayload(1, -1, nil); err == nil || errors.Is(err, ErrNoRow) {
		t.Errorf("negative offset: got %v", err)
	}
}

func TestVersion(t *testing.T) {
	s := memoryStore(t)
	last := s.Version()
	step := func(name string, changes bool, do func()) {
		t.Helper()
		do()
		if now := s.Version(); (now != last) != changes {
			t.Errorf("%s: changed is %t, want %t", name, now != last, changes)
		} else {
			last = now
		}
	}
	step("nothing", false, func() { s.Append(nil) })
	step("append", true, func() { s.Append(make([]netcore.Event, 1)) })
	step("read", false, func() { s.Get(1, -1); s.Stats(); s.Bounds() })
	step("clear", true, func() { s.Clear() })
	if got := s.Append(make([]netcore.Event, 1)); got != 2 {
		t.Errorf("after Clear the first row is %d, want 2", got)
	}
}

// A million peers with a row each must not cost much more than a million rows.
func TestManyPeers(t *testing.T) {
	s := diskStore(t)
	const n = 200_000
	batch := make([]netcore.Event, 1000)
	for i := 0; i < n; i += len(batch) {
		for k := range batch {
			batch[k] = netcore.Event{Endpoint: 1, Session: 1, Name: "sink", Local: "0.0.0.0:9000",
				Peer: fmt.Sprintf("10.%d.%d.%d:5000", (i+k)>>16, (i+k)>>8&255, (i+k)&255), Payload: []byte("0123456789")}
		}
		s.Append(batch)
	}
	written(t, s)
	if got, want := s.Stats().DiskBytes/n, int64(130); got > want {
		t.Errorf("%d bytes a row, want at most %d", got, want)
	}
	if e, _ := s.Get(150_000, -1); e.Peer != "10.2.73.239:5000" || e.Name != "sink" || e.Local != "0.0.0.0:9000" {
		t.Errorf("got %+v", e)
	}
}

// Readers go on while rows are appended and trimmed, and see whole rows only. For the race detector.
func TestReadersDuringAppend(t *testing.T) {
	s := diskStore(t)
	v, all := NewView(s), NewView(s)
	v.SetFilter(NewFilter(Criteria{Query: text("row 7")}))
	stop := make(chan struct{})
	var wg sync.WaitGroup
	loop := func(body func(r *rand.Rand)) {
		wg.Go(func() {
			r := rand.New(rand.NewPCG(1, 2))
			for {
				select {
				case <-stop:
					return
				default:
					body(r)
				}
			}
		})
	}
	check := func(seq uint64) {
		e, ok := s.Get(seq, -1)
		if !ok {
			return
		}
		want := fmt.Sprintf("row %d", seq)
		if !bytes.HasPrefix(e.Payload, []byte(want)) || e.Note != want || e.Peer != want || e.Size != int64(len(e.Payload)) {
			t.Errorf("Get(%d): got %.40q, %q, %q", seq, e.Payload, e.Note, e.Peer)
		}
		buf := make([]byte, len(want))
		if n, err := s.ReadPayload(seq, 0, buf); err != ErrNoRow && (n != len(want) || string(buf) != want) {
			t.Errorf("ReadPayload(%d): got %q, %v", seq, buf[:n], err)
		}
	}
	loop(func(r *rand.Rand) {
		first, next := s.Bounds()
		check(first + r.Uint64N(next-first+1))
	})
	loop(func(*rand.Rand) {
		v.Extend(t.Context(), 1000)
		all.Extend(t.Context(), 0)
	})
	loop(func(r *rand.Rand) {
		for _, v := range []*View{v, all} {
			if n := v.Len(); n > 0 {
				if seq, ok := v.Seq(r.IntN(n)); ok {
					check(seq)
					v.Index(seq)
				}
			}
			v.Seqs(0, make([]uint64, 50))
			v.Progress()
		}
		v.Snapshot()
	})
	seq := uint64(1)
	batch := make([]netcore.Event, 100)
	for end := time.Now().Add(time.Second); time.Now().Before(end); {
		for i := range batch {
			text := fmt.Sprintf("row %d", seq)
			batch[i] = netcore.Event{Peer: text, Note: text, Payload: []byte(text)}
			if seq%1000 == 0 {
				batch[i].Payload = append(batch[i].Payload, make([]byte, 20_000)...)
			}
			seq++
		}
		s.Append(batch)
		trim(t, s)
		if seq%100_000 == 1 {
			s.Clear()
		}
	}
	close(stop)
	wg.Wait()
	if s.Stats().Trimmed == 0 {
		t.Error("nothing was trimmed")
	}
}
