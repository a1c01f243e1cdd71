package dataset

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"factmark/store"
)

func TestWebAnnotationsComeBackWhole(t *testing.T) {
	st := sampleWorkspace(t)
	file, report := written(t, st, w3cFormat, Options{})
	in := readOnlyAs(t, w3cFormat, file)
	if in.Unit != CodePoints || len(in.Bad)+len(in.Remarks) > 0 {
		t.Fatalf("unit %q, bad %v, remarks %v", in.Unit, in.Bad, in.Remarks)
	}
	want := claimsOf(t, st)
	if len(in.Claims) != len(want) || len(want) != report.Rows {
		t.Fatalf("%d claims, want %d", len(in.Claims), len(want))
	}
	for i, got := range in.Claims {
		got.Line, got.Columns, got.DocumentID = 0, 0, ""
		expected := want[got.ClaimID]
		expected.Line = 0
		if !reflect.DeepEqual(got, expected) {
			t.Errorf("claim %d:\n got %+v\nwant %+v", i, got, expected)
		}
	}
	if n := checkSpans(t, textsOf(t, st, in), in); n != 18 {
		t.Errorf("%d spans were held against their texts", n)
	}
	checkEvidence(t, st, in)
	checkDecisions(t, st, in)
}

// shownInSample is what the people of sampleWorkspace are shown as.
var shownInSample = map[string]string{"Ana": "Ana", "Ben Ödön": "Coder B"}

// checkDecisions compares what was read with the decisions on the claims that were read.
func checkDecisions(t *testing.T, st *store.Store, in *Imported) {
	t.Helper()
	said := map[string]store.ImportedDecision{}
	for _, d := range in.Decisions {
		said[d.ID] = d
	}
	labels := map[string]string{}
	known, err := st.Labels(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range known {
		labels[l.ID] = l.Name
	}
	claims := map[string]int{}
	for i, c := range in.Claims {
		claims[c.ClaimID] = i
	}
	all, err := st.Decisions(t.Context(), store.DecisionFilter{})
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, d := range all {
		claim, there := claims[d.ClaimID]
		if !there {
			continue
		}
		n++
		want := store.ImportedDecision{Claim: claim, ID: d.ID, SessionID: d.SessionID, Person: shownInSample[d.Person], Kind: string(d.Kind), Label: labels[d.LabelID], Comment: d.Comment, Seconds: d.Seconds,
			CreatedAt: d.CreatedAt, UpdatedAt: d.UpdatedAt}
		got := said[d.ID]
		got.Line = 0
		if !reflect.DeepEqual(got, want) {
			t.Errorf("decision:\n got %+v\nwant %+v", got, want)
		}
	}
	if n != len(in.Decisions) || n < 4 {
		t.Errorf("%d decisions, want %d", len(in.Decisions), n)
	}
}

// checkEvidence compares what was read with the evidence of a workspace.
func checkEvidence(t *testing.T, st *store.Store, in *Imported) {
	t.Helper()
	seen := map[string]bool{}
	for _, got := range in.Evidence {
		claim := in.Claims[got.Claim].ClaimID
		all, err := st.Evidence(t.Context(), claim)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for _, e := range all {
			if e.ID != got.ID {
				continue
			}
			found = true
			got.Line, got.DocumentID = 0, ""
			want := store.ImportedEvidence{Claim: got.Claim, ID: e.ID, Set: e.Set, Stance: string(e.Stance), DocumentSHA256: e.DocumentSHA256, DocumentTitle: e.Document,
				Start: e.Start, End: e.End, Quote: e.Quote, URL: e.URL, Note: e.Note, Published: e.Published, ArchiveURL: e.ArchiveURL, Person: shownInSample[e.Person],
				CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt}
			if e.ClaimID != claim {
				t.Errorf("evidence %s was added to %s, not to %s", e.ID, e.ClaimID, claim)
			}
			if !reflect.DeepEqual(got, want) {
				t.Errorf("evidence:\n got %+v\nwant %+v", got, want)
			}
		}
		if !found || seen[got.ID] {
			t.Errorf("evidence %s of %s: known %v, there twice %v", got.ID, claim, found, seen[got.ID])
		}
		seen[got.ID] = true
	}
	if len(seen) != 7 {
		t.Errorf("%d pieces of evidence, want 7", len(seen))
	}
}

func TestWebAnnotationsAreWholeOneByOne(t *testing.T) {
	file, _ := written(t, sampleWorkspace(t), w3cFormat, Options{WithoutTexts: true})
	var all []map[string]any
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if a["@context"] != w3cContext || a["type"] != "Annotation" || !strings.HasPrefix(a["id"].(string), "urn:uuid:") || a["target"] == nil {
			t.Errorf("%v", a)
		}
	}
	lines := strings.Split(strings.TrimSpace(string(file)), "\n")
	if len(lines) != len(all)+2 {
		t.Errorf("%d lines for %d annotations", len(lines), len(all))
	}
	empty, _ := written(t, newStore(t), w3cFormat, Options{})
	if string(empty) != "[]\n" {
		t.Errorf("an empty export is %q", empty)
	}
}

func TestADecisionIsAnAnnotationOfItsClaim(t *testing.T) {
	d := Decision{ID: "0190b3a0-0000-7000-8000-000000000301", ClaimID: sampleClaimID(1), SessionID: "s1", Person: "Ben", Kind: "label", Label: "Disputed", Comment: "No,\n\"never\".",
		CreatedAt: "2025-02-10T09:30:00Z", UpdatedAt: "2025-02-10T09:31:00Z", Seconds: 12.5}
	a := decisionAnnotation(&d)
	a.Context, a.Type = w3cContext, "Annotation"
	claim := w3cAnnotation{Context: w3cContext, Type: "Annotation", ID: uuidURN + d.ClaimID, Motivation: "assessing", Target: w3cTarget{Source: "https://example.org", Selector: []w3cSelector{{Type: "TextQuoteSelector", Exact: "x"}}}}
	file, err := json.Marshal([]any{a, claim})
	if err != nil {
		t.Fatal(err)
	}
	in := readOnlyAs(t, w3cFormat, file)
	at := time.Date(2025, 2, 10, 9, 30, 0, 0, time.UTC)
	want := []store.ImportedDecision{{Line: 1, Claim: 0, ID: d.ID, SessionID: "s1", Person: "Ben", Kind: "label", Label: "Disputed", Comment: d.Comment, Seconds: 12.5, CreatedAt: at, UpdatedAt: at.Add(time.Minute)}}
	if !reflect.DeepEqual(in.Decisions, want) {
		t.Errorf("got %+v", in.Decisions)
	}
}

const pageText = "Ships 👩🏽\u200D🚀 came.\nThe mayor said: no ship was turned away. Rates fell by 0.5 %."

// utf16Span is where a quote stands in code units of UTF-16.
func utf16Span(text, quote string) (start, end int) {
	before, _, _ := strings.Cut(text, quote)
	start = len(utf16.Encode([]rune(before)))
	return start, start + len(utf16.Encode([]rune(quote)))
}

func TestHypothesisIsRead(t *testing.T) {
	row := func(id, quote, tags, more string) string {
		start, end := utf16Span(pageText, quote)
		return fmt.Sprintf(`{"id":%q,"created":"2025-03-01T10:00:00.123456+00:00","updated":"2025-03-02T10:00:00.123456+00:00","user":"acct:ana@hypothes.is",
			"uri":"https://example.org/ships","text":"See **log**.","tags":%s,"group":"__world__","permissions":{"read":["group:__world__"]},
			"target":[{"source":"https://example.org/ships","selector":[{"type":"RangeSelector","startContainer":"/p[1]","startOffset":1,"endContainer":"/p[1]","endOffset":9},
			{"type":"TextPositionSelector","start":%d,"end":%d},{"type":"TextQuoteSelector","exact":%q,"prefix":"b","suffix":"a"}]}],
			"document":{"title":["Ships and rates"]},"links":{}%s}`, id, tags, start, end, quote, more)
	}
	reply := `{"id":"RRR","user":"acct:ben@hypothes.is","uri":"https://example.org/ships","text":"Really?","tags":[],"group":"__world__","references":["AAA"],"target":[{"source":"https://example.org/ships"}],"created":"2025-03-03T10:00:00+00:00"}`
	deeper := strings.NewReplacer(`"RRR"`, `"SSS"`, `Really?`, `Yes.`, `["AAA"]`, `["AAA","RRR"]`).Replace(reply)
	note := `{"id":"PPP","user":"acct:ben@hypothes.is","uri":"https://example.org/ships","text":"All of it is old.","tags":["old"],"group":"abc","target":[{"source":"https://example.org/ships"}]}`
	rows := "[" + strings.Join([]string{reply, row("AAA", "no ship was turned away", `["Disputed"]`, ""), row("BBB", "👩🏽\u200D🚀 came", `["Half true","politics"]`, ""), deeper, note}, ",") + "]"
	for name, file := range map[string]string{"answer": `{"total":5,"rows":` + rows + `}`, "export": `{"export_date":"2025-03-04","client_version":"1.2","annotations":` + rows + `}`, "list": rows} {
		t.Run(name, func(t *testing.T) {
			in := readOnlyAs(t, w3cFormat, []byte(file))
			if in.Unit != UTF16 || len(in.Bad) > 0 || len(in.Claims) != 3 {
				t.Fatalf("unit %q, bad %v, claims %+v", in.Unit, in.Bad, in.Claims)
			}
			units := utf16.Encode([]rune(pageText))
			for _, c := range in.Claims {
				if got := string(utf16.Decode(units[c.Start:c.End])); got != c.Quote || c.Annotator != "ana" || c.DocumentTitle != "Ships and rates" {
					t.Errorf("%+v, at its place stands %q", c, got)
				}
			}
			first := in.Claims[0]
			if first.Label != "Disputed" || first.Note != "See **log**.\n\nben: Really?\n\nben: Yes." || first.CreatedAt.Year() != 2025 || !isUUID(first.ClaimID) {
				t.Errorf("%+v", first)
			}
			if in.Claims[1].Label != "Half true" || in.Claims[2].Label != "politics" || in.Claims[1].ClaimID == in.Claims[2].ClaimID {
				t.Errorf("%+v", in.Claims[1:])
			}
			for _, words := range []string{"All of it is old.", "1 annotation marks no passage", "1 annotation has several labels"} {
				if !saying(in, words) {
					t.Errorf("nothing says %q: %q", words, in.Remarks)
				}
			}
			again := readOnlyAs(t, w3cFormat, []byte(file))
			if !reflect.DeepEqual(again, in) {
				t.Error("read twice, it differs")
			}
		})
	}
}

func TestRecogitoIsRead(t *testing.T) {
	quote := "no ship was turned away"
	start, end := utf16Span(pageText, quote)
	files := map[string]string{
		"RecogitoJS": fmt.Sprintf(`[{"@context":"http://www.w3.org/ns/anno.jsonld","type":"Annotation","id":"#d7e5bd1a-9b0e-4a57-8a3c-2a0b7d7e1f10",
			"body":[{"type":"TextualBody","value":"Look here","purpose":"commenting","creator":{"id":"x","name":"ben"}},{"type":"TextualBody","value":"Disputed","purpose":"tagging"}],
			"target":{"selector":[{"type":"TextQuoteSelector","exact":%q},{"type":"TextPositionSelector","start":%d,"end":%d}]}}]`, quote, start, end),
		"own": fmt.Sprintf(`[{"id":"d7e5bd1a-9b0e-4a57-8a3c-2a0b7d7e1f10","bodies":[{"id":"b1","annotation":"d7","purpose":"commenting","value":"Look here","creator":{"id":"x","name":"ben"}},
			{"id":"b2","annotation":"d7","purpose":"tagging","value":"Disputed"}],"target":{"annotation":"d7","selector":[{"quote":%q,"start":%d,"end":%d}],"created":"2025-03-01T10:00:00.000Z"}}]`, quote, start, end),
	}
	for name, file := range files {
		t.Run(name, func(t *testing.T) {
			in := readOnlyAs(t, w3cFormat, []byte(file))
			if len(in.Claims) != 1 || len(in.Bad) > 0 {
				t.Fatalf("%+v", in)
			}
			c := in.Claims[0]
			if c.ClaimID != "d7e5bd1a-9b0e-4a57-8a3c-2a0b7d7e1f10" || c.Quote != quote || c.Start != start || c.End != end || c.Label != "Disputed" || c.Note != "ben: Look here" {
				t.Errorf("%+v", c)
			}
		})
	}
}

// Positions that count UTF-16, in the page's text or in the workspace's, come to stand where their quotes do.
func TestAnnotationsOfAPageAreFoundByItsAddress(t *testing.T) {
	st := newStore(t, store.NewDocument{Title: "Another", Text: pageText + " Nothing more."}, store.NewDocument{Title: "Saved page", SourceURL: "https://example.org/ships", Text: pageText})
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	quote := "no ship was turned away"
	start, end := utf16Span(pageText, quote)
	at := func(more string) string {
		return fmt.Sprintf(`[{"uri":"http://www.example.org/ships/?utm_source=x#top","user":"acct:a@hypothes.is",%s"target":[{"selector":[{"type":"TextPositionSelector","start":%d,"end":%d},{"type":"TextQuoteSelector","exact":%q}]}]}]`, more, start, end, quote)
	}
	for name, file := range map[string]string{
		"another title":      at(`"document":{"title":["Ships | The Example"]},`),
		"a title of another": at(`"document":{"title":["Another"]},`),
		"no title":           at(""),
		"as they stand":      fmt.Sprintf(`[{"id":"a","type":"Annotation","target":{"source":"https://example.org/ships","selector":[{"type":"TextQuoteSelector","exact":%q},{"type":"TextPositionSelector","start":%d,"end":%d}]}}]`, quote, start, end),
		"in another text":    fmt.Sprintf(`[{"id":"a","type":"Annotation","target":{"source":"https://example.org/ships","selector":[{"type":"TextQuoteSelector","exact":%q,"prefix":"The mayor said: "},{"type":"TextPositionSelector","start":%d,"end":%d}]}}]`, quote, start+1000, end+1000),
		"the quote alone":    fmt.Sprintf(`[{"id":"a","type":"Annotation","target":{"source":"https://example.org/ships","selector":{"type":"TextQuoteSelector","exact":%q}}}]`, quote),
		"Hypothesis, moved":  fmt.Sprintf(`{"rows":[{"id":"a","uri":"https://example.org/ships","user":"acct:a@hypothes.is","target":[{"source":"https://example.org/ships","selector":[{"type":"TextPositionSelector","start":%d,"end":%d},{"type":"TextQuoteSelector","exact":%q}]}]}]}`, start+7, end+7, quote),
	} {
		t.Run(name, func(t *testing.T) {
			in := readOnlyAs(t, w3cFormat, []byte(file))
			if _, err := in.Place(t.Context(), st, ""); err != nil || len(in.Claims) != 1 {
				t.Fatal(in.Claims, err)
			}
			c := in.Claims[0]
			at := slices.IndexFunc(docs, func(d store.Document) bool { return d.SHA256 == c.DocumentSHA256 })
			if at < 0 || docs[at].Title != "Saved page" || string([]rune(pageText)[c.Start:c.End]) != quote {
				t.Errorf("%+v", c)
			}
		})
	}
}

func TestFormsOfWebAnnotation(t *testing.T) {
	const target = `"target":{"source":"https://example.org/a","selector":{"type":"TextQuoteSelector","exact":"ships","prefix":"the ","suffix":" are"}}`
	tests := map[string]struct {
		file  string
		check func(*Imported) bool
	}{
		"one alone": {`{"@context":"http://www.w3.org/ns/anno.jsonld","id":"http://example.org/1","type":"Annotation","bodyValue":"Why?",` + target + `}`,
			func(in *Imported) bool { return in.Claims[0].Note == "Why?" && in.Claims[0].Prefix == "the " }},
		"a collection": {`{"@context":"http://www.w3.org/ns/anno.jsonld","id":"http://example.org/c","type":"AnnotationCollection","total":1,"first":{"id":"p","type":"AnnotationPage","items":[{"id":"a","type":"Annotation","motivation":"tagging","body":{"type":"TextualBody","value":"false"},` + target + `}]}}`,
			func(in *Imported) bool { return in.Claims[0].Label == "false" }},
		"a page": {`{"type":"AnnotationPage","items":[{"id":"a","type":["Annotation"],"body":[{"type":"SpecificResource","purpose":"tagging","source":"http://example.org/tags/false"}],` + target + `}]}`,
			func(in *Imported) bool { return in.Claims[0].Label == "false" }},
		"lines": {`{"id":"a","type":"Annotation",` + target + `}` + "\n" + `{"id":"b","type":"Annotation",` + target + `}`,
			func(in *Imported) bool { return len(in.Claims) == 2 && in.Claims[1].Line == 2 }},
		"a program's": {`{"id":"a","type":"Annotation","creator":{"id":"http://example.org/bot","type":"Software","name":"Finder 2"},` + target + `}`,
			func(in *Imported) bool { return in.Claims[0].Model == "Finder 2" && in.Claims[0].Annotator == "" }},
		"a nameless program's": {`{"id":"a","type":"Annotation","creator":{"type":"Software"},` + target + `}`,
			func(in *Imported) bool { return in.Claims[0].Model == namelessModel }},
		"HTML": {`{"id":"a","type":"Annotation","body":{"type":"TextualBody","format":"text/html","value":"<p>One &amp; two</p><p>three</p>"},` + target + `}`,
			func(in *Imported) bool { return in.Claims[0].Note == "One & two\nthree" }},
		"a fragment of characters": {`{"id":"a","type":"Annotation","target":{"source":"https://example.org/a.txt","selector":{"type":"FragmentSelector","conformsTo":"http://tools.ietf.org/rfc/rfc5147","value":"char=3,8"}}}`,
			func(in *Imported) bool { return in.Claims[0].Start == 3 && in.Claims[0].End == 8 }},
		"a choice": {`{"id":"a","type":"Annotation","body":{"type":"Choice","items":[{"type":"TextualBody","value":"first"},{"type":"TextualBody","value":"second"}]},` + target + `}`,
			func(in *Imported) bool { return in.Claims[0].Note == "first\n\nsecond" }},
		"a reply to a reply": {`[{"id":"a","type":"Annotation",` + target + `},{"id":"c","type":"Annotation","motivation":"replying","bodyValue":"deep","target":"b"},{"id":"b","type":"Annotation","motivation":"replying","bodyValue":"shallow","target":"a"}]`,
			func(in *Imported) bool { return in.Claims[0].Note == "deep\n\nshallow" }},
		"replies in a circle": {`[{"id":"a","type":"Annotation",` + target + `},{"id":"c","type":"Annotation","bodyValue":"round","target":"b"},{"id":"b","type":"Annotation","bodyValue":"and round","target":"c"}]`,
			func(in *Imported) bool { return saying(in, "round") && saying(in, "2 annotations are about others") }},
		"a whole page": {`[{"id":"a","type":"Annotation",` + target + `},{"id":"b","type":"Annotation","bodyValue":"of the page","target":"https://example.org/a"}]`,
			func(in *Imported) bool { return saying(in, "of the page") }},
		"several passages": {`{"id":"a","type":"Annotation","target":[{"source":"x","selector":{"type":"TextQuoteSelector","exact":"one"}},{"source":"x","selector":{"type":"TextQuoteSelector","exact":"two"}}]}`,
			func(in *Imported) bool {
				return len(in.Claims) == 2 && in.Claims[0].ClaimID != in.Claims[1].ClaimID && saying(in, "several passages")
			}},
		"null and numbers": {`{"id":7,"type":"Annotation","creator":null,"created":null,"body":null,"motivation":null,` + target + `}`,
			func(in *Imported) bool { return len(in.Claims) == 1 && len(in.Bad) == 0 }},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			in := readOnlyAs(t, w3cFormat, []byte(test.file))
			if len(in.Claims) == 0 || !test.check(in) {
				t.Errorf("%+v", in)
			}
		})
	}
}

func TestDamagedAnnotationsAreNamed(t *testing.T) {
	good := `{"id":"a","type":"Annotation","target":{"source":"x","selector":{"type":"TextQuoteSelector","exact":"ships"}}}`
	position := func(start, end string) string {
		return `{"id":"b","type":"Annotation","target":{"source":"x","selector":{"type":"TextPositionSelector","start":` + start + `,"end":` + end + `}}}`
	}
	for _, bad := range []string{position("-1", "4"), position("5", "4"), position("5", "5"), position("1.5", "4"), position("1", "1e300"), position(`"x"`, "4"), position("null", "4"), `{"type":"Annotation"}`, `7`, `"text"`, `null`,
		`{"id":"b","type":"Annotation","created":"soon","target":{"source":"x","selector":{"type":"TextQuoteSelector","exact":"y"}}}`} {
		in := readOnlyAs(t, w3cFormat, []byte("["+good+","+bad+"]"))
		if len(in.Claims) != 1 || len(in.Bad) != 1 || in.Bad[0].Line != 2 {
			t.Errorf("%s: %d claims, bad %v", bad, len(in.Claims), in.Bad)
		}
	}
	for _, file := range []string{"[" + good + ",", good + "{", "[" + good + "]]", "[" + good + "," + strings.Repeat("[", 20000), good + "\xff"} {
		if err := w3cFormat.read([]byte(file), &Imported{}); err == nil {
			t.Errorf("%.80q was read", file)
		}
	}
	for _, file := range []string{"", " ", "[]", "{}", "claim_id,start", `[{"data":{"text":"x"},"annotations":[{"result":[]}]}]`, `{"text":"x","label":[[0,1,"A"]]}`, `{"record":"workspace","format":"factmark"}`,
		`{"text":"x","spans":[{"start":0,"end":1,"label":"A"}],"answer":"accept"}`, strings.Repeat("[", 20000), `{"annotations":7}`} {
		if isW3C([]byte(file)) {
			t.Errorf("%.80q is taken for annotations", file)
		}
	}
}

func FuzzWebAnnotations(f *testing.F) {
	f.Add([]byte(`[{"id":"a","type":"Annotation","body":{"value":"x"},"target":{"source":"x","selector":[{"type":"TextQuoteSelector","exact":"ships"},{"type":"TextPositionSelector","start":1,"end":6}]}}]`))
	f.Add([]byte(`{"rows":[{"id":"a","uri":"x","tags":["a","b"],"user":"acct:a@b","target":[{"selector":[{"type":"TextPositionSelector","start":1,"end":6}]}],"references":["b"]}]}`))
	f.Add([]byte(`[{"id":"a","bodies":[{"value":"x"}],"target":{"selector":[{"quote":"x","start":1,"end":2}]}}]`))
	f.Fuzz(func(t *testing.T, file []byte) {
		in := &Imported{}
		isW3C(file)
		if w3cFormat.read(file, in) != nil {
			return
		}
		for _, c := range in.Claims {
			if c.Start < 0 || c.End < c.Start || c.Line < 1 {
				t.Errorf("%+v", c)
			}
		}
		for _, e := range in.Evidence {
			if e.Claim < 0 || e.Claim >= len(in.Claims) {
				t.Errorf("%+v", e)
			}
		}
	})
}
