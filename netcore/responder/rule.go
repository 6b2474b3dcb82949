package responder

import "wirevise/netcore/codec"

// A Rule says: when this happens, and these conditions hold, do that. It is as typed, texts and all; [Compile] tells what is
// wrong with it. It marshals to JSON.
type Rule struct {
	Name       string     `json:"name,omitempty"`
	Off        bool       `json:"off,omitempty"`
	When       When       `json:"when"`
	Pattern    string     `json:"pattern,omitempty"`    // of those When that compare
	As         string     `json:"as,omitempty"`         // how Pattern is read: "text" or "", "hex" (?? is any byte), "escapes"
	Encoding   string     `json:"encoding,omitempty"`   // of Pattern, by name; "" is UTF-8
	IgnoreCase bool       `json:"ignoreCase,omitempty"` //
	Trim       bool       `json:"trim,omitempty"`       // CR and LF at the end of the message don't count
	If         Conditions `json:"if,omitzero"`
	Do         []Step     `json:"do"`
	GoOn       bool       `json:"goOn,omitempty"` // the rules behind it are looked at too, though it fits
}

// When says what a rule waits for.
type When string

const (
	WhenConnect  When = "connect"  // the session begins
	WhenMessage  When = "message"  // any message
	WhenEquals   When = "equals"   // a message that is the pattern
	WhenContains When = "contains" // a message that has the pattern in it
	WhenStarts   When = "starts"   // a message that starts with the pattern
	WhenEnds     When = "ends"     // a message that ends with the pattern
	WhenRegex    When = "regex"    // a message that the pattern matches, an expression of RE2
	WhenFinish   When = "finish"   // the peer finished sending (FIN)
)

// Whens lists what a rule can wait for, in the order in which to offer it.
var Whens = []When{WhenConnect, WhenMessage, WhenEquals, WhenContains, WhenStarts, WhenEnds, WhenRegex, WhenFinish}

// Compares reports whether it needs a pattern.
func (w When) Compares() bool {
	switch w {
	case WhenEquals, WhenContains, WhenStarts, WhenEnds, WhenRegex:
		return true
	}
	return false
}

// Conditions are what must hold besides; an empty one always does. A range is "3", "2-5", "10-" or "-4".
type Conditions struct {
	Messages string `json:"messages,omitempty"` // which messages of the session, counted from 1
	Every    string `json:"every,omitempty"`    // every nth of those
	Sessions string `json:"sessions,omitempty"` // how many sessions the endpoint has, this one too
	Clock    string `json:"clock,omitempty"`    // the time of day, "22:00-06:30", the end not included
	Since    string `json:"since,omitempty"`    // how long the session has been there, "10s-1m", the end not included
	Once     bool   `json:"once,omitempty"`     // once a session
}

// A Step is one thing that a rule does.
type Step struct {
	Do      string             `json:"do"`                // one of Steps
	Message *codec.Composition `json:"message,omitempty"` // of reply and forward; nil: the message that came in, as it is
	Wait    string             `json:"wait,omitempty"`    // of wait: "500ms", "2s"; a bare number is seconds
	To      string             `json:"to,omitempty"`      // of forward: ToOthers, "#12" for a session, or the name of an endpoint
}

// What steps do.
const (
	StepReply     = "reply"
	StepWait      = "wait"
	StepForward   = "forward"
	StepHalfClose = "half-close"
	StepClose     = "close"
	StepAbort     = "abort"
)

// Steps lists what a step can do, in the order in which to offer it.
var Steps = []string{StepReply, StepWait, StepForward, StepHalfClose, StepClose, StepAbort}

// ToOthers is every other session of the same endpoint.
const ToOthers = "others"
