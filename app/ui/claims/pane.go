package claims

import (
	"slices"
	"sort"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/claimlist"
)

// Pane is the right panel: the claims of the open document, or of all documents, as cards, with
// a count and a filter for each label, more filters, an order and a search.
type Pane struct {
	model       *workspace.Workspace   // the view whose open document's claims are shown
	heard       []*workspace.Workspace // the views whose signals it follows
	Scope       *scopeSwitch           // this document or all
	Count       *widget.Label
	Rows        *chip.Rows
	Chips       *fyne.Container // those of the rows
	On          *chip.Rows      // the filters that have no chip among them, each with a way to take it off
	Search      *dialogs.SearchEntry
	Sort        *dialogs.KeyButton // says by what the claims are sorted, and offers the rest
	Filter      *dialogs.KeyButton
	List        *claimlist.List
	Suggestions *suggestionsStrip
	none        *dialogs.KeyButton // shows all claims where filters or the search hide every one
	Body        *fyne.Container

	claims []store.Claim       // those of the open document when the cards were last made
	Shown  []int               // indexes into claims
	asked  workspace.Latest    // searches
	failed bool                // what the user did could not be written
	Note   *dialogs.DraftField // of the note typed last
	all    allDocuments
	key    func(fyne.KeyName) bool // of buttons

	OnMenu         func(id string, at fyne.Position)
	OnLabel        func(id string, at fyne.Position)
	OnEvidence     func(store.Evidence) // a piece of evidence on the card of the current claim was clicked
	OnMoreEvidence func()               // so was what says that there is more
	OnRune         func(r rune) bool
	OnKey          func(*fyne.KeyEvent)
	Focus          func(fyne.Focusable)

	OnSuggestionKey    func(key string) // a key of the suggestions of models, pressed by a button
	OnSuggestionMenu   func(at fyne.Position)
	OnSuggestionFilter func(at fyne.Position)

	OnSort   func(at fyne.Position)
	OnFilter func()
}

// NewPane makes the pane of the claims of a workspace, which follows the workspace's signals from then on. key gets the keys of its
// buttons that press nothing.
func NewPane(model *workspace.Workspace, key func(fyne.KeyName) bool) *Pane {
	p := &Pane{model: model, List: claimlist.New(), key: key}
	p.all.pause = workspace.Debouncer{Back: model.Back, Wait: openedBehind, Ended: func() { p.openReached() }}
	p.Scope = newScopeSwitch(key, model.ListAllClaims)
	p.Count = widget.NewLabel("")
	p.Count.SizeName = theme.SizeNameCaptionText
	p.Count.Alignment = fyne.TextAlignCenter
	p.Count.Truncation = fyne.TextTruncateEllipsis
	p.Suggestions = newSuggestionsStrip(p)
	p.Rows, p.On = chip.NewRows(), chip.NewRows()
	p.Chips = p.Rows.Box
	p.Search = dialogs.NewSearchEntry(locale.T("Search claims"), func(words string) {
		p.all.fresh = true
		model.SearchClaims(words)
	})
	p.Sort = dialogs.NewKeyButton("", key, func() { p.OnSort(dialogs.Below(p.Sort)) })
	p.Filter = dialogs.NewKeyButton(locale.T("Filter…"), key, func() { p.OnFilter() })
	p.none = dialogs.NewKeyButton(locale.T("Show all"), key, func() {
		p.ShowAll()
		p.Focus(p.List) // the button is gone
	})
	p.none.Hide()
	p.List.OnChoose = func(i int) { p.choose(i, nil) }
	p.List.OnReach = p.reach
	p.List.OnView = p.inView
	p.List.OnOpen = func(i int) {
		if p.openReached() {
			return
		}
		if !p.model.StillOpening() {
			p.model.Pick(p.ID(i), false)
			p.editNoteAt(i)
		}
	}
	p.List.OnLabel = func(i int, at fyne.Position) {
		p.choose(i, func(id string) { p.OnLabel(id, at) })
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
	p.List.OnRune = p.runeInList
	p.List.OnKey = p.keyInList
	p.List.OnContextMenu = func(i int, at fyne.Position) {
		p.choose(i, func(id string) { p.OnMenu(id, at) })
	}
	p.List.OnLine = func(i, line int) {
		all := p.model.Evidence[p.ID(i)]
		switch {
		case p.model.StillOpening() || line >= len(all):
		case line == evidenceLines:
			p.OnMoreEvidence()
		default:
			p.OnEvidence(all[line])
		}
	}
	p.Body = container.New(p, dialogs.Heading(locale.T("Claims"), p.Scope), p.Rows, container.NewPadded(p.Search.KeyEntry),
		container.New(layout.NewCustomPaddedLayout(0, 0, 4, 4), container.NewBorder(nil, nil, p.Sort, p.Filter, p.Count)), p.On,
		container.NewStack(p.List, container.New(belowEmpty{}, p.none)), p.Suggestions.Body)

	model.LabelsChanged.Listen(func(struct{}) {
		p.applyFilter()
		p.Suggestions.fill()
	})
	p.hear(model)
	model.ClaimListChanged.Listen(func(struct{}) { p.applyFilter() })
	model.ClaimViewChanged.Listen(func(struct{}) {
		if view := model.ClaimView; !view.Equal(p.all.view) {
			p.all.view, p.all.fresh = view, true
		}
		p.showView()
	})
	model.EvidenceChanged.Listen(func(struct{}) {
		if p.all.on {
			p.applyFilter()
		} else {
			p.Show(p.claims, p.Shown)
		}
	})
	model.Writes.Moved.Listen(func(struct{}) {
		failed := model.Writes.State().Failed != ""
		if len(model.Notes) > 0 || failed != p.failed {
			p.failed = failed
			p.applyFilter()
		}
	})
	p.showView()
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
	model.SuggestionsChanged.Listen(func(struct{}) {
		if p.model == model {
			p.Suggestions.fill()
		}
	})
	model.SuggestionChosen.Listen(func(bool) {
		if p.model == model {
			p.Suggestions.showCurrent()
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
	p.Suggestions.fill()
}

// ID is the id of the claim of a card, "" where there is no such card.
func (p *Pane) ID(i int) string {
	if p.all.on {
		return p.all.rows.ID(i)
	}
	if i < 0 || i >= len(p.Shown) {
		return ""
	}
	return p.claims[p.Shown[i]].ID
}

// applyFilter shows the claims that fit the filter and the search. A search by words goes to the
// background, since it reads every claim.
func (p *Pane) applyFilter() {
	current := p.asked.Ask()
	if p.all.on = p.model.ListsAll(); p.all.on {
		p.showAllDocuments()
		return
	}
	if unplaced := (workspace.ClaimFilter{Kind: workspace.FilterClaimStatus, Value: workspace.ClaimUnplaced}); p.model.Loaded && p.model.Orphans() == 0 && slices.Contains(p.model.ClaimView.Filters, unplaced) {
		p.model.ToggleClaimFilter(unplaced) // its chip goes with the last of them
		return
	}
	p.fillChips()
	kept := p.model.ClaimsFitting()
	words := strings.Fields(format.Fold(p.model.ClaimWords))
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
	p.List.IndexOf = p.indexOf
	p.List.SetCards(len(kept), func(i int) claimlist.Card {
		card := p.Card(claims[kept[i]], now)
		card.Joined = i > 0 && sameSpan(&claims[kept[i-1]], &claims[kept[i]])
		return card
	})
	p.Count.SetText(p.countText())
	if p.List.Current() != p.indexOf(p.model.Current) { // else the list stays where the user has scrolled it
		p.showCurrent()
	}
}

// sameSpan tells whether two claims mark the same words.
func sameSpan(a, b *store.Claim) bool {
	return a.DocumentID == b.DocumentID && a.Start == b.Start && a.End == b.End && workspace.Placed(*a) && workspace.Placed(*b)
}

// indexOf is the card of a claim, -1 for none.
func (p *Pane) indexOf(id string) int {
	if p.all.on {
		if p.model.All == nil {
			return -1
		}
		return p.model.All.Place(id)
	}
	at := slices.IndexFunc(p.claims, func(c store.Claim) bool { return c.ID == id })
	if at < 0 {
		return -1
	}
	return slices.Index(p.Shown, at)
}

func (p *Pane) countText() string { return countOf(len(p.Shown), len(p.claims)) }

func countOf(shown, all int) string {
	if shown == all {
		return format.Thousands(all)
	}
	return locale.T("{{.N}} of {{.All}}", "N", format.Thousands(shown), "All", format.Thousands(all))
}

func (p *Pane) setEmpty() {
	dialogs.SetVisible(p.none, len(p.model.Claims) > 0 && len(p.Shown) == 0)
	switch {
	case p.model.Document.ID == "":
		title := locale.T("No document is open")
		if !p.model.Loaded {
			title = ""
		}
		p.List.SetEmpty(title, "")
	case len(p.model.Claims) == 0 && p.model.ReadOnly():
		p.List.SetEmpty(locale.T("No claims"), locale.T("The workspace is read-only."))
	case len(p.model.Claims) == 0:
		p.List.SetEmpty(locale.T("No claims yet"), locale.T("Select a passage, then press S, D or N."))
	default:
		p.noneFits(len(p.model.Claims))
	}
}

// noneFits says that filters and the search hide so many claims.
func (p *Pane) noneFits(hidden int) {
	said := locale.N("{{.N}} claims are hidden by filters and the search.", hidden)
	switch {
	case p.Search.Text == "":
		said = locale.N("{{.N}} claims are hidden by filters.", hidden)
	case len(p.model.ClaimView.Filters) == 0:
		said = locale.N("{{.N}} claims are hidden by the search.", hidden)
	}
	p.List.SetEmpty(locale.T("No matching claims"), said)
}

// Card is how a claim is shown in the list at a moment: its label, quote and note, and who made it and how long ago.
func (p *Pane) Card(c store.Claim, now time.Time) claimlist.Card {
	return p.cardAt(c, format.NameLine(p.model.Locate(c)), now)
}

// cardAt is Card for a claim that stands where these words say.
func (p *Pane) cardAt(c store.Claim, where string, now time.Time) claimlist.Card {
	l := p.model.LabelOf(c.LabelID)
	light, dark := dialogs.Colours(l)
	note, typed := p.model.Notes[c.ID]
	if !typed {
		note = c.Note
	}
	if p.model.IsHidden(c.ID) {
		l.Name = locale.T("Hidden")
	}
	card := claimlist.Card{
		ID: c.ID, Letter: dialogs.Badge(l), Label: format.NameLine(l.Name), Quote: c.Quote, Note: note,
		Status: p.model.Settled(c), Person: dialogs.Signed(c, firstName), Where: where, Age: format.Ago(c.CreatedAt, now),
		Light: light, Dark: dark, Pattern: int(dialogs.Patterns[l.Pattern]),
	}
	if c.Statement != "" {
		card.Statement = locale.T("Statement: {{.Text}}", "Text", format.OneLine(c.Statement))
	}
	switch {
	case !workspace.Placed(c):
		card.Status, card.Where = join(card.Status, locale.T("unplaced")), ""
	case p.failed && (typed || p.model.IsPending(c.ID)):
		card.Status = join(card.Status, locale.T("not saved yet"))
	}
	p.showEvidence(&card)
	return card
}

func join(parts ...string) string { return strings.Join(format.NonEmpty(parts...), " · ") }

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
			card.Lines[i].Text = locale.N("{{.N}} more", len(all)-i)
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
	switch {
	case p.model.Current != "":
		p.all.reached = ""
		p.List.SetCurrent(p.indexOf(p.model.Current))
	case p.all.reached == "":
		p.List.SetCurrent(-1)
	}
}

// fillChips shows how many claims each label has; a chip filters by its label.
func (p *Pane) fillChips() {
	count, orphans := p.counts()
	view := p.model.ClaimView
	labels := slices.DeleteFunc(slices.Clone(p.model.Labels), func(l store.Label) bool { // a retired one while it has claims
		return l.Retired && count(l.ID) == 0 && !view.Has(workspace.FilterLabel, l.ID)
	})
	labels = append(labels, workspace.NoLabel)
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
		c.Text, c.Count, c.Selected = locale.T("Unplaced claims"), format.Thousands(orphans), view.Has(workspace.FilterClaimStatus, workspace.ClaimUnplaced)
		c.OnTapped = func() {
			p.model.ToggleClaimFilter(workspace.ClaimFilter{Kind: workspace.FilterClaimStatus, Value: workspace.ClaimUnplaced})
		}
		c.Refresh()
	}
	for i, l := range labels {
		c := p.Chips.Objects[i].(*chip.Chip)
		light, dark := dialogs.Colours(l)
		number, selected := format.Thousands(count(l.ID)), view.Has(workspace.FilterLabel, l.ID)
		if c.Letter == dialogs.Badge(l) && c.Text == format.NameLine(l.Name) && c.Count == number && c.Selected == selected && c.Light == light && c.Dark == dark {
			continue
		}
		c.Letter, c.Text, c.Count, c.Light, c.Dark = dialogs.Badge(l), format.NameLine(l.Name), number, light, dark
		c.Selected = selected
		c.OnTapped = func() { p.Toggle(l.ID) }
		c.Refresh()
	}
	p.Layout(p.Body.Objects, p.Body.Size())
	p.Rows.Refresh()
}

// counts gives how many of the claims have a label, and how many have no place.
func (p *Pane) counts() (withLabel func(labelID string) int, orphans int) {
	if p.all.on {
		if p.model.All == nil {
			return func(string) int { return 0 }, 0
		}
		return p.model.All.ByLabel, 0
	}
	counts := map[string]int{}
	for i := range p.model.Claims {
		counts[p.model.Claims[i].LabelID]++
	}
	return func(id string) int { return counts[id] }, p.model.Orphans()
}

// Sizes in pixels.
const (
	chipsEdge  = 6   // left and right of the chips
	leastCards = 130 // room for the cards: one of them
)

// Layout is part of fyne.Layout: heading, chips and search stand above the
// cards. However many labels there are, the cards keep half of the panel; the
// chips scroll then, and go where not even one card has room.
func (p *Pane) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	head, search, order := objects[0].MinSize().Height, objects[2].MinSize().Height, objects[3].MinSize().Height
	room := fyne.NewSize(size.Width-2*chipsEdge, size.Height/2-head-search-order)
	chips, on := p.Rows.SizeIn(room).Height, float32(0)
	if p.On.Visible() {
		on = p.On.SizeIn(fyne.NewSize(room.Width, max(0, room.Height-chips))).Height + 4
	}
	for _, rows := range []*float32{&chips, &on} { // which give way to a card in a panel that is too low for all
		if size.Height-head-search-order-chips-on < leastCards {
			*rows = 0
		}
	}
	lower := p.Suggestions.height(size.Height - head - search - order - chips - on)
	y := float32(0)
	place := func(o fyne.CanvasObject, edge, height float32) {
		o.Move(fyne.NewPos(edge, y))
		o.Resize(fyne.NewSize(size.Width-2*edge, height))
		y += height
	}
	place(objects[0], 0, head)
	place(objects[1], chipsEdge, chips)
	place(objects[2], 0, search)
	place(objects[3], 0, order)
	place(objects[4], chipsEdge, on)
	place(objects[5], 0, max(0, size.Height-y-lower))
	place(objects[6], 0, lower)
}

// MinSize is part of fyne.Layout.
func (p *Pane) MinSize(objects []fyne.CanvasObject) (least fyne.Size) {
	for _, o := range objects {
		if !o.Visible() {
			continue
		}
		need := o.MinSize()
		least = fyne.NewSize(max(least.Width, need.Width), least.Height+need.Height)
	}
	return least
}

// Toggle turns the filter for a label on or off, "" for claims without one. With no filter on, all claims are shown.
func (p *Pane) Toggle(labelID string) {
	p.model.ToggleClaimFilter(workspace.ClaimFilter{Kind: workspace.FilterLabel, Value: labelID})
}

// EditNote opens the note of the current claim for typing. A filter or search
// that leaves its card out goes: what is typed next must not end up anywhere else.
func (p *Pane) EditNote() {
	p.model.LeaveMade()
	i := p.indexOf(p.model.Current)
	if i < 0 && p.model.ClaimIndex(p.model.Current) >= 0 {
		p.model.ListAllClaims(false) // which are put in order elsewhere, and may not be there yet
		p.ShowAll()
		i = p.indexOf(p.model.Current)
	}
	if i < 0 {
		p.model.Notices.Send(locale.T("Choose a claim first."))
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
	p.Note = form.Add(workspace.FieldNote, locale.T("Note"), stored, func(draft string) { text = draft }, nil)
	if len(p.Note.Others) > 0 {
		p.model.Notices.Send(locale.T("The note has changed since you typed a draft of it. The draft is in Edit › Drafts."))
	}
	if !form.Restored.IsZero() {
		p.model.Notices.Send(locale.T("Filled in from the draft typed {{.When}}. Press Enter to save it.", "When", format.WhenTyped(form.Restored)))
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

// ShowInView scrolls the cards to the claims of a part of the text, in code points, while they are in its order and the user has not
// scrolled them.
func (p *Pane) ShowInView(start, end int) {
	if p.all.on || p.model.ClaimView.Sort != workspace.SortPlace && p.model.ClaimView.Sort != "" {
		return
	}
	from := func(offset int) int {
		return sort.Search(len(p.Shown), func(i int) bool { return p.claims[p.Shown[i]].Start >= offset })
	}
	p.List.ShowRange(from(start), from(end))
}

// ShowAll takes the filter and the search off.
func (p *Pane) ShowAll() {
	if p.Search.Text != "" {
		p.Search.SetText("")
	}
	p.model.ClearClaimFilters()
}
