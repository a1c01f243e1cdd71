package app

import (
	"context"
	"image/color"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"

	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// cardTexts are the texts that stand on the cards in view.
func (b *bench) cardTexts() (all []string) {
	for _, o := range test.LaidOutObjects(b.panes.claims.List) {
		if text, is := o.(*canvas.Text); is && text.Text != "" {
			all = append(all, text.Text)
		}
	}
	return all
}

// onCard is where a text stands in the list of claims the so-manieth time, from 0.
func (b *bench) onCard(said string, nth int) fyne.Position {
	b.t.Helper()
	for _, o := range test.LaidOutObjects(b.panes.claims.List) {
		card, is := o.(*fyne.Container)
		if !is {
			continue
		}
		for _, o := range card.Objects {
			if text, is := o.(*canvas.Text); is && text.Text == said {
				if nth--; nth < 0 {
					return card.Position().Add(text.Position()).AddXY(4, 4)
				}
			}
		}
	}
	b.t.Fatalf("%q stands nowhere on %q", said, b.cardTexts())
	return fyne.Position{}
}

// onCards is how many of the texts on cards say this.
func (b *bench) onCards(said string) (n int) {
	for _, text := range b.cardTexts() {
		if strings.Contains(text, said) {
			n++
		}
	}
	return n
}

// onOneSpan has Ana and Ben label the same word.
func onOneSpan(t *testing.T) *bench {
	b := newBench(t, first)
	b.SetName("Ana Beispiel")
	start, end := b.selectText("Monday")
	b.type_("s")
	b.Workspace.SetNote(b.Workspace.Claims[0].ID, "As the calendar says.")
	b.Workspace.Act(store.Person{ID: "person-ben", Name: "Ben Muster"})
	if _, err := b.Workspace.Store.AddClaims(context.Background(), []store.NewClaim{{DocumentID: b.Workspace.Document.ID, Start: start, End: end, LabelID: store.DisputedID}}); err != nil {
		t.Fatal(err)
	}
	if len(b.Workspace.Claims) != 2 {
		t.Fatalf("%d claims", len(b.Workspace.Claims))
	}
	return b
}

// What several people say of one span stands on one card; each claim is reached and changed by itself.
func TestPeopleOfOneSpanShareACard(t *testing.T) {
	b := onOneSpan(t)
	if n := b.onCards("Monday"); n != 1 {
		t.Errorf("the quote stands %d times in %q", n, b.cardTexts())
	}
	for _, said := range []string{"Ana", "Ben", "Supported", "Disputed", "As the calendar says."} {
		if b.onCards(said) != 1 {
			t.Errorf("%q stands %d times in %q", said, b.onCards(said), b.cardTexts())
		}
	}
	b.FocusOn(b.panes.claims.List)
	b.send("Home")
	one := b.Workspace.Current
	b.send("Down")
	if other := b.Workspace.Current; other == one || b.panes.claims.List.Current() != 1 {
		t.Fatalf("Down went from %s to %s", one, other)
	}
	b.send("N")
	labels := map[string]int{}
	for _, c := range b.Workspace.Claims {
		labels[c.LabelID]++
	}
	if labels[store.NotEnoughInfoID] != 1 || labels[store.SupportedID]+labels[store.DisputedID] != 1 {
		t.Errorf("N on the second claim of the card left %v", labels)
	}
	b.Workspace.ToggleClaimFilter(workspace.ClaimFilter{Kind: workspace.FilterPerson, Value: "person-ben"})
	if b.onCards("Ana") != 0 || b.onCards("Ben") != 1 || b.onCards("Monday") != 1 {
		t.Errorf("filtered by person the cards say %q", b.cardTexts())
	}
	b.Workspace.ClearClaimFilters()
	b.Workspace.SortClaims(workspace.SortMade)
	if b.onCards("Monday") < 1 || b.onCards("Ana") != 1 || b.onCards("Ben") != 1 {
		t.Errorf("by time the cards say %q", b.cardTexts())
	}
	b.Workspace.SortClaims(workspace.SortPlace)
	b.Workspace.ListAllClaims(true)
	if b.onCards("Monday") != 1 || b.onCards("Ana") != 1 || b.onCards("Ben") != 1 {
		t.Errorf("of all documents the cards say %q", b.cardTexts())
	}
}

// The list shows the claims of the text in view, until the user scrolls it.
func TestTheClaimsScrollWithTheText(t *testing.T) {
	b := newBench(t, strings.Repeat("A line of the long text that is read.\n", 2000))
	var spans []store.NewClaim
	for i := range 200 {
		spans = append(spans, store.NewClaim{DocumentID: b.Workspace.Document.ID, Start: i * 380, End: i*380 + 6, LabelID: store.SupportedID})
	}
	if _, err := b.Workspace.Store.AddClaims(context.Background(), spans); err != nil {
		t.Fatal(err)
	}
	view, list := b.panes.document.View, b.panes.claims.List
	top := func() int {
		id, _ := list.TopCard()
		return b.Workspace.ClaimIndex(id)
	}
	b.FocusOn(view)
	view.SetTopOffset(380 * 100)
	if at := top(); at < 90 || at > 101 {
		t.Errorf("at the hundredth claim the list begins with claim %d", at)
	}
	list.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -200)})
	at := top()
	view.SetTopOffset(380 * 10)
	if top() != at {
		t.Errorf("scrolled by hand the list still follows, to claim %d", top())
	}
	b.Workspace.Choose(b.Workspace.Claims[150].ID, true)
	view.SetTopOffset(380 * 20)
	if at := top(); at < 10 || at > 21 {
		t.Errorf("once another claim was chosen the list follows to claim %d", at)
	}
	b.items[commandScrollClaims].Action()
	view.SetTopOffset(380 * 120)
	if at := top(); at > 21 {
		t.Errorf("switched off the list follows to claim %d", at)
	}
	b.restart()
	if b.items[commandScrollClaims].Checked || b.Profile.ClaimsFollowText() {
		t.Error("the choice is forgotten")
	}
}

// What stands on a chip and on a selected row can be read, and so can be told what is selected.
func TestChipsAndSelectedRowsHaveContrast(t *testing.T) {
	over := func(ground, veil color.NRGBA) color.NRGBA {
		mix := func(g, v uint8) uint8 { return uint8((int(g)*(255-int(veil.A)) + int(v)*int(veil.A)) / 255) }
		return color.NRGBA{mix(ground.R, veil.R), mix(ground.G, veil.G), mix(ground.B, veil.B), 0xff}
	}
	for _, dark := range []bool{false, true} {
		of := func(name fyne.ThemeColorName) color.NRGBA {
			if dark {
				return dialogs.Palette[name].Dark
			}
			return dialogs.Palette[name].Light
		}
		panel, card := of(dialogs.ColourPanel), of(dialogs.ColourCard)
		soft, ink := of(theme.ColorNamePlaceHolder), of(theme.ColorNameForeground)
		for what, pair := range map[string][2]color.NRGBA{
			"a selected chip's edge":          {soft, panel},
			"a selected chip's text":          {ink, of(theme.ColorNameButton)},
			"the count of a chip":             {soft, panel},
			"the count under the pointer":     {soft, over(panel, of(theme.ColorNameHover))},
			"a caption of the current card":   {of(dialogs.ColourInkSoft), card},
			"a caption of the selected row":   {soft, card},
			"a caption in a row under the p.": {soft, over(panel, of(theme.ColorNameHover))},
		} {
			if got := contrast(pair[0], pair[1]); got < 4.5 {
				t.Errorf("dark %v: %s has a contrast of %.2f", dark, what, got)
			}
		}
	}
}
