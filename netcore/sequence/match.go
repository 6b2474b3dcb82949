package sequence

import (
	"bytes"
	"fmt"
	"regexp"
)

// A matcher is a pattern whose variables have their values.
type matcher struct {
	match Match
	bytes []byte
	size  int
	regex *regexp.Regexp
}

// A taken is what an expect took.
type taken struct {
	all    []byte   // from what the one before left, to the end of what fits; of messages all of the one that fits
	groups [][]byte // of a regular expression; the first is what fits
	names  []string // of the groups
}

// fit looks for the pattern in data: a message when whole, else what has come of a stream, in which no text to be contained
// begins before from. never is true when nothing that comes behind can make it fit.
func (m *matcher) fit(data []byte, whole bool, from int) (t taken, end int, ok, never bool) {
	at := 0
	switch m.match {
	case Equals, Starts:
		n := len(m.bytes)
		switch {
		case whole && m.match == Equals:
			ok = bytes.Equal(data, m.bytes)
		case len(data) < n:
			return t, 0, false, !bytes.HasPrefix(m.bytes, data)
		default:
			ok = bytes.HasPrefix(data, m.bytes)
		}
		if end = n; !ok {
			return t, 0, false, true
		}
	case Size:
		if ok = len(data) >= m.size && (!whole || len(data) == m.size); !ok {
			return t, 0, false, false
		}
		end = m.size
	case Anything:
		if len(data) == 0 && !whole {
			return t, 0, false, false
		}
		end = len(data)
	case Regex:
		found := m.regex.FindSubmatchIndex(data)
		if found == nil {
			return t, 0, false, false
		}
		at, end = found[0], found[1]
		t.names = m.regex.SubexpNames()
		for i := 0; i < len(found); i += 2 {
			var g []byte
			if found[i] >= 0 {
				g = bytes.Clone(data[found[i]:found[i+1]])
			}
			t.groups = append(t.groups, g)
		}
	default: // Contains
		i := bytes.Index(data[from:], m.bytes)
		if i < 0 {
			return t, 0, false, false
		}
		at, end = from+i, from+i+len(m.bytes)
	}
	if t.groups == nil {
		t.groups = [][]byte{bytes.Clone(data[at:end])}
	}
	if whole {
		end = len(data)
	}
	t.all = bytes.Clone(data[:end])
	return t, end, true, false
}

// shownBytes is how many bytes of what came an error tells.
const shownBytes = 80

// head writes the beginning of data, in quotes.
func head(data []byte) string {
	if len(data) <= shownBytes {
		return fmt.Sprintf("%q", data)
	}
	return fmt.Sprintf("%q…", data[:shownBytes])
}
