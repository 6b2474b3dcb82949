package codec

import (
	"math"
	"testing"
)

func TestNumberFormats(t *testing.T) {
	tests := []struct {
		format string
		seq    uint64
		want   string
	}{
		{"", 0, "0"}, {"", math.MaxUint64, "18446744073709551615"},
		{":4", 42, "  42"}, {":04", 42, "0042"}, {":01", 42, "42"}, {":2", 12345, "12345"},
		{":x", 255, "ff"}, {":X", 255, "FF"}, {":04x", 255, "00ff"}, {":4X", 255, "  FF"},
		{":u8", 0x1ff, "\xff"}, {":u8", 256, "\x00"}, {":u16be", 0x1234, "\x12\x34"}, {":u16le", 0x1234, "\x34\x12"},
		{":u24be", 0x123456, "\x12\x34\x56"}, {":u24le", 0x123456, "\x56\x34\x12"}, {":u32be", 1, "\x00\x00\x00\x01"},
		{":u32le", 1, "\x01\x00\x00\x00"}, {":u48be", 1, "\x00\x00\x00\x00\x00\x01"}, {":u64le", math.MaxUint64, "\xff\xff\xff\xff\xff\xff\xff\xff"},
		{":+1", 9, "10"}, {":-1", 9, "8"}, {":-10", 9, "-1"}, {":-10:04", 9, "-001"}, {":-10:4", 9, "  -1"}, {":+1:-3", 9, "7"},
		{":-1:u8", 0, "\xff"}, {":+1:u16be", math.MaxUint64, "\x00\x00"},
	}
	for _, test := range tests {
		t.Run(test.format, func(t *testing.T) {
			got, err := expand(t, "{{seq"+test.format+"}}", &Vars{Seq: test.seq})
			if err != nil || string(got) != test.want {
				t.Errorf("%d by %q is %q, %v, want %q", test.seq, test.format, got, err, test.want)
			}
		})
	}
}

func TestAddToNumber(t *testing.T) {
	for _, test := range []struct {
		n    number
		d    int64
		want number
	}{
		{integer(5), 3, integer(8)}, {integer(5), -3, integer(2)}, {integer(5), -8, integer(-3)}, {integer(-5), 3, integer(-2)},
		{integer(-5), 8, integer(3)}, {integer(-5), -3, integer(-8)}, {integer(math.MinInt64), 0, integer(math.MinInt64)},
		{integer(5), math.MinInt64, integer(math.MinInt64 + 5)},
	} {
		if got := test.n.add(test.d); got != test.want {
			t.Errorf("%v + %d = %v, want %v", test.n, test.d, got, test.want)
		}
	}
}
