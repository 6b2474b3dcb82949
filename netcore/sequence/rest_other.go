//go:build !linux

package sequence

import "time"

// fine is 0 where Go's timers are fine enough.
const fine = time.Duration(0)

func rest(time.Duration) {}
