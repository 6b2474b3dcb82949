package workbench

import (
	"context"
	"io"
	"net"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/responder"
	"wirevise/netcore/transport"
)

// The benchmarks compare a server of the workbench, with everything it does recorded in the log, with the plainest echo in
// Go, in the same run. Only the ratio means something.

// bareEcho serves one connection after the other with a loop of Read and Write.
func bareEcho(b *testing.B, size int) string {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	done := make(chan struct{})
	b.Cleanup(func() { l.Close(); <-done })
	go func() {
		defer close(done)
		buf := make([]byte, size)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			for {
				n, err := c.Read(buf)
				if err != nil {
					break
				}
				if _, err := c.Write(buf[:n]); err != nil {
					break
				}
			}
			c.Close()
		}
	}()
	return l.Addr().String()
}

// loggedEcho serves with a workbench, its recorder and its pump.
func loggedEcho(b *testing.B) string {
	window := make(chan func(), 1000)
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		for f := range window {
			f()
		}
	}()
	w := New(Options{Dispatch: func(f func()) { window <- f }, LogDir: b.TempDir(), LogLimit: 1 << 30}) // on disk: memory alone is bounded, and then the sockets wait
	w.Start(nothing{})
	b.Cleanup(func() { w.Close(); close(window); <-closed })
	id, err := w.hub.Open(context.Background(), netcore.Spec{Name: "echo", Transport: transport.TCPServer{Host: "127.0.0.1",
		Options: transport.TCPOptions{NoDelay: true}}, Responder: responder.Echo{}})
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range w.hub.Snapshot() {
		if e.ID == id {
			return e.Local
		}
	}
	b.Fatal("the server is not there")
	return ""
}

type nothing struct{}

func (nothing) ShowLog(LogState)                     {}
func (nothing) ShowEndpoints([]netcore.EndpointInfo) {}
func (nothing) ShowStatus(Status)                    {}
func (nothing) ShowActivities([]Activity)            {}
func (nothing) Revive()                              {}

func dial(b *testing.B, addr string) net.Conn {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { c.Close() })
	return c
}

// BenchmarkEcho64 is one request and its answer of 64 bytes at a time.
func BenchmarkEcho64(b *testing.B) {
	for _, server := range []struct {
		name string
		addr func(*testing.B) string
	}{{"bare", func(b *testing.B) string { return bareEcho(b, 4096) }}, {"logged", loggedEcho}} {
		b.Run(server.name, func(b *testing.B) {
			c := dial(b, server.addr(b))
			out, in := make([]byte, 64), make([]byte, 64)
			b.ResetTimer()
			for b.Loop() {
				if _, err := c.Write(out); err != nil {
					b.Fatal(err)
				}
				if _, err := io.ReadFull(c, in); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
		})
	}
}

// BenchmarkBulk is 64 KiB pieces through the echo, as many as fit. The figure is payload one way.
func BenchmarkBulk(b *testing.B) {
	const piece = 64 << 10
	for _, server := range []struct {
		name string
		addr func(*testing.B) string
	}{{"bare", func(b *testing.B) string { return bareEcho(b, piece) }}, {"logged", loggedEcho}} {
		b.Run(server.name, func(b *testing.B) {
			c := dial(b, server.addr(b))
			b.SetBytes(piece)
			got := make(chan error, 1)
			b.ResetTimer()
			go func() {
				_, err := io.CopyN(io.Discard, c, int64(b.N)*piece)
				got <- err
			}()
			out := make([]byte, piece)
			for range b.N {
				if _, err := c.Write(out); err != nil {
					b.Fatal(err)
				}
			}
			if err := <-got; err != nil {
				b.Fatal(err)
			}
		})
	}
}
