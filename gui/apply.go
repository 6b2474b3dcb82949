package gui

import (
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// differs says that what the form says of the socket was changed since the endpoint was opened with it.
func (p *socketPane) differs(e *netcore.EndpointInfo) string {
	as, form := p.as[e.ID], p.kind.typed()
	switch {
	case as == nil || as == form.Doing(as.Does()):
		return ""
	case p.changedSince(e):
		return " — " + tr("other changes count from the next start")
	}
	return " — " + tr("changes count from the next start")
}

// changedSince reports whether the form says something else than what is open does, of what may change meanwhile. Of what
// another form or the command line opened only the words are known.
func (p *socketPane) changedSince(e *netcore.EndpointInfo) bool {
	if e.State == netcore.EndpointClosed {
		return false
	}
	form := p.kind.typed()
	if as := p.as[e.ID]; as != nil {
		return as.Does() != form.Does()
	}
	spec, err := form.Spec()
	return err != nil || spec.Behaviour().String() != e.Does.String()
}

// applyNow gives what is open the framing and the reply of the form.
func (p *socketPane) applyNow() {
	e := p.current()
	if e == nil {
		return
	}
	p.tell("", "")
	form := p.kind.typed()
	spec, err := form.Spec()
	if err != nil {
		p.tell(workbench.FieldOf(err))
		return
	}
	id := e.ID
	p.setBehaviour(id, spec.Behaviour(), func(err error) {
		if err != nil {
			p.tell(workbench.FieldOf(err))
			return
		}
		if as := p.as[id]; as != nil {
			p.as[id] = as.Doing(form.Does())
		}
		p.refresh()
	})
}
