package dataset

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factmark/app/locale"
	"factmark/store"
)

// tree gives the files in a folder, those in folders within too.
func tree(t *testing.T, folder string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		name, _ := filepath.Rel(folder, path)
		files[filepath.ToSlash(name)] = string(content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// severalFiles is a format of several files: a list of the claims' ids, and a file for each document.
var severalFiles = &Format{Name: "several", Title: "Several", NamesParts: true, Holds: []string{"claim_id", "text"},
	writeFiles: func(files Files, in *Selection) error {
		list, err := files("list.txt")
		if err != nil {
			return err
		}
		if err := in.EachRow(func(cells []string) error {
			_, err := fmt.Fprintln(list, cells[0])
			return err
		}); err != nil {
			return err
		}
		return in.EachDocument(func(d *Document, claims []Claim) error {
			w, err := files("texts/" + d.ID + ".txt")
			if err == nil {
				_, err = fmt.Fprintf(w, "%d %s", len(claims), d.Split)
			}
			return err
		})
	},
	owns: func(folder fs.FS) bool { _, err := fs.Stat(folder, "list.txt"); return err == nil },
}

func save(t *testing.T, path string, st *store.Store, format *Format, o Options) Report {
	t.Helper()
	report, err := Save(t.Context(), path, st, format, store.Filter{}, o)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestSaveMakesAFolderOrAnArchive(t *testing.T) {
	st := sampleWorkspace(t)
	folder := t.TempDir()
	report := save(t, filepath.Join(folder, "out"), st, severalFiles, Options{Split: Split{1, 1, 0}})
	first := tree(t, filepath.Join(folder, "out"))
	if len(first) != 1+len(sampleDocuments) || strings.Count(first["list.txt"], "\n") != 13 || report.Rows != 13 || report.Documents != 4 {
		t.Errorf("wrote %q, %+v", first, report)
	}
	if mode := modeOf(t, filepath.Join(folder, "out", "list.txt")); mode&0o077 != 0 {
		t.Errorf("the mode is %v", mode)
	}
	save(t, filepath.Join(folder, "out"), st, severalFiles, Options{})
	if again := tree(t, filepath.Join(folder, "out")); again["list.txt"] != first["list.txt"] {
		t.Error("the folder that was replaced holds something else")
	}
	for _, name := range []string{"one.zip", "two.ZIP"} {
		save(t, filepath.Join(folder, name), st, severalFiles, Options{})
	}
	all := tree(t, folder)
	if all["one.zip"] == "" || all["one.zip"] != all["two.ZIP"] {
		t.Error("two archives of the same content differ")
	}
	if len(all) != 2+len(first) {
		t.Errorf("something was left behind: %d files", len(all))
	}
}

func TestSaveReplacesNoFolderOfOthers(t *testing.T) {
	st := sampleWorkspace(t)
	folder := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(folder, "mine"), 0o755), os.WriteFile(filepath.Join(folder, "mine", "thesis.txt"), []byte("x"), 0o600),
		os.Mkdir(filepath.Join(folder, "empty"), 0o755), os.WriteFile(filepath.Join(folder, "file"), []byte("old"), 0o600)); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"mine": "other files", "file": "a file of this name", "desk.factmark": "workspace", "no/such": "there is no folder"} {
		if _, err := Save(t.Context(), filepath.Join(folder, name), st, severalFiles, store.Filter{}, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
	save(t, filepath.Join(folder, "empty"), st, severalFiles, Options{})
	all := tree(t, folder)
	if all["mine/thesis.txt"] != "x" || all["file"] != "old" || all["empty/list.txt"] == "" || len(all) != 2+1+len(sampleDocuments) {
		t.Errorf("the folder holds %v", all)
	}
}

// What is cancelled or fails leaves all as it was, whatever is written.
func TestSaveLeavesNothingBehind(t *testing.T) {
	st := sampleWorkspace(t)
	full := errors.New("full")
	for _, o := range []Options{{}, {Split: Split{80, 10, 10}}} {
		for _, format := range []*Format{csvFormat, severalFiles} {
			folder := t.TempDir()
			ctx, cancel := context.WithCancel(t.Context())
			failing := *format
			failing.NamesParts = false
			if format.write != nil {
				failing.write = func(w io.Writer, in *Selection) error { return errors.Join(format.write(w, in), full) }
			} else {
				failing.writeFiles = func(files Files, in *Selection) error { return errors.Join(format.writeFiles(files, in), full) }
			}
			if _, err := Save(ctx, filepath.Join(folder, "out"), st, &failing, store.Filter{}, o); !errors.Is(err, full) {
				t.Errorf("%s: %v", format.Name, err)
			}
			cancel()
			if _, err := Save(ctx, filepath.Join(folder, "out"), st, format, store.Filter{}, o); !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", format.Name, err)
			}
			if entries, err := os.ReadDir(folder); err != nil || len(entries) != 0 {
				t.Errorf("%s left %v, %v", format.Name, entries, err)
			}
		}
	}
}

func TestSaveWritesTheParts(t *testing.T) {
	st := sampleWorkspace(t)
	folder := t.TempDir()
	o := Options{Split: Split{60, 20, 20}}
	report := save(t, filepath.Join(folder, "all.csv"), st, csvFormat, o)
	whole, _ := exported(t, st, store.Filter{}, Options{})
	var rows []string
	counts := map[string]int{}
	for _, name := range []string{"train", "dev", "test"} {
		file, err := os.ReadFile(filepath.Join(folder, "all."+name+".csv"))
		if err != nil {
			t.Fatal(err)
		}
		records, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range records[1:] {
			rows = append(rows, r[0])
		}
		counts[name] = len(records) - 1
	}
	if len(tree(t, folder)) != 3 {
		t.Errorf("wrote %v", tree(t, folder))
	}
	slices.Sort(rows)
	for i, id := range rows {
		if id != sampleClaimID(i+1) {
			t.Fatalf("the parts hold %v", rows)
		}
	}
	if len(rows) != strings.Count(whole, "\n0190b3a0") || report.Rows != len(rows) || report.Parts != (Split{counts["train"], counts["dev"], counts["test"]}) {
		t.Errorf("reported %+v, wrote %v", report, counts)
	}
	if got := Paths("a/b.csv", csvFormat, Options{Split: Split{70, 30, 0}}); !slices.Equal(got, []string{"a/b.train.csv", "a/b.dev.csv"}) {
		t.Errorf("the parts go to %v", got)
	}
}

// Files are for other programs and people: the user's language changes nothing in them.
func TestFilesDoNotFollowTheUsersLanguage(t *testing.T) {
	st := sampleWorkspace(t)
	file := func(format *Format) (string, string) {
		var content, said bytes.Buffer
		report, err := Write(t.Context(), &content, st, format, store.Filter{}, Options{})
		if err != nil {
			t.Fatalf("%s: %v", format.Name, err)
		}
		if err := report.WriteText(&said, format, Options{}); err != nil {
			t.Fatal(err)
		}
		return content.String(), said.String()
	}
	for _, format := range Formats {
		if format.Refuses(Options{}) != nil {
			continue
		}
		content, said := file(format)
		t.Run(format.Name, func(t *testing.T) {
			locale.Pseudo(t)
			if again, told := file(format); again != content || told != said {
				t.Errorf("%s%s", firstDifference(again, content), firstDifference(told, said))
			}
		})
	}
}

func TestTheSameContentGivesTheSameBytes(t *testing.T) {
	st := sampleWorkspace(t)
	for _, format := range Formats {
		for _, o := range []Options{{}, {Pseudonyms: true, Split: Split{80, 10, 10}}, {WithoutTexts: true, BOM: true, SpreadsheetSafe: true}} {
			if format.Refuses(o) != nil {
				continue
			}
			var first, second bytes.Buffer
			for _, w := range []*bytes.Buffer{&first, &second} {
				if _, err := Write(t.Context(), w, st, format, store.Filter{}, o); err != nil {
					t.Fatalf("%s: %v", format.Name, err)
				}
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Errorf("%s, %+v: %s", format.Name, o, firstDifference(second.String(), first.String()))
			}
		}
	}
}
