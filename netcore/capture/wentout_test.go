package capture

import (
	"fmt"
	"strings"
	"testing"

	"wirevise/netcore"
)

func TestWentOut(t *testing.T) {
	var got []string
	for row, err := range wentOut(sequence(rawRows()...)) {
		if err != nil {
			t.Fatal(err)
		}
		if row.Kind == netcore.Sent {
			got = append(got, fmt.Sprintf("%d %q %d", row.Seq, row.Payload, row.Size))
		}
	}
	if got, want := strings.Join(got, ", "), `3 "ABC" 3, 4 "1" 1, 13 "3" 1`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
