package transfer

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"sync"
	"time"

	"wirevise/netcore"
)

const (
	// StreamPiece is how much of a file goes into a stream at once, in bytes.
	StreamPiece = 64 << 10
	// DatagramPiece is how much of a file a datagram takes when nothing else is asked for: it fits into one frame of Ethernet.
	DatagramPiece = 1400
	// MaxDatagram is the most that a datagram over IPv4 takes, in bytes (RFC 768, RFC 791).
	MaxDatagram = 65507
)

// A File is what to send of one file to one session, and how.
type File struct {
	Path      string
	Datagrams bool           // each piece is one
	Piece     int            // bytes at once; 0: StreamPiece or DatagramPiece
	Pace      int64          // bytes of the file a second; 0: as fast as the peer takes it
	Frame     netcore.Framer // makes one frame of all of it, in a stream; nil: nothing is added
	To        netcore.Peer   // of datagrams
}

// Sent is how far a file is.
type Sent struct {
	Size    int64  // of the file, when it was opened
	Read    int64  // of these, handed over to the session
	Wrote   int64  // of these, taken by the system: gone
	Lost    int    // datagrams that the system did not take
	Sum     []byte // SHA-256 of what was read; nil until the end
	Took    time.Duration
	Changed string // what happened to the file meanwhile, "" when nothing did
}

// String says what went, for the log.
func (s Sent) String() string {
	text := fmt.Sprintf("%d of %d bytes were sent", s.Wrote, s.Size)
	if s.Wrote == s.Size {
		text = fmt.Sprintf("all %d bytes were sent", s.Size)
	}
	if s.Lost > 0 {
		text += fmt.Sprintf(", %d datagrams were not", s.Lost)
	}
	text += fmt.Sprintf(" in %v", s.Took.Round(time.Millisecond))
	if s.Sum != nil && s.Wrote == s.Read {
		text += fmt.Sprintf(", SHA-256 %x", s.Sum)
	}
	if s.Changed != "" {
		text += "; " + s.Changed
	}
	return text
}

const (
	// lostInARow is after how many datagrams that the system does not take a file is given up: nobody gets it.
	lostInARow = 100
	// settleLimit is how long what a person stopped waits for what is queued, in order to say what went.
	settleLimit = 500 * time.Millisecond
)

// ErrShorter is why less of a file was sent than it had.
var ErrShorter = errors.New("the file has become shorter while it was sent")

// ErrPeerGone is why a file was not sent to its end, when the session ended first.
var ErrPeerGone = errors.New("the connection ended first")

// Send sends a file through put, which queues a message, waits for room and fails when there is nobody any more, as
// [netcore.Hub.Send] of a session does. It returns when all of it has been written, or with what kept it from that; what it
// returns besides is right in either case. progress, unless nil, is told after each piece, by the goroutine that called Send.
// Other messages of the same session may go between two pieces.
func (f File) Send(ctx context.Context, put func(context.Context, netcore.Message) error, progress func(Sent)) (Sent, error) {
	file, info, err := open(f.Path)
	if err != nil {
		return Sent{}, err
	}
	defer file.Close()
	s := &sending{File: f, put: put, progress: progress, begun: time.Now(), sum: sha256.New(), pace: pace{rate: f.Pace}}
	s.done = sync.NewCond(&s.mu)
	s.sent.Size = info.Size()
	err = s.run(ctx, file)
	s.mu.Lock()
	sent := s.sent
	s.mu.Unlock()
	sent.Sum = s.sum.Sum(nil)
	sent.Took = time.Since(s.begun)
	sent.Changed = changed(f.Path, file, info)
	return sent, err
}

// A sending is a file under way.
type sending struct {
	File
	put      func(context.Context, netcore.Message) error
	progress func(Sent)
	begun    time.Time
	sum      hash.Hash // of what was read
	pace     pace
	keep     int    // bytes of
	last     []byte // the end of what was read

	mu      sync.Mutex // guards what follows
	done    *sync.Cond // that waiting or gone changed
	sent    Sent
	waiting int  // pieces that are queued
	failed  int  // pieces in a row that were not written
	gone    bool // nothing more can be
}

func (s *sending) run(ctx context.Context, file *os.File) error {
	wrap, size := netcore.Wrap{}, s.sent.Size
	if s.Frame != nil && !s.Datagrams {
		var err error
		if wrap, err = s.Frame.Wrap(size); err != nil {
			return err
		}
	}
	s.keep = len(wrap.Tail)
	at := min(int64(wrap.At), size)
	err := s.bytes(ctx, file, at)
	if err == nil {
		err = s.extra(ctx, wrap.Insert)
	}
	if err == nil {
		err = s.bytes(ctx, file, size-at)
	}
	if err == nil {
		err = s.extra(ctx, wrap.End(s.last))
	}
	return s.settle(ctx, err)
}

// bytes sends n bytes of the file.
func (s *sending) bytes(ctx context.Context, file *os.File, n int64) error {
	most := s.Piece
	switch {
	case most > 0:
	case s.Datagrams:
		most = DatagramPiece
	default:
		most = s.pace.piece(StreamPiece)
	}
	for n > 0 {
		piece := make([]byte, min(int64(most), n)) // it is the session's from here on
		got, err := io.ReadFull(file, piece)
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			err = ErrShorter
		}
		if piece = piece[:got]; got > 0 {
			if bad := s.piece(ctx, piece); bad != nil {
				return bad
			}
		}
		if err != nil {
			return err
		}
		n -= int64(got)
	}
	return nil
}

// piece sends a piece of the file.
func (s *sending) piece(ctx context.Context, b []byte) error {
	if err := s.pace.wait(ctx); err != nil {
		return err
	}
	err := s.queue(ctx, b, func(n int) { s.sent.Wrote += int64(n) })
	if err != nil {
		return err
	}
	s.pace.passed(len(b))
	s.last = append(s.last, b[max(0, len(b)-s.keep):]...)
	s.last = s.last[max(0, len(s.last)-s.keep):]
	s.sum.Write(b)
	s.mu.Lock()
	s.sent.Read += int64(len(b))
	sent := s.sent
	s.mu.Unlock()
	sent.Took = time.Since(s.begun)
	if s.progress != nil {
		s.progress(sent)
	}
	return nil
}

// extra sends what makes a frame of the file.
func (s *sending) extra(ctx context.Context, b []byte) error {
	if len(b) == 0 {
		return nil
	}
	return s.queue(ctx, b, nil)
}

// queue hands over bytes; count is told how many went out, with the lock held.
func (s *sending) queue(ctx context.Context, b []byte, count func(n int)) error {
	s.mu.Lock()
	if s.gone {
		s.mu.Unlock()
		return ErrPeerGone
	}
	s.waiting++
	s.mu.Unlock()
	err := s.put(ctx, netcore.Message{Payload: b, To: s.To, Raw: true, Wrote: func(n int) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.waiting--
		if count != nil {
			count(n)
		}
		if s.failed++; n == len(b) {
			s.failed = 0
		} else if s.Datagrams {
			s.sent.Lost++
		}
		s.gone = s.gone || s.failed > 0 && !s.Datagrams || s.failed >= lostInARow
		s.done.Broadcast()
	}})
	if err != nil {
		s.mu.Lock()
		s.waiting--
		s.mu.Unlock()
	}
	return err
}

// settle waits until what was queued has been written or never will be, and for settleLimit only once ctx has ended: what a
// peer that does not read has not taken by then may still go.
func (s *sending) settle(ctx context.Context, err error) error {
	late := false
	limit := time.AfterFunc(time.Hour, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		late = true
		s.done.Broadcast()
	})
	limit.Stop()
	defer limit.Stop()
	stop := context.AfterFunc(ctx, func() { limit.Reset(settleLimit) })
	defer stop()
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.waiting > 0 && !late {
		s.done.Wait()
	}
	switch {
	case errors.Is(err, netcore.ErrEnded), err == nil && s.gone:
		return ErrPeerGone
	case err == nil:
		return context.Cause(ctx)
	}
	return err
}
