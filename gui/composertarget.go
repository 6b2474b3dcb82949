package gui

import (
	"fmt"
	"slices"

	"wirevise/netcore"
)

// A target is a choice of receivers.
type target uint8

const (
	targetOne      target = iota + 1 // what the form above describes, when other sessions are open too
	targetAll                        // open
	targetSelected                   // checked in the list
)

// attach names the list whose sessions are sent to; one returns the sessions of what the form describes.
func (c *composer) attach(l *sessionList, one func() []netcore.SessionInfo) {
	c.sessions, c.one = l, one
	c.target.OnChanged = func(string) {
		c.meant = c.receiver()
		c.check()
	}
	c.targets(true)
}

// targets brings the choice of receivers up to date: checking a session means it; else it is what the form describes, or
// the only ones that are open. What a person chose stays, and a session that ends by itself leaves the choice as it is:
// what was meant for one goes to nobody else.
func (c *composer) targets(checked bool) {
	open, selected := len(c.sessions.open), len(c.sessions.selected())
	was := c.receiver()
	c.choices, c.target.Options = c.choices[:0], nil
	offer := func(t target, text string) {
		c.choices = append(c.choices, t)
		c.target.Options = append(c.target.Options, text)
	}
	usual := targetAll
	if one := c.one(); len(one) == 1 && open > 1 {
		offer(targetOne, trf("To %s", fmt.Sprintf("#%d %s", one[0].ID, one[0].Peer)))
		usual = targetOne
	}
	offer(targetAll, trf("To all open (%d)", open))
	offer(targetSelected, trf("To selected (%d)", selected))
	t := was
	switch {
	case checked && selected > 0:
		t = targetSelected
	case checked, open == 0:
		c.meant, t = 0, usual
	case c.meant == 0 && was != targetSelected:
		t = usual
	}
	c.choose(t)
	c.check()
}

// receiver returns the choice that shows; 0 before there is one.
func (c *composer) receiver() target {
	if i := c.target.SelectedIndex(); i >= 0 && i < len(c.choices) {
		return c.choices[i]
	}
	return 0
}

// choose shows a choice, without taking it for what a person meant.
func (c *composer) choose(t target) {
	changed := c.target.OnChanged
	c.target.OnChanged = nil
	c.target.SetSelectedIndex(max(slices.Index(c.choices, t), 0))
	c.target.OnChanged = changed
	c.target.Refresh()
}

func (c *composer) receivers() []netcore.SessionID {
	switch c.receiver() {
	case targetOne:
		if one := c.one(); len(one) == 1 {
			return []netcore.SessionID{one[0].ID}
		}
		return nil
	case targetSelected:
		return c.sessions.selected()
	}
	return c.sessions.open
}
