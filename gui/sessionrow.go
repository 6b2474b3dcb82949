package gui

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/transfer"
)

// A sessionRow is one line of the list: an endpoint, or one of its sessions, open or ended.
type sessionRow struct {
	endpoint *netcore.EndpointInfo
	session  *netcore.SessionInfo // nil: the endpoint's own line
}

// A rowKey tells rows apart whatever comes and goes before them.
type rowKey struct {
	endpoint netcore.EndpointID
	session  netcore.SessionID
}

func (r sessionRow) key() rowKey {
	k := rowKey{endpoint: r.endpoint.ID}
	if r.session != nil {
		k.session = r.session.ID
	}
	return k
}

func (r sessionRow) ended() bool {
	if r.session != nil {
		return r.session.State == netcore.SessionEnded
	}
	return r.endpoint.State == netcore.EndpointClosed
}

func (r sessionRow) address() string {
	if r.session != nil && r.session.Peer != "" {
		return r.session.Peer
	}
	return r.endpoint.Local
}

// text is the row's main line.
func (r sessionRow) text() string {
	e := r.endpoint
	if s := r.session; s != nil {
		who := s.Peer
		if who == "" {
			who = s.Local
		}
		text := fmt.Sprintf("#%d %s", s.ID, who)
		if e.Role != workbench.RoleServer {
			text += " " + e.Name
		}
		switch s.State {
		case netcore.SessionEnded:
			return text + " — " + endText(s.EndNote, s.EndFault)
		case netcore.SessionOpen:
			if s.Waiting > 0 {
				return text + " — " + trf("%d waiting", s.Waiting)
			}
			return text + intoText(s)
		}
		return text + " — " + tr(s.State.String())
	}
	switch e.State {
	case netcore.EndpointOpening:
		return e.Name + " — " + tr("opening…")
	case netcore.EndpointWaiting:
		if e.Fault == nil {
			return e.Name + " — " + tr("trying again…")
		}
		return e.Name + " — " + trf("trying again: %s", netcore.Explain(e.Fault).Text)
	case netcore.EndpointClosed:
		if e.Fault != nil {
			url, _, _ := strings.Cut(e.URL, "?") // the options are in the details
			return e.Name + " " + url + " — " + endText("", e.Fault)
		}
		if n := len(e.Ended); n > 0 && e.Role != workbench.RoleServer {
			return e.Name + " — " + endText(e.Ended[n-1].EndNote, e.Ended[n-1].EndFault)
		}
		return e.Name + " — " + tr("stopped")
	}
	return e.Name + "  " + e.Local
}

func endText(note string, fault error) string {
	if fault != nil {
		f := netcore.Explain(fault)
		if f.Name != "" {
			return f.Name + " — " + f.Text
		}
		return f.Text
	}
	return note
}

func (r sessionRow) traffic() string {
	if r.session == nil {
		return ""
	}
	return fmt.Sprintf("↓%s ↑%s", bytesText(float64(r.session.ReceivedBytes)), bytesText(float64(r.session.SentBytes)))
}

func (r sessionRow) dot() widgets.DotState {
	if r.ended() {
		return widgets.DotOff
	}
	if s := r.session; s != nil {
		if s.State == netcore.SessionOpen {
			return widgets.DotOpen
		}
		return widgets.DotBusy
	}
	if r.endpoint.State == netcore.EndpointOpen {
		return widgets.DotOpen
	}
	return widgets.DotBusy
}

// details lists all that is known of a row.
func (r sessionRow) details() [][2]string {
	e := r.endpoint
	lines := [][2]string{{tr("Endpoint"), e.Name}, {tr("Opened as"), e.URL}, {tr("Local"), e.Local}}
	s := r.session
	if s == nil {
		if e.Details != "" {
			lines = append(lines, [2]string{tr("Socket"), e.Details})
		}
		lines = append(lines, [2]string{tr("State"), tr(e.State.String())}, [2]string{tr("Since"), e.Since.Format(time.DateTime)})
		if e.Fault != nil {
			lines = append(lines, [2]string{tr("Error"), netcore.Explain(e.Fault).String()})
		}
		return lines
	}
	lines = append(lines, [][2]string{
		{tr("Session"), fmt.Sprintf("#%d, %s", s.ID, tr(s.Boundary.String()))},
		{tr("Socket"), s.Details},
		{tr("Address here"), s.Local}, {tr("Address there"), s.Peer},
		{tr("Since"), s.Since.Format(time.DateTime)}, {tr("Age"), sinceText(time.Since(s.Since))}, {tr("State"), tr(s.State.String())},
		{tr("Received"), receivedText(s)},
		{tr("Sent"), trf("%s bytes in %s messages", countText(s.SentBytes), countText(s.SentMessages))},
	}...)
	if s.Waiting > 0 {
		lines = append(lines, [2]string{tr("Waiting"), trf("%d messages, %d bytes: the peer does not read", s.Waiting, s.WaitingBytes)})
	}
	if s.State == netcore.SessionEnded {
		lines = append(lines, [2]string{tr("Ended"), endText(s.EndNote, s.EndFault)})
	}
	return lines
}

// receivedText tells how much a session received. Where its stream is cut, the frames are messages, and reads are not.
func receivedText(s *netcore.SessionInfo) string {
	if s.Frames == 0 {
		return trf("%s bytes in %s messages", countText(s.ReceivedBytes), countText(s.ReceivedMessages))
	}
	return trf("%s bytes in %s reads, %s frames", countText(s.ReceivedBytes), countText(s.ReceivedMessages), countText(s.Frames))
}

// intoText says that what a session receives goes into a file.
func intoText(s *netcore.SessionInfo) string {
	if slices.ContainsFunc(s.Attached, func(name string) bool { return strings.HasPrefix(name, transfer.IntoPrefix) }) {
		return " — " + tr("into a file")
	}
	return ""
}
