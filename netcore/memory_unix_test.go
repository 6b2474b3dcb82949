//go:build unix

package netcore_test

import (
	"net/netip"
	"runtime"
	"syscall"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
	"wirevise/netcore/transport"
)

// An idle connection costs little, also after it has said something: its goroutines' stacks, a small read buffer and
// what Go and the hub keep of it. The clients are bare descriptors, which cost this process nothing.
func TestMemoryOfIdleConnections(t *testing.T) {
	if raceEnabled {
		t.Skip("the race detector has memory of its own")
	}
	const most = 10 << 10 // bytes a connection
	connections := 2000
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err == nil && limit.Cur < uint64(2*connections+100) {
		connections = int(limit.Cur-100) / 2
	}
	h := netcore.NewHub()
	received, done := make(chan struct{}, connections), make(chan struct{})
	go func() {
		defer close(done)
		for batch := range h.Events() {
			if batch[0].Kind == netcore.Received {
				received <- struct{}{}
			}
		}
	}()
	var clients []int
	defer func() {
		for _, fd := range clients {
			syscall.Close(fd)
		}
		h.Close()
		<-done
	}()
	if _, err := h.Open(t.Context(), netcore.Spec{Transport: transport.TCPServer{Host: "127.0.0.1"}}); err != nil {
		t.Fatal(err)
	}
	addr := netip.MustParseAddrPort(h.Snapshot()[0].Local)
	before := memoryInUse()
	for range connections {
		fd, err := connectBare(addr)
		if err != nil {
			t.Fatal(err)
		}
		clients = append(clients, fd)
		if _, err := syscall.Write(fd, []byte("hello")); err != nil {
			t.Fatal(err)
		}
	}
	for range connections {
		select {
		case <-received:
		case <-time.After(netcoretest.Patience):
			t.Fatal("not all that was sent was received")
		}
	}
	each := (memoryInUse() - before) / connections
	t.Logf("%d bytes a connection, of %d", each, connections)
	if each > most {
		t.Errorf("%d bytes a connection, want at most %d", each, most)
	}
}

func connectBare(addr netip.AddrPort) (fd int, err error) {
	fd, err = syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM, 0)
	if err != nil {
		return 0, err
	}
	syscall.CloseOnExec(fd)
	return fd, syscall.Connect(fd, &syscall.SockaddrInet4{Port: int(addr.Port()), Addr: addr.Addr().As4()})
}

func memoryInUse() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapInuse + m.StackInuse)
}
