package gui

import (
	"fmt"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"
)

// tr translates a sentence that a person reads; the English one is the key.
func tr(english string) string { return lang.L(english) }

// trf translates a sentence with places for values, in the manner of fmt.
func trf(english string, values ...any) string { return fmt.Sprintf(lang.L(english), values...) }

// bytesText writes a number of bytes in three digits: 12 B, 1.25 kB, 64.0 MB; a kB is 1000 B.
func bytesText(n float64) string {
	const step, rounds = 1000, 999.5 // what rounds to 1000 is one of the next
	if n < rounds {
		return strconv.FormatFloat(n, 'f', 0, 64) + " B"
	}
	for _, unit := range []string{"kB", "MB", "GB"} {
		if n /= step; n < rounds {
			return shortNumber(n) + " " + unit
		}
	}
	return shortNumber(n/step) + " TB"
}

// shortNumber keeps three digits.
func shortNumber(n float64) string {
	switch {
	case n < 9.995:
		return strconv.FormatFloat(n, 'f', 2, 64)
	case n < 99.95:
		return strconv.FormatFloat(n, 'f', 1, 64)
	}
	return strconv.FormatFloat(n, 'f', 0, 64)
}

// countText groups the digits of a count: 1,234,567.
func countText(n uint64) string {
	s := strconv.FormatUint(n, 10)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// sinceText writes how long something has been so: 00:04:12.
func sinceText(d time.Duration) string {
	s := int(d / time.Second)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

// deltaText writes the time since the row before in four digits or so: 46 µs, 8.767 s.
func deltaText(d time.Duration) string {
	sign := ""
	if d < 0 {
		sign, d = "-", -d
	}
	switch {
	case d < time.Microsecond:
		return sign + "0"
	case d < time.Millisecond:
		return sign + strconv.FormatInt(int64(d/time.Microsecond), 10) + " µs"
	case d < time.Second:
		return sign + strconv.FormatFloat(float64(d)/1e6, 'f', 1, 64) + " ms"
	case d < time.Hour:
		return sign + strconv.FormatFloat(d.Seconds(), 'f', 3, 64) + " s"
	}
	return sign + sinceText(d)
}
