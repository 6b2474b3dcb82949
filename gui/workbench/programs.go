package workbench

import (
	"context"
	"errors"
	"slices"

	"wirevise/netcore"
	"wirevise/netcore/responder/program"
)

// AllowPrograms switches replies that run programs on or off: off is what they are. Those that are open start nothing more
// when they are switched off.
func (w *Workbench) AllowPrograms(on bool) { w.programs.Store(on) }

// ProgramsAllowed reports whether replies may run programs.
func (w *Workbench) ProgramsAllowed() bool { return w.programs.Load() }

// NeedsConfirmation reports whether opening, or changing what answers, was refused because a program could be run by other
// machines, and a person may confirm that. Where is the socket, what is what would be run.
func NeedsConfirmation(err error) (where, what string, ok bool) {
	var remote *program.RemoteError
	if !errors.As(err, &remote) {
		return "", "", false
	}
	return remote.Where, remote.What, true
}

// OpenConfirmed is Open when a person has confirmed that a program may be run by other machines.
func (w *Workbench) OpenConfirmed(spec netcore.Spec, done func(netcore.EndpointID, error)) (cancel context.CancelFunc) {
	return w.open(spec, true, done)
}

// SetBehaviourConfirmed is SetBehaviour when a person has confirmed that.
func (w *Workbench) SetBehaviourConfirmed(id netcore.EndpointID, b netcore.Behaviour, done func(error)) {
	w.setBehaviour(id, b, true, done)
}

func (w *Workbench) permission(confirmed bool) program.Permission {
	return program.Permission{Allowed: &w.programs, Remote: confirmed}
}

// guard is what every opening goes through: nothing of spec runs a program that may not.
func (w *Workbench) guard(spec netcore.Spec, confirmed bool) (netcore.Spec, error) {
	return program.Guard(spec, w.permission(confirmed))
}

// guardReply is guard for what an open endpoint is to do.
func (w *Workbench) guardReply(id netcore.EndpointID, b netcore.Behaviour, confirmed bool) (netcore.Behaviour, error) {
	infos := w.hub.Snapshot()
	i := slices.IndexFunc(infos, func(e netcore.EndpointInfo) bool { return e.ID == id })
	if i < 0 {
		return b, netcore.ErrEnded
	}
	var err error
	b.Responder, err = program.GuardReply(b.Responder, infos[i], w.permission(confirmed))
	return b, err
}
