package dataset

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"factmark/store"
)

// The people of sampleWorkspace: Ben has a pseudonym, Ana has none.
const (
	sampleAna = "0190b3a0-0000-7000-8000-000000000001"
	sampleBen = "0190b3a0-0000-7000-8000-000000000002"
)

// sampleDocuments are the documents of sampleWorkspace: emoji with joiners, right-to-left text, combining marks, a file that had CRLF,
// locators, all details, one without a claim, and titles that a spreadsheet or a file name takes for something else.
var sampleDocuments = []store.NewDocument{
	{Title: "Harbour report", Publisher: "The Example", Published: "2025-02-10", SourceURL: "https://example.org/harbour?a=1&b=2", Author: "J. Doe", Language: "en",
		Tags: "energy, EU", Note: "Read \"page 2\" again.", Stated: store.DocumentDone, FileName: "harbour.txt", Charset: "windows-1252",
		Text:     "The harbour 👩🏽\u200D🚀 handled 40 ships a day.\nThe mayor said: “No ship\nwas turned away.”\n=cmd|' /C calc'!A1 stood in the log, \"quoted\", twice.\n",
		Original: []byte("The harbour handled 40 ships a day.\r\nThe mayor said: \"No ship\r\nwas turned away.\"\r\n"),
		Locators: []store.Locator{{Kind: store.LocatorPage, Start: 0, End: 41, Label: "1"}, {Kind: store.LocatorPage, Start: 41, End: 90, Label: "2"}}},
	{Title: "=2+3 مجلس الأمن", Publisher: "+49 Press", Published: "2024?", SourceURL: "", Language: "ar",
		Text: "يعقد مجلس الأمن اجتماعا يوم الاثنين. قال الوزير: لا زيادة. 🇫🇷 e\u0301te\u0301 \u202Bכתב\u202C\tTab"},
	{Title: "Ledger, “final”", Published: "2023-05", FileName: "ledger.txt",
		Text: "The harbour handled 40 ships a day, the ledger says. Some days it was 12. Rates fell by 0.5 % in May."},
	{Title: "../empty: no claims", Text: "Nobody has marked anything here."},
}

// sampleWorkspace has what makes exports and imports hard: see sampleDocuments, and claims that overlap, cover the same span by two
// people, hold a line end, are unlabelled, rejected, settled by a review, linked, or have lost their place, a label with a space, and
// evidence in sets, of other documents, of the claim's own and from outside. The ids of claims and evidence and the times of claims are fixed.
func sampleWorkspace(t testing.TB) *store.Store { t.Helper(); return sampleMade.copy(t) }

var sampleMade = workspaceMade{by: store.Person{ID: sampleAna, Name: "Ana"}, make: makeSample}

func makeSample(t testing.TB) *store.Store {
	t.Helper()
	st := newStore(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(st.SignIn(t.Context(), store.Person{ID: sampleBen, Name: "Ben Ödön"}))
	added, err := st.AddDocuments(t.Context(), sampleDocuments)
	must(err)
	pseudonym := "Coder B"
	must(st.EditPerson(t.Context(), sampleBen, store.PersonEdit{Pseudonym: &pseudonym}))
	own, err := st.AddLabel(t.Context(), store.Label{Name: "Half true", Meaning: "unclear", Group: "Scale", Rating: 3, Guideline: "Where one half holds,\nand the other does not."})
	must(err)
	ledger := added[2].Document

	at := time.Date(2025, 2, 10, 9, 30, 0, 123e6, time.UTC)
	half := 0.5
	n := 0
	claim := func(document int, quote string, c store.ImportedClaim) store.ImportedClaim {
		n++
		c.ClaimID, c.DocumentSHA256, c.Quote = sampleClaimID(n), added[document].Document.SHA256, quote
		c.Start, c.End = sampleSpan(t, sampleDocuments[document].Text, quote)
		c.CreatedAt, c.UpdatedAt = at.Add(time.Duration(n)*time.Minute), at.Add(time.Duration(n)*time.Hour)
		if c.Annotator == "" {
			c.Annotator = "Ana"
		}
		return c
	}
	rows := []store.ImportedClaim{
		claim(0, "The harbour 👩🏽\u200D🚀 handled 40 ships a day.", store.ImportedClaim{Label: "Supported", Statement: "The harbour, \"daily\", handled 40 ships.",
			Claimant: "Harbour office", ClaimDate: "2025-02", ClaimType: "number", Confidence: &half, Note: "See the ledger;\nit says so."}), // 1
		claim(0, "The harbour 👩🏽\u200D🚀 handled 40 ships a day.", store.ImportedClaim{Label: "Disputed", Annotator: "Ben Ödön", Status: "adjudicated",
			FinalLabel: "Supported", Reviewer: "Ana", ReviewedAt: at.Add(time.Hour * 100)}), // 2
		claim(0, "👩🏽\u200D🚀 handled 40", store.ImportedClaim{Label: "Half true", Annotator: "Ben Ödön"}),                                                    // 3, within the first
		claim(0, "ships a day.\nThe mayor said", store.ImportedClaim{Label: "Not enough info"}),                                                             // 4, overlaps, over the end of a sentence
		claim(0, "“No ship\nwas turned away.”", store.ImportedClaim{Label: "Disputed", Claimant: "The mayor"}),                                              // 5, a line end inside
		claim(0, "=cmd|' /C calc'!A1", store.ImportedClaim{Note: "=1+1", Statement: "-cmd, 'as it was'"}),                                                   // 6, unlabelled
		claim(0, "\"quoted\", twice", store.ImportedClaim{Label: "Disputed", Status: "rejected", Reviewer: "Ben Ödön", ReviewedAt: at.Add(time.Hour * 90)}), // 7
		claim(1, "يعقد مجلس الأمن", store.ImportedClaim{Label: "Supported", Annotator: "Ben Ödön"}),                                                         // 8
		claim(1, "🇫🇷 e\u0301te\u0301", store.ImportedClaim{Label: "Half true"}),                                                                             // 9
		claim(1, "\u202Bכתב\u202C\tTab", store.ImportedClaim{}),                                                                                             // 10
		claim(2, "The harbour handled 40 ships a day", store.ImportedClaim{Label: "Supported", Annotator: "Ben Ödön"}),                                      // 11, linked with 1
		claim(2, "it was 12", store.ImportedClaim{Label: "Not enough info"}),                                                                                // 12, context alone
	}
	orphan := store.ImportedClaim{ClaimID: sampleClaimID(13), DocumentSHA256: strings.Repeat("ab", 32), DocumentTitle: ledger.Title, Status: "orphaned", Annotator: "Ana",
		Start: 10, End: 23, Quote: "rates 🏦 rose ,", Prefix: "The old ", Suffix: " again", Label: "Disputed", CreatedAt: at, UpdatedAt: at}
	orphan.End = orphan.Start + utf8.RuneCountInString(orphan.Quote)
	_, err = st.ImportClaims(t.Context(), append(rows, orphan), store.ImportOptions{})
	must(err)
	must(st.LinkClaims(t.Context(), sampleClaimID(1), sampleClaimID(11)))

	piece := 0
	evidence := func(claim, set int, stance store.Stance, document int, quote string, outside store.NewEvidence) store.NewEvidence {
		piece++
		outside.ID, outside.ClaimID, outside.Set, outside.Stance = sampleEvidenceID(piece), sampleClaimID(claim), set, stance
		if quote != "" {
			outside.DocumentID = added[document].Document.ID
			outside.Start, outside.End = sampleSpan(t, sampleDocuments[document].Text, quote)
		}
		return outside
	}
	_, err = st.AddEvidence(t.Context(),
		evidence(1, 1, store.StanceSupports, 2, "The harbour handled 40 ships a day", store.NewEvidence{Note: "the ledger, \"line 1\""}),
		evidence(1, 1, store.StanceSupports, 0, "stood in the log", store.NewEvidence{}),
		evidence(1, 2, store.StanceRefutes, 2, "Some days it was 12.", store.NewEvidence{}),
		evidence(5, 1, store.StanceRefutes, 0, "", store.NewEvidence{URL: "https://example.org/news?id=5&x=“y”", Quote: "Two ships,\n“at least”, were sent away 🚢", Published: "2025-02?",
			ArchiveURL: "https://archive.example.org/5", Note: "=evil()"}),
		evidence(8, 1, store.StanceSupports, 1, "لا زيادة", store.NewEvidence{}),
		evidence(11, 1, store.StanceContext, 1, "🇫🇷 e\u0301te\u0301", store.NewEvidence{}),
		evidence(12, 1, store.StanceContext, 2, "in May", store.NewEvidence{}),
	)
	must(err)

	review, err := st.StartSession(t.Context(), store.NewSession{Name: "Second reading", Selection: "{}", Mode: store.ModeOpen})
	must(err)
	for _, d := range []store.NewDecision{
		{ClaimID: sampleClaimID(4), Kind: store.DecidedLabel, LabelID: store.DisputedID, Comment: "No,\n\"never\".", Seconds: 12.5},
		{ClaimID: sampleClaimID(12), Kind: store.DecidedSkip, Comment: "not mine"},
		{ClaimID: sampleClaimID(6), Kind: store.DecidedReject},
		{ClaimID: sampleClaimID(9), Kind: store.DecidedLabel, LabelID: own.ID},
	} {
		d.SessionID = review.ID
		_, err := st.Decide(t.Context(), d)
		must(err)
	}
	must(st.EndSession(t.Context(), review.ID, "{}"))
	must(st.SignIn(t.Context(), store.Person{ID: sampleAna, Name: "Ana"}))
	must(st.Adjudicate(t.Context(), store.DisputedID, "as the ledger has it", sampleClaimID(4)))
	return st
}

// sampleClaimID is the id of the nth claim of sampleWorkspace, from 1 to 13; the last is the orphan.
func sampleClaimID(n int) string { return fmt.Sprintf("0190b3a0-0000-7000-8000-0000000001%02d", n) }

// sampleEvidenceID is the id of the nth piece of evidence of sampleWorkspace, from 1 to 7.
func sampleEvidenceID(n int) string { return fmt.Sprintf("0190b3a0-0000-7000-8000-0000000002%02d", n) }

// sampleSpan finds the first appearance of a quote, in code points.
func sampleSpan(t testing.TB, text, quote string) (start, end int) {
	t.Helper()
	before, _, found := strings.Cut(text, quote)
	if !found {
		t.Fatalf("%q is not in the text", quote)
	}
	start = utf8.RuneCountInString(before)
	return start, start + utf8.RuneCountInString(quote)
}

func TestTheSampleIsWhatItSays(t *testing.T) {
	st := sampleWorkspace(t)
	statuses := map[string]int{}
	labels := map[string]int{}
	annotators := map[string]int{}
	linked, misplaced := 0, 0
	places := st.Places()
	err := st.EachLabelled(t.Context(), store.Filter{}, func(cells []string) error {
		statuses[cells[25]]++
		labels[cells[13]]++
		annotators[cells[24]]++
		if cells[32] != "" {
			linked++
		}
		holds, err := places.Hold(t.Context(), cells)
		if !holds {
			misplaced++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for status, want := range map[string]int{"orphaned": 1, "rejected": 1, "adjudicated": 2} {
		if statuses[status] != want {
			t.Errorf("%d claims are %s, want %d: %v", statuses[status], status, want, statuses)
		}
	}
	if labels[""] != 2 || labels["Half true"] != 2 || annotators["Coder B"] == 0 || annotators["Ana"] == 0 || len(annotators) != 2 || linked != 1 || misplaced != 0 {
		t.Errorf("labels %v, annotators %v, %d linked, %d misplaced", labels, annotators, linked, misplaced)
	}
	pieces := 0
	for n := 1; n <= 13; n++ {
		all, err := st.Evidence(t.Context(), sampleClaimID(n))
		if err != nil {
			t.Fatal(err)
		}
		pieces += len(all)
	}
	if pieces != 11 { // those of the linked claims count for both
		t.Errorf("%d pieces of evidence bear on claims", pieces)
	}
	if all, err := st.Decisions(t.Context(), store.DecisionFilter{}); err != nil || len(all) != 5 {
		t.Errorf("%d decisions, %v", len(all), err)
	}
}
