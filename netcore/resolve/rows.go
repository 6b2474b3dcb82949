package resolve

import (
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"

	"wirevise/netcore"
)

// hostRows shows a host. Port, unless 0, is where its addresses are to be connected to.
func hostRows(a HostAnswer, port uint16) (rows []Row) {
	host := func(label, name string, source Source) {
		rows = append(rows, Row{Kind: HostRow, Label: label, Value: name, Host: name, Port: port, Source: source})
	}
	if a.ASCII != a.Asked {
		host(LabelASCII, a.ASCII, Source{})
	}
	if a.Canonical != "" {
		host(LabelCanonical, a.Canonical, a.NamesFrom)
	}
	for _, alias := range a.Aliases {
		host(LabelAlias, alias, Source{Kind: a.NamesFrom.Kind, File: a.NamesFrom.File})
	}
	for _, f := range a.Families {
		for _, addr := range f.Addrs {
			rows = append(rows, Row{Kind: AddressRow, Label: f.Family.String(), Value: addr.String(), Source: f.Source, Took: f.Took,
				Address: addr, Port: port})
		}
		switch {
		case errors.Is(f.Err, netcore.ErrNoData):
			rows = append(rows, Row{Kind: NoteRow, Label: f.Family.String(), Value: "none", Took: f.Took})
		case f.Err != nil:
			rows = append(rows, errorRow(f.Family.String(), f.Err))
		}
	}
	return rows
}

func errorRow(label string, err error) Row {
	return Row{Kind: ErrorRow, Label: label, Value: err.Error(), Err: err}
}

// addressRows shows an address and its names, or why there are none.
func addressRows(a AddressAnswer, err error, port uint16) []Row {
	rows := []Row{
		{Kind: AddressRow, Label: familyOf(a.Addr).String(), Value: a.Addr.String(), Source: Source{Kind: FromLiteral}, Address: a.Addr, Port: port},
		{Kind: NoteRow, Label: LabelScope, Value: scope(a.Addr)},
	}
	var dns *net.DNSError
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return append(rows, Row{Kind: NoteRow, Label: LabelName, Value: "none", Took: a.Took})
	case err != nil:
		return append(rows, errorRow(LabelName, err))
	}
	host := func(label, name string, source Source) {
		rows = append(rows, Row{Kind: HostRow, Label: label, Value: name, Host: name, Port: port, Source: source, Took: a.Took})
	}
	host(LabelCanonical, a.Canonical, a.Source)
	for _, alias := range a.Aliases {
		host(LabelAlias, alias, a.Source)
	}
	for _, also := range a.Also {
		host(LabelAlso, also.Name, also.Source)
	}
	return rows
}

// scope says where an address can be reached from.
func scope(a netip.Addr) string {
	switch {
	case a.IsUnspecified():
		return "every address of this machine, to listen on"
	case a.IsLoopback():
		return "this machine only"
	case a.IsMulticast():
		return "a multicast group"
	case a == netip.AddrFrom4([4]byte{255, 255, 255, 255}):
		return "everybody on this network"
	case a.IsLinkLocalUnicast():
		return "this link only"
	case a.IsPrivate():
		return "a private network"
	}
	return "global"
}

// serviceRows shows services, one row for a name with all its transports as far as they have the same source:
// https = 443/tcp, 443/udp.
func serviceRows(answers []ServiceAnswer) (rows []Row) {
	for i := 0; i < len(answers); {
		first := answers[i]
		value := first.String()
		for i++; i < len(answers) && answers[i].Name == first.Name && answers[i].Source.Kind == first.Source.Kind; i++ {
			value += ", " + strings.TrimPrefix(answers[i].String(), first.Name+" = ")
		}
		rows = append(rows, Row{Kind: PortRow, Label: LabelPort, Value: value, Source: first.Source, Port: first.Port})
	}
	return rows
}

// plainPort is the row of a port that no service is known of.
func plainPort(port uint16) Row {
	return Row{Kind: PortRow, Label: LabelPort, Value: strconv.Itoa(int(port)), Port: port}
}

func protocolRow(p ProtocolAnswer) Row {
	return Row{Kind: ProtocolRow, Label: LabelProtocol, Value: p.String(), Source: p.Source}
}
