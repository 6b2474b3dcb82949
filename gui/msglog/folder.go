package msglog

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"wirevise/netcore/capture"
)

// A Folder is where the files of one session lie. While a program writes or reads them it holds the folder's lock, so that
// nobody else recovers or removes them.
type Folder struct {
	path     string
	id       sessionID
	about    manifest
	lock     *flock.Flock
	readOnly bool
}

type sessionID [16]byte

// A manifest tells of a session what its files don't. It is written when the session begins and when it ends.
type manifest struct {
	Format    int       `json:"format"`
	ID        string    `json:"id"` // as in the heads of the files, in hex
	Program   string    `json:"program"`
	Started   time.Time `json:"started"`
	Ended     time.Time `json:"ended,omitzero"`
	Clean     bool      `json:"clean"`               // everything was written, and the session was ended
	Recovered bool      `json:"recovered,omitempty"` // it was not, and what remained was put in order later
	FirstRow  uint64    `json:"firstRow"`
	Rows      uint64    `json:"rows"`  // once it ended
	Bytes     int64     `json:"bytes"` // of payload, once it ended
}

const (
	formatVersion = 1
	ManifestName  = "session.json" // in each session's folder
	lockName      = "lock"
)

// createFolder makes a folder for a session that begins, named by the time.
func createFolder(dir, program string, now time.Time) (*Folder, error) {
	f := &Folder{}
	if _, err := io.ReadFull(rand.Reader, f.id[:]); err != nil {
		return nil, err
	}
	f.about = manifest{Format: formatVersion, ID: hex.EncodeToString(f.id[:]), Program: program, Started: now, FirstRow: 1}
	f.path = filepath.Join(dir, now.Format("2006-01-02T15-04-05-")+f.about.ID[:6])
	if err := os.MkdirAll(f.path, 0o700); err != nil {
		return nil, err
	}
	f.lock = flock.New(filepath.Join(f.path, lockName))
	ok, err := f.lock.TryLock()
	if err == nil && !ok {
		err = fmt.Errorf("lock %s", f.path)
	}
	if err == nil {
		err = f.save()
	}
	if err != nil {
		_ = f.lock.Unlock()
		_ = removeFolder(f.path)
		return nil, err
	}
	return f, nil
}

// errInUse is returned for a folder that somebody writes or reads.
var errInUse = errors.New("this session is open, here or in another program")

// openFolder takes a folder that is there. It is read-only when others read it too, or it can't be written.
func openFolder(path string) (*Folder, error) {
	about, err := readManifest(path)
	if err != nil {
		return nil, err
	}
	f := &Folder{path: path, about: about, lock: flock.New(filepath.Join(path, lockName))}
	if id, err := hex.DecodeString(about.ID); err == nil && len(id) == len(f.id) {
		f.id = sessionID(id)
	}
	if !about.Clean {
		if ok, err := f.lock.TryLock(); err == nil && !ok {
			return nil, fmt.Errorf("%s: %w", path, errInUse)
		} else if err == nil {
			return f, nil
		}
	}
	f.readOnly = true
	if ok, err := f.lock.TryRLock(); err == nil && !ok {
		return nil, fmt.Errorf("%s: %w", path, errInUse)
	} else if err != nil {
		f.lock = nil // on a medium that can't be written nobody else writes either
	}
	return f, nil
}

func readManifest(path string) (m manifest, err error) {
	b, err := os.ReadFile(filepath.Join(path, ManifestName))
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil {
		return m, fmt.Errorf("%s: %w", filepath.Join(path, ManifestName), err)
	}
	if m.Format != formatVersion {
		return m, fmt.Errorf("%s has format %d, and this program knows format %d", path, m.Format, formatVersion)
	}
	if !possibleRow(m.FirstRow) {
		return m, fmt.Errorf("%s: row %d can't be the first", filepath.Join(path, ManifestName), m.FirstRow)
	}
	return m, nil
}

// Path returns where the folder is.
func (f *Folder) Path() string { return f.path }

// Started returns when the session began.
func (f *Folder) Started() time.Time { return f.about.Started }

func (f *Folder) save() error {
	b, err := json.MarshalIndent(f.about, "", "  ")
	if err != nil {
		return err
	}
	return capture.File(context.Background(), filepath.Join(f.path, ManifestName), func(w io.Writer) error {
		_, err := w.Write(append(b, '\n'))
		return err
	}, nil)
}

// close ends the session, or the reading of it, and lets go of the folder. A session without rows is removed.
func (f *Folder) close(st Stats, first uint64, clean bool) error {
	var err error
	if !f.readOnly && f.about.Ended.IsZero() {
		f.about.Ended, f.about.Clean = time.Now(), clean
		f.about.FirstRow, f.about.Rows, f.about.Bytes = first, st.Appended+1-first, st.Bytes
		err = f.save()
	}
	if f.lock != nil {
		err = errors.Join(err, f.lock.Unlock())
	}
	if !f.readOnly && clean && st.Appended == 0 {
		err = errors.Join(err, removeFolder(f.path))
	}
	return err
}
