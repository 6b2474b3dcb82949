package netcoretest

import (
	"testing"

	"go.uber.org/goleak"
)

// NoLeaks fails t if, when it and its cleanups registered later have ended, goroutines run that did not run now. It
// waits for a moment for those that are on their way out. Not for parallel tests, which see each other's.
func NoLeaks(t testing.TB) {
	t.Helper()
	now := goleak.IgnoreCurrent()
	t.Cleanup(func() {
		t.Helper()
		goleak.VerifyNone(t, now)
	})
}

// VerifyTestMain is for TestMain: it runs the package's tests and fails if goroutines are left after them.
func VerifyTestMain(m *testing.M) { goleak.VerifyTestMain(m) }
