package framing

import (
	"slices"
	"testing"
	"time"

	"wirevise/netcore"
)

func TestGap(t *testing.T) {
	g := Gap{Pause: 20 * time.Millisecond, Limit: 4}
	c := g.Cutter().(netcore.Quieter)
	if c.Quiet() != 0 {
		t.Errorf("waits for %v with nothing there", c.Quiet())
	}
	read := append(make([]byte, 0, 10), "ab"...)
	var got []netcore.Frame
	got = c.Cut(got, read)
	if c.Quiet() != 20*time.Millisecond {
		t.Errorf("waits for %v, want 20 ms", c.Quiet())
	}
	got = c.Pause(got)
	if !within(got[0].Payload, read) {
		t.Error("what came in one read is no slice of it")
	}
	got = c.Pause(got) // nothing is there
	got = c.Cut(got, []byte("ab"))
	got = c.Cut(got, []byte("cd"))
	got = c.Pause(got) // exactly the limit
	got = c.Cut(got, []byte("abc"))
	got = c.Cut(got, []byte("defghij"))
	got = c.Pause(got)
	got = c.Cut(got, []byte("ok"))
	got = c.End(got)
	if got := c.End(nil); got != nil {
		t.Errorf("the second end gives %q", plain(got))
	}
	want := []string{"ab", "abcd", "!abcd", "!efgh", "!ij", "ok"}
	if !slices.Equal(plain(got), want) {
		t.Errorf("got %q, want %q", plain(got), want)
	}
	if got[2].Broken != "more than 4 bytes came without a pause" {
		t.Errorf("got %q", got[2].Broken)
	}
}
