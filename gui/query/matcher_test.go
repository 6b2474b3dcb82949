package query

import (
	"fmt"
	"strings"
	"testing"
)

func TestMatcher(t *testing.T) {
	q := mustParse(t, "peer:one or not endpoint:two")
	m := q.Matcher()
	if m.Known(3) {
		t.Error("a flow is known that never came")
	}
	if !m.Match(&Row{Flow: 3, Peer: "one", Name: "two"}) || !m.Known(3) || m.Known(2) {
		t.Error("not known")
	}
	if !m.Match(&Row{Flow: 3}) {
		t.Error("what was found of the flow is forgotten")
	}
	if m.Match(&Row{Flow: 4, Name: "two"}) || m.Match(&Row{Flow: 4}) || !m.Match(&Row{Flow: 3}) {
		t.Error("flows are mixed up")
	}
	if m.Match(&Row{Name: "two"}) || m.Known(0) {
		t.Error("rows without a flow are remembered")
	}
	m.Reset()
	if m.Known(3) || m.Match(&Row{Flow: 3, Name: "two"}) {
		t.Error("Reset does not forget")
	}
	if !mustParse(t, "dir:in").Matcher().Known(9) {
		t.Error("a query that does not look at flows does not know them all")
	}
}

func TestMatcherNumbers(t *testing.T) {
	m := mustParse(t, "peer:one").Matcher()
	for _, number := range []uint32{maxFlows, 1<<32 - 1} {
		if m.Match(&Row{Flow: number}) || !m.Match(&Row{Flow: number, Peer: "one"}) || m.Known(number) || len(m.flows) > 0 {
			t.Errorf("flow %d is remembered", number)
		}
	}
}

// TestMatcherManyTerms asks more of a flow than there are bits.
func TestMatcherManyTerms(t *testing.T) {
	var terms []string
	for i := range 2 * maxFlowTerms {
		terms = append(terms, fmt.Sprintf("peer:<%d>", i))
	}
	m := mustParse(t, strings.Join(terms, " or ")).Matcher()
	for i := range 2 * maxFlowTerms {
		r := &Row{Flow: uint32(i + 1), Peer: fmt.Sprintf("<%d>", i)}
		for range 2 {
			if !m.Match(r) {
				t.Errorf("term %d is not met", i)
			}
		}
		if m.Known(r.Flow) {
			t.Error("all is known of a flow, and it isn't")
		}
	}
	if m.Match(&Row{Flow: 1000, Peer: "<1000>"}) {
		t.Error("met by chance")
	}
}
