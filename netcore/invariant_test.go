package netcore_test

import (
	"bytes"
	"testing"

	"wirevise/netcore"
)

// checkLog holds a whole log, up to the closed channel, to what is true of every one: each session begins with Opened
// or Accepted and ends with its one Ended, before its endpoint ends; each endpoint ends with its one Closed, or with
// the Failed of an attempt to open it. A Failed with the flag Short, and no other with a payload, is about the last Sent of
// its session and holds the beginning of it.
func checkLog(t testing.TB, events []netcore.Event) {
	t.Helper()
	begun, ended := map[netcore.SessionID]netcore.EndpointID{}, map[netcore.SessionID]bool{}
	sent := map[netcore.SessionID][]byte{}
	last, closed := map[netcore.EndpointID]netcore.Event{}, map[netcore.EndpointID]bool{}
	for i, ev := range events {
		if ev.Endpoint == 0 {
			continue
		}
		if closed[ev.Endpoint] {
			t.Errorf("event %d comes after endpoint %d closed: %s", i, ev.Endpoint, line(ev))
		}
		last[ev.Endpoint] = ev
		if ev.Kind == netcore.Closed {
			closed[ev.Endpoint] = true
		}
		if ev.Session == 0 {
			continue
		}
		starts := ev.Kind == netcore.Opened || ev.Kind == netcore.Accepted
		if of, ok := begun[ev.Session]; ok == starts || ok && of != ev.Endpoint {
			t.Errorf("event %d of session %d is in the wrong place: %s", i, ev.Session, line(ev))
		}
		begun[ev.Session] = ev.Endpoint
		if ended[ev.Session] {
			t.Errorf("event %d comes after session %d ended: %s", i, ev.Session, line(ev))
		}
		ended[ev.Session] = ev.Kind == netcore.Ended
		short := ev.Flags&netcore.Short != 0
		switch payload, ok := sent[ev.Session]; {
		case ev.Kind == netcore.Sent:
			sent[ev.Session] = ev.Payload
		case short && (ev.Kind != netcore.Failed || !ok || !bytes.HasPrefix(payload, ev.Payload)):
			t.Errorf("event %d of session %d falls short of no write: %s", i, ev.Session, line(ev))
		case short:
			delete(sent, ev.Session)
		case ev.Kind == netcore.Failed && len(ev.Payload) > 0:
			t.Errorf("event %d of session %d has a payload and is not short: %s", i, ev.Session, line(ev))
		}
	}
	for id := range begun {
		if !ended[id] {
			t.Errorf("session %d has not ended", id)
		}
	}
	for id, ev := range last {
		if !closed[id] && (ev.Kind != netcore.Failed || ev.Session != 0) {
			t.Errorf("endpoint %d ends with %s", id, line(ev))
		}
	}
	for id, of := range begun {
		if !closed[of] {
			t.Errorf("endpoint %d of session %d has not closed", of, id)
		}
	}
}
