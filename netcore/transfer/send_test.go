package transfer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
)

// A peer takes what is queued.
type peer struct {
	got    bytes.Buffer
	pieces []int
	take   func(m netcore.Message) error // before it is taken, or nil
}

func (p *peer) put(_ context.Context, m netcore.Message) error {
	if p.take != nil {
		if err := p.take(m); err != nil {
			return err
		}
	}
	p.got.Write(m.Payload)
	p.pieces = append(p.pieces, len(m.Payload))
	m.Wrote(len(m.Payload))
	return nil
}

func fileOf(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file.bin")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func noise(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{1}).Read(b)
	return b
}

// counted frames a payload with its length, put behind the payload's second byte, and a tail.
type counted struct{ netcore.Framer }

var errNoFrame = errors.New("no frame holds so much")

func (counted) Wrap(size int64) (netcore.Wrap, error) {
	if size > 1_000_000 {
		return netcore.Wrap{}, errNoFrame
	}
	return netcore.Wrap{At: 2, Insert: []byte("<>"), Tail: []byte("end")}, nil
}

func TestSend(t *testing.T) {
	for _, size := range []int{0, 1, 2, StreamPiece - 1, StreamPiece, StreamPiece + 1, 5*StreamPiece + 7} {
		content := noise(size)
		f := File{Path: fileOf(t, content)}
		var p peer
		last := Sent{}
		sent, err := f.Send(context.Background(), p.put, func(s Sent) {
			if s.Read <= last.Read || s.Size != int64(size) {
				t.Errorf("progress goes from %+v to %+v", last, s)
			}
			last = s
		})
		sum := sha256.Sum256(content)
		if err != nil || !bytes.Equal(p.got.Bytes(), content) || sent.Wrote != int64(size) || !bytes.Equal(sent.Sum, sum[:]) || sent.Changed != "" {
			t.Errorf("of %d bytes: %+v, %v", size, sent, err)
		}
		if last.Read != int64(size) {
			t.Errorf("of %d bytes the progress ends with %d", size, last.Read)
		}
	}
}

// ended is framing by an end that a payload may have already.
type ended struct{ counted }

func (ended) Wrap(int64) (netcore.Wrap, error) {
	return netcore.Wrap{Tail: []byte("end"), Once: true}, nil
}

func TestSendFramed(t *testing.T) {
	content := noise(100_000)
	f := File{Path: fileOf(t, content), Frame: counted{}}
	var p peer
	sent, err := f.Send(context.Background(), p.put, nil)
	want := netcore.Wrap{At: 2, Insert: []byte("<>"), Tail: []byte("end")}.Append(nil, content)
	if err != nil || !bytes.Equal(p.got.Bytes(), want) || sent.Wrote != 100_000 {
		t.Errorf("%+v, %v, %d bytes in all, want %d", sent, err, p.got.Len(), len(want))
	}
	for _, end := range []string{"en", "end"} { // a file that ends as its frame does
		f := File{Path: fileOf(t, append(noise(100_000), end...)), Frame: ended{}, Piece: 7}
		p = peer{}
		if _, err := f.Send(context.Background(), p.put, nil); err != nil || !bytes.HasSuffix(p.got.Bytes(), []byte("end")) || bytes.HasSuffix(p.got.Bytes(), []byte("endend")) {
			t.Errorf("%v, and the file with %q goes out with %q", err, end, p.got.Bytes()[p.got.Len()-6:])
		}
	}
	f.Path = fileOf(t, make([]byte, 1_000_001))
	p = peer{}
	if _, err := f.Send(context.Background(), p.put, nil); !errors.Is(err, errNoFrame) || p.got.Len() > 0 {
		t.Errorf("%v, and %d bytes went", err, p.got.Len())
	}
}

func TestSendDatagrams(t *testing.T) {
	content := noise(3000)
	p := peer{}
	f := File{Path: fileOf(t, content), Datagrams: true, Frame: counted{}}
	if _, err := f.Send(context.Background(), p.put, nil); err != nil || len(p.pieces) != 3 || p.pieces[0] != DatagramPiece || !bytes.Equal(p.got.Bytes(), content) {
		t.Errorf("%v, %v", p.pieces, err)
	}
	lossy := func(lose func(i int) bool) (Sent, error) {
		i := 0
		return File{Path: f.Path, Datagrams: true, Piece: 10}.Send(context.Background(), func(_ context.Context, m netcore.Message) error {
			i++
			if lose(i) {
				m.Wrote(0)
			} else {
				m.Wrote(len(m.Payload))
			}
			return nil
		}, nil)
	}
	if sent, err := lossy(func(i int) bool { return i%3 == 0 }); err != nil || sent.Lost != 100 || sent.Wrote != 2000 || sent.Read != 3000 {
		t.Errorf("with every third lost: %+v, %v", sent, err)
	}
	if sent, err := lossy(func(i int) bool { return i > 50 }); !errors.Is(err, ErrPeerGone) || sent.Lost != lostInARow || sent.Wrote != 500 {
		t.Errorf("with all but 50 lost: %+v, %v", sent, err)
	}
}

func TestSendWhatCannotBe(t *testing.T) {
	var kind *KindError
	if _, err := (File{Path: t.TempDir()}).Send(context.Background(), nil, nil); !errors.As(err, &kind) || kind.Kind != "a folder" {
		t.Errorf("a folder: %v", err)
	}
	if _, err := (File{Path: filepath.Join(t.TempDir(), "none")}).Send(context.Background(), nil, nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing: %v", err)
	}
}

func TestSendEndsWithThePeer(t *testing.T) {
	f := File{Path: fileOf(t, noise(1_000_000))}
	n := 0
	put := func(_ context.Context, m netcore.Message) error {
		switch n++; {
		case n < 4:
			m.Wrote(len(m.Payload))
		case n == 4:
			m.Wrote(1000)
		case n == 5:
			return netcore.ErrEnded
		}
		return nil
	}
	sent, err := f.Send(context.Background(), put, nil)
	if !errors.Is(err, ErrPeerGone) || sent.Wrote != 3*StreamPiece+1000 {
		t.Errorf("%+v, %v, want %d bytes", sent, err, 3*StreamPiece+1000)
	}
	if text := sent.String(); !strings.HasPrefix(text, "197608 of 1000000 bytes were sent") || strings.Contains(text, "SHA") {
		t.Errorf("the log is told %s", text)
	}
}

func TestSendIsStopped(t *testing.T) {
	f := File{Path: fileOf(t, noise(1_000_000))}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		var slow []netcore.Message
		put := func(ctx context.Context, m netcore.Message) error { // takes two, keeps two, and has no room then
			switch len(slow) {
			case 2:
				cancel()
				<-ctx.Done()
				return ctx.Err()
			default:
				slow = append(slow, m)
				if len(slow) == 1 {
					m.Wrote(len(m.Payload))
				}
			}
			return nil
		}
		from := time.Now()
		sent, err := f.Send(ctx, put, nil)
		if !errors.Is(err, context.Canceled) || sent.Wrote != StreamPiece || sent.Read != 2*StreamPiece {
			t.Errorf("%+v, %v", sent, err)
		}
		if took := time.Since(from); took != settleLimit {
			t.Errorf("it took %v to stop", took)
		}
		slow[1].Wrote(1) // too late to count, and harmless
	})
}

func TestPace(t *testing.T) {
	for _, test := range []struct {
		name string
		size int
		rate int64
		want time.Duration
	}{
		{"slow", 50, 10, 5 * time.Second},
		{"usual", 1_000_000, 100_000, 10 * time.Second},
		{"fast", 10_000_000, 100_000_000, 100 * time.Millisecond},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := File{Path: fileOf(t, make([]byte, test.size)), Pace: test.rate}
			synctest.Test(t, func(t *testing.T) {
				from := time.Now()
				var p peer
				sent, err := f.Send(t.Context(), p.put, func(s Sent) {
					most := test.rate/paceSteps + StreamPiece
					if due := int64(time.Since(from).Seconds() * float64(test.rate)); s.Read > due+most || s.Read < due {
						t.Errorf("after %v %d bytes went, not %d", time.Since(from), s.Read, due)
					}
				})
				// the last piece goes at the beginning of its time
				took := time.Since(from)
				if err != nil || sent.Wrote != int64(test.size) || took > test.want || took < test.want-max(test.want/20, time.Second/paceSteps*2) {
					t.Errorf("it took %v, want %v; %v", took, test.want, err)
				}
			})
		})
	}
}

func TestPaceDoesNotBurst(t *testing.T) {
	f := File{Path: fileOf(t, make([]byte, 100_000)), Pace: 10_000}
	synctest.Test(t, func(t *testing.T) {
		p, from := peer{}, time.Now()
		p.take = func(netcore.Message) error {
			if len(p.pieces) == 10 {
				time.Sleep(5 * time.Second) // the peer does not read
			}
			return nil
		}
		if _, err := f.Send(t.Context(), p.put, nil); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(from); took < 14500*time.Millisecond || took > 15*time.Second {
			t.Errorf("10 s of sending with a pause of 5 s took %v", took)
		}
	})
}
