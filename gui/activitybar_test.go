package gui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"wirevise/gui/workbench"
)

// begin begins a job that tells how far it is and waits to be stopped, or for its end.
func (p *person) beginJob(title, text string, done, total int64, end <-chan error) {
	p.t.Helper()
	p.bench.Begin(workbench.Job{Title: title, Name: "test", Run: func(ctx context.Context, r *workbench.Progress) (string, error) {
		r.Tell(done, total, func() string { return text })
		select {
		case err := <-end:
			return "the end", err
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}})
	p.until(title, func() bool { return strings.Contains(p.running(), text) })
}

// running is what the bar says, a line each, whole.
func (p *person) running() (text string) {
	for _, r := range p.activities.rows {
		if r.content.Visible() && p.activities.content.Visible() {
			text += r.title.Text + ": " + r.text.Text + "\n"
		}
	}
	return text
}

func TestActivityBar(t *testing.T) {
	p := sitDown(t)
	if p.activities.content.Visible() {
		t.Error("the bar shows and nothing runs")
	}
	end := make(chan error)
	p.beginJob("Repeat to #1", "3 of 12", 3, 12, end)
	row := p.activities.rows[0]
	if width := row.level.level.Size().Width; width != (levelWidth-2*theme.InnerPadding())/4 {
		t.Errorf("the level is %v wide", width)
	}
	p.beginJob("A file", "no end in sight", 7, 0, nil)
	if p.activities.rows[1].level.content.Visible() {
		t.Error("a level shows of what has no total")
	}
	end <- nil
	p.until("the end", func() bool { return strings.Contains(p.running(), "done · 3 of 12") })
	p.logged("the end")
	p.click(row.stop)
	p.until("the row to go", func() bool { return !strings.Contains(p.running(), "Repeat") })
	p.key(fyne.KeyPeriod, ctrlShift)
	p.until("the stop", func() bool { return strings.Contains(p.running(), "stopped · no end in sight") })
	p.click(p.activities.rows[0].stop)
	p.until("the bar to go", func() bool { return !p.activities.content.Visible() })
	p.key(fyne.KeyPeriod, ctrlShift)
	has(t, "the dialog", p.dialogText(), "Nothing runs")
}

func TestActivityBarTellsWhatFailed(t *testing.T) {
	p := sitDown(t)
	end := make(chan error)
	p.beginJob("A file", "half of it", 1, 2, end)
	end <- errors.New("the disk is full")
	p.until("the failure", func() bool { return strings.Contains(p.running(), "the disk is full") })
}

// A button that goes does not keep the focus.
func TestActivityBarGivesTheFocusBack(t *testing.T) {
	p := sitDown(t)
	p.beginJob("One", "runs", 0, 0, nil)
	stop := p.activities.rows[0].stop
	p.win.Canvas().Focus(stop)
	p.press(fyne.KeyReturn)
	p.until("the stop", func() bool { return strings.Contains(p.running(), "stopped") })
	p.press(fyne.KeyReturn)
	p.until("the bar to go", func() bool { return !p.activities.content.Visible() })
	if f := p.win.Canvas().Focused(); f != nil {
		t.Errorf("the focus is on %T", f)
	}
}

// Many are scrolled to, and the smallest window holds them.
func TestActivityBarFits(t *testing.T) {
	p := sitDown(t)
	p.busy()
	for i := range 6 {
		p.beginJob(fmt.Sprintf("Sequence “a name that is rather long” on #%d 127.0.0.1:54321", i),
			fmt.Sprintf("step %d of 12: expect the greeting that never comes, round 17 of 1,000, 3 failed so far", i), int64(i), 6, nil)
	}
	small := smallWindow.SubtractWidthHeight(0, menuHeight)
	for i := range p.sockets {
		p.Window.choose(i)
		p.lay()
		if min := p.win.Content().MinSize(); min.Width > small.Width || min.Height > small.Height {
			t.Errorf("tab %d: the window needs %v and has %v", i, min, small)
		}
		for _, size := range []fyne.Size{small, usualWindow} {
			p.fits(p.win.Content(), size)
		}
	}
	if got, want := p.activities.scroll.Size().Height, activityLines*p.activities.rows[0].content.Size().Height; got > want+1 {
		t.Errorf("the bar is %v high, want %v", got, want)
	}
}

func TestClosingTellsWhatRuns(t *testing.T) {
	p := sitDown(t)
	p.beginJob("One", "runs", 0, 0, nil)
	p.key(fyne.KeyQ, ctrl)
	has(t, "the dialog", p.dialogText(), "1 things run and will be stopped.")
	p.answer("Close")
	if p.quits != 1 {
		t.Errorf("quit %d times", p.quits)
	}
}
