package evidence

import (
	"slices"
	"strings"
	"testing"

	"factmark/store"
)

func addTexts(t testing.TB, s *store.Store, texts ...string) (ids []string) {
	t.Helper()
	var news []store.NewDocument
	for _, text := range texts {
		title, _, _ := strings.Cut(text, "\n")
		news = append(news, store.NewDocument{Title: title, FileName: title + ".txt", Text: text})
	}
	added, err := s.AddDocuments(t.Context(), news)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range added {
		ids = append(ids, a.Document.ID)
	}
	return ids
}

func find20(t testing.TB, s *store.Store, c Query) []Passage {
	t.Helper()
	found, err := Find(t.Context(), s, c, 20)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range found {
		text, err := s.Text(t.Context(), p.DocumentID)
		if err != nil {
			t.Fatal(err)
		}
		if got := Slice(text, p.Start, p.End); got != p.Text {
			t.Errorf("%q is said to be at %d to %d, where %q is", p.Text, p.Start, p.End, got)
		}
	}
	return found
}

func quotes(passages []Passage) (texts []string) {
	for _, p := range passages {
		texts = append(texts, p.Text)
	}
	return texts
}

var bridge = []string{
	"Bridge opens\nThe new bridge over the Ruhr opened in June. It cost $12 million. Mayor Anna Weiss cut the ribbon.",
	"Council report\nThe council denies that the bridge cost ten million. Repairs come to 4 per cent a year. “Éléphants” are not allowed on it.",
	"Weather\nIt rained in June. The river rose by two metres.",
}

func TestFind(t *testing.T) {
	s := newWorkspace(t)
	ids := addTexts(t, s, bridge...)
	found := find20(t, s, Query{Text: "The bridge cost $10 million"})
	if len(found) < 2 || found[0].Text != "The council denies that the bridge cost ten million." || found[1].Text != "It cost $12 million." {
		t.Fatalf("found %q", quotes(found))
	}
	if want := "shares *ten million*, *cost*, *bridge*"; found[0].Reason != want {
		t.Errorf("the reason is %q, want %q", found[0].Reason, want)
	}
	if found[0].DocumentID != ids[1] || found[0].Document != "Council report" || found[0].FileName != "Council report.txt" {
		t.Errorf("it is in %+v", found[0])
	}
	if h := found[0].Hints; len(h) != 1 || h[0].Kind != HintDenial {
		t.Errorf("hints at a denial are %v", h)
	}
	if h := found[1].Hints; len(h) != 1 || h[0] != (Hint{HintFigure, "says $12 million, the claim $10 million"}) {
		t.Errorf("hints at another figure are %v", h)
	}
}

// What is opposite and of the other direction is hinted at once.
func TestAHintIsGivenOnce(t *testing.T) {
	claim := "The reserves rose by a third"
	if h := hintsOf(claim, "The reserves fell by a third.", factsOf(claim)); len(h) != 1 || h[0].Text != "says “fell”, the claim “rose”" {
		t.Errorf("the hints are %v", h)
	}
}

// The claim's own span is no evidence for it, nor is what is its evidence already or was refused.
func TestFindLeavesOutWhatIsNoNews(t *testing.T) {
	s := newWorkspace(t)
	ids := addTexts(t, s, bridge...)
	claim := Query{Text: "It cost $12 million", DocumentID: ids[0], Start: 58, End: 77}
	made, err := s.AddClaims(t.Context(), []store.NewClaim{{DocumentID: ids[0], Start: claim.Start, End: claim.End}})
	if err != nil {
		t.Fatal(err)
	}
	claim.Claim, claim.Text = made[0].ID, "The bridge cost $12 million"
	has := func(what string) bool { return slices.Contains(quotes(find20(t, s, claim)), what) }
	const other = "The council denies that the bridge cost ten million."
	if has("It cost $12 million.") || !has(other) {
		t.Errorf("found %q", quotes(find20(t, s, claim)))
	}
	if _, err := s.AddEvidence(t.Context(), store.NewEvidence{ClaimID: claim.Claim, Stance: store.StanceRefutes, DocumentID: ids[1], Start: 20, End: 60}); err != nil {
		t.Fatal(err)
	}
	if has(other) {
		t.Error("what is evidence already is suggested")
	}
	const refused = "The new bridge over the Ruhr opened in June."
	if !has(refused) {
		t.Fatalf("%q is not found", refused)
	}
	if err := s.RefusePassage(t.Context(), claim.Claim, ids[0], 13, 57); err != nil {
		t.Fatal(err)
	}
	if has(refused) {
		t.Error("what was refused is suggested")
	}
}

// A document that goes is not found, one that comes back is, and the index follows the texts whatever is done.
func TestTheIndexFollowsTheDocuments(t *testing.T) {
	s := newWorkspace(t)
	ids := addTexts(t, s, bridge...)
	c := Query{Text: "the council denies"}
	if len(find20(t, s, c)) == 0 {
		t.Fatal("nothing is found")
	}
	if err := s.RemoveDocument(t.Context(), ids[1]); err != nil {
		t.Fatal(err)
	}
	if found := find20(t, s, c); len(found) > 0 {
		t.Errorf("of a removed document %q is found", quotes(found))
	}
	if _, err := s.Undo(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(find20(t, s, c)) == 0 {
		t.Error("a document that is back is not found")
	}
	addTexts(t, s, "Another\nThe council denies it again.")
	if found := find20(t, s, c); !slices.Contains(quotes(found), "The council denies it again.") {
		t.Errorf("found %q", quotes(found))
	}
}

func TestFindInOtherScripts(t *testing.T) {
	s := newWorkspace(t)
	addTexts(t, s, "日本\n首相は東京で記者会見を開いた。雨が降った。", "Россия\nПравительство опровергло сообщение. Ёлка стоит.", "ไทย\nนายกรัฐมนตรีกล่าวในกรุงเทพ", "عربي\nأعلنت الحكومة عن ٢٥ مشروعا")
	for text, want := range map[string]string{
		"東京で記者会見": "首相は東京で記者会見を開いた。", "елка": "Ёлка стоит.", "กรุงเทพ": "นายกรัฐมนตรีกล่าวในกรุงเทพ", "25 مشروعا": "أعلنت الحكومة عن ٢٥ مشروعا",
	} {
		if found := find20(t, s, Query{Text: text}); len(found) == 0 || found[0].Text != want {
			t.Errorf("for %q %q is found", text, quotes(found))
		}
	}
}

func TestNamesThatMeanTheSame(t *testing.T) {
	s := newWorkspace(t)
	addTexts(t, s, "One\nDaesh attacked a mosque.", "Two\nThe Islamic State Khorasan (ISK) is active. So is the United Nations Security Council (UNSC).", "Three\nNothing else.")
	suggested, err := SuggestNames(t.Context(), s, nil)
	if err != nil || len(suggested) != 2 || suggested[0][0] != "Islamic State Khorasan" || suggested[0][1] != "ISK" || suggested[1][1] != "UNSC" {
		t.Errorf("suggested %q, %v", suggested, err)
	}
	c := Query{Text: "ISK fighters"}
	if slices.Contains(quotes(find20(t, s, c)), "Daesh attacked a mosque.") {
		t.Error("another name is found without the table")
	}
	if err := SetNames(t.Context(), s, []Name{{" ISK ", "Daesh", "daesh", ""}, {"alone"}}); err != nil {
		t.Fatal(err)
	}
	if names, err := Names(t.Context(), s); err != nil || len(names) != 1 || !slices.Equal(names[0], Name{"ISK", "Daesh"}) {
		t.Errorf("the table is %q, %v", names, err)
	}
	if !slices.Contains(quotes(find20(t, s, c)), "Daesh attacked a mosque.") {
		t.Error("another name is not found")
	}
}

func TestSame(t *testing.T) {
	s := newWorkspace(t)
	ids := addTexts(t, s,
		"One\nThe group has strengthened its financial and logistical capabilities over the past six months.",
		"Two\nOfficials said it had strengthened its financial and logistical capabilities in the past six months. It rained.",
		"Three\nThe group has strong capabilities.")
	c := Query{Text: "The group has strengthened its financial and logistical capabilities over the past six months", DocumentID: ids[0], Start: 4, End: 98}
	same, err := Same(t.Context(), s, c)
	if err != nil || len(same) != 1 || same[0].DocumentID != ids[1] || same[0].ClaimID != "" {
		t.Fatalf("same are %+v, %v", same, err)
	}
	made, err := s.AddClaims(t.Context(), []store.NewClaim{{DocumentID: ids[1], Start: 19, End: 100}})
	if err != nil {
		t.Fatal(err)
	}
	same, err = Same(t.Context(), s, c)
	if err != nil || len(same) != 1 || same[0].ClaimID != made[0].ID || same[0].Start != 19 {
		t.Errorf("same are %+v, %v", same, err)
	}
}

// A claim that was made of a part of a sentence is found where the sentence is alike and the part alone is not: a second claim on the same
// words would be made of it otherwise.
func TestSameIsTheClaimWithinASentence(t *testing.T) {
	s := newWorkspace(t)
	sentence := "Officials stated that the group has strengthened its financial and logistical capabilities over the past six months by leveraging support from abroad."
	ids := addTexts(t, s, "One\nIt enhanced its financial and logistical capacities, partly by leveraging support.", "Two\n"+sentence)
	c := Query{Text: "enhanced its financial and logistical capacities, partly by leveraging support", DocumentID: ids[0], Start: 7, End: 85}
	same, err := Same(t.Context(), s, c)
	if err != nil || len(same) != 1 || same[0].ClaimID != "" {
		t.Fatalf("same are %+v, %v", same, err)
	}
	place := func(words string) store.NewClaim {
		at := 4 + strings.Index(sentence, words)
		return store.NewClaim{DocumentID: ids[1], Start: at, End: at + len(words)}
	}
	if _, err := s.AddClaims(t.Context(), []store.NewClaim{place("Officials stated")}); err != nil {
		t.Fatal(err)
	}
	if same, err = Same(t.Context(), s, c); err != nil || len(same) != 1 || same[0].ClaimID != "" || same[0].Text != sentence {
		t.Errorf("a claim that shares nothing is taken for the same: %+v, %v", same, err)
	}
	made, err := s.AddClaims(t.Context(), []store.NewClaim{place("the group has strengthened its financial and logistical capabilities over the past six months")})
	if err != nil {
		t.Fatal(err)
	}
	if same, err = Same(t.Context(), s, c); err != nil || len(same) != 1 || same[0].ClaimID != made[0].ID || same[0].Start != made[0].Start {
		t.Errorf("same are %+v, %v", same, err)
	}
}

func TestCompare(t *testing.T) {
	const claim, passage = "Reserves in Syria are $10 million in 2024", "Its reserves fell to between $10 to $25 million in 2023, in Syria"
	c := Compare(claim, passage)
	mark := func(text string, spans []Span) (words []string) {
		for _, s := range spans {
			words = append(words, Slice(text, s.Start, s.End))
		}
		return words
	}
	for _, m := range []struct {
		what string
		got  []string
		want []string
	}{
		{"shared in the claim", mark(claim, c.Claim.Shared), []string{"Reserves", "Syria", "$", "million"}},
		{"differing in the claim", mark(claim, c.Claim.Differs), []string{"2024"}},
		{"differing in the passage", mark(passage, c.Passage.Differs), []string{"$25 million", "2023"}},
	} {
		if m.what == "shared in the claim" {
			slices.Sort(m.got)
			slices.Sort(m.want)
		}
		if !slices.Equal(m.got, m.want) {
			t.Errorf("%s: %q, want %q", m.what, m.got, m.want)
		}
	}
}

// A reason names words that explain something: no sign without its figure, no single letter, no abbreviation of the Latin kind.
func TestAReasonNamesWordsThatExplain(t *testing.T) {
	s := newWorkspace(t)
	addTexts(t, s, "Fees\nWeiss et al. put the fee at $12 million in Al Jazeera.", "Letters\nPlan B costs $ alone.", "Weather\nIt rained.")
	for claim, want := range map[string]string{
		"Weiss et al. said $12 million":  "shares *$12 million*, *Weiss*",
		"Al Jazeera reports on the fee":  "shares *Al Jazeera*, *fee*",
		"Only plan B is paid in $ alone": "shares *Plan B*",
	} {
		found := find20(t, s, Query{Text: claim})
		if len(found) == 0 {
			t.Fatalf("nothing is found for %q", claim)
		}
		if shares, _, _ := strings.Cut(found[0].Reason, ";"); shares != want {
			t.Errorf("%q: the reason is %q, want %q", claim, found[0].Reason, want)
		}
	}
}

// Of words that are used alike a reason names a pair that a reader sees to be alike: troops and soldiers, not alone and still.
func TestAReasonNamesWordsThatAreClearlyAlike(t *testing.T) {
	s := newWorkspace(t)
	addTexts(t, s, "Army\nThe soldiers crossed the Narva.", "Monk\nHe is still in Tartu.", "Weather\nIt rained.")
	for claim, want := range map[string]string{
		"Troops near the Narva":  "shares *Narva*; *Troops* ~ *soldiers*",
		"The monk died in Tartu": "shares *Tartu*; its document is about *monk*",
		"Alone in Tartu":         "shares *Tartu*",
	} {
		if found := find20(t, s, Query{Text: claim}); len(found) == 0 || found[0].Reason != want {
			t.Errorf("%q: found %+v, want the reason %q", claim, found, want)
		}
	}
}
