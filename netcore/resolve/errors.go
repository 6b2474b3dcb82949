package resolve

import (
	"errors"
	"fmt"
)

// ErrUnknown is wrapped by the error of a service, port, protocol or URL scheme that neither the system's file nor the
// built-in table has.
var ErrUnknown = errors.New("not known here")

// An InputError says which part of a question can't be asked, and why.
type InputError struct {
	Input string // as typed
	Part  string // of Input; "" when nothing was typed
	Text  string // one plain sentence, lower case, no full stop
}

func (e *InputError) Error() string {
	if e.Part == "" {
		return e.Text
	}
	return fmt.Sprintf("%q: %s", e.Part, e.Text)
}
