package netcore_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"wirevise/netcore"
	"wirevise/netcore/netcoretest"
)

// A keeper keeps what each session receives.
type keeper struct {
	name string
	mu   sync.Mutex
	kept []string
}

func (k *keeper) String() string { return "keeps " + k.name }

func (k *keeper) Respond(dst []netcore.Action, _ netcore.Event) []netcore.Action { return dst }

func (k *keeper) Attach(s netcore.Side) netcore.Attached { return &keeping{k, s} }

func (k *keeper) add(text string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.kept = append(k.kept, text)
}

func (k *keeper) all() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.kept)
}

type keeping struct {
	k    *keeper
	side netcore.Side
}

func (k *keeping) String() string { return "kept by " + k.k.name }

func (k *keeping) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if in.Kind == netcore.Received {
		k.k.add(string(in.Payload))
	}
	return dst
}

func (k *keeping) Detach() {
	k.k.add(fmt.Sprintf("end of %d of %s", k.side.Info().ID, k.side.Info().Name))
}

func TestKeeper(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{}
		a, b := &keeper{name: "a"}, &keeper{name: "b"}
		end, peer := network.Pipe()
		e, s := w.open(netcore.Spec{Name: "one", Transport: conns(func() netcore.Conn { return end }), Keeper: a, Responder: echoing{}})
		say := func(text string) {
			t.Helper()
			if _, err := peer.Send(context.Background(), []byte(text), netcore.Peer{}); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		say("hello")
		if got := w.Snapshot()[0].Sessions[0].Attached; !slices.Equal(got, []string{"kept by a"}) {
			t.Errorf("attached are %q", got)
		}
		if err := w.SetBehaviour(e, netcore.Behaviour{Keeper: a}); err != nil { // another reply leaves what keeps
			t.Fatal(err)
		}
		say("again")
		if err := w.SetBehaviour(e, netcore.Behaviour{Keeper: b}); err != nil {
			t.Fatal(err)
		}
		say("to b")
		if err := w.SetBehaviour(e, netcore.Behaviour{}); err != nil {
			t.Fatal(err)
		}
		say("to nobody")
		if err := w.SetBehaviour(e, netcore.Behaviour{Keeper: a}); err != nil {
			t.Fatal(err)
		}
		say("at last")
		peer.Close()
		w.awaitKind(s, netcore.Ended)
		if got, want := a.all(), []string{"hello", "again", "end of 1 of one", "at last", "end of 1 of one"}; !slices.Equal(got, want) {
			t.Errorf("a kept %q, want %q", got, want)
		}
		if got, want := b.all(), []string{"to b", "end of 1 of one"}; !slices.Equal(got, want) {
			t.Errorf("b kept %q, want %q", got, want)
		}
	})
}

// echoing answers with what it hears.
type echoing struct{}

func (echoing) Respond(dst []netcore.Action, in netcore.Event) []netcore.Action {
	if in.IsMessage() {
		dst = append(dst, netcore.Reply(in.Payload))
	}
	return dst
}

func TestWrote(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w, network := watch(t), &netcoretest.Memory{Buffer: 10}
		end, peer := network.Pipe()
		_, s := w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return end })})
		wrote := map[string][]int{}
		var mu sync.Mutex
		send := func(text string) error {
			return w.TrySend(s, netcore.Message{Payload: []byte(text), Wrote: func(n int) {
				mu.Lock()
				defer mu.Unlock()
				wrote[text] = append(wrote[text], n)
			}})
		}
		for _, text := range []string{"first", "second is longer", "third"} {
			if err := send(text); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		peer.Close()
		w.awaitKind(s, netcore.Ended)
		if send("fourth") == nil {
			t.Error("something was queued after the end")
		}
		mu.Lock()
		defer mu.Unlock()
		if got, want := fmt.Sprint(wrote), "map[first:[5] second is longer:[5] third:[0]]"; got != want {
			t.Errorf("told %s, want %s", got, want)
		}
	})
}

// A slowBegin is a conn whose session is known to the hub for a while before its beginning is told.
type slowBegin struct {
	stream
	meanwhile func()
}

func (c slowBegin) Describe() string { c.meanwhile(); return "" }

// A noisy attacher tells of itself at once.
type noisy struct{ keeper }

func (n *noisy) Attach(s netcore.Side) netcore.Attached {
	s.Tell(netcore.Event{Kind: netcore.Noted, Note: "attached"})
	return n.keeper.Attach(s)
}

// What is attached to a session that has hardly begun tells nothing before its beginning, which watch checks.
func TestNothingStandsBeforeTheBeginning(t *testing.T) {
	w, network := watch(t), &netcoretest.Memory{}
	end, _ := network.Pipe()
	var told sync.WaitGroup
	c := slowBegin{end.(stream), func() {
		early := make(chan struct{})
		told.Go(func() {
			defer close(early)
			if _, err := w.Attach(1, netcore.Attachment{Attacher: &noisy{}}); err != nil {
				t.Errorf("Attach: %v", err)
			}
		})
		told.Go(func() {
			if err := w.SetBehaviour(1, netcore.Behaviour{Keeper: &noisy{}}); err != nil {
				t.Errorf("SetBehaviour: %v", err)
			}
		})
		select {
		case <-early:
		case <-time.After(20 * time.Millisecond):
		}
	}}
	w.open(netcore.Spec{Transport: conns(func() netcore.Conn { return c })})
	told.Wait()
}
