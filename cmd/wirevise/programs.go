package main

import (
	"sync/atomic"

	"wirevise/netcore/responder"
	programs "wirevise/netcore/responder/program"
)

// permit gives the replies that run programs the permission of the flags, or says which one is needed.
func (c *config) permit() error {
	p := programs.Permission{Allowed: new(atomic.Bool), Remote: c.remote}
	p.Allowed.Store(c.programs)
	for i := range c.specs {
		var err error
		if c.specs[i], err = programs.Guard(c.specs[i], p); err != nil {
			return err
		}
	}
	return nil
}

// program takes what is run out of a URL's options.
func (o *options) program() responder.ProgramConfig {
	c := responder.ProgramConfig{Command: o.take("command"), Encoding: o.take("encoding"), Folder: o.take("dir"),
		Time: o.take("timelimit"), Output: o.take("outputlimit"), Shell: o.onOff("shell")}
	c.Messages = o.choice("each", "connection", "message")
	c.Errors = o.choice("stderr", "log", "send")
	c.Zero = o.choice("nooutput", "text", "zero")
	return c
}

// choice takes one of two words, the first of which is meant when there is none; it reports whether it is the second.
func (o *options) choice(key, first, second string) bool {
	switch v := o.take(key); v {
	case "", first:
		return false
	case second:
		return true
	default:
		o.fail(key, v, first+" or "+second)
		return false
	}
}
