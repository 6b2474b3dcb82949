package codec

import (
	"encoding/hex"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"math/rand/v2"
	"testing"
)

// slowCRC is the model bit by bit, as its parameters are defined.
func (m *crcModel) slowCRC(data []byte) uint64 {
	top, mask := uint64(1)<<(m.width-1), ^uint64(0)>>(64-m.width)
	r := m.init
	for _, b := range data {
		for i := range 8 {
			bit := b>>(7-i)&1 == 1
			if m.refIn {
				bit = b>>i&1 == 1
			}
			out := r&top != 0
			r = r << 1 & mask
			if bit != out {
				r ^= m.poly
			}
		}
	}
	if m.refOut {
		mirrored := uint64(0)
		for i := range m.width {
			mirrored |= r >> i & 1 << (m.width - 1 - i)
		}
		r = mirrored
	}
	return r ^ m.xorOut
}

// Every width from 8 on, and every way to take the bits in and out, is what it is bit by bit.
func FuzzCRC(f *testing.F) {
	f.Add([]byte("123456789"), uint8(16), uint64(0x1021), uint64(0xffff), true, false, uint64(1))
	f.Add([]byte("123456789"), uint8(24), uint64(0x864cfb), uint64(0xb704ce), false, true, uint64(0))
	f.Add([]byte{}, uint8(64), uint64(1), uint64(2), false, false, uint64(3))
	f.Fuzz(func(t *testing.T, data []byte, width uint8, poly, init uint64, refIn, refOut bool, xorOut uint64) {
		if width < 8 || width > 64 || len(data) > 1000 {
			return
		}
		mask := ^uint64(0) >> (64 - width)
		m := newCRC(int(width), poly&mask, init&mask, refIn, refOut, xorOut&mask)
		if got, want := m.sum(data), m.slowCRC(data); got != want {
			t.Errorf("%d bits, %#x of %x is %#x, want %#x", width, poly, data, got, want)
		}
	})
}

// The sums that Go and Python have too are theirs.
func TestSumsAsElsewhere(t *testing.T) {
	var samples []string
	r := rand.New(rand.NewPCG(3, 4))
	for n := range 200 {
		b := make([]byte, n)
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		samples = append(samples, hex.EncodeToString(b))
	}
	var theirs []map[string]uint64
	python(t, `
import sys, json, zlib, binascii
out = []
for s in json.load(sys.stdin):
    b = bytes.fromhex(s)
    out.append({"crc-32": zlib.crc32(b), "adler-32": zlib.adler32(b), "crc-16/xmodem": binascii.crc_hqx(b, 0),
        "crc-16/ibm-3740": binascii.crc_hqx(b, 0xffff), "sum-8": sum(b) % 256, "sum-16": sum(b) % 65536})
json.dump(out, sys.stdout)
`, samples, &theirs)
	for i, s := range samples {
		b, err := hex.DecodeString(s)
		if err != nil {
			t.Fatal(err)
		}
		want := theirs[i]
		want["crc-32/iso-hdlc"], want["crc-32c"] = uint64(crc32.ChecksumIEEE(b)), uint64(crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli)))
		want["adler-32"], want["crc-64/xz"] = uint64(adler32.Checksum(b)), crc64.Checksum(b, crc64.MakeTable(crc64.ECMA))
		for name, w := range want {
			if got := mustSum(t, name).Of(b); got != w {
				t.Errorf("%s of %s is %#x, want %#x", name, s, got, w)
			}
		}
	}
}

// A receiver that checks finds each single bit that was changed, by each sum.
func TestSumsFindAChangedBit(t *testing.T) {
	message := []byte("a message of some bytes")
	for _, s := range Sums() {
		want := s.Of(message)
		for i := range 8 * len(message) {
			message[i/8] ^= 1 << (i % 8)
			if got := s.Of(message); got == want {
				t.Errorf("%s does not see bit %d", s, i)
			}
			message[i/8] ^= 1 << (i % 8)
		}
	}
}
