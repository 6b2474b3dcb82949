package sequence

import (
	"fmt"
	"strings"

	"wirevise/netcore/codec"
)

// shownText is how many characters of a text stand in a step's description.
const shownText = 40

// String says in words what the step does.
func (s Step) String() string {
	switch s.Do {
	case Send:
		return "send " + shown(s.Composition)
	case Wait:
		return "wait " + s.For.String()
	case Expect:
		return "expect " + s.Pattern.String()
	case Capture:
		take := strings.TrimSpace(s.Take)
		switch {
		case strings.Contains(take, ":"):
			take = "bytes " + take
		case take == "" || take == "0":
			take = "all that fits"
		default:
			take = "group " + take
		}
		return fmt.Sprintf("capture %s as {{%s}}", take, s.Name)
	case Set:
		return fmt.Sprintf("set {{%s}} to %s", s.Name, shown(s.Composition))
	case Loop:
		switch {
		case s.Until != nil && s.Times > 0:
			return fmt.Sprintf("loop until %s, %d times at most", s.Until, s.Times)
		case s.Until != nil:
			return fmt.Sprintf("loop until %s", s.Until)
		case s.Times > 0:
			return fmt.Sprintf("loop %d times", s.Times)
		}
		return "loop without end"
	case Finish:
		return "finish sending (FIN)"
	case Abort:
		return "abort (RST)"
	case Comment:
		return "comment " + shown(s.Composition)
	}
	return s.Do.String()
}

func (p Pattern) String() string {
	switch p.Match {
	case Anything:
		return "anything"
	case Size:
		return fmt.Sprintf("%d bytes", p.Size)
	case Contains, 0:
		return shown(p.Composition)
	}
	return p.Match.String() + " " + shown(p.Composition)
}

// oneLine writes line breaks and tabs as escapes.
var oneLine = strings.NewReplacer("\r", `\r`, "\n", `\n`, "\t", `\t`)

// shown is a text in quotes, or hex as it is.
func shown(c codec.Composition) string {
	r := []rune(oneLine.Replace(c.Text))
	more := ""
	if len(r) > shownText {
		r, more = r[:shownText], "…"
	}
	if c.Mode == codec.Hex {
		return "hex " + string(r) + more
	}
	return "“" + string(r) + more + "”"
}
