package msglog

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"testing"

	"wirevise/netcore"
)

var testCriteria = []Criteria{
	{},
	{Kinds: ReceivedRows},
	{Kinds: ErrorRows | SentRows},
	{Endpoint: 2},
	{EndpointName: "two", Kinds: StatusRows},
	{Session: 7},
	{Query: text("beta")},
	{Query: text("STRASSE")},
	{Query: exactly("gamma")},
	{Query: text("econnreset")},
	{Query: text(":50007")},
	{Query: text("nowhere")},
	{Pieces: Frames},
	{Pieces: Reads},
	{Pieces: Both},
	{Pieces: Frames, Query: text("beta")},
	{Pieces: Reads, Session: 7},
}

func TestViewModel(t *testing.T) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 1))
		s, m := diskStore(t), &model{first: 1}
		v := NewView(s)
		filter := Filter{}
		for round := range 300 {
			switch r.IntN(12) {
			case 0:
				filter = NewFilter(testCriteria[r.IntN(len(testCriteria))])
				v.SetFilter(filter)
			case 1:
				if r.IntN(5) == 0 {
					s.Clear()
				}
			default:
				events := randomEvents
				if round < int(seed)*60 {
					events = uncutEvents
				}
				batch := events(r, r.IntN(1000), 500)
				m.append(batch)
				s.Append(batch)
				trim(t, s)
			}
			m.first, _ = s.Bounds()
			before := snapshot(v)
			changed, complete := v.Extend(t.Context(), r.IntN(3)*r.IntN(2000))
			done, total := v.Progress()
			if total != m.next()-m.first || complete != (done == total) {
				t.Fatalf("Progress: got %d of %d, complete %t, want total %d", done, total, complete, m.next()-m.first)
			}
			checkView(t, r, v, m.passing(filter, m.first+done))
			if after := snapshot(v); !changed && !slices.Equal(before, after) {
				t.Fatal("the rows changed and Extend did not say so")
			}
		}
	}
}

func snapshot(v *View) []uint64 { return slices.Collect(v.Snapshot().All()) }

func checkView(t *testing.T, r *rand.Rand, v *View, want []uint64) {
	t.Helper()
	if got := v.Len(); got != len(want) {
		t.Fatalf("%+v: Len: got %d, want %d", v.Filter().Criteria(), got, len(want))
	}
	if got := snapshot(v); !slices.Equal(got, want) {
		t.Fatalf("Snapshot: got %d rows %v, want %v", len(got), got, want)
	}
	for range 5 {
		i := r.IntN(len(want)+2) - 1
		seq, ok := v.Seq(i)
		if there := i >= 0 && i < len(want); ok != there || there && seq != want[i] {
			t.Fatalf("Seq(%d): got %d, %t, want %v", i, seq, ok, there)
		}
		page := make([]uint64, r.IntN(100))
		var wantPage []uint64
		if i >= 0 && i < len(want) {
			wantPage = want[i:min(i+len(page), len(want))]
		}
		if page = page[:v.Seqs(i, page)]; !slices.Equal(page, wantPage) {
			t.Fatalf("Seqs(%d): got %v, want %v", i, page, wantPage)
		}
		at := r.Uint64N(20_000)
		if len(want) > 0 && r.IntN(2) == 0 {
			at = want[r.IntN(len(want))] + r.Uint64N(2)
		}
		gotIndex, gotExact := v.Index(at)
		wantIndex, wantExact := slices.BinarySearch(want, at)
		if gotIndex != wantIndex || gotExact != wantExact {
			t.Fatalf("Index(%d): got %d, %t, want %d, %t", at, gotIndex, gotExact, wantIndex, wantExact)
		}
	}
}

func newTestStore(t *testing.T, n int) *Store {
	t.Helper()
	s := memoryStore(t)
	batch := make([]netcore.Event, n)
	for i := range batch {
		batch[i] = netcore.Event{Kind: netcore.Received, Payload: []byte("odd")}
		if i%2 == 1 {
			batch[i].Payload = []byte("even")
		}
	}
	s.Append(batch)
	return s
}

func TestSetFilterKeepsShowing(t *testing.T) {
	v := NewView(newTestStore(t, 10_000))
	v.Extend(t.Context(), 0)
	even := Criteria{Query: text("even")}
	v.SetFilter(NewFilter(even))
	if got, want := v.Len(), 10_000; got != want {
		t.Errorf("before Extend: %d rows, want %d", got, want)
	}
	if done, total := v.Progress(); done != 0 || total != 10_000 {
		t.Errorf("Progress: got %d of %d, want 0 of 10000", done, total)
	}
	if changed, complete := v.Extend(t.Context(), 1000); !changed || complete {
		t.Errorf("Extend: got %t, %t, want true, false", changed, complete)
	}
	if got, want := v.Len(), 500; got != want {
		t.Errorf("after a slice: %d rows, want %d", got, want)
	}
	if changed, complete := v.Extend(t.Context(), 0); !changed || !complete {
		t.Errorf("Extend: got %t, %t, want true, true", changed, complete)
	}
	if changed, complete := v.Extend(t.Context(), 0); changed || !complete {
		t.Errorf("Extend again: got %t, %t, want false, true", changed, complete)
	}
	v.SetFilter(NewFilter(even))
	if done, total := v.Progress(); done != total {
		t.Errorf("the same filter began again: %d of %d", done, total)
	}
}

func TestExtendCancelled(t *testing.T) {
	v := NewView(newTestStore(t, 10))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if changed, complete := v.Extend(ctx, 0); changed || complete || v.Len() != 0 {
		t.Errorf("got %t, %t and %d rows", changed, complete, v.Len())
	}
}

// The rows of big payloads are taken in smaller slices.
func TestExtendBoundsBytes(t *testing.T) {
	s := memoryStore(t)
	for range 100 {
		s.Append([]netcore.Event{{Payload: make([]byte, 1<<20)}})
	}
	v := NewView(s)
	v.SetFilter(NewFilter(Criteria{Query: text("x")}))
	if _, complete := v.Extend(t.Context(), 100); complete {
		t.Error("100 MiB were looked through at once")
	}
	for range 100 {
		if _, complete := v.Extend(t.Context(), 100); complete {
			return
		}
	}
	t.Error("never complete")
}

// A hookContext runs hook the second time it is asked for its error, which is within a scan.
type hookContext struct {
	context.Context
	asked atomic.Int64
	hook  func()
}

func (c *hookContext) Err() error {
	if c.asked.Add(1) == 2 {
		c.hook()
	}
	return nil
}

func TestSetFilterDuringExtend(t *testing.T) {
	v := NewView(newTestStore(t, 10_000))
	v.Extend(t.Context(), 0)
	v.SetFilter(NewFilter(Criteria{Query: text("even")}))
	changed, complete := v.Extend(&hookContext{Context: t.Context(), hook: func() { v.SetFilter(Filter{}) }}, 0)
	if changed || complete || v.Len() != 10_000 {
		t.Errorf("got %t, %t and %d rows, want the rows as they were", changed, complete, v.Len())
	}
	if changed, complete := v.Extend(t.Context(), 0); changed || !complete || v.Len() != 10_000 {
		t.Errorf("then got %t, %t and %d rows, want nothing changed and complete", changed, complete, v.Len())
	}
}

// Rows trimmed before they were looked at are passed over.
func TestTrimDuringExtend(t *testing.T) {
	cases := map[string]func(s *Store){
		"some": func(s *Store) {
			for first, _ := s.Bounds(); first == 1; first, _ = s.Bounds() {
				s.Append(make([]netcore.Event, 100))
				_, _ = s.Trim(testLimit)
			}
		},
		"all": func(s *Store) {
			for first, _ := s.Bounds(); first <= 5000; first, _ = s.Bounds() {
				s.Append(make([]netcore.Event, 1000))
				_, _ = s.Trim(0)
			}
		},
		"cleared": func(s *Store) {
			s.Clear()
			s.Append(make([]netcore.Event, 1000))
		},
	}
	for name, trim := range cases {
		t.Run(name, func(t *testing.T) {
			s := diskStore(t)
			v := NewView(s)
			v.SetFilter(NewFilter(Criteria{Kinds: StatusRows}))
			s.Append(make([]netcore.Event, 5000))
			v.Extend(&hookContext{Context: t.Context(), hook: func() { trim(s) }}, 0)
			v.Extend(t.Context(), 0)
			first, next := s.Bounds()
			if first == 1 {
				t.Fatal("nothing was trimmed")
			}
			if got, want := v.Len(), int(next-first); got != want {
				t.Errorf("got %d rows, want %d", got, want)
			}
			if seq, _ := v.Seq(0); seq != first {
				t.Errorf("the first row is %d, want %d", seq, first)
			}
		})
	}
}

// Until a stream is cut a view of frames has all rows without looking; the first that is cut, wherever it stands, is found.
func TestStreamIsCut(t *testing.T) {
	for _, pieces := range []Pieces{Frames, Reads} {
		for _, uncut := range []int{0, 1, 63, 64, blockRows - 1, blockRows, blockRows + 1, 3*blockRows + 5} {
			for _, clear := range []bool{false, true} {
				t.Run(fmt.Sprint(pieces, " ", uncut, " ", clear), func(t *testing.T) {
					r := rand.New(rand.NewPCG(uint64(uncut), 3))
					s, m := memoryStore(t), &model{first: 1}
					add := func(batch []netcore.Event) {
						m.append(batch)
						s.Append(batch)
					}
					before, after := NewView(s), NewView(s)
					filter := NewFilter(Criteria{Pieces: pieces})
					before.SetFilter(filter)
					add(uncutEvents(r, uncut, 1000))
					if _, complete := before.Extend(&hookContext{Context: t.Context(), hook: func() { t.Error("rows were looked through") }}, 0); !complete {
						t.Fatal("not complete")
					}
					checkView(t, r, before, m.passing(filter, m.next()))
					if clear {
						s.Clear()
						m.first = m.next()
					}
					read := netcore.Event{Kind: netcore.Received, Flags: netcore.Cut, Payload: []byte("read")}
					add([]netcore.Event{read, {Kind: netcore.Framed, Payload: read.Payload[:2]}, {Kind: netcore.Framed}})
					add(uncutEvents(r, 100, 1000))
					after.SetFilter(filter)
					for _, v := range []*View{before, after} {
						for complete := false; !complete; {
							_, complete = v.Extend(t.Context(), 50)
						}
						checkView(t, r, v, m.passing(filter, m.next()))
					}
				})
			}
		}
	}
}
