package query

import (
	"slices"
	"strings"
)

// A field is a term that begins with a name.
type field struct {
	name string
	how  []string // what may follow the name: longer ones before what they begin with
	hex  bool     // the value goes on over spaces
	read func(v value, o *Options) (term, *SyntaxError)
	help []Part
}

var (
	onlyColon   = []string{":"}
	colonOrIs   = []string{":=", ":", "==", "=", "!="}
	comparisons = []string{":<=", ":>=", ":!=", ":<", ":>", ":=", ":", "==", "<=", ">=", "!=", "<", ">", "="}
)

// fields are all there are, in the order of the help.
var fields = [...]field{
	{"text", onlyColon, false, readPayloadText, []Part{{"text:…", "stands in the payload", `text:"GET /"`}}},
	{"case", onlyColon, false, readCaseText, []Part{{"case:…", "a text in which case matters", "case:Hello"}}},
	{"hex", onlyColon, true, readHex, []Part{{"hex:00 ff", "bytes of the payload; ? is any digit", "hex:00 ff ?? 4?"}}},
	{"peer", colonOrIs, false, readPeer, []Part{
		{"peer:…", "stands in the peer's address", "peer:192.168.1."},
		{"peer:=…", "is the peer's address; so local:=, endpoint:=, note:= and error:=", "peer:=127.0.0.1:9000"}}},
	{"local", colonOrIs, false, readLocal, []Part{{"local:…", "stands in this side's address", "local::9000"}}},
	{"endpoint", colonOrIs, false, readEndpoint, []Part{
		{"endpoint:…", "stands in the endpoint's name", "endpoint:echo"},
		{"endpoint:#…", "the endpoint with this number", "endpoint:#2"}}},
	{"network", colonOrIs, false, readNetwork, []Part{{"network:…", "one of these protocols", "network:tcp"}}},
	{"dir", colonOrIs, false, readDir, []Part{{"dir:…", "in (received, be it a frame or a read), out (sent), status, error; several with a comma between them", "dir:in,error"}}},
	{"kind", colonOrIs, false, readKind, []Part{{"kind:…", "what happened: " + strings.Join(kinds.names(), ", "), "kind:opened,closed"}}},
	{"flag", colonOrIs, false, readFlag, []Part{{"flag:…", strings.Join(flags.names(), ", ") + "; one of these. A read that is cut into frames is cut, what is no whole frame is broken", "flag:broken"}}},
	{"size", comparisons, false, readSize, []Part{
		{"size>… size>= < <= = !=", "bytes of the payload; k, M and G are 1,000, a million, a thousand million; Ki, Mi and Gi are 1,024 and so on", "size>1k"},
		{"size:…", "one of these sizes", "size:0,64-128"}}},
	{"time", comparisons, false, readTime, []Part{
		{"time>… time>= < <=", "a clock time of today, or a date and time", "time>=14:02:03.5"},
		{"time:…", "within this minute, second or day", "time:2026-11-20T14:02"}}},
	{"session", comparisons, false, readSession, []Part{{"session:…", "sessions by number, from-to", "session:3,5-9"}}},
	{"seq", comparisons, false, readSeq, []Part{{"seq>… seq:…", "the number of the row", "seq>1000"}}},
	{"error", colonOrIs, false, readError, []Part{{"error:…", "stands in the error's name, or is its number", "error:ECONNRESET"}}},
	{"note", colonOrIs, false, readNote, []Part{{"note:…", "stands in the note", "note:lost"}}},
}

// fieldNamed finds a field by its name in any case.
func fieldNamed(name string) *field {
	if i := slices.IndexFunc(fields[:], func(f field) bool { return strings.EqualFold(f.name, name) }); i >= 0 {
		return &fields[i]
	}
	return nil
}

// fieldNames lists all, for a message.
func fieldNames() string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name + ":"
	}
	return strings.Join(names, " ")
}

// comparison takes what stands between a field's name and its value, and returns it in one of its spellings; "" when
// this is no field but a word. Around a comparison may be spaces.
func (l *lexer) comparison(f *field) string {
	at := l.pos
	if f.ordered() {
		at = l.spaceEnd(at)
	}
	for _, how := range f.how {
		if !strings.HasPrefix(l.text[at:], how) || at > l.pos && how[0] == ':' {
			continue
		}
		l.pos = at + len(how)
		switch how = strings.TrimPrefix(how, ":"); how {
		case "":
			return ":"
		case "==":
			return "="
		}
		return how
	}
	return ""
}

// ordered reports whether values can be compared.
func (f *field) ordered() bool { return len(f.how) == len(comparisons) }
