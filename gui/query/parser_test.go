package query

import (
	"strings"
	"testing"
	"time"
)

var testNow = time.Date(2026, 11, 20, 18, 30, 0, 0, time.FixedZone("east", 8*3600))

var testOptions = Options{Now: testNow}

func mustParse(t *testing.T, text string) *Query {
	t.Helper()
	q, err := Parse(text, testOptions)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return q
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", ""},
		{"spaces", " \t\u3000", ""},
		{"text", "hello", "hello"},
		{"two texts are both", "GET /index.html", `GET and "/index.html"`},
		{"quoted", `"two words"`, `"two words"`},
		{"a piece of JSON", `"id":3`, `"\"id\":3"`},
		{"a piece of JSON with spaces", `{"a": "x y"}`, `{"a": and "\"x y\"}"`},
		{"quoted in parentheses", `("a b")`, `"a b"`},
		{"directions as the chips name them", "dir:received,sent|errors", "dir:in,out,error"},
		{"quoted for nothing", `"hello"`, "hello"},
		{"escapes", `"a\"\\\r\n\x00\xff\u4f60"`, `"a\"\\\r\n\0\xFF你"`},
		{"a quote within a word", `{"key":1}`, `{"key":1}`},
		{"quoted keyword", `"and" "Or" "not"`, `"and" and "Or" and "not"`},
		{"quoted field", `"dir:in"`, `"dir:in"`},
		{"quoted unknown field", `"a:b"`, `"a:b"`},
		{"quoted regexp", `"/a/"`, `"/a/"`},
		{"quoted minus", `"-a" -5 - --`, `"-a" and -5 and - and --`},
		{"address", "192.168.1.5", "192.168.1.5"},
		{"address and port", "127.0.0.1:9000", "127.0.0.1:9000"},
		{"name and port", "localhost:9000", "localhost:9000"},
		{"name, port and path", "localhost:9000/index.html", "localhost:9000/index.html"},
		{"host and port", "example.com:80", "example.com:80"},
		{"IPv6", "[::1]:80", "[::1]:80"},
		{"IPv6 from letters", "fe80::1", "fe80::1"},
		{"IPv6 from letters only", "dead:beef::1", "dead:beef::1"},
		{"hardware address", "aa:bb:cc:dd:ee:ff", "aa:bb:cc:dd:ee:ff"},
		{"URL", "http://x/y?a=b&c=d", "http://x/y?a=b&c=d"},
		{"time of day", "12:30", "12:30"},
		{"header", "Host: example.com", "Host: and example.com"},
		{"scope", "std::string", "std::string"},
		{"Windows path", `C:\temp`, `"C:\\temp"`},
		{"path", "/usr/bin", `"/usr/bin"`},
		{"path with a slash at the end", "/usr/bin/", `"/usr/bin/"`},
		{"comment", "//x", `"//x"`},
		{"lone slash", "/", `"/"`},
		{"slashes that are apart", `"/" "/"`, `"/" and "/"`},
		{"field names alone", "size error time", "size and error and time"},
		{"regexp", "/a b/", "/a b/"},
		{"regexp with flags", "/a/sim", "/a/ism"},
		{"regexp with a slash", `/a\/b/`, `/a\/b/`},
		{"no flag", "/a/x", `"/a/x"`},
		{"hex", "hex:00 ff", `hex:"00 ff"`},
		{"hex glued", "hex:00FF", `hex:"00 ff"`},
		{"hex quoted", `hex:"00 ff"`, `hex:"00 ff"`},
		{"hex marks", `hex:0x00,0xff-01:02 0304`, `hex:"00 ff 01 02 03 04"`},
		{"hex glued marks", `hex:\x00\xff0x01`, `hex:"00 ff 01"`},
		{"hex any digit", "hex:?? 4? ?5", `hex:"?? 4? ?5"`},
		{"hex then more", "hex:00 ff and dir:in", `hex:"00 ff" and dir:in`},
		{"hex then a word", "hex:00 size>1", `hex:"00" and size>1`},
		{"hex then parentheses", "(hex:00 ff)x", `hex:"00 ff" and x`},
		{"text of the payload", "text:a", "text:a"},
		{"text that is a list", `text:a,b`, "text:a,b"},
		{"text with quotes", `text:"a b"`, `text:"a b"`},
		{"case", "case:Foo", "case:Foo"},
		{"field in capitals", "DIR:IN", "dir:in"},
		{"peer", "peer:[::1]:80", "peer:[::1]:80"},
		{"local port", "local::80", "local::80"},
		{"endpoint", `endpoint:"my server"`, `endpoint:"my server"`},
		{"endpoint exactly", `endpoint:=echo`, `endpoint:=echo`},
		{"endpoint exactly, short", `endpoint=echo`, `endpoint:=echo`},
		{"endpoint exactly, twice", `endpoint=="=echo"`, `endpoint:="=echo"`},
		{"no note", `note:=""`, `note:=""`},
		{"endpoint by number", `endpoint:#2`, `endpoint:#2`},
		{"endpoint with a #", `endpoint:"#2"`, `endpoint:"#2"`},
		{"not equal", "endpoint!=echo", "not endpoint:=echo"},
		{"network", "network:UDP|tcp,udp", "network:tcp,udp"},
		{"dir", "dir:error|in", "dir:in,error"},
		{"dir equal", "dir=in", "dir:in"},
		{"kind", "kind:closed,Opened", "kind:opened,closed"},
		{"kind of a frame", "kind:frame", "kind:framed"},
		{"flag", "flag:peershut", "flag:peershut"},
		{"size", "size>1k", "size>1000"},
		{"size binary", "size<=1.5KiB", "size<=1536"},
		{"size, spaces around", "size >= 1.5M", "size>=1500000"},
		{"size with a colon", "size:>1", "size>1"},
		{"size less", "size<1G", "size<1000000000"},
		{"size equal", "size=0", "size:0"},
		{"size not equal", "size != 0", "not size:0"},
		{"size list", "size:1k-2k,5", "size:5,1000-2000"},
		{"sizes that overlap", "size:5-9,1-6,12", "size:1-9,12"},
		{"sizes that touch", "size:5-9,1-5", "size:1-9"},
		{"size of none", "size<0", "size<0"},
		{"size of none, large", "size>18446744073709551615", "size>18446744073709551615"},
		{"time", "time>14:02", "time>14:02"},
		{"time with spaces", `time <= 14:02:03.5`, "time<=14:02:03.5"},
		{"time and date", "time<2026-11-20T14:02", "time<2026-11-20T14:02"},
		{"time and date, space", `time<"2026-11-20 14:02"`, `time<"2026-11-20 14:02"`},
		{"time equal", "time=14:02", "time:14:02"},
		{"session", "session:3,5-9", "session:3,5-9"},
		{"session compared", "session>3", "session>3"},
		{"seq", "seq>1000", "seq>1000"},
		{"error", "error:ECONNRESET", "error:ECONNRESET"},
		{"error number", "error:104", "error:104"},
		{"error name of digits", `error:"104"`, `error:"104"`},
		{"note", "note:lost", "note:lost"},
		{"and, or, not", "a and b or not c", "a and b or not c"},
		{"symbols", "a && b || !c", "a and b or not c"},
		{"symbols within a word", "a&&b||!c", "a and b or not c"},
		{"keywords in capitals", "a AND b OR NOT c", "a and b or not c"},
		{"minus", "a -b -(c d) -/e/ -\"f\"", "a and not b and not (c and d) and not /e/ and not f"},
		{"or is weaker", "a b or c d", "a and b or c and d"},
		{"parentheses", "a (b or c) d", "a and (b or c) and d"},
		{"parentheses for nothing", "((a) and (b and (c)))", "a and b and c"},
		{"not binds closest", "not a b", "not a and b"},
		{"not of parentheses", "not (a b)", "not (a and b)"},
		{"not of or", "not(a or b)", "not (a or b)"},
		{"not not", "not not a", "a"},
		{"not not, opened", "not not (a b) c", "a and b and c"},
		{"not around an inequality", "!dir!=in", "dir:in"},
		{"glued parentheses", "a(b)c", "a and b and c"},
	} {
		t.Run(c.name, func(t *testing.T) {
			q, err := Parse(c.text, testOptions)
			if err != nil {
				t.Fatal(err)
			}
			if got := q.String(); got != c.want {
				t.Fatalf("got %s, want %s", got, c.want)
			}
			if again := mustParse(t, c.want).String(); again != c.want {
				t.Errorf("read again: got %s, want %s", again, c.want)
			}
		})
	}
}

func TestMistakes(t *testing.T) {
	names := fieldNames()
	for _, c := range []struct{ name, text, where, want string }{
		{"unknown field", "x a:b", "a", `nothing is called a: here; there are ` + names + `. To look for a text with a colon, put it in quotes: "a:b"`},
		{"unclosed quote", `x "foo bar`, `"foo bar`, "this quote is not closed"},
		{"quote closed by an escape", `"foo\"`, `"foo\"`, "this quote is not closed"},
		{"empty quotes", `x ""`, `""`, "there is nothing between these quotes"},
		{"unknown escape", `"ab\qc"`, `\q`, `no escape is written as a backslash and "q"; the known ones are \n \r \t \0 \a \b \f \v \e \\ \" \' \xHH \uHHHH \UHHHHHHHH`},
		{"short escape", `"ab\x1"`, `\x`, `\x needs 2 hex digits after it`},
		{"unclosed parenthesis", "a (b or (c)", "(b", "this parenthesis is not closed"},
		{"unclosed parenthesis at the end", "a (", "(", "this parenthesis is not closed"},
		{"unopened parenthesis", "a) b", ")", "no parenthesis is open that this one could close"},
		{"unopened parenthesis first", ") b", ")", "no parenthesis is open that this one could close"},
		{"empty parentheses", "a ( )", "( )", "there is nothing between these parentheses"},
		{"and at the end", "a and ", "and", "nothing follows and"},
		{"and at the beginning", " AND b", "AND", "nothing stands before AND"},
		{"or in a parenthesis", "(or b)", "or", "nothing stands before or"},
		{"or before a parenthesis", "(a || )", "||", "nothing follows ||"},
		{"or and", "a or and b", "or", "nothing follows or"},
		{"not alone", "a not", "not", "nothing follows not"},
		{"not before and", "! and b", "!", "nothing follows !"},
		{"no value", "x peer:", "peer:", "nothing follows peer:"},
		{"no value, quoted", `peer:""`, "peer:", "nothing follows peer:"},
		{"no size", "size>", "size>", "nothing follows size>"},
		{"no size in parentheses", "(size > )", "size >", "nothing follows size >"},
		{"no hex", "hex:", "hex:", "nothing follows hex:"},
		{"no bytes", "hex:,", ",", "there are no bytes here"},
		{"bad hex digit", "x hex:0g", "g", "here a hex digit is missing; bytes are written 00 ff, with ? for any digit"},
		{"bad hex digit quoted", `hex:"00 z0"`, "z", "here a hex digit is missing; bytes are written 00 ff, with ? for any digit"},
		{"bad hex digit, wide", `hex:00é`, "é", "here a hex digit is missing; bytes are written 00 ff, with ? for any digit"},
		{"hex mark alone", `hex:0x`, "", "here a hex digit is missing; bytes are written 00 ff, with ? for any digit"},
		{"half a byte", "hex:00 abc", "c", "this is half a byte: a byte has two hex digits; a text is put in quotes"},
		{"bad regexp", "x /a(b/ y", "/a(b/", "this is no regular expression: missing closing ): \"a(b\""},
		{"bad regexp repeat", "/*a/i", "/*a/i", "this is no regular expression: missing argument to repetition operator: \"*\""},
		{"bad size", "size>big", "big", `"big" is no size; sizes are written 100, 1k, 1.5M, 64Ki`},
		{"bad unit", "size>1x", "1x", `"1x" is no size; sizes are written 100, 1k, 1.5M, 64Ki`},
		{"large size", "size>99999999999G", "99999999999G", `"99999999999G" is too large a size`},
		{"larger size", "size>99999999999999999999", "99999999999999999999", `"99999999999999999999" is too large a size`},
		{"part of a byte", "size>1.0005k", "1.0005k", `"1.0005k" is no whole number of bytes`},
		{"unit apart", "size >= 1.5 M", "1.5", `"1.5" is no whole number of bytes`},
		{"list to compare with", "size>1,2", "1,2", `"1,2" is no size; sizes are written 100, 1k, 1.5M, 64Ki`},
		{"bad time", "time>25:00", "25:00", `"25:00" is no time; times are written 14:02, 14:02:03.5, 2026-11-20, 2026-11-20T14:02`},
		{"early time", "time>1600-01-01", "1600-01-01", "the year must be between 1678 and 2261"},
		{"bad session", "session:3,x", "x", `"x" is no whole number, or too large a one`},
		{"bad end of a range", "session:3-x", "x", `"x" is no whole number, or too large a one`},
		{"range turned round", "session:1,9-5", "9-5", "a range goes from the smaller number to the larger"},
		{"hole in a list", "session:3,,5", ",", "something is missing in this list"},
		{"list without an end", "dir:in,", ",", "something is missing in this list"},
		{"unknown direction", "dir:in,up", "up", `there is no direction "up"; there are in, out, status, error`},
		{"unknown direction in quotes", `dir:"in,up"`, `"in,up"`, `there is no direction "up"; there are in, out, status, error`},
		{"unknown kind", "kind:x", "x", `there is no kind of event "x"; there are opened, accepted, received, sent, noted, failed, ended, closed, framed`},
		{"unknown flag", "flag:x", "x", `there is no flag "x"; there are automatic, truncated, counted, peershut, short, cut, broken`},
		{"bad endpoint number", "endpoint:#x", "#x", "after endpoint:# stands the number of an endpoint; a name that begins with # is put in quotes"},
		{"no character", "ab\xffc", "\xff", `the byte ff is no character; a byte is written "\xff", or hex:ff`},
		{"deep", strings.Repeat("(", 200), "(", "parentheses are nested more than 100 deep"},
		{"regexps", strings.Repeat("/a/ ", 33), "/a/", "a filter may have 32 regular expressions; a|b is one for two"},
		{"long", strings.Repeat("a", 1<<20), strings.Repeat("a", 1<<20-MaxLength), "a filter may have 8192 bytes, and this one has 1048576"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse(c.text, testOptions)
			e, ok := err.(*SyntaxError)
			if !ok {
				t.Fatalf("got error %v", err)
			}
			if e.Text != c.want {
				t.Errorf("got %s\nwant %s", e.Text, c.want)
			}
			pos := strings.LastIndex(c.text, c.where)
			switch c.name {
			case "deep":
				pos = 100
			case "hole in a list":
				pos = len("session:3,")
			case "unclosed parenthesis":
				c.where = "("
			case "or and":
				pos = len("a ")
			}
			if e.Pos != pos || e.End != pos+len(c.where) {
				t.Errorf("got place %d to %d, want %d to %d", e.Pos, e.End, pos, pos+len(c.where))
			}
		})
	}
}
