//go:debug netdns=cgo

// Command wirevise is a socket workbench: TCP servers, TCP clients, UDP peers and lookups, in a window or without one.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/sirupsen/logrus"

	"wirevise/gui/msglog"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/sequence"
	"wirevise/netcore/transport"
)

// Exit codes.
const (
	exitOK    = 0
	exitError = 1
	exitUsage = 2
)

// processStart is near enough to the start of the process: what runs before is the runtime's.
var processStart = time.Now()

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	c, err := parseFlags(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		fmt.Fprint(stdout, usage)
		return exitOK
	case err != nil:
		fmt.Fprintf(stderr, "wirevise: %v\n", err)
		return exitUsage
	case c.version:
		fmt.Fprintln(stdout, "wirevise", version())
		return exitOK
	}
	log := logrus.New()
	log.SetOutput(stderr)
	log.SetLevel(logrus.WarnLevel)
	if c.verbose {
		log.SetLevel(logrus.DebugLevel)
	}
	entry := logrus.NewEntry(log)
	if c.headless || c.begin != nil {
		return headless(c, stdin, stdout, entry)
	}
	return window(c, entry)
}

const usage = `Wirevise is a socket workbench. Without -headless it opens a window.

  wirevise [-serve URL]... [-connect URL]... [-udp URL]... [-headless] [-run FILE] [-show WHAT] [-logdir DIR] [-stats FILE]

  -serve URL    listen:          tcp://127.0.0.1:9000?reply=echo
  -connect URL  connect:         tcp://localhost:9000?timeout=5s&reconnect=1s
  -udp URL      bind a UDP peer: udp://[::1]:5353?reply=upper
  -headless     no window: every event is a JSON object a line on standard output; lines of standard input go to
                every open session, with their line ends, or in frames instead; SIGINT and SIGTERM end it
  -run FILE     no window: run a sequence of steps on the one connection, and write what came of each; see
                docs/sequences.md. With -headless too every event is written instead
  -logdir DIR   where the window keeps the message log, a folder for each session, instead of the usual place
  -show WHAT    without a window, of streams that are cut: frames (so at first), reads, or both
  -stats FILE   at the end, write the counters to FILE as JSON
  -request      with -headless and one -connect: each line of standard input is a request to a remote command server,
                and its answer is what goes to standard output; see docs/programs.md
  -send-file FILE  with -headless: send FILE to every -connect and -udp, in the place of standard input, then finish sending
  -pace RATE       of -send-file, bytes a second as in 500kB or 1.5MiB; without it as fast as the peer reads
  -piece BYTES     of -send-file, bytes of each datagram: 1400
  -receive-into FOLDER  what each connection receives goes into a new file there too; FILE where there is one connection
  -allow-programs         replies may run programs
  -allow-remote-programs  for other machines too: whoever reaches the port can run them
  -v            say more on standard error
  -version      say which version this is

Each of -serve, -connect and -udp may be given any number of times. Port 0 lets the system pick one (not for -connect).
The scheme is tcp, tcp4, tcp6, udp, udp4 or udp6. No host means this machine only, * every interface. After ? and
between & stand options:

  reply=none|echo|upper   answer by itself      prefix=TEXT        before each upper answer; {{time}} is the time
  reply=fixed text=TEXT   one answer to all     mode=text|hex|escapes encoding=NAME ending=none|LF|CRLF|CR|NUL variables=on|off
  reply=rules rules=FILE  rules, see docs/rules.md
  reply=program command=TEXT  run it              each=connection|message  shell=on  stderr=send
  reply=commands          run what clients say  encoding=NAME  nooutput=text|zero  shell=on
                          both with dir=FOLDER timelimit=10s outputlimit=1MiB; only with -allow-programs
  idle=30s                end a silent session  readsize=BYTES     the most one read takes
  keepopen=on             after the peer's FIN  reconnect=1s       connect again after it ended (-connect)
  name=TEXT               the name in the log
  frame=FRAMING           cut what a stream brings into messages:
                          lines  lines:crlf  delimiter:0d0a  fixed:64  length:u16be  length:varint  netstring  gap:20ms
  sendframe=FRAMING       frame what is sent; without it as what is received, none: as it is
  timeout=10s  source=HOST:PORT  nodelay=on  keepalive=on  peer=HOST:PORT  broadcast=on  rcvbuf=BYTES  sndbuf=BYTES

docs/framing.md tells of every framing.

Exit code: 0; 1 when nothing could be opened, output failed a sequence did not pass or a file was not sent whole; 2 for a wrong flag, URL or
sequence.
`

// A config is what the command line asks for.
type config struct {
	specs    []netcore.Spec
	asked    map[transport.Role]int // how many of each
	begin    *sequence.Beginning    // of -run
	headless bool
	show     msglog.Pieces
	stats    string
	logDir   string
	verbose  bool
	version  bool
	files    files
	request  bool // lines are requests
	programs bool // may be run
	remote   bool // for other machines too
}

func parseFlags(args []string) (config, error) {
	c := config{show: msglog.Frames, asked: make(map[transport.Role]int)}
	f := flag.NewFlagSet("wirevise", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	endpoint := func(name string, role transport.Role) {
		f.Func(name, "", func(raw string) error {
			c.asked[role]++
			spec, err := parseSpec(role, raw, c.asked[role])
			c.specs = append(c.specs, spec)
			return err
		})
	}
	endpoint("serve", transport.Serve)
	endpoint("connect", transport.Connect)
	endpoint("udp", transport.Packets)
	f.BoolVar(&c.headless, "headless", false, "")
	f.Func("show", "", func(name string) (err error) {
		var ok bool
		if c.show, ok = msglog.PiecesNamed(name); !ok {
			err = errors.New("there are frames, reads and both")
		}
		return err
	})
	run := f.String("run", "", "")
	f.StringVar(&c.stats, "stats", "", "")
	f.StringVar(&c.logDir, "logdir", "", "")
	f.BoolVar(&c.request, "request", false, "")
	f.StringVar(&c.files.send, "send-file", "", "")
	f.Func("pace", "", func(text string) (err error) { c.files.pace, err = workbench.ParseRate(text); return err })
	f.IntVar(&c.files.piece, "piece", 0, "")
	f.StringVar(&c.files.into, "receive-into", "", "")
	f.BoolVar(&c.programs, "allow-programs", false, "")
	f.BoolVar(&c.remote, "allow-remote-programs", false, "")
	f.BoolVar(&c.verbose, "v", false, "")
	f.BoolVar(&c.version, "version", false, "")
	if err := f.Parse(args); err != nil {
		return c, oneLine(err)
	}
	switch {
	case f.NArg() > 0:
		return c, fmt.Errorf("%q is no flag: see wirevise -help", f.Arg(0))
	case c.headless && len(c.specs) == 0 && !c.version:
		return c, errors.New("-headless needs something to open: -serve, -connect or -udp with a URL")
	case c.remote && !c.programs:
		return c, errors.New("-allow-remote-programs needs -allow-programs")
	case c.request && (!c.headless || len(c.specs) != 1 || c.asked[transport.Connect] != 1):
		return c, errors.New("-request needs -headless and one -connect, and nothing else to open")
	}
	if c.headless {
		if err := c.permit(); err != nil {
			return c, err
		}
	}
	if c.stats != "" {
		if dir, err := os.Stat(filepath.Dir(c.stats)); err != nil || !dir.IsDir() {
			return c, fmt.Errorf("-stats %s: there is no folder %s", c.stats, filepath.Dir(c.stats))
		}
		if info, err := os.Stat(c.stats); err == nil && !info.Mode().IsRegular() {
			return c, fmt.Errorf("-stats %s: this is no file that can be replaced", c.stats)
		}
	}
	if err := c.checkFiles(); err != nil && !c.version {
		return c, err
	}
	if *run != "" && !c.version {
		return c, c.readSequence(*run)
	}
	return c, nil
}

// oneLine makes package flag's error one clear line.
func oneLine(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}
	text := strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\n", " "), "flag ")
	return errors.New(text)
}

// version tells what was built: the release, and the commit where the build knows it.
func version() string {
	v := workbench.Version
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				v += " (" + s.Value[:12] + ")"
			}
		}
	}
	return v
}
