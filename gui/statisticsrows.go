package gui

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
)

// The columns of the statistics, and what is left of them when there is less room.
var (
	wideStatistics = []widgets.Column{{Title: "Connection", Chars: 26}, {Title: "Received", Chars: 8, Align: widgets.Trailing},
		{Title: "now", Chars: 9, Align: widgets.Trailing}, {Title: "peak", Chars: 9, Align: widgets.Trailing},
		{Title: "Sent", Chars: 8, Align: widgets.Trailing}, {Title: "now", Chars: 9, Align: widgets.Trailing},
		{Title: "peak", Chars: 9, Align: widgets.Trailing}, {Title: "Silence", Chars: 9, Align: widgets.Trailing},
		{Title: "Gaps", Chars: 5, Align: widgets.Trailing}, {Title: "Reply", Chars: 8, Align: widgets.Trailing},
		{Title: "Dropped", Chars: 9}}
	narrowStatistics = []widgets.Column{{Title: "Connection", Chars: 20}, {Title: "Received", Chars: 8, Align: widgets.Trailing},
		{Title: "now", Chars: 9, Align: widgets.Trailing}, {Title: "Sent", Chars: 8, Align: widgets.Trailing},
		{Title: "now", Chars: 9, Align: widgets.Trailing}, {Title: "Silence", Chars: 8, Align: widgets.Trailing},
		{Title: "Reply", Chars: 7, Align: widgets.Trailing}, {Title: "Dropped", Chars: 7}}
)

// A statisticsSource makes the text of the rows of the table, when they are drawn.
type statisticsSource struct {
	p      *statisticsPane
	narrow bool
}

func (s *statisticsSource) columns() []widgets.Column {
	if s.narrow {
		return narrowStatistics
	}
	return wideStatistics
}

// Len implements [widgets.Source].
func (s *statisticsSource) Len() int { return len(s.p.rows) }

// Row implements [widgets.Source].
func (s *statisticsSource) Row(i int, row *widgets.Row) {
	r := &s.p.rows[i]
	row.Selected = r.Key == s.p.chosen
	name := rowName(r)
	if r.Key.Session != 0 && s.p.order == workbench.ByEndpoint {
		name = "  " + name
	}
	plain := widgets.Normal
	if r.Ended {
		plain = widgets.Dim
	}
	rate := func(n uint64, style widgets.Style) {
		if n == 0 {
			style = widgets.Dim
		}
		row.Add(rateText(n), style)
	}
	row.Add(name, plain)
	row.Add(bytesText(float64(r.Total.ReceivedBytes)), plain)
	rate(r.Now.ReceivedBytes, widgets.In)
	if !s.narrow {
		row.Add(rateText(r.Peak.ReceivedBytes), plain)
	}
	row.Add(bytesText(float64(r.Total.SentBytes)), plain)
	rate(r.Now.SentBytes, widgets.Out)
	if !s.narrow {
		row.Add(rateText(r.Peak.SentBytes), plain)
	}
	session := r.Key.Session != 0
	row.Add(textIf(session, func() string { return deltaText(r.Silence) }), plain)
	if !s.narrow {
		row.Add(textIf(session, func() string { return countText(r.Gaps) }), plain)
	}
	row.Add(textIf(r.Replies.Count > 0, func() string { return replyText(r.Replies.Median) }), plain)
	lost := plain
	if r.Dropped > 0 {
		lost = widgets.Error
	}
	row.Add(textIf(r.TellsDrops || r.Dropped > 0, func() string { return countText(r.Dropped) }), lost)
}

func textIf(is bool, text func() string) string {
	if !is {
		return ""
	}
	return text()
}

func rowName(r *workbench.StatisticsRow) string {
	if r.Key == (workbench.StatisticsKey{}) {
		return tr("Everything")
	}
	return r.Name
}

func rateText(n uint64) string { return bytesText(float64(n)) + "/s" }

// replyText writes a time in three digits or so: 46 µs, 1.25 ms, 3.21 s.
func replyText(d time.Duration) string {
	switch {
	case d < time.Millisecond:
		return fmt.Sprintf("%d µs", d.Microseconds())
	case d < time.Second:
		return shortNumber(float64(d)/1e6) + " ms"
	}
	return shortNumber(d.Seconds()) + " s"
}

// A fact is a line of what is known of the chosen row.
type fact struct {
	name, value string
	style       widgets.Style
}

// A factSource shows facts.
type factSource struct{ facts []fact }

func (s *factSource) set(facts []fact) { s.facts = facts }

func (s *factSource) columns(of string) []widgets.Column {
	return []widgets.Column{{Title: of, Chars: 19}, {}}
}

// Len implements [widgets.Source].
func (s *factSource) Len() int { return len(s.facts) }

// Row implements [widgets.Source].
func (s *factSource) Row(i int, row *widgets.Row) {
	row.Add(s.facts[i].name, widgets.Dim)
	row.Add(s.facts[i].value, s.facts[i].style)
}

func (s *factSource) text() string {
	var b strings.Builder
	for _, f := range s.facts {
		b.WriteString(f.name + "\t" + f.value + "\n")
	}
	return b.String()
}

// factsOf is all that is measured of a row, and what the system counts of UDP.
func factsOf(r *workbench.StatisticsRow, st *workbench.Statistics) (facts []fact) {
	add := func(name, value string) { facts = append(facts, fact{name, value, widgets.Normal}) }
	both := func(bytes, messages uint64) string {
		return trf("%s/s, %s messages/s", bytesText(float64(bytes)), countText(messages))
	}
	add(tr("Received"), trf("%s B in %s messages", countText(r.Total.ReceivedBytes), countText(r.Total.ReceivedMessages)))
	add("  "+tr("now"), both(r.Now.ReceivedBytes, r.Now.ReceivedMessages))
	add("  "+tr("fullest second"), both(r.Peak.ReceivedBytes, r.Peak.ReceivedMessages))
	add(tr("Sent"), trf("%s B in %s messages", countText(r.Total.SentBytes), countText(r.Total.SentMessages)))
	add("  "+tr("now"), both(r.Now.SentBytes, r.Now.SentMessages))
	add("  "+tr("fullest second"), both(r.Peak.SentBytes, r.Peak.SentMessages))
	if r.Key.Session != 0 {
		facts = append(facts, sessionFacts(r, st.At)...)
	}
	if r.Frames > 0 {
		add(tr("Frames"), trf("%s received", countText(r.Frames)))
	}
	if r.Datagrams {
		add(tr("Datagrams"), trf("%s received", countText(r.Total.ReceivedMessages)))
	}
	switch {
	case r.Datagrams && !r.TellsDrops:
		add(tr("Dropped"), tr("the system does not tell"))
	case r.Dropped > 0:
		facts = append(facts, fact{tr("Dropped"), trf("%s dropped by the system", countText(r.Dropped)), widgets.Error})
	case r.TellsDrops:
		add(tr("Dropped"), trf("%s dropped by the system", countText(r.Dropped)))
	}
	return append(facts, systemFacts(st)...)
}

func sessionFacts(r *workbench.StatisticsRow, now time.Time) (facts []fact) {
	add := func(name, value string) { facts = append(facts, fact{name, value, widgets.Normal}) }
	at := func(name string, first, last time.Time) {
		if !first.IsZero() {
			add(name, first.Format(timeLayout[:12]))
			add("  "+tr("last"), trf("%s, %s ago", last.Format(timeLayout[:12]), agoText(now.Sub(last))))
		}
	}
	add(tr("Since"), r.Since.Format(time.DateTime))
	at(tr("First received"), r.FirstReceived, r.LastReceived)
	at(tr("First sent"), r.FirstSent, r.LastSent)
	add(tr("Longest silence"), trf("%s without receiving", deltaText(r.Silence)))
	add("  "+trf("gaps from %s on", netcore.GapLength), countText(r.Gaps))
	if n := r.Replies; n.Count > 0 {
		add(tr("Reply times"), trf("%s: last %s, mean %s", countText(n.Count), replyText(n.Last), replyText(n.Mean)))
		add("  "+tr("least, most"), replyText(n.Min)+" · "+replyText(n.Max))
		add("  50 · 90 · 99 %", replyText(n.Median)+" · "+replyText(n.Most90)+" · "+replyText(n.Most99))
	}
	return facts
}

// systemFacts are the system's own counters.
func systemFacts(st *workbench.Statistics) (facts []fact) {
	facts = append(facts, fact{tr("UDP of the system"), tr("all programs, since it started"), widgets.Dim})
	if st.UDPError != nil {
		text := tr("the system does not tell")
		if !errors.Is(st.UDPError, errors.ErrUnsupported) {
			text = st.UDPError.Error()
		}
		return append(facts, fact{"", text, widgets.Dim})
	}
	for _, c := range st.UDP {
		f := fact{"  " + c.Network + " " + c.Name, countText(c.Value), widgets.Normal}
		if c.Lost && c.Value > 0 {
			f.style = widgets.Error
		}
		facts = append(facts, f)
	}
	return facts
}

// agoText is sinceText for what may be short.
func agoText(d time.Duration) string {
	if d < time.Minute {
		return fmt.Sprintf("%.1f s", max(0, d.Seconds()))
	}
	return sinceText(d)
}
