package codec

import (
	"encoding/binary"
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"time"
)

// A Number is one way to read the bytes at a place: with the lowest byte first and with the highest first. A reading for
// which there are too few bytes, or which makes no sense, is empty.
type Number struct{ Name, Little, Big string }

// NumberBytes is how many bytes [Numbers] looks at.
const NumberBytes = 16

// maxSeconds is more seconds than there are in 9999 years.
const maxSeconds = 1 << 39

// A reading is one line of Numbers: how many bytes it takes, and what they are in one order.
type reading struct {
	name string
	size int
	text func(b []byte, order binary.ByteOrder, loc *time.Location) string
}

var readings = []reading{
	{"u8", 1, func(b []byte, _ binary.ByteOrder, _ *time.Location) string { return unsigned(uint64(b[0])) }},
	{"i8", 1, func(b []byte, _ binary.ByteOrder, _ *time.Location) string { return signed(int64(int8(b[0]))) }},
	{"u16", 2, func(b []byte, o binary.ByteOrder, _ *time.Location) string { return unsigned(uint64(o.Uint16(b))) }},
	{"i16", 2, func(b []byte, o binary.ByteOrder, _ *time.Location) string { return signed(int64(int16(o.Uint16(b)))) }},
	{"u32", 4, func(b []byte, o binary.ByteOrder, _ *time.Location) string { return unsigned(uint64(o.Uint32(b))) }},
	{"i32", 4, func(b []byte, o binary.ByteOrder, _ *time.Location) string { return signed(int64(int32(o.Uint32(b)))) }},
	{"u64", 8, func(b []byte, o binary.ByteOrder, _ *time.Location) string { return unsigned(o.Uint64(b)) }},
	{"i64", 8, func(b []byte, o binary.ByteOrder, _ *time.Location) string { return signed(int64(o.Uint64(b))) }},
	{"f16", 2, func(b []byte, o binary.ByteOrder, _ *time.Location) string { return float(halfFloat(o.Uint16(b)), 32) }},
	{"f32", 4, func(b []byte, o binary.ByteOrder, _ *time.Location) string {
		return float(float64(math.Float32frombits(o.Uint32(b))), 32)
	}},
	{"f64", 8, func(b []byte, o binary.ByteOrder, _ *time.Location) string {
		return float(math.Float64frombits(o.Uint64(b)), 64)
	}},
	{"Unix s, 32 bits", 4, func(b []byte, o binary.ByteOrder, loc *time.Location) string {
		return moment(time.Unix(int64(o.Uint32(b)), 0), loc)
	}},
	{"Unix s", 8, func(b []byte, o binary.ByteOrder, loc *time.Location) string {
		if n := int64(o.Uint64(b)); -maxSeconds < n && n < maxSeconds { // time.Time itself wraps around
			return moment(time.Unix(n, 0), loc)
		}
		return ""
	}},
	{"Unix ms", 8, func(b []byte, o binary.ByteOrder, loc *time.Location) string {
		return moment(time.UnixMilli(int64(o.Uint64(b))), loc)
	}},
	{"Unix µs", 8, func(b []byte, o binary.ByteOrder, loc *time.Location) string {
		return moment(time.UnixMicro(int64(o.Uint64(b))), loc)
	}},
	{"Unix ns", 8, func(b []byte, o binary.ByteOrder, loc *time.Location) string {
		return moment(time.Unix(0, int64(o.Uint64(b))), loc)
	}},
	{"NTP", 8, func(b []byte, o binary.ByteOrder, loc *time.Location) string { return ntp(o.Uint64(b), loc) }},
	{"FILETIME", 8, func(b []byte, o binary.ByteOrder, loc *time.Location) string { return fileTime(o.Uint64(b), loc) }},
	{"IPv4", 4, func(b []byte, o binary.ByteOrder, _ *time.Location) string {
		var a [4]byte
		binary.BigEndian.PutUint32(a[:], o.Uint32(b))
		return netip.AddrFrom4(a).String()
	}},
	{"GUID", 16, guid},
}

// Numbers reads what b begins with in every way; it looks at the first [NumberBytes] only. Times are written in loc.
// The variable-length integers, which have one order, and an Ethernet address, are in one column.
func Numbers(b []byte, loc *time.Location) []Number {
	list := make([]Number, 0, len(readings)+3)
	for _, r := range readings {
		n := Number{Name: r.name}
		if len(b) >= r.size {
			n.Little, n.Big = r.text(b, binary.LittleEndian, loc), r.text(b, binary.BigEndian, loc)
		}
		list = append(list, n)
	}
	uv, zigzag, mac := Number{Name: "LEB128"}, Number{Name: "LEB128 zigzag"}, Number{Name: "MAC"}
	if v, n := binary.Uvarint(b); n > 0 {
		uv.Little = fmt.Sprintf("%d (%d B)", v, n)
		zigzag.Little = fmt.Sprintf("%d (%d B)", int64(v>>1)^-int64(v&1), n)
	}
	if len(b) >= 6 {
		mac.Big = fmt.Sprintf("%02x:%02x:%02x:%02x:%02x:%02x", b[0], b[1], b[2], b[3], b[4], b[5])
	}
	return append(list, uv, zigzag, mac)
}

func unsigned(n uint64) string { return strconv.FormatUint(n, 10) }
func signed(n int64) string    { return strconv.FormatInt(n, 10) }

func float(f float64, bits int) string { return strconv.FormatFloat(f, 'g', -1, bits) }

// halfFloat is the value of an IEEE 754 binary16.
func halfFloat(h uint16) float64 {
	exp, frac := int(h>>10&0x1f), float64(h&0x3ff)
	var f float64
	switch {
	case exp == 0x1f && frac != 0:
		return math.NaN()
	case exp == 0x1f:
		f = math.Inf(1)
	case exp == 0:
		f = math.Ldexp(frac, -24)
	default:
		f = math.Ldexp(1024+frac, exp-25)
	}
	if h&0x8000 != 0 {
		f = -f
	}
	return f
}

// moment writes a time whose year has at most four digits.
func moment(t time.Time, loc *time.Location) string {
	if t = t.In(loc); t.Year() < 1 || t.Year() > 9999 {
		return ""
	}
	return t.Format("2006-01-02 15:04:05.999999999 -0700")
}

// ntp is the time of RFC 5905's timestamp format, in the era that RFC 4330 section 3 takes it for: 1968 to 2104.
func ntp(n uint64, loc *time.Location) string {
	const from1900 = 2208988800
	s := int64(n >> 32)
	if s < 1<<31 {
		s += 1 << 32
	}
	return moment(time.Unix(s-from1900, int64(n&0xffffffff*1e9>>32)), loc)
}

// fileTime is the time of Windows' FILETIME: tenths of a microsecond since 1601.
func fileTime(n uint64, loc *time.Location) string {
	const second, from1601 = 1e7, 11644473600
	return moment(time.Unix(int64(n/second)-from1601, int64(n%second)*100), loc)
}

// guid is a UUID as RFC 9562 orders it, or as Windows does: its first three parts with the lowest byte first.
func guid(b []byte, o binary.ByteOrder, _ *time.Location) string {
	return fmt.Sprintf("%08x-%04x-%04x-%x-%x", o.Uint32(b), o.Uint16(b[4:]), o.Uint16(b[6:]), b[8:10], b[10:16])
}
