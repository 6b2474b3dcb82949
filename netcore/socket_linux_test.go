package netcore_test

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"syscall"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/transport"
)

// With no reader the socket's buffer overflows: what was received and what is told as dropped is what was sent.
func TestUDPDropsAreTold(t *testing.T) {
	w := newWatcher(t)
	if _, err := w.Open(t.Context(), netcore.Spec{Transport: transport.UDP{Host: "127.0.0.1", Options: transport.UDPOptions{RecvBuffer: 4096}}}); err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("udp", w.Snapshot()[0].Local)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const sent = 3000
	for range sent {
		if _, err := c.Write(make([]byte, 100)); err != nil {
			t.Fatal(err)
		}
	}
	go w.run()
	received, dropped := 0, 0
	w.await("all of them", func(ev netcore.Event) bool {
		var n int
		if k, _ := fmt.Sscanf(ev.Note, "the system dropped %d datagrams", &n); k == 1 {
			dropped += n
		}
		if ev.Kind == netcore.Received {
			received++
		}
		return received+dropped == sent
	})
	if received == 0 || dropped == 0 {
		t.Errorf("received %d, dropped %d: that was no test", received, dropped)
	}
	if got := w.Stats().Dropped; got != uint64(dropped) {
		t.Errorf("Stats().Dropped = %d, want %d as told", got, dropped)
	}
	w.finish()
}

// TestAcceptWithoutDescriptors runs itself in a process of its own, which may use up all descriptors.
func TestAcceptWithoutDescriptors(t *testing.T) {
	const child = "WIREVISE_TEST_NO_DESCRIPTORS"
	if os.Getenv(child) != "" {
		acceptWithoutDescriptors(t)
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestAcceptWithoutDescriptors$", "-test.timeout=60s")
	cmd.Env = append(os.Environ(), child+"=1")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func acceptWithoutDescriptors(t *testing.T) {
	w := watch(t)
	addr := w.serve(netcore.Spec{})
	if err := syscall.Setrlimit(syscall.RLIMIT_NOFILE, &syscall.Rlimit{Cur: 100, Max: 100}); err != nil {
		t.Fatal(err)
	}
	var spare []int
	for {
		fd, err := syscall.Open("/dev/null", syscall.O_RDONLY|syscall.O_CLOEXEC, 0)
		if err != nil {
			break
		}
		spare = append(spare, fd)
	}
	syscall.Close(spare[0])
	c := dial(t, addr) // takes the last one
	failed := w.await("no descriptors", func(ev netcore.Event) bool { return ev.Kind == netcore.Failed })
	wantLog(t, []netcore.Event{failed}, `failed: could not accept a connection; trying again: EMFILE`)
	for _, fd := range spare[1:] {
		syscall.Close(fd)
	}
	if _, err := c.Write([]byte("hello")); err != nil {
		t.Fatal(err)
	}
	w.awaitReceived(w.accepted(1).Session, "hello")
	rows := 0
	for _, ev := range w.log() {
		if ev.Kind == netcore.Failed {
			rows++
		}
	}
	if rows > 2 {
		t.Errorf("%d rows of failures, want one, and one with the count", rows)
	}
}
