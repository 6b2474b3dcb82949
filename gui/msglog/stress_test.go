package msglog

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"wirevise/gui/query"
)

// Everything at once on one store and one view.
func TestRudeStress(t *testing.T) {
	s := New(Options{Folder: newFolder(t, t.TempDir()), segment: 64 << 10, Unwritten: 256 << 10, flush: time.Millisecond})
	v, w := NewView(s), NewView(s)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	var wg sync.WaitGroup
	loop := func(pause time.Duration, f func(r *rand.Rand)) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r := rand.New(rand.NewPCG(rand.Uint64(), 1))
			for ctx.Err() == nil {
				f(r)
				time.Sleep(pause)
			}
		}()
	}
	q := []*query.Query{nil}
	for _, x := range []string{"alpha", "not beta", "/g(am)+a/", "size>100", "peer:1"} {
		p, err := query.Parse(x, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		q = append(q, p)
	}
	loop(time.Millisecond, func(r *rand.Rand) { s.Append(randomEvents(r, r.IntN(300), 400)) })
	loop(time.Millisecond, func(r *rand.Rand) { s.Append(randomEvents(r, r.IntN(10), 40)) })
	loop(30*time.Millisecond, func(r *rand.Rand) { s.Trim(int64(r.IntN(1 << 20))) })
	loop(170*time.Millisecond, func(r *rand.Rand) { s.Clear() })
	loop(200*time.Millisecond, func(r *rand.Rand) { s.Restore(); v.Again() })
	loop(0, func(r *rand.Rand) { v.Extend(ctx, 5000) })
	loop(time.Millisecond, func(r *rand.Rand) { w.Extend(ctx, 0) })
	loop(20*time.Millisecond, func(r *rand.Rand) { v.SetFilter(NewFilter(Criteria{Query: q[r.IntN(len(q))]})) })
	loop(25*time.Millisecond, func(r *rand.Rand) { v.Pause(); time.Sleep(time.Millisecond); v.Resume() })
	loop(0, func(r *rand.Rand) {
		var seqs [50]uint64
		n := v.Seqs(r.IntN(max(1, v.Len())), seqs[:])
		for i := 1; i < n; i++ {
			if seqs[i] <= seqs[i-1] {
				t.Errorf("out of order: %v", seqs[:n])
				return
			}
		}
		for _, seq := range seqs[:n] {
			e, ok := s.Get(seq, 100)
			if ok && e.Fault == rowFault || ok && e.Fault == payloadFault {
				t.Errorf("row %d of a sound store is damaged: %+v", seq, e)
				return
			}
			if ok && e.Seq != seq {
				t.Errorf("got %d for %d", e.Seq, seq)
			}
			var b [20]byte
			if _, err := s.ReadPayload(seq, 0, b[:]); err != nil && err != ErrNoRow && err.Error() != "EOF" {
				t.Errorf("ReadPayload(%d): %v", seq, err)
			}
		}
	})
	loop(10*time.Millisecond, func(r *rand.Rand) {
		set := v.Snapshot()
		n := 0
		for row, err := range Rows(s, set.All()) {
			if err == nil && row.HasFault && (row.Fault == rowFault || row.Fault == payloadFault) {
				t.Errorf("exported damaged row %d", row.Seq)
				return
			}
			if n++; n > 2000 {
				break
			}
		}
	})
	loop(5*time.Millisecond, func(r *rand.Rand) { s.Stats(); v.Progress(); v.Index(uint64(r.IntN(100000))); s.Bounds() })
	wg.Wait()
	for range 1000 {
		if _, complete := v.Extend(context.Background(), 0); complete {
			break
		}
	}
	first, next := s.Bounds()
	var f = v.Filter()
	want := 0
	for seq := first; seq < next; seq++ {
		if e, ok := s.Get(seq, -1); ok && f.Match(e) {
			want++
		}
	}
	if v.Len() != want {
		t.Errorf("view has %d rows, %d pass (%v)", v.Len(), want, f.Criteria())
	}
	path := s.Folder().Path()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	o, r := open(t, path)
	t.Logf("%d-%d, reopened %+v", first, next, r)
	if r.Damaged > 0 || r.Cut > 0 {
		t.Errorf("reopened: %+v", r)
	}
	_ = o
}
