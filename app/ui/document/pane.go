package document

import (
	"fmt"
	"slices"
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
	"factmark/widgets/docview"
)

// Pane is the middle of the window: the open document and, at a selection, the bar of labels.
type Pane struct {
	model   *workspace.Workspace
	View    *docview.View
	title   *dialogs.Headline
	meta    *widget.Label
	details *dialogs.KeyButton
	heading *fyne.Container // over the column of the text
	header  *fyne.Container
	edge    *useEdge     // below the header
	passage docview.Span // that is compared with one in another text; empty: none is
	Empty   *fyne.Container
	Body    *fyne.Container

	Find    *FindBar
	Text    string
	shown   string // the ID of the document whose text that is
	undated undated

	suggested suggested
	Fonts     *fontStrip // says which letters no font has

	Selected  workspace.Signal[workspace.Span] // the selection or the caret has moved
	placing   bool                             // the caret is being put somewhere by the program, not by the user
	Scrolling workspace.Debouncer

	review   *Review  // nil while none is under way
	pointing *pointed // a passage to point at in the document that is being opened
	Bar      *labelBar
	Each     *eachStrip         // above the text
	each     *dialogs.KeyButton // opens it

	referred   map[string][]store.EvidenceWithin // the evidence under each mark
	menuOffset int                               // the code point that the context menu was opened over

	Focus        func(fyne.Focusable)
	RestoreFocus func()                // gives the keyboard to the pane that had it before the find bar
	OnTextKey    func(key string) bool // a key that the table of commands has for the text
	OnKey        func(fyne.KeyName) bool
	// ActsWhileHeld tells whether a key that the table of commands has for the text acts again and again while it is held
	// down; onSuggestion while a suggestion of a model is current.
	ActsWhileHeld func(key string, onSuggestion bool) bool
	OnEscape      func() bool // Escape was pressed with no selection; true: that is done
	OnMenu        func(at fyne.Position)
	OnZoom        func(steps int)
}

// NewPane makes the pane of the open document, which follows the workspace's signals from then on. onImport asks for files,
// onDetails for what is known of the document; key gets the keys of the pane's buttons.
func NewPane(model *workspace.Workspace, onImport, onDetails func(), key func(fyne.KeyName) bool) *Pane {
	p := &Pane{model: model, View: docview.New(), title: dialogs.NewHeadline(), meta: widget.NewLabel("")}
	p.suggested.stop = func() {}
	p.View.After = model.Back.Later
	p.Scrolling = workspace.Debouncer{Back: model.Back, Wait: 250 * time.Millisecond, Ended: func() { model.PositionMoved(p.View.TopOffset()) }}
	p.meta.Truncation = fyne.TextTruncateEllipsis
	p.meta.Importance = widget.LowImportance
	p.meta.SizeName = theme.SizeNameCaptionText
	p.details = dialogs.NewKeyButton(locale.T("Details…"), key, onDetails)
	p.details.Importance = widget.LowImportance
	p.each = dialogs.NewKeyButton(locale.T("Label each selection…"), key, p.ChooseLabelEach)
	p.each.Importance = widget.LowImportance
	p.edge = newUseEdge()
	p.heading = container.New(&headingLayout{}, p.title, p.meta, p.each, p.details)
	p.header = container.NewBorder(nil, p.edge, nil, nil, p.heading)
	p.Empty = emptyDocument(model, onImport, key)
	p.Find = newFindBar(model, p.View, func() string { return p.Text }, func() { p.Focus(p.View) }, func() { p.RestoreFocus() })
	p.Each = newEachStrip(model, p.marks, func() { p.Focus(p.View) }, key)
	p.Fonts = newFontStrip(key)
	p.Body = container.NewBorder(container.NewVBox(p.header, p.Find.Body, p.Each.Body, p.Fonts.Body), nil, nil, nil, container.NewStack(p.View, p.Empty))
	p.Each.shown = func() { p.Body.Refresh() }

	p.Bar = newLabelBar(model, &p.Selected, p.claimSelected, func(labelID string) {
		if p.View.ShiftHeld() {
			p.LabelEach(labelID)
		} else {
			p.apply(labelID)
		}
		p.Focus(p.View)
	}, func(add func(workspace.Span)) {
		if add == nil {
			model.BeginAdding()
		} else {
			p.AddSelection(add)
		}
		p.Focus(p.View)
	})
	p.editable(true)
	p.View.OnSelection = p.selectionMoved
	p.View.OnSelected = func() { p.labelSelection() }
	p.View.OnColumn = p.placeHeading
	p.View.OnHighlight = p.highlightClicked
	p.View.OnReference = p.referenceClicked
	p.View.OnOutline = p.outlineClicked
	p.View.HoverOutline = p.outlineHint
	p.View.HoverReference = p.hoverReference
	p.View.SetReferenceStyles(dialogs.ReferenceStyles())
	p.View.OnRune = p.runeInText
	p.View.OnKey = p.keyInText
	p.View.OnScroll = p.Scrolling.Touch
	p.View.OnLacking = func(letters []rune) { p.Fonts.lacks(letters, p.shown) }
	p.View.OnContextMenu = func(offset int, at fyne.Position) { p.contextMenu(offset, at) }
	p.View.Hover = p.Hover
	p.View.HoverHint = p.dateHint
	p.View.HoverSuggestion = p.suggestionHint
	p.View.OnZoom = func(steps int) { p.OnZoom(steps) }

	model.LabelsChanged.Listen(func(struct{}) { p.restyle() })
	model.DocumentsChanged.Listen(func(struct{}) {
		p.showHeader()
		p.markDates()
		p.suggest()
	})
	model.Opened.Listen(p.open)
	model.NotContentChanged.Listen(func(struct{}) {
		p.dim()
		p.showSuggestions()
	})
	model.ClaimsChanged.Listen(p.claimsChanged)
	model.Reread.Listen(func(struct{}) {
		p.View.SetHighlights(p.Highlights())
		p.showSuggestions()
	})
	model.SuggestionsChanged.Listen(func(struct{}) { p.outlineSuggestions() })
	model.SuggestionChosen.Listen(p.suggestionChosen)
	model.Errors.Listen(func(error) { p.View.SetHighlights(p.Highlights()) }) // a dragged end goes back to where it is kept
	model.CurrentChanged.Listen(p.currentChanged)
	model.EvidenceChanged.Listen(func(struct{}) {
		if p.shown == model.Document.ID { // else the text is still that of the document before
			p.showReferences()
		}
	})
	model.PickedChanged.Listen(func(struct{}) { p.showPicked() })
	p.showHeader()
	return p
}

// emptyDocument stands in place of a text where the workspace has none.
func emptyDocument(model *workspace.Workspace, onImport func(), key func(fyne.KeyName) bool) *fyne.Container {
	title := dialogs.Bold("")
	title.SizeName = theme.SizeNameSubHeadingText
	title.Alignment = fyne.TextAlignCenter
	hint := dialogs.Wrapped("")
	hint.Alignment = fyne.TextAlignCenter
	button := dialogs.NewKeyButton(locale.T("Import documents…"), key, onImport)
	button.Importance = widget.HighImportance
	say := func(struct{}) {
		dialogs.SetVisible(button, !model.ReadOnly())
		if model.ReadOnly() {
			title.SetText(locale.T("No documents"))
			hint.SetText(locale.T("This workspace is read-only and has no documents. To import documents, make a copy ({{.Key}}) and work in it.", "Key", model.Key("save-as")))
			return
		}
		title.SetText(locale.T("Nothing to check yet"))
		hint.SetText(locale.T("Import the documents you want to check. Then select a passage and press S for supported, D for disputed or N for not enough info."))
	}
	model.Writes.Moved.Listen(say)
	say(struct{}{})
	return container.NewVBox(layout.NewSpacer(), title, hint, container.NewCenter(button), layout.NewSpacer())
}

func (p *Pane) showHeader() {
	doc := p.model.Document
	none := doc.ID == ""
	dialogs.SetVisible(p.header, !none)
	dialogs.SetVisible(p.View, !none)
	dialogs.SetVisible(p.Empty, none && p.model.Loaded && len(p.model.Documents) == 0)
	p.title.SetText(format.NameLine(doc.Title))
	known := knownOf(doc)
	if len(known) == 0 {
		known = format.NonEmpty(format.NameLine(doc.FileName))
	}
	if p.passage.Start < p.passage.End {
		known = append(format.NonEmpty(format.NameLine(store.Locate(p.model.Locators, p.passage.Start, p.passage.End))), known...)
	}
	p.meta.SetText(strings.Join(append(known, locale.N("{{.N}} characters", doc.Length)), " · "))
}

// compare marks what a passage of the text has in common with one in another text, and says where the passage stands.
func (p *Pane) compare(c docview.Comparison) {
	p.View.SetComparison(c)
	if c.Passage != p.passage {
		p.passage = c.Passage
		p.showHeader()
	}
}

// Model is the view of the workspace whose document the pane shows.
func (p *Pane) Model() *workspace.Workspace { return p.model }

func (p *Pane) restyle() {
	p.View.SetStyles(dialogs.Styles(p.model.Labels))
	p.View.SetHighlights(p.Highlights())
	p.outlineSuggestions()
}

// Highlights are the claims of the open document as the text shows them; those without a place are left out.
func (p *Pane) Highlights() []docview.Highlight {
	all := make([]docview.Highlight, 0, len(p.model.Claims))
	for _, c := range p.model.Claims {
		if c.Status != store.StatusOrphaned {
			all = append(all, p.highlight(c))
		}
	}
	return all
}

func (p *Pane) highlight(c store.Claim) docview.Highlight {
	return docview.Highlight{ID: c.ID, Start: c.Start, End: c.End, Style: p.model.LabelIndex(c.LabelID) + 1}
}

func (p *Pane) open(o workspace.Opening) {
	p.showHeader()
	p.Text, p.shown = o.Text, p.model.Document.ID
	p.Fonts.opened(p.shown, p.Text)
	p.place(func() {
		p.View.SetText(o.Text, p.Highlights())
		p.outlineSuggestions()
		p.showReferences()
		p.View.SetLocations(locations(p.model.Locators))
		p.dim()
		p.View.SetTopOffset(o.At.Position)
		if c := p.model.Claim(o.At.Claim); c != nil && c.Status != store.StatusOrphaned {
			p.View.Select(c.Start, c.Start)
			if !o.At.Asked {
				p.View.SetTopOffset(o.At.Position)
			}
		}
	})
	p.undated.forget()
	p.markDates()
	p.suggested.forget()
	p.suggest()
	p.Selected.Send(p.selection())
	if at := p.pointing; at != nil {
		p.pointing = nil
		p.showPointed(*at)
	}
}

// pointed is a passage to point at.
type pointed struct {
	workspace.Span
	hits   []docview.Span // marked besides, as those of the find bar are
	choose bool           // it is selected, ready to be labelled
}

// point shows a passage, with the caret where it begins, without making a claim current.
func (p *Pane) point(start, end int) {
	p.place(func() { p.View.Select(start, start) })
	p.Selected.Send(p.selection())
	p.View.Reveal(start, end)
	p.View.Flash(start, end)
}

// PointIn points at a passage of a document, once that is open. No claim of it becomes current.
func (p *Pane) PointIn(documentID string, at workspace.Span) {
	if p.model.Document.ID == documentID && p.model.Opening == "" {
		p.point(at.Start, at.End)
		return
	}
	p.pointing = &pointed{Span: at}
	p.model.OpenWithoutClaim(documentID)
}

// ShowHits marks places in a document, once that is open, as the find bar does, and brings one of them into view. choose
// selects it. No claim stays current: it may be out of sight, and no key must change it there.
func (p *Pane) ShowHits(documentID string, hits []docview.Span, at int, choose bool) {
	to := pointed{workspace.Span{Start: hits[at].Start, End: hits[at].End}, hits, choose}
	if p.model.Document.ID == documentID && p.model.Opening == "" {
		p.showPointed(to)
		return
	}
	p.pointing = &to
	p.model.OpenWithoutClaim(documentID)
}

func (p *Pane) showPointed(to pointed) {
	if to.hits == nil {
		p.point(to.Start, to.End)
		return
	}
	p.model.Choose("", false)
	current := slices.Index(to.hits, docview.Span{Start: to.Start, End: to.End})
	p.View.SetHits(to.hits, current)
	p.point(to.Start, to.End)
	if to.choose {
		p.View.Select(to.Start, to.End)
	}
}

// Review is what a review session that is under way does with the text.
type Review struct {
	Blind       bool                    // no label may be seen
	Independent bool                    // claims are made in it, as outside of a review
	Say         func(labelID string)    // decides on the claim in question
	Picked      func(id string) bool    // a claim was clicked; true: that is done
	Typed       func(rune) bool         // a letter key; true: that is done
	TypedKey    func(fyne.KeyName) bool // another key; true: that is done
}

// BeginReview gives the keys and clicks of the text to a review session.
func (p *Pane) BeginReview(r *Review) {
	p.review = r
	p.View.SetFramed(!r.Independent) // the claim in question is found at a glance
	if !r.Independent {
		p.model.EndLabelEach()
	}
	p.editable(r.Independent)
	p.showSuggestions()
	p.model.ChooseSuggestion("", false)
	p.outlineSuggestions()
}

// EndReview takes them back.
func (p *Pane) EndReview() {
	p.review = nil
	p.View.SetFramed(false)
	p.editable(true)
	p.showSuggestions()
	p.outlineSuggestions()
}

// editable says whether claims can be made and changed in the text.
func (p *Pane) editable(yes bool) {
	dialogs.SetVisible(p.each, yes && !p.model.ReadOnly())
	p.heading.Refresh()
	p.Each.show()
	if !yes {
		p.View.SetPopup(nil, nil)
		p.View.OnReshape = nil
		return
	}
	if !p.model.ReadOnly() { // else there is nothing to label
		p.View.SetPopup(p.Bar, p.Bar.SizeIn)
	}
	p.View.OnReshape = p.reshape
}

// place runs f, which moves the caret or selection: what the view tells of it is not taken for the user's doing.
func (p *Pane) place(f func()) {
	p.placing = true
	f()
	p.placing = false
}

func (p *Pane) claimsChanged(changes []store.ClaimChange) {
	for _, c := range changes {
		if c.After != nil && c.After.DocumentID == p.model.Document.ID && c.After.Status != store.StatusOrphaned {
			p.View.PutHighlight(p.highlight(*c.After))
		} else if c.Before != nil {
			p.View.RemoveHighlight(c.Before.ID)
		}
	}
	p.showSuggestions()
}

func (p *Pane) currentChanged(reveal bool) {
	p.View.SetCurrent(p.model.Current)
	c := p.model.Claim(p.model.Current)
	if c == nil || !reveal || c.Status == store.StatusOrphaned {
		return
	}
	p.place(func() { p.View.Select(c.Start, c.Start) })
	p.View.Reveal(c.Start, c.End)
	p.View.Flash(c.Start, c.End)
	p.Selected.Send(p.selection())
}

// reshape gives a claim the span its ends were dragged to. It is shown before
// it is written, so that it does not jump back and forth meanwhile.
func (p *Pane) reshape(id string, start, end int) {
	c := p.model.Claim(id)
	if c == nil {
		return
	}
	moved := *c
	moved.Start, moved.End = start, end
	p.View.PutHighlight(p.highlight(moved))
	p.model.EditClaim(id, store.ClaimEdit{Start: &start, End: &end})
}

// dim shows what is not content in softer ink.
func (p *Pane) dim() {
	dimmed := make([]docview.Span, len(p.model.NotContent))
	for i, aside := range p.model.NotContent {
		dimmed[i] = docview.Span(aside)
	}
	p.View.SetDimmed(dimmed)
}

// Hover is what a highlight says when the pointer rests on it.
func (p *Pane) Hover(id string) string {
	c := p.model.Claim(id)
	if s := p.review; c == nil || s != nil && s.Blind {
		return ""
	}
	said := p.model.LabelOf(c.LabelID).Name
	if p.model.IsHidden(c.ID) {
		said = locale.T("Hidden")
	}
	if who := dialogs.Signed(*c, dialogs.Whole); who != "" {
		said += ", " + who
	}
	if settled := p.model.Settled(*c); settled != "" {
		said += "\n" + format.UpperFirst(settled)
	}
	if note := format.OneLine(c.Note); note != "" {
		said += "\n" + format.Shorten(note, 300)
	}
	return said
}

// SelectionIsContent tells whether any of the selection is content.
func (p *Pane) SelectionIsContent() bool {
	start, end := p.View.Selection()
	for _, aside := range p.model.NotContent {
		if aside.Start <= start && end <= aside.End {
			return false
		}
	}
	return true
}

// ToggleContent marks the selection as not content, or as content again.
func (p *Pane) ToggleContent() {
	start, end := p.View.Selection()
	if start == end {
		p.model.Notices.Send(locale.T("Select the passage first."))
		return
	}
	p.model.MarkContent(store.Passage{Start: start, End: end}, !p.SelectionIsContent())
}

// WithSource is the selection, or else the current claim, as it is quoted elsewhere: its words, the document,
// and where they stand in it, in code points.
func (p *Pane) WithSource() string {
	s := p.SelectedSpan()
	if c := p.model.Claim(p.model.Current); s.Start == s.End && c != nil && c.Status != store.StatusOrphaned {
		s = workspace.Span{Start: c.Start, End: c.End, Text: c.Quote}
	}
	if s.Start == s.End {
		return ""
	}
	doc := p.model.Document
	source := strings.Join(format.NonEmpty(format.OneLine(doc.Title), format.OneLine(doc.Publisher), doc.Published, doc.SourceURL), ", ")
	return locale.T("“{{.Quote}}” ({{.Source}}; characters {{.From}}–{{.To}})", "Quote", s.Text, "Source", source, "From", fmt.Sprint(s.Start), "To", fmt.Sprint(s.End))
}

func (p *Pane) selection() workspace.Span {
	start, end := p.View.Selection()
	return workspace.Span{Start: start, End: end}
}

// SelectedSpan is the selection in code points, with its text; an empty span stands for the caret.
func (p *Pane) SelectedSpan() workspace.Span {
	s := p.selection()
	if s.Start < s.End {
		s.Text = p.View.SelectedText()
	}
	return s
}

// claimSelected gives what there is of claims where something is selected: the user's own claim with the same words, else the
// smallest one at its start.
func (p *Pane) claimSelected(s workspace.Span) (found selectedClaim) {
	if s.Start == s.End || p.shown != p.model.Document.ID {
		return selectedClaim{}
	}
	isMe := p.model.Me()
	for _, id := range p.View.HighlightsAt(s.Start) {
		c := p.model.Claim(id)
		if c == nil || p.model.IsHidden(id) {
			continue
		}
		if c.Start == s.Start && c.End == s.End && isMe(c.PersonID) {
			return selectedClaim{same: true, label: p.model.LabelOf(c.LabelID)}
		}
		if !found.over {
			found = selectedClaim{over: true, label: p.model.LabelOf(c.LabelID)}
		}
	}
	return found
}

// selectionMoved makes the claim under the caret current: the smallest where several overlap. The current one
// stays so while the caret is in it.
func (p *Pane) selectionMoved(start, end int) {
	if p.placing {
		return
	}
	p.Selected.Send(workspace.Span{Start: start, End: end})
	p.model.LeaveMade()
	p.leaveSuggestion(start, end)
	if start != end {
		return
	}
	under := p.View.HighlightsAt(start)
	for _, id := range under {
		if id == p.model.Current {
			return
		}
	}
	if len(under) > 0 {
		p.model.Choose(under[0], false)
	} else {
		p.model.Choose("", false)
	}
}

func (p *Pane) highlightClicked(id string) {
	if s := p.review; s != nil && s.Picked(id) {
		return
	}
	p.model.Pick(id, false)
}
