package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/app/backup"
	"factmark/store"
)

// asUser has what follows done by someone else, on a machine of their own.
func asUser(t *testing.T) {
	t.Helper()
	user := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "AppData", "LocalAppData"} {
		t.Setenv(name, filepath.Join(user, name))
	}
}

// Exports and packages say how many conflicts wait; what they write is what
// stood here before the merge. With the claims on standard output it is said on
// standard error.
func TestWhatIsWrittenSaysWhatWaits(t *testing.T) {
	desk(t)
	labelled(t)
	must(t, "backup", "-w", "desk.factmark", "-o", "ben.factmark")
	relabel := func(path, name, labelID string) {
		t.Helper()
		st, err := store.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		defer st.Close()
		var heads []store.ClaimHead
		err = st.EachHead(t.Context(), nil, func(h store.ClaimHead) error { heads = append(heads, h); return nil })
		if err == nil {
			err = st.SignIn(t.Context(), store.Person{ID: name, Name: name})
		}
		if err == nil {
			err = st.SetLabel(t.Context(), labelID, heads[0].ID)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	relabel("desk.factmark", "Ann", store.SupportedID)
	relabel("ben.factmark", "Ben", store.NotEnoughInfoID)
	before := run(t, "export", "-w", "desk.factmark", "-o", "-")
	if strings.Contains(before.errOut, "conflict") {
		t.Errorf("nothing waits, and it says %q", before.errOut)
	}
	must(t, "merge", "-w", "desk.factmark", "ben.factmark")
	const waits = "1 conflict to resolve (Review › Conflicts). 1 of these claims is affected; its current value is used.\n"
	after := run(t, "export", "-w", "desk.factmark", "-o", "-")
	if !strings.HasSuffix(after.errOut, waits) || strings.Count(after.out, ",Supported,") != 1 || strings.Contains(after.out, ",Not enough info,") ||
		strings.Count(after.out, "\n") != strings.Count(before.out, "\n") || strings.Contains(after.out, "conflict") {
		t.Errorf("said %q, wrote\n%s", after.errOut, after.out)
	}
	if said := must(t, "export", "-w", "desk.factmark", "-o", "out.csv"); !strings.HasSuffix(said, waits) || read(t, "out.csv") != after.out {
		t.Errorf("to a file it said %q", said)
	}
	if said := must(t, "export", "-w", "desk.factmark", "-o", "none.csv", "--label", ""); !strings.HasSuffix(said, "None of these claims is affected.\n") {
		t.Errorf("without the claim it said %q", said)
	}
	if said := must(t, "package", "-w", "desk.factmark", "-o", "cem.factmark"); !strings.HasSuffix(said, waits) {
		t.Errorf("of a package it said %q", said)
	}
	if said := must(t, "package", "-w", "desk.factmark", "-o", "dan.factmark", "--no-claims"); !strings.HasSuffix(said, "None of these claims is affected.\n") {
		t.Errorf("of a package of documents it said %q", said)
	}
}

const moreRows = `claim_id,document,start,end,quote,label,annotator
ben-1,Roads close,13,18,The r,Disputed,Ben
`

func TestAPackageGoesOutAndComesBack(t *testing.T) {
	desk(t)
	labelled(t)
	got := must(t, "package", "-w", "desk.factmark", "-o", "ben.factmark", "--document", "roads close", "--for", "Ben", "--ask", "Label them")
	if !strings.HasPrefix(got, "Made ben.factmark with 1 document and ") {
		t.Errorf("got %q", got)
	}
	refused(t, failed, []string{"package", "-w", "desk.factmark", "-o", "ben.factmark"}, "ben.factmark is there already")
	asUser(t)
	write(t, "more.csv", moreRows)
	must(t, "claims", "-w", "ben.factmark", "more.csv")

	asked := must(t, "merge", "-w", "desk.factmark", "ben.factmark", "--dry-run")
	for _, want := range []string{"Claims: 1 new\n", "Nothing was changed. This is what merging ben.factmark into desk.factmark would do."} {
		if !strings.Contains(asked, want) {
			t.Errorf("a dry run said %q, not %q", asked, want)
		}
	}
	if strings.Contains(must(t, "export", "-w", "desk.factmark", "-o", "-"), "ben-1") {
		t.Error("a dry run merged")
	}
	said := must(t, "merge", "-w", "desk.factmark", "ben.factmark")
	if !strings.Contains(said, "Claims: 1 new\n") || !strings.Contains(said, "Merged ben.factmark into desk.factmark. A backup from before is ") {
		t.Errorf("got %q", said)
	}
	if !strings.Contains(must(t, "export", "-w", "desk.factmark", "-o", "-"), "ben-1") {
		t.Error("the claim did not come")
	}
	kept := keptBefore(t)
	if len(kept) != 1 || strings.Contains(must(t, "export", "-w", kept[0].Path, "-o", "-"), "ben-1") {
		t.Errorf("kept before: %v", kept)
	}
	if got := must(t, "merge", "-w", "desk.factmark", "ben.factmark"); got != "desk.factmark already has everything in ben.factmark.\n" {
		t.Errorf("again: %q", got)
	}
	if again := keptBefore(t); len(again) != 1 {
		t.Errorf("a merge of nothing kept a copy: %v", again)
	}
	must(t, "check", "-w", "desk.factmark")
}

// keptBefore lists the backups that were made before merges.
func keptBefore(t *testing.T) (kept []backup.Backup) {
	t.Helper()
	base, err := backupFolder()
	if err != nil {
		t.Fatal(err)
	}
	all, err := backup.List(base, "desk.factmark")
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		if b.Reason == backup.BeforeMerge {
			kept = append(kept, b)
		}
	}
	return kept
}

func TestWhatCannotBeHandedOverOrMerged(t *testing.T) {
	desk(t)
	labelled(t)
	write(t, "text.factmark", "no workspace")
	for _, test := range []struct {
		code int
		args []string
		want string
	}{
		{misuse, []string{"package", "-w", "desk.factmark"}, "-o P.factmark"},
		{misuse, []string{"package", "-w", "desk.factmark", "-o", "p.zip"}, "ends in .factmark"},
		{misuse, []string{"package", "-w", "desk.factmark", "-o", "p.factmark", "Roads"}, "--document"},
		{failed, []string{"package", "-w", "desk.factmark", "-o", "p.factmark", "--document", "Lakes"}, "no document"},
		{misuse, []string{"merge", "-w", "desk.factmark"}, "which workspaces"},
		{failed, []string{"merge", "-w", "desk.factmark", "missing.factmark"}, "no file"},
		{failed, []string{"merge", "-w", "desk.factmark", "text.factmark"}, "not a Factmark workspace"},
		{failed, []string{"merge", "-w", "desk.factmark", "desk.factmark"}, "this workspace itself"},
	} {
		refused(t, test.code, test.args, test.want)
	}
	left, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range left {
		if f.Name() == "p.factmark" {
			t.Errorf("%s was left", f.Name())
		}
	}
}
