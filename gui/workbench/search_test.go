package workbench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirevise/gui/msglog"
	"wirevise/gui/query"
	"wirevise/netcore"
	"wirevise/netcore/codec"
)

func mustParse(t *testing.T, text string) *query.Query {
	t.Helper()
	q, err := query.Parse(text, query.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// say appends rows that were received, which are numbered from 1.
func (b *bench) say(payloads ...string) {
	b.t.Helper()
	batch := make([]netcore.Event, len(payloads))
	for i, p := range payloads {
		batch[i] = netcore.Event{Kind: netcore.Received, Session: 1, Payload: []byte(p)}
	}
	b.live.store.Append(batch)
	b.wakePump()
}

func (b *bench) found(n int) {
	b.t.Helper()
	b.until("what is looked for", func() bool {
		s := b.log.Search
		return s.On && s.Hits == n && s.Done == s.Total && int(b.log.Held) == int(s.Total)
	})
}

func TestSearch(t *testing.T) {
	b := newBench(t)
	b.say("one", "two", "hit 3", "four", "hit 5", "hit six", "hit 7")
	if err := b.SetSearch(mustParse(t, "hit")); err != nil {
		t.Fatal(err)
	}
	b.found(4)
	steps := []struct {
		name string
		from uint64
		back bool
		want Hit
	}{
		{"from nothing", 0, false, Hit{3, 1, false}},
		{"from before", 1, false, Hit{3, 1, false}},
		{"from one to the next", 3, false, Hit{5, 2, false}},
		{"from between", 4, false, Hit{5, 2, false}},
		{"after the last", 7, false, Hit{3, 1, true}},
		{"back", 7, true, Hit{6, 3, false}},
		{"back from between", 4, true, Hit{3, 1, false}},
		{"before the first", 3, true, Hit{7, 4, true}},
		{"back from nothing", 0, true, Hit{7, 4, true}},
	}
	for _, s := range steps {
		if got, ok := b.NextHit(s.from, s.back); got != s.want || !ok {
			t.Errorf("%s: got %+v, %t, want %+v", s.name, got, ok, s.want)
		}
	}
	if got := []int{b.HitNumber(5), b.HitNumber(4)}; got[0] != 2 || got[1] != 0 {
		t.Errorf("rows 5 and 4 are hits %v, want 2 and 0", got)
	}
	b.say("no", "hit 9")
	b.found(5)

	b.SetFilter(msglog.Criteria{Query: mustParse(t, "not six or x")})
	b.found(5)
	b.SetFilter(msglog.Criteria{Query: mustParse(t, "hit and not 7")})
	b.found(4)
	if got, ok := b.NextHit(6, false); got != (Hit{9, 4, false}) || !ok {
		t.Errorf("with row 7 hidden: got %+v, %t, want row 9", got, ok)
	}
	b.SetFilter(msglog.Criteria{Kinds: msglog.SentRows})
	b.found(0)
	if got, ok := b.NextHit(6, false); ok {
		t.Errorf("with every row hidden: got %+v", got)
	}
	b.SetFilter(msglog.Criteria{})
	b.found(5)
	if err := b.SetSearch(nil); err != nil {
		t.Fatal(err)
	}
	b.until("the end of it", func() bool { return !b.log.Search.On })
	if got, ok := b.NextHit(1, false); ok || b.HitNumber(3) != 0 {
		t.Errorf("after the search: got %+v", got)
	}
}

// Before a search has come to its end it is not known where to begin again, nor what comes before a row far down.
func TestSearchUnfinished(t *testing.T) {
	b := &bench{t: t, Workbench: New(Options{Dispatch: func(func()) {}})} // without a pump: the test extends
	t.Cleanup(func() { _ = b.Close() })
	b.say("hit 1", "hit 2", "no", "no", "hit 5")
	if err := b.SetSearch(mustParse(t, "hit")); err != nil {
		t.Fatal(err)
	}
	b.live.search.Load().view.Extend(t.Context(), 3)
	for _, tt := range []struct {
		name string
		from uint64
		back bool
		seq  uint64 // 0: not known
	}{{"next", 1, false, 2}, {"at the end", 2, false, 0}, {"before", 2, true, 1}, {"before the first", 1, true, 0}, {"before one unseen", 5, true, 0}} {
		if h, ok := b.NextHit(tt.from, tt.back); h.Seq != tt.seq || ok != (tt.seq > 0) {
			t.Errorf("%s: got row %d, %t, want %d", tt.name, h.Seq, ok, tt.seq)
		}
	}
}

func TestStopFilter(t *testing.T) {
	b := newBench(t)
	many := make([]string, 300_000)
	for i := range many {
		many[i] = "even"[:i%2*4] + "x"
	}
	b.say(many...)
	b.until("the rows", func() bool { return b.log.Rows == len(many) })
	b.live.view.SetFilter(msglog.NewFilter(msglog.Criteria{Query: mustParse(t, "even")}))
	b.StopFilter()
	b.until("the stop", func() bool { return b.log.Stopped })
	if b.log.Done >= b.log.Total {
		t.Errorf("stopped at %d of %d", b.log.Done, b.log.Total)
	}
	at := b.log.Done
	b.say("even")
	b.until("the row", func() bool { return b.log.Held == 300_001 })
	if !b.log.Stopped || b.log.Done != at {
		t.Errorf("a row came: stopped %t at %d, want true at %d", b.log.Stopped, b.log.Done, at)
	}
	b.ResumeFilter()
	b.until("the rest", func() bool { return !b.log.Stopped && b.log.Rows == 150_001 && b.log.Done == b.log.Total })

	b.StopFilter() // there is nothing to stop
	b.until("a look", func() bool { return !b.log.Stopped })
	b.ResumeFilter()
	b.SetFilter(msglog.Criteria{})
	b.until("all rows", func() bool { return b.log.Rows == 300_001 && !b.log.Filtered })
}

func TestFindMatch(t *testing.T) {
	b := newBench(t)
	b.say("a needle, a NEEDLE", "hay")
	for seq, want := range map[uint64][3]int64{1: {2, 8, 1}, 2: {0, 0, 0}} {
		asked := false
		b.FindMatch(b.Payload(seq), mustParse(t, "needle"), func(start, end int64, ok bool) {
			asked = true
			if start != want[0] || end != want[1] || ok != (want[2] == 1) {
				t.Errorf("row %d: got %d to %d, %t, want %v", seq, start, end, ok, want)
			}
		})
		b.until("the place", func() bool { return asked })
	}
}

func TestKeepFilter(t *testing.T) {
	var s Settings
	for _, f := range []string{"a", "b", "b", " ", "a"} {
		s.KeepFilter(f)
	}
	if len(s.Filters) != 2 || s.Filters[0] != "a" || s.Filters[1] != "b" {
		t.Errorf("kept %q, want a and b", s.Filters)
	}
	for i := range 30 {
		if !s.KeepFilter(string(rune('c' + i))) {
			t.Errorf("filter %d is not new", i)
		}
	}
	if len(s.Filters) != maxFilters || s.KeepFilter(s.Filters[0]) {
		t.Errorf("%d are kept, want %d", len(s.Filters), maxFilters)
	}
}

func TestQueryOptions(t *testing.T) {
	s := Settings{MatchCase: true, AlsoIn: []string{"GBK", "no such", "UTF-16 LE"}}
	o := s.QueryOptions()
	gbk, _ := codec.Lookup("GBK")
	if !o.MatchCase || len(o.Encodings) != 2 || o.Encodings[0].Name != gbk.Name {
		t.Errorf("got %+v", o)
	}
	payload, _ := gbk.Encode("你好")
	q, err := query.Parse("你好", o)
	if err != nil || !q.Match(&query.Row{Payload: payload}) {
		t.Errorf("it is not found in GBK: %v", err)
	}
}

// A query that is slow is applied to few rows at a time, and one that is quick to many.
func TestPace(t *testing.T) {
	for _, tt := range []struct {
		name string
		from pace
		took time.Duration
		want pace
	}{
		{"quick", 50_000, extendFor / 5, 100_000},
		{"as it should be", 50_000, extendFor / 2, 50_000},
		{"slow", 50_000, 2 * extendFor, 25_000},
		{"as few as can be", 20_000, time.Second, extendLeast},
		{"as many as can be", 150_000, 0, extendRows},
		{"at first", 0, 0, extendLeast},
	} {
		if got := tt.from.after(tt.took); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.name, got, tt.want)
		}
	}
}

// A filter that takes minutes for one row holds up neither who turns to another log nor the end.
func TestSlowFilter(t *testing.T) {
	b := diskBench(t, t.TempDir())
	b.note("live")
	big := filepath.Join(t.TempDir(), "big.jsonl")
	line := `{"seq":1,"time":"2026-01-01T00:00:00Z","kind":"received","text":"` + strings.Repeat("a", 4<<20) + `"}` + "\n"
	if err := os.WriteFile(big, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	slow := msglog.Criteria{Query: parsed(t, "/(a?){200}(b|c)*[xyz]$/")}
	b.openLog(big)
	b.SetFilter(slow)
	time.Sleep(200 * time.Millisecond) // the pump is at the row
	begun := time.Now()
	b.ShowLive()
	b.until("the live log", func() bool { return b.log.Opened == "" })
	b.SetFilter(msglog.Criteria{})
	b.openLog(big)
	b.SetFilter(slow)
	time.Sleep(200 * time.Millisecond)
	if err := b.Close(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begun); took > patience {
		t.Errorf("it took %v", took)
	}
}
