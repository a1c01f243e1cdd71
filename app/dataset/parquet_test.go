package dataset

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"factmark/store"
)

func millisecondsOf(cell string) *int64 { return (&parquetTimes{}).of(cell) }

func TestParquetHoldsTheColumnsOfTheView(t *testing.T) {
	for name, st := range map[string]*store.Store{"sample": sampleWorkspace(t), "hostile": hostileStore(t)} {
		t.Run(name, func(t *testing.T) {
			file, report := exportedAs(t, st, parquetFormat, Options{})
			_, claims := selected(t, st)
			if report.Rows != len(claims) {
				t.Errorf("reported %+v", report)
			}
			read, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
			if err != nil {
				t.Fatal(err)
			}
			for key, want := range map[string]string{"offset_unit": "codepoint", "format_version": "1"} {
				if got, there := read.Lookup(key); !there || got != want {
					t.Errorf("the metadata says %s %q", key, got)
				}
			}
			columns := read.Schema().Fields()
			for i, column := range append(append([]string{}, store.LabelledColumns...), "split", "evidence") {
				if columns[i].Name() != column {
					t.Errorf("column %d is %s, want %s", i, columns[i].Name(), column)
				}
			}
			rows := make([]parquetClaim, len(claims)+1)
			n, err := parquet.NewGenericReader[parquetClaim](read).Read(rows)
			if n != len(claims) || err != nil && !errors.Is(err, io.EOF) {
				t.Fatalf("%d rows of %d, %v", n, len(claims), err)
			}
			same := func(what string, got, want any) {
				t.Helper()
				if got != want {
					t.Errorf("%s is %v, want %v", what, got, want)
				}
			}
			number := func(what string, got, want *int64) {
				t.Helper()
				if (got == nil) != (want == nil) || got != nil && *got != *want {
					t.Errorf("%s is not what it was", what)
				}
			}
			for i, c := range claims {
				r := rows[i]
				for _, text := range [][2]string{
					{r.ClaimID, c.ID}, {r.DocumentID, c.DocumentID}, {r.Document, c.Document}, {r.Publisher, c.Publisher}, {r.Published, c.Published}, {r.SourceURL, c.SourceURL},
					{r.DocumentSHA256, c.DocumentSHA256}, {r.OffsetUnit, "codepoint"}, {r.Quote, c.Quote}, {r.Prefix, c.Prefix}, {r.Suffix, c.Suffix}, {r.Label, c.Label},
					{r.Meaning, c.Meaning}, {r.FineLabel, c.FineLabel}, {r.Statement, c.Statement}, {r.Claimant, c.Claimant}, {r.ClaimDate, c.ClaimDate}, {r.ClaimType, c.ClaimType},
					{r.Note, c.Note}, {r.Annotator, c.Annotator}, {r.Status, c.Status}, {r.FinalLabel, c.FinalLabel}, {r.Reviewer, c.Reviewer}, {r.Locator, c.Locator},
					{r.FirstClaimID, c.FirstClaimID}, {r.Split, ""},
				} {
					same("a text of claim "+c.ID, text[0], text[1])
				}
				same("start", r.Start, int64(c.Start))
				same("end", r.End, int64(c.End))
				same("supporting", r.Supporting, int64(c.Supporting))
				same("refuting", r.Refuting, int64(c.Refuting))
				number("created_at", r.CreatedAt, millisecondsOf(c.CreatedAt))
				number("updated_at", r.UpdatedAt, millisecondsOf(c.UpdatedAt))
				number("reviewed_at", r.ReviewedAt, millisecondsOf(c.ReviewedAt))
				want := asImported(c).Confidence
				if (r.Confidence == nil) != (want == nil) || want != nil && *r.Confidence != *want {
					t.Errorf("the confidence of claim %s is not %s", c.ID, c.Confidence)
				}
				if len(r.Evidence) != len(c.Evidence) {
					t.Fatalf("claim %s has %d pieces of evidence, want %d", c.ID, len(r.Evidence), len(c.Evidence))
				}
				for j, e := range c.Evidence {
					p := r.Evidence[j]
					for _, text := range [][2]string{
						{p.EvidenceID, e.ID}, {p.Stance, e.Stance}, {p.DocumentID, e.DocumentID}, {p.Document, e.Document}, {p.DocumentSHA256, e.DocumentSHA256}, {p.Quote, e.Quote},
						{p.URL, e.URL}, {p.Note, e.Note}, {p.Annotator, e.Annotator}, {p.Published, e.Published}, {p.ArchiveURL, e.ArchiveURL}, {p.Locator, e.Locator}, {p.SharedFrom, e.SharedFrom},
					} {
						same("a text of evidence "+e.ID, text[0], text[1])
					}
					same("set", p.EvidenceSet, int64(e.Set))
					number("created_at", p.CreatedAt, millisecondsOf(e.CreatedAt))
					if placed := p.Start != nil && p.End != nil; placed != (e.DocumentID != "") || placed && (*p.Start != int64(e.Start) || *p.End != int64(e.End)) {
						t.Errorf("the span of evidence %s is not what it was", e.ID)
					}
				}
			}
			if again, _ := exportedAs(t, st, parquetFormat, Options{}); !bytes.Equal(file, again) {
				t.Error("a second export differs")
			}
		})
	}
}

func TestParquetTellsNothingSaidFromNothing(t *testing.T) {
	st := newStore(t, store.NewDocument{Title: "T", Text: "abc def"})
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	added, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: docs[0].ID, Start: 0, End: 3}, {DocumentID: docs[0].ID, Start: 4, End: 7}})
	if err != nil {
		t.Fatal(err)
	}
	none := 0.0
	sure := &none
	if err := st.EditClaim(t.Context(), added[0].ID, store.ClaimEdit{Confidence: &sure}); err != nil {
		t.Fatal(err)
	}
	file, _ := exportedAs(t, st, parquetFormat, Options{})
	read, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	nulls := map[string]int{}
	rows := read.RowGroups()[0].Rows()
	defer rows.Close()
	buffer := make([]parquet.Row, 2)
	n, err := rows.ReadRows(buffer)
	if n != 2 || err != nil && !errors.Is(err, io.EOF) {
		t.Fatal(n, err)
	}
	for _, row := range buffer {
		for _, v := range row {
			if v.IsNull() {
				nulls[strings.Join(read.Schema().Columns()[v.Column()], ".")]++
			}
		}
	}
	for column, want := range map[string]int{"confidence": 1, "label": 2, "reviewed_at": 2, "split": 2, "note": 2, "created_at": 0, "prefix": 0, "suffix": 0, "supporting": 0, "evidence.list.element.evidence_id": 2} {
		if nulls[column] != want {
			t.Errorf("%s is null %d times, want %d", column, nulls[column], want)
		}
	}
}

func TestRowGroupsOfParquetAreBounded(t *testing.T) {
	st := newStore(t, store.NewDocument{Title: "T", Text: strings.Repeat("long words ", 100_000)})
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	claims := make([]store.NewClaim, 40)
	for i := range claims {
		claims[i] = store.NewClaim{DocumentID: docs[0].ID, Start: i * 11, End: docs[0].Length - 1}
	}
	if _, err := st.AddClaims(t.Context(), claims); err != nil {
		t.Fatal(err)
	}
	file, _ := exportedAs(t, st, parquetFormat, Options{})
	read, err := parquet.OpenFile(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	if groups := len(read.RowGroups()); groups != 3 { // of 1.1 MB each, more than 16 MB
		t.Errorf("40 long claims are in %d row groups", groups)
	}
}

func TestParquetStopsWhereItCannotWrite(t *testing.T) {
	st := manyClaims(t, 1000)
	full := errors.New("the disk is full")
	for _, room := range []int{0, 10_000} {
		if _, err := Write(t.Context(), &limited{room, full}, st, parquetFormat, store.Filter{}, Options{}); !errors.Is(err, full) {
			t.Errorf("with room for %d bytes: %v", room, err)
		}
	}
}
