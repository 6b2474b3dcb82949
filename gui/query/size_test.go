package query

import "testing"

func TestParseSize(t *testing.T) {
	for _, c := range []struct {
		text string
		want uint64
		ok   bool
	}{
		{"0", 0, true},
		{"1k", 1000, true},
		{"1K", 1000, true},
		{"1kB", 1000, true},
		{"1B", 1, true},
		{"2m", 2_000_000, true},
		{"1.5M", 1_500_000, true},
		{"1.50G", 1_500_000_000, true},
		{"64Ki", 65536, true},
		{"0.5ki", 512, true},
		{"1MiB", 1 << 20, true},
		{"3gi", 3 << 30, true},
		{"18446744073709551615", 1<<64 - 1, true},
		{"18446744073709551616", 0, false},
		{"18446744073709551k", 18446744073709551000, true},
		{"18446744073709551.6k", 18446744073709551600, true},
		{"18446744073709551.616k", 0, false}, // one too many, by the fraction
		{"1.5", 0, false},
		{"0.0001k", 0, false},
		{"0.0000000001G", 0, false},
		{"1.", 0, false},
		{".5k", 0, false},
		{"1.2.3k", 0, false},
		{"k", 0, false},
		{"1t", 0, false},
		{"1bb", 0, false},
		{"-1", 0, false},
		{"1 k", 0, false},
	} {
		if got, wrong := parseSize(c.text); got != c.want || (wrong == "") != c.ok {
			t.Errorf("%s: got %d, %q; want %d, %t", c.text, got, wrong, c.want, c.ok)
		}
	}
}
