package codec

import (
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestTimes(t *testing.T) {
	tests := []struct{ text, want string }{
		{"{{time}}", "2026-03-04T05:06:07+01:00"},
		{"{{time:}}", "2026-03-04T05:06:07+01:00"},
		{"{{time:rfc3339}}", "2026-03-04T05:06:07+01:00"},
		{"{{time:utc}}", "2026-03-04T04:06:07Z"},
		{"{{time:http}}", "Wed, 04 Mar 2026 04:06:07 GMT"},
		{"{{time:15:04:05.000}}", "05:06:07.089"},
		{"{{ time : 2006-01-02 15:04 }}", "2026-03-04 05:06"},
		{"{{time:utc:15:04}}", "04:06"},
		{"{{time:%H:%M:%S.%f}}", "05:06:07.089012"},
		{"{{time:utc:%Y%m%d}}", "20260304"},
		{"{{time:%d%%}}", "04%"},
		{"{{time:%s}}", "1772597167"},
		{"{{time:%j %e}}", "063  4"},
		{"{{time:06}}", "26"},
	}
	for _, test := range tests {
		if got, err := expand(t, test.text, testVars); err != nil || string(got) != test.want {
			t.Errorf("%s is %q, %v, want %q", test.text, got, err, test.want)
		}
	}
	if got, err := expand(t, "{{time:2006}}", nil); err != nil || string(got) < strconv.Itoa(2024) {
		t.Errorf("with no time given, the year is %q, %v", got, err)
	}
}

func TestTimesRefuse(t *testing.T) {
	tests := []struct {
		text string
		at   int
		want string
	}{
		{"{{time:HH:mm}}", 7, `"HH:mm" names nothing of a time: a layout is written as 2006-01-02 15:04:05 or as %Y-%m-%d %H:%M:%S`},
		{"{{time:utc: }}", 12, ""},
		{"{{time:%H:%Q}}", 10, `%Q is not known; %Y %m %d %H %M %S %f %y %j %a %b %p %I %z %s and %% are, among others`},
		{"{{time:%é}}", 7, `%é is not known; %Y %m %d %H %M %S %f %y %j %a %b %p %I %z %s and %% are, among others`},
		{"{{time:%H%}}", 9, "nothing follows the %; a percent sign itself is %%"},
	}
	for _, test := range tests {
		_, err := expand(t, test.text, testVars)
		if test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", test.text, err)
			}
			continue
		}
		checkSyntaxError(t, nil, err, SyntaxError{test.at, 1, test.at + 1, test.want})
	}
}

// What strftime makes of each conversion is what Python's makes, in the C locale.
func TestStrftimeIsPythons(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no python3 here")
	}
	var layout []string
	for c := range strftimeLayouts {
		if c != 'Z' {
			layout = append(layout, "%"+string(rune(c)))
		}
	}
	all := strings.Join(append(layout, "%f", "%s", "%%", "a"), "|")
	for _, at := range []time.Time{testVars.Now, time.Date(1999, 12, 31, 23, 59, 58, 999_999_999, time.UTC), time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)} {
		_, offset := at.Zone()
		out, err := exec.Command(python, "-c", `import sys, datetime as d
print(d.datetime.fromtimestamp(int(sys.argv[1]), d.timezone(d.timedelta(seconds=int(sys.argv[2])))).replace(microsecond=int(sys.argv[3])).strftime(sys.argv[4]), end="")`,
			strconv.FormatInt(at.Unix(), 10), strconv.Itoa(offset), strconv.Itoa(at.Nanosecond()/1000), strings.ReplaceAll(all, "%s", strconv.FormatInt(at.Unix(), 10))).Output()
		if err != nil {
			t.Fatal(err)
		}
		if got := strftime(all, at); got != string(out) {
			t.Errorf("got\n%s, want\n%s\nby %s", got, out, all)
		}
	}
}
