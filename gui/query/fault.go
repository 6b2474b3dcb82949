package query

import "strconv"

// A faultTerm is an error by its name or its number. A row without a fault has neither.
type faultTerm struct {
	*stringTerm
	number   int
	isNumber bool
}

func readError(v value, o *Options) (term, *SyntaxError) {
	t := &faultTerm{stringTerm: newString("error", v, o, costTexts, func(r *Row) string { return r.FaultName })}
	n, err := strconv.Atoi(v.text)
	t.number, t.isNumber = n, err == nil && !v.quoted
	return t, nil
}

func (t *faultTerm) match(r *Row, _ flow) bool {
	if t.isNumber {
		return r.Fault && r.FaultNumber == t.number
	}
	return r.Fault && t.holds(r)
}

func (t *faultTerm) String() string {
	if _, err := strconv.Atoi(t.text); err == nil && !t.isNumber {
		return "error:" + map[bool]string{true: "="}[t.whole] + Quote(t.text)
	}
	return t.stringTerm.String()
}
