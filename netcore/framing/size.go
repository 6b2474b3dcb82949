package framing

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ParseSize reads a number of bytes, such as 512, 64k or 1m; k is 1024 and m is 1024 k.
func ParseSize(text string) (int, error) {
	digits, unit := strings.ToLower(strings.TrimSpace(text)), 1
	for _, u := range sizeUnits {
		if rest, ok := strings.CutSuffix(digits, u.name); ok {
			digits, unit = strings.TrimSpace(rest), u.bytes
			break
		}
	}
	n, err := strconv.ParseUint(digits, 10, 31)
	if err != nil || n > math.MaxInt32/uint64(unit) {
		return 0, fmt.Errorf("%q is no number of bytes: write 512, 64k or 1m", text)
	}
	return int(n) * unit, nil
}

var sizeUnits = []struct {
	name  string
	bytes int
}{{"kib", 1 << 10}, {"mib", 1 << 20}, {"k", 1 << 10}, {"m", 1 << 20}}

// SizeText writes what ParseSize reads.
func SizeText(n int) string {
	switch {
	case n > 0 && n%(1<<20) == 0:
		return strconv.Itoa(n>>20) + "m"
	case n > 0 && n%(1<<10) == 0:
		return strconv.Itoa(n>>10) + "k"
	}
	return strconv.Itoa(n)
}

// bytesWords says a number of bytes to people.
func bytesWords(n int) string {
	switch {
	case n == 1:
		return "1 byte"
	case n > 0 && n%(1<<20) == 0:
		return strconv.Itoa(n>>20) + " MiB"
	case n > 0 && n%(1<<10) == 0:
		return strconv.Itoa(n>>10) + " KiB"
	}
	return strconv.Itoa(n) + " bytes"
}

// limitWords is what a name says of a limit that is not the usual one.
func limitWords(limit int) string {
	if limitOf(limit) == DefaultLimit {
		return ""
	}
	return ", up to " + bytesWords(limit)
}

func checkLimit(limit int) error {
	if limit < 0 || limit > MaxLimit {
		return &Error{PartLimit, fmt.Sprintf("the limit of a frame goes from 1 byte to %s", bytesWords(MaxLimit))}
	}
	return nil
}
