package netcore

import (
	"context"
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

func message(payload string) outgoing { return outgoing{Message: Message{Payload: []byte(payload)}} }

func TestOutboxOrder(t *testing.T) {
	q := newOutbox()
	next, want := 0, 0
	for _, step := range []int{3, -2, 200, -100, 150, -251, 1, -1, 256, -256} { // puts and takes
		for range step {
			if err := q.tryPut(message(strconv.Itoa(next))); err != nil {
				t.Fatalf("put %d: %v", next, err)
			}
			next++
		}
		for range -step {
			if o, ok := q.take(); !ok || string(o.Payload) != strconv.Itoa(want) {
				t.Fatalf("take = %q, %v, want %d", o.Payload, ok, want)
			}
			want++
		}
		if n, _ := q.waiting(); n != next-want {
			t.Errorf("%d wait, want %d", n, next-want)
		}
	}
	if _, bytes := q.waiting(); bytes != 0 || cap(q.queue) > outboxKept {
		t.Errorf("an empty outbox holds %d bytes and %d places, want 0 and at most %d", bytes, cap(q.queue), outboxKept)
	}
}

func TestOutboxFull(t *testing.T) {
	for _, tt := range []struct {
		name string
		size int
		fit  int
	}{
		{"messages", 1, outboxMessages},
		{"bytes", outboxBytes / 4, 4},
		{"one of any size", 3 * outboxBytes, 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			q, o := newOutbox(), outgoing{Message: Message{Payload: make([]byte, tt.size)}}
			for i := range tt.fit {
				if err := q.tryPut(o); err != nil {
					t.Fatalf("put %d: %v", i, err)
				}
			}
			if err := q.tryPut(o); err != ErrFull {
				t.Errorf("put into a full outbox = %v, want ErrFull", err)
			}
			ctx, cancel := context.WithCancelCause(t.Context())
			cancel(ErrHubClosed)
			if err := q.put(ctx, o); err != ErrHubClosed {
				t.Errorf("put = %v, want the context's cause", err)
			}
			if err := q.tryPut(outgoing{halfClose: true}); err != nil {
				t.Errorf("a half-close = %v, want nil: it needs no room", err)
			}
			if err := q.tryPut(o); err != ErrHalfClosed {
				t.Errorf("put behind a half-close = %v, want ErrHalfClosed", err)
			}
			if got, want := q.discard(), (lost{tt.fit, tt.fit * tt.size}); got != want {
				t.Errorf("discard = %+v, want %+v", got, want)
			}
			if got, want := q.discard(), (lost{tt.fit, tt.fit * tt.size}); got != want {
				t.Errorf("discard again = %+v, want %+v", got, want)
			}
		})
	}
}

// Whoever waits for room gets it, or is told why not.
func TestOutboxReleases(t *testing.T) {
	for _, tt := range []struct {
		name string
		do   func(*outbox)
		want error
	}{
		{"take", func(q *outbox) { q.take() }, nil},
		{"close", func(q *outbox) { q.close() }, ErrEnded},
		{"discard", func(q *outbox) { q.discard() }, ErrEnded},
		{"half-close", func(q *outbox) { q.tryPut(outgoing{halfClose: true}) }, ErrHalfClosed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				q, o := newOutbox(), outgoing{Message: Message{Payload: make([]byte, outboxBytes)}}
				q.tryPut(o)
				got := make(chan error)
				go func() { got <- q.put(t.Context(), o) }()
				synctest.Wait()
				tt.do(q)
				if err := <-got; err != tt.want {
					t.Errorf("put = %v, want %v", err, tt.want)
				}
			})
		})
	}
}

// What waits when the outbox is closed is still taken.
func TestOutboxClose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		q := newOutbox()
		q.tryPut(message("one"))
		time.AfterFunc(time.Second, func() { q.tryPut(message("two")) })
		time.AfterFunc(time.Minute, q.close)
		begin := time.Now()
		for _, want := range []string{"one", "two"} {
			if o, ok := q.take(); !ok || string(o.Payload) != want {
				t.Errorf("take = %q, %v, want %q", o.Payload, ok, want)
			}
		}
		if o, ok := q.take(); ok || time.Since(begin) != time.Minute {
			t.Errorf("take of a closed outbox = %q, %v after %v, want none after a minute", o.Payload, ok, time.Since(begin))
		}
	})
}
