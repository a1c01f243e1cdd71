package agreement

import (
	"context"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var labelMeasures = []Measure{Percent, Cohen, Fleiss, Randolph, Alpha}

// honest fails where a figure is neither a value nor a sentence, and where its
// interval isn't either.
func honest(t *testing.T, f Figure) {
	t.Helper()
	for what, reason := range map[string]string{"figure": f.Reason, "interval": f.Interval.Reason} {
		if reason != "" && !strings.HasPrefix(reason, "not defined, because ") {
			t.Errorf("%s: %s has the reason %q", f.Measure, what, reason)
		}
	}
	if v, ok := f.Value(); ok && !(v >= -1e15 && v <= 1) {
		t.Errorf("%s = %v", f.Measure, v)
	}
	if low, high, ok := f.Interval.Bounds(); ok && !(low < high && high <= 1) {
		t.Errorf("%s lies in %v to %v", f.Measure, low, high)
	}
}

// reasons tells the reason of each measure without a value.
func reasons(figures []Figure) map[Measure]string {
	found := map[Measure]string{}
	for _, f := range figures {
		if f.Reason != "" {
			found[f.Measure] = strings.TrimPrefix(f.Reason, "not defined, because ")
		}
	}
	return found
}

func all(reason string) map[Measure]string {
	want := map[Measure]string{}
	for _, m := range labelMeasures {
		want[m] = reason
	}
	return want
}

func TestWhatIsNotDefined(t *testing.T) {
	same := "all used the same label wherever they can be compared, so that agreeing says nothing"
	always := "all used this label wherever they can be compared, so that agreeing says nothing"
	unused := "nobody used this label where people can be compared"
	sameAll := map[Measure]string{Cohen: same, Fleiss: same, Alpha: same}
	two := Scope{A: "coder 0", B: "coder 1"}
	for _, c := range []struct {
		name    string
		ratings []Rating
		labels  []string
		scope   Scope
		want    map[Measure]string
	}{
		{"empty", nil, nil, Scope{}, all("nothing has been labelled")},
		{"all missing", []Rating{{"1", "d", "a", ""}, {"1", "d", "b", ""}}, nil, Scope{}, all("nothing has been labelled")},
		{"one person", coders("SDS"), nil, Scope{}, all("one person alone has labelled anything")},
		{"one person and their own repetition", append(coders("SDS"), coders("DDD")...), nil, Scope{}, all("one person alone has labelled anything")},
		{"nothing in common", coders("SD**", "**SD"), nil, Scope{}, all("no claim has been labelled by two people")},
		{"two with nothing in common", coders("SD**", "**SD", "SDSD"), nil, two, all("the two have labelled no claim in common")},
		{"oneself", coders("SD", "SD"), nil, Scope{A: "coder 0", B: "coder 0"}, all("a person cannot be compared with themselves")},
		{"unknown person", coders("SD", "SD"), nil, Scope{A: "coder 0", B: "nobody"}, all("the two have labelled no claim in common")},
		{"unknown document", coders("SD", "SD"), nil, Scope{Document: "elsewhere"}, all("nothing has been labelled")},
		{"one label for all", coders("SSS", "SSS"), []string{"S", "D"}, Scope{}, sameAll},
		{"one label for all on offer", coders("SSS", "SSS"), []string{"S"}, Scope{},
			map[Measure]string{Cohen: same, Fleiss: same, Alpha: same, Randolph: "there is one label alone to choose from"}},
		{"one label where two met, another alone", coders("SSD", "SS*"), nil, Scope{}, sameAll},
		{"a label nobody used", coders("SD", "SD"), []string{"S", "D", "N"}, Scope{Label: "N"}, map[Measure]string{
			Cohen: unused, Fleiss: unused, Alpha: unused}},
		{"a label that is not on offer", coders("SD", "SD"), nil, Scope{Label: "N"}, map[Measure]string{
			Cohen: unused, Fleiss: unused, Alpha: unused}},
		{"a label used by all", coders("SS", "SS"), nil, Scope{Label: "S"}, map[Measure]string{
			Cohen: always, Fleiss: always, Alpha: always}},
		{"unequal numbers", coders("SDS", "SDD", "*DD"), nil, Scope{}, map[Measure]string{
			Cohen:  "it compares two people, and 3 have labelled something here",
			Fleiss: "some claims have 2 labels and others up to 3, where it needs as many for each: see Krippendorff's alpha"}},
	} {
		figures := collect(c.ratings, c.labels).Within(c.scope).Measure(Bootstrap{Replicates: 20}, labelMeasures...)
		if got := reasons(figures); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s:\n got %v\nwant %v", c.name, got, c.want)
		}
		for _, f := range figures {
			honest(t, f)
		}
	}
}

func TestValuesAtTheEnds(t *testing.T) {
	for _, c := range []struct {
		name  string
		lines []string
		want  map[Measure]float64
	}{
		{"perfect", []string{"SDSD", "SDSD"}, map[Measure]float64{Percent: 1, Cohen: 1, Fleiss: 1, Randolph: 1, Alpha: 1}},
		{"never", []string{"SDSD", "DSDS"}, map[Measure]float64{Percent: 0, Cohen: -1, Fleiss: -1, Randolph: -1, Alpha: -.75}},
		{"two who never share a label", []string{"SSSS", "DDDD"}, map[Measure]float64{Percent: 0, Cohen: 0, Fleiss: -1, Randolph: -1, Alpha: -.75}},
	} {
		r := collect(coders(c.lines...), nil)
		for m, want := range c.want {
			near(t, one(r, m), want, 12)
		}
	}
}

// Two who mark nine characters in ten, or every other one, without regard for
// each other agree as chance has it, however much they mark.
func TestCodersAtRandomAgreeByChance(t *testing.T) {
	near(t, one(collect(table([]int{81, 9}, []int{9, 1}), nil), Cohen), 0, 9)
	near(t, one(collect(table([]int{25, 25}, []int{25, 25}), nil), Cohen), 0, 9)
}

// The size of the numbers that name categories must not matter, nor their spelling.
func TestCategoriesAreOnlyNames(t *testing.T) {
	want, _ := one(collect(coders("1122", "1212"), nil), Alpha).Value()
	large := coders("1122", "1212")
	for i := range large {
		large[i].Category = map[string]string{"1": "4294967296", "2": "8589934592"}[large[i].Category]
	}
	if got, _ := one(collect(large, nil), Alpha).Value(); got != want {
		t.Errorf("alpha = %v with large numbers, want %v", got, want)
	}
	r := collect([]Rating{{"1", "d", "a", "Yes"}, {"1", "d", "b", "yes"}}, nil)
	if _, n := r.Disagreements(9); n != 1 {
		t.Errorf("labels of another spelling are the same label: %d differ", n)
	}
}

func TestWhatIsLeftOut(t *testing.T) {
	r := collect([]Rating{
		{"1", "d", "a", "S"}, {"1", "d", "b", "D"}, {"1", "d", "a", "D"}, // a changed their mind
		{"2", "d", "a", "S"}, {"2", "d", "b", ""}, // b has not labelled it yet
		{"3", "d", "a", "S"}, {"3", "d", "", "D"}, // by nobody knows whom
		{"1", "e", "a", "S"}, // another unit: names are those within a document
	}, nil)
	f := one(r, Percent)
	if v, _ := f.Value(); f.N != 1 || f.Alone != 3 || v != 1 {
		t.Errorf("%+v, want the later word of a, one unit and three alone", f)
	}
}

func TestDisagreements(t *testing.T) {
	r := collect([]Rating{
		{"1", "d", "b", "S"}, {"1", "d", "a", "D"}, {"1", "d", "c", "S"},
		{"2", "d", "a", "S"}, {"2", "d", "b", "S"},
		{"3", "e", "a", "N"}, {"3", "e", "c", "D"},
		{"4", "e", "a", "N"},
	}, []string{"S", "D", "N"})
	first := Disagreement{"1", "d", []Said{{"a", "D"}, {"b", "S"}, {"c", "S"}}}
	third := Disagreement{"3", "e", []Said{{"a", "N"}, {"c", "D"}}}
	for _, c := range []struct {
		scope Scope
		want  []Disagreement
	}{
		{Scope{}, []Disagreement{first, third}},
		{Scope{Document: "e"}, []Disagreement{third}},
		{Scope{Label: "S"}, []Disagreement{first}},
		{Scope{Label: "N"}, []Disagreement{third}},
		{Scope{A: "b", B: "c"}, nil},
		{Scope{A: "c", B: "a", Label: "D"}, []Disagreement{{"1", "d", []Said{{"a", "D"}, {"c", "S"}}}, third}},
	} {
		if got, n := r.Within(c.scope).Disagreements(9); !reflect.DeepEqual(got, c.want) || n != len(c.want) {
			t.Errorf("%+v:\n got %v\nwant %v", c.scope, got, c.want)
		}
	}
}

func TestConfusion(t *testing.T) {
	r := collect(coders("SSDN", "SDDD", "S*SN"), []string{"S", "D", "N"})
	for _, c := range []struct {
		scope Scope
		want  [][]int
	}{
		{Scope{A: "coder 0", B: "coder 1"}, [][]int{{1, 1, 0}, {0, 1, 0}, {0, 1, 0}}},
		{Scope{A: "coder 1", B: "coder 0"}, [][]int{{1, 0, 0}, {1, 1, 1}, {0, 0, 0}}},
		{Scope{A: "coder 1", B: "coder 0", Label: "S"}, [][]int{{1, 0, 0}, {1, 1, 1}, {0, 0, 0}}},
		// S: 3 pairs; S D: 1; D D S: 1 and 2; N D N: 1 and 2.
		{Scope{}, [][]int{{3, 3, 0}, {3, 1, 2}, {0, 2, 1}}},
	} {
		if got := r.Within(c.scope).Confusion(); !reflect.DeepEqual(got.Rows, c.want) || got.Pooled != (c.scope.A == "") {
			t.Errorf("%+v: %+v, want %v", c.scope, got, c.want)
		}
	}
}

func TestScopes(t *testing.T) {
	r := collect([]Rating{
		{"1", "d", "a", "S"}, {"1", "d", "b", "S"}, {"2", "e", "c", "X"}, {"2", "e", "b", "D"}, {"3", "f", "d", "D"},
	}, []string{"S", "N"})
	if got, want := r.labels, []string{"S", "N", "D", "X"}; !reflect.DeepEqual(got, want) {
		t.Errorf("labels %v, want %v", got, want)
	}
	if got, want := r.ByDocument(), []Scope{{Document: "d"}, {Document: "e"}, {Document: "f"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("documents %v, want %v", got, want)
	}
	if got, want := r.ByPair(), []Scope{{A: "a", B: "b"}, {A: "b", B: "c"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("pairs %v, want %v", got, want)
	}
	narrow := r.Within(Scope{Document: "e"})
	if got, want := narrow.ByPair(), []Scope{{Document: "e", A: "b", B: "c"}}; !reflect.DeepEqual(got, want) {
		t.Errorf("pairs of a document %v, want %v", got, want)
	}
	b, err := r.Breakdown(context.Background(), Bootstrap{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Labels) != 4 || len(b.Documents) != 3 || len(b.Pairs) != 2 {
		t.Errorf("breakdown of %d labels, %d documents, %d pairs", len(b.Labels), len(b.Documents), len(b.Pairs))
	}
	if v, ok := b.Pairs[0].Figures[0].Value(); !ok || v != 1 || b.Pairs[0].Figures[0].Unit != "claims labelled by both" {
		t.Errorf("a and b: %+v", b.Pairs[0].Figures[0])
	}
}

func TestABreakdownCanBeCalledOff(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := collect(coders("SD", "SD"), nil).Breakdown(ctx, Bootstrap{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("of labels: %v", err)
	}
	if _, err := collectSpans(nil, nil, nil).Breakdown(ctx, Bootstrap{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("of spans: %v", err)
	}
}

func TestFiguresAsJSON(t *testing.T) {
	for _, c := range []struct {
		lines []string
		want  []string
	}{
		{[]string{"SS", "SS"}, []string{`"value":null`, `"reason":"not defined, because all used`, `"low":null`}},
		{[]string{"SDSDSDSDSDSD", "SDSDSDSDSDSS"}, []string{`"value":0.83`, `"n":12`, `"unit":"claims labelled by at least two people"`, `"high":1`}},
	} {
		out, err := json.Marshal(collect(coders(c.lines...), nil).Measure(Bootstrap{Replicates: 200}, Cohen)[0])
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range c.want {
			if !strings.Contains(string(out), want) {
				t.Errorf("%s lacks %s", out, want)
			}
		}
	}
}

func TestFiguresAsText(t *testing.T) {
	r := collect(coders("SDS", "SDD"), nil)
	if got := one(r, Percent).String(); got != "0.667" {
		t.Errorf("percent agreement as text: %q", got)
	}
	if got, want := one(r.Within(Scope{Label: "N"}), Alpha).String(), labelUnused; got != want {
		t.Errorf("alpha as text: %q, want %q", got, want)
	}
}

func TestMeasuresOfTheOtherKind(t *testing.T) {
	if f := one(collect(coders("SD", "SD"), nil), StrictF1); f.Reason != "not defined, because it is not a measure of labels" {
		t.Errorf("%+v", f)
	}
	s := collectSpans([]Span{span("a", "S", 1, 2)}, []Document{{"d", 9, []string{"a", "b"}}}, nil)
	if f := s.Measure(Bootstrap{}, Cohen)[0]; f.Reason != "not defined, because it is not a measure of spans" {
		t.Errorf("%+v", f)
	}
}

// One pair alone says no more than the whole, unless others are in that, whose
// presence leaves it without Cohen's kappa.
func TestALonePairIsShownWhereTheWholeHasNoKappaForIt(t *testing.T) {
	breakdown := func(ratings ...Rating) Breakdown {
		t.Helper()
		b, err := collect(ratings, []string{"S", "D"}).Breakdown(context.Background(), Bootstrap{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	two := []Rating{{"1", "d", "a", "S"}, {"1", "d", "b", "D"}, {"2", "d", "a", "S"}, {"2", "d", "b", "S"}}
	if got := breakdown(two...).InformativePairs(); len(got) != 0 {
		t.Errorf("of two people: %+v", got)
	}
	got := breakdown(append(two, Rating{"3", "d", "c", "S"})...).InformativePairs()
	if len(got) != 1 || got[0].Scope != (Scope{A: "a", B: "b"}) {
		t.Fatalf("with a third who met nobody: %+v", got)
	}
	if at := slices.IndexFunc(got[0].Figures, func(f Figure) bool { return f.Measure == Cohen }); at < 0 {
		t.Error("without Cohen's kappa")
	} else if v, ok := got[0].Figures[at].Value(); !ok || v != 0 {
		t.Errorf("kappa %v, %v", v, ok)
	}
}
