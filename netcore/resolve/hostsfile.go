package resolve

import (
	"bytes"
	"iter"
	"net/netip"
	"slices"
	"strings"
)

const hostsName = "hosts"

// A hostsLine is one line of a hosts file: an address, its canonical name and its aliases.
type hostsLine struct {
	addr  netip.Addr
	names []string // at least one
	line  int      // from 1
}

// has reports whether name is one of the line's names.
func (l hostsLine) has(name string) bool {
	return slices.ContainsFunc(l.names, func(n string) bool { return sameName(n, name) })
}

func (l hostsLine) source(file string) Source { return Source{FromHostsFile, file, l.line} }

// hosts returns the lines of the hosts file that pick wants, in their order, and the file's path. A file that can't be
// read has none: the system's resolver, asked as well, then knows better.
func (r *Resolver) hosts(pick func(hostsLine) bool) (lines []hostsLine, file string) {
	data, file, err := readFile(r.HostsFile, hostsName)
	if err != nil {
		return nil, file
	}
	for l := range hostsIn(data) {
		if pick(l) {
			lines = append(lines, l)
		}
	}
	return lines, file
}

// hostsIn parses a hosts file. Lines without an address or without a name are passed over, as the system does.
func hostsIn(data []byte) iter.Seq[hostsLine] {
	return func(yield func(hostsLine) bool) {
		for number, fields := range fieldsOfLines(data) {
			if len(fields) < 2 {
				continue
			}
			addr, err := netip.ParseAddr(fields[0])
			if err != nil {
				continue
			}
			if !yield(hostsLine{addr.Unmap(), fields[1:], number}) {
				return
			}
		}
	}
}

// fieldsOfLines walks the lines of a file of /etc: their numbers from 1 and their words, without the comment after #.
func fieldsOfLines(data []byte) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		number := 0
		for line := range bytes.Lines(data) {
			number++
			text, _, _ := strings.Cut(string(line), "#")
			if !yield(number, strings.Fields(text)) {
				return
			}
		}
	}
}

// officialNames puts together what gethostbyname_ex says of hosts lines: the canonical name is the first line's first
// name, the aliases are all other names, each once.
func officialNames(lines []hostsLine) (canonical string, aliases []string) {
	for _, l := range lines {
		for _, name := range l.names {
			switch {
			case canonical == "":
				canonical = name
			case !sameName(name, canonical) && !slices.ContainsFunc(aliases, func(a string) bool { return sameName(a, name) }):
				aliases = append(aliases, name)
			}
		}
	}
	return canonical, aliases
}
