package transfer

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"wirevise/netcore"
)

// sendSparse sends a file of zeros to a peer that takes everything, and returns how much memory that took besides.
func sendSparse(t testing.TB, size int64) (memory uint64) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sparse")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(path, size); err != nil {
		t.Fatal(err)
	}
	var before, now runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	n := 0
	sent, err := (File{Path: path}).Send(context.Background(), func(_ context.Context, m netcore.Message) error {
		m.Wrote(len(m.Payload))
		return nil
	}, func(Sent) {
		if n++; n%1000 == 0 {
			runtime.ReadMemStats(&now)
			memory = max(memory, now.HeapAlloc-min(now.HeapAlloc, before.HeapAlloc))
		}
	})
	if err != nil || sent.Wrote != size {
		t.Errorf("%v, %v", sent, err)
	}
	return memory
}

// mostMemory is what a file of any size may take.
const mostMemory = 16 << 20

func TestSendTakesLittleMemory(t *testing.T) {
	if got := sendSparse(t, 256<<20); got > mostMemory {
		t.Errorf("%d bytes of memory", got)
	}
}

// BenchmarkSendHuge sends 5 GiB at a time, beyond what 32 bits count.
func BenchmarkSendHuge(b *testing.B) {
	const size = 5 << 30
	b.SetBytes(size)
	for b.Loop() {
		memory := sendSparse(b, size)
		b.ReportMetric(float64(memory)/1e6, "MB-of-memory")
		if memory > mostMemory {
			b.Errorf("%d bytes of memory", memory)
		}
	}
}
