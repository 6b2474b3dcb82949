package netcore

import (
	"strings"
	"syscall"

	"golang.org/x/sys/windows"
)

const errTimedOut = windows.WSAETIMEDOUT

var (
	eaiNoData = Fault{Name: "WSANO_DATA", Number: 11004}
	eaiNoName = Fault{Name: "WSAHOST_NOT_FOUND", Number: 11001}
	eaiAgain  = Fault{Name: "WSATRY_AGAIN", Number: 11002}
	eaiFail   = Fault{Name: "WSANO_RECOVERY", Number: 11003}
)

// truncatedFault names the error by which WSARecvMsg tells of a datagram that was cut.
func truncatedFault() Fault {
	return Fault{Name: "WSAEMSGSIZE", Number: int(windows.WSAEMSGSIZE), Text: ErrTruncated.Error()}
}

// errnoName finds the name of a Winsock number, of the few numbers below Winsock's that overlapped socket calls return,
// and of the numbers that package syscall made up so that ECONNREFUSED and the like exist on Windows at all.
func errnoName(errno syscall.Errno) (string, int) {
	if name, ok := winsockNames[errno]; ok {
		return name, int(errno)
	}
	if name, ok := win32Names[errno]; ok {
		return name, int(errno)
	}
	if wsa, ok := inventedNumbers[errno]; ok {
		return winsockNames[wsa], int(wsa)
	}
	return "", int(errno)
}

// posixName gives the name under which errnoTexts knows a name of this system.
func posixName(name string) string {
	if posix, ok := win32Posix[name]; ok {
		return posix
	}
	return strings.TrimPrefix(name, "WSA")
}

// winsockNames is the table of learn.microsoft.com/windows/win32/winsock/windows-sockets-error-codes-2.
var winsockNames = map[syscall.Errno]string{
	10004: "WSAEINTR",
	10009: "WSAEBADF",
	10013: "WSAEACCES",
	10014: "WSAEFAULT",
	10022: "WSAEINVAL",
	10024: "WSAEMFILE",
	10035: "WSAEWOULDBLOCK",
	10036: "WSAEINPROGRESS",
	10037: "WSAEALREADY",
	10038: "WSAENOTSOCK",
	10039: "WSAEDESTADDRREQ",
	10040: "WSAEMSGSIZE",
	10041: "WSAEPROTOTYPE",
	10042: "WSAENOPROTOOPT",
	10043: "WSAEPROTONOSUPPORT",
	10044: "WSAESOCKTNOSUPPORT",
	10045: "WSAEOPNOTSUPP",
	10046: "WSAEPFNOSUPPORT",
	10047: "WSAEAFNOSUPPORT",
	10048: "WSAEADDRINUSE",
	10049: "WSAEADDRNOTAVAIL",
	10050: "WSAENETDOWN",
	10051: "WSAENETUNREACH",
	10052: "WSAENETRESET",
	10053: "WSAECONNABORTED",
	10054: "WSAECONNRESET",
	10055: "WSAENOBUFS",
	10056: "WSAEISCONN",
	10057: "WSAENOTCONN",
	10058: "WSAESHUTDOWN",
	10059: "WSAETOOMANYREFS",
	10060: "WSAETIMEDOUT",
	10061: "WSAECONNREFUSED",
	10062: "WSAELOOP",
	10063: "WSAENAMETOOLONG",
	10064: "WSAEHOSTDOWN",
	10065: "WSAEHOSTUNREACH",
	10066: "WSAENOTEMPTY",
	10067: "WSAEPROCLIM",
	10068: "WSAEUSERS",
	10069: "WSAEDQUOT",
	10070: "WSAESTALE",
	10071: "WSAEREMOTE",
	10091: "WSASYSNOTREADY",
	10092: "WSAVERNOTSUPPORTED",
	10093: "WSANOTINITIALISED",
	10101: "WSAEDISCON",
	10103: "WSAECANCELLED",
	10109: "WSATYPE_NOT_FOUND",
	10112: "WSAEREFUSED",
	11001: "WSAHOST_NOT_FOUND",
	11002: "WSATRY_AGAIN",
	11003: "WSANO_RECOVERY",
	11004: "WSANO_DATA",
}

// win32Names are the completion codes that an overlapped socket call ends with.
var win32Names = map[syscall.Errno]string{
	2:    "ERROR_FILE_NOT_FOUND",
	5:    "ERROR_ACCESS_DENIED",
	64:   "ERROR_NETNAME_DELETED",
	121:  "ERROR_SEM_TIMEOUT",
	995:  "ERROR_OPERATION_ABORTED",
	1225: "ERROR_CONNECTION_REFUSED",
	1231: "ERROR_NETWORK_UNREACHABLE",
	1232: "ERROR_HOST_UNREACHABLE",
	1234: "ERROR_PORT_UNREACHABLE",
	1236: "ERROR_CONNECTION_ABORTED",
}

var win32Posix = map[string]string{
	"ERROR_FILE_NOT_FOUND":      "ENOENT",
	"ERROR_ACCESS_DENIED":       "EACCES",
	"ERROR_NETNAME_DELETED":     "ECONNRESET",
	"ERROR_SEM_TIMEOUT":         "ETIMEDOUT",
	"ERROR_OPERATION_ABORTED":   "ECANCELED",
	"ERROR_CONNECTION_REFUSED":  "ECONNREFUSED",
	"ERROR_NETWORK_UNREACHABLE": "ENETUNREACH",
	"ERROR_HOST_UNREACHABLE":    "EHOSTUNREACH",
	"ERROR_PORT_UNREACHABLE":    "ECONNREFUSED",
	"ERROR_CONNECTION_ABORTED":  "ECONNABORTED",
	"WSAECANCELLED":             "ECANCELED",
	"WSAEREFUSED":               "ECONNREFUSED",
}

// inventedNumbers maps what package syscall defines from APPLICATION_ERROR on to Winsock's numbers.
var inventedNumbers = map[syscall.Errno]syscall.Errno{
	syscall.EACCES:        10013,
	syscall.EADDRINUSE:    10048,
	syscall.EADDRNOTAVAIL: 10049,
	syscall.EAFNOSUPPORT:  10047,
	syscall.ECONNABORTED:  10053,
	syscall.ECONNREFUSED:  10061,
	syscall.ECONNRESET:    10054,
	syscall.EDESTADDRREQ:  10039,
	syscall.EHOSTDOWN:     10064,
	syscall.EHOSTUNREACH:  10065,
	syscall.EINVAL:        10022,
	syscall.EISCONN:       10056,
	syscall.EMFILE:        10024,
	syscall.EMSGSIZE:      10040,
	syscall.ENETDOWN:      10050,
	syscall.ENETRESET:     10052,
	syscall.ENETUNREACH:   10051,
	syscall.ENOBUFS:       10055,
	syscall.ENOPROTOOPT:   10042,
	syscall.ENOTCONN:      10057,
	syscall.ENOTSOCK:      10038,
	syscall.EOPNOTSUPP:    10045,
	syscall.EPIPE:         10058,
	syscall.ESHUTDOWN:     10058,
	syscall.ETIMEDOUT:     10060,
	syscall.EWOULDBLOCK:   10035,
}
