package dataset

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"factmark/store"
)

// workspaceMade is a workspace that is made once; tests work on copies of its file, which take less.
type workspaceMade struct {
	once sync.Once
	file []byte
	by   store.Person // who is signed in to the copies
	make func(t testing.TB) *store.Store
}

func (m *workspaceMade) copy(t testing.TB) *store.Store {
	t.Helper()
	m.once.Do(func() {
		path := filepath.Join(t.TempDir(), "made.factmark")
		if err := m.make(t).Backup(t.Context(), path, nil); err != nil {
			t.Fatal(err)
		}
		var err error
		if m.file, err = os.ReadFile(path); err != nil {
			t.Fatal(err)
		}
	})
	path := filepath.Join(t.TempDir(), "desk.factmark")
	if err := os.WriteFile(path, m.file, 0o600); err != nil {
		t.Fatal(err)
	}
	return opened(t, path, store.Open, m.by)
}

// opened opens or creates a workspace for a test.
func opened(t testing.TB, path string, open func(context.Context, string) (*store.Store, error), by store.Person) *store.Store {
	t.Helper()
	st, err := open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := st.SignIn(t.Context(), by); err != nil {
		t.Fatal(err)
	}
	return st
}

var emptyWorkspace = workspaceMade{by: store.Person{ID: sampleAna, Name: "Ana"}, make: func(t testing.TB) *store.Store {
	return opened(t, filepath.Join(t.TempDir(), "empty.factmark"), store.Create, store.Person{ID: sampleAna, Name: "Ana"})
}}

// newStore has these documents and nothing else; Ana works in it.
func newStore(t testing.TB, docs ...store.NewDocument) *store.Store {
	t.Helper()
	st := emptyWorkspace.copy(t)
	if len(docs) == 0 {
		return st
	}
	if _, err := st.AddDocuments(t.Context(), docs); err != nil {
		t.Fatal(err)
	}
	return st
}

func exported(t testing.TB, st *store.Store, f store.Filter, o Options) (string, Report) {
	t.Helper()
	var b bytes.Buffer
	report, err := Write(t.Context(), &b, st, csvFormat, f, o)
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), report
}

// read reads a table that holds no bad row; the set of columns is left out.
func read(t testing.TB, csv string) []store.ImportedClaim {
	t.Helper()
	table, err := ReadCSV(strings.NewReader(csv))
	if err != nil || len(table.Bad) > 0 {
		t.Fatal(table.Bad, err)
	}
	for i := range table.Claims {
		table.Claims[i].Columns = 0
	}
	return table.Claims
}

func imported(t testing.TB, st *store.Store, csv string) store.ImportReport {
	t.Helper()
	report, err := st.ImportClaims(t.Context(), read(t, csv), store.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

var hostileDocuments = []store.NewDocument{
	{Title: `=HYPERLINK("http://example.org","click")`, Publisher: "+49 Press", Published: "2025-02?", SourceURL: "https://example.org/?a=1,2", Text: "=1+1 is a formula, “quoted” and \"straight\".\n-5 degrees, 👩🏽\u200D🚀 said.\n\n@all: ’tis done"},
	{Title: "安全理事会,\n第二行", Publisher: `"O'Neil" & sons`, Text: "安全理事会定于星期一举行会议，讨论该组织构成的威胁。🇫🇷 e\u0301 \uFEFF end"},
	{Title: "مجلس الأمن", Text: "يعقد مجلس الأمن اجتماعا يوم الاثنين. \u202Bכתב\u202C\tTab"},
	{Title: " leading space", Text: "Plain text, nothing else in it."},
}

var hostileCells = []string{
	"", "plain", "a,b", "a\"b", "\"", "a\nb", "\n", "\r\n", "a\rb", "\r", " lead", "trail ", "=1+1", "+1", "-1", "@x", "\tx", "'", "'=1", "''-x", "'plain",
	"\uFEFF", "x\x1fy", "\\.", "👩🏽\u200D🚀", "安全", "مجلس", "\u202Eesrever", ";", "#", "-", "NULL", "0x1", "  ",
}

// hostileStore has claims on all documents, with every hostile cell in every place that a user can write to.
func hostileStore(t testing.TB) *store.Store { t.Helper(); return hostileMade.copy(t) }

var hostileMade = workspaceMade{by: store.Person{ID: sampleAna, Name: "Ana"}, make: makeHostile}

func makeHostile(t testing.TB) *store.Store {
	t.Helper()
	st := newStore(t, hostileDocuments...)
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	label, err := st.AddLabel(t.Context(), store.Label{Name: `=Half "true", mostly`, Meaning: "unclear"})
	if err != nil {
		t.Fatal(err)
	}
	labels := []string{"", store.SupportedID, store.DisputedID, store.NotEnoughInfoID, label.ID}
	var claims []store.NewClaim
	for _, doc := range docs {
		for i := range len(hostileCells) {
			start := i % (doc.Length / 2)
			claims = append(claims, store.NewClaim{DocumentID: doc.ID, Start: start, End: start + 1 + i%(doc.Length/2), LabelID: labels[i%len(labels)]})
		}
	}
	added, err := st.AddClaims(t.Context(), claims)
	if err != nil {
		t.Fatal(err)
	}
	confidences := []float64{0, 1, 0.5, 0.1, 0.30000000000000004, 1e-7, 1. / 3}
	for i, claim := range added {
		cell := func(shift int) *string { return &hostileCells[(i+shift)%len(hostileCells)] }
		edit := store.ClaimEdit{Statement: cell(0), Claimant: cell(5), ClaimDate: cell(11), ClaimType: cell(17), Note: cell(23)}
		if i%3 != 0 {
			confidence := &confidences[i%len(confidences)]
			edit.Confidence = &confidence
		}
		if err := st.EditClaim(t.Context(), claim.ID, edit); err != nil {
			t.Fatal(err)
		}
	}
	return st
}

func TestAnExportReadIntoANewWorkspaceGivesTheSameExport(t *testing.T) {
	st := hostileStore(t)
	want, report := exported(t, st, store.Filter{}, Options{})
	if report.Rows != len(hostileDocuments)*len(hostileCells) || report.Formulas == 0 {
		t.Fatalf("the export is not what it should be: %+v", report)
	}
	for _, o := range []Options{{}, {BOM: true}, {SpreadsheetSafe: true}, {BOM: true, SpreadsheetSafe: true}} {
		t.Run(fmt.Sprintf("%+v", o), func(t *testing.T) {
			csv, same := exported(t, st, store.Filter{}, o)
			if !reflect.DeepEqual(same, report) {
				t.Errorf("reported %+v, want %+v", same, report)
			}
			fresh := newStore(t, hostileDocuments...)
			first := imported(t, fresh, csv)
			if first.Added != report.Rows || first.Existing != 0 {
				t.Errorf("the first reading: %+v", first)
			}
			if got, _ := exported(t, fresh, store.Filter{}, Options{}); got != want {
				t.Errorf("the export differs %s", firstDifference(got, want))
			}
			again := imported(t, fresh, csv)
			if again.Added != 0 || again.Existing != report.Rows || len(again.Differing)+len(again.NewLabels)+len(again.NewPeople) != 0 {
				t.Errorf("the second reading: %+v", again)
			}
			if got, _ := exported(t, fresh, store.Filter{}, Options{}); got != want {
				t.Errorf("after a second reading the export differs %s", firstDifference(got, want))
			}
		})
	}
}

func firstDifference(got, want string) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return fmt.Sprintf("at byte %d: %.80q, want %.80q", i, got[max(0, i-30):], want[max(0, i-30):])
		}
	}
	return fmt.Sprintf("in length: %d bytes, want %d", len(got), len(want))
}

func TestReadingBackIntoTheSameWorkspaceChangesNothing(t *testing.T) {
	st := hostileStore(t)
	want, report := exported(t, st, store.Filter{}, Options{})
	if got := imported(t, st, want); got.Added != 0 || got.Existing != report.Rows || len(got.Differing) != 0 {
		t.Errorf("got %+v", got)
	}
	if got, _ := exported(t, st, store.Filter{}, Options{}); got != want {
		t.Errorf("the export differs %s", firstDifference(got, want))
	}
}

// Random cells of all kinds of trouble come back as they were.
func TestRandomCellsComeBack(t *testing.T) {
	const text = "'=a, \"b\"\n- '-c' @d\t'@e +f"
	doc := store.NewDocument{Title: "random", Text: text}
	st := newStore(t, doc)
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const seed = 1
	random := rand.New(rand.NewPCG(seed, seed))
	alphabet := []rune("ab\"',;\n\r\t=+-@ \uFEFF\x1fé安😀")
	cell := func() string {
		runes := make([]rune, random.IntN(6))
		for i := range runes {
			runes[i] = alphabet[random.IntN(len(alphabet))]
		}
		return string(runes)
	}
	at := time.Date(2025, 2, 10, 9, 30, 0, 123e6, time.UTC)
	var want []store.ImportedClaim
	for i := range 2000 {
		start := random.IntN(len(text) - 1)
		end := start + 1 + random.IntN(len(text)-start-1)
		if quote := text[start:end]; strings.TrimSpace(quote) != quote {
			continue
		}
		want = append(want, store.ImportedClaim{
			ClaimID: fmt.Sprintf("00000000-0000-7000-8000-%012d", i), DocumentSHA256: docs[0].SHA256, DocumentTitle: "random", Start: start, End: end, Quote: text[start:end],
			Prefix: text[max(0, start-32):start], Suffix: text[end:min(len(text), end+32)],
			Meaning: "none", Statement: cell(), Claimant: cell(), ClaimDate: cell(), ClaimType: cell(), Note: cell(), Annotator: "Ana",
			Status: "open", CreatedAt: at, UpdatedAt: at,
		})
	}
	if _, err := st.ImportClaims(t.Context(), want, store.ImportOptions{}); err != nil {
		t.Fatal(err)
	}
	for _, o := range []Options{{}, {SpreadsheetSafe: true}, {BOM: true}} {
		csv, _ := exported(t, st, store.Filter{}, o)
		got := read(t, csv)
		slices.SortFunc(got, func(a, b store.ImportedClaim) int { return strings.Compare(a.ClaimID, b.ClaimID) })
		if len(got) != len(want) {
			t.Fatalf("%+v: %d claims, want %d", o, len(got), len(want))
		}
		for i := range got {
			got[i].Line = 0
			if got[i] != want[i] {
				t.Fatalf("%+v: got %+v, want %+v", o, got[i], want[i])
			}
		}
	}
}

func TestAFilterLimitsTheRows(t *testing.T) {
	st := hostileStore(t)
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f := store.Filter{DocumentIDs: []string{docs[1].ID}, LabelIDs: []string{"", store.DisputedID}}
	csv, report := exported(t, st, f, Options{})
	want, err := st.CountLabelled(t.Context(), f)
	if err != nil || report.Rows != want || want == 0 || want == len(hostileCells) {
		t.Fatalf("%d rows, want %d (%v)", report.Rows, want, err)
	}
	for _, claim := range read(t, csv) {
		if claim.DocumentSHA256 != docs[1].SHA256 || claim.Label != "" && claim.Label != "Disputed" {
			t.Errorf("%s has the label %q", claim.ClaimID, claim.Label)
		}
	}
}

func TestAnInterruptedExportIsAnError(t *testing.T) {
	st := hostileStore(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := Write(ctx, &bytes.Buffer{}, st, csvFormat, store.Filter{}, Options{}); err == nil {
		t.Error("no error")
	}
}

// Links come back as they were, in whatever order the rows stand; one that names nothing that is here is said to be left out.
func TestLinksComeBack(t *testing.T) {
	documents := []store.NewDocument{{Title: "A", Published: "2025", Text: "reserves rose"}, {Title: "B", Published: "2024", Text: "the reserves rose"}}
	st := newStore(t, documents...)
	added, err := st.AddDocuments(t.Context(), documents)
	if err != nil {
		t.Fatal(err)
	}
	claims, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: added[0].Document.ID, Start: 0, End: 13, LabelID: store.SupportedID},
		{DocumentID: added[1].Document.ID, Start: 4, End: 17, LabelID: store.DisputedID}, {DocumentID: added[1].Document.ID, Start: 0, End: 3}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range claims[1:] {
		if err := st.LinkClaims(t.Context(), claims[0].ID, c.ID); err != nil {
			t.Fatal(err)
		}
	}
	first, _ := exported(t, st, store.Filter{}, Options{})
	if !strings.Contains(first, ","+claims[1].ID+"\n") {
		t.Fatalf("no link in\n%s", first)
	}
	again := newStore(t, documents...)
	if r := imported(t, again, first); r.Added != 3 || r.Unlinked != 0 {
		t.Errorf("imported: %+v", r)
	}
	if second, _ := exported(t, again, store.Filter{}, Options{}); second != first {
		t.Errorf("it differs %s", firstDifference(second, first))
	}
	if r := imported(t, again, first); r.Existing != 3 || len(r.Differing) != 0 {
		t.Errorf("imported again: %+v", r)
	}

	lines := strings.SplitAfter(first, "\n")
	var alone []string // without the first appearance
	for _, line := range lines {
		if !strings.HasPrefix(line, claims[1].ID) {
			alone = append(alone, line)
		}
	}
	part := newStore(t, documents...)
	r := imported(t, part, strings.Join(alone, ""))
	if said := strings.Join((&Batch{}).Remarks(r), " "); r.Added != 2 || r.Unlinked != 2 || !strings.Contains(said, "2 links were left out") {
		t.Errorf("a part: %+v, %s", r, said)
	}
}
