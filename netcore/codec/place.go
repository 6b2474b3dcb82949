package codec

// ErrorAt is the error about what stands at text[offset:], for others who read a text of their own.
func ErrorAt(text string, offset int, sentence string) *SyntaxError {
	return errorAt(text, min(offset, len(text)), "%s", sentence)
}
