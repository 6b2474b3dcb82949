package workbench

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/sirupsen/logrus"

	"wirevise/gui/collection"
	"wirevise/netcore/codec"
)

// benchAt keeps its saved messages in a file.
func benchAt(t *testing.T, path string) *bench {
	b := &bench{t: t, window: make(chan func(), 10_000)}
	b.Workbench = New(Options{Dispatch: func(f func()) { b.window <- f }, Log: logrus.NewEntry(logrus.New()), Messages: path})
	b.Start(b)
	t.Cleanup(func() { _ = b.Close() })
	b.readMessages()
	return b
}

func (b *bench) readMessages() {
	b.t.Helper()
	read := false
	b.ReadMessages(func(err error) {
		if read = true; err != nil {
			b.t.Errorf("reading the messages: %v", err)
		}
	})
	b.until("the messages", func() bool { return read })
}

func (b *bench) keepMessages() {
	b.t.Helper()
	kept := false
	b.KeepMessages(func(err error) {
		if kept = true; err != nil {
			b.t.Errorf("keeping the messages: %v", err)
		}
	})
	b.until("the messages to be kept", func() bool { return kept })
}

func (b *bench) addMessage(name string) collection.ID {
	b.t.Helper()
	ids, err := b.Messages().Add(collection.RootID, -1, &collection.Item{Kind: collection.Message, Name: name})
	if err != nil {
		b.t.Fatal(err)
	}
	return ids[0]
}

func (b *bench) messageNames() string { return namesIn(b.Messages().Root()) }

func namesIn(folder *collection.Item) string {
	var names []string
	for _, it := range folder.Items {
		names = append(names, it.Name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// Two programs share the file: what each adds, the other has after it writes or reads.
func TestMessagesOfTwoPrograms(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.json")
	one, two := benchAt(t, path), benchAt(t, path)
	gone := one.addMessage("a")
	one.keepMessages()
	two.addMessage("b")
	two.keepMessages()
	if got := two.messageNames(); got != "a b" {
		t.Errorf("the second program has %q", got)
	}
	if err := one.Messages().Delete(gone); err != nil {
		t.Fatal(err)
	}
	one.addMessage("c")
	one.keepMessages()
	if got := one.messageNames(); got != "b c" {
		t.Errorf("the first program has %q", got)
	}
	two.readMessages()
	if got := two.messageNames(); got != "b c" {
		t.Errorf("the second program read %q", got)
	}
}

// A change while others' are on their way does not undo them.
func TestMessagesChangeWhileTheyAreWritten(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.json")
	one, two := benchAt(t, path), benchAt(t, path)
	two.addMessage("theirs")
	two.keepMessages()
	kept := 0
	for _, name := range []string{"a", "b", "c"} { // nothing is dispatched between
		one.addMessage(name)
		one.KeepMessages(func(err error) {
			if kept++; err != nil {
				t.Error(err)
			}
		})
	}
	one.until("three answers", func() bool { return kept == 3 })
	if got := one.messageNames(); got != "a b c theirs" {
		t.Errorf("the program has %q", got)
	}
	if got := benchAt(t, path).messageNames(); got != "a b c theirs" {
		t.Errorf("the file has %q", got)
	}
}

// What was changed last is written when the program ends.
func TestMessagesAreWrittenAtTheEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.json")
	b := benchAt(t, path)
	b.addMessage("last")
	b.tasks.cancel()
	b.KeepMessages(func(error) {})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if got := benchAt(t, path).messageNames(); got != "last" {
		t.Errorf("the file has %q", got)
	}
}

func TestMessagesThatCantBeWritten(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, window: make(chan func(), 100)}
	b.Workbench = New(Options{Dispatch: func(f func()) { b.window <- f }, Log: logrus.NewEntry(logrus.New()), Messages: filepath.Join(dir, "file", "messages.json")})
	b.Start(b)
	b.addMessage("a")
	var told error
	b.KeepMessages(func(err error) { told = err })
	b.until("an error", func() bool { return told != nil })
	if err := b.Close(); err == nil || !strings.Contains(err.Error(), "saved messages") {
		t.Errorf("at the end %v is told", err)
	}

	inMemory := newBench(t)
	inMemory.addMessage("a")
	inMemory.KeepMessages(func(err error) { told = err })
	if !errors.Is(told, errNoMessagesFile) {
		t.Errorf("without a file %v is told", told)
	}
}

func TestImportAndExport(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"a.txt": "one\ntwo\n", "big": strings.Repeat("x", collection.MaxText+1), "c.bin": "\x00\xff"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o700); err != nil {
		t.Fatal(err)
	}
	b := newBench(t)
	read := func(path string, lines bool) (in collection.Imported, err error) {
		done := false
		b.ImportMessages([]string{path}, lines, func(i collection.Imported, e error) { in, err, done = i, e, true })
		b.until("the import", func() bool { return done })
		return in, err
	}
	in, err := read(dir, false)
	if err != nil || namesIn(&collection.Item{Items: in.Items}) != "a.txt c.bin" || len(in.Told) != 1 || in.Told[0].Name != "big" {
		t.Errorf("of the folder %+v, %v", in, err)
	}
	if in, err := read(filepath.Join(dir, "a.txt"), true); err != nil || namesIn(&collection.Item{Items: in.Items}) != "one two" {
		t.Errorf("of the lines %+v, %v", in, err)
	}
	if _, err := read(filepath.Join(dir, "big"), false); err == nil {
		t.Error("the big file was read")
	}
	if _, err := read(filepath.Join(dir, "folder"), false); err == nil || !strings.Contains(err.Error(), "no files") {
		t.Errorf("of an empty folder %v", err)
	}
	if _, err := read(filepath.Join(dir, "none"), false); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("of no file %v", err)
	}

	root := &collection.Item{Kind: collection.Folder, Items: []*collection.Item{{Kind: collection.Message, Name: "m", Message: codec.Composition{Text: "x"}}}}
	out, done := filepath.Join(dir, "folder", "out.json"), false
	b.ExportMessages(out, root, func(err error) { done = err == nil })
	b.until("the export", func() bool { return done })
	if in, err := read(out, false); err != nil || namesIn(&collection.Item{Items: in.Items}) != "m" {
		t.Errorf("what was exported is read as %+v, %v", in, err)
	}
}
