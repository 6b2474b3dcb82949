package codec

import (
	"bytes"
	"testing"
)

func TestUpper(t *testing.T) {
	payload := []byte("hello World 123 é\xff\x00{`@[")
	before := bytes.Clone(payload)
	if got, want := string(Upper(payload)), "HELLO WORLD 123 é\xff\x00{`@["; got != want {
		t.Errorf("Upper = %q, want %q", got, want)
	}
	if !bytes.Equal(payload, before) {
		t.Error("the payload was written to")
	}
}

func TestUpperOfAnySplit(t *testing.T) {
	payload := []byte("a\xc3\xa9b\xffz")
	want := Upper(payload)
	for cut := range len(payload) + 1 {
		if got := append(Upper(payload[:cut]), Upper(payload[cut:])...); !bytes.Equal(got, want) {
			t.Errorf("cut at %d: %q, want %q", cut, got, want)
		}
	}
}
