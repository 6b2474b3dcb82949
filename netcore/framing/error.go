package framing

// Part names what of a framing an [Error] is about.
type Part string

const (
	PartKind      Part = "kind"
	PartEnding    Part = "ending"
	PartDelimiter Part = "delimiter"
	PartSize      Part = "size"
	PartPad       Part = "pad"
	PartNumber    Part = "number"
	PartOffset    Part = "offset"
	PartCounts    Part = "counts"
	PartEnd       Part = "end"
	PartWidth     Part = "width"
	PartFill      Part = "fill"
	PartTail      Part = "tail"
	PartPause     Part = "pause"
	PartLimit     Part = "limit"
)

// An Error says what is wrong with a framing, and with which part of it.
type Error struct {
	Part Part
	Text string // a plain sentence, without a full stop
}

func (e *Error) Error() string { return e.Text }
