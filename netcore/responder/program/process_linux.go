package program

import (
	"os"

	"golang.org/x/sys/unix"
)

// waitExit waits until the leader has exited and leaves it unreaped: so its number stays its own while the group is killed.
// It reports whether it could.
func (g group) waitExit(p *os.Process) bool {
	for {
		if err := unix.Waitid(unix.P_PID, p.Pid, nil, unix.WEXITED|unix.WNOWAIT, nil); err != unix.EINTR {
			return err == nil
		}
	}
}
