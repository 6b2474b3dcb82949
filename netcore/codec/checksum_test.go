package codec

import (
	"testing"
)

func TestChecksum(t *testing.T) {
	tests := []struct {
		name, message string
		c             Checksum
		sum           string
		want          string
	}{
		{"appended, highest byte first", "123456789", Checksum{}, "crc-16/ibm-3740", "123456789\x29\xb1"},
		{"lowest byte first", "123456789", Checksum{Little: true}, "crc-16/modbus", "123456789\x37\x4b"},
		{"three bytes", "123456789", Checksum{Little: true}, "crc-24/openpgp", "123456789\x02\xcf\x21"},
		{"Modbus RTU", "\x01\x03\x00\x00\x00\x0a", Checksum{Little: true}, "crc-16/modbus", "\x01\x03\x00\x00\x00\x0a\xc5\xcd"},
		{"Modbus ASCII", ":010300000001", Checksum{From: 1, Digits: true, As: SumCapitals}, "lrc", ":010300000001FB"},
		{"NMEA", "$GPGGA*", Checksum{From: 1, To: -1, As: SumCapitals}, "xor", "$GPGGA*56"},
		{"hex in small letters", "123456789", Checksum{As: SumHex}, "crc-32/iso-hdlc", "123456789cbf43926"},
		{"hex, lowest byte first", "123456789", Checksum{As: SumHex, Little: true}, "crc-32/iso-hdlc", "1234567892639f4cb"},
		{"a range", "xx123456789yy", Checksum{From: 2, To: 11}, "sum-8", "xx123456789yy\xdd"},
		{"a range from the end", "xx123456789yy", Checksum{From: -11, To: -2}, "sum-8", "xx123456789yy\xdd"},
		{"an empty range", "abc", Checksum{From: 3}, "xor", "abc\x00"},
		{"an empty message", "", Checksum{}, "crc-16/modbus", "\xff\xff"},
		{"at the beginning", "abc", Checksum{Put: PutInsert}, "xor", "\x60abc"},
		{"at a place", "abc", Checksum{Put: PutInsert, At: 2}, "xor", "ab\x60c"},
		{"at a place from the end", "abc", Checksum{Put: PutInsert, At: -1}, "xor", "ab\x60c"},
		{"at the end", "abc", Checksum{Put: PutInsert, At: 3}, "xor", "abc\x60"},
		{"over a place", "ab\x00\x00c", Checksum{Put: PutOver, At: 2}, "sum-16", "ab\x01\x26c"},
		{"over a place from the end", "abc\x00", Checksum{Put: PutOver, At: -1}, "xor", "abc\x60"},
		{"the header of IPv4", "\x45\x00\x00\x73\x00\x00\x40\x00\x40\x11\x00\x00\xc0\xa8\x00\x01\xc0\xa8\x00\xc7", Checksum{To: 20, Put: PutOver, At: 10}, "internet",
			"\x45\x00\x00\x73\x00\x00\x40\x00\x40\x11\xb8\x61\xc0\xa8\x00\x01\xc0\xa8\x00\xc7"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.c.Sum = mustSum(t, test.sum)
			message := []byte(test.message)
			got, err := test.c.Into(message)
			if err != nil || string(got) != test.want {
				t.Errorf("%s: got %q, %v, want %q", test.c, got, err, test.want)
			}
			if string(message) != test.message {
				t.Errorf("the message itself is %q now", message)
			}
		})
	}
}

func TestChecksumRefuses(t *testing.T) {
	tests := []struct {
		name string
		c    Checksum
		want string
	}{
		{"no sum", Checksum{Sum: 200}, "there is no checksum Sum(200)"},
		{"no form", Checksum{As: 9}, "there is no way SumForm(9) to write it"},
		{"no place", Checksum{Put: 9}, "there is no way PutKind(9) to put it in"},
		{"begins behind the message", Checksum{From: 5}, "its range begins at 5, and the message has 4 bytes"},
		{"begins before the message", Checksum{From: -5}, "its range begins at -5, and the message has 4 bytes"},
		{"ends behind the message", Checksum{To: 5}, "its range ends at 5, and the message has 4 bytes"},
		{"ends before the message", Checksum{To: -5}, "its range ends at -5, and the message has 4 bytes"},
		{"ends before it begins", Checksum{From: 3, To: 2}, "its range ends at 2, before it begins at 3"},
		{"inserted behind", Checksum{Put: PutInsert, At: 5}, "its place is 5, and the message has 4 bytes"},
		{"inserted before", Checksum{Put: PutInsert, At: -5}, "its place is -5, and the message has 4 bytes"},
		{"over the end", Checksum{Put: PutOver, At: 3}, "its place is 3 to 5, and the message has 4 bytes"},
		{"over the end, from there", Checksum{Put: PutOver, At: -1}, "its place is -1 to 1, and the message has 4 bytes"},
		{"no digits", Checksum{Digits: true}, `byte 1 of the message, 3A, is no hex digit`},
		{"half a byte", Checksum{Digits: true, From: -1}, "its range has an odd number of hex digits"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.c.Sum == 0 {
				test.c.Sum = mustSum(t, "crc-16/modbus")
			}
			got, err := test.c.Into([]byte("1:23"))
			if err == nil || err.Error() != test.want || got != nil {
				t.Errorf("got %q, %v, want %s", got, err, test.want)
			}
		})
	}
}

func TestChecksumInWords(t *testing.T) {
	modbus := mustSum(t, "crc-16/modbus")
	tests := []struct {
		c    Checksum
		want string
	}{
		{Checksum{Sum: modbus}, "crc-16/modbus of bytes 0 to the end, highest byte first, appended"},
		{Checksum{Sum: modbus, From: 1, To: -2, Little: true, Put: PutInsert, At: -2}, "crc-16/modbus of bytes 1 to -2, lowest byte first, inserted at -2"},
		{Checksum{Sum: mustSum(t, "lrc"), Digits: true, From: 1, As: SumCapitals, Put: PutOver, At: 3}, "lrc of the digits in bytes 1 to the end, as HEX, over the bytes at 3"},
	}
	for _, test := range tests {
		if got := test.c.String(); got != test.want {
			t.Errorf("got %q, want %q", got, test.want)
		}
	}
}
