package program

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// NoOutput is what a client is told instead of nothing, as those of the tutorials read on until something comes.
const NoOutput = "(no output)\n"

// splitAck is how long the rest of an acknowledgement may take, when what came is the beginning of one.
const splitAck = time.Second

// Commands is the remote command server of the tutorials. Each message is a command. It is run, the length of its output in bytes is
// sent as decimal digits and nothing else, the client says OK, and the output is sent; then the next command may come.
//
//   - The output is what the command wrote to standard output and to standard error, as it was written, and a sentence in
//     brackets behind it when the command ended with another status than 0, was ended, or said more than Output. A command that
//     can't be started is answered with a sentence. The connection stays in any case.
//   - A command without output is answered with NoOutput, or, with Zero, with the length 0 and nothing behind it. The OK to that
//     may be left out: what is none of [acks] is the next command then.
//   - For the OK any message will do, whatever it says. One that begins like a usual one ("O", "ready to r") is waited for
//     to become whole; what is glued to a usual one is the next command.
//   - When the client finishes sending, a command that runs is ended: nobody could say OK to its output.
//
// It is for streams. No process outlives its session, as with [Program].
type Commands struct {
	Shell    bool           // run through the system's shell; otherwise split by [Split]
	Encoding codec.Encoding // of commands and of sentences; what programs say goes out as it is
	Dir      string         // where commands run; "": where this program does
	Time     time.Duration  // one may take; 0: DefaultTime
	Output   int64          // bytes; 0: DefaultOutput
	Zero     bool           // no output has the length 0

	may Permission
}

func (c Commands) String() string {
	if c.Shell {
		return "remote command server through the shell"
	}
	return "remote command server"
}

// AnyCommand is what Commands run, in a [RemoteError].
const AnyCommand = "any command"

func (c Commands) runs() string { return AnyCommand }

func (c Commands) permitted(p Permission) netcore.Responder {
	c.may = p
	return c
}

// Respond implements [netcore.Responder]; what answers is what Attach returns.
func (c Commands) Respond(dst []netcore.Action, _ netcore.Event) []netcore.Action { return dst }

// Attach implements [netcore.Attacher].
func (c Commands) Attach(s netcore.Side) netcore.Attached {
	if c.Encoding.Name == "" {
		c.Encoding, _ = codec.Lookup("utf-8")
	}
	if c.Time <= 0 {
		c.Time = DefaultTime
	}
	if c.Output <= 0 {
		c.Output = DefaultOutput
	}
	r := &remote{queue: newQueue(s), c: c, info: s.Info()}
	if r.info.Boundary == netcore.Datagram {
		tellFailed(s, "no command is run", errors.New("the remote command server needs connections: datagrams may come twice, late or never"))
		r.cancel()
		return idle{}
	}
	r.running, r.endRun = context.WithCancel(r.ctx)
	r.workers.Add(1)
	go r.serve()
	return r
}

// A remote is one client of the server.
//
//	command ── run ── length sent ── OK ── output sent ─┐
//	   └────────────────────────────────────────────────┘
type remote struct {
	queue
	c       Commands
	info    netcore.SessionInfo
	running context.Context // ends when the client has finished sending
	endRun  context.CancelFunc
	rest    []byte // came behind an acknowledgement
}

var _ netcore.Finisher = (*remote)(nil)

// Respond implements [netcore.Responder].
func (r *remote) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	r.put(in)
	return dst
}

// Finish implements [netcore.Finisher].
func (r *remote) Finish() {
	r.endRun()
	r.finish()
}

// Detach implements [netcore.Attached].
func (r *remote) Detach() {
	r.detach()
	r.endRun()
}

func (r *remote) serve() {
	defer r.workers.Done()
	acked := false // what comes next follows an acknowledgement
	for {
		said, ok := r.said()
		if !ok {
			return
		}
		if acked && len(bytes.TrimSpace(said)) == 0 {
			continue // the line end of the acknowledgement
		}
		output := r.answer(said)
		if r.send([]byte(strconv.Itoa(len(output)))) != nil || !r.ready(len(output) == 0) {
			return
		}
		if len(output) > 0 && r.send(output) != nil {
			return
		}
		acked = true
	}
}

func (r *remote) send(payload []byte) error { return r.side.Act(r.ctx, netcore.Reply(payload)) }

// said is what the client says next.
func (r *remote) said() ([]byte, bool) {
	if len(r.rest) > 0 {
		said := r.rest
		r.rest = nil
		return said, true
	}
	m, ok := r.next()
	return m.payload, ok
}

// ready waits for the acknowledgement. After a length of 0 something else is the next command.
func (r *remote) ready(empty bool) bool {
	said, ok := r.said()
	if !ok {
		return false
	}
	n, state := readAck(said)
	if state == ackMore {
		said = r.whole(said)
		n, state = readAck(said)
	}
	switch {
	case state == ackKnown:
		r.rest = said[n:]
	case empty:
		r.rest = said
	default:
		tell(r.side, fmt.Sprintf("took %q for the OK", printable(string(said))))
	}
	return true
}

// whole adds to said what comes within splitAck, until that is an acknowledgement or can't become one.
func (r *remote) whole(said []byte) []byte {
	timer := time.NewTimer(splitAck)
	defer timer.Stop()
	for {
		select {
		case m, ok := <-r.messages:
			if !ok {
				return said
			}
			said = append(said, m.payload...)
		case <-timer.C:
			return said
		case <-r.ctx.Done():
			return said
		}
		if _, state := readAck(said); state != ackMore {
			return said
		}
	}
}

// answer runs what the client said and returns what it is to be sent.
func (r *remote) answer(said []byte) []byte {
	if err := r.c.may.refuses(r.info, r.c.runs()); err != nil {
		tellFailed(r.side, "not started", err)
		return r.sentence("(programs are switched off here)\n")
	}
	line, err := r.command(said)
	if err != nil {
		tellFailed(r.side, "not started: "+printable(string(said)), err)
		return r.sentence("(" + err.Error() + ")\n")
	}
	l := launch{line: line, shell: r.c.Shell, dir: r.c.Dir, join: true, env: environment(r.info, r.info.Peer)}
	res := run(r.running, r.side, job{launch: l, time: r.c.Time, output: r.c.Output})
	output := res.output
	add := func(text string) {
		if n := len(output); n > 0 && output[n-1] != '\n' {
			output = append(output, '\n')
		}
		output = append(output, r.sentence("("+text+")\n")...)
	}
	switch {
	case res.err != nil:
		add(res.err.Error())
	case res.status != "":
		add(res.status)
	case len(output) == 0 && !r.c.Zero:
		return r.sentence(NoOutput)
	}
	return output
}

// command reads the text of a command.
func (r *remote) command(said []byte) (string, error) {
	line := r.c.Encoding.Decode(said)
	if back, err := r.c.Encoding.Encode(line); err != nil || !bytes.Equal(back, said) {
		return "", fmt.Errorf("the command is no text in %s", r.c.Encoding.Name)
	}
	if line = strings.TrimSpace(line); line == "" {
		return "", errors.New("no command is given")
	}
	return line, nil
}

// sentence encodes what this program says itself.
func (r *remote) sentence(text string) []byte {
	if b, err := r.c.Encoding.Encode(text); err == nil {
		return b
	}
	return []byte(text)
}
