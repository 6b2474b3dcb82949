package collection

import (
	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
)

// ExamplesID is the folder of the ready-made messages. It is in no collection and can't be changed.
const ExamplesID ID = "examples"

// An example is a ready-made message or sequence; its name and note are English sentences.
type example struct {
	name, note string
	content    any // a codec.Composition or sequence.Steps
}

type exampleFolder struct {
	id    ID
	name  string
	items []example
}

// crlf is text with variables whose lines end in CRLF, as most protocols of text have them.
func crlf(text string) codec.Composition {
	return codec.Composition{Text: text, Mode: codec.Text, Ending: codec.CRLF, Variables: true}
}

func lf(text string) codec.Composition {
	return codec.Composition{Text: text, Mode: codec.Text, Ending: codec.LF, Variables: true}
}

func hexBytes(text string, sums ...codec.Checksum) codec.Composition {
	return codec.Composition{Text: text, Mode: codec.Hex, Variables: true, Sums: sums}
}

func escapes(text string) codec.Composition {
	return codec.Composition{Text: text, Mode: codec.Escapes, Variables: true}
}

// dnsQuery asks for the addresses of example.com. See RFC 1035, section 4.1.
const dnsQuery = `{{rand:2}}\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x07example\x03com\x00\x00\x01\x00\x01`

// modbusRead is what both kinds of Modbus ask a unit: function 3 reads ten holding registers from the first on. See MODBUS
// Application Protocol Specification V1.1b3, section 6.3.
const modbusRead = "01 03 0000 000a"

func modbusSum() codec.Checksum {
	sum, _ := codec.LookupSum("crc-16/modbus")
	return codec.Checksum{Sum: sum, Little: true}
}

// smtpMail is a mail with the dot that ends it.
const smtpMail = `From: Alice <alice@wirevise.example>
To: Bob <bob@wirevise.example>
Subject: Hello
Date: {{time:Mon, 02 Jan 2006 15:04:05 -0700}}

Hello Bob,
this was typed by hand.
.`

// smtpSteps sends a mail: each line that a server answers with more than one begins with its code and a dash, the last with a
// space. See RFC 5321, section 4.2.
func smtpSteps() (steps sequence.Steps) {
	expect := func(code string) {
		steps = append(steps, sequence.Step{Do: sequence.Expect, Pattern: sequence.Pattern{Match: sequence.Regex,
			Composition: codec.Composition{Text: `(?m)^` + code + ` .*\r\n`}}})
	}
	expect("220")
	for _, s := range []struct{ text, code string }{{"EHLO wirevise.example", "250"}, {"MAIL FROM:<alice@wirevise.example>", "250"},
		{"RCPT TO:<bob@wirevise.example>", "250"}, {"DATA", "354"}, {smtpMail, "250"}, {"QUIT", "221"}} {
		steps = append(steps, sequence.Step{Do: sequence.Send, Pattern: sequence.Pattern{Composition: crlf(s.text)}})
		expect(s.code)
	}
	return append(steps, sequence.Step{Do: sequence.Close})
}

func examples() []exampleFolder {
	return []exampleFolder{
		{"examples-basic", "Echo and chat", []example{
			{"Hello", "One line, ended by LF.", lf("Hello!")},
			{"Numbered, with the time", "Each has the next number, to be told apart when it comes back from an echo.", lf("{{seq}} {{time:15:04:05.000}}")},
			{"Chat: a line", "A chat program sends lines.", lf("Hello everybody, this is {{peer:host}} calling.")},
			{"Chat: bye", "Many greeting servers close the connection when they are told this.", lf("exit")},
			{"A thousand random bytes", "To see that an echo gives back every byte.", hexBytes("{{rand:1000}}")},
		}},
		{"examples-http", "HTTP", []example{
			{"GET /", "Asks a web server for its first page, and to close the connection behind it (RFC 9112).",
				crlf("GET / HTTP/1.1\nHost: {{peer}}\nUser-Agent: Wirevise\nAccept: */*\nConnection: close\n")},
			{"GET / and keep the connection", "The length of the answer is in its Content-Length, or it comes in chunks.",
				crlf("GET / HTTP/1.1\nHost: {{peer}}\nUser-Agent: Wirevise\nAccept: */*\n")},
			{"HEAD /", "Only the header of the answer.", crlf("HEAD / HTTP/1.1\nHost: {{peer}}\nConnection: close\n")},
			{"POST a form", "Content-Length counts what stands behind the empty line, whatever you write there.",
				escapes(`POST / HTTP/1.1\r\nHost: {{peer}}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {{len:body}}\r\nConnection: close\r\n\r\nname=Wirevise&time={{unix}}`)},
			{"POST JSON", "Content-Length counts what stands behind the empty line, whatever you write there.",
				escapes(`POST / HTTP/1.1\r\nHost: {{peer}}\r\nContent-Type: application/json\r\nContent-Length: {{len:body}}\r\nConnection: close\r\n\r\n{"name": "Wirevise", "time": {{unix}}}`)},
		}},
		{"examples-smtp", "SMTP", []example{
			{"1. EHLO", "Wait for the server's 220 before it (RFC 5321).", crlf("EHLO wirevise.example")},
			{"1. HELO", "The greeting of old servers.", crlf("HELO wirevise.example")},
			{"2. MAIL FROM", "", crlf("MAIL FROM:<alice@wirevise.example>")},
			{"3. RCPT TO", "", crlf("RCPT TO:<bob@wirevise.example>")},
			{"4. DATA", "The server answers 354 and waits for the message.", crlf("DATA")},
			{"5. The message", "It ends with a dot in a line of its own.",
				crlf(smtpMail)},
			{"6. QUIT", "", crlf("QUIT")},
			{"All of it, as a sequence", "Waits for each answer of the server. Run it on a new connection, for the server speaks first.", smtpSteps()},
		}},
		{"examples-redis", "Redis", []example{
			{"PING", "The answer is +PONG.", crlf("*1\n$4\nPING")},
			{"SET and GET", "Two commands at once; two answers come.", crlf("*3\n$3\nSET\n$8\nwirevise\n$5\nhello\n*2\n$3\nGET\n$8\nwirevise")},
		}},
		{"examples-modbus", "Modbus", []example{
			{"TCP: read holding registers", "Ten registers of unit 1 from the first on, with the next transaction number.",
				hexBytes("{{seq:u16be}} 0000 {{len:rest:u16be}}\n" + modbusRead)},
			{"RTU: read holding registers", "The same for a serial line behind a gateway, with its CRC at the end.", hexBytes(modbusRead, modbusSum())},
		}},
		{"examples-time", "NTP and DNS", []example{
			{"NTP: what time is it?", "Version 4, client (RFC 5905), to UDP port 123. The random bytes at the end come back in the answer.",
				hexBytes("23 00 00 00\n00000000 00000000 00000000\n0000000000000000\n0000000000000000\n0000000000000000\n{{rand:8}}")},
			{"DNS over UDP: example.com", "Asks a name server, UDP port 53, for the IPv4 addresses (RFC 1035).", escapes(dnsQuery)},
			{"DNS over TCP: example.com", "The same to TCP port 53, where the length comes first.", escapes("{{len:rest:u16be}}" + dnsQuery)},
		}},
	}
}

// Examples returns the folder of the ready-made messages in the language that say gives. Their IDs are the same each time.
func Examples(say func(english string) string) *Item {
	root := &Item{ID: ExamplesID, Kind: Folder, Name: say(examplesName)}
	for _, f := range examples() {
		folder := &Item{ID: f.id, Kind: Folder, Name: say(f.name)}
		for i, e := range f.items {
			it := &Item{ID: f.id + "-" + ID(rune('a'+i)), Kind: Message, Name: say(e.name)}
			switch c := e.content.(type) {
			case codec.Composition:
				it.Message = c
			case sequence.Steps:
				it.Kind, it.Steps = Sequence, &sequence.Sequence{Name: it.Name, Steps: c}
			}
			if e.note != "" {
				it.Note = say(e.note)
			}
			folder.Items = append(folder.Items, it)
		}
		root.Items = append(root.Items, folder)
	}
	return root
}

const examplesName = "Examples"

// ExampleTexts lists the sentences that Examples has said.
func ExampleTexts() (list []string) {
	seen := make(map[string]bool)
	Examples(func(english string) string {
		if !seen[english] {
			seen[english], list = true, append(list, english)
		}
		return english
	})
	return list
}
