package resolve

import "testing"

func TestStrings(t *testing.T) {
	tests := []struct{ got, want string }{
		{AnyFamily.String(), "any"}, {IPv4.String(), "IPv4"}, {IPv6.String(), "IPv6"}, {Family(9).String(), "Family(9)"},
		{Source{}.String(), ""}, {Source{FromHostsFile, "/etc/hosts", 3}.String(), "/etc/hosts, line 3"},
		{Source{Kind: FromTable}.String(), "built-in table"}, {Source{Kind: FromSystem}.String(), "system resolver"},
		{FromLiteral.String(), "literal address"}, {FromFile.String(), "system file"}, {SourceKind(99).String(), "SourceKind(99)"},
		{NoQuery.String(), "nothing to look up"}, {NameQuery.String(), "name"}, {QueryKind(0).String(), "QueryKind(0)"},
		{HostRow.String(), "host"}, {ErrorRow.String(), "error"}, {RowKind(0).String(), "RowKind(0)"},
		{(&InputError{Text: "nothing was typed"}).Error(), "nothing was typed"},
		{(&InputError{Part: "7", Text: "no"}).Error(), `"7": no`},
		{Interface{Name: "eth0"}.String(), "eth0"},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}
