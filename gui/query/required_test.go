package query

import (
	"math/rand/v2"
	"testing"
)

func TestRequired(t *testing.T) {
	for _, c := range []struct{ pattern, flags, want string }{
		{"abc", "", "abc"},
		{"a|b", "", ""},
		{"ab?c", "", "a"},
		{"x(abc)+y", "", "abc"},
		{"[0-9]+abc.*de", "", "abc"},
		{"a*", "", ""},
		{"(?:abc){2}", "", "abc"},
		{"(?:abc){0,2}", "", ""},
		{"", "", ""},
		{"ABc", "i", "ABC"},
		{"^abc$", "m", "abc"},
	} {
		r, err := newRegexp(c.pattern, c.flags)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.must != nil; got != (c.want != "") {
			t.Errorf("/%s/: got %t", c.pattern, got)
		}
		if r.must != nil && !r.must.in([]byte("<"+c.want+">")) {
			t.Errorf("/%s/%s: does not want %s", c.pattern, c.flags, c.want)
		}
	}
}

// TestRequiredModel wants no match to be missed for the text that was looked for first.
func TestRequiredModel(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 9))
	parts := []string{"a", "B", "k", "ſ", "Σ", "\u212a", "\xff", "\ufffd"}
	patterns := []string{"a", "b", "k", "s", "ς", "ab", "a+", "(?:ka){2}", ".", "a?", "[ab]", "\ufffd", "sk|ks", "(as)", "\\bk"}
	matched := 0
	for range 20_000 {
		pattern, hay := "", ""
		for range 1 + random.IntN(3) {
			pattern += patterns[random.IntN(len(patterns))]
		}
		for range random.IntN(8) {
			hay += parts[random.IntN(len(parts))]
		}
		r, err := newRegexp(pattern, []string{"", "i"}[random.IntN(2)])
		if err != nil {
			t.Fatal(err)
		}
		want := r.re.MatchString(hay)
		if got := r.match(&Row{Payload: []byte(hay)}, 0); got != want {
			t.Fatalf("%s in %q: got %t, want %t", r, hay, got, want)
		}
		if want {
			matched++
		}
	}
	if matched < 1000 {
		t.Errorf("matched only %d times", matched)
	}
}
