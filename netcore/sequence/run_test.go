package sequence

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
)

// A table is a run's link to a peer that a test plays: what is sent is answered by a function.
type table struct {
	in     *inbox
	sent   []string
	log    []string
	ended  []netcore.How
	answer func(in *inbox, sent string)
	err    error
}

func (l *table) send(_ context.Context, payload []byte) error {
	if l.err != nil {
		return l.err
	}
	l.sent = append(l.sent, string(payload))
	if l.answer != nil {
		l.answer(l.in, string(payload))
	}
	return nil
}

func (l *table) end(how netcore.How) error { l.ended = append(l.ended, how); return nil }
func (l *table) peer() string              { return "192.0.2.1:9000" }
func (l *table) tell(note string, err error) {
	if err != nil {
		note += " !! " + err.Error()
	}
	l.log = append(l.log, note)
}

// program reads and compiles a sequence.
func program(t *testing.T, steps string) *Program {
	t.Helper()
	s, err := Parse([]byte(`{"name": "test", "steps": [` + steps + `]}`))
	if err != nil {
		t.Fatal(err)
	}
	p, err := s.Compile()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func lines(parts ...string) func(*inbox, string) {
	return func(in *inbox, _ string) {
		for _, p := range parts {
			in.put([]byte(p), false)
		}
	}
}

func TestRun(t *testing.T) {
	for name, tt := range map[string]struct {
		steps  string
		answer func(*inbox, string)
		sent   string // a | between messages
		log    []string
		fails  string // why it ended; "" when it did not
		result string
	}{
		"send, expect, capture": {
			steps: `{"do":"send","text":"HELO"},
				{"do":"expect","match":"regex","text":"id=(\\d+) (?P<who>\\w+)\\r\\n"},
				{"do":"capture","name":"id","take":"1"},
				{"do":"capture","name":"who","take":"who"},
				{"do":"capture","name":"raw","take":"0:2"},
				{"do":"send","text":"{{who}}-{{id}}-{{raw}}-{{seq}}-{{peer}}","variables":true}`,
			answer: lines("id=42 ", "bob\r\nrest"),
			sent:   "HELO|bob-42-id-1-192.0.2.1:9000",
			log: []string{"sequence “test”: step 1, send “HELO”: ok after 0 µs; 4 bytes",
				`sequence “test”: step 2, expect regex “id=(\d+) (?P<who>\w+)\r\n”: ok after 0 µs; took 11 bytes: "id=42 bob\r\n"`,
				`sequence “test”: step 3, capture group 1 as {{id}}: ok after 0 µs; {{id}} is "42"`},
			result: "done after 0 µs: 6 steps were done, 0 failed",
		},
		"what is behind the match stays": {
			steps: `{"do":"send","text":"x"},{"do":"expect","text":"one"},{"do":"expect","text":"two"},
				{"do":"expect","match":"equals","text":" end"}`,
			answer: lines("..one t", "w", "o end"), sent: "x",
			result: "done after 0 µs: 4 steps were done, 0 failed",
		},
		"nothing is matched twice": {
			steps:  `{"do":"send","text":"x"},{"do":"expect","text":"one"},{"do":"expect","text":"one","timeout":"2s"}`,
			answer: lines("one!"), sent: "x",
			fails:  "step 3, expect “one”: what was expected took longer than 2 s",
			log:    []string{`step 3, expect “one”: failed after 2 s; 1 bytes came that don't fit: "!"`},
			result: "ended early after 2 s: 3 steps were done, 1 failed",
		},
		"no answer": {
			steps: `{"do":"expect","text":"hello"}`, fails: "took longer than 10 s",
			log: []string{"failed after 10 s; nothing came"}, result: "ended early after 10 s: 1 steps were done, 1 failed",
		},
		"go on": {
			steps:  `{"do":"expect","text":"hello","timeout":"1s","onFail":"go on"},{"do":"comment","text":"and on"}`,
			log:    []string{"!! what was expected took longer than 1 s", "sequence “test”: step 2: and on"},
			result: "done after 1 s: 2 steps were done, 1 failed",
		},
		"a block fails as one": {
			steps: `{"do":"block","onFail":"go on","steps":[{"do":"expect","text":"a","timeout":"1s"},{"do":"send","text":"never"}]},
				{"do":"send","text":"after"}`,
			sent: "after", result: "done after 1 s: 2 steps were done, 1 failed",
		},
		"a loop counts": {
			steps: `{"do":"loop","times":2,"steps":[{"do":"loop","times":2,"steps":[{"do":"send","text":"{{seq}}","variables":true}]},
				{"do":"send","text":"o{{seq}}","variables":true},{"do":"wait","for":"3s"}]}`,
			sent: "1|2|o1|1|2|o2", result: "done after 6 s: 8 steps were done, 0 failed",
		},
		"a loop until": {
			steps: `{"do":"loop","until":{"match":"starts","text":"ready","timeout":"500ms"},"steps":[{"do":"send","text":"{{seq}}","variables":true}]},
				{"do":"expect","text":"!"}`,
			answer: func(in *inbox, sent string) {
				if sent == "3" {
					in.put([]byte("rea"), false)
					in.put([]byte("dy!"), false)
				}
			},
			sent: "1|2|3", log: []string{`step 1, loop until starts “ready”: ok after 1 s; round 3, took 5 bytes: "ready"`},
			result: "done after 1 s: 5 steps were done, 0 failed",
		},
		"a loop until, in vain": {
			steps: `{"do":"loop","times":3,"until":{"text":"ready"},"steps":[{"do":"send","text":"?"}]}`,
			sent:  "?|?|?", fails: "step 1, loop until “ready”, 3 times at most: what was expected took longer than 1 s",
			result: "ended early after 3 s: 4 steps were done, 1 failed",
		},
		"variables in what is expected": {
			steps: `{"do":"set","name":"x","text":"a.b"},{"do":"send","text":"?"},{"do":"expect","match":"regex","text":"^{{x}}(.)","variables":true},
				{"do":"capture","name":"y","take":"1"},{"do":"expect","match":"equals","text":"{{y}}{{x:hex}}","variables":true}`,
			answer: lines("a.b++612e62"), sent: "?", result: "done after 0 µs: 5 steps were done, 0 failed",
		},
		"bytes": {
			steps: `{"do":"send","text":"00 01 02","mode":"hex"},{"do":"expect","match":"size","size":4},{"do":"capture","name":"n","take":"-2:"},
				{"do":"expect","match":"equals","mode":"hex","text":"ff {{n}}","variables":true},
				{"do":"expect","match":"contains","mode":"hex","text":"fe"}`,
			answer: lines("\x00\x00\x01\x02\xff", "\x01\x02!\xfe"), sent: "\x00\x01\x02",
			log:    []string{`step 2, expect 4 bytes: ok after 0 µs; took 4 bytes: "\x00\x00\x01\x02"`},
			result: "done after 0 µs: 5 steps were done, 0 failed",
		},
		"something else came": {
			steps:  `{"do":"send","text":"x"},{"do":"expect","match":"starts","text":"250"}`,
			answer: lines("55", "0 no"), sent: "x", fails: `step 2, expect starts “250”: something else came: "550 no"`,
			result: "ended early after 0 µs: 2 steps were done, 1 failed",
		},
		"a prefix is not something else": {
			steps:  `{"do":"send","text":"x"},{"do":"expect","match":"starts","text":"250","timeout":"3s"}`,
			answer: lines("25"), sent: "x", fails: "took longer than 3 s", result: "ended early after 3 s: 2 steps were done, 1 failed",
		},
		"no group": {
			steps:  `{"do":"send","text":"x"},{"do":"expect","match":"anything"},{"do":"capture","name":"a","take":"1"}`,
			answer: lines("y"), sent: "x", fails: "step 3, capture group 1 as {{a}}: there is no group 1: the last expect has 0",
			result: "ended early after 0 µs: 3 steps were done, 1 failed",
		},
		"not so many bytes": {
			steps:  `{"do":"send","text":"x"},{"do":"expect","match":"anything"},{"do":"capture","name":"a","take":"2:9"}`,
			answer: lines("yyy"), sent: "x", fails: "there are no bytes 2:9: the last expect took 3", result: "ended early after 0 µs: 3 steps were done, 1 failed",
		},
		"the end of the connection": {
			steps: `{"do":"finish"},{"do":"close"},{"do":"abort"}`, log: []string{"step 1, finish sending (FIN): ok after 0 µs"},
			result: "done after 0 µs: 3 steps were done, 0 failed",
		},
		"the peer finishes": {
			steps: `{"do":"send","text":"x"},{"do":"expect","text":"a"},{"do":"expect","text":"b","onFail":"go on"},{"do":"send","text":"never"}`,
			answer: func(in *inbox, _ string) {
				in.put([]byte("a"), false)
				in.finish()
			},
			sent: "x", fails: "step 3, expect “b”: the peer has finished sending (FIN)", result: "ended early after 0 µs: 3 steps were done, 1 failed",
		},
		"the session ends, and what came counts": {
			steps: `{"do":"send","text":"x"},{"do":"expect","text":"a"},{"do":"wait","for":"1h","onFail":"go on"},{"do":"send","text":"never"}`,
			answer: func(in *inbox, _ string) {
				in.put([]byte("a"), false)
				in.end()
			},
			sent: "x", fails: "step 3, wait 1h0m0s: the connection has ended", result: "ended early after 0 µs: 3 steps were done, 1 failed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &table{in: newInbox(), answer: tt.answer}
				r := run{p: program(t, tt.steps), link: l, in: l.in}
				result := r.all(t.Context())
				if got := strings.Join(l.sent, "|"); got != tt.sent {
					t.Errorf("sent %q, want %q", got, tt.sent)
				}
				log := strings.Join(l.log, "\n")
				for _, want := range tt.log {
					if !strings.Contains(log, want) {
						t.Errorf("the log has not %q:\n%s", want, log)
					}
				}
				if got := fmt.Sprint(result.Err); tt.fails == "" && result.Err != nil || !strings.Contains(got, tt.fails) {
					t.Errorf("it ended because of %v, want %q", result.Err, tt.fails)
				}
				if got := result.String(); got != tt.result {
					t.Errorf("got %q, want %q", got, tt.result)
				}
				if result.Passed() != (result.Err == nil && result.Failed == 0) {
					t.Errorf("passed: %v", result.Passed())
				}
			})
		})
	}
}

// Messages are matched one by one, and the one that fits is taken whole, with those before.
func TestRunOverMessages(t *testing.T) {
	l := &table{in: newInbox(), answer: func(in *inbox, _ string) {
		for _, m := range []string{"noise", "len=5", "len=6", "", "last"} {
			in.put([]byte(m), true)
		}
	}}
	r := run{p: program(t, `{"do":"send","text":"x"},{"do":"expect","match":"starts","text":"len"},{"do":"capture","name":"n","take":"-1:"},
		{"do":"expect","match":"equals","text":"len=6"},{"do":"expect","match":"anything"},{"do":"expect","match":"size","size":4},
		{"do":"send","text":"{{n}}","variables":true}`), link: l, in: l.in}
	if result := r.all(t.Context()); !result.Passed() || l.sent[1] != "5" {
		t.Errorf("got %v, sent %q", result.Err, l.sent)
	}
}

// However a stream is split, the same is taken.
func TestRunOverAnySplit(t *testing.T) {
	const steps = `{"do":"send","text":"x"},{"do":"expect","text":"\r\n","mode":"text"},{"do":"expect","match":"regex","text":"\\d{3} (\\w+)\\n"},
		{"do":"capture","name":"w","take":"1"},{"do":"expect","match":"size","size":3},{"do":"capture","name":"b","take":"0:"},{"do":"send","text":"{{w}}{{b}}","variables":true}`
	const stream = "220 hi\r\n250 done\nabcd"
	for size := 1; size <= len(stream); size++ {
		l := &table{in: newInbox(), answer: func(in *inbox, _ string) {
			for rest := stream; rest != ""; {
				n := min(size, len(rest))
				in.put([]byte(rest[:n]), false)
				rest = rest[n:]
			}
		}}
		r := run{p: program(t, steps), link: l, in: l.in}
		if result := r.all(t.Context()); !result.Passed() || l.sent[1] != "doneabc" {
			t.Errorf("split by %d: got %v, sent %q", size, result.Err, l.sent)
		}
	}
}

func TestRunIsStopped(t *testing.T) {
	for name, steps := range map[string]string{
		"in a wait":    `{"do":"wait","for":"1h","onFail":"go on"},{"do":"send","text":"x"}`,
		"in an expect": `{"do":"expect","text":"a","timeout":"1h","onFail":"go on"},{"do":"send","text":"x"}`,
		"in a loop":    `{"do":"loop","steps":[{"do":"wait","for":"1s"}]},{"do":"send","text":"x"}`,
		"in failures":  `{"do":"loop","steps":[{"do":"expect","match":"starts","text":"a","onFail":"go on"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				time.AfterFunc(90*time.Second, cancel)
				l := &table{in: newInbox()}
				l.in.put([]byte("b"), false)
				r := run{p: program(t, steps), link: l, in: l.in}
				result := r.all(ctx)
				if !errors.Is(result.Err, context.Canceled) || len(l.sent) != 0 || result.Took != 90*time.Second {
					t.Errorf("got %v, sent %q", result, l.sent)
				}
				if len(l.log) > 9100 {
					t.Errorf("%d rows in the log", len(l.log))
				}
				if !strings.HasPrefix(result.String(), "stopped after 1m30s: ") {
					t.Errorf("got %q", result)
				}
			})
		})
	}
}

func TestRunWatches(t *testing.T) {
	var got []string
	l := &table{in: newInbox()}
	r := run{p: program(t, `{"do":"loop","times":2,"steps":[{"do":"send","text":"x"}]},{"do":"comment","text":"end"}`), link: l, in: l.in, watch: func(m Moment) {
		got = append(got, fmt.Sprintf("%d %s r%d %v %d/%d", m.Step, m.Path, m.Round, m.Ended, m.Done, m.Total))
	}}
	r.all(t.Context())
	want := "0 1 r0 false 0/3, 1 1.1 r1 false 0/3, 1 1.1 r1 true 1/3, 1 1.1 r2 false 1/3, 1 1.1 r2 true 2/3, 2 2 r0 false 2/3, 2 2 r0 true 3/3"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %s\nwant %s", strings.Join(got, ", "), want)
	}
}

// What nobody expects is kept to a bound, and what went is told.
func TestInboxIsBounded(t *testing.T) {
	b := newInbox()
	piece := make([]byte, 1<<20)
	for range 20 {
		b.put(piece, false)
		b.put(piece[:10], true)
	}
	b.put([]byte("needle"), false)
	if b.size > inboxBytes {
		t.Errorf("it holds %d bytes", b.size)
	}
	kept := 0
	for _, it := range b.items {
		kept += len(it.data)
	}
	if kept != b.size || b.size+b.lost.bytes != 20*(1<<20+10)+6 {
		t.Errorf("it holds %d, says %d and lost %d", kept, b.size, b.lost)
	}
	if !strings.Contains(b.waiting(), "bytes were too many to keep") {
		t.Errorf("got %q", b.waiting())
	}
	if _, ok, _ := b.take(&matcher{match: Contains, bytes: []byte("needle")}); !ok || b.size != 0 {
		t.Errorf("the needle was not found, or %d bytes stayed", b.size)
	}
}

func TestVariablesAreBounded(t *testing.T) {
	p := program(t, `{"do":"set","name":"a","text":"0123456789abcdef"},
		{"do":"loop","times":100,"steps":[{"do":"set","name":"a","text":"{{a}}{{a}}","variables":true}]}`)
	l := &table{in: newInbox()}
	running := run{p: p, link: l, in: l.in}
	r := running.all(t.Context())
	if r.Passed() || !strings.Contains(strings.Join(l.log, "\n"), "{{a}} would have 2097152 bytes: a variable holds up to 1048576") {
		t.Errorf("got %v and\n%s", r, strings.Join(l.log, "\n"))
	}
}
