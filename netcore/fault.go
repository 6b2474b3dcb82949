package netcore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strconv"
	"syscall"
	"time"
)

// A Fault names an error the way the system and people do.
type Fault struct {
	Name   string // ECONNREFUSED, EAI_NONAME; "" when the system has no name for it
	Number int    // the system's number of Name on this system
	Text   string // one plain sentence of what it means, lower case, no full stop
}

// String writes the fault in one line: "ECONNREFUSED (111): nothing is listening there", or only the sentence when
// there is no name.
func (f Fault) String() string {
	if f.Name == "" {
		return f.Text
	}
	return f.Name + " (" + strconv.Itoa(f.Number) + "): " + f.Text
}

// Err returns an error that [Explain] calls f: of a fault that was read from a file, say. It is no errno of this system,
// which may have another number for the name, so errors.Is finds nothing in it. The zero fault gives an error too.
func (f Fault) Err() error { return faultError(f) }

type faultError Fault

func (e faultError) Error() string { return Fault(e).String() }

// ErrNoData is wrapped by the error of a name that exists but has no address of the family that was asked for.
var ErrNoData = errors.New("the name has no address of this kind")

// What a [LimitError] was about.
const (
	LimitConnect = "connect"
	LimitIdle    = "idle"
	LimitWrite   = "write"
)

// A LimitError says that a limit which this side set ran out: a connect, idle or write timeout. It is
// [os.ErrDeadlineExceeded] and [context.DeadlineExceeded], and [Explain] calls it ETIMEDOUT.
type LimitError struct {
	What  string        // LimitConnect, LimitIdle, LimitWrite, or what took too long
	After time.Duration // the limit
}

func (e *LimitError) Error() string {
	after := seconds(e.After)
	switch e.What {
	case LimitConnect:
		return "no answer within " + after + ", the limit set here"
	case LimitIdle:
		return "nothing came for " + after + ", the limit set here"
	case LimitWrite:
		return "the other side took no more data for " + after + ", the limit set here"
	}
	return e.What + " took longer than " + after + ", the limit set here"
}

// Timeout is true, as [net.Error] has it.
func (e *LimitError) Timeout() bool { return true }

// Temporary is true, as [net.Error] has it of a timeout.
func (e *LimitError) Temporary() bool { return true }

// Is makes it count as any other timeout.
func (e *LimitError) Is(target error) bool {
	return target == os.ErrDeadlineExceeded || target == context.DeadlineExceeded
}

// seconds writes d as 200 ms, 10 s, 2.5 s or 5m0s.
func seconds(d time.Duration) string {
	switch {
	case d < time.Second:
		return strconv.FormatFloat(float64(d)/float64(time.Millisecond), 'f', -1, 64) + " ms"
	case d < 2*time.Minute:
		return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
	}
	return d.String()
}

// Explain names err. The first error in its tree, depth first, that the system has a number for gives the name; then
// what Go says without the system: a timeout, a close, an end. Of an error that it doesn't know, and of one that is
// no error of the network, only Text is set. Explain(nil) is the zero Fault.
func Explain(err error) Fault {
	if err == nil {
		return Fault{}
	}
	f, ok := explainTree(err)
	if !ok {
		return Fault{Text: err.Error()}
	}
	var more Hinter
	if errors.As(err, &more) {
		f.Text += "; " + more.Hint()
	}
	return f
}

// A Hinter is an error that knows more than the system's number says; Explain adds it to the sentence.
type Hinter interface {
	error
	Hint() string
}

func explainTree(err error) (Fault, bool) {
	switch e := err.(type) {
	case faultError:
		return Fault(e), true
	case *LimitError:
		f := errnoFault(errTimedOut)
		f.Text = e.Error()
		return f, true
	case *net.DNSError:
		return explainDNS(e)
	case syscall.Errno:
		f := errnoFault(e)
		return f, f.Name != ""
	}
	switch u := err.(type) {
	case interface{ Unwrap() error }:
		if inner := u.Unwrap(); inner != nil {
			if f, ok := explainTree(inner); ok {
				return f, true
			}
		}
	case interface{ Unwrap() []error }:
		for _, inner := range u.Unwrap() {
			if f, ok := explainTree(inner); ok {
				return f, true
			}
		}
	}
	return explainSentinel(err)
}

// explainSentinel knows the errors that Go and netcore make without the system.
func explainSentinel(err error) (Fault, bool) {
	switch {
	case err == ErrTruncated:
		return truncatedFault(), true
	case errors.Is(err, context.Canceled):
		return Fault{Text: "called off here"}, true
	case errors.Is(err, net.ErrClosed), errors.Is(err, io.ErrClosedPipe):
		return Fault{Text: "closed here"}, true
	case errors.Is(err, io.EOF):
		return Fault{Text: "the other side finished sending"}, true
	case errors.Is(err, io.ErrUnexpectedEOF):
		return Fault{Text: "the other side stopped in the middle of something"}, true
	}
	t, ok := err.(interface{ Timeout() bool })
	if ok && t.Timeout() || errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded) {
		f := errnoFault(errTimedOut)
		f.Text = "no answer in the time given"
		return f, true
	}
	return Fault{}, false
}

// explainDNS gives a failed lookup the name that getaddrinfo(3) would have returned (RFC 3493, section 6.1), which Go
// does not keep.
func explainDNS(e *net.DNSError) (Fault, bool) {
	name := strconv.Quote(e.Name)
	f := eaiFail
	switch {
	case errors.Is(e, context.Canceled):
		return Fault{Text: "called off here"}, true
	case errors.Is(e, ErrNoData):
		f = eaiNoData
		f.Text = fmt.Sprintf("the name %s exists, but has no address of this kind", name)
	case e.IsNotFound:
		f = eaiNoName
		f.Text = fmt.Sprintf("no such host: nothing is known under the name %s", name)
	case e.IsTimeout, e.IsTemporary, errors.Is(e, context.DeadlineExceeded):
		f = eaiAgain
		f.Text = fmt.Sprintf("the name %s could not be looked up just now: the name server did not answer or had trouble", name)
	default:
		f.Text = fmt.Sprintf("the name %s could not be looked up: %s", name, e.Err)
	}
	return f, true
}

// errnoFault names one number of the system. Without a name, the fault is only a text.
func errnoFault(errno syscall.Errno) Fault {
	name, number := errnoName(errno)
	if name == "" {
		return Fault{Text: errno.Error()}
	}
	f := Fault{Name: name, Number: number, Text: errnoTexts[posixName(name)]}
	if f.Text == "" {
		f.Text = errno.Error()
	}
	return f
}

// errnoTexts says what each name means to somebody who uses sockets.
var errnoTexts = map[string]string{
	"E2BIG":           "too much in one call",
	"EACCES":          "the system does not allow it: a low port needs more rights, a broadcast address needs the broadcast option, or the port is reserved",
	"EADDRINUSE":      "another program (or another tab) already uses this address and port",
	"EADDRNOTAVAIL":   "this machine has no such address, or the same connection existed a moment ago and its port is still held",
	"EAFNOSUPPORT":    "this kind of address (IPv4 or IPv6) can't be used here",
	"EAGAIN":          "nothing is ready just now, or the system is short of something",
	"EALREADY":        "this is being done already",
	"EBADF":           "the socket is no longer open",
	"ECANCELED":       "called off",
	"ECONNABORTED":    "the connection was broken off by this machine or before it was accepted",
	"ECONNREFUSED":    "nothing is listening there",
	"ECONNRESET":      "the other side cut the connection off (reset)",
	"EDESTADDRREQ":    "no receiver was given",
	"EDISCON":         "the other side ended the connection",
	"EFAULT":          "the program gave the system a bad address in memory",
	"EHOSTDOWN":       "the other machine does not answer on its network",
	"EHOSTUNREACH":    "the other machine can't be reached: it does not answer, or a router or firewall says so",
	"EINPROGRESS":     "still being done",
	"EINTR":           "interrupted",
	"EINVAL":          "the system does not take this value or this order of steps",
	"EIO":             "the system could not read or write",
	"EISCONN":         "the socket is connected already",
	"ELOOP":           "too many symbolic links on the way to this path",
	"EMFILE":          "this program has too many sockets and files open",
	"EMSGSIZE":        "the message is too long for one datagram on this way",
	"ENAMETOOLONG":    "the name or path is too long",
	"ENETDOWN":        "the network of this machine is down",
	"ENETRESET":       "the network lost the connection",
	"ENETUNREACH":     "there is no way to that network from here",
	"ENFILE":          "the whole system has too many sockets and files open",
	"ENOBUFS":         "the system has no room left for socket buffers or ports",
	"ENODEV":          "there is no such interface",
	"ENOENT":          "there is nothing at this path",
	"ENOMEM":          "the system has no memory left for it",
	"ENOPROTOOPT":     "this system does not have this socket option",
	"ENOSPC":          "there is no room left",
	"ENOTCONN":        "the socket is not connected",
	"ENOTDIR":         "a part of this path is not a folder",
	"ENOTSOCK":        "this is not a socket",
	"ENOTSUP":         "this system can't do that with this socket",
	"ENXIO":           "there is no such interface or device",
	"EOPNOTSUPP":      "this system can't do that with this socket",
	"EPERM":           "not permitted: a firewall of this machine drops it, or it needs more rights",
	"EPFNOSUPPORT":    "this system does not have this kind of address",
	"EPIPE":           "the connection is already closed: the other side takes no more data, or this side has finished sending",
	"EPROCLIM":        "too many programs use the network",
	"EPROTO":          "the other side or a router answered with something the protocol does not know",
	"EPROTONOSUPPORT": "this system does not have this protocol",
	"EPROTOTYPE":      "this address takes another kind of socket (stream or datagram)",
	"EROFS":           "this path can't be written to",
	"ESHUTDOWN":       "this side has already finished sending",
	"ESOCKTNOSUPPORT": "this system does not have this kind of socket",
	"ETIMEDOUT":       "no answer: the other machine did not react in time",
	"ETOOMANYREFS":    "too many references",
	"EWOULDBLOCK":     "nothing is ready just now",
	"NOTINITIALISED":  "the network of this system is not started",
	"SYSNOTREADY":     "the network of this system is not ready",
}
