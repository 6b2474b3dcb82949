//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"image/png"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// A desktop is an X server of its own with a window manager and a home, and in it the program's real window.
type desktop struct {
	t       *testing.T
	display string
	env     []string
	cmd     *exec.Cmd
	stderr  sayings
	stats   string
	exited  chan struct{} // closed after waited is set
	waited  error
	started time.Time
}

// openWindow starts the program with args in a display of its own and waits until its window is drawn and has the keyboard.
func openWindow(t *testing.T, args ...string) *desktop {
	t.Helper()
	need(t, "Xvfb", "openbox", "xdotool", "import", "xclip", "xprop", "xkbcomp")
	home := t.TempDir()
	d := &desktop{t: t, stats: filepath.Join(home, "stats.json"), exited: make(chan struct{})}
	settings := filepath.Join(home, ".config", "wirevise", "settings.json")
	err := os.MkdirAll(filepath.Dir(settings), 0o700)
	if err == nil {
		err = os.WriteFile(settings, []byte(`{"cardSeen":true,"appearance":"dark"}`), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range os.Environ() {
		switch name, _, _ := strings.Cut(e, "="); name {
		case "DISPLAY", "WAYLAND_DISPLAY", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "LANG", "LC_ALL", "LANGUAGE", "FYNE_SCALE", "FYNE_THEME":
		default:
			d.env = append(d.env, e)
		}
	}
	d.display = startDisplay(t, home)
	d.env = append(d.env, "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, ".config"), "LANG=C.UTF-8", "LIBGL_ALWAYS_SOFTWARE=1",
		"DISPLAY="+d.display)
	d.startManager()
	d.giveKeys("世界")

	d.cmd = program(t, append([]string{"-v", "-stats", d.stats}, args...)...)
	d.cmd.Env = append(append([]string{}, d.env...), d.cmd.Env[len(d.cmd.Env)-2:]...)
	d.cmd.Stderr = &d.stderr
	d.started = time.Now()
	if err := d.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		d.waited = d.cmd.Wait()
		close(d.exited)
	}()
	t.Cleanup(func() {
		if t.Failed() {
			d.keepPicture()
		}
		d.cmd.Process.Kill()
		<-d.exited
	})
	d.stderr.wait(t, "first frame after")
	t.Logf("first frame seen after %v", time.Since(d.started).Round(time.Millisecond))
	var id string
	eventually(t, "the window", func() bool {
		id, err = d.try("xdotool", "search", "--onlyvisible", "--name", "^Wirevise$")
		id, _, _ = strings.Cut(strings.TrimSpace(id), "\n")
		return err == nil && id != ""
	})
	eventually(t, "the keyboard", func() bool {
		d.try("xdotool", "windowactivate", id)
		focus, err := d.try("xdotool", "getwindowfocus")
		return err == nil && strings.TrimSpace(focus) == id
	})
	return d
}

// startDisplay starts an X server, which picks its number itself.
func startDisplay(t *testing.T, home string) string {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	// With -noreset, for else it starts anew whenever its last client leaves, and turns away who comes at that moment.
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1440x900x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{w}
	x.Env = append(os.Environ(), "HOME="+home)
	err = x.Start()
	w.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		x.Process.Signal(syscall.SIGTERM) // it removes its socket and lock
		x.Wait()
	})
	r.SetDeadline(time.Now().Add(patience))
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb: %v", err)
	}
	return ":" + strings.TrimSpace(number)
}

func (d *desktop) startManager() {
	d.t.Helper()
	wm := exec.Command("openbox", "--sm-disable")
	wm.Env = d.env
	if err := wm.Start(); err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() {
		wm.Process.Kill()
		wm.Wait()
	})
	eventually(d.t, "the window manager", func() bool {
		out, _ := d.try("xprop", "-root", "_NET_SUPPORTING_WM_CHECK")
		return strings.Contains(out, "window id")
	})
}

// giveKeys gives characters keys of their own. xdotool would else lend them one for a moment, and a program that is busy at
// that moment misses them.
func (d *desktop) giveKeys(characters string) {
	d.t.Helper()
	keys, err := d.try("xkbcomp", "-xkb", d.display, "-")
	if err != nil {
		d.t.Fatalf("xkbcomp: %v", err)
	}
	spare := regexp.MustCompile(`(?m)^    key <I24\d> .*;$`)
	given := []rune(characters)
	keys = spare.ReplaceAllStringFunc(keys, func(line string) string {
		if len(given) == 0 {
			return line
		}
		name, _, _ := strings.Cut(line, "{")
		line = fmt.Sprintf("%s{ [ U%04X ] };", name, given[0])
		given = given[1:]
		return line
	})
	path := filepath.Join(d.t.TempDir(), "keys.xkb")
	if err := os.WriteFile(path, []byte(keys), 0o600); err != nil {
		d.t.Fatal(err)
	}
	if len(given) > 0 {
		d.t.Fatalf("no keys left for %q", string(given))
	}
	d.do("xkbcomp", "-w", "0", path, d.display)
}

// try runs a tool of the display.
func (d *desktop) try(name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	c := exec.CommandContext(ctx, name, args...)
	c.Env = d.env
	out, err := c.Output()
	return string(out), err
}

func (d *desktop) do(name string, args ...string) {
	d.t.Helper()
	if _, err := d.try(name, args...); err != nil {
		d.t.Fatalf("%s %q: %v", name, args, err)
	}
}

// key presses keys, one after the other.
func (d *desktop) key(keys ...string) {
	d.t.Helper()
	d.do("xdotool", append([]string{"key", "--delay", "40"}, keys...)...)
}

// typeIn types text, of ASCII and what giveKeys was asked for.
func (d *desktop) typeIn(text string) {
	d.t.Helper()
	d.do("xdotool", "type", "--delay", "40", text)
}

// send writes a message and sends it.
func (d *desktop) send(text string) {
	d.t.Helper()
	d.key("ctrl+m")
	d.typeIn(text)
	d.key("ctrl+Return")
}

// logText is the whole log, as a person copies it.
func (d *desktop) logText() string {
	d.t.Helper()
	d.key("ctrl+l", "ctrl+a", "ctrl+c")
	text, _ := d.try("xclip", "-selection", "clipboard", "-out") // fails while nobody has copied
	return text
}

// logged waits until the log has a row that matches, and returns the log.
func (d *desktop) logged(pattern string) (log string) {
	d.t.Helper()
	is := regexp.MustCompile("(?m)" + pattern)
	eventually(d.t, "a row "+pattern, func() bool {
		log = d.logText()
		return is.MatchString(log)
	})
	return log
}

// picture is what the screen shows.
func (d *desktop) picture() image.Image {
	d.t.Helper()
	data, err := d.try("import", "-window", "root", "png:-")
	if err != nil {
		d.t.Fatal(err)
	}
	img, err := png.Decode(strings.NewReader(data))
	if err != nil {
		d.t.Fatal(err)
	}
	return img
}

// redOnTheLeft counts the pixels in the colour of errors on the left side.
func (d *desktop) redOnTheLeft() (n int) {
	d.t.Helper()
	img := d.picture()
	b := img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Min.X+500; x++ {
			if r, g, b, _ := img.At(x, y).RGBA(); r > 0xa000 && g < 0x7800 && b < 0x7800 {
				n++
			}
		}
	}
	return n
}

// keepPicture saves the screen for whoever looks for the reason.
func (d *desktop) keepPicture() {
	path := filepath.Join(os.TempDir(), strings.ReplaceAll(d.t.Name(), "/", "-")+".png")
	if _, err := d.try("import", "-window", "root", path); err != nil {
		d.t.Logf("no picture of the screen: %v", err)
	} else {
		d.t.Logf("the screen is in %s", path)
	}
	d.t.Logf("the program said: %s", d.stderr.String())
}

// end waits for the program's end and returns its counters, which must say that nothing was lost.
func (d *desktop) end() counters {
	d.t.Helper()
	select {
	case <-d.exited:
	case <-time.After(patience):
		d.t.Fatal("the program does not end")
	}
	if code := exitCode(d.t, d.waited); code != exitOK {
		d.t.Fatalf("exit code: got %d, want 0; it said %s", code, d.stderr.String())
	}
	c := readStats(d.t, d.stats)
	if c.Lost != 0 || c.Events != c.Rows {
		d.t.Errorf("got %+v, want every event as a row, and nothing lost", c)
	}
	if c.FirstFrame <= 0 {
		d.t.Errorf("got %v s to the first frame, want some", c.FirstFrame)
	}
	return c
}

// freePort is a port that was free a moment ago.
func freePort(t *testing.T, network string) string {
	t.Helper()
	var address net.Addr
	if network == "udp" {
		c, err := net.ListenPacket("udp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		address = c.LocalAddr()
	} else {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		address = l.Addr()
	}
	_, port, _ := net.SplitHostPort(address.String())
	return port
}

// bound looks into the system's table whether 127.0.0.1:port is bound, and returns what its last columns tell.
func bound(network, port string) (columns []string, ok bool) {
	n, _ := strconv.Atoi(port)
	state := map[string]string{"tcp": "0A", "udp": "07"}[network]
	data, _ := os.ReadFile("/proc/net/" + network)
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) > 9 && f[1] == fmt.Sprintf("0100007F:%04X", n) && f[3] == state {
			return f, true
		}
	}
	return nil, false
}

// openOn types a port into the form of the tab, whose button has the focus, and presses Enter.
func (d *desktop) openOn(port string) {
	d.t.Helper()
	d.key("shift+Tab", "shift+Tab", "shift+Tab", "ctrl+a")
	d.typeIn(port)
	d.key("Return")
}

// TestWindowByKeyboard uses the real window as a person without a mouse does, with real programs at the other ends, and
// looks at what they received.
func TestWindowByKeyboard(t *testing.T) {
	need(t, "ncat", "socat", "python3")
	const server = `
import socket, sys
l = socket.create_server(("127.0.0.1", 0))
print(l.getsockname()[1], flush=True)
l.settimeout(240)
s, _ = l.accept()
s.settimeout(240)
data = s.recv(4096)
sys.stdout.buffer.write(data + b"\n")
sys.stdout.buffer.flush()
s.sendall(b"python got " + data)
print(s.recv(4096), flush=True)
`
	d := openWindow(t)
	serverPort, udpPort := freePort(t, "tcp"), freePort(t, "udp")

	// A server, whose Start button has the focus from the first moment on.
	d.openOn(serverPort)
	eventually(t, "the server", func() bool { _, ok := bound("tcp", serverPort); return ok })
	ncat := startTool(t, "ncat", "127.0.0.1", serverPort)
	ncat.say("hello from ncat\n")
	d.logged(`\treceived\t.*hello from ncat`)
	d.send("hi 世界")
	ncat.reads("hi 世界")

	// A client of a python3 server.
	python := startTool(t, "python3", "-c", server)
	pythonPort := python.line()
	d.key("ctrl+2")
	d.openOn(pythonPort)
	d.logged(`\topened\t.*connected to 127.0.0.1:` + pythonPort)
	d.send("to python")
	if got := python.line(); got != "to python" {
		t.Errorf("python3 received %q, want %q", got, "to python")
	}
	d.logged(`\treceived\t.*python got to python`)

	// A UDP peer, that answers who sent last.
	d.key("ctrl+3")
	d.openOn(udpPort)
	eventually(t, "the UDP socket", func() bool { _, ok := bound("udp", udpPort); return ok })
	socat := startTool(t, "socat", "-t0.1", "-", "UDP:127.0.0.1:"+udpPort)
	socat.say("ping from socat")
	d.logged(`\treceived\t.*ping from socat`)
	d.send("pong")
	socat.reads("pong")

	// A lookup.
	d.key("ctrl+4")
	d.typeIn("localhost")
	d.key("Return")
	d.logged(`Lookup\tnoted\tlocalhost\t.*127\.0\.0\.1`)

	// A mistake shows, sends nothing and clears nothing: what is typed at its place makes it right.
	d.key("ctrl+1", "ctrl+shift+h")
	d.typeIn("48 65 6c 6c 6")
	before := d.logText()
	d.key("ctrl+Return")
	eventually(t, "something red on the left", func() bool { return d.redOnTheLeft() > 50 })
	if after := d.logText(); after != before {
		t.Errorf("a message with a mistake changed the log from\n%s\nto\n%s", before, after)
	}
	d.key("ctrl+m", "End")
	d.typeIn("f")
	eventually(t, "nothing red any more", func() bool { return d.redOnTheLeft() < 50 })
	d.key("ctrl+Return")
	ncat.reads("Hello")

	// All of it stands in the one log, in order.
	log := d.logged(`\tsent\t.*\t5\tHello`)
	rest := log
	for _, want := range []string{
		`\topened\t\t\t\tlistening on 127.0.0.1:` + serverPort,
		`\taccepted\t127.0.0.1:\d+\t\t\tconnected`,
		`\treceived\t127.0.0.1:\d+\t16\thello from ncat\\n$`,
		`\tsent\t127.0.0.1:\d+\t9\thi 世界$`,
		`\topened\t127.0.0.1:` + pythonPort + `\t\t\tconnected to`,
		`\tsent\t127.0.0.1:` + pythonPort + `\t9\tto python$`,
		`\treceived\t127.0.0.1:` + pythonPort + `\t20\tpython got to python$`,
		`\topened\t\t\t\tbound to 127.0.0.1:` + udpPort,
		`\treceived\t127.0.0.1:\d+\t15\tping from socat$`,
		`\tsent\t127.0.0.1:\d+\t4\tpong$`,
		`Lookup\tnoted\tlocalhost\t.*127\.0\.0\.1`,
		`\tsent\t127.0.0.1:\d+\t5\tHello$`,
	} {
		at := regexp.MustCompile("(?m)" + want).FindStringIndex(rest)
		if at == nil {
			t.Fatalf("no row %s where it belongs in\n%s", want, log)
		}
		if n := strings.Count(rest[:at[0]], "\n"); n > 0 {
			t.Errorf("before the row %s stands\n%s", want, rest[:at[0]])
		}
		rest = rest[at[1]:]
		if i := strings.IndexByte(rest, '\n'); i >= 0 {
			rest = rest[i+1:]
		}
	}
	if rest != "" {
		t.Errorf("after the last row stands\n%s", rest)
	}

	// The way out asks, and Escape stays; Enter goes.
	d.key("ctrl+q", "Escape")
	d.send("68 69")
	ncat.reads("hi")
	began := time.Now()
	d.key("ctrl+q", "Return")
	c := d.end()
	t.Logf("ended after %v; first frame after %.3f s", time.Since(began).Round(time.Millisecond), c.FirstFrame)
	ncat.stdin.Close()
	ncat.ends()
	if got := python.line(); got != "b''" {
		t.Errorf("at the end python3 received %s, want the end", got)
	}
	if c.ReceivedBytes != 16+20+15 || c.SentBytes != 9+9+4+5+2 {
		t.Errorf("got %+v, want 51 bytes received and 29 sent", c)
	}
}

const (
	floodSenders = 20
	floodSize    = 64
	floodRate    = 100_000 // messages a second by all of them; as many of them as the machine can, where it can't
	datagramRate = 500     // a second, beside them: no more than the system's smallest buffer holds for a while
)

// A flood is many connections that send small messages as fast as they are told, and one that only listens.
type flood struct {
	t        *testing.T
	listener net.Conn // gets what the window sends
	conns    []*net.TCPConn
	datagram net.Conn
	stop     chan struct{}
	sending  sync.WaitGroup
	reading  sync.WaitGroup
	began    time.Time
	bytes    atomic.Uint64 // handed to the system
}

// floodArgs are for the program, which is then to be reached at the two ports. It reads one message at a time, so that each
// makes a row; small buffers let senders feel it when that is too slow, and leave little to read after them.
func floodArgs(t *testing.T) (args []string, tcpPort, udpPort string) {
	tcpPort, udpPort = freePort(t, "tcp"), freePort(t, "udp")
	return []string{"-serve", "tcp://127.0.0.1:" + tcpPort + "?rcvbuf=65536&readsize=" + strconv.Itoa(floodSize), "-udp", "udp://127.0.0.1:" + udpPort}, tcpPort, udpPort
}

func startFlood(t *testing.T, tcpPort, udpPort string) *flood {
	t.Helper()
	f := &flood{t: t, stop: make(chan struct{})}
	open := func(network, port string) net.Conn {
		c, err := net.DialTimeout(network, "127.0.0.1:"+port, patience)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		return c
	}
	eventually(t, "the server", func() bool { _, ok := bound("tcp", tcpPort); return ok })
	eventually(t, "the UDP socket", func() bool { _, ok := bound("udp", udpPort); return ok })
	f.listener, f.datagram = open("tcp", tcpPort), open("udp", udpPort)
	for range floodSenders {
		c := open("tcp", tcpPort).(*net.TCPConn)
		c.SetWriteBuffer(1 << 16)
		f.conns = append(f.conns, c)
		f.reading.Go(func() { io.Copy(io.Discard, c) })
	}
	f.began = time.Now()
	for _, c := range f.conns {
		f.sending.Go(func() { f.send(c, floodRate/floodSenders) })
	}
	f.sending.Go(func() { f.send(f.datagram, datagramRate) })
	t.Cleanup(f.halt)
	return f
}

// send writes messages, each by itself, until it is told to stop or the other side is gone.
func (f *flood) send(c net.Conn, rate int) {
	message := []byte(strings.Repeat("flood 世界 ", floodSize)[:floodSize])
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	began, sent := time.Now(), 0
	for {
		select {
		case <-f.stop:
			return
		case now := <-tick.C:
			// What it could not keep up with is not made up for in one burst.
			due := min(int(now.Sub(began).Seconds()*float64(rate)), sent+rate/10)
			for ; sent < due; sent++ {
				n, err := c.Write(message)
				f.bytes.Add(uint64(n))
				if err != nil {
					return
				}
			}
		}
	}
}

// halt stops the sending; it may be called again.
func (f *flood) halt() {
	select {
	case <-f.stop:
	default:
		close(f.stop)
	}
	f.sending.Wait()
}

// finish stops the sending and waits until the program has read all of it and closed the connections.
func (f *flood) finish(udpPort string) {
	f.t.Helper()
	f.halt()
	for _, c := range f.conns {
		c.SetReadDeadline(time.Now().Add(patience))
		if err := c.CloseWrite(); err != nil {
			f.t.Error(err)
		}
	}
	f.reading.Wait()
	eventually(f.t, "the datagrams to be read", func() bool {
		columns, ok := bound("udp", udpPort)
		return ok && strings.HasSuffix(columns[4], ":00000000") // the receive queue
	})
}

// memory is what a process has in memory, and the most it had, in MiB.
func memory(t *testing.T, pid int) (now, most int) {
	t.Helper()
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if f := strings.Fields(line); len(f) == 3 && f[2] == "kB" {
			kib, _ := strconv.Atoi(f[1])
			switch f[0] {
			case "VmRSS:":
				now = kib >> 10
			case "VmHWM:":
				most = kib >> 10
			}
		}
	}
	return now, most
}

// TestWindowInAFlood wants nothing lost, every key answered and memory bounded while much more comes in than anyone can read.
func TestWindowInAFlood(t *testing.T) {
	const (
		lasting = 10 * time.Second
		most    = 1 << 10 // MiB: the log's bound of 512, what the program has besides, and a collection's delay
	)
	slow := 2 * time.Second // for a key; on a machine of its own it takes some 20 ms
	if raceDetector {
		slow *= 5
	}
	args, tcpPort, udpPort := floodArgs(t)
	d := openWindow(t, args...)
	f := startFlood(t, tcpPort, udpPort)

	// A key's time is from before xdotool starts until what it sends arrives; idle is what xdotool alone takes of it.
	var keys, idle []time.Duration
	d.key("ctrl+1", "ctrl+m")
	d.key("x")
	buf := make([]byte, 1)
	eventually(t, "what was typed", func() bool { // until the window has the connections on its list, nothing is sent
		d.key("ctrl+Return")
		f.listener.SetReadDeadline(time.Now().Add(time.Second))
		_, err := io.ReadFull(f.listener, buf)
		return err == nil
	})
	began := time.Now()
	for i := 0; time.Since(began) < lasting; i++ {
		want := byte('a' + i%26)
		start := time.Now()
		d.do("xdotool", "key", "--delay", "1", string(rune(want)))
		idle = append(idle, time.Since(start))
		start = time.Now()
		d.do("xdotool", "key", "--delay", "1", "ctrl+Return")
		f.listener.SetReadDeadline(time.Now().Add(patience))
		if _, err := io.ReadFull(f.listener, buf); err != nil || buf[0] != want {
			t.Fatalf("key %d: got %q (%v), want %q", i, buf, err, want)
		}
		keys = append(keys, time.Since(start))
	}
	took := time.Since(f.began)
	f.finish(udpPort)
	d.key("ctrl+2", "ctrl+1")
	now, peak := memory(t, d.cmd.Process.Pid)
	f.listener.Close()
	d.cmd.Process.Signal(syscall.SIGTERM)
	c := d.end()

	slices.Sort(keys)
	slices.Sort(idle)
	sent := f.bytes.Load()
	t.Logf("%.0f messages/s for %v; %d keys: p50 %v, max %v (xdotool alone: p50 %v, max %v); memory %d MiB, at most %d MiB",
		float64(sent)/floodSize/took.Seconds(), took.Round(time.Millisecond), len(keys), keys[len(keys)/2], keys[len(keys)-1],
		idle[len(idle)/2], idle[len(idle)-1], now, peak)
	t.Logf("%+v", c)
	if worst := keys[len(keys)-1]; worst > slow {
		t.Errorf("a key took %v, want less than %v", worst, slow)
	}
	if c.ReceivedBytes != sent {
		t.Errorf("received %d bytes, want the %d that were sent", c.ReceivedBytes, sent)
	}
	if !raceDetector && peak > most {
		t.Errorf("it had %d MiB in memory, want at most %d", peak, most)
	}
}

// TestQuitInAFlood ends the program in the middle.
func TestQuitInAFlood(t *testing.T) {
	const enough = 16 << 20
	args, tcpPort, udpPort := floodArgs(t)
	d := openWindow(t, args...)
	f := startFlood(t, tcpPort, udpPort)
	eventually(t, "the flood", func() bool { return f.bytes.Load() > enough })
	began := time.Now()
	d.cmd.Process.Signal(syscall.SIGTERM)
	c := d.end()
	took := time.Since(began)
	f.halt()
	t.Logf("ended after %v; %+v", took.Round(time.Millisecond), c)
	if took > 2*time.Second {
		t.Errorf("it ended after %v, want less than 2 s", took)
	}
	if sent := f.bytes.Load(); c.ReceivedBytes == 0 || c.ReceivedBytes > sent {
		t.Errorf("received %d bytes of %d", c.ReceivedBytes, sent)
	}
}
