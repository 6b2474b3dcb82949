//go:build unix

package main

import (
	"net/url"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// pythonPeer has s connected to the program, struct, and the functions that its lines of standard input call: each is Python, and
// answers with a line.
const pythonPeer = `
import socket, struct, sys
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), timeout=60)
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
def take(n):
    data = b""
    while len(data) < n:
        more = s.recv(n - len(data))
        if not more: break
        data += more
    return data
def varint(n):
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])
for line in sys.stdin:
    print(repr(eval(line)), flush=True)
`

// framesOf returns the frames among rows, a broken one with ! in front.
func framesOf(rows []row) (frames []string) {
	for _, r := range rows {
		if r.Kind == "framed" && slices.Contains(r.Flags, "broken") {
			frames = append(frames, "!"+string(r.Data))
		} else if r.Kind == "framed" {
			frames = append(frames, string(r.Data))
		}
	}
	return frames
}

func TestFramesOfARealPeer(t *testing.T) {
	need(t, "python3")
	tests := []struct {
		name, options string
		sends         []string // by python, each waited for until it is received
		want          []string
	}{
		{"two lines in one read", "frame=lines", []string{`s.sendall(b"first\nsecond\n")`}, []string{"first", "second"}},
		{"a line in three sends", "frame=lines:crlf", []string{`s.sendall(b"on")`, `s.sendall(b"e\r")`, `s.sendall(b"\ntwo\r\n")`}, []string{"one", "two"}},
		{"a line without an end", "frame=lines", []string{`s.sendall(b"whole\nhalf")`}, []string{"whole", "!half"}},
		{"a delimiter", "frame=delimiter:0003", []string{`s.sendall(b"a\x00\x03b")`, `s.sendall(b"\x00")`, `s.sendall(b"\x03")`}, []string{"a", "b"}},
		{"struct.pack of >H, twice in one", "frame=length:u16be", []string{`s.sendall(struct.pack(">H", 5) + b"hello" + struct.pack(">H", 3) + b"you")`}, []string{"hello", "you"}},
		{"struct.pack of <I, byte by byte", "frame=length:u32le", []string{`[s.sendall(bytes([b])) for b in struct.pack("<I5s", 5, b"hello")]`}, []string{"hello"}},
		{"struct.pack of !HHB, counting the frame", "frame=length:u16be,offset=2,counts=frame", []string{`s.sendall(struct.pack("!HH3s", 7, 7, b"abc") + struct.pack("!HH", 8, 4))`},
			[]string{"\x00\x07abc", "\x00\x08"}},
		{"struct.pack of !Q", "frame=length:u64be", []string{`s.sendall(struct.pack("!Q", 2) + b"ok")`}, []string{"ok"}},
		{"a length over the limit", "frame=length:u8,limit=4", []string{`s.sendall(b"\x06123456\x04good")`}, []string{"!\x06123", "!456", "good"}},
		{"varint", "frame=length:varint", []string{`s.sendall(varint(300) + b"x" * 300)`, `s.sendall(varint(2) + b"ok")`}, []string{strings.Repeat("x", 300), "ok"}},
		{"netstrings", "frame=netstring", []string{`s.sendall(b"5:hel")`, `s.sendall(b"lo,3:you,")`}, []string{"hello", "you"}},
		{"a header of ten characters", "frame=length:decimal,width=10", []string{`s.sendall(f"{5:<10}hello{3:>10}you".encode())`}, []string{"hello", "you"}},
		{"fixed", "frame=fixed:4", []string{`s.sendall(b"abcdef")`, `s.sendall(b"gh")`}, []string{"abcd", "efgh"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := startHeadless(t, "-show", "both", "-serve", "tcp://127.0.0.1:0?"+strings.ReplaceAll(test.options, ":", url.QueryEscape(":")))
			python := startTool(t, "python3", "-c", pythonPeer, h.kind("opened", 1).port())
			session := h.kind("accepted", 1).Session
			for i, send := range test.sends {
				python.say(send + "\n")
				python.line()
				if i+1 < len(test.sends) {
					h.kind("received", i+1) // or the system might glue them
				}
			}
			python.stdin.Close()
			python.ends()
			h.wait("the end", 1, func(r row) bool { return r.Kind == "ended" && r.Session == session })
			h.end(syscall.SIGTERM, exitOK)
			if got := framesOf(h.all()); !slices.Equal(got, test.want) {
				t.Errorf("got the frames %q, want %q", got, test.want)
			}
			for _, r := range h.all() {
				if r.Kind == "received" && !slices.Contains(r.Flags, "cut") {
					t.Errorf("%v: not marked as cut", r)
				}
			}
		})
	}
}

func TestFramesToARealPeer(t *testing.T) {
	need(t, "python3")
	for _, test := range []struct{ name, options, say, python, want string }{
		{"lines as received", "frame=lines:crlf", "hello\nyou\n", "take(12)", `b'hello\r\nyou\r\n'`},
		{"struct.unpack", "sendframe=length:u16be", "hello\nyou\n", `[take(struct.unpack(">H", take(2))[0]) for i in range(2)]`, "[b'hello', b'you']"},
		{"received in frames, sent as it is", "frame=lines&sendframe=none", "hello\n", "take(6)", `b'hello\n'`},
		{"filled", "sendframe=fixed:8,pad=00", "hello\n", "take(8)", `b'hello\x00\x00\x00'`},
		{"varint", "sendframe=length:varint", strings.Repeat("x", 300) + "\n", "take(302)[:3]", `b'\xac\x02x'`},
	} {
		t.Run(test.name, func(t *testing.T) {
			h := startHeadless(t, "-show", "both", "-serve", "tcp://127.0.0.1:0?"+test.options)
			python := startTool(t, "python3", "-c", pythonPeer, h.kind("opened", 1).port())
			h.kind("accepted", 1)
			h.say(test.say)
			python.say(test.python + "\n")
			if got := python.line(); got != test.want {
				t.Errorf("python read %s, want %s", got, test.want)
			}
			python.stdin.Close()
			python.ends()
			h.end(syscall.SIGTERM, exitOK)
		})
	}
}

// TestRepliesToFrames wants one reply a frame, framed itself, where reads would give one a read.
func TestRepliesToFrames(t *testing.T) {
	need(t, "python3")
	h := startHeadless(t, "-show", "both", "-serve", "tcp://127.0.0.1:0?reply=upper&prefix=%3E&frame=length:u8")
	python := startTool(t, "python3", "-c", pythonPeer, h.kind("opened", 1).port())
	python.say(`s.sendall(b"\x02ab\x03cde") or take(9)` + "\n")
	if got, want := python.line(), `b'\x03>AB\x04>CDE'`; got != want {
		t.Errorf("python read %s, want %s", got, want)
	}
	h.end(syscall.SIGTERM, exitOK)
}

// A line is one frame, however long it is.
func TestALongLineIsOneFrame(t *testing.T) {
	h := startHeadless(t, "-serve", "tcp://127.0.0.1:0?frame=length:u32be")
	c := dial(t, h.kind("opened", 1))
	h.kind("accepted", 1)
	line := strings.Repeat("a", 1<<20)
	h.say(line + "\nb\n")
	wantRead(t, c, "\x00\x10\x00\x00"+line+"\x00\x00\x00\x01b")
	h.end(syscall.SIGTERM, exitOK)
}
