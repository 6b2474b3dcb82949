package query

import (
	"strconv"
	"strings"

	"wirevise/netcore"
)

// A stringTerm is a text that stands in one string of the row, or is it.
type stringTerm struct {
	field string
	text  string
	whole bool // is it, letter for letter
	needle
	of  func(r *Row) string
	per cost // costFlow or costTexts
}

func newString(field string, v value, o *Options, per cost, of func(r *Row) string) *stringTerm {
	t := &stringTerm{field: field, text: v.text, whole: v.how == "=", of: of, per: per}
	if !t.whole {
		t.needle = newNeedle(v.text, o.MatchCase)
	}
	return t
}

func readPeer(v value, o *Options) (term, *SyntaxError) {
	return newFlowString("peer", v, o, func(r *Row) string { return r.Peer }), nil
}

func readLocal(v value, o *Options) (term, *SyntaxError) {
	return newFlowString("local", v, o, func(r *Row) string { return r.Local }), nil
}

func readNote(v value, o *Options) (term, *SyntaxError) {
	return newString("note", v, o, costTexts, func(r *Row) string { return r.Note }), nil
}

func readEndpoint(v value, o *Options) (term, *SyntaxError) {
	if number, ok := strings.CutPrefix(v.text, "#"); ok && !v.quoted {
		n, err := strconv.ParseUint(number, 10, 32)
		if err != nil {
			return nil, v.mistake(0, len(v.text), "after endpoint:# stands the number of an endpoint; a name that begins with # is put in quotes")
		}
		return endpointTerm(n), nil
	}
	return newFlowString("endpoint", v, o, func(r *Row) string { return r.Name }), nil
}

func (t *stringTerm) match(r *Row, _ flow) bool { return t.holds(r) }

func (t *stringTerm) holds(r *Row) bool {
	s := t.of(r)
	if t.whole {
		return s == t.text
	}
	return t.inString(s)
}

func (t *stringTerm) needs() Needs {
	return Needs{Texts: t.per == costTexts, Flow: t.per == costFlow}
}

func (t *stringTerm) cost() cost { return t.per }

func (t *stringTerm) String() string {
	how := ":"
	if t.whole {
		how = ":="
	}
	if t.field == "endpoint" && strings.HasPrefix(t.text, "#") {
		return t.field + how + Quote(t.text)
	}
	return t.field + how + writeValue(t.text)
}

// A flowString is a stringTerm about the flow.
type flowString struct {
	stringTerm
	bit flow
}

func newFlowString(field string, v value, o *Options, of func(r *Row) string) *flowString {
	return &flowString{stringTerm: *newString(field, v, o, costFlow, of)}
}

func (t *flowString) match(r *Row, f flow) bool {
	if found, known := f.kept(t.bit); known {
		return found
	}
	return t.holds(r)
}

func (t *flowString) matchFlow(r *Row) bool { return t.holds(r) }

func (t *flowString) keepAt(bit flow) { t.bit = bit }

// An endpointTerm is an endpoint by its number.
type endpointTerm netcore.EndpointID

func (t endpointTerm) match(r *Row, _ flow) bool { return r.Endpoint == netcore.EndpointID(t) }

func (t endpointTerm) needs() Needs { return Needs{} }

func (t endpointTerm) cost() cost { return costNumber }

func (t endpointTerm) String() string { return "endpoint:#" + strconv.FormatUint(uint64(t), 10) }
