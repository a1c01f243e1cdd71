package claims

import (
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/claimlist"
)

// Pane is the right panel: the claims of the open document as cards, with
// a count and a filter for each label and a search.
type Pane struct {
	model  *workspace.Workspace   // the view whose open document's claims are shown
	heard  []*workspace.Workspace // the views whose signals it follows
	Count  *widget.Label
	Rows   *chip.Rows
	Chips  *fyne.Container // those of the rows
	Search *dialogs.SearchEntry
	List   *claimlist.List
	Body   *fyne.Container

	claims  []store.Claim       // those of the workspace when the cards were last made
	words   string              // searched for
	only    map[string]bool     // label ids to show; empty: all
	orphans bool                // show those without a place alone
	Shown   []int               // indexes into claims
	asked   workspace.Latest    // searches
	failed  bool                // what the user did could not be written
	Note    *dialogs.DraftField // of the note typed last

	OnMenu         func(id string, at fyne.Position)
	OnLabel        func(id string, at fyne.Position)
	OnEvidence     func(store.Evidence) // a piece of evidence on the card of the current claim was clicked
	OnMoreEvidence func()               // so was what says that there is more
	OnRune         func(r rune) bool
	OnKey          func(*fyne.KeyEvent)
}

// NewPane makes the pane of the claims of a workspace, which follows the workspace's signals from then on.
func NewPane(model *workspace.Workspace) *Pane {
	p := &Pane{model: model, List: claimlist.New(), only: map[string]bool{}}
	p.Count = widget.NewLabel("")
	p.Count.SizeName = theme.SizeNameCaptionText
	p.Rows = chip.NewRows()
	p.Chips = p.Rows.Box
	p.Search = dialogs.NewSearchEntry("Search in claims", func(words string) {
		p.words = words
		p.applyFilter()
	})
	p.List.OnChoose = func(i int) { p.model.Pick(p.ID(i), true) }
	p.List.OnOpen = func(i int) {
		if !p.model.StillOpening() {
			p.model.Pick(p.ID(i), false)
			p.editNoteAt(i)
		}
	}
	p.List.OnLabel = func(i int, at fyne.Position) {
		if !p.model.StillOpening() {
			p.OnLabel(p.ID(i), at)
		}
	}
	p.List.OnEditNote = p.openNote
	p.List.OnNoteTyped = func(text string) {
		model.Notices.Send("") // what was said of the work before
		p.Note.Typed(text)
	}
	p.List.OnNoteClosed = func() { p.Note.Form.Close() }
	p.List.OnNote = func(_ int, id, note string) { model.SetNote(id, note, p.noteDrafts(id)...) }
	p.List.After = model.Back.Later
	p.List.OnLeftOut = model.TellLeftOut
	p.List.OnRune = func(r rune) bool { return p.OnRune(r) }
	p.List.OnKey = func(e *fyne.KeyEvent) { p.OnKey(e) }
	p.List.OnContextMenu = func(i int, at fyne.Position) {
		if !p.model.StillOpening() {
			p.model.Pick(p.ID(i), true)
			p.OnMenu(p.ID(i), at)
		}
	}
	p.List.OnLine = func(i, line int) {
		all := p.model.Evidence[p.ID(i)]
		switch {
		case model.StillOpening() || line >= len(all):
		case line == evidenceLines:
			p.OnMoreEvidence()
		default:
			p.OnEvidence(all[line])
		}
	}
	p.Body = container.New(p, dialogs.Heading("Claims", p.Count), p.Rows, container.NewPadded(p.Search.KeyEntry), p.List)

	model.LabelsChanged.Listen(func(struct{}) { p.applyFilter() })
	p.hear(model)
	model.EvidenceChanged.Listen(func(struct{}) { p.Show(p.claims, p.Shown) })
	model.Writes.Moved.Listen(func(struct{}) {
		failed := model.Writes.State().Failed != ""
		if len(model.Notes) > 0 || failed != p.failed {
			p.failed = failed
			p.applyFilter()
		}
	})
	p.applyFilter()
	return p
}

// hear follows the claims of the document that is open in a view of the workspace.
func (p *Pane) hear(model *workspace.Workspace) {
	p.heard = append(p.heard, model)
	fill := func() {
		if p.model == model {
			p.applyFilter()
		}
	}
	model.Opened.Listen(func(workspace.Opening) { fill() })
	model.ClaimsChanged.Listen(func([]store.ClaimChange) { fill() })
	model.Reread.Listen(func(struct{}) { fill() })
	model.CurrentChanged.Listen(func(bool) {
		if p.model == model {
			p.showCurrent()
		}
	})
}

// Follow has the pane show the claims of the document that is open in a view of the workspace.
func (p *Pane) Follow(model *workspace.Workspace) {
	if p.List.Editing() {
		p.List.KeepNote()
	}
	if !slices.Contains(p.heard, model) {
		p.hear(model)
	}
	p.model = model
	p.applyFilter()
}

// ID is the id of the claim of a card, "" where there is no such card.
func (p *Pane) ID(i int) string {
	if i < 0 || i >= len(p.Shown) {
		return ""
	}
	return p.claims[p.Shown[i]].ID
}

// applyFilter shows the claims that fit the filter and the search. A search by words goes to the
// background, since it reads every claim.
func (p *Pane) applyFilter() {
	current := p.asked.Ask()
	p.orphans = p.orphans && p.model.Orphans() > 0
	p.fillChips()
	kept := make([]int, 0, len(p.model.Claims))
	for i, c := range p.model.Claims {
		if (len(p.only) == 0 || p.only[c.LabelID]) && (!p.orphans || !workspace.Placed(c)) {
			kept = append(kept, i)
		}
	}
	words := strings.Fields(format.Fold(p.words))
	claims := p.model.Claims
	if len(words) == 0 {
		p.Show(claims, kept)
		return
	}
	p.model.Back.Go(func() {
		var found []int
		for _, i := range kept {
			c := claims[i]
			if format.ContainsAll(format.Fold(strings.Join([]string{c.Quote, c.Note, c.Statement, c.Claimant, c.Person}, "\n")), words) {
				found = append(found, i)
			}
		}
		p.model.Back.OnUI(func() {
			if current() {
				p.Show(claims, found)
			}
		})
	})
}

// Show makes the cards of the claims with these indexes. The list goes on asking
// for cards of what it was given, so that is never changed later.
func (p *Pane) Show(claims []store.Claim, kept []int) {
	p.claims, p.Shown = claims, kept
	now := time.Now()
	p.setEmpty()
	p.List.IndexOf = func(id string) int { return indexOf(claims, kept, id) }
	p.List.SetCards(len(kept), func(i int) claimlist.Card { return p.Card(claims[kept[i]], now) })
	p.Count.SetText(p.countText())
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

func (p *Pane) countText() string {
	all, shown := len(p.claims), len(p.Shown)
	if shown == all {
		return format.Thousands(all)
	}
	return format.Thousands(shown) + " of " + format.Thousands(all)
}

func (p *Pane) setEmpty() {
	switch {
	case p.model.Document.ID == "":
		title := "No document is open"
		if !p.model.Loaded {
			title = ""
		}
		p.List.SetEmpty(title, "")
	case len(p.model.Claims) == 0 && p.model.ReadOnly():
		p.List.SetEmpty("No claims", "The workspace is read-only.")
	case len(p.model.Claims) == 0:
		p.List.SetEmpty("No claims yet", "Select a passage, then press S, D or N.")
	default:
		p.List.SetEmpty("No claim fits", "Clear the search or the filter to see all claims.")
	}
}

// Card is how a claim is shown in the list at a moment: its label, quote and note, and who made it and how long ago.
func (p *Pane) Card(c store.Claim, now time.Time) claimlist.Card {
	l := p.model.LabelOf(c.LabelID)
	light, dark := dialogs.Colours(l)
	byline := format.NonEmpty(format.NameLine(p.model.Locate(c)), dialogs.Signed(c, firstName), format.Ago(c.CreatedAt, now))
	note, typed := p.model.Notes[c.ID]
	if !typed {
		note = c.Note
	}
	if p.failed && (typed || p.model.IsPending(c.ID)) {
		byline = []string{"not saved yet"}
	}
	if !workspace.Placed(c) {
		byline = []string{"without a place"}
	}
	if p.model.IsHidden(c.ID) {
		l.Name = "Hidden"
	}
	if settled := p.model.Settled(c); settled != "" {
		byline = append([]string{settled}, byline...)
	}
	card := claimlist.Card{
		ID: c.ID, Letter: dialogs.Badge(l), Label: format.NameLine(l.Name), Quote: c.Quote, Note: note,
		Byline: strings.Join(byline, " · "),
		Light:  light, Dark: dark, Pattern: int(dialogs.Patterns[l.Pattern]),
	}
	p.showEvidence(&card)
	return card
}

// evidenceLines is how many pieces of evidence a card shows; a line below them says how many more there are.
const evidenceLines = claimlist.MostLines - 1

// showEvidence puts on a card what bears on its claim: how much, and, for while it is current, what.
func (p *Pane) showEvidence(card *claimlist.Card) {
	all := p.model.Evidence[card.ID]
	if len(all) == 0 {
		return
	}
	card.Tally = dialogs.Tally(all)
	for i, e := range all {
		if i == evidenceLines {
			card.Lines[i].Text = format.Thousands(len(all)-i) + " more"
			return
		}
		line := &card.Lines[i]
		line.Sign = dialogs.StanceSign(e.Stance)
		line.Light, line.Dark = dialogs.StanceColours(e.Stance)
		line.Text = strings.Join(format.NonEmpty(format.Shorten(dialogs.SourceOf(p.model, e), 26), p.model.LocateEvidence(e)), ", ")
		if quote := format.OneLine(e.Quote); quote != "" {
			line.Text += ": “" + format.Shorten(quote, 200) + "”"
		}
	}
}

func firstName(name string) string {
	name, _, _ = strings.Cut(name, " ")
	return name
}

func (p *Pane) showCurrent() {
	if p.model.Current == "" {
		p.List.SetCurrent(-1)
		return
	}
	p.List.SetCurrent(indexOf(p.claims, p.Shown, p.model.Current))
}

// fillChips shows how many claims each label has; a chip filters by its label.
func (p *Pane) fillChips() {
	counts := map[string]int{}
	for _, c := range p.model.Claims {
		counts[c.LabelID]++
	}
	labels := append([]store.Label{}, p.model.Labels...)
	labels = append(labels, workspace.NoLabel)
	orphans := p.model.Orphans()
	wanted := len(labels)
	if orphans > 0 {
		wanted++
	}
	if len(p.Chips.Objects) != wanted {
		p.Chips.RemoveAll()
		for range wanted {
			p.Chips.Add(chip.New("", "", dialogs.Rgb(0), dialogs.Rgb(0), nil))
		}
	}
	if orphans > 0 {
		c := p.Chips.Objects[len(labels)].(*chip.Chip)
		c.Text, c.Count, c.Selected = "Without a place", format.Thousands(orphans), p.orphans
		c.OnTapped = func() {
			p.orphans = !p.orphans
			p.applyFilter()
		}
		c.Refresh()
	}
	for i, l := range labels {
		c := p.Chips.Objects[i].(*chip.Chip)
		light, dark := dialogs.Colours(l)
		if c.Letter == dialogs.Badge(l) && c.Text == format.NameLine(l.Name) && c.Count == format.Thousands(counts[l.ID]) && c.Selected == p.only[l.ID] && c.Light == light {
			continue
		}
		c.Letter, c.Text, c.Count, c.Light, c.Dark = dialogs.Badge(l), format.NameLine(l.Name), format.Thousands(counts[l.ID]), light, dark
		c.Selected = p.only[l.ID]
		c.OnTapped = func() { p.Toggle(l.ID) }
		c.Refresh()
	}
	p.Layout(p.Body.Objects, p.Body.Size())
	p.Rows.Refresh()
}

const chipsEdge = 6 // left and right of the chips, in pixels

// Layout is part of fyne.Layout: heading, chips and search stand above the
// cards. However many labels there are, the cards keep half of the panel; the
// chips scroll then.
func (p *Pane) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, search := objects[0].MinSize().Height, objects[2].MinSize().Height
	room := fyne.NewSize(size.Width-2*chipsEdge, size.Height/2-head-search)
	chips := p.Rows.SizeIn(room).Height
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
func (p *Pane) MinSize(objects []fyne.CanvasObject) (least fyne.Size) {
	for _, o := range objects {
		need := o.MinSize()
		least = fyne.NewSize(max(least.Width, need.Width), least.Height+need.Height)
	}
	return least
}

// Toggle turns the filter for a label on or off, "" for claims without one. With no filter on, all claims are shown.
func (p *Pane) Toggle(labelID string) {
	if p.only[labelID] {
		delete(p.only, labelID)
	} else {
		p.only[labelID] = true
	}
	p.applyFilter()
}

// EditNote opens the note of the current claim for typing. A filter or search
// that leaves its card out goes: what is typed next must not end up anywhere else.
func (p *Pane) EditNote() {
	p.model.LeaveMade()
	i := indexOf(p.claims, p.Shown, p.model.Current)
	if i < 0 && p.model.ClaimIndex(p.model.Current) >= 0 {
		clear(p.only)
		p.orphans = false
		if p.Search.Text != "" {
			p.Search.SetText("") // applies the filter
		} else {
			p.applyFilter()
		}
		i = indexOf(p.claims, p.Shown, p.model.Current)
	}
	if i < 0 {
		p.model.Notices.Send("Choose a claim first.")
		return
	}
	p.editNoteAt(i)
}

func (p *Pane) editNoteAt(i int) {
	if !p.model.MayChange(p.ID(i)) {
		return
	}
	p.List.SetCurrent(i)
	p.List.EditNote(i)
}

// openNote has drafts kept of a note that is opened for typing, and gives what
// it begins with: the draft, where one was left.
func (p *Pane) openNote(id, note string) string {
	text, stored := note, note
	if c := p.model.Claim(id); c != nil {
		stored = c.Note // of which one that waits to be written is no draft
	}
	form := dialogs.NewDraftForm(p.model, workspace.FormClaim, id)
	p.Note = form.Add(workspace.FieldNote, "The note", stored, func(draft string) { text = draft }, nil)
	if len(p.Note.Others) > 0 {
		p.model.Notices.Send("A draft of this note was typed before the note was changed; it is kept under Edit › Drafts….")
	}
	if !form.Restored.IsZero() {
		p.model.Notices.Send("Filled in from the draft typed " + format.WhenTyped(form.Restored) + ". Enter saves it.")
	}
	return text
}

// noteDrafts gives the drafts of a note that was typed and is about to be saved.
func (p *Pane) noteDrafts(id string) []store.Draft {
	if p.Note == nil || p.Note.Key.Subject != id {
		return nil
	}
	return p.Note.Form.Take()
}

// ShowAll takes the filter and the search off.
func (p *Pane) ShowAll() {
	clear(p.only)
	p.orphans = false
	if p.Search.Text != "" {
		p.Search.SetText("")
	}
	p.applyFilter()
}
