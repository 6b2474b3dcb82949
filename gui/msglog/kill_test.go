package msglog

import (
	"bufio"
	"encoding/binary"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"wirevise/netcore"
)

// A test or benchmark runs itself again with this variable set, and the child records until it is killed.
const killedDir = "WIREVISE_KILLED_DIR"

// TestChild is no test: it is the child's program. It records 100,000 rows a second, whose payload is their number, and tells how
// far it is. Every second batch is a read and the frames that it was cut into, whose payload is their number.
func TestChild(t *testing.T) {
	dir := os.Getenv(killedDir)
	if dir == "" {
		t.Skip("it is the child of other tests")
	}
	f, err := Library{dir}.Create("child")
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{Folder: f, segment: 4 << 20})
	out := bufio.NewWriter(os.Stdout)
	batch, cut := events(100, fountainSize), cutEvents(100, fountainSize)
	tick := time.NewTicker(time.Millisecond)
	for seq := uint64(1); ; {
		<-tick.C
		for i := range batch {
			binary.BigEndian.PutUint64(batch[i].Payload, seq)
			batch[i].Time = time.Now()
			seq++
		}
		s.Append(batch)
		batch, cut = cut, batch
		out.WriteString("appended " + strconv.FormatUint(seq-1, 10) + "\n")
		out.Flush()
	}
}

// cutEvents are a read and the frames that it was cut into, n in all, each frame of size bytes.
func cutEvents(n, size int) []netcore.Event {
	batch := events(n, 0)
	read := make([]byte, size*(n-1))
	batch[0].Flags, batch[0].Payload = netcore.Cut, read
	for i := range batch[1:] {
		batch[1+i].Kind, batch[1+i].Payload = netcore.Framed, read[i*size:(i+1)*size]
	}
	return batch
}

// killed runs a child, kills it when it has appended rows, and returns its session's folder, the last row it told of, and
// when it was killed.
func killed(t testing.TB, rows uint64) (path string, last uint64, at time.Time) {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), killedDir+"="+dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if n, ok := strings.CutPrefix(lines.Text(), "appended "); ok {
			if last, err = strconv.ParseUint(n, 10, 64); err != nil {
				t.Fatal(err)
			}
			if last >= rows {
				break
			}
		}
	}
	at = time.Now()
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait()
	list, err := Library{dir}.List()
	if err != nil || len(list) != 1 {
		t.Fatalf("got %+v, %v", list, err)
	}
	return list[0].Path, last, at
}

// What remains of a program that was killed in the middle of writing is a prefix without gaps.
func TestKilled(t *testing.T) {
	path, _, _ := killed(t, 200_000)
	s, report := open(t, path)
	if !report.Recovered || report.Damaged > 0 || report.Rows == 0 {
		t.Fatalf("got %+v", report)
	}
	checkPrefix(t, s)
}

func checkPrefix(t testing.TB, s *Store) (last Entry) {
	t.Helper()
	first, next := s.Bounds()
	if first != 1 {
		t.Fatalf("the first row is %d", first)
	}
	for seq := first; seq < next; seq++ {
		e, ok := s.Get(seq, -1)
		kind, size, number := netcore.Received, fountainSize, seq
		switch {
		case e.Flags&netcore.Cut != 0:
			size, number = 99*fountainSize, seq+1 // for the first frame wrote there last
		case (seq-1)/100%2 == 1:
			kind = netcore.Framed
		}
		if !ok || e.HasFault || e.Kind != kind || len(e.Payload) != size || binary.BigEndian.Uint64(e.Payload) != number {
			t.Fatalf("row %d: got %+v, %t", seq, e, ok)
		}
		last = e
	}
	return last
}

// BenchmarkKilled reports how old the last row that remains was when the program was killed.
func BenchmarkKilled(b *testing.B) {
	worst := time.Duration(0)
	for b.Loop() {
		path, _, at := killed(b, 100_000)
		s, _, err := Open(b.Context(), path, nil)
		if err != nil {
			b.Fatal(err)
		}
		worst = max(worst, at.Sub(checkPrefix(b, s).Time))
		s.Close()
	}
	b.ReportMetric(float64(worst.Microseconds())/1000, "missing-ms")
}
