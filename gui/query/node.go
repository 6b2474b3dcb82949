package query

import (
	"slices"
	"strings"
)

// A node is an expression: a term, or an operator over others.
type node struct {
	op   op
	kids []*node // of and, or: two at least, none of the same op; of not: one, no not
	term term    // of leaf
}

type op uint8

const (
	leaf op = iota + 1
	not
	and
	or
	always // only in folded nodes
	never  // only in folded nodes
)

func (o op) String() string {
	return [...]string{"op(0)", "leaf", "not", "and", "or", "always", "never"}[min(o, never)]
}

func termNode(t term) *node { return &node{op: leaf, term: t} }

// join makes one expression of some; what is joined by the same operator already becomes part of the list.
func join(o op, list []*node) *node {
	if len(list) == 1 {
		return list[0]
	}
	n := &node{op: o}
	for _, kid := range list {
		if kid.op == o {
			n.kids = append(n.kids, kid.kids...)
		} else {
			n.kids = append(n.kids, kid)
		}
	}
	return n
}

func negate(n *node) *node {
	if n.op == not {
		return n.kids[0]
	}
	return &node{op: not, kids: []*node{n}}
}

// write is the canonical text. A weaker operator than the one around it is put in parentheses.
func (n *node) write(b *strings.Builder, around op) {
	switch n.op {
	case leaf:
		b.WriteString(n.term.String())
		return
	case not:
		b.WriteString("not ")
		n.kids[0].write(b, not)
		return
	}
	open := around != 0 && n.op != around && (around == not || n.op == or)
	if open {
		b.WriteByte('(')
	}
	for i, kid := range n.kids {
		if i > 0 {
			b.WriteString(" " + n.op.String() + " ")
		}
		kid.write(b, n.op)
	}
	if open {
		b.WriteByte(')')
	}
}

// match asks the expression of r.
func (n *node) match(r *Row, f flow) bool {
	switch n.op {
	case leaf:
		return n.term.match(r, f)
	case not:
		return !n.kids[0].match(r, f)
	case and:
		for _, kid := range n.kids {
			if !kid.match(r, f) {
				return false
			}
		}
		return true
	case or:
		for _, kid := range n.kids {
			if kid.match(r, f) {
				return true
			}
		}
		return false
	}
	return n.op == always
}

// fold returns the expression made quick: without what is so or not so of every row, and what costs least asked first.
func (n *node) fold() *node {
	switch n.op {
	case leaf:
		if c, ok := n.term.(constant); ok {
			if o := c.constant(); o != 0 {
				return &node{op: o}
			}
		}
		return n
	case not:
		return foldNot(n.kids[0].fold())
	}
	nothing, everything := always, never // of and: what adds nothing, what decides
	if n.op == or {
		nothing, everything = never, always
	}
	kids := make([]*node, 0, len(n.kids))
	for _, kid := range n.kids {
		switch k := kid.fold(); k.op {
		case nothing:
		case everything:
			return k
		default:
			kids = append(kids, k)
		}
	}
	switch len(kids) {
	case 0:
		return &node{op: nothing}
	case 1:
		return kids[0]
	}
	slices.SortStableFunc(kids, func(a, b *node) int { return int(a.cost()) - int(b.cost()) })
	return &node{op: n.op, kids: kids}
}

func foldNot(kid *node) *node {
	switch kid.op {
	case always:
		return &node{op: never}
	case never:
		return &node{op: always}
	}
	return negate(kid)
}

// cost of an expression is that of its dearest term.
func (n *node) cost() (c cost) {
	if n.op == leaf {
		return n.term.cost()
	}
	for _, kid := range n.kids {
		c = max(c, kid.cost())
	}
	return c
}

// terms calls f with every term, and whether it stands under a not.
func (n *node) terms(negated bool, f func(t term, negated bool)) {
	if n.op == leaf {
		f(n.term, negated)
	}
	for _, kid := range n.kids {
		kid.terms(negated != (n.op == not), f)
	}
}
