package widgets

import (
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

var (
	_ desktop.Keyable        = (*ByteView)(nil)
	_ desktop.Mouseable      = (*ByteView)(nil)
	_ fyne.Draggable         = (*ByteView)(nil)
	_ fyne.Scrollable        = (*ByteView)(nil)
	_ fyne.SecondaryTappable = (*ByteView)(nil)
	_ fyne.Shortcutable      = (*ByteView)(nil)
)

// Bytes is a payload to look at. It is read on the window's goroutine, some
// kilobytes at a time, so reading should be from memory or a local file.
type Bytes interface {
	Size() int64
	io.ReaderAt
}

// A ByteMode is a way to show a payload.
type ByteMode uint8

// The modes.
const (
	HexMode  ByteMode = iota + 1 // offset, bytes in groups of eight, characters
	TextMode                     // lines, broken where a span says so and at the width
)

// String returns the mode's name.
func (m ByteMode) String() string {
	switch m {
	case HexMode:
		return "Hex"
	case TextMode:
		return "Text"
	default:
		return "ByteMode?"
	}
}

// A ByteView shows a payload of any size, as hex or as text, and lets a person
// point at a byte and select a range. It reads what is on screen, and at most
// some tens of kilobytes around it.
type ByteView struct {
	surface

	// Spans makes the text of TextMode: it appends to dst the spans of b, which
	// begins a line at off, and keeps nothing of b but what the spans copied.
	// Their Bytes add up to len(b), and Break is set on those that end a line. b
	// may end in the middle of one, so what comes after a Break may be left out.
	// If Spans is nil, b is taken for UTF-8.
	Spans func(dst []Span, off int64, b []byte) []Span

	// Sync returns how many of the first bytes of b, which was read at off in the
	// midst of the payload, come before the first character. If it is nil, b is
	// taken for UTF-8.
	Sync func(off int64, b []byte) int

	// LineEnd is the bytes of a line end in the payload's encoding, in which
	// the view looks backwards for the start of a line; nil is "\n". In
	// UTF-16 it is "\n\x00" or "\x00\n", and found at even offsets only.
	LineEnd []byte

	// Run, unless it is nil, returns the run of bytes that holds off and that no
	// line reaches out of: from is where it begins, and to where it ends, or
	// any place from MinRun bytes behind off on, if it is longer.
	Run func(off int64) (from, to int64)

	// Gutter, unless it is nil, is the mark of one character before a line that
	// begins at off.
	Gutter func(off int64) (mark string, style Style)

	// Marks, unless it is nil, appends to dst how the bytes [from, to) look that
	// are not as usual, in order and none twice.
	Marks func(dst []Mark, from, to int64) []Mark

	// Number, unless it is nil, is the offset that HexMode writes for a byte.
	Number func(off int64) int64

	OnScrolled func()                  // the first line on screen is another
	OnCursor   func(offset int64)      // a person moved the cursor
	OnSelect   func(from, to int64)    // a person selected [from, to), or nothing: from == to
	OnCopy     func(from, to int64)    // the copy shortcut: the selection, or everything
	OnMenu     func(abs fyne.Position) // right click or the menu key
	OnEscape   func()                  // the Escape key

	bytes    Bytes
	mode     ByteMode
	first    int64     // offset of the first line on screen
	cursor   byteRange // the byte or character pointed at
	anchor   byteRange // where the selection began
	selected bool
	held     bool // the button is down on the bytes

	page  page
	block block
	end   endCache
	spans []Span // of the line laid out last
	chars []char // of the hex page drawn last
	marks []Mark // of the page drawn last
}

// MinRun is how far behind a byte Run has to look for the end of its run.
const MinRun = 64 << 10

// A Mark says how the bytes [From, To) look.
type Mark struct {
	From, To int64
	Style    Style // of what is Normal else; 0: as it is
	Filled   bool  // on a ground that stands out
	Gap      bool  // there is nothing here: HexMode leaves the place free
}

// byteRange is [from, to).
type byteRange struct{ from, to int64 }

// NewByteView returns a view of b, which may be nil.
func NewByteView(b Bytes, mode ByteMode) *ByteView {
	v := &ByteView{mode: mode}
	v.init(v)
	v.SetBytes(b)
	return v
}

// SetBytes shows another payload from its start, with nothing selected. nil is
// an empty one.
func (v *ByteView) SetBytes(b Bytes) {
	v.bytes, v.first = b, 0
	v.cursor, v.anchor, v.selected = byteRange{0, 1}, byteRange{}, false
	v.stale()
}

// Grown shows what has come to the end of the payload, or was changed within
// it, and stays where it is.
func (v *ByteView) Grown() { v.stale() }

// AtEnd reports whether the end of the payload is on screen.
func (v *ByteView) AtEnd() bool { return v.first >= v.lastFirst() }

// SetTop brings the line that holds a byte to the top, or as near as may be,
// without announcing it.
func (v *ByteView) SetTop(off int64) {
	said := v.OnScrolled
	v.OnScrolled = nil
	v.scrollTo(off)
	v.OnScrolled = said
}

// ScrollToEnd shows the end of the payload.
func (v *ByteView) ScrollToEnd() { v.SetTop(v.size()) }

// Mode returns how the payload is shown.
func (v *ByteView) Mode() ByteMode { return v.mode }

// SetMode shows the payload another way, at about the same place.
func (v *ByteView) SetMode(m ByteMode) {
	v.mode = m
	v.stale()
	v.first = v.lineStart(v.first)
	v.clamp()
}

// Reread forgets what was read and decoded, and draws again: for when Spans or
// the payload gives something else now.
func (v *ByteView) Reread() { v.stale() }

// Top returns the offset of the first byte on screen.
func (v *ByteView) Top() int64 { return v.first }

// CursorOffset returns the offset of the byte pointed at.
func (v *ByteView) CursorOffset() int64 { return v.cursor.from }

// SetCursor points at a byte and takes the selection away.
func (v *ByteView) SetCursor(off int64) {
	v.selected = false
	v.cursor = v.stepAt(v.inside(off))
	v.redraw()
}

// Selection returns the bytes selected, [from, to); they are equal when nothing is.
func (v *ByteView) Selection() (from, to int64) {
	if !v.selected {
		return v.cursor.from, v.cursor.from
	}
	return min(v.anchor.from, v.cursor.from), min(max(v.anchor.to, v.cursor.to), v.size())
}

// Select selects [from, to) and puts the cursor on its last byte.
func (v *ByteView) Select(from, to int64) {
	from, to = max(0, from), min(to, v.size())
	v.selected = from < to
	if v.selected {
		v.anchor, v.cursor = byteRange{from, from + 1}, byteRange{to - 1, to}
	}
	v.redraw()
}

// Reveal scrolls as little as brings a byte on screen.
func (v *ByteView) Reveal(off int64) {
	off = v.inside(off)
	pg, before := v.load(), v.first
	switch n := len(pg.lines); {
	case n == 0 || v.size() == 0:
	case off < v.first:
		v.first = v.lineStart(off)
	case off >= pg.lines[n-1].to:
		v.first = v.linesBefore(v.lineStart(off), max(0, v.rows()-1))
	default:
		return
	}
	v.scrolled(before)
}

func (v *ByteView) size() int64 {
	if v.bytes == nil {
		return 0
	}
	return max(0, v.bytes.Size())
}

// inside brings an offset to the nearest byte there is.
func (v *ByteView) inside(off int64) int64 { return max(0, min(off, v.size()-1)) }

func (v *ByteView) stale() {
	v.page.fresh, v.block.data, v.end = false, v.block.data[:0], endCache{}
	v.redraw()
}

func (v *ByteView) top() int { v.ready(); return v.p.px(4) }

// rows returns how many lines fit.
func (v *ByteView) rows() int {
	_, h := v.pixels()
	return max(1, (h-v.top())/v.pitch())
}

func (v *ByteView) lines() int { return len(v.load().lines) }

// resized keeps the first line about where it was.
func (v *ByteView) resized() {
	v.page.fresh, v.end = false, endCache{}
	if v.mode == HexMode {
		v.first = v.lineStart(v.first)
	}
	v.clamp()
}
