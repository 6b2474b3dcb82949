package responder

import (
	"bytes"
	"math/rand/v2"
	"testing"
)

// TestTexts compares with looking for the texts one by one, among few letters, where beginnings and ends of texts are others.
func TestTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	word := func(letters string, most int) []byte {
		b := make([]byte, 1+r.IntN(most))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return b
	}
	for round := range 300 {
		fold := round%2 == 0
		set := newTexts(fold)
		var want [][]byte
		for i := range 1 + r.IntN(100) {
			w := word([]string{"ab", "abcdefghij", "ab\xff\x00"}[round%3], 6)
			want = append(want, w)
			set.add(w, int32(i))
		}
		set.build()
		seen := make([]uint32, len(set.rules))
		for now := range uint32(5) {
			message := word([]string{"abAB", "abcdefghijAJ", "abA\xff\x00"}[round%3], 40)
			got := newRuleSet(len(want))
			set.find(message, got, seen, now+1)
			looked := message
			if fold {
				looked = lowered(nil, message)
			}
			for i, w := range want {
				if found := got[i/64]>>(i%64)&1 != 0; found != bytes.Contains(looked, w) {
					t.Fatalf("fold %v: %q in %q: %v", fold, w, message, found)
				}
			}
		}
	}
}
