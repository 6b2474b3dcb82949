package transport_test

import (
	"bufio"
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/transport"
)

func TestPortInUseNamesItsHolder(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed")
	}
	for _, network := range []string{"tcp", "udp"} {
		t.Run(network, func(t *testing.T) {
			const script = `import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_STREAM if sys.argv[1] == "tcp" else socket.SOCK_DGRAM)
s.bind(("127.0.0.1", 0))
sys.argv[1] == "tcp" and s.listen()
print(s.getsockname()[1], flush=True)
sys.stdin.read()`
			cmd := exec.Command(python, "-c", script, network)
			in, err := cmd.StdinPipe()
			if err != nil {
				t.Fatal(err)
			}
			out, err := cmd.StdoutPipe()
			if err != nil {
				t.Fatal(err)
			}
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			defer cmd.Wait()
			defer in.Close()
			line, err := bufio.NewReader(out).ReadString('\n')
			if err != nil {
				t.Fatal(err)
			}
			port, err := strconv.ParseUint(strings.TrimSpace(line), 10, 16)
			if err != nil {
				t.Fatal(err)
			}
			for _, host := range []string{"127.0.0.1", "0.0.0.0"} {
				var tr netcore.Transport = transport.TCPServer{Host: host, Port: uint16(port)}
				if network == "udp" {
					tr = transport.UDP{Host: host, Port: uint16(port)}
				}
				_, err = tr.Open(context.Background())
				want := fmt.Sprintf("process %d", cmd.Process.Pid)
				if f := netcore.Explain(err); !strings.HasSuffix(f.Name, "EADDRINUSE") || !strings.Contains(f.Text, want) || !strings.Contains(f.Text, "python") {
					t.Errorf("Open %v = %v, want EADDRINUSE with python's %s", tr, f, want)
				}
			}
		})
	}
}

func TestPortInUseByOurselves(t *testing.T) {
	src, err := transport.TCPServer{Host: "127.0.0.1"}.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer src.Listener.Close()
	_, port, err := transport.SplitHostPort(src.Listener.Addr())
	if err != nil {
		t.Fatal(err)
	}
	_, err = transport.TCPServer{Host: "127.0.0.1", Port: port}.Open(context.Background())
	if f := netcore.Explain(err); !strings.Contains(f.Text, "this program itself") {
		t.Errorf("Open of a port of our own = %v", f)
	}
}
