package gui

import (
	"strings"
	"time"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
)

// A stepSource makes the rows of the editor: where, what, and what came of it.
type stepSource struct {
	tree    *stepTree
	chosen  int
	wrong   map[string]string // by path, what is wrong with a step
	results []workbench.StepState
	now     int // the step under way; -1: none
}

var stepColumns = []widgets.Column{{Title: "Step", Chars: 6}, {Title: "Result", Chars: 20}, {Title: "What it does"}}

// Len implements [widgets.Source].
func (s *stepSource) Len() int { return len(s.tree.rows) }

// Row implements [widgets.Source].
func (s *stepSource) Row(i int, r *widgets.Row) {
	row := s.tree.rows[i]
	r.Selected = i == s.chosen
	r.Add(row.path, widgets.Dim)
	style := widgets.Normal
	if s.wrong[row.path] != "" {
		style = widgets.Error
		r.Add(tr("is wrong"), widgets.Error)
	} else {
		s.result(i, r)
	}
	text := strings.Repeat("   ", row.depth) + stepWords(row.step)
	if row.step.OnFail == sequence.GoOn {
		text += " · " + tr("or goes on")
	}
	r.Add(text, style)
}

func (s *stepSource) result(i int, r *widgets.Row) {
	switch {
	case i == s.now:
		r.Add(tr("runs…"), widgets.Accent)
	case i >= len(s.results):
		r.Add("", widgets.Dim)
	default:
		text, style := resultText(s.results[i])
		r.Add(text, style)
	}
}

// resultText says what came of a step.
func resultText(s workbench.StepState) (string, widgets.Style) {
	after := sequence.Short(s.Took)
	switch {
	case s.OK+s.Failed == 0 && s.Err != nil:
		return tr("stopped"), widgets.Dim
	case s.OK+s.Failed == 0:
		return "", widgets.Dim
	case s.Failed == 0 && s.OK == 1:
		return trf("ok, %s", after), widgets.In
	case s.Failed == 0:
		return trf("%s ok, %s", countText(s.OK), after), widgets.In
	case s.OK == 0 && s.Failed == 1:
		return trf("failed, %s", after), widgets.Error
	}
	return trf("%s ok, %s failed", countText(s.OK), countText(s.Failed)), widgets.Error
}

// stepWords says what a step does.
func stepWords(s *sequence.Step) string {
	switch s.Do {
	case sequence.Send:
		return trf("send %s", textWords(s.Composition))
	case sequence.Wait:
		return trf("wait %s", timeWords(s.For))
	case sequence.Expect:
		return trf("expect %s", patternWords(s.Pattern))
	case sequence.Capture:
		take := strings.TrimSpace(s.Take)
		switch {
		case strings.Contains(take, ":"):
			return trf("capture bytes %s as %s", take, s.Name)
		case take == "" || take == "0":
			return trf("capture all that fits as %s", s.Name)
		}
		return trf("capture group %s as %s", take, s.Name)
	case sequence.Set:
		return trf("set %s to %s", s.Name, textWords(s.Composition))
	case sequence.Loop:
		switch {
		case s.Until != nil && s.Times > 0:
			return trf("loop until %s, %s times at most", patternWords(*s.Until), countText(s.Times))
		case s.Until != nil:
			return trf("loop until %s", patternWords(*s.Until))
		case s.Times > 0:
			return trf("loop %s times", countText(s.Times))
		}
		return tr("loop until it is stopped")
	case sequence.Comment:
		return trf("comment %s", textWords(s.Composition))
	}
	return doName(s.Do)
}

// doName is what the choice of a step says.
func doName(d sequence.Do) string {
	switch d {
	case sequence.Send:
		return tr("send a message")
	case sequence.Wait:
		return tr("wait")
	case sequence.Expect:
		return tr("expect an answer")
	case sequence.Capture:
		return tr("capture a part of the answer")
	case sequence.Set:
		return tr("set a variable")
	case sequence.Loop:
		return tr("loop")
	case sequence.Block:
		return tr("block of steps")
	case sequence.Finish:
		return tr("finish sending (FIN)")
	case sequence.Close:
		return tr("close the connection")
	case sequence.Abort:
		return tr("abort the connection (RST)")
	case sequence.Comment:
		return tr("comment in the log")
	}
	return d.String()
}

// matchName is what the choice of a match says.
func matchName(m sequence.Match) string {
	switch m {
	case sequence.Contains:
		return tr("contains")
	case sequence.Equals:
		return tr("equals")
	case sequence.Starts:
		return tr("starts with")
	case sequence.Regex:
		return tr("fits the regular expression")
	case sequence.Size:
		return tr("has a size")
	case sequence.Anything:
		return tr("is anything")
	}
	return m.String()
}

func patternWords(p sequence.Pattern) string {
	switch p.Match {
	case sequence.Anything:
		return tr("anything")
	case sequence.Size:
		return trf("%s bytes", countText(uint64(max(p.Size, 0))))
	case sequence.Equals:
		return trf("exactly %s", textWords(p.Composition))
	case sequence.Starts:
		return trf("what starts with %s", textWords(p.Composition))
	case sequence.Regex:
		return "/" + shortText(p.Text) + "/"
	}
	return textWords(p.Composition)
}

// textWords is a text in quotes, or hex as it is.
func textWords(c codec.Composition) string {
	if c.Mode == codec.Hex {
		return trf("hex %s", shortText(c.Text))
	}
	return trf("“%s”", shortText(c.Text))
}

// shownStep is how many characters of a text stand in a row.
const shownStep = 60

func shortText(text string) string {
	r := []rune(oneLine.Replace(text))
	if len(r) > shownStep {
		return string(r[:shownStep]) + "…"
	}
	return string(r)
}

// oneLine writes line breaks and tabs as escapes.
var oneLine = strings.NewReplacer("\r", `\r`, "\n", `\n`, "\t", `\t`)

func timeWords(d sequence.Duration) string {
	return sequence.Short(time.Duration(d))
}
