package resolve

import (
	"fmt"
	"strings"
)

// Labels of what a machine knows of itself.
const (
	LabelMachine   = "host name"
	LabelInterface = "interface"
)

// Answer lays out what this machine knows of itself: its name, what that resolves to, and a row for each interface and
// each of its addresses.
func (m MachineAnswer) Answer() Answer {
	a := Answer{Title: m.Name, Took: m.Took}
	a.Rows = append(a.Rows, Row{Kind: HostRow, Label: LabelMachine, Value: m.Name, Host: m.Name})
	if m.HostErr != nil {
		a.Rows = append(a.Rows, errorRow(LabelMachine, m.HostErr))
	} else {
		a.Rows = append(a.Rows, hostRows(m.Host, 0)...)
	}
	for _, i := range m.Interfaces {
		value := fmt.Sprintf("%s, MTU %d, %s", i.Name, i.MTU, strings.ReplaceAll(i.Flags.String(), "|", " "))
		if i.Hardware != "" {
			value += ", " + i.Hardware
		}
		a.Rows = append(a.Rows, Row{Kind: NoteRow, Label: LabelInterface, Value: value})
		for _, addr := range i.Addrs {
			label := LabelIPv6
			if addr.Addr.Is4() {
				label = LabelIPv4
			}
			a.Rows = append(a.Rows, Row{Kind: AddressRow, Label: label, Value: addr.String() + " on " + i.Name, Address: addr.Addr})
		}
	}
	return a
}
