package dataset

import (
	"encoding/json"
	"errors"
	"maps"
	"strings"
	"testing"

	"factmark/app/ingest/table"
	"factmark/store"
)

// tableOf is the table of a file with columns that are not ours.
func tableOf(t *testing.T, file string) *table.Table {
	t.Helper()
	_, err := Read("x.csv", []byte(file), nil)
	question, is := errors.AsType[*MappingError](err)
	if !is {
		t.Fatalf("%q is no question: %v", file, err)
	}
	return question.Table
}

func TestColumnsAreGuessed(t *testing.T) {
	labels := []store.Label{{Name: "Supported", Meaning: "supported"}, {Name: "Disputed", Meaning: "disputed"}, {Name: "Not enough info", Meaning: "unclear"}}
	for name, test := range map[string]struct {
		file    string
		columns map[string]string
		labels  map[string]string
	}{
		"a coder's list": {"Highlighted text,Verdict,Article,Coder,Comment\nThe harbour handled 40 ships,TRUE,Harbour report,Ana,yes\nno ship was turned away,false,Harbour report,Ben,\n",
			map[string]string{"Highlighted text": "quote", "Verdict": "label", "Article": "document", "Coder": "annotator", "Comment": "note"},
			map[string]string{"TRUE": "Supported", "false": "Disputed"}},
		"spans of texts": {"text;start_char;end_char;tag\nThe harbour handled 40 ships a day.;4;11;NEI\n",
			map[string]string{"text": "text", "start_char": "start", "end_char": "end", "tag": "label"}, map[string]string{"NEI": "Not enough info"}},
		"claims and evidence": {"claim\tclaim_label\tevidence\tevidence_url\nThe harbour handled 40 ships\tSUPPORTS\tIt did.\thttps://example.org\n",
			map[string]string{"claim": "quote", "claim_label": "label", "evidence": "evidence", "evidence_url": "evidence_url"}, map[string]string{"SUPPORTS": "Supported"}},
		"no name tells":         {"A,B\nq1,The harbour handled 40 ships a day and more\nq2,No ship was turned away that day\n", map[string]string{"B": "quote"}, map[string]string{}},
		"numbers are no quotes": {"quote,sentence,offset\n1,The harbour handled 40 ships,x\n2,No ship was turned away,x\n", map[string]string{"sentence": "quote"}, map[string]string{}},
	} {
		m := GuessMapping(tableOf(t, test.file), labels)
		if !maps.Equal(m.Columns, test.columns) || !maps.Equal(m.Labels, test.labels) {
			t.Errorf("%s: %v, %v", name, m.Columns, m.Labels)
		}
	}
}

func TestAMappingMustFit(t *testing.T) {
	read := tableOf(t, "a,b,c\nx y z,1,2\nx y z,1,2\n")
	for want, columns := range map[string]map[string]string{
		"which column holds the quote, or":     {"a": "note"},
		"start and an end":                     {"a": "quote", "b": "start"},
		"“a” and “b” cannot both be the label": {"a": "label", "b": "label"},
		"none of the fields: quote, label":     {"a": "wolf"},
		"no column “d”":                        {"a": "quote", "d": "label"},
		"or names the document":                {"b": "start", "c": "end"},
	} {
		if err := (&Mapping{Columns: columns}).Check(read); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v: %v, want %q", columns, err, want)
		}
	}
	if err := (&Mapping{Columns: map[string]string{"a": "quote"}}).Check(read); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "[]", `{"columns": 1}`, `{"colums": {}}`, strings.Repeat("[", 1000)} {
		if _, err := ReadMapping(strings.NewReader(bad)); err == nil || !strings.Contains(err.Error(), "it is no mapping") {
			t.Errorf("%.20q: %v", bad, err)
		}
	}
}

func TestAMappingIsFoundAgain(t *testing.T) {
	read := tableOf(t, "Quote here,Verdict\nThe harbour handled 40 ships,T\n")
	m := Mapping{Header: read.Columns, Columns: map[string]string{"Quote here": "quote", "Verdict": "label"}, Labels: map[string]string{"T": "Supported"}}
	kept, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	saved := map[string]json.RawMessage{"broken": json.RawMessage("{"), "other": json.RawMessage(`{"header": ["x"], "columns": {"x": "quote"}}`), "mine": kept}
	if name, got, found := SavedMapping(saved, read); !found || name != "mine" || !maps.Equal(got.Columns, m.Columns) || !maps.Equal(got.Labels, m.Labels) {
		t.Errorf("%s, %+v, %v", name, got, found)
	}
	if name, _, found := SavedMapping(saved, tableOf(t, "Quote here,Verdict,More\na b,c,d\n")); found {
		t.Errorf("%s is found for other columns", name)
	}
}

// A table is read by a mapping; the documents that it does not name are those that a quote stands in alone.
func TestATableOfAnyColumnsComesIn(t *testing.T) {
	st := newStore(t, store.NewDocument{Title: "Harbour report", Text: "The harbour 👩🏽 handled 40 ships. No ship was turned away.\nRates fell."},
		store.NewDocument{Title: "Ledger", Text: "Rates fell. The ledger says 12."})
	file := "Quote here,Verdict,Who,Sure,When,Proof,Where\n" +
		"\"handled  40 ships\",T,Ana,80 %,2025-02-10,\"It did, \"\"twice\"\".\",https://example.org/a\n" +
		"The ledger says 12,F,Ben,0.5,,,\n" +
		"Rates fell,T,Ana,,,,\n" +
		"Nobody said this,T,Ana,,,,\n" +
		",T,Ana,,,,\n"
	m := Mapping{Columns: map[string]string{"Quote here": "quote", "Verdict": "label", "Who": "annotator", "Sure": "confidence", "When": "created_at", "Proof": "evidence", "Where": "evidence_url"},
		Labels: map[string]string{"T": "Supported", "F": "Disputed"}}
	in, err := ReadTable("x.csv", tableOf(t, file), m)
	if err != nil {
		t.Fatal(err)
	}
	var b Batch
	b.Add(in)
	if err := b.Place(t.Context(), st, ""); err != nil {
		t.Fatal(err)
	}
	var bad []string
	for _, row := range b.Bad() {
		bad = append(bad, row.String())
	}
	if got, want := strings.Join(bad, "\n"), "line 4: nothing says in which document it stands, and its quote stands in 2 of them, such as “Harbour report” and “Ledger”\n"+
		"line 5: nothing says in which document it stands, and no document holds its quote\nline 6: the quote is empty"; got != want {
		t.Errorf("bad:\n%s", got)
	}
	report, err := st.ImportDataset(t.Context(), b.Dataset(), store.ImportOptions{SkipBadRows: true})
	if err != nil || report.Added != 2 || report.EvidenceAdded != 1 || len(report.Bad) != 0 || b.Placing.Sought != 2 || len(b.Placing.Moved) != 0 {
		t.Fatalf("%+v, %+v, %v", report, b.Placing, err)
	}
	got := claimsOf(t, st)
	for _, c := range got {
		want := map[string]store.ImportedClaim{"handled 40 ships": {Start: 15, End: 31, Label: "Supported", Annotator: "Ana"}, "The ledger says 12": {Start: 12, End: 30, Label: "Disputed", Annotator: "Ben"}}[c.Quote]
		if c.Start != want.Start || c.End != want.End || c.Label != want.Label || c.Annotator != want.Annotator {
			t.Errorf("%+v", c)
		}
	}
}

// Texts that stand in the rows come along, once each, and offsets are held against the quotes.
func TestATableBringsItsTexts(t *testing.T) {
	st := newStore(t)
	text := "The 🚀 crew said so."
	file := "text,start,end,span,name\n" + text + ",7,11,crew,A\n" + text + ",12,16,said,A\n"
	in, err := ReadTable("x.csv", tableOf(t, file), Mapping{Columns: map[string]string{"text": "text", "start": "start", "end": "end", "span": "quote", "name": "document"}})
	if err != nil {
		t.Fatal(err)
	}
	placing, err := in.Place(t.Context(), st, "")
	if err != nil || placing.Unit != UTF16 || len(in.Documents) != 1 || in.Documents[0].Title != "A" {
		t.Fatalf("%+v, %+v, %v", placing, in.Documents, err)
	}
	stand(t, in, "crew", "said")
}

// What any program writes into a workbook's cells is read the same.
func FuzzReadTable(f *testing.F) {
	f.Add("a,b\nx y,1\n")
	f.Add("quote;label;start;end\n\"x\";\"y\";1;2\n")
	f.Fuzz(func(t *testing.T, file string) {
		_, err := Read("x.csv", []byte(file), nil)
		question, is := errors.AsType[*MappingError](err)
		if !is {
			return
		}
		m := GuessMapping(question.Table, nil)
		if m.Check(question.Table) != nil {
			return
		}
		in, err := ReadTable("x.csv", question.Table, m)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(in.Claims) + len(in.Bad) + in.Blank; n != question.Table.Rows() {
			t.Errorf("%d of %d rows", n, question.Table.Rows())
		}
	})
}
