package app

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/claimlist"
)

// claimsPane is the right panel: the claims of the open document as cards, with
// a count and a filter for each label and a search.
type claimsPane struct {
	desk   *desk
	count  *widget.Label
	rows   *chip.Rows
	chips  *fyne.Container // those of the rows
	search *searchEntry
	list   *claimlist.List
	body   *fyne.Container

	claims  []store.Claim   // those of the desk when the cards were last made
	words   string          // searched for
	only    map[string]bool // label ids to show; empty: all
	orphans bool            // show those without a place alone
	shown   []int           // indexes into claims
	asked   latest          // searches
	failed  bool            // what the user did could not be written
	note    *draftField     // of the note typed last

	onMenu  func(id string, at fyne.Position)
	onLabel func(id string, at fyne.Position)
	onRune  func(r rune) bool
	onKey   func(*fyne.KeyEvent)
}

func newClaimsPane(d *desk) *claimsPane {
	p := &claimsPane{desk: d, list: claimlist.New(), only: map[string]bool{}}
	p.count = widget.NewLabel("")
	p.count.SizeName = theme.SizeNameCaptionText
	p.rows = chip.NewRows()
	p.chips = p.rows.Box
	p.search = newSearchEntry("Search in claims", func(words string) {
		p.words = words
		p.sift()
	})
	p.list.OnChoose = func(i int) { d.pick(p.id(i), true) }
	p.list.OnOpen = func(i int) {
		if !d.stillOpening() {
			d.pick(p.id(i), false)
			p.editNoteAt(i)
		}
	}
	p.list.OnLabel = func(i int, at fyne.Position) {
		if !d.stillOpening() {
			p.onLabel(p.id(i), at)
		}
	}
	p.list.OnEditNote = p.openNote
	p.list.OnNoteTyped = func(text string) {
		d.told.send("") // what was said of the work before
		p.note.typed(text)
	}
	p.list.OnNoteClosed = func() { p.note.form.close() }
	p.list.OnNote = func(_ int, id, note string) { d.setNote(id, note, p.noteDrafts(id)...) }
	p.list.After = d.back.later
	p.list.OnLeftOut = d.tellLeftOut
	p.list.OnRune = func(r rune) bool { return p.onRune(r) }
	p.list.OnKey = func(e *fyne.KeyEvent) { p.onKey(e) }
	p.list.OnContextMenu = func(i int, at fyne.Position) {
		if !d.stillOpening() {
			d.pick(p.id(i), true)
			p.onMenu(p.id(i), at)
		}
	}
	p.body = container.New(p, heading("Claims", p.count), p.rows, container.NewPadded(p.search.keyEntry), p.list)

	d.labelsChanged.listen(func(struct{}) { p.sift() })
	d.opened.listen(func(opening) { p.sift() })
	d.claimsChanged.listen(func([]store.ClaimChange) { p.sift() })
	d.reread.listen(func(struct{}) { p.sift() })
	d.currentChanged.listen(func(bool) { p.showCurrent() })
	d.saves.moved.listen(func(struct{}) {
		failed := d.saves.state().failed != ""
		if len(d.drafts) > 0 || failed != p.failed {
			p.failed = failed
			p.sift()
		}
	})
	p.sift()
	return p
}

func (p *claimsPane) id(i int) string {
	if i < 0 || i >= len(p.shown) {
		return ""
	}
	return p.claims[p.shown[i]].ID
}

// sift finds the claims that fit the filter. A search by words goes to the
// background, since it reads every claim.
func (p *claimsPane) sift() {
	current := p.asked.ask()
	p.orphans = p.orphans && p.desk.orphans() > 0
	p.fillChips()
	kept := make([]int, 0, len(p.desk.claims))
	for i, c := range p.desk.claims {
		if (len(p.only) == 0 || p.only[c.LabelID]) && (!p.orphans || !placed(c)) {
			kept = append(kept, i)
		}
	}
	words := strings.Fields(format.Fold(p.words))
	claims := p.desk.claims
	if len(words) == 0 {
		p.show(claims, kept)
		return
	}
	p.desk.back.do(func() {
		var found []int
		for _, i := range kept {
			c := claims[i]
			if format.ContainsAll(format.Fold(strings.Join([]string{c.Quote, c.Note, c.Statement, c.Claimant, c.Person}, "\n")), words) {
				found = append(found, i)
			}
		}
		p.desk.back.post(func() {
			if current() {
				p.show(claims, found)
			}
		})
	})
}

// show makes the cards of the claims with these indexes. The list goes on asking
// for cards of what it was given, so that is never changed later.
func (p *claimsPane) show(claims []store.Claim, kept []int) {
	p.claims, p.shown = claims, kept
	now := time.Now()
	p.setEmpty()
	p.list.IndexOf = func(id string) int { return indexOf(claims, kept, id) }
	p.list.SetCards(len(kept), func(i int) claimlist.Card { return p.card(claims[kept[i]], now) })
	p.count.SetText(p.countText())
	p.showCurrent()
}

// indexOf finds a claim among those kept, which are in the claims' order.
func indexOf(claims []store.Claim, kept []int, id string) int {
	at := slices.IndexFunc(claims, func(c store.Claim) bool { return c.ID == id })
	if i, found := slices.BinarySearch(kept, at); found {
		return i
	}
	return -1
}

func (p *claimsPane) countText() string {
	all, shown := len(p.claims), len(p.shown)
	if shown == all {
		return format.Thousands(all)
	}
	return format.Thousands(shown) + " of " + format.Thousands(all)
}

func (p *claimsPane) setEmpty() {
	switch {
	case p.desk.document.ID == "":
		p.list.SetEmpty("No document is open", "")
	case len(p.desk.claims) == 0 && p.desk.readOnly():
		p.list.SetEmpty("No claims", "The workspace is read-only.")
	case len(p.desk.claims) == 0:
		p.list.SetEmpty("No claims yet", "Select a passage, then press S, D or N.")
	default:
		p.list.SetEmpty("No claim fits", "Clear the search or the filter to see all claims.")
	}
}

func (p *claimsPane) card(c store.Claim, now time.Time) claimlist.Card {
	l := p.desk.labelOf(c.LabelID)
	light, dark := colours(l)
	byline := format.NonEmpty(signed(c, firstName), format.Ago(c.CreatedAt, now))
	note, typed := p.desk.drafts[c.ID]
	if !typed {
		note = c.Note
	}
	if p.failed && (typed || p.desk.isPending(c.ID)) {
		byline = []string{"not saved yet"}
	}
	if !placed(c) {
		byline = []string{"without a place"}
	}
	if p.desk.isHidden(c.ID) {
		l.Name = "Hidden"
	}
	if settled := p.desk.settled(c); settled != "" {
		byline = append([]string{settled}, byline...)
	}
	return claimlist.Card{
		ID: c.ID, Letter: badge(l), Label: format.NameLine(l.Name), Quote: c.Quote, Note: note,
		Byline: strings.Join(byline, " · "),
		Light:  light, Dark: dark, Pattern: int(patterns[l.Pattern]),
	}
}

func firstName(name string) string {
	name, _, _ = strings.Cut(name, " ")
	return name
}

func (p *claimsPane) showCurrent() {
	if p.desk.current == "" {
		p.list.SetCurrent(-1)
		return
	}
	p.list.SetCurrent(indexOf(p.claims, p.shown, p.desk.current))
}

// fillChips shows how many claims each label has; a chip filters by its label.
func (p *claimsPane) fillChips() {
	counts := map[string]int{}
	for _, c := range p.desk.claims {
		counts[c.LabelID]++
	}
	labels := append([]store.Label{}, p.desk.labels...)
	labels = append(labels, noLabel)
	orphans := p.desk.orphans()
	wanted := len(labels)
	if orphans > 0 {
		wanted++
	}
	if len(p.chips.Objects) != wanted {
		p.chips.RemoveAll()
		for range wanted {
			p.chips.Add(chip.New("", "", rgb(0), rgb(0), nil))
		}
	}
	if orphans > 0 {
		c := p.chips.Objects[len(labels)].(*chip.Chip)
		c.Text, c.Count, c.Selected = "Without a place", format.Thousands(orphans), p.orphans
		c.OnTapped = func() {
			p.orphans = !p.orphans
			p.sift()
		}
		c.Refresh()
	}
	for i, l := range labels {
		c := p.chips.Objects[i].(*chip.Chip)
		light, dark := colours(l)
		if c.Letter == badge(l) && c.Text == format.NameLine(l.Name) && c.Count == format.Thousands(counts[l.ID]) && c.Selected == p.only[l.ID] && c.Light == light {
			continue
		}
		c.Letter, c.Text, c.Count, c.Light, c.Dark = badge(l), format.NameLine(l.Name), format.Thousands(counts[l.ID]), light, dark
		c.Selected = p.only[l.ID]
		c.OnTapped = func() { p.toggle(l.ID) }
		c.Refresh()
	}
	p.Layout(p.body.Objects, p.body.Size())
	p.rows.Refresh()
}

const chipsEdge = 6 // left and right of the chips, in pixels

// Layout is part of fyne.Layout: heading, chips and search stand above the
// cards. However many labels there are, the cards keep half of the panel; the
// chips scroll then.
func (p *claimsPane) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, search := objects[0].MinSize().Height, objects[2].MinSize().Height
	room := fyne.NewSize(size.Width-2*chipsEdge, size.Height/2-head-search)
	chips := p.rows.SizeIn(room).Height
	y := float32(0)
	place := func(o fyne.CanvasObject, edge, height float32) {
		o.Move(fyne.NewPos(edge, y))
		o.Resize(fyne.NewSize(size.Width-2*edge, height))
		y += height
	}
	place(objects[0], 0, head)
	place(objects[1], chipsEdge, chips)
	place(objects[2], 0, search)
	place(objects[3], 0, max(0, size.Height-y))
}

// MinSize is part of fyne.Layout.
func (p *claimsPane) MinSize(objects []fyne.CanvasObject) (least fyne.Size) {
	for _, o := range objects {
		need := o.MinSize()
		least = fyne.NewSize(max(least.Width, need.Width), least.Height+need.Height)
	}
	return least
}

func (p *claimsPane) toggle(labelID string) {
	if p.only[labelID] {
		delete(p.only, labelID)
	} else {
		p.only[labelID] = true
	}
	p.sift()
}

// editNote opens the note of the current claim for typing. A filter or search
// that leaves its card out goes: what is typed next must not end up anywhere else.
func (p *claimsPane) editNote() {
	i := indexOf(p.claims, p.shown, p.desk.current)
	if i < 0 && p.desk.claimIndex(p.desk.current) >= 0 {
		clear(p.only)
		p.orphans = false
		if p.search.Text != "" {
			p.search.SetText("") // sifts
		} else {
			p.sift()
		}
		i = indexOf(p.claims, p.shown, p.desk.current)
	}
	if i < 0 {
		p.desk.told.send("Choose a claim first.")
		return
	}
	p.editNoteAt(i)
}

func (p *claimsPane) editNoteAt(i int) {
	if !p.desk.mayChange(p.id(i)) {
		return
	}
	p.list.SetCurrent(i)
	p.list.EditNote(i)
}

// openNote has drafts kept of a note that is opened for typing, and gives what
// it begins with: the draft, where one was left.
func (p *claimsPane) openNote(id, note string) string {
	text, stored := note, note
	if c := p.desk.claim(id); c != nil {
		stored = c.Note // of which one that waits to be written is no draft
	}
	form := newDraftForm(p.desk, formClaim, id)
	p.note = form.add(fieldNote, "The note", stored, func(draft string) { text = draft }, nil)
	if len(p.note.others) > 0 {
		p.desk.told.send("A draft of this note was typed before the note was changed; it is kept under Edit › Drafts….")
	}
	if !form.restored.IsZero() {
		p.desk.told.send("Filled in from the draft typed " + format.WhenTyped(form.restored) + ". Enter saves it.")
	}
	return text
}

// noteDrafts gives the drafts of a note that was typed and is about to be saved.
func (p *claimsPane) noteDrafts(id string) []store.Draft {
	if p.note == nil || p.note.key.Subject != id {
		return nil
	}
	return p.note.form.take()
}

// showAll takes the filter and the search off.
func (p *claimsPane) showAll() {
	clear(p.only)
	p.orphans = false
	if p.search.Text != "" {
		p.search.SetText("")
	}
	p.sift()
}
