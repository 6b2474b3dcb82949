package resolve

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// A ServiceAnswer is a service on one transport.
type ServiceAnswer struct {
	Name     string
	Aliases  []string
	Port     uint16
	Protocol string // tcp, udp, sctp …
	About    string // a few words, from the built-in table only
	Source   Source
}

// String writes the answer as in https = 443/tcp.
func (s ServiceAnswer) String() string { return fmt.Sprintf("%s = %d/%s", s.Name, s.Port, s.Protocol) }

// Service finds the ports of a service by its name or an alias; case doesn't count. There is at most one answer a
// transport, tcp first: the first line of the system's file, as getservbyname has it, or where that has none for the
// transport the built-in table's. A name that nobody knows is [ErrUnknown].
func (r *Resolver) Service(name string) ([]ServiceAnswer, error) {
	return r.services("service "+name, func(s ServiceAnswer) bool { return anyFold(name, s.Name, s.Aliases) })
}

// Port finds the services of a port number, in the manner of [Resolver.Service] and getservbyport.
func (r *Resolver) Port(port uint16) ([]ServiceAnswer, error) {
	return r.services(fmt.Sprintf("port %d", port), func(s ServiceAnswer) bool { return s.Port == port })
}

// services collects the first answer of each transport that match wants, the system's file before the table.
func (r *Resolver) services(what string, match func(ServiceAnswer) bool) ([]ServiceAnswer, error) {
	var answers []ServiceAnswer
	take := func(s ServiceAnswer) {
		same := func(have ServiceAnswer) bool { return have.Protocol == s.Protocol }
		if match(s) && !slices.ContainsFunc(answers, same) {
			answers = append(answers, s)
		}
	}
	data, file, err := readFile(r.ServicesFile, servicesName)
	if errors.Is(err, fs.ErrNotExist) {
		err = nil
	}
	for s := range servicesIn(data) {
		s.Source.File = file
		take(s)
	}
	for s, tableErr := range serviceTable(r.Services) {
		if tableErr != nil {
			return nil, tableErr
		}
		take(s)
	}
	switch {
	case len(answers) > 0:
		slices.SortStableFunc(answers, func(a, b ServiceAnswer) int { return cmp.Compare(transportRank(a), transportRank(b)) })
		return answers, nil
	case err != nil: // without the system's file nobody can say that it isn't known
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return nil, fmt.Errorf("%s: %w", what, ErrUnknown)
}

// transportRank puts tcp first, udp second and the others behind.
func transportRank(s ServiceAnswer) int {
	if i := slices.Index([]string{"tcp", "udp"}, s.Protocol); i >= 0 {
		return i
	}
	return 2
}

// anyFold reports whether asked is name or one of aliases, whatever the case.
func anyFold(asked, name string, aliases []string) bool {
	return strings.EqualFold(asked, name) ||
		slices.ContainsFunc(aliases, func(a string) bool { return strings.EqualFold(asked, a) })
}
