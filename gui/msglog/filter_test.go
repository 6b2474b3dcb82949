package msglog

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"wirevise/netcore"
)

func TestFilterMatch(t *testing.T) {
	row := Entry{Kind: netcore.Received, Endpoint: 2, Name: "echo", Session: 5, Peer: "[::1]:50312", Payload: []byte("Grüß Gott")}
	broken := Entry{Kind: netcore.Ended, Note: "it ended", HasFault: true,
		Fault: netcore.Fault{Name: "ECONNRESET", Number: 104, Text: "the other side broke off"}}
	cases := []struct {
		name string
		c    Criteria
		e    Entry
		want bool
	}{
		{"zero", Criteria{}, row, true},
		{"kind", Criteria{Kinds: ReceivedRows | SentRows}, row, true},
		{"other kind", Criteria{Kinds: SentRows | StatusRows | ErrorRows}, row, false},
		{"all kinds", Criteria{Kinds: AllKinds}, row, true},
		{"a fault is an error", Criteria{Kinds: ErrorRows}, broken, true},
		{"an end is status too", Criteria{Kinds: StatusRows}, broken, true},
		{"endpoint", Criteria{Endpoint: 2}, row, true},
		{"other endpoint", Criteria{Endpoint: 1}, row, false},
		{"name", Criteria{EndpointName: "echo"}, row, true},
		{"other name", Criteria{EndpointName: "Echo"}, row, false},
		{"session", Criteria{Session: 5}, row, true},
		{"other session", Criteria{Session: 50}, row, false},
		{"text folded", Criteria{Text: "gRÜ"}, row, true},
		{"text with case", Criteria{Text: "grü", MatchCase: true}, row, false},
		{"peer", Criteria{Text: ":50312"}, row, true},
		{"name", Criteria{Text: "echo"}, row, true},
		{"note", Criteria{Text: "ENDED"}, broken, true},
		{"fault name", Criteria{Text: "connreset"}, broken, true},
		{"fault text", Criteria{Text: "Broke"}, broken, true},
		{"all must be met", Criteria{Text: "Broke", Session: 3}, broken, false},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if got := NewFilter(c.c).Match(c.e); got != c.want {
				t.Errorf("got %t, want %t", got, c.want)
			}
		})
	}
	if !(Filter{}).Match(row) || !(Filter{}).All() || !NewFilter(Criteria{Kinds: AllKinds}).All() {
		t.Error("the zero filter keeps something out")
	}
}

func TestNeedle(t *testing.T) {
	cases := []struct {
		text, hay string
		exactly   bool
		want      bool
	}{
		{"a", "", false, false},
		{"abc", "xxABCxx", false, true},
		{"abc", "xxABCxx", true, false},
		{"ABC", "abc", false, true},
		{"abcd", "abc", false, false},
		{"aab", "aaaaAB", false, true},
		{"{a}", "[A]", false, false}, // { is [ with the bit that folds letters
		{"@`", "`@", false, false},
		{"123", "0123", false, true},
		{"早上", "说早上好", false, true},
		{"ü", "Ü", false, true},
		{"ÜBER", "darüber", false, true},
		{"ς", "Σ", false, true}, // three forms
		{"é1K", "É1k", false, true},
		{"k", "\u212a", false, false}, // the Kelvin sign is no ASCII
		{"\xff\xfe", "a\xff\xfeb", false, true},
		{"\xffa", "\xffA", false, true},
		{"\x00", "a\x00b", false, true},
	}
	for _, c := range cases {
		n := newNeedle(c.text, c.exactly)
		if got := n.in([]byte(c.hay)); got != c.want {
			t.Errorf("%q in %q, case %t: got %t, want %t", c.text, c.hay, c.exactly, got, c.want)
		}
	}
}

func TestNeedleModel(t *testing.T) {
	fold := func(s string) string {
		return strings.Map(func(r rune) rune {
			least := r
			for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
				least = min(least, f)
			}
			return least
		}, s)
	}
	r := rand.New(rand.NewPCG(5, 5))
	text := func(n int) string {
		letters := []rune("abAB eE.\n1äÄσςΣд")
		b := make([]rune, n)
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	found := 0
	for range 100_000 {
		needle, hay := text(1+r.IntN(4)), text(r.IntN(30))
		want := strings.Contains(fold(hay), fold(needle))
		n := newNeedle(needle, false)
		if got := n.in([]byte(hay)); got != want {
			t.Fatalf("%q in %q: got %t, want %t", needle, hay, got, want)
		}
		if want {
			found++
		}
	}
	if found < 1000 {
		t.Errorf("found only %d times", found)
	}
}
