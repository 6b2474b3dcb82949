package gui

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"wirevise/gui/collection"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
)

// stepsText is what the rows of the editor say: path, result, what it does.
func (p *person) stepsText() string {
	var lines []string
	for i := range p.sequences.source.Len() {
		var r widgets.Row
		p.sequences.source.Row(i, &r)
		var cells []string
		for _, c := range r.Cells {
			cells = append(cells, strings.TrimSpace(c.Spans[0].Text))
		}
		lines = append(lines, strings.Join(cells, " | "))
	}
	return strings.Join(lines, "\n")
}

// addStep adds a step by keyboard, from the list's own menu, and types into its first field.
func (p *person) addStep(do sequence.Do, text string) {
	p.t.Helper()
	p.win.Canvas().Focus(p.sequences.list)
	p.press(desktop.KeyMenu)
	p.pickMenu("Add: " + doName(do))
	if text != "" {
		p.write(text)
	}
}

// answers is a peer of the test's own that answers each line with a number before it.
func answers(t *testing.T, c net.Conn) {
	t.Helper()
	done := make(chan struct{})
	t.Cleanup(func() { c.Close(); <-done })
	go func() {
		defer close(done)
		lines := bufio.NewScanner(c)
		for lines.Scan() {
			fmt.Fprintf(c, "250 %s\r\n", lines.Text())
		}
	}()
}

func TestSequenceByKeyboard(t *testing.T) {
	p := sitDown(t)
	address, accepted := listen(t)
	p.composeTo(address, "")
	answers(t, p.next(accepted))
	p.key(fyne.Key6, ctrl)
	d := p.sequences
	if p.win.Canvas().Focused() != fyne.Focusable(d.list) {
		t.Fatalf("the focus is on %T", p.win.Canvas().Focused())
	}
	p.press(fyne.KeyReturn) // to the first field
	p.write("ping {{seq}}")
	d.tree.rows[0].step.Mode = 0
	p.pickEnding("End: LF")
	p.addStep(sequence.Expect, "ping 1")
	p.addStep(sequence.Loop, "")
	p.fill(d.fields["times"], "2")
	has(t, "the steps", p.stepsText(), "3 | is wrong | loop 2 times")
	has(t, "the fields", spoken(d.panel), "a loop needs steps")
	p.addStep(sequence.Send, "round {{seq}}")
	p.pickEnding("End: LF")
	p.addStep(sequence.Expect, "round")
	want := "1 |  | send “ping {{seq}}”\n2 |  | expect “ping 1”\n3 |  | loop 2 times\n3.1 |  | send “round {{seq}}”\n3.2 |  | expect “round”"
	if got := p.stepsText(); got != want {
		t.Fatalf("got\n%s\nwant\n%s", got, want)
	}
	has(t, "the choice", d.on.Selected, "#1 "+address)
	p.fill(d.name, "ping")
	p.answer("Run")
	p.until("the end", func() bool { return strings.HasPrefix(d.said.Text, "passed · 6 steps done, 0 failed") })
	has(t, "the steps", p.stepsText(), "1 | ok,", "3.2 | 2 ok,")
	d.choose(1)
	has(t, "below the fields", d.outcome.Text, "took 10 bytes")
	p.logged("sequence “ping”: step 3.2, expect “round”: ok after")
	p.until("the bar", func() bool { return strings.Contains(p.running(), "Sequence “ping”: done · ") })
	p.press(fyne.KeyEscape)
	if p.overlay() != nil {
		t.Fatal("Escape does not close it")
	}
	p.key(fyne.Key6, ctrl)
	has(t, "the steps, opened again", p.stepsText(), "3.2 | 2 ok,")
	p.fill(d.fields["text"], "x")
	if strings.Contains(p.stepsText(), "ok,") {
		t.Error("what came of other steps stays")
	}
}

// pickEnding chooses the ending of the step's message.
func (p *person) pickEnding(option string) {
	p.t.Helper()
	for _, row := range p.sequences.tree.rows[p.sequences.source.chosen : p.sequences.source.chosen+1] {
		for _, e := range endings {
			if "End: "+e.String() == option {
				row.step.Ending = e
			}
		}
	}
	p.sequences.rebuild("text")
}

// The window may be used while a sequence runs; the strip stops it, and so does the dialog.
func TestSequenceRunsOnWhenItsDialogIsClosed(t *testing.T) {
	p := sitDown(t)
	address, accepted := listen(t)
	p.composeTo(address, "")
	p.next(accepted)
	d := p.sequences
	d.load(sequence.Sequence{Steps: sequence.Steps{{Do: sequence.Loop, Steps: sequence.Steps{{Do: sequence.Wait, For: sequence.Duration(5e6)}}}}}, "")
	p.key(fyne.Key6, ctrl)
	p.answer("Run")
	p.until("a round", func() bool { return strings.Contains(d.said.Text, "round") })
	p.press(fyne.KeyEscape)
	p.until("the bar", func() bool {
		return strings.Contains(p.running(), "round ") && strings.Contains(p.running(), "step 1.1, wait 5 ms")
	})
	p.key(fyne.Key6, ctrl)
	p.answer("Stop")
	p.until("the stop", func() bool { return strings.HasPrefix(d.said.Text, "stopped · ") && d.start.Text == "Run" })
}

func TestSequenceOnANewConnection(t *testing.T) {
	p := sitDown(t)
	address, accepted := listen(t)
	p.Window.choose(tabClient)
	p.fill(p.sockets[tabClient].kind.(*clientForm).port, portOf(address))
	d := p.sequences
	d.load(sequence.Sequence{Steps: sequence.Steps{{Do: sequence.Expect, Pattern: sequence.Pattern{Match: sequence.Anything}}, {Do: sequence.Close}}}, "")
	p.key(fyne.Key6, ctrl)
	has(t, "the choice", d.on.Selected, "a new connection to "+address)
	p.answer("Run")
	c := p.next(accepted)
	c.Write([]byte("220 hello"))
	p.until("the end", func() bool { return strings.HasPrefix(d.said.Text, "passed · 2 steps done") })
}

func TestSequenceOfAnEndedConnectionGoesToNobodyElse(t *testing.T) {
	p := sitDown(t)
	address, accepted := listen(t)
	p.composeTo(address, "")
	first := p.next(accepted)
	other, others := listen(t)
	p.fill(p.sockets[tabClient].kind.(*clientForm).port, portOf(other))
	p.sockets[tabClient].openNew()
	p.next(others)
	p.until("both", func() bool { return len(p.openSessions(tabClient)) == 2 })
	d := p.sequences
	d.load(sequence.Sequence{Steps: sequence.Steps{{Do: sequence.Send, Pattern: sequence.Pattern{Composition: codec.Composition{Text: "QUIT"}}}}}, "")
	p.key(fyne.Key6, ctrl)
	p.pick(d.on, d.on.Options[0])
	has(t, "the choice", d.on.Selected, address)
	first.Close()
	p.until("the end", func() bool { return len(p.openSessions(tabClient)) == 1 })
	p.until("the choice", func() bool { return strings.HasSuffix(d.on.Selected, address+", which has ended") })
	p.answer("Run")
	has(t, "the problem", d.problem.Text, "The connection that was chosen has ended")
	if d.run != nil {
		t.Error("it runs on another connection")
	}
	p.sockets[tabClient].openNew()
	p.next(others)
	p.until("another", func() bool { return len(p.openSessions(tabClient)) == 2 })
	has(t, "the choice", d.on.Selected, address+", which has ended")
	p.pick(d.on, d.on.Options[0])
	p.answer("Run")
	p.until("the end", func() bool { return strings.HasPrefix(d.said.Text, "passed · 1 steps done") })
}

func TestSequenceProblems(t *testing.T) {
	p := sitDown(t)
	d := p.sequences
	d.load(sequence.Sequence{Steps: sequence.Steps{{Do: sequence.Close}, {Do: sequence.Wait}, newStep(sequence.Send)}}, "")
	p.key(fyne.Key6, ctrl)
	p.answer("Run")
	has(t, "the dialog", d.problem.Text, "Step 2 is not complete yet.")
	if d.source.chosen != 1 {
		t.Errorf("row %d is chosen", d.source.chosen)
	}
	p.fill(d.fields["for"], "soon")
	has(t, "the fields", spoken(d.panel), `"soon" is no time`)
	p.fill(d.fields["for"], "5s")
	if d.tree.rows[1].step.For != 5e9 || d.source.wrong["2"] != "" {
		t.Errorf("got %v, %q", d.tree.rows[1].step.For, d.source.wrong)
	}
	d.choose(2)
	p.fill(d.fields["text"], "{{nobody}}")
	has(t, "the fields", spoken(d.panel), "no step captures or sets")
	for range 3 {
		d.remove()
	}
	p.answer("Run")
	has(t, "the dialog", d.problem.Text, "There are no steps yet")
}

func TestWhatCantBeReadInAStepStays(t *testing.T) {
	p := sitDown(t)
	p.key(fyne.Key6, ctrl)
	d := p.sequences
	p.fill(d.name, "n")
	p.fill(d.fields["text"], "ping")
	p.addStep(sequence.Expect, "pong")
	p.fill(d.fields["timeout"], "5 parsecs")
	d.choose(0)
	d.choose(1)
	has(t, "the fields", spoken(d.panel), "5 parsecs", `"5parsecs" is no time`)
	d.choose(0)
	has(t, "the steps", p.stepsText(), "2 | is wrong")
	for _, do := range []string{"Run", "Save", "Delete", "Save as a file…"} {
		d.choose(0)
		d.problem.SetText("")
		p.answer(do)
		if has(t, "the problem", d.problem.Text, "Step 2 is not complete yet."); d.source.chosen != 1 || len(d.tree.rows) != 2 {
			t.Errorf("%s: step %d of %d is chosen", do, d.source.chosen+1, len(d.tree.rows))
		}
	}
	p.win.Canvas().Focus(d.list)
	p.press(fyne.KeyEscape)
	p.key(fyne.Key6, ctrl)
	d.choose(1)
	has(t, "the fields", spoken(d.panel), "5 parsecs")
	p.fill(d.fields["timeout"], "5s")
	if strings.Contains(p.stepsText(), "wrong") || d.tree.rows[1].step.Timeout != 5e9 {
		t.Errorf("the steps are\n%s", p.stepsText())
	}
	p.fill(d.fields["timeout"], "x")
	p.answer("Delete")
	if strings.Contains(p.stepsText(), "wrong") || len(d.tree.rows) != 1 {
		t.Errorf("the steps are\n%s", p.stepsText())
	}
}

func TestSequenceFile(t *testing.T) {
	p := sitDown(t)
	d := p.sequences
	path := filepath.Join(t.TempDir(), "mail.json")
	d.load(sequence.Sequence{Name: "mail", Steps: sequence.Steps{{Do: sequence.Close}}}, "")
	p.key(fyne.Key6, ctrl)
	p.answer("Save as a file…")
	p.fill(p.win.Canvas().Focused(), path)
	p.press(fyne.KeyReturn)
	p.until("the file", func() bool { _, err := os.Stat(path); return err == nil })
	d.load(sequence.Sequence{Steps: sequence.Steps{{Do: sequence.Abort}, {Do: sequence.Abort}}}, "")
	p.answer("Open a file…")
	p.fill(p.win.Canvas().Focused(), path)
	p.press(fyne.KeyReturn)
	p.until("the sequence", func() bool { return p.stepsText() == "1 |  | close the connection" && d.name.Text == "mail" })
	if err := os.WriteFile(path, []byte(`{"steps":[{"do":"dance"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p.answer("Open a file…")
	p.fill(p.win.Canvas().Focused(), path)
	p.press(fyne.KeyReturn)
	p.until("the refusal", func() bool { return strings.Contains(p.dialogText(), `step 1: there is no step "dance"`) })
}

// Whatever step is chosen, its fields fit into the dialog in the smallest window.
func TestSequenceDialogFits(t *testing.T) {
	p := sitDown(t)
	p.serve()
	d := p.sequences
	var steps sequence.Steps
	for _, do := range sequence.Dos() {
		steps = append(steps, newStep(do))
	}
	for _, m := range sequence.Matches() {
		s := newStep(sequence.Loop)
		s.Until = &sequence.Pattern{Match: m}
		steps = append(steps, s)
	}
	long := newStep(sequence.Send)
	long.Text = "one\ntwo"
	d.load(sequence.Sequence{Steps: append(steps, long)}, "")
	small := smallWindow.SubtractWidthHeight(0, menuHeight)
	for _, size := range []fyne.Size{small, usualWindow} {
		p.win.Resize(size)
		p.key(fyne.Key6, ctrl)
		for i := range d.tree.rows {
			d.choose(i)
			p.lay()
			p.fit(d.content, nil, func(format string, args ...any) { t.Errorf("step %d: "+format, append([]any{i + 1}, args...)...) })
			if min := d.d.MinSize(); min.Width > size.Width || min.Height > size.Height {
				t.Errorf("step %d: the dialog needs %v and the window has %v", i+1, min, size)
			}
		}
		d.close()
	}
}

func TestResultText(t *testing.T) {
	for want, s := range map[string]workbench.StepState{
		"":               {},
		"ok, 12 ms":      {OK: 1, Took: 12e6},
		"1,200 ok, 1 ms": {OK: 1200, Took: 1e6},
		"failed, 5 s":    {Failed: 1, Took: 5e9},
		"3 ok, 2 failed": {OK: 3, Failed: 2},
		"stopped":        {Err: sequence.ErrNobodyLeft},
	} {
		if got, _ := resultText(s); got != want {
			t.Errorf("%+v: got %q, want %q", s, got, want)
		}
	}
}

func TestSequenceIsSavedWithTheMessages(t *testing.T) {
	p := sitDown(t)
	d := p.sequences
	p.key(fyne.Key6, ctrl)
	p.answer("Saved…")
	has(t, "the dialog", d.problem.Text, "No sequence is saved yet")
	p.fill(d.fields["text"], "one")
	p.answer("Save")
	has(t, "the dialog", d.problem.Text, "saved under its name")
	p.write("first")
	p.answer("Save")
	saved := p.bench.Messages().Root().Items
	if len(saved) != 1 || saved[0].Kind != collection.Sequence || saved[0].Name != "first" || saved[0].Steps.Steps[0].Text != "one" {
		t.Fatalf("got %+v", saved)
	}
	d.choose(0)
	p.fill(d.fields["text"], "two")
	if saved[0].Steps.Steps[0].Text != "one" {
		t.Error("what is typed changes what is saved")
	}
	p.answer("New") // which asks: two is not saved
	p.answer("Keep")
	p.answer("Save")
	if saved := p.bench.Messages().Root().Items; len(saved) != 1 || saved[0].Steps.Steps[0].Text != "two" {
		t.Fatalf("got %+v", saved)
	}
	p.answer("New")
	if p.stepsText() != "1 |  | send “”" || d.name.Text != "" {
		t.Fatalf("got %s", p.stepsText())
	}
	p.answer("Saved…")
	p.pickMenu("first")
	if p.stepsText() != "1 |  | send “two”" || d.name.Text != "first" {
		t.Errorf("got %s", p.stepsText())
	}
	p.press(fyne.KeyEscape)
	id := p.bench.Messages().Root().Items[0].ID
	d.load(sequence.Sequence{}, "")
	pane := p.goSaved(tabServer)
	pane.choose(id)
	pane.activate(pane.source.find(id))
	if p.overlay() == nil || p.stepsText() != "1 |  | send “two”" || d.origin != id {
		t.Errorf("got %s of %q", p.stepsText(), d.origin)
	}
}
