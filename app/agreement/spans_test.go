package agreement

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// span is a span of document d.
func span(rater, label string, start, end int) Span { return Span{"", "d", rater, label, start, end} }

func TestSpansWithoutAFigure(t *testing.T) {
	abc := []string{"a", "b", "c"}
	everything := func(reason string) map[Measure]string {
		want := map[Measure]string{}
		for _, m := range spanMeasures {
			want[m] = reason
		}
		return want
	}
	for _, c := range []struct {
		name      string
		spans     []Span
		documents []Document
		scope     Scope
		want      map[Measure]string
	}{
		{"nothing", nil, nil, Scope{}, everything("no document has been read by two people")},
		{"nothing marked", nil, []Document{{"d", 9, abc}}, Scope{}, everything("nobody has marked anything here")},
		{"nothing with this label", []Span{span("a", "S", 1, 3)}, []Document{{"d", 9, abc}}, Scope{Label: "D"}, everything("nobody has marked anything here")},
		// Two people who share no document must not come out as in full agreement.
		{"no document in common", []Span{{"", "d", "a", "S", 0, 3}, {"", "e", "b", "S", 0, 3}}, []Document{{"d", 7, nil}, {"e", 8, nil}},
			Scope{}, everything("no document has been read by two people")},
		{"no document in common for two", []Span{{"", "d", "a", "S", 0, 3}, {"", "e", "b", "S", 0, 3}}, []Document{{"d", 7, []string{"a", "c"}}, {"e", 8, []string{"b", "c"}}},
			Scope{A: "a", B: "b"}, everything("the two have read no document in common")},
		{"oneself", []Span{span("a", "S", 1, 3)}, []Document{{"d", 9, abc}}, Scope{A: "a", B: "a"}, everything("a person cannot be compared with themselves")},
		// Spans of no length lie nowhere, and agree with nothing.
		{"only empty spans", []Span{span("a", "S", 0, 0), span("b", "D", 0, 0)}, []Document{{"d", 15, abc}}, Scope{}, everything("nobody has marked anything here")},
		{"the whole marked by all", []Span{span("a", "S", 0, 9), span("b", "S", 0, 9)}, []Document{{"d", 9, nil}}, Scope{},
			map[Measure]string{AlphaUnitise: "everyone marked the whole of every document, so that agreeing says nothing"}},
	} {
		figures := collectSpans(c.spans, c.documents, nil).Within(c.scope).Measure(Bootstrap{Replicates: 20}, spanMeasures...)
		if got := reasons(figures); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %v\nwant %v", c.name, got, c.want)
		}
		for _, f := range figures {
			honest(t, f)
		}
	}
}

func TestWhatIsLeftOutOfSpans(t *testing.T) {
	s := collectSpans([]Span{
		span("a", "S", 0, 4), span("b", "S", 0, 4), span("b", "S", 0, 4), span("b", "D", 0, 4),
		span("a", "S", 5, 5), span("a", "S", 6, 5), span("a", "S", -1, 5), span("a", "S", 5, 11), span("", "S", 5, 6),
		{"", "elsewhere", "a", "S", 0, 1},
		span("c", "S", 0, 4),
	}, []Document{{"d", 10, []string{"a", "b"}}}, nil)
	f := s.Measure(Bootstrap{}, StrictF1)[0]
	near(t, f, 2./3, 9)
	if f.N != 3 || f.Unit != "spans marked in documents read by at least two people" {
		t.Errorf("%+v", f)
	}
}

// A reader who marked nothing in a document disagrees with all that is marked
// there; one who hasn't read it says nothing.
func TestReadersWhoMarkedNothingCount(t *testing.T) {
	spans := []Span{span("a", "S", 0, 4), span("b", "S", 0, 4), {"", "e", "a", "S", 0, 4}}
	read := func(readersOfE ...string) *Spans {
		return collectSpans(spans, []Document{{"d", 20, nil}, {"e", 20, readersOfE}}, nil)
	}
	for _, m := range spanMeasures {
		both, alone := read("a", "b").Measure(Bootstrap{}, m)[0], read("a").Measure(Bootstrap{}, m)[0]
		v, _ := both.Value()
		w, _ := alone.Value()
		if v >= 1 || w != 1 || alone.Alone != 1 || both.Alone != 0 {
			t.Errorf("%s: %v where b read both, %v (%d alone) where not", m, both, alone, alone.Alone)
		}
	}
	near(t, read("a", "b").Measure(Bootstrap{}, StrictF1)[0], 2./3, 9)
}

func TestCharacters(t *testing.T) {
	s := collectSpans([]Span{
		span("a", "S", 0, 6), span("a", "D", 4, 10), // ten characters, two of them twice
		span("b", "N", 8, 12), span("b", "N", 20, 22),
	}, []Document{{"d", 30, nil}}, nil)
	near(t, s.Measure(Bootstrap{}, CharacterF1)[0], 2*2./16, 9)
	f := s.Measure(Bootstrap{}, Jaccard)[0]
	near(t, f, 2./14, 9)
	if f.N != 30 || f.Unit != "characters of the documents read by at least two people" {
		t.Errorf("%+v", f)
	}
	if f := s.Within(Scope{A: "a", B: "b"}).Measure(Bootstrap{}, Jaccard)[0]; f.Unit != "characters of the documents read by both" {
		t.Errorf("%+v", f)
	}
}

// Overlapping spans of one person and label are one for alpha; touching ones two.
func TestOverlappingSpansOfOnePerson(t *testing.T) {
	alpha := func(spans ...Span) float64 {
		spans = append(spans, span("b", "S", 12, 20), span("b", "S", 30, 40))
		v, _ := collectSpans(spans, []Document{{"d", 60, nil}}, nil).Measure(Bootstrap{}, AlphaUnitise)[0].Value()
		return v
	}
	merged := alpha(span("a", "S", 10, 20))
	if v := alpha(span("a", "S", 10, 18), span("a", "S", 12, 20), span("a", "S", 13, 15)); v != merged {
		t.Errorf("overlapping spans give %v, one in their place %v", v, merged)
	}
	if v := alpha(span("a", "S", 10, 14), span("a", "S", 14, 20)); v == merged {
		t.Error("touching spans were taken as one")
	}
	if v := alpha(span("a", "S", 10, 20), span("a", "D", 12, 18)); v >= merged {
		t.Errorf("a span with another label that nobody else has gives %v, without it %v", v, merged)
	}
}

// One person marks five spans, the other the first of them. The formula of alpha
// rewards a span that is too long; the measures that stand beside it must not.
func TestAWorseBoundaryIsWorse(t *testing.T) {
	measure := func(m Measure, start, end int) float64 {
		spans := []Span{span("b", "S", start, end)}
		for i := range 5 {
			spans = append(spans, span("a", "S", 100+40*i, 110+40*i))
		}
		v, _ := collectSpans(spans, []Document{{"d", 400, nil}}, nil).Measure(Bootstrap{}, m)[0].Value()
		return v
	}
	for _, m := range []Measure{StrictF1, ExactF1, PartialF1, CharacterF1, Jaccard} {
		right := measure(m, 100, 110)
		for _, wrong := range [][2]int{{100, 115}, {95, 110}, {100, 105}, {102, 112}} {
			if v := measure(m, wrong[0], wrong[1]); v >= right {
				t.Errorf("%s of %v is %v, of the right boundaries %v", m, wrong, v, right)
			}
		}
	}
	closeTo(t, "alpha of the right boundaries", measure(AlphaUnitise, 100, 110), .236, 3)
	closeTo(t, "alpha of a span too long", measure(AlphaUnitise, 100, 115), .316, 3)
}

func TestSeveralDocumentsInAlpha(t *testing.T) {
	var spans []Span
	for i, d := range []string{"d", "e", "f"} {
		spans = append(spans, Span{"", d, "a", "S", 5, 10}, Span{"", d, "b", "S", 5 + i, 12})
	}
	s := collectSpans(spans, []Document{{"d", 40, nil}, {"e", 40, nil}, {"f", 40, nil}}, nil)
	o, e := 0.0, 0.0
	for i := range 3 {
		x, y := disagreement([][]mark{{unitAt(5, 5)}, {unitAt(5+i, 7-i)}}, 40)
		o, e = o+x, e+y
	}
	near(t, s.Measure(Bootstrap{}, AlphaUnitise)[0], 1-o/e, 9)

	// A third reader gives a document half as much weight again.
	s = collectSpans(spans, []Document{{"d", 40, nil}, {"e", 40, nil}, {"f", 40, []string{"a", "b", "c"}}}, nil)
	o, e = 0, 0
	for i := range 3 {
		coders, weight := [][]mark{{unitAt(5, 5)}, {unitAt(5+i, 7-i)}}, 2.
		if i == 2 {
			coders, weight = append(coders, nil), 3
		}
		x, y := disagreement(coders, 40)
		o, e = o+weight*x, e+weight*y
	}
	near(t, s.Measure(Bootstrap{}, AlphaUnitise)[0], 1-o/e, 9)
}

// No readers is not the same as readers that nobody has listed.
func TestADocumentNobodyHasFinished(t *testing.T) {
	s := collectSpans([]Span{span("a", "S", 0, 4), span("b", "S", 0, 4)}, []Document{{"d", 9, []string{}}}, nil)
	if f := s.Measure(Bootstrap{}, StrictF1)[0]; f.Reason != "not defined, because no document has been read by two people" {
		t.Errorf("%v", f)
	}
}

func TestDisagreementsOfSpans(t *testing.T) {
	a, b := Span{"1", "d", "a", "S", 0, 10}, Span{"2", "d", "b", "D", 0, 10}
	c, d := Span{"3", "d", "a", "S", 20, 30}, Span{"4", "d", "b", "S", 21, 30}
	e := Span{"5", "d", "b", "S", 60, 70}
	s := collectSpans([]Span{a, b, c, d, e, {"6", "d", "a", "S", 80, 90}, {"7", "d", "b", "S", 80, 90}}, []Document{{"d", 100, nil}}, nil)
	none := Span{Document: "d", Rater: "a"}
	want := []SpanDisagreement{{"d", a, b}, {"d", c, d}, {"d", none, e}}
	if got, n := s.Disagreements(9); !reflect.DeepEqual(got, want) || n != 3 {
		t.Errorf("got %v\nwant %v", got, want)
	}
	if got, n := s.Disagreements(1); !reflect.DeepEqual(got, want[:1]) || n != 3 {
		t.Errorf("the first of %d: %v", n, got)
	}
	if got, _ := s.Within(Scope{Label: "D"}).Disagreements(9); !reflect.DeepEqual(got, []SpanDisagreement{{"d", none, b}}) {
		t.Errorf("of one label: %v", got)
	}
}

func TestScopesOfSpans(t *testing.T) {
	s := collectSpans([]Span{span("a", "X", 0, 4), span("a", "", 5, 6), span("b", "D", 0, 4), {"", "e", "c", "D", 0, 1}},
		[]Document{{"e", 9, nil}, {"d", 9, nil}, {"unread", 9, nil}}, []string{"S", "D"})
	if got, want := s.ByLabel(), []Scope{{Label: "S"}, {Label: "D"}, {Label: "X"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
	if got, want := scopesByDocument(s), []Scope{{Document: "d"}, {Document: "e"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("documents %v, want %v", got, want)
	}
	if got, want := scopesByPair(s), []Scope{{A: "a", B: "b"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("pairs %v, want %v", got, want)
	}
}

func TestSpanFiguresAreSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var spans, renamed []Span
		for _, m := range drawMarks(t, "a") {
			spans = append(spans, span("a", fmt.Sprint(m.label), m.start, m.end))
			renamed = append(renamed, span("z", fmt.Sprint(1-m.label), m.start, m.end))
		}
		for _, m := range drawMarks(t, "b") {
			spans = append(spans, span("b", fmt.Sprint(m.label), m.start, m.end))
			renamed = append(renamed, span("b", fmt.Sprint(1-m.label), m.start, m.end))
		}
		s := collectSpans(spans, []Document{{"d", 40, []string{"a", "b"}}}, nil)
		z := collectSpans(rapid.Permutation(renamed).Draw(t, "order"), []Document{{"d", 40, []string{"b", "z"}}}, nil)
		for _, m := range []Measure{StrictF1, ExactF1, CharacterF1, Jaccard, AlphaUnitise} {
			f, g := s.Measure(Bootstrap{}, m)[0], z.Measure(Bootstrap{}, m)[0]
			v, ok := f.Value()
			w, also := g.Value()
			if ok != also || math.Abs(v-w) > 1e-9 {
				t.Fatalf("%s: %v, and with the names turned round %v", m, f, g)
			}
		}
	})
}

func TestBreakdownOfSpans(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	var spans []Span
	var documents []Document
	for d := range 30 {
		id := fmt.Sprintf("%02d", d)
		documents = append(documents, Document{id, 500, []string{"a", "b", "c"}})
		for range 10 {
			start, label := r.IntN(450), r.IntN(3)
			for _, who := range []string{"a", "b", "c"} {
				if r.IntN(4) > 0 {
					spans = append(spans, Span{"", id, who, fmt.Sprint(label), start + r.IntN(2), start + 20 + r.IntN(2)})
				}
			}
		}
	}
	s := collectSpans(spans, documents, nil)
	b, err := s.Breakdown(context.Background(), Bootstrap{Replicates: 200, Seed: 1}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Labels) != 3 || len(b.Documents) != 30 || len(b.Pairs) != 3 {
		t.Fatalf("%d labels, %d documents, %d pairs", len(b.Labels), len(b.Documents), len(b.Pairs))
	}
	for _, f := range b.Overall.Figures {
		honest(t, f)
		v, ok := f.Value()
		low, high, has := f.Interval.Bounds()
		if !ok || !has || v < low || v > high || f.Interval.Size != 30 || f.Interval.Of != "documents read by at least two people" {
			t.Errorf("%s = %v, interval %v to %v of %d %s (%s)", f.Measure, f, low, high, f.Interval.Size, f.Interval.Of, f.Interval.Reason)
		}
	}
	for _, f := range b.Documents[0].Figures {
		if f.Interval.Reason != "not defined, because resampling needs at least 10 documents read by at least two people, not 1" {
			t.Errorf("%s: %q", f.Measure, f.Interval.Reason)
		}
	}
	if again, _ := s.Breakdown(context.Background(), Bootstrap{Replicates: 200, Seed: 1}, nil); !reflect.DeepEqual(b, again) {
		t.Error("the same input gave another breakdown")
	}
}
