package responder

// texts finds which of many texts stand in a message, in one pass over it: the machine of Aho and Corasick (1975). It costs
// some nanoseconds a byte, however many texts there are.
type texts struct {
	fold   bool // the texts are in lower case, ASCII letters of the message count as such
	states []textState
	labels []byte   // of the edges, those of a state together
	nexts  []uint32 // where they lead
	dense  [][256]uint32
	rules  [][]int32 // by text: the rules that need it
	known  map[string]int32
	kids   []map[byte]uint32 // while it is built
}

// A textState is what was read lately: the longest beginning of a text that the message read so far ends with.
type textState struct {
	edge, edges uint32 // its edges
	fail        uint32 // the next shorter beginning
	found       uint32 // the nearest of itself and those shorter ones that is a whole text; 0: none
	shorter     uint32 // the next such behind found, of a state that is a whole text
	row         int32  // in dense, which knows all bytes; -1: none
	text        int32  // it is this whole text; -1: none
}

// manyEdges make a state dense: looking through them would take longer.
const manyEdges = 6

func newTexts(fold bool) *texts {
	return &texts{fold: fold, states: []textState{{text: -1}}, kids: []map[byte]uint32{nil}, known: make(map[string]int32)}
}

// add says that a rule needs text, which is not empty, and in lower case if case does not count.
func (t *texts) add(text []byte, rule int32) {
	id, known := t.known[string(text)]
	if !known {
		id = int32(len(t.rules))
		t.known[string(text)] = id
		t.rules = append(t.rules, nil)
		at := uint32(0)
		for _, b := range text {
			next := t.kids[at][b]
			if next == 0 {
				next = uint32(len(t.states))
				t.states = append(t.states, textState{text: -1})
				t.kids = append(t.kids, nil)
				if t.kids[at] == nil {
					t.kids[at] = make(map[byte]uint32, 1)
				}
				t.kids[at][b] = next
			}
			at = next
		}
		t.states[at].text = id
	}
	t.rules[id] = append(t.rules[id], rule)
}

// fewTexts are looked for one by one, which the processor does many bytes at a time.
const fewTexts = 8

func (t *texts) few() bool { return len(t.rules) <= fewTexts }

// each calls f with each rule.
func (t *texts) each(f func(rule int)) {
	for _, rules := range t.rules {
		for _, rule := range rules {
			f(int(rule))
		}
	}
}

// build makes it ready for find.
func (t *texts) build() {
	for s := range t.states {
		st := &t.states[s]
		st.row = -1
		st.edge = uint32(len(t.labels))
		for b := range 256 {
			if next := t.kids[s][byte(b)]; next != 0 {
				t.labels = append(t.labels, byte(b))
				t.nexts = append(t.nexts, next)
			}
		}
		st.edges = uint32(len(t.labels)) - st.edge
	}
	t.kids, t.known = nil, nil
	queue := []uint32{0}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		st := &t.states[s]
		if st.text >= 0 {
			st.shorter = t.states[st.fail].found
			st.found = s
		} else if s != 0 {
			st.found = t.states[st.fail].found
		}
		for e := st.edge; e < st.edge+st.edges; e++ {
			next := t.nexts[e]
			if s != 0 {
				t.states[next].fail = t.step(st.fail, t.labels[e])
			}
			queue = append(queue, next)
		}
		if s == 0 || st.edges >= manyEdges {
			var row [256]uint32
			for b := range 256 {
				row[b] = t.step(s, byte(b))
			}
			st.row = int32(len(t.dense))
			t.dense = append(t.dense, row)
		}
	}
}

// step is the state after one more byte.
func (t *texts) step(s uint32, b byte) uint32 {
	for {
		st := &t.states[s]
		if st.row >= 0 {
			return t.dense[st.row][b]
		}
		for e := st.edge; e < st.edge+st.edges; e++ {
			if t.labels[e] == b {
				return t.nexts[e]
			}
		}
		if s == 0 {
			return 0
		}
		s = st.fail
	}
}

// find adds to may the rules whose texts stand in message. seen has a place for each text and is good for one message if its
// marks are others than now.
func (t *texts) find(message []byte, may ruleSet, seen []uint32, now uint32) {
	s := uint32(0)
	for _, b := range message {
		if t.fold {
			b = lower[b]
		}
		s = t.step(s, b)
		for f := t.states[s].found; f != 0; f = t.states[f].shorter {
			id := t.states[f].text
			if seen[id] == now {
				break // and so are those behind it
			}
			seen[id] = now
			for _, rule := range t.rules[id] {
				may.set(int(rule))
			}
		}
	}
}

// lower has the ASCII letters in lower case.
var lower = func() (t [256]byte) {
	for b := range 256 {
		t[b] = byte(b)
		if 'A' <= b && b <= 'Z' {
			t[b] = byte(b) + 'a' - 'A'
		}
	}
	return t
}()

func lowered(dst, text []byte) []byte {
	for _, b := range text {
		dst = append(dst, lower[b])
	}
	return dst
}

// A ruleSet is a set of rules by number.
type ruleSet []uint64

func newRuleSet(n int) ruleSet { return make(ruleSet, (n+63)/64) }
func (b ruleSet) set(i int)    { b[i/64] |= 1 << (i % 64) }
