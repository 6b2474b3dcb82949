package query

// A textTerm is a text that stands somewhere in the row, or in the payload.
type textTerm struct {
	text   string
	prefix string // "", "text:", "case:"
	search search
	bit    flow
}

func newText(text, prefix string, o *Options) *textTerm {
	return &textTerm{text: text, prefix: prefix, search: newSearch(text, o.MatchCase || prefix == "case:", o.Encodings)}
}

func readPayloadText(v value, o *Options) (term, *SyntaxError) {
	return newText(v.text, "text:", o), nil
}

func readCaseText(v value, o *Options) (term, *SyntaxError) { return newText(v.text, "case:", o), nil }

func (t *textTerm) match(r *Row, f flow) bool {
	if t.prefix == "text:" {
		return t.search.in(r.Payload)
	}
	found, known := f.kept(t.bit)
	if found || t.search.in(r.Payload) {
		return true
	}
	n := &t.search.plain
	return !known && t.matchFlow(r) || n.inString(r.Note) || n.inString(r.FaultName) || n.inString(r.FaultText)
}

func (t *textTerm) matchFlow(r *Row) bool {
	n := &t.search.plain
	return t.prefix != "text:" && (n.inString(r.Peer) || n.inString(r.Name))
}

func (t *textTerm) keepAt(bit flow) { t.bit = bit }

func (t *textTerm) needs() Needs {
	if t.prefix == "text:" {
		return Needs{Payload: true}
	}
	return Needs{Payload: true, Texts: true, Flow: true}
}

func (t *textTerm) cost() cost {
	if t.prefix == "text:" {
		return costBytes
	}
	return costText
}

func (t *textTerm) find(payload []byte, from int) (start, end int, ok bool) {
	return t.search.find(payload, from)
}

func (t *textTerm) String() string {
	if t.prefix != "" {
		return t.prefix + writeValue(t.text)
	}
	l := lexer{text: t.text}
	slash := l.at("/") // which one in a later term could close
	if o, _ := l.operator(); slash || o != 0 || !plain(t.text) || l.looksLikeField() {
		return Quote(t.text)
	}
	return t.text
}

// looksLikeField reports whether readField would not leave the word alone.
func (l *lexer) looksLikeField() bool {
	_, ok, err := readField(l, &Options{})
	return ok || err != nil
}

// writeValue writes what follows a colon.
func writeValue(text string) string {
	if plain(text) && text[0] != '=' {
		return text
	}
	return Quote(text)
}
