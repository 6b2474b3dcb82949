package query

import (
	"slices"
	"strings"
)

// A networkTerm is one of some protocols, in any case. There may be more than this package knows of.
type networkTerm struct {
	names []string // in lower case, sorted
	bit   flow
}

func readNetwork(v value, _ *Options) (term, *SyntaxError) {
	t := &networkTerm{}
	err := v.each(func(from, to int) *SyntaxError {
		t.names = append(t.names, strings.ToLower(v.text[from:to]))
		return nil
	})
	slices.Sort(t.names)
	t.names = slices.Compact(t.names)
	return t, err
}

func (t *networkTerm) match(r *Row, f flow) bool {
	if found, known := f.kept(t.bit); known {
		return found
	}
	return t.matchFlow(r)
}

func (t *networkTerm) matchFlow(r *Row) bool {
	return slices.ContainsFunc(t.names, func(name string) bool { return strings.EqualFold(name, r.Network) })
}

func (t *networkTerm) keepAt(bit flow) { t.bit = bit }

func (t *networkTerm) needs() Needs { return Needs{Flow: true} }

func (t *networkTerm) cost() cost { return costFlow }

func (t *networkTerm) String() string { return "network:" + writeValue(strings.Join(t.names, ",")) }
