package framing

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"wirevise/netcore"
)

// fuzzSplits cuts stream in one read, byte by byte and in the reads that splits says, wants the same each time, and returns it.
func fuzzSplits(t *testing.T, f netcore.Framer, stream, splits []byte) []netcore.Frame {
	t.Helper()
	sizes := make([]int, len(splits))
	for i, s := range splits {
		sizes[i] = int(s)
	}
	want := cutAll(t, f, stream)
	for _, sizes := range [][]int{{1}, sizes} {
		got := cutAll(t, f, stream, sizes...)
		if !slices.EqualFunc(got, want, func(a, b netcore.Frame) bool { return bytes.Equal(a.Payload, b.Payload) && a.Broken == b.Broken }) {
			t.Fatalf("%s: reads of %v give %q, one gives %q", Text(f), sizes, plain(got), plain(want))
		}
	}
	return want
}

// fuzzRound wants a payload back from its frame, between two others.
func fuzzRound(t *testing.T, f netcore.Framer, payload []byte) {
	t.Helper()
	w, err := f.Wrap(int64(len(payload)))
	if err != nil {
		return
	}
	stream := w.Append(w.Append(nil, payload), payload)
	for _, sizes := range [][]int{nil, {1}, {5}} {
		got := cutAll(t, f, stream, sizes...)
		if len(got) != 2 || !bytes.Equal(got[0].Payload, payload) || !bytes.Equal(got[1].Payload, payload) || got[0].Broken+got[1].Broken != "" {
			t.Fatalf("%s: %q twice came back as %q", Text(f), payload, plain(got))
		}
	}
}

// wantEnds wants what the bytes between ends make, found in the plain way.
func wantEnds(t *testing.T, f netcore.Framer, parts [][]byte, limit int, got []netcore.Frame) {
	t.Helper()
	var want []string
	for i, part := range parts {
		last := i == len(parts)-1
		switch {
		case last && len(part) == 0:
		case len(part) > limit:
			for piece := range slices.Chunk(part, limit) {
				want = append(want, "!"+string(piece))
			}
		case last:
			want = append(want, "!"+string(part))
		default:
			want = append(want, string(part))
		}
	}
	if !slices.Equal(plain(got), want) {
		t.Fatalf("%s: got %q, want %q", Text(f), plain(got), want)
	}
}

func FuzzLines(f *testing.F) {
	f.Add([]byte("a\nb\r\n\r\n\rlonger than the limit\n\r\nrest\r"), []byte{1, 3}, uint8(1), uint8(9))
	f.Add([]byte("a\r\nb\n\r\r\n"), []byte{2}, uint8(3), uint8(3))
	f.Fuzz(func(t *testing.T, stream, splits []byte, ending, limit uint8) {
		l := Lines{Ending: AnyEnding + Ending(ending%3), Limit: 1 + int(limit)}
		got := fuzzSplits(t, l, stream, splits)
		end := "\n"
		if l.Ending == CRLF {
			end = "\r\n"
		}
		parts := bytes.Split(stream, []byte(end))
		if l.Ending == AnyEnding {
			for i, part := range parts[:len(parts)-1] {
				parts[i] = bytes.TrimSuffix(part, []byte("\r"))
			}
		}
		wantEnds(t, l, parts, l.Limit, got)
		if !bytes.Contains(stream, []byte(end)) && !bytes.HasSuffix(stream, []byte("\r")) {
			l.Limit = 0
			fuzzRound(t, l, stream)
		}
	})
}

func FuzzDelimiter(f *testing.F) {
	f.Add([]byte("a||b|c|||||longer than the limit||"), []byte{1, 3}, "||", uint8(5))
	f.Add([]byte("aaabaabaab"), []byte{2}, "aab", uint8(3))
	f.Fuzz(func(t *testing.T, stream, splits []byte, delimiter string, limit uint8) {
		d := Delimiter{Bytes: delimiter, Limit: 1 + int(limit)}
		if d.Check() != nil {
			return
		}
		wantEnds(t, d, bytes.Split(stream, []byte(delimiter)), d.Limit, fuzzSplits(t, d, stream, splits))
		if bytes.Index(append(slices.Clip(stream), delimiter...), []byte(delimiter)) == len(stream) {
			d.Limit = 0
			fuzzRound(t, d, stream)
		}
	})
}

func FuzzFixed(f *testing.F) {
	f.Add([]byte("abcdefgh"), []byte{1, 3}, uint16(3))
	f.Fuzz(func(t *testing.T, stream, splits []byte, size uint16) {
		x := Fixed{Size: 1 + int(size)}
		var want []string
		for piece := range slices.Chunk(stream, x.Size) {
			text := string(piece)
			if len(piece) < x.Size {
				text = "!" + text
			}
			want = append(want, text)
		}
		if got := fuzzSplits(t, x, stream, splits); !slices.Equal(plain(got), want) {
			t.Fatalf("%s: got %q, want %q", Text(x), plain(got), want)
		}
		fuzzRound(t, x, stream)
	})
}

func FuzzLength(f *testing.F) {
	f.Add([]byte("\x00\x02ab\x00\x01c\xff\xff\x00\x00"), []byte{1, 3}, uint8(1), uint16(0), uint8(0), uint8(9), "")
	f.Add([]byte("TT\x00\x06abTT\x00\x03"), []byte{2}, uint8(1), uint16(2), uint8(2), uint8(9), "")
	f.Add([]byte("\x03abc\x80\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02ab\n"), []byte{2}, uint8(7), uint16(0), uint8(0), uint8(200), "\n")
	f.Fuzz(func(t *testing.T, stream, splits []byte, number uint8, offset uint16, counts, limit uint8, tail string) {
		l := Length{Number: Numbers[int(number)%(len(Numbers)-1)], Offset: int(offset), Counts: CountsBody + Counts(counts%3), Tail: tail, Limit: 1 + int(limit)}
		fuzzLength(t, l, stream, splits)
	})
}

func FuzzDecimal(f *testing.F) {
	f.Add([]byte("5:hello,0:,12x3:abc,HTTP/1.1 200 OK,2:ok,00000000000000000000000007:"), []byte{1, 3}, uint16(0), uint8(0), uint8(9), ":", uint8(0), uint8(0), ",")
	f.Add([]byte("0005hello   2ok2   ok00x1"), []byte{2}, uint16(0), uint8(2), uint8(9), "", uint8(4), uint8(3), "")
	f.Add([]byte("T5 helloT2 okT0T1"), []byte{2}, uint16(1), uint8(1), uint8(9), " ", uint8(0), uint8(0), "")
	f.Fuzz(func(t *testing.T, stream, splits []byte, offset uint16, counts, limit uint8, end string, width, fill uint8, tail string) {
		l := Length{Number: Decimal, Offset: int(offset), Counts: CountsBody + Counts(counts%3), End: end, Width: int(width), Tail: tail, Limit: 1 + int(limit)}
		if width > 0 {
			l.Fill = FillZeros + Fill(fill%3)
		}
		fuzzLength(t, l, stream, splits)
	})
}

func fuzzLength(t *testing.T, l Length, stream, splits []byte) {
	if l.Check() != nil {
		return
	}
	frames := fuzzSplits(t, l, stream, splits)
	at := 0
	for i, f := range frames {
		at += wantBytes(t, l, stream[at:], f, i, frames)
	}
	if at != len(stream) {
		t.Fatalf("%s: the frames are %d bytes of %d: %q", Text(l), at, len(stream), plain(frames))
	}
	if l.endless() && (len(stream) <= l.Offset || isDigit(stream[l.Offset]) || isDigit(stream[0])) {
		return
	}
	l.Limit = 0
	fuzzRound(t, l, stream)
}

// wantBytes wants the frame at the beginning of stream, and returns how many bytes it took.
func wantBytes(t *testing.T, l Length, stream []byte, f netcore.Frame, i int, frames []netcore.Frame) int {
	t.Helper()
	if len(f.Payload) > l.Limit {
		t.Fatalf("%s: frame %d has %d bytes, more than its limit", Text(l), i, len(f.Payload))
	}
	whole := f.Payload
	if f.Broken == "" {
		_, field, broken := l.read(stream[min(l.Offset, len(stream)):])
		if broken != "" || field == 0 || len(stream) < l.Offset+field {
			t.Fatalf("%s: frame %d of %q has no length: %s", Text(l), i, plain(frames), broken)
		}
		n, _, _ := l.read(stream[l.Offset:])
		if body, ok := l.body(n, field); !ok || body != uint64(len(f.Payload)-l.Offset) {
			t.Fatalf("%s: frame %d of %q has the length %d", Text(l), i, plain(frames), n)
		}
		whole = slices.Concat(f.Payload[:l.Offset], stream[l.Offset:l.Offset+field], f.Payload[l.Offset:], []byte(l.Tail))
	}
	if !bytes.HasPrefix(stream, whole) {
		t.Fatalf("%s: frame %d of %q is not what is in the stream, %q", Text(l), i, plain(frames), stream)
	}
	return len(whole)
}

func FuzzGap(f *testing.F) {
	f.Add([]byte("abcdefghijk"), []byte{1, 3}, []byte{0, 1}, uint8(3))
	f.Fuzz(func(t *testing.T, stream, splits, pauses []byte, limit uint8) {
		g := Gap{Pause: time.Millisecond, Limit: 1 + int(limit)}
		c := g.Cutter().(netcore.Quieter)
		var want []string
		var burst []byte
		flush := func() {
			for piece := range slices.Chunk(burst, g.Limit) {
				text := string(piece)
				if len(burst) > g.Limit {
					text = "!" + text
				}
				want = append(want, text)
			}
			burst = nil
		}
		var got []netcore.Frame
		for i, at := 0, 0; at < len(stream); i++ {
			n := len(stream) - at
			if len(splits) > 0 {
				n = min(n, max(1, int(splits[i%len(splits)])))
			}
			got = c.Cut(got, bytes.Clone(stream[at:at+n]))
			burst = append(burst, stream[at:at+n]...)
			at += n
			if len(pauses) > 0 && pauses[i%len(pauses)]%2 == 1 {
				got = c.Pause(got)
				flush()
			}
		}
		got = c.End(got)
		flush()
		if !slices.Equal(plain(got), want) {
			t.Fatalf("%s: got %q, want %q", Text(g), plain(got), want)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range canonical {
		f.Add(text)
	}
	for _, test := range mistakes {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		framer, err := Parse(text)
		if err != nil {
			if err.Error() == "" {
				t.Fatal("an error without words")
			}
			return
		}
		again, err := Parse(Text(framer))
		if err != nil || again != framer {
			t.Fatalf("%q is %#v and written %q, which is %#v, %v", text, framer, Text(framer), again, err)
		}
	})
}
