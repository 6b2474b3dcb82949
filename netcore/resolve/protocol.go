package resolve

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

const (
	protocolsName = "protocols"
	maxProtocol   = 255 // of an IP header; a system's file may have more: Linux has mptcp 262 for its sockets
)

// A ProtocolAnswer is one IP protocol number.
type ProtocolAnswer struct {
	Name      string // "" for a number that is in use without a name
	Number    int
	Aliases   []string
	Constants []string // of <netinet/in.h>, IPPROTO_TCP; from the built-in table only
	About     string   // a few words, from the built-in table only
	Source    Source   // of Name, Number and Aliases
}

// String writes the answer as in tcp = 6 (IPPROTO_TCP).
func (p ProtocolAnswer) String() string {
	s := strconv.Itoa(p.Number)
	if p.Name != "" {
		s = p.Name + " = " + s
	}
	if len(p.Constants) > 0 {
		s += " (" + strings.Join(p.Constants, ", ") + ")"
	}
	return s
}

// Protocol finds an IP protocol by its name, an alias, its constant or its number; case doesn't count. The system's file
// answers first, as getprotobyname has it, the built-in table second; constants come from the table either way. One that
// nobody knows is [ErrUnknown], a number too big for an int an [*InputError].
func (r *Resolver) Protocol(nameOrNumber string) (ProtocolAnswer, error) {
	number, byNumber := -1, false
	if isDigits(nameOrNumber) {
		n, err := strconv.Atoi(nameOrNumber)
		if err != nil {
			return ProtocolAnswer{}, &InputError{nameOrNumber, nameOrNumber, "a protocol number is at most 255"}
		}
		number, byNumber = n, true
	}
	table, err := protocolTable(r.Protocols)
	if err != nil {
		return ProtocolAnswer{}, err
	}
	asked := func(p ProtocolAnswer) bool {
		if byNumber {
			return p.Number == number
		}
		return nameOrNumber != "" && anyFold(nameOrNumber, p.Name, slices.Concat(p.Aliases, p.Constants))
	}
	built := slices.IndexFunc(table, asked)

	data, file, err := readFile(r.ProtocolsFile, protocolsName)
	if err != nil && !errors.Is(err, fs.ErrNotExist) && built < 0 {
		return ProtocolAnswer{}, fmt.Errorf("protocol %s: %w", nameOrNumber, err)
	}
	for _, p := range protocolsIn(data) {
		constant := built >= 0 && table[built].Number == p.Number && anyFold(nameOrNumber, "", table[built].Constants)
		if !asked(p) && !constant {
			continue
		}
		p.Source.File = file
		if i := slices.IndexFunc(table, func(b ProtocolAnswer) bool { return b.Number == p.Number }); i >= 0 {
			p.Constants, p.About = table[i].Constants, table[i].About
		}
		return p, nil
	}
	if built < 0 {
		return ProtocolAnswer{}, fmt.Errorf("protocol %s: %w", nameOrNumber, ErrUnknown)
	}
	return table[built], nil
}

// protocolsIn parses a system's protocols file: name number aliases. Other lines are passed over, as the system does.
func protocolsIn(data []byte) (list []ProtocolAnswer) {
	for number, fields := range fieldsOfLines(data) {
		if len(fields) < 2 {
			continue
		}
		if n, err := strconv.ParseUint(fields[1], 10, 16); err == nil {
			list = append(list, ProtocolAnswer{
				Name: fields[0], Number: int(n), Aliases: fields[2:], Source: Source{Kind: FromFile, Line: number},
			})
		}
	}
	return list
}

// protocolTable parses the built-in table: number, name, aliases, constants, description.
func protocolTable(table []byte) (list []ProtocolAnswer, err error) {
	for row, err := range rowsOf(table, 5) {
		if err != nil {
			return nil, err
		}
		n, err := strconv.ParseUint(row[0], 10, 16)
		if err != nil {
			return nil, fmt.Errorf("built-in table, %s: %w", row[1], err)
		}
		list = append(list, ProtocolAnswer{
			row[1], int(n), strings.Fields(row[2]), strings.Fields(row[3]), row[4], Source{Kind: FromTable},
		})
	}
	return list, nil
}

// isDigits reports whether s is one or more ASCII digits.
func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return r < '0' || '9' < r }) < 0
}
