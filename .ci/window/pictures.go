package main

import (
	"bufio"
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// shot is a picture of the window: what it is called, the desk it is taken at, and the steps that lead to it.
type shot struct {
	name, desk string
	steps      []string
}

// The desks that pictures are taken at.
const (
	deskNew      = "new"      // a first start
	deskClaims   = "claims"   // the sample documents with the example claims of two people
	deskConflict = "conflict" // and a merge that has left conflicts
)

// readShots reads a list of pictures. A line is "name desk: step; step"; # begins a comment. A step is one of
//
//	key KEYS…      presses keys, in xdotool's words
//	type TEXT
//	click X Y      clicks at a pixel of the screen
//	command TEXT   runs a command by the command palette
//	menu M N…      opens a menu by its number from the left, and an entry of it, and of its submenu, by their numbers from the top, from 1
//	wait           waits for the window to settle once more
//
// A line whose only step is "matrix" takes the picture that the terminal's command of this name draws.
func readShots(path string) (shots []shot, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		head, tail, found := strings.Cut(line, ":")
		words := strings.Fields(head)
		if !found || len(words) != 2 || !slices.Contains([]string{deskNew, deskClaims, deskConflict}, words[1]) {
			return nil, fmt.Errorf("%s:%d: want “name desk: steps”", path, n)
		}
		s := shot{name: words[0], desk: words[1]}
		for step := range strings.SplitSeq(tail, ";") {
			if step = strings.TrimSpace(step); step != "" {
				s.steps = append(s.steps, step)
			}
		}
		shots = append(shots, s)
	}
	return shots, lines.Err()
}

// photographer takes pictures of a program's window.
type photographer struct {
	*screen
	program, theme string
	size           image.Point
	desks          string // holds a folder for each desk
}

// photograph takes the pictures of a list in a window of a size and theme, and says which could not be taken.
func photograph(program, list, pictures, size, theme string) error {
	shots, err := readShots(list)
	if err != nil {
		return err
	}
	var width, height int
	if _, err := fmt.Sscanf(size, "%dx%d", &width, &height); err != nil {
		return fmt.Errorf("-size %s: want such as 1366x768", size)
	}
	return onScreen(pictures, image.Pt(width, height), func(s *screen) error {
		p := &photographer{screen: s, program: program, theme: theme, size: image.Pt(width, height), desks: filepath.Join(s.folder, "desks")}
		return p.takeAll(shots, pictures)
	})
}

// takeAll takes the pictures of a list into a folder.
func (p *photographer) takeAll(shots []shot, pictures string) error {
	p.env = append(p.env, "FYNE_THEME="+p.theme, "FYNE_SCALE=1")
	if err := p.do("mousemove", strconv.Itoa(p.size.X-1), strconv.Itoa(p.size.Y-1)); err != nil { // where it covers nothing
		return err
	}
	if err := p.makeDesks(); err != nil {
		return err
	}
	failed := 0
	for _, shot := range shots {
		if err := p.take(shot, filepath.Join(pictures, shot.name+".png")); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", shot.name, err)
			failed++
		}
	}
	if failed > 0 {
		return fmt.Errorf("%d of %d pictures were not taken", failed, len(shots))
	}
	return nil
}

const workspaceName = "Security Council.factmark"

// makeDesks makes the workspaces by the terminal's commands.
func (p *photographer) makeDesks() error {
	texts := filepath.Join(p.folder, "texts")
	for _, folder := range []string{texts, filepath.Join(p.desks, deskNew), filepath.Join(p.desks, deskClaims), filepath.Join(p.desks, deskConflict)} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return err
		}
	}
	if err := writeExamples(p.folder, texts); err != nil {
		return err
	}
	claims := filepath.Join(p.desks, deskClaims, workspaceName)
	conflict := filepath.Join(p.desks, deskConflict, workspaceName)
	bens := filepath.Join(p.folder, "from Ben.factmark")
	for _, words := range [][]string{
		{"import", "-w", claims, texts},
		{"claims", "-w", claims, filepath.Join(p.folder, "claims.jsonl")},
		{"package", "-w", claims, "-o", bens},
		{"backup", "-w", claims, "-o", conflict},
		{"claims", "-w", bens, "--update", filepath.Join(p.folder, "ben.jsonl")},
		{"claims", "-w", conflict, "--update", filepath.Join(p.folder, "ana.jsonl")},
		{"merge", "-w", conflict, bens},
	} {
		if out, err := p.run(p.program, words...); err != nil {
			return fmt.Errorf("%w\n%s", err, out)
		}
	}
	return nil
}

// take starts the program anew at a desk, does the steps and takes the picture.
func (p *photographer) take(s shot, file string) error {
	workspace := filepath.Join(p.folder, workspaceName)
	for _, stale := range []string{workspace, workspace + "-wal", workspace + "-shm"} {
		_ = os.Remove(stale) // most are not there
	}
	for _, name := range []string{"config_home", "data_home", "cache_home", "state_home"} {
		path := filepath.Join(p.folder, name)
		if err := os.RemoveAll(path); err != nil {
			return err
		}
		if err := os.MkdirAll(path, 0o700); err != nil {
			return err
		}
	}
	command := p.command(p.program)
	if s.desk != deskNew {
		if err := os.CopyFS(p.folder, os.DirFS(filepath.Join(p.desks, s.desk))); err != nil {
			return err
		}
		profile := filepath.Join(p.folder, "config_home", "factmark")
		if err := os.MkdirAll(profile, 0o700); err != nil {
			return err
		}
		settings := fmt.Sprintf(`{"person_id":"0194f500-0000-7000-8003-000000000001","name":%q,"name_asked":true,"theme":%q}`, ana, p.theme)
		if err := os.WriteFile(filepath.Join(profile, "profile.json"), []byte(settings), 0o600); err != nil {
			return err
		}
		command = p.command(p.program, workspace)
	}
	if slices.Equal(s.steps, []string{"matrix"}) {
		_, err := p.run(p.program, "matrix", "-w", workspace, "--picture", file)
		return err
	}
	factmark, err := p.start(command, "factmark.log")
	if err != nil {
		return err
	}
	defer factmark.kill()
	err = until("a window that fills the screen", patience, func() (bool, error) {
		if !factmark.alive() {
			return false, errors.New("the program has ended; see factmark.log")
		}
		out, err := p.run("xdotool", "search", "--onlyvisible", "--name", "Factmark", "windowactivate", "--sync", "getwindowgeometry", "--shell")
		return strings.Contains(string(out), fmt.Sprintf("WIDTH=%d\nHEIGHT=%d\n", p.size.X, p.size.Y)), err
	})
	if err != nil {
		return err
	}
	if err := p.settle(12); err != nil {
		return err
	}
	for _, step := range s.steps {
		if err := p.step(step); err != nil {
			return fmt.Errorf("%s: %w", step, err)
		}
		if err := p.settle(4); err != nil {
			return err
		}
	}
	// 256 colours are as many as the window's text and areas need, and a third of the bytes.
	if _, err := p.run("import", "-window", "root", "-strip", "-dither", "None", "-colors", "256", "-define", "png:compression-level=9", "PNG8:"+file); err != nil {
		return err
	}
	if !factmark.alive() {
		return errors.New("the program has ended; see factmark.log")
	}
	return nil
}

// step does one step of a list.
func (p *photographer) step(step string) error {
	verb, rest, _ := strings.Cut(step, " ")
	words := strings.Fields(rest)
	switch verb {
	case "key":
		return p.do(append([]string{"key", "--delay", "80"}, words...)...)
	case "type":
		return p.do("type", "--delay", "30", rest)
	case "click":
		return p.do(append(append([]string{"mousemove"}, words...), "click", "1")...)
	case "command":
		if err := p.step("key ctrl+k"); err != nil {
			return err
		}
		if err := p.settle(4); err != nil {
			return err
		}
		if err := p.step("type " + rest); err != nil {
			return err
		}
		if err := p.settle(4); err != nil {
			return err
		}
		return p.step("key Return")
	case "menu":
		keys := []string{"Alt_L"}
		for i, word := range words {
			n := 0
			if _, err := fmt.Sscan(word, &n); err != nil {
				return err
			}
			switch i {
			case 0:
				keys = append(keys, slices.Repeat([]string{"Right"}, n-1)...)
			case 1:
				keys = append(keys, slices.Repeat([]string{"Down"}, n)...)
			default:
				keys = append(append(keys, "Right"), slices.Repeat([]string{"Down"}, n-1)...)
			}
		}
		if len(words) > 1 {
			keys = append(keys, "Return")
		} else {
			keys = append(keys, "Down")
		}
		return p.do(append([]string{"key", "--delay", "120"}, keys...)...)
	case "wait":
		return p.settle(15)
	}
	return errors.New("there is no step of this kind")
}

// settle waits until nothing but a caret has moved in the window for some tenths of a second, or for eight seconds: some parts always
// move.
func (p *photographer) settle(tenths int) error {
	var last []byte
	still := 0
	for range 80 {
		time.Sleep(100 * time.Millisecond)
		now, _, err := p.memory()
		if err != nil {
			return err
		}
		moved := 0
		for i := range min(len(now), len(last)) {
			if now[i] != last[i] {
				moved++
			}
		}
		still++
		if last == nil || moved > 600 {
			still = 0
		}
		if still >= tenths {
			return nil
		}
		last = now
	}
	return nil
}
