package codec

import (
	"slices"
	"testing"
)

func TestLookup(t *testing.T) {
	tests := []struct{ asked, want string }{
		{"utf8", "utf-8"}, {"UTF-8", "utf-8"}, {"utf_8", "utf-8"}, {"utf-8-sig", "utf-8-sig"}, {"utf_8_sig", "utf-8-sig"},
		{"latin-1", "latin1"}, {"iso8859-1", "latin1"}, {"ISO-8859-1", "latin1"}, {"cp1252", "windows-1252"},
		{"cp936", "gbk"}, {"gb2312", "gbk"}, {"GB2312", "gbk"}, {"cp437", "cp437"}, {"437", "cp437"}, {"IBM866", "cp866"},
		{"sjis", "shift_jis"}, {"cp932", "shift_jis"}, {"euc_jp", "euc-jp"}, {"cp949", "euc-kr"}, {"cp950", "big5"},
		{"utf_16_le", "utf-16le"}, {"utf-16-be", "utf-16be"}, {"utf-32-be", "utf-32be"}, {"koi8_r", "koi8-r"},
		{"us-ascii", "ascii"}, {"iso8859-15", "iso-8859-15"}, {"tis-620", "windows-874"},
	}
	for _, test := range tests {
		if got, ok := Lookup(test.asked); !ok || got.Name != test.want {
			t.Errorf("Lookup(%q) = %q, %v, want %q", test.asked, got.Name, ok, test.want)
		}
	}
	for _, name := range []string{"", "-", "ebcdic", "utf-9", "utf-7"} {
		if got, ok := Lookup(name); ok {
			t.Errorf("Lookup(%q) = %q, want nothing", name, got.Name)
		}
	}
}

func TestEncodingsAreFoundByTheirNames(t *testing.T) {
	list := Encodings()
	if list[0].Name != "utf-8" {
		t.Errorf("the first one is %s, want utf-8", list[0].Name)
	}
	var names []string
	for _, e := range list {
		if got, ok := Lookup(e.Name); !ok || got != e {
			t.Errorf("Lookup(%q) = %v, %v, want %v", e.Name, got, ok, e)
		}
		names = append(names, e.Name)
	}
	slices.Sort(names)
	if len(slices.Compact(names)) != len(list) {
		t.Error("a name is there twice")
	}
}

func TestNoAliasIsTakenTwice(t *testing.T) {
	want := 0
	seen := map[string]bool{}
	for _, line := range registry {
		for _, name := range line.names() {
			if key := nameKey(name); !seen[key] {
				seen[key] = true
				want++
			} else {
				t.Errorf("%q is there twice", name)
			}
		}
	}
	if len(byName) != want {
		t.Errorf("%d names can be found, want %d", len(byName), want)
	}
}
