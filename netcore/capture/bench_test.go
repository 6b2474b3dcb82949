package capture

import (
	"bytes"
	"fmt"
	"io"
	"testing"
	"time"

	"wirevise/netcore"
)

func BenchmarkWrite(b *testing.B) {
	for name, write := range map[string]func(io.Writer, Rows) error{"json": WriteJSON, "csv": WriteCSV, "pcapng": WritePcapng, "raw": WriteRaw} {
		for _, size := range []int{64, 64 << 10} {
			b.Run(fmt.Sprintf("%s/%d", name, size), func(b *testing.B) {
				row := Row{Seq: 1, Time: time.Now(), Kind: netcore.Received, Endpoint: "server", Session: 1, Network: "tcp",
					Local: "127.0.0.1:9000", Peer: "127.0.0.1:50312", Size: int64(size), Payload: []byte(noise(size))}
				rows := func(yield func(Row, error) bool) {
					for i := 0; i < b.N && yield(row, nil); i++ {
					}
				}
				b.SetBytes(int64(size))
				b.ReportAllocs()
				if err := write(io.Discard, rows); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}

func BenchmarkReadJSON(b *testing.B) {
	for _, size := range []int{64, 64 << 10} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			row := Row{Seq: 1, Time: time.Now(), Kind: netcore.Received, Endpoint: "server", Session: 1, Network: "tcp", Local: "127.0.0.1:9000",
				Peer: "127.0.0.1:50312", Size: int64(size), Payload: []byte(noise(size))}
			line := append(AppendJSON(nil, row), '\n')
			r, w := io.Pipe()
			defer r.Close()
			go func() {
				many := bytes.Repeat(line, max(1, 1<<20/len(line)))
				for {
					if _, err := w.Write(many); err != nil {
						return
					}
				}
			}()
			b.SetBytes(int64(size))
			b.ReportAllocs()
			n := 0
			for _, err := range ReadJSON(r) {
				if err != nil {
					b.Fatal(err)
				}
				if n++; n >= b.N {
					break
				}
			}
		})
	}
}
