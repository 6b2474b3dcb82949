package codec

import (
	"testing"
)

// The check values of G. Cook's catalogue of parametrised CRC algorithms, and of the other sums: of the ASCII digits 1 to 9.
func TestSumsHaveTheirCheckValues(t *testing.T) {
	const message = "123456789"
	want := map[string]uint64{
		"sum-8": 0xdd, "sum-16": 0x1dd, "sum-32": 0x1dd, "xor-8": 0x31, "lrc": 0x23,
		"crc-8/smbus": 0xf4, "crc-8/maxim-dow": 0xa1, "crc-8/rohc": 0xd0, "crc-8/i-432-1": 0xa1, "crc-8/sae-j1850": 0x4b,
		"crc-8/autosar": 0xdf, "crc-8/dvb-s2": 0xbc, "crc-8/cdma2000": 0xda, "crc-8/nrsc-5": 0xf7, "crc-8/wcdma": 0x25,
		"crc-16/modbus": 0x4b37, "crc-16/ibm-3740": 0x29b1, "crc-16/xmodem": 0x31c3, "crc-16/kermit": 0x2189,
		"crc-16/arc": 0xbb3d, "crc-16/ibm-sdlc": 0x906e, "crc-16/spi-fujitsu": 0xe5cc, "crc-16/genibus": 0xd64e,
		"crc-16/gsm": 0xce3c, "crc-16/mcrf4xx": 0x6f91, "crc-16/usb": 0xb4c8, "crc-16/maxim-dow": 0x44c2,
		"crc-16/umts": 0xfee8, "crc-16/cms": 0xaee7, "crc-16/dds-110": 0x9ecf, "crc-16/dnp": 0xea82,
		"crc-16/en-13757": 0xc2b7, "crc-16/t10-dif": 0xd0db, "crc-24/openpgp": 0x21cf02,
		"crc-32/iso-hdlc": 0xcbf43926, "crc-32/bzip2": 0xfc891918, "crc-32/mpeg-2": 0x0376e6e7, "crc-32/cksum": 0x765e7680,
		"crc-32/jamcrc": 0x340bc6d9, "crc-32/iscsi": 0xe3069283, "crc-32/base91-d": 0x87315576, "crc-32/aixm": 0x3010bf7f,
		"crc-64/ecma-182": 0x6c40df5f0b497347, "crc-64/xz": 0x995dc9bbdf1939fa,
		"adler-32": 0x091e01de, "fletcher-16": 0x1ede, "internet": 0xf62a,
	}
	for _, s := range Sums() {
		w, ok := want[s.String()]
		if got := s.Of([]byte(message)); !ok || got != w {
			t.Errorf("%s of %s is %#x, want %#x", s, message, got, w)
		}
	}
	if len(want) != len(Sums()) {
		t.Errorf("%d sums, want %d", len(Sums()), len(want))
	}
}

// The example of RFC 1071, section 3: the sum is ddf2.
func TestInternetChecksum(t *testing.T) {
	if got := mustSum(t, "internet").Of([]byte{0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7}); got != ^uint64(0xddf2)&0xffff {
		t.Errorf("got %#x", got)
	}
}
