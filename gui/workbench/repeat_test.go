package workbench

import (
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
)

func TestRepeatForm(t *testing.T) {
	for _, tt := range []struct {
		every, times string
		want         time.Duration
		n            uint64
		field        string
	}{
		{"250", "", 250 * time.Millisecond, 0, ""},
		{" 1 ", " 3 ", time.Millisecond, 3, ""},
		{"1.5s", "1000000", 1500 * time.Millisecond, 1_000_000, ""},
		{"24h", "", 24 * time.Hour, 0, ""},
		{"", "", 0, 0, FieldEvery},
		{"0", "", 0, 0, FieldEvery},
		{"1.5", "", 0, 0, FieldEvery},
		{"1500us", "", 0, 0, FieldEvery},
		{"25h", "", 0, 0, FieldEvery},
		{"-5", "", 0, 0, FieldEvery},
		{"99999999999999999999", "", 0, 0, FieldEvery},
		{"soon", "", 0, 0, FieldEvery},
		{"5", "0", 0, 0, FieldTimes},
		{"5", "-1", 0, 0, FieldTimes},
		{"5", "often", 0, 0, FieldTimes},
	} {
		every, times, err := RepeatForm{tt.every, tt.times}.Parse()
		var wrong *FieldError
		switch {
		case tt.field == "" && (err != nil || every != tt.want || times != tt.n):
			t.Errorf("%+v: got %v, %d, %v", tt, every, times, err)
		case tt.field != "" && (!errors.As(err, &wrong) || wrong.Field != tt.field):
			t.Errorf("%+v: got %v", tt, err)
		}
	}
}

// pair opens an echo server and a client, and returns the client's session.
func (b *bench) pair() netcore.SessionID {
	b.t.Helper()
	_, port := b.server("echo")
	client := b.open(ClientForm{Host: "127.0.0.1", Port: port}.Spec())
	b.until("the session", func() bool { return len(b.info(client).Sessions) == 1 })
	return b.info(client).Sessions[0].ID
}

func (b *bench) template(text string) *codec.Template {
	b.t.Helper()
	m, err := codec.Composition{Text: text, Variables: true}.Compile()
	if err != nil {
		b.t.Fatal(err)
	}
	return m
}

func (b *bench) activity(i int) Activity {
	if i >= len(b.runs) {
		return Activity{}
	}
	return b.runs[i]
}

func TestRepeat(t *testing.T) {
	b := newBench(t)
	session := b.pair()
	b.Repeat(RepeatJob{Title: "R", Every: 2 * time.Millisecond, Times: 5, Message: b.template("<{{seq}}>"), To: []netcore.SessionID{session},
		Say: func(t sequence.Tally) string { return fmt.Sprintf("%d of %d", t.Times, t.Of) }})
	b.until("the end", func() bool { return b.activity(0).State == Finished })
	if a := b.activity(0); a.Text != "5 of 5" || a.Done != 5 || a.Total != 5 {
		t.Errorf("got %+v", a)
	}
	b.until("the row", func() bool { return strings.Contains(b.text(), "5 messages in 5 of 5 times") })
	for i := range 5 {
		b.until("a message", func() bool { return strings.Contains(b.text(), fmt.Sprintf("sent \"<%d>\"", i+1)) })
	}
}

func TestRepeatIsStoppedAndEnds(t *testing.T) {
	b := newBench(t)
	session := b.pair()
	repeat := func() ActivityID {
		return b.Repeat(RepeatJob{Title: "R", Every: time.Millisecond, Message: b.template("x"), To: []netcore.SessionID{session},
			Say: func(t sequence.Tally) string { return "" }})
	}
	first := repeat()
	b.until("a message", func() bool { return strings.Contains(b.text(), `sent "x"`) })
	b.StopActivity(first)
	b.until("the stop", func() bool { return b.activity(0).State == Stopped })
	repeat()
	if err := b.EndSession(session, netcore.EndAbort); err != nil {
		t.Fatal(err)
	}
	b.until("the end", func() bool { return b.activity(1).State == Failed })
	if err := b.activity(1).Err; !errors.Is(err, sequence.ErrNobodyLeft) {
		t.Errorf("got %v", err)
	}
}

func TestRunSequence(t *testing.T) {
	b := newBench(t)
	session := b.pair()
	compile := func(steps string) *sequence.Program {
		s, err := sequence.Parse([]byte(`{"steps":[` + steps + `]}`))
		if err != nil {
			t.Fatal(err)
		}
		p, err := s.Compile()
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	say := func(m sequence.Moment) string { return m.Path }
	const ask = `{"do":"send","text":"ping"},{"do":"expect","text":"ping"}`
	good := b.RunSequence(SequenceJob{Title: "S", Program: compile(ask), On: session, Say: say}, nil)
	b.until("the end", func() bool { return b.activity(0).State == Finished })
	steps, now, _ := good.Look()
	result, ended := good.Result()
	if len(steps) != 2 || steps[1].OK != 1 || now != -1 || !ended || !result.Passed() || good.ID != b.activity(0).ID {
		t.Errorf("got %+v, %d, %+v", steps, now, result)
	}
	bad := b.RunSequence(SequenceJob{Title: "S", Program: compile(ask + `,{"do":"expect","text":"pong","timeout":"20ms","onFail":"go on"}`), On: session, Say: say}, nil)
	b.until("the failure", func() bool { return b.activity(1).State == Failed })
	if steps, _, _ := bad.Look(); steps[2].Failed != 1 || b.activity(1).Err.Error() != "1 of 3 steps failed" {
		t.Errorf("got %+v, %v", steps, b.activity(1).Err)
	}
	b.until("the row", func() bool { return strings.Contains(b.text(), "1 of 3 steps failed") })
	if n := strings.Count(b.text(), "3 steps were done, 1 failed"); n != 1 {
		t.Errorf("it is told %d times:\n%s", n, b.text())
	}
	// On a connection of its own.
	_, port := b.server("echo")
	spec, err := ClientForm{Host: "127.0.0.1", Port: port}.Spec()
	if err != nil {
		t.Fatal(err)
	}
	own := b.RunSequence(SequenceJob{Title: "S", Program: compile(ask + `,{"do":"close"}`), Spec: spec, Say: say}, nil)
	b.until("the end", func() bool { _, ended := own.Result(); return ended })
	if result, _ := own.Result(); !result.Passed() {
		t.Errorf("got %+v", result)
	}
	// On nothing.
	var done error
	spec, _ = ClientForm{Host: "127.0.0.1", Port: "1"}.Spec()
	b.RunSequence(SequenceJob{Title: "S", Program: compile(ask), Spec: spec, Say: say}, func(err error) { done = err })
	b.until("the refusal", func() bool { return done != nil })
	if got := netcore.Explain(done).Name; !strings.HasSuffix(got, "ECONNREFUSED") {
		t.Errorf("got %v", done)
	}
}

func TestSequenceFiles(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(t.TempDir(), "s.json")
	s := sequence.Sequence{Name: "n", Steps: sequence.Steps{{Do: sequence.Close}}}
	var written, read error = errors.New("not yet"), nil
	b.WriteSequence(path, s, func(err error) { written = err })
	b.until("the file", func() bool { return written == nil })
	var got sequence.Sequence
	b.ReadSequence(path, func(s sequence.Sequence, err error) { got, read = s, err })
	b.until("the sequence", func() bool { return got.Name == "n" || read != nil })
	if read != nil || len(got.Steps) != 1 {
		t.Errorf("got %+v, %v", got, read)
	}
	b.ReadSequence(filepath.Join(path, "no"), func(_ sequence.Sequence, err error) { read = err })
	b.until("the failure", func() bool { return read != nil })
}
