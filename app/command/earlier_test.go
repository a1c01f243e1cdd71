package command

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// Workspaces and a package that an earlier build made are exported, and merged and exported, to the bytes that that
// build wrote, but for a column at the end.
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
		was := gunzip(t, filepath.Join(tables, want+".csv.gz"))
		rows := withoutLocators(t, got)
		if !reflect.DeepEqual(rows, records(t, was)) || len(got) != len(was)+len(",locator")+len(rows)-1 {
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

// withoutLocators gives the rows of a table without its last column, which has come since and is empty.
func withoutLocators(t *testing.T, table []byte) [][]string {
	t.Helper()
	rows := records(t, table)
	for i, r := range rows {
		last := len(r) - 1
		if i == 0 && r[last] != "locator" || i > 0 && r[last] != "" {
			t.Fatalf("row %d ends with %q", i, r[last])
		}
		rows[i] = r[:last]
	}
	return rows
}

func records(t *testing.T, table []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(table)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
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
