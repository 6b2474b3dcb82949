package codec

import (
	"fmt"
	"hash/adler32"
	"strconv"
)

// A Sum is a way to make a checksum of bytes; see [Sums] and [LookupSum]. 0 is none.
type Sum uint8

type sumLine struct {
	name    string
	aliases string // separated by spaces
	size    int    // bytes
	sum     func([]byte) uint64
}

func crc(width int, poly, init uint64, refIn, refOut bool, xorOut uint64) func([]byte) uint64 {
	return newCRC(width, poly, init, refIn, refOut, xorOut).sum
}

// sums are all of them, in the order in which they are offered; a CRC by its name in G. Cook's catalogue of parametrised
// CRC algorithms (reveng.sourceforge.io). The place of a line is its Sum less one.
var sums = []sumLine{
	{"sum-8", "sum checksum-8", 1, sum},
	{"sum-16", "checksum-16", 2, sum},
	{"sum-32", "checksum-32", 4, sum},
	{"xor-8", "xor bcc", 1, xor},
	{"lrc", "lrc-8", 1, func(b []byte) uint64 { return -sum(b) & 0xff }},
	{"crc-8/smbus", "crc-8", 1, crc(8, 0x07, 0, false, false, 0)},
	{"crc-8/maxim-dow", "crc-8/maxim dow-crc", 1, crc(8, 0x31, 0, true, true, 0)},
	{"crc-8/rohc", "", 1, crc(8, 0x07, 0xff, true, true, 0)},
	{"crc-8/i-432-1", "crc-8/itu", 1, crc(8, 0x07, 0, false, false, 0x55)},
	{"crc-8/sae-j1850", "", 1, crc(8, 0x1d, 0xff, false, false, 0xff)},
	{"crc-8/autosar", "", 1, crc(8, 0x2f, 0xff, false, false, 0xff)},
	{"crc-8/dvb-s2", "", 1, crc(8, 0xd5, 0, false, false, 0)},
	{"crc-8/cdma2000", "", 1, crc(8, 0x9b, 0xff, false, false, 0)},
	{"crc-8/nrsc-5", "", 1, crc(8, 0x31, 0xff, false, false, 0)},
	{"crc-8/wcdma", "", 1, crc(8, 0x9b, 0, true, true, 0)},
	{"crc-16/modbus", "modbus", 2, crc(16, 0x8005, 0xffff, true, true, 0)},
	{"crc-16/ibm-3740", "crc-16/ccitt-false crc-16/autosar", 2, crc(16, 0x1021, 0xffff, false, false, 0)},
	{"crc-16/xmodem", "crc-16/acorn crc-16/lte xmodem zmodem", 2, crc(16, 0x1021, 0, false, false, 0)},
	{"crc-16/kermit", "crc-16/ccitt crc-16/ccitt-true crc-16/v-41-lsb kermit", 2, crc(16, 0x1021, 0, true, true, 0)},
	{"crc-16/arc", "crc-16 crc-16/ibm crc-16/lha arc", 2, crc(16, 0x8005, 0, true, true, 0)},
	{"crc-16/ibm-sdlc", "crc-16/x-25 crc-16/iso-hdlc x-25", 2, crc(16, 0x1021, 0xffff, true, true, 0xffff)},
	{"crc-16/spi-fujitsu", "crc-16/aug-ccitt", 2, crc(16, 0x1021, 0x1d0f, false, false, 0)},
	{"crc-16/genibus", "crc-16/darc crc-16/epc crc-16/i-code", 2, crc(16, 0x1021, 0xffff, false, false, 0xffff)},
	{"crc-16/gsm", "", 2, crc(16, 0x1021, 0, false, false, 0xffff)},
	{"crc-16/mcrf4xx", "", 2, crc(16, 0x1021, 0xffff, true, true, 0)},
	{"crc-16/usb", "", 2, crc(16, 0x8005, 0xffff, true, true, 0xffff)},
	{"crc-16/maxim-dow", "crc-16/maxim", 2, crc(16, 0x8005, 0, true, true, 0xffff)},
	{"crc-16/umts", "crc-16/buypass crc-16/verifone", 2, crc(16, 0x8005, 0, false, false, 0)},
	{"crc-16/cms", "", 2, crc(16, 0x8005, 0xffff, false, false, 0)},
	{"crc-16/dds-110", "", 2, crc(16, 0x8005, 0x800d, false, false, 0)},
	{"crc-16/dnp", "", 2, crc(16, 0x3d65, 0, true, true, 0xffff)},
	{"crc-16/en-13757", "", 2, crc(16, 0x3d65, 0, false, false, 0xffff)},
	{"crc-16/t10-dif", "", 2, crc(16, 0x8bb7, 0, false, false, 0)},
	{"crc-24/openpgp", "crc-24", 3, crc(24, 0x864cfb, 0xb704ce, false, false, 0)},
	{"crc-32/iso-hdlc", "crc-32 crc-32/zip crc-32/ethernet pkzip", 4, crc(32, 0x04c11db7, 0xffffffff, true, true, 0xffffffff)},
	{"crc-32/bzip2", "crc-32/aal5 crc-32/dect-b", 4, crc(32, 0x04c11db7, 0xffffffff, false, false, 0xffffffff)},
	{"crc-32/mpeg-2", "", 4, crc(32, 0x04c11db7, 0xffffffff, false, false, 0)},
	{"crc-32/cksum", "crc-32/posix", 4, crc(32, 0x04c11db7, 0, false, false, 0xffffffff)},
	{"crc-32/jamcrc", "", 4, crc(32, 0x04c11db7, 0xffffffff, true, true, 0)},
	{"crc-32/iscsi", "crc-32c crc-32/castagnoli", 4, crc(32, 0x1edc6f41, 0xffffffff, true, true, 0xffffffff)},
	{"crc-32/base91-d", "crc-32d", 4, crc(32, 0xa833982b, 0xffffffff, true, true, 0xffffffff)},
	{"crc-32/aixm", "crc-32q", 4, crc(32, 0x814141ab, 0, false, false, 0)},
	{"crc-64/ecma-182", "crc-64", 8, crc(64, 0x42f0e1eba9ea3693, 0, false, false, 0)},
	{"crc-64/xz", "crc-64/go-ecma", 8, crc(64, 0x42f0e1eba9ea3693, 0xffffffffffffffff, true, true, 0xffffffffffffffff)},
	{"adler-32", "adler", 4, func(b []byte) uint64 { return uint64(adler32.Checksum(b)) }},
	{"fletcher-16", "fletcher", 2, fletcher16},
	{"internet", "ip rfc-1071", 2, internet},
}

// sum adds the bytes; who takes fewer of its bits has the sum modulo 2^8, 2^16 or 2^32.
func sum(b []byte) (n uint64) {
	for _, c := range b {
		n += uint64(c)
	}
	return n
}

func xor(b []byte) (n uint64) {
	for _, c := range b {
		n ^= uint64(c)
	}
	return n
}

// fletcher16 has its second sum in the higher byte, both modulo 255 (RFC 1146 calls it the 8-bit Fletcher algorithm).
func fletcher16(b []byte) uint64 {
	var first, second uint64
	for _, c := range b {
		first = (first + uint64(c)) % 255
		second = (second + first) % 255
	}
	return second<<8 | first
}

// internet is the checksum of RFC 1071: the complement of the one's complement sum of words of two bytes, the higher first. An
// odd byte at the end is followed by a zero.
func internet(b []byte) (n uint64) {
	for i, c := range b {
		n += uint64(c) << (8 * (1 - i%2))
	}
	for n > 0xffff {
		n = n&0xffff + n>>16
	}
	return ^n & 0xffff
}

// bySum finds a Sum by the key of its name or of an alias.
var bySum = func() map[string]Sum {
	m := make(map[string]Sum)
	for i, line := range sums {
		for _, name := range (registration{name: line.name, aliases: line.aliases}).names() {
			m[nameKey(name)] = Sum(i + 1)
		}
	}
	return m
}()

// Sums lists all of them in the order in which to offer them.
func Sums() []Sum {
	list := make([]Sum, len(sums))
	for i := range list {
		list[i] = Sum(i + 1)
	}
	return list
}

// LookupSum finds a sum by its name, as in crc-16/modbus, or one of its other names, as in CRC-16/CCITT-FALSE. Case, spaces and
// punctuation don't count.
func LookupSum(name string) (Sum, bool) {
	s, ok := bySum[nameKey(name)]
	return s, ok
}

func (s Sum) String() string {
	if s == 0 || int(s) > len(sums) {
		return "Sum(" + strconv.Itoa(int(s)) + ")"
	}
	return sums[s-1].name
}

// Size is how many bytes the sum has; 0 of an unknown one.
func (s Sum) Size() int {
	if s == 0 || int(s) > len(sums) {
		return 0
	}
	return sums[s-1].size
}

// Of returns the sum of b, 0 for an unknown one.
func (s Sum) Of(b []byte) uint64 {
	if s == 0 || int(s) > len(sums) {
		return 0
	}
	line := sums[s-1]
	return line.sum(b) & (1<<(8*line.size) - 1)
}

// MarshalText writes the name.
func (s Sum) MarshalText() ([]byte, error) {
	if s.Size() == 0 {
		return nil, fmt.Errorf("there is no checksum %s", s)
	}
	return []byte(s.String()), nil
}

// UnmarshalText reads a name that [LookupSum] knows.
func (s *Sum) UnmarshalText(text []byte) error {
	found, ok := LookupSum(string(text))
	if !ok {
		return fmt.Errorf("there is no checksum %q", text)
	}
	*s = found
	return nil
}
