package netcore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestExplain(t *testing.T) {
	timedOut := errnoFault(errTimedOut)
	op := func(err error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", err)}
	}
	for _, tt := range []struct {
		name string
		err  error
		want Fault
	}{
		{"nil", nil, Fault{}},
		{"unknown", errors.New("odd"), Fault{Text: "odd"}},
		{"unknown wrapped", fmt.Errorf("a: %w", errors.New("b")), Fault{Text: "a: b"}},
		{"closed", &net.OpError{Op: "read", Err: net.ErrClosed}, Fault{Text: "closed here"}},
		{"eof", io.EOF, Fault{Text: "the other side finished sending"}},
		{"unexpected eof", io.ErrUnexpectedEOF, Fault{Text: "the other side stopped in the middle of something"}},
		{"cancelled", fmt.Errorf("send: %w", context.Canceled), Fault{Text: "called off here"}},
		{"truncated", ErrTruncated, truncatedFault()},
		{"deadline", &net.OpError{Op: "read", Err: os.ErrDeadlineExceeded},
			Fault{timedOut.Name, timedOut.Number, "no answer in the time given"}},
		{"ctx deadline", context.DeadlineExceeded, Fault{timedOut.Name, timedOut.Number, "no answer in the time given"}},
		{"other timeout", timeoutOnly{}, Fault{timedOut.Name, timedOut.Number, "no answer in the time given"}},
		{"connect limit", &LimitError{LimitConnect, 10 * time.Second},
			Fault{timedOut.Name, timedOut.Number, "no answer within 10 s, the limit set here"}},
		{"idle limit", op(&LimitError{LimitIdle, 200 * time.Millisecond}),
			Fault{timedOut.Name, timedOut.Number, "nothing came for 200 ms, the limit set here"}},
		{"write limit", &LimitError{LimitWrite, 5 * time.Minute},
			Fault{timedOut.Name, timedOut.Number, "the other side took no more data for 5m0s, the limit set here"}},
		{"other limit", &LimitError{"the handshake", 2500 * time.Millisecond},
			Fault{timedOut.Name, timedOut.Number, "the handshake took longer than 2.5 s, the limit set here"}},
		{"no such host", &net.DNSError{Name: "nix.example", IsNotFound: true},
			Fault{eaiNoName.Name, eaiNoName.Number, `no such host: nothing is known under the name "nix.example"`}},
		{"no data", &net.DNSError{Name: "v4.example", IsNotFound: true, UnwrapErr: ErrNoData},
			Fault{eaiNoData.Name, eaiNoData.Number, `the name "v4.example" exists, but has no address of this kind`}},
		{"lookup timeout", &net.DNSError{Name: "x", IsTimeout: true}, Fault{eaiAgain.Name, eaiAgain.Number,
			`the name "x" could not be looked up just now: the name server did not answer or had trouble`}},
		{"lookup fails", &net.DNSError{Name: "x", Err: "cannot parse"},
			Fault{eaiFail.Name, eaiFail.Number, `the name "x" could not be looked up: cannot parse`}},
		{"lookup cancelled", &net.DNSError{Name: "x", UnwrapErr: context.Canceled}, Fault{Text: "called off here"}},
		{"errno wins over its timeout", op(errTimedOut), timedOut},
		{"joined", errors.Join(errors.New("first"), op(errTimedOut), context.Canceled), timedOut},
		{"errno without a name", syscall.Errno(9999), Fault{Text: syscall.Errno(9999).Error()}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Explain(tt.err); got != tt.want {
				t.Errorf("Explain(%v) = %+v, want %+v", tt.err, got, tt.want)
			}
		})
	}
}

type timeoutOnly struct{}

func (timeoutOnly) Error() string { return "i/o timeout" }
func (timeoutOnly) Timeout() bool { return true }

// The errnos that package syscall has everywhere, also where it makes them up, are all named and have a sentence.
func TestExplainErrno(t *testing.T) {
	for name, errno := range map[string]syscall.Errno{
		"ECONNREFUSED": syscall.ECONNREFUSED, "ECONNRESET": syscall.ECONNRESET, "ETIMEDOUT": syscall.ETIMEDOUT,
		"EADDRINUSE": syscall.EADDRINUSE, "EADDRNOTAVAIL": syscall.EADDRNOTAVAIL, "EACCES": syscall.EACCES,
		"ENETUNREACH": syscall.ENETUNREACH, "EHOSTUNREACH": syscall.EHOSTUNREACH, "EHOSTDOWN": syscall.EHOSTDOWN,
		"ENETDOWN": syscall.ENETDOWN, "EMSGSIZE": syscall.EMSGSIZE, "EMFILE": syscall.EMFILE,
		"ENOBUFS": syscall.ENOBUFS, "EAFNOSUPPORT": syscall.EAFNOSUPPORT, "EINVAL": syscall.EINVAL,
		"ENOTCONN": syscall.ENOTCONN, "ECONNABORTED": syscall.ECONNABORTED, "EDESTADDRREQ": syscall.EDESTADDRREQ,
		"ENETRESET": syscall.ENETRESET, "EISCONN": syscall.EISCONN, "ENOTSOCK": syscall.ENOTSOCK,
		"EOPNOTSUPP": syscall.EOPNOTSUPP, "ENOPROTOOPT": syscall.ENOPROTOOPT,
	} {
		f := Explain(&net.OpError{Op: "x", Err: os.NewSyscallError("y", errno)})
		// ENOTSUP and EOPNOTSUPP, EAGAIN and EWOULDBLOCK are one number on some systems.
		if posixName(f.Name) != name && name != "EOPNOTSUPP" {
			t.Errorf("Explain(%v).Name = %q, want %q", errno, f.Name, name)
		}
		if f.Number == 0 || f.Text == "" || f.Text == errno.Error() {
			t.Errorf("Explain(%v) = %+v, want a number and a sentence of ours", errno, f)
		}
	}
}

func TestErrnoTextsStyle(t *testing.T) {
	for name, text := range errnoTexts {
		if text == "" || strings.HasSuffix(text, ".") || strings.ContainsAny(text[:1], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") ||
			strings.ContainsAny(text, "\n\t") {
			t.Errorf("%s: %q, want lower case, one line, no full stop", name, text)
		}
	}
}

func TestFaultString(t *testing.T) {
	for _, tt := range []struct {
		f    Fault
		want string
	}{
		{Fault{"ECONNREFUSED", 111, "nothing is listening there"}, "ECONNREFUSED (111): nothing is listening there"},
		{Fault{"EAI_NONAME", -2, "no such host"}, "EAI_NONAME (-2): no such host"},
		{Fault{Text: "odd"}, "odd"},
		{Fault{}, ""},
	} {
		if got := tt.f.String(); got != tt.want {
			t.Errorf("%#v.String() = %q, want %q", tt.f, got, tt.want)
		}
	}
}

func TestLimitErrorIsATimeout(t *testing.T) {
	err := fmt.Errorf("x: %w", &LimitError{LimitWrite, time.Second})
	for _, target := range []error{os.ErrDeadlineExceeded, context.DeadlineExceeded} {
		if !errors.Is(err, target) {
			t.Errorf("errors.Is(%v, %v) = false, want true", err, target)
		}
	}
	var ne net.Error
	if !errors.As(err, &ne) || !ne.Timeout() {
		t.Errorf("%v is no net.Error that timed out", err)
	}
}

// The numbers the system itself gives, from real calls.
func TestExplainReal(t *testing.T) {
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	_, err = net.Listen("tcp4", l.Addr().String())
	if f := Explain(err); posixName(f.Name) != "EADDRINUSE" || !strings.Contains(f.Text, "already uses") {
		t.Errorf("listening twice: Explain(%v) = %v", err, f)
	}
	l.Close()
	_, err = net.Dial("tcp4", l.Addr().String())
	if f := Explain(err); posixName(f.Name) != "ECONNREFUSED" || f.Text != "nothing is listening there" {
		t.Errorf("dialling nobody: Explain(%v) = %v", err, f)
	}
	_, err = l.Accept()
	if f := Explain(err); f != (Fault{Text: "closed here"}) {
		t.Errorf("Accept after Close: Explain(%v) = %v", err, f)
	}
}

func TestFaultErr(t *testing.T) {
	for _, f := range []Fault{
		{}, {Text: "odd"}, {"ECONNRESET", 104, "cut off"}, {"WSAECONNRESET", 10054, "cut off; on another system"}, {"", 7, ""},
	} {
		err := f.Err()
		if err == nil || err.Error() != f.String() {
			t.Errorf("%#v.Err() = %v, want %q", f, err, f.String())
		}
		if got := Explain(err); got != f {
			t.Errorf("Explain(%#v.Err()) = %#v", f, got)
		}
		if got := Explain(fmt.Errorf("reading: %w", err)); got != f {
			t.Errorf("wrapped: Explain = %#v, want %#v", got, f)
		}
	}
}
