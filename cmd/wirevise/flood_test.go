//go:build linux

package main

import (
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
	"wirevise/gui/msglog"
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
		most    = 300 // MiB, of which the window's library and its OpenGL in software take half
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

// TestKilledInAFlood kills the program in the middle. What it wrote until then is whole and has no gaps.
func TestKilledInAFlood(t *testing.T) {
	const enough = 16 << 20
	args, tcpPort, udpPort := floodArgs(t)
	d := openWindow(t, args...)
	f := startFlood(t, tcpPort, udpPort)
	eventually(t, "the flood", func() bool { return f.bytes.Load() > enough })
	d.cmd.Process.Kill()
	at := time.Now()
	<-d.exited
	f.halt()
	library := msglog.Library{Dir: filepath.Join(filepath.Dir(d.stats), ".local", "state", "wirevise", "log")}
	list, err := library.List()
	if err != nil || len(list) != 1 || list[0].Clean || list[0].Live {
		t.Fatalf("got %+v, %v, want one session that was not ended", list, err)
	}
	store, report, err := msglog.Open(t.Context(), list[0].Path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	first, next := store.Bounds()
	last, ok := store.Get(next-1, 0)
	t.Logf("%+v; the last row is %v old", report, at.Sub(last.Time).Round(time.Millisecond))
	if !ok || first != 1 || report.Damaged > 0 || !report.Recovered {
		t.Errorf("rows %d to %d, %+v", first, next, report)
	}
	if least := uint64(enough / floodSize / 2); report.Rows < least {
		t.Errorf("%d rows, want at least %d", report.Rows, least)
	}
}
