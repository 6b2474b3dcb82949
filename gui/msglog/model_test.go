package msglog

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"wirevise/gui/query"
	"wirevise/netcore"
)

// A model is a store made simply: all rows there ever were, of which those from first on are held.
type model struct {
	entries []Entry // entries[i] has number i+1
	first   uint64
}

func (m *model) next() uint64 { return uint64(len(m.entries)) + 1 }

func (m *model) append(batch []netcore.Event) {
	for _, e := range batch {
		m.entries = append(m.entries, entryOf(m.next(), e))
	}
}

// entryOf is what a store must give back for e.
func entryOf(seq uint64, e netcore.Event) Entry {
	return Entry{
		Seq: seq, Time: e.Time, Kind: e.Kind, Flags: e.Flags, Endpoint: e.Endpoint, Session: e.Session, Name: e.Name, Network: e.Network,
		Local: e.Local, Peer: e.Peer, Size: int64(len(e.Payload)), Payload: slices.Clone(e.Payload), Note: e.Note,
		Fault: netcore.Explain(e.Err), HasFault: e.Err != nil,
	}
}

// passing are the numbers of the rows before end that are held and pass f.
func (m *model) passing(f Filter, end uint64) (seqs []uint64) {
	for seq := m.first; seq < end; seq++ {
		if f.Match(m.entries[seq-1]) {
			seqs = append(seqs, seq)
		}
	}
	return seqs
}

func sameEntry(a, b Entry) bool {
	return a.Seq == b.Seq && a.Time.Equal(b.Time) && a.Kind == b.Kind && a.Flags == b.Flags && a.Endpoint == b.Endpoint &&
		a.Session == b.Session && a.Name == b.Name && a.Network == b.Network && a.Local == b.Local && a.Peer == b.Peer && a.Size == b.Size &&
		string(a.Payload) == string(b.Payload) && a.Note == b.Note && a.Fault == b.Fault && a.HasFault == b.HasFault
}

var errSome = errors.New("something went wrong")

// randomEvents are of all sorts, frames among them; one in big has a payload up to 40 kB.
func randomEvents(r *rand.Rand, n, big int) []netcore.Event {
	batch := uncutEvents(r, n, big)
	for i := 0; i < len(batch); i++ {
		if r.IntN(8) == 0 {
			i += cutRandomly(r, batch[i:])
		}
	}
	return batch
}

// cutRandomly makes the first event a read, and of some after it the frames that it was cut into. It returns how many these are.
func cutRandomly(r *rand.Rand, batch []netcore.Event) (frames int) {
	read := &batch[0]
	read.Kind, read.Flags, read.Session = netcore.Received, netcore.Cut, 7
	rest := read.Payload
	frames = min(r.IntN(6), len(batch)-1)
	for i := range batch[1 : 1+frames] {
		e := &batch[1+i]
		e.Kind, e.Flags, e.Session = netcore.Framed, 0, 7
		switch n := r.IntN(len(rest) + 1); {
		case r.IntN(6) == 0: // it began in the read before
			e.Payload = append([]byte("before"), rest[:n]...)
		case r.IntN(20) == 0: // another maker of frames than ours
			e.Payload = rest[:n:n]
		default:
			e.Payload = rest[:n]
			rest = rest[n:]
		}
		if r.IntN(10) == 0 {
			e.Flags, e.Note = netcore.Broken, "it is no whole frame"
		}
	}
	return frames
}

// uncutEvents have no frames among them.
func uncutEvents(r *rand.Rand, n, big int) []netcore.Event {
	words := []string{"alpha", "Beta", "GAMMA", "straße", "早上好", "Ünï", "\xff\x00", "42"}
	batch := make([]netcore.Event, n)
	for i := range batch {
		e := &batch[i]
		*e = netcore.Event{
			Time:     time.Unix(0, r.Int64()),
			Kind:     netcore.EventKind(1 + r.IntN(8)),
			Flags:    netcore.EventFlags(r.IntN(16)),
			Endpoint: netcore.EndpointID(r.IntN(4)),
			Session:  netcore.SessionID(r.IntN(100)),
			Local:    "127.0.0.1:9000",
			Peer:     fmt.Sprintf("127.0.0.1:%d", 50000+r.IntN(200)),
		}
		e.Name = []string{"", "one", "two", "two"}[e.Endpoint]
		e.Network = []string{"", "tcp", "udp", "udp"}[e.Endpoint]
		switch {
		case r.IntN(big) == 0:
			e.Payload = make([]byte, r.IntN(40_000))
		case r.IntN(20) == 0:
			e.Payload = make([]byte, r.IntN(2000))
		case r.IntN(10) > 0:
			e.Payload = []byte(strings.Repeat(words[r.IntN(len(words))]+" ", r.IntN(6)))
		}
		if r.IntN(10) == 0 {
			e.Note = words[r.IntN(len(words))]
		}
		switch r.IntN(20) {
		case 0:
			e.Err = syscall.ECONNRESET
		case 1:
			e.Err = errSome
		case 2:
			e.Time = time.Time{}
		}
	}
	return batch
}

// testLimit is what tests let the files of a store take, whose segments are small.
const testLimit = 512 << 10

// memoryStore is a store without files.
func memoryStore(t testing.TB) *Store {
	t.Helper()
	return closed(t, New(Options{}))
}

// diskStore is a store with files, in small segments.
func diskStore(t testing.TB) *Store {
	t.Helper()
	return closed(t, New(Options{Folder: newFolder(t, t.TempDir()), segment: testLimit / 8}))
}

func newFolder(t testing.TB, dir string) *Folder {
	t.Helper()
	f, err := Library{dir}.Create("test")
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func closed(t testing.TB, s *Store) *Store {
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close: %v", err)
		}
	})
	return s
}

// written waits until all rows are in the files.
func written(t testing.TB, s *Store) {
	t.Helper()
	waitFor(t, s, "rows are unwritten", func(st Stats) bool { return st.Unsaved == 0 })
}

// trim lets go of old rows as the program does.
func trim(t testing.TB, s *Store) {
	t.Helper()
	if _, err := s.Trim(testLimit); err != nil {
		t.Fatal(err)
	}
}

// text is a query for text, in whatever case; exactly minds it.
func text(s string) *query.Query    { return parsed(s, query.Options{}) }
func exactly(s string) *query.Query { return parsed(s, query.Options{MatchCase: true}) }

func parsed(s string, o query.Options) *query.Query {
	q, err := query.Parse(strconv.Quote(s), o)
	if err != nil {
		panic(err)
	}
	return q
}

func TestStoreModel(t *testing.T) {
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 0))
		s, m := diskStore(t), &model{first: 1}
		trimmed := uint64(0)
		for range 400 {
			batch := randomEvents(r, r.IntN(60), 50)
			want := m.next()
			m.append(batch)
			split := r.IntN(len(batch) + 1)
			if got := s.Append(batch[:split]); got != want {
				t.Fatalf("Append: got %d, want %d", got, want)
			}
			s.Append(batch[split:])
			for i := range batch {
				clear(batch[i].Payload) // the store must have copied it
			}
			switch r.IntN(100) {
			case 0:
				s.Clear()
				m.first = m.next()
			case 1, 2, 3, 4, 5:
				written(t, s)
			}
			gone, err := s.Trim(testLimit)
			if err != nil {
				t.Fatal(err)
			}
			trimmed += gone
			m.first += gone
			if first, next := s.Bounds(); next != m.next() || first != m.first {
				t.Fatalf("Bounds: got %d, %d, want %d, %d", first, next, m.first, m.next())
			}
			checkStore(t, r, s, m, trimmed)
		}
		if trimmed == 0 {
			t.Error("nothing was trimmed")
		}
	}
}

func checkStore(t *testing.T, r *rand.Rand, s *Store, m *model, trimmed uint64) {
	t.Helper()
	for range 10 {
		seq := r.Uint64N(m.next() + 2)
		want, held := Entry{}, seq >= m.first && seq < m.next()
		if held {
			want = m.entries[seq-1]
		}
		if got, ok := s.Get(seq, -1); ok != held || !sameEntry(got, want) {
			t.Fatalf("Get(%d): got %+v, %t, want %+v, %t", seq, got, ok, want, held)
		}
		got, _ := s.Get(seq, 3)
		want.Payload = want.Payload[:min(3, len(want.Payload))]
		if !sameEntry(got, want) || cap(got.Payload) > max(3, len(got.Payload)) {
			t.Fatalf("Get(%d, 3): got %+v, want %+v", seq, got, want)
		}
	}
	want := Stats{Rows: m.next() - m.first, Appended: m.next() - 1, Trimmed: trimmed}
	payload := int64(0)
	for seq := m.first; seq < m.next(); seq++ {
		if m.entries[seq-1].Kind != netcore.Framed { // whose bytes may be the read's
			payload += m.entries[seq-1].Size
		}
	}
	got := s.Stats()
	if got.Rows != want.Rows || got.Appended != want.Appended || got.Trimmed != want.Trimmed || got.Bytes < payload || got.Trouble != nil {
		t.Fatalf("Stats: got %+v, want %+v with at least %d bytes", got, want, payload)
	}
	if least := got.DiskBytes + got.MemoryBytes; least < payload {
		t.Fatalf("Stats: %d bytes on disk and in memory, want at least %d", least, payload)
	}
}
