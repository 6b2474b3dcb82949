package codec

import (
	"slices"
	"time"
)

// A Template makes the bytes of a composition, each time anew. It is not changed by that and may be used from several
// goroutines at once.
type Template struct {
	text     string
	encoding Encoding
	parts    []part
	ending   []byte
	sums     []Checksum
	constant []byte // of one without variables
}

// A part is bytes or a variable.
type part struct {
	literal  []byte
	variable *variable
}

// A variable is what stands between two braces and two braces.
type variable struct {
	at, end int // in the text, with the braces
	name    string
	append  func(dst []byte, x *expansion) ([]byte, error) // nil of a length
	length  *length
}

// An expansion is one making of a template's bytes.
type expansion struct {
	t    *Template
	v    *Vars
	now  time.Time
	this *variable
}

// err is an error at the variable under way.
func (x *expansion) err(format string, args ...any) error {
	return errorAt(x.t.text, x.this.at, format, args...)
}

// appendText appends what the variable says as characters.
func (x *expansion) appendText(dst []byte, text string) ([]byte, error) {
	out, err := x.t.encoding.appendText(dst, text, 0, len(text))
	if err != nil {
		return nil, x.err("what {{%s}} stands for can't be sent: %s", x.this.name, err.(*SyntaxError).Text)
	}
	return out, nil
}

// Constant reports whether the bytes are the same each time: there are no variables.
func (t *Template) Constant() bool {
	return !slices.ContainsFunc(t.parts, func(p part) bool { return p.variable != nil })
}

// Names lists the variables in the order in which they come, each once: "seq", "peer", and those that only
// [Vars.Value] may know.
func (t *Template) Names() []string {
	var names []string
	for _, p := range t.parts {
		if p.variable != nil && !slices.Contains(names, p.variable.name) {
			names = append(names, p.variable.name)
		}
	}
	return names
}

// Uses reports whether the variable of this name is in it.
func (t *Template) Uses(name string) bool { return slices.Contains(t.Names(), name) }

// Bytes returns what is sent. They must not be written to: a constant template returns the same ones each time. The error is
// a [*SyntaxError] at the variable that can't be told, or a [*SumError]. A nil v is an empty one.
func (t *Template) Bytes(v *Vars) ([]byte, error) {
	if t.constant != nil {
		return slices.Clip(t.constant), nil
	}
	x := &expansion{t: t, v: v}
	if v == nil {
		x.v = &Vars{}
	}
	if x.now = x.v.Now; x.now.IsZero() {
		x.now = time.Now()
	}
	var dst []byte
	var lengths []placed
	for _, p := range t.parts {
		if p.variable == nil {
			dst = append(dst, p.literal...)
			continue
		}
		x.this = p.variable
		if p.variable.length != nil {
			lengths = append(lengths, placed{variable: p.variable, at: len(dst)})
			continue
		}
		var err error
		if dst, err = p.variable.append(dst, x); err != nil {
			return nil, err
		}
	}
	dst, err := x.fillLengths(dst, lengths)
	if err != nil {
		return nil, err
	}
	return t.finish(dst)
}

// finish puts in the checksums and the ending.
func (t *Template) finish(message []byte) ([]byte, error) {
	var err error
	for i, s := range t.sums {
		if message, err = s.Into(message); err != nil {
			return nil, &SumError{Index: i, Text: err.Error()}
		}
	}
	return append(message, t.ending...), nil
}
