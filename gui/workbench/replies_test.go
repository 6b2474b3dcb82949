package workbench

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"wirevise/netcore/responder"
)

func TestReplies(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "replies.json")
	if r, err := LoadReplies(path); err != nil || len(r) != 0 {
		t.Errorf("LoadReplies of no file = %v, %v", r, err)
	}
	want := Replies{RoleServer: {Kind: responder.KindRules, Rules: `{"rules":[]}`}, RoleUDP: {Kind: responder.KindUpper, Prefix: "> "}}
	if err := want.Save(path); err != nil {
		t.Fatal(err)
	}
	if got, err := LoadReplies(path); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("LoadReplies = %v, %v, want %v", got, err, want)
	}
	if err := os.WriteFile(path, []byte(`{"server":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if r, err := LoadReplies(path); err == nil || len(r) != 0 {
		t.Errorf("LoadReplies of half a file = %v, %v", r, err)
	}
}

func TestRuleFiles(t *testing.T) {
	b := newBench(t)
	path := filepath.Join(t.TempDir(), "rules.json")
	want := []responder.Rule{{Name: "a", When: responder.WhenMessage}}
	var wrote, read bool
	b.WriteRules(path, want, func(err error) {
		if wrote = true; err != nil {
			t.Error(err)
		}
	})
	b.until("the file", func() bool { return wrote })
	var got []responder.Rule
	b.ReadRules(path, func(rules []responder.Rule, err error) {
		if read, got = true, rules; err != nil {
			t.Error(err)
		}
	})
	b.until("the rules", func() bool { return read })
	if !reflect.DeepEqual(got, want) {
		t.Errorf("ReadRules = %+v, want %+v", got, want)
	}
	read = false
	b.ReadRules(path+"x", func(_ []responder.Rule, err error) {
		if read = true; err == nil {
			t.Error("ReadRules of no file has no error")
		}
	})
	b.until("the error", func() bool { return read })
}
