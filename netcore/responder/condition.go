package responder

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// moment is what conditions are asked about: one message, or one event, of a session.
type moment struct {
	now      time.Time
	count    uint64 // messages of the session, this one too; 0: none yet
	sessions int
	since    time.Duration
	fired    func(rule int) bool // whether a rule fitted before in this session
}

// conditions are compiled Conditions.
type conditions struct {
	messages, sessions span
	every              uint64 // 0: all
	clock              clock
	since, until       time.Duration // until 0: no end
	once               bool
}

// Reason says why a rule does not fit.
type Reason uint8

const (
	Fits        Reason = iota + 1 // it does
	IsOff                         // it is switched off
	HasMistake                    // it can't be read
	OtherEvent                    // it waits for something else
	OtherText                     // the message is not what it waits for
	NotMessage                    // not this message of the session
	NotEvery                      // not every message
	NotSessions                   // not with so many sessions
	NotClock                      // not at this time of day
	NotSince                      // not at this age of the session
	WasOnce                       // it fitted before
	CameLater                     // a rule before it fits, and the rest is not looked at
)

var reasonNames = [...]string{Fits: "fits", IsOff: "it is switched off", HasMistake: "it has a mistake", OtherEvent: "it waits for something else",
	OtherText: "the message does not fit", NotMessage: "not this message of the connection", NotEvery: "not every message",
	NotSessions: "not with so many connections", NotClock: "not at this time of day", NotSince: "not at this age of the connection",
	WasOnce: "once only", CameLater: "a rule before it fits"}

func (r Reason) String() string {
	if r == 0 || int(r) >= len(reasonNames) {
		return "Reason(" + strconv.Itoa(int(r)) + ")"
	}
	return reasonNames[r]
}

// hold returns Fits, or the first condition that does not hold.
func (c *conditions) hold(rule int, m *moment) Reason {
	switch {
	case !c.messages.has(m.count):
		return NotMessage
	case c.every > 1 && (m.count-c.messages.from+1)%c.every != 0:
		return NotEvery
	case !c.sessions.has(uint64(max(m.sessions, 0))):
		return NotSessions
	case m.since < c.since || c.until > 0 && m.since >= c.until:
		return NotSince
	case !c.clock.has(m.now):
		return NotClock
	case c.once && m.fired(rule):
		return WasOnce
	}
	return Fits
}

// messageless reports whether nothing is asked about the number of the message.
func (c Conditions) messageless() bool { return blank(c.Messages) && blank(c.Every) }

func blank(s string) bool { return strings.TrimSpace(s) == "" }

func compileConditions(c Conditions) (conditions, error) {
	k := conditions{once: c.Once}
	var err error
	if k.messages, err = parseSpan(c.Messages); err != nil {
		return k, &errorAtField{FieldMessages, err}
	}
	if !blank(c.Every) {
		if k.every, err = strconv.ParseUint(strings.TrimSpace(c.Every), 10, 64); err != nil || k.every == 0 {
			return k, mistake(FieldEvery, "%q is no number from 1: 3 is every third message", c.Every)
		}
	}
	if k.sessions, err = parseSpan(c.Sessions); err != nil {
		return k, &errorAtField{FieldSessions, err}
	}
	if k.clock, err = parseClock(c.Clock); err != nil {
		return k, &errorAtField{FieldClock, err}
	}
	if k.since, k.until, err = parseSince(c.Since); err != nil {
		return k, &errorAtField{FieldSince, err}
	}
	return k, nil
}

// A span is a range of numbers, both ends included.
type span struct{ from, to uint64 }

func (s span) has(n uint64) bool {
	return s.from <= 1 && n == 0 && s.to == math.MaxUint64 || s.from <= n && n <= s.to
}

// parseSpan reads "3", "2-5", "10-", "-4"; nothing is all.
func parseSpan(typed string) (span, error) {
	all := span{1, math.MaxUint64}
	if blank(typed) {
		return all, nil
	}
	bad := fmt.Errorf("%q is no range of numbers from 1: write 3, 2-5, 10- or -4", typed)
	from, to, isRange := cutRange(typed)
	s := all
	var err error
	if from != "" {
		if s.from, err = strconv.ParseUint(from, 10, 64); err != nil || s.from == 0 {
			return s, bad
		}
	}
	switch {
	case !isRange:
		s.to = s.from
	case to != "":
		if s.to, err = strconv.ParseUint(to, 10, 64); err != nil {
			return s, bad
		}
	case from == "":
		return s, bad
	}
	if s.to < s.from {
		return s, fmt.Errorf("%q ends before it begins", typed)
	}
	return s, nil
}

// cutRange cuts "a-b", also with a dash.
func cutRange(typed string) (from, to string, isRange bool) {
	from, to, isRange = strings.Cut(strings.ReplaceAll(typed, "–", "-"), "-")
	return strings.TrimSpace(from), strings.TrimSpace(to), isRange
}

// A clock is a part of the day, by the clock here; over midnight if it ends before it begins.
type clock struct {
	on       bool
	from, to time.Duration // since midnight by the clock
}

func (c clock) has(now time.Time) bool {
	if !c.on {
		return true
	}
	h, m, s := now.Local().Clock()
	t := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second
	if c.from <= c.to {
		return c.from <= t && t < c.to
	}
	return t >= c.from || t < c.to
}

func parseClock(typed string) (clock, error) {
	if blank(typed) {
		return clock{}, nil
	}
	bad := fmt.Errorf("%q is no part of the day: write 08:00-17:30, or 22:00-06:00 over midnight", typed)
	from, to, isRange := cutRange(typed)
	c := clock{on: true}
	var ok [2]bool
	c.from, ok[0] = parseTimeOfDay(from)
	c.to, ok[1] = parseTimeOfDay(to)
	if !isRange || !ok[0] || !ok[1] || c.from == 24*time.Hour {
		return c, bad
	}
	if c.from == c.to {
		return c, fmt.Errorf("%q is no time at all", typed)
	}
	return c, nil
}

// parseTimeOfDay reads 8:30, 08:30:15 or 24:00.
func parseTimeOfDay(s string) (time.Duration, bool) {
	if s == "24:00" {
		return 24 * time.Hour, true
	}
	for _, layout := range []string{"15:04", "15:04:05"} {
		if t, err := time.Parse(layout, s); err == nil {
			return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second, true
		}
	}
	return 0, false
}

// parseSince reads "10s-1m", "30s-", "-1m".
func parseSince(typed string) (since, until time.Duration, err error) {
	if blank(typed) {
		return 0, 0, nil
	}
	from, to, isRange := cutRange(typed)
	if !isRange || from == "" && to == "" {
		return 0, 0, fmt.Errorf("%q is no range of times: write 10s-1m, 30s- for later, or -5s for earlier", typed)
	}
	if from != "" {
		if since, err = parseTime(from); err != nil {
			return 0, 0, err
		}
	}
	if to != "" {
		if until, err = parseTime(to); err != nil {
			return 0, 0, err
		}
		if until <= since {
			return 0, 0, fmt.Errorf("%q ends before it begins", typed)
		}
	}
	return since, until, nil
}

// parseTime reads 500ms, 1.5 s or 2m; a bare number is seconds.
func parseTime(typed string) (time.Duration, error) {
	text := strings.ReplaceAll(strings.TrimSpace(typed), " ", "")
	if _, err := strconv.ParseFloat(text, 64); err == nil {
		text += "s"
	}
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 {
		return 0, fmt.Errorf("%q is no time: write 500ms, 2s or 1m", typed)
	}
	return d, nil
}
