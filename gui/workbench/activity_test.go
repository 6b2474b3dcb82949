package workbench

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// shown is the activities that the screen was told of last.
func (b *bench) shown() string {
	var s []string
	for _, a := range b.runs {
		s = append(s, fmt.Sprintf("%d %s: %s %q %d/%d %v", a.ID, a.Title, a.State, a.Text, a.Done, a.Total, a.Err))
	}
	return strings.Join(s, "; ")
}

func (b *bench) shows(want string) {
	b.t.Helper()
	b.until(want, func() bool { return b.shown() == want })
}

func sentence(s string) func() string { return func() string { return s } }

func TestActivityEndsWell(t *testing.T) {
	b := newBench(t)
	step := make(chan struct{})
	var done []error
	b.Begin(Job{Title: "Counting", Name: "count", Done: func(err error) { done = append(done, err) },
		Run: func(ctx context.Context, p *Progress) (string, error) {
			<-step
			p.Tell(1, 4, sentence("1 of 4"))
			<-step
			p.Tell(4, 4, sentence("4 of 4"))
			return "counted to 4", nil
		}})
	b.shows(`1 Counting: running "" 0/0 <nil>`)
	step <- struct{}{}
	b.shows(`1 Counting: running "1 of 4" 1/4 <nil>`)
	step <- struct{}{}
	b.shows(`1 Counting: finished "4 of 4" 4/4 <nil>`)
	b.until("the end", func() bool { return len(done) == 1 })
	if done[0] != nil || b.RunningActivities() != 0 {
		t.Errorf("done %v, %d run", done, b.RunningActivities())
	}
	b.until("the row", func() bool { return strings.Contains(b.text(), `count noted "" counted to 4`) })
	b.StopActivity(1)
	b.shows("")
}

func TestActivityIsStopped(t *testing.T) {
	b := newBench(t)
	wait := func(name string) Job {
		return Job{Title: name, Name: name, Run: func(ctx context.Context, p *Progress) (string, error) {
			<-ctx.Done()
			return "", fmt.Errorf("waiting: %w", context.Cause(ctx))
		}}
	}
	b.Begin(wait("one"))
	_, stop := b.Begin(wait("two"))
	b.Begin(wait("three"))
	stop()
	b.shows(`1 one: running "" 0/0 <nil>; 2 two: stopped "" 0/0 <nil>; 3 three: running "" 0/0 <nil>`)
	if n := b.StopActivities(); n != 2 {
		t.Errorf("%d were stopped, want 2", n)
	}
	b.shows(`1 one: stopped "" 0/0 <nil>; 2 two: stopped "" 0/0 <nil>; 3 three: stopped "" 0/0 <nil>`)
	b.until("the row", func() bool { return strings.Contains(b.text(), `three noted "" stopped`) })
}

func TestActivityFails(t *testing.T) {
	b := newBench(t)
	bad := errors.New("no luck")
	var done error
	b.Begin(Job{Title: "Trying", Name: "try", Done: func(err error) { done = err },
		Run: func(context.Context, *Progress) (string, error) { return "after 3 tries", bad }})
	b.shows(`1 Trying: failed "" 0/0 no luck`)
	b.until("the row", func() bool { return strings.Contains(b.text(), `try failed "" after 3 tries`) && done == bad })
}

// What the screen was not shown yet is told by its last sentence only, and that is made on the window's goroutine.
func TestActivityIsToldNowAndThen(t *testing.T) {
	b := newBench(t)
	told, made, showings := make(chan struct{}), 0, 0
	b.Begin(Job{Title: "Busy", Run: func(ctx context.Context, p *Progress) (string, error) {
		for i := range 100_000 {
			p.Tell(int64(i+1), 100_000, func() string { made++; return fmt.Sprint(i + 1) })
		}
		close(told)
		<-ctx.Done()
		return "", ctx.Err()
	}})
	<-told
	b.until("the last sentence", func() bool {
		showings++
		return len(b.runs) == 1 && b.runs[0].Text == "100000"
	})
	if made > showings+1 {
		t.Errorf("%d sentences were made for %d showings", made, showings)
	}
}

func TestActivitiesStayForAWhile(t *testing.T) {
	var s activities
	at := time.Unix(1000, 0)
	expect := func(after time.Duration, due bool, left int) {
		t.Helper()
		if got := s.due(at.Add(after)); got != due || len(s.list) != left {
			t.Errorf("after %v: due %v with %d left, want %v with %d", after, got, len(s.list), due, left)
		}
	}
	well, bad := s.add("well"), s.add("bad")
	expect(0, true, 2)
	well.Tell(1, 2, nil)
	expect(activityEvery-1, false, 2)
	expect(activityEvery, true, 2)
	expect(activityEvery, false, 2)
	s.end(well, Finished, nil, at.Add(activityEvery))
	s.end(bad, Failed, errors.New("bad"), at.Add(activityEvery))
	expect(activityEvery, true, 2)
	expect(activityStays+activityEvery-1, false, 2)
	expect(activityStays+activityEvery, true, 1) // what failed stays until a person takes it away
	for range activitiesKept {
		s.end(s.add("more"), Failed, nil, at)
	}
	expect(0, true, activitiesKept)
}

// At the end of the program what runs is stopped, and tells what it came to before the log ends.
func TestActivitiesEndWithTheProgram(t *testing.T) {
	b := newBench(t)
	b.Begin(Job{Title: "Long", Name: "long", Run: func(ctx context.Context, p *Progress) (string, error) {
		<-ctx.Done()
		return "stopped after 7", ctx.Err()
	}})
	events := b.Final().Events
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if got := b.Final().Events; got != events+1 {
		t.Errorf("%d rows were told at the end, want 1", got-events)
	}
	b.Begin(Job{Title: "Late", Run: func(context.Context, *Progress) (string, error) {
		t.Error("it ran after the end")
		return "", nil
	}})
}
