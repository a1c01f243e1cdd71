package command

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/sys/unix"
)

// terminal gives a terminal's two ends: what is written to screen can be read from keyboard.
func terminal(t *testing.T) (screen, keyboard *os.File) {
	t.Helper()
	keyboard, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there are no terminals here:", err)
	}
	t.Cleanup(func() { keyboard.Close() })
	n, err := unix.IoctlGetInt(int(keyboard.Fd()), unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(int(keyboard.Fd()), unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		screen, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return screen, keyboard
}

// onTerminal runs a command whose standard output is a terminal, and gives what arrives there.
func onTerminal(t *testing.T, args ...string) string {
	t.Helper()
	screen, keyboard := terminal(t)
	arrived := make(chan string)
	go func() {
		text, _ := io.ReadAll(keyboard) // ends with an error when the screen is closed
		arrived <- string(text)
	}()
	code, handled := Run(t.Context(), args, strings.NewReader(""), screen, io.Discard)
	if err := screen.Close(); err != nil || !handled || code != done {
		t.Errorf("%q: %d, %v, %v", args, code, handled, err)
	}
	return strings.ReplaceAll(<-arrived, "\r\n", "\n")
}

// A table and JSON on a terminal are shown as they can be; what a program reads, through a pipe or in a file, stays as it is.
func TestDataOnATerminalAreShown(t *testing.T) {
	desk(t)
	good := labelled(t)
	strange := "a\u009b31m\u202eb\u2066\x1b]0;x\x07\U000e0041\x7f"
	var rows strings.Builder
	rows.WriteString("document,start,end,quote,label,annotator,note\n")
	for i, who := range []string{strange, "Ben"} {
		for _, span := range []string{"0,5,Roads", "6,11,close", "13,16,The"} {
			fmt.Fprintf(&rows, "Roads close,%s,%s,%s,%s\n", span, []string{"Disputed", strange}[i], who, "long "+strings.Repeat("é", 70_000)+strange)
		}
	}
	must(t, "claims", "-w", good, write(t, "strange.csv", rows.String()))
	clean := func(text string) {
		t.Helper()
		if at := strings.IndexFunc(text, func(r rune) bool { return r != '\n' && unicode.In(r, unicode.C) }); at >= 0 {
			t.Errorf("%q was sent", text[at:min(len(text), at+30)])
		}
		if !strings.Contains(text, `\u202e`) || !strings.Contains(text, `\u009b`) {
			t.Error("what is hidden is not shown")
		}
	}
	table := onTerminal(t, "export", "-w", good, "-o", "-")
	clean(table)
	if !strings.Contains(table, strings.Repeat("é", 70_000)+`a\u009b31m`) {
		t.Error("a long line was shown otherwise")
	}
	if piped := must(t, "export", "-w", good, "-o", "-"); !strings.Contains(piped, strange) {
		t.Error("a table for a program does not hold its text")
	}
	shown, piped := onTerminal(t, "agreement", "-w", good, "--json"), must(t, "agreement", "-w", good, "--json")
	clean(shown)
	if !strings.Contains(piped, "\u009b31m\u202eb") {
		t.Error("JSON for a program was changed")
	}
	var one, other any
	if err := json.Unmarshal([]byte(shown), &one); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(piped), &other); err != nil || !reflect.DeepEqual(one, other) {
		t.Errorf("JSON on a terminal means something else: %v", err)
	}
}
