package codec

import (
	"encoding/hex"
	"strings"
	"testing"
)

func TestHexLine(t *testing.T) {
	tests := []struct {
		name   string
		offset int64
		row    string
		want   string
	}{
		{"full", 0, "{\"ok\": true}\r\n\x00\xff", `00000000  7b 22 6f 6b 22 3a 20 74  72 75 65 7d 0d 0a 00 ff  |{"ok": true}....|`},
		{"short", 0x10, "ab~\x7f ", `00000010  61 62 7e 7f 20                                    |ab~. |`},
		{"nine", 0xabcdef, "123456789", `00abcdef  31 32 33 34 35 36 37 38  39                       |123456789|`},
		{"empty", 0, "", `00000000                                                    ||`},
		{"past 4 GiB", 0x123456789a, "a", `123456789a  61                                                |a|`},
		{"too long", 0, "0123456789abcdefXYZ", `00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := string(HexLine([]byte("> "), test.offset, []byte(test.row))); got != "> "+test.want {
				t.Errorf("got\n%s, want\n> %s", got, test.want)
			}
		})
	}
}

func TestHexLineIsLikeTheStandardLibrarys(t *testing.T) {
	payload := make([]byte, 5*RowSize+7)
	for i := range payload {
		payload[i] = byte(i * 31)
	}
	var got strings.Builder
	for at := 0; at < len(payload); at += RowSize {
		got.Write(HexLine(nil, int64(at), payload[at:min(at+RowSize, len(payload))]))
		got.WriteByte('\n')
	}
	if want := hex.Dump(payload); got.String() != want {
		t.Errorf("got\n%s, want\n%s", got.String(), want)
	}
}

func TestTextColumn(t *testing.T) {
	if got, want := TextColumn([]byte("a\x00é~\x7f")), "a...~."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
