package netcore

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// SetBehaviour changes how an endpoint and its open sessions frame and answer, from the next bytes on. What was received of a
// frame under the old framing comes out as it is then. It returns when what answered before has ended, where it is another.
func (h *Hub) SetBehaviour(id EndpointID, b Behaviour) error {
	if !h.enter() {
		return ErrHubClosed
	}
	defer h.running.Done()
	h.mu.Lock()
	e := h.endpointLocked(id)
	h.mu.Unlock()
	if e == nil || !e.tells() {
		return ErrEnded
	}
	defer e.telling.Done()
	e.behaviour.Store(&b)
	says := b.String()
	if says == "" {
		says = "no framing, no reply"
	}
	e.report(Noted, "from now on: "+says, nil)
	e.mu.Lock()
	live := slices.Clone(e.sessions)
	e.mu.Unlock()
	for _, s := range live {
		s.hear()
	}
	h.changes.Add(1)
	return nil
}

// tells reports whether the endpoint is open, and holds its end back until telling is done.
func (e *endpoint) tells() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.st == EndpointClosed {
		return false
	}
	e.telling.Add(1)
	return true
}

// Behaviour is what of the spec may be changed while its endpoint is open.
func (s *Spec) Behaviour() Behaviour { return Behaviour{s.Receive, s.Send, s.Responder, s.Keeper} }

// String says how an endpoint frames and what answers by itself; "" when neither.
func (b Behaviour) String() string {
	var parts []string
	switch {
	case b.Receive != nil && same(b.Receive, b.Send):
		parts = append(parts, "framing "+b.Receive.String())
	default:
		if b.Receive != nil {
			parts = append(parts, "receives "+b.Receive.String())
		}
		if b.Send != nil {
			parts = append(parts, "sends "+b.Send.String())
		}
	}
	switch r := b.Responder.(type) {
	case nil:
	case fmt.Stringer:
		parts = append(parts, "reply "+r.String())
	default:
		parts = append(parts, "replies by itself")
	}
	if k, ok := b.Keeper.(fmt.Stringer); ok {
		parts = append(parts, k.String())
	}
	return strings.Join(parts, ", ")
}

// with puts what an endpoint does behind what was set on its socket.
func (b *Behaviour) with(details string) string {
	switch says := b.String(); {
	case says == "":
		return details
	case details == "":
		return says
	default:
		return details + ", " + says
	}
}

// same reports whether a and b are the same value, of types that may not be comparable.
func same(a, b any) bool {
	if a == nil || b == nil {
		return a == b
	}
	v, w := reflect.ValueOf(a), reflect.ValueOf(b)
	return v.Type() == w.Type() && v.Comparable() && w.Comparable() && a == b
}
