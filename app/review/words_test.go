package review

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"factmark/app/agreement"
	"factmark/store"
)

// desk is a workspace with a document of ten words, and one who speaks in it under any name.
type desk struct {
	t        *testing.T
	st       *store.Store
	document string
	label    map[string]string // ids by name
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	st, err := store.Create(t.Context(), filepath.Join(t.TempDir(), "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	d := &desk{t: t, st: st, label: map[string]string{"S": store.SupportedID, "D": store.DisputedID, "N": store.NotEnoughInfoID}}
	d.as("ada")
	d.document = d.add("Ten", "zero one two three four five six seven eight nine")
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) as(person string) {
	d.t.Helper()
	d.must(d.st.SignIn(d.t.Context(), store.Person{ID: person, Name: person}))
}

func (d *desk) add(title, text string) string {
	d.t.Helper()
	added, err := d.st.AddDocuments(d.t.Context(), []store.NewDocument{{Title: title, Text: text}})
	d.must(err)
	return added[0].Document.ID
}

// mark makes a claim of a person's on the fourth part of a document that has this number.
func (d *desk) mark(person, document string, at int, label string) string {
	d.t.Helper()
	d.as(person)
	made, err := d.st.AddClaims(d.t.Context(), []store.NewClaim{{DocumentID: document, Start: 5 * at, End: 5*at + 4, LabelID: d.label[label]}})
	d.must(err)
	return made[0].ID
}

func (d *desk) session(person string, mode store.Mode) string {
	d.t.Helper()
	d.as(person)
	s, err := d.st.StartSession(d.t.Context(), store.NewSession{Mode: mode, Name: "Review", Selection: "{}"})
	d.must(err)
	return s.ID
}

// decide says a label of a claim in a session, or rejects it where the label is "".
func (d *desk) decide(person, session, claim, label string) {
	d.t.Helper()
	d.as(person)
	n := store.NewDecision{SessionID: session, ClaimID: claim, Kind: store.DecidedLabel, LabelID: d.label[label]}
	if label == "" {
		n.Kind = store.DecidedReject
	}
	_, err := d.st.Decide(d.t.Context(), n)
	d.must(err)
}

func (d *desk) collect(open bool) *Words {
	d.t.Helper()
	w, err := Collect(d.t.Context(), d.st, open, nil)
	d.must(err)
	return w
}

// figure gives one measure of labels as text.
func figure(w *Words, m agreement.Measure) string {
	return w.Labels.Measure(agreement.Bootstrap{}, m)[0].String()
}

// collected puts ratings and spans in order.
func collected(ratings []agreement.Rating, spans []agreement.Span, documents []agreement.Document, labels []string) (*agreement.Ratings, *agreement.Spans) {
	var said agreement.Collector
	for _, x := range ratings {
		said.AddUnits(x, 1)
	}
	var marked agreement.SpanCollector
	for _, x := range spans {
		marked.Add(x)
	}
	return said.Ratings(labels), marked.Spans(documents, labels)
}

// spokenOneByOne gives the word of each person on each span, and what each has marked, from the ratings one by one.
func spokenOneByOne(t *testing.T, st *store.Store, open bool) (ratings []agreement.Rating, spans []agreement.Span) {
	t.Helper()
	type key struct {
		place
		person string
	}
	words, at := map[key]store.Word{}, map[key]int{}
	err := st.EachRating(t.Context(), nil, func(r store.Rating) error {
		if r.Mode == store.ModeOpen && !open {
			return nil
		}
		p := place{r.DocumentID, r.Start, r.End}
		if r.Marked {
			spans = append(spans, agreement.Span{ID: r.ClaimID, Document: r.DocumentID, Rater: r.Person, Category: r.Label, Start: r.Start, End: r.End})
		}
		x := agreement.Rating{Unit: p.unit(), Document: r.DocumentID, Rater: r.Person, Category: r.Label}
		if r.Rejected {
			x.Category = SpanRejected
		}
		k, w := key{p, r.PersonID}, store.Word{PersonID: r.PersonID, LabelID: r.LabelID, ClaimID: r.ClaimID, Decision: r.Decided, At: r.At}
		if before, spoken := words[k]; x.Category == "" || spoken && !w.HoldsOver(before) {
			return nil
		} else if !spoken {
			at[k] = len(ratings)
			ratings = append(ratings, x)
		}
		words[k], ratings[at[k]] = w, x
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ratings, spans
}

// What is measured from tallies is what is measured of the words and spans one by one, intervals and all.
func TestFiguresFromTallies(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 5))
	for range rounds(3) {
		d := newDesk(t)
		people, labels := []string{"ada", "ben", "cleo", "dora"}, []string{"S", "D", "N", ""}
		documents := []string{d.document, d.add("Another", "one two three four five six seven eight nine ten"), d.add("Third", "two three four five six seven eight nine ten eleven")}
		sessions, claims := map[string]string{}, []string{}
		for i, who := range people {
			sessions[who] = d.session(who, []store.Mode{store.ModeBlind, store.ModeOpen}[i%2])
		}
		for range 140 {
			who, label := people[r.IntN(4)], labels[r.IntN(4)]
			switch {
			case len(claims) < 4 || r.IntN(2) == 0:
				claims = append(claims, d.mark(who, documents[r.IntN(3)], r.IntN(9), label))
			case r.IntN(3) == 0 && label != "":
				d.as(who)
				id := d.label[label]
				d.must(d.st.SetLabel(t.Context(), id, claims[r.IntN(len(claims))]))
			default:
				d.decide(who, sessions[who], claims[r.IntN(len(claims))], label)
			}
		}
		for _, open := range []bool{false, true} {
			words := d.collect(open)
			ratings, spans := spokenOneByOne(t, d.st, open)
			slow := &Words{Titles: words.Titles}
			texts, err := d.st.Documents(t.Context())
			d.must(err)
			var all []agreement.Document
			for _, x := range texts {
				all = append(all, agreement.Document{ID: x.ID, Length: x.Length})
			}
			slow.Labels, slow.Spans = collected(ratings, spans, all, words.offered)
			for _, documentID := range append(documents, "") {
				got, err := words.Report(t.Context(), documentID, nil)
				d.must(err)
				want, err := slow.Report(t.Context(), documentID, nil)
				d.must(err)
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("measured %+v\nwant     %+v", got, want)
				}
				for _, scope := range []agreement.Scope{{Document: documentID}, {Document: documentID, Label: "Disputed"}, {Document: documentID, A: "ada", B: "cleo"}} {
					found, n, err := words.Differences(t.Context(), scope, false, 1000)
					d.must(err)
					if _, want := slow.Labels.Within(scope).Disagreements(0); n != want || len(found) != n {
						t.Fatalf("%+v: %d differences in labels, %d listed, want %d", scope, n, len(found), want)
					}
					_, n, err = words.Differences(t.Context(), scope, true, 1000)
					d.must(err)
					if _, want := slow.Spans.Within(scope).Disagreements(0); n != want {
						t.Fatalf("%+v: %d differences in spans, want %d", scope, n, want)
					}
				}
			}
			days, err := words.OverTime(t.Context(), "", nil)
			d.must(err)
			if got, want := days[len(days)-1].Alpha, words.Overall("").Labels.Overall.Figures[1]; got.String() != want.String() || got.N != want.N || got.Alone != want.Alone {
				t.Fatalf("in the end alpha is %+v, want %+v", got, want)
			}
		}
	}
}

// Statuses follow from the same words as figures: whatever people said, in whatever order, under whatever name.
func TestAgreementAndCasesHearTheSameWords(t *testing.T) {
	d := newDesk(t)
	r := rand.New(rand.NewPCG(1, 5))
	people, labels := []string{"ada", "ben", "cleo", "also ada"}, []string{"S", "D", "N", ""}
	var claims []string
	sessions := map[string][]string{}
	for _, who := range people {
		for range 2 {
			sessions[who] = append(sessions[who], d.session(who, store.ModeBlind))
		}
	}
	for range 90 {
		who, label := people[r.IntN(4)], labels[r.IntN(4)]
		if len(claims) < 4 || r.IntN(4) == 0 {
			claims = append(claims, d.mark(who, d.document, r.IntN(8), label))
		} else {
			d.decide(who, sessions[who][r.IntN(2)], claims[r.IntN(len(claims))], label)
		}
	}
	d.must(d.st.EditPerson(t.Context(), "also ada", store.PersonEdit{SameAs: &people[0]}))

	names := map[string]string{}
	for name, id := range d.label {
		names[id] = map[string]string{"S": "Supported", "D": "Disputed", "N": "Not enough info"}[name]
	}
	m, err := load(t.Context(), d.st, nil)
	d.must(err)
	want, got := map[string]string{}, map[string]string{}
	for _, c := range m.Cases() {
		for _, w := range c.Words {
			said := names[w.LabelID]
			if w.LabelID == "" {
				said = SpanRejected
			}
			want[fmt.Sprintf("%d %s", c.Heads[0].Start, w.PersonID)] = said
		}
	}
	words := d.collect(false)
	ratings, _ := spokenOneByOne(t, d.st, false)
	for _, x := range ratings {
		var start int
		if _, err := fmt.Sscanf(x.Unit, "%d-", &start); err != nil {
			t.Fatal(err)
		}
		got[fmt.Sprintf("%d %s", start, x.Rater)] = x.Category
	}
	if !maps.Equal(got, want) || len(want) < 16 {
		t.Errorf("agreement hears %v\ncases hear      %v", got, want)
	}
	days, err := words.OverTime(t.Context(), "", nil)
	if whole := words.Overall("").Labels.Overall.Figures[1]; err != nil || len(days) == 0 || days[len(days)-1].Alpha.String() != whole.String() || whole.Measure != agreement.Alpha {
		t.Errorf("over time %v, %v; in the end alpha is %v", days, err, whole)
	}
}

// Bob agrees on all that he doesn't reject. To leave out what he rejects would make that full agreement.
func TestARejectionIsNoAgreement(t *testing.T) {
	d := newDesk(t)
	bens := d.session("ben", store.ModeBlind)
	for i := range 8 {
		label := []string{"S", "D"}[i%2]
		claim := d.mark("ada", d.document, i, label)
		if i < 4 {
			label = ""
		}
		d.decide("ben", bens, claim, label)
	}
	w := d.collect(false)
	if got := figure(w, agreement.Percent); got != "0.500" {
		t.Errorf("percent agreement %s, want 0.500", got)
	}
	found, all, err := w.Differences(t.Context(), agreement.Scope{}, false, 9)
	d.must(err)
	if all != 4 || found[0].Said[1] != (agreement.Said{Rater: "ben", Category: SpanRejected}) {
		t.Errorf("%d differences: %+v", all, found)
	}
}

func TestOpenDecisionsAreLeftOutOfAgreement(t *testing.T) {
	d := newDesk(t)
	open, blind := d.session("ben", store.ModeOpen), d.session("ben", store.ModeBlind)
	for i := range 4 {
		claim := d.mark("ada", d.document, i, "S")
		d.decide("ben", blind, claim, []string{"D", "S"}[i%2]) // what he said before he saw
		d.decide("ben", open, claim, "S")
		d.must(d.st.Adjudicate(t.Context(), d.label["N"], "", claim))
	}
	d.decide("ben", open, d.mark("ada", d.document, 5, "D"), "D")
	w := d.collect(false)
	f := w.Labels.Measure(agreement.Bootstrap{}, agreement.Percent)[0]
	if f.String() != "0.500" || f.N != 4 || f.Alone != 1 {
		t.Errorf("without open ones %+v, want 0.500 of 4 and 1 alone", f)
	}
	f = d.collect(true).Labels.Measure(agreement.Bootstrap{}, agreement.Percent)[0]
	if f.N != 5 {
		t.Errorf("with open ones %+v, want 5 claims", f)
	}
	if value, _ := f.Value(); value < .5 {
		t.Errorf("with open ones %v", f)
	}
}

// Who went through a text to mark its spans, and marked none, disagrees with all that others marked in it; who has not
// opened it, or not come to its end, says nothing.
func TestATextGoneThroughCounts(t *testing.T) {
	d := newDesk(t)
	other := d.add("Another", "zero one two three four five six")
	d.mark("ada", d.document, 0, "S")
	d.mark("ada", other, 0, "S")
	bens := d.session("ben", store.ModeIndependent)
	d.mark("ben", d.document, 0, "S")
	exact := func() string {
		return d.collect(false).Spans.Measure(agreement.Bootstrap{}, agreement.ExactF1)[0].String()
	}
	if got := exact(); got != "1.000" {
		t.Errorf("while he is at it F1 is %s, want 1.000 of the one text", got)
	}
	s := store.ReviewSession{ID: bens, Mode: store.ModeIndependent, PersonID: "ben", Selection: Choice{Queue: []string{d.document, other}}.String(), StartedAt: time.Now().Add(-time.Hour)}
	sum, err := Summarise(t.Context(), d.st, s, []string{d.document, other}, nil)
	d.must(err)
	d.must(d.st.EndSession(t.Context(), bens, sum.String()))
	if got := exact(); got != "0.667" {
		t.Errorf("once he has gone through both F1 is %s, want 0.667", got)
	}
	placed, err := d.st.Placed(t.Context(), other)
	d.must(err)
	_, err = d.st.ReplaceText(t.Context(), other, store.NewDocument{Text: "zero one two three four five six seven"}, []store.Move{{ID: placed[0].ID, Start: placed[0].Start, End: placed[0].End}})
	d.must(err)
	if got := exact(); got != "0.667" {
		t.Errorf("when a newer text has come F1 is %s, want 0.667 as before", got)
	}
	d.must(d.st.EndSession(t.Context(), bens, `{"read":"not a list"}`))
	if got := exact(); got != "1.000" {
		t.Errorf("with a summary of somebody else's making F1 is %s, want 1.000", got)
	}
}

func TestPeopleOfTheSameNameAreNotOne(t *testing.T) {
	d := newDesk(t)
	for _, who := range []string{"1", "2", "3"} {
		d.must(d.st.SignIn(t.Context(), store.Person{ID: who, Name: map[string]string{"1": "Ada", "2": "Ada", "3": ""}[who]}))
		_, err := d.st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: d.document, Start: 0, End: 4, LabelID: d.label["S"]}})
		d.must(err)
	}
	pairs := d.collect(false).Labels.ByPair()
	want := []agreement.Scope{{A: "Ada", B: "Ada (2)"}, {A: "Ada", B: "Nobody named"}, {A: "Ada (2)", B: "Nobody named"}}
	if fmt.Sprint(pairs) != fmt.Sprint(want) {
		t.Errorf("pairs %v, want %v", pairs, want)
	}
}

func TestPseudonymsStandInWhatLeaves(t *testing.T) {
	d := newDesk(t)
	d.mark("ada", d.document, 0, "S")
	d.mark("ben", d.document, 0, "D")
	pseudonym := "Reader 1"
	d.must(d.st.EditPerson(t.Context(), "ben", store.PersonEdit{Pseudonym: &pseudonym}))
	w := d.collect(false)
	report, err := w.Report(t.Context(), "", nil)
	d.must(err)
	out := w.Outward(report)
	if out.Labels.Pairs[0].Scope.B != pseudonym || out.Spans.Pairs[0].Scope.B != pseudonym || out.Columns != pseudonym || out.Rows != "ada" {
		t.Errorf("%+v, %q and %q", out.Labels.Pairs, out.Rows, out.Columns)
	}
	if report.Labels.Pairs[0].Scope.B != "ben" {
		t.Error("what stays has changed too")
	}
}

// The whole comes with the parts as it came without them; the share that is done grows to one.
func TestAReportTellsHowFarItIs(t *testing.T) {
	d := newDesk(t)
	for i := range 8 {
		d.mark("ada", d.document, i, "S")
		d.mark("ben", d.document, i, []string{"S", "D"}[i%2])
	}
	w := d.collect(false)
	last := 0.0
	report, err := w.Report(t.Context(), d.document, func(share float64) {
		if share < last || share > 1 {
			t.Errorf("%v after %v", share, last)
		}
		last = share
	})
	d.must(err)
	if last != 1 {
		t.Errorf("in the end %v is done", last)
	}
	whole := w.Overall(d.document)
	if !reflect.DeepEqual(whole.Labels.Overall, report.Labels.Overall) || !reflect.DeepEqual(whole.Spans.Overall, report.Spans.Overall) {
		t.Errorf("at first %+v, then %+v", whole, report)
	}
	ctx, stop := context.WithCancel(t.Context())
	_, err = w.Report(ctx, "", func(float64) { stop() })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
}

// A desk of many: forty people mark 200,000 spans, all of them in each of 2,000 documents.
func BenchmarkReport(b *testing.B) {
	r := rand.New(rand.NewPCG(2, 2))
	var ratings []agreement.Rating
	var spans []agreement.Span
	var texts []agreement.Document
	for n := range 2000 {
		doc := fmt.Sprintf("document %04d", n)
		texts = append(texts, agreement.Document{ID: doc, Length: 20_000})
		for who := range 40 {
			for k := range 2 + (who+n)%2 {
				start := 6000*k + 50*r.IntN(20) + r.IntN(4)/3*r.IntN(30)
				end, label, person := start+80+r.IntN(4)/3*10, fmt.Sprint("label ", r.IntN(4)), fmt.Sprintf("person %02d", who)
				spans = append(spans, agreement.Span{Document: doc, Rater: person, Category: label, Start: start, End: end})
				ratings = append(ratings, agreement.Rating{Document: doc, Rater: person, Category: label, Unit: fmt.Sprintf("%d-%d", start, end)})
			}
		}
	}
	for b.Loop() {
		w := &Words{}
		w.Labels, w.Spans = collected(ratings, spans, texts, nil)
		begin := time.Now()
		w.Overall("")
		b.ReportMetric(time.Since(begin).Seconds(), "s/overall")
		if _, err := w.Report(b.Context(), "", nil); err != nil {
			b.Fatal(err)
		}
	}
}
