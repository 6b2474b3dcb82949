package netcore

import (
	"errors"
	"syscall"
	"testing"
	"time"
)

func TestTrouble(t *testing.T) {
	var tr trouble
	now := time.Unix(0, 0)
	again := func(err error, wantWait time.Duration, wantNews bool, wantBefore string) {
		t.Helper()
		wait, news, before := tr.again(err, now)
		if wait != wantWait || news != wantNews || before != wantBefore {
			t.Errorf("again(%v) = %v, %v, %q, want %v, %v, %q", err, wait, news, before, wantWait, wantNews, wantBefore)
		}
		now = now.Add(wait)
	}
	const ms = time.Millisecond
	if sum := tr.over(now); sum != "" {
		t.Errorf("over without trouble = %q, want nothing", sum)
	}
	again(syscall.EMFILE, 5*ms, true, "")
	if sum := tr.over(now); sum != "" {
		t.Errorf("over after one failure, which has been told = %q, want nothing", sum)
	}
	again(syscall.EMFILE, 5*ms, true, "")
	for _, wait := range []time.Duration{10, 20, 40, 80, 160, 320, 640, 1000, 1000} {
		again(syscall.EMFILE, wait*ms, false, "")
	}
	emfile := Explain(syscall.EMFILE).String()
	again(syscall.ENFILE, 5*ms, true, "9 more times in 3.275s: "+emfile)
	again(syscall.EMFILE, 5*ms, true, "") // ENFILE came once, and was told
	again(syscall.EMFILE, 10*ms, false, "")
	if got, want := tr.over(now), "once more in 15ms: "+emfile; got != want {
		t.Errorf("over = %q, want %q", got, want)
	}
	again(errors.New("odd"), 5*ms, true, "")
	again(errors.New("odd"), 10*ms, false, "")
	again(errors.New("odder"), 5*ms, true, "once more in 15ms: odd")
}
