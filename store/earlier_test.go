package store_test

import (
	"bytes"
	"compress/gzip"
	"database/sql"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"factmark/store"
	"factmark/store/merge"
)

// The worlds in testdata/earlier are workspaces, a package and a blind package that an earlier build made, which were
// changed in different ways after they parted. Beside them lies what that build made of them: every row.
func TestEarlierWorkspacesComeToTheRowsOfThatTime(t *testing.T) {
	for _, c := range []struct {
		name, into string
		from, same []string
	}{
		{"package", "a", []string{"p"}, nil},
		{"fork", "fork", []string{"p"}, nil},
		{"labels", "new", []string{"fork"}, nil},
		{"blind", "a", []string{"blind"}, nil},
		{"several", "home", []string{"new", "p", "fork"}, nil},
		{"people", "home", []string{"new", "p"}, []string{"Person1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			s := open(t, unpacked(t, folder, c.into))
			var from []string
			for _, name := range c.from {
				from = append(from, unpacked(t, folder, name))
			}
			if _, err := merge.Into(t.Context(), s, from, merge.Options{Same: c.same}); err != nil {
				t.Fatal(err)
			}
			expectText(t, c.name, s.Path(), append(c.from, c.into))
			if again, err := merge.Into(t.Context(), s, from, merge.Options{Same: c.same}); err != nil || again.Changed {
				t.Errorf("merged again: %+v, %v", again, err)
			}
		})
	}
	for name, packing := range map[string]merge.Packing{"packed": {For: "Di"}, "packedblind": {For: "Di", Blind: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			s := open(t, unpacked(t, folder, "fork"))
			path := filepath.Join(folder, "packed.factmark")
			if _, err := merge.WritePackage(t.Context(), s, path, "fork", packing); err != nil {
				t.Fatal(err)
			}
			expectText(t, name, path, []string{"fork"})
		})
	}
}

// unpacked puts a world into a folder and gives its path.
func unpacked(t *testing.T, folder, name string) string {
	t.Helper()
	content := gunzip(t, name+".factmark.gz")
	path := filepath.Join(folder, name+store.Extension)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func gunzip(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "earlier", name))
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

// open opens a workspace for a user of the name that the worlds were made under.
func open(t *testing.T, path string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := s.SignIn(t.Context(), store.Person{ID: store.NewID(), Name: "root"}); err != nil {
		t.Fatal(err)
	}
	return s
}

var (
	ids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}`) // those that are made with the time
	// What rows have had since: columns that are empty, and the stamps of their registers.
	columnsSince = regexp.MustCompile(`,\\"author\\":\\"\\",\\"language\\":\\"\\",\\"tags\\":\\"\\",\\"note\\":\\"\\",\\"status\\":\\"\\"` +
		`|,\\"first_claim_id\\":null|,\\"published\\":\\"\\",\\"archive_url\\":\\"\\"|,\\"group\\":\\"\\",\\"rating\\":0,\\"retired\\":0`)
	stampLines  = regexp.MustCompile(`(?m)^"(documents|claims|labels)"\|.*$`)
	stampsSince = map[string]*regexp.Regexp{`"documents"`: regexp.MustCompile(`\\"(author|language|tags|note|status)\\":\[[^]]*\],`),
		`"claims"`: regexp.MustCompile(`\\"link\\":\[[^]]*\],`), `"labels"`: regexp.MustCompile(`\\"(group|position|rating|retired)\\":\[[^]]*\],`)}

	times = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z`)
)

// expectRows compares the rows of a workspace with those that the earlier build came to. Ids and times that are in none
// of the worlds it was made from are new: ids are numbered in their order, times only say that they are there.
func expectText(t *testing.T, name, path string, from []string) {
	t.Helper()
	want := string(gunzip(t, name+".rows.gz"))
	known := make(map[string]bool)
	for _, world := range from {
		all := rowsAsText(t, unpacked(t, t.TempDir(), world), want)
		for _, some := range [][]string{ids.FindAllString(all, -1), times.FindAllString(all, -1)} {
			for _, s := range some {
				known[s] = true
			}
		}
	}
	numbers := make(map[string]string)
	got := ids.ReplaceAllStringFunc(rowsAsText(t, path, want), func(id string) string {
		if !known[id] {
			if numbers[id] == "" {
				numbers[id] = fmt.Sprint("new id ", len(numbers))
			}
			return numbers[id]
		}
		return id
	})
	got = times.ReplaceAllStringFunc(got, func(at string) string {
		if !known[at] {
			return "now"
		}
		return at
	})
	got = columnsSince.ReplaceAllString(got, "")
	got = stampLines.ReplaceAllStringFunc(got, func(line string) string {
		table, _, _ := strings.Cut(line, "|")
		return stampsSince[table].ReplaceAllString(line, "")
	})
	if got == want {
		return
	}
	is, was := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(is), len(was)) {
		if is[i] != was[i] {
			t.Fatalf("line %d of %d (%d then) is\n%s\nand was\n%s", i, len(is), len(was), is[i], was[i])
		}
	}
	t.Fatalf("%d lines, %d then", len(is), len(was))
}

// rowsAsText writes the rows of the tables that are named in an earlier dump, with the columns named there.
func rowsAsText(t *testing.T, path, like string) string {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.ToSlash(path)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var b bytes.Buffer
	for line := range strings.Lines(like) {
		query, is := strings.CutPrefix(line, "# ")
		if !is {
			continue
		}
		b.WriteString(line)
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		values, dest := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			dest[i] = &values[i]
		}
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(query, "labelled_claims") {
				values = values[:31] // those that came later stand behind
				if values[22] == int64(0) && values[23] == int64(0) {
					values[15] = "not enough info" // as it was then without evidence, whatever the label
				}
			}
			for _, v := range values {
				fmt.Fprintf(&b, "%#v|", v)
			}
			b.WriteByte('\n')
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}
