package collection

import (
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"unicode"

	"wirevise/netcore/transport"
)

// A packet is a packet of Packet Sender, as its packets.ini and its JSON have it, in their words in lower case.
type packet map[string]string

// maxPort is the highest port.
const maxPort = 65535

// add makes a packet a message, and tells what of it there is no place for.
func (in *Imported) add(p packet) error {
	name := p["name"]
	it := &Item{Kind: Message, Name: NameOf(name)}
	if it.Name != name {
		in.tell(it.Name, "its name was %q", name)
	}
	payload, strange := packetBytes(p["hexstring"])
	if strange != "" {
		in.tell(it.Name, "%q in its hex is no hex and was left out, as Packet Sender does", strange)
	}
	var notes []string
	note := func(format string, args ...any) {
		text := fmt.Sprintf(format, args...)
		notes = append(notes, text)
		in.tell(it.Name, "%s", text)
	}
	host, port := strings.TrimSpace(p["toip"]), p["port"]
	protocol := strings.ToLower(strings.TrimSpace(p["tcporudp"]))
	at := joinHostPort(host, port)
	switch {
	case protocol == "tcp" || protocol == "udp":
		it.Target = Target{protocol, at}
	case strings.HasPrefix(protocol, "http ") && host != "":
		payload = httpRequest(strings.HasSuffix(protocol, "post"), host, port, p["requestpath"], payload)
		it.Target = Target{"tcp", at}
		note("Packet Sender makes an %s request of it when it sends it; here it is one that says the same", strings.ToUpper(protocol))
	default:
		note("it goes over %s to %s, which is not possible here: only its bytes were taken over", protocolName(p["tcporudp"]), at)
	}
	if it.Target != (Target{}) {
		if _, _, err := transport.SplitHostPort(it.Target.Address); err != nil {
			it.Target = Target{}
			note("it goes to %q, which is no address with a port", at)
		}
	}
	if seconds, err := strconv.ParseFloat(p["repeat"], 64); err == nil && seconds > 0 {
		note("it is repeated every %s s", strconv.FormatFloat(seconds, 'f', -1, 32))
	} else if err != nil && p["repeat"] != "" {
		note("it is repeated every %q", p["repeat"])
	}
	if from := strings.TrimSpace(p["fromip"]); from != "" && !strings.HasPrefix(strings.ToLower(from), "you") {
		note("it came from %s", joinHostPort(from, p["fromport"]))
	}
	if p["sendresponse"] != "" && p["sendresponse"] != "0" {
		note("it asks for an answer to be sent")
	}
	if p["errorstring"] != "" {
		note("when it was sent last: %s", p["errorstring"])
	}
	for _, macro := range []string{"{{TIME}}", "{{DATE}}", "{{UNIXTIME}}", "{{RANDOM}}", "{{UNIQUE}}"} {
		if strings.Contains(string(payload), macro) {
			note("Packet Sender puts something in place of %s; here it is sent as it stands", macro)
		}
	}
	var err error
	if it.Message, err = FromBytes(payload); err != nil {
		in.tell(it.Name, "it was not taken over: %v", err)
		return nil
	}
	it.Note = strings.Join(notes, "\n")
	if r := []rune(it.Note); len(r) > MaxNote {
		it.Note = string(r[:MaxNote])
	}
	if len(in.Items) == MaxItems {
		return fmt.Errorf("there are more than %d messages", MaxItems)
	}
	in.Items = append(in.Items, it)
	return nil
}

func protocolName(typed string) string {
	if typed = strings.TrimSpace(typed); typed != "" {
		return typed
	}
	return "nothing that it names"
}

// mostStrange is how much is told of what is strange, in bytes.
const mostStrange = 40

// packetBytes reads hex as Qt does: what is no hex digit does not count, and digits make pairs from the end. strange is what
// was passed over besides spaces.
func packetBytes(text string) (payload []byte, strange string) {
	var digits []byte
	for _, r := range text {
		switch {
		case r < 0x80 && strings.ContainsRune("0123456789abcdefABCDEF", r):
			digits = append(digits, byte(r))
		case !unicode.IsSpace(r) && len(strange) < mostStrange:
			strange += string(r)
		}
	}
	if len(digits)%2 == 1 {
		digits = append([]byte{'0'}, digits...)
	}
	payload = make([]byte, len(digits)/2)
	_, _ = hex.Decode(payload, digits) // only digits, an even number of them
	return payload, strange
}

// joinHostPort is host:port, with an IPv6 address in brackets.
func joinHostPort(host, port string) string {
	if a, err := netip.ParseAddr(host); err == nil && a.Is6() {
		host = "[" + host + "]"
	}
	if n, err := strconv.ParseUint(port, 10, 32); err != nil || n == 0 || n > maxPort { // Packet Sender keeps junk for none
		return host
	}
	return host + ":" + port
}

// httpRequest is what asks for the same as an HTTP packet of Packet Sender. See RFC 9112, section 3.
func httpRequest(post bool, host, port, path string, body []byte) []byte {
	if !strings.HasPrefix(path, "/") {
		path = "/" + path
	}
	if a := joinHostPort(host, port); port != "80" {
		host = a
	}
	if !post {
		return fmt.Appendf(nil, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path, host)
	}
	return append(fmt.Appendf(nil, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nConnection: close\r\n\r\n",
		path, host, len(body)), body...)
}

// looksLikePackets reports whether data is a JSON list of objects with hexString in the first.
func looksLikePackets(data []byte) bool {
	list, err := packets(data)
	if err != nil || len(list) == 0 {
		return false
	}
	_, ok := list[0]["hexstring"]
	return ok
}

// packets reads Packet Sender's JSON: a list of flat objects, whose numbers are mostly strings.
func packets(data []byte) ([]packet, error) {
	var raw []map[string]any
	if err := json.Unmarshal(data, &raw); err != nil {
		return nil, explain(err, data)
	}
	list := make([]packet, len(raw))
	for i, object := range raw {
		p := make(packet, len(object))
		for key, value := range object {
			switch v := value.(type) {
			case string:
				p[strings.ToLower(key)] = v
			case float64:
				p[strings.ToLower(key)] = strconv.FormatFloat(v, 'f', -1, 64)
			case bool:
				p[strings.ToLower(key)] = strconv.FormatBool(v)
			}
		}
		list[i] = p
	}
	return list, nil
}

func packetSenderJSON(data []byte) (in Imported, err error) {
	list, err := packets(data)
	if err != nil {
		return in, err
	}
	for _, p := range list {
		if err := in.add(p); err != nil {
			return Imported{}, err
		}
	}
	return in, nil
}

// packetNames is the group of packets.ini that lists the names; it is an array of Qt's.
const packetNames = "NAMES"

func looksLikePacketsINI(data []byte) bool {
	values := readINI(data)
	_, ok := values[packetNames+"/size"]
	return ok
}

// packetSenderINI reads packets.ini: a list of names, and a group of values for each. A name with slashes makes groups in
// groups, in which slashes at the ends and double ones don't count.
func packetSenderINI(data []byte) (in Imported, err error) {
	values := readINI(data)
	size, err := strconv.Atoi(values[packetNames+"/size"])
	if err != nil || size < 0 {
		return in, fmt.Errorf("the list of names has the size %q", values[packetNames+"/size"])
	}
	for i := 1; i <= min(size, len(values)); i++ {
		name, ok := values[fmt.Sprintf("%s/%d/name", packetNames, i)]
		if !ok {
			in.tell(strconv.Itoa(i), "the list of names has no such entry")
			continue
		}
		group := strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == '/' }), "/")
		p := packet{"name": name}
		for _, key := range []string{"fromIP", "repeat", "toIP", "port", "fromPort", "tcpOrUdp", "sendResponse", "hexString", "requestPath"} {
			if v, ok := values[group+"/"+key]; ok {
				p[strings.ToLower(key)] = v
			}
		}
		if len(p) == 1 {
			in.tell(NameOf(name), "the file has nothing but its name")
			continue
		}
		if err := in.add(p); err != nil {
			return Imported{}, err
		}
	}
	if size > len(values) {
		in.tell(packetNames, "the list says that it has %d names, and the file has fewer values", size)
	}
	return in, nil
}
