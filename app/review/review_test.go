package review

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"factmark/store"
)

func head(id, document string, start, end int, label, person string) store.ClaimHead {
	return store.ClaimHead{ID: id, DocumentID: document, Start: start, End: end, LabelID: label, Status: store.StatusOpen, PersonID: person, LabellerID: person}
}

// relabelled is a claim of one person's with another's label.
func relabelled(h store.ClaimHead, by string) store.ClaimHead {
	h.LabellerID = by
	return h
}

func said(claim, person, session string, kind store.DecisionKind, label string, at int) store.Decision {
	return store.Decision{ID: fmt.Sprint(claim, person, session, at), ClaimID: claim, PersonID: person, SessionID: session, Kind: kind, LabelID: label, UpdatedAt: time.Unix(int64(at), 0)}
}

func TestWhatCountsAsAWord(t *testing.T) {
	label, reject, skip := store.DecidedLabel, store.DecidedReject, store.DecidedSkip
	for _, c := range []struct {
		name      string
		heads     []store.ClaimHead
		decisions []store.Decision
		words     string // of the first case
		status    store.Status
		differ    float64
	}{
		{"nobody has said anything", []store.ClaimHead{head("1", "d", 0, 5, "", "ada")}, nil, "", "", 0},
		{"one label", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada")}, nil, "ada:S", "", 0},
		{"two people's claims on one span agree", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada"), head("2", "d", 0, 5, "S", "bob")}, nil, "ada:S bob:S", "unanimous", 0},
		{"they differ", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada"), head("2", "d", 0, 5, "D", "bob")}, nil, "ada:S bob:D", "unresolved", 1},
		{"another span is another case", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada"), head("2", "d", 0, 6, "D", "bob")}, nil, "ada:S", "", 0},
		{"one person's two claims are one word", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada"), head("2", "d", 0, 5, "D", "ada"), head("3", "d", 0, 5, "", "ada")}, nil, "ada:D", "", 0},
		{"a decision agrees", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada")}, []store.Decision{said("1", "bob", "s", label, "S", 1)}, "ada:S bob:S", "unanimous", 0},
		{"a skip is no word", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada")}, []store.Decision{said("1", "bob", "s", skip, "", 1)}, "ada:S", "", 0},
		{"who settled it has no word", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada")}, []store.Decision{said("1", "bob", "", label, "D", 1)}, "ada:S", "", 0},
		{"the last decision counts", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada")},
			[]store.Decision{said("1", "bob", "s2", label, "S", 9), said("1", "bob", "s", label, "D", 1)}, "ada:S bob:S", "unanimous", 0},
		{"a decision goes before one's own label", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada")},
			[]store.Decision{said("1", "ada", "s", label, "D", 1), said("1", "bob", "s", label, "D", 1)}, "ada:D bob:D", "unanimous", 0},
		{"a decision on the twin", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada"), head("2", "d", 0, 5, "", "bob")},
			[]store.Decision{said("2", "bob", "s", label, "N", 1)}, "ada:S bob:N", "unresolved", 1},
		{"all reject", []store.ClaimHead{head("1", "d", 0, 5, "", "ada")},
			[]store.Decision{said("1", "ada", "s", reject, "", 1), said("1", "bob", "s", reject, "", 1)}, "ada: bob:", "rejected", 0},
		{"a rejection differs from a label", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada")}, []store.Decision{said("1", "bob", "s", reject, "", 1)}, "ada:S bob:", "unresolved", 1},
		{"another's label on one's claim is that one's word", []store.ClaimHead{relabelled(head("1", "d", 0, 5, "S", "ada"), "bob"), head("2", "d", 0, 5, "S", "ada")}, nil, "ada:S bob:S", "unanimous", 0},
		{"it does not speak for the maker", []store.ClaimHead{relabelled(head("1", "d", 0, 5, "S", "ada"), "bob")}, nil, "bob:S", "", 0},
		{"two of three", []store.ClaimHead{head("1", "d", 0, 5, "S", "ada")},
			[]store.Decision{said("1", "bob", "s", label, "S", 1), said("1", "cleo", "s", label, "D", 1)}, "ada:S bob:S cleo:D", "unresolved", 2.0 / 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := &Material{Heads: c.heads, Decisions: c.decisions}
			first := m.Cases()[0]
			var words []string
			for _, w := range first.Words {
				words = append(words, w.PersonID+":"+w.LabelID)
			}
			if got := strings.Join(words, " "); got != c.words {
				t.Errorf("words %q, want %q", got, c.words)
			}
			if status, _ := first.outcome(); status != c.status {
				t.Errorf("status %q, want %q", status, c.status)
			}
			if got := first.disagreement(); math.Abs(got-c.differ) > 1e-12 {
				t.Errorf("disagreement %v, want %v", got, c.differ)
			}
			for i := range m.Heads {
				m.Heads[i].Settled = true
			}
			if got := m.outcomes(); len(got) != 0 {
				t.Errorf("something follows for what somebody has decided: %+v", got)
			}
			if got := undecided(m); got != 0 {
				t.Errorf("%d cases differ that are decided", got)
			}
		})
	}
}

// manyHeads draws claims of some people in some documents.
func manyHeads(t *rapid.T) []store.ClaimHead {
	n := rapid.IntRange(0, 80).Draw(t, "claims")
	heads := make([]store.ClaimHead, n)
	for i := range heads {
		start := rapid.IntRange(0, 20).Draw(t, "start")
		heads[i] = head(fmt.Sprintf("c%03d", i), rapid.SampledFrom([]string{"d1", "d2"}).Draw(t, "document"), start, start+3,
			rapid.SampledFrom([]string{"", "S", "D"}).Draw(t, "label"), rapid.SampledFrom([]string{"ada", "bob"}).Draw(t, "person"))
	}
	return heads
}

// What is chosen, from the claims and decisions one by one.

// fitting gives the ids of the claims that are chosen, in text order.
func (m *Material) fitting(c *Choice, mode store.Mode, person string) []string {
	seen := map[place]bool{}
	if c.Fresh {
		decided := map[string]bool{}
		for _, d := range m.Decisions {
			if d.PersonID == person && d.SessionID != "" && d.Kind != store.DecidedSkip {
				decided[d.ClaimID] = true
			}
		}
		for _, h := range m.Heads {
			if decided[h.ID] && h.Status != store.StatusOrphaned {
				seen[placeOf(h)] = true
			}
		}
	}
	var ids []string
	for _, h := range m.Heads {
		if seen[placeOf(h)] || !allows(c.Documents, h.DocumentID) || !c.fits(h.Status, h.LabelID, h.PersonID, mode, person) {
			continue
		}
		ids = append(ids, h.ID)
		if mode == store.ModeBlind {
			seen[placeOf(h)] = true
		}
	}
	return ids
}

// differing gives how far people differ on each of these claims.
func (m *Material) differing(ids []string) []float32 {
	differ := map[string]float32{}
	for _, one := range m.Cases() {
		for _, h := range one.Heads {
			differ[h.ID] = float32(one.disagreement())
		}
	}
	all := make([]float32, len(ids))
	for i, id := range ids {
		all[i] = differ[id]
	}
	return all
}

// outcomes gives what follows for each claim from what people say, as far as
// that is not how it stands already. Where somebody has decided, nothing follows.
func (m *Material) outcomes() []store.Settlement {
	var all []store.Settlement
	for _, c := range m.Cases() {
		status, labelID := c.outcome()
		if status == "" {
			continue
		}
		for _, h := range c.Heads {
			if !h.Settled && (h.Status != status || h.FinalLabelID != labelID) {
				all = append(all, store.Settlement{ClaimID: h.ID, Status: status, LabelID: labelID})
			}
		}
	}
	return all
}

// Queue is the package's Queue of what stands in the material.
func (m *Material) Queue(c Choice, mode store.Mode, personID string) []string {
	ids := m.fitting(&c, mode, m.Person(personID))
	return c.arranged(store.NewQueue(ids...), m.differing(ids)).All()
}

// differing gives those of the cases in which people differ, the ones in which they differ most first.
func differing(all []Case) []Case {
	found := slices.DeleteFunc(all, func(c Case) bool { return c.disagreement() == 0 })
	slices.SortStableFunc(found, func(a, b Case) int { return cmp.Compare(b.disagreement(), a.disagreement()) })
	return found
}

func TestQueuesAreTheSameEverywhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		heads := manyHeads(t)
		c := Choice{Percent: float64(rapid.IntRange(1, 100).Draw(t, "percent")), Seed: rapid.Int64().Draw(t, "seed"),
			Order: rapid.SampledFrom([]Order{InDocuments, Random, LeastAgreed}).Draw(t, "order")}
		queue := (&Material{Heads: heads}).Queue(c, store.ModeOpen, "ada")
		if want := int(math.Ceil(float64(len(heads)) * c.Percent / 100)); len(queue) != want {
			t.Fatalf("%d of %d claims at %v %%, want %d", len(queue), len(heads), c.Percent, want)
		}
		again := (&Material{Heads: heads}).Queue(c, store.ModeOpen, "ada")
		if !slices.Equal(queue, again) {
			t.Fatalf("the second time %v, first %v", again, queue)
		}
		seen := map[string]bool{}
		for _, id := range queue {
			if seen[id] {
				t.Fatalf("%s stands twice in the queue", id)
			}
			seen[id] = true
		}
		// A larger share holds the smaller one.
		larger := c
		larger.Percent = float64(rapid.IntRange(int(c.Percent), 100).Draw(t, "larger"))
		for _, id := range queue {
			if !slices.Contains((&Material{Heads: heads}).Queue(larger, store.ModeOpen, "ada"), id) {
				t.Fatalf("%s is in %v %% and not in %v %%", id, c.Percent, larger.Percent)
			}
		}
		// Chance does not depend on where a claim stands among the others.
		if c.Order == Random && c.Percent == 100 {
			turned := slices.Clone(heads)
			slices.Reverse(turned)
			if other := (&Material{Heads: turned}).Queue(c, store.ModeOpen, "ada"); !slices.Equal(queue, other) {
				t.Fatalf("from the other end %v, want %v", other, queue)
			}
		}
		kept, err := ReadChoice(store.ReviewSession{Selection: func() string { c.Queue = queue; return c.String() }()})
		if err != nil || !slices.Equal(kept.Queue, queue) || kept.Seed != c.Seed || kept.Order != c.Order {
			t.Fatalf("kept %+v, %v", kept, err)
		}
	})
}

// The very queue, so that no later version makes another one of the same seed.
func TestTheSharesAreThoseOfTheFirstVersion(t *testing.T) {
	var heads []store.ClaimHead
	for i := range 12 {
		heads = append(heads, head(fmt.Sprintf("c%02d", i), "d", i, i+1, "S", "ada"))
	}
	m := &Material{Heads: heads}
	got := strings.Join(m.Queue(Choice{Percent: 50, Seed: 1, Order: Random}, store.ModeOpen, "bob"), " ")
	if want := "c06 c00 c04 c01 c10 c03"; got != want {
		t.Errorf("the queue is %q, want %q", got, want)
	}
	if one := m.Queue(Choice{Percent: 50, Seed: 2, Order: Random}, store.ModeOpen, "bob"); strings.Join(one, " ") == got {
		t.Error("another seed gives the same queue")
	}
}

func TestWhatAQueueHolds(t *testing.T) {
	heads := []store.ClaimHead{head("1", "d", 0, 5, "S", "ada"), head("2", "d", 5, 9, "", "bob"), head("3", "e", 0, 5, "D", "ada"), head("4", "e", 7, 9, "S", "bob")}
	heads[3].Status = store.StatusUnanimous
	lost := head("5", "e", 8, 9, "S", "ada")
	lost.Status = store.StatusOrphaned
	m := &Material{Heads: append(heads, lost), same: map[string]string{"robert": "bob"},
		Decisions: []store.Decision{said("1", "bob", "s", store.DecidedLabel, "D", 1), said("3", "bob", "s", store.DecidedSkip, "", 1), said("4", "bob", "", store.DecidedLabel, "S", 1)}}
	for _, c := range []struct {
		choice Choice
		mode   store.Mode
		want   string
	}{
		{Choice{}, store.ModeOpen, "1 2 3 4"},
		{Choice{Documents: []string{"e"}}, store.ModeOpen, "3 4"},
		{Choice{Documents: []string{}}, store.ModeOpen, ""},
		{Choice{Labels: []string{"S", ""}}, store.ModeOpen, "1 2 4"},
		{Choice{Labels: []string{"S", ""}}, store.ModeBlind, "1 2 3 4"},
		{Choice{Statuses: []store.Status{store.StatusOpen}}, store.ModeBlind, "1 2 3"},
		{Choice{Whose: Mine}, store.ModeOpen, "2 4"},
		{Choice{Whose: Others}, store.ModeOpen, "1 3"},
		{Choice{Fresh: true}, store.ModeOpen, "2 3 4"},
		{Choice{Order: LeastAgreed}, store.ModeOpen, "1 2 3 4"},
		{Choice{Order: LeastAgreed, Documents: []string{"e", "d"}}, store.ModeBlind, "1 2 3 4"},
	} {
		if got := strings.Join(m.Queue(c.choice, c.mode, "robert"), " "); got != c.want {
			t.Errorf("%+v, %s: %q, want %q", c.choice, c.mode, got, c.want)
		}
	}
	// A second claim on a span: seen apart in the open, once where the label is hidden, and reviewed together.
	m.Heads = append(m.Heads, head("6", "d", 0, 5, "D", "cleo"))
	for _, c := range []struct {
		choice Choice
		mode   store.Mode
		want   string
	}{
		{Choice{}, store.ModeOpen, "1 2 3 4 6"},
		{Choice{}, store.ModeBlind, "1 2 3 4"},
		{Choice{Fresh: true}, store.ModeOpen, "2 3 4"},
		{Choice{Fresh: true}, store.ModeBlind, "2 3 4"},
	} {
		if got := strings.Join(m.Queue(c.choice, c.mode, "robert"), " "); got != c.want {
			t.Errorf("%+v, %s: %q, want %q", c.choice, c.mode, got, c.want)
		}
	}
	m.Heads = m.Heads[:5]
	m.Decisions = append(m.Decisions, said("3", "bob", "s", store.DecidedLabel, "S", 2), said("3", "cleo", "s", store.DecidedLabel, "D", 2))
	if got := strings.Join(m.Queue(Choice{Order: LeastAgreed}, store.ModeOpen, "bob"), " "); got != "1 3 2 4" {
		t.Errorf("least agreed first: %q", got)
	}
}

func TestPausesAreNotWork(t *testing.T) {
	at := time.Date(2025, 3, 1, 9, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		inputs []time.Duration // since the start
		want   time.Duration
	}{
		{nil, 0},
		{[]time.Duration{10 * time.Second}, 10 * time.Second},
		{[]time.Duration{time.Minute, 4 * time.Minute}, 4 * time.Minute},
		{[]time.Duration{time.Hour}, MaxPause},
		{[]time.Duration{time.Minute, time.Hour, time.Hour + time.Second}, time.Minute + MaxPause + time.Second},
		{[]time.Duration{time.Minute, 30 * time.Second, 40 * time.Second}, time.Minute + 10*time.Second}, // the clock was put back
	} {
		var clock Clock
		clock.Start(at)
		for _, in := range c.inputs {
			clock.Touch(at.Add(in))
		}
		end := at
		if len(c.inputs) > 0 {
			end = at.Add(c.inputs[len(c.inputs)-1])
		}
		if got := clock.Spent(end); got != c.want {
			t.Errorf("%v: %v, want %v", c.inputs, got, c.want)
		}
	}
}

// sitting is a workspace with five claims of Ada's and a session of Bob's on them.
func sitting(t *testing.T, mode store.Mode) (*store.Store, store.ReviewSession, []store.Claim) {
	t.Helper()
	ctx := t.Context()
	st, err := store.Create(ctx, filepath.Join(t.TempDir(), "w.factmark"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(st.SignIn(ctx, store.Person{ID: "p1", Name: "Ada"}))
	added, err := st.AddDocuments(ctx, []store.NewDocument{{Title: `A <b>bold</b> & "odd" title`, Text: "one two <script>alert(1)</script> four five"}})
	must(err)
	id := added[0].Document.ID
	claims, err := st.AddClaims(ctx, []store.NewClaim{
		{DocumentID: id, Start: 0, End: 3, LabelID: store.SupportedID},
		{DocumentID: id, Start: 4, End: 7, LabelID: store.SupportedID},
		{DocumentID: id, Start: 8, End: 33, LabelID: store.DisputedID},
		{DocumentID: id, Start: 34, End: 38},
		{DocumentID: id, Start: 39, End: 43, LabelID: store.SupportedID},
	})
	must(err)
	must(st.SignIn(ctx, store.Person{ID: "p2", Name: "Bob"}))
	queue, err := Queue(ctx, st, Choice{}, mode, "p2", nil)
	must(err)
	session, err := Start(ctx, st, store.NewSession{Mode: mode, Name: "Second <pair> of eyes"}, Choice{}, queue)
	must(err)
	return st, session, claims
}

func TestASummaryAndItsPage(t *testing.T) {
	ctx := t.Context()
	st, session, claims := sitting(t, store.ModeBlind)
	for _, n := range []store.NewDecision{
		{ClaimID: claims[0].ID, Kind: store.DecidedLabel, LabelID: store.SupportedID, Seconds: 2},
		{ClaimID: claims[1].ID, Kind: store.DecidedLabel, LabelID: store.DisputedID, Seconds: 10, Comment: "<img src=x onerror=alert(1)>"},
		{ClaimID: claims[2].ID, Kind: store.DecidedReject, Seconds: 4},
		{ClaimID: claims[3].ID, Kind: store.DecidedLabel, LabelID: store.NotEnoughInfoID, Seconds: 3},
		{ClaimID: claims[4].ID, Kind: store.DecidedSkip, Comment: "unreadable", Seconds: 100},
	} {
		n.SessionID = session.ID
		if _, err := st.Decide(ctx, n); err != nil {
			t.Fatal(err)
		}
	}
	s, err := Summarise(ctx, st, session, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s.Total != 5 || s.Done != 4 || s.Agreed != 1 || s.Changed != 1 || s.Rejected != 1 || s.Labelled != 1 || s.Skipped != 1 || s.Left() != 0 ||
		s.Seconds != 119 || s.MedianSeconds != 3.5 || len(s.Disagreements) != 2 || len(s.Skips) != 1 {
		t.Errorf("summary %+v", s)
	}
	if d := s.Disagreements[0]; d.Label != "Supported" || d.Decision != "Disputed" || d.Person != "Ada" || d.Quote != "two" || s.Disagreements[1].Decision != "rejected" {
		t.Errorf("disagreements %+v", s.Disagreements)
	}
	if err := st.EndSession(ctx, session.ID, s.String()); err != nil {
		t.Fatal(err)
	}
	if session, err = st.Session(ctx, session.ID); err != nil {
		t.Fatal(err)
	}
	if kept, err := ReadSummary(session); err != nil || kept.String() != s.String() {
		t.Errorf("kept %+v, %v", kept, err)
	}
	var page bytes.Buffer
	if err := WritePage(&page, session, s); err != nil {
		t.Fatal(err)
	}
	html := page.String()
	for _, bad := range []string{"<script", "<img", "<b>bold", "<pair>", "http:", "https:", "src=x onerror=alert(1)>", "url("} {
		if strings.Contains(html, bad) {
			t.Errorf("the page holds %q", bad)
		}
	}
	for _, want := range []string{"&lt;script&gt;alert(1)&lt;/script&gt;", "Second &lt;pair&gt; of eyes", "Bob", "Blind", "4 of 5", "unreadable", "1 min 59 s", claims[1].ID} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	decoder := xml.NewDecoder(&page)
	decoder.Strict, decoder.AutoClose, decoder.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		if _, err := decoder.Token(); err != nil {
			if err.Error() != "EOF" {
				t.Error(err)
			}
			break
		}
	}

	// What people agree on follows from the words; nothing is settled that somebody decided.
	m, err := load(ctx, st, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := m.outcomes(); len(got) != 3 || got[0].Status != store.StatusUnanimous || got[1].Status != store.StatusUnresolved || got[2].Status != store.StatusUnresolved {
		t.Errorf("what follows: %+v", got)
	}
	if n, err := st.Settle(ctx, m.outcomes(), nil); err != nil || n != 3 {
		t.Errorf("Settle() = %d, %v", n, err)
	}
	if err := st.Adjudicate(ctx, store.DisputedID, "", claims[1].ID); err != nil {
		t.Fatal(err)
	}
	if m, err = load(ctx, st, nil); err != nil || len(m.outcomes()) != 0 || undecided(m) != 1 || len(differing(m.Cases())) != 2 {
		t.Errorf("then %+v, %v", m.outcomes(), err)
	}
}

func TestAClaimThatIsGoneLeavesTheQueue(t *testing.T) {
	st, session, claims := sitting(t, store.ModeOpen)
	if err := st.DeleteClaims(t.Context(), claims[0].ID); err != nil {
		t.Fatal(err)
	}
	if _, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: claims[0].DocumentID, Start: 0, End: 7}}); err != nil {
		t.Fatal(err)
	}
	if s, err := Summarise(t.Context(), st, session, nil, nil); err != nil || s.Total != 4 || s.Left() != 4 {
		t.Errorf("summary %+v, %v", s, err)
	}
}

func TestSpansMarkedAnew(t *testing.T) {
	st, session, claims := sitting(t, store.ModeIndependent)
	if _, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: claims[0].DocumentID, Start: 0, End: 7, LabelID: store.DisputedID}}); err != nil {
		t.Fatal(err)
	}
	s, err := Summarise(t.Context(), st, session, []string{claims[0].DocumentID, "gone since"}, nil)
	if err != nil || s.Total != 1 || s.Done != 1 || s.Marked != 1 || s.Left() != 0 {
		t.Errorf("summary %+v, %v", s, err)
	}
	var page bytes.Buffer
	if err := WritePage(&page, session, s); err != nil || !strings.Contains(page.String(), "Claims marked</th><td>1<") {
		t.Errorf("the page: %v\n%s", err, page.String())
	}
}

// undecided counts the spans on which people differ and nobody has decided.
func undecided(m *Material) int {
	return len(slices.DeleteFunc(differing(m.Cases()), func(c Case) bool { return c.Settled() }))
}
