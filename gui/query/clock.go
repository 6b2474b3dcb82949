package query

import (
	"math"
	"strings"
	"time"
)

// A timeTerm is a time of the row from first to last. A row without a time has none that compares.
type timeTerm struct {
	text        string // how and as typed, which means the same with the same Options
	first, last int64  // Unix nanoseconds
}

// A clock is a way to write a time. It names all that begins with what it says: a minute, a second, a day.
type clock struct {
	layout string
	length time.Duration
	dated  bool
}

// clocks are all ways. A fraction may follow the seconds.
var clocks = [...]clock{
	{"15:04", time.Minute, false},
	{"15:04:05", time.Second, false},
	{"2006-01-02", 24 * time.Hour, true},
	{"2006-01-02T15:04", time.Minute, true},
	{"2006-01-02T15:04:05", time.Second, true},
	{"2006-01-02T15:04Z07:00", time.Minute, true},
	{"2006-01-02T15:04:05Z07:00", time.Second, true},
}

// The years whose times can be counted in nanoseconds.
const firstYear, lastYear = 1678, 2261

func readTime(v value, o *Options) (term, *SyntaxError) {
	from, to, ok := parseTime(v.text, o.Now)
	if !ok {
		return nil, v.mistake(0, len(v.text), "%s is no time; times are written 14:02, 14:02:03.5, 2026-11-20, 2026-11-20T14:02", Quote(v.text))
	}
	if y := from.Year(); y < firstYear || y > lastYear {
		return nil, v.mistake(0, len(v.text), "the year must be between %d and %d", firstYear, lastYear)
	}
	if v.how == "=" {
		v.how = ":"
	}
	t := &timeTerm{text: v.how + writeValue(v.text), first: NoTime + 1, last: math.MaxInt64}
	switch v.how {
	case "<":
		t.last = from.UnixNano() - 1
	case "<=":
		t.last = from.UnixNano()
	case ">":
		t.first = from.UnixNano() + 1
	case ">=":
		t.first = from.UnixNano()
	default:
		t.first, t.last = from.UnixNano(), to.UnixNano()-1
	}
	return t, nil
}

// parseTime reads a time by the first clock that fits. It is the time from from and before to. Without a date it lies in
// the day of now, without a zone in now's location.
func parseTime(text string, now time.Time) (from, to time.Time, ok bool) {
	text = strings.ToUpper(strings.Replace(text, " ", "T", 1))
	for _, c := range clocks {
		t, err := time.ParseInLocation(c.layout, text, now.Location())
		if err != nil || strings.Contains(text, ",") {
			continue
		}
		if !c.dated {
			year, month, day := now.Date()
			t = time.Date(year, month, day, t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), now.Location())
		}
		if c.length > time.Minute {
			return t, t.AddDate(0, 0, 1), true
		}
		return t, t.Add(precision(text, c.length)), true
	}
	return time.Time{}, time.Time{}, false
}

// precision is the time that the last digit of a fraction counts, or length when there is none.
func precision(text string, length time.Duration) time.Duration {
	_, fraction, _ := strings.Cut(text, ".")
	digits := len(fraction) - len(strings.TrimLeft(fraction, "0123456789"))
	for range digits {
		length = max(length/10, 1)
	}
	return length
}

func (t *timeTerm) match(r *Row, _ flow) bool { return t.first <= r.Time && r.Time <= t.last }

func (t *timeTerm) needs() Needs { return Needs{} }

func (t *timeTerm) cost() cost { return costNumber }

func (t *timeTerm) String() string { return "time" + t.text }
