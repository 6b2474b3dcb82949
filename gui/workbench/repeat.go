package workbench

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
	"wirevise/netcore/transport"
)

// Fields of the repeat's dialog, as a FieldError names them.
const (
	FieldEvery = "every"
	FieldTimes = "times"
)

// A RepeatForm is how often a message is repeated, as typed.
type RepeatForm struct {
	Every string // milliseconds, or a time such as 1.5s
	Times string // "" until it is stopped
}

// maxEvery is the longest interval.
const maxEvery = 24 * time.Hour

// Parse checks the form. The error is a FieldError.
func (f RepeatForm) Parse() (every time.Duration, times uint64, err error) {
	text := strings.ReplaceAll(strings.TrimSpace(f.Every), " ", "")
	if _, bad := strconv.ParseUint(text, 10, 64); bad == nil {
		text += "ms"
	}
	every, err = time.ParseDuration(text)
	if err != nil || every < time.Millisecond || every > maxEvery || every%time.Millisecond != 0 {
		return 0, 0, &FieldError{FieldEvery, fmt.Sprintf("%q is no interval: write whole milliseconds, such as 250, or 1.5s; at least 1, at most 24h", f.Every)}
	}
	if text = strings.TrimSpace(f.Times); text == "" {
		return every, 0, nil
	}
	if times, err = strconv.ParseUint(text, 10, 64); err != nil || times == 0 {
		return 0, 0, &FieldError{FieldTimes, fmt.Sprintf("%q is no number of times: write 1 or more, or nothing to go on until it is stopped", f.Times)}
	}
	return every, times, nil
}

// A RepeatJob is a message to send again and again.
type RepeatJob struct {
	Title   string
	Every   time.Duration
	Times   uint64 // 0: until it is stopped
	Message *codec.Template
	To      []netcore.SessionID
	Peer    string                      // the receiver of datagrams as host:port; "" leaves it to the session
	Clip    func() (string, error)      // for {{clip}}; called in the task
	Say     func(sequence.Tally) string // how it stands, for the screen
}

// Repeat begins to send a message again and again, as an activity.
func (w *Workbench) Repeat(j RepeatJob) ActivityID {
	peers, local := make(map[netcore.SessionID]string), ""
	for i, session := range j.To {
		peers[session] = w.PeerOf(session)
		if i == 0 {
			_, local = w.socketOf(session)
		}
	}
	id, _ := w.Begin(Job{Title: j.Title, Name: "repeat", Run: func(ctx context.Context, p *Progress) (string, error) {
		to, err := resolvePeer(ctx, j.Peer, local)
		if err != nil {
			return "", err
		}
		r := sequence.Repeat{Every: j.Every, Times: j.Times, Make: j.make, Told: func(t sequence.Tally) {
			p.Tell(int64(t.Times), int64(t.Of), func() string { return j.Say(t) })
		}}
		for _, session := range j.To {
			peer := peers[session]
			if !to.IsZero() {
				peer = to.String()
			}
			r.To = append(r.To, sequence.Receiver{Session: session, To: to, Peer: peer})
		}
		tally, err := r.Run(ctx, w.hub)
		return fmt.Sprintf("every %s: %s", sequence.Short(j.Every), tally), err
	}})
	return id
}

func (j *RepeatJob) make(n uint64, to sequence.Receiver) ([]byte, error) {
	return j.Message.Bytes(&codec.Vars{Seq: n, Peer: to.Peer, Clip: j.Clip})
}

// resolvePeer looks up a receiver of datagrams; "" is the zero Peer.
func resolvePeer(ctx context.Context, to, local string) (netcore.Peer, error) {
	if to = strings.TrimSpace(to); to == "" {
		return netcore.Peer{}, nil
	}
	if peer, ok := transport.LiteralPeer(to); ok {
		return peer, nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, resolveLimit, &netcore.LimitError{What: "looking up " + to, After: resolveLimit})
	defer cancel()
	return transport.ResolvePeer(ctx, to, local)
}
