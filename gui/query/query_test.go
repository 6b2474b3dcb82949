package query

import (
	"bytes"
	"testing"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
)

func received(payload string) *Row {
	return &Row{Seq: 1000, Time: time.Date(2026, 11, 20, 14, 2, 3, 500_000_000, testNow.Location()).UnixNano(), Kind: netcore.Received,
		Session: 5, Endpoint: 2, Flow: 1, Name: "echo server", Network: "tcp", Local: "127.0.0.1:9000", Peer: "192.168.1.5:50312",
		Size: int64(len(payload)), Payload: []byte(payload)}
}

func broken() *Row {
	return &Row{Seq: 1001, Time: NoTime, Kind: netcore.Ended, Flags: netcore.Counted | netcore.PeerShut, Fault: true, Session: 7, Flow: 2,
		Note: "it ended", FaultName: "ECONNRESET", FaultNumber: 104, FaultText: "the other side broke off"}
}

func TestMatch(t *testing.T) {
	hello := received("Hello, Grüß Gott\r\n\x00\xff\x4f\xfe")
	for _, c := range []struct {
		name, text string
		r          *Row
		want       bool
	}{
		{"empty", "", hello, true},
		{"text", "hello", hello, true},
		{"text, no", "hellooo", hello, false},
		{"text folded", "GRÜSS", hello, false}, // ß is no case of SS
		{"text folded, umlaut", "gRÜ", hello, true},
		{"text in the peer", "192.168.1.5", hello, true},
		{"text in the name", "ECHO", hello, true},
		{"text in the local address", "9000", hello, false},
		{"text in the note", "ENDED", broken(), true},
		{"text in the fault's name", "connreset", broken(), true},
		{"text in the fault's text", `"Broke off"`, broken(), true},
		{"payload only", "text:hello", hello, true},
		{"payload only, peer", "text:192", hello, false},
		{"case", "case:Hello", hello, true},
		{"case, no", "case:hello", hello, false},
		{"escapes", `"gott\r\n\x00\xff"`, hello, true},
		{"regexp", `/gr..?.? /`, hello, false},
		{"regexp with flags", `/gr..?.? /i`, hello, true},
		{"regexp at the end of a line", `/Gott$/`, hello, false},
		{"regexp at the end of a line, m", `/Gott\r$/m`, hello, true},
		{"regexp over lines", `/Gott.*O/`, hello, false},
		{"regexp over lines, s", `/Gott.*O/s`, hello, true},
		{"regexp folds like regexp", "/\u212a/i", received("k"), true},
		{"regexp folds like regexp, back", "/k/i", received("\u212a"), true},
		{"regexp folded word", "/STRASSE|k+s/i", received("KK\u017f"), true},
		{"regexp and bytes that are no character", `/\x00./`, hello, true},
		{"regexp, the replacement character", `/\x{fffd}O\x{fffd}/`, hello, true},
		{"regexp and the peer", "/192/", hello, false},
		{"regexp from the beginning", `/^Hello/`, hello, true},
		{"hex", "hex:00 ff", hello, true},
		{"hex, other order", "hex:ff 00", hello, false},
		{"hex any byte", "hex:00 ?? 4f", hello, true},
		{"hex any digit", "hex:0? f? 4? ?e", hello, true},
		{"hex any digit, no", "hex:1? ff", hello, false},
		{"hex only any", "hex:????", received("a"), false},
		{"hex only any, long enough", "hex:????", received("ab"), true},
		{"hex at the end", "hex:4f fe ??", hello, false},
		{"hex after a false start", "hex:61 ?? 62", received("aaaxb"), true},
		{"peer", "peer:192.168.", hello, true},
		{"peer exactly", "peer:=192.168.1.5:50312", hello, true},
		{"peer exactly, no", "peer:=192.168.1.5", hello, false},
		{"peer and payload", "peer:hello", hello, false},
		{"local", "local::9000", hello, true},
		{"endpoint", "endpoint:SERVER", hello, true},
		{"endpoint exactly", `endpoint:="echo server"`, hello, true},
		{"endpoint exactly, case", `endpoint:="Echo server"`, hello, false},
		{"endpoint by number", "endpoint:#2", hello, true},
		{"endpoint by other number", "endpoint!=#2", hello, false},
		{"network", "network:udp,TCP", hello, true},
		{"network, no", "network:udp", hello, false},
		{"network exactly", "network:tc", hello, false},
		{"dir in", "dir:in", hello, true},
		{"dir out", "dir:out", hello, false},
		{"dir of a fault", "dir:error", broken(), true},
		{"dir of an end", "dir:status", broken(), true},
		{"dir list", "dir:out|error", broken(), true},
		{"dir of a failure", "dir:status", &Row{Kind: netcore.Failed, Fault: true}, false},
		{"all dirs", "dir:in,out,status,error", &Row{Kind: netcore.Failed}, true},
		{"dir of a frame", "dir:in", &Row{Kind: netcore.Framed}, true},
		{"dir of a frame, no other", "dir:out,status,error", &Row{Kind: netcore.Framed}, false},
		{"dir of a broken frame", "dir:error", &Row{Kind: netcore.Framed, Flags: netcore.Broken}, true},
		{"a frame", "kind:frame", &Row{Kind: netcore.Framed}, true},
		{"a read is no frame", "kind:frame", &Row{Kind: netcore.Received, Flags: netcore.Cut}, false},
		{"a read that was cut", "flag:cut", &Row{Kind: netcore.Received, Flags: netcore.Cut}, true},
		{"a read that was not cut", "not flag:cut", hello, true},
		{"kind", "kind:received", hello, true},
		{"kind, no", "kind:sent,opened", hello, false},
		{"size", "size>1k", hello, false},
		{"size less", "size<1Ki", hello, true},
		{"size exactly", "size=24", hello, true},
		{"size not", "size!=24", hello, false},
		{"size at the bound", "size>24", hello, false},
		{"size at the bound, too", "size>=24", hello, true},
		{"size under the bound", "size<24", hello, false},
		{"size under the bound, too", "size<=24", hello, true},
		{"size list", "size:1,20-23,24-30,50", hello, true},
		{"size list, no", "size:1,20-23,25-30,50", hello, false},
		{"time after", "time>14:02", hello, true},
		{"time after, no", "time>14:02:03.5", hello, false},
		{"time from", "time>=14:02:03.5", hello, true},
		{"time before", "time<14:02:03", hello, false},
		{"time until", "time<=14:02:03.500", hello, true},
		{"time within a minute", "time:14:02", hello, true},
		{"time within a second", "time:14:02:03", hello, true},
		{"time within a tenth", "time:14:02:03.5", hello, true},
		{"time within a hundredth", "time:14:02:03.51", hello, false},
		{"time within a day", "time:2026-11-20", hello, true},
		{"time within another day", "time:2026-11-19", hello, false},
		{"time in another zone", "time:2026-11-20T06:02Z", hello, true},
		{"time in another zone with minutes", "time:2026-11-20T06:02:03+00:00", hello, true},
		{"time with a date", "time<2026-11-20T14:02", hello, false},
		{"time with a space", `time>"2026-11-20 14:02"`, hello, true},
		{"time of none", "time<2261-01-01", broken(), false},
		{"time of none, not", "time!=14:02", broken(), true},
		{"session", "session:3,5-9", hello, true},
		{"session, no", "session:3,6-9", hello, false},
		{"session compared", "session<5", hello, false},
		{"seq", "seq>=1000", hello, true},
		{"seq, no", "seq>1000", hello, false},
		{"error", "error:reset", broken(), true},
		{"error by number", "error:104", broken(), true},
		{"error by other number", "error:10", broken(), false},
		{"error exactly", "error:=ECONNRESET", broken(), true},
		{"no error", "error:=\"\"", hello, false},
		{"number without a fault", "error:0", hello, false},
		{"note", "note:ended", broken(), true},
		{"note and payload", "note:hello", hello, false},
		{"no note", `note:=""`, hello, true},
		{"flag", "flag:automatic|counted", broken(), true},
		{"flag, no", "flag:truncated", broken(), false},
		{"or is weaker than and", "nothing and nothing or hello", hello, true},
		{"or is weaker than and, turned", "hello or nothing and nothing", hello, true},
		{"parentheses", "(hello or nothing) and nothing", hello, false},
		{"not binds closest", "not nothing or hello", hello, true},
		{"not binds closest, and", "not hello nothing", hello, false},
		{"not of parentheses", "not (hello nothing)", hello, true},
		{"minus", "hello -peer:192.168.1.5", hello, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			q := mustParse(t, c.text)
			if got := q.Match(c.r); got != c.want {
				t.Errorf("got %t, want %t", got, c.want)
			}
			m := q.Matcher()
			for range 2 { // the second time of a known flow
				if got := m.Match(c.r); got != c.want {
					t.Errorf("Matcher: got %t, want %t", got, c.want)
				}
			}
			if got := mustParse(t, q.String()).Match(c.r); got != c.want {
				t.Errorf("%s: got %t, want %t", q, got, c.want)
			}
		})
	}
}

func TestMatchCase(t *testing.T) {
	q, err := Parse("hello or peer:LOCALHOST", Options{MatchCase: true})
	if err != nil {
		t.Fatal(err)
	}
	if q.Match(received("Hello")) || q.Match(&Row{Peer: "localhost:1"}) || !q.Match(received("hello")) {
		t.Error("case does not matter")
	}
}

func TestNeeds(t *testing.T) {
	for text, want := range map[string]Needs{
		"":                        {},
		"hello":                   {Payload: true, Texts: true, Flow: true},
		"text:a":                  {Payload: true},
		"case:a":                  {Payload: true, Texts: true, Flow: true},
		"/a/":                     {Payload: true},
		"hex:00":                  {Payload: true},
		"peer:a":                  {Flow: true},
		"note:a or local:b":       {Flow: true, Texts: true},
		"error:5":                 {Texts: true},
		"endpoint:#5 network:tcp": {Flow: true},
		"dir:in kind:sent size>1 time>1:00 session:1 seq>1 flag:counted endpoint:#1": {},
		"dir:in,out,status,error or hello":                                           {}, // always
		"size<0 and hello":                                                           {}, // never
	} {
		if got := mustParse(t, text).Needs(); got != want {
			t.Errorf("%s: got %+v, want %+v", text, got, want)
		}
	}
}

func TestFold(t *testing.T) {
	for _, c := range []struct {
		text string
		all  bool
		want string // what is asked, in its order
	}{
		{"", true, ""},
		{"size>=0", true, ""},
		{"dir:in,out,status,error", true, ""},
		{"not size<0", true, ""},
		{"not (size<0 and a)", true, ""},
		{"a or size>=0", true, ""},
		{"size<0", false, "never"},
		{"a and not dir:in,out,error,status", false, "never"},
		{"a and size>=0", false, "a"},
		{"a or size<0", false, "a"},
		{"/x/ and a and text:b and note:c and peer:d and dir:in", false, "dir:in and peer:d and note:c and text:b and a and /x/"},
		{"/x/ or (a and size>1) or dir:in", false, "dir:in or size>1 and a or /x/"},
		{"not a and dir:in", false, "dir:in and not a"},
	} {
		q := mustParse(t, c.text)
		if q.All() != c.all {
			t.Errorf("%s: All is %t", c.text, q.All())
		}
		if c.all {
			continue
		}
		got := "never"
		if q.folded.op != never {
			got = (&Query{root: q.folded}).String()
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.text, got, c.want)
		}
	}
}

func TestZeroQuery(t *testing.T) {
	var q Query
	if !q.All() || !q.Match(broken()) || !q.Matcher().Match(broken()) || q.String() != "" {
		t.Error("the zero Query keeps something out")
	}
}

func TestOptions(t *testing.T) {
	gbk, _ := codec.Lookup("gbk")
	o := Options{Encodings: []codec.Encoding{gbk}, MatchCase: true}
	q, err := Parse("time>14:02", o)
	if err != nil {
		t.Fatal(err)
	}
	got := q.Options()
	if got.Now.IsZero() || !got.MatchCase || len(got.Encodings) != 1 {
		t.Errorf("got %+v", got)
	}
	got.Encodings[0] = codec.Encoding{}
	if q.Options().Encodings[0].Name != "gbk" {
		t.Error("the options can be written to from outside")
	}
}

func TestMatchAllocates(t *testing.T) {
	gbk, _ := codec.Lookup("gbk")
	r := received("hello 123 \xc4\xe3\xba\xc4 and a longer text to look at")
	r.Note, r.FaultText = "a note that is longer than thirty-two bytes, so it would show", "and another that is longer than that"
	for _, text := range []string{"nothing", "näthing", "你好", "/x+y/", "hex:00 ?? ff", "peer:nothing or note:näthing", "error:x", "dir:out or session:9 or time<1:00"} {
		q, err := Parse(text, Options{Encodings: []codec.Encoding{gbk}})
		if err != nil {
			t.Fatal(err)
		}
		if n := testing.AllocsPerRun(100, func() { q.Match(r) }); n != 0 {
			t.Errorf("%s: %v allocations", text, n)
		}
	}
}

// A regular expression over much is called off, and says the same when it is not.
func TestStop(t *testing.T) {
	payload := bytes.Repeat([]byte("aé\xff\n"), 20_000)
	for text, want := range map[string]bool{`/a\x{fffd}/`: false, `/é\x{fffd}\n$/`: true, `/^\n/`: false, `/\Aaé/`: true, `/(a?){9}[xyz]/`: false, `/(?m)^aé.$/`: true} {
		q, err := Parse(text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := &Row{Payload: payload, Size: int64(len(payload)), Stop: func() bool { return false }}
		if got := q.Match(r); got != want {
			t.Errorf("%s: got %t", text, got)
		}
		if r.Stop = nil; q.Match(r) != want {
			t.Errorf("%s without Stop: got %t", text, !want)
		}
	}
	q, err := Parse("/(a?){200}(é|b)*[xyz]$/", Options{})
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	q.Match(&Row{Payload: bytes.Repeat([]byte("a"), 10<<20), Stop: func() bool { return time.Since(begun) > 20*time.Millisecond }})
	if took := time.Since(begun); took > 2*time.Second {
		t.Errorf("it stopped after %v", took)
	}
}

// The first place is the same with a stop as without, and a slow expression gives up.
func TestFindFirst(t *testing.T) {
	payload := append(bytes.Repeat([]byte("some text\n"), 20_000), "The Needle, 0815"...)
	never := func() bool { return false }
	for _, text := range []string{"needle", "/need.e/i", "/^The/m", "/[0-9]*$/", "hex:08", "nothing", "/x*5/ or needle"} {
		q, err := Parse(text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, e, ok := q.FindFirst(payload, never)
		if ws, we, wok := q.Find(payload, 0); s != ws || e != we || ok != wok {
			t.Errorf("%s: got %d to %d, %t, want %d to %d, %t", text, s, e, ok, ws, we, wok)
		}
	}
	q, err := Parse("/(a?){200}(é|b)*[xyz]$/", Options{})
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	if _, _, ok := q.FindFirst(bytes.Repeat([]byte("a"), 10<<20), func() bool { return time.Since(begun) > 20*time.Millisecond }); ok {
		t.Error("it found something")
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("it gave up after %v", took)
	}
}
