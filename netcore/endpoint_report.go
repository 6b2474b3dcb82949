package netcore

import (
	"strconv"
	"strings"
	"time"
)

func (e *endpoint) report(kind EventKind, note string, err error) {
	ev := e.event(kind)
	ev.Note, ev.Err = note, err
	e.h.emit(ev)
}

// reportOpening tells that an attempt to open failed, whom or what it was about, and what comes of it.
func (e *endpoint) reportOpening(next string, err error) {
	e.mu.Lock()
	e.fault = err
	e.mu.Unlock()
	ev := e.event(Failed)
	ev.Note, ev.Err = "opening "+e.spec.Transport.String(), err
	if t, ok := e.spec.Transport.(Targeter); ok {
		ev.Peer = t.Target()
	}
	if next != "" {
		ev.Note += "; " + next
	}
	e.h.emit(ev)
}

func (e *endpoint) reportCounted(note string) {
	ev := e.event(Failed)
	ev.Flags, ev.Note = Counted, note
	e.h.emit(ev)
}

func (e *endpoint) event(kind EventKind) Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return Event{Time: time.Now(), Kind: kind, Endpoint: e.id, Name: e.name, Local: e.local}
}

// nameWithPort puts the port of a local address where {port} stands in name.
func nameWithPort(name, local string) string {
	port := local[strings.LastIndexByte(local, ':')+1:]
	return strings.TrimSpace(strings.ReplaceAll(name, "{port}", port))
}

// portOf is the port of a transport's URL behind a colon, before there is a socket that has one; "" if it is to be picked.
func portOf(t Transport) string {
	url, _, _ := strings.Cut(t.String(), "?")
	port := url[strings.LastIndexByte(url, ':')+1:]
	if n, err := strconv.ParseUint(port, 10, 16); err != nil || n == 0 {
		return ""
	}
	return ":" + port
}

// describe says what was set on a socket.
func describe(x any) string {
	if d, ok := x.(Describer); ok {
		return d.Describe()
	}
	return ""
}

func inBrackets(details string) string {
	if details == "" {
		return ""
	}
	return " (" + details + ")"
}
