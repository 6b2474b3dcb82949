package workbench

import (
	"errors"
	"slices"
	"testing"
	"time"

	"wirevise/gui/msglog"
)

func TestBookmarks(t *testing.T) {
	b := newBench(t)
	b.rowsAt(time.Now(), []byte("a"), []byte("b"), []byte("needle"), []byte("d"), []byte("e"))
	mark := func(seqs ...uint64) {
		t.Helper()
		b.Selection().None()
		for _, s := range seqs {
			b.Selection().Toggle(s)
		}
		if err := b.ToggleBookmarks(); err != nil {
			t.Fatal(err)
		}
	}
	want := func(want ...uint64) {
		t.Helper()
		if got := slices.Collect(b.Bookmarks()); !slices.Equal(got, want) || b.BookmarkCount() != len(want) {
			t.Errorf("bookmarks %v, want %v", got, want)
		}
	}
	mark(2)
	mark(2, 3, 5) // 2 has one already: all get one
	want(2, 3, 5)
	if !b.Bookmarked(3) || b.Bookmarked(4) {
		t.Error("the wrong rows are bookmarked")
	}
	for _, tt := range []struct {
		from int
		back bool
		at   int
		ok   bool
	}{{-1, false, 1, true}, {1, false, 2, true}, {2, false, 4, true}, {4, false, 0, false}, {5, true, 4, true}, {4, true, 2, true}, {1, true, 0, false}} {
		if at, ok := b.NextBookmark(tt.from, tt.back); at != tt.at || ok != tt.ok {
			t.Errorf("from %d, back %v: %d %v, want %d %v", tt.from, tt.back, at, ok, tt.at, tt.ok)
		}
	}
	b.SetFilter(msglog.Criteria{Query: parsed(t, "needle")})
	b.until("the filter", func() bool { return b.Rows() == 1 })
	if at, ok := b.NextBookmark(-1, false); at != 0 || !ok {
		t.Errorf("with a filter: %d %v, want the row it shows", at, ok)
	}
	if _, ok := b.NextBookmark(0, false); ok {
		t.Error("a row that the filter hides is gone to")
	}
	b.SetFilter(msglog.Criteria{})
	b.until("no filter", func() bool { return b.Rows() == 5 })
	mark(2, 3)
	want(5)
	b.ClearBookmarks()
	want()
	mark(4)
	b.ClearLog()
	want()
}

func TestTooManyBookmarks(t *testing.T) {
	b := newBench(t)
	b.rowsAt(time.Now(), slices.Repeat([][]byte{[]byte("x")}, maxBookmarks+1)...)
	if err := b.ToggleBookmarks(); !errors.Is(err, ErrTooManyBookmarks) || b.BookmarkCount() != 0 {
		t.Errorf("%d bookmarks, %v, want none", b.BookmarkCount(), err)
	}
	b.Selection().Toggle(1)
	if err := b.ToggleBookmarks(); err != nil || b.BookmarkCount() != maxBookmarks {
		t.Errorf("%d bookmarks, %v, want all that there may be", b.BookmarkCount(), err)
	}
	b.Selection().Only(1)
	if err := b.ToggleBookmarks(); !errors.Is(err, ErrTooManyBookmarks) {
		t.Errorf("one more: %v", err)
	}
}

// A row that the log gives up loses its bookmark.
func TestBookmarksAreTrimmed(t *testing.T) {
	b := newBench(t)
	b.rowsAt(time.Now(), []byte("a"), []byte("b"))
	if err := b.ToggleBookmarks(); err != nil || b.BookmarkCount() != 2 {
		t.Fatalf("%d bookmarks, %v", b.BookmarkCount(), err)
	}
	b.live.store.Clear()
	b.until("an empty log", func() bool { return b.log.Held == 0 })
	if n := b.BookmarkCount(); n != 0 {
		t.Errorf("%d bookmarks of rows that are gone", n)
	}
}
