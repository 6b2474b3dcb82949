package codec

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestAlign(t *testing.T) {
	tests := []struct {
		name, a, b string
		want       []Pair
	}{
		{"both empty", "", "", nil},
		{"equal", "abcdef", "abcdef", []Pair{{0, 0, 6, 6}}},
		{"one byte other", "abcXdefg", "abcYdefg", []Pair{{0, 0, 3, 3}, {3, 3, 1, 1}, {4, 4, 4, 4}}},
		{"inserted", "abcdefgh", "abcd123efgh", []Pair{{0, 0, 4, 4}, {4, 4, 0, 3}, {4, 7, 4, 4}}},
		{"taken out", "abcd123efgh", "abcdefgh", []Pair{{0, 0, 4, 4}, {4, 4, 3, 0}, {7, 4, 4, 4}}},
		{"nothing in common", "aaa", "bb", []Pair{{0, 0, 3, 2}}},
		{"short likeness means nothing", "12a34", "xxayy", []Pair{{0, 0, 5, 5}}},
		{"two places", "0000xx1111yy2222", "0000 1111yyy2222", []Pair{{0, 0, 4, 4}, {4, 4, 2, 1}, {6, 5, 4, 4}, {10, 9, 0, 1}, {10, 10, 6, 6}}},
		{"one is empty", "", "abc", []Pair{{0, 0, 0, 3}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := Align([]byte(test.a), []byte(test.b)); !ok || !slices.Equal(got, test.want) {
				t.Errorf("got %v, %v, want %v", got, ok, test.want)
			}
		})
	}
}

// checkPairs wants pairs to cover both, in order.
func checkPairs(t *testing.T, a, b []byte, pairs []Pair) {
	t.Helper()
	at := Pair{}
	for _, p := range pairs {
		if p.A != at.A || p.B != at.B || p.Len() == 0 {
			t.Fatalf("pair %v does not follow %v in %v", p, at, pairs)
		}
		at = Pair{A: p.A + p.NA, B: p.B + p.NB}
	}
	if at.A != int64(len(a)) || at.B != int64(len(b)) {
		t.Fatalf("the pairs end at %v of %d and %d", at, len(a), len(b))
	}
}

func FuzzAlign(f *testing.F) {
	f.Add([]byte("abcdefgh"), []byte("abXcdegh"))
	f.Add([]byte(""), []byte("a"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if pairs, ok := Align(a, b); ok {
			checkPairs(t, a, b, pairs)
		}
		runs, ok := equalRuns(a, b)
		if !ok {
			return
		}
		common, x, y := 0, 0, 0
		for _, r := range runs {
			if r.x < x || r.y < y || !bytes.Equal(a[r.x:r.x+r.n], b[r.y:r.y+r.n]) {
				t.Fatalf("%q, %q: runs %v", a, b, runs)
			}
			x, y = r.x+r.n, r.y+r.n
			common += r.n
		}
		if len(a) <= 64 && len(b) <= 64 {
			if want := longestCommon(a, b); common != want {
				t.Errorf("%q, %q: %d bytes in common, want %d", a, b, common, want)
			}
		}
	})
}

// longestCommon is the length of the longest common subsequence, by the table.
func longestCommon(a, b []byte) int {
	row := make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			above := row[j+1]
			if a[i] == b[j] {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(row[j+1], row[j])
			}
			diagonal = above
		}
	}
	return row[len(b)]
}

func TestAlignGivesUp(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	a, b := make([]byte, 1<<20), make([]byte, 1<<20)
	for i := range a {
		a[i], b[i] = byte(r.Uint32()), byte(r.Uint32())
	}
	if _, ok := Align(a, b); ok {
		t.Error("a megabyte of noise was aligned with another")
	}
	copy(b, a)
	b[1<<19] ^= 1
	b = slices.Insert(b, 1<<18, 'x')
	pairs, ok := Align(a, b)
	if !ok || len(pairs) > 10 {
		t.Errorf("two edits in a megabyte: %d pairs, %v", len(pairs), ok)
	}
	checkPairs(t, a, b, pairs)
}

func BenchmarkAlign(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	x := make([]byte, 1<<20)
	for i := range x {
		x[i] = byte(r.Uint32())
	}
	other := bytes.Clone(x)
	r.Shuffle(len(other)/2, func(i, j int) { other[i], other[j] = other[j], other[i] })
	for name, y := range map[string][]byte{"two edits": slices.Insert(bytes.Clone(x), 1000, 'a', 'b'), "given up": other} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				Align(x, y)
			}
		})
	}
}
