package gui

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
	"github.com/sirupsen/logrus"

	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
	"wirevise/netcore/resolve"
	"wirevise/netcore/responder"
)

// byRules chooses the reply by rules on the server's tab and opens the editor.
func (p *person) byRules(rules ...responder.Rule) *rulesEditor {
	p.t.Helper()
	form := p.sockets[tabServer].kind.(*serverForm).reply
	text, err := responder.WriteRules(rules)
	if err != nil {
		p.t.Fatal(err)
	}
	form.config.Rules = string(text)
	p.pick(form.choice, "By rules")
	p.lay()
	ed := p.editRules(rulesOf(form.config), form.under[4].(*rulesFields).take)
	p.lay()
	return ed
}

func (p *person) trialText() string {
	p.lay()
	return spoken(p.overlay())
}

// A person writes a rule, sees what it would answer, and it answers.
func TestWriteARule(t *testing.T) {
	p := sitDown(t)
	var kept workbench.Replies
	p.o.SaveReplies = func(r workbench.Replies) error { kept = r; return nil }
	form := p.sockets[tabServer].kind.(*serverForm).reply
	p.pick(form.choice, "By rules")
	fields := form.under[4].(*rulesFields)
	has(t, "the row", fields.said.Text, "none yet")
	p.click(fields.edit)
	has(t, "the editor", p.dialogText(), "Rules", "none yet")
	ed := fields.editor
	p.click(ed.tools[0])
	if len(ed.rules) != 1 || p.win.Canvas().Focused() != ed.form.name {
		t.Fatalf("%d rules, the focus is on %T", len(ed.rules), p.win.Canvas().Focused())
	}
	p.write("exit")
	p.pick(ed.form.when, "a message starts with")
	has(t, "the editor", p.dialogText(), "nothing to compare with")
	p.fill(ed.form.pattern, "name ")
	p.fill(ed.form.steps.rows[0].text, "Hello {{after}}!")
	p.click(buttonIn(p.overlay(), "Add a step").(fyne.CanvasObject))
	p.pick(ed.form.steps.rows[1].do, "close")
	p.fill(ed.trial.entry, "name Ann")
	has(t, "the editor", p.trialText(), "Rule 1 fits: exit", `replies 10 B: "Hello Ann!"`, "closes")
	p.fill(ed.trial.entry, "nam")
	has(t, "the editor", p.trialText(), "No rule fits", "Rule 1, which is chosen, does not: the message does not fit")
	p.answer("OK")
	has(t, "the row", fields.said.Text, "1 rule")
	if got := rulesOf(kept[workbench.RoleServer]); len(got) != 1 || got[0].Pattern != "name " || kept[workbench.RoleServer].Kind != responder.KindRules {
		t.Errorf("kept are %+v", kept)
	}
	c := p.dial(p.serve())
	c.Write([]byte("name Ann"))
	if got := read(t, c, 10); got != "Hello Ann!" {
		t.Errorf("the reply is %q", got)
	}
	if n, err := c.Read(make([]byte, 1)); n != 0 || err == nil {
		t.Errorf("then came %d bytes, %v, want the end", n, err)
	}
}

func TestRulesEditorMistakes(t *testing.T) {
	p := sitDown(t)
	ed := p.byRules(responder.Rule{When: responder.WhenMessage}, responder.Rule{When: responder.WhenRegex, Pattern: "a(b", Do: []responder.Step{{Do: responder.StepWait, Wait: "soon"}}})
	p.answer("OK")
	has(t, "the editor", p.dialogText(), "Rule 2 has a mistake", "Column 1: missing closing )", `"soon" is no time`)
	if ed.at != 1 {
		t.Errorf("rule %d is chosen", ed.at+1)
	}
	p.fill(ed.form.pattern, "a(b)")
	p.fill(ed.form.texts[responder.FieldClock], "noon")
	has(t, "the editor", p.dialogText(), `"noon" is no part of the day`)
	if text := p.dialogText(); strings.Contains(text, "missing closing") {
		t.Error("the mistake that was put right is told")
	}
	p.win.Canvas().Focus(ed.list)
	p.press(fyne.KeySpace)
	p.answer("OK")
	if p.overlay() != nil {
		t.Fatalf("a rule that is off keeps the editor open: %s", p.dialogText())
	}
	form := p.sockets[tabServer].kind.(*serverForm).reply
	has(t, "the row", form.under[4].(*rulesFields).said.Text, "2 rules, 1 off")
}

func TestRulesEditorKeys(t *testing.T) {
	p := sitDown(t)
	var rules []responder.Rule
	for _, name := range []string{"a", "b", "c", "d"} {
		rules = append(rules, responder.Rule{Name: name, When: responder.WhenMessage, GoOn: true})
	}
	ed := p.byRules(rules...)
	order := func(want string) {
		t.Helper()
		got := ""
		for i, r := range ed.rules {
			if i == ed.at {
				got += ">"
			}
			got += r.Name
			if r.Off {
				got += "-"
			}
		}
		if got != want {
			t.Errorf("the rules are %s, want %s", got, want)
		}
	}
	alt := func(k fyne.KeyName) { p.shortcut(&desktop.CustomShortcut{KeyName: k, Modifier: fyne.KeyModifierAlt}) }
	order(">abcd")
	p.press(fyne.KeyDown, fyne.KeySpace)
	order("a>b-cd")
	alt(fyne.KeyDown)
	order("ac>b-d")
	alt(fyne.KeyUp)
	alt(fyne.KeyUp)
	alt(fyne.KeyUp)
	order(">b-acd")
	p.press(fyne.KeyEnd, fyne.KeyDelete)
	order("b-a>c")
	p.press(fyne.KeyHome, fyne.KeyDelete, fyne.KeyDelete, fyne.KeyDelete, fyne.KeyDelete)
	order("")
	p.press(fyne.KeyInsert)
	order(">")
	p.press(fyne.KeyEscape)
	has(t, "the dialog", p.dialogText(), "Discard the changes?")
	p.answer("Go on editing")
	p.press(fyne.KeyEscape)
	p.answer("Discard")
	if p.overlay() != nil {
		t.Errorf("there is still %s", p.dialogText())
	}
	form := p.sockets[tabServer].kind.(*serverForm).reply
	if got := rulesOf(form.config); len(got) != 4 {
		t.Errorf("%d rules are left", len(got))
	}
}

// What was typed for one rule does not go to another, and forms of more and fewer steps follow one another.
func TestRulesEditorChoosing(t *testing.T) {
	p := sitDown(t)
	ed := p.byRules(
		responder.Rule{Name: "one", When: responder.WhenEquals, Pattern: "1", As: "hex", Do: []responder.Step{{Do: responder.StepForward, To: "others"}, {Do: responder.StepReply}, {Do: responder.StepAbort}}},
		responder.Rule{Name: "two", When: responder.WhenConnect, Off: true, Do: []responder.Step{{Do: responder.StepClose}}},
		responder.Rule{Name: "three", When: responder.WhenMessage, If: responder.Conditions{Messages: "2", Once: true}},
	)
	was := rulesOf(responder.Config{Rules: p.sockets[tabServer].kind.(*serverForm).reply.config.Rules})
	for _, i := range []int{2, 1, 0, 1, 2, 0, 2} {
		ed.goTo(i)
		p.lay()
		if got := ed.form.name.Text; got != ed.rules[i].Name {
			t.Errorf("the form of rule %d has %q", i+1, got)
		}
	}
	p.press(fyne.KeyEscape)
	if p.overlay() != nil {
		t.Errorf("looking at rules changed them: %+v\nfrom %+v", ed.rules, was)
	}
}

func TestImportAndExportRules(t *testing.T) {
	p := sitDown(t)
	ed := p.byRules(responder.Rule{Name: "mine", When: responder.WhenMessage})
	p.answer("Import…")
	p.write("/no/such/file")
	p.press(fyne.KeyReturn)
	has(t, "the dialog", p.dialogText(), "there is nothing at this path")
	bad := filepath.Join(t.TempDir(), "bad.json")
	if err := os.WriteFile(bad, []byte(`{"rules":[{"wen":"message"}]}`), 0o600); err != nil {
		t.Fatal(err)
	}
	p.fill(p.win.Canvas().Focused(), bad)
	p.press(fyne.KeyReturn)
	p.until("the mistake", func() bool { return strings.Contains(p.dialogText(), "No rules were imported") })
	has(t, "the dialog", p.dialogText(), `rule 1: unknown field "wen"`)
	p.answer("OK")
	p.answer("Import…")
	p.fill(p.win.Canvas().Focused(), filepath.Join("..", "docs", "rules", "chat.json"))
	p.press(fyne.KeyReturn)
	p.until("the question", func() bool { return strings.Contains(p.dialogText(), "The file has 4 rules, and 1 are here") })
	p.answer("Add behind")
	if len(ed.rules) != 5 {
		t.Fatalf("there are %d rules", len(ed.rules))
	}
	if ed.at != 1 || ed.rules[0].Name != "mine" {
		t.Errorf("rule %d is chosen, the first is %q", ed.at+1, ed.rules[0].Name)
	}
	p.answer("Export…")
	path := filepath.Join(t.TempDir(), "out.json")
	p.fill(p.win.Canvas().Focused(), path)
	p.press(fyne.KeyReturn)
	p.until("the file", func() bool { _, err := os.Stat(path); return err == nil })
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := responder.ReadRules(data); err != nil || len(got) != 5 {
		t.Errorf("the file has %d rules, %v", len(got), err)
	}
}

func TestRulesEditorFits(t *testing.T) {
	p := sitDown(t)
	p.win.Resize(smallWindow.SubtractWidthHeight(0, menuHeight))
	ed := p.byRules(
		responder.Rule{Name: "a rule with a name that is long enough to be cut in the list of the editor", When: responder.WhenRegex, Pattern: "(",
			If: responder.Conditions{Clock: "noon", Messages: "x"}, Do: []responder.Step{{Do: responder.StepForward, To: "others"}, {Do: responder.StepReply}, {Do: responder.StepWait}}},
		responder.Rule{When: responder.WhenConnect, Do: []responder.Step{{Do: responder.StepReply, Message: &codec.Composition{Text: "hello"}}, {Do: responder.StepAbort}}})
	for i := range ed.rules {
		ed.goTo(i)
		for _, size := range []fyne.Size{smallWindow.SubtractWidthHeight(0, menuHeight), usualWindow} {
			p.fits(ed.content, size)
			for range 30 { // a field that the keys lead to is in sight
				p.win.Canvas().FocusNext()
				p.lay()
				if e, ok := p.win.Canvas().Focused().(*entry); ok && e.reveal != nil {
					top := fyne.CurrentApp().Driver().AbsolutePositionForObject(ed.scroll).Y
					if y := fyne.CurrentApp().Driver().AbsolutePositionForObject(e).Y - top; y < 0 || y+e.Size().Height > ed.scroll.Size().Height {
						t.Errorf("rule %d: %q is at %v of %v", i+1, spoken(e), y, ed.scroll.Size().Height)
					}
				}
			}
			if at, has := ed.d.MinSize(), p.win.Canvas().Size(); at.Width > has.Width || at.Height > has.Height {
				t.Errorf("the editor needs %v of %v", at, has)
			}
		}
	}
}

func TestFixedReply(t *testing.T) {
	p := sitDown(t)
	form := p.sockets[tabServer].kind.(*serverForm).reply
	p.pick(form.choice, "One fixed answer")
	fields := form.under[3].(*fixedFields)
	p.click(fields.edit)
	p.write("{{nobody}}")
	has(t, "the dialog", p.dialogText(), `there is no variable "nobody" here`)
	p.press(fyne.KeyEscape, fyne.KeyReturn) // out of the text, to OK
	if p.overlay() == nil {
		t.Fatal("a message that can't be made was taken")
	}
	p.fill(fields.box.entry, "{{seq}}: {{message}}")
	p.answer("OK")
	has(t, "the row", fields.said.Text, "{{seq}}: {{message}}")
	c := p.dial(p.serve())
	c.Write([]byte("same"))
	if got := read(t, c, 7); got != "1: same" {
		t.Errorf("the reply is %q", got)
	}
}

// BenchmarkRulesEditor is a letter typed into a rule among a thousand: all are read and tried anew.
func BenchmarkRulesEditor(b *testing.B) {
	var rules []responder.Rule
	for i := range 1000 {
		rules = append(rules, responder.Rule{Name: fmt.Sprint("rule ", i), When: responder.Whens[1+i%6], Pattern: fmt.Sprintf("command %d", i),
			Do: []responder.Step{{Do: responder.StepReply, Message: &codec.Composition{Text: "ok {{seq}}", Variables: true}}}})
	}
	log := logrus.New()
	log.SetOutput(io.Discard)
	bench := workbench.New(workbench.Options{Dispatch: func(func()) {}, Log: logrus.NewEntry(log), Resolver: &resolve.Resolver{}})
	w := New(Options{App: test.NewTempApp(b), Bench: bench, Settings: workbench.Settings{CardSeen: true}})
	bench.Start(w)
	b.Cleanup(func() { bench.Close() })
	w.win.Resize(usualWindow)
	ed := w.editRules(rules, nil)
	ed.goTo(500)
	for b.Loop() {
		ed.form.pattern.TypedRune('x')
		ed.form.pattern.TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	}
}

// Rules that are changed while a connection is open answer its next message.
func TestRulesAreApplied(t *testing.T) {
	p := sitDown(t)
	pane := p.sockets[tabServer]
	reply := func(text string) responder.Rule {
		return responder.Rule{When: responder.WhenMessage, Do: []responder.Step{{Do: responder.StepReply, Message: &codec.Composition{Text: text}}}}
	}
	p.byRules(reply("before"))
	p.answer("OK")
	c := p.dial(p.serve())
	c.Write([]byte("a"))
	if got := read(t, c, 6); got != "before" {
		t.Errorf("the reply is %q", got)
	}
	if pane.apply.Visible() {
		t.Error("there is something to apply before anything changed")
	}
	form := pane.kind.(*serverForm).reply
	p.click(form.under[4].(*rulesFields).edit)
	ed := form.under[4].(*rulesFields).editor
	p.fill(ed.form.steps.rows[0].text, "after!")
	p.answer("OK")
	p.click(pane.apply)
	p.until("the rules", func() bool { return !pane.apply.Visible() })
	c.Write([]byte("b"))
	if got := read(t, c, 6); got != "after!" {
		t.Errorf("the reply is %q", got)
	}
}

// A step's message has the variables of its rule, and checksums.
func TestMessageOfAStep(t *testing.T) {
	p := sitDown(t)
	ed := p.byRules(responder.Rule{When: responder.WhenRegex, Pattern: `^(?P<unit>.)\x03`, Encoding: "latin1", Do: []responder.Step{{Do: responder.StepReply}}})
	ed.form.steps.rows[0].ask()
	box := ed.form.steps.rows[0].box
	p.lay()
	p.fits(box.content, smallWindow.SubtractWidthHeight(0, menuHeight))
	p.click(box.insert)
	p.pickMenu("{{unit}}  ")
	p.write(" 83 02")
	p.press(fyne.KeyHome)
	box.mode.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight}) // hex
	p.click(box.checksums)
	p.pickMenu("Modbus RTU: CRC-16, lowest byte first")
	has(t, "the dialog", p.dialogText(), "Checksums: 1")
	p.answer("OK")
	p.lay()
	ed.trial.mode.TypedKey(&fyne.KeyEvent{Name: fyne.KeyRight})
	p.fill(ed.trial.entry, "01 03 00")
	has(t, "the editor", p.trialText(), "replies 5 B", `{{unit}} = "\x01"`)
	if m := ed.rules[0].Do[0].Message; m == nil || m.Text != "{{unit}} 83 02" || m.Mode != codec.Hex || len(m.Sums) != 1 {
		t.Errorf("the message is %+v", m)
	}
}

// A form of no rule took what was typed into nothing, and its "Add a step" ended the program.
func TestNoRulesHaveNoForm(t *testing.T) {
	p := sitDown(t)
	ed := p.byRules()
	if b := buttonIn(p.overlay(), "Add a step"); b != nil && ed.form.content.Visible() {
		t.Error("a rule that is not there has a form")
	}
	for i, b := range ed.tools {
		if b.Disabled() != (i > 0) {
			t.Errorf("tool %d is disabled: %v", i, b.Disabled())
		}
	}
	ed.add()
	p.write("first")
	if len(ed.rules) != 1 || ed.rules[0].Name != "first" || !ed.form.content.Visible() {
		t.Errorf("the rules are %+v", ed.rules)
	}
}
