package locale

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// complete has the languages in which no text may lack its translation.
var complete = []string{"de", "es", "fr"}

// root is the project's folder, from here.
const root = "../.."

// An entry is one key that the sources use.
type entry struct {
	english  string // the text, or the one for several
	plural   bool
	uses     []string // where: file:line
	uncalled bool     // only marked so far: its values are not known
}

// reserved are the keys that go-i18n reads as parts of a message, in any case.
var reserved = []string{"id", "description", "hash", "leftdelim", "rightdelim", "zero", "one", "two", "few", "many", "other", "translation"}

var placeholder = regexp.MustCompile(`\{\{\.([A-Za-z][A-Za-z0-9]*)\}\}`)

// names gives the names of the values in a text.
func names(text string) []string {
	var all []string
	for _, found := range placeholder.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(all, found[1]) {
			all = append(all, found[1])
		}
	}
	slices.Sort(all)
	return all
}

// A source is one file of the project that is no test.
type source struct {
	path   string // from the project's folder, with slashes
	file   *ast.File
	locale string            // the name by which it imports this package, "" if it does not
	lang   string            // the same of the toolkit's
	consts map[string]string // the string constants of its package
}

// projectSources reads all files of the project but tests and what is not built into the program.
func projectSources(t *testing.T) (*token.FileSet, []source) {
	t.Helper()
	set := token.NewFileSet()
	var all []source
	consts := map[string]map[string]string{}
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && file != root && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		parsed, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		path, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		s := source{path: filepath.ToSlash(path), file: parsed}
		s.locale, s.lang = imported(parsed, "factmark/app/locale"), imported(parsed, "fyne.io/fyne/v2/lang")
		folder := filepath.Dir(file)
		if consts[folder] == nil {
			consts[folder] = map[string]string{}
		}
		s.consts = consts[folder]
		addConsts(parsed, s.consts)
		all = append(all, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return set, all
}

// imported gives the name by which a file imports a package.
func imported(file *ast.File, path string) string {
	for _, spec := range file.Imports {
		if spec.Path.Value == strconv.Quote(path) {
			if spec.Name != nil {
				return spec.Name.Name
			}
			return path[strings.LastIndex(path, "/")+1:]
		}
	}
	return ""
}

func addConsts(file *ast.File, consts map[string]string) {
	ast.Inspect(file, func(n ast.Node) bool {
		decl, is := n.(*ast.GenDecl)
		if !is || decl.Tok != token.CONST {
			return true
		}
		for _, spec := range decl.Specs {
			s := spec.(*ast.ValueSpec)
			for i, name := range s.Names {
				if i < len(s.Values) {
					if text, is := literal(s.Values[i], nil); is {
						consts[name.Name] = text
					}
				}
			}
		}
		return true
	})
}

// literal gives the text of a literal, of several that are joined, or of a constant.
func literal(e ast.Expr, consts map[string]string) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			text, err := strconv.Unquote(e.Value)
			return text, err == nil
		}
	case *ast.ParenExpr:
		return literal(e.X, consts)
	case *ast.Ident:
		text, is := consts[e.Name]
		return text, is
	case *ast.BinaryExpr:
		left, is := literal(e.X, consts)
		right, too := literal(e.Y, consts)
		return left + right, is && too && e.Op == token.ADD
	}
	return "", false
}

// collect finds every text that the sources translate, and reports those that nobody could.
func collect(t *testing.T) map[string]*entry {
	t.Helper()
	set, all := projectSources(t)
	found := map[string]*entry{}
	for _, s := range all {
		at := func(n ast.Node) string { return fmt.Sprintf("%s:%d", s.path, set.Position(n.Pos()).Line) }
		add := func(call ast.Node, key, english string, plural bool, given []string, uncalled bool) {
			e := found[key]
			if e == nil {
				e = &entry{english: english, plural: plural, uncalled: true}
				found[key] = e
			}
			e.uses = append(e.uses, at(call))
			if e.uncalled && !uncalled { // what is marked only may be in the plural
				e.plural = plural
			}
			e.uncalled = e.uncalled && uncalled
			if e.plural != plural && !uncalled || e.english != english {
				t.Errorf("%s: %q is used in two ways; see %s", at(call), key, e.uses[0])
			}
			if slices.Contains(reserved, strings.ToLower(key)) {
				t.Errorf("%s: %q is a word that the format of translations keeps for itself; use locale.X with a key such as \"noun: %s\"", at(call), key, key)
			}
			if strings.TrimSpace(english) != english || english == "" {
				t.Errorf("%s: %q begins or ends with a space, as a part of a sentence would", at(call), english)
			}
			if left := placeholder.ReplaceAllString(english, ""); strings.Contains(left, "{{") || strings.Contains(left, "}}") {
				t.Errorf("%s: a value in %q is not written as {{.Name}}", at(call), english)
			}
			if want := names(english); !uncalled && given != nil && !slices.Equal(want, given) {
				t.Errorf("%s: %q has the values %v, but is given %v", at(call), english, want, given)
			}
		}
		ast.Inspect(s.file, func(n ast.Node) bool {
			call, is := n.(*ast.CallExpr)
			if !is {
				return true
			}
			name, ours := translator(s, call)
			if name == "" {
				return true
			}
			count := map[string]int{"T": 1, "Mark": 1, "N": 2, "X": 2, "L": 1, "XN": 3}[name]
			if len(call.Args) < count {
				t.Errorf("%s: %s lacks a value", at(call), name)
				return true
			}
			key, is := literal(call.Args[0], s.consts)
			if !is {
				if name != "T" || joins(call.Args[0]) {
					t.Errorf("%s: the text of %s is no literal", at(call), name)
				}
				return true // a text of a table, which is marked there
			}
			english := key
			if name == "X" || name == "XN" {
				if english, is = literal(call.Args[1], s.consts); !is {
					t.Errorf("%s: the text of %s is no literal", at(call), name)
				}
			}
			given, known := givenTo(call.Args[count:], ours, s.consts)
			plural := name == "N" || name == "XN"
			if plural {
				given = append(given, "N")
			}
			slices.Sort(given)
			given = slices.Compact(given) // the toolkit's N needs the number as a value too
			if !known {
				given = nil
			} else if given == nil {
				given = []string{}
			}
			add(call, key, english, plural, given, name == "Mark")
			return true
		})
		noTextsBeforeUse(t, s, at)
	}
	return found
}

// translator gives the function of this package or of the toolkit's that is called, "" for any other.
func translator(s source, call *ast.CallExpr) (name string, ours bool) {
	if f, is := call.Fun.(*ast.Ident); is && f.Name == "Mark" && strings.HasPrefix(s.path, "app/locale/") {
		return "Mark", true
	}
	f, is := call.Fun.(*ast.SelectorExpr)
	if !is {
		return "", false
	}
	x, is := f.X.(*ast.Ident)
	switch {
	case !is:
	case s.locale != "" && x.Name == s.locale && slices.Contains([]string{"T", "N", "X", "Mark"}, f.Sel.Name):
		return f.Sel.Name, true
	case s.lang != "" && x.Name == s.lang && slices.Contains([]string{"L", "N", "X", "XN"}, f.Sel.Name):
		return f.Sel.Name, false
	}
	return "", false
}

// joins tells whether an expression puts a text together.
func joins(e ast.Expr) bool {
	switch e := e.(type) {
	case *ast.BinaryExpr, *ast.BasicLit:
		return true
	case *ast.CallExpr:
		f, is := e.Fun.(*ast.SelectorExpr)
		if !is {
			return false
		}
		x, is := f.X.(*ast.Ident)
		return is && (x.Name == "fmt" || x.Name == "strings")
	}
	return false
}

// givenTo gives the names of the values that a call gives, sorted; known is false where they cannot be told.
func givenTo(args []ast.Expr, ours bool, consts map[string]string) (given []string, known bool) {
	if ours {
		if len(args)%2 != 0 {
			return nil, false
		}
		for i := 0; i < len(args); i += 2 {
			name, is := literal(args[i], consts)
			if !is {
				return nil, false
			}
			given = append(given, name)
		}
		return given, true
	}
	if len(args) == 0 {
		return nil, true
	}
	made, is := args[0].(*ast.CompositeLit)
	if !is {
		return nil, false
	}
	for _, e := range made.Elts {
		pair, is := e.(*ast.KeyValueExpr)
		if !is {
			return nil, false
		}
		name, is := literal(pair.Key, consts)
		if !is {
			return nil, false
		}
		given = append(given, name)
	}
	return given, true
}

// noTextsBeforeUse refuses texts that are translated when the program starts, before its language is known.
func noTextsBeforeUse(t *testing.T, s source, at func(ast.Node) string) {
	for _, decl := range s.file.Decls {
		vars, is := decl.(*ast.GenDecl)
		if !is {
			continue
		}
		ast.Inspect(vars, func(n ast.Node) bool {
			if _, is := n.(*ast.FuncLit); is {
				return false
			}
			if call, is := n.(*ast.CallExpr); is {
				if name, _ := translator(s, call); name != "" && name != "Mark" {
					t.Errorf("%s: translated before the language is known; use locale.Mark, and locale.T where it is shown", at(call))
				}
			}
			return true
		})
	}
}

// Every text has an entry of its own in each language, with the same values, and no entry is left over. With UPDATE=1 the
// files get the texts that the sources have.
func TestTexts(t *testing.T) {
	found := collect(t)
	maps.Copy(found, toolkitTexts())
	for _, language := range Languages {
		path := filepath.Join("translations", language+".json")
		have := readFile(t, path)
		if os.Getenv("UPDATE") != "" {
			have = updated(have, found, language)
			if err := os.WriteFile(path, fileOf(t, have, found), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		missing := 0
		for _, key := range slices.Sorted(maps.Keys(found)) {
			e, m := found[key], have[key]
			_, is := have[key]
			switch {
			case language == "en" && !e.plural && e.english == key:
				if is {
					t.Errorf("%s: %q is its own text and has no place here", path, key)
				}
				continue
			case !is:
				t.Errorf("%s: %q is missing (%s); UPDATE=1 go test -run TestTexts ./app/locale", path, key, e.uses[0])
				continue
			case language == "en" && m.Other != e.english:
				t.Errorf("%s: %q is %q, but %q in the source", path, key, m.Other, e.english)
			case language == "en" && m.One == "" && e.plural:
				t.Errorf("%s: %q has no text for one (%s)", path, key, e.uses[0])
			case m.Other == "" || m.One == "" && e.plural:
				missing++
				if slices.Contains(complete, language) {
					t.Errorf("%s: %q is not translated", path, key)
				}
				continue
			case m.One != "" && !e.plural:
				t.Errorf("%s: %q does not depend on a number", path, key)
			}
			want := names(e.english)
			if got := names(m.Other); !slices.Equal(got, want) {
				t.Errorf("%s: %q has the values %v, its translation %v", path, key, want, got)
			}
			for _, name := range names(m.One) {
				if !slices.Contains(want, name) {
					t.Errorf("%s: %q for one has a value %s that is not given", path, key, name)
				}
			}
			for _, name := range want {
				if e.plural && name != "N" && !slices.Contains(names(m.One), name) {
					t.Errorf("%s: %q for one lacks the value %s", path, key, name)
				}
			}
			for _, text := range []string{m.One, m.Other} {
				if left := placeholder.ReplaceAllString(text, ""); strings.Contains(left, "{{") || strings.Contains(left, "}}") {
					t.Errorf("%s: a value in %q is not written as {{.Name}}", path, text)
				}
			}
		}
		for key := range have {
			if found[key] == nil {
				t.Errorf("%s: %q is used nowhere", path, key)
			}
		}
		if missing > 0 {
			t.Logf("%s: %d of %d not translated", path, missing, len(found))
		}
	}
}

// readFile reads a file of translations line by line, so that one that Git has put together of two is read too.
func readFile(t *testing.T, path string) map[string]message {
	t.Helper()
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("UPDATE") != "" {
		return map[string]message{}
	}
	if err != nil {
		t.Fatal(err)
	}
	if os.Getenv("UPDATE") == "" {
		texts, err := readMessages(data)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		if lines := strings.Count(string(data), "\n") - 2; lines > len(texts) {
			t.Errorf("%s: %d lines for %d texts, as after a merge; UPDATE=1 go test -run TestTexts ./app/locale", path, lines, len(texts))
		}
		return texts
	}
	texts := map[string]message{}
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(strings.TrimSpace(line), ",")
		if line == "{" || line == "}" || line == "{}" || line == "" || strings.HasPrefix(line, "<<<<<<<") || strings.HasPrefix(line, "=======") || strings.HasPrefix(line, ">>>>>>>") {
			continue
		}
		one, err := readMessages([]byte("{" + line + "}"))
		if err != nil {
			t.Fatalf("%s: %s: %v", path, line, err)
		}
		for key, m := range one {
			if before := texts[key]; before.Other == "" || m.Other != "" {
				if m.One == "" || m.One == singular(m.Other) && before.One != "" { // what somebody wrote counts more than what was proposed
					m.One = before.One
				}
				texts[key] = m
			}
		}
	}
	return texts
}

// updated gives a file's texts after the sources.
func updated(have map[string]message, found map[string]*entry, language string) map[string]message {
	all := map[string]message{}
	for key, e := range found {
		m := have[key]
		if language == "en" {
			if !e.plural && e.english == key {
				continue
			}
			m.Other = e.english
			if e.plural && m.One == "" {
				m.One = singular(e.english)
			}
		}
		if !e.plural {
			m.One = ""
		}
		all[key] = m
	}
	return all
}

// singular proposes the text for one: the first word after the number without its s, and verbs that follow it.
func singular(text string) string {
	before, after, is := strings.Cut(text, "{{.N}} ")
	if !is {
		return ""
	}
	words := strings.Split(after, " ")
	for i, word := range words {
		bare := strings.TrimRight(word, ".,;:)")
		end := word[len(bare):]
		switch {
		case strings.HasSuffix(bare, "ies"):
			words[i] = strings.TrimSuffix(bare, "ies") + "y" + end
		case strings.HasSuffix(bare, "ches") || strings.HasSuffix(bare, "shes") || strings.HasSuffix(bare, "xes"):
			words[i] = strings.TrimSuffix(bare, "es") + end
		case strings.HasSuffix(bare, "s") && !strings.HasSuffix(bare, "ss"):
			words[i] = strings.TrimSuffix(bare, "s") + end
		case bare == "people":
			words[i] = "person" + end
		default:
			continue
		}
		for j := i + 1; j < len(words); j++ {
			switch words[j] {
			case "are":
				words[j] = "is"
			case "were":
				words[j] = "was"
			case "have":
				words[j] = "has"
			case "do":
				words[j] = "does"
			case "don't":
				words[j] = "doesn't"
			case "weren't":
				words[j] = "wasn't"
			default:
				continue
			}
			break
		}
		break
	}
	return before + "{{.N}} " + strings.Join(words, " ")
}

// fileOf writes a file of translations: one line an entry, sorted, so that two that were changed can be put together.
func fileOf(t *testing.T, texts map[string]message, found map[string]*entry) []byte {
	t.Helper()
	encode := func(v any) string {
		var b bytes.Buffer
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(v); err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(b.String())
	}
	var b strings.Builder
	b.WriteString("{\n")
	keys := slices.Sorted(maps.Keys(texts))
	for i, key := range keys {
		b.WriteString("  " + encode(key) + ": ")
		if m := texts[key]; found[key].plural {
			b.WriteString(`{"one": ` + encode(m.One) + `, "other": ` + encode(m.Other) + "}")
		} else {
			b.WriteString(encode(m.Other))
		}
		if i < len(keys)-1 {
			b.WriteByte(',')
		}
		b.WriteByte('\n')
	}
	b.WriteString("}\n")
	return []byte(b.String())
}

// toolkitTexts are the texts of the toolkit's own dialogs and menus that the program shows.
func toolkitTexts() map[string]*entry {
	all := map[string]*entry{}
	for _, text := range []string{"Advanced", "Cancel", "Confirm", "Copy", "Create Folder", "Cut", "Enter filename", "Error", "Favourites", "File",
		"Folder", "New Folder", "No", "OK", "Open", "Paste", "Quit", "Redo", "Save", "Select all", "Show Hidden Files", "Undo", "Yes"} {
		all[text] = &entry{english: text, uses: []string{"the toolkit"}}
	}
	all["(Parent)"] = &entry{english: "(Parent)", uses: []string{"the toolkit"}}
	all["file.name"] = &entry{english: "Name", uses: []string{"the toolkit"}}
	all["file.parent"] = &entry{english: "Parent", uses: []string{"the toolkit"}}
	return all
}
