//go:build unix

package program

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// A group is a process group of its own, whose number is its leader's, in a session without a terminal: nothing asks there
// for a password.
type group struct{ id int }

func attributes(launch) *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

func newGroup(p *os.Process) group { return group{id: p.Pid} }

func (g group) ask()   { _ = unix.Kill(-g.id, unix.SIGTERM) }
func (g group) kill()  { _ = unix.Kill(-g.id, unix.SIGKILL) }
func (g group) close() {}
