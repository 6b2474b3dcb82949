package codec

import "testing"

func TestErrorAt(t *testing.T) {
	const text = "é\r\nb\rc\n你!"
	tests := []struct {
		name         string
		offset       int
		line, column int
	}{
		{"first", 0, 1, 1},
		{"behind two bytes of one character", 2, 1, 2},
		{"between CR and LF", 3, 1, 3},
		{"behind CRLF", 4, 2, 1},
		{"the CR itself", 5, 2, 2},
		{"behind CR", 6, 3, 1},
		{"behind LF", 8, 4, 1},
		{"behind three bytes", 11, 4, 2},
		{"the end", len(text), 4, 3},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := *errorAt(text, test.offset, "no %s", "good")
			want := SyntaxError{test.offset, test.line, test.column, "no good"}
			if got != want {
				t.Errorf("got %+v, want %+v", got, want)
			}
		})
	}
	if got, want := errorAt(text, 6, "no good").Error(), "line 3, column 1: no good"; got != want {
		t.Errorf("Error() = %q, want %q", got, want)
	}
}
