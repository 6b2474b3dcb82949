package workbench

import (
	"errors"
	"strings"
	"testing"

	"wirevise/netcore"
	"wirevise/netcore/request"
	"wirevise/netcore/responder"
	"wirevise/netcore/responder/program"
)

func commandServer(t *testing.T, host string) netcore.Spec {
	t.Helper()
	spec, err := ServerForm{Common: Common{Reply: responder.Config{Kind: responder.KindCommands}}, Host: host, Port: "0"}.Spec()
	if err != nil {
		t.Fatal(err)
	}
	return spec
}

// There is no way of opening or changing something that runs programs around the switch and the confirmation.
func TestProgramsAreGuarded(t *testing.T) {
	b := newBench(t)
	try := func(begin func(done func(error))) (err error) {
		t.Helper()
		ended := false
		begin(func(got error) { err, ended = got, true })
		b.until("the end of it", func() bool { return ended })
		return err
	}
	open := func(spec netcore.Spec) error {
		return try(func(done func(error)) { b.Open(spec, func(_ netcore.EndpointID, err error) { done(err) }) })
	}
	confirmed := func(spec netcore.Spec) error {
		return try(func(done func(error)) { b.OpenConfirmed(spec, func(_ netcore.EndpointID, err error) { done(err) }) })
	}
	here, wide := commandServer(t, "127.0.0.1"), commandServer(t, "*")

	err := open(here)
	if field, text := FieldOf(err); !errors.Is(err, program.ErrOff) || field != FieldReply || text == "" {
		t.Errorf("switched off: %v, told at %q as %q", err, field, text)
	}
	if err := confirmed(wide); !errors.Is(err, program.ErrOff) {
		t.Errorf("switched off and confirmed: %v", err)
	}
	b.AllowPrograms(true)
	if err := open(here); err != nil {
		t.Errorf("switched on: %v", err)
	}
	err = open(wide)
	if where, what, ok := NeedsConfirmation(err); !ok || !strings.HasPrefix(where, "tcp://") || what != "any command" {
		t.Errorf("every interface: %v: %q, %q, %v", err, where, what, ok)
	}
	if err := confirmed(wide); err != nil {
		t.Errorf("confirmed: %v", err)
	}

	// A server that is open and is given another reply.
	echo := b.open(ServerForm{Common: Common{Reply: responder.Config{Kind: responder.KindEcho}}, Host: "*", Port: "0"}.Spec())
	change := func(how func(netcore.EndpointID, netcore.Behaviour, func(error))) error {
		return try(func(done func(error)) { how(echo, here.Behaviour(), done) })
	}
	if _, _, ok := NeedsConfirmation(change(b.SetBehaviour)); !ok {
		t.Error("changed to commands on every interface without being asked")
	}
	if err := change(b.SetBehaviourConfirmed); err != nil {
		t.Errorf("changed and confirmed: %v", err)
	}
	if err := change(b.SetBehaviour); err != nil { // what was confirmed goes on
		t.Errorf("changed to the same again: %v", err)
	}
	b.AllowPrograms(false)
	if err := change(b.SetBehaviourConfirmed); !errors.Is(err, program.ErrOff) {
		t.Errorf("changed when switched off: %v", err)
	}
}

func TestRequest(t *testing.T) {
	b := newBench(t)
	b.AllowPrograms(true)
	server := b.open(commandServer(t, "127.0.0.1"), nil)
	b.until("the server's address", func() bool { return b.info(server).Local != "" })
	port := b.info(server).Local[strings.LastIndexByte(b.info(server).Local, ':')+1:]
	client := b.open(ClientForm{Host: "127.0.0.1", Port: port}.Spec())
	b.until("the client's session", func() bool { return len(b.info(client).Sessions) == 1 })
	session := b.info(client).Sessions[0].ID

	ended := 0
	ask := func() error {
		return b.Request(Request{Title: "Request", Session: session, Payload: []byte("no-such-command"),
			Says: func(p request.Progress) string { return p.Digits }, Done: func(err error) {
				if err != nil {
					t.Errorf("the request: %v", err)
				}
				ended++
			}})
	}
	if err := ask(); err != nil {
		t.Fatal(err)
	}
	if err := ask(); err == nil {
		t.Error("two requests at once on one session")
	}
	b.until("the answer", func() bool { return ended == 1 })
	b.until("its rows", func() bool {
		return strings.Contains(b.text(), `framed "(there is no program \"no-such-command\")\n"`) && strings.Contains(b.text(), "the answer to the request: 40 bytes")
	})
	if err := ask(); err != nil {
		t.Errorf("and another: %v", err)
	}
	b.until("the second answer", func() bool { return ended == 2 })
}
