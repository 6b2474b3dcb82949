package msglog

import "errors"

// Clear takes all rows out of the log. Numbers go on. The rows that are on disk stay in the session's folder, and those that
// wait to be written are written; rows that are in memory only are gone.
func (s *Store) Clear() {
	s.writing.Lock()
	defer s.writing.Unlock()
	if s.appender.seg == nil {
		return
	}
	s.mu.Lock()
	s.first = s.next
	memory := s.Folder() == nil || s.trouble != nil
	s.mu.Unlock()
	if memory {
		s.rotate()
		s.giveUp()
	}
	s.version.Add(1)
}

// giveUp drops all segments but the newest from memory, with what is not written.
func (s *Store) giveUp() {
	s.mu.Lock()
	n := len(s.segments) - 1
	for _, g := range s.segments[:n] {
		s.saved.Add(g.unsavedLocked())
		g.dropped = true
		_ = g.close()
	}
	s.segments = append([]*segment(nil), s.segments[n:]...)
	s.mu.Unlock()
	s.more.Broadcast()
}

// Restore brings back the rows that were cleared and are still there.
func (s *Store) Restore() {
	s.mu.Lock()
	s.first = 0
	s.mu.Unlock()
	s.version.Add(1)
}

// Trim removes the oldest segments until the files take no more than size bytes, but never the newest segment. The rows
// count as trimmed.
func (s *Store) Trim(size int64) (rows uint64, err error) {
	s.mu.Lock()
	disk := int64(0)
	for _, g := range s.segments {
		disk += g.diskLocked()
	}
	var gone []*segment
	for len(s.segments) > 1 && disk > size && s.segments[0].unsavedLocked() == 0 {
		g := s.segments[0]
		disk -= g.diskLocked()
		g.dropped = true
		if end := g.end(); end > s.first {
			rows += end - max(s.first, g.base)
		}
		gone = append(gone, g)
		s.segments = append([]*segment(nil), s.segments[1:]...)
	}
	s.trimmed += rows
	s.mu.Unlock()
	for _, g := range gone {
		err = errors.Join(err, g.close())
		if s.Folder() != nil {
			err = errors.Join(err, g.remove(s.Folder().Path()))
		}
	}
	if gone != nil {
		s.version.Add(1)
	}
	return rows, err
}
