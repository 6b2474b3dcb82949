package query

import (
	"math/rand/v2"
	"slices"
	"testing"

	"wirevise/netcore/codec"
)

// charStarts are the places where codec has characters of payload begin. codec shows one character when it is asked for
// the one byte in front, so this is for encodings without states.
func charStarts(e codec.Encoding, payload []byte) (starts []int) {
	for at := 0; at < len(payload); {
		starts = append(starts, at)
		for _, piece := range e.Pieces(nil, payload[at:], 1) {
			at += piece.Len
		}
	}
	return starts
}

func walkStarts(r *reading, payload []byte) (starts []int) {
	w := walk{reading: r, payload: payload}
	for at := range payload {
		if _, ok := w.to(at); ok {
			starts = append(starts, at)
		}
	}
	return starts
}

// TestReadings wants the characters of every encoding that codec has to begin where codec says.
func TestReadings(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, e := range codec.Encodings() {
		switch e.Name {
		case "utf-8", "utf-8-sig", // no reading
			"utf-16", "utf-16le", "utf-16be", "utf-32le", "utf-32be", // by units, whatever stands there
			"iso-2022-jp": // has states
			continue
		}
		t.Run(e.Name, func(t *testing.T) {
			r := readingsOf(e.Name)[0]
			check := func(payload []byte) {
				t.Helper()
				payload = append(payload, "aaa"...) // no text begins in a character that is cut off
				if got, want := walkStarts(r, payload), charStarts(e, payload); !slices.Equal(got, want) {
					t.Fatalf("% x: got %v, want %v", payload, got, want)
				}
			}
			if r == &bytewise {
				for b := range 256 {
					check([]byte{byte(b), 'a', byte(b)})
				}
				return
			}
			for lead := 0x80; lead < 256; lead++ {
				for trail := range 256 {
					check([]byte{byte(lead), byte(trail)})
				}
			}
			for range 2_000 {
				payload := make([]byte, 1+random.IntN(12))
				for i := range payload {
					payload[i] = []byte{0x30, 0x39, 0x41, 0x81, 0x8e, 0x8f, 0xa1, 0xfe, byte(random.Uint32())}[random.IntN(9)]
				}
				check(payload)
			}
		})
	}
}

func TestISO2022JPStep(t *testing.T) {
	payload := []byte("a\x1b$B\x46\x7c\x4b\x5c\x1b(I\x31\x1b(Bb\x1b$@\x46\x7c\nc\x1b$(D\x30\x21\x1b(Jd\x1b")
	want := []int{0, 1, 4, 6, 8, 11, 12, 15, 16, 19, 21, 22, 23, 27, 29, 32, 33}
	if got := walkStarts(readings["iso-2022-jp"][0], payload); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
