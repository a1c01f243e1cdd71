package locale

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The packages whose errors are sentences for the user.
var speaking = []string{"store", "app/backup", "app/charset", "app/evidence", "app/find", "app/handover", "app/importing", "app/ingest", "app/labelset",
	"app/location", "app/profile", "app/command", "app/dataset", "app/replacing", "app/review", "app/search"}

var (
	verb    = regexp.MustCompile(`%[-+# 0-9.\[\]]*[a-zA-Z]`)
	phrases = regexp.MustCompile(`\p{L}{2,}[,:;]? \p{L}+[,:;]? \p{L}+`) // what is less than three words is put before another error
)

// Every error that the packages below make in words of their own is known to Error, so that it is translated. With UPDATE=1
// knownerrors.go gets them.
func TestErrorsAreKnown(t *testing.T) {
	var found []string
	for _, folder := range speaking {
		err := filepath.WalkDir(filepath.Join("../..", folder), func(file string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() && d.Name() == "testdata" {
				return fs.SkipDir
			}
			if d.IsDir() || filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
				return nil
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil || parsed.Name.Name == "main" {
				return err
			}
			found = append(found, errorTexts(parsed)...)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	slices.Sort(found)
	found = slices.Compact(found)
	if os.Getenv("UPDATE") != "" {
		var b strings.Builder
		b.WriteString("package locale\n\n// knownErrors are the errors of the store and of the logic as their code makes them; UPDATE=1 go test -run TestErrorsAreKnown\n// ./app/locale lists them anew.\nvar knownErrors = NewTable(\n")
		for _, text := range found {
			b.WriteString("\tMark(" + strconv.Quote(text) + "),\n")
		}
		b.WriteString(")\n")
		if err := os.WriteFile("knownerrors.go", []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, text := range found {
		if !knownErrors.Knows(text) {
			t.Errorf("%q is no known error; UPDATE=1 go test -run TestErrorsAreKnown ./app/locale", text)
		}
	}
}

// errorTexts gives the texts of the errors that a file makes, of its remarks and of why it passes something over, with {{.A}},
// {{.B}} … in the places of their values.
func errorTexts(file *ast.File) []string {
	var found []string
	add := func(text string, formatted bool) {
		if !phrases.MatchString(verb.ReplaceAllString(text, "")) || strings.HasSuffix(text, ", ") || strings.Contains(text, "{{") || strings.Contains(text, "}}") {
			return
		}
		if formatted {
			value := 'A' - 1
			text = verb.ReplaceAllStringFunc(text, func(string) string {
				value++
				return "{{." + string(value) + "}}"
			})
			text = strings.ReplaceAll(text, "%%", "%")
		}
		found = append(found, strings.TrimSpace(text))
	}
	remark := func(e ast.Expr) {
		if text, is := joined(e); is {
			add(text, false)
		} else if call, is := e.(*ast.CallExpr); is && called(call) == "fmt.Sprintf" {
			if text, is := joined(call.Args[0]); is {
				add(text, true)
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if pair, is := n.(*ast.KeyValueExpr); is {
			if key, is := pair.Key.(*ast.Ident); is && key.Name == "Passed" {
				remark(pair.Value)
			}
		}
		call, is := n.(*ast.CallExpr)
		if !is {
			return true
		}
		at := 0
		switch called(call) {
		case "append":
			if to, is := call.Args[0].(*ast.SelectorExpr); is && (to.Sel.Name == "Remarks" || to.Sel.Name == "remarks") {
				for _, e := range call.Args[1:] {
					remark(e)
				}
			}
			return true
		case "errors.New", "fmt.Errorf", "misusef", "c.warn", "command.Complain", "in.say", "say", "r.remark":
		case "db.Failf", "Failf":
			at = 1
		default:
			return true
		}
		if len(call.Args) > at {
			if text, is := joined(call.Args[at]); is {
				add(text, called(call) != "errors.New" && called(call) != "r.remark")
			}
		}
		return true
	})
	return found
}

// called is the name of the function that is called, with that before its dot.
func called(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		if x, is := f.X.(*ast.Ident); is {
			return x.Name + "." + f.Sel.Name
		}
		return f.Sel.Name
	}
	return ""
}

// joined gives the text of a literal, or of several that are joined.
func joined(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, is := joined(e.X)
		right, too := joined(e.Y)
		return left + right, is && too
	}
	return "", false
}
