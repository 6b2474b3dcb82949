package responder

import (
	"fmt"
	"testing"
)

func TestWhen(t *testing.T) {
	tests := []struct {
		name    string
		rule    Rule
		message string
		want    string // what the reply "({{0}})" becomes; "" if the rule does not fit
	}{
		{"any", Rule{When: WhenMessage}, "a\x00", "(a\x00)"},
		{"any, empty", Rule{When: WhenMessage}, "", "()"},
		{"any, trimmed", Rule{When: WhenMessage, Trim: true}, "a b\r\n\n", "(a b)"},
		{"equals", Rule{When: WhenEquals, Pattern: "exit"}, "exit", "(exit)"},
		{"equals not more", Rule{When: WhenEquals, Pattern: "exit"}, "exit\n", ""},
		{"equals, trimmed", Rule{When: WhenEquals, Pattern: "exit", Trim: true}, "exit\r\n", "(exit)"},
		{"equals not less", Rule{When: WhenEquals, Pattern: "exit"}, "exi", ""},
		{"equals not another case", Rule{When: WhenEquals, Pattern: "exit"}, "EXIT", ""},
		{"equals in any case", Rule{When: WhenEquals, Pattern: "eXit", IgnoreCase: true}, "ExIT", "(ExIT)"},
		{"any case beyond ASCII", Rule{When: WhenEquals, Pattern: "ÄRGER", IgnoreCase: true}, "ärger", "(ärger)"},
		{"any case is of letters", Rule{When: WhenEquals, Pattern: "a[", IgnoreCase: true}, "A{", ""},
		{"any case in gbk is not of second bytes", Rule{When: WhenContains, Pattern: "丄", Encoding: "gbk", IgnoreCase: true}, "\x81\x61", ""},
		{"contains", Rule{When: WhenContains, Pattern: "ell"}, "hello", "(ell)"},
		{"contains nothing of it", Rule{When: WhenContains, Pattern: "elx"}, "hello", ""},
		{"contains in any case", Rule{When: WhenContains, Pattern: "ELL", IgnoreCase: true}, "hEllo", "(Ell)"},
		{"contains what is trimmed away", Rule{When: WhenContains, Pattern: "\n", Trim: true}, "a\n", ""},
		{"contains what is not trimmed away", Rule{When: WhenContains, Pattern: "\n", Trim: true}, "a\nb\n", "(\n)"},
		{"starts", Rule{When: WhenStarts, Pattern: "GET "}, "GET / HTTP/1.1", "(GET )"},
		{"starts elsewhere", Rule{When: WhenStarts, Pattern: "GET "}, " GET /", ""},
		{"ends", Rule{When: WhenEnds, Pattern: "lo"}, "lolo", "(lo)"},
		{"ends elsewhere", Rule{When: WhenEnds, Pattern: "lo"}, "lol", ""},
		{"ends, trimmed", Rule{When: WhenEnds, Pattern: "lo", Trim: true}, "hello\n", "(lo)"},
		{"escapes", Rule{When: WhenEnds, Pattern: `\xff\r\n`, As: "escapes"}, "a\xff\r\n", "(\xff\r\n)"},
		{"gbk", Rule{When: WhenContains, Pattern: "你好", Encoding: "gbk"}, "\xc4\xe3\xba\xc3!", "(\xc4\xe3\xba\xc3)"},
		{"utf-16 without its mark", Rule{When: WhenContains, Pattern: "a", Encoding: "utf-16"}, "xa\x00", "(a\x00)"},
		{"hex", Rule{When: WhenStarts, Pattern: "01 0x03", As: "hex"}, "\x01\x03\x00", "(\x01\x03)"},
		{"hex with any byte", Rule{When: WhenEquals, Pattern: "01 ?? 03??", As: "hex"}, "\x01\xff\x03\x00", "(\x01\xff\x03\x00)"},
		{"hex with any byte, too short", Rule{When: WhenEquals, Pattern: "01 ?? 03??", As: "hex"}, "\x01\xff\x03", ""},
		{"hex with any byte inside", Rule{When: WhenContains, Pattern: "?? 03 04", As: "hex"}, "\x03\x04\x03\x04", "(\x04\x03\x04)"},
		{"hex with any byte at the end", Rule{When: WhenEnds, Pattern: "03 ??", As: "hex"}, "\x03\x03\x04", "(\x03\x04)"},
		{"hex with any byte nowhere", Rule{When: WhenContains, Pattern: "?? 03 ?? 05", As: "hex"}, "\x03\x04\x05\x00", ""},
		{"regex", Rule{When: WhenRegex, Pattern: `b+`}, "abbc", "(bb)"},
		{"regex with line breaks", Rule{When: WhenRegex, Pattern: `^a.b$`}, "a\nb", "(a\nb)"},
		{"regex in any case", Rule{When: WhenRegex, Pattern: `^SET K`, IgnoreCase: true}, "set key", "(set k)"},
		{"regex nowhere", Rule{When: WhenRegex, Pattern: `hello\d`}, "hello", ""},
		{"regex over bytes that are no text", Rule{When: WhenRegex, Pattern: `a.c`}, "a\xffc", "(a\xffc)"},
		{"regex of bytes", Rule{When: WhenRegex, Pattern: `\xff[\x00-\x02]+`, Encoding: "latin1"}, "é\xff\x00\x01\x03", "(\xff\x00\x01)"},
		{"regex in gbk", Rule{When: WhenRegex, Pattern: `^[你我]好`, Encoding: "gbk"}, "\xc4\xe3\xba\xc3!", "(\xc4\xe3\xba\xc3)"},
		{"regex, trimmed", Rule{When: WhenRegex, Pattern: `^\w+$`, Trim: true}, "abc\r\n", "(abc)"},
		{"regex of nothing", Rule{When: WhenRegex, Pattern: `^$`}, "", "()"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.rule.Do = []Step{say("({{0}})")}
			want := ""
			if tt.want != "" {
				want = fmt.Sprintf("%q", tt.want)
			}
			if got := hear(compiled(t, tt.rule), tt.message)[0]; got != want {
				t.Errorf("%q is answered with %s, want %s", tt.message, got, want)
			}
			many := []Rule{tt.rule} // the same among so many that they are not looked at one by one
			for i := range 50 {
				many = append(many, Rule{When: WhenContains, Pattern: fmt.Sprint("no such ", i), IgnoreCase: i%2 == 0})
			}
			if got := hear(compiled(t, many...), tt.message)[0]; got != want {
				t.Errorf("%q is answered with %s among many rules, want %s", tt.message, got, want)
			}
		})
	}
}
