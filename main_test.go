package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "factmark"

// imports gives, for each folder of the project, what its files import, tests included.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(".", func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".") {
			return fs.SkipDir
		}
		if d.IsDir() || filepath.Ext(file) != ".go" {
			return nil
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder := filepath.ToSlash(filepath.Dir(file))
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if name == module || strings.HasPrefix(name, module+"/") {
				name = "./" + strings.TrimPrefix(strings.TrimPrefix(name, module), "/")
			}
			if !slices.Contains(found[folder], name) {
				found[folder] = append(found[folder], name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// within tells whether a folder is another or lies in it.
func within(folder, top string) bool { return folder == top || strings.HasPrefix(folder, top+"/") }

// logic names the packages of the logic, and which of them one may use besides the store.
var logic = map[string][]string{
	"app/location":  nil,
	"app/ingest":    nil,
	"app/dataset":   nil,
	"app/profile":   nil,
	"app/importing": {"app/ingest"},
	"app/evidence":  nil,
	"app/find":      nil,
	"app/review":    {"app/agreement"},
	"app/agreement": nil,
	"app/anchor":    nil,
	"app/replacing": {"app/anchor"},
}

// mayUse holds the one direction in which packages use each other.
func mayUse(folder, used string) bool {
	switch {
	case within(folder, used):
		return true
	case folder == ".":
		return used == "app" || used == "app/command"
	case within(folder, "store"), within(folder, "seeds"):
		return false
	case within(folder, "widgets"):
		return within(used, "widgets")
	case folder == "app/icon":
		return false
	case folder == "app/command":
		return used == "store" || slices.Contains(logicNames(), used)
	case folder == "app":
		return used == "store" || used == "seeds" || used == "app/icon" || within(used, "widgets") || slices.Contains(logicNames(), used)
	}
	below, known := logic[folder]
	return known && (used == "store" || slices.Contains(below, used))
}

func logicNames() []string {
	var names []string
	for name := range logic {
		names = append(names, name)
	}
	return names
}

func TestImportsPointOneWay(t *testing.T) {
	for folder, used := range imports(t) {
		for _, name := range used {
			if own, is := strings.CutPrefix(name, "./"); is && !mayUse(folder, own) {
				t.Errorf("%s must not use %s", folder, own)
			}
		}
	}
}

func TestOnlyTheWindowKnowsTheToolkitAndOnlyTheStoreSQL(t *testing.T) {
	for folder, used := range imports(t) {
		for _, name := range used {
			fyne := strings.HasPrefix(name, "fyne.io/")
			if fyne && folder != "app" && folder != "app/icon" && !within(folder, "widgets") {
				t.Errorf("%s must not use the toolkit (%s)", folder, name)
			}
			if fyne && within(folder, "widgets/docview/layout") {
				t.Errorf("%s must not use the toolkit (%s)", folder, name)
			}
			sql := strings.HasPrefix(name, "database/sql") || strings.HasPrefix(name, "modernc.org/")
			if sql && folder != "store" {
				t.Errorf("%s must not use SQL (%s)", folder, name)
			}
			if name == "net" || name == "net/http" || strings.HasPrefix(name, "net/http/") {
				t.Errorf("%s must not open a connection (%s)", folder, name)
			}
		}
	}
}

func TestTheTopLevelHoldsWhatItShould(t *testing.T) {
	allowed := []string{"main.go", "main_test.go", "app", "store", "widgets", "seeds", "FyneApp.toml", "go.mod", "go.sum", "README.md"}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), ".") && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s does not belong at the top level", e.Name())
		}
	}
}

func TestWhatIsOpened(t *testing.T) {
	there := filepath.Join(t.TempDir(), "notes.db")
	if err := os.WriteFile(there, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		args []string
		path string
		ok   bool
	}{
		{nil, "", true},
		{[]string{"A b.factmark"}, "A b.factmark", true},
		{[]string{"--", "-x.factmark"}, "-x.factmark", true},
		{[]string{"--"}, "", true},
		{[]string{there}, there, true},
		{[]string{"serch"}, "serch", false},
		{[]string{"a.factmark", "b.factmark"}, "", false},
	} {
		path, ok := workspace(c.args)
		if ok != c.ok || ok && path != c.path {
			t.Errorf("workspace(%q) = %q, %v, want %q, %v", c.args, path, ok, c.path, c.ok)
		}
	}
}
