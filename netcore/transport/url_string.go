package transport

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// String gives back the URL that [Parse] makes s of.
func (s TCPServer) String() string {
	w := urlWriter{}
	w.tcpOptions(s.Options)
	return w.url("tcp", s.Family, orEverywhere(s.Host), s.Port)
}

// String gives back the URL that [Parse] makes c of.
func (c TCPClient) String() string {
	w := urlWriter{}
	w.hostPort("source", c.SourceHost, c.SourcePort)
	w.duration("timeout", c.ConnectTimeout)
	w.tcpOptions(c.Options)
	return w.url("tcp", c.Family, c.Host, c.Port)
}

// String gives back the URL that [Parse] makes u of.
func (u UDP) String() string {
	w := urlWriter{}
	w.hostPort("peer", u.PeerHost, u.PeerPort)
	w.flag("broadcast", u.Options.Broadcast)
	w.number("rcvbuf", u.Options.RecvBuffer)
	w.number("sndbuf", u.Options.SendBuffer)
	w.toggle("reuseaddr", u.Options.ReuseAddr)
	host := u.Host
	if u.PeerHost == "" {
		host = orEverywhere(host)
	}
	return w.url("udp", u.Family, host, u.Port)
}

func orEverywhere(host string) string {
	if host == "" {
		return "*"
	}
	return host
}

// A urlWriter collects the query, in the order in which it is written.
type urlWriter struct{ query []string }

func (w *urlWriter) add(key, value string) { w.query = append(w.query, key+"="+value) }

func (w *urlWriter) flag(key string, on bool) {
	if on {
		w.add(key, "on")
	}
}

func (w *urlWriter) toggle(key string, s Switch) {
	if s != Default {
		w.add(key, s.String())
	}
}

func (w *urlWriter) number(key string, n int) {
	if n > 0 {
		w.add(key, strconv.Itoa(n))
	}
}

func (w *urlWriter) duration(key string, d time.Duration) {
	if d > 0 {
		w.add(key, shortDuration(d))
	}
}

func (w *urlWriter) hostPort(key, host string, port uint16) {
	if host != "" || port != 0 {
		w.add(key, bracketed(host)+":"+strconv.Itoa(int(port)))
	}
}

func (w *urlWriter) tcpOptions(o TCPOptions) {
	w.flag("nodelay", o.NoDelay)
	w.flag("keepalive", o.KeepAlive)
	w.duration("keepidle", o.KeepAliveIdle)
	w.duration("keepinterval", o.KeepAliveInterval)
	w.number("keepcount", o.KeepAliveCount)
	w.number("rcvbuf", o.RecvBuffer)
	w.number("sndbuf", o.SendBuffer)
	w.toggle("reuseaddr", o.ReuseAddr)
}

func (w *urlWriter) url(proto string, f Family, host string, port uint16) string {
	u := fmt.Sprintf("%s://%s:%d", f.network(proto), bracketed(host), port)
	if len(w.query) > 0 {
		u += "?" + strings.Join(w.query, "&")
	}
	return u
}

// bracketed writes an IPv6 address as RFC 3986 and RFC 6874 want it.
func bracketed(host string) string {
	if !strings.Contains(host, ":") || strings.HasPrefix(host, "[") {
		return host
	}
	return "[" + strings.Replace(host, "%", "%25", 1) + "]"
}

// shortDuration writes 10s and 5m, not 5m0s.
func shortDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = s[:len(s)-2]
	}
	if strings.HasSuffix(s, "h0m") {
		s = s[:len(s)-2]
	}
	return s
}
