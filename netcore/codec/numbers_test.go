package codec

import (
	"encoding/hex"
	"testing"
	"time"
)

func TestNumbers(t *testing.T) {
	tests := []struct {
		name, bytes, reading string
		little, big          string
	}{
		{"u8", "ff", "u8", "255", "255"},
		{"i8", "ff", "i8", "-1", "-1"},
		{"u16", "0102", "u16", "513", "258"},
		{"i16", "fffe", "i16", "-257", "-2"},
		{"too few", "01", "u16", "", ""},
		{"u32", "01020304", "u32", "67305985", "16909060"},
		{"i32", "ffffff7f", "i32", "2147483647", "-129"},
		{"u64", "ffffffffffffffff", "u64", "18446744073709551615", "18446744073709551615"},
		{"i64", "0000000000000080", "i64", "-9223372036854775808", "128"},
		{"seven are too few", "00000000000000", "i64", "", ""},
		{"f16", "003c", "f16", "1", "3.5762787e-06"},
		{"f16 least", "0100", "f16", "5.9604645e-08", "1.5258789e-05"},
		{"f16 infinite", "fc00", "f16", "1.50203705e-05", "-Inf"},
		{"f32", "0000803f", "f32", "1", "4.6006e-41"},
		{"f64", "182d4454fb210940", "f64", "3.141592653589793", "3.207375630676366e-192"},
		{"seconds", "78563412", "Unix s, 32 bits", "1979-09-05 22:51:36 +0000", "2033-12-23 01:49:06 +0000"},
		{"seconds of 64 bits", "00f15365000000ff", "Unix s", "", "" /* out of four digits both ways */},
		{"seconds before 1970", "ffffffffffffffff", "Unix s", "1969-12-31 23:59:59 +0000", "1969-12-31 23:59:59 +0000"},
		{"milliseconds", "0000018bcfe56800", "Unix ms", "", "2023-11-14 22:13:20 +0000"},
		{"microseconds", "00060a24181e4000", "Unix µs", "2541-11-25 22:59:02.16704 +0000", "2023-11-14 22:13:20 +0000"},
		{"nanoseconds", "17979cfe362a0001", "Unix ns", "1972-04-14 12:53:29.726203671 +0000", "2023-11-14 22:13:20.000000001 +0000"},
		{"ntp", "e8fd4a2580000000", "NTP", "2036-02-07 06:30:24.145675534 +0000", "2023-11-14 01:21:41.5 +0000"},
		{"filetime", "0080de2ae3a9d901", "FILETIME", "2023-06-28 17:08:32.6035456 +0000", "1715-12-12 17:21:20.8515841 +0000"},
		{"ipv4", "c0000207", "IPv4", "7.2.0.192", "192.0.2.7"},
		{"guid", "00112233445566778899aabbccddeeff", "GUID", "33221100-5544-7766-8899-aabbccddeeff", "00112233-4455-6677-8899-aabbccddeeff"},
		{"leb128", "ac02ff", "LEB128", "300 (2 B)", ""},
		{"leb128 unfinished", "80", "LEB128", "", ""},
		{"zigzag", "03", "LEB128 zigzag", "-2 (1 B)", ""},
		{"mac", "020000fffe01aa", "MAC", "", "02:00:00:ff:fe:01"},
		{"nothing", "", "u8", "", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b, err := hex.DecodeString(test.bytes)
			if err != nil {
				t.Fatal(err)
			}
			for _, n := range Numbers(b, time.UTC) {
				if n.Name == test.reading {
					if n.Little != test.little || n.Big != test.big {
						t.Errorf("%s of %s: %q, %q, want %q, %q", n.Name, test.bytes, n.Little, n.Big, test.little, test.big)
					}
					return
				}
			}
			t.Errorf("no reading %q", test.reading)
		})
	}
}

func FuzzNumbers(f *testing.F) {
	f.Add([]byte("\x00\x01\x02\xff\xff\xff\xff\xff\xff\xff\xff\x80\x80\x80\x80\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		want := len(Numbers(nil, time.UTC))
		if got := len(Numbers(b, time.UTC)); got != want {
			t.Errorf("%d readings, want %d", got, want)
		}
	})
}
