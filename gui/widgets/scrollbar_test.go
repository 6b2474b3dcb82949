package widgets

import (
	"image"
	"testing"
)

func TestScrollBar(t *testing.T) {
	const total, page = 10_000_000, 40
	b := scrollBar{track: image.Rect(0, 20, 12, 820), minThumb: 24, page: page, total: total}

	if th := b.thumb(); th.Min.Y != 20 || th.Dy() != 24 {
		t.Errorf("thumb at the start is %v, want 24 high at 20", th)
	}
	b.pos = total - page
	if th := b.thumb(); th.Max.Y != 820 {
		t.Errorf("thumb at the end is %v, want its foot at 820", th)
	}

	b.pos = 0
	b.press(30)
	if !b.dragging {
		t.Fatal("press on the thumb did not take hold of it")
	}
	if got := b.drag(30); got != 0 {
		t.Errorf("dragged nowhere: %d, want 0", got)
	}
	if got := b.drag(5000); got != total-page {
		t.Errorf("dragged beyond the end: %d, want exactly %d", got, total-page)
	}
	if got := b.drag(-5000); got != 0 {
		t.Errorf("dragged beyond the start: %d, want 0", got)
	}
	if got, want := b.drag(30+388), int64((total-page)/2); got != want {
		t.Errorf("dragged half way: %d, want %d", got, want)
	}
	b.release()

	if got := b.press(700); got != page || b.dragging {
		t.Errorf("pressed below the thumb: %d, want a page, %d", got, page)
	}
	b.pos = 100
	if got := b.press(20); b.dragging == false && got != 60 {
		t.Errorf("pressed above the thumb: %d, want 60", got)
	}
}

func TestScrollBarWithNothingToScroll(t *testing.T) {
	for _, b := range []scrollBar{
		{track: image.Rect(0, 0, 12, 100), page: 10, total: 10},
		{track: image.Rect(0, 0, 12, 100), page: 10},
		{track: image.Rect(0, 0, 12, 0), page: 1, total: 100},
		{},
	} {
		if !b.thumb().Empty() || b.press(5) != 0 || b.drag(5) != 0 {
			t.Errorf("%+v has a thumb %v or moves", b, b.thumb())
		}
	}
	b := scrollBar{track: image.Rect(0, 0, 12, 10), minThumb: 24, page: 1, total: 100, pos: 7}
	if b.drag(9) != 7 {
		t.Error("a track shorter than the thumb moved")
	}
}

// Every pixel of the track is a place: the first is the first row, the last the last one, and none between goes back.
func TestScrollBarIsExact(t *testing.T) {
	for _, total := range []int64{41, 100, 797, 10_000_000, 1<<31 + 12345, 1 << 53, 1<<62 + 1} {
		b := scrollBar{track: image.Rect(0, 20, 12, 820), minThumb: 24, page: 40, total: total}
		b.press(20)
		if !b.dragging {
			t.Fatalf("%d: the thumb at the top is not taken hold of", total)
		}
		before := int64(-1)
		for y := 20; y <= 20+b.way(); y++ {
			pos := b.drag(y)
			if pos < before {
				t.Fatalf("%d: at %d the position is %d, after %d", total, y, pos, before)
			}
			if got := b.thumb().Min.Y; got != y {
				t.Fatalf("%d: the thumb is at %d, held at %d", total, got, y)
			}
			if y == 20 && pos != 0 {
				t.Errorf("%d: the first pixel is %d", total, pos)
			}
			before, b.pos = pos, pos
		}
		if before != total-40 || !b.atFoot() {
			t.Errorf("%d: the last pixel is %d, at the foot %v, want %d", total, before, b.atFoot(), total-40)
		}
	}
}

// A thumb that is let go of stays where it was, give or take the pixel that its row rounds to.
func TestScrollBarStaysWhenLetGo(t *testing.T) {
	b := scrollBar{track: image.Rect(0, 20, 12, 820), minThumb: 24, page: 40, total: 10_000_000}
	b.press(25)
	for y := 25; y < 800; y += 7 {
		b.dragging = true
		b.pos = b.drag(y)
		held := b.thumb()
		if b.release(); b.thumb() != held {
			t.Errorf("let go of at %v, the thumb goes to %v", held, b.thumb())
		}
	}
}
