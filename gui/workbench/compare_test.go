package workbench

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"
)

func compare(t testing.TB, a, b string) *Comparison {
	return idle(t).Compare(bytes.NewReader([]byte(a)), bytes.NewReader([]byte(b)))
}

func TestComparison(t *testing.T) {
	c := compare(t, "same AB same", "same xy same and more")
	want := []Difference{{From: 5, To: 7}, {From: 12, To: 21, Gap: [2]bool{true, false}}}
	if got, err := c.Differences(nil, 0, 100); err != nil || !reflect.DeepEqual(got, want) || c.Aligned {
		t.Errorf("differences %v, %v, want %v", got, err, want)
	}
	c = compare(t, "begin end of it", "begin inserted end of it")
	better, err := c.align()
	if err != nil || better == nil || !better.Aligned || better.Size() != 24 {
		t.Fatalf("aligned: %+v, %v", better, err)
	}
	diff, _ := better.Differences(nil, 0, better.Size())
	if len(diff) != 1 || diff[0].To-diff[0].From != 9 || !diff[0].Gap[0] {
		t.Errorf("an insertion is %v", diff)
	}
	if off, gap := better.Own(0, diff[0].From+2); off != diff[0].From || !gap {
		t.Errorf("in the gap the left side is at %d, %v", off, gap)
	}
	if off, gap := better.Own(0, better.Size()-1); off != 14 || gap {
		t.Errorf("the last byte of the left side is at %d, %v", off, gap)
	}
	if got := sideText(t, better, 1); got != "begin inserted end of it" {
		t.Errorf("the right side is %q", got)
	}
}

func sideText(t *testing.T, c *Comparison, side int) string {
	t.Helper()
	text := make([]byte, c.Size())
	if err := readAt(c.Side(side), 0, text); err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestComparisonOfNothing(t *testing.T) {
	c := compare(t, "", "")
	if better, err := c.align(); err != nil || better.Size() != 0 {
		t.Errorf("size %d, %v", better.Size(), err)
	}
	if d, err := c.Differences(nil, 0, 10); len(d) != 0 || err != nil {
		t.Errorf("differences %v, %v", d, err)
	}
	if from, to, err := c.next(context.Background(), 0, false); from != to || err != nil {
		t.Errorf("the next one is %d–%d, %v", from, to, err)
	}
	if _, gap := newComparison(c.w, c.sides[0], c.sides[1], nil, true).Own(0, 0); !gap {
		t.Error("there is a byte in nothing")
	}
}

// Against a walk over all bytes, with differences at the ends of the blocks that are read.
func TestNextDifference(t *testing.T) {
	const size = 3*scanBlock + 99
	a := make([]byte, size)
	b := make([]byte, size+50)
	r := rand.New(rand.NewPCG(5, 6))
	places := []int{0, 1, scanBlock - 1, scanBlock, 2*scanBlock - 1, 2*scanBlock + 7}
	for range 20 {
		places = append(places, r.IntN(size))
	}
	for _, at := range places {
		b[at] = 1
	}
	c := idle(t).Compare(bytes.NewReader(a), bytes.NewReader(b))
	differs := func(i int) bool { return i >= size || b[i] != 0 }
	var all [][2]int64
	for i := range b {
		switch {
		case !differs(i):
		case i > 0 && differs(i-1):
			all[len(all)-1][1]++
		default:
			all = append(all, [2]int64{int64(i), int64(i) + 1})
		}
	}
	for _, at := range append(places, size-1, size+10, 500, 5*scanBlock/2) {
		i := slices.IndexFunc(all, func(d [2]int64) bool { return int64(at) < d[1] })
		want, before := all[i], [2]int64{}
		if want[0] <= int64(at) {
			if want = [2]int64{}; i+1 < len(all) {
				want = all[i+1]
			}
		}
		if i > 0 {
			before = all[i-1]
		}
		if from, to, err := c.next(context.Background(), int64(at), false); err != nil || [2]int64{from, to} != want {
			t.Errorf("behind %d: %d–%d, %v, want %v", at, from, to, err, want)
		}
		if from, to, err := c.next(context.Background(), int64(at), true); err != nil || [2]int64{from, to} != before {
			t.Errorf("before %d: %d–%d, %v, want %v", at, from, to, err, before)
		}
	}
	different := int64(0)
	for _, d := range all {
		different += d[1] - d[0]
	}
	if got, err := c.count(context.Background(), func(int64) {}); err != nil || got != different {
		t.Errorf("%d differ, %v, want %d", got, err, different)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := c.count(ctx, func(int64) {}); !errors.Is(err, context.Canceled) {
		t.Errorf("called off: %v", err)
	}
}

func BenchmarkCompare(b *testing.B) {
	text := bytes.Repeat([]byte("0123456789abcdef"), 100<<20/16)
	other := bytes.Clone(text)
	for i := 0; i < len(other); i += 100_003 {
		other[i]++
	}
	c := idle(b).Compare(bytes.NewReader(text), bytes.NewReader(other))
	b.Run("a page", func(b *testing.B) {
		for b.Loop() {
			if _, err := c.Differences(nil, 50<<20, 50<<20+1024); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("count 100 MB", func(b *testing.B) {
		b.SetBytes(c.Size())
		for b.Loop() {
			if _, err := c.count(context.Background(), func(int64) {}); err != nil {
				b.Fatal(err)
			}
		}
	})
}
