package query

import (
	"slices"
	"strings"

	"wirevise/netcore"
)

// A choice is a field whose values are words, each with a bit.
type choice struct {
	field string
	what  string // the words are, in a message
	words []word
	also  map[string]string // other names of words
}

type word struct {
	name string
	bit  uint32
}

// The sorts of rows as people tell them apart.
const (
	dirIn uint32 = 1 << iota
	dirOut
	dirStatus
	dirError
)

var dirs = choice{"dir", "direction", []word{{"in", dirIn}, {"out", dirOut}, {"status", dirStatus}, {"error", dirError}},
	map[string]string{"received": "in", "sent": "out", "errors": "error"}}

// kinds are netcore's; a row of another has the bit 0.
var kinds = choice{"kind", "kind of event", kindWords(), map[string]string{"frame": "framed"}}

var flags = choice{"flag", "flag", []word{
	{"automatic", uint32(netcore.Automatic)},
	{"truncated", uint32(netcore.Truncated)},
	{"counted", uint32(netcore.Counted)},
	{"peershut", uint32(netcore.PeerShut)},
	{"short", uint32(netcore.Short)},
	{"cut", uint32(netcore.Cut)},
	{"broken", uint32(netcore.Broken)},
}, nil}

func kindWords() (words []word) {
	for k := netcore.EventKind(1); !strings.HasPrefix(k.String(), "EventKind("); k++ {
		words = append(words, word{k.String(), 1 << k})
	}
	return words
}

func (c *choice) names() (names []string) {
	for _, w := range c.words {
		names = append(names, w.name)
	}
	return names
}

// dirOf are the sorts a row belongs to. A session that ended by a fault is both status and error, a broken frame both received
// and error.
func dirOf(r *Row) (bits uint32) {
	switch r.Kind {
	case netcore.Received:
		bits = dirIn
	case netcore.Framed:
		if bits = dirIn; r.Flags&netcore.Broken != 0 {
			bits |= dirError
		}
	case netcore.Sent:
		bits = dirOut
	case netcore.Failed:
		bits = dirError
	default:
		bits = dirStatus
	}
	if r.Fault {
		bits |= dirError
	}
	return bits
}

func readDir(v value, _ *Options) (term, *SyntaxError) { return dirs.read(v, dirOf) }

func readKind(v value, _ *Options) (term, *SyntaxError) {
	return kinds.read(v, func(r *Row) uint32 { return 1 << r.Kind })
}

func readFlag(v value, _ *Options) (term, *SyntaxError) {
	return flags.read(v, func(r *Row) uint32 { return uint32(r.Flags) })
}

// read reads a list of words; any of them is enough.
func (c *choice) read(v value, of func(r *Row) uint32) (term, *SyntaxError) {
	t := &choiceTerm{choice: c, of: of}
	err := v.each(func(from, to int) *SyntaxError {
		name := v.text[from:to]
		if other, ok := c.also[strings.ToLower(name)]; ok {
			name = other
		}
		i := slices.IndexFunc(c.words, func(w word) bool { return strings.EqualFold(w.name, name) })
		if i < 0 {
			return v.mistake(from, to, "there is no %s %s; there are %s", c.what, Quote(name), strings.Join(c.names(), ", "))
		}
		t.bits |= c.words[i].bit
		return nil
	})
	return t, err
}

// A choiceTerm is one of some words.
type choiceTerm struct {
	*choice
	bits uint32
	of   func(r *Row) uint32
}

func (t *choiceTerm) match(r *Row, _ flow) bool { return t.of(r)&t.bits != 0 }

// constant knows that every row has a direction.
func (t *choiceTerm) constant() op {
	if t.choice == &dirs && t.bits == dirIn|dirOut|dirStatus|dirError {
		return always
	}
	return 0
}

func (t *choiceTerm) needs() Needs { return Needs{} }

func (t *choiceTerm) cost() cost { return costNumber }

func (t *choiceTerm) String() string {
	var names []string
	for _, w := range t.words {
		if t.bits&w.bit != 0 {
			names = append(names, w.name)
		}
	}
	return t.field + ":" + strings.Join(names, ",")
}
