package main

import (
	"fmt"
	"slices"
	"strings"

	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/codec"
	"wirevise/netcore/responder"
)

// replyOptions are the options of a URL that belong to one kind of reply each.
var replyOptions = map[string][]string{
	responder.KindUpper: {"prefix"},
	responder.KindFixed: {"text", "mode", "encoding", "ending", "variables"},
	responder.KindRules: {"rules"},

	responder.KindProgram:  {"command", "each", "stderr", "shell", "dir", "timelimit", "outputlimit"},
	responder.KindCommands: {"encoding", "nooutput", "shell", "dir", "timelimit", "outputlimit"},
}

// reply takes what answers out of a URL's options.
func (o *options) reply() (netcore.Responder, error) {
	c := responder.Config{Kind: o.take("reply")}
	for key := range o.values {
		if kinds := kindsOf(key); len(kinds) > 0 && !slices.Contains(kinds, c.Kind) {
			return nil, fmt.Errorf("%s goes with reply=%s only", key, strings.Join(kinds, " and reply="))
		}
	}
	switch c.Kind {
	case responder.KindUpper:
		c.Prefix = o.take("prefix")
	case responder.KindFixed:
		if !o.values.Has("text") {
			return nil, fmt.Errorf("reply=fixed needs text=TEXT")
		}
		c.Message = o.fixed()
	case responder.KindRules:
		file := o.take("rules")
		if file == "" {
			return nil, fmt.Errorf("reply=rules needs rules=FILE, see docs/rules.md")
		}
		data, err := workbench.ReadWritten(file)
		if err != nil {
			return nil, fmt.Errorf("rules: %w", err)
		}
		c.Rules = string(data)
	case responder.KindProgram, responder.KindCommands:
		c.Program = o.program()
	}
	if o.err != nil {
		return nil, o.err
	}
	r, err := c.Responder(responder.Options{})
	if err != nil && c.Kind != "" {
		return nil, fmt.Errorf("reply=%s: %w", c.Kind, err)
	}
	return r, err
}

// kindsOf are the replies that an option belongs to, in the order of [responder.Kinds]; none of one that belongs to no reply.
func kindsOf(key string) []string {
	return slices.DeleteFunc(responder.Kinds(), func(kind string) bool { return !slices.Contains(replyOptions[kind], key) })
}

// fixed takes the message of a fixed answer.
func (o *options) fixed() string {
	c := codec.Composition{Text: o.take("text"), Variables: true}
	for _, one := range []struct {
		key, want string
		set       interface{ UnmarshalText([]byte) error }
	}{
		{"mode", "text, hex or escapes", &c.Mode},
		{"encoding", "the name of an encoding", &c.Encoding},
		{"ending", "none, LF, CRLF, CR or NUL", &c.Ending},
	} {
		if v := o.take(one.key); v != "" && one.set.UnmarshalText([]byte(v)) != nil {
			o.fail(one.key, v, one.want)
		}
	}
	switch v := o.take("variables"); v {
	case "", "on":
	case "off":
		c.Variables = false
	default:
		o.fail("variables", v, "on or off")
	}
	return responder.FixedText(c)
}
