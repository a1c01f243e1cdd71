package main

import (
	"errors"
	"fmt"
	"image"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// rounds is how often each program is started: the median of them counts.
const rounds = 9

// start is how long a program took from its start to its first picture, on the clock and of the processors.
type start struct{ clock, processor time.Duration }

// measureStart prints how long the program takes until a document's text is on the screen, against an empty window of the toolkit, which
// is there with its first pixel. The two take turns, so that what else the computer does meets both.
func measureStart(program, empty, logs string) error {
	return onScreen(logs, image.Pt(screenWidth, screenHeight), func(s *screen) error { return s.measureStart(program, empty) })
}

func (s *screen) measureStart(program, empty string) error {
	workspace := filepath.Join(s.folder, "start.factmark")
	documents := filepath.Join(s.folder, "documents")
	if err := os.Mkdir(documents, 0o700); err != nil {
		return err
	}
	if err := writeExamples(s.folder, documents); err != nil {
		return err
	}
	for _, words := range [][]string{{"import", "-w", workspace, documents}, {"claims", "-w", workspace, filepath.Join(s.folder, "claims.jsonl")}} {
		if _, err := s.run(program, words...); err != nil {
			return err
		}
	}
	if err := s.do("mousemove", "0", "0"); err != nil { // away from where pictures are looked for
		return err
	}
	var ours, theirs []start
	for range rounds + 1 {
		base, err := s.startOf(1, empty)
		if err != nil {
			return err
		}
		content, err := s.startOf(20, program, workspace)
		if err != nil {
			return err
		}
		theirs, ours = append(theirs, base), append(ours, content)
	}
	theirs, ours = theirs[1:], ours[1:] // the first reads the programs from the disk
	clock := func(s start) time.Duration { return s.clock }
	processor := func(s start) time.Duration { return s.processor }
	report := func(what string, of func(start) time.Duration) {
		a, b := median(theirs, of), median(ours, of)
		fmt.Printf("%-28s empty window %5d ms   text on the screen %5d ms   ratio %.2f\n", what, a.Milliseconds(), b.Milliseconds(), float64(b)/float64(a))
	}
	report("from the start, by the clock", clock)
	report("time of the processors", processor)
	return nil
}

func median(starts []start, of func(start) time.Duration) time.Duration {
	var all []time.Duration
	for _, s := range starts {
		all = append(all, of(s))
	}
	slices.Sort(all)
	return all[len(all)/2]
}

// startOf starts a program, waits until the middle of the screen shows at least so many colours, none of them that of the bare screen,
// black, and kills it.
func (s *screen) startOf(least int, program string, args ...string) (start, error) {
	if err := until("a bare screen", patience, func() (bool, error) {
		n, err := s.shown(least)
		return n == 0, err
	}); err != nil {
		return start{}, err
	}
	began := time.Now()
	p, err := s.start(s.command(program, args...), "startup.log")
	if err != nil {
		return start{}, err
	}
	defer p.kill()
	for {
		n, err := s.shown(least)
		if err != nil {
			return start{}, err
		}
		if n >= least {
			break
		}
		if !p.alive() || time.Since(began) > patience {
			return start{}, errors.New("no window; see startup.log")
		}
		time.Sleep(3 * time.Millisecond)
	}
	took := time.Since(began)
	p.kill()
	return start{took, p.cmd.ProcessState.UserTime() + p.cmd.ProcessState.SystemTime()}, nil
}

// shown counts the colours in the middle of the screen that are not black, up to a number.
func (s *screen) shown(most int) (int, error) {
	dump, header, err := s.memory()
	if err != nil {
		return 0, err
	}
	first, line := header(0)+12*header(19), header(12)
	seen := map[[3]byte]bool{}
	for y := textPart.Min.Y; y < textPart.Max.Y; y += 2 {
		for x := textPart.Min.X; x < textPart.Max.X; x++ {
			c := [3]byte(dump[first+y*line+4*x:])
			if c != [3]byte{} && !seen[c] {
				seen[c] = true
				if len(seen) >= most {
					return len(seen), nil
				}
			}
		}
	}
	return len(seen), nil
}
