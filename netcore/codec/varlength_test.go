package codec

import (
	"fmt"
	"strings"
	"testing"
)

func TestLengths(t *testing.T) {
	modbus := mustSum(t, "crc-16/modbus")
	xs := func(n int) string { return strings.Repeat("x", n) }
	tests := []struct {
		name string
		c    Composition
		want string
	}{
		{"alone", Composition{Text: "{{len}}"}, "1"},
		{"with the ending", Composition{Text: "{{len}}", Ending: CRLF}, "3\r\n"},
		{"no room in one digit", Composition{Text: xs(9) + "{{len}}"}, xs(9) + "11"},
		{"just in one digit", Composition{Text: xs(8) + "{{len}}"}, xs(8) + "9"},
		{"from two digits to three", Composition{Text: xs(98) + "{{len}}"}, xs(98) + "101"},
		{"two of them", Composition{Text: xs(8) + "{{len}}{{len}}"}, xs(8) + "1212"},
		{"padded", Composition{Text: "{{len:04}}ab"}, "0006ab"},
		{"utf-16le", Composition{Text: "{{len}}abcd", Encoding: mustLookup(t, "utf-16le")}, "1\x002\x00a\x00b\x00c\x00d\x00"},
		{"with a mark", Composition{Text: "{{len}}", Encoding: mustLookup(t, "utf-8-sig")}, "\xef\xbb\xbf4"},
		{"binary", Composition{Text: "{{len:u16be}}abc"}, "\x00\x05abc"},
		{"rest", Composition{Text: "ab{{len:rest:u8}}abc", Ending: LF}, "ab\x04abc\n"},
		{"rest in digits", Composition{Text: "{{len:rest}}:" + xs(10)}, "11:" + xs(10)},
		{"rest of two", Composition{Text: "{{len:rest}}{{len:rest}}"}, "10"},
		{"rest with something else counted", Composition{Text: "{{len:rest:+2:u16le}}abc"}, "\x05\x00abc"},
		{"rest with a checksum", Composition{Text: "01 {{len:rest:u8}} 03", Mode: Hex, Sums: []Checksum{{Sum: modbus}}}, "\x01\x03\x03\xf1\x60"},
		{"rest with a checksum before it", Composition{Text: "{{len:rest:u8}}a", Sums: []Checksum{{Sum: mustSum(t, "sum-16"), Put: PutInsert}}}, "\x00\x62\x01a"},
		{"rest with a checksum over something", Composition{Text: "{{len:rest:u8}}ab", Sums: []Checksum{{Sum: mustSum(t, "xor"), To: -1, Put: PutOver, At: -1}}}, "\x02ac"},
		{"all with a checksum", Composition{Text: "{{len:u8}}", Sums: []Checksum{{Sum: mustSum(t, "xor"), As: SumHex}}, Ending: LF}, "\x0404\n"},
		{"all of HTTP", Composition{Text: "POST / HTTP/1.1\nContent-Length: {{len:body}}\n\nhello {{seq}}", Ending: CRLF},
			"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nhello 7\r\n"},
		{"a body of ten", Composition{Text: "{{len:body}}\n\n0123456789"}, "10\n\n0123456789"},
		{"a body with its own length", Composition{Text: "a\n\n01234567{{len:body}}"}, "a\n\n012345679"},
		{"a body that the ending begins", Composition{Text: "GET\nL: {{len:body}}\n", Ending: CRLF}, "GET\r\nL: 0\r\n\r\n"},
		{"a length between line breaks", Composition{Text: "{{len:body}}\n{{len:u8}}\nx\n\nab"}, "2\n\x09\nx\n\nab"},
		{"a body in utf-16be", Composition{Text: "{{len:body}}\n\na", Encoding: mustLookup(t, "utf-16be")}, "\x002\x00\n\x00\n\x00a"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.c.Variables = true
			template, err := test.c.Compile()
			if err != nil {
				t.Fatal(err)
			}
			got, err := template.Bytes(testVars)
			if err != nil || string(got) != test.want {
				t.Errorf("got %q, %v, want %q", got, err, test.want)
			}
		})
	}
}

func TestLengthsRefuse(t *testing.T) {
	tests := []struct{ text, want string }{
		{"{{len:-9}}", "the length is -8"},
		{"{{len:body}}", "there is no body: no line of the message is empty"},
		{"{{len:body}}\n{{len}}\n", "there is no body: no line of the message is empty"},
		{"{{len:u8}}" + strings.Repeat("x", 255), "256 does not fit into u8"},
	}
	for _, test := range tests {
		got, err := expand(t, test.text, nil)
		checkSyntaxError(t, got, err, SyntaxError{0, 1, 1, test.want})
	}
}

// Whatever the size and how many of them there are: what the lengths say is the length.
func TestLengthsAreTrue(t *testing.T) {
	for size := range 1200 {
		for lengths := 1; lengths < 4; lengths++ {
			got, err := expand(t, strings.Repeat("x", size)+strings.Repeat("{{len}},", lengths), nil)
			if err != nil {
				t.Fatal(err)
			}
			want := strings.Repeat("x", size) + strings.Repeat(fmt.Sprint(len(got))+",", lengths)
			if string(got) != want {
				t.Fatalf("got %q, want %q", got[size:], want[size:])
			}
		}
	}
}
