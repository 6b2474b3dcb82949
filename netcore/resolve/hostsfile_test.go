package resolve

import (
	"slices"
	"testing"
)

func TestHostsIn(t *testing.T) {
	type line struct {
		addr, names string
		number      int
	}
	var got []line
	for l := range hostsIn([]byte(testHosts)) {
		names := ""
		for _, n := range l.names {
			names += n + " "
		}
		got = append(got, line{l.addr.String(), names, l.line})
	}
	want := []line{
		{"127.0.0.1", "localhost loop ", 2}, {"::1", "localhost ip6-loopback ", 3}, {"192.0.2.10", "web.test www.test Web ", 4},
		{"192.0.2.11", "other.test web.test ", 5}, {"192.0.2.10", "late.test ", 6}, {"fe80::1%lo", "link.test ", 10},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%v, want\n%v", got, want)
	}
}

func TestHostsInWithoutLastLineBreak(t *testing.T) {
	for l := range hostsIn([]byte("\r\n192.0.2.1\ta.test\r\n::ffff:192.0.2.2 b.test#c")) {
		if want := []string{"", "", "192.0.2.1 a.test", "192.0.2.2 b.test"}[l.line]; l.addr.String()+" "+l.names[0] != want {
			t.Errorf("line %d is %v %v, want %s", l.line, l.addr, l.names, want)
		}
	}
}

func TestOfficialNames(t *testing.T) {
	canonical, aliases := officialNames([]hostsLine{
		{names: []string{"web.test", "www.test"}}, {names: []string{"Web.Test", "other.test", "www.test."}},
	})
	if canonical != "web.test" || !slices.Equal(aliases, []string{"www.test", "other.test"}) {
		t.Errorf("got %s, %v", canonical, aliases)
	}
}

func FuzzHostsIn(f *testing.F) {
	f.Add([]byte(testHosts))
	f.Add([]byte("127.0.0.1 a#b\r\n::1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for l := range hostsIn(data) {
			if len(l.names) == 0 || !l.addr.IsValid() || l.line < 1 || !l.has(l.names[0]) {
				t.Errorf("line %+v of %q", l, data)
			}
		}
	})
}
