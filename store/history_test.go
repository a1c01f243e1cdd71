package store

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"factmark/store/internal/db"
)

// wholeHistory reads all pages, each of at most so many entries.
func wholeHistory(t testing.TB, s *Store, f HistoryFilter, atATime int) []HistoryEntry {
	t.Helper()
	var all []HistoryEntry
	for next := int64(0); ; {
		page, err := s.History(t.Context(), f, next, atATime)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Entries) > atATime {
			t.Fatalf("%d entries on a page of %d", len(page.Entries), atATime)
		}
		all = append(all, page.Entries...)
		if page.Next == 0 {
			return all
		}
		if next != 0 && page.Next >= next {
			t.Fatalf("the page after %d begins at %d", next, page.Next)
		}
		next = page.Next
	}
}

// told writes entries the way a reader would be told of them.
func told(entries []HistoryEntry) []string {
	var all []string
	for _, e := range entries {
		line := string(e.Kind) + " " + e.Action.Name + " by " + e.Person + ":"
		for _, r := range e.Rows {
			line += " " + string(r.Verb) + " " + r.Noun + " “" + r.Title + "”"
			for _, f := range r.Fields {
				line += fmt.Sprintf(" [%s: %s→%s]", f.Name, f.Before, f.After)
			}
		}
		all = append(all, line)
	}
	return all
}

// deeds are a small workspace in which every kind of thing has been done.
type deeds struct {
	*Store
	document, other, claim, deleted string
	mixed                           Label
}

func doneAll(t *testing.T) deeds {
	t.Helper()
	s, ctx := create(t), t.Context()
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	clock := time.Now().Add(-time.Hour) // the ids of events tell the true time
	s.now = func() time.Time { return clock }
	w := deeds{Store: s}
	do(s.SignIn(ctx, Person{ID: "ada", Name: "Ada"}))
	w.document, w.other = addText(t, s, "First", "The council met on Monday."), addText(t, s, "Second", "Nobody came.")
	w.claim = addClaim(t, s, NewClaim{DocumentID: w.document, Start: 0, End: 15, LabelID: SupportedID, Note: "says “so”"}).ID
	var err error
	w.mixed, err = s.AddLabel(ctx, Label{Name: "Mixed", Meaning: "unclear"})
	do(err)
	do(s.SetLabel(ctx, w.mixed.ID, w.claim))
	w.mixed.Name = "Half true"
	do(s.EditLabel(ctx, w.mixed))
	do(s.SignIn(ctx, Person{ID: "ben", Name: "Ben"}))
	do(s.EditDocument(ctx, w.document, DocumentEdit{Title: ptr("The first")}))
	half := 0.5
	do(s.EditClaim(ctx, w.claim, ClaimEdit{LabelID: ptr(""), Start: ptr(4), Confidence: ptr(&half)}))
	w.deleted = addClaim(t, s, NewClaim{DocumentID: w.other, Start: 0, End: 6}).ID
	addEvidence(t, s, w.deleted, "refutes", w.document, 0, 3)
	addDecision(t, s, w.deleted, w.mixed.ID)
	do(s.DeleteClaims(ctx, w.deleted))
	_, err = s.Undo(ctx)
	do(err)
	_, err = s.Redo(ctx)
	do(err)
	do(s.SignIn(ctx, Person{ID: "ben", Name: "Benjamin"}))
	do(s.MarkNotContent(ctx, w.other, Passage{0, 6}))
	_, err = s.write(ctx, ChangeDo, "Begin review", func(w *transaction) error {
		return w.Save(db.ReviewSessions, nil, (&ReviewSession{ID: "s", PersonID: w.Person.ID, Name: "Round one", Mode: ModeBlind, Selection: "{}", Seed: 7, StartedAt: w.At, Summary: "{}"}).row())
	})
	do(err)
	return w
}

func TestHistory(t *testing.T) {
	w := doneAll(t)
	const (
		made     = "do Label as Supported by Ada: create claim “The council met” [Label: →Supported] [Quote: →The council met] [Place: →0–15] [Document: →First] [Note: →says “so”] [Status: →open] [Annotator: →Ada]"
		relabel  = "do Label as Mixed by Ada: update claim “The council met” [Label: Supported→Mixed]"
		unlabel  = "do Edit claim by Benjamin: update claim “council met” [Label: Half true→] [Quote: The council met→council met] [Place: 0–15→4–15] [Confidence: →50 %]"
		renamed  = "do Edit document by Benjamin: update document “The first” [Title: First→The first]"
		refuted  = "do Add evidence by Benjamin: create piece of evidence “The” [Stance: →refutes] [Set: →1] [Quote: →The] [Document: →The first] [Place: →0–3]"
		decided  = "do Decide by Benjamin: create decision “Nobody” [Decision: →label] [Label: →Half true] [Comment: →sure] [By: →Benjamin] [Seconds: →2.5]"
		gone     = "delete piece of evidence “The” [Stance: refutes→] [Set: 1→] [Quote: The→] [Document: The first→] [Place: 0–3→] delete decision “Nobody” [Decision: label→] [Label: Half true→] [Comment: sure→] [By: Benjamin→] [Seconds: 2.5→] delete claim “Nobody” [Quote: Nobody→] [Place: 0–6→] [Document: Second→] [Status: open→] [Annotator: Benjamin→]"
		added    = "do Add claim by Benjamin: create claim “Nobody” [Quote: →Nobody] [Place: →0–6] [Document: →Second] [Status: →open] [Annotator: →Benjamin]"
		newLabel = "do Add label Mixed by Ada: create label “Mixed” [Name: →Mixed] [Meaning: →unclear] [Key: →1] [Letter: →M] [Light colour: →#8E3B8A] [Dark colour: →#D9A0D6] [Underline: →wavy] [Position: →4]"
		menus    = "do Mark as not content by Benjamin: create passage that is not content “0–6” [Place: →0–6]"
	)
	for _, c := range []struct {
		what   string
		filter HistoryFilter
		want   []string
	}{
		{"a claim", HistoryFilter{ClaimID: w.claim}, []string{unlabel, relabel, made}},
		{"its labels", HistoryFilter{ClaimID: w.claim, Entity: "claims", Column: "label_id"}, []string{unlabel, relabel, made}},
		{"its notes", HistoryFilter{ClaimID: w.claim, Column: "note"}, []string{made}},
		{"its changes by Ben", HistoryFilter{ClaimID: w.claim, PersonID: "ben"}, []string{unlabel}},
		{"labels", HistoryFilter{Entity: "labels"}, []string{
			"do Edit label Half true by Ada: update label “Half true” [Name: Mixed→Half true]", newLabel}},
		{"new labels", HistoryFilter{Entity: "labels", Verb: "create"}, []string{newLabel}},
		{"people", HistoryFilter{Entity: "people"}, []string{"record Sign in by Benjamin: update person “Benjamin” [Name: Ben→Benjamin]",
			"record Sign in by Benjamin: create person “Ben” [Name: →Ben]", "record Sign in by Ada: create person “Ada” [Name: →Ada]"}},
		{"words of a quote, in any case", HistoryFilter{Words: "COUNCIL monday"}, nil},
		{"a word with quotation marks", HistoryFilter{Words: "“SO” says"}, []string{unlabel, relabel, made}},
		{"words of an action and a person", HistoryFilter{Words: "decide ben"}, []string{decided}},
		{"the name that a label has, on one of its claims", HistoryFilter{Words: "TRUE", ClaimID: w.claim}, []string{unlabel, relabel}},
		{"the name of a column", HistoryFilter{Words: "claim_date"}, nil},
		{"an id", HistoryFilter{Words: w.claim}, nil},
		{"review sessions", HistoryFilter{Entity: "review_sessions"}, []string{
			"do Begin review by Benjamin: create review session “Round one” [Name: →Round one] [Mode: →blind] [Began: →" + db.FormatTime(w.now()) + "]"}},
		{"nobody", HistoryFilter{PersonID: "nobody"}, nil},
		{"a deletion", HistoryFilter{Entity: "claims", Verb: "delete", PersonID: "ben"}, []string{
			"redo Delete claim by Benjamin: delete claim “Nobody” [Quote: Nobody→] [Place: 0–6→] [Document: Second→] [Status: open→] [Annotator: Benjamin→]",
			"do Delete claim by Benjamin: delete claim “Nobody” [Quote: Nobody→] [Place: 0–6→] [Document: Second→] [Status: open→] [Annotator: Benjamin→]"}},
		{"a document's own", HistoryFilter{DocumentID: w.document, Entity: "documents", Verb: "update"}, []string{renamed}},
		{"the future", HistoryFilter{From: time.Now().Add(time.Hour)}, nil},
		{"the past", HistoryFilter{To: time.Now().Add(-2 * time.Hour)}, nil},
	} {
		for _, atATime := range []int{1, 2, 100} {
			got := told(wholeHistory(t, w.Store, c.filter, atATime))
			if !slices.Equal(got, c.want) {
				t.Errorf("%s, %d at a time:\n%s\nwant\n%s", c.what, atATime, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		}
	}
	var deletedClaim []string
	for _, line := range told(wholeHistory(t, w.Store, HistoryFilter{ClaimID: w.deleted}, 3)) {
		name, _, _ := strings.Cut(line, ":")
		deletedClaim = append(deletedClaim, name)
	}
	want := []string{"redo Delete claim by Benjamin", "undo Delete claim by Benjamin", "do Delete claim by Benjamin", "do Decide by Benjamin", "do Add evidence by Benjamin", "do Add claim by Benjamin"}
	if !slices.Equal(deletedClaim, want) {
		t.Errorf("a claim with evidence and decisions: %q", deletedClaim)
	}
	lies := told(wholeHistory(t, w.Store, HistoryFilter{DocumentID: w.document}, 2))
	if !slices.Contains(lies, refuted) || !slices.Contains(lies, made) || slices.Contains(lies, added) {
		t.Errorf("in the document: %s", strings.Join(lies, "\n"))
	}
	if others := told(wholeHistory(t, w.Store, HistoryFilter{DocumentID: w.other}, 2)); !slices.Contains(others, menus) || !slices.Contains(others, added) {
		t.Errorf("in the other document: %s", strings.Join(others, "\n"))
	}
	if all := told(wholeHistory(t, w.Store, HistoryFilter{}, 7)); len(all) != len(actionIDs(t, w.Store)) || !slices.Contains(all, "redo Delete claim by Benjamin: "+gone) {
		t.Errorf("all %d of %d: %s", len(all), len(actionIDs(t, w.Store)), strings.Join(all, "\n"))
	}
}

// expectPagesFit reads the history in several ways and compares it with the events themselves.
func expectPagesFit(t *testing.T, rt interface{ Fatalf(string, ...any) }, s *Store) {
	t.Helper()
	type past struct {
		seq                                     int64
		action, person, entity, id, lies, claim string
		verb                                    Verb
	}
	var all []past
	err := s.reading(t.Context()).Each(`SELECT seq, action_id, person_id, entity, entity_id, verb,
		ifnull(ifnull(after, before) ->> 'document_id', ''), ifnull(ifnull(after, before) ->> 'claim_id', '') FROM events ORDER BY seq`, nil,
		func(scan func(...any) error) error {
			var p past
			err := scan(&p.seq, &p.action, &p.person, &p.entity, &p.id, &p.verb, &p.lies, &p.claim)
			all = append(all, p)
			return err
		})
	if err != nil {
		t.Fatal(err)
	}
	check := func(f HistoryFilter, takes func(past) bool) {
		var want, got []int64
		for _, p := range all {
			if takes(p) {
				want = append(want, p.seq)
			}
		}
		for _, e := range wholeHistory(t, s, f, 3) {
			for _, r := range slices.Backward(e.Rows) {
				got = append(got, r.Seq)
			}
			if e.More {
				rt.Fatalf("more than %d rows", rowsAnEntry)
			}
		}
		slices.Reverse(got)
		if !slices.Equal(got, want) {
			rt.Fatalf("%+v: %v, want %v", f, got, want)
		}
	}
	check(HistoryFilter{}, func(past) bool { return true })
	for _, p := range all[max(0, len(all)-3):] {
		check(HistoryFilter{PersonID: p.person}, func(o past) bool { return o.person == p.person })
		check(HistoryFilter{Entity: p.entity}, func(o past) bool { return o.entity == p.entity })
		check(HistoryFilter{Entity: p.entity, Verb: p.verb, PersonID: p.person}, func(o past) bool {
			return o.entity == p.entity && o.verb == p.verb && o.person == p.person
		})
		if p.entity == "claims" {
			check(HistoryFilter{ClaimID: p.id}, func(o past) bool { return o.entity == "claims" && o.id == p.id || o.claim == p.id })
		}
	}
}

// An action of more rows than a page shows is one entry, and those before it are found.
func TestHistoryOfABigAction(t *testing.T) {
	s := create(t)
	id := addText(t, s, "T", strings.Repeat("x ", 1000))
	news := make([]NewClaim, 3*rowsAnEntry)
	for i := range news {
		news[i] = NewClaim{DocumentID: id, Start: i, End: i + 2, Note: fmt.Sprint(i % 2)}
	}
	if _, err := s.AddClaims(t.Context(), news); err != nil {
		t.Fatal(err)
	}
	for _, f := range []HistoryFilter{{}, {Entity: "claims"}, {DocumentID: id}, {Words: "add 0"}} {
		e := wholeHistory(t, s, f, 1)[0]
		if len(e.Rows) != rowsAnEntry || !e.More || e.Total != len(news) || e.Rows[0].Seq >= e.Rows[1].Seq {
			t.Errorf("%+v: %d of %d rows, more: %v", f, len(e.Rows), e.Total, e.More)
		}
	}
	if all := told(wholeHistory(t, s, HistoryFilter{}, 1)); len(all) != len(actionIDs(t, s)) {
		t.Errorf("%d entries", len(all))
	}
}

// A search for what is rare comes back before it has seen everything, and goes on from there.
func TestHistoryComesBackNowAndThen(t *testing.T) {
	aloneOnly(t)
	t.Parallel()
	s := create(t)
	fill(t, s, eventsAPage)
	page, err := s.History(t.Context(), HistoryFilter{Words: "zebra"}, 0, 10)
	if err != nil || page.Next == 0 || len(page.Entries) > 0 || page.At.IsZero() {
		t.Fatalf("%+v, %v", page, err)
	}
	page, err = s.History(t.Context(), HistoryFilter{Words: "zebra"}, page.Next, 10)
	if err != nil || page.Next != 0 {
		t.Errorf("%+v, %v", page, err)
	}
}

// The index that belongs to a filter is used, and nothing is sorted but what was found.
func TestHistoryUsesItsIndexes(t *testing.T) {
	s := create(t)
	for query, indexes := range map[string][]string{pastOfPerson: {"events_by_person"}, pastOfClaim: {"events_by_entity", "events_by_claim"},
		pastOfDocument: {"events_by_document", "events_by_claim"}, pastOfEntity: {"events_by_kind"}, pastOfVerb["delete"]: {"events_by_kind"},
		pastOfAll: {"USING INTEGER PRIMARY KEY"}} {
		var plan []string
		err := s.reading(t.Context()).Each("EXPLAIN QUERY PLAN "+query, []any{"x", 1, 5, 5}, func(scan func(...any) error) error {
			var id, parent, unused int
			var detail string
			err := scan(&id, &parent, &unused, &detail)
			plan = append(plan, detail)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, index := range indexes {
			if text := strings.Join(plan, "\n"); !strings.Contains(text, index) || strings.Contains(text, "SCAN events") {
				t.Errorf("%s\n%s", query, text)
			}
		}
	}
}
