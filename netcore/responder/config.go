package responder

import (
	"fmt"
	"strings"

	"wirevise/netcore"
)

// A Config says in texts what answers by itself: as a form has it, a file keeps it, a URL gives it. It is comparable, and
// marshals to JSON.
type Config struct {
	Kind    string `json:"kind,omitempty"`    // one of Kinds; "" is none
	Prefix  string `json:"prefix,omitempty"`  // of upper
	Message string `json:"message,omitempty"` // of fixed: a codec.Composition as JSON
	Rules   string `json:"rules,omitempty"`   // of rules: what ReadRules reads

	Program ProgramConfig `json:"program,omitzero"` // of program and commands
}

// The kinds of what answers.
const (
	KindNone  = "none"
	KindEcho  = "echo"
	KindUpper = "upper"
	KindFixed = "fixed"
	KindRules = "rules"
)

// Options are what a responder needs to know besides its texts.
type Options struct{}

// A kind is a way of answering: which texts of a Config are its own, and what it makes of them.
type kind struct {
	name string
	own  func(Config) Config // without the Kind
	make func(Config, Options) (netcore.Responder, error)
}

var kinds = []kind{
	{KindNone, func(Config) Config { return Config{} }, func(Config, Options) (netcore.Responder, error) { return nil, nil }},
	{KindEcho, func(Config) Config { return Config{} }, func(Config, Options) (netcore.Responder, error) { return Echo{}, nil }},
	{KindUpper, func(c Config) Config { return Config{Prefix: c.Prefix} }, func(c Config, _ Options) (netcore.Responder, error) {
		return Upper{Prefix: c.Prefix}, nil
	}},
	{KindFixed, func(c Config) Config { return Config{Message: c.Message} }, func(c Config, _ Options) (netcore.Responder, error) {
		return parseFixed(c.Message)
	}},
	{KindRules, func(c Config) Config { return Config{Rules: c.Rules} }, func(c Config, _ Options) (netcore.Responder, error) {
		return parseRules(c.Rules)
	}},
	{KindProgram, func(c Config) Config { return Config{Program: c.Program.forProgram()} }, func(c Config, _ Options) (netcore.Responder, error) {
		return c.Program.program()
	}},
	{KindCommands, func(c Config) Config { return Config{Program: c.Program.forCommands()} }, func(c Config, _ Options) (netcore.Responder, error) {
		return c.Program.commands()
	}},
}

// Kinds lists the kinds by name, none first.
func Kinds() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

func (c Config) kind() (kind, error) {
	if c.Kind == "" {
		return kinds[0], nil
	}
	for _, k := range kinds {
		if k.name == c.Kind {
			return k, nil
		}
	}
	return kind{}, fmt.Errorf("unknown reply %q: there are %s", c.Kind, strings.Join(Kinds(), ", "))
}

// Own returns c without what belongs to other kinds than its own, so that two that answer alike are equal. None is the zero
// Config.
func (c Config) Own() Config {
	k, err := c.kind()
	if err != nil {
		return c
	}
	own := k.own(c)
	if own.Kind = k.name; k.name == KindNone {
		own.Kind = ""
	}
	return own
}

// Responder returns what answers as c says, nil for none. An error is a plain sentence; of rules it is [Mistakes], of a
// fixed message a [*codec.SyntaxError].
func (c Config) Responder(o Options) (netcore.Responder, error) {
	k, err := c.kind()
	if err != nil {
		return nil, err
	}
	r, err := k.make(c, o)
	if err != nil {
		return nil, err
	}
	return r, nil
}
