package netcore

import (
	"syscall"
	"testing"
)

func TestExplainLinuxNumbers(t *testing.T) {
	for _, tt := range []struct {
		errno syscall.Errno
		want  string
	}{
		{syscall.ECONNREFUSED, "ECONNREFUSED (111): nothing is listening there"},
		{syscall.EADDRINUSE, "EADDRINUSE (98): another program (or another tab) already uses this address and port"},
		{syscall.ETIMEDOUT, "ETIMEDOUT (110): no answer: the other machine did not react in time"},
	} {
		if got := Explain(tt.errno).String(); got != tt.want {
			t.Errorf("Explain(%d) = %q, want %q", int(tt.errno), got, tt.want)
		}
	}
	if eaiNoName.Number != -2 || eaiAgain.Number != -3 || eaiNoData.Number != -5 || eaiFail.Number != -4 {
		t.Errorf("EAI numbers %v %v %v %v, want netdb.h's", eaiNoName, eaiAgain, eaiNoData, eaiFail)
	}
}
