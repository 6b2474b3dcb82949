package widgets

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCluster(t *testing.T) {
	for name, c := range map[string]struct {
		in   string
		want int
	}{
		"letter":           {"abc", 1},
		"letter at end":    {"a", 1},
		"mark":             {"e\u0301x", 3},
		"two marks":        {"e\u0301\u0323x", 5},
		"mark on nothing":  {"\u0301x", 2},
		"han":              {"站北", 3},
		"skin tone":        {"👍🏽x", 8},
		"family":           {"👨\u200d👩\u200d👧x", 18},
		"joiner at end":    {"👨\u200d", 7},
		"joiner, letter":   {"a\u200db", 4},
		"flag":             {"🇨🇳🇩🇪", 8},
		"heart":            {"❤\ufe0f!", 6},
		"keycap":           {"1\ufe0f\u20e32", 7},
		"control and mark": {"\x01\u0301", 1},
		"invalid":          {"\xffa", 1},
		"invalid and mark": {"a\xff", 1},
	} {
		t.Run(name, func(t *testing.T) {
			if _, got := cluster(c.in); got != c.want {
				t.Errorf("cluster(%q) = %d bytes, want %d", c.in, got, c.want)
			}
		})
	}
}

func TestClusterIsBounded(t *testing.T) {
	s := "Z" + strings.Repeat("\u0351", 10_000)
	if _, n := cluster(s); n < 10 || n > maxCluster+utf8.UTFMax {
		t.Errorf("cluster took %d bytes of endless marks, want about %d", n, maxCluster)
	}
}

func TestColumns(t *testing.T) {
	for in, want := range map[string]int{
		"a": 1, "é": 1, "…": 1, "─": 1, "站": 2, "，": 2, "한": 2, "😀": 2, "🇨🇳": 2, "❤\ufe0f": 2, "\u3000": 2,
	} {
		r, _ := utf8.DecodeRuneInString(in)
		if got := columns(r, in); got != want {
			t.Errorf("columns(%q) = %d, want %d", in, got, want)
		}
	}
}
