package workbench

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestReadWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(path, []byte("rules"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadWritten(path); err != nil || string(got) != "rules" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := os.Truncate(path, mostWritten); err != nil {
		t.Fatal(err)
	}
	if got, err := ReadWritten(path); err != nil || len(got) != mostWritten {
		t.Errorf("got %d bytes, %v, want the most there may be", len(got), err)
	}
	if err := os.Truncate(path, 5<<30); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadWritten(path); err == nil || !strings.Contains(err.Error(), "more than 64 MiB") {
		t.Errorf("got %v, want that it is too long", err)
	}
}
