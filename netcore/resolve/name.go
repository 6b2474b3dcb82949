package resolve

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

const (
	maxName  = 253 // RFC 1035 2.3.4, without the lengths and the root's empty label
	maxLabel = 63
)

// asciiName is the form in which a host name is looked up: ASCII names as they are, others by the Lookup profile of IDNA
// 2008 and UTS 46 (bücher.example is xn--bcher-kva.example). An impossible name is an [*InputError]. Underscores are
// let through: hosts files and DNS have them.
func asciiName(name string) (string, error) {
	bad := func(part, format string, args ...any) error {
		return &InputError{Input: name, Part: part, Text: fmt.Sprintf(format, args...)}
	}
	ascii := name
	if !isASCII(name) {
		var err error
		if ascii, err = idna.Lookup.ToASCII(name); err != nil {
			return "", bad(name, "it can't be an international host name: %s", strings.TrimPrefix(err.Error(), "idna: "))
		}
	}
	bare := strings.TrimSuffix(ascii, ".")
	if bare == "" {
		return "", bad(name, "the host name is empty")
	}
	if len(bare) > maxName {
		return "", bad(name, "a host name has at most %d characters, this one has %d", maxName, len(bare))
	}
	for label := range strings.SplitSeq(bare, ".") {
		if label == "" {
			return "", bad(name, "two dots follow each other, or a dot stands first")
		}
		if len(label) > maxLabel {
			return "", bad(label, "a part of a host name has at most %d characters, this one has %d", maxLabel, len(label))
		}
		if i := strings.IndexFunc(label, func(r rune) bool { return !nameLetter(r) }); i >= 0 {
			return "", bad(label, "%q can't stand in a host name", label[i])
		}
	}
	return ascii, nil
}

// nameLetter reports whether r can stand in a label of a host name.
func nameLetter(r rune) bool {
	return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '-' || r == '_'
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// sameName reports whether a and b are the same host: case and a dot at the end don't count.
func sameName(a, b string) bool {
	return strings.EqualFold(strings.TrimSuffix(a, "."), strings.TrimSuffix(b, "."))
}
