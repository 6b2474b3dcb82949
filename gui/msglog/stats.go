package msglog

import "time"

// Stats tell the size of a store.
type Stats struct {
	Rows        uint64 // held
	Appended    uint64 // ever
	Cleared     uint64 // taken out by Clear, and there still
	Trimmed     uint64 // lost to the limit; rows that were cleared don't count
	Bytes       int64  // of payload in the segments that hold rows
	MemoryBytes int64  // that the rows take in memory, near enough
	DiskBytes   int64  // that the files take, with the rows that were cleared
	NotSaved    uint64 // rows that were on no disk when the store was closed
	Unsaved     int64  // bytes that are in memory only
	Room        int64  // how many of these there may be before Append waits
	Waited      time.Duration
	Damaged     uint64 // rows whose checksum does not fit, when the store was opened from files
	Trouble     error  // why rows are not on disk; nil when they are, or are about to be
}

// Stats returns the sizes of this moment.
func (s *Store) Stats() Stats {
	s.mu.RLock()
	defer s.mu.RUnlock()
	st := Stats{Rows: s.next - s.firstLocked(), Appended: s.next - 1, Trimmed: s.trimmed, Room: s.room.Load(),
		Waited: time.Duration(s.waited.Load()), Damaged: uint64(s.damaged.count()), NotSaved: s.notSaved, Trouble: s.trouble}
	if st.Trouble == nil {
		st.Trouble = s.removed
	}
	if len(s.segments) > 0 {
		st.Cleared = s.firstLocked() - s.segments[0].base
	}
	for _, g := range s.segments {
		st.DiskBytes += g.diskLocked()
		st.MemoryBytes += g.memoryLocked()
		st.Unsaved += g.unsavedLocked()
		if g.end() > s.first {
			st.Bytes += g.streams[payloadStream].size
		}
	}
	return st
}
