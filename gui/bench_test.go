package gui

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"wirevise/gui/msglog"
	"wirevise/gui/widgets"
	"wirevise/netcore"
)

// BenchmarkFollow is one frame of the row list following 100,000 rows a second: what arrived in a thirtieth of a second is
// stored, the view extended, and a window full of rows drawn.
func BenchmarkFollow(b *testing.B) {
	for _, rate := range []int{0, 1_000, 100_000} {
		name := map[int]string{0: "still", 1_000: "1k", 100_000: "100k"}[rate]
		b.Run(name, func(b *testing.B) {
			test.NewTempApp(b)
			w := newBenchWindow(b)
			payload := []byte("reading 21.5 °C, 你好, and a line end\r\n, sixty-four bytes long..")
			fill := func(n int) {
				batch := make([]netcore.Event, n)
				for i := range batch {
					batch[i] = netcore.Event{Time: time.Now(), Kind: netcore.Received, Endpoint: 1, Session: 1, Name: "UDP 9001",
						Local: "127.0.0.1:9001", Peer: "127.0.0.1:40011", Payload: payload}
				}
				w.append(batch)
			}
			fill(10_000)
			each := rate / 30
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				if each > 0 {
					fill(each)
				}
				w.frame()
			}
			b.ReportMetric(float64(rate), "rows/s")
		})
	}
}

// BenchmarkFrames is the row list of a log of ten million rows to which another 100,000 a second come, for some seconds: it
// reports the longest frame that follows them, and the longest that shows a place somewhere.
func BenchmarkFrames(b *testing.B) {
	const held, rate, frames = 10_000_000, 100_000, 150
	test.NewTempApp(b)
	w := newBenchWindow(b)
	payload := []byte("reading 21.5 °C, 你好, and a line end\r\n, sixty-four bytes long..")
	rows := func(n int) []netcore.Event {
		batch := make([]netcore.Event, n)
		for i := range batch {
			batch[i] = netcore.Event{Time: time.Now(), Kind: netcore.Received, Endpoint: 1, Session: 1, Name: "UDP 9001", Network: "udp",
				Local: "127.0.0.1:9001", Peer: "127.0.0.1:40011", Payload: payload}
		}
		return batch
	}
	for range held / 10_000 {
		w.append(rows(10_000))
	}
	b.ResetTimer()
	for b.Loop() {
		stop, done := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(done)
			for tick := time.NewTicker(time.Millisecond); ; {
				select {
				case <-stop:
					return
				case <-tick.C:
					w.store.Append(rows(rate / 1000))
				}
			}
		}()
		var follow, jump time.Duration
		for tick, i := time.NewTicker(time.Second/30), 0; i < frames; i++ {
			<-tick.C
			begun := time.Now()
			w.view.Extend(context.Background(), 0)
			w.frame()
			follow = max(follow, time.Since(begun))
			begun = time.Now()
			w.list.SetTop(rand.IntN(held))
			w.raster.Generator(1200, 800)
			jump = max(jump, time.Since(begun))
		}
		close(stop)
		<-done
		b.ReportMetric(follow.Seconds()*1000, "follow-max-ms")
		b.ReportMetric(jump.Seconds()*1000, "jump-max-ms")
		b.ReportMetric(float64(w.store.Stats().Rows), "rows")
	}
}

type benchWindow struct {
	store  *msglog.Store
	view   *msglog.View
	list   *widgets.RowList
	raster *canvas.Raster
}

func newBenchWindow(b *testing.B) *benchWindow {
	folder, err := (msglog.Library{Dir: b.TempDir()}).Create("bench")
	if err != nil {
		b.Fatal(err)
	}
	w := &benchWindow{store: msglog.New(msglog.Options{Folder: folder})}
	b.Cleanup(func() { _ = w.store.Close() })
	w.view = msglog.NewView(w.store)
	w.list = widgets.NewRowList(&logSource{log: storeRows{w.store, w.view}}, translated(logColumns))
	win := test.NewTempWindow(b, w.list)
	win.Resize(fyne.NewSize(1200, 800))
	for _, o := range test.WidgetRenderer(w.list).Objects() {
		if r, ok := o.(*canvas.Raster); ok {
			w.raster = r
		}
	}
	if w.raster == nil {
		b.Fatal("the row list draws no raster")
	}
	return w
}

func (w *benchWindow) append(batch []netcore.Event) {
	w.store.Append(batch)
	w.view.Extend(context.Background(), 0)
}

func (w *benchWindow) frame() {
	w.list.ScrollToEnd()
	w.raster.Generator(1200, 800)
}

// storeRows is what a logSource needs of a workbench.
type storeRows struct {
	store *msglog.Store
	view  *msglog.View
}

func (s storeRows) Rows() int { return s.view.Len() }

func (s storeRows) Entry(i, max int) (msglog.Entry, bool) {
	seq, ok := s.view.Seq(i)
	if !ok {
		return msglog.Entry{}, false
	}
	return s.store.Get(seq, max)
}

func (s storeRows) Selected(uint64) bool { return false }

func (s storeRows) Bookmarked(uint64) bool { return false }

func (s storeRows) Oldest() (msglog.Entry, bool) { return s.Entry(0, 0) }
