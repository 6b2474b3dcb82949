package resolve

import (
	"errors"
	"strings"
	"testing"
)

func TestASCIIName(t *testing.T) {
	long := strings.Repeat("a", 63)
	tests := []struct{ name, asked, want, bad string }{
		{"plain", "example.com", "example.com", ""},
		{"case stays", "WWW.Example.com", "WWW.Example.com", ""},
		{"root dot stays", "example.com.", "example.com.", ""},
		{"underscore", "_sip._tcp.example", "_sip._tcp.example", ""},
		{"umlaut", "Bücher.example", "xn--bcher-kva.example", ""},
		{"chinese", "例子.测试", "xn--fsqu00a.xn--0zwm56d", ""},
		{"ideographic stop", "例子。测试", "xn--fsqu00a.xn--0zwm56d", ""},
		{"longest label", long + ".example", long + ".example", ""},
		{"label too long", long + "a.example", "", "at most 63"},
		{"name too long", strings.Repeat("abcdefghi.", 26) + "x", "", "at most 253"},
		{"empty", "", "", "empty"},
		{"only a dot", ".", "", "empty"},
		{"two dots", "a..b", "", "two dots"},
		{"first dot", ".a", "", "two dots"},
		{"space", "a b", "", "can't stand"},
		{"character", "a!b.example", "", `'!' can't stand`},
		{"not in IDNA", "a\u2024\u0323.example", "", "international"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := asciiName(test.asked)
			if test.bad == "" {
				if err != nil || got != test.want {
					t.Errorf("asciiName(%q) = %q, %v, want %q", test.asked, got, err, test.want)
				}
				return
			}
			var input *InputError
			if !errors.As(err, &input) || !strings.Contains(err.Error(), test.bad) {
				t.Errorf("asciiName(%q) = %q, %v, want an InputError with %q", test.asked, got, err, test.bad)
			}
		})
	}
}
