package gui

import (
	"errors"
	"fmt"
	"strings"

	"wirevise/gui/collection"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/codec"
	"wirevise/netcore/transport"
)

// sendChosen sends the message that is chosen to whom the composer would send. A sequence is shown, ready to run.
func (s *savedPane) sendChosen() {
	switch it := s.saved.get(s.source.chosen); {
	case it == nil || it.Kind == collection.Folder:
		s.tell(tr("Choose a message in the list first"))
	case it.Kind == collection.Sequence:
		s.openSequence()
	default:
		s.sendItem(it)
	}
}

// sendItem sends a message. One that is meant for somebody else than the composer's receivers is not sent before it is asked.
func (s *savedPane) sendItem(it *collection.Item) {
	t, c := it.Target, s.pane.composer
	receivers := c.receivers()
	switch {
	case t == (collection.Target{}):
		s.sendTo(it, receivers, s.to())
	case t.Protocol == "udp" && c.to != nil && len(receivers) > 0:
		s.sendTo(it, receivers, t.Address)
	case t.Protocol == "udp":
		s.tell(trf("This message is meant for %s, and no UDP socket is open here.", t), s.fillOffer(it))
	default:
		if open := s.w.sessionsTo(t); len(open) > 0 {
			s.sendTo(it, open, "")
			return
		}
		offers := []*button{s.fillOffer(it)}
		if len(receivers) > 0 {
			offers = append(offers, newButton(tr("Send all the same"), func() {
				s.w.win.Canvas().Focus(s.list)
				s.sendTo(it, receivers, s.to())
			}))
		}
		s.tell(trf("This message is meant for %s, which is not connected.", t), offers...)
	}
}

// to is the receiver of datagrams that stands in the composer.
func (s *savedPane) to() string {
	if s.pane.composer.to == nil {
		return ""
	}
	return s.pane.composer.to.Text
}

func (s *savedPane) sendTo(it *collection.Item, receivers []netcore.SessionID, to string) {
	s.tell("")
	s.said.SetText("")
	c := s.pane.composer
	c.sendSaved(it, receivers, to, func(size, queued int, err error) {
		var text string
		var syntax *codec.SyntaxError
		var sum *codec.SumError
		switch {
		case err == nil:
			s.said.SetText(trf("%s: %s, to %d", it.Name, sizeText(size), queued))
			return
		case errors.As(err, &syntax), errors.As(err, &sum):
			text = mistake(err)
		case errors.Is(err, errEmpty):
			text = tr("There is nothing to send: a stream has no empty messages")
		case len(receivers) == 0:
			text = c.nobody()
		default:
			_, text = workbench.FieldOf(err)
			text = fmt.Sprintf("%s (%s)", text, trf("sent to %d of %d", queued, len(receivers)))
		}
		s.tellAnywhere(it.Name + ": " + text)
	})
}

// tellAnywhere tells a problem on the side that shows.
func (s *savedPane) tellAnywhere(text string) {
	if s.showing() {
		s.tell(text)
	} else {
		s.pane.composer.complain(text)
	}
}

// sessionsTo returns the connections of clients to a target.
func (w *Window) sessionsTo(t collection.Target) (ids []netcore.SessionID) {
	for _, e := range w.bench.Endpoints() {
		url, _, _ := strings.Cut(e.URL, "?")
		for _, x := range e.Sessions {
			if e.Role == workbench.RoleClient && (url == t.String() || x.Peer == t.Address) {
				ids = append(ids, x.ID)
			}
		}
	}
	return ids
}

// fillOffer is a button that puts a message's target into the form that leads there, and connects nothing.
func (s *savedPane) fillOffer(it *collection.Item) *button {
	return newButton(tr("Fill in the form"), func() {
		s.tell("")
		s.w.fillForm(it)
	})
}

func (w *Window) fillForm(it *collection.Item) {
	tab := tabClient
	if it.Target.Protocol == "udp" {
		tab = tabUDP
	}
	w.choose(tab)
	p := w.sockets[tab]
	p.saved.show(sideSaved)
	p.saved.goTo(it.ID)
	if tab == tabUDP {
		p.composer.to.SetText(it.Target.Address)
	} else if host, port, err := transport.SplitHostPort(it.Target.Address); err == nil {
		form := p.kind.(*clientForm)
		form.host.SetText(host)
		form.port.SetText(fmt.Sprint(port))
	}
	w.win.Canvas().Focus(p.start)
}

// sendNumbered sends the n-th of the numbered messages, 1 being the first, in the tab that shows.
func (w *Window) sendNumbered(n int) {
	if w.chosen == tabLookups {
		return
	}
	p := w.sockets[w.chosen].saved
	list := w.saved.numbered()
	if n > len(list) {
		p.tellAnywhere(trf("There is no saved message %d: the first ten that are in no folder have a number", n))
		return
	}
	if it := list[n-1]; it.Target != (collection.Target{}) && !p.showing() { // it may have to be asked
		p.show(sideSaved)
		p.goTo(it.ID)
		p.sendItem(it)
	} else {
		p.sendItem(it)
	}
}
