package resolve

import (
	"fmt"
	"iter"
	"strconv"
	"strings"
)

const servicesName = "services"

// servicesIn parses a system's services file: name port/protocol aliases. Other lines are passed over, as the system does.
func servicesIn(data []byte) iter.Seq[ServiceAnswer] {
	return func(yield func(ServiceAnswer) bool) {
		for number, fields := range fieldsOfLines(data) {
			if len(fields) < 2 {
				continue
			}
			digits, protocol, ok := strings.Cut(fields[1], "/")
			port, err := strconv.ParseUint(digits, 10, 16)
			if !ok || err != nil {
				continue
			}
			s := ServiceAnswer{
				Name:     fields[0],
				Aliases:  fields[2:],
				Port:     uint16(port),
				Protocol: strings.ToLower(protocol),
				Source:   Source{Kind: FromFile, Line: number},
			}
			if !yield(s) {
				return
			}
		}
	}
}

// serviceTable parses the built-in table: name, port/protocol,protocol…, aliases, description.
func serviceTable(table []byte) iter.Seq2[ServiceAnswer, error] {
	return func(yield func(ServiceAnswer, error) bool) {
		for row, err := range rowsOf(table, 4) {
			if err != nil {
				yield(ServiceAnswer{}, err)
				return
			}
			digits, protocols, _ := strings.Cut(row[1], "/")
			port, err := strconv.ParseUint(digits, 10, 16)
			if err != nil {
				yield(ServiceAnswer{}, fmt.Errorf("built-in table, %s: %w", row[0], err))
				return
			}
			for protocol := range strings.SplitSeq(protocols, ",") {
				s := ServiceAnswer{row[0], strings.Fields(row[2]), uint16(port), protocol, row[3], Source{Kind: FromTable}}
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}
