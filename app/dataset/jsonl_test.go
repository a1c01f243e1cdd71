package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"factmark/store"
)

// exportedAs gives the bytes that a workspace leaves in, and what the report says.
func exportedAs(t testing.TB, st *store.Store, f *Format, o Options) ([]byte, Report) {
	t.Helper()
	var b bytes.Buffer
	report, err := Write(t.Context(), &b, st, f, store.Filter{}, o)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), report
}

// selected gives the documents and claims of a workspace as every format sees them.
func selected(t testing.TB, st *store.Store) (documents []Document, claims []Claim) {
	t.Helper()
	seen := &Format{Name: "seen", Holds: Fields, write: func(_ io.Writer, in *Selection) error {
		documents = in.documents()
		return in.EachClaim(func(_ *Document, c *Claim) error {
			kept := *c
			kept.Evidence, kept.Decisions = slices.Clone(c.Evidence), slices.Clone(c.Decisions)
			claims = append(claims, kept)
			return nil
		})
	}}
	exportedAs(t, st, seen, Options{})
	return documents, claims
}

// readAs reads a file of a form, in which nothing may be bad.
func readAs(t testing.TB, f *Format, file []byte) *Imported {
	t.Helper()
	in := &Imported{Format: f}
	for _, other := range Formats {
		if is := other.recognise != nil && other.recognise(file); is != (other == f) {
			t.Errorf("a file of %s is recognised as %s: %v", f.Name, other.Name, is)
		}
	}
	if err := f.read(file, in); err != nil || len(in.Bad) > 0 {
		t.Fatal(in.Bad, err)
	}
	return in
}

func timeIn(cell string) time.Time {
	at, _ := time.Parse(time.RFC3339, cell)
	return at
}

// asImported is a claim as a complete file gives it back.
func asImported(c Claim) store.ImportedClaim {
	row := store.ImportedClaim{
		ClaimID: c.ID, DocumentID: c.DocumentID, DocumentSHA256: c.DocumentSHA256, DocumentTitle: c.Document, Start: c.Start, End: c.End, Quote: c.Quote, Prefix: c.Prefix, Suffix: c.Suffix,
		Label: c.Label, Meaning: c.Meaning, Statement: c.Statement, Claimant: c.Claimant, ClaimDate: c.ClaimDate, ClaimType: c.ClaimType, Note: c.Note,
		Annotator: c.Annotator, Status: c.Status, CreatedAt: timeIn(c.CreatedAt), UpdatedAt: timeIn(c.UpdatedAt), FinalLabel: c.FinalLabel,
		Reviewer: c.Reviewer, ReviewedAt: timeIn(c.ReviewedAt), FirstClaimID: c.FirstClaimID,
	}
	if sure, err := strconv.ParseFloat(c.Confidence, 64); err == nil {
		row.Confidence = &sure
	}
	return row
}

// sameClaims holds what was read against the claims, their evidence and their decisions.
func sameClaims(t *testing.T, in *Imported, claims []Claim) {
	t.Helper()
	if len(in.Claims) != len(claims) {
		t.Fatalf("%d claims were read, want %d", len(in.Claims), len(claims))
	}
	evidence, decisions := map[string]store.ImportedEvidence{}, map[string]store.ImportedDecision{}
	owner, prefixes := map[string]string{}, map[string][2]string{}
	for _, c := range claims {
		for _, e := range c.Evidence {
			prefixes[e.ID] = [2]string{e.Prefix, e.Suffix}
		}
	}
	for _, e := range in.Evidence {
		if _, twice := evidence[e.ID]; twice {
			t.Errorf("the evidence %s came in twice", e.ID)
		}
		owner[e.ID] = in.Claims[e.Claim].ClaimID
		e.Line, e.Claim = 0, 0
		if in.Format == xlsxFormat { // its sheet has the columns of the view alone
			e.Prefix, e.Suffix = prefixes[e.ID][0], prefixes[e.ID][1]
		}
		evidence[e.ID] = e
	}
	for _, d := range in.Decisions {
		owner[d.ID] = in.Claims[d.Claim].ClaimID
		d.Line, d.Claim = 0, 0
		decisions[d.ID] = d
	}
	pieces, words := 0, 0
	for i, c := range claims {
		got, want := in.Claims[i], asImported(c)
		got.Line, got.Columns = 0, 0
		if !reflect.DeepEqual(got, want) {
			t.Errorf("claim %d: got %+v\nwant %+v", i, got, want)
		}
		for _, e := range c.Evidence {
			if e.SharedFrom != "" {
				continue
			}
			pieces++
			want := store.ImportedEvidence{ID: e.ID, Set: e.Set, Stance: e.Stance, Prefix: e.Prefix, Suffix: e.Suffix, DocumentID: e.DocumentID, DocumentSHA256: e.DocumentSHA256, DocumentTitle: e.Document,
				Start: e.Start, End: e.End, Quote: e.Quote, URL: e.URL, Note: e.Note, Published: e.Published, ArchiveURL: e.ArchiveURL, Person: e.Annotator,
				CreatedAt: timeIn(e.CreatedAt), UpdatedAt: timeIn(e.UpdatedAt)}
			if e.DocumentID == "" {
				want.Start, want.End = 0, 0
			}
			if evidence[e.ID] != want || owner[e.ID] != c.ID {
				t.Errorf("evidence of %s: got %+v\nwant %+v", owner[e.ID], evidence[e.ID], want)
			}
		}
		for _, d := range c.Decisions {
			words++
			want := store.ImportedDecision{ID: d.ID, SessionID: d.SessionID, Person: d.Person, Kind: d.Kind, Label: d.Label, Comment: d.Comment, Seconds: d.Seconds,
				CreatedAt: timeIn(d.CreatedAt), UpdatedAt: timeIn(d.UpdatedAt)}
			if decisions[d.ID] != want || owner[d.ID] != c.ID {
				t.Errorf("decision on %s: got %+v\nwant %+v", owner[d.ID], decisions[d.ID], want)
			}
		}
	}
	if len(evidence) != pieces || len(decisions) != words {
		t.Errorf("%d pieces of evidence and %d decisions were read, want %d and %d", len(evidence), len(decisions), pieces, words)
	}
}

func TestJSONLComesBackWhole(t *testing.T) {
	for name, st := range map[string]*store.Store{"sample": sampleWorkspace(t), "hostile": hostileStore(t)} {
		t.Run(name, func(t *testing.T) {
			file, report := exportedAs(t, st, jsonlFormat, Options{})
			documents, claims := selected(t, st)
			if len(report.Lost) > 0 || report.Rows != len(claims) || report.Documents != len(documents) {
				t.Errorf("reported %+v", report)
			}
			in := readAs(t, jsonlFormat, file)
			if in.Unit != CodePoints || len(in.Remarks) > 0 {
				t.Errorf("unit %q, remarks %v", in.Unit, in.Remarks)
			}
			sameClaims(t, in, claims)
			labels, err := st.Labels(t.Context())
			if err != nil || !reflect.DeepEqual(in.Labels, labels) {
				t.Errorf("labels: got %+v\nwant %+v, %v", in.Labels, labels, err)
			}
			if len(in.Documents) != len(documents) {
				t.Fatalf("%d documents were read, want %d", len(in.Documents), len(documents))
			}
			for i, d := range documents {
				text, err := st.Text(t.Context(), d.ID)
				if err != nil {
					t.Fatal(err)
				}
				locators, err := st.Locators(t.Context(), d.SHA256)
				if err != nil {
					t.Fatal(err)
				}
				want := store.ImportedDocument{ID: d.ID, AddedAt: d.AddedAt, NewDocument: store.NewDocument{Title: d.Title, Publisher: d.Publisher, Published: d.Published,
					SourceURL: d.SourceURL, Author: d.Author, Language: d.Language, Tags: d.Tags, Note: d.Note, FileName: d.FileName, Charset: d.Charset, Text: text,
					Stated: d.Stated, Locators: locators}}
				in.Documents[i].Line = 0
				if !reflect.DeepEqual(in.Documents[i], want) {
					t.Errorf("document %d: got %+v\nwant %+v", i, in.Documents[i], want)
				}
			}
			again, _ := exportedAs(t, st, jsonlFormat, Options{})
			if !bytes.Equal(file, again) {
				t.Error("a second export differs")
			}
		})
	}
}

// taken gives an empty workspace into which a file was imported.
func taken(t testing.TB, into *store.Store, f *Format, file []byte) *store.Store {
	t.Helper()
	in := readAs(t, f, file)
	placing, err := in.Place(t.Context(), into, "")
	if err != nil || len(in.Bad) > 0 {
		t.Fatalf("%+v, %v, %v", placing, in.Bad, err)
	}
	report, err := into.ImportDataset(t.Context(), store.Dataset{Documents: in.Documents, Labels: in.Labels, Claims: in.Claims, Evidence: in.Evidence, Decisions: in.Decisions}, store.ImportOptions{})
	if err != nil {
		t.Fatalf("%+v, %v", report, err)
	}
	return into
}

func TestAnExportTakenIntoAnEmptyWorkspaceGivesTheSameBytes(t *testing.T) {
	for name, st := range map[string]*store.Store{"sample": sampleWorkspace(t), "hostile": hostileStore(t)} {
		t.Run(name, func(t *testing.T) {
			lines, _ := exportedAs(t, st, jsonlFormat, Options{})
			fresh := taken(t, newStore(t), jsonlFormat, lines)
			if again, _ := exportedAs(t, fresh, jsonlFormat, Options{}); !bytes.Equal(lines, again) {
				t.Errorf("jsonl differs %s", firstDifference(string(again), string(lines)))
			}
			if again, _ := exportedAs(t, taken(t, fresh, jsonlFormat, lines), jsonlFormat, Options{}); !bytes.Equal(lines, again) {
				t.Errorf("after a second import jsonl differs %s", firstDifference(string(again), string(lines)))
			}
			book, _ := exportedAs(t, st, xlsxFormat, Options{})
			if again, _ := exportedAs(t, fresh, xlsxFormat, Options{}); !bytes.Equal(book, again) {
				t.Error("the workbook differs")
			}
			// A workbook comes without texts, so it comes back where they are.
			var texts []byte
			for line := range bytes.Lines(lines) {
				if !bytes.HasPrefix(line, []byte(`{"record":"claim"`)) {
					texts = append(texts, line...)
				}
			}
			fresh = taken(t, taken(t, newStore(t), jsonlFormat, texts), xlsxFormat, book)
			if again, _ := exportedAs(t, fresh, xlsxFormat, Options{}); !bytes.Equal(book, again) {
				t.Error("the workbook that was read from the workbook differs")
			}
		})
	}
}

// jsonTypes are those of the columns that hold no text.
var jsonTypes = map[string]string{"start": "int", "end": "int", "supporting": "int", "refuting": "int", "confidence": "float"}

func TestAJSONLClaimHasTheColumnsOfTheView(t *testing.T) {
	st := sampleWorkspace(t)
	file, _ := exportedAs(t, st, jsonlFormat, Options{})
	var rows [][]string
	err := st.EachLabelled(t.Context(), store.Filter{}, func(cells []string) error {
		rows = append(rows, slices.Clone(cells))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wantKeys := append(append([]string{"record"}, store.LabelledColumns...), "evidence", "decisions")
	records := map[string]int{}
	for line := range strings.Lines(string(file)) {
		if strings.ContainsAny(strings.TrimSuffix(line, "\n"), "\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029") {
			t.Errorf("a line has what some readers take for its end: %q", line)
		}
		var values map[string]any
		in := json.NewDecoder(strings.NewReader(line))
		in.UseNumber()
		if err := in.Decode(&values); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		record := values["record"].(string)
		records[record]++
		if record != "claim" {
			continue
		}
		cells := rows[0]
		rows = rows[1:]
		for i, column := range store.LabelledColumns {
			got := ""
			switch v := values[column].(type) {
			case string:
				if jsonTypes[column] != "" {
					t.Errorf("%s is a text: %q", column, v)
				}
				got = v
			case json.Number:
				if jsonTypes[column] == "" {
					t.Errorf("%s is a number: %s", column, v)
				}
				got = v.String()
			case nil:
				if _, there := values[column]; !there || jsonTypes[column] != "float" && !strings.HasSuffix(column, "_at") {
					t.Errorf("%s is missing or null", column)
				}
			}
			if got != cells[i] {
				t.Errorf("%s is %q, want %q", column, got, cells[i])
			}
		}
		if keys := keysOf(t, line); !slices.Equal(keys, wantKeys) {
			t.Errorf("the keys of a claim are %v, want %v", keys, wantKeys)
		}
	}
	if want := map[string]int{"workspace": 1, "label": 4, "document": 4, "claim": 13}; !reflect.DeepEqual(records, want) {
		t.Errorf("records are %v, want %v", records, want)
	}
}

// keysOf gives the keys of an object in their order.
func keysOf(t *testing.T, object string) (keys []string) {
	t.Helper()
	in := json.NewDecoder(strings.NewReader(object))
	if _, err := in.Token(); err != nil {
		t.Fatal(err)
	}
	for in.More() {
		key, err := in.Token()
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, key.(string))
		var skipped json.RawMessage
		if err := in.Decode(&skipped); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

func TestJSONLWithoutTexts(t *testing.T) {
	st := sampleWorkspace(t)
	file, _ := exportedAs(t, st, jsonlFormat, Options{WithoutTexts: true})
	if bytes.Contains(file, []byte(`"text":`)) || bytes.Contains(file, []byte("Nobody has marked anything here.")) {
		t.Error("a text is in the file")
	}
	in := readAs(t, jsonlFormat, file)
	if len(in.Documents) != 0 || len(in.Claims) != 13 || !slices.Contains(in.Remarks, "4 documents come without their texts, and must be in the workspace already.") {
		t.Errorf("%d documents, %d claims, %v", len(in.Documents), len(in.Claims), in.Remarks)
	}
}

func TestJSONLAsOthersWriteIt(t *testing.T) {
	head := `{"record":"workspace","format":"factmark","version":1,"offset_unit":"codepoint"}` + "\n"
	claim := func(more string) string {
		return `{"record":"claim","document":"T","start":0,"end":1,"quote":"a"` + more + "}\n"
	}
	tests := []struct {
		name, file string
		claims     int
		bad        []string // of each bad row a part of what is said
		remarks    []string
	}{
		{"as pandas writes it", bom + head + "\r\n" + `{"record":"claim","document":"T","start":0.0,"end":1.0,"quote":"a","supporting":0.0,"confidence":null,"published":2025,"created_at":1739179800123,"text":null,"evidence":null}` + "\r\n", 1, nil, nil},
		{"no last line end, no head", strings.TrimSpace(claim("")), 1, nil, nil},
		{"a later version", `{"record":"workspace","format":"factmark","version":2,"since":3}` + "\n" + claim(`,"mood":"calm","evidence":[{"stance":"supports","url":"u","weight":1}]`) + `{"record":"relation","a":1}` + "\n", 1, nil,
			[]string{"The file is of version 2 of its format, and this Factmark knows version 1: look through what was read.",
				"Keys that are not Factmark's and were not read: claim evidence weight (1 line), claim mood (1 line), workspace since (1 line)",
				"Records of a kind that is not Factmark's and were not read: relation (1 line)"}},
		{"bad lines", head + claim("") + claim(`,"start":5`) + "[1]\n" + `{"record":"claim"` + "\n" + `{"claim":1}` + "\n" + claim(`,"confidence":7`) + claim(`,"note":[1]`) +
			claim(`,"note":"\ud83d"`) + claim(",\"note\":\"\xff\"") + claim("")[:20] + "\n" + claim(`,"created_at":"soon"`) + claim(`,"offset_unit":"utf16"`) + claim(`,"evidence":[1]`) +
			claim(`,"evidence":{}`) + claim(`,"score":"NaN"`) + claim("") + `{"record":"claim","document":"T","start":-1,"end":1e99,"quote":"a"} ` + "\n" + claim("")[:len(claim(""))-1] + "{}\n", 2,
			[]string{`"start" is there twice`, "not a JSON object", "cut off", "record", "confidence", "note", "half of a character", "not UTF-8", "cut off", "created_at", "offset_unit is utf16",
				"evidence", "evidence", "score", "start", "behind"}, nil},
		{"deeply nested", head + claim(`,"x":`+strings.Repeat("[", 100_000)+strings.Repeat("]", 100_000)) + claim(""), 1, []string{"not JSON"}, nil},
		{"a document that was changed", head + `{"record":"document","document":"T","text":"ab","document_sha256":"` + textSum("abc") + `"}` + "\n", 0, []string{"not the one that its document_sha256 names"}, nil},
		{"evidence of a claim that is not there", head + claim(`,"claim_id":"1","evidence":[{"evidence_id":"e","stance":"supports","url":"u","shared_from":"9"}]`) +
			claim(`,"claim_id":"2","evidence":[{"evidence_id":"e","stance":"supports","url":"u","shared_from":"9"}]`), 2, nil,
			[]string{"1 piece of evidence was added to a linked claim that is not in the file; it is taken for that of the claim at which it stands."}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			in := &Imported{}
			if !isJSONL([]byte(test.file)) {
				t.Error("it is not recognised")
			}
			if err := readJSONL([]byte(test.file), in); err != nil {
				t.Fatal(err)
			}
			if len(in.Claims) != test.claims || len(in.Bad) != len(test.bad) || !slices.Equal(in.Remarks, test.remarks) {
				t.Fatalf("%d claims, bad %v, remarks %q", len(in.Claims), in.Bad, in.Remarks)
			}
			for i, part := range test.bad {
				if !strings.Contains(in.Bad[i].Err.Error(), part) {
					t.Errorf("line %d: %v, want %q in it", in.Bad[i].Line, in.Bad[i].Err, part)
				}
			}
		})
	}
	for _, other := range []string{"", "{}", "{\"record\":\"Album\"}\n", "[]", "a,b\n", `{"id":1,"text":"x","label":[]}`, head[:30], "\x00", `{"record":"claim"`} {
		if isJSONL([]byte(other)) {
			t.Errorf("%q is recognised", other)
		}
	}
}

func TestUnitOfJSONL(t *testing.T) {
	file := `{"record":"workspace","offset_unit":"utf16"}` + "\n" + `{"record":"document","document":"T","text":"🚢 a","locators":[{"kind":"page","label":"1","start":0,"end":2}]}` + "\n" +
		`{"record":"claim","document":"T","start":3,"end":4,"quote":"a"}` + "\n"
	in := readAs(t, jsonlFormat, []byte(file))
	if in.Unit != UTF16 || in.Documents[0].Locators != nil || len(in.Remarks) != 1 || !strings.Contains(in.Remarks[0], "utf16") {
		t.Errorf("unit %q, %+v, %v", in.Unit, in.Documents, in.Remarks)
	}
}

func TestJSONStrings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.SampledFrom(hostileCells), rapid.StringMatching(`[\x00-\x20"\\\x{7f}-\x{a0}\x{2027}-\x{202a}\x{1F6A2}]*`)).Draw(t, "text")
		written := appendJSONString([]byte("x"), text)
		var back string
		if err := json.Unmarshal(written[1:], &back); err != nil || back != text || !utf8.Valid(written) {
			t.Fatalf("%q became %q and then %q: %v", text, written, back, err)
		}
		if len(strings.FieldsFunc(string(written), func(r rune) bool { return strings.ContainsRune("\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029", r) })) != 1 {
			t.Fatalf("%q has the end of a line in it", written)
		}
	})
	if got := string(appendJSONString(nil, "\x00\x1f\u007f\u0085\u2028\u00e9")); got != "\"\\u0000\\u001f\u007f\\u0085\\u2028\u00e9\"" {
		t.Errorf("got %s", got)
	}
}

func FuzzReadJSONL(f *testing.F) {
	file, _ := exportedAs(f, sampleWorkspace(f), jsonlFormat, Options{})
	for line := range bytes.Lines(file) {
		f.Add(line)
	}
	f.Add([]byte(`{"record":"claim","document":"T","start":"0","end":1e0,"quote":"\ud83d\ude80"}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		in := &Imported{}
		if err := readJSONL(file, in); err != nil {
			t.Fatal(err)
		}
		for _, e := range in.Evidence {
			_ = in.Claims[e.Claim]
		}
		for _, d := range in.Decisions {
			_ = in.Claims[d.Claim]
		}
		lines := 0
		for line := range bytes.Lines(file) {
			if len(bytes.TrimSpace(bytes.TrimPrefix(line, []byte(bom)))) > 0 {
				lines++
			}
		}
		if read := len(in.Claims) + len(in.Documents) + len(in.Labels) + len(in.Bad); read > lines {
			t.Errorf("%d lines gave %d things", lines, read)
		}
	})
}

func TestJSONLStopsWhereItCannotWrite(t *testing.T) {
	st := manyClaims(t, 1000)
	full := errors.New("the disk is full")
	for _, room := range []int{0, 100_000, 300_000} {
		if _, err := Write(t.Context(), &limited{room, full}, st, jsonlFormat, store.Filter{}, Options{}); !errors.Is(err, full) {
			t.Errorf("with room for %d bytes: %v", room, err)
		}
	}
}

// The formats beside each other: csv is what the others are held against.
func BenchmarkFormats(b *testing.B) {
	st := manyClaims(b, 20_000)
	for _, f := range []*Format{csvFormat, jsonlFormat, xlsxFormat, parquetFormat} {
		b.Run(fmt.Sprintf("20000/%s", f.Name), func(b *testing.B) {
			for b.Loop() {
				if _, err := Write(b.Context(), io.Discard, st, f, store.Filter{}, Options{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
