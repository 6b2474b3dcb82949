package codec

// A Composition is a message as it was composed, before it is bytes. As JSON it is written in words (the mode, encoding,
// ending and checksums by name), and what is usual is left out. The zero Composition is an empty text in UTF-8.
type Composition struct {
	Text      string     `json:"text,omitempty"`
	Mode      Mode       `json:"mode,omitzero"`      // 0 is Text
	Encoding  Encoding   `json:"encoding,omitzero"`  // of the characters, also of those that a variable stands for
	Ending    LineEnding `json:"ending,omitzero"`    // 0 is NoEnding; see [Compose]
	Variables bool       `json:"variables,omitzero"` // {{…}} stands for a variable; else braces are braces
	Sums      []Checksum `json:"sums,omitempty"`     // put in one after the other, before the ending that ends the message
}

// Compile reads the text. The error is a [*SyntaxError] with its place in Text, or a [*SumError].
//
// The variables are those of [Vars]. In Hex mode they stand between digits: a dump, a list or a literal (see [ParseHex]) has
// none, for it may have braces of its own.
func (c Composition) Compile() (*Template, error) {
	if c.Mode == 0 {
		c.Mode = Text
	}
	t := &Template{text: c.Text, encoding: c.Encoding, sums: c.Sums}
	if c.Mode != Hex {
		ending := c.Ending.text()
		var err error
		if t.ending, err = c.Encoding.appendText(nil, ending, 0, len(ending)); err != nil {
			return nil, err
		}
	}
	r := reader{c: c, t: t}
	if err := r.read(); err != nil {
		return nil, err
	}
	for i, s := range c.Sums {
		if err := s.check(); err != nil {
			return nil, &SumError{Index: i, Text: err.Error()}
		}
	}
	if !t.Constant() {
		return t, nil
	}
	var err error
	t.constant, err = t.finish(t.parts[0].literal)
	if err != nil {
		return nil, err
	}
	return t, nil
}

// A reader makes the parts of a template of what was typed.
type reader struct {
	c Composition
	t *Template
}

func (r *reader) read() error {
	text := r.c.Text
	var literal []byte
	var err error
	from := 0
	if r.c.Mode == Hex {
		b, whole, err := parseHex(text)
		if whole || !r.c.Variables {
			r.t.parts = []part{{literal: b}}
			return err
		}
	} else {
		literal = append(literal, r.c.Encoding.mark...)
	}
	for r.c.Variables {
		at, open := nextBraces(text, from)
		if at < 0 {
			break
		}
		if literal, err = r.append(literal, from, at); err != nil {
			return err
		}
		if !open { // four braces are two
			if literal, err = r.appendPlain(literal, at, at+2); err != nil {
				return err
			}
			from = at + 4
			continue
		}
		v, end, err := parseVariable(text, at)
		if err != nil {
			return err
		}
		r.t.parts = append(r.t.parts, part{literal: literal}, part{variable: v})
		literal, from = nil, end
	}
	if literal, err = r.append(literal, from, len(text)); err != nil {
		return err
	}
	if len(literal) > 0 || len(r.t.parts) == 0 {
		r.t.parts = append(r.t.parts, part{literal: literal})
	}
	return nil
}

// append appends what text[from:to] says in the composition's mode.
func (r *reader) append(dst []byte, from, to int) ([]byte, error) {
	text := r.c.Text[:to]
	switch r.c.Mode {
	case Text:
		return r.c.Encoding.appendLines(dst, text, from, r.c.Ending.text())
	case Hex:
		return appendHex(dst, text, from)
	case Escapes:
		return r.c.Encoding.appendEscapes(dst, text, from)
	}
	return nil, errorAt(text, 0, "nobody knows how to read a text in %s", r.c.Mode)
}

// appendPlain appends text[from:to] as characters.
func (r *reader) appendPlain(dst []byte, from, to int) ([]byte, error) {
	return r.c.Encoding.appendText(dst, r.c.Text, from, to)
}
