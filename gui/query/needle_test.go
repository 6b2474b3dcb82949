package query

import (
	"math/rand/v2"
	"strings"
	"testing"
)

func TestNeedle(t *testing.T) {
	for _, c := range []struct {
		text, hay string
		exactly   bool
		start     int
		end       int
	}{
		{"a", "", false, -1, -1},
		{"abc", "xxABCxx", false, 2, 5},
		{"abc", "xxABCxx", true, -1, -1},
		{"ABC", "abc", false, 0, 3},
		{"abcd", "abc", false, -1, -1},
		{"aab", "aaaaAB", false, 3, 6},
		{"{a}", "[A]", false, -1, -1}, // { is [ with the bit that folds letters
		{"@`", "`@", false, -1, -1},
		{"123", "0123", false, 1, 4},
		{"早上", "说早上好", false, 3, 9},
		{"ü", "Ü", false, 0, 2},
		{"ÜBER", "darüber", false, 3, 8},
		{"ς", "Σ", false, 0, 2}, // three forms
		{"é1K", "É1k", false, 0, 4},
		{"k", "\u212a", false, -1, -1}, // the Kelvin sign is no ASCII
		{"ⱥ1", "xȺ1ⱥ1", false, 1, 4},   // of two and of three bytes
		{"1Ⱥ", "1ⱥ", false, 0, 4},
		{"\xff\xfe", "a\xff\xfeb", false, 1, 3},
		{"\xffa", "\xffA", false, 0, 2},
		{"\x00", "a\x00b", false, 1, 2},
		{"äb", "bÄÄBäb", false, 3, 6},
	} {
		n := newNeedle(c.text, c.exactly)
		if got := n.in([]byte(c.hay)); got != (c.start >= 0) {
			t.Errorf("%q in %q, case %t: got %t", c.text, c.hay, c.exactly, got)
		}
		if start, end := n.index([]byte(c.hay), 0); start != c.start || end != c.end {
			t.Errorf("%q in %q, case %t: got %d to %d, want %d to %d", c.text, c.hay, c.exactly, start, end, c.start, c.end)
		}
	}
}

func TestNeedleModel(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	text := func(n int) string {
		letters := []rune("abAB eE.\n1äÄσςΣдⱥȺ")
		b := make([]rune, n)
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	found := 0
	for range 100_000 {
		needle, hay := text(1+r.IntN(4)), text(r.IntN(30))
		want := -1
		for i := range hay {
			if strings.HasPrefix(foldText(hay[i:]), foldText(needle)) {
				want = i
				found++
				break
			}
		}
		n := newNeedle(needle, false)
		start, end := n.index([]byte(hay), 0)
		if start != want || n.in([]byte(hay)) != (want >= 0) {
			t.Fatalf("%q in %q: got %d, want %d", needle, hay, start, want)
		}
		if want >= 0 && foldText(hay[start:end]) != foldText(needle) {
			t.Fatalf("%q in %q: got %d to %d", needle, hay, start, end)
		}
	}
	if found < 1000 {
		t.Errorf("found only %d times", found)
	}
}
