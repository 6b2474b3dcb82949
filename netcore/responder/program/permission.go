package program

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"sync/atomic"

	"wirevise/netcore"
)

// ErrOff is why nothing is run: programs are off until a person switches them on.
var ErrOff = errors.New("replies that run programs are switched off: allow them first, in the menu Options or with -allow-programs")

// A RemoteError is why nothing is run for a socket that can be reached from, or reaches, other machines: nobody has confirmed it.
type RemoteError struct {
	Where string // the transport's URL, or the session's own address
	What  string // what would be run
}

func (e *RemoteError) Error() string {
	return fmt.Sprintf("%s is not of this machine alone: whoever is at the other end could run %s here; that must be confirmed, in the window or with -allow-remote-programs", e.Where, e.What)
}

// A Permission says where programs may be run. The zero value says nowhere.
type Permission struct {
	Allowed *atomic.Bool // looked at before anything is run; nil: never
	Remote  bool         // a person has confirmed that the other end may be another machine
}

func (p Permission) off() bool { return p.Allowed == nil || !p.Allowed.Load() }

// refuses says why nothing may be run for a session, or nil.
func (p Permission) refuses(info netcore.SessionInfo, what string) error {
	switch {
	case p.off():
		return ErrOff
	case !p.Remote && !OfThisMachine(info.Local):
		return &RemoteError{info.Local, what}
	}
	return nil
}

// OfThisMachine reports whether a socket with this address of its own can talk with this machine only. What is no address is a
// name that only this machine knows, such as a path.
func OfThisMachine(local string) bool {
	if at, err := netip.ParseAddrPort(local); err == nil {
		return at.Addr().Unmap().IsLoopback()
	}
	return local != "" && !strings.Contains(local, ":")
}

// A runner is a responder that runs programs.
type runner interface {
	netcore.Attacher
	runs() string // what it runs, for people
	permitted(p Permission) netcore.Responder
}

// Runs reports whether a responder runs programs, and what it would run.
func Runs(r netcore.Responder) (what string, ok bool) {
	run, ok := r.(runner)
	if !ok {
		return "", false
	}
	return run.runs(), true
}

// Permit returns r with a permission; a responder that runs nothing is returned as it is. Whatever it says, each session is
// looked at again when something is to be run for it.
func Permit(r netcore.Responder, p Permission) netcore.Responder {
	if run, ok := r.(runner); ok {
		return run.permitted(p)
	}
	return r
}

// Same reports whether two responders run the same, whatever their permissions.
func Same(a, b netcore.Responder) bool {
	x, ok := a.(runner)
	y, too := b.(runner)
	return ok && too && x.permitted(Permission{}) == y.permitted(Permission{})
}

// Guard gives the responder of spec its permission, or says why it has none: ErrOff, or a [*RemoteError] for a transport that does
// not say that it stays on this machine.
func Guard(spec netcore.Spec, p Permission) (netcore.Spec, error) {
	local, ok := spec.Transport.(interface{ ThisMachine() bool })
	var err error
	spec.Responder, err = guard(spec.Responder, p, ok && local.ThisMachine(), spec.Transport.String)
	return spec, err
}

// GuardReply is Guard for what is to answer on an endpoint that is open: e is how it stands. What answers there already, by the
// permission that it was given, is returned as it is.
func GuardReply(r netcore.Responder, e netcore.EndpointInfo, p Permission) (netcore.Responder, error) {
	if Same(r, e.Does.Responder) && !p.off() {
		return e.Does.Responder, nil
	}
	return guard(r, p, OfThisMachine(e.Local), func() string { return e.URL })
}

func guard(r netcore.Responder, p Permission, thisMachine bool, where func() string) (netcore.Responder, error) {
	what, ok := Runs(r)
	switch {
	case !ok:
		return r, nil
	case p.off():
		return r, ErrOff
	case !p.Remote && !thisMachine:
		return r, &RemoteError{where(), what}
	}
	return Permit(r, p), nil
}
