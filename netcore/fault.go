package netcore

// A Fault names an error the way the system and people do.
type Fault struct {
	Name   string // ECONNREFUSED, EAI_NONAME; "" when the system has no name for it
	Number int    // the system's number of Name on this system
	Text   string // one plain sentence of what it means, lower case, no full stop
}
