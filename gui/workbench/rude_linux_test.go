package workbench

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
	"wirevise/gui/msglog"
)

// A FIFO that nobody writes is no file; opening it must not hold up the end of the program.
func TestRudeOpenFIFO(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	cancel := b.OpenLog(path, func(int64, int64) {}, func(msglog.Report, error) {})
	cancel()
	ended := make(chan struct{})
	go func() { _ = b.Close(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("Close hangs")
		if f, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
			f.Close()
		}
		<-ended
	}
}

// An import into a temporary folder that is full must end, with the reason, and can be called off.
func TestRudeImportFullDisk(t *testing.T) {
	if os.Geteuid() != 0 || testing.Short() {
		t.Skip("needs mount")
	}
	tmp := t.TempDir()
	if err := syscall.Mount("tmpfs", tmp, "tmpfs", 0, "size=2m"); err != nil {
		t.Skip(err)
	}
	defer syscall.Unmount(tmp, syscall.MNT_DETACH)
	src := jsonl(t, 200_000, "received")
	b := newBench(t)
	t.Setenv("TMPDIR", tmp)
	if err := b.tryOpen(src); err == nil {
		b.until("rows", func() bool { return b.Rows() > 0 })
		t.Errorf("opened without a word; trouble: %v, unsaved %d", b.book().store.Stats().Trouble, b.book().store.Stats().Unsaved)
	}
}
