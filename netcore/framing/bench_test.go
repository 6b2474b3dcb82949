package framing

import (
	"bytes"
	"fmt"
	"testing"

	"wirevise/netcore"
)

// Bare cutting, of reads of 64 KiB full of messages of 64 bytes, and of one message of 1 MiB that comes byte by byte.
func BenchmarkCut(b *testing.B) {
	for _, text := range []string{"lines", "lines:lf", "lines:crlf", `delimiter:"\r\n\r\n"`, "fixed:64", "length:u8", "length:u16be", "length:u32le,offset=4", "length:varint", "netstring", "length:decimal,width=4", "gap:20ms"} {
		f, err := Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("64 B/"+text, func(b *testing.B) { benchReads(b, f) })
	}
	for _, text := range []string{"lines", "lines:crlf", "fixed:1m", "length:u32be", "length:u32le,offset=4", "netstring", "gap:20ms"} {
		f, err := Parse(text)
		if err != nil {
			b.Fatal(err)
		}
		b.Run("1 MiB in bytes/"+text, func(b *testing.B) { benchBytes(b, f) })
	}
}

func benchReads(b *testing.B, f netcore.Framer) {
	payload := bytes.Repeat([]byte("x"), 64)
	w, err := f.Wrap(64)
	if err != nil {
		b.Fatal(err)
	}
	var read []byte
	messages := 0
	for ; len(read) < 64<<10; messages++ {
		read = w.Append(read, payload)
	}
	c := f.Cutter()
	var frames []netcore.Frame
	b.ReportAllocs()
	b.SetBytes(int64(len(read)))
	for b.Loop() {
		frames = c.Cut(frames[:0], read)
		if q, ok := c.(netcore.Quieter); ok {
			frames = q.Pause(frames)
		} else if len(frames) != messages {
			b.Fatalf("%d frames, want %d", len(frames), messages)
		}
	}
}

func benchBytes(b *testing.B, f netcore.Framer) {
	payload := bytes.Repeat([]byte("x"), 1<<20)
	w, err := f.Wrap(1 << 20)
	if err != nil {
		b.Fatal(err)
	}
	stream := w.Append(nil, payload)
	b.SetBytes(int64(len(stream)))
	for b.Loop() {
		c := f.Cutter()
		var frames []netcore.Frame
		for i := range stream {
			frames = c.Cut(frames, stream[i:i+1])
		}
		if frames = c.End(frames); len(frames) != 1 || len(frames[0].Payload) != 1<<20 || frames[0].Broken != "" {
			b.Fatal(fmt.Sprint(len(frames), " frames"))
		}
	}
}
