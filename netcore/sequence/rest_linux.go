package sequence

import (
	"syscall"
	"time"
)

// fine is how long before it is due a time is waited for by the system's own sleep. Go's timers wake up on whole milliseconds of
// epoll_wait, up to one too late; nanosleep(2) is some 60 µs late.
const fine = 2 * time.Millisecond

// rest sleeps the last bit, on a thread of its own meanwhile.
func rest(d time.Duration) {
	left := syscall.NsecToTimespec(int64(d))
	_ = syscall.Nanosleep(&left, nil) // who calls looks at the clock again
}
