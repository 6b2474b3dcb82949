package query

// Limits of a query, so that a pasted file is refused and not searched for.
const (
	MaxLength = 8192 // bytes
	maxDepth  = 100  // parentheses in parentheses
	maxRegexp = 32   // regular expressions, any of which can take a thousand times as long as a text
)

// A parser reads
//
//	or      = and { "or" and }
//	and     = operand { [ "and" ] operand }
//	operand = { "not" } ( "(" or ")" | term )
type parser struct {
	lexer
	opts    *Options
	depth   int
	regexps int
	last    token // what was taken last, while it still waits for what follows it
}

// A token is an operator or an opening parenthesis. The zero token is none.
type token struct{ pos, end int }

func (p *parser) parse() (*node, *SyntaxError) {
	n, err := p.or()
	if err == nil && !p.atEnd() {
		err = mistake(p.pos, p.pos+1, "no parenthesis is open that this one could close")
	}
	return n, err
}

func (p *parser) or() (*node, *SyntaxError) {
	n, err := p.and()
	list := []*node{n}
	for err == nil {
		p.skipSpace()
		o, written := p.operator()
		if o != or {
			break
		}
		p.take(written)
		var next *node
		next, err = p.and()
		list = append(list, next)
	}
	if err != nil {
		return nil, err
	}
	return join(or, list), nil
}

func (p *parser) and() (*node, *SyntaxError) {
	n, err := p.operand()
	list := []*node{n}
	for err == nil {
		p.skipSpace()
		o, written := p.operator()
		if p.atEnd() || p.at(")") || o == or {
			break
		}
		if o == and {
			p.take(written)
		}
		var next *node
		next, err = p.operand()
		list = append(list, next)
	}
	if err != nil {
		return nil, err
	}
	return join(and, list), nil
}

func (p *parser) take(written string) {
	p.last = token{p.pos, p.pos + len(written)}
	p.pos += len(written)
}

func (p *parser) operand() (*node, *SyntaxError) {
	negated := false
	for {
		p.skipSpace()
		o, written := p.operator()
		if o != not {
			if p.atEnd() || p.at(")") || o != 0 {
				return nil, p.missing(written)
			}
			break
		}
		p.take(written)
		negated = !negated
	}
	n, err := p.primary()
	if err != nil {
		return nil, err
	}
	p.last = token{}
	if negated {
		n = negate(n)
	}
	return n, nil
}

func (p *parser) primary() (*node, *SyntaxError) {
	if !p.at("(") {
		return p.term()
	}
	open := p.pos
	if p.depth++; p.depth > maxDepth {
		return nil, mistake(open, open+1, "parentheses are nested more than %d deep", maxDepth)
	}
	p.take("(")
	n, err := p.or()
	if err != nil {
		return nil, err
	}
	if !p.at(")") {
		return nil, mistake(open, open+1, "this parenthesis is not closed")
	}
	p.pos++
	p.depth--
	return n, nil
}

// missing is the mistake of having no operand where the parser stands: before the end, a ) or the operator written.
func (p *parser) missing(written string) *SyntaxError {
	last := p.last
	switch {
	case last.end == 0 && written == "":
		return mistake(p.pos, p.pos+1, "no parenthesis is open that this one could close")
	case last.end > 0 && p.text[last.pos:last.end] != "(":
		return mistake(last.pos, last.end, "nothing follows %s", p.text[last.pos:last.end])
	case written != "":
		return mistake(p.pos, p.pos+len(written), "nothing stands before %s", written)
	case p.atEnd():
		return mistake(last.pos, last.end, "this parenthesis is not closed")
	}
	return mistake(last.pos, p.pos+1, "there is nothing between these parentheses")
}

// term reads one term by the first literal that takes it.
func (p *parser) term() (*node, *SyntaxError) {
	start := p.pos
	for _, l := range literals {
		n, ok, err := l.read(&p.lexer, p.opts)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		if _, ok := n.term.(*regexpTerm); ok {
			p.regexps++
		}
		if p.regexps > maxRegexp {
			return nil, mistake(start, p.pos, "a filter may have %d regular expressions; a|b is one for two", maxRegexp)
		}
		return n, nil
	}
	panic("query: no literal took a term") // the last one takes whatever there is
}
