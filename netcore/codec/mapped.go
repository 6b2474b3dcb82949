package codec

import "sort"

// Mapped is a payload read as characters, for searching: each byte that is no character is U+FFFD in it, as it is to package
// regexp, and every place in the text is known in the payload.
type Mapped struct {
	Text   []byte // UTF-8
	places []mappedPlace
	end    int
}

// A mappedPlace is where a character begins that is not as long in the payload as in the text, or comes after such a one.
type mappedPlace struct{ text, payload int }

// Map reads payload in e, which is not kept.
func (e Encoding) Map(payload []byte) *Mapped {
	m := &Mapped{Text: make([]byte, 0, len(payload)+len(payload)/4), end: len(payload)}
	for c := range e.chars(payload) {
		if !c.valid || len(c.text) > 0 {
			m.places = append(m.places, mappedPlace{len(m.Text), c.start})
		}
		if c.valid {
			m.Text = append(m.Text, c.text...)
		} else {
			m.Text = append(m.Text, replacementChar...)
		}
	}
	return m
}

// Place returns where in the payload stands what begins at Text[i]; the length of the text is the length of the payload.
func (m *Mapped) Place(i int) int {
	if i >= len(m.Text) {
		return m.end
	}
	at := sort.Search(len(m.places), func(k int) bool { return m.places[k].text > i }) - 1
	if at < 0 {
		return 0
	}
	return m.places[at].payload
}
