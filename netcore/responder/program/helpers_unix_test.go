//go:build unix

package program

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
)

// zombie reports whether a process has ended and waits for its parent to see it, on systems that tell.
func zombie(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	return len(fields) > 0 && string(fields[0]) == "Z"
}

// number reads a line with a number.
func (c *caller) number() int {
	c.t.Helper()
	var line []byte
	for b := make([]byte, 1); ; {
		if _, err := c.Read(b); err != nil {
			c.t.Fatalf("got %q and then %v, want a line", line, err)
		}
		if b[0] == '\n' {
			break
		}
		line = append(line, b[0])
	}
	n, err := strconv.Atoi(string(line))
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

func (c *caller) closeWrite() error { return c.Conn.(*net.TCPConn).CloseWrite() }

// reset ends the connection with RST.
func (c *caller) reset() {
	c.t.Helper()
	if err := c.Conn.(*net.TCPConn).SetLinger(0); err != nil {
		c.t.Fatal(err)
	}
	c.Close()
}

// seq is what seq 1 n prints.
func seq(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintln(&b, i+1)
	}
	return b.String()
}
