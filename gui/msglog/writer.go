package msglog

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

const (
	flushEvery = 20 * time.Millisecond // at most, a row waits so long for the writer
	flushSize  = 1 << 20               // bytes that it does not wait for
	syncEvery  = time.Second           // between two asks that the system put all on the medium
	retryEvery = time.Second           // between two attempts while the disk fails
	writeSize  = 1 << 20               // bytes of one write, at most
)

func (s *Store) startWriting() {
	s.running.Add(2)
	go s.writeLoop()
	go s.syncLoop()
}

// writeLoop is the only one that writes files. It ends with what is there when stop is closed.
func (s *Store) writeLoop() {
	defer s.running.Done()
	for {
		select {
		case <-s.kick:
		case <-s.stop:
			s.report(s.flush())
			return
		}
		s.rest(s.o.flush, s.urgent)
		for err := s.flush(); ; err = s.flush() {
			s.report(err)
			if err == nil || s.rest(s.o.retry, nil) {
				break
			}
		}
	}
}

// rest waits for d, for early, or for the end, which it reports.
func (s *Store) rest(d time.Duration, early <-chan struct{}) (stopped bool) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-early:
	case <-s.stop:
		return true
	}
	return false
}

// report notes how the last attempt to write went.
func (s *Store) report(err error) {
	room := s.o.Unwritten
	if err != nil {
		room = max(s.o.Memory, s.o.Unwritten)
	}
	s.mu.Lock()
	changed := (s.trouble == nil) != (err == nil)
	s.trouble = err
	s.mu.Unlock()
	if changed {
		s.room.Store(room)
		s.version.Add(1)
		s.tellRoom()
	}
}

// flush writes all that is published.
func (s *Store) flush() error {
	for {
		g, to := s.unwritten()
		if g == nil {
			return nil
		}
		if err := s.create(g); err != nil {
			return err
		}
		for _, k := range [...]streamKind{nameStream, payloadStream, rowStream} { // what rows refer to goes first
			if err := s.writeStream(g, k, to[k]); err != nil {
				return err
			}
		}
	}
}

// unwritten returns the oldest segment that is not in its files whole, and how far it is published.
func (s *Store) unwritten() (g *segment, to [streams]int64) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, g := range s.segments {
		if g.unsavedLocked() == 0 {
			continue
		}
		for k := range to {
			to[k] = g.streams[k].size
		}
		return g, to
	}
	return nil, to
}

// create makes the segment's files, those that are not there.
func (s *Store) create(g *segment) error {
	for k := range streams {
		st := &g.streams[k]
		s.mu.RLock()
		there := st.file != nil
		s.mu.RUnlock()
		if there {
			continue
		}
		f, err := st.create(g.path(s.Folder().Path(), k), headOf(s.Folder().id, k, g).encode())
		if err != nil {
			return err
		}
		s.mu.Lock()
		dropped := g.dropped
		if !dropped {
			st.file = f
		}
		s.mu.Unlock()
		if dropped { // by Clear, this moment
			return f.Close()
		}
	}
	return nil
}

// writeStream writes a stream's bytes up to to into its file. A write that fails is repeated later from where it began.
func (s *Store) writeStream(g *segment, k streamKind, to int64) error {
	st := &g.streams[k]
	for {
		s.mu.RLock()
		off, f, dropped := st.saved, st.file, g.dropped
		var p []byte
		if off < to && !dropped {
			at := off - st.base
			chunk := st.chunks[at/st.chunk][at%st.chunk:]
			p = chunk[:min(int64(len(chunk)), to-off, writeSize)]
		}
		s.mu.RUnlock()
		if len(p) == 0 {
			return nil
		}
		if _, err := f.WriteAt(p, headSize+off); err != nil {
			s.mu.RLock()
			dropped = g.dropped
			s.mu.RUnlock()
			if dropped { // and its files are closed
				return nil
			}
			return fmt.Errorf("write the log: %w", err)
		}
		s.mu.Lock()
		if !g.dropped {
			st.saved += int64(len(p))
			s.saved.Add(int64(len(p)))
			st.forgetLocked()
		}
		s.mu.Unlock()
		s.tellRoom()
	}
}

// syncLoop asks the system once a second to put what was written on the medium, beside the writing, which goes on.
func (s *Store) syncLoop() {
	defer s.running.Done()
	synced := make(map[*os.File]int64)
	for {
		stopped := s.rest(syncEvery, nil)
		if stopped {
			return // Close syncs what the last flush wrote
		}
		s.syncFiles(synced)
		s.lookForFiles()
	}
}

// lookForFiles looks whether the newest files are still where they were made: what is written to a file that was removed is on
// no disk once the program ends.
func (s *Store) lookForFiles() {
	s.mu.RLock()
	g := s.segments[len(s.segments)-1]
	var files [streams]*os.File
	for k := range g.streams {
		files[k] = g.streams[k].file
	}
	s.mu.RUnlock()
	if _, err := os.Stat(filepath.Join(s.Folder().Path(), lockName)); err != nil {
		s.noteRemoved(fmt.Errorf("the lock of the log was removed while it was written: %w", err))
	}
	for k, f := range files {
		if f == nil {
			continue
		}
		path := g.path(s.Folder().Path(), streamKind(k))
		there, err := os.Stat(path)
		ours, e := f.Stat()
		if e != nil { // closed meanwhile
			return
		}
		if err == nil && !os.SameFile(there, ours) {
			err = fmt.Errorf("%s was replaced", path)
		}
		if err != nil {
			s.noteRemoved(fmt.Errorf("the log's files were removed while it was written: %w", err))
			return
		}
	}
}

func (s *Store) noteRemoved(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.removed == nil {
		s.removed = err
		s.version.Add(1)
	}
}

// syncFiles syncs the files that grew since; their sizes are in synced.
func (s *Store) syncFiles(synced map[*os.File]int64) {
	type file struct {
		f    *os.File
		size int64
	}
	var files []file
	s.mu.RLock()
	for _, g := range s.segments {
		for k := range g.streams {
			if st := &g.streams[k]; st.file != nil && synced[st.file] != st.saved {
				files = append(files, file{st.file, st.saved})
			}
		}
	}
	s.mu.RUnlock()
	for _, x := range files {
		if x.f.Sync() == nil { // it fails on file systems that know no such thing, and when the file was closed meanwhile
			synced[x.f] = x.size
		}
	}
}

// Unblock lets Append go on without bound, for a program that is about to end: what the disk does not take is lost then in
// any case, and Close says how much.
func (s *Store) Unblock() {
	s.closing.Store(true)
	s.tellRoom()
}

// Close writes what is unwritten, ends the session's folder and lets go of all rows. It returns an error that says how many
// rows are lost when they can't be written.
func (s *Store) Close() error {
	s.Unblock()
	s.writing.Lock()
	defer s.writing.Unlock()
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	s.mu.Unlock()
	if s.appender.seg != nil {
		s.publish()
		s.appender.seg = nil
	}
	close(s.stop)
	s.running.Wait()
	if s.Folder() != nil && !s.Folder().readOnly {
		s.syncFiles(make(map[*os.File]int64))
	}
	lost, err := s.letGo()
	switch {
	case s.Folder() == nil:
		return nil
	case s.Folder().readOnly:
		return errors.Join(err, s.Folder().close(Stats{}, 0, false))
	case lost > 0:
		s.mu.Lock()
		s.notSaved = lost
		s.mu.Unlock()
		err = fmt.Errorf("%d rows of the log could not be saved: %w", lost, err)
	}
	st := s.Stats()
	if e := s.Folder().close(st, s.baseRow(), err == nil); err == nil {
		err = e
	}
	return err
}

// letGo closes all files and counts the rows that are in none.
func (s *Store) letGo() (lost uint64, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err = s.trouble; err == nil {
		err = s.removed
	}
	for _, g := range s.segments {
		lost += g.rows - uint64(g.streams[rowStream].saved)/recordSize
		if e := g.close(); err == nil {
			err = e
		}
	}
	return lost, err
}

func (s *Store) baseRow() uint64 {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if len(s.segments) == 0 {
		return s.next
	}
	return s.segments[0].base
}

// Flush waits until all rows are written. It returns what keeps them from it, or ctx's cause.
func (s *Store) Flush(ctx context.Context) error {
	poke(s.urgent)
	for tick := time.NewTicker(flushEvery / 4); ; {
		st := s.Stats()
		if st.Trouble != nil || st.Unsaved == 0 || s.Folder() == nil {
			tick.Stop()
			return st.Trouble
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			tick.Stop()
			return context.Cause(ctx)
		}
	}
}
