package resolve

import (
	"errors"
	"fmt"
	"strings"
)

// schemeServices names the service of URL schemes that aren't called as their service is. The ports themselves stand in
// the services file and the built-in table.
var schemeServices = map[string]string{
	"ws": "http", "wss": "https", // RFC 6455
	"sftp": "ssh", "scp": "ssh", "svn+ssh": "ssh", "git+ssh": "ssh",
	"dns": "domain", "whois": "nicname",
	"mqtts": "secure-mqtt", "rediss": "redis", "postgres": "postgresql",
	"smb": "microsoft-ds", "cifs": "microsoft-ds", "afp": "afpovertcp",
	"vnc": "rfb", "rdp": "ms-wbt-server",
	"xmpp": "xmpp-client", "ircs": "ircs-u", "news": "nntp", "snews": "nntps",
	"turn": "stun", "turns": "stuns", // RFC 7065
	"coap+tcp": "coap", "coaps+tcp": "coaps", // RFC 8323
	"rtmp": "macromedia-fcs", "socks4": "socks", "socks5": "socks", "opc.tcp": "opcua-tcp",
}

// SchemePort finds the default ports of a URL scheme (https: 443 on tcp and udp) by the service behind it, in the manner
// of [Resolver.Service].
func (r *Resolver) SchemePort(scheme string) ([]ServiceAnswer, error) {
	name := strings.ToLower(scheme)
	if service, ok := schemeServices[name]; ok {
		name = service
	}
	answers, err := r.Service(name)
	if errors.Is(err, ErrUnknown) {
		return nil, fmt.Errorf("port of %s://: %w", scheme, ErrUnknown)
	}
	return answers, err
}
