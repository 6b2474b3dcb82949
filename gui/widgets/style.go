package widgets

// Style says what a piece of text is; the theme says how that looks. The zero
// Style draws as Normal.
type Style uint8

// The styles, see the package comment for the colour of each.
const (
	Normal Style = iota + 1
	Dim          // secondary: times, differences
	Code         // a control byte or invalid text: small, in a tinted box, never cut in two
	In           // received
	Out          // sent
	Status       // what happened, other than bytes
	Error        // what went wrong
	Accent       // what stands out, such as a variable
	Tinted       // in the row's Tint; Normal in a row without
	styleCount
)

// String returns the style's name.
func (s Style) String() string {
	names := [styleCount]string{"Normal", "Normal", "Dim", "Code", "In", "Out", "Status", "Error", "Accent", "Tinted"}
	if s >= styleCount {
		return "Style?"
	}
	return names[s]
}

// A Span is a run of text in one style.
type Span struct {
	Text  string
	Style Style

	// Bytes is how many bytes of a payload the span stands for; only ByteView
	// reads it. 0 means that Text is those bytes themselves. With any other
	// number the span is one step for the cursor.
	Bytes int

	// Break ends the line after this span; only ByteView reads it.
	Break bool
}

// An Align places text in its column.
type Align uint8

// The alignments; the zero Align is Leading.
const (
	Leading Align = iota + 1
	Trailing
	Center
)

// String returns the alignment's name.
func (a Align) String() string {
	switch a {
	case Trailing:
		return "Trailing"
	case Center:
		return "Center"
	default:
		return "Leading"
	}
}

// Selecting says how a row is to join the selection.
type Selecting uint8

// The ways to select.
const (
	Only   Selecting = iota + 1 // this row and no other: a click, an arrow key
	Extend                      // from the last Only or Toggle to here: Shift
	Toggle                      // this row, whatever the others are: Ctrl
)

// String returns the name of the way.
func (s Selecting) String() string {
	switch s {
	case Only:
		return "Only"
	case Extend:
		return "Extend"
	case Toggle:
		return "Toggle"
	default:
		return "Selecting?"
	}
}
