package program

import (
	"wirevise/netcore"
)

// Messages is a session with a process for each message.
type messages struct {
	queue
	g     Program
	info  netcore.SessionInfo
	reply bool // to the sender of each message, who need not be the session's peer
}

var _ netcore.Finisher = (*messages)(nil)

func newMessages(g Program, s netcore.Side) *messages {
	if g.Output <= 0 {
		g.Output = DefaultOutput
	}
	m := &messages{queue: newQueue(s), g: g, info: s.Info()}
	workers := 1
	if m.info.Boundary == netcore.Datagram {
		workers, m.reply = datagramProcesses, true
	}
	m.workers.Add(workers)
	for range workers {
		go m.work()
	}
	return m
}

// Respond implements [netcore.Responder].
func (m *messages) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	m.put(in)
	return dst
}

// Finish implements [netcore.Finisher].
func (m *messages) Finish() { m.finish() }

// Detach implements [netcore.Attached].
func (m *messages) Detach() { m.detach() }

func (m *messages) work() {
	defer m.workers.Done()
	for {
		in, ok := m.next()
		if !ok {
			return
		}
		m.answer(in)
	}
}

func (m *messages) answer(in message) {
	if err := m.g.may.refuses(m.info, m.g.runs()); err != nil {
		tellFailed(m.side, "not started: "+printable(m.g.Line), err)
		return
	}
	j := job{launch: m.g.launch(m.info, in.peer), input: in.payload, time: m.g.Time, output: m.g.Output}
	if m.reply {
		j.whom = in.peer
	}
	r := run(m.ctx, m.side, j)
	if len(r.output) == 0 {
		return
	}
	a := netcore.Reply(r.output)
	if m.reply {
		a.Message.To = in.from
	}
	_ = m.side.Act(m.ctx, a) // the session tells why it could not
}
