package dataset

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/parquet-go/parquet-go"

	"factmark/store"
)

// A file that a format writes is recognised as of that format, if that is read at all, and as of no other.
func TestAFileIsOfOneFormAlone(t *testing.T) {
	for name, st := range map[string]*store.Store{"sample": sampleWorkspace(t), "small": smallWorkspace(t)} {
		for _, f := range Formats {
			for _, o := range []Options{{}, {Split: Split{Train: 2, Dev: 1, Test: 1}, Pseudonyms: true, WithoutTexts: !f.Texts}} {
				var file bytes.Buffer
				if _, err := Write(t.Context(), &file, st, f, store.Filter{}, o); err != nil {
					t.Fatal(err)
				}
				found, err := recognise(file.Bytes())
				if f.Reads() && found != f || found != nil && found != f {
					t.Errorf("%s, %+v: a file of %s is taken for %s, %v", name, o, f.Name, nameOf(found), err)
				}
			}
		}
	}
}

// smallWorkspace has one text with one claim.
func smallWorkspace(t testing.TB) *store.Store {
	t.Helper()
	st := newStore(t, store.NewDocument{Title: "T", Text: "A claim."})
	documents, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: documents[0].ID, Start: 0, End: 7, LabelID: store.SupportedID}}); err != nil {
		t.Fatal(err)
	}
	return st
}

// randomLetters are what random texts are made of: emoji with joiners and skin tones, flags, marks that combine, right-to-left
// letters and their controls, white space of all kinds, and what CSV, JSON, XML, brat, CoNLL and spreadsheets give a meaning.
var randomLetters = []string{"a", "b", "c", "Q", "The", "mayor", "40", " ", " ", " ", ". ", "\n", "\n\n", "\t", "\"", "'", "=1+1", "-", "+", "@", "_", "#", "%", "|", ";", ",", "{", "}", "[", "]", "<b>", "&", "&amp;", "\\", "\\n",
	"👩🏽\u200D🚀", "🇫🇷", "🚢", "é", "e\u0301", "\u202Bכתב\u202C", "مجلس", "安", "ไทย", "\u00A0", "\u2028", "\u0085", "\uFEFF", "-DOCSTART-", "O", "B-x", "T1", "_x000D_"}

// randomizer makes workspaces in which all kinds of trouble come together.
type randomizer struct {
	*rand.Rand
	t  testing.TB
	st *store.Store
}

func (r *randomizer) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *randomizer) text(most int) string {
	var b strings.Builder
	for range r.IntN(most + 1) {
		b.WriteString(randomLetters[r.IntN(len(randomLetters))])
	}
	return b.String()
}

// span is a random span of a document that is more than white space.
func (r *randomizer) span(text []rune) (start, end int) {
	for {
		start = r.IntN(len(text))
		end = start + 1 + r.IntN(min(len(text)-start, 1+r.IntN(60)))
		if strings.TrimFunc(string(text[start:end]), func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }) != "" {
			return start, end
		}
	}
}

func (r *randomizer) date() string {
	return []string{"", "", "2025", "2025-02", "2025-02-10", "2024-12-31?", "2023?"}[r.IntN(7)]
}

// workspace makes a workspace of three documents and about a dozen claims of two people.
func (r *randomizer) workspace() []store.NewDocument {
	var documents []store.NewDocument
	for i := range 3 {
		documents = append(documents, store.NewDocument{Title: fmt.Sprint(i, " ", r.text(5)), Publisher: r.text(3), Published: r.date(), SourceURL: []string{"", fmt.Sprintf("https://example.org/%d?a=1&b=“2”", i)}[r.IntN(2)],
			Author: r.text(2), Language: []string{"", "en"}[r.IntN(2)], Note: r.text(3), Text: fmt.Sprint(i, " x", r.text(150))})
	}
	r.st = newStore(r.t, documents...)
	all, err := r.st.Documents(r.t.Context())
	r.must(err)
	texts := map[string][]rune{}
	for _, d := range all {
		text, err := r.st.Text(r.t.Context(), d.ID)
		r.must(err)
		texts[d.ID] = []rune(text)
	}
	label, err := r.st.AddLabel(r.t.Context(), store.Label{Name: "L " + strings.Join(strings.Fields(r.text(4)), " ") + "x", Meaning: "unclear"})
	r.must(err)
	labels := []string{"", store.SupportedID, store.DisputedID, store.NotEnoughInfoID, label.ID}

	var claims []store.Claim
	for _, person := range []store.Person{{ID: sampleBen, Name: "Ben Ödön"}, {ID: sampleAna, Name: "Ana"}} {
		r.must(r.st.SignIn(r.t.Context(), person))
		for _, d := range all {
			for range r.IntN(4) {
				start, end := r.span(texts[d.ID])
				added, err := r.st.AddClaims(r.t.Context(), []store.NewClaim{{DocumentID: d.ID, Start: start, End: end, LabelID: labels[r.IntN(len(labels))], Note: r.text(4)}})
				r.must(err)
				claims = append(claims, added...)
			}
		}
	}
	for _, c := range claims {
		statement, claimant, kind, on := r.text(4), r.text(2), r.text(1), r.date()
		edit := store.ClaimEdit{Statement: &statement, Claimant: &claimant, ClaimType: &kind, ClaimDate: &on}
		if share := r.Float64(); share < 0.5 {
			sure := &share
			edit.Confidence = &sure
		}
		r.must(r.st.EditClaim(r.t.Context(), c.ID, edit))
		for range r.IntN(3) {
			e := store.NewEvidence{ClaimID: c.ID, Set: 1 + r.IntN(2), Stance: []store.Stance{store.StanceSupports, store.StanceRefutes, store.StanceContext}[r.IntN(3)], Note: r.text(2)}
			if r.IntN(3) == 0 {
				e.URL, e.Quote, e.Published = fmt.Sprintf("https://example.org/news/%d", r.IntN(100)), r.text(4), r.date()
			} else {
				d := all[r.IntN(len(all))]
				e.DocumentID = d.ID
				e.Start, e.End = r.span(texts[d.ID])
			}
			_, err := r.st.AddEvidence(r.t.Context(), e)
			r.must(err)
		}
	}
	r.review(claims, labels)
	r.orphan(all[0])
	return documents
}

// review links claims, and lets people decide on some and settle one.
func (r *randomizer) review(claims []store.Claim, labels []string) {
	if len(claims) < 3 {
		return
	}
	if err := r.st.LinkClaims(r.t.Context(), claims[0].ID, claims[len(claims)-1].ID); err != nil && !errors.Is(err, store.ErrInvalid) {
		r.t.Fatal(err)
	}
	session, err := r.st.StartSession(r.t.Context(), store.NewSession{Name: "R " + r.text(2), Selection: "{}", Mode: store.ModeOpen})
	r.must(err)
	for _, d := range []store.NewDecision{{ClaimID: claims[1].ID, Kind: store.DecidedLabel, LabelID: labels[1+r.IntN(4)], Comment: r.text(3)}, {ClaimID: claims[2].ID, Kind: store.DecidedReject}} {
		d.SessionID = session.ID
		_, err := r.st.Decide(r.t.Context(), d)
		r.must(err)
	}
	r.must(r.st.EndSession(r.t.Context(), session.ID, "{}"))
	r.must(r.st.Adjudicate(r.t.Context(), labels[1+r.IntN(4)], r.text(2), claims[1].ID))
}

// orphan adds a claim on a text that is not there any more.
func (r *randomizer) orphan(d store.Document) {
	quote := "gone 🚢 " + strings.TrimSpace(r.text(3)) + "x"
	_, err := r.st.ImportClaims(r.t.Context(), []store.ImportedClaim{{ClaimID: sampleClaimID(13), DocumentSHA256: strings.Repeat("ab", 32), DocumentTitle: d.Title, Status: "orphaned",
		Annotator: "Ana", Start: 3, End: 3 + utf8.RuneCountInString(quote), Quote: quote, Label: "Disputed"}}, store.ImportOptions{})
	r.must(err)
}

// What a format writes of a random workspace it reads again, as itself alone, with every span right: each claim comes back with
// its place and label, or the report of the export names it. Where the format holds it all the same bytes are written again.
func TestWhatLeavesComesBack(t *testing.T) {
	inexact := []*Format{feverFormat, scifactFormat, averitecFormat, climateFormat} // their claims stand in no text
	for seed := range rounds(1) {
		r := &randomizer{rand.New(rand.NewPCG(seed, 14)), t, nil}
		documents := r.workspace()
		_, claims := selected(t, r.st)
		for _, f := range Formats {
			file, report := written(t, r.st, f, Options{})
			if found, _ := recognise(file); found != f && (f.Reads() || found != nil) {
				t.Errorf("%s, workspace %d: it is taken for %s", f.Name, seed, nameOf(found))
				continue
			}
			if !f.Reads() {
				continue
			}
			in, err := Read("file", file, nil)
			if err != nil || len(in.Bad) > 0 {
				t.Errorf("%s, workspace %d: %v, %v", f.Name, seed, err, in.Bad)
				continue
			}
			before := documents
			if f.Texts || slices.Contains(f.Holds, "text") {
				before = nil
			}
			fresh := newStore(t, before...)
			exact := !slices.Contains(inexact, f)
			if exact {
				holdAgainstClaims(t, fmt.Sprintf("%s, workspace %d", f.Name, seed), textsOf(t, fresh, in), in, claims)
			}
			placing, imported := importInto(t, fresh, in)
			if len(placing.Moved)+len(imported.Bad) > 0 || exact && len(placing.Unplaced) > 0 {
				t.Errorf("%s, workspace %d: placed %+v, imported %+v", f.Name, seed, placing, imported)
			}
			holdAgainstReport(t, fmt.Sprintf("%s, workspace %d", f.Name, seed), in, claims, report, exact)
			if exact {
				if again, _ := written(t, fresh, f, Options{}); !bytes.Equal(heldBy(t, f, again), heldBy(t, f, file)) {
					t.Errorf("%s, workspace %d:", f.Name, seed)
					explainDifference(t, heldBy(t, f, file), heldBy(t, f, again))
				}
			}
		}
	}
}

// rounds is how often a property is tried that is usually tried n times: RAPID_CHECKS per cent of it, as of all properties.
func rounds(n int) uint64 {
	if checks, err := strconv.Atoi(os.Getenv("RAPID_CHECKS")); err == nil {
		n = max(1, n*checks/100)
	}
	return uint64(n)
}

// holdAgainstClaims checks that the spans of a file, as the file counts, are those of the claims it was made of.
func holdAgainstClaims(t testing.TB, what string, texts map[string][]rune, in *Imported, claims []Claim) {
	t.Helper()
	quotes := map[string]string{}
	for _, c := range claims {
		quotes[c.ID] = c.Quote
	}
	for _, c := range in.Claims {
		text, there := texts[c.DocumentSHA256]
		if got := cutText(string(text), in.Unit, c.Start, c.End); there && (got == "" || c.ClaimID != "" && got != quotes[c.ClaimID]) {
			t.Errorf("%s: the claim %s at %d to %d (%s) is %q, and was %q", what, c.ClaimID, c.Start, c.End, in.Unit, got, quotes[c.ClaimID])
		}
	}
}

// wholeClaims are losses of which a claim is left out.
var wholeClaims = []string{"rejected span", "orphan", "claim without a place", "claim without a verdict", "overlapping span", "span of white space"}

// holdAgainstReport checks that each claim came back, with its place where the format has places and with its label, or is named in the report.
func holdAgainstReport(t testing.TB, what string, in *Imported, claims []Claim, report Report, exact bool) {
	t.Helper()
	named := map[string]bool{}
	for _, l := range report.Lost {
		for _, id := range l.IDs {
			named[id] = named[id] || slices.Contains(wholeClaims, l.What)
		}
	}
	type place struct {
		sum        string
		start, end int
	}
	byID, byPlace := map[string]store.ImportedClaim{}, map[place][]string{}
	for _, c := range in.Claims {
		byID[c.ClaimID] = c
		at := place{c.DocumentSHA256, c.Start, c.End}
		byPlace[at] = append(byPlace[at], c.Label)
	}
	for _, c := range claims {
		got, there := byID[c.ID]
		switch {
		case there && exact:
			if got.Start != c.Start || got.End != c.End || got.DocumentSHA256 != c.DocumentSHA256 || got.Quote != "" && got.Quote != c.Quote || got.Label != c.Label {
				t.Errorf("%s: %+v came back as %+v", what, c, got)
			}
		case there:
			if want := strings.TrimSpace(withLF(c.Text())); got.Quote != want {
				t.Errorf("%s: %s came back as %q, want %q", what, c.ID, got.Quote, want)
			}
		case named[c.ID]:
		case exact && slices.Contains(byPlace[place{c.DocumentSHA256, c.Start, c.End}], c.settledLabel()): // a format without ids
		default:
			t.Errorf("%s: %+v did not come back, and the report does not name it", what, c)
		}
	}
}

// heldBy is a file without what follows from what its format does not hold: the columns that follow from evidence, and when documents were added.
func heldBy(t testing.TB, f *Format, file []byte) []byte {
	switch f {
	case csvFormat:
		claims, err := json.Marshal(read(t, string(file)))
		if err != nil {
			t.Fatal(err)
		}
		return claims
	case xlsxFormat:
		parts := unzipped(t, file)
		delete(parts, "xl/worksheets/sheet3.xml")
		return fmt.Append(nil, parts)
	}
	return file
}

func nameOf(f *Format) string {
	if f == nil {
		return "nothing known"
	}
	return f.Name
}

// secretWorkspace has two people without pseudonyms, and a document most of which lies far from any claim or evidence.
func secretWorkspace(t testing.TB) *store.Store {
	t.Helper()
	far := strings.Repeat("Nothing of note stands here. ", 20)
	document := store.NewDocument{Title: "Report", Publisher: "The Example", Published: "2025-02-10", FileName: "report.txt",
		Text:     "Openingquote is claimed. " + far + "Wholetextonly was said.\n" + far + "Evidencequote bears on it. " + far,
		Original: []byte("Originalfileonly bytes")}
	st := newStore(t)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(st.SignIn(t.Context(), store.Person{ID: "0190b3a0-0000-7000-8000-00000000000a", Name: "Xenia Quorlwood"}))
	added, err := st.AddDocuments(t.Context(), []store.NewDocument{document})
	must(err)
	id := added[0].Document.ID
	claims, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: id, Start: 0, End: 12, LabelID: store.SupportedID}})
	must(err)
	start, end := sampleSpan(t, document.Text, "Evidencequote")
	_, err = st.AddEvidence(t.Context(), store.NewEvidence{ClaimID: claims[0].ID, Stance: store.StanceSupports, Set: 1, DocumentID: id, Start: start, End: end})
	must(err)
	must(st.SignIn(t.Context(), store.Person{ID: "0190b3a0-0000-7000-8000-00000000000b", Name: "Zbigniew Marlowek"}))
	_, err = st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: id, Start: 0, End: 12, LabelID: store.DisputedID}})
	must(err)
	session, err := st.StartSession(t.Context(), store.NewSession{Name: "Reading", Selection: "{}", Mode: store.ModeOpen})
	must(err)
	_, err = st.Decide(t.Context(), store.NewDecision{SessionID: session.ID, ClaimID: claims[0].ID, Kind: store.DecidedLabel, LabelID: store.DisputedID})
	must(err)
	must(st.EndSession(t.Context(), session.ID, "{}"))
	must(st.Adjudicate(t.Context(), store.DisputedID, "", claims[0].ID))
	return st
}

// Without texts, no text of a document is in a file of any format but the quotes and what stands around them; with pseudonyms, nobody's name is.
func TestWhatIsLeftOutIsInNoFile(t *testing.T) {
	st := secretWorkspace(t)
	names := []string{"Xenia", "Quorlwood", "Zbigniew", "Marlowek"}
	has := func(f *Format, o Options, words ...string) (found []string) {
		var file bytes.Buffer
		if _, err := Write(t.Context(), &file, st, f, store.Filter{}, o); err != nil {
			t.Fatal(err)
		}
		content := laidOpen(t, f, file.Bytes())
		for _, word := range words {
			if strings.Contains(content, word) {
				found = append(found, word)
			}
		}
		return found
	}
	for _, f := range Formats {
		whole := has(f, Options{}, append(names, "Openingquote", "Wholetextonly")...)
		if !slices.Contains(whole, "Openingquote") && slices.Contains(f.Holds, "quote") || slices.Contains(whole, "Wholetextonly") != (slices.Contains(f.Holds, "text") || f == scifactFormat) ||
			slices.Contains(f.Holds, "annotator") && !slices.ContainsFunc(whole, func(word string) bool { return slices.Contains(names, word) }) {
			t.Errorf("%s has %v: what is in it is not seen, or what it holds is not said", f.Name, whole)
		}
		if called := has(f, Options{Pseudonyms: true}, names...); len(called) > 0 {
			t.Errorf("%s calls people %v", f.Name, called)
		}
		if f.Texts {
			if _, err := Write(t.Context(), io.Discard, st, f, store.Filter{}, Options{WithoutTexts: true}); err == nil {
				t.Errorf("%s is written without texts", f.Name)
			}
			continue
		}
		for _, o := range []Options{{WithoutTexts: true}, {WithoutTexts: true, Split: Split{Train: 1, Dev: 1, Test: 1}}} {
			if texts := has(f, o, "Wholetextonly", "Nothing of note stands here. Nothing of note stands here. Nothing", "Originalfile"); len(texts) > 0 {
				t.Errorf("%s without texts has %v", f.Name, texts)
			}
		}
	}
}

// laidOpen is all that a file holds, unpacked.
func laidOpen(t testing.TB, f *Format, file []byte) string {
	t.Helper()
	all := string(file)
	switch {
	case isArchive(file):
		for name, content := range unzipped(t, file) {
			all += name + content
		}
	case f == parquetFormat:
		rows := make([]parquetClaim, 100)
		n, err := parquet.NewGenericReader[parquetClaim](bytes.NewReader(file)).Read(rows)
		if err != nil && !errors.Is(err, io.EOF) {
			t.Fatal(err)
		}
		cells, err := json.Marshal(rows[:n])
		if err != nil {
			t.Fatal(err)
		}
		all += string(cells)
	case f == reportPDFFormat:
		for part := range strings.SplitSeq(all, "stream\n") {
			if content, err := zlib.NewReader(strings.NewReader(part)); err == nil {
				text, _ := io.ReadAll(content)
				all += strings.ReplaceAll(string(text), "\x00", "") // letters are in UTF-16
			}
		}
	}
	return all
}
