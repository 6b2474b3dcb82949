package netcore_test

import (
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

// A watchedConn tells how it is read.
type watchedConn struct {
	stream
	mu        sync.Mutex
	sizes     []int // of the buffers
	deadlines int   // how often one was set
}

func (c *watchedConn) Receive(buf []byte) (int, netcore.Peer, error) {
	c.mu.Lock()
	c.sizes = append(c.sizes, len(buf))
	c.mu.Unlock()
	return c.stream.Receive(buf)
}

func (c *watchedConn) SetReceiveDeadline(t time.Time) error {
	c.mu.Lock()
	c.deadlines++
	c.mu.Unlock()
	return c.stream.SetReceiveDeadline(t)
}

// The read buffer starts small, grows while reads fill it, and is given up after a second of quiet. No deadline is set
// for each read.
func TestReadBufferOfASession(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{Buffer: 1 << 20}
		end, peer := network.Pipe()
		c := &watchedConn{stream: end.(stream)}
		w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return c })})
		send := func(n int) {
			peer.Send(t.Context(), make([]byte, n), netcore.Peer{})
			synctest.Wait()
		}
		send(1 << 20)
		for range 1000 {
			send(10)
		}
		c.mu.Lock()
		if first, most := c.sizes[0], slices.Max(c.sizes); first > 4<<10 || most != 64<<10 {
			t.Errorf("the first read was for %d bytes, the largest for %d, want at most 4 KiB, 64 KiB", first, most)
		}
		if c.deadlines > 5 {
			t.Errorf("%d deadlines were set for %d reads", c.deadlines, len(c.sizes))
		}
		c.mu.Unlock()
		time.Sleep(999 * time.Millisecond)
		send(10)
		time.Sleep(999 * time.Millisecond)
		synctest.Wait()
		c.mu.Lock()
		if last := c.sizes[len(c.sizes)-1]; last < 8<<10 {
			t.Errorf("before a second of quiet a read is for %d bytes", last)
		}
		c.mu.Unlock()
		time.Sleep(time.Millisecond)
		synctest.Wait()
		c.mu.Lock()
		if last := c.sizes[len(c.sizes)-1]; last != c.sizes[0] {
			t.Errorf("after a second of quiet a read is for %d bytes, want %d", last, c.sizes[0])
		}
		c.mu.Unlock()
	})
}
