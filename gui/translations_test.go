package gui

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"log"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"fyne.io/fyne/v2/lang"

	"wirevise/assets"
	"wirevise/gui/collection"
	"wirevise/gui/query"
	"wirevise/gui/widgets"
	"wirevise/gui/workbench"
	"wirevise/netcore"
	"wirevise/netcore/resolve"
	"wirevise/netcore/responder"
)

// The tests read the English sentences, whatever language the system has.
func init() {
	if err := errors.Join(os.Setenv("LC_ALL", "C"), LoadTranslations()); err != nil {
		panic(err)
	}
}

// names lists what the values from first on call themselves, until one has no name: it panics then, or is Type(7).
func names[T interface {
	~uint8
	String() string
}](first T) (list []string) {
	defer func() { _ = recover() }()
	for v := first; ; v++ {
		s := v.String()
		if strings.HasSuffix(s, ")") {
			return list
		}
		list = append(list, s)
	}
}

// labels are the constants of package resolve that begin with Label.
func labels(t *testing.T) (list []string) {
	for _, file := range parsed(t, "../netcore/resolve") {
		for _, decl := range file.Decls {
			d, ok := decl.(*ast.GenDecl)
			if !ok || d.Tok != token.CONST {
				continue
			}
			for _, spec := range d.Specs {
				s := spec.(*ast.ValueSpec)
				for i, name := range s.Names {
					if strings.HasPrefix(name.Name, "Label") {
						text, ok := literal(s.Values[i])
						if !ok {
							t.Fatalf("%s is no literal", name.Name)
						}
						list = append(list, text)
					}
				}
			}
		}
	}
	return list
}

func titles(columns ...widgets.Column) (list []string) {
	for _, c := range columns {
		if c.Title != "" && c.Title != "Δ" {
			list = append(list, c.Title)
		}
	}
	return list
}

// meanings are the sentences of the filter's help.
func meanings() (list []string) {
	for _, part := range query.Help() {
		list = append(list, part.Meaning)
	}
	return list
}

// parsed reads the sources of a package, without its tests.
func parsed(t *testing.T, dir string) (files []*ast.File) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no sources in %s: %v", dir, err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	return files
}

// literal is the value of a string that the source spells out, in one piece or several.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok := literal(e.X)
		right, ok2 := literal(e.Y)
		return left + right, ok && ok2 && e.Op == token.ADD
	}
	return "", false
}

// sentences returns every key that the window translates: those the source spells out, and what the expressions given to
// tr can be. The value tells whether it goes through fmt.
func sentences(t *testing.T) map[string]bool {
	t.Helper()
	values := map[string][]string{
		"s.String()":            names(asText),
		"s.State.String()":      names(netcore.SessionOpen),
		"e.State.String()":      names(netcore.EndpointOpening),
		"s.Boundary.String()":   names(netcore.Stream),
		"e.Kind.String()":       names(netcore.Opened),
		"a.Query.Kind.String()": names(resolve.HostQuery),
		"o.String()":            names(workbench.ByEndpoint),
		"english":               collection.ExampleTexts(),
		"r.Label":               labels(t),
		"part.Meaning":          meanings(),
		"c.Title":               titles(slices.Concat(logColumns, wideStatistics, narrowStatistics, sessionColumns, stepColumns, savedColumns, folderColumns, noticeColumns)...),
		"f.Name":                formatNames(),
		"p.String()":            names(workbench.AtOnce),
		"v.Reason.String()":     names(responder.Fits),
		"errLimit.Error()":      {errLimit.Error()},
		"v.what":                offeredWords(),
		"u.name":                usualNames(),
	}
	met := make(map[string]bool)
	keys := make(map[string]bool)
	for _, file := range parsed(t, ".") {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			f, ok := call.Fun.(*ast.Ident)
			if !ok || f.Name != "tr" && f.Name != "trf" {
				return true
			}
			if key, ok := literal(call.Args[0]); ok {
				keys[key] = keys[key] || f.Name == "trf"
				return true
			}
			expr := types.ExprString(call.Args[0])
			met[expr] = true
			if values[expr] == nil {
				t.Errorf("%s(%s): add what that can be to this test", f.Name, expr)
			}
			for _, key := range values[expr] {
				keys[key] = keys[key] || f.Name == "trf"
			}
			return true
		})
	}
	for expr := range values {
		if !met[expr] {
			t.Errorf("nothing translates %s any more", expr)
		}
	}
	return keys
}

var verb = regexp.MustCompile(`%[-+# 0]*(?:\[(\d+)\])?[\d.]*([a-zA-Z%])`)

// verbs lists which value is written how: 1s 2d.
func verbs(format string) (list []string) {
	next := 1
	for _, m := range verb.FindAllStringSubmatch(format, -1) {
		if m[2] == "%" {
			continue
		}
		if m[1] != "" {
			next, _ = strconv.Atoi(m[1])
		}
		list = append(list, strconv.Itoa(next)+m[2])
		next++
	}
	slices.Sort(list)
	return list
}

// Whoever adds a sentence, or changes one, does so in every language.
func TestTranslationsHaveEverySentence(t *testing.T) {
	keys := sentences(t)
	files, err := fs.Glob(assets.Translations, "translations/*.json")
	if err != nil || len(files) == 0 {
		t.Fatalf("no translations: %v", err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			data, err := assets.Translations.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var texts map[string]string
			if err := json.Unmarshal(data, &texts); err != nil {
				t.Fatal(err)
			}
			for _, key := range slices.Sorted(maps.Keys(keys)) {
				text, ok := texts[key]
				switch {
				case !ok:
					t.Errorf("missing: %q", key)
				case strings.TrimSpace(text) == "":
					t.Errorf("empty: %q", key)
				case strings.Contains(text, "{{"):
					t.Errorf("%q: %q is run as a template", key, text)
				case keys[key] && !slices.Equal(verbs(key), verbs(text)):
					t.Errorf("%q needs %v, and %q has %v", key, verbs(key), text, verbs(text))
				case strings.Count(key, "**") != strings.Count(text, "**"):
					t.Errorf("%q: %q is bold elsewhere", key, text)
				}
			}
			for _, key := range slices.Sorted(maps.Keys(texts)) {
				if _, ok := keys[key]; !ok {
					t.Errorf("nobody says: %q", key)
				}
			}
			if twice := duplicate(data); twice != "" {
				t.Errorf("twice: %q", twice)
			}
		})
	}
}

// duplicate returns a key that an object has twice, where JSON lets the last one win.
func duplicate(object []byte) string {
	seen := make(map[string]bool)
	d := json.NewDecoder(bytes.NewReader(object))
	for i := -1; ; i++ { // the brace, then keys and values in turn
		token, err := d.Token()
		if err != nil {
			return ""
		}
		key, ok := token.(string)
		if !ok || i%2 != 0 {
			continue
		}
		if seen[key] {
			return key
		}
		seen[key] = true
	}
}

func TestVerbsAreToldApart(t *testing.T) {
	for format, want := range map[string]string{
		"":                      "[]",
		"100 %% of it":          "[]",
		"%d open, %s waiting":   "[1d 2s]",
		"%[2]s waiting, %[1]d":  "[1d 2s]",
		"%[2]s waiting, %d, %s": "[2s 3d 4s]",
		"%5.2f of %-3d%%":       "[1f 2d]",
	} {
		if got := fmt.Sprint(verbs(format)); got != want {
			t.Errorf("%q has %s, want %s", format, got, want)
		}
	}
}

// speak makes the system one of another language; what Fyne complains about from then on is returned.
func speak(t *testing.T, locale, languages string) *strings.Builder {
	t.Helper()
	var said strings.Builder
	was := log.Writer()
	log.SetOutput(&said)
	t.Cleanup(func() { log.SetOutput(was) })
	t.Setenv("LC_ALL", locale)
	t.Setenv("LANGUAGE", languages)
	if err := LoadTranslations(); err != nil {
		t.Fatal(err)
	}
	return &said
}

// needEnvironment skips where the system tells its language otherwise, and makes it English again for the other tests.
func needEnvironment(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("only there does the environment name the language")
	}
	t.Cleanup(func() { speak(t, "C", "") })
}

// A Chinese system gets Wirevise's sentences and those of Fyne's own dialogs, which are in a file of the same language.
func TestChineseSystemGetsBoth(t *testing.T) {
	needEnvironment(t)
	for _, c := range []struct{ locale, languages string }{
		{"zh_CN.UTF-8", ""}, {"zh_CN.UTF-8", "zh_CN"}, {"zh_CN.UTF-8", "zh_CN:en"}, {"zh_SG.UTF-8", ""}, {"zh-Hans_CN", ""}, {"zh", ""},
	} {
		said := speak(t, c.locale, c.languages)
		for key, want := range map[string]string{"Listen on": "监听", "Cancel": "取消", "New Folder": "新文件夹"} {
			if got := lang.L(key); got != want {
				t.Errorf("%q, %q: %q is %q, want %q", c.locale, c.languages, key, got, want)
			}
		}
		if said.Len() > 0 {
			t.Errorf("%q, %q: %s", c.locale, c.languages, said)
		}
	}
}

// Any other system gets the English sentences, without a word about it in the log: Fyne has a few of them in its language.
func TestOtherSystemsGetEnglishSilently(t *testing.T) {
	needEnvironment(t)
	source, _ := runtime.FuncForPC(reflect.ValueOf(lang.AddTranslations).Pointer()).FileLine(0)
	files, err := filepath.Glob(filepath.Join(filepath.Dir(source), "translations", "base.*.json"))
	if err != nil || len(files) == 0 && filepath.IsAbs(source) {
		t.Fatalf("no translations of Fyne's beside %s: %v", source, err)
	}
	locales := []string{"C", "C.UTF-8", "en_US.UTF-8", "nl_NL.UTF-8", "pt_BR.UTF-8", "sr_RS.UTF-8"}
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(file), "base."), ".json")
		if !strings.HasPrefix(name, "zh") {
			locales = append(locales, name+".UTF-8")
		}
	}
	for _, locale := range locales {
		said := speak(t, locale, "")
		for _, key := range []string{"Listen on", "Cancel"} {
			if got := tr(key); got != key {
				t.Errorf("%s: %q for %q", locale, got, key)
			}
		}
		if _ = lang.L("New Folder"); said.Len() > 0 {
			t.Errorf("%s: %s", locale, said)
		}
	}
}

func formatNames() (all []string) {
	for _, f := range workbench.Formats {
		all = append(all, f.Name)
	}
	return all
}

func offeredWords() (list []string) {
	for _, v := range offered {
		list = append(list, v.what)
	}
	return list
}

func usualNames() (list []string) {
	for _, u := range usual {
		list = append(list, u.name)
	}
	return list
}
