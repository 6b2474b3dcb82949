package gui

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"wirevise/gui/widgets"
)

// A place is where a person wants to go in the log: a row, or a time.
type place struct {
	row   int // from 1; 0: a time
	at    time.Time
	dated bool // at has a date; otherwise only its time of day counts
}

var timeLayouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "15:04:05", "15:04"}

// parsePlace reads 1,234 or 14:02 or 14:02:03.5, with a date if need be.
func parsePlace(text string) (place, error) {
	text = strings.Join(strings.Fields(strings.Replace(text, "T", " ", 1)), " ")
	if row, err := strconv.ParseUint(strings.NewReplacer(",", "", " ", "", "_", "").Replace(text), 10, 62); err == nil {
		if row == 0 {
			return place{}, errors.New(tr("The first row is number 1."))
		}
		return place{row: int(row)}, nil
	}
	for _, layout := range timeLayouts {
		if at, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return place{at: at, dated: len(layout) > len("15:04:05")}, nil
		}
	}
	return place{}, errors.New(tr("Write the number of a row, or a time like 14:02 or 14:02:03.5; a date may stand before it."))
}

// onDay returns the time of day of at on the last day on which the rows, from first to last, have it; on that of the last
// row if they never do.
func onDay(at, first, last time.Time) time.Time {
	const days = 400 // back, at most
	on := func(day time.Time) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), at.Second(), at.Nanosecond(), day.Location())
	}
	for back := range days {
		t := on(last.AddDate(0, 0, -back))
		if t.Before(first) {
			break
		}
		if !t.After(last) {
			return t
		}
	}
	return on(last)
}

// find returns which of the rows that pass the filter stands at a place.
func (p *logPane) find(to place) (int, error) {
	n := p.w.bench.Rows()
	switch {
	case n == 0:
		return 0, errors.New(tr("There are no rows."))
	case to.row > 0:
		if last, ok := p.w.bench.Entry(n-1, 0); ok && uint64(to.row) > last.Seq {
			return 0, errors.New(trf("The last row is number %s.", countText(last.Seq)))
		}
		i, _ := p.w.bench.IndexOf(uint64(to.row))
		return min(i, n-1), nil
	}
	at := to.at
	if !to.dated {
		first, _ := p.w.bench.Entry(0, 0)
		last, _ := p.w.bench.Entry(n-1, 0)
		at = onDay(at, first.Time, last.Time)
	}
	return p.w.bench.Nearest(at), nil
}

// askPlace asks where to go in the log.
func (p *logPane) askPlace() {
	var d *dialog.CustomDialog
	problem := widgets.NewProblemLabel()
	where := newEntry(tr("1,234 or 14:02:03.5"), func() { d.Hide() })
	where.OnChanged = func(string) { problem.SetText("") }
	do := func() {
		to, err := parsePlace(where.Text)
		i := 0
		if err == nil {
			i, err = p.find(to)
		}
		if problem.SetError(err); err != nil {
			p.w.win.Canvas().Focus(where)
			return
		}
		d.Hide()
		p.goTo(i)
	}
	where.OnSubmitted = func(string) { do() }
	about := widget.NewLabel(tr("Rows keep their numbers, whatever the filter shows: where one is hidden it leads to the next. A time leads to the row nearest to it."))
	about.Wrapping = fyne.TextWrapWord
	about.Resize(fyne.NewSize(saidWidth, 0)) // for the height of its lines
	d = dialog.NewCustomWithoutButtons(tr("Go to row or time"), fixed(saidWidth, container.NewVBox(about, where, problem)), p.w.win)
	yes, no := newButton(tr("Go"), do), newButton(tr("Cancel"), func() { d.Hide() })
	yes.Importance = widget.HighImportance
	yes.escape, no.escape = no.OnTapped, no.OnTapped
	d.SetButtons([]fyne.CanvasObject{no, yes})
	d.Show()
	p.w.win.Canvas().Focus(where)
}
