package codec

import (
	"fmt"
	"testing"
	"time"
)

// BenchmarkParseHex reads 64 KiB of text, the most that the composer takes.
func BenchmarkParseHex(b *testing.B) {
	digits := make([]byte, 0, 64<<10)
	for i := 0; len(digits) < 64<<10-3; i++ {
		digits = fmt.Appendf(digits, "%02x ", byte(i))
	}
	for _, kind := range []struct{ name, text string }{{"digits", string(digits)}, {"dump", dumpOf(make([]byte, 13_000), 0)}} {
		b.Run(kind.name, func(b *testing.B) {
			b.SetBytes(int64(len(kind.text)))
			for b.Loop() {
				if _, err := ParseHex(kind.text); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkTemplate(b *testing.B) {
	for _, text := range []string{"hello", "{{seq}} {{peer}} hello", "POST / HTTP/1.1\nContent-Length: {{len:body}}\n\nhello {{seq}}", "{{time}}", "{{rand:16:hex}}"} {
		b.Run(text[:min(len(text), 24)], func(b *testing.B) {
			t, err := Composition{Text: text, Variables: true}.Compile()
			if err != nil {
				b.Fatal(err)
			}
			v := &Vars{Now: time.Now(), Peer: "127.0.0.1:9000"}
			b.ReportAllocs()
			for b.Loop() {
				v.Seq++
				if _, err := t.Bytes(v); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSum(b *testing.B) {
	data := make([]byte, 64<<10)
	for _, name := range []string{"crc-16/modbus", "crc-32/mpeg-2", "internet", "xor"} {
		b.Run(name, func(b *testing.B) {
			s := mustSum(b, name)
			b.SetBytes(int64(len(data)))
			for b.Loop() {
				s.Of(data)
			}
		})
	}
}
