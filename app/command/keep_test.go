package command

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/app/backup"
	"factmark/app/dataset"
	"factmark/store"
)

// exported reads the claims of a workspace as the export writes them.
func exported(t *testing.T, path string) []store.ImportedClaim {
	t.Helper()
	claims, err := dataset.ReadCSV(strings.NewReader(must(t, "export", "-w", path, "-o", "-")))
	if err != nil {
		t.Fatal(err)
	}
	return claims.Claims
}

func TestCheckRepairs(t *testing.T) {
	desk(t)
	write(t, "a.txt", "The council met on Monday. It said nothing at all, and nobody asked.")
	must(t, "import", "-w", "desk.factmark", "a.txt")
	st, err := store.Open(t.Context(), "desk.factmark")
	if err != nil {
		t.Fatal(err)
	}
	documents, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: documents[0].ID, Start: 4, End: 11}}); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	if out := must(t, "check", "-w", "desk.factmark", "--repair"); !strings.Contains(out, "No problems are left") {
		t.Errorf("it says %q", out)
	}
	if out := must(t, "backup", "-w", "desk.factmark", "--list"); out != "" {
		t.Errorf("a backup was made though there was nothing to repair: %q", out)
	}
	// The byte that begins the quote in the file is another, so that it fits its text no more.
	content := read(t, "desk.factmark")
	at := strings.LastIndex(content, "council")
	for at >= 0 && !strings.HasPrefix(content[at:], "councilThe ") { // quote and prefix stand side by side in a row
		at = strings.LastIndex(content[:at], "council")
	}
	if at < 0 {
		t.Fatal("the claim's row is not in the file")
	}
	write(t, "desk.factmark", content[:at]+"C"+content[at+1:])
	got := run(t, "check", "-w", "desk.factmark")
	if got.code != failed || !strings.Contains(got.out, "the quote of a claim") || !strings.Contains(got.out, "repair: ") || strings.Count(got.errOut, "\n") != 1 {
		t.Errorf("before: %+v", got)
	}
	out := must(t, "check", "-w", "desk.factmark", "--repair")
	for _, want := range []string{"Backup saved as ", "repaired: ", "No problems are left", "orphan "} {
		if !strings.Contains(out, want) {
			t.Errorf("%q does not say %q", out, want)
		}
	}
	if claims := exported(t, "desk.factmark"); len(claims) != 1 || claims[0].Status != "orphaned" || claims[0].Quote != "Council" {
		t.Errorf("the claim is %+v", claims)
	}
	list := must(t, "backup", "-w", "desk.factmark", "--list")
	fields := strings.Split(strings.TrimSpace(list), "\t")
	if len(fields) != 4 || fields[1] != "before repair" {
		t.Fatalf("the list is %q", list)
	}
	if info, err := os.Stat(fields[3]); err != nil || fmt.Sprint(info.Size()) != fields[2] {
		t.Errorf("%v, %v", info, err)
	}
	if out := must(t, "check", "-w", "desk.factmark"); !strings.Contains(out, "No problems found") {
		t.Errorf("after: %q", out)
	}
}

func TestLargeImportsMakeABackupFirst(t *testing.T) {
	desk(t)
	if err := os.Mkdir("many", 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range backup.LargeChange {
		write(t, filepath.Join("many", fmt.Sprint(i, ".txt")), fmt.Sprint("This is text number ", i, "."))
	}
	must(t, "import", "-w", "desk.factmark", "many")
	if out := must(t, "backup", "-w", "desk.factmark", "--list"); out != "" {
		t.Errorf("an empty workspace was backed up: %q", out)
	}
	var rows strings.Builder
	rows.WriteString("document,start,end,offset_unit,quote,label\n")
	for i := range backup.LargeChange {
		fmt.Fprintf(&rows, "This is text number %d.,0,4,codepoint,This,Supported\n", i)
	}
	write(t, "rows.csv", rows.String())
	before := files(t)
	if got := run(t, "claims", "-w", "desk.factmark", "rows.csv"); got.code != done {
		t.Fatalf("%+v, before %s", got, before)
	}
	out := must(t, "backup", "-w", "desk.factmark", "--list")
	if strings.Count(out, "\n") != 1 || !strings.Contains(out, "\tbefore import\t") {
		t.Errorf("the list is %q", out)
	}
	write(t, "few.csv", "document,start,end,offset_unit,quote,label\nThis is text number 0.,5,7,codepoint,is,Supported\n")
	must(t, "claims", "-w", "desk.factmark", "few.csv")
	if again := must(t, "backup", "-w", "desk.factmark", "--list"); again != out {
		t.Errorf("a small import made a backup: %q", again)
	}
	refused(t, misuse, []string{"backup", "-w", "desk.factmark", "--list", "-o", "x.factmark"}, "--list")
}
