package request

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

func TestMain(m *testing.M) { netcoretest.VerifyTestMain(m) }

// pause stands in a script for a time in which nothing comes.
const pause = "PAUSE"

func TestCutter(t *testing.T) {
	tests := []struct {
		name  string
		reads []string
		want  string // frames
		ready bool   // it says OK
	}{
		{"waits for OK", []string{"5", pause, "hello"}, `"hello"`, true},
		{"split digits", []string{"1", "2", pause, "hello, ", "world"}, `"hello, world"`, true},
		{"a line end behind", []string{"5\n", "hello"}, `"hello"`, true},
		{"CRLF, split", []string{"5\r", "\n", "hello"}, `"hello"`, true},
		{"CR and no more", []string{"5\r", pause, "hello"}, `"hello"`, true},
		{"white space before", []string{"\r\n ", " 5", pause, "hello"}, `"hello"`, true},
		{"glued, not digits", []string{"5hello"}, `"hello"`, false},
		{"glued behind a line end", []string{"5\n12345"}, `"12345"`, false},
		{"glued and split", []string{"5\nhe", "llo"}, `"hello"`, false},
		{"a body that begins with CR", []string{"3\rab"}, `"\rab"`, false},
		{"nothing", []string{"0", pause}, `""`, true},
		{"nothing, and a line end", []string{"0\n"}, `""`, true},
		{"leading zeros", []string{"005", pause, "hello"}, `"hello"`, true},
		{"more behind", []string{"5", pause, "hello, world"}, `"hello" ", world"`, true},
		{"no length", []string{"hello"}, `"hello" (a length in decimal digits was to come, but it was “hello”)`, true},
		{"no length, more", []string{"-5", "x"}, `"-5" (a length in decimal digits was to come, but it was “-5”) "x"`, true},
		{"no text", []string{"\x00\x01"}, `"\x00\x01" (a length in decimal digits was to come, but it was "\x00\x01")`, true},
		{"too long", []string{"1001", pause}, `"1001" (the length 1001 is more than 1000 bytes, the limit set here)`, true},
		{"far too long", []string{strings.Repeat("9", 30)}, fmt.Sprintf(`"%s" (the length %s… is none that anything has)`, strings.Repeat("9", 30), strings.Repeat("9", 18)), true},
		{"an end in the length", []string{"12"}, `"12" (a length, and no answer)`, false},
		{"an end in the body", []string{"12\n", "hello"}, `"hello" (5 of the answer's 12 bytes)`, true},
		{"an end before anything", nil, ``, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := New(netcore.Message{}, Options{Most: 1000})
			if got := frames(r, tt.reads); got != tt.want {
				t.Errorf("%q: got %s, want %s", tt.reads, got, tt.want)
			}
			if got := len(r.length) == 1; got != tt.ready {
				t.Errorf("%q: it says OK: %v, want %v", tt.reads, got, tt.ready)
			}
		})
	}
}

func frames(r *Request, reads []string) string {
	var cut []netcore.Frame
	for _, read := range reads {
		if read == pause {
			if r.c.Quiet() > 0 {
				cut = r.c.Pause(cut)
			}
			continue
		}
		cut = r.c.Cut(cut, []byte(read))
	}
	var b strings.Builder
	for _, f := range r.c.End(cut) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		fmt.Fprintf(&b, "%q", f.Payload)
		if f.Broken != "" {
			fmt.Fprintf(&b, " (%s)", f.Broken)
		}
	}
	return b.String()
}

// However an answer is split, the body is the same.
func TestAnySplit(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	for _, text := range []string{"12\r\nhello, world", "12\nhello, world", " 12hello, world", "012\r\n\r\n0123456789"} {
		want := frames(New(netcore.Message{}, Options{}), []string{text})
		for range 200 {
			var reads []string
			for rest := text; rest != ""; {
				n := 1 + rnd.IntN(len(rest))
				reads, rest = append(reads, rest[:n]), rest[n:]
			}
			if got := frames(New(netcore.Message{}, Options{}), reads); got != want {
				t.Fatalf("%q: got %s, want %s", reads, got, want)
			}
		}
	}
}

// Whatever comes and however it is split, the frames are the same, and every byte is in one of them or belongs to the length.
func FuzzCutter(f *testing.F) {
	f.Add("12\r\nhello, world", uint64(1))
	f.Add(" 5hello, more", uint64(2))
	f.Add("0\n7", uint64(3))
	f.Add("no length", uint64(4))
	f.Fuzz(func(t *testing.T, text string, seed uint64) {
		rnd := rand.New(rand.NewPCG(seed, 0))
		var reads []string
		for rest := text; rest != ""; {
			n := 1 + rnd.IntN(len(rest))
			reads, rest = append(reads, rest[:n]), rest[n:]
		}
		whole, split := New(netcore.Message{}, Options{}), New(netcore.Message{}, Options{})
		want, got := goodFrames(whole, []string{text}), goodFrames(split, reads)
		if want != got {
			t.Fatalf("%q: got %q, want %q", reads, got, want)
		}
		if p := split.Progress(); p.Known && p.Got > p.Length {
			t.Fatalf("%q: %+v", reads, p)
		}
	})
}

// goodFrames is the body and all that came behind it, which is let out as it came.
func goodFrames(r *Request, reads []string) (s [2]string) {
	var cut []netcore.Frame
	for _, read := range reads {
		cut = r.c.Cut(cut, []byte(read))
	}
	for i, f := range r.c.End(cut) {
		if f.Broken != "" && i == 0 {
			return s
		}
		s[min(i, 1)] += string(f.Payload)
	}
	return s
}
