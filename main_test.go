package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "factmark"

// sources gives the files of the project, tests included, by their paths.
func sources(t *testing.T) map[string]*ast.File {
	t.Helper()
	found := map[string]*ast.File{}
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
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		found[file] = parsed
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// imports gives, for each folder of the project, what its files import, tests included.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	for file, parsed := range sources(t) {
		folder := filepath.ToSlash(filepath.Dir(file))
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				t.Fatal(err)
			}
			if name == module || strings.HasPrefix(name, module+"/") {
				name = "./" + strings.TrimPrefix(strings.TrimPrefix(name, module), "/")
			}
			if !slices.Contains(found[folder], name) {
				found[folder] = append(found[folder], name)
			}
		}
	}
	return found
}

// within tells whether a folder is another or lies in it.
func within(folder, top string) bool { return folder == top || strings.HasPrefix(folder, top+"/") }

// logic names the packages of the logic, and which of them one may use besides the store.
var logic = map[string][]string{
	"app/locale":           nil,
	"app/location":         nil,
	"app/format":           nil,
	"app/charset":          nil,
	"app/ingest":           {"app/charset", "app/format", "app/ingest/extract", "app/ingest/web", "app/ingest/mail", "app/ingest/office", "app/ingest/pdf", "app/ingest/subtitles", "app/ingest/table"},
	"app/ingest/extract":   nil,
	"app/ingest/web":       {"app/charset", "app/ingest/extract"},
	"app/ingest/mail":      {"app/charset", "app/ingest/extract", "app/ingest/web"},
	"app/ingest/office":    {"app/charset", "app/ingest/extract", "app/ingest/mail", "app/ingest/web"},
	"app/ingest/pdf":       {"app/ingest/extract"},
	"app/ingest/subtitles": {"app/charset", "app/ingest/extract"},
	"app/ingest/table":     {"app/charset", "app/ingest/extract"},
	"app/dataset":          {"app/agreement", "app/anchor", "app/charset", "app/format", "app/ingest/table", "app/review", "widgets/docview/layout"},
	"app/backup":           nil,
	"app/profile":          nil,
	"app/instance":         nil,
	"app/crash":            nil,
	"app/importing":        {"app/charset", "app/ingest", "app/ingest/table", "app/similar"},
	"app/evidence":         {"app/similar", "widgets/docview/layout"},
	"app/find":             nil,
	"app/fuzzy":            nil,
	"app/search":           {"app/evidence"},
	"app/similar":          nil,
	"app/relativedate":     nil,
	"app/worth":            nil,
	"app/labelset":         nil,
	"app/matrix":           {"app/dataset", "app/format"},
	"app/handover":         {"app/format"},
	"app/review":           {"app/agreement", "app/format"},
	"app/agreement":        {"app/format"},
	"app/anchor":           nil,
	"app/replacing":        {"app/anchor"},
}

// mayUse holds the one direction in which packages use each other.
func mayUse(folder, used string) bool {
	switch {
	case folder == used:
		return true
	case folder == ".":
		return used == "app" || used == "app/command" || used == "app/locale" || used == "app/ingest/pdf" // as whose child the program starts itself
	case within(folder, "store/internal"):
		return false // they do not know each other
	case folder == "store": // its tests look at workspaces through those above it too
		return within(used, "store")
	case within(folder, "store"):
		return used == "store" || within(used, "store/internal")
	case within(folder, "seeds"):
		return false
	case within(folder, "widgets"):
		return within(used, "widgets")
	case folder == "app/icon":
		return false
	case folder == "app/command", folder == "app/workspace":
		return isStore(used) || slices.Contains(logicNames(), used)
	case within(folder, "app/ui"): // the rooms do not know each other, but that all have dialogs
		return used == "app/ui/dialogs" || used == "app/workspace" || isStore(used) || within(used, "widgets") || slices.Contains(logicNames(), used)
	case folder == "app":
		return used == "seeds" || used == "app/icon" || used == "app/workspace" || isStore(used) || within(used, "app/ui") || within(used, "widgets") ||
			slices.Contains(logicNames(), used)
	}
	below, known := logic[folder]
	return known && (isStore(used) || used == "app/locale" || slices.Contains(below, used))
}

// isStore tells whether a package is the store or one above it that the program uses: the doors of store to its file
// are for packages below its folder alone, since no other can name what they give.
func isStore(used string) bool {
	return used == "store" || used == "store/merge" || used == "store/check"
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

// Some doors of store give and take no type of store/internal, so that the compiler would let anyone through: they are
// for store/merge and store/check all the same.
func TestOnlyMergeAndCheckUseTheStoresOwnDoors(t *testing.T) {
	doors := map[string]bool{"OpenCopy": false, "IsFile": false, "OnTrialCopy": false, "CurrentPerson": false, "NotifyReload": false,
		"IndexedText": false, "CheckPublished": false, "StatusInPlace": false}
	for file, parsed := range sources(t) {
		ast.Inspect(parsed, func(n ast.Node) bool {
			s, is := n.(*ast.SelectorExpr)
			if !is {
				return true
			}
			if _, door := doors[s.Sel.Name]; door && within(filepath.ToSlash(filepath.Dir(file)), "store") {
				doors[s.Sel.Name] = true
			} else if door {
				t.Errorf("%s uses %s", file, s.Sel.Name)
			}
			return true
		})
	}
	for name, used := range doors {
		if !used {
			t.Errorf("there is no %s in store any more", name)
		}
	}
}

func TestOnlyTheWindowKnowsTheToolkitAndOnlyTheStoreSQL(t *testing.T) {
	for folder, used := range imports(t) {
		for _, name := range used {
			fyne := strings.HasPrefix(name, "fyne.io/")
			if folder == "app/locale" && name == "fyne.io/fyne/v2/lang" {
				continue // through which the toolkit translates its own texts
			}
			if fyne && folder != "app" && folder != "app/icon" && !within(folder, "app/ui") && !within(folder, "widgets") {
				t.Errorf("%s must not use the toolkit (%s)", folder, name)
			}
			if fyne && within(folder, "widgets/docview/layout") {
				t.Errorf("%s must not use the toolkit (%s)", folder, name)
			}
			sql := strings.HasPrefix(name, "database/sql") || strings.HasPrefix(name, "modernc.org/")
			if sql && !within(folder, "store") {
				t.Errorf("%s must not use SQL (%s)", folder, name)
			}
			if name == "net" || strings.HasPrefix(name, "net/") && name != "net/url" && name != "net/mail" || name == "crypto/tls" {
				t.Errorf("%s must not open a connection (%s)", folder, name)
			}
		}
	}
}

// dependencies gives what each package imports that a part of the program is built from.
func dependencies(t *testing.T, part string) map[string][]string {
	t.Helper()
	tool, err := exec.LookPath("go")
	if err != nil {
		t.Skip("no go command to ask")
	}
	list := exec.Command(tool, "list", "-deps", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, part)
	list.Env = append(os.Environ(), "CGO_ENABLED=1") // as the window is built; nothing is compiled here
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		names := strings.Fields(line)
		found[names[0]] = names[1:]
	}
	return found
}

// Nothing of ours can open a connection, and what else can is known: the toolkit's loaders of resources by address,
// which nothing of ours calls, and its talk with the desktop by a local socket. The run in a real window watches that
// none is opened.
func TestWhatCouldOpenAConnection(t *testing.T) {
	for part, known := range map[string]map[string][]string{
		"./app/command": {
			// The addresses of network cards, for ids that we don't make; sockets for programs in a sandbox, which is given none.
			"net": {"github.com/google/uuid", "github.com/tetratelabs/wazero", "github.com/tetratelabs/wazero/internal/sock",
				"github.com/tetratelabs/wazero/internal/sys", "github.com/tetratelabs/wazero/internal/sysfs"},
			// Kinds of content; a loader by address, and a compressor for answers of servers, which nothing of ours calls.
			"net/http": {"fyne.io/fyne/v2", "github.com/xuri/excelize/v2", "codeberg.org/readeck/go-readability/v2", "github.com/andybalholm/brotli"},
		},
		".": {
			"net": {"github.com/google/uuid", "github.com/godbus/dbus/v5", "fyne.io/fyne/v2/storage/repository", "github.com/tetratelabs/wazero",
				"github.com/tetratelabs/wazero/internal/sock", "github.com/tetratelabs/wazero/internal/sys", "github.com/tetratelabs/wazero/internal/sysfs"},
			"net/http": {"fyne.io/fyne/v2", "fyne.io/fyne/v2/storage/repository", "fyne.io/fyne/v2/internal/repository", "github.com/xuri/excelize/v2",
				"codeberg.org/readeck/go-readability/v2", "github.com/andybalholm/brotli"},
		},
	} {
		for name, used := range dependencies(t, part) {
			if first, _, _ := strings.Cut(name, "/"); !strings.Contains(first, ".") && first != module {
				continue // the language's own library
			}
			for _, risky := range []string{"net", "net/http", "net/rpc", "net/smtp", "net/textproto", "crypto/tls", "log/syslog"} {
				if slices.Contains(used, risky) && !slices.Contains(known[risky], name) {
					t.Errorf("%s, a part of %s, uses %s", name, part, risky)
				}
			}
		}
	}
	loaders := []string{"FromURL", "LoadResourceFromURLString", "LoadResourceFromURL", "NewImageFromURI", "NewHyperlink", "OpenURL"}
	for file, parsed := range sources(t) {
		ast.Inspect(parsed, func(n ast.Node) bool {
			if s, is := n.(*ast.SelectorExpr); is && slices.Contains(loaders, s.Sel.Name) {
				t.Errorf("%s calls %s, which may open a connection", file, s.Sel.Name)
			}
			return true
		})
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

// What reaches a terminal goes through one place, which shows what titles, names and errors hold.
func TestOnePlacePrints(t *testing.T) {
	printing := []string{"Print", "Printf", "Println"}
	printingTo := append([]string{"Fprint", "Fprintf", "Fprintln", "WriteString"}, "Copy")
	for file, parsed := range sources(t) {
		folder := filepath.ToSlash(filepath.Dir(file))
		if strings.HasSuffix(file, "_test.go") || parsed.Name.Name == "main" && folder != "." { // a tool of the developers'
			continue
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if call, is := n.(*ast.CallExpr); is {
				if id, is := call.Fun.(*ast.Ident); is && (id.Name == "print" || id.Name == "println") {
					t.Errorf("%s prints past the one place", file)
				}
			}
			s, is := n.(*ast.SelectorExpr)
			if !is {
				return true
			}
			from, _ := s.X.(*ast.Ident)
			switch {
			case from == nil:
			case from.Name == "os" && (s.Sel.Name == "Stdout" || s.Sel.Name == "Stderr") && file != "main.go" && file != "app/command/terminal_windows.go",
				from.Name == "fmt" && slices.Contains(printing, s.Sel.Name),
				folder == "app/command" && filepath.Base(file) != "output.go" && (from.Name == "fmt" || from.Name == "io") && slices.Contains(printingTo, s.Sel.Name):
				t.Errorf("%s uses %s.%s: what is printed goes through the output of app/command", file, from.Name, s.Sel.Name)
			}
			return true
		})
	}
}

// The toolkit's field of several lines stores other text than is typed and is quadratic in it; widgets/textfield is used in its place.
func TestTextOfSeveralLinesIsTypedIntoOurOwnField(t *testing.T) {
	for file, parsed := range sources(t) {
		ast.Inspect(parsed, func(n ast.Node) bool {
			if name, is := n.(*ast.Ident); is && (name.Name == "MultiLine" || name.Name == "NewMultiLineEntry") {
				t.Errorf("%s uses %s of the toolkit", file, name.Name)
			}
			return true
		})
	}
}

// pages are the texts for those who read the sources.
func pages(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob(".github/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, name := range append(names, "README.md") {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		found[name] = string(content)
	}
	return found
}

var (
	fenced    = regexp.MustCompile("(?s)\n```.*?\n```\n")
	named     = regexp.MustCompile("`([^`\n]+)`")
	continued = regexp.MustCompile(`\n +`)
	linked    = regexp.MustCompile(`\]\(([^)#\s]+)`)
	words     = regexp.MustCompile(`[\w./-]+`)
	goName    = regexp.MustCompile(`^[A-Za-z_]\w*$`)
	testName  = regexp.MustCompile(`^Test[A-Z]\w*$`)
)

// isPath tells whether a word names a place in the project: it begins with something that stands at the top level.
func isPath(word string) bool {
	top, _, _ := strings.Cut(word, "/")
	_, err := os.Lstat(top)
	return !strings.ContainsAny(word, " :") && (err == nil || filepath.Ext(word) == ".go")
}

// wrongNames gives what a page names that is not there: files and folders, tests, and what an item of a list says to be
// declared in the source file that it names before.
func wrongNames(page, text string, declared map[string][]string) (wrong []string) {
	for _, link := range linked.FindAllStringSubmatch(text, -1) {
		if _, err := os.Stat(filepath.Join(filepath.Dir(page), link[1])); err != nil && !strings.Contains(link[1], ":") {
			wrong = append(wrong, link[1])
		}
	}
	text = fenced.ReplaceAllString(text, "\n")
	for item := range strings.Lines(continued.ReplaceAllString(text, " ")) {
		file := ""
		for _, match := range named.FindAllStringSubmatch(item, -1) {
			switch name := match[1]; {
			case testName.MatchString(name):
				if !slices.Contains(declared["tests"], name) {
					wrong = append(wrong, name)
				}
			case isPath(name):
				file = name
				if _, err := os.Stat(name); err != nil {
					wrong = append(wrong, name)
				}
			case file != "" && filepath.Ext(file) == ".go" && goName.MatchString(name) && !slices.Contains(declared[file], name):
				wrong = append(wrong, name+" in "+file)
			}
		}
	}
	return wrong
}

// declarations gives the names of what each source file declares at its top, and under "tests" those of all tests.
func declarations(t *testing.T) map[string][]string {
	t.Helper()
	declared := map[string][]string{}
	for file, parsed := range sources(t) {
		file := filepath.ToSlash(file)
		for _, d := range parsed.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				declared[file] = append(declared[file], d.Name.Name)
				if d.Recv == nil && strings.HasSuffix(file, "_test.go") && testName.MatchString(d.Name.Name) {
					declared["tests"] = append(declared["tests"], d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					switch spec := spec.(type) {
					case *ast.TypeSpec:
						declared[file] = append(declared[file], spec.Name.Name)
					case *ast.ValueSpec:
						for _, name := range spec.Names {
							declared[file] = append(declared[file], name.Name)
						}
					}
				}
			}
		}
	}
	return declared
}

func TestThePagesNameWhatIsThere(t *testing.T) {
	declared := declarations(t)
	for page, text := range pages(t) {
		for _, name := range wrongNames(page, text, declared) {
			t.Errorf("%s names %s, which is not there", page, name)
		}
	}
	made := "`app/nowhere.go` `store/nowhere/` `main.go` `run` `nowhere`\n`nowhere.go` `TestNowhere` `TestThePagesNameWhatIsThere` [a](nowhere.md)\n`0.1.0` `status`\n"
	want := []string{"nowhere.md", "app/nowhere.go", "store/nowhere/", "nowhere in main.go", "nowhere.go", "TestNowhere"}
	if got := wrongNames("README.md", made, declared); !slices.Equal(got, want) {
		t.Errorf("of a made-up page %q are wrong, want %q", got, want)
	}
}

// The picture of the packages leaves none out, and has none that is not there.
func TestThePictureOfThePackagesIsWhole(t *testing.T) {
	picture := fenced.FindString(pages(t)[".github/ARCHITECTURE.md"])
	var drawn []string
	for _, word := range words.FindAllString(picture, -1) {
		if top, _, _ := strings.Cut(word, "/"); slices.Contains([]string{"app", "store", "widgets", "seeds"}, top) {
			drawn = append(drawn, word)
		}
	}
	folders := imports(t)
	for folder := range folders {
		if folder != "." && !within(folder, "widgets") && !slices.Contains(drawn, folder) {
			t.Errorf("the picture leaves out %s", folder)
		}
	}
	for _, folder := range drawn {
		if _, is := folders[folder]; !is && folder != "widgets" {
			t.Errorf("the picture has %s, which is no package", folder)
		}
	}
}
