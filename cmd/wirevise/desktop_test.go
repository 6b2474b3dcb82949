//go:build linux

package main

import (
	"bufio"
	"context"
	"fmt"
	"image"
	"image/png"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
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
		case "DISPLAY", "WAYLAND_DISPLAY", "HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "LANG", "LC_ALL", "LANGUAGE", "FYNE_SCALE", "FYNE_THEME":
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

// openOn types a port into the form of the tab, whose button has the focus, and presses Enter. Between the port and the button are
// so many fields.
func (d *desktop) openOn(port string, between int) {
	d.t.Helper()
	for range between + 1 {
		d.key("shift+Tab")
	}
	d.key("ctrl+a")
	d.typeIn(port)
	d.key("Return")
}
