package collection

import (
	"errors"
	"strings"
	"testing"
)

// of is a collection of what tree makes.
func of(text string) *Collection { return New(tree(text)) }

func is(t *testing.T, c *Collection, want string) {
	t.Helper()
	if got := line(c.Root()); got != want {
		t.Errorf("the collection is %q, want %q", got, want)
	}
	if err := sound(c.Root()); err != nil {
		t.Error(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestChanges(t *testing.T) {
	for _, c := range []struct {
		name, from string
		do         func(c *Collection) error
		want       string
	}{
		{"add at the end", "a", func(c *Collection) error { _, err := c.Add(RootID, -1, tree("b").Items...); return err }, "a b"},
		{"add in front", "a", func(c *Collection) error { _, err := c.Add(RootID, 0, tree("b(c) d").Items...); return err }, "b(c) d a"},
		{"add to a folder", "f(a)", func(c *Collection) error { _, err := c.Add("f", 9, tree("b").Items...); return err }, "f(a b)"},
		{"rename", "f(a) b", func(c *Collection) error { return c.Rename("a", " the same ") }, "f(the same) b"},
		{"rename a folder", "f(a) b", func(c *Collection) error { return c.Rename("f", "g") }, "g(a) b"},
		{"change", "a=1", func(c *Collection) error { to := *c.Get("a"); to.Message.Text = "2"; return c.Change("a", to) }, "a=2"},
		{"delete", "a f(b c)", func(c *Collection) error { return c.Delete("b") }, "a f(c)"},
		{"delete a folder and another", "a f(b c) d", func(c *Collection) error { return c.Delete("f", "a") }, "d"},
		{"duplicate", "a=1 b", func(c *Collection) error { _, err := c.Duplicate("a"); return err }, "a=1 a=1 b"},
		{"duplicate a folder", "f(a g(b))", func(c *Collection) error { _, err := c.Duplicate("f"); return err }, "f(a g(b)) f(a g(b))"},
		{"move down", "a b c", func(c *Collection) error { return c.Move("a", RootID, 1) }, "b a c"},
		{"move up", "a b c", func(c *Collection) error { return c.Move("c", RootID, 0) }, "c a b"},
		{"move into a folder", "a f(b)", func(c *Collection) error { return c.Move("a", "f", -1) }, "f(b a)"},
		{"move out of a folder", "f(b)", func(c *Collection) error { return c.Move("b", RootID, 0) }, "b f()"},
		{"move a folder", "f(b) g(c)", func(c *Collection) error { return c.Move("f", "g", 0) }, "g(f(b) c)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			col := of(c.from)
			if err := c.do(col); err != nil {
				t.Fatal(err)
			}
			is(t, col, c.want)
			if !col.CanUndo() || !col.Undo() {
				t.Fatal("it can't be undone")
			}
			is(t, col, c.from)
			if col.CanUndo() || col.Undo() {
				t.Error("more can be undone than was done")
			}
		})
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name string
		do   func(c *Collection) error
		want string
	}{
		{"no name", func(c *Collection) error { return c.Rename("a", " ") }, "a name is needed"},
		{"a long name", func(c *Collection) error { return c.Rename("a", strings.Repeat("x", MaxName+1)) }, "200 characters"},
		{"two lines", func(c *Collection) error { return c.Rename("a", "x\ny") }, "one line"},
		{"what is not there", func(c *Collection) error { return c.Rename("zz", "x") }, ErrGone.Error()},
		{"delete what is not there", func(c *Collection) error { return c.Delete("b", "zz") }, ErrGone.Error()},
		{"delete all", func(c *Collection) error { return c.Delete(RootID) }, ErrGone.Error()},
		{"into itself", func(c *Collection) error { return c.Move("f", "f", 0) }, "into itself"},
		{"into its own folder", func(c *Collection) error { return c.Move("f", "g", 0) }, "into itself"},
		{"into a message", func(c *Collection) error { return c.Move("f", "b", 0) }, ErrGone.Error()},
		{"a long text", func(c *Collection) error {
			to := *c.Get("a")
			to.Message.Text = strings.Repeat("x", MaxText+1)
			return c.Change("a", to)
		}, "send a file instead"},
		{"too many lines", func(c *Collection) error {
			to := *c.Get("a")
			to.Message.Text = strings.Repeat("\n", MaxLines)
			return c.Change("a", to)
		}, "1001 lines"},
		{"a bad target", func(c *Collection) error {
			to := *c.Get("a")
			to.Target = Target{"tcp", "nowhere"}
			return c.Change("a", to)
		}, "target"},
		{"an unnamed one in a folder", func(c *Collection) error {
			_, err := c.Add(RootID, 0, &Item{Kind: Folder, Name: "x", Items: []*Item{{Kind: Message}}})
			return err
		}, "a name is needed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			col := of("f(a g()) b")
			err := c.do(col)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want %q in it", err, c.want)
			}
			is(t, col, "f(a g()) b")
			if col.CanUndo() {
				t.Error("something was done")
			}
		})
	}
}

func TestFoldersAreOnlySoDeep(t *testing.T) {
	c := New(nil)
	at := RootID
	for i := range MaxDepth {
		ids, err := c.Add(at, 0, &Item{Kind: Folder, Name: "f"})
		if err != nil {
			t.Fatalf("folder %d: %v", i, err)
		}
		at = ids[0]
	}
	if _, err := c.Add(at, 0, &Item{Kind: Folder, Name: "f"}); err == nil {
		t.Error("there is a folder in the deepest one")
	}
	if _, err := c.Add(at, 0, &Item{Kind: Message, Name: "m"}); err != nil {
		t.Errorf("no message in the deepest folder: %v", err)
	}
}

// What is undone is what was done, whatever came in between from another program.
func TestUndoLeavesTheOthers(t *testing.T) {
	c := of("a b")
	must(t, c.Delete("a"))
	base := c.Root()
	c.Join(base, Merge(base, base, tree("b x=1")))
	is(t, c, "b x=1")
	c.Undo()
	is(t, c, "a b x=1")
}

func TestUndoMany(t *testing.T) {
	c := of("a")
	for range maxUndo + 5 {
		if _, err := c.Duplicate("a"); err != nil {
			t.Fatal(err)
		}
	}
	for range maxUndo {
		if !c.Undo() {
			t.Fatal("too little can be undone")
		}
	}
	if c.CanUndo() || c.Root().Count() != 6 {
		t.Errorf("%d items are left, want 6", c.Root().Count())
	}
}

func TestAddedAreCopies(t *testing.T) {
	c := of("a")
	ids, err := c.Add(RootID, -1, c.Get("a"), c.Get("a"))
	must(t, err)
	if len(ids) != 2 || ids[0] == ids[1] || ids[0] == "a" {
		t.Errorf("the IDs are %v", ids)
	}
	is(t, c, "a a a")
}

func TestOnly(t *testing.T) {
	c := of("a f(b g(c)) d")
	if got := line(c.Only("d", "g", "c", "gone")); got != "d g(c)" {
		t.Errorf("an export has %q", got)
	}
}

func TestTargets(t *testing.T) {
	for text, want := range map[string]string{"": "", " tcp://localhost:80 ": "tcp://localhost:80", "UDP://[::1]:53": "udp://[::1]:53"} {
		got, err := ParseTarget(text)
		if err != nil || got.String() != want {
			t.Errorf("%q is %q, %v; want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"localhost:80", "http://localhost:80", "tcp://localhost", "tcp://localhost:0", "tcp://:80", "tcp://localhost:99999"} {
		if got, err := ParseTarget(text); err == nil {
			t.Errorf("%q is %q, want an error", text, got)
		}
	}
}

func TestCheckNamesTheField(t *testing.T) {
	var f *FieldError
	if err := (&Item{Kind: Message}).Check(); !errors.As(err, &f) || f.Field != FieldName {
		t.Errorf("the error is %v, want one of the name", err)
	}
}
