package capture

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
)

// ErrNotRegular is returned for a path that is there and is no regular file, which can't be replaced.
var ErrNotRegular = errors.New("not a regular file")

// File writes a file whole or not at all. What write writes goes to a temporary file in the same folder, which takes the
// place of path, and the permissions of a file that was there, when everything is on disk. When anything fails or ctx
// ends, what was at path stays, the temporary file is removed and the error returned; of a ctx it is the cause. Of a
// symbolic link the file it leads to is replaced.
//
// progress, unless nil, is told after each write how many bytes are written, by the goroutine that called File.
func File(ctx context.Context, path string, write func(w io.Writer) error, progress func(written int64)) (err error) {
	path, mode, err := target(path)
	if err != nil {
		return err
	}
	f, err := createBeside(path, mode)
	if err != nil {
		return err
	}
	done := false
	defer func() { // write may panic
		if !done {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := write(&watchedWriter{ctx: ctx, w: f, progress: progress}); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	done = true
	syncDir(filepath.Dir(path))
	return nil
}

// target finds what path stands for, and the permissions the file shall have: 0 leaves them to the system.
func target(path string) (string, fs.FileMode, error) {
	if at, err := filepath.EvalSymlinks(path); err == nil {
		path = at
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return path, 0, nil
	case err != nil:
		return "", 0, err
	case !info.Mode().IsRegular():
		return "", 0, &fs.PathError{Op: "write", Path: path, Err: ErrNotRegular}
	}
	return path, info.Mode().Perm(), nil
}

// createBeside creates a temporary file in the folder of path. Unlike one of os.CreateTemp a new one is readable by
// whom the umask allows.
func createBeside(path string, mode fs.FileMode) (*os.File, error) {
	dir, base := filepath.Split(path)
	for tries := 0; ; tries++ {
		name := filepath.Join(dir, fmt.Sprintf(".%s.%08x.tmp", base, rand.Uint32()))
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if errors.Is(err, fs.ErrExist) && tries < 100 {
			continue
		}
		if err != nil {
			return nil, err
		}
		if mode != 0 {
			err = f.Chmod(mode)
		}
		if err != nil {
			f.Close()
			os.Remove(name)
			return nil, err
		}
		return f, nil
	}
}

// syncDir makes a rename outlast a power failure where the system can. Where it can't the file is as safe as any, so
// errors are of no account.
func syncDir(dir string) {
	d, err := os.Open(dir)
	if err != nil {
		return
	}
	d.Sync()
	d.Close()
}

// A watchedWriter stops when ctx ends and tells how far it came.
type watchedWriter struct {
	ctx      context.Context
	w        io.Writer
	progress func(int64)
	written  int64
}

func (w *watchedWriter) Write(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, context.Cause(w.ctx)
	}
	n, err := w.w.Write(p)
	w.written += int64(n)
	if w.progress != nil {
		w.progress(w.written)
	}
	return n, err
}
