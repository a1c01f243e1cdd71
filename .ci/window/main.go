// Window works with the built program as a person would, in a real window on a screen that nobody sees: it labels with
// keys and mouse, kills the program, starts it again, looks whether everything is there, and exports.
//
//	go run ./.ci/window -program PATH/factmark -pictures FOLDER
//
// It also takes pictures of the window, of those that a list names (see readShots):
//
//	go run ./.ci/window -program PATH/factmark -pictures FOLDER -list FILE [-size 1366x768] [-theme light]
//
// And it measures the start, against an empty window of the toolkit (.ci/window/empty):
//
//	go run ./.ci/window -program PATH/factmark -pictures FOLDER -empty PATH/empty
package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// patience is how long anything in the window may take; software drawing on a busy machine is slow.
const patience = 60 * time.Second

// Where to look in the window, which fills the screen: the text is in the middle, the claims are at the right.
var (
	textPart   = image.Rect(290, 110, 900, 780)
	claimsPart = image.Rect(950, 170, 1270, 780)
	aWord      = image.Pt(600, 500) // in the middle of the text
)

// The colours of the labels in the light and in the dark theme.
var labelColours = map[string][]color.NRGBA{
	"Supported":       {{0x00, 0x72, 0xB2, 0xff}, {0x56, 0xB4, 0xE9, 0xff}},
	"Disputed":        {{0xC2, 0x41, 0x0C, 0xff}, {0xF5, 0x9E, 0x6C, 0xff}},
	"Not enough info": {{0x7A, 0x6A, 0x00, 0xff}, {0xE6, 0xC8, 0x4F, 0xff}},
}

func main() {
	program := flag.String("program", "", "the program to work with")
	pictures := flag.String("pictures", "", "where the logs and the last picture go; emptied first")
	list := flag.String("list", "", "only take the pictures of this list")
	size := flag.String("size", "1366x768", "the window's size in those pictures")
	theme := flag.String("theme", "light", "the theme of those pictures, light or dark")
	empty := flag.String("empty", "", "only measure the start, against this program")
	flag.Parse()
	if *program == "" || *pictures == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	path, err := filepath.Abs(*program)
	if err == nil && *list == "" && *empty == "" {
		err = os.RemoveAll(*pictures)
	}
	if err == nil {
		err = os.MkdirAll(*pictures, 0o700)
	}
	switch {
	case err != nil:
	case *empty != "":
		err = measureStart(path, *empty, *pictures)
	case *list != "":
		err = photograph(path, *list, *pictures, *size, *theme)
	default:
		err = work(path, *pictures)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "window:", err)
		os.Exit(1)
	}
}

func work(program, pictures string) error {
	return onScreen(pictures, image.Pt(screenWidth, screenHeight), func(s *screen) error {
		d := &desk{screen: s, program: program, workspace: filepath.Join(s.folder, "trees & leaks.factmark")}
		if err := d.day(); err != nil {
			return fmt.Errorf("%w\nthe screen: %s\nthe logs:   %s", err, s.keep("failure.png"), pictures)
		}
		return nil
	})
}

// desk is where the test works: the program with one workspace.
type desk struct {
	*screen
	program   string
	workspace string
	text      []rune
	factmark  *process
	network   network
}

// day is the whole test.
func (d *desk) day() error {
	for _, part := range []struct {
		what string
		do   func() error
	}{
		{"without a display the program says so", d.blind},
		{"importing a document", d.importText},
		{"the window opens", d.open},
		{"labelling with the keyboard", d.labelByKeys},
		{"labelling with the mouse", d.labelByMouse},
		{"labelling on other keyboards", d.labelOnLayouts},
		{"after a kill everything is there", d.killAndReopen},
		{"a note that is typed outlives a kill", d.killWhileTyping},
		{"what is typed outlives SIGTERM", d.terminateWhileTyping},
		{"exporting from the window", d.export},
		{"the workspace is sound", d.check},
		{"the window closes", d.quit},
		{"no connection was opened", d.network.verdict},
	} {
		began := time.Now()
		if err := part.do(); err != nil {
			return fmt.Errorf("%s: %w", part.what, err)
		}
		fmt.Printf("  %-40s %5.1f s\n", part.what, time.Since(began).Seconds())
	}
	return nil
}

func (d *desk) blind() error {
	cmd := d.command(d.program, d.workspace)
	cmd.Env = slices.DeleteFunc(slices.Clone(d.env), func(v string) bool { return strings.HasPrefix(v, "DISPLAY=") })
	out, err := cmd.CombinedOutput()
	if err == nil {
		return errors.New("it says that all is well")
	}
	if bytes.Count(out, []byte("\n")) != 1 || !bytes.Contains(out, []byte("export")) {
		return fmt.Errorf("want one line that names the commands, it said:\n%s", out)
	}
	return nil
}

// importText makes a document that fills the text pane without a gap, so that a click in its middle hits a word.
func (d *desk) importText() error {
	text := "Gardeners planted many trees “last year” – näive estimates say 90,000. " + strings.Repeat(
		"Municipal engineers repaired innumerable underground waterpipes throughout neighbourhoods without announcing expenditures. ", 60)
	d.text = []rune(text)
	file := filepath.Join(d.folder, "trees.txt")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		return err
	}
	_, err := d.run(d.program, "import", "-w", d.workspace, file)
	return err
}

// open starts the program and waits until its window shows the text.
func (d *desk) open() (err error) {
	if d.factmark, err = d.start(d.command(d.program, d.workspace), "factmark.log"); err != nil {
		return err
	}
	go d.network.watch(d.factmark)
	err = until("a window that fills the screen", patience, func() (bool, error) {
		if !d.factmark.alive() {
			return false, errors.New("the program has ended; see factmark.log")
		}
		out, err := d.run("xdotool", "search", "--onlyvisible", "--name", "Factmark", "windowactivate", "--sync", "getwindowgeometry", "--shell")
		if err != nil || !strings.Contains(string(out), fmt.Sprintf("WIDTH=%d\nHEIGHT=%d\n", screenWidth, screenHeight)) {
			return false, err
		}
		img, err := d.look()
		return err == nil && colours(img, textPart) > 20, err
	})
	if err != nil {
		return err
	}
	return until("the keyboard in the window", patience, func() (bool, error) {
		name, err := d.run("xdotool", "getwindowfocus", "getwindowname")
		return bytes.Contains(name, []byte("Factmark")), err
	})
}

// blinking waits until nothing moves in a part of the window but a caret: it is settled and has the keyboard.
func (d *desk) blinking(part image.Rectangle) error {
	var last image.Image
	return until("a blinking caret", patience, func() (bool, error) {
		img, err := d.look()
		if err != nil {
			return false, err
		}
		n := 0
		if last != nil {
			n = changed(last, img, part)
		}
		last = img
		return n > 0 && n < 100, nil
	})
}

// claim is what the test looks at in a row of the export.
type claim struct {
	id, label, quote string
	start, end       int
}

// rows exports with the command, while the window is open or not, and checks each quote against the text.
func (d *desk) rows() ([]claim, error) {
	out, err := d.run(d.program, "export", "-w", d.workspace, "--format", "csv", "-o", "-")
	if err != nil {
		return nil, err
	}
	table, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	if err != nil || len(table) == 0 {
		return nil, fmt.Errorf("reading the export: %w\n%s", err, out)
	}
	at := func(row []string, column string) string { return row[slices.Index(table[0], column)] }
	var claims []claim
	for _, row := range table[1:] {
		c := claim{id: at(row, "claim_id"), label: at(row, "label"), quote: at(row, "quote")}
		c.start, _ = strconv.Atoi(at(row, "start")) // a wrong number shows as a wrong quote
		c.end, _ = strconv.Atoi(at(row, "end"))
		if c.start < 0 || c.end > len(d.text) || c.start >= c.end || string(d.text[c.start:c.end]) != c.quote {
			return nil, fmt.Errorf("claim %+v does not fit the text", c)
		}
		claims = append(claims, c)
	}
	return claims, nil
}

// saved waits until a claim with a label begins at start, or anywhere if start is negative.
func (d *desk) saved(n int, label string, start int) error {
	return until(fmt.Sprintf("claim %d, %s, in the workspace", n, label), patience, func() (bool, error) {
		claims, err := d.rows()
		return len(claims) == n && slices.ContainsFunc(claims, func(c claim) bool {
			return c.label == label && (start < 0 || c.start == start)
		}), err
	})
}

func (d *desk) labelByKeys() error {
	if err := d.blinking(textPart); err != nil {
		return err
	}
	// Each from the caret of the last: the first two words, the next but one, and a sentence by growing a word.
	for i, step := range []struct {
		keys  string
		label string
		start int
	}{
		{"ctrl+Home ctrl+shift+Right ctrl+shift+Right s", "Supported", 0},
		{"Right ctrl+Right ctrl+shift+Right d", "Disputed", len("Gardeners planted many ")},
		{"Down Down ctrl+shift+Up ctrl+shift+Up n", "Not enough info", -1},
	} {
		if err := d.do(append([]string{"key", "--delay", "40"}, strings.Fields(step.keys)...)...); err != nil {
			return err
		}
		if err := d.saved(i+1, step.label, step.start); err != nil {
			return err
		}
	}
	claims, err := d.rows()
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(claims, func(c claim) bool {
		return strings.HasPrefix(c.quote, "Municipal engineers") && strings.HasSuffix(c.quote, "expenditures.")
	}) {
		return fmt.Errorf("no claim is a sentence: %+v", claims)
	}
	return nil
}

// labelByMouse double-clicks a word and clicks Supported in the bar that appears at it.
func (d *desk) labelByMouse() error {
	before, err := d.look()
	if err != nil {
		return err
	}
	blue := labelColours["Supported"]
	old := near(before, textPart, blue)
	if err := d.click(aWord, 2); err != nil {
		return err
	}
	var button image.Point
	err = until("a bar with labels at the selection", patience, func() (bool, error) {
		img, err := d.look()
		if err != nil {
			return false, err
		}
		sum, n := image.Point{}, 0
		for _, p := range near(img, textPart, blue) {
			if !slices.Contains(old, p) {
				sum, n = sum.Add(p), n+1
			}
		}
		if n < 100 { // less than the square of a button
			return false, nil
		}
		button = sum.Div(n)
		return true, nil
	})
	if err != nil {
		return err
	}
	if err := d.do("sleep", "1"); err != nil { // a click that comes with the bar goes to the text
		return err
	}
	if err := d.click(button, 1); err != nil {
		return err
	}
	return d.saved(4, "Supported", -1)
}

// labelOnLayouts presses the keys that have S, N and ] on a US keyboard, by their scan codes, on layouts that have other signs there.
func (d *desk) labelOnLayouts() error {
	const keyS, keyN, closingBracket = "39", "57", "35"
	const toNextWord = "Right ctrl+Right ctrl+shift+Right"
	for i, step := range []struct{ layout, keys, label string }{
		{"ru", "ctrl+End ctrl+Left ctrl+shift+Left " + keyS, "Supported"},
		{"il", toNextWord + " " + keyN, "Not enough info"},
		{"fr", "Escape Escape ctrl+Home " + strings.Repeat(closingBracket+" ", 3) + "d", "Disputed"}, // the third claim, a sentence
		{"fr", "n", "Not enough info"},
	} {
		if err := d.do("sleep", "0.2"); err != nil {
			return err
		}
		if _, err := d.run("setxkbmap", step.layout); err != nil {
			return err
		}
		if err := d.do(append([]string{"sleep", "0.5", "key", "--delay", "60"}, strings.Fields(step.keys)...)...); err != nil {
			return err
		}
		claims, start := min(5+i, 6), -1
		if step.layout == "fr" {
			start = slices.Index(d.text, 'M')
		}
		if err := d.saved(claims, step.label, start); err != nil {
			return fmt.Errorf("layout %s: %w", step.layout, err)
		}
	}
	_, err := d.run("setxkbmap", "us")
	return err
}

func (d *desk) killAndReopen() error {
	before, err := d.rows()
	if err != nil {
		return err
	}
	d.factmark.kill()
	if err := d.open(); err != nil {
		return err
	}
	after, err := d.rows()
	if err != nil {
		return err
	}
	if !slices.Equal(before, after) {
		return fmt.Errorf("before the kill: %+v\nafter it: %+v", before, after)
	}
	return until("highlights and cards of all labels on the screen", patience, func() (bool, error) {
		img, err := d.look()
		if err != nil {
			return false, err
		}
		for label, c := range labelColours {
			if h, k := len(near(img, textPart, c)), len(near(img, claimsPart, c)); h < 30 || k < 100 {
				return false, fmt.Errorf("%s: %d points in the text, %d among the claims", label, h, k)
			}
		}
		return true, nil
	})
}

// export uses the window's dialog, and compares the file with what the command writes and with the view.
func (d *desk) export() error {
	var before image.Image // of a window in which nothing moves any more but the caret
	err := until("the window after a dialog", patience, func() (bool, error) {
		last := before
		time.Sleep(time.Second)
		var err error
		before, err = d.look()
		return err == nil && last != nil && changed(last, before, before.Bounds()) < 1000, err
	})
	if err != nil {
		return err
	}
	if err := d.do("key", "ctrl+e"); err != nil {
		return err
	}
	shown := func(dialog bool) func() (bool, error) {
		return func() (bool, error) {
			img, err := d.look()
			return err == nil && changed(before, img, img.Bounds()) > 100_000 == dialog, err
		}
	}
	if err := until("the export dialog", patience, shown(true)); err != nil {
		return err
	}
	file := filepath.Join(d.folder, "out.csv")
	if err := d.do("key", "ctrl+a", "type", "--delay", "30", file); err != nil {
		return err
	}
	if err := d.blinking(image.Rect(290, 130, 990, 760)); err != nil {
		return err
	}
	if err := d.do("key", "Return"); err != nil {
		return err
	}
	var written []byte
	err = until("the exported file", patience, func() (bool, error) {
		written, err = os.ReadFile(file)
		return err == nil, err
	})
	if err != nil {
		return err
	}
	// The report on the export is a page of its own. Escape closes it once it is there; one more would be meant for the window.
	err = until("the end of the export and its report", patience, func() (bool, error) {
		if over, err := shown(false)(); over || err != nil {
			return over, err
		}
		time.Sleep(2 * time.Second)
		return false, d.do("key", "Escape", "sleep", "1")
	})
	if err != nil {
		return err
	}
	printed, err := d.run(d.program, "export", "-w", d.workspace, "--format", "csv", "-o", "-")
	if err != nil {
		return err
	}
	if !bytes.Equal(written, printed) {
		return fmt.Errorf("the window wrote\n%s\nthe command wrote\n%s", written, printed)
	}
	viewed, err := d.run("sqlite3", "-csv", "-header", d.workspace, `SELECT * FROM labelled_claims ORDER BY document, start, "end"`)
	if err != nil {
		return err
	}
	ours, err := csv.NewReader(bytes.NewReader(written)).ReadAll()
	if err != nil {
		return err
	}
	theirs, err := csv.NewReader(bytes.NewReader(viewed)).ReadAll()
	if err != nil {
		return err
	}
	if len(ours) < 5 || !slices.EqualFunc(ours, theirs, slices.Equal[[]string]) {
		return fmt.Errorf("the export has\n%s\nthe view has\n%s", written, viewed)
	}
	return nil
}

func (d *desk) check() error {
	_, err := d.run(d.program, "check", "-w", d.workspace)
	return err
}

// quit closes the window as its button does; the program must then end well.
func (d *desk) quit() error {
	fmt.Println("  the window before it closes:", d.keep("end.png"))
	if err := d.do("key", "alt+F4"); err != nil {
		return err
	}
	return until("the end of the program", patience, func() (bool, error) {
		if d.factmark.alive() {
			return false, nil
		}
		if code := d.factmark.cmd.ProcessState.ExitCode(); code != 0 {
			return false, fmt.Errorf("it left with %d", code)
		}
		return true, nil
	})
}
