package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
	"wirevise/netcore/responder"
)

// programFields are what a reply that runs a program needs to know, or the remote command server.
type programFields struct {
	r       *replyForm
	box     *fyne.Container
	off     *fyne.Container // says that nothing is run yet
	showing bool            // what changes was shown, not typed

	command  *entry // the program's alone
	each     *widget.Select
	errors   *widget.Check
	encoding *widget.Select // the command server's alone
	silence  *widget.Select
	shell    *widget.Check
	folder   *entry
	time     *entry
	output   *entry
}

func newProgramFields(r *replyForm) replyFields {
	f := startProgramFields(r)
	f.command = f.entry(tr("such as python3 -u answer.py"), func(c *responder.ProgramConfig) *string { return &c.Command })
	f.box.Add(labelled(tr("Run"), f.command))
	f.each = f.choice([]string{tr("each connection"), tr("each message")}, func(c *responder.ProgramConfig) *bool { return &c.Messages })
	if r.p.role != workbench.RoleUDP { // where there are no connections
		f.box.Add(labelled(tr("One for"), f.each))
	}
	f.errors = f.check(tr("Send standard error too"), func(c *responder.ProgramConfig) *bool { return &c.Errors })
	f.common(f.errors)
	return f
}

func newCommandFields(r *replyForm) replyFields {
	f := startProgramFields(r)
	f.encoding = widget.NewSelect(nil, func(name string) {
		f.change(func(c *responder.ProgramConfig) { c.Encoding = name })
	})
	for _, e := range codec.Encodings() {
		f.encoding.Options = append(f.encoding.Options, e.Name)
	}
	f.box.Add(labelled(tr("Text in"), f.encoding))
	f.silence = f.choice([]string{tr("Silence is answered with a sentence"), tr("Silence is answered with length 0")}, func(c *responder.ProgramConfig) *bool { return &c.Zero })
	f.box.Add(labelled(tr("Silence"), f.silence))
	f.common()
	return f
}

func startProgramFields(r *replyForm) *programFields {
	f := &programFields{r: r, box: container.NewVBox()}
	warning := widget.NewLabel(tr("Nothing is run yet: replies that run programs are switched off."))
	warning.Wrapping = fyne.TextWrapWord
	warning.Importance = widget.WarningImportance
	f.off = container.NewBorder(nil, nil, nil, container.NewCenter(newButton(tr("Switch on…"), func() { r.p.w.allowPrograms(true) })), warning)
	f.box.Add(f.off)
	return f
}

// common adds what both have.
func (f *programFields) common(checks ...fyne.CanvasObject) {
	f.time = f.entry("10s", func(c *responder.ProgramConfig) *string { return &c.Time })
	f.output = f.entry("1 MiB", func(c *responder.ProgramConfig) *string { return &c.Output })
	f.box.Add(labelled(tr("Limits"), container.NewGridWithColumns(2, f.time, f.output)))
	f.folder = f.entry(tr("the folder it runs in"), func(c *responder.ProgramConfig) *string { return &c.Folder })
	f.box.Add(labelled(tr("Folder"), f.folder))
	f.shell = f.check(tr("Through the shell: pipes, variables, patterns"), func(c *responder.ProgramConfig) *bool { return &c.Shell })
	f.box.Add(f.shell)
	for _, c := range checks {
		f.box.Add(c)
	}
	f.allowed(f.r.p.w.bench.ProgramsAllowed())
}

// change puts what a person has chosen into the config.
func (f *programFields) change(set func(*responder.ProgramConfig)) {
	if !f.showing {
		set(&f.r.config.Program)
		f.usual()
		f.r.changed()
	}
}

// usual says which limit of output there is when none is typed.
func (f *programFields) usual() {
	hint := "1 MiB"
	if f.command != nil && !f.r.config.Program.Messages && f.r.p.role != workbench.RoleUDP {
		hint = "1 GiB"
	}
	f.output.SetPlaceHolder(hint)
}

func (f *programFields) entry(hint string, of func(*responder.ProgramConfig) *string) *entry {
	e := f.r.p.entry("", hint)
	e.OnChanged = func(text string) { f.change(func(c *responder.ProgramConfig) { *of(c) = text }) }
	return e
}

func (f *programFields) check(text string, of func(*responder.ProgramConfig) *bool) *widget.Check {
	return widget.NewCheck(text, func(on bool) { f.change(func(c *responder.ProgramConfig) { *of(c) = on }) })
}

// choice is between two, the second of which is true.
func (f *programFields) choice(names []string, of func(*responder.ProgramConfig) *bool) *widget.Select {
	var s *widget.Select
	s = widget.NewSelect(names, func(string) {
		f.change(func(c *responder.ProgramConfig) { *of(c) = s.SelectedIndex() == 1 })
	})
	return s
}

func (f *programFields) content() fyne.CanvasObject { return f.box }

// allowed says, or no longer, that nothing is run.
func (f *programFields) allowed(yes bool) { f.off.Hidden = yes }

func (f *programFields) show(c responder.Config) {
	f.showing = true
	defer func() { f.showing = false }()
	p := c.Program
	f.usual()
	f.time.SetText(p.Time)
	f.output.SetText(p.Output)
	f.folder.SetText(p.Folder)
	f.shell.SetChecked(p.Shell)
	if f.command != nil {
		f.command.SetText(p.Command)
		f.each.SetSelectedIndex(index(p.Messages))
		f.errors.SetChecked(p.Errors)
		return
	}
	if p.Encoding == "" {
		p.Encoding = codec.Encodings()[0].Name
	}
	f.encoding.SetSelected(p.Encoding)
	f.silence.SetSelectedIndex(index(p.Zero))
}

func index(second bool) int {
	if second {
		return 1
	}
	return 0
}
