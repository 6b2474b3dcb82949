//go:build !linux

package program

import "os"

// waitExit can't be done here: the leader is reaped first, and its group killed after that.
func (g group) waitExit(*os.Process) bool { return false }
