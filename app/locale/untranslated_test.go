package locale

import (
	"go/ast"
	"go/token"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// untranslated counts the texts of a package that do not go through this one yet. A number may only fall, and goes with the last.
var untranslated = map[string]int{}

// notShown are texts that look like ones of the screen and are none, with the reason.
var notShown = map[string]string{
	"Factmark": "the program's name",
	"Page":     "a name within a chart", "the quick brown fox jumps over a lazy dog and runs to the hills again, it said": "a sample that is measured",
	"Pasted page.html": "the name of a file that there is not", "Pasted text.txt": "the name of a file that there is not",
	"passed over": "a value of JSON", "not enough info": "a value of datasets",
	"factmark %s: %s\n": "the program's name before a message", "factmark: %s\n": "the program's name before a message",
	// The values of filters are kept in the workspace; app/ui/claims has their captions.
	// A table of keys has their names as the toolkit and the settings have them; dialogs.KeyCaption has their captions.
	"Ctrl": "a key", "Alt": "a key", "Shift": "a key", "Super": "a key", "Control": "a key", "Cmd": "a key", "Enter": "a key", "Backspace": "a key",
	"Delete": "a key", "Insert": "a key", "Menu": "a key", "Space": "a key", "Escape": "a key", "Left, Right, Up, Down": "keys",
	"Ctrl+Left, Ctrl+Right": "keys", "Alt+Left, Alt+Right": "keys", "Ctrl+Up, Ctrl+Down": "keys", "Home, End": "keys",
	"Ctrl+Home, Ctrl+End": "keys", "PgUp, PgDn": "keys", "Drag, Shift+Click": "keys", "Drag a grip": "keys", "Shift+Up, Shift+Down": "keys",
	"Ctrl+Click, Shift+Click": "keys", "Up, Down": "keys", "Shift+Enter, Space": "keys",
	"English": "a language by its own name", "Deutsch": "a language by its own name", "Español": "a language by its own name", "Français": "a language by its own name",
	"Noto Sans": "a font", "Noto Serif": "a font", "Common": "a script of Unicode", "Emoji": "a script of Unicode",
	"Event or property": "a value of AVeriTeC", "Numerical": "a value of AVeriTeC", "Quote verification": "a value of AVeriTeC",
	"Position statement": "a value of AVeriTeC", "Causal": "a value of AVeriTeC",
	"ended by ": "for the log", "; what was typed is kept": "for the log", "the end of the display": "for the log",
	"Edit label ": "the name of an action, which is translated where it is shown", "Add label ": "the name of an action", "Edit %d labels": "the name of an action", ", and it was left": "a part of an error", "Response": "a message of D-Bus", ".txt": "an extension", ".csv": "an extension", ".png": "an extension",
	"to label": "a kept value", "people differ": "a kept value", "in conflict": "a kept value", "without a place": "a kept value",
}

// screens tells whether a package shows texts: the window, its rooms, the model that speaks to the user, and the commands.
func screens(folder string) bool {
	return folder == "app" || folder == "app/workspace" || folder == "app/command" || strings.HasPrefix(folder, "app/ui/") ||
		strings.HasPrefix(folder, "widgets/") && !strings.HasPrefix(folder, "widgets/docview/layout") // which shows nothing itself
}

// looksShown tells whether a text has words as a sentence or a caption has them.
var looksShown = regexp.MustCompile(`\p{L}[,;:.!?…”’)]* +[(“‘%{]*\p{L}|^[(“]*\p{Lu}\p{Ll}+[.…:?!]*$|[.!?…]$`)

var someLetters = regexp.MustCompile(`\p{L}{2}`)

// A text of the screen in no language's file is found here: a literal with words that is no argument of the translation, of an
// error, or of what is written for programmers.
func TestEveryTextOfTheScreenIsTranslated(t *testing.T) {
	keys := collect(t)
	set, all := projectSources(t)
	found := map[string][]string{}
	for _, s := range all {
		folder := path.Dir(s.path)
		if !screens(folder) || s.file.Name.Name == "main" || s.path == "app/command/help.go" { // the terminal's help stays English, as its flags do
			continue
		}
		for _, lit := range shownLiterals(s, keys) {
			text, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			if notShown[text] == "" {
				found[folder] = append(found[folder], s.path+":"+strconv.Itoa(set.Position(lit.Pos()).Line)+":"+strconv.Itoa(set.Position(lit.Pos()).Column)+": "+lit.Value)
			}
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(found)) {
		if n := len(found[folder]); n > untranslated[folder] {
			t.Errorf("%s: %d texts do not go through locale.T, of at most %d", folder, n, untranslated[folder])
		} else if os.Getenv("LIST") == "" {
			continue
		}
		for _, one := range found[folder] {
			t.Log(one)
		}
	}
}

// shownLiterals gives the literals of a file that look like texts of the screen and are not translated.
func shownLiterals(s source, keys map[string]*entry) []*ast.BasicLit {
	var found []*ast.BasicLit
	var look func(n ast.Node, glued bool)
	look = func(n ast.Node, glued bool) {
		ast.Inspect(n, func(inner ast.Node) bool {
			if inner == n {
				if lit, is := inner.(*ast.BasicLit); is {
					if lit.Kind == token.STRING && isShown(lit, glued) {
						found = append(found, lit)
					}
					return false
				}
				return true
			}
			switch e := inner.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.ValueSpec: // a constant that is translated where it is shown
				for _, value := range e.Values {
					if text, is := literal(value, nil); !is || keys[text] == nil {
						look(&ast.ParenExpr{X: value}, false)
					}
				}
				return false
			case *ast.Field: // whose tag is for programs
				look(e.Type, false)
				return false
			case *ast.CallExpr:
				if name, ours := translator(s, e); name != "" {
					for i, arg := range e.Args {
						_, plain := arg.(*ast.BasicLit)
						isName := ours && plain // the texts, and the names of the values
						if !isName || name != "Mark" && i >= textsOf(name) && (i-textsOf(name))%2 == 1 {
							if _, is := literal(arg, s.consts); !is || i >= textsOf(name) {
								look(&ast.ParenExpr{X: arg}, false)
							}
						}
					}
					return false
				}
				if countsInEnglish(e) {
					for _, arg := range e.Args {
						look(&ast.ParenExpr{X: arg}, true)
					}
					return false
				}
				if isForProgrammers(e) {
					for _, arg := range e.Args {
						if inner, is := arg.(*ast.CallExpr); is {
							look(&ast.ParenExpr{X: inner}, false)
						}
					}
					return false
				}
			case *ast.KeyValueExpr: // a key of a map is compared, not shown
				if key, is := e.Key.(*ast.Ident); is && strings.HasPrefix(s.path, "app/command/") && (key.Name == "help" || key.Name == "summary") {
					return false
				}
				if _, is := e.Key.(*ast.BasicLit); is {
					look(&ast.ParenExpr{X: e.Value}, false)
					return false
				}
			case *ast.IndexExpr:
				look(&ast.ParenExpr{X: e.X}, false)
				return false
			case *ast.CaseClause:
				for _, body := range e.Body {
					look(body, false)
				}
				return false
			case *ast.BinaryExpr:
				switch e.Op {
				case token.EQL, token.NEQ, token.LSS, token.GTR, token.LEQ, token.GEQ:
					for _, side := range []ast.Expr{e.X, e.Y} {
						if _, is := side.(*ast.BasicLit); !is {
							look(&ast.ParenExpr{X: side}, false)
						}
					}
					return false
				case token.ADD:
					if hasTranslation(s, e) {
						look(&ast.ParenExpr{X: e.X}, true)
						look(&ast.ParenExpr{X: e.Y}, true)
						return false
					}
				}
			case *ast.BasicLit:
				if e.Kind == token.STRING && isShown(e, glued) {
					found = append(found, e)
				}
			}
			return true
		})
	}
	look(s.file, false)
	return found
}

// textsOf is how many arguments of a function of the translation come before its values.
func textsOf(name string) int {
	return map[string]int{"T": 1, "Mark": 1, "N": 2, "X": 2, "L": 1, "XN": 3}[name]
}

// isShown tells whether a literal looks like a text of the screen; glued to a translated text any word does.
func isShown(lit *ast.BasicLit, glued bool) bool {
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		return false
	}
	return looksShown.MatchString(text) && someLetters.MatchString(text) && !strings.HasPrefix(text, ".") || glued && someLetters.MatchString(text)
}

// hasTranslation tells whether a sum has a translated text in it.
func hasTranslation(s source, e ast.Expr) bool {
	has := false
	ast.Inspect(e, func(n ast.Node) bool {
		if call, is := n.(*ast.CallExpr); is {
			name, _ := translator(s, call)
			has = has || name != ""
		}
		return !has
	})
	return has
}

// countsInEnglish tells whether a call builds a plural with an s, which is for files that are English in any language.
func countsInEnglish(call *ast.CallExpr) bool {
	f, is := call.Fun.(*ast.SelectorExpr)
	if !is {
		return false
	}
	x, is := f.X.(*ast.Ident)
	return is && x.Name == "format" && (f.Sel.Name == "Plural" || f.Sel.Name == "Count" || f.Sel.Name == "Of")
}

// isForProgrammers tells whether a call makes an error or writes a log: what of them the user sees is translated where errors are
// presented. So are layouts of times, patterns, and names that the program itself reads.
func isForProgrammers(call *ast.CallExpr) bool {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name == "panic" || f.Name == "misusef" || f.Name == "plainAction" // whose literals are keys
	case *ast.SelectorExpr:
		x, is := f.X.(*ast.Ident)
		if f.Sel.Name == "Format" && len(call.Args) == 1 { // of a time
			return true
		}
		if !is {
			return false
		}
		switch x.Name + "." + f.Sel.Name {
		case "errors.New", "fmt.Errorf", "regexp.MustCompile", "time.Parse", "strings.HasPrefix", "strings.HasSuffix", "strings.Contains",
			"strings.TrimPrefix", "strings.TrimSuffix", "c.warn", "strings.CutPrefix", "strings.CutSuffix", "os.Getenv", "exec.Command":
			return true
		}
		return x.Name == "slog" || x.Name == "log"
	}
	return false
}
