package workbench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"wirevise/gui/collection"
	"wirevise/netcore/capture"
)

// The saved messages: a tree that the window changes, and the file it is kept in. They are read and written in tasks.
type messages struct {
	// Touched on the window's goroutine only.
	collection *collection.Collection
	joined     *collection.Item // what the file had when the collection took it in last

	wanted atomic.Pointer[version] // what is to be written; nil: nothing
	mu     sync.Mutex              // guards file
	file   *collection.File        // nil: there is none
}

// A version is a tree, and what of the file it was made of.
type version struct{ base, root *collection.Item }

// MessagesFile returns where the saved messages of this person are kept: beside the settings.
func MessagesFile() (string, error) {
	settings, err := SettingsFile()
	if err != nil {
		return "", err
	}
	return filepath.Join(filepath.Dir(settings), "messages.json"), nil
}

func newMessages(path string) *messages {
	m := &messages{collection: collection.New(nil)}
	m.joined = m.collection.Root()
	if path != "" {
		m.file = collection.NewFile(path)
	}
	return m
}

var errNoMessagesFile = errors.New("there is no place for a file of them: they are gone when the program ends")

// Messages returns the saved messages. They are changed on the window's goroutine; KeepMessages writes them.
func (w *Workbench) Messages() *collection.Collection { return w.messages.collection }

// ReadMessages takes in what the file has, which another program may have changed. done is called on the window's goroutine; an
// error is told and changes nothing.
func (w *Workbench) ReadMessages(done func(error)) {
	m := w.messages
	if m.file == nil {
		done(nil)
		return
	}
	w.tasks.run(func(context.Context) {
		m.mu.Lock()
		root, err := m.file.Load()
		m.mu.Unlock()
		w.dispatch(func() {
			if err == nil {
				m.collection.Join(m.joined, root)
				m.joined = root
			}
			done(err)
		})
	})
}

// KeepMessages writes the saved messages as they are now, with what another program wrote. done is called on the window's
// goroutine. What can't be written is tried again with the next call, and when the workbench closes.
func (w *Workbench) KeepMessages(done func(error)) {
	m := w.messages
	if m.file == nil {
		done(errNoMessagesFile)
		return
	}
	m.wanted.Store(&version{m.joined, m.collection.Root()})
	w.tasks.run(func(ctx context.Context) {
		written, whole, err := m.write(ctx)
		w.dispatch(func() {
			if whole != nil {
				m.collection.Join(written, whole)
				m.joined = whole
			}
			done(err)
		})
	})
}

// write writes what is wanted, and returns what that was and what the file has now: nil when nothing was written.
func (m *messages) write(ctx context.Context) (written, whole *collection.Item, err error) {
	if m.file == nil {
		return nil, nil, nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	v := m.wanted.Swap(nil)
	if v == nil || v.root == v.base {
		return nil, nil, nil
	}
	if whole, err = m.file.Save(ctx, v.base, v.root); whole == nil {
		m.wanted.CompareAndSwap(nil, v)
	}
	return v.root, whole, err
}

// lastMessages writes what no task has written, when all have ended.
func (m *messages) lastMessages() error {
	if _, whole, err := m.write(context.Background()); err != nil && whole == nil {
		return fmt.Errorf("the saved messages: %w", err)
	}
	return nil
}

// maxImported is how many files are read at once.
const maxImported = 1000

// ImportMessages reads files, and those in folders: saved messages, those of Packet Sender, or plain ones, of which each line
// is a message of its own when lines is set. Of several, what can't be read is told with the rest. done is called on the
// window's goroutine.
func (w *Workbench) ImportMessages(paths []string, lines bool, done func(collection.Imported, error)) {
	w.tasks.run(func(ctx context.Context) {
		in, err := importMessages(ctx, paths, lines)
		w.dispatch(func() { done(in, err) })
	})
}

func importMessages(ctx context.Context, paths []string, lines bool) (all collection.Imported, err error) {
	if paths, err = filesIn(paths); err != nil {
		return all, err
	}
	if len(paths) == 1 {
		return collection.ImportFile(paths[0], lines)
	}
	for _, path := range paths {
		if ctx.Err() != nil {
			return all, context.Cause(ctx)
		}
		in, err := collection.ImportFile(path, lines)
		if err != nil {
			all.Told = append(all.Told, collection.Notice{Name: filepath.Base(path), Text: err.Error()})
			continue
		}
		all.Items = append(all.Items, in.Items...)
		all.Told = append(all.Told, in.Told...)
	}
	return all, nil
}

// filesIn lists files, and those in folders but not in folders of these.
func filesIn(paths []string) (files []string, err error) {
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || !info.IsDir() {
			files = append(files, path) // reading it tells why not
			continue
		}
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Type().IsRegular() {
				files = append(files, filepath.Join(path, e.Name()))
			}
		}
	}
	switch {
	case len(files) == 0:
		return nil, fmt.Errorf("there are no files in %s", strings.Join(paths, ", "))
	case len(files) > maxImported:
		return nil, fmt.Errorf("there are %d files; %d are read at once", len(files), maxImported)
	}
	return files, nil
}

// ExportMessages writes a tree to a file, whole or not at all. done is called on the window's goroutine.
func (w *Workbench) ExportMessages(path string, root *collection.Item, done func(error)) {
	w.tasks.run(func(ctx context.Context) {
		text, err := collection.Marshal(root)
		if err == nil {
			err = capture.File(ctx, path, func(out io.Writer) error { _, err := out.Write(text); return err }, nil)
		}
		w.dispatch(func() { done(err) })
	})
}
