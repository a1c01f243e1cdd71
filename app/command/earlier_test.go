package command

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// Workspaces and a package that an earlier build made are exported, and merged and exported, to the bytes that that
// build wrote.
func TestEarlierWorkspacesAreExportedAsThen(t *testing.T) {
	worlds, err := filepath.Abs(filepath.Join("..", "..", "store", "testdata", "earlier"))
	if err != nil {
		t.Fatal(err)
	}
	tables, err := filepath.Abs(filepath.Join("testdata", "earlier"))
	if err != nil {
		t.Fatal(err)
	}
	desk(t)
	export := func(name, want string) {
		must(t, "export", "-w", name+".factmark", "-o", want+".csv")
		got, err := os.ReadFile(want + ".csv")
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != string(gunzip(t, filepath.Join(tables, want+".csv.gz"))) {
			t.Errorf("%s: the table is another one", want)
		}
	}
	for _, name := range []string{"a", "p", "fork", "home", "new"} {
		if err := os.WriteFile(name+".factmark", gunzip(t, filepath.Join(worlds, name+".factmark.gz")), 0o600); err != nil {
			t.Fatal(err)
		}
		export(name, name)
	}
	must(t, "merge", "-w", "home.factmark", "new.factmark", "p.factmark", "fork.factmark")
	export("home", "home-merged")
	must(t, "merge", "-w", "fork.factmark", "p.factmark")
	export("fork", "fork-merged")
}

func gunzip(t *testing.T, path string) []byte {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return content
}
