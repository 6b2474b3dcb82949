package codec

import (
	"strings"
	"time"
)

// Vars are what the variables of a [Template] stand for, of one message. In each mode the characters of a variable are
// encoded with the message's encoding; the forms that are called binary are bytes.
//
//	{{seq}}                 a number that counts the messages: Seq
//	{{time}}                Now, as in 2006-01-02T15:04:05+01:00
//	{{time:LAYOUT}}         Now by a layout of Go (2006-01-02 15:04:05.000) or of strftime (%Y-%m-%d %H:%M:%S.%f)
//	{{time:utc:LAYOUT}}     the same in UTC; {{time:http}} is the date of HTTP
//	{{unix}} {{unix:ms}}    seconds since 1970; milliseconds, also us and ns
//	{{rand:8}}              8 random bytes (binary)
//	{{rand:8:hex}}          8 random bytes as 16 hex digits; HEX has them in capitals
//	{{rand:8:digits}}       8 random digits; letters gives letters
//	{{rand:1-6}}            a random number from 1 to 6
//	{{peer}}                Peer; {{peer:host}} and {{peer:port}} are its parts
//	{{clip}}                the clipboard's text; {{clip:hex}} the bytes that its hex digits are (binary)
//	{{len}}                 how many bytes the message has, these digits, checksums and ending included
//	{{len:body}}            the bytes behind the first empty line, as Content-Length counts them
//	{{len:rest}}            the bytes behind this variable
//	{{name}}                Value("name"), as it is (binary); {{name:hex}} and {{name:HEX}} as hex digits
//
// A number (seq, unix, rand:1-6, len, peer:port) may be followed by how it is written: 04 for at least four digits
// with zeros before them, 4 with spaces; x and X in hex, 04x in four hex digits; u8, u16be, u16le and so on with 24, 32,
// 48 and 64 bits as a binary integer; +5 and -5 add to it first. {{len:rest:-2:u16be}} has all of that. A counter that
// is over what a binary integer holds begins again at 0, any other number is an error then.
//
// Spaces inside of the braces don't count. {{ itself is written {{{{; }} alone needs nothing.
type Vars struct {
	Seq   uint64
	Now   time.Time // its zone is that of {{time}}; zero is the time of the call
	Peer  string    // host:port
	Clip  func() (string, error)
	Value func(name string) ([]byte, bool) // captures and others by their names; nil knows none
	Names []string                         // that Value knows, for the message about one it does not
}

// known says which variables there are.
func (v *Vars) known() string {
	if len(v.Names) == 0 {
		return variableNames
	}
	return strings.Join(v.Names, ", ") + ", " + variableNames
}

// variableNames is what a message about an unknown one says.
const variableNames = "seq, time, unix, rand, peer, clip and len are known"
