package query

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"wirevise/netcore/codec"
)

func TestFind(t *testing.T) {
	gbk, _ := codec.Lookup("gbk")
	for _, c := range []struct {
		name, text, payload string
		want                []string // start-end, by going on where the last ended
	}{
		{"nothing asked", "dir:in", "abc", nil},
		{"text", "ab", "abxAB ab", []string{"0-2", "3-5", "6-8"}},
		{"not", "ab -cd", "abcd", []string{"0-2"}},
		{"not not", "not (x or not cd)", "abcd", []string{"2-4"}},
		{"of two the first", "cd or ab", "abcd", []string{"0-2", "2-4"}},
		{"together the longest", "ab or abc or a", "abc", []string{"0-3"}},
		{"hex", "hex:61 ??", "abaab", []string{"0-2", "2-4"}},
		{"regexp", "/b+/", "abbab", []string{"1-3", "4-5"}},
		{"regexp at the beginning only", "/^a/", "aaa", []string{"0-1"}},
		{"regexp at lines", "/^a/m", "aa\na", []string{"0-1", "3-4"}},
		{"regexp at words", `/\ba/`, "aa a", []string{"0-1", "3-4"}},
		{"regexp of nothing", "/b*/", "aabba", []string{"2-4"}},
		{"regexp of nothing at words", `/\b/`, "aa b", nil},
		{"peer is elsewhere", "peer:ab note:ab error:ab", "ab", nil},
		{"what decides nothing is found too", "ab or dir:in,out,status,error", "ab", []string{"0-2"}},
		{"another encoding", "你", "你\xc4\xe3\xb0\xc4\xe3\xc4\xe3", []string{"0-3", "6-8", "8-10"}},
		{"another encoding, aligned", "你", "aa\xc4\xe3\xb0\xc4\xe3a\xc4\xe3", []string{"2-4", "8-10"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := Parse(c.text, Options{Encodings: []codec.Encoding{gbk}})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for from := 0; ; {
				start, end, ok := q.Find([]byte(c.payload), from)
				if !ok {
					break
				}
				got = append(got, fmt.Sprintf("%d-%d", start, end))
				from = end
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %s, want %s", strings.Join(got, " "), strings.Join(c.want, " "))
			}
		})
	}
	q := mustParse(t, "a or /b*/ or /^b*/ or hex:61")
	for _, from := range []int{-1, 4} {
		if _, _, ok := q.Find([]byte("aaa"), from); ok {
			t.Errorf("found from %d", from)
		}
	}
	if _, _, ok := q.Find([]byte("aaa"), 3); ok {
		t.Error("found at the end")
	}
}
