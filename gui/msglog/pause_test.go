package msglog

import (
	"testing"

	"wirevise/netcore"
)

func TestPause(t *testing.T) {
	s := newTestStore(t, 10_000)
	v := NewView(s)
	v.Extend(t.Context(), 0)
	v.SetFilter(NewFilter(Criteria{Query: text("even")}))
	v.Extend(t.Context(), 1000)
	v.Pause()
	s.Append([]netcore.Event{{Kind: netcore.Received, Payload: []byte("even")}})
	if changed, complete := v.Extend(t.Context(), 0); changed || !complete || !v.Paused() {
		t.Errorf("Extend of a paused view: got %t, %t, paused %t, want false, true, true", changed, complete, v.Paused())
	}
	if done, total := v.Progress(); v.Len() != 500 || done != 1000 || total != 10_001 {
		t.Errorf("paused: %d rows, %d of %d looked at, want 500, 1000 of 10001", v.Len(), done, total)
	}
	v.Resume()
	if changed, complete := v.Extend(t.Context(), 0); !changed || !complete || v.Paused() || v.Len() != 5001 {
		t.Errorf("resumed: got %t, %t, paused %t, %d rows, want true, true, false, 5001", changed, complete, v.Paused(), v.Len())
	}
	v.Pause()
	v.SetFilter(NewFilter(Criteria{Query: text("odd")}))
	if _, complete := v.Extend(t.Context(), 0); !complete || v.Paused() || v.Len() != 5000 {
		t.Errorf("another filter: complete %t, paused %t, %d rows, want true, false, 5000", complete, v.Paused(), v.Len())
	}
	v.Pause()
	v.Again()
	if v.Extend(t.Context(), 0); v.Paused() || v.Len() != 5000 {
		t.Errorf("again: paused %t, %d rows, want false, 5000", v.Paused(), v.Len())
	}
}

// A view of all rows goes on, and one that was paused before its first row shows none.
func TestPauseAtOnce(t *testing.T) {
	s := newTestStore(t, 10_000)
	v := NewView(s)
	v.Pause()
	if changed, complete := v.Extend(t.Context(), 0); !changed || !complete || v.Len() != 10_000 {
		t.Errorf("all rows: got %t, %t and %d, want true, true and 10000", changed, complete, v.Len())
	}
	v.SetFilter(NewFilter(Criteria{Query: text("even")}))
	v.Pause()
	if changed, complete := v.Extend(t.Context(), 0); !changed || !complete || v.Len() != 0 {
		t.Errorf("paused at once: got %t, %t and %d, want true, true and 0", changed, complete, v.Len())
	}
}

// What is being looked through when the pause begins, or when another filter is asked for, ends soon and not at its end.
func TestPauseDuringExtend(t *testing.T) {
	for name, tt := range map[string]struct {
		do       func(v *View)
		complete bool
	}{
		"pause":  {func(v *View) { v.Pause() }, true},
		"filter": {func(v *View) { v.SetFilter(NewFilter(Criteria{Query: text("odd")})) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			v := NewView(newTestStore(t, 1<<20))
			v.SetFilter(NewFilter(Criteria{Query: text("even")}))
			_, complete := v.Extend(&hookContext{Context: t.Context(), hook: func() { tt.do(v) }}, 0)
			if complete != tt.complete {
				t.Errorf("complete: got %t, want %t", complete, tt.complete)
			}
			if got := v.shown.next; got > 1<<19 {
				t.Errorf("%d rows were looked through all the same", got)
			}
		})
	}
}
