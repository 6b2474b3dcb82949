package gui

import (
	"context"
	"errors"

	"wirevise/netcore"
	"wirevise/netcore/sequence"
)

// momentText says in the strip how a sequence stands: which step, and how many there were.
func momentText(m sequence.Moment, words []string) string {
	text := trf("step %s, %s", m.Path, words[m.Step])
	if m.Round > 0 {
		text = trf("round %s", countText(m.Round)) + " · " + text
	}
	if m.Failed > 0 {
		text = trf("%s failed", countText(m.Failed)) + " · " + text
	}
	if m.Ended && m.Err == nil {
		text += ": " + trf("ok, %s", sequence.Short(m.Took))
	}
	return text
}

// resultWords says what a run came to.
func resultWords(r sequence.Result) string {
	done := trf("%s steps done, %s failed, %s", countText(r.OK+r.Failed), countText(r.Failed), sequence.Short(r.Took))
	switch err := r.Err; {
	case err == nil && r.Failed == 0:
		return tr("passed") + " · " + done
	case err == nil:
		return tr("not passed") + " · " + done
	case stoppedHere(err):
		return tr("stopped") + " · " + done
	default:
		return netcore.Explain(err).String() + " · " + done
	}
}

func stoppedHere(err error) bool { return errors.Is(err, context.Canceled) }
