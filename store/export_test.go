package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"factmark/store/internal/db"
)

// evidenceRows reads the view claim_evidence as any other program would.
func evidenceRows(t testing.TB, s *Store) [][]string {
	t.Helper()
	var all [][]string
	cells := make([]string, 17)
	dest := make([]any, len(cells))
	for i := range cells {
		dest[i] = &cells[i]
	}
	err := s.reading(t.Context()).Each(`SELECT evidence_id, claim_id, evidence_set, stance, document_id, document, ifnull(start, ''), ifnull("end", ''), quote, url, note,
		annotator, created_at, published, archive_url, locator, shared_from FROM claim_evidence`, nil, func(scan func(...any) error) error {
		err := scan(dest...)
		all = append(all, slices.Clone(cells))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// exportedRows reads a scope as an export does: the rows of claims, of evidence as claim_evidence has them, and of decisions.
func exportedRows(t testing.TB, s *Store, f Filter) (claims, evidence [][]string, decisions []string) {
	t.Helper()
	err := s.Export(t.Context(), f, func(e *Export) error {
		shown := make(map[string]string)
		for _, p := range e.People {
			if shown[p.ID] = p.Name; p.Pseudonym != "" {
				shown[p.ID] = p.Pseudonym
			}
		}
		for _, p := range e.People {
			if p.SameAs != "" {
				shown[p.ID] = shown[p.SameAs]
			}
		}
		err := e.EachWholeWithPeople(func(c *ExportedClaim) error {
			claims = append(claims, slices.Clone(c.Cells))
			if shown[c.AnnotatorID] != c.Cells[24] || shown[c.ReviewerID] != c.Cells[29] {
				t.Errorf("%s is by %s and reviewed by %s; the view says %s, %s", c.Cells[0], shown[c.AnnotatorID], shown[c.ReviewerID], c.Cells[24], c.Cells[29])
			}
			for _, x := range c.Evidence {
				start, end, from := fmt.Sprint(x.Start), fmt.Sprint(x.End), x.ClaimID
				if x.DocumentID == "" {
					start, end = "", ""
				}
				if from == c.Cells[0] {
					from = ""
				}
				evidence = append(evidence, []string{x.ID, c.Cells[0], fmt.Sprint(x.Set), string(x.Stance), x.DocumentID, x.Document, start, end, x.Quote, x.URL, x.Note,
					shown[x.PersonID], x.Created, x.Published, x.ArchiveURL, x.Locator, from})
			}
			for _, d := range c.Decisions {
				decisions = append(decisions, c.Cells[0]+" "+d.ID+" "+string(d.Kind)+" "+d.Created)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if c, p, err := e.Counts(); err != nil || c != len(claims) || p != len(evidence) {
			t.Errorf("%d claims and %d pieces of evidence are counted, %v; there are %d and %d", c, p, err, len(claims), len(evidence))
		}
		next := 0
		err = e.EachEvidence(func(claimID string, x *ExportedEvidence) error {
			if next == len(evidence) || evidence[next][0] != x.ID || evidence[next][1] != claimID || evidence[next][12] != x.Created {
				t.Errorf("piece %d of the evidence is %s of %s", next, x.ID, claimID)
			}
			next++
			return nil
		})
		if err != nil {
			return err
		}
		if next != len(evidence) {
			t.Errorf("%d pieces of evidence are given, want %d", next, len(evidence))
		}
		stop := errors.New("enough")
		if err := e.EachEvidence(func(string, *ExportedEvidence) error { return stop }); len(evidence) > 0 && !errors.Is(err, stop) {
			t.Errorf("what was to end the walk gave %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return claims, evidence, decisions
}

// Whatever is in a workspace and whichever part is chosen, an export reads the rows of the views, and the decisions.
func TestAnExportReadsTheViews(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := create(t)
		var documents []Document
		var claims []Claim
		for i := range rapid.IntRange(1, 3).Draw(rt, "documents") {
			added, err := s.AddDocuments(t.Context(), []NewDocument{{Title: rapid.SampledFrom([]string{"a", "B", "b"}).Draw(rt, "title"), Text: fmt.Sprint(i) + " one two three",
				Locators: []Locator{{LocatorPage, 0, 4, "1"}, {LocatorPage, 4, 8, "2"}}}})
			do(t, err)
			documents = append(documents, added[0].Document)
		}
		session := ""
		for i := range rapid.IntRange(0, 6).Draw(rt, "claims") {
			do(t, s.SignIn(t.Context(), Person{Name: rapid.SampledFrom([]string{"Ana", "Ben", "Cem"}).Draw(rt, "name")}))
			c := addClaim(t, s, NewClaim{DocumentID: rapid.SampledFrom(documents).Draw(rt, "document").ID, Start: i, End: 12, LabelID: rapid.SampledFrom([]string{"", SupportedID, DisputedID}).Draw(rt, "label"), Note: texts(3).Draw(rt, "note")})
			if len(claims) > 0 && rapid.Bool().Draw(rt, "linked") {
				do(t, s.LinkClaims(t.Context(), c.ID, rapid.SampledFrom(claims).Draw(rt, "other").ID))
			}
			claims = append(claims, c)
			for range rapid.IntRange(0, 2).Draw(rt, "pieces") {
				n := NewEvidence{ClaimID: c.ID, Stance: rapid.SampledFrom([]Stance{"supports", "refutes", "context"}).Draw(rt, "stance"), Set: rapid.IntRange(1, 2).Draw(rt, "set"), Note: texts(3).Draw(rt, "note")}
				if n.URL = "u"; rapid.Bool().Draw(rt, "within") {
					n.URL, n.DocumentID, n.Start, n.End = "", rapid.SampledFrom(documents).Draw(rt, "in").ID, 2, 9
				}
				_, err := s.AddEvidence(t.Context(), n)
				do(t, err)
			}
			if rapid.Bool().Draw(rt, "decided") {
				if rapid.Bool().Draw(rt, "settled") {
					do(t, s.Adjudicate(t.Context(), SupportedID, "", c.ID))
				} else {
					started, err := s.StartSession(t.Context(), NewSession{Selection: "{}", Mode: ModeOpen})
					do(t, err)
					session = started.ID
					_, err = s.Decide(t.Context(), NewDecision{SessionID: session, ClaimID: c.ID, Kind: DecidedReject})
					do(t, err)
				}
			}
		}
		people, err := s.KnownPeople(t.Context())
		do(t, err)
		if len(people) > 1 {
			if rapid.Bool().Draw(rt, "one person") {
				do(t, s.EditPerson(t.Context(), people[0].ID, PersonEdit{SameAs: &people[1].ID}))
			}
			do(t, s.EditPerson(t.Context(), people[1].ID, PersonEdit{Pseudonym: ptr("P")}))
		}
		f := Filter{}
		if rapid.Bool().Draw(rt, "some documents") {
			f.DocumentIDs = []string{documents[0].ID}
		}
		if rapid.Bool().Draw(rt, "some labels") {
			f.LabelIDs = []string{SupportedID, ""}
		}
		f.Finished = rapid.Bool().Draw(rt, "finished")
		wantClaims := labelledCellsOf(t, s, f)
		var wantEvidence [][]string
		var wantDecisions []string
		all := evidenceRows(t, s)
		for _, row := range wantClaims {
			for _, x := range all {
				if x[1] == row[0] {
					wantEvidence = append(wantEvidence, x)
				}
			}
			decisions, err := s.Decisions(t.Context(), DecisionFilter{ClaimID: row[0]})
			do(t, err)
			for _, d := range decisions {
				wantDecisions = append(wantDecisions, row[0]+" "+d.ID+" "+string(d.Kind)+" "+db.FormatTime(d.CreatedAt))
			}
		}
		gotClaims, evidence, decisions := exportedRows(t, s, f)
		expectRows(t, gotClaims, wantClaims)
		expectRows(t, evidence, wantEvidence)
		if !slices.Equal(decisions, wantDecisions) {
			rt.Errorf("decisions %q, want %q", decisions, wantDecisions)
		}
		having := func(read func(*Export, func(string)) error) (ids []string) {
			do(t, s.Export(t.Context(), f, func(e *Export) error { return read(e, func(id string) { ids = append(ids, id) }) }))
			return ids
		}
		named := func(rows []string) (ids []string) {
			for _, r := range rows {
				id, _, _ := strings.Cut(r, " ")
				ids = append(ids, id)
			}
			slices.Sort(ids)
			return slices.Compact(ids)
		}
		var bearing []string
		for _, x := range wantEvidence {
			bearing = append(bearing, x[1])
		}
		if got := having((*Export).WithEvidence); !slices.Equal(got, named(bearing)) {
			rt.Errorf("evidence bears on %q, want %q", got, bearing)
		}
		if got := having((*Export).WithDecisions); !slices.Equal(got, named(wantDecisions)) {
			rt.Errorf("decided on %q, want %q", got, wantDecisions)
		}
	})
}

// All that an export reads is of one moment, in as many walks as it takes, also side by side.
func TestAnExportSeesOneMoment(t *testing.T) {
	s := create(t)
	fill(t, s, 3*perDocument)
	documents, err := s.Documents(t.Context())
	do(t, err)
	claims, err := s.Claims(t.Context(), documents[2].ID)
	do(t, err)
	_, err = s.AddEvidence(t.Context(), NewEvidence{ClaimID: claims[0].ID, Stance: StanceContext, URL: "u"})
	do(t, err)
	err = s.Export(t.Context(), Filter{}, func(e *Export) error {
		do(t, s.RemoveDocument(t.Context(), documents[2].ID))
		for range 2 {
			n, pieces := 0, 0
			do(t, e.EachWhole(func(c *ExportedClaim) error {
				if n++; n%perDocument == 1 {
					within := 0
					do(t, e.Within(e.Documents[:1]).EachClaim(func([]string) error { within++; return nil }))
					if within != perDocument {
						t.Errorf("%d rows within", within)
					}
				}
				pieces += len(c.Evidence)
				return nil
			}))
			if n != 3*perDocument || pieces != 1 {
				t.Errorf("%d claims with %d pieces of evidence", n, pieces)
			}
		}
		if len(e.Documents) != 3 {
			t.Errorf("%d documents", len(e.Documents))
		}
		_, err := e.Text(documents[2].SHA256)
		return err
	})
	do(t, err)
}

func TestAnExportEnds(t *testing.T) {
	s := create(t)
	fill(t, s, 2*perDocument)
	documents, err := s.Documents(t.Context())
	do(t, err)
	claims, err := s.Claims(t.Context(), documents[1].ID)
	do(t, err)
	for _, c := range claims {
		_, err := s.AddEvidence(t.Context(), NewEvidence{ClaimID: c.ID, Stance: StanceContext, URL: "u"})
		do(t, err)
	}
	full := errors.New("full")
	for _, f := range []Filter{{}, {DocumentIDs: []string{documents[0].ID, documents[1].ID}}} {
		n := 0
		err := s.Export(t.Context(), f, func(e *Export) error {
			return e.EachWhole(func(*ExportedClaim) error {
				if n++; n == 700 {
					return full
				}
				return nil
			})
		})
		if err != full || n != 700 {
			t.Errorf("ended after %d claims with %v", n, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		err = s.Export(ctx, f, func(e *Export) error { return e.EachWhole(func(*ExportedClaim) error { cancel(); return nil }) })
		if !errors.Is(err, context.Canceled) {
			t.Errorf("after cancelling: %v", err)
		}
	}
	if got, _, _ := exportedRows(t, s, Filter{}); len(got) != 2*perDocument {
		t.Errorf("%d claims afterwards", len(got))
	}
}
