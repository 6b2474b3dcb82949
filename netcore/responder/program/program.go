package program

import (
	"strconv"
	"time"

	"wirevise/netcore"
)

// Each says how long a process of a [Program] lives.
type Each uint8

const (
	EachConnection Each = iota + 1 // as long as its connection
	EachMessage                    // for one message
)

var eachNames = [...]string{EachConnection: "connection", EachMessage: "message"}

func (e Each) String() string {
	if e == 0 || int(e) >= len(eachNames) {
		return "Each(" + strconv.Itoa(int(e)) + ")"
	}
	return eachNames[e]
}

// A Program answers with what a command says on its standard output.
//
// With EachConnection, one process is started when a session begins. What is received goes to its standard input, and its
// output goes back as it comes. When the peer has finished sending, its standard input is closed, and it may go on until it has
// said nothing for Time. The session is closed when the process ends. A session of datagrams has EachMessage.
//
// With EachMessage, each message has a process of its own, with the message on its standard input, one after the other; of
// datagrams some run at once. All that it says is the answer, and no answer goes out for nothing.
//
// No process outlives its session: it is asked to end (SIGTERM) and killed soon after, with its process group.
type Program struct {
	Line   string // split by [Split], or a line of the shell
	Shell  bool
	Each   Each
	Dir    string        // where it runs; "": where this program does
	Time   time.Duration // see above, and what one run may take; 0: DefaultTime
	Output int64         // bytes; 0: DefaultOutput, of a connection ConnectionOutput
	Errors bool          // standard error is sent too, where it would only be told in the log

	may Permission
}

func (g Program) String() string {
	return "program: " + printable(g.Line) + ", one a " + g.Each.String()
}

func (g Program) runs() string { return strconv.Quote(printable(g.Line)) }

func (g Program) permitted(p Permission) netcore.Responder {
	g.may = p
	return g
}

// Respond implements [netcore.Responder]; what answers is what Attach returns.
func (g Program) Respond(dst []netcore.Action, _ netcore.Event) []netcore.Action { return dst }

// Attach implements [netcore.Attacher].
func (g Program) Attach(s netcore.Side) netcore.Attached {
	if g.Time <= 0 {
		g.Time = DefaultTime
	}
	info := s.Info()
	if g.Each == EachMessage || info.Boundary == netcore.Datagram {
		return newMessages(g, s)
	}
	return newConnection(g, s)
}

// launch is what starts g for a session.
func (g Program) launch(info netcore.SessionInfo, peer string) launch {
	return launch{line: g.Line, shell: g.Shell, dir: g.Dir, join: g.Errors, env: environment(info, peer)}
}

// environment is what a process is told about whom it serves.
func environment(info netcore.SessionInfo, peer string) []string {
	return []string{"WIREVISE_LOCAL=" + info.Local, "WIREVISE_PEER=" + peer}
}

// idle is what is attached where nothing may run: why was told.
type idle struct{}

func (idle) Respond(dst []netcore.Action, _ netcore.Event) []netcore.Action { return dst }
func (idle) Detach()                                                        {}
