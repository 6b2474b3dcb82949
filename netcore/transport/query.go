package transport

import (
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A queryReader takes the keys it is asked for out of values and keeps the first error.
type queryReader struct {
	values url.Values
	err    error
}

// take returns the value of key, which may be there once.
func (q *queryReader) take(key string) (string, bool) {
	vs, ok := q.values[key]
	if !ok {
		return "", false
	}
	delete(q.values, key)
	if len(vs) > 1 {
		q.fail(key, vs[1], "given twice")
		return "", false
	}
	return vs[0], true
}

func (q *queryReader) fail(key, value, text string) {
	if q.err == nil {
		q.err = &AddressError{key, value, text}
	}
}

// toggle reads on and off; a key alone is on.
func (q *queryReader) toggle(key string) Switch {
	v, ok := q.take(key)
	if !ok {
		return Default
	}
	switch strings.ToLower(v) {
	case "on", "true", "yes", "1", "":
		return On
	case "off", "false", "no", "0":
		return Off
	}
	q.fail(key, v, "must be on or off")
	return Default
}

func (q *queryReader) flag(key string) bool { return q.toggle(key) == On }

// mostOption is what fits into the int that socket options take.
const mostOption = 1<<31 - 1

func (q *queryReader) number(key string) int {
	v, ok := q.take(key)
	if !ok {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 0 || n > mostOption {
		q.fail(key, v, "must be a number from 0 to "+strconv.Itoa(mostOption))
		return 0
	}
	return n
}

// duration reads 10s, 500ms, 1m30s; 0 is none.
func (q *queryReader) duration(key string) time.Duration {
	v, ok := q.take(key)
	if !ok {
		return 0
	}
	d, err := time.ParseDuration(v)
	if err != nil || d < 0 {
		q.fail(key, v, "must be a time with its unit, such as 10s or 500ms")
		return 0
	}
	return d
}

func (q *queryReader) hostPort(key, hostField, portField string, needPort bool) (string, uint16) {
	v, ok := q.take(key)
	if !ok {
		return "", 0
	}
	host, port, err := splitHostPort(hostField, portField, v, needPort)
	if err == nil && (needPort || !everywhere(host)) {
		_, _, err = parseHost(hostField, host)
	}
	if err != nil && q.err == nil {
		q.err = err
	}
	return host, port
}

func (q *queryReader) tcpOptions() TCPOptions {
	return TCPOptions{
		NoDelay:           q.flag("nodelay"),
		KeepAlive:         q.flag("keepalive"),
		KeepAliveIdle:     q.duration("keepidle"),
		KeepAliveInterval: q.duration("keepinterval"),
		KeepAliveCount:    q.number("keepcount"),
		RecvBuffer:        q.number("rcvbuf"),
		SendBuffer:        q.number("sndbuf"),
		ReuseAddr:         q.toggle("reuseaddr"),
	}
}

func (q *queryReader) udpOptions() UDPOptions {
	return UDPOptions{
		Broadcast:  q.flag("broadcast"),
		RecvBuffer: q.number("rcvbuf"),
		SendBuffer: q.number("sndbuf"),
		ReuseAddr:  q.toggle("reuseaddr"),
	}
}
