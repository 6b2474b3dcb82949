package workbench

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"sync"

	"wirevise/netcore/codec"
)

// maxHistory is how many messages are kept of each role, and maxHistoryText how much text of all of those on disk.
const (
	maxHistory     = 100
	maxHistoryText = 256 << 10
)

// A History is the last messages that were composed, by the role of the socket that they were for, the newest first. They are
// also kept in a file, for the next window. Its methods may be called from several goroutines at once.
type History struct {
	path string // "": in memory only

	mu    sync.Mutex // guards lists
	lists map[string][]codec.Composition

	writing sync.Mutex // one writes
	told    sync.Once  // that it can't be saved
}

// LoadHistory reads path; a file that is not there yet is an empty history. With an error the history is empty, and good for
// use. With no path nothing is read and nothing saved.
func LoadHistory(path string) (*History, error) {
	h := &History{path: path, lists: make(map[string][]codec.Composition)}
	if path == "" {
		return h, nil
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return h, nil
	}
	if err == nil {
		err = json.Unmarshal(data, &h.lists)
	}
	if err != nil || h.lists == nil {
		h.lists = make(map[string][]codec.Composition)
	}
	if err != nil {
		return h, fmt.Errorf("the last messages: %w", err)
	}
	return h, nil
}

// HistoryFile is where the history is kept beside the settings.
func HistoryFile(settings string) string {
	return filepath.Join(filepath.Dir(settings), "history.json")
}

// Add puts a message before the others of its role, unless it is the same as the last.
func (h *History) Add(role string, c codec.Composition) {
	h.mu.Lock()
	defer h.mu.Unlock()
	list := h.lists[role]
	if len(list) > 0 && reflect.DeepEqual(list[0], c) {
		return
	}
	list = append([]codec.Composition{c}, list...)
	h.lists[role] = list[:min(len(list), maxHistory)]
}

// Get returns message i of a role; 0 is the last one.
func (h *History) Get(role string, i int) (codec.Composition, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if i < 0 || i >= len(h.lists[role]) {
		return codec.Composition{}, false
	}
	return h.lists[role][i], true
}

// save writes the newest messages, whole or not at all.
func (h *History) save() error {
	if h.path == "" {
		return nil
	}
	h.writing.Lock()
	defer h.writing.Unlock()
	h.mu.Lock()
	kept := make(map[string][]codec.Composition)
	for role, list := range h.lists {
		size, n := 0, 0
		for n < len(list) && size+len(list[n].Text) <= maxHistoryText {
			size += len(list[n].Text)
			n++
		}
		kept[role] = list[:n:n]
	}
	h.mu.Unlock()
	if err := os.MkdirAll(filepath.Dir(h.path), 0o700); err != nil {
		return err
	}
	return SaveJSON(h.path, kept)
}

// SaveHistory writes a history to its file, in a task. What goes wrong is a note in the log, once.
func (w *Workbench) SaveHistory(h *History) {
	w.tasks.run(func(context.Context) {
		if err := h.save(); err != nil {
			w.dispatch(func() {
				h.told.Do(func() { w.hub.Note(logName, "", "the last messages are not kept for the next time", err) })
			})
		}
	})
}
