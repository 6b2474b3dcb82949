package workbench

import (
	"cmp"
	"context"
	"slices"

	"wirevise/gui/msglog"
	"wirevise/netcore"
	"wirevise/netcore/httpview"
)

const (
	// MaxHTTPBody is how much of a body that is in chunks or coded is decoded to be shown, in bytes.
	MaxHTTPBody = 16 << 20
	// MaxHTTPFile is how much a coded body may have when it is saved decoded, in bytes.
	MaxHTTPFile = 16 << 30
)

// HTTP is the HTTP messages of one session's stream, or of one datagram. All of its methods are for the window's goroutine.
type HTTP struct {
	w       *Workbench
	log     *book
	session netcore.SessionID
	stream  *Stream  // nil: payload
	payload *Payload // nil: stream

	cancel  context.CancelFunc // of the task that tells the messages apart, or nil
	again   bool               // more came meanwhile
	ways    [2]*httpWay        // by way; a task's while there is one
	state   HTTPState
	loading context.CancelFunc
	load    int // counts what was loaded: what an older one brings is not wanted
	closed  bool
}

// HTTPState is what has been found so far, and what stands behind it.
type HTTPState struct {
	Messages []HTTPMessage // in the order of the log
	Rest     []HTTPRest
	Err      error // the log could not be read
}

// An HTTPMessage is a message with where it is.
type HTTPMessage struct {
	httpview.Message
	Way Way
	Seq uint64 // of the row that it begins in
}

// HTTPRest says from where on the bytes of a way are no messages, and why.
type HTTPRest struct {
	Way  Way
	At   int64
	Text string
}

// An httpWay is one direction as it is being read.
type httpWay struct {
	bytes  Bytes
	at     func(off int64) uint64 // the row that a byte is of
	base   int64                  // of bytes, in the stream
	parser *httpview.Parser
	seqs   []uint64 // of the messages
	size   int64    // when the parser was told that it has ended; -1: it was not
}

// LooksLikeHTTP reports whether a payload may begin an HTTP message.
func LooksLikeHTTP(b Bytes) bool {
	head := make([]byte, min(b.Size(), 512))
	n, _ := b.ReadAt(head, 0)
	return httpview.Looks(head[:n])
}

// OpenHTTP makes the messages of a row's stream, or of the row itself if it is a datagram, with nothing read yet.
func (w *Workbench) OpenHTTP(e msglog.Entry) *HTTP {
	h := &HTTP{w: w, log: w.book(), session: e.Session}
	if e.Session == 0 || e.Network == "udp" {
		h.payload = w.Payload(e.Seq)
		way := &httpWay{bytes: h.payload, at: func(int64) uint64 { return e.Seq }, size: -1}
		h.ways[wayOf(e)-1] = way
		return h
	}
	h.stream = w.OpenStream(e.Session)
	return h
}

// Update reads what has come, in a task, and tells when that is done. It does nothing but ask for another round while
// one is under way.
func (h *HTTP) Update(done func(HTTPState)) {
	if h.cancel != nil || h.closed {
		h.again = true
		return
	}
	h.again = false
	if h.stream == nil {
		h.read(true, done)
		return
	}
	_, live := h.w.sessionInfo(h.session)
	ended := !live || h.log != h.w.live
	h.stream.Update(func(st StreamState) {
		h.read(ended && st.Done >= st.Total, done)
	})
}

// sessionInfo is what is told of a session that is open.
func (w *Workbench) sessionInfo(id netcore.SessionID) (info netcore.SessionInfo, open bool) {
	for _, e := range w.endpoints {
		for _, s := range e.Sessions {
			if s.ID == id {
				return s, true
			}
		}
	}
	return info, false
}

// read tells the messages apart in what the stream has.
func (h *HTTP) read(ended bool, done func(HTTPState)) {
	if h.cancel != nil {
		h.again = true
		return
	}
	h.log.hold()
	h.cancel = h.w.tasks.run(func(ctx context.Context) {
		defer h.log.release()
		st := h.parse(ctx, ended)
		h.w.dispatch(func() {
			h.cancel = nil
			if h.closed {
				return
			}
			h.state = st
			done(st)
			if h.again {
				h.Update(done)
			}
		})
	})
}

// parse is the task's.
func (h *HTTP) parse(ctx context.Context, ended bool) (st HTTPState) {
	if h.stream != nil && h.ways[0] == nil {
		for i, way := range []Way{ReceivedWay, SentWay} {
			b := h.stream.Bytes(way)
			h.ways[i] = &httpWay{bytes: b, base: b.Base(), size: -1, at: func(off int64) uint64 {
				p, _ := b.At(off)
				return p.Seq
			}}
		}
	}
	order := slices.Clone(h.ways[:])
	if r := h.ways[0]; r != nil && h.ways[1] != nil && LooksLikeHTTP(r.bytes) { // requests go first: their methods say what answers are like
		head := make([]byte, 5)
		if n, _ := r.bytes.ReadAt(head, 0); string(head[:n]) == "HTTP/" {
			slices.Reverse(order)
		}
	}
	var asked *httpWay
	for _, way := range order {
		if way == nil {
			continue
		}
		if err := way.read(ctx, ended, asked); err != nil && st.Err == nil {
			st.Err = err
		}
		asked = way
	}
	for i, way := range h.ways {
		if way == nil {
			continue
		}
		for j, m := range way.parser.Messages() {
			m.Problems = slices.Clone(m.Problems)
			st.Messages = append(st.Messages, HTTPMessage{m, Way(i + 1), way.seqs[j]})
		}
		if at, why, ok := way.parser.Rest(); ok {
			st.Rest = append(st.Rest, HTTPRest{Way(i + 1), at, why})
		}
	}
	slices.SortStableFunc(st.Messages, func(a, b HTTPMessage) int { return cmp.Compare(a.Seq, b.Seq) })
	return st
}

func (v *httpWay) read(ctx context.Context, ended bool, asked *httpWay) error {
	size := v.bytes.Size()
	if v.parser == nil || v.size >= 0 && v.size != size { // it was told too early that the stream has ended
		v.parser, v.seqs, v.size = httpview.NewParser(v.bytes), nil, -1
	}
	v.parser.Method = func(n int) string { return asked.method(n) }
	if ended {
		v.size = size
	}
	err := v.parser.Read(ctx, size, ended)
	found := v.parser.Messages()
	v.seqs = v.seqs[:min(len(v.seqs), len(found))]
	for _, m := range found[len(v.seqs):] {
		v.seqs = append(v.seqs, v.at(m.Head.From))
	}
	return err
}

// method is of the n-th request of a way.
func (v *httpWay) method(n int) string {
	if v == nil || v.parser == nil || n >= len(v.parser.Messages()) {
		return ""
	}
	return v.parser.Messages()[n].Method
}

// Close calls off what is under way.
func (h *HTTP) Close() {
	h.closed = true
	for _, cancel := range []context.CancelFunc{h.cancel, h.loading} {
		if cancel != nil {
			cancel()
		}
	}
	if h.stream != nil {
		h.stream.Close()
	}
}

// Session is whose messages these are.
func (h *HTTP) Session() netcore.SessionID { return h.session }

// WayOf is the direction that a row's bytes went.
func WayOf(e msglog.Entry) Way { return wayOf(e) }
