package store

import (
	"fmt"
	"strings"
	"testing"
)

func TestMatrix(t *testing.T) {
	ctx, s := t.Context(), create(t)
	b, a := addText(t, s, "b", "Fourteen ships came in, the port said."), addText(t, s, "A", "The port said that ten ships came in. It lies.")
	third := addText(t, s, "c", "Nothing is said here of ships.")
	labels, err := s.Labels(ctx)
	if err != nil {
		t.Fatal(err)
	}
	claim := func(document string, start, end int, label string) string {
		made, err := s.AddClaims(ctx, []NewClaim{{DocumentID: document, Start: start, End: end, LabelID: label}})
		if err != nil {
			t.Fatal(err)
		}
		return made[0].ID
	}
	late, early := claim(a, 38, 46, ""), claim(a, 19, 36, labels[0].ID)
	linked, alone := claim(b, 0, 22, labels[1].ID), claim(third, 0, 7, labels[0].ID)
	if err := s.LinkClaims(ctx, early, linked); err != nil {
		t.Fatal(err)
	}
	_, err = s.AddEvidence(ctx,
		NewEvidence{ClaimID: linked, Stance: StanceRefutes, DocumentID: third, Start: 0, End: 7},
		NewEvidence{ClaimID: early, Stance: StanceSupports, DocumentID: a, Start: 0, End: 8},
		NewEvidence{ClaimID: late, Stance: StanceContext, URL: "https://example.org", Quote: "outside"})
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]string{late: "late", early: "early", linked: "linked", alone: "alone", "": "-", a: "A", b: "b", third: "c"}
	got := func(q MatrixQuery) string {
		t.Helper()
		m, err := s.Matrix(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, d := range m.Documents {
			all = append(all, d.Title)
		}
		for _, c := range m.Claims {
			all = append(all, fmt.Sprintf("%s of %s in %s %d–%d", names[c.ID], names[c.FirstID], names[c.DocumentID], c.Start, c.End))
		}
		for _, e := range m.Evidence {
			all = append(all, fmt.Sprintf("%s: %s in %s %v", names[e.ClaimID], e.Stance, names[e.DocumentID], e.Placed))
		}
		return strings.Join(append(all, fmt.Sprint(m.Left)), ", ")
	}
	for _, test := range []struct {
		name string
		q    MatrixQuery
		want string
	}{
		{"with evidence", MatrixQuery{Limit: 10}, "A, b, c, early of - in A 19–36, late of - in A 38–46, linked of early in b 0–22, " +
			"linked: refutes in c true, early: supports in A true, late: context in - false, 0"},
		{"all", MatrixQuery{All: true, Limit: 10}, "A, b, c, early of - in A 19–36, late of - in A 38–46, alone of - in c 0–7, linked of early in b 0–22, " +
			"linked: refutes in c true, early: supports in A true, late: context in - false, 0"},
		{"at most one", MatrixQuery{All: true, Limit: 1}, "A, b, c, early of - in A 19–36, linked of early in b 0–22, linked: refutes in c true, early: supports in A true, 2"},
		{"as many as there are", MatrixQuery{Limit: 2}, "A, b, c, early of - in A 19–36, late of - in A 38–46, linked of early in b 0–22, " +
			"linked: refutes in c true, early: supports in A true, late: context in - false, 0"},
		{"with a label", MatrixQuery{All: true, LabelIDs: []string{labels[0].ID}, Limit: 10}, "A, b, c, early of - in A 19–36, alone of - in c 0–7, linked of early in b 0–22, " +
			"linked: refutes in c true, early: supports in A true, 0"},
		{"without a label", MatrixQuery{LabelIDs: []string{""}, Limit: 10}, "A, b, c, late of - in A 38–46, late: context in - false, 0"},
		{"with none of any label", MatrixQuery{LabelIDs: []string{}, Limit: 10}, "A, b, c, 0"},
	} {
		if got := got(test.q); got != test.want {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

// BenchmarkMatrix reads 10,000 claims with evidence in 1,000 documents, among 100,000 others.
func BenchmarkMatrix(b *testing.B) {
	ctx, s := b.Context(), create(b)
	var documents []NewDocument
	for i := range 1000 {
		documents = append(documents, NewDocument{Title: fmt.Sprint("document ", i), Text: strings.Repeat(fmt.Sprintf("Line %d of it. ", i), 10)})
	}
	added, err := s.AddDocuments(ctx, documents)
	if err != nil {
		b.Fatal(err)
	}
	var claims []NewClaim
	for i := range 100_000 {
		claims = append(claims, NewClaim{DocumentID: added[i%1000].Document.ID, Start: i / 1000, End: i/1000 + 8})
	}
	made, err := s.AddClaims(ctx, claims)
	if err != nil {
		b.Fatal(err)
	}
	var evidence []NewEvidence
	for i := range 20_000 {
		evidence = append(evidence, NewEvidence{ClaimID: made[i/2].ID, Stance: StanceSupports, DocumentID: added[i%997].Document.ID, Start: 0, End: 4})
	}
	if _, err := s.AddEvidence(ctx, evidence...); err != nil {
		b.Fatal(err)
	}
	for _, all := range []bool{false, true} {
		b.Run(fmt.Sprint("all=", all), func(b *testing.B) {
			for b.Loop() {
				m, err := s.Matrix(ctx, MatrixQuery{All: all, Limit: 10_000})
				if err != nil || len(m.Claims) != 10_000 {
					b.Fatal(len(m.Claims), err)
				}
			}
		})
	}
}
