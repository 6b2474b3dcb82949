package query

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

// benchRow is a row of 64 bytes of text, of the first of a Matcher's flows.
func benchRow() *Row {
	return &Row{Seq: 7, Time: time.Now().UnixNano(), Kind: netcore.Received, Endpoint: 1, Session: 3, Flow: 1,
		Name: "server", Network: "tcp", Local: "127.0.0.1:9000", Peer: "127.0.0.1:50012",
		Size: 64, Payload: bytes.Repeat([]byte("0123456\n"), 8)}
}

// BenchmarkMatch asks queries of a row that doesn't pass: ns/op is what a row costs.
func BenchmarkMatch(b *testing.B) {
	gbk, _ := codec.Lookup("gbk")
	utf16, _ := codec.Lookup("utf-16le")
	for _, c := range []struct {
		name, text string
		o          Options
	}{
		{"text fold", "needle", Options{}},
		{"text case", "case:Needle", Options{}},
		{"text payload only", "text:needle", Options{}},
		{"text common bytes", "1234567", Options{}},
		{"unicode fold", "näedle", Options{}},
		{"unicode chinese", "你好", Options{}},
		{"unicode chinese, gbk and utf-16", "你好", Options{Encodings: []codec.Encoding{gbk, utf16}}},
		{"text fold, gbk and utf-16", "needle", Options{Encodings: []codec.Encoding{gbk, utf16}}},
		{"regexp literal", "/needle/", Options{}},
		{"regexp literal fold", "/needle/i", Options{}},
		{"regexp class", "/[a-f]+x/", Options{}},
		{"regexp met", "/^0.*6$/s", Options{}},
		{"hex", "hex:00ff", Options{}},
		{"hex any digit", "hex:00??ff", Options{}},
		{"dir", "dir:out", Options{}},
		{"peer", "peer:192.168", Options{}},
		{"size", "size>1k", Options{}},
		{"session", "session:4,6-9,12", Options{}},
		{"combined", "dir:in size>10 (needle or hex:00ff) not peer:10.0.0.", Options{}},
		{"combined, decided early", "needle and /x+/ and dir:out", Options{}},
	} {
		q, err := Parse(c.text, c.o)
		if err != nil {
			b.Fatal(err)
		}
		r := benchRow()
		b.Run(c.name+"/matcher", func(b *testing.B) {
			m := q.Matcher()
			b.ReportAllocs()
			for b.Loop() {
				m.Match(r)
			}
		})
		b.Run(c.name+"/query", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				q.Match(r)
			}
		})
	}
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse("dir:in size>10 (needle or hex:00ff) not peer:10.0.0. /x+/i", Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseLong reads the longest queries there may be, of kinds that could take more than linear time.
func BenchmarkParseLong(b *testing.B) {
	gbk, _ := codec.Lookup("gbk")
	for _, part := range []string{"a ", "a(", "!", "/a ", `/\/ `, "a:1 ", "hex:00 ", "ä", `"\"`, "a&&"} {
		text := strings.Repeat(part, MaxLength/len(part))
		b.Run(part, func(b *testing.B) {
			for b.Loop() {
				_, _ = Parse(text, Options{Encodings: []codec.Encoding{gbk}})
			}
		})
	}
}

// BenchmarkFindAligned looks for a text in GBK whose only places in a long payload are false.
func BenchmarkFindAligned(b *testing.B) {
	gbk, _ := codec.Lookup("gbk")
	q, err := Parse("中", Options{Encodings: []codec.Encoding{gbk}})
	if err != nil {
		b.Fatal(err)
	}
	payload := bytes.Repeat([]byte{0xb0, 0xd6, 0xd0, 0xa1}, 1<<18) // D6 D0 over two characters
	b.SetBytes(int64(len(payload)))
	for b.Loop() {
		if _, _, ok := q.Find(payload, 0); ok {
			b.Fatal("found what is not there")
		}
	}
}
