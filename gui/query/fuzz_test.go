package query

import (
	"testing"

	"wirevise/netcore/codec"
)

func FuzzParse(f *testing.F) {
	for _, part := range Help() {
		f.Add(part.Example, []byte("GET / HTTP/1.1\r\n\x00\xff"))
	}
	for _, text := range []string{"a:b", `"`, `"\x4`, "(((", "not not (a or -b) && !c||d", "/a(/ims", `/\//`, "hex:0x00ff??0 ?1", "size = 1.5Mi",
		"time<2026-11-20T14:02Z", "session:1-2|3", `endpoint!="#1"`, "error:\"1\"", "dead:beef::1", "x\u3000-ÿ", "note:=", "a:1/x", `"/""/"`, "[::1]:80)"} {
		f.Add(text, []byte("\xc4\xe3\xba\xc3"))
	}
	var o Options
	for _, name := range []string{"gbk", "utf-16", "iso-2022-jp", "euc-kr"} {
		o.Encodings = append(o.Encodings, named(name))
	}
	o.Now = testNow
	f.Fuzz(func(t *testing.T, text string, payload []byte) {
		q, err := Parse(text, o)
		if err != nil {
			if e, ok := err.(*SyntaxError); !ok || e.Pos < 0 || e.Pos > e.End || e.End > len(text) || e.Text == "" {
				t.Fatalf("%q: %#v", text, err)
			}
			return
		}
		again, err := Parse(q.String(), o)
		if len(q.String()) > MaxLength {
			return
		}
		if err != nil {
			t.Fatalf("%q is written as %q: %v", text, q, err)
		}
		if again.String() != q.String() {
			t.Fatalf("%q is written as %q, and that as %q", text, q, again)
		}
		r := &Row{Payload: payload, Size: int64(len(payload)), Peer: "127.0.0.1:9", Name: "echo", Note: codec.Escape(payload), Flow: 1}
		want := q.Match(r)
		if got := again.Match(r); got != want {
			t.Fatalf("%q: got %t, but %q %t", text, want, again, got)
		}
		if got := q.Matcher().Match(r); got != want {
			t.Fatalf("%q: got %t by the Matcher, want %t", text, got, want)
		}
		for from := 0; ; {
			start, end, ok := q.Find(payload, from)
			if !ok {
				break
			}
			if start < from || end <= start || end > len(payload) {
				t.Fatalf("%q: found %d to %d from %d of %d", text, start, end, from, len(payload))
			}
			from = end
		}
	})
}
