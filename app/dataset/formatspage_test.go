package dataset

import (
	"bytes"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"factmark/store"
)

// The page on the formats, for those who look for one. It is made from Formats and from what exports of sampleWorkspace lose.
const formatsPage = "../../.github/formats.md"

// fieldGroups are Fields by what they are about, for the table of the page.
var fieldGroups = []struct {
	name   string
	fields []string
}{
	{"ids", []string{"claim_id", "document_id", "document_sha256", "first_claim_id"}},
	{"document", []string{"document", "publisher", "published", "source_url", "locator"}},
	{"span", []string{"start", "end", "offset_unit", "prefix", "suffix"}},
	{"quote", []string{"quote"}},
	{"label", []string{"label", "meaning", "fine_label"}},
	{"details", []string{"statement", "claimant", "claim_date", "claim_type", "confidence", "note"}},
	{"people, times", []string{"annotator", "created_at", "updated_at"}},
	{"review", []string{"status", "final_label", "reviewer", "reviewed_at", "decisions"}},
	{"evidence", []string{"supporting", "refuting", "evidence", "evidence_id", "evidence_set", "evidence_note", "evidence_source"}},
	{"texts", []string{"text", "document_details"}},
	{"label set", []string{"label_set"}},
}

// heldOf says how many of a group of fields a format holds: "all", "some" or "".
func heldOf(f *Format, fields []string) string {
	n := 0
	for _, field := range fields {
		if slices.Contains(f.Holds, field) {
			n++
		}
	}
	switch n {
	case 0:
		return ""
	case len(fields):
		return "all"
	}
	return "some"
}

// writeFormatsPage writes the page. lost are what an export of a workspace with all that is hard to hold loses, by format.
func writeFormatsPage(lost map[*Format][]Loss) string {
	var b strings.Builder
	say := func(text string, args ...any) { fmt.Fprintf(&b, text+"\n", args...) }
	item := func(text string) { say("- %s", strings.NewReplacer("<", `\<`, "*", `\*`).Replace(text)) }
	say("# Formats\n")
	say("The files that labelled claims leave in and come in. The names are those of `--format`; *File › Export…* and *File ›\n" +
		"Import claims…* have the same formats. A file that comes in is recognised by its content.\n")
	say("This page is made from the code, by `app/dataset/formatspage_test.go`.\n")
	say("| name | format | file | way | offsets count |\n| --- | --- | --- | --- | --- |")
	for _, f := range Formats {
		way := "out"
		if f.Reads() {
			way = "out, in"
		}
		say("| [`%s`](#%s) | %s | %s | %s | %s |", f.Name, f.Name, f.Title, f.Extension, way, f.Unit.Words())
	}
	say("\n## What each holds\n")
	head, line := "| name |", "| --- |"
	for _, g := range fieldGroups {
		head, line = head+" "+g.name+" |", line+" --- |"
	}
	say("%s\n%s", head, line)
	for _, f := range Formats {
		row := "| `" + f.Name + "` |"
		for _, g := range fieldGroups {
			row += " " + heldOf(f, g.fields) + " |"
		}
		say("%s", strings.ReplaceAll(row, "  ", " "))
	}
	say("\nEvery export ends with a report of what its format could not hold, with the claims concerned.\n")
	say("## Any table\n")
	say("A table or workbook with other columns comes in by a mapping, in the window or with `--map`: a column of yours is one of\n%s.\nIt can be kept as a profile.",
		"`"+strings.Join(FieldNames(), "`, `")+"`")
	for _, f := range Formats {
		say("\n## %s\n", f.Name)
		say("%s.", f.Title)
		if f.Texts {
			say("Needs the documents’ texts.")
		}
		say("")
		item(f.HoldsWords())
		if all := lost[f]; len(all) > 0 {
			item("Cannot hold of some claims, which the report names:")
			for _, l := range all {
				say("  - %s, as %s", l.What, l.Why)
			}
		}
		for _, remark := range f.Remarks {
			item(remark)
		}
		for i, from := range f.Accepts {
			if i == 0 {
				say("\nWhat else comes in:\n")
			}
			item(from)
		}
	}
	return b.String()
}

// The page says what the formats are.
func TestTheFormatsPageIsWhole(t *testing.T) {
	for _, field := range Fields {
		n := 0
		for _, g := range fieldGroups {
			if slices.Contains(g.fields, field) {
				n++
			}
		}
		if n != 1 {
			t.Errorf("the field %s stands in %d groups of the page", field, n)
		}
	}
	st := sampleWorkspace(t)
	lost := map[*Format][]Loss{}
	for _, f := range Formats {
		var file bytes.Buffer
		report, err := Write(t.Context(), &file, st, f, store.Filter{}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range report.Lost {
			if l.Why != "" {
				lost[f] = append(lost[f], l)
			}
		}
	}
	page := writeFormatsPage(lost)
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(formatsPage, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	is, err := os.ReadFile(formatsPage)
	if err != nil || string(is) != page {
		t.Errorf("formats.md is not what the code says (%v): UPDATE=1 go test -tags ci -run %s ./app/dataset writes it anew. It would be\n%s", err, t.Name(), page)
	}
}
