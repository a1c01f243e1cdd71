package store

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"iter"
	"os"
	"os/exec"
	"strconv"
	"testing"
)

// childMode names what a process does that a test starts from its own program.
const childMode = "FACTMARK_STORE_CHILD"

var children = map[string]func(ctx context.Context, path string) error{
	"write": childWrites,
	"add":   childAdds,
	"open":  childOpens,
	"some":  childDoesSome,
}

// usualChecks is how often a property is checked, each time with workspaces of its own, where neither -rapid.checks nor
// RAPID_CHECKS says how often.
var usualChecks = "10"

// tries is how often something is tried that usually is n times: the oftener, the oftener properties are checked.
func tries(n int) int {
	usual, err := strconv.Atoi(usualChecks)
	checks, ok := flag.Lookup("rapid.checks").Value.(flag.Getter)
	if err != nil || !ok {
		panic("no number of checks")
	}
	return max(1, n*checks.Get().(int)/usual)
}

func TestMain(m *testing.M) {
	if run, ok := children[os.Getenv(childMode)]; ok {
		if err := run(context.Background(), os.Args[1]); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	if os.Getenv("RAPID_CHECKS") == "" {
		if err := flag.Set("rapid.checks", usualChecks); err != nil {
			panic(err)
		}
	}
	cache, err := os.MkdirTemp("", "factmark-cache-")
	if err != nil {
		panic(err)
	}
	for _, name := range []string{"XDG_CACHE_HOME", "LocalAppData"} {
		if err := os.Setenv(name, cache); err != nil {
			panic(err)
		}
	}
	code := m.Run()
	if err := os.RemoveAll(cache); err != nil {
		fmt.Println(err)
	}
	if filledFolder != "" {
		if err := os.RemoveAll(filledFolder); err != nil {
			fmt.Println(err)
		}
	}
	os.Exit(code)
}

// child is this program over again, in another mode.
func child(t testing.TB, mode, path string) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, path)
	cmd.Env = append(os.Environ(), childMode+"="+mode)
	cmd.Stderr = os.Stderr
	return cmd
}

// childOpens opens the workspace and says what came of it.
func childOpens(ctx context.Context, path string) error {
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	fmt.Println("opened")
	return s.Close()
}

// lines gives what a process prints, line by line, until it ends.
func lines(r io.Reader) iter.Seq[string] {
	return func(yield func(string) bool) {
		for scanner := bufio.NewScanner(r); scanner.Scan() && yield(scanner.Text()); {
		}
	}
}

// aloneOnly skips a slow test while the race detector looks on, in which nothing runs side by side but, at most, the
// watch of the file that quicker ones have too: it would find nothing in it, and take minutes.
func aloneOnly(t *testing.T) {
	t.Helper()
	if underRace {
		t.Skip("slow, and nothing in it runs side by side")
	}
}
