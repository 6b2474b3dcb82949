package query

// A term asks one thing of a row. Terms are immutable once the query is made.
type term interface {
	match(r *Row, f flow) bool
	needs() Needs
	cost() cost
	String() string // canonical, parses to an equal term
}

// A constant is a term that may hold of every row, or of none.
type constant interface {
	constant() op // always, never, or 0
}

// A flowTerm asks something of the flow alone, or of it too; matchFlow is that part. The answer can be kept, see flow.
type flowTerm interface {
	matchFlow(r *Row) bool
	keepAt(bit flow)
}

// A finder is a term whose places in a payload can be shown. start < end.
type finder interface {
	find(payload []byte, from int) (start, end int, ok bool)
}

// cost orders terms by what it takes to ask them.
type cost uint8

const (
	costNumber cost = iota + 1 // fixed fields
	costFlow                   // answered once a flow
	costTexts                  // few rows have any
	costBytes                  // a search of the payload
	costText                   // a search of the payload and of more
	costRegexp
)

// A flow is what is known of a row's flow: a bit for each flowTerm that has one, and flowKnown. 0: nothing is known.
type flow uint64

const flowKnown flow = 1 << 63

// kept answers a flowTerm that keeps its answer at bit.
func (f flow) kept(bit flow) (found, known bool) {
	return f&bit != 0, f&flowKnown != 0 && bit != 0
}
