package query

// A Part is a part of the language, for the help.
type Part struct {
	Form    string // as it is written
	Meaning string
	Example string // a query
}

// Help explains the whole language, from the tables that the parser works by.
func Help() (parts []Part) {
	for _, l := range literals {
		parts = append(parts, l.help...)
	}
	for _, f := range fields {
		parts = append(parts, f.help...)
	}
	for _, o := range operators {
		parts = append(parts, o.help)
	}
	return parts
}
