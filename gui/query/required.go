package query

import (
	"regexp/syntax"
	"unicode"
	"unicode/utf8"
)

// required returns the longest text that stands in all that the expression matches, and whether in any case; "" when none
// is known. Most payloads don't have it, and it is found a hundred times faster than an expression.
func required(re *syntax.Regexp) (text string, fold bool) {
	switch re.Op {
	case syntax.OpLiteral:
		return string(re.Rune), re.Flags&syntax.FoldCase != 0
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if t, f := required(sub); len(t) > len(text) {
				text, fold = t, f
			}
		}
	}
	return text, fold
}

// regexpAtoms folds as package regexp does: k is also the Kelvin sign.
func regexpAtoms(text string, fold bool) (atoms []atom) {
	for _, r := range text {
		a := atom{[]byte(string(r))}
		if fold {
			for c := unicode.SimpleFold(r); c != r; c = unicode.SimpleFold(c) {
				a = append(a, utf8.AppendRune(nil, c))
			}
		}
		atoms = append(atoms, a)
	}
	return atoms
}

// looksBack reports whether what stands before a match decides on it.
func looksBack(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginLine, syntax.OpBeginText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true
	}
	for _, sub := range re.Sub {
		if looksBack(sub) {
			return true
		}
	}
	return false
}
