package main

import (
	"fmt"
	"image"
	"image/color"
	"strings"
	"syscall"
	"time"
)

// Where what was left is offered, and the colours of the button that restores it.
var (
	stripPart = image.Rect(600, 740, 1280, 835)
	accent    = []color.NRGBA{{0x3B, 0x5B, 0xDB, 0xff}, {0x91, 0xA7, 0xFF, 0xff}}
)

// stored waits until a query on the workspace gives what is wanted.
func (d *desk) stored(query, want string) error {
	return until(fmt.Sprintf("%q from %s", want, query), patience, func() (bool, error) {
		out, err := d.run("sqlite3", d.workspace, query)
		if got := strings.TrimSpace(string(out)); err == nil && got != want {
			err = fmt.Errorf("it is %q", got)
		}
		return err == nil, err
	})
}

const (
	draftTexts = "SELECT group_concat(text, '|') FROM drafts"
	notes      = "SELECT group_concat(note, '') FROM claims"
	statements = "SELECT group_concat(statement, '') FROM claims"
)

// chooseClaim takes the first claim in hand.
func (d *desk) chooseClaim() error {
	return d.do("key", "--delay", "40", "Escape", "ctrl+Home", "bracketright")
}

// restore clicks the button that opens what was left.
func (d *desk) restore() error {
	var button image.Point
	err := until("an offer of what was typed", patience, func() (bool, error) {
		img, err := d.look()
		if err != nil {
			return false, err
		}
		points := near(img, stripPart, accent)
		if len(points) < 300 {
			return false, nil
		}
		sum := image.Point{}
		for _, p := range points {
			sum = sum.Add(p)
		}
		button = sum.Div(len(points))
		return true, nil
	})
	if err != nil {
		return err
	}
	return d.click(button, 1)
}

// killWhileTyping types a note and kills the program: the next start offers it, and Enter saves it.
func (d *desk) killWhileTyping() error {
	const note = "the calendar says so"
	if err := d.chooseClaim(); err != nil {
		return err
	}
	if err := d.do("key", "Return", "type", "--delay", "40", note); err != nil {
		return err
	}
	if err := d.stored(draftTexts, note); err != nil {
		return err
	}
	d.factmark.kill()
	if err := d.stored(notes, ""); err != nil {
		return err
	}
	if err := d.open(); err != nil {
		return err
	}
	if err := d.restore(); err != nil {
		return err
	}
	if err := d.do("key", "Return"); err != nil {
		return err
	}
	if err := d.stored(notes, note); err != nil {
		return err
	}
	return d.stored(draftTexts, "")
}

// terminateWhileTyping sends SIGTERM while a note is typed, which is saved then, and while a dialog is, of which a draft
// is kept; neither takes more than two seconds, nor much more on a busy machine.
func (d *desk) terminateWhileTyping() error {
	const more, statement = " twice", "The trees were planted last year."
	if err := d.chooseClaim(); err != nil {
		return err
	}
	if err := d.do("key", "Return", "type", "--delay", "40", more); err != nil {
		return err
	}
	if err := d.stored(draftTexts, "the calendar says so"+more); err != nil {
		return err
	}
	if err := d.terminate(); err != nil {
		return err
	}
	// Where the interface was too busy to end in order, the draft is what is kept.
	if err := d.stored("SELECT group_concat(text, '') FROM (SELECT note AS text FROM claims WHERE note LIKE '%twice' UNION SELECT text FROM drafts)", "the calendar says so"+more); err != nil {
		return err
	}
	if _, err := d.run("sqlite3", d.workspace, "DELETE FROM drafts"); err != nil {
		return err
	}

	if err := d.open(); err != nil {
		return err
	}
	if err := d.chooseClaim(); err != nil {
		return err
	}
	if err := d.do("key", "ctrl+i"); err != nil {
		return err
	}
	if err := d.do("type", "--delay", "40", statement); err != nil {
		return err
	}
	if err := d.stored(draftTexts, statement); err != nil {
		return err
	}
	if err := d.terminate(); err != nil {
		return err
	}
	if err := d.stored(draftTexts, statement); err != nil {
		return err
	}
	if err := d.open(); err != nil {
		return err
	}
	if err := d.restore(); err != nil {
		return err
	}
	if err := d.do("key", "ctrl+Return"); err != nil {
		return err
	}
	if err := d.stored(statements, statement); err != nil {
		return err
	}
	return d.stored(draftTexts, "")
}

// terminate sends SIGTERM and waits for the end, which must come by itself.
func (d *desk) terminate() error {
	began := time.Now()
	if err := d.factmark.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	select {
	case <-d.factmark.ended:
	case <-time.After(10 * time.Second):
		return fmt.Errorf("it goes on after SIGTERM")
	}
	fmt.Printf("  SIGTERM ended it in %.1f s\n", time.Since(began).Seconds())
	if code := d.factmark.cmd.ProcessState.ExitCode(); code != 128+int(syscall.SIGTERM) {
		return fmt.Errorf("it left with %d", code)
	}
	return nil
}
