// Command concurrent prints the tests of packages, by their folders, in which goroutines run side by side, as a
// regular expression for go test -run. The race detector makes everything ten times slower, and has nothing to find
// in the others; nor in what a test shares with other processes, which is no memory.
//
// A test is one of these if it, or a function of the test files that it calls, starts a goroutine or has a workspace
// watched from one. Calls of methods are followed by their names alone, whatever has them, so that rather too many
// tests are found than too few.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	var tests []string
	for _, folder := range os.Args[1:] {
		found, err := concurrent(folder)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		tests = append(tests, found...)
	}
	if len(tests) == 0 {
		fmt.Fprintln(os.Stderr, "no test starts anything")
		os.Exit(1)
	}
	slices.Sort(tests)
	fmt.Printf("^(%s)$\n", strings.Join(tests, "|"))
}

// starting are the names of what runs something beside its caller: of the standard library, and of the store, which
// watches the file where somebody listens.
var starting = []string{"Go", "AfterFunc", "Listen"}

// runsAtOnce tells whether a call is Back.Go, which in tests runs what it is given before it returns, but where a
// function starts goroutines in its place.
func runsAtOnce(called *ast.SelectorExpr) bool {
	on, of := called.X.(*ast.SelectorExpr)
	return of && on.Sel.Name == "Back" && called.Sel.Name == "Go"
}

// concurrent gives the names of the tests in a folder that start something.
func concurrent(folder string) ([]string, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*_test.go"))
	if err != nil {
		return nil, err
	}
	starts := map[string]bool{}    // the functions that start something, by package and name; a method has a point before its own
	calls := map[string][]string{} // what a function calls, by the same
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			of := file.Name.Name + " "
			in := of + f.Name.Name
			if f.Recv != nil {
				in = of + "." + f.Name.Name
			}
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GoStmt:
					starts[in] = true
				case *ast.CallExpr:
					switch called := n.Fun.(type) {
					case *ast.Ident:
						calls[in] = append(calls[in], of+called.Name)
					case *ast.SelectorExpr:
						calls[in] = append(calls[in], of+"."+called.Sel.Name)
						starts[in] = starts[in] || slices.Contains(starting, called.Sel.Name) && !runsAtOnce(called)
					}
				}
				return true
			})
		}
	}
	for more := true; more; {
		more = false
		for caller, called := range calls {
			if !starts[caller] && slices.ContainsFunc(called, func(name string) bool { return starts[name] }) {
				starts[caller], more = true, true
			}
		}
	}
	var tests []string
	for in := range starts {
		_, name, _ := strings.Cut(in, " ")
		if starts[in] && strings.HasPrefix(name, "Test") && name != "TestMain" {
			tests = append(tests, name)
		}
	}
	return tests, nil
}
