package gui

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"wirevise/gui/msglog"
	"wirevise/gui/query"
	"wirevise/netcore"
)

// term writes a field's value the plainest way that means it.
func term(field, value string) string {
	quoted := field + query.Quote(value)
	if sameQuery(field+value, quoted) {
		return field + value
	}
	return quoted
}

// sameQuery reports whether two texts can be read and mean the same.
func sameQuery(a, b string) bool {
	p, err := query.Parse(a, query.Options{})
	q, err2 := query.Parse(b, query.Options{})
	return err == nil && err2 == nil && p.String() == q.String()
}

// withTerm is a filter's text and a term that has to be met too. The text must be one that can be read.
func withTerm(text, term string) string {
	if strings.TrimSpace(text) == "" {
		return term
	}
	apart := "(" + text + ") and " + term
	if both := text + " and " + term; sameQuery(both, apart) {
		return both
	}
	return apart
}

// withoutTerm takes out a term that withTerm put in. Ok is false when it is there no more.
func withoutTerm(text, term string) (rest string, ok bool) {
	const and = " and "
	switch {
	case text == term:
		return "", true
	case strings.HasSuffix(text, and+term):
		rest = strings.TrimSuffix(text, and+term)
	case strings.HasPrefix(text, term+and):
		rest = strings.TrimPrefix(text, term+and)
	case strings.Contains(text, and+term+and):
		rest = strings.Replace(text, and+term+and, and, 1)
	default:
		return text, false
	}
	if inner, found := strings.CutPrefix(rest, "("); found && strings.HasSuffix(inner, ")") {
		if inner = strings.TrimSuffix(inner, ")"); sameQuery(inner, rest) {
			return inner, true
		}
	}
	return rest, true
}

// termTime is how a term names the time of a row, to the nanosecond.
const termTime = "2006-01-02T15:04:05.999999999"

// A rowTerm is a filter that the menu of a row offers. Of one sort there is one in the filter at a time.
type rowTerm struct{ name, sort, text string }

// rowTerms are the filters that a row has something to say to.
func rowTerms(e msglog.Entry) (terms []rowTerm) {
	if e.Peer != "" {
		is := term("peer:=", e.Peer)
		terms = append(terms, rowTerm{tr("This peer"), "peer", is}, rowTerm{tr("Not this peer"), "not " + is, "not " + is})
	}
	if e.Name != "" {
		terms = append(terms, rowTerm{tr("This endpoint"), "endpoint", term("endpoint:=", e.Name)})
	}
	if e.Session != 0 {
		terms = append(terms, rowTerm{tr("This session"), "session", sessionTerm(e.Session)})
	}
	terms = append(terms, rowTerm{tr("This kind of row"), "kind", term("kind:", e.Kind.String())})
	if !e.Time.IsZero() {
		at := e.Time.Local().Format(termTime)
		terms = append(terms, rowTerm{tr("Since this time"), "since", "time>=" + at}, rowTerm{tr("Until this time"), "until", "time<=" + at})
	}
	return terms
}

func sessionTerm(id netcore.SessionID) string { return "session:" + strconv.FormatUint(uint64(id), 10) }

// filterItem is the item of a row's menu that filters by what the row is.
func (p *logPane) filterItem(e msglog.Entry) *fyne.MenuItem {
	item := fyne.NewMenuItem(tr("Filter"), nil)
	item.ChildMenu = fyne.NewMenu("")
	for _, t := range rowTerms(e) {
		item.ChildMenu.Items = append(item.ChildMenu.Items, fyne.NewMenuItem(t.name, func() { p.box.add(t.sort, t.text) }))
	}
	return item
}
