package collection

import (
	"bufio"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"wirevise/netcore"
	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
	"wirevise/netcore/transport"
)

// exampleOf finds a ready-made message by its path.
func exampleOf(t *testing.T, folder, name string) *Item {
	t.Helper()
	for _, f := range Examples(func(s string) string { return s }).Items {
		for _, it := range f.Items {
			if f.Name == folder && it.Name == name {
				return it
			}
		}
	}
	t.Fatalf("there is no %s: %s", folder, name)
	return nil
}

// made is what an example is sent as.
func made(t *testing.T, folder, name string, v *codec.Vars) []byte {
	t.Helper()
	template, err := exampleOf(t, folder, name).Message.Compile()
	must(t, err)
	payload, err := template.Bytes(v)
	must(t, err)
	return payload
}

// python runs a script of testdata, which prints lines.
func python(t *testing.T, script string) (in io.WriteCloser, line func() string) {
	t.Helper()
	path, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("no python3")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	cmd := exec.CommandContext(ctx, path, "-u", "testdata/"+script)
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.StdoutPipe()
	must(t, err)
	in, err = cmd.StdinPipe()
	must(t, err)
	must(t, cmd.Start())
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // killed
		if t.Failed() {
			t.Logf("python3: %s", stderr.String())
		}
	})
	lines := bufio.NewReader(out)
	return in, func() string {
		text, err := lines.ReadString('\n')
		if err != nil {
			t.Errorf("python3 says %q, then %v", text, err)
		}
		return strings.TrimSpace(text)
	}
}

func dial(t *testing.T, network, port string) (net.Conn, *codec.Vars) {
	t.Helper()
	c, err := net.Dial(network, "127.0.0.1:"+port)
	must(t, err)
	t.Cleanup(func() { c.Close() })
	must(t, c.SetDeadline(time.Now().Add(20*time.Second)))
	return c, &codec.Vars{Peer: c.RemoteAddr().String(), Now: time.Unix(1700000000, 0)}
}

func send(t *testing.T, c net.Conn, payload []byte) {
	t.Helper()
	_, err := c.Write(payload)
	must(t, err)
}

// fields reads an object of JSON.
func fields(t *testing.T, text string) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal([]byte(text), &m); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return m
}

func wantFields(t *testing.T, text string, want map[string]any) {
	t.Helper()
	got := fields(t, text)
	for key, value := range want {
		if fmt.Sprint(got[key]) != fmt.Sprint(value) {
			t.Errorf("%s is %v, want %v, in %s", key, got[key], value, text)
		}
	}
}

func TestExamplesCanBeKept(t *testing.T) {
	root := Examples(func(s string) string { return s })
	if err := checkAll(root); err != nil {
		t.Fatal(err)
	}
	if err := sound(&Item{Items: []*Item{root}}); err != nil {
		t.Error(err)
	}
	peer := &codec.Vars{Seq: 1, Peer: "127.0.0.1:9000"}
	for _, f := range root.Items {
		for _, it := range f.Items {
			if it.Kind == Sequence {
				if _, err := it.Steps.Compile(); err != nil {
					t.Errorf("%s: %v", it.Name, err)
				}
			} else if len(made(t, f.Name, it.Name, peer)) == 0 {
				t.Errorf("%s is empty", it.Name)
			}
		}
	}
	if texts := ExampleTexts(); len(texts) < root.Count() {
		t.Errorf("%d sentences for %d items", len(texts), root.Count())
	}
}

func TestExamplesHTTP(t *testing.T) {
	for name, want := range map[string]map[string]any{
		"GET /":                         {"method": "GET", "path": "/", "body": ""},
		"GET / and keep the connection": {"method": "GET", "path": "/", "body": ""},
		"HEAD /":                        {"method": "HEAD", "path": "/", "body": ""},
		"POST a form":                   {"method": "POST", "path": "/", "body": "name=Wirevise&time=1700000000"},
		"POST JSON":                     {"method": "POST", "path": "/", "body": `{"name": "Wirevise", "time": 1700000000}`},
	} {
		t.Run(name, func(t *testing.T) {
			_, line := python(t, "http_server.py")
			c, vars := dial(t, "tcp4", line())
			send(t, c, made(t, "HTTP", name, vars))
			want["host"], want["rest"] = vars.Peer, ""
			wantFields(t, line(), want)
			if answer, err := bufio.NewReader(c).ReadString('\n'); err != nil || answer != "HTTP/1.1 200 OK\r\n" {
				t.Errorf("the server answers %q, %v", answer, err)
			}
		})
	}
}

func TestExamplesSMTP(t *testing.T) {
	for _, hello := range []string{"1. EHLO", "1. HELO"} {
		t.Run(hello, func(t *testing.T) {
			_, line := python(t, "smtp_server.py")
			c, vars := dial(t, "tcp4", line())
			answers := bufio.NewReader(c)
			expect := func(code string) {
				t.Helper()
				if text, err := answers.ReadString('\n'); !strings.HasPrefix(text, code) {
					t.Errorf("the server says %q, %v; want %s", text, err, code)
				}
			}
			expect("220")
			for _, step := range []struct{ name, code string }{{hello, "250"}, {"2. MAIL FROM", "250"}, {"3. RCPT TO", "250"}, {"4. DATA", "354"},
				{"5. The message", "250"}, {"6. QUIT", "221"}} {
				send(t, c, made(t, "SMTP", step.name, vars))
				expect(step.code)
			}
			wantFields(t, line(), map[string]any{"hello": "wirevise.example", "from": "alice@wirevise.example", "to": "bob@wirevise.example",
				"subject": "Hello", "body": "Hello Bob,\nthis was typed by hand.", "date": 1.7e9, "rest": ""})
		})
	}
}

func TestExampleSMTPSequence(t *testing.T) {
	_, line := python(t, "smtp_server.py")
	port, err := strconv.ParseUint(line(), 10, 16)
	must(t, err)
	program, err := exampleOf(t, "SMTP", "All of it, as a sequence").Steps.Compile()
	must(t, err)
	hub := netcore.NewHub()
	events := make(chan struct{})
	go func() {
		defer close(events)
		for range hub.Events() {
		}
	}()
	defer func() { hub.Close(); <-events }()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	begin := program.AtBeginning()
	_, err = hub.Open(ctx, netcore.Spec{Name: "SMTP", Responder: begin, Transport: transport.TCPClient{Host: "127.0.0.1", Port: uint16(port)}})
	must(t, err)
	result, err := begin.Run(ctx, hub, sequence.Options{})
	if err != nil || !result.Passed() {
		t.Errorf("the sequence comes to %v, %v", result, err)
	}
	wantFields(t, line(), map[string]any{"from": "alice@wirevise.example", "subject": "Hello", "body": "Hello Bob,\nthis was typed by hand.", "rest": ""})
}

func TestExamplesRedisAndModbus(t *testing.T) {
	in, line := python(t, "frames.py")
	ask := func(kind string, payload []byte) string {
		fmt.Fprintf(in, "%s %s\n", kind, hex.EncodeToString(payload))
		return line()
	}
	if got := ask("resp", made(t, "Redis", "PING", nil)); got != `[["PING"]]` {
		t.Errorf("PING is %s", got)
	}
	if got := ask("resp", made(t, "Redis", "SET and GET", nil)); got != `[["SET", "wirevise", "hello"], ["GET", "wirevise"]]` {
		t.Errorf("SET and GET are %s", got)
	}
	read := map[string]any{"unit": 1, "function": 3, "first": 0, "count": 10}
	wantFields(t, ask("modbus_rtu", made(t, "Modbus", "RTU: read holding registers", nil)), read)
	read["transaction"] = 258
	wantFields(t, ask("modbus_tcp", made(t, "Modbus", "TCP: read holding registers", &codec.Vars{Seq: 258})), read)
}

func TestExampleNTP(t *testing.T) {
	_, line := python(t, "ntp_server.py")
	c, vars := dial(t, "udp4", line())
	query := made(t, "NTP and DNS", "NTP: what time is it?", vars)
	send(t, c, query)
	wantFields(t, line(), map[string]any{"size": 48, "leap": 0, "version": 4, "mode": 3, "stratum": 0, "others": 0, "transmit": hex.EncodeToString(query[40:])})
	answer := make([]byte, 100)
	n, err := c.Read(answer)
	if err != nil || n != 48 || string(answer[24:32]) != string(query[40:]) {
		t.Errorf("the answer is % x, %v: not to % x", answer[:n], err, query)
	}
}

func TestExamplesDNS(t *testing.T) {
	udp, tcp := made(t, "NTP and DNS", "DNS over UDP: example.com", nil), made(t, "NTP and DNS", "DNS over TCP: example.com", nil)
	if n := int(tcp[0])<<8 | int(tcp[1]); n != len(tcp)-2 || n != len(udp) {
		t.Errorf("the length is %d, of %d bytes and %d", n, len(tcp)-2, len(udp))
	}
	for name, query := range map[string][]byte{"UDP": udp, "TCP": tcp[2:]} {
		var m dnsmessage.Message
		if err := m.Unpack(query); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(m.Questions) != 1 || !m.RecursionDesired || m.Response || len(m.Answers)+len(m.Authorities)+len(m.Additionals) > 0 {
			t.Fatalf("%s asks %v", name, m.GoString())
		}
		if q := m.Questions[0]; q.Name.String() != "example.com." || q.Type != dnsmessage.TypeA || q.Class != dnsmessage.ClassINET {
			t.Errorf("%s asks for %v", name, q.GoString())
		}
	}
}
