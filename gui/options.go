package gui

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore/transport"
)

var families = []transport.Family{transport.FamilyAny, transport.IPv4, transport.IPv6}

// commonFields are those that every form of sockets has: the reply in sight, the rest behind Options.
type commonFields struct {
	p        *socketPane
	framing  *framingRow // nil of datagrams
	reply    *replyForm
	family   *widget.Select
	idle     *entry
	readSize *entry
	keep     *entry // a folder
	keepRow  fyne.CanvasObject
	keepOpen *widget.Check
	noDelay  *widget.Check
	alive    *widget.Check
	reuse    *widget.Check
}

func newCommonFields(p *socketPane) *commonFields {
	c := &commonFields{p: p}
	c.reply = newReplyForm(p)
	p.reply = c.reply
	c.family = widget.NewSelect([]string{tr("IPv4 or IPv6"), "IPv4", "IPv6"}, func(string) { p.changed() })
	c.family.Selected = c.family.Options[0]
	c.idle = p.entry("", tr("no limit; 30s, 5m"))
	c.readSize = p.entry("", "65536")
	c.keep, c.keepRow = newKeepField(p)
	c.keepOpen = widget.NewCheck(tr("Stay open after the peer's FIN"), func(bool) { p.changed() })
	c.noDelay = widget.NewCheck(tr("TCP_NODELAY: send small pieces at once"), func(bool) { p.changed() })
	c.alive = widget.NewCheck(tr("SO_KEEPALIVE: notice silent peers"), func(bool) { p.changed() })
	c.reuse = widget.NewCheck(tr("SO_REUSEADDR: share the port with others who set it"), func(bool) { p.changed() })
	if p.role == workbench.RoleServer {
		c.reuse.Text = tr("SO_REUSEADDR: take a port that still lingers")
		c.reuse.Checked = runtime.GOOS != "windows" // where it takes the port away from others
	}
	return c
}

// addFraming adds the row that chooses how streams are framed.
func (c *commonFields) addFraming(f *form) {
	c.framing = newFramingRow(c.p)
	c.framing.add(f)
}

// addReply adds the row that chooses the automatic reply, and the button that shows the options.
func (c *commonFields) addReply(f *form) {
	options := newButton(tr("Options"), func() {
		f.toggleOptions()
		c.p.relayout()
	})
	c.reply.add(f, options)
}

// addOptions adds the rows that are hidden at first; one that has a problem shows them.
func (c *commonFields) addOptions(shown *form, extra func(*form)) {
	f := shown.section()
	f.box.Add(widget.NewSeparator())
	f.row(tr("Family"), c.family)
	if extra != nil {
		extra(f)
	}
	f.row(tr("Idle limit"), c.idle, workbench.FieldIdle)
	f.row(tr("Read size"), c.readSize, workbench.FieldReadSize)
	f.row(tr("Save into"), c.keepRow, workbench.FieldKeep)
	if c.p.role != workbench.RoleClient {
		f.box.Add(c.reuse)
	}
	if c.p.role != workbench.RoleUDP {
		f.box.Add(c.keepOpen)
		f.box.Add(c.noDelay)
		f.box.Add(c.alive)
	}
	note := widget.NewLabel(tr("Everything else is the system's default; multipath TCP is off. What was really set is read back from the system and stands in the log's row of the opening."))
	note.Wrapping = fyne.TextWrapWord
	note.Importance = widget.LowImportance
	f.box.Add(note)
}

func (c *commonFields) common() workbench.Common {
	common := workbench.Common{Family: families[max(c.family.SelectedIndex(), 0)], Reply: c.reply.value(), Idle: c.idle.Text,
		ReadSize: c.readSize.Text, Keep: c.keep.Text, KeepOpen: c.keepOpen.Checked}
	if c.framing != nil {
		common.Framing, common.SendFraming = c.framing.receive, c.framing.send
	}
	return common
}

// relayout makes room for a form that has grown or shrunk.
func (p *socketPane) relayout() {
	if p.content != nil {
		p.content.Refresh()
		p.content.Refresh() // a text that wraps knows its height once it has its width
	}
}
