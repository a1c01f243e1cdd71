package claims

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/claimlist"
)

// allDocuments is what the pane holds while it lists the claims of all documents.
type allDocuments struct {
	on      bool
	rows    workspace.ClaimRows // the cards
	view    workspace.ClaimView // as it is shown
	fresh   bool                // the view or the search was changed: the list begins at its top, or at the current claim
	reached string              // the claim of the card that keys have reached and whose document is still to be opened, or ""
	pause   workspace.Debouncer // until that is done
}

// openedBehind is how long keys rest on a card before its document is opened, so that arrows run through cards at any speed.
const openedBehind = 400 * time.Millisecond

// showAllDocuments makes the cards of the claims of all documents.
func (p *Pane) showAllDocuments() {
	p.fillChips()
	now, all := time.Now(), p.model.All
	p.all.rows = workspace.ClaimRows{}
	if all != nil {
		p.all.rows = all.Rows()
	}
	rows := p.all.rows
	p.setEmptyOfAll()
	p.List.IndexOf = p.indexOf
	p.List.SetCards(rows.Len(), func(i int) claimlist.Card {
		card := p.cardOf(rows.ID(i), now)
		card.Joined = rows.SameSpan(i-1, i)
		return card
	})
	p.Count.SetText(p.countOfAll())
	switch at := p.indexOf(p.model.Current); {
	case !p.all.fresh || all == nil || !all.Settled():
		if p.List.Current() < 0 && p.all.reached == "" && at >= 0 {
			p.List.SetCurrent(at)
		}
	case at >= 0:
		p.all.fresh = false
		p.List.SetCurrent(at)
	default:
		p.all.fresh = false
		p.List.ScrollToTop()
	}
}

// cardOf is the card of a claim of any document; one that was not read yet shows that it is to come.
func (p *Pane) cardOf(id string, now time.Time) claimlist.Card {
	all := p.model.All
	if all == nil {
		return claimlist.Card{ID: id}
	}
	c, known := all.Claim(id)
	if !known {
		return claimlist.Card{ID: id, Quote: "…", Unread: true}
	}
	card := p.cardAt(c.Claim, strings.Join(format.NonEmpty(format.NameLine(c.Document), format.NameLine(c.Locator)), ", "), now)
	if card.Tally == "" { // else its document is open
		card.Tally = dialogs.TallyOf(map[store.Stance]int{store.StanceSupports: c.Supports, store.StanceRefutes: c.Refutes, store.StanceContext: c.Context})
	}
	return card
}

func (p *Pane) setEmptyOfAll() {
	all := p.model.All
	filtered := all != nil && all.Settled() && all.Count() > 0 && p.all.rows.Len() == 0 && !all.Searching
	dialogs.SetVisible(p.none, filtered)
	switch {
	case all == nil || !all.Ready():
		p.List.SetEmpty(locale.T("Reading the claims…"), "")
	case all.Count() == 0:
		p.List.SetEmpty(locale.T("No claims yet"), locale.T("Select a passage in a document, then press S, D or N."))
	case filtered:
		p.noneFits(all.Count())
	case all.Searching:
		p.List.SetEmpty(locale.T("Searching…"), "")
	default:
		p.List.SetEmpty("", "")
	}
}

func (p *Pane) countOfAll() string {
	all := p.model.All
	switch {
	case all == nil:
		return ""
	case all.Total > 0:
		return locale.T("Reading… {{.Percent}}", "Percent", format.Percent(float64(all.Done)/float64(all.Total), 0))
	case !all.Ready():
		return locale.T("Reading…")
	case all.Searching:
		return locale.T("Searching… {{.Found}}", "Found", format.Thousands(p.all.rows.Len()))
	}
	return countOf(p.all.rows.Len(), all.Count())
}

// inView has the claims read whose cards have come into view.
func (p *Pane) inView(first, last int) {
	if p.all.on && p.model.All != nil {
		p.model.All.Want(first, last)
	}
}

// choose makes the claim of a card current, which opens its document where another is open, and calls then, which may be nil, once it is.
func (p *Pane) choose(i int, then func(id string)) {
	id := p.ID(i)
	document := p.model.Document.ID
	if p.all.on && p.model.All != nil {
		document = p.model.All.DocumentOf(id)
	} else if p.model.StillOpening() {
		return
	}
	if id == "" || document == "" {
		return
	}
	p.all.reached = ""
	p.model.OpenClaim(document, id, func() {
		if then != nil {
			then(id)
		}
	})
}

// reach makes the card current that keys have reached. The document of a claim elsewhere is opened behind a pause, or by Enter; no
// other claim is current meanwhile, so that what is pressed is meant for this one.
func (p *Pane) reach(i int) {
	id := p.ID(i)
	if !p.all.on || p.model.All == nil || p.model.Opening == "" && p.model.All.DocumentOf(id) == p.model.Document.ID {
		p.choose(i, nil)
		return
	}
	p.all.reached = id
	p.model.Choose("", false)
	p.model.TakeInHand(id)
	p.all.pause.Touch()
}

// openReached opens the document of the claim that keys have reached, and tells whether there was one.
func (p *Pane) openReached() bool {
	id := p.all.reached
	if id == "" || !p.all.on {
		return false
	}
	p.openReachedThen(id, nil)
	return true
}

func (p *Pane) openReachedThen(id string, then func()) {
	if all := p.model.All; all != nil && all.DocumentOf(id) != "" {
		p.model.OpenClaim(all.DocumentOf(id), id, then)
	}
}

// runeInList acts on a letter typed into the list. A label key labels the claim of the card that keys have reached without waiting for
// its document; what else is typed waits.
func (p *Pane) runeInList(r rune) bool {
	id := p.all.reached
	if id == "" || !p.all.on {
		return p.OnRune(r)
	}
	labelID, labels := p.model.LabelForKey(r)
	switch key := dialogs.TypedRuneName(r); {
	case labels:
	case p.model.IsKey("no-label", key):
		labels = true
	case p.model.IsKey("repeat-label", key) && p.model.LastLabel != nil:
		labelID, labels = *p.model.LastLabel, true
	}
	if labels {
		p.model.LastLabel = &labelID
		p.model.Relabel(labelID, id)
		return true
	}
	p.openReachedThen(id, func() { p.OnRune(r) })
	return true
}

// keyInList acts on a key that types nothing.
func (p *Pane) keyInList(e *fyne.KeyEvent) {
	id := p.all.reached
	switch name := dialogs.TypedKeyName(e.Name); {
	case id == "" || !p.all.on || name == "":
		p.OnKey(e)
	case name == "Escape":
		p.all.reached = ""
		p.List.SetCurrent(-1)
	default:
		p.openReachedThen(id, func() { p.OnKey(e) })
	}
}

// sortNames say by what the claims are sorted.
var sortNames = map[workspace.ClaimSort]string{
	workspace.SortPlace: locale.Mark("By place"), workspace.SortMade: locale.Mark("Newest first"), workspace.SortChanged: locale.Mark("By last change"),
	workspace.SortDocumentDate: locale.Mark("By document date"), workspace.SortLabel: locale.Mark("By label"),
}

// showView says how the list is sorted and filtered.
func (p *Pane) showView() {
	view := p.model.ClaimView
	p.Scope.show(view.All)
	p.Sort.Icon = theme.MoveDownIcon()
	if view.Sort == workspace.SortPlace || view.Sort == workspace.SortLabel || view.Sort == "" {
		p.Sort.Icon = theme.MoveUpIcon()
	}
	name := sortNames[view.Sort]
	if name == "" {
		name = sortNames[workspace.SortPlace]
	}
	p.Sort.SetText(locale.T(name))
	p.On.Box.RemoveAll()
	for _, f := range view.Filters {
		if f.Kind == workspace.FilterLabel || !view.All && f.Kind == workspace.FilterClaimStatus && f.Value == workspace.ClaimUnplaced {
			continue // it has a chip that takes it off
		}
		p.On.Box.Add(p.offChip(p.filterName(f)+"  ×", func() { p.model.ToggleClaimFilter(f) }))
	}
	if len(view.Filters) > 1 {
		p.On.Box.Add(p.offChip(locale.T("Show all"), p.ShowAll))
	}
	dialogs.SetVisible(p.On, len(p.On.Box.Objects) > 0)
	p.On.Refresh()
	p.Body.Refresh()
}

// offChip takes a filter off, or all.
func (p *Pane) offChip(text string, off func()) *chip.Chip {
	return dialogs.OffChip(text, func() {
		off()
		p.Focus(p.List) // the chip is gone
	}, p.key)
}

// belowEmpty places a button below what an empty list says.
type belowEmpty struct{}

// Layout is part of fyne.Layout.
func (belowEmpty) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		need := o.MinSize()
		o.Resize(need)
		o.Move(fyne.NewPos((size.Width-need.Width)/2, min(size.Height/2.5+30, size.Height-need.Height)))
	}
}

// MinSize is part of fyne.Layout.
func (belowEmpty) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.Size{} }
