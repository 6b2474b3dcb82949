package gui

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/workbench"
	"wirevise/netcore/responder"
)

// A replyKind is a way of answering by itself that the forms offer.
type replyKind struct {
	kind   string                         // as responder.Config has it
	name   string                         // as a person reads it
	fields func(r *replyForm) replyFields // makes what stands under the choice; nil: nothing does
}

// replyKinds are offered in this order.
func replyKinds() []replyKind {
	return []replyKind{
		{responder.KindNone, tr("No automatic reply"), nil},
		{responder.KindEcho, tr("Echo what arrives"), nil},
		{responder.KindUpper, tr("Echo in upper case"), newUpperFields},
		{responder.KindFixed, tr("One fixed answer"), newFixedFields},
		{responder.KindRules, tr("By rules"), newRulesFields},
		{responder.KindProgram, tr("Run a program"), newProgramFields},
		{responder.KindCommands, tr("Remote command server"), newCommandFields},
	}
}

// replyFields are what a kind needs to know besides, as a form shows it. What a person changes they put into the config of
// their replyForm and call its changed.
type replyFields interface {
	content() fyne.CanvasObject
	show(c responder.Config) // what was chosen before
}

// A replyForm is the row of a form that chooses what answers by itself, and what that needs to know under it. What was typed for
// one kind stays while another is chosen.
type replyForm struct {
	p      *socketPane
	config responder.Config
	kinds  []replyKind
	choice *widget.Select
	under  []replyFields // by kind; nil: it has none, or was not chosen yet
	box    *fyne.Container
}

func newReplyForm(p *socketPane) *replyForm {
	r := &replyForm{p: p, kinds: replyKinds(), box: container.NewVBox()}
	if p.role == workbench.RoleUDP {
		r.kinds = slices.DeleteFunc(r.kinds, func(k replyKind) bool { return k.kind == responder.KindCommands }) // which needs connections
	}
	r.under = make([]replyFields, len(r.kinds))
	r.choice = widget.NewSelect(nil, func(string) { r.choose() })
	for _, k := range r.kinds {
		r.choice.Options = append(r.choice.Options, k.name)
	}
	r.set(p.w.replies[p.role])
	return r
}

// add puts the row into a form, with a button behind the choice.
func (r *replyForm) add(f *form, behind fyne.CanvasObject) {
	f.row(tr("Reply"), container.NewBorder(nil, nil, nil, behind, r.choice), workbench.FieldReply)
	f.box.Add(r.box)
}

// set shows c, which nobody chose just now. A kind that there is not is none.
func (r *replyForm) set(c responder.Config) {
	r.config = c
	at := 0
	for i, k := range r.kinds {
		if k.kind == c.Kind {
			at = i
		}
	}
	r.choice.Selected = r.choice.Options[at]
	r.choice.Refresh()
	r.showFields(at)
}

// choose follows the choice.
func (r *replyForm) choose() {
	at := max(r.choice.SelectedIndex(), 0)
	r.config.Kind = r.kinds[at].kind
	r.showFields(at)
	r.changed()
	r.p.relayout()
	r.keep()
}

// keep saves what answers in all tabs, for when the program starts again; a failure is told.
func (r *replyForm) keep() {
	w := r.p.w
	if w.o.SaveReplies == nil {
		return
	}
	if w.replies == nil {
		w.replies = workbench.Replies{}
	}
	w.replies[r.p.role] = r.config
	if err := w.o.SaveReplies(w.replies); err != nil {
		w.problem(tr("The replies were not saved"), err)
	}
}

func (r *replyForm) showFields(at int) {
	r.box.RemoveAll()
	make := r.kinds[at].fields
	if make == nil {
		r.box.Hide()
		return
	}
	if r.under[at] == nil {
		r.under[at] = make(r)
	}
	r.under[at].show(r.config)
	r.box.Add(r.under[at].content())
	r.box.Show()
}

// changed is called when the config does.
func (r *replyForm) changed() { r.p.changed() }

// value is what was chosen, without what belongs to other kinds.
func (r *replyForm) value() responder.Config { return r.config.Own() }
