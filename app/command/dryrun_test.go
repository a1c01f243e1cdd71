package command

import (
	"os"
	"strings"
	"testing"
)

// A dry run changes nothing, and so needs nothing that can be written.
func TestADryRunWorksOnWhatCannotBeWritten(t *testing.T) {
	desk(t)
	file, now, log := crashed(t)
	good := write(t, "good.factmark", file)
	write(t, "more.csv", "document,start,end,quote,label\nRoads close,13,16,The,A new label\n")
	must(t, "package", "-w", good, "-o", "theirs.factmark")
	must(t, "import", "-w", "theirs.factmark", write(t, "bridges.txt", "Bridges close too.\n"))
	for _, test := range []struct {
		name string
		mode os.FileMode
		log  bool // a crash has left its log beside it
	}{
		{"as it is", 0o600, false}, {"write-protected", 0o400, false}, {"with a log", 0o600, true}, {"write-protected, with a log", 0o400, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := strings.ReplaceAll(test.name, " ", "-") + ".factmark"
			write(t, w, file)
			if test.log {
				write(t, w, now)
				write(t, w+"-wal", log)
			}
			if err := os.Chmod(w, test.mode); err != nil {
				t.Fatal(err)
			}
			known := "2 claims were already there"
			if test.log {
				known = "2 claims would be updated"
			}
			before := files(t)
			for _, dry := range []struct {
				args []string
				says []string
			}{
				{[]string{"claims", "-w", w, "--dry-run", "more.csv"}, []string{"1 claim would be added to", "New labels: A new label"}},
				{[]string{"claims", "-w", w, "--dry-run", "--update", "rows.csv"}, []string{"0 claims would be added to", known}},
				{[]string{"merge", "-w", w, "--dry-run", "theirs.factmark"}, []string{"Documents: 1 new", "Nothing was changed"}},
			} {
				out := must(t, dry.args...)
				for _, words := range dry.says {
					if !strings.Contains(out, words) {
						t.Errorf("%q: %q does not say %q", dry.args, out, words)
					}
				}
			}
			if after := files(t); after != before {
				t.Errorf("changed files:\n%sbefore:\n%s", after, before)
			}
			if r := run(t, "merge", "-w", w, "--dry-run", w); r.code != failed || !strings.Contains(r.errOut, "is this workspace itself") {
				t.Errorf("merged with itself: %+v", r)
			}
			if test.mode == 0o400 {
				refused(t, failed, []string{"claims", "-w", w, "more.csv"}, "write-protected")
				refused(t, failed, []string{"merge", "-w", w, "theirs.factmark"}, "write-protected")
			}
		})
	}
}
