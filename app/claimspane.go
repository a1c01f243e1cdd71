package app

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/claimlist"
)

// claimsPane is the right panel: the claims of the open document as cards, with
// a count and a filter for each label and a search.
type claimsPane struct {
	desk   *desk
	count  *widget.Label
	chips  *fyne.Container
	search *searchEntry
	list   *claimlist.List
	body   *fyne.Container

	words string          // searched for
	only  map[string]bool // label ids to show; empty: all
	shown []int           // indexes into desk.claims
	asked int             // counts searches, so that a late one is known

	onMenu  func(at fyne.Position)
	onLabel func(id string, at fyne.Position)
	onRune  func(r rune) bool
	onKey   func(*fyne.KeyEvent)
}

func newClaimsPane(d *desk) *claimsPane {
	p := &claimsPane{desk: d, list: claimlist.New(), only: map[string]bool{}}
	p.count = widget.NewLabel("")
	p.count.SizeName = theme.SizeNameCaptionText
	p.chips = container.New(layout.NewRowWrapLayoutWithCustomPadding(4, 4))
	p.search = newSearchEntry("Search in claims", func(words string) {
		p.words = words
		p.sift()
	})
	p.list.OnChoose = func(i int) { d.choose(p.id(i), true) }
	p.list.OnOpen = func(i int) { p.editNoteAt(i) }
	p.list.OnLabel = func(i int, at fyne.Position) { p.onLabel(p.id(i), at) }
	p.list.OnNote = func(_ int, id, note string) { d.setNote(id, note) }
	p.list.OnRune = func(r rune) bool { return p.onRune(r) }
	p.list.OnKey = func(e *fyne.KeyEvent) { p.onKey(e) }
	p.list.OnContextMenu = func(i int, at fyne.Position) {
		d.choose(p.id(i), true)
		p.onMenu(at)
	}
	p.body = container.NewBorder(
		container.NewVBox(heading("Claims", p.count),
			container.New(layout.NewCustomPaddedLayout(0, 0, 6, 6), p.chips),
			container.NewPadded(p.search.keyEntry)),
		nil, nil, nil, p.list)

	d.labelsChanged.listen(func(struct{}) { p.sift() })
	d.opened.listen(func(opening) { p.sift() })
	d.claimsChanged.listen(func([]store.ClaimChange) { p.sift() })
	d.currentChanged.listen(func(bool) { p.showCurrent() })
	p.sift()
	return p
}

func (p *claimsPane) id(i int) string {
	if i < 0 || i >= len(p.shown) || p.shown[i] >= len(p.desk.claims) {
		return ""
	}
	return p.desk.claims[p.shown[i]].ID
}

// sift finds the claims that fit the filter. A search by words goes to the
// background, since it reads every claim.
func (p *claimsPane) sift() {
	p.asked++
	p.fillChips()
	kept := make([]int, 0, len(p.desk.claims))
	for i, c := range p.desk.claims {
		if len(p.only) == 0 || p.only[c.LabelID] {
			kept = append(kept, i)
		}
	}
	words := strings.Fields(fold(p.words))
	if len(words) == 0 {
		p.show(kept)
		return
	}
	asked := p.asked
	claims := append([]store.Claim(nil), p.desk.claims...)
	p.desk.back.do(func() {
		var found []int
		for _, i := range kept {
			c := claims[i]
			if containsAll(fold(strings.Join([]string{c.Quote, c.Note, c.Statement, c.Claimant, c.Person}, "\n")), words) {
				found = append(found, i)
			}
		}
		p.desk.back.post(func() {
			if asked == p.asked {
				p.show(found)
			}
		})
	})
}

func (p *claimsPane) show(kept []int) {
	p.shown = kept
	now := time.Now()
	p.setEmpty()
	p.list.SetCards(len(kept), func(i int) claimlist.Card { return p.card(p.desk.claims[p.shown[i]], now) })
	p.count.SetText(p.countText())
	p.showCurrent()
}

func (p *claimsPane) countText() string {
	all, shown := len(p.desk.claims), len(p.shown)
	if shown == all {
		return thousands(all)
	}
	return thousands(shown) + " of " + thousands(all)
}

func (p *claimsPane) setEmpty() {
	switch {
	case p.desk.document.ID == "":
		p.list.SetEmpty("No document is open", "")
	case len(p.desk.claims) == 0:
		p.list.SetEmpty("No claims yet", "Select a passage in the text, then press S, D or N.")
	default:
		p.list.SetEmpty("No claim fits", "Clear the search or the filter to see all claims.")
	}
}

func (p *claimsPane) card(c store.Claim, now time.Time) claimlist.Card {
	l := p.desk.labelOf(c.LabelID)
	light, dark := colours(l)
	note := c.Note
	if draft, typed := p.desk.drafts[c.ID]; typed && draft != note && len(p.desk.saves.unsaved) > 0 {
		note = draft + " (not saved yet)"
	}
	name := l.Name
	if c.Status == statusOrphaned {
		name += ", lost its place"
	}
	return claimlist.Card{
		ID: c.ID, Letter: l.Letter, Label: name, Quote: c.Quote, Note: note,
		Byline: strings.Join(known(oneLine(c.Person), ago(c.CreatedAt, now)), " · "),
		Light:  light, Dark: dark, Pattern: int(patterns[l.Pattern]),
	}
}

func (p *claimsPane) showCurrent() {
	for i, at := range p.shown {
		if at < len(p.desk.claims) && p.desk.claims[at].ID == p.desk.current {
			p.list.SetCurrent(i)
			return
		}
	}
	p.list.SetCurrent(-1)
}

// fillChips shows how many claims each label has; a chip filters by its label.
func (p *claimsPane) fillChips() {
	counts := map[string]int{}
	for _, c := range p.desk.claims {
		counts[c.LabelID]++
	}
	labels := append([]store.Label{}, p.desk.labels...)
	labels = append(labels, noLabel)
	if len(p.chips.Objects) != len(labels) {
		p.chips.RemoveAll()
		for range labels {
			p.chips.Add(chip.New("", "", rgb(0), rgb(0), nil))
		}
	}
	for i, l := range labels {
		c := p.chips.Objects[i].(*chip.Chip)
		light, dark := colours(l)
		if c.Letter == l.Letter && c.Text == l.Name && c.Count == thousands(counts[l.ID]) && c.Selected == p.only[l.ID] && c.Light == light {
			continue
		}
		c.Letter, c.Text, c.Count, c.Light, c.Dark = l.Letter, l.Name, thousands(counts[l.ID]), light, dark
		c.Selected = p.only[l.ID]
		c.OnTapped = func() { p.toggle(l.ID) }
		c.Refresh()
	}
	p.chips.Refresh()
}

func (p *claimsPane) toggle(labelID string) {
	if p.only[labelID] {
		delete(p.only, labelID)
	} else {
		p.only[labelID] = true
	}
	p.sift()
}

// editNote opens the note of the claim in hand for typing.
func (p *claimsPane) editNote() {
	for i := range p.shown {
		if p.id(i) == p.desk.current && p.desk.current != "" {
			p.editNoteAt(i)
			return
		}
	}
	p.desk.told.send("Choose a claim first.")
}

func (p *claimsPane) editNoteAt(i int) {
	p.list.SetCurrent(i)
	p.list.EditNote(i)
}
