package dataset

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf8"

	"factmark/store"
)

// broughtIn imports what a file says into a new workspace.
func broughtIn(t *testing.T, in *Imported) *store.Store {
	t.Helper()
	st := newStore(t)
	if _, err := in.Place(t.Context(), st, ""); err != nil {
		t.Fatal(err)
	}
	if len(in.Bad) > 0 {
		t.Fatalf("bad rows: %v", in.Bad)
	}
	_, err := st.ImportDataset(t.Context(), store.Dataset{Documents: in.Documents, Labels: in.Labels, Claims: in.Claims, Evidence: in.Evidence, Decisions: in.Decisions}, store.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestPackageComesBackAsItWas(t *testing.T) {
	for name, o := range map[string]Options{"plain": {}, "safe for spreadsheets": {SpreadsheetSafe: true}, "with a byte order mark": {BOM: true}} {
		t.Run(name, func(t *testing.T) {
			first, _ := written(t, sampleWorkspace(t), packageFormat, o)
			in := readOnlyAs(t, packageFormat, first)
			if len(in.Remarks) > 0 {
				t.Errorf("%q", in.Remarks)
			}
			again, _ := written(t, broughtIn(t, in), packageFormat, o)
			one, other := entriesOf(t, first), entriesOf(t, again)
			for file, content := range one {
				if other[file] != content {
					t.Errorf("%s differs:\n%s\nand\n%s", file, content, other[file])
				}
			}
			if len(one) != len(other) || !bytes.Equal(first, again) {
				t.Errorf("%d files became %d", len(one), len(other))
			}
		})
	}
}

// entriesOf gives the files of an archive by name.
func entriesOf(t *testing.T, file []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
	}
	return all
}

// archiveOf makes an archive of files.
func archiveOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	err := writeZip(&out, func(begin Files) error {
		for name, content := range files {
			w, err := begin(name)
			if err != nil {
				return err
			}
			if _, err := io.WriteString(w, content); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// rowsOf reads a table of a package as programs do that know nothing of Factmark.
func rowsOf(t *testing.T, content string) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(content)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var rows []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = cells[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// What the descriptor says of the tables holds: types, limits, keys and references, whatever was chosen.
func TestPackageTablesAreAsTheDescriptorSays(t *testing.T) {
	st := sampleWorkspace(t)
	documents, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	scopes := map[string]store.Filter{"all": {}, "none": {DocumentIDs: []string{}}, "one label": {LabelIDs: []string{store.SupportedID}}, "no label": {LabelIDs: []string{""}}}
	for _, d := range documents[1:3] {
		scopes[d.Title] = store.Filter{DocumentIDs: []string{d.ID}}
	}
	for name, scope := range scopes {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			if _, err := Write(t.Context(), &out, st, packageFormat, scope, Options{Split: Split{Train: 80, Dev: 10, Test: 10}}); err != nil {
				t.Fatal(err)
			}
			files := entriesOf(t, out.Bytes())
			var d dataPackage
			if err := json.Unmarshal([]byte(files[descriptorFile]), &d); err != nil {
				t.Fatal(err)
			}
			tables := map[string][]map[string]string{}
			for _, r := range d.Resources {
				content := files[r.Path]
				if sum := sha256.Sum256([]byte(content)); int64(len(content)) != r.Bytes || r.Hash != "sha256:"+hex.EncodeToString(sum[:]) {
					t.Errorf("%s has other bytes than the descriptor says", r.Path)
				}
				tables[r.Name] = rowsOf(t, content)
				header, _, _ := strings.Cut(content, "\n")
				var names []string
				for _, f := range r.TableSchema.Fields {
					names = append(names, f.Name)
				}
				if header != strings.Join(names, ",") {
					t.Errorf("%s: %s", r.Path, header)
				}
			}
			for _, r := range d.Resources {
				checkTable(t, r, tables)
			}
			for _, row := range tables["documents"] {
				if text, there := files[row["text_file"]]; !there || textSum(text) != row["document_sha256"] || strconv.Itoa(utf8.RuneCountInString(text)) != row["length"] {
					t.Errorf("the text of %s is not what the table says", row["document_id"])
				}
			}
			for _, table := range []string{"claims", "evidence"} {
				for _, row := range tables[table] {
					text := []rune(files[textFile(row["document_id"])])
					start, _ := strconv.Atoi(row["start"])
					end, _ := strconv.Atoi(row["end"])
					if row["status"] != "orphaned" && row["document_id"] != "" && string(text[start:end]) != row["quote"] {
						t.Errorf("%s: %q is not at its place", table, row["quote"])
					}
				}
			}
		})
	}
}

func checkTable(t *testing.T, r dataResource, tables map[string][]map[string]string) {
	t.Helper()
	keys := map[string]bool{}
	for _, row := range tables[r.Name] {
		key := ""
		for _, column := range r.TableSchema.PrimaryKey {
			key += row[column] + "\x00"
		}
		if len(r.TableSchema.PrimaryKey) > 0 && keys[key] {
			t.Errorf("%s: %q is there twice", r.Name, key)
		}
		keys[key] = true
		for _, f := range r.TableSchema.Fields {
			if err := checkCell(f, row[f.Name]); err != nil {
				t.Errorf("%s.%s: %v", r.Name, f.Name, err)
			}
		}
		for _, k := range r.TableSchema.ForeignKeys {
			other := k.Reference.Resource
			if other == "" {
				other = r.Name
			}
			cell := row[k.Fields[0]]
			if cell != "" && !slices.ContainsFunc(tables[other], func(o map[string]string) bool { return o[k.Reference.Fields[0]] == cell }) {
				t.Errorf("%s: %s %q is not in %s", r.Name, k.Fields[0], cell, other)
			}
		}
	}
}

func checkCell(f schemaField, cell string) error {
	limits := f.Constraints
	if limits == nil {
		limits = &fieldConstraint{}
	}
	if cell == "" {
		if limits.Required {
			return errors.New("it is empty")
		}
		return nil
	}
	if limits.Enum != nil && !slices.Contains(limits.Enum, cell) {
		return fmt.Errorf("%q is none of %q", cell, limits.Enum)
	}
	if limits.Pattern != "" && !regexp.MustCompile(limits.Pattern).MatchString(cell) {
		return fmt.Errorf("%q does not match %s", cell, limits.Pattern)
	}
	switch f.Type {
	case "integer", "number":
		n, err := strconv.ParseFloat(cell, 64)
		least, _ := limits.Minimum.Float64()
		if err != nil || limits.Minimum != "" && n < least || f.Type == "integer" && n != float64(int(n)) {
			return fmt.Errorf("%q is no %s", cell, f.Type)
		}
	case "datetime":
		if _, err := time.Parse(time.RFC3339Nano, cell); err != nil {
			return err
		}
	case "boolean":
		if cell != "true" && cell != "false" {
			return fmt.Errorf("%q is no boolean", cell)
		}
	}
	return nil
}

func TestPackageWithoutTexts(t *testing.T) {
	st := sampleWorkspace(t)
	file, _ := written(t, st, packageFormat, Options{WithoutTexts: true})
	for name := range entriesOf(t, file) {
		if strings.HasPrefix(name, textsFolder) {
			t.Errorf("%s is there", name)
		}
	}
	in := readOnlyAs(t, packageFormat, file)
	if len(in.Documents) != 0 || len(in.Claims) != 13 || len(in.Remarks) != 1 {
		t.Errorf("%d documents, %d claims, %q", len(in.Documents), len(in.Claims), in.Remarks)
	}
	if _, err := in.Place(t.Context(), st, ""); err != nil {
		t.Fatal(err)
	}
	report, err := st.ImportDataset(t.Context(), store.Dataset{Labels: in.Labels, Claims: in.Claims, Evidence: in.Evidence, Decisions: in.Decisions}, store.ImportOptions{})
	if err != nil || report.Added != 0 || report.Existing != 13 || report.EvidenceAdded != 0 || report.DecisionsAdded != 0 {
		t.Errorf("%+v, %v", report, err)
	}
}

// A package that was saved again in a folder of its own, by a program that writes CRLF and parts cells otherwise, and whose text was
// edited, comes in all the same.
func TestPackageFromOtherHands(t *testing.T) {
	file, _ := written(t, sampleWorkspace(t), packageFormat, Options{})
	files := map[string]string{}
	for name, content := range entriesOf(t, file) {
		switch {
		case name == labelsTable.file():
			content = "\uFEFF" + strings.ReplaceAll(strings.ReplaceAll(content, ",", ";"), "\n", "\r\n")
		case strings.HasPrefix(name, textsFolder) && strings.HasPrefix(content, "The harbour handled"):
			content = "A new heading.\n" + content
		case name == agreementTable.file(), name == cardFile:
			continue
		}
		files["My data/"+name] = content
	}
	in := readOnlyAs(t, packageFormat, archiveOf(t, files))
	if len(in.Labels) != 4 || len(in.Documents) != 4 || len(in.Bad) != 0 || len(in.Remarks) != 1 {
		t.Fatalf("%d labels, %d documents, bad: %v, %q", len(in.Labels), len(in.Documents), in.Bad, in.Remarks)
	}
	placing, err := in.Place(t.Context(), newStore(t), "")
	if err != nil || len(placing.Moved) == 0 {
		t.Errorf("%+v, %v", placing, err)
	}
	texts := textsOf(t, nil, in)
	for _, c := range in.Claims {
		if text := texts[c.DocumentSHA256]; c.Status != "orphaned" && (len(text) < c.End || string(text[c.Start:c.End]) != c.Quote) {
			t.Errorf("%+v is not at its place", c)
		}
	}
}

// A damaged package is refused with a sentence or has bad rows, and never ends the program.
func TestDamagedPackages(t *testing.T) {
	file, _ := written(t, sampleWorkspace(t), packageFormat, Options{})
	whole := entriesOf(t, file)
	read := func(file []byte) *Imported {
		in := &Imported{Format: packageFormat}
		_ = isPackage(file)
		if err := readPackage(file, in); err != nil {
			return nil
		}
		return in
	}
	for cut := 0; cut < len(file); cut += 997 {
		read(file[:cut])
	}
	for name := range whole {
		without := maps.Clone(whole)
		delete(without, name)
		in := read(archiveOf(t, without))
		if (in == nil) != (name == claimsTable.file() || name == descriptorFile) {
			t.Errorf("without %s: %v", name, in)
		}
	}
	for name, change := range map[string]func(string) string{
		evidenceTable.file():  func(s string) string { return strings.ReplaceAll(s, ",supports,", ",supports\",") },
		decisionsTable.file(): func(s string) string { return strings.ReplaceAll(s, "12.5", "NaN") },
		documentsTable.file(): func(s string) string { return strings.ReplaceAll(s, "Z,texts/", "Z,../../") },
		locatorsTable.file():  func(s string) string { return strings.ReplaceAll(s, ",41,", ",-1e999,") },
		claimsTable.file():    func(s string) string { return s + "x,y\n" },
		labelsTable.file():    func(s string) string { return "label\nNo id\n" },
		descriptorFile:        func(s string) string { return s[:len(s)/2] },
	} {
		changed := maps.Clone(whole)
		if changed[name] = change(whole[name]); changed[name] == whole[name] {
			t.Fatalf("%s was not changed", name)
		}
		in := read(archiveOf(t, changed))
		switch name {
		case labelsTable.file():
			if in != nil {
				t.Errorf("%s: it was read although the column with the ids is missing", name)
			}
		case documentsTable.file(): // the text is found by its usual name
			if in == nil || len(in.Documents) != 4 {
				t.Errorf("%s: %+v", name, in)
			}
		case descriptorFile:
			if in == nil || len(in.Claims) != 13 || len(in.Remarks) == 0 {
				t.Errorf("%s: %+v", name, in)
			}
		default:
			if in == nil || len(in.Bad) == 0 || !strings.Contains(in.Bad[0].Err.Error(), name) {
				t.Errorf("%s: %+v", name, in)
			}
		}
	}
}

func TestPackageOwnsItsFolder(t *testing.T) {
	ours := fstest.MapFS{descriptorFile: {}, "claims.csv": {}, "README.md": {}, "texts/a.txt": {}}
	if !ownsPackage(ours) {
		t.Error("a package is not its own")
	}
	for _, name := range []string{"notes.txt", "texts/a.docx", "texts/b/a.txt", "data/x.csv"} {
		other := maps.Clone(ours)
		other[name] = &fstest.MapFile{}
		if ownsPackage(other) {
			t.Errorf("a folder with %s is taken for a package alone", name)
		}
	}
	if ownsPackage(fstest.MapFS{"claims.csv": {}}) || ownsPackage(fstest.MapFS{}) {
		t.Error("a folder without a descriptor is taken for a package")
	}
}

// What stands in labels and guidelines has no meaning in the card.
func TestCardIsOfPlainText(t *testing.T) {
	if got := markdown("a|b\n<script> *x* `y` [z](w) \\"); got != `a\|b \<script\> \*x\* \`+"`"+`y\`+"`"+` \[z\](w) \\` {
		t.Error(got)
	}
	for n, want := range map[int]string{0: "n<1K", 999: "n<1K", 1000: "1K<n<10K", 10_000: "10K<n<100K", 999_999: "100K<n<1M", 1_000_000: "1M<n<10M"} {
		if got := sizeCategory(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}
