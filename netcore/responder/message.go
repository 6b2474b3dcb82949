package responder

import (
	"bytes"

	"wirevise/netcore/codec"
)

// A message is what rules look at: what came in, and what of it was worked out already.
type message struct {
	raw     []byte
	trimmed int    // how much of raw is before the CR and LF at its end
	lower   []byte // raw in lower case, once asked for
	folded  bool
	decoded map[string]*codec.Mapped // by encoding
}

func (m *message) reset(raw []byte) {
	m.raw, m.trimmed, m.lower, m.folded = raw, len(bytes.TrimRight(raw, "\r\n")), m.lower[:0], false
	clear(m.decoded)
}

// view is what a rule sees.
func (m *message) view(trim bool) []byte {
	if trim {
		return m.raw[:m.trimmed]
	}
	return m.raw
}

// lowerView is view with its ASCII letters in lower case.
func (m *message) lowerView(trim bool) []byte {
	if !m.folded {
		m.lower, m.folded = lowered(m.lower[:0], m.raw), true
	}
	if trim {
		return m.lower[:m.trimmed]
	}
	return m.lower
}

// text is view as characters. Whoever trims has it decoded apart, for an encoding may end otherwise.
func (m *message) text(e codec.Encoding, trim bool) *codec.Mapped {
	key := e.Name
	if trim {
		key += " trimmed"
	}
	t := m.decoded[key]
	if t == nil {
		if m.decoded == nil {
			m.decoded = make(map[string]*codec.Mapped)
		}
		t = e.Map(m.view(trim))
		m.decoded[key] = t
	}
	return t
}
