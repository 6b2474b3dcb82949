package resolve

import (
	"errors"
	"testing"
)

func TestProtocol(t *testing.T) {
	tests := []struct {
		name, asked, want string
		source            SourceKind
		line              int
	}{
		{"name", "tcp", "tcp = 6 (IPPROTO_TCP)", FromFile, 3},
		{"alias", "TCP", "tcp = 6 (IPPROTO_TCP)", FromFile, 3},
		{"case", "Udp", "udp = 17 (IPPROTO_UDP)", FromFile, 4},
		{"number", "17", "udp = 17 (IPPROTO_UDP)", FromFile, 4},
		{"constant", "IPPROTO_TCP", "tcp = 6 (IPPROTO_TCP)", FromFile, 3},
		{"two constants", "ip", "ip = 0 (IPPROTO_HOPOPTS, IPPROTO_IP)", FromFile, 2},
		{"no constant", "local", "local = 253", FromFile, 5},
		{"only in the table", "sctp", "sctp = 132 (IPPROTO_SCTP)", FromTable, 0},
		{"only in the table, by number", "132", "sctp = 132 (IPPROTO_SCTP)", FromTable, 0},
		{"only in the table, by constant", "ipproto_sctp", "sctp = 132 (IPPROTO_SCTP)", FromTable, 0},
		{"the file's name for the table's", "hopopt", "hopopt = 0 (IPPROTO_HOPOPTS, IPPROTO_IP)", FromTable, 0},
		{"above an IP header's", "big", "big = 300", FromFile, 6},
		{"above an IP header's, by number", "300", "big = 300", FromFile, 6},
		{"without a name", "61", "61", FromTable, 0},
	}
	r := testResolver(t, nil)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := r.Protocol(test.asked)
			if err != nil || got.String() != test.want || got.Source.Kind != test.source || got.Source.Line != test.line {
				t.Errorf("Protocol(%q) = %v from %+v, %v, want %s", test.asked, got, got.Source, err, test.want)
			}
		})
	}
	for _, asked := range []string{"", "nix", "200", "256", "huge"} {
		if got, err := r.Protocol(asked); !errors.Is(err, ErrUnknown) {
			t.Errorf("Protocol(%q) = %v, %v, want unknown", asked, got, err)
		}
	}
	var input *InputError
	for _, asked := range []string{"99999999999999999999"} {
		if got, err := r.Protocol(asked); !errors.As(err, &input) {
			t.Errorf("Protocol(%q) = %v, %v, want an InputError", asked, got, err)
		}
	}
	r.ProtocolsFile = t.TempDir() // a folder
	if _, err := r.Protocol("nix"); err == nil || errors.Is(err, ErrUnknown) {
		t.Errorf("unreadable file: %v, want the error of reading", err)
	}
	if got, err := r.Protocol("sctp"); err != nil || got.Number != 132 {
		t.Errorf("unreadable file: %v, %v, want the table's", got, err)
	}
	r.Protocols = []byte("x\ty\n")
	if _, err := r.Protocol("tcp"); err == nil {
		t.Error("a broken table is no error")
	}
}
