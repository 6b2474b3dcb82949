package sequence

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
)

// A sink takes messages, and tells when they came.
type sink struct {
	start time.Time
	got   []string // "ms session payload"
	took  func(n int)
	err   map[netcore.SessionID]error
}

func (s *sink) TrySend(id netcore.SessionID, m netcore.Message) error {
	if err := s.err[id]; err != nil {
		return err
	}
	s.got = append(s.got, fmt.Sprintf("%v #%d %s", time.Since(s.start), id, m.Payload))
	if s.took != nil {
		s.took(len(s.got))
	}
	return nil
}

func counted(n uint64, to Receiver) ([]byte, error) { return fmt.Appendf(nil, "%d%s", n, to.Peer), nil }

func TestRepeat(t *testing.T) {
	slow := func(at int, d time.Duration) func(int) {
		return func(n int) {
			if n == at {
				time.Sleep(d)
			}
		}
	}
	for name, tt := range map[string]struct {
		every time.Duration
		times uint64
		took  func(int)
		want  []string
		skip  uint64
		late  time.Duration
	}{
		"on time":                        {time.Millisecond, 4, nil, []string{"0s #1 1", "1ms #1 2", "2ms #1 3", "3ms #1 4"}, 0, 0},
		"late: at once, without drift":   {10 * time.Millisecond, 4, slow(2, 14*time.Millisecond), []string{"0s #1 1", "10ms #1 2", "24ms #1 3", "30ms #1 4"}, 0, 4 * time.Millisecond},
		"several gone by: one is sent":   {10 * time.Millisecond, 4, slow(2, 43*time.Millisecond), []string{"0s #1 1", "10ms #1 2", "53ms #1 3", "60ms #1 4"}, 3, 33 * time.Millisecond},
		"just at the next: none skipped": {10 * time.Millisecond, 3, slow(1, 10*time.Millisecond), []string{"0s #1 1", "10ms #1 2", "20ms #1 3"}, 0, 0},
		"a day":                          {24 * time.Hour, 2, nil, []string{"0s #1 1", "24h0m0s #1 2"}, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := &sink{start: time.Now(), took: tt.took}
				r := Repeat{virtual: true, Every: tt.every, Times: tt.times, To: []Receiver{{Session: 1}}, Make: counted}
				tally, err := r.Run(t.Context(), s)
				if err != nil || !slices.Equal(s.got, tt.want) {
					t.Errorf("got %q, %v, want %q", s.got, err, tt.want)
				}
				if tally.Skipped != tt.skip || tally.Timing.LateMax != tt.late || tally.Sent != tt.times || tally.Times != tt.times {
					t.Errorf("got %+v", tally)
				}
			})
		})
	}
}

// Many times of a millisecond end so many milliseconds after the first, whatever each took.
func TestRepeatDoesNotDrift(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const times = 20_000
		s := &sink{start: time.Now()}
		r := Repeat{virtual: true, Every: time.Millisecond, Times: times, To: []Receiver{{Session: 1}}, Make: func(n uint64, to Receiver) ([]byte, error) {
			s.got = s.got[:0]
			time.Sleep(time.Duration(n%900) * time.Microsecond)
			return counted(n, to)
		}}
		tally, err := r.Run(t.Context(), s)
		if err != nil || tally.Skipped != 0 || tally.Times != times {
			t.Errorf("got %+v, %v", tally, err)
		}
		last := (times - 1) * time.Millisecond
		if got := tally.Took; got < last || got >= last+time.Millisecond {
			t.Errorf("it took %v, want %v and less than a millisecond", got, last)
		}
		if mean := tally.Timing.Mean; mean < time.Millisecond-time.Microsecond || mean > time.Millisecond+time.Microsecond {
			t.Errorf("the mean is %v", mean)
		}
	})
}

func TestRepeatToSeveral(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &sink{start: time.Now(), err: map[netcore.SessionID]error{2: netcore.ErrFull}}
		s.took = func(n int) {
			if n == 2 {
				s.err[1], s.err[2] = netcore.ErrEnded, nil
			}
		}
		to := []Receiver{{Session: 1, Peer: "a"}, {Session: 2, Peer: "b"}, {Session: 3, Peer: "c"}}
		tally, err := (&Repeat{virtual: true, Every: time.Millisecond, Times: 3, To: to, Make: counted}).Run(t.Context(), s)
		want := []string{"0s #1 1a", "0s #3 1c", "1ms #2 2b", "1ms #3 2c", "2ms #2 3b", "2ms #3 3c"}
		if err != nil || !slices.Equal(s.got, want) {
			t.Errorf("got %q, %v, want %q", s.got, err, want)
		}
		if tally.Sent != 6 || tally.Bytes != 12 || tally.Refused != 1 || tally.Ended != 1 {
			t.Errorf("got %+v", tally)
		}
		for _, want := range []string{"6 messages in 3 of 3 times, 2 ms", "interval mean 1 ms", "1 messages refused", "1 connections ended"} {
			if !strings.Contains(tally.String(), want) {
				t.Errorf("%q has not %q", tally, want)
			}
		}
	})
}

func TestRepeatEnds(t *testing.T) {
	stop, bad := errors.New("stop"), errors.New("bad")
	one := []Receiver{{Session: 1}}
	for name, tt := range map[string]struct {
		repeat Repeat
		err    map[netcore.SessionID]error
		want   error
		times  uint64
	}{
		"stopped":              {Repeat{virtual: true, Every: 10 * time.Millisecond, To: one}, nil, stop, 6},
		"nobody left":          {Repeat{virtual: true, Every: 10 * time.Millisecond, To: one}, map[netcore.SessionID]error{1: netcore.ErrEnded}, ErrNobodyLeft, 1},
		"nobody left, why":     {Repeat{virtual: true, Every: 10 * time.Millisecond, To: one}, map[netcore.SessionID]error{1: netcore.ErrHalfClosed}, netcore.ErrHalfClosed, 1},
		"nothing to send":      {Repeat{virtual: true, Every: 10 * time.Millisecond, To: one, Make: func(uint64, Receiver) ([]byte, error) { return nil, bad }}, nil, bad, 1},
		"no interval":          {Repeat{virtual: true, To: one}, nil, errEvery, 0},
		"half a millisecond":   {Repeat{virtual: true, Every: 1500 * time.Microsecond, To: one}, nil, errEvery, 0},
		"nobody to begin":      {Repeat{virtual: true, Every: time.Millisecond}, nil, errNobody, 0},
		"a peer reads nothing": {Repeat{virtual: true, Every: time.Millisecond, Times: 7, To: one}, map[netcore.SessionID]error{1: netcore.ErrFull}, nil, 7},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancelCause(t.Context())
				defer cancel(nil)
				time.AfterFunc(55*time.Millisecond, func() { cancel(stop) })
				r := tt.repeat
				if r.Make == nil {
					r.Make = counted
				}
				tally, err := r.Run(ctx, &sink{start: time.Now(), err: tt.err})
				if !errors.Is(err, tt.want) || tally.Times != tt.times {
					t.Errorf("got %v after %d times, want %v after %d", err, tally.Times, tt.want, tt.times)
				}
			})
		})
	}
}

func TestRepeatTells(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var told []uint64
		r := Repeat{virtual: true, Every: time.Millisecond, Times: 1000, To: []Receiver{{Session: 1}}, Make: counted, Told: func(t Tally) { told = append(told, t.Times) }}
		if _, err := r.Run(t.Context(), &sink{start: time.Now()}); err != nil {
			t.Fatal(err)
		}
		if want := []uint64{1, 201, 401, 601, 801, 1000}; !slices.Equal(told, want) {
			t.Errorf("told at %d, want %d", told, want)
		}
	})
}

// What an interval of a millisecond really gives on this machine.
func BenchmarkRepeatMillisecond(b *testing.B) {
	r := Repeat{Every: time.Millisecond, Times: uint64(b.N) + 1, To: []Receiver{{Session: 1}}, Make: counted}
	tally, err := r.Run(b.Context(), nowhere{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(tally.Timing.Mean)/1e3, "µs-mean")
	b.ReportMetric(float64(tally.Timing.Deviation)/1e3, "µs-deviation")
	b.ReportMetric(float64(tally.Timing.LateP50)/1e3, "µs-late-p50")
	b.ReportMetric(float64(tally.Timing.LateP99)/1e3, "µs-late-p99")
	b.ReportMetric(float64(tally.Timing.LateMax)/1e3, "µs-late-max")
	b.ReportMetric(float64(tally.Skipped)/float64(b.N+1)*100, "%skipped")
}

type nowhere struct{}

func (nowhere) TrySend(netcore.SessionID, netcore.Message) error { return nil }
