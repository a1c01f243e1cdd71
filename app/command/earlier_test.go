package command

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

// Workspaces and a package that an earlier build made are exported, and merged and exported, to the bytes that that
// build wrote, but for two columns at the end and the fine label, which all had alike.
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
		if !reflect.DeepEqual(asThen(t, got), records(t, gunzip(t, filepath.Join(tables, want+".csv.gz")))) {
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

// asThen gives the rows of a table without its last columns, which have come since and are empty, and with the fine
// label that every claim without evidence had then.
func asThen(t *testing.T, table []byte) [][]string {
	t.Helper()
	rows := records(t, table)
	for i, r := range rows {
		known := len(r) - 2
		since := strings.Join(r[known:], ",")
		if i == 0 && since != "locator,first_claim_id" || i > 0 && since != "," {
			t.Fatalf("row %d ends with %q", i, since)
		}
		if i > 0 && r[22] == "0" && r[23] == "0" {
			if want := map[string]string{"supported": "supported", "disputed": "refuted", "unclear": "not enough info"}[r[14]]; r[15] != want {
				t.Fatalf("row %d, which means %s, is %q", i, r[14], r[15])
			}
			r[15] = "not enough info"
		}
		rows[i] = r[:known]
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
