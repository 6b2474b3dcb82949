//go:build unix

package netcore

import (
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

const errTimedOut = syscall.ETIMEDOUT

// The numbers of getaddrinfo(3): negative in glibc's and musl's netdb.h, positive in Darwin's and the BSDs'.
var (
	eaiNoData = eai("EAI_NODATA", -5, 7)
	eaiNoName = eai("EAI_NONAME", -2, 8)
	eaiAgain  = eai("EAI_AGAIN", -3, 2)
	eaiFail   = eai("EAI_FAIL", -4, 4)
)

func eai(name string, linux, bsd int) Fault {
	if runtime.GOOS == "linux" {
		return Fault{Name: name, Number: linux}
	}
	return Fault{Name: name, Number: bsd}
}

// truncatedFault names the flag by which recvmsg(2) tells of a datagram that was cut.
func truncatedFault() Fault {
	return Fault{Name: "MSG_TRUNC", Number: unix.MSG_TRUNC, Text: ErrTruncated.Error()}
}

func errnoName(errno syscall.Errno) (string, int) { return unix.ErrnoName(errno), int(errno) }

func posixName(name string) string { return name }
