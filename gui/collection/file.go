package collection

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"wirevise/netcore/capture"
)

// lockPatience is how long a program waits for another that is writing the file, which takes milliseconds.
const lockPatience = 5 * time.Second

// A File keeps a tree on disk. Several programs may keep theirs in one file: what each adds is there for all. It is for
// one goroutine at a time.
type File struct {
	path  string
	known *Item  // what was read or written last
	text  []byte // as which; nil: there was no file
}

// NewFile returns the file at a path, which need not be there.
func NewFile(path string) *File { return &File{path: path, known: &Item{Kind: Folder}} }

// Path is where the file is.
func (f *File) Path() string { return f.path }

// A DamagedError says that a file can't be read. It is never overwritten.
type DamagedError struct {
	Path string
	Kept string // where it is now, "" while it is where it was
	Err  error
}

func (e *DamagedError) Error() string {
	if e.Kept == "" {
		return fmt.Sprintf("%s can't be read, and is left as it is: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("what was in %s could not be read and is kept as %s: %v", filepath.Base(e.Path), e.Kept, e.Err)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// Load reads the file. One that is not there is empty. When it can't be read the tree is empty too: a [*DamagedError] says that
// something is wrong with what is in it; with a [*NewerError] in it Save refuses too.
func (f *File) Load() (*Item, error) {
	err := f.read()
	return f.known, err
}

// read brings known up to date with the disk.
func (f *File) read() error {
	data, err := readBounded(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist): // not yet, or no more
		if f.text != nil {
			f.known, f.text = &Item{Kind: Folder}, nil
		}
		return nil
	case err != nil && !errors.Is(err, errTooBig):
		return err
	case err == nil && f.text != nil && string(data) == string(f.text):
		return nil
	}
	var root *Item
	if err == nil {
		root, err = Unmarshal(data)
	}
	if err != nil {
		return &DamagedError{Path: f.path, Err: err}
	}
	f.known, f.text = root, data
	return nil
}

var errTooBig = fmt.Errorf("it has more than %d MiB", MaxFile>>20)

// readBounded reads a file of at most MaxFile bytes.
func readBounded(path string) ([]byte, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, MaxFile+1))
	if err == nil && len(data) > MaxFile {
		return nil, errTooBig
	}
	return data, err
}

// Save writes what base, which was loaded or saved before, became. What other programs wrote since is joined with it; the
// whole is returned. Nothing is written while another program writes, or in place of what a newer version of the program
// wrote. Something at the path that can't be read is kept beside, which a [*DamagedError] tells with the whole: all was
// saved then.
func (f *File) Save(ctx context.Context, base, root *Item) (whole *Item, err error) {
	if err := os.MkdirAll(filepath.Dir(f.path), 0o700); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, lockPatience, fmt.Errorf("another program keeps %s locked", f.path))
	defer cancel()
	lock := flock.New(f.path + ".lock")
	if _, err := lock.TryLockContext(ctx, 20*time.Millisecond); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return nil, err
	}
	defer lock.Close()
	var kept *DamagedError
	if err := f.read(); err != nil {
		if kept, err = f.keepAside(err); err != nil {
			return nil, err
		}
		f.known, f.text = base, nil
	} else if f.text == nil {
		f.known = base // gone: what was in it is not deleted here
	}
	whole = Merge(base, root, f.known)
	text, err := Marshal(whole)
	if err != nil {
		return nil, err
	}
	if err := capture.File(ctx, f.path, func(w io.Writer) error { _, err := w.Write(text); return err }, nil); err != nil {
		return nil, err
	}
	f.known, f.text = whole, text
	if kept != nil {
		return whole, kept
	}
	return whole, nil
}

// keepAside gives what can't be read another name, unless it is of a newer version or can't be moved.
func (f *File) keepAside(why error) (*DamagedError, error) {
	var newer *NewerError
	var damaged *DamagedError
	if errors.As(why, &newer) || !errors.As(why, &damaged) {
		return nil, why
	}
	for n := 1; ; n++ {
		kept := fmt.Sprintf("%s.damaged-%d", f.path, n)
		if _, err := os.Lstat(kept); err == nil {
			continue
		}
		if err := os.Rename(f.path, kept); err != nil {
			return nil, fmt.Errorf("%w; and it can't be kept under another name: %w", why, err)
		}
		return &DamagedError{f.path, kept, damaged.Err}, nil
	}
}
