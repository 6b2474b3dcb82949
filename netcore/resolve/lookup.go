package resolve

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"
)

// Lookup finds out everything about what was typed; see [Classify] for how it is read.
//
// It fails with an [*InputError] when nothing can be looked up, with an error that wraps a [*net.DNSError] when a host
// isn't found, and with [ErrUnknown] when nobody knows a service, protocol or scheme. The answer then holds the rows that
// could be found all the same (the port of a URL whose host doesn't exist), and none for the error itself. What fails
// beside an answer, such as one family of addresses, is an ErrorRow. It returns when ctx ends.
func (r *Resolver) Lookup(ctx context.Context, input string) (Answer, error) {
	start := time.Now()
	q := Classify(input)
	a := Answer{Query: q, Title: q.Input}
	if q.Err != nil {
		return a, q.Err
	}
	err := ctx.Err()
	if err == nil {
		a.Rows, err = r.rows(ctx, q)
	}
	a.Took = time.Since(start)
	return a, err
}

// ended reports whether ctx has ended. Package net watches the deadline by a timer of its own, which may be the first.
func ended(ctx context.Context) bool {
	if deadline, ok := ctx.Deadline(); ok && !time.Now().Before(deadline) {
		<-ctx.Done()
	}
	return ctx.Err() != nil
}

func (r *Resolver) rows(ctx context.Context, q Query) ([]Row, error) {
	switch q.Kind {
	case AddressQuery, HostQuery:
		return r.hostOrAddress(ctx, q, 0)
	case HostPortQuery:
		return r.hostPort(ctx, q)
	case URLQuery:
		return r.url(ctx, q)
	case NumberQuery:
		return r.number(q), nil
	}
	return r.name(ctx, q)
}

// hostOrAddress looks up q's host, or the names of its address.
func (r *Resolver) hostOrAddress(ctx context.Context, q Query, port uint16) ([]Row, error) {
	if q.Addr.IsValid() {
		a, err := r.Address(ctx, q.Addr)
		if err != nil && ended(ctx) {
			return nil, err
		}
		return addressRows(a, err, port), nil
	}
	a, err := r.Host(ctx, q.Host, AnyFamily)
	if err != nil {
		return nil, err
	}
	return hostRows(a, port), nil
}

// hostPort looks up a host and what a port is for.
func (r *Resolver) hostPort(ctx context.Context, q Query) ([]Row, error) {
	port, below := q.Port, r.portRows(q.Port)
	if q.Service != "" {
		services, err := r.Service(q.Service)
		if err != nil {
			return nil, err
		}
		port, below = services[0].Port, serviceRows(services)
	}
	rows, err := r.hostOrAddress(ctx, q, port)
	return append(rows, below...), err
}

// url looks up the host of a URL, its port, typed or the scheme's, and the protocols below.
func (r *Resolver) url(ctx context.Context, q Query) ([]Row, error) {
	services, unknown := r.SchemePort(q.Scheme)
	port, below := q.Port, r.portRows(q.Port)
	switch {
	case port != 0:
		unknown = nil // the scheme's port isn't needed
	case unknown == nil:
		port, below = services[0].Port, serviceRows(services)
	}
	for _, s := range services {
		below = append(below, r.protocolRows(s.Protocol)...)
	}
	if q.Host == "" && !q.Addr.IsValid() {
		return below, unknown
	}
	rows, err := r.hostOrAddress(ctx, q, port)
	if unknown != nil {
		below = append(below, errorRow(LabelPort, unknown))
	}
	return append(rows, below...), err
}

// portRows is what a port is for; nothing for port 0.
func (r *Resolver) portRows(port uint16) []Row {
	if port == 0 {
		return nil
	}
	services, err := r.Port(port)
	switch {
	case err == nil:
		return serviceRows(services)
	case errors.Is(err, ErrUnknown):
		return []Row{plainPort(port)}
	}
	return []Row{plainPort(port), errorRow(LabelPort, err)}
}

// number looks up a number as a port, and, when it is small enough and no transport was typed with it, as a protocol.
func (r *Resolver) number(q Query) (rows []Row) {
	services, err := r.Port(uint16(q.Number))
	if q.Protocol != "" {
		services = slices.DeleteFunc(services, func(s ServiceAnswer) bool { return s.Protocol != q.Protocol })
	}
	switch {
	case len(services) > 0:
		rows = serviceRows(services)
	case err == nil || errors.Is(err, ErrUnknown):
		rows = []Row{{Kind: NoteRow, Label: LabelPort, Value: q.Input + ": no service is known", Port: uint16(q.Number)}}
	default:
		rows = []Row{errorRow(LabelPort, err)}
	}
	if q.Protocol != "" {
		return append(rows, r.protocolRows(q.Protocol)...)
	}
	number := strconv.Itoa(q.Number)
	protocols := r.protocolRows(number)
	if len(protocols) == 0 && q.Number <= maxProtocol {
		return append(rows, Row{Kind: NoteRow, Label: LabelProtocol, Value: number + ": no protocol is known"})
	}
	return append(rows, protocols...)
}

// protocolRows is the row of a protocol; none when nobody knows it.
func (r *Resolver) protocolRows(nameOrNumber string) []Row {
	p, err := r.Protocol(nameOrNumber)
	switch {
	case err == nil:
		return []Row{protocolRow(p)}
	case errors.Is(err, ErrUnknown):
		return nil
	}
	return []Row{errorRow(LabelProtocol, err)}
}

// name looks up one word as a protocol and as a service. It is a host when it is neither, or when the hosts file has it.
func (r *Resolver) name(ctx context.Context, q Query) ([]Row, error) {
	known := r.protocolRows(q.Host)
	if answers, err := r.Service(q.Host); err == nil {
		known = append(known, serviceRows(answers)...)
	} else if !errors.Is(err, ErrUnknown) {
		known = append(known, errorRow(LabelPort, err))
	}
	lines, _ := r.hosts(func(l hostsLine) bool { return l.has(q.Host) })
	isKnown := slices.ContainsFunc(known, func(row Row) bool { return row.Kind != ErrorRow })
	if isKnown && len(lines) == 0 {
		return known, nil
	}
	rows, err := r.hostOrAddress(ctx, q, 0)
	if isKnown && err != nil {
		return append(known, errorRow(LabelName, err)), nil
	}
	if err != nil {
		return known, fmt.Errorf("%s is no protocol and no service: %w", q.Host, err)
	}
	return append(rows, known...), nil
}
