package collection

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"wirevise/netcore/codec"
)

// bytesOf is what a composition without variables is sent as.
func bytesOf(t *testing.T, c codec.Composition) []byte {
	t.Helper()
	end := c.Ending
	if end == 0 {
		end = codec.NoEnding
	}
	got, err := codec.Compose(c.Text, c.Mode, c.Encoding, end)
	if err != nil {
		t.Fatalf("%+v: %v", c, err)
	}
	return got
}

func TestFromBytes(t *testing.T) {
	for _, c := range []struct {
		name, payload, text string
		mode                codec.Mode
		ending              codec.LineEnding
	}{
		{"nothing", "", "", codec.Text, 0},
		{"text", "héllo 北", "héllo 北", codec.Text, 0},
		{"tab and LF", "a\tb\n\nc\n", "a\tb\n\nc\n", codec.Text, 0},
		{"CRLF", "GET / HTTP/1.0\r\nA: b\r\n\r\n", "GET / HTTP/1.0\nA: b\n", codec.Text, codec.CRLF},
		{"CRLF that ends otherwise", "a\r\nb and some more of it", `a\r\nb and some more of it`, codec.Escapes, 0},
		{"mixed line ends", "one line\r\nanother line\n", `one line\r\nanother line\n`, codec.Escapes, 0},
		{"a lone CR", "AT+CGMI=1\r", `AT+CGMI=1\r`, codec.Escapes, 0},
		{"braces", "{{time}} {{{{", "{{time}} {{{{", codec.Text, 0},
		{"a backslash", `C:\new`, `C:\new`, codec.Text, 0},
		{"a backslash and NUL", "C:\\new folder\x00", `C:\\new folder\x00`, codec.Escapes, 0},
		{"what nobody sees", "with\u200ba space of no width and\u00a0more\u0085", `with\u200ba space of no width and` + "\u00a0" + `more\u0085`, codec.Escapes, 0},
		{"bytes", "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10", "00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n10", codec.Hex, 0},
		{"no UTF-8", "caf\xe9", "63 61 66 e9", codec.Hex, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := FromBytes([]byte(c.payload))
			must(t, err)
			if got.Text != c.text || got.Mode != c.mode || got.Ending != c.ending || got.Variables {
				t.Errorf("it is %+v, want %q in %s ended by %s", got, c.text, c.mode, c.ending)
			}
			if sent := bytesOf(t, got); string(sent) != c.payload {
				t.Errorf("it is sent as %q, want %q", sent, c.payload)
			}
		})
	}
	var f *FieldError
	for _, payload := range []string{strings.Repeat("x", MaxText+1), strings.Repeat("\xff", MaxText/2), strings.Repeat("\n", MaxLines)} {
		if _, err := FromBytes([]byte(payload)); !errors.As(err, &f) || f.Field != FieldText {
			t.Errorf("%d bytes: %v", len(payload), err)
		}
	}
}

func FuzzFromBytes(f *testing.F) {
	f.Add([]byte("a\r\nb\r\n"))
	f.Add([]byte("a\\\x00\xff"))
	f.Add([]byte("\u2028\ufeff\U0001f600\r"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		c, err := FromBytes(payload)
		if err != nil {
			return
		}
		if sent := bytesOf(t, c); !bytes.Equal(sent, payload) {
			t.Errorf("%q became %+v, which is sent as %q", payload, c, sent)
		}
	})
}
