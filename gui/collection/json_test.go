package collection

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"wirevise/netcore/codec"
	"wirevise/netcore/sequence"
)

func TestJSONComesBack(t *testing.T) {
	latin, _ := codec.Lookup("latin1")
	root := &Item{Kind: Folder, Items: []*Item{
		{ID: "1", Kind: Folder, Name: "Plant 北", Note: "two\nlines", Items: []*Item{
			{ID: "2", Kind: Message, Name: "hello", Target: Target{"tcp", "127.0.0.1:9000"},
				Message: codec.Composition{Text: "h\u00e9llo \"x\"\n", Mode: codec.Escapes, Encoding: latin, Ending: codec.CRLF, Variables: true}},
			{ID: "3", Kind: Folder, Name: "empty"},
		}},
		{ID: "4", Kind: Message, Name: "hello"},
		{ID: "5", Kind: Sequence, Name: "steps", Steps: &sequence.Sequence{Steps: sequence.Steps{{Do: sequence.Send, Pattern: sequence.Pattern{
			Composition: codec.Composition{Text: "x"}}}, {Do: sequence.Wait, For: sequence.Duration(1000)}}}},
	}}
	text, err := Marshal(root)
	must(t, err)
	back, err := Unmarshal(text)
	must(t, err)
	again, err := Marshal(back)
	must(t, err)
	if string(again) != string(text) {
		t.Errorf("read and written again it is\n%s\nand was\n%s", again, text)
	}
	if got, want := back.Items[0].Items[0], root.Items[0].Items[0]; !reflect.DeepEqual(got.Message.Text, want.Message.Text) || got.Target != want.Target ||
		got.Message.Encoding.Name != "latin1" || got.ID != "2" || back.Items[0].Note != "two\nlines" {
		t.Errorf("a message came back as %+v, was %+v", got, want)
	}
	if !same(back.Items[2], root.Items[2]) {
		t.Errorf("the sequence came back as %+v", back.Items[2].Steps)
	}
	back.Items[2].Steps.Steps[0].Text = "y"
	if same(back.Items[2], root.Items[2]) {
		t.Error("sequences that differ are the same")
	}
	empty, err := Marshal(&Item{Kind: Folder})
	must(t, err)
	if back, err := Unmarshal(empty); err != nil || len(back.Items) != 0 {
		t.Errorf("nothing came back as %v, %v", back, err)
	}
}

func TestJSONOfPeople(t *testing.T) {
	root, err := Unmarshal([]byte(`{"version": 1, "format": "wirevise messages", "items": [
		{"kind": "message", "name": "a", "message": {"text": "1"}},
		{"kind": "folder", "name": "f", "id": "x"}, {"kind": "folder", "name": "g", "id": "x", "items": []}]}`))
	must(t, err)
	if err := sound(root); err != nil {
		t.Error(err)
	}
	if got := line(root); got != "a=1 f() g()" {
		t.Errorf("read %q", got)
	}
}

func TestBadJSON(t *testing.T) {
	const head = `{"format": "wirevise messages", "version": 1, "items": [`
	for _, c := range []struct{ name, text, want string }{
		{"nothing", "", "line 1: unexpected end"},
		{"cut off", head + "\n\n", "line 3: unexpected end"},
		{"no list", `{"format": "wirevise messages", "version": 1, "items": 7}`, "line 1: "},
		{"another format", `{"items": []}`, ErrForeign.Error()},
		{"no version", `{"format": "wirevise messages", "items": []}`, "0 is no version"},
		{"an unknown field", head + `{"kind": "folder", "name": "x", "colour": "red"}]}`, "colour"},
		{"something behind", head + `]} {}`, "after top-level value"},
		{"no kind", head + `{"name": "x"}]}`, `"x": "" is no kind`},
		{"a message without one", head + `{"kind": "message", "name": "x"}]}`, `"message" is no kind`},
		{"a folder with a message", head + `{"kind": "folder", "name": "x", "message": {"text": "1"}}]}`, `"folder" is no kind`},
		{"a sequence without steps", head + `{"kind": "sequence", "name": "x"}]}`, `"sequence" is no kind`},
		{"a sequence of nonsense", head + `{"kind": "sequence", "name": "x", "sequence": {"steps": [{"do": "dance"}]}}]}`, "dance"},
		{"no name", head + `{"kind": "folder", "name": ""}]}`, "a name is needed"},
		{"no target", head + `{"kind": "folder", "name": "x", "items": [{"kind": "message", "name": "y", "target": "z", "message": {}}]}]}`, `"x": "y": "z" is no target`},
		{"a long text", head + fmt.Sprintf(`{"kind": "message", "name": "y", "message": {"text": %q}}]}`, strings.Repeat("x", MaxText+1)), "send a file"},
		{"deep", head + strings.Repeat(`{"kind": "folder", "name": "x", "items": [`, 200) + strings.Repeat("]}", 200) + "]}", "deep"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Unmarshal([]byte(c.text))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("the error is %v, want %q in it", err, c.want)
			}
		})
	}
	var newer *NewerError
	if _, err := Unmarshal([]byte(`{"format": "wirevise messages", "version": 2, "things": []}`)); !errors.As(err, &newer) || newer.Version != 2 {
		t.Errorf("of version 2 the error is %v", err)
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add([]byte(`{"format": "wirevise messages", "version": 1, "items": [{"kind": "folder", "name": "f", "items": [{"kind": "message", "name": "a", "message": {"text": "1"}}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		root, err := Unmarshal(data)
		if err != nil {
			return
		}
		text, err := Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Unmarshal(text)
		if err != nil {
			t.Fatalf("%q was written as what can't be read: %v", data, err)
		}
		if again, _ := Marshal(back); string(again) != string(text) {
			t.Errorf("%q and then %q", text, again)
		}
	})
}
