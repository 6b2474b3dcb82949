package codec

import "testing"

func TestPlaceOfOthers(t *testing.T) {
	got := ErrorAt("a\nb%d", 3, "50% off")
	if want := (SyntaxError{3, 2, 2, "50% off"}); *got != want {
		t.Errorf("ErrorAt() = %+v, want %+v", *got, want)
	}
	if got := ErrorAt("a", 9, "behind"); got.Offset != 1 {
		t.Errorf("behind the end: %+v", *got)
	}
}
