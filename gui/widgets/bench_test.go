package widgets

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// manyRows are n rows of all columns that a log has, without a store behind them.
func manyRows(n int) (*testRows, []Column) {
	names := make([]string, 4096)
	for i := range names {
		names[i] = fmt.Sprintf("%08d the quick brown fox %d jumps over the lazy dog 0123456789abcdef 站北 and on it goes until the end", i, i*7)
	}
	src := &testRows{n: n}
	src.row = func(i int, r *Row) {
		r.Key, r.Tint, r.Mark = uint64(i+1), Tint(i%(Tints+1)), i%50 == 0
		r.Add("14:02:11.004182", Dim)
		r.Add("867 µs", Dim)
		r.Add("Server 9000", Normal)
		r.Add("←", In)
		r.Add("#1 127.0.0.1:51422", Tinted)
		r.Add("64 B", Normal)
		r.Add(names[i%len(names)], Normal)
		r.Append("LF", Code)
	}
	return src, []Column{{Title: "Time", Chars: 15}, {Title: "Δ", Chars: 9, Align: Trailing, Yield: 1}, {Title: "Endpoint", Chars: 12, Yield: 3},
		{Chars: 1}, {Title: "Peer", Chars: 21}, {Title: "Size", Chars: 9, Align: Trailing, Yield: 2}, {Title: "Message"}}
}

// BenchmarkRowList is one frame of what a person does with a list of a thousand rows and of ten million: the ways differ
// by no more than what the processor's caches make of the rows.
func BenchmarkRowList(b *testing.B) {
	const w, h = 1000, 600
	random := rand.New(rand.NewPCG(1, 2))
	wheel := fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -25)}
	for _, n := range []int{1_000, 10_000_000} {
		for _, way := range []struct {
			name string
			step func(l *RowList, src *testRows, k int)
		}{
			{"jump", func(l *RowList, src *testRows, _ int) { l.SetTop(random.IntN(src.n)) }},
			{"follow", func(l *RowList, src *testRows, _ int) {
				src.n += 3333
				l.RefreshRows()
				l.ScrollToEnd()
			}},
			{"wheel", func(l *RowList, src *testRows, k int) {
				if l.AtEnd() {
					l.SetTop(0)
				}
				l.Scrolled(&wheel)
			}},
			{"drag", func(l *RowList, src *testRows, k int) {
				if !l.bar.dragging {
					press(l, fyne.NewPos(w-barWidth/2, float32(l.top())+3), desktop.MouseButtonPrimary, 0)
				}
				src.n += 3333
				l.RefreshRows()
				drag(l, fyne.NewPos(w-barWidth/2, float32(k%h)))
			}},
		} {
			b.Run(fmt.Sprintf("%s/%d", way.name, n), func(b *testing.B) {
				src, columns := manyRows(n)
				l, _ := showList(b, src, columns, w, h)
				l.PlaceText = func(top int) string { return fmt.Sprintf("row %d · 14:02:11.004182", top+1) }
				l.generate(w, h)
				b.ReportMetric(float64(l.VisibleRows()), "rows")
				b.ReportAllocs()
				for k := 0; b.Loop(); k++ {
					way.step(l, src, k)
					l.generate(w, h)
				}
			})
		}
	}
}
