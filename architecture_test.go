package wirevise_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
)

// The rules of docs/architecture.md, "The tree", each with a tree that breaks it, so that the check is seen to work.

// goStatements lists the files that may start goroutines.
var goStatements = []string{
	"netcore/endpoint.go",                // accept loop, dial loop
	"netcore/session.go",                 // receive loop, send loop
	"netcore/acts.go",                    // what a session does later by itself
	"netcore/netcoretest/conformance.go", // the two ends of a test
	"gui/msglog/writer.go",               // writer, syncer
	"gui/msglog/scan.go",                 // a filter on every core
	"gui/msglog/check.go",                // checksums on every core
	"gui/workbench/workbench.go",         // recorder, pump
	"gui/workbench/tasks.go",             // what may take time
	"cmd/wirevise/headless.go",           // recorder, standard input
	"cmd/wirevise/window.go",             // signals, the way out

	"netcore/responder/program/run.go",        // the end, the input and the errors of a process
	"netcore/responder/program/connection.go", // the same, and its output
	"netcore/responder/program/messages.go",   // a session's messages, in turn
	"netcore/responder/program/commands.go",   // a client's commands, in turn
}

// An importRule says what the packages under room must not import. Paths end in / when everything below is meant.
type importRule struct {
	name   string
	room   string
	except string
	banned []string
}

var importRules = []importRule{
	{"netcore knows no window", "netcore/", "", []string{"wirevise/gui/", "wirevise/cmd/", "wirevise/assets/", "fyne.io/"}},
	{"the hub knows no transport", "netcore", "", []string{"wirevise/netcore/"}},
	{"the log knows no window and no socket", "gui/msglog/", "", []string{"fyne.io/", "net"}},
	{"the filter language knows no window and no socket", "gui/query/", "", []string{"wirevise/gui/", "fyne.io/", "net"}},
	{"saved messages know no window and no socket", "gui/collection/", "", []string{"fyne.io/", "net"}},
	{"the workbench knows no window and no socket", "gui/workbench/", "", []string{"fyne.io/", "net"}},
	{"widgets know nothing of ours", "gui/widgets/", "", []string{"wirevise/"}},
	{"only the program opens a window", "", "cmd/wirevise", []string{"fyne.io/fyne/v2/app"}},
}

// breaks returns what in the tree breaks the rule. Tests are free: they may dial what they test.
func (r importRule) breaks(files []source) (found []string) {
	for _, f := range files {
		if f.test || !within(f.dir, r.room) || (r.except != "" && within(f.dir, r.except)) {
			continue
		}
		for _, spec := range f.ast.Imports {
			imported, _ := strconv.Unquote(spec.Path.Value)
			if slices.ContainsFunc(r.banned, func(b string) bool { return within(imported, b) }) {
				found = append(found, fmt.Sprintf("%s imports %s", f.path, imported))
			}
		}
	}
	return found
}

// within reports whether a path is what pattern names: itself, or with a / at the end also everything below. "" is everything.
func within(p, pattern string) bool {
	below, ok := strings.CutSuffix(pattern, "/")
	return pattern == "" || p == below || (ok && strings.HasPrefix(p, below+"/"))
}

type source struct {
	path, dir string
	test      bool
	ast       *ast.File
	fset      *token.FileSet
}

func parse(t *testing.T, tree fs.FS) (files []source) {
	t.Helper()
	fset := token.NewFileSet()
	err := fs.WalkDir(tree, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() && !strings.HasSuffix(p, ".go") {
			return err
		}
		if d.IsDir() {
			if name := d.Name(); p != "." && (strings.HasPrefix(name, ".") || name == "testdata" || name == "build") {
				return fs.SkipDir
			}
			return nil
		}
		text, err := fs.ReadFile(tree, p)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(fset, p, text, parser.ParseComments)
		if err != nil {
			return err
		}
		files = append(files, source{p, path.Dir(p), strings.HasSuffix(p, "_test.go"), file, fset})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func project(t *testing.T) []source {
	files := parse(t, os.DirFS("."))
	if len(files) < 20 {
		t.Fatalf("found %d files only: is this the root of the project?", len(files))
	}
	return files
}

func sample(t *testing.T, name, text string) []source {
	return parse(t, fstest.MapFS{name: {Data: []byte(text)}})
}

func TestImports(t *testing.T) {
	bad := map[string]string{
		"netcore knows no window":                           "netcore/transport/x.go",
		"the hub knows no transport":                        "netcore/x.go",
		"the log knows no window and no socket":             "gui/msglog/x.go",
		"the filter language knows no window and no socket": "gui/query/x.go",
		"saved messages know no window and no socket":       "gui/collection/x.go",
		"the workbench knows no window and no socket":       "gui/workbench/x.go",
		"widgets know nothing of ours":                      "gui/widgets/x.go",
		"only the program opens a window":                   "gui/x.go",
	}
	files := project(t)
	for _, rule := range importRules {
		t.Run(rule.name, func(t *testing.T) {
			for _, found := range rule.breaks(files) {
				t.Error(found)
			}
			imported := strings.TrimSuffix(rule.banned[len(rule.banned)-1], "/")
			if len(rule.breaks(sample(t, bad[rule.name], "package x\nimport _ "+strconv.Quote(imported)))) != 1 {
				t.Errorf("the check does not see that %s imports %s", bad[rule.name], imported)
			}
		})
	}
}

func goStatementsIn(files []source) (found []string) {
	for _, f := range files {
		if f.test {
			continue
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			if g, ok := n.(*ast.GoStmt); ok {
				found = append(found, fmt.Sprintf("%s:%d", f.path, f.fset.Position(g.Pos()).Line))
			}
			return true
		})
	}
	return found
}

func TestGoStatements(t *testing.T) {
	files := project(t)
	used := map[string]bool{}
	for _, at := range goStatementsIn(files) {
		file, _, _ := strings.Cut(at, ":")
		used[file] = true
		if !slices.Contains(goStatements, file) {
			t.Errorf("%s starts a goroutine; only these may: %s", at, strings.Join(goStatements, ", "))
		}
	}
	for _, file := range goStatements {
		if !used[file] {
			t.Errorf("%s is on the list and starts none", file)
		}
	}
	if len(goStatementsIn(sample(t, "x.go", "package x\nfunc f() { go f() }"))) != 1 {
		t.Error("the check does not see a go statement")
	}
}

func TestPackageComments(t *testing.T) {
	commented := func(files []source) map[string]int {
		dirs := map[string]int{}
		for _, f := range files {
			if f.test {
				continue
			}
			if dirs[f.dir] += 0; f.ast.Doc != nil {
				dirs[f.dir]++
			}
		}
		return dirs
	}
	for dir, n := range commented(project(t)) {
		if n != 1 {
			t.Errorf("%s has %d package comments, want 1", dir, n)
		}
	}
	if commented(sample(t, "x/x.go", "package x"))["x"] != 0 {
		t.Error("the check does not see a package without a comment")
	}
}

// TestLeakChecks wants the tests of every package that starts goroutines to end with a look at what is left running.
func TestLeakChecks(t *testing.T) {
	checked := func(files []source) map[string]bool {
		dirs := map[string]bool{}
		for _, f := range files {
			if !f.test {
				continue
			}
			ast.Inspect(f.ast, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok && id.Name == "VerifyTestMain" {
					dirs[f.dir] = true
				}
				return true
			})
		}
		return dirs
	}
	dirs := checked(project(t))
	for _, file := range goStatements {
		if !dirs[path.Dir(file)] {
			t.Errorf("%s starts goroutines and its tests don't call VerifyTestMain", path.Dir(file))
		}
	}
	if checked(sample(t, "x/x_test.go", "package x\nfunc f() { g() }"))["x"] {
		t.Error("the check sees a leak check where there is none")
	}
}
