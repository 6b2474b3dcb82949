package netcore_test

import (
	"io"
	"net"
	"sync"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/responder"
	"wirevise/netcore/transport"
)

// The hub beside a bare echo: with both directions told to a reader of events, at least half the bare request rate
// and 400 MB/s of bulk are wanted.
func BenchmarkEcho(b *testing.B) {
	servers := []struct {
		name  string
		start func(testing.TB) (addr string)
	}{
		{"bare", startBareEcho},
		{"hub", startHubEcho},
	}
	for _, bench := range []struct {
		name string
		run  func(*testing.B, net.Conn)
	}{
		{"requests of 64 B", benchRequests},
		{"bulk of 64 KiB", benchBulk},
	} {
		for _, server := range servers {
			b.Run(bench.name+"/"+server.name, func(b *testing.B) {
				c, err := net.Dial("tcp", server.start(b))
				if err != nil {
					b.Fatal(err)
				}
				defer c.Close()
				bench.run(b, c)
			})
		}
	}
}

func benchRequests(b *testing.B, c net.Conn) {
	b.ReportAllocs()
	request, reply := make([]byte, 64), make([]byte, 64)
	for b.Loop() {
		if _, err := c.Write(request); err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadFull(c, reply); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
}

// benchBulk counts each byte once, though it goes both ways.
func benchBulk(b *testing.B, c net.Conn) {
	b.ReportAllocs()
	piece := make([]byte, 64<<10)
	b.SetBytes(int64(len(piece)))
	var reading sync.WaitGroup
	reading.Go(func() { io.Copy(io.Discard, onlyReader{c}) })
	for b.Loop() {
		if _, err := c.Write(piece); err != nil {
			b.Fatal(err)
		}
	}
	c.(*net.TCPConn).CloseWrite()
	reading.Wait()
}

// An onlyReader hides what would let io.Copy splice.
type onlyReader struct{ io.Reader }

func startBareEcho(b testing.TB) string {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			running.Go(func() {
				defer c.Close()
				buf := make([]byte, 64<<10)
				for {
					n, err := c.Read(buf)
					if err != nil {
						return
					}
					if _, err := c.Write(buf[:n]); err != nil {
						return
					}
				}
			})
		}
	})
	b.Cleanup(running.Wait)
	b.Cleanup(func() { l.Close() })
	return l.Addr().String()
}

func startHubEcho(b testing.TB) string {
	h := netcore.NewHub()
	var reading sync.WaitGroup
	reading.Go(func() {
		for range h.Events() {
		}
	})
	b.Cleanup(reading.Wait)
	b.Cleanup(func() { h.Close() })
	_, err := h.Open(b.Context(), netcore.Spec{Name: "echo", Transport: transport.TCPServer{Host: "127.0.0.1"}, Responder: responder.Echo{}})
	if err != nil {
		b.Fatal(err)
	}
	return h.Snapshot()[0].Local
}
