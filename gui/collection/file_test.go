package collection

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofrs/flock"
)

// A program is a collection and the file that it keeps it in.
type program struct {
	*Collection
	t    *testing.T
	file *File
	base *Item
}

func start(t *testing.T, path string) *program {
	t.Helper()
	p := &program{t: t, file: NewFile(path)}
	root, err := p.file.Load()
	must(t, err)
	p.Collection, p.base = New(root), root
	return p
}

func (p *program) add(text string) {
	p.t.Helper()
	_, err := p.Add(RootID, -1, tree(text).Items...)
	must(p.t, err)
}

func (p *program) save() error {
	whole, err := p.file.Save(context.Background(), p.base, p.Root())
	if whole != nil {
		p.Join(p.Root(), whole)
		p.base = whole
	}
	return err
}

// holdsLine checks what a program that starts now finds.
func holdsLine(t *testing.T, path, want string) {
	t.Helper()
	if got := line(start(t, path).Root()); got != want {
		t.Errorf("the file has %q, want %q", got, want)
	}
}

func TestFileKeeps(t *testing.T) {
	path := filepath.Join(t.TempDir(), "below", "messages.json")
	p := start(t, path)
	p.add("a f(b=1)")
	must(t, p.save())
	holdsLine(t, path, "a f(b=1)")
	must(t, p.Delete(p.Root().Items[0].ID))
	must(t, p.save())
	holdsLine(t, path, "f(b=1)")
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 2 { // with the lock
		t.Errorf("beside the file are %v, %v", entries, err)
	}
}

// Two programs write the same file in turns.
func TestFileIsJoined(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.json")
	one := start(t, path)
	one.add("a b")
	must(t, one.save())
	two := start(t, path)
	one.add("of-one")
	must(t, one.save())
	two.add("of-two")
	must(t, two.Delete(two.Root().Items[0].ID))
	must(t, two.save())
	is(t, two.Collection, "b of-one of-two")
	one.add("more")
	must(t, one.save())
	is(t, one.Collection, "b of-one of-two more")
	holdsLine(t, path, "b of-one of-two more")
}

func TestDamagedFileIsKept(t *testing.T) {
	for _, text := range []string{"", "{", `{"items": []}`, "\x00\xff"} {
		path := filepath.Join(t.TempDir(), "messages.json")
		must(t, os.WriteFile(path, []byte(text), 0o600))
		p := &program{t: t, file: NewFile(path), Collection: New(nil)}
		p.base = p.Root()
		var damaged *DamagedError
		if root, err := p.file.Load(); !errors.As(err, &damaged) || damaged.Kept != "" || len(root.Items) > 0 {
			t.Fatalf("%q: loaded %v, %v", text, root, err)
		}
		p.add("a")
		if err := p.save(); !errors.As(err, &damaged) || damaged.Kept == "" {
			t.Fatalf("%q: saved with %v, want to be told where it was kept", text, err)
		}
		if kept, err := os.ReadFile(damaged.Kept); err != nil || string(kept) != text {
			t.Errorf("%q was kept as %q, %v", text, kept, err)
		}
		holdsLine(t, path, "a")
		must(t, p.save())

		must(t, os.WriteFile(path, []byte("again"), 0o600))
		first := damaged.Kept
		if err := p.save(); !errors.As(err, &damaged) || damaged.Kept == first {
			t.Errorf("%q: damaged again it is kept as %v", text, err)
		}
		holdsLine(t, path, "a")
	}
}

func TestNewerFileIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.json")
	const text = `{"format": "wirevise messages", "version": 7, "cells": [1]}`
	must(t, os.WriteFile(path, []byte(text), 0o600))
	p := &program{t: t, file: NewFile(path), Collection: New(nil)}
	p.base = p.Root()
	p.add("a")
	var newer *NewerError
	if _, err := p.file.Load(); !errors.As(err, &newer) {
		t.Errorf("loading it tells %v", err)
	}
	if err := p.save(); !errors.As(err, &newer) {
		t.Errorf("saving tells %v", err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != text {
		t.Errorf("the file is %q, %v", got, err)
	}
}

func TestWhatIsNoFileIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.json")
	must(t, os.Mkdir(path, 0o700))
	p := &program{t: t, file: NewFile(path), Collection: New(nil)}
	p.base = p.Root()
	p.add("a")
	if _, err := p.file.Load(); err == nil {
		t.Error("a folder can be loaded")
	}
	if err := p.save(); err == nil {
		t.Error("something was saved")
	}
	if info, err := os.Stat(path); err != nil || !info.IsDir() {
		t.Errorf("the folder is %v, %v", info, err)
	}
}

func TestLockedFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.json")
	p := start(t, path)
	p.add("a")
	other := flock.New(path + ".lock")
	if ok, err := other.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	cancel(errors.New("it took too long"))
	if _, err := p.file.Save(ctx, p.base, p.Root()); err == nil || !strings.Contains(err.Error(), "too long") {
		t.Errorf("saved with %v, want the reason why not", err)
	}
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the file is there: %v", err)
	}
	must(t, other.Close())
	must(t, p.save())
	holdsLine(t, path, "a")
}

// A file that somebody deletes while the program runs is written anew.
func TestFileThatWasDeleted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "messages.json")
	p := start(t, path)
	p.add("a")
	must(t, p.save())
	must(t, os.Remove(path))
	p.add("b")
	must(t, p.save())
	holdsLine(t, path, "a b")
}
