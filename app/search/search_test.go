package search

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"factmark/store"
)

// desk is a workspace with two documents, three claims, a note and evidence.
type desk struct {
	t                     *testing.T
	st                    *store.Store
	first, second         store.Document
	labelled, noted, said store.Claim
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	ctx := t.Context()
	st, err := store.Create(ctx, filepath.Join(t.TempDir(), "W.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	d := &desk{t: t, st: st}
	d.must(st.SignIn(ctx, store.Person{ID: "ann", Name: "Ann"}))
	added, err := st.AddDocuments(ctx, []store.NewDocument{
		{Title: "Council minutes", Published: "2025-02-10", FileName: "minutes.txt", Text: "😀 The council met. It said that the group holds $10 million in reserves.\n\nNobody was killed, the ministry wrote."},
		{Title: "An answer", Published: "2024", FileName: "answer.txt", Text: "Menu Home Council\nThe reserves of the group shrank to ten million. The council’s reserves did not."},
	})
	d.must(err)
	d.first, d.second = added[0].Document, added[1].Document
	d.labelled = d.claim(d.first, "the group holds $10 million in reserves", "00000000-0000-8000-8000-000000000002")
	d.noted = d.claim(d.second, "The reserves of the group shrank", "00000000-0000-8000-8000-000000000001")
	note := "Compare the ledger of March."
	d.must(st.EditClaim(ctx, d.noted.ID, store.ClaimEdit{Note: &note}))
	d.said = d.claim(d.first, "Nobody was killed", "")
	statement, claimant := "Nobody was killed in Kabul", "António Guterres"
	d.must(st.EditClaim(ctx, d.said.ID, store.ClaimEdit{Statement: &statement, Claimant: &claimant}))
	d.must(st.MarkNotContent(ctx, d.second.ID, store.Passage{Start: 0, End: 17}))
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) claim(doc store.Document, quote, label string) store.Claim {
	d.t.Helper()
	text, err := d.st.Text(d.t.Context(), doc.ID)
	d.must(err)
	at := len([]rune(text[:strings.Index(text, quote)]))
	claims, err := d.st.AddClaims(d.t.Context(), []store.NewClaim{{DocumentID: doc.ID, Start: at, End: at + len([]rune(quote)), LabelID: label}})
	d.must(err)
	return claims[0]
}

// find gives what is found, one line a hit: kind, document, field, what stands at its place or else its snippet, with what is marked in it.
func (d *desk) find(query string, f Filter, sight Sight) []string {
	d.t.Helper()
	var lines []string
	err := Find(d.t.Context(), d.st, Parse(query, false), f, sight, true, func(r Result) {
		for _, h := range r.Hits {
			place := "–"
			if h.Placed {
				text, err := d.st.Text(d.t.Context(), h.DocumentID)
				d.must(err)
				place = string([]rune(text)[h.Start:h.End])
			}
			var marked []string
			for _, m := range h.Snippet.Marks {
				marked = append(marked, string([]rune(h.Snippet.Text)[m.Start:m.End]))
			}
			lines = append(lines, strings.Join([]string{string(h.Kind), h.Document, string(h.Field), place, strings.Join(marked, "+")}, " | "))
		}
	})
	d.must(err)
	return lines
}

func (d *desk) want(name, query string, f Filter, sight Sight, want ...string) {
	d.t.Helper()
	if got := d.find(query, f, sight); !slices.Equal(got, want) {
		d.t.Errorf("%s: %q finds\n\t%s\nwant\n\t%s", name, query, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
	}
}

func TestFindEverywhere(t *testing.T) {
	d := newDesk(t)
	addEvidence(d, d.labelled.ID, d.second, "The council’s reserves did not", store.StanceRefutes, "see the annex")
	all, none := Filter{}, Sight{}
	d.want("title and text", "council", all, none,
		"document | Council minutes | title | – | Council",
		"document | Council minutes | text | council | council",
		"document | An answer | text | council | council",
		"evidence | An answer | quote | The council’s reserves did not | council")
	d.want("claims and text", `"10 million"`, all, none,
		"document | Council minutes | text | 10 million | 10 million",
		"claim | Council minutes | quote | the group holds $10 million in reserves | 10 million")
	d.want("statement and claimant together", "guterres kabul", all, none, "claim | Council minutes | statement | Nobody was killed | Kabul")
	d.want("a note", "ledger", all, none, "note | An answer | note | The reserves of the group shrank | ledger")
	d.want("a note of evidence", "annex", all, none, "evidence | An answer | note | The council’s reserves did not | annex")
	d.want("what is not content is left out", "home", all, none)
	d.want("a kind", "reserves", Filter{Kinds: []Kind{InEvidence}}, none, "evidence | An answer | quote | The council’s reserves did not | reserves")
	d.want("a document", "reserves", Filter{DocumentIDs: []string{d.first.ID}}, none,
		"document | Council minutes | text | reserves | reserves", "claim | Council minutes | quote | the group holds $10 million in reserves | reserves")
	d.want("a label", "reserves", Filter{LabelIDs: []string{"00000000-0000-8000-8000-000000000001"}}, none,
		"claim | An answer | quote | The reserves of the group shrank | reserves")
	d.want("no label", "killed", Filter{LabelIDs: []string{""}}, none, "claim | Council minutes | quote | Nobody was killed | killed")
	d.want("a person", "reserves", Filter{PersonIDs: []string{"ben"}}, none)
	d.want("a person who did", "ledger", Filter{PersonIDs: []string{"ann"}}, none, "note | An answer | note | The reserves of the group shrank | ledger")
	d.want("from a date", "group", Filter{From: "2025"}, none,
		"document | Council minutes | text | group | group", "claim | Council minutes | quote | the group holds $10 million in reserves | group")
	d.want("to a date", "shrank", Filter{To: "2024-06"}, none,
		"document | An answer | text | shrank | shrank", "claim | An answer | quote | The reserves of the group shrank | shrank")
	d.want("nothing", "  ", all, none)
	d.want("without", "council -shrank", all, none,
		"document | Council minutes | title | – | Council",
		"document | Council minutes | text | council | council",
		"evidence | An answer | quote | The council’s reserves did not | council")

	// What a blind review hides is found by nothing that would tell it.
	bare := d.claim(d.first, "the ministry wrote", "")
	note := "Compare the\x1fshelter"
	statement := "The ministry wrote of a shelter"
	d.must(d.st.EditClaim(t.Context(), bare.ID, store.ClaimEdit{Note: &note, Statement: &statement}))
	blind := Sight{
		Claim: func(c store.Claim) (store.Claim, bool) {
			if c.ID == d.said.ID {
				return c, false
			}
			if c.ID == d.noted.ID || c.ID == d.labelled.ID || c.ID == bare.ID {
				c.LabelID, c.Note, c.PersonID, c.LabellerID = "", "", "", ""
			}
			return c, true
		},
		Hides: func(id string) bool { return id == d.noted.ID || id == d.labelled.ID || id == bare.ID },
	}
	d.want("hidden notes", "ledger", all, blind)
	d.want("hidden claims", "kabul", all, blind)
	d.want("hidden evidence", "annex", all, blind)
	d.want("hidden labels", "reserves", Filter{LabelIDs: []string{"00000000-0000-8000-8000-000000000001"}}, blind)
	d.want("nor that they seem to have none", "reserves", Filter{LabelIDs: []string{""}}, blind)
	d.want("hidden people", "reserves", Filter{PersonIDs: []string{"ann"}}, blind)
	d.want("nor that there is none", "shelter", Filter{LabelIDs: []string{""}}, blind)
	d.want("which is found where nothing is hidden", "shelter", Filter{LabelIDs: []string{""}, Kinds: []Kind{InNote}}, none, "note | Council minutes | note | the ministry wrote | shelter")
	d.want("but by their words", "shrank", Filter{Kinds: []Kind{InClaim}}, blind, "claim | An answer | quote | The reserves of the group shrank | shrank")
}

func TestFitsDate(t *testing.T) {
	for _, c := range []struct {
		from, to, published string
		want                bool
	}{
		{"", "", "", true},
		{"2025", "", "", false},
		{"2025", "", "2025", true},
		{"2025", "", "2024-12-31", false},
		{"2025-02", "", "2025", true},
		{"2025-02", "", "2025-01", false},
		{"2025-02", "", "2025-02-01?", true},
		{"", "2025", "2025-12-31", true},
		{"", "2025", "2026", false},
		{"", "2025-02", "2025", true},
		{"", "2025-02", "2025-02-28", true},
		{"", "2025-02", "2025-03", false},
		{"2025-02-10", "2025-02-10", "2025-02-10", true},
		{"2025-02-10", "2025-02-10", "2025-02-11", false},
		{"2025-02-10", "2025-02-10", "2025-02?", true},
	} {
		if got := (Filter{From: c.from, To: c.to}).fitsDate(c.published); got != c.want {
			t.Errorf("%q from %q to %q: %v", c.published, c.from, c.to, got)
		}
	}
}

func TestASearchThatIsNotWantedAnyMoreEnds(t *testing.T) {
	d := newDesk(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := Find(ctx, d.st, Parse("council", false), Filter{}, Sight{}, false, func(Result) { t.Error("something is told") }); err == nil {
		t.Error("it ends without an error")
	}
}

func TestSnippets(t *testing.T) {
	long := strings.Repeat("lorem ipsum ", 40)
	for _, c := range []struct{ name, query, text, want string }{
		{"whole", "council", "The council met.", "The [council] met."},
		{"one line", "council met", "The  council\t met .", "The [council] [met] ."},
		{"cut", "council", long + "the council met " + long, "…ipsum lorem ipsum lorem ipsum lorem ipsum the [council] met lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum…"},
		{"within its paragraph", "council", "Before.\nThe council met.\nAfter.", "…The [council] met.…"},
		{"far apart", "alpha omega", "The alpha stands. " + long + "here is omega.", "The [alpha] stands. lorem ipsum lorem ipsum lorem ipsum lorem ipsum lorem … ipsum lorem ipsum lorem ipsum lorem ipsum lorem ipsum here is [omega]."},
		{"Chinese", "成長", strings.Repeat("経済", 100) + "成長した。", "…済" + strings.Repeat("経済", 24) + "[成長]した。"},
		{"emoji", "met", "👨‍👩‍👧 met 😀", "👨‍👩‍👧 [met] 😀"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := snippetOf(c.text, newMatcher(Parse(c.query, false)).find(c.text)[0])
			runes := []rune(s.Text)
			for i := len(s.Marks) - 1; i >= 0; i-- {
				runes = slices.Insert(slices.Insert(runes, s.Marks[i].End, ']'), s.Marks[i].Start, '[')
			}
			if got := string(runes); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}
