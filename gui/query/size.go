package query

import (
	"math/bits"
	"strconv"
	"strings"
)

// sizeUnits are the letters that may follow a size, in lower case.
var sizeUnits = map[string]uint64{"": 1, "k": 1e3, "m": 1e6, "g": 1e9, "ki": 1 << 10, "mi": 1 << 20, "gi": 1 << 30}

// parseSize reads 100, 1k, 1.5M, 64Ki, 10kB.
func parseSize(s string) (n uint64, wrong string) {
	number := s[:len(s)-len(strings.TrimLeft(s, "0123456789."))]
	unit, ok := sizeUnits[strings.TrimSuffix(strings.ToLower(s[len(number):]), "b")]
	whole, fraction, dotted := strings.Cut(number, ".")
	if !ok || whole == "" || dotted && fraction == "" || strings.Contains(fraction, ".") {
		return 0, Quote(s) + " is no size; sizes are written 100, 1k, 1.5M, 64Ki"
	}
	n, err := strconv.ParseUint(whole, 10, 64)
	high, n := bits.Mul64(n, unit)
	part, exact := fractionOf(unit, fraction)
	n, carry := bits.Add64(n, part, 0)
	if err != nil || high > 0 || carry > 0 {
		return 0, Quote(s) + " is too large a size"
	}
	if !exact {
		return 0, Quote(s) + " is no whole number of bytes"
	}
	return n, ""
}

// fractionOf is 0.digits of unit, when that is a whole number.
func fractionOf(unit uint64, digits string) (part uint64, exact bool) {
	digits = strings.TrimRight(digits, "0")
	if len(digits) > 9 {
		return 0, false
	}
	scale := uint64(1)
	for _, d := range digits {
		part = part*10 + uint64(d-'0')
		scale *= 10
	}
	return part * unit / scale, part*unit%scale == 0
}
