package main

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/framing"
	"wirevise/netcore/transport"
)

// parseSpec reads a URL of the command line. number tells clients apart.
func parseSpec(role transport.Role, raw string, number int) (netcore.Spec, error) {
	t, rest, err := transport.Parse(role, raw)
	if err != nil {
		return netcore.Spec{}, err
	}
	spec := netcore.Spec{Transport: t}
	switch role {
	case transport.Serve:
		spec.Role, spec.Name = workbench.RoleServer, "Server {port}"
	case transport.Connect:
		spec.Role, spec.Name = workbench.RoleClient, fmt.Sprintf("Client %d", number)
	case transport.Packets:
		spec.Role, spec.Name = workbench.RoleUDP, "UDP {port}"
		udp := t.(transport.UDP)
		if udp.Options.RecvBuffer == 0 {
			udp.Options.RecvBuffer = workbench.UDPBuffer
		}
		spec.Transport = udp
	}
	o := options{values: rest}
	if spec.Responder, err = o.reply(); err != nil {
		return spec, err
	}
	if role != transport.Packets {
		o.framing(&spec)
	}
	if name := o.take("name"); name != "" {
		spec.Name = name
	}
	spec.Limits.Idle = o.duration("idle")
	spec.Limits.ReadSize = o.size("readsize")
	spec.Limits.KeepOpen = o.onOff("keepopen")
	if role == transport.Connect && rest.Has("reconnect") {
		spec.Reconnect = netcore.Reconnect{On: true, Wait: o.duration("reconnect")}
	}
	return spec, o.end()
}

// framing reads how streams are framed.
func (o *options) framing(spec *netcore.Spec) {
	frame, send := o.take("frame"), o.take("sendframe")
	var err error
	if spec.Receive, err = framing.Parse(frame); err != nil && o.err == nil {
		o.err = fmt.Errorf("frame=%s: %w", frame, err)
	}
	if spec.Send, err = framing.ParseSend(send, spec.Receive); err != nil && o.err == nil {
		o.err = fmt.Errorf("sendframe=%s: %w", send, err)
	}
}

// options reads the values after a URL's question mark, once each, and remembers the first mistake.
type options struct {
	values url.Values
	err    error
}

func (o *options) take(key string) string {
	v := o.values[key]
	delete(o.values, key)
	if len(v) > 1 && o.err == nil {
		o.err = fmt.Errorf("%s is given %d times", key, len(v))
	}
	if len(v) == 0 {
		return ""
	}
	return v[0]
}

func (o *options) fail(key, value, want string) {
	if o.err == nil {
		o.err = fmt.Errorf("%s=%s: must be %s", key, value, want)
	}
}

func (o *options) duration(key string) time.Duration {
	v := o.take(key)
	if v == "" {
		return 0
	}
	d, err := time.ParseDuration(v)
	if err != nil || d <= 0 {
		o.fail(key, v, "a time such as 500ms, 10s or 2m")
	}
	return d
}

func (o *options) size(key string) int {
	v := o.take(key)
	if v == "" {
		return 0
	}
	n, err := strconv.Atoi(v)
	if err != nil || n < 1 || n > workbench.MaxReadSize {
		o.fail(key, v, fmt.Sprintf("a number of bytes from 1 to %d", workbench.MaxReadSize))
	}
	return n
}

func (o *options) onOff(key string) bool {
	switch v := o.take(key); v {
	case "", "off":
		return false
	case "on":
		return true
	default:
		o.fail(key, v, "on or off")
		return false
	}
}

// end fails if something was wrong or is left that nobody knows.
func (o *options) end() error {
	if o.err == nil && len(o.values) > 0 {
		var keys []string
		for key := range o.values {
			keys = append(keys, key)
		}
		slices.Sort(keys)
		o.err = fmt.Errorf("unknown option %s: see wirevise -help", strings.Join(keys, ", "))
	}
	return o.err
}
