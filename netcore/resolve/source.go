package resolve

import "fmt"

// A Source says where an answer came from.
type Source struct {
	Kind SourceKind
	File string // FromHostsFile, FromFile
	Line int    // in File, from 1
}

// SourceKind is a kind of [Source].
type SourceKind uint8

const (
	FromLiteral   SourceKind = iota + 1 // the question was the address itself
	FromHostsFile                       // the hosts file says the same as the system's resolver
	FromSystem                          // the system's resolver: DNS, mDNS or whatever it is set up to ask
	FromFile                            // the system's services or protocols file
	FromTable                           // the table that is built into this program
)

func (k SourceKind) String() string {
	switch k {
	case FromLiteral:
		return "literal address"
	case FromHostsFile:
		return "hosts file"
	case FromSystem:
		return "system resolver"
	case FromFile:
		return "system file"
	case FromTable:
		return "built-in table"
	}
	return fmt.Sprintf("SourceKind(%d)", uint8(k))
}

// String is the file and line where there is one, else the kind; "" for the zero Source.
func (s Source) String() string {
	switch {
	case s.Kind == 0:
		return ""
	case s.File != "" && s.Line > 0:
		return fmt.Sprintf("%s, line %d", s.File, s.Line)
	}
	return s.Kind.String()
}
