package app

import (
	"fmt"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
	"factmark/widgets/docview"
)

// documentPane is the middle of the window: the open document and, at a
// selection, the bar of labels.
type documentPane struct {
	desk    *desk
	view    *docview.View
	title   *headline
	meta    *widget.Label
	details *widget.Button
	header  *fyne.Container
	empty   *fyne.Container
	body    *fyne.Container

	find *findBar
	text string

	selected  signal[span] // the selection or the caret has moved
	placing   bool         // the caret is being put somewhere by the program, not by the user
	scrolling pause

	review   *textReview // nil while none is under way
	pointing *span       // a passage to point at in the document that is being opened
	bar      *labelBar

	focus     func(fyne.Focusable)
	focusBack func()                // gives the keyboard to the pane that had it before the find bar
	onTextKey func(key string) bool // a key that the table of commands has for the text
	onKey     func(fyne.KeyName) bool
	onMenu    func(at fyne.Position)
	onZoom    func(steps int)
}

func newDocumentPane(d *desk, onImport func(), onDetails func()) *documentPane {
	p := &documentPane{desk: d, view: docview.New(), title: newHeadline(), meta: widget.NewLabel("")}
	p.view.After = d.back.later
	p.scrolling = pause{back: d.back, wait: 250 * time.Millisecond, ended: func() { d.positionMoved(p.view.TopOffset()) }}
	p.meta.Truncation = fyne.TextTruncateEllipsis
	p.meta.Importance = widget.LowImportance
	p.meta.SizeName = theme.SizeNameCaptionText
	p.details = widget.NewButton("Details…", onDetails)
	p.details.Importance = widget.LowImportance
	p.header = container.NewBorder(nil, widget.NewSeparator(), nil, container.NewCenter(p.details),
		container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0),
			container.New(layout.NewCustomPaddedVBoxLayout(-14), p.title, p.meta)))
	p.empty = emptyDocument(d, onImport)
	p.find = newFindBar(d, p.view, func() string { return p.text }, func() { p.focus(p.view) }, func() { p.focusBack() })
	p.body = container.NewBorder(container.NewVBox(p.header, p.find.body), nil, nil, nil, container.NewStack(p.view, p.empty))

	p.bar = newLabelBar(d, func(labelID string) {
		p.apply(labelID)
		p.focus(p.view)
	})
	p.editable(true)
	p.view.OnSelection = p.selectionMoved
	p.view.OnHighlight = p.highlightClicked
	p.view.OnRune = p.runeInText
	p.view.OnKey = p.typedKey
	p.view.OnScroll = p.scrolling.touch
	p.view.OnContextMenu = func(offset int, at fyne.Position) { p.contextMenu(offset, at) }
	p.view.Hover = p.hover
	p.view.OnZoom = func(steps int) { p.onZoom(steps) }

	d.labelsChanged.listen(func(struct{}) { p.restyle() })
	d.documentsChanged.listen(func(struct{}) { p.showHeader() })
	d.opened.listen(p.open)
	d.notContentChanged.listen(func(struct{}) { p.dim() })
	d.claimsChanged.listen(p.claimsChanged)
	d.reread.listen(func(struct{}) { p.view.SetHighlights(p.highlights()) })
	d.failed.listen(func(error) { p.view.SetHighlights(p.highlights()) }) // a dragged end goes back to where it is kept
	d.currentChanged.listen(p.currentChanged)
	p.showHeader()
	return p
}

// emptyDocument stands in place of a text where the workspace has none.
func emptyDocument(d *desk, onImport func()) *fyne.Container {
	title := widget.NewLabel("")
	title.TextStyle.Bold = true
	title.SizeName = theme.SizeNameSubHeadingText
	title.Alignment = fyne.TextAlignCenter
	hint := widget.NewLabel("")
	hint.Alignment = fyne.TextAlignCenter
	hint.Wrapping = fyne.TextWrapWord
	button := widget.NewButton("Import documents…", onImport)
	button.Importance = widget.HighImportance
	say := func(struct{}) {
		setVisible(button, !d.readOnly())
		if d.readOnly() {
			title.SetText("No documents")
			hint.SetText("This workspace is read-only and holds no text. To import texts, make a copy (Ctrl+Shift+S) and work in it.")
			return
		}
		title.SetText("Nothing to check yet")
		hint.SetText("Import the texts you want to check. Then select a passage and press S for supported, D for disputed or N for not enough info.")
	}
	d.saves.moved.listen(say)
	say(struct{}{})
	return container.NewVBox(layout.NewSpacer(), title, hint, container.NewCenter(button), layout.NewSpacer())
}

func (p *documentPane) showHeader() {
	doc := p.desk.document
	none := doc.ID == ""
	setVisible(p.header, !none)
	setVisible(p.view, !none)
	setVisible(p.empty, none && len(p.desk.documents) == 0)
	p.title.SetText(format.NameLine(doc.Title))
	p.meta.SetText(strings.Join(format.NonEmpty(format.NameLine(doc.Publisher), doc.Published, doc.FileName,
		format.Plural(doc.Length, "character")), " · "))
}

func (p *documentPane) restyle() {
	p.view.SetStyles(styles(p.desk.labels))
	p.view.SetHighlights(p.highlights())
}

func (p *documentPane) highlights() []docview.Highlight {
	all := make([]docview.Highlight, 0, len(p.desk.claims))
	for _, c := range p.desk.claims {
		if c.Status != store.StatusOrphaned {
			all = append(all, p.highlight(c))
		}
	}
	return all
}

func (p *documentPane) highlight(c store.Claim) docview.Highlight {
	return docview.Highlight{ID: c.ID, Start: c.Start, End: c.End, Style: p.desk.labelIndex(c.LabelID) + 1}
}

func (p *documentPane) open(o opening) {
	p.showHeader()
	p.text = o.text
	p.place(func() {
		p.view.SetText(o.text, p.highlights())
		p.dim()
		p.view.SetTopOffset(o.at.Position)
		if c := p.desk.claim(o.at.Claim); c != nil && c.Status != store.StatusOrphaned {
			p.view.Select(c.Start, c.Start)
			if !o.at.asked {
				p.view.SetTopOffset(o.at.Position)
			}
		}
	})
	p.selected.send(p.selection())
	if at := p.pointing; at != nil {
		p.pointing = nil
		p.point(at.start, at.end)
	}
}

// point shows a passage without taking anything in hand.
func (p *documentPane) point(start, end int) {
	p.view.Reveal(start, end)
	p.view.Flash(start, end)
}

// pointIn points at a passage of a document, once that is open.
func (p *documentPane) pointIn(documentID string, at span) {
	if p.desk.document.ID == documentID {
		p.point(at.start, at.end)
		return
	}
	p.pointing = &at
	p.desk.open(documentID, "")
}

// textReview is what a review session that is under way does with the text.
type textReview struct {
	blind       bool                    // no label may be seen
	independent bool                    // claims are made in it, as outside of a review
	say         func(labelID string)    // decides on the claim in question
	picked      func(id string) bool    // a claim was clicked; true: that is done
	typed       func(rune) bool         // a letter key; true: that is done
	typedKey    func(fyne.KeyName) bool // another key; true: that is done
}

func (p *documentPane) beginReview(r *textReview) {
	p.review = r
	p.editable(r.independent)
}

func (p *documentPane) endReview() {
	p.review = nil
	p.editable(true)
}

// editable says whether claims can be made and changed in the text.
func (p *documentPane) editable(yes bool) {
	if !yes {
		p.view.SetPopup(nil, nil)
		p.view.OnReshape = nil
		return
	}
	if !p.desk.readOnly() { // else there is nothing to label
		p.view.SetPopup(p.bar, p.bar.sizeIn)
	}
	p.view.OnReshape = p.reshape
}

// place runs f with the view's word on the selection taken as the program's own.
func (p *documentPane) place(f func()) {
	p.placing = true
	f()
	p.placing = false
}

func (p *documentPane) claimsChanged(changes []store.ClaimChange) {
	for _, c := range changes {
		if c.After != nil && c.After.DocumentID == p.desk.document.ID && c.After.Status != store.StatusOrphaned {
			p.view.PutHighlight(p.highlight(*c.After))
		} else if c.Before != nil {
			p.view.RemoveHighlight(c.Before.ID)
		}
	}
}

func (p *documentPane) currentChanged(reveal bool) {
	p.view.SetCurrent(p.desk.current)
	c := p.desk.claim(p.desk.current)
	if c == nil || !reveal || c.Status == store.StatusOrphaned {
		return
	}
	p.place(func() { p.view.Select(c.Start, c.Start) })
	p.view.Reveal(c.Start, c.End)
	p.view.Flash(c.Start, c.End)
	p.selected.send(p.selection())
}

// reshape gives a claim the span its ends were dragged to. It is shown before
// it is written, so that it does not jump back and forth meanwhile.
func (p *documentPane) reshape(id string, start, end int) {
	c := p.desk.claim(id)
	if c == nil {
		return
	}
	moved := *c
	moved.Start, moved.End = start, end
	p.view.PutHighlight(p.highlight(moved))
	p.desk.editClaim(id, store.ClaimEdit{Start: &start, End: &end})
}

// dim shows what is not content in softer ink.
func (p *documentPane) dim() {
	dimmed := make([]docview.Span, len(p.desk.notContent))
	for i, aside := range p.desk.notContent {
		dimmed[i] = docview.Span(aside)
	}
	p.view.SetDimmed(dimmed)
}

// hover is what a highlight says when the pointer rests on it.
func (p *documentPane) hover(id string) string {
	c := p.desk.claim(id)
	if s := p.review; c == nil || s != nil && s.blind {
		return ""
	}
	said := p.desk.labelOf(c.LabelID).Name
	if p.desk.isHidden(c.ID) {
		said = "Hidden"
	}
	if who := signed(*c, whole); who != "" {
		said += ", " + who
	}
	if settled := p.desk.settled(*c); settled != "" {
		said += "\n" + format.UpperFirst(settled)
	}
	if note := format.OneLine(c.Note); note != "" {
		said += "\n" + format.Shorten(note, 300)
	}
	return said
}

// selectionIsContent tells whether any of the selection is content.
func (p *documentPane) selectionIsContent() bool {
	start, end := p.view.Selection()
	for _, aside := range p.desk.notContent {
		if aside.Start <= start && end <= aside.End {
			return false
		}
	}
	return true
}

// toggleContent marks the selection as not content, or as content again.
func (p *documentPane) toggleContent() {
	start, end := p.view.Selection()
	if start == end {
		p.desk.told.send("Select the passage first.")
		return
	}
	p.desk.markContent(store.Passage{Start: start, End: end}, !p.selectionIsContent())
}

// withSource is the selection, or the claim in hand, as it is quoted elsewhere:
// the words, the document and where they stand in it.
func (p *documentPane) withSource() string {
	s := p.selectedSpan()
	if c := p.desk.claim(p.desk.current); s.start == s.end && c != nil && c.Status != store.StatusOrphaned {
		s = span{start: c.Start, end: c.End, text: c.Quote}
	}
	if s.start == s.end {
		return ""
	}
	doc := p.desk.document
	source := strings.Join(format.NonEmpty(format.OneLine(doc.Title), format.OneLine(doc.Publisher), doc.Published, doc.SourceURL), ", ")
	return fmt.Sprintf("“%s” (%s; characters %d–%d)", s.text, source, s.start, s.end)
}

func (p *documentPane) selection() span {
	start, end := p.view.Selection()
	return span{start: start, end: end}
}

func (p *documentPane) selectedSpan() span {
	s := p.selection()
	if s.start < s.end {
		s.text = p.view.SelectedText()
	}
	return s
}

// selectionMoved takes the claim under the caret in hand, the smallest where
// several overlap, and keeps the one in hand while the caret is in it.
func (p *documentPane) selectionMoved(start, end int) {
	if p.placing {
		return
	}
	p.selected.send(span{start: start, end: end})
	if start != end {
		return
	}
	under := p.view.HighlightsAt(start)
	for _, id := range under {
		if id == p.desk.current {
			return
		}
	}
	if len(under) > 0 {
		p.desk.choose(under[0], false)
	} else {
		p.desk.choose("", false)
	}
}

func (p *documentPane) highlightClicked(id string) {
	if s := p.review; s != nil && s.picked(id) {
		return
	}
	p.desk.pick(id, false)
}
