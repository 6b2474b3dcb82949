package query

import (
	"testing"
	"time"
)

func TestParseTime(t *testing.T) {
	for _, c := range []struct {
		text   string
		from   string // with nanoseconds, in the zone of testNow; "" when it is no time
		length time.Duration
	}{
		{"14:02", "2026-11-20T14:02:00+08:00", time.Minute},
		{"7:05", "2026-11-20T07:05:00+08:00", time.Minute},
		{"14:02:03", "2026-11-20T14:02:03+08:00", time.Second},
		{"14:02:03.50", "2026-11-20T14:02:03.5+08:00", 10 * time.Millisecond},
		{"14:02:03.123456789", "2026-11-20T14:02:03.123456789+08:00", 1},
		{"2026-11-19", "2026-11-19T00:00:00+08:00", 24 * time.Hour},
		{"2026-11-19T23:59", "2026-11-19T23:59:00+08:00", time.Minute},
		{"2026-11-19t23:59:58.5", "2026-11-19T23:59:58.5+08:00", 100 * time.Millisecond},
		{"2026-11-19 23:59", "2026-11-19T23:59:00+08:00", time.Minute},
		{"2026-11-19T23:59Z", "2026-11-20T07:59:00+08:00", time.Minute},
		{"2026-11-19T23:59:58.25-01:30", "2026-11-20T09:29:58.25+08:00", 10 * time.Millisecond},
		{"24:00", "", 0},
		{"14:60", "", 0},
		{"14", "", 0},
		{"14:02Z", "", 0},
		{"14:02:03,5", "", 0},
		{"2026-02-30", "", 0},
		{"", "", 0},
	} {
		from, to, ok := parseTime(c.text, testNow)
		if !ok || c.from == "" {
			if ok || c.from != "" {
				t.Errorf("%s: got %v, %t", c.text, from, ok)
			}
			continue
		}
		if got := from.In(testNow.Location()).Format(time.RFC3339Nano); got != c.from || to.Sub(from) != c.length {
			t.Errorf("%s: got %s and %v, want %s and %v", c.text, got, to.Sub(from), c.from, c.length)
		}
	}
}
