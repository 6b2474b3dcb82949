package netcore

import "time"

// A Spec says what to open. Name appears in every event of the endpoint; {port} in it stands for the local port that
// the endpoint got.
type Spec struct {
	Name      string
	Role      string // what it is to whoever asks for it; told back in EndpointInfo
	Transport Transport
	Receive   Framer    // of what comes in on a stream; nil: each read is a message
	Send      Framer    // of what goes out on a stream; nil: a message goes out as it is
	Responder Responder // nil: nothing answers by itself
	Keeper    Attacher  // put into each session besides, as what keeps what it receives; nil: nothing
	Limits    Limits
	Reconnect Reconnect // of a client; the zero value does not
}

// Limits bound a session. Zero means no limit, but for ReadSize.
type Limits struct {
	Idle     time.Duration // end a session that received nothing for so long
	Write    time.Duration // end a session whose write takes longer
	ReadSize int           // the most bytes one read takes; 0: 64 KiB. A longer datagram is truncated
	KeepOpen bool          // when the peer finishes sending, go on until told to end
}

// Reconnect opens a client's connection again after it ended or failed, waiting Wait the first time and twice as long
// each time it fails again, up to MaxReconnectWait.
type Reconnect struct {
	On   bool
	Wait time.Duration // 0: DefaultReconnectWait
}

const (
	DefaultReconnectWait = time.Second
	MaxReconnectWait     = 30 * time.Second
)

// A Message is what goes out in one piece. To is for datagram sessions: zero means the fixed peer, or else whoever
// sent last.
type Message struct {
	Payload   []byte // not written to by anybody from here on
	To        Peer
	Automatic bool // a responder made it
	Raw       bool // goes out as it is, whatever the endpoint's framing

	// Wrote, unless it is nil, is told once how many bytes of a message that was queued went out, when it has been written or
	// when it never will be. It must not wait.
	Wrote func(n int)
}

// How a session is ended by this side.
type How uint8

const (
	EndClose     How = iota + 1 // send what waits, then close both ways
	EndHalfClose                // finish sending (FIN), go on receiving
	EndAbort                    // drop what waits, reset (RST)
)
