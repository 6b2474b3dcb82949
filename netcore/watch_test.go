package netcore_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

// A watcher reads the events of a hub and keeps them.
type watcher struct {
	*netcore.Hub
	t      testing.TB
	done   chan struct{}  // closed when the hub has closed its events
	slow   time.Duration  // the reader takes for each batch
	others sync.WaitGroup // that the test started, and that end when the hub does

	mu      sync.Mutex // guards what follows
	events  []netcore.Event
	changed chan struct{}
}

// watch makes a hub and reads its events. At the end of the test the hub is closed and its log checked.
func watch(t testing.TB) *watcher {
	w := newWatcher(t)
	go w.run()
	t.Cleanup(w.finish)
	return w
}

func newWatcher(t testing.TB) *watcher {
	return &watcher{Hub: netcore.NewHub(), t: t, done: make(chan struct{}), changed: make(chan struct{})}
}

func (w *watcher) run() {
	defer close(w.done)
	for batch := range w.Events() {
		time.Sleep(w.slow)
		w.mu.Lock()
		w.events = append(w.events, batch...)
		close(w.changed)
		w.changed = make(chan struct{})
		w.mu.Unlock()
	}
}

// finish closes the hub, waits for its last event and checks what all logs have in common.
func (w *watcher) finish() {
	w.t.Helper()
	if err := w.Close(); err != nil {
		w.t.Errorf("Close: %v", err)
	}
	<-w.done
	w.others.Wait()
	checkLog(w.t, w.log())
	if got, want := w.Stats().Events, uint64(len(w.log())); got != want {
		w.t.Errorf("Stats().Events = %d, want %d as were read", got, want)
	}
	if n := w.Stats().Sessions; n != 0 {
		w.t.Errorf("%d sessions after Close, want 0", n)
	}
}

func (w *watcher) log() []netcore.Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.events)
}

// await waits for an event that matches.
func (w *watcher) await(what string, match func(netcore.Event) bool) netcore.Event {
	w.t.Helper()
	patience := time.NewTimer(netcoretest.Patience)
	defer patience.Stop()
	for seen := 0; ; {
		w.mu.Lock()
		events, changed := w.events, w.changed
		w.mu.Unlock()
		for ; seen < len(events); seen++ {
			if match(events[seen]) {
				return events[seen]
			}
		}
		select {
		case <-changed:
		case <-patience.C:
			w.t.Fatalf("no event: %s; there are\n%s", what, strings.Join(lines(events), "\n"))
		}
	}
}

func (w *watcher) awaitKind(session netcore.SessionID, kind netcore.EventKind) netcore.Event {
	w.t.Helper()
	return w.await(fmt.Sprintf("session %d %v", session, kind), func(ev netcore.Event) bool {
		return ev.Session == session && ev.Kind == kind
	})
}

// open opens spec, which must work, and returns the endpoint and, of a conn, its session.
func (w *watcher) open(spec netcore.Spec) (netcore.EndpointID, netcore.SessionID) {
	w.t.Helper()
	id, err := w.Open(context.Background(), spec)
	if err != nil {
		w.t.Fatalf("Open %v: %v", spec.Transport, err)
	}
	opened := w.await(fmt.Sprintf("endpoint %d opened", id), func(ev netcore.Event) bool {
		return ev.Endpoint == id && ev.Kind == netcore.Opened
	})
	return id, opened.Session
}

// accepted waits for the n-th connection (from 1) that a server of the hub takes.
func (w *watcher) accepted(n int) netcore.Event {
	w.t.Helper()
	return w.await(fmt.Sprintf("accepted %d", n), func(ev netcore.Event) bool {
		if ev.Kind == netcore.Accepted {
			n--
		}
		return n == 0 && ev.Kind == netcore.Accepted
	})
}

func (w *watcher) send(id netcore.SessionID, payload string) {
	w.t.Helper()
	if err := w.Send(context.Background(), id, netcore.Message{Payload: []byte(payload)}); err != nil {
		w.t.Fatalf("Send %q: %v", payload, err)
	}
}

func (w *watcher) end(id netcore.SessionID, how netcore.How) {
	w.t.Helper()
	if err := w.EndSession(id, how); err != nil {
		w.t.Fatalf("EndSession(%d, %v): %v", id, how, err)
	}
}

func (w *watcher) closeEndpoint(id netcore.EndpointID) {
	w.t.Helper()
	if err := w.CloseEndpoint(id); err != nil {
		w.t.Fatalf("CloseEndpoint(%d): %v", id, err)
	}
	w.await("closed", func(ev netcore.Event) bool { return ev.Endpoint == id && ev.Kind == netcore.Closed })
}

// of returns the session's part of the log.
func (w *watcher) of(id netcore.SessionID) []netcore.Event {
	return slices.DeleteFunc(w.log(), func(ev netcore.Event) bool { return ev.Session != id })
}

// wantLog compares events, as lines, with what they should be.
func wantLog(t testing.TB, events []netcore.Event, want ...string) {
	t.Helper()
	if got := lines(events); !slices.Equal(got, want) {
		t.Errorf("the log is\n\t%s\nwant\n\t%s", strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func lines(events []netcore.Event) []string {
	out := make([]string, len(events))
	for i, ev := range events {
		out[i] = line(ev)
	}
	return out
}

// line writes an event as `sent "ping" auto: note: error`, without the options of a socket in brackets.
func line(ev netcore.Event) string {
	var b strings.Builder
	b.WriteString(ev.Kind.String())
	if ev.Payload != nil || ev.Kind == netcore.Sent || ev.Kind == netcore.Received {
		fmt.Fprintf(&b, " %.40q", ev.Payload)
	}
	for _, f := range []struct {
		flag netcore.EventFlags
		name string
	}{{netcore.Truncated, "truncated"}, {netcore.Automatic, "auto"}, {netcore.Counted, "counted"}, {netcore.PeerShut, "FIN"},
		{netcore.Cut, "cut"}, {netcore.Broken, "broken"}} {
		if ev.Flags&f.flag != 0 {
			b.WriteString(" " + f.name)
		}
	}
	note := ev.Note
	if ev.Kind == netcore.Opened || ev.Kind == netcore.Accepted {
		note, _, _ = strings.Cut(note, " (")
	}
	if note != "" {
		b.WriteString(": " + note)
	}
	if ev.Err != nil {
		fault := netcore.Explain(ev.Err)
		if fault.Name == "" || fault.Name == "ETIMEDOUT" {
			fault.Name = fault.Text
		}
		b.WriteString(": " + fault.Name)
	}
	return b.String()
}
