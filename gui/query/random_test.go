package query

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"wirevise/netcore"
)

// A model is an expression as text and as a plain question.
type model struct {
	text   string
	weak   op // the weakest operator outside parentheses, or leaf
	passes func(r *Row) bool
}

// words are what random texts and payloads are made of.
var words = []string{"ping", "PONG", "ä", "Ä", "x", "127.0.0.1", "two words", "\r\n"}

func contains(s, text string) bool { return strings.Contains(foldText(s), foldText(text)) }

func randomTerm(random *rand.Rand) model {
	word := words[random.IntN(len(words))]
	said := Quote(word)
	n := random.IntN(5)
	switch random.IntN(14) {
	case 0:
		return model{"text:" + said, leaf, func(r *Row) bool { return contains(string(r.Payload), word) }}
	case 1:
		return model{"case:" + said, leaf, func(r *Row) bool {
			return strings.Contains(strings.Join([]string{string(r.Payload), r.Note, r.FaultName, r.FaultText, r.Peer, r.Name}, "\x00"), word)
		}}
	case 2:
		return model{"peer:" + said, leaf, func(r *Row) bool { return contains(r.Peer, word) }}
	case 3:
		return model{"endpoint:=" + said, leaf, func(r *Row) bool { return r.Name == word }}
	case 4:
		return model{"note!=" + said, leaf, func(r *Row) bool { return r.Note != word }}
	case 5:
		return model{"local:" + said, leaf, func(r *Row) bool { return contains(r.Local, word) }}
	case 6:
		return model{fmt.Sprintf("size>%d", n), leaf, func(r *Row) bool { return r.Size > int64(n) }}
	case 7:
		return model{fmt.Sprintf("size <= %d", n), leaf, func(r *Row) bool { return r.Size <= int64(n) }}
	case 8:
		return model{fmt.Sprintf("session:%d,%d-%d", n, n+2, n+3), leaf, func(r *Row) bool {
			s := int(r.Session)
			return s == n || s == n+2 || s == n+3
		}}
	case 9:
		return model{"dir:in|error", leaf, func(r *Row) bool {
			return r.Kind == netcore.Received || r.Kind == netcore.Failed || r.Fault
		}}
	case 10:
		return model{fmt.Sprintf("hex:%02x", n), leaf, func(r *Row) bool { return strings.Contains(string(r.Payload), string(byte(n))) }}
	case 11:
		return model{"/p.NG/i", leaf, func(r *Row) bool { return contains(string(r.Payload), "ping") || contains(string(r.Payload), "pong") }}
	case 12:
		return model{"size>=0", leaf, func(*Row) bool { return true }}
	}
	return model{said, leaf, func(r *Row) bool {
		return contains(strings.Join([]string{string(r.Payload), r.Note, r.FaultName, r.FaultText, r.Peer, r.Name}, "\x00"), word)
	}}
}

// in is the text of m under an operator, in parentheses where it must and sometimes where it need not.
func (m model) in(random *rand.Rand, around op) string {
	strength := map[op]int{leaf: 3, not: 2, and: 1, or: 0}
	if strength[m.weak] < strength[around] || random.IntN(4) == 0 {
		return "(" + m.text + ")"
	}
	return m.text
}

func randomModel(random *rand.Rand, depth int) model {
	if depth == 0 || random.IntN(5) == 0 {
		return randomTerm(random)
	}
	a := randomModel(random, depth-1)
	if random.IntN(4) == 0 {
		written := []string{"not ", "!", "NOT "}[random.IntN(3)]
		return model{written + a.in(random, not), not, func(r *Row) bool { return !a.passes(r) }}
	}
	b := randomModel(random, depth-1)
	if random.IntN(2) == 0 {
		written := []string{" and ", " ", " && ", " AND "}[random.IntN(4)]
		return model{a.in(random, and) + written + b.in(random, and), and, func(r *Row) bool { return a.passes(r) && b.passes(r) }}
	}
	written := []string{" or ", " || ", " Or "}[random.IntN(3)]
	return model{a.in(random, or) + written + b.in(random, or), or, func(r *Row) bool { return a.passes(r) || b.passes(r) }}
}

func randomText(random *rand.Rand) (s string) {
	for range random.IntN(3) {
		s += words[random.IntN(len(words))]
	}
	return s
}

func randomRow(random *rand.Rand) *Row {
	r := &Row{Kind: netcore.EventKind(1 + random.IntN(8)), Session: netcore.SessionID(random.IntN(8)), Note: randomText(random),
		Payload: []byte(randomText(random) + string(byte(random.IntN(6)))[:random.IntN(2)])}
	r.Size = int64(len(r.Payload))
	if random.IntN(3) == 0 {
		r.Fault, r.FaultName, r.FaultText = true, randomText(random), randomText(random)
	}
	return r
}

func TestRandomExpressions(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 7))
	passed, asked := 0, 0
	for range 3000 {
		m := randomModel(random, 5)
		q, err := Parse(m.text, testOptions)
		if err != nil {
			t.Fatalf("%s: %v", m.text, err)
		}
		again, err := Parse(q.String(), testOptions)
		if err != nil || again.String() != q.String() {
			t.Fatalf("%s: %s is read again as %s: %v", m.text, q, again, err)
		}
		matcher := q.Matcher()
		var flows [4]Row
		for i := range flows {
			flows[i] = Row{Flow: uint32(i), Name: randomText(random), Peer: randomText(random), Local: randomText(random)}
		}
		for range 20 {
			r := randomRow(random)
			f := &flows[random.IntN(len(flows))]
			r.Flow, r.Name, r.Peer, r.Local = f.Flow, f.Name, f.Peer, f.Local
			want := m.passes(r)
			if got := q.Match(r); got != want {
				t.Fatalf("%s, that is %s, of %+v: got %t, want %t", m.text, q, r, got, want)
			}
			if got := again.Match(r); got != want {
				t.Fatalf("%s of %+v: got %t, want %t", again, r, got, want)
			}
			if matcher.Known(r.Flow) {
				r.Name, r.Peer, r.Local = "", "", ""
			}
			if got := matcher.Match(r); got != want {
				t.Fatalf("Matcher of %s, of %+v: got %t, want %t", q, r, got, want)
			}
			if asked++; want {
				passed++
			}
		}
	}
	if passed < asked/10 || passed > asked*9/10 {
		t.Errorf("%d of %d passed: the expressions are too dull", passed, asked)
	}
}
