package gui

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/query"
	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
)

// said is what the line under the filter's box says; "" while it is hidden.
func (m *mistakeLine) said() string {
	if !m.Visible() {
		return ""
	}
	return m.text.String()
}

func TestFilterMistakes(t *testing.T) {
	p := sitDown(t)
	p.chat()
	p.key(fyne.KeyF, ctrl)
	p.write("needle and ")
	p.until("the rows with needle", func() bool { return p.bench.Rows() == 3 })
	has(t, "the line", p.log.box.mistake.said(), "needle", "and", "nothing follows and", "Showing the last filter that could be read: needle")
	p.write("dir:x")
	has(t, "the line", p.log.box.mistake.said(), "x", "there is no direction")
	p.rows(3) // those of before
	if got := p.log.text.Text; got != "needle and dir:x" {
		t.Errorf("the text became %q", got)
	}
	p.press(fyne.KeyBackspace)
	p.write("out")
	p.rows(2)
	if got := p.log.box.mistake.said(); got != "" {
		t.Errorf("what can be read is complained of: %q", got)
	}
	p.press(fyne.KeyEscape)
	p.rows(8)
	p.write("(")
	has(t, "the line", p.log.box.mistake.said(), "(", "Until then no text filters the rows.")
	p.click(p.log.box.clear)
	if got := p.log.box.mistake.said(); got != "" || p.log.text.Text != "" || !p.log.box.clear.Disabled() {
		t.Errorf("cleared: %q, %q", got, p.log.text.Text)
	}
}

func TestMistakeIsShownAround(t *testing.T) {
	long := strings.Repeat("a", 100)
	for _, tt := range []struct {
		name, text           string
		pos, end             int
		before, piece, after string
	}{
		{"all", "a b c", 2, 3, "a ", "b", " c"},
		{"at the end", "a b", 3, 3, "a b", "", ""},
		{"long", long + "你好" + long, 100, 106, "…" + long[:shownBefore], "你好", long[:shownAfter] + "…"},
		{"a long mistake", long, 0, 100, "", long[:shownMistake] + "…", ""},
		{"line breaks", "a\nb\tc", 2, 3, "a ", "b", " c"},
		{"beyond", "ab", 7, 9, "ab", "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, piece, after := around(tt.text, tt.pos, tt.end)
			if before != tt.before || piece != tt.piece || after != tt.after {
				t.Errorf("got %q, %q, %q, want %q, %q, %q", before, piece, after, tt.before, tt.piece, tt.after)
			}
		})
	}
}

func TestFilterHistory(t *testing.T) {
	p := sitDown(t)
	for _, f := range []string{"one", "two", "dir:", "three"} {
		p.fill(p.log.text, f)
		p.press(fyne.KeyReturn)
	}
	if got := p.kept[len(p.kept)-1].Filters; !slices.Equal(got, []string{"three", "two", "one"}) {
		t.Fatalf("kept %q, want those that can be read", got)
	}
	steps := func(want ...string) {
		t.Helper()
		for i, w := range want {
			key := fyne.KeyUp
			if w[0] == '<' {
				key, w = fyne.KeyDown, w[1:]
			}
			p.press(key)
			if got := p.log.text.Text; got != w {
				t.Errorf("step %d: got %q, want %q", i, got, w)
			}
		}
	}
	steps("two", "one", "one", "<two", "<three", "<three")
	p.fill(p.log.text, "new")
	steps("three", "two", "<three", "<new", "<new")

	q := sitDownWith(t, p.kept[len(p.kept)-1], nil)
	q.key(fyne.KeyF, ctrl)
	q.press(fyne.KeyUp)
	if q.log.text.Text != "three" {
		t.Errorf("the next start remembers %q", q.log.text.Text)
	}
	q.click(q.log.box.more)
	q.pickMenu("two")
	if q.log.text.Text != "two" {
		t.Errorf("the menu brings %q", q.log.text.Text)
	}
}

func TestTermsAreJoined(t *testing.T) {
	for _, tt := range []struct{ text, term, both string }{
		{"", "session:1", "session:1"},
		{"ping", "session:1", "ping and session:1"},
		{"a b", "session:1", "a b and session:1"},
		{"a or b", "session:1", "(a or b) and session:1"},
		{"not a", "not peer:=x", "not a and not peer:=x"},
		{"(a or b) and (c or d)", "session:1", "(a or b) and (c or d) and session:1"},
		{`"a and"`, "session:1", `"a and" and session:1`},
	} {
		both := withTerm(tt.text, tt.term)
		if both != tt.both {
			t.Errorf("%q with %q: got %q, want %q", tt.text, tt.term, both, tt.both)
		}
		if rest, ok := withoutTerm(both, tt.term); rest != tt.text || !ok {
			t.Errorf("%q without %q: got %q, %t, want %q", both, tt.term, rest, ok, tt.text)
		}
		more := withTerm(both, "size>1")
		if rest, ok := withoutTerm(more, tt.term); !ok || !sameQuery(rest, withTerm(tt.text, "size>1")) {
			t.Errorf("%q without %q: got %q, %t", more, tt.term, rest, ok)
		}
	}
	if rest, ok := withoutTerm("session:12", "session:1"); ok {
		t.Errorf("another session was taken out, and %q left", rest)
	}
}

func TestTermsAreWrittenPlainly(t *testing.T) {
	for _, tt := range []struct{ field, value, want string }{
		{"peer:=", "127.0.0.1:9000", "peer:=127.0.0.1:9000"},
		{"peer:=", "[::1]:9000", "peer:=[::1]:9000"},
		{"endpoint:=", "Server 9000", `endpoint:="Server 9000"`},
		{"endpoint:=", "#2", `endpoint:="#2"`},
		{"endpoint:=", `a "b" (c)`, `endpoint:="a \"b\" (c)"`},
	} {
		got := term(tt.field, tt.value)
		if _, err := query.Parse(got, query.Options{}); got != tt.want || err != nil {
			t.Errorf("%s%s: got %s, %v, want %s", tt.field, tt.value, got, err, tt.want)
		}
	}
}

// pickFilter takes an item of the Filter menu of row i.
func (p *person) pickFilter(i int, label string) {
	p.t.Helper()
	p.log.menu(i, fyne.NewPos(600, 200))
	for _, item := range p.menuItems() {
		if m := menuItem(item); m.ChildMenu != nil && m.Label == "Filter" {
			for _, child := range m.ChildMenu.Items {
				if child.Label == label {
					p.overlay().Hide()
					child.Action()
					p.lay()
					return
				}
			}
		}
	}
	p.t.Fatalf("the row's menu has no filter %q", label)
}

func TestRowFilters(t *testing.T) {
	p := sitDown(t)
	server := p.chat()
	at := func(text string) int {
		for i := range p.bench.Rows() {
			if strings.Contains(strings.Join(p.row(i).cells, "|"), text) {
				return i
			}
		}
		t.Fatalf("no row has %q", text)
		return 0
	}
	for _, tt := range []struct {
		name, row string
		rows      int
		box       string
	}{
		{"This peer", "hay", 3, "peer:=127.0.0.1:"},
		{"Not this peer", "hay", 5, "not peer:=127.0.0.1:"},
		{"This endpoint", "hay", 7, fmt.Sprintf("endpoint:=%q", "Server "+portOf(server))},
		{"This session", "hay", 3, "session:2"},
		{"This kind of row", "hay", 2, "kind:received"},
		{"Since this time", "hay", 4, "time>="},
		{"Until this time", "hay", 5, "time<="},
		{"This kind of row", "✕", 1, "kind:failed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p.t = t
			p.pickFilter(at(tt.row), tt.name)
			has(t, "the box", p.log.text.Text, tt.box)
			p.rows(tt.rows)
			p.fill(p.log.text, "")
			p.rows(8)
		})
	}
	p.t = t
	p.fill(p.log.text, "hay or needle")
	p.rows(4)
	p.pickFilter(at("hay"), "This session")
	p.rows(2)
	p.pickFilter(at("hay"), "This kind of row")
	p.rows(1)
	if got, want := p.log.text.Text, "(hay or needle) and session:2 and kind:received"; got != want {
		t.Errorf("the box has %q, want %q", got, want)
	}
	p.log.menu(0, fyne.NewPos(600, 200))
	p.pickMenu("Show all sessions")
	p.rows(2)
	if got, want := p.log.text.Text, "(hay or needle) and kind:received"; got != want {
		t.Errorf("the box has %q, want %q", got, want)
	}
	p.win.Canvas().Focus(p.log.text)
	p.write(" and (")
	p.rows(2)
	p.pickFilter(at("needle from a"), "This session")
	p.rows(1)
	p.win.Canvas().Focus(p.log.text)
	p.press(fyne.KeyUp)
	has(t, "what could not be read, one step back", p.log.text.Text, " and (")
}

func TestFilterHelp(t *testing.T) {
	p := sitDown(t)
	p.chat()
	p.showHelpOfFilter()
	parts := query.Help()
	for _, part := range []query.Part{parts[0], parts[len(parts)-1]} {
		has(t, "the help", strings.Join(labelsIn(p.overlay()), "\n"), part.Form, part.Meaning)
	}
	p.answer("dir:in and size>1k")
	if p.overlay() != nil || p.log.text.Text != "dir:in and size>1k" || p.win.Canvas().Focused() != fyne.Focusable(p.log.text) {
		t.Errorf("the example puts %q into the box; %T has the focus", p.log.text.Text, p.win.Canvas().Focused())
	}
	p.rows(0)
}

func (p *person) showHelpOfFilter() { p.log.box.showHelp(); p.lay() }

func labelsIn(o fyne.CanvasObject) (labels []string) {
	walk(o, func(o fyne.CanvasObject) {
		if l, ok := o.(*widget.Label); ok {
			labels = append(labels, l.Text)
		}
	})
	return labels
}

func TestFilterOptions(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	gbk, _ := codec.Lookup("GBK")
	bytes, _ := gbk.Encode("说你好吧")
	c.Write(bytes)
	p.rows(3)
	p.fill(p.log.text, "你好")
	p.rows(0)
	p.click(p.log.box.more)
	p.pickMenu("Text is looked for in utf-8…")
	for _, name := range []string{gbk.Name, "utf-16-le"} {
		walk(p.overlay(), func(o fyne.CanvasObject) {
			if check, ok := o.(*widget.Check); ok && check.Text == name {
				check.SetChecked(true)
			}
		})
	}
	p.rows(1)
	p.answer("Close")
	if got := p.kept[len(p.kept)-1].AlsoIn; len(got) == 0 || got[0] != gbk.Name {
		t.Errorf("kept %q", got)
	}
	p.fill(p.log.text, "SERVER")
	p.rows(3)
	p.click(p.log.box.more)
	has(t, "the menu", strings.Join(p.menuLabels(), "|"), "Text is looked for in utf-8, "+gbk.Name)
	p.pickMenu("Match case")
	p.rows(0)
	if !p.kept[len(p.kept)-1].MatchCase {
		t.Error("Match case is not kept")
	}
	q := sitDownWith(t, p.kept[len(p.kept)-1], nil)
	q.click(q.log.box.more)
	if item := menuItem(q.menuItems()[0]); !item.Checked {
		t.Error("the next start does not match case")
	}
}

// The row at the cursor stays where it is on the screen while one filter follows the other, though one hides it; without a
// cursor on screen it is the first row.
func TestFilterKeepsThePlace(t *testing.T) {
	p := sitDown(t)
	c := p.dial(p.serve())
	for i := range 120 {
		n := p.bench.Rows()
		c.Write([]byte([]string{"even", "odd"}[i%2]))
		p.until("the row", func() bool { return p.bench.Rows() > n })
	}
	p.rows(122)
	p.log.goTo(61)
	line := 61 - p.log.list.Top()
	seq := p.bench.Selection().Cursor()
	where := func() int {
		i, _ := p.bench.IndexOf(seq)
		return i - p.log.list.Top()
	}
	for _, filter := range []struct {
		text string
		rows int
	}{{"text:o", 60}, {"text:od", 60}, {"text:even", 60}, {"text:nothing", 0}, {"text:e or text:odd", 120}, {"", 122}} {
		p.fill(p.log.text, filter.text)
		p.rows(filter.rows)
		p.until("the filter to be shown", func() bool { // its number of rows may be that of the one before
			i, shown := p.bench.IndexOf(seq)
			return filter.rows == 0 || where() == line && (!shown || p.log.list.CursorRow() == i)
		})
		if i, shown := p.bench.IndexOf(seq); shown && p.log.list.CursorRow() != i {
			t.Errorf("%q: the keys start from row %d, want %d", filter.text, p.log.list.CursorRow(), i)
		}
	}
	if !p.row(61).selected || p.log.follow.On() {
		t.Error("the row is not selected any more, or it follows")
	}
	p.win.Canvas().Focus(p.log.list)
	for range 3 {
		p.press(fyne.KeyPageUp)
	}
	p.log.list.SetTop(90) // the cursor is elsewhere
	p.log.scrolled(90, false)
	first, _ := p.bench.Entry(90, 0)
	p.fill(p.log.text, "text:odd")
	p.rows(60)
	p.fill(p.log.text, "")
	p.rows(122)
	if got, _ := p.bench.Entry(p.log.list.Top(), 0); got.Seq != first.Seq {
		t.Errorf("row %d is at the top, want %d", got.Seq, first.Seq)
	}
}

func TestStopFiltering(t *testing.T) {
	p := sitDown(t)
	p.chat()
	p.fill(p.log.text, "needle")
	p.rows(3)
	slow := workbench.LogState{Rows: 3, Held: 8, Next: p.log.state.Next, Filtered: true, Done: 5, Total: 8}
	for range slowShows {
		if p.log.halt.Visible() {
			t.Error("it offers to stop what may end at once")
		}
		p.log.show(slow)
	}
	p.lay()
	if p.log.halt.Text != "Stop filtering" || !p.log.halt.Visible() {
		t.Fatalf("the button says %q, visible %v", p.log.halt.Text, p.log.halt.Visible())
	}
	p.press(fyne.KeyEscape)
	if p.log.text.Text != "needle" || !p.bench.View().Paused() {
		t.Errorf("Escape leaves %q, paused %v", p.log.text.Text, p.bench.View().Paused())
	}
	slow.Stopped = true
	p.log.show(slow)
	p.lay()
	has(t, "the status", p.status.rows.Text, "stopped at 5 of 8 rows: 3 pass")
	if p.log.halt.Text != "Go on filtering" {
		t.Errorf("the button says %q", p.log.halt.Text)
	}
	p.click(p.log.halt)
	p.until("the end", func() bool { return !p.log.halt.Visible() && !p.bench.View().Paused() })
	p.win.Canvas().Focus(p.log.text)
	p.press(fyne.KeyEscape)
	p.rows(8)
}

// The line of a mistake, the search bar and the help fit in the smallest window.
func TestFilterFits(t *testing.T) {
	p := sitDown(t)
	p.chat()
	small := smallWindow.SubtractWidthHeight(0, menuHeight)
	p.win.Resize(small)
	p.fill(p.log.text, strings.Repeat("a long word and ", 20)+"dir:nowhere")
	p.key(fyne.KeyH, ctrl)
	p.write("needle and (")
	p.lay()
	for _, size := range []fyne.Size{small, usualWindow} {
		p.win.Resize(size)
		p.lay()
		for _, m := range []*mistakeLine{p.log.box.mistake, p.log.search.mistake} {
			if !m.Visible() || m.Size().Height < m.MinSize().Height {
				t.Errorf("at %v a mistake has %v and needs %v", size, m.Size(), m.MinSize())
			}
		}
	}
	p.fill(p.log.text, "")
	p.fill(p.log.search.text, "")
	p.fits(p.win.Content(), small)
	p.showHelpOfFilter()
	if size := p.overlay().MinSize(); size.Width > small.Width || size.Height > small.Height {
		t.Errorf("the help needs %v", size)
	}
}

func TestKeysAreDistinct(t *testing.T) {
	p := sitDown(t)
	seen := map[string]string{}
	for _, key := range []string{"A", "C", "V", "X", "Y", "Z"} {
		seen["Ctrl+"+key] = "what entries do"
	}
	for _, commands := range p.Window.commands() {
		for _, c := range commands {
			if keys := c.keys(); keys != "" {
				if seen[keys] != "" {
					t.Errorf("%s is both %q and %q", keys, c.name, seen[keys])
				}
				seen[keys] = c.name
			}
		}
	}
}
