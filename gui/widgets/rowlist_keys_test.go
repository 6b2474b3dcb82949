package widgets

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// Who wants a key before the list gets it; what it does not want is the list's.
func TestRowListOffersKeys(t *testing.T) {
	l, w := showList(t, &testRows{n: 10}, bigColumns(), 600, 400)
	var h heard
	h.listen(l)
	w.Canvas().Focus(l)
	var keys []string
	l.OnKey = func(k fyne.KeyName, mod fyne.KeyModifier) bool {
		keys = append(keys, fmt.Sprint(k, " ", mod))
		return k != fyne.KeyDown || mod != 0
	}
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	l.TypedShortcut(&desktop.CustomShortcut{KeyName: fyne.KeyDown, Modifier: fyne.KeyModifierAlt})
	l.TypedShortcut(&fyne.ShortcutUndo{})
	h.want(t)
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	h.want(t, "select 0 Only")
	l.KeyDown(&fyne.KeyEvent{Name: desktop.KeyShiftLeft})
	l.TypedKey(&fyne.KeyEvent{Name: fyne.KeyF10})
	h.want(t)
	want := []string{"Space 0", "Return 0", fmt.Sprint("Down ", fyne.KeyModifierAlt), fmt.Sprint("Z ", fyne.KeyModifierShortcutDefault), "Down 0",
		fmt.Sprint("F10 ", fyne.KeyModifierShift)}
	if !slices.Equal(keys, want) {
		t.Errorf("offered were %q, want %q", keys, want)
	}
}
