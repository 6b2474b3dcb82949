package workbench

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wirevise/netcore/codec"
)

func TestHistory(t *testing.T) {
	settings := filepath.Join(t.TempDir(), "wirevise", "settings.json")
	h, err := LoadHistory(HistoryFile(settings))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := h.Get(RoleServer, 0); ok {
		t.Error("there is a last message before the first")
	}
	for i := range maxHistory + 5 {
		for range 2 { // the second time it is the same as the last
			h.Add(RoleServer, codec.Composition{Text: fmt.Sprint(i)})
		}
	}
	modbus, _ := codec.LookupSum("crc-16/modbus")
	gbk, _ := codec.Lookup("gbk")
	whole := codec.Composition{Text: "00", Mode: codec.Hex, Encoding: gbk, Ending: codec.CRLF, Variables: true, Sums: []codec.Checksum{{Sum: modbus}}}
	h.Add(RoleClient, whole)
	if err := h.save(); err != nil {
		t.Fatal(err)
	}

	again, err := LoadHistory(HistoryFile(settings))
	if err != nil {
		t.Fatal(err)
	}
	for i := range maxHistory + 1 {
		got, ok := again.Get(RoleServer, i)
		if want := fmt.Sprint(maxHistory + 4 - i); ok != (i < maxHistory) || ok && got.Text != want {
			t.Errorf("message %d is %q, %v, want %s", i, got.Text, ok, want)
		}
	}
	if got, _ := again.Get(RoleClient, 0); fmt.Sprint(got) != fmt.Sprint(whole) {
		t.Errorf("got %v, want %v", got, whole)
	}
	if _, ok := again.Get(RoleServer, -1); ok {
		t.Error("there is a message after the last")
	}
}

// Long messages are kept here, and on disk as far as there is room.
func TestHistoryOfLongMessages(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.json")
	h, _ := LoadHistory(path)
	for i := range 10 {
		h.Add(RoleUDP, codec.Composition{Text: strings.Repeat("x", maxHistoryText/3) + fmt.Sprint(i)})
	}
	if err := h.save(); err != nil {
		t.Fatal(err)
	}
	again, _ := LoadHistory(path)
	for i, want := range []bool{true, true, false} {
		if _, ok := again.Get(RoleUDP, i); ok != want {
			t.Errorf("message %d: %v", i, ok)
		}
	}
	if _, ok := h.Get(RoleUDP, 9); !ok {
		t.Error("the first is gone here too")
	}
}

// A file that can't be read is told, and costs no more than what was in it.
func TestHistoryThatIsBroken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "history.json")
	for _, text := range []string{"{", `{"server":[{"mode":"binary"}]}`, `[]`} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		h, err := LoadHistory(path)
		if err == nil {
			t.Errorf("%s is taken", text)
		}
		h.Add(RoleServer, codec.Composition{Text: "a"})
		if err := h.save(); err != nil {
			t.Fatal(err)
		}
		if h, err = LoadHistory(path); err != nil {
			t.Errorf("after %s: %v", text, err)
		}
		if m, ok := h.Get(RoleServer, 0); !ok || m.Text != "a" {
			t.Errorf("after %s: %v, %v", text, m, ok)
		}
	}
	if h, err := LoadHistory(""); err != nil || h.save() != nil {
		t.Errorf("without a file: %v", err)
	}
}
