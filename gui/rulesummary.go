package gui

import (
	"strings"

	"wirevise/netcore/responder"
)

// whenText says what a rule waits for.
func whenText(w responder.When) string {
	switch w {
	case responder.WhenConnect:
		return tr("a connection begins")
	case responder.WhenMessage:
		return tr("any message comes")
	case responder.WhenEquals:
		return tr("a message is")
	case responder.WhenContains:
		return tr("a message contains")
	case responder.WhenStarts:
		return tr("a message starts with")
	case responder.WhenEnds:
		return tr("a message ends with")
	case responder.WhenRegex:
		return tr("a message matches")
	case responder.WhenFinish:
		return tr("the peer finishes sending")
	}
	return string(w)
}

// stepText says what a step does.
func stepText(do string) string {
	switch do {
	case responder.StepReply:
		return tr("reply")
	case responder.StepWait:
		return tr("wait")
	case responder.StepForward:
		return tr("forward")
	case responder.StepHalfClose:
		return tr("finish sending (FIN)")
	case responder.StepClose:
		return tr("close")
	case responder.StepAbort:
		return tr("reset (RST)")
	}
	return do
}

// ruleSummary is a rule in one line: its name, or else what it says.
func ruleSummary(r *responder.Rule) string {
	if name := strings.TrimSpace(r.Name); name != "" {
		return name
	}
	text := whenText(r.When)
	if r.When.Compares() {
		text += " " + shortened(r.Pattern)
	}
	for i := range r.Do {
		text += ", " + stepSummary(&r.Do[i])
	}
	return text
}

func stepSummary(s *responder.Step) string {
	text := stepText(s.Do)
	switch s.Do {
	case responder.StepWait:
		return text + " " + s.Wait
	case responder.StepReply, responder.StepForward:
		if s.Message != nil {
			text += " " + shortened(compositionText(*s.Message))
		}
	}
	return text
}

// shortened is the beginning of a text, in one line.
func shortened(text string) string {
	const most = 60
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}
