package codec

// A Pair is a stretch of two payloads that are compared, side by side: NA bytes of one from A on stand beside NB of the
// other from B on. Where one has more, the rest of it stands beside nothing.
type Pair struct{ A, B, NA, NB int64 }

// Len is the length of the longer side.
func (p Pair) Len() int64 { return max(p.NA, p.NB) }

// The bounds of [Align]: the edits looked for, and the shortest run of equal bytes that counts as one.
const (
	maxEdits   = 2000
	shortEqual = 4
)

// Align puts two payloads side by side so that what was inserted or taken out stands beside nothing and what follows is
// beside its like. It is the shortest list of edits (Myers, An O(ND) Difference Algorithm, 1986) without the equal runs
// that are too short to mean anything. The pairs cover both, in order. ok is false when there are more than some
// thousand edits: then both are to be compared place by place.
func Align(a, b []byte) (pairs []Pair, ok bool) {
	head := 0
	for head < min(len(a), len(b)) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < min(len(a), len(b))-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	runs, ok := equalRuns(a[head:len(a)-tail], b[head:len(b)-tail])
	if !ok {
		return nil, false
	}
	at := Pair{}
	to := func(x, y, n int64) { // both sides go on to an equal run
		if x > at.A || y > at.B {
			pairs = append(pairs, Pair{at.A, at.B, x - at.A, y - at.B})
		}
		if n > 0 {
			pairs = append(pairs, Pair{x, y, n, n})
		}
		at = Pair{A: x + n, B: y + n}
	}
	h := int64(head)
	to(0, 0, h)
	for _, r := range runs {
		if r.n >= shortEqual {
			to(h+int64(r.x), h+int64(r.y), int64(r.n))
		}
	}
	to(int64(len(a)-tail), int64(len(b)-tail), int64(tail))
	return pairs, true
}

// An equalRun is n bytes that are the same from x on and from y on.
type equalRun struct{ x, y, n int }

// equalRuns are those of the shortest edit script, in order.
func equalRuns(a, b []byte) (runs []equalRun, ok bool) {
	limit := min(len(a)+len(b), maxEdits)
	// furthest[d][d+k] is how far the best path of d edits comes in a, on the diagonal k of x-y.
	var furthest [][]int32
	row := []int32{0}
	for d := 0; ; d++ {
		if d > 0 {
			before := row
			row = make([]int32, 2*d+1)
			for k := -d; k <= d; k += 2 {
				x := int32(-1)
				if k > -d { // one byte of a more
					x = before[d-1+k-1] + 1
				}
				if k < d && before[d-1+k+1] >= x { // one byte of b more
					x = before[d-1+k+1]
				}
				row[d+k] = x
			}
		}
		furthest = append(furthest, row)
		for k := -d; k <= d; k += 2 {
			x := int(row[d+k])
			y := x - k
			for x < len(a) && y >= 0 && y < len(b) && a[x] == b[y] {
				x, y = x+1, y+1
			}
			row[d+k] = int32(x)
			if x >= len(a) && y >= len(b) {
				return backRuns(furthest, len(a), len(b)), true
			}
		}
		if d == limit {
			return nil, false
		}
	}
}

// backRuns walks the best paths back from the end.
func backRuns(furthest [][]int32, x, y int) (runs []equalRun) {
	for d := len(furthest) - 1; d >= 0; d-- {
		k, from := x-y, 0 // from: where on the diagonal the path came onto it, in a
		down := false
		if d > 0 {
			before := furthest[d-1]
			if k > -d {
				from = int(before[d-1+k-1]) + 1
			}
			if down = k < d && (k == -d || int(before[d-1+k+1]) >= from); down {
				from = int(before[d-1+k+1])
			}
		}
		if n := x - from; n > 0 {
			runs = append(runs, equalRun{from, from - k, n})
		}
		x, y = from, from-k
		if down {
			y--
		} else {
			x--
		}
	}
	for i, j := 0, len(runs)-1; i < j; i, j = i+1, j-1 {
		runs[i], runs[j] = runs[j], runs[i]
	}
	return runs
}
