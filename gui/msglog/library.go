package msglog

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// A Library is the folder in which the sessions of one person lie, each in a folder of its own.
type Library struct{ Dir string }

// LibraryDir returns where the sessions lie that nobody put elsewhere: what belongs to a program and is neither settings nor
// may be thrown away by the system.
//
//	Linux    $XDG_STATE_HOME/wirevise/log, else ~/.local/state/wirevise/log (XDG Base Directory Specification)
//	macOS    ~/Library/Application Support/wirevise/log
//	Windows  %LocalAppData%\wirevise\log
func LibraryDir() (string, error) {
	switch runtime.GOOS {
	case "windows":
		dir, err := os.UserCacheDir() // %LocalAppData%
		return filepath.Join(dir, "wirevise", "log"), err
	case "darwin":
		dir, err := os.UserConfigDir() // Application Support
		return filepath.Join(dir, "wirevise", "log"), err
	}
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "wirevise", "log"), nil
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "state", "wirevise", "log"), err
}

// Saved tells of a session that lies in a library.
type Saved struct {
	Path           string
	Program        string
	Started, Ended time.Time // Ended is zero of a session that was not ended
	Rows           uint64
	Bytes          int64 // of payload
	Disk           int64 // that its files take
	Clean          bool  // it was ended, or put in order since
	Recovered      bool
	Live           bool  // a program is writing it
	Problem        error // why nothing is known of it
}

// Create begins a session. program is what writes it, with its version.
func (l Library) Create(program string) (*Folder, error) {
	return createFolder(l.Dir, program, time.Now())
}

// List tells of all sessions, the newest first. A library that is not there has none.
func (l Library) List() ([]Saved, error) {
	names, err := os.ReadDir(l.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []Saved
	for _, name := range names {
		path := filepath.Join(l.Dir, name.Name())
		if _, err := os.Stat(filepath.Join(path, ManifestName)); name.IsDir() && err == nil {
			list = append(list, look(path))
		}
	}
	slices.SortStableFunc(list, func(a, b Saved) int { return b.Started.Compare(a.Started) })
	return list, nil
}

// look tells of the session in a folder.
func look(path string) Saved {
	s := Saved{Path: path, Disk: diskUse(path)}
	m, err := readManifest(path)
	if err != nil {
		s.Problem = err
		return s
	}
	s.Program, s.Started, s.Ended, s.Rows, s.Bytes = m.Program, m.Started, m.Ended, m.Rows, m.Bytes
	s.Clean, s.Recovered = m.Clean, m.Recovered
	if !m.Clean {
		s.Live = inUse(path)
		s.Rows, s.Bytes = countFiles(path)
	}
	return s
}

// inUse reports whether a program writes the session. It leaves no trace.
func inUse(path string) bool {
	l := flock.New(filepath.Join(path, lockName), flock.SetFlag(os.O_RDONLY))
	ok, err := l.TryRLock()
	if err == nil && ok {
		_ = l.Unlock()
	}
	return err == nil && !ok
}

// countFiles counts rows and payload by the sizes of the files.
func countFiles(path string) (rows uint64, bytes int64) {
	names, _ := os.ReadDir(path)
	for _, name := range names {
		info, err := name.Info()
		if err != nil {
			continue
		}
		switch size := max(0, info.Size()-headSize); {
		case strings.HasSuffix(name.Name(), "."+rowStream.String()):
			rows += uint64(size) / recordSize
		case strings.HasSuffix(name.Name(), "."+payloadStream.String()):
			bytes += size
		}
	}
	return rows, bytes
}

func diskUse(path string) (n int64) {
	names, _ := os.ReadDir(path)
	for _, name := range names {
		if info, err := name.Info(); err == nil {
			n += info.Size()
		}
	}
	return n
}

// Remove removes a session, unless a program writes or reads it.
func (l Library) Remove(path string) error {
	if filepath.Dir(path) != filepath.Clean(l.Dir) {
		return fmt.Errorf("%s is no session of %s", path, l.Dir)
	}
	if _, err := os.Stat(filepath.Join(path, ManifestName)); err != nil {
		return err
	}
	lock := flock.New(filepath.Join(path, lockName))
	ok, err := lock.TryLock()
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%s: %w", path, errInUse)
	}
	// Windows removes no file that is open, so the lock goes first; the manifest too, for without it there is no session.
	err = errors.Join(os.Remove(filepath.Join(path, ManifestName)), lock.Unlock())
	return errors.Join(err, removeFolder(path))
}

// removeFolder removes a session's folder with its files. What else somebody put there stays, and the folder too.
func removeFolder(path string) error {
	names, err := os.ReadDir(path)
	if err != nil {
		return err
	}
	for _, name := range names {
		if sessionFile(name.Name()) {
			err = errors.Join(err, os.Remove(filepath.Join(path, name.Name())))
		}
	}
	return errors.Join(err, os.Remove(path))
}

// sessionFile reports whether a file is one that a session has.
func sessionFile(name string) bool {
	switch name {
	case ManifestName, lockName:
		return true
	}
	if strings.HasPrefix(name, "."+ManifestName+".") { // of a program that was killed while it wrote it
		return true
	}
	number, ext, ok := strings.Cut(name, ".")
	if _, err := strconv.Atoi(number); !ok || err != nil {
		return false
	}
	for k := range streams {
		if ext == k.String() {
			return true
		}
	}
	return false
}

// Limit removes the oldest sessions until all that are there take at most size bytes, and returns what it removed. It leaves
// those that a program writes or reads, and those that were not ended, which somebody may want back and which don't count.
func (l Library) Limit(size int64) (removed []Saved, err error) {
	list, err := l.List()
	if err != nil {
		return nil, err
	}
	total := int64(0)
	for _, s := range list {
		if s.Clean || s.Live { // removing others would not make up for those that stay
			total += s.Disk
		}
	}
	for _, s := range slices.Backward(list) {
		if total <= size {
			break
		}
		if !s.Clean || s.Problem != nil {
			continue
		}
		switch e := l.Remove(s.Path); {
		case e == nil:
			removed = append(removed, s)
			total -= s.Disk
		case !errors.Is(e, errInUse):
			err = errors.Join(err, e)
		}
	}
	return removed, err
}
