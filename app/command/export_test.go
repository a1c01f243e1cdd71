package command

import (
	"os"
	"strings"
	"testing"

	"factmark/app/dataset"
	"factmark/store"
)

// Every format is listed, written by its name into the place it is to have, and says what it does not hold.
func TestExportInEveryFormat(t *testing.T) {
	desk(t)
	labelled(t)
	help := must(t, "help", "export")
	for _, f := range dataset.Formats {
		if !f.Leaves() {
			refused(t, misuse, []string{"export", "-w", "desk.factmark", "--format", f.Name, "-o", "x"}, f.Name)
			continue
		}
		if !strings.Contains(help, "\n      "+f.Name+" ") || !strings.Contains(help, f.Title) {
			t.Errorf("the help does not name %s", f.Name)
		}
		out := "out-" + f.Name + f.Extension
		told := must(t, "export", "-w", "desk.factmark", "--format", f.Name, "-o", out, "--report", "report.txt")
		report := read(t, "report.txt")
		if !strings.HasPrefix(told, "2 claims written to "+out+".\n") || !strings.HasPrefix(report, f.Title+": 2 claims of ") {
			t.Errorf("%s: %s, %s", f.Name, told, report)
		}
		for line := range strings.Lines(told) {
			if strings.HasPrefix(line, "Not held: ") && !strings.Contains(line, "more.") && !strings.Contains(report, line) {
				t.Errorf("%s: the report does not say %s", f.Name, line)
			}
		}
		if info, err := os.Stat(out); err != nil || info.IsDir() != f.IsFolder(out) {
			t.Errorf("%s: %v", f.Name, err)
		}
		if f.Texts {
			refused(t, misuse, []string{"export", "-w", "desk.factmark", "--format", f.Name, "--without-texts", "-o", "x"}, "has no meaning without the documents' texts")
		}
	}
}

func TestExportTakesAScope(t *testing.T) {
	desk(t)
	labelled(t)
	all := must(t, "export", "-w", "desk.factmark", "-o", "-")
	rows := func(args ...string) int {
		return strings.Count(must(t, append([]string{"export", "-w", "desk.factmark", "--format", "jsonl", "-o", "-"}, args...)...), `"record":"claim"`)
	}
	if n := rows("--status", "OPEN"); n != 2 {
		t.Errorf("%d claims are open in %s", n, all)
	}
	if n := rows("--status", "rejected", "--status", "orphaned"); n != 0 {
		t.Errorf("%d claims are rejected or orphaned", n)
	}
	refused(t, failed, []string{"export", "-w", "desk.factmark", "--status", "done", "-o", "x"}, `"done" is no status of a claim; there are open, unanimous`)
	refused(t, failed, []string{"export", "-w", "desk.factmark", "--person", "nobody at all", "-o", "x"}, `there is no person "nobody at all"`)
	if n := rows("--finished"); n != 0 {
		t.Errorf("%d claims of finished documents, though one has no label yet", n)
	}
	label(t, "by three metres", "Disputed")
	if n := rows("--finished"); n != 2 {
		t.Errorf("%d claims of finished documents, once all are labelled", n)
	}
}

func TestExportSplitsAndHidesNames(t *testing.T) {
	desk(t)
	labelled(t)
	told := must(t, "export", "-w", "desk.factmark", "--split", "50/50/0", "--pseudonyms", "-o", "out.csv")
	if !strings.HasPrefix(told, "2 claims written to out.train.csv, out.dev.csv.\n") || !strings.Contains(told, "where 50/50/0 was asked for") || !strings.Contains(told, "pseudonyms") {
		t.Errorf("told %s", told)
	}
	both := read(t, "out.train.csv") + read(t, "out.dev.csv")
	if strings.Count(both, "\nclaim_id")+strings.Count(both, "claim_id,") < 2 || !strings.Contains(both, ",annotator ") {
		t.Errorf("wrote %s", both)
	}
	if _, err := os.Stat("out.csv"); err == nil {
		t.Error("a file that is not split was written")
	}
	for want, args := range map[string][]string{
		"is no split":                          {"--split", "80", "-o", "x"},
		"cannot go to standard output":         {"--split", "80/10/10", "-o", "-"},
		"are for CSV":                          {"--format", "jsonl", "--bom", "-o", "x"},
		"cannot be one file":                   {"-o", "x.csv", "--report", "./x.csv"},
		"several files, which cannot go":       {"--format", "scifact", "-o", "-"},
		"say where to write with -o OUT.jsonl": {"--format", "jsonl"},
	} {
		refused(t, misuse, append([]string{"export", "-w", "desk.factmark"}, args...), want)
	}
	refused(t, failed, []string{"export", "-w", "desk.factmark", "-o", "x.csv", "--report", "desk.factmark"}, "is the workspace itself")
	if _, err := os.Stat("x.csv"); err == nil {
		t.Error("something was written though the report had no place")
	}
}

// label gives the claim with a quote a label.
func label(t *testing.T, quote, label string) {
	t.Helper()
	st, err := store.Open(t.Context(), "desk.factmark")
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	id := ""
	if err := st.EachLabelled(t.Context(), store.Filter{}, func(cells []string) error {
		if cells[10] == quote {
			id = cells[0]
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	labels, err := st.Labels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range labels {
		if l.Name == label {
			if err := st.SetLabel(t.Context(), l.ID, id); err != nil {
				t.Fatal(err)
			}
		}
	}
}
