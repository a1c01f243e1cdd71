package document

import (
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
	"factmark/widgets/panes"
)

// Passage is a passage of a document that is read beside a claim.
type Passage struct {
	ID         string // tells it from the others
	DocumentID string
	Start, End int    // code points, half open
	Said       string // what it is to the claim, in a word: "supports"; may be empty
}

// Passages are what is read beside a claim, one after the other.
type Passages struct {
	Claim store.Claim // without an ID it is a passage of its document that is no claim
	Name  string      // of what they are: "Evidence", "Suggestion"
	None  string      // what is said where there are none
	All   []Passage
	At    int // the one that is shown

	Moved func(at int)                      // another is shown; may be nil
	Take  func(at int, stance store.Stance) // makes one evidence of the claim, or evidence of another stance; nil: not offered
}

// passage is the one that is shown, false for none.
func (p *Passages) passage() (Passage, bool) {
	if p.At < 0 || p.At >= len(p.All) {
		return Passage{}, false
	}
	return p.All[p.At], true
}

// SideBySide is the middle of the window: the text of the open document, alone or with a second text beside it. Over the two
// stands a bar that says what their passages share and where they differ.
type SideBySide struct {
	First  *Pane
	Second *Pane // nil until a second text was asked for
	Body   *fyne.Container

	// MakeSecond makes the pane of the second text; OnClosed gives the keyboard back once it is closed.
	MakeSecond func(model *workspace.Workspace) *Pane
	OnClosed   func()

	pair     *panes.Pair
	beside   *fyne.Container // the second text
	hint     *fyne.Container // in place of it, while no document is open there
	title    *widget.Label
	said     *dialogs.Headline // of words and figures
	steps    []*dialogs.KeyButton
	takes    []fyne.CanvasObject // buttons that take the passage
	stances  *fyne.Container     // holds them while they are offered
	bar      *fyne.Container
	topic    Passages
	asked    workspace.Latest // comparisons
	compared comparedPlaces   // that are marked, or about to be
	words    string           // what the comparison says
	before   readingPlace
}

// comparedPlaces are the passages of which a comparison is.
type comparedPlaces struct {
	first, second  string // documents
	claim, passage docview.Span
}

// readingPlace is where the first text was before another was read beside it.
type readingPlace struct {
	documentID string
	top        int // code point
	start, end int // the selection
	claim      string
	chosen     bool
}

// NewSideBySide shows a text alone. key gets the keys of the bar's buttons; restoreFocus gives the keyboard back after one was
// pressed; find begins the search for a document.
func NewSideBySide(first *Pane, key func(fyne.KeyName) bool, restoreFocus, find func()) *SideBySide {
	s := &SideBySide{First: first, beside: container.NewStack()}
	button := func(text string, tapped func()) *dialogs.KeyButton {
		b := dialogs.NewKeyButton(text, key, func() {
			tapped()
			restoreFocus()
		})
		b.Importance = widget.LowImportance
		return b
	}
	s.title = dialogs.Bold("")
	s.title.Truncation = fyne.TextTruncateEllipsis
	s.said = dialogs.NewTextLines(1, theme.SizeNameCaptionText, false)
	s.steps = []*dialogs.KeyButton{button(locale.T("Previous"), func() { s.Step(-1) }), button(locale.T("Next"), func() { s.Step(+1) })}
	for _, stance := range dialogs.Stances() {
		s.takes = append(s.takes, button(dialogs.StanceSign(stance)+" "+dialogs.StanceName(stance), func() { s.Take(stance) }))
	}
	s.stances = container.NewHBox()
	s.bar = container.New(layout.NewCustomPaddedVBoxLayout(-6),
		container.NewBorder(nil, nil, nil, container.NewHBox(s.steps[0], s.steps[1], button(locale.T("Swap"), s.Swap), dialogs.NewKeyButton(locale.T("Close"), key, s.Close)), s.title),
		container.NewBorder(nil, nil, nil, s.stances, s.said),
		widget.NewSeparator())
	s.bar.Hide()
	hint := dialogs.Wrapped(locale.T("Choose a document in the list to read it here ({{.Key}} finds one). Select a passage in it to label it or to add it as evidence.", "Key", first.Model().Key("find-document")))
	hint.Alignment = fyne.TextAlignCenter
	s.hint = container.NewVBox(layout.NewSpacer(), hint, container.NewCenter(dialogs.NewKeyButton(locale.T("Find a document"), key, find)), layout.NewSpacer())
	s.pair = panes.NewPair(first.Body, s.beside)
	s.Body = container.NewBorder(s.bar, nil, nil, nil, s.pair)
	s.follow(first)
	return s
}

// follow has the bar follow what becomes of a text and its claims.
func (s *SideBySide) follow(p *Pane) {
	p.model.Opened.Listen(func(workspace.Opening) {
		s.compared = comparedPlaces{} // the new text has no marks
		s.compare()
	})
	p.model.ClaimsChanged.Listen(func([]store.ClaimChange) { s.compare() })
	p.model.Reread.Listen(func(struct{}) { s.compare() })
}

// Shown tells whether two texts are shown.
func (s *SideBySide) Shown() bool { return s.pair.Both() }

// Fits tells whether two texts have room beside each other in a width in pixels.
func (s *SideBySide) Fits(width float32) bool { return s.pair.Fits(width) }

// Texts are the panes that were made, shown or not.
func (s *SideBySide) Texts() []*Pane {
	if s.Second == nil {
		return []*Pane{s.First}
	}
	return []*Pane{s.First, s.Second}
}

// inOrder are the panes on screen that show a document, as one reads.
func (s *SideBySide) inOrder() []*Pane {
	if !s.Shown() || s.Second.model.Document.ID == "" {
		return []*Pane{s.First}
	}
	if s.pair.Swapped() {
		return []*Pane{s.Second, s.First}
	}
	return []*Pane{s.First, s.Second}
}

// InFront is the text that is read first.
func (s *SideBySide) InFront() *Pane { return s.inOrder()[0] }

// After is the text that is read after another, nil for none.
func (s *SideBySide) After(p *Pane) *Pane {
	if all := s.inOrder(); len(all) > 1 && all[0] == p {
		return all[1]
	}
	return nil
}

// Waits tells whether the second text is for a document that the user has still to choose.
func (s *SideBySide) Waits() bool {
	return s.Shown() && s.Second.model.Document.ID == "" && s.Second.model.Opening == "" && len(s.topic.All) == 0
}

// Show shows a claim in the first text and a passage in the second. Without a claim the first text stays as it is, without a
// passage the second is for a document that the user chooses.
func (s *SideBySide) Show(topic Passages) {
	s.topic = topic
	if !s.Shown() {
		s.open()
	}
	if c := topic.Claim; c.ID != "" {
		s.First.model.PickIn(c.DocumentID, c.ID)
	} else if c.DocumentID != "" {
		s.First.PointIn(c.DocumentID, workspace.Span{Start: c.Start, End: c.End})
	}
	s.showPassage()
}

func (s *SideBySide) open() {
	first := s.First.model
	start, end := s.First.View.Selection()
	s.before = readingPlace{first.Document.ID, s.First.View.TopOffset(), start, end, first.Current, first.Chosen}
	model := first.Beside()
	if s.Second == nil {
		s.Second = s.MakeSecond(model)
		s.beside.Objects = []fyne.CanvasObject{s.Second.Body, s.hint}
		s.follow(s.Second)
	}
	s.bar.Show()
	s.pair.ShowBoth(true)
	s.Body.Refresh()
	s.ShowInUse(s.First)
}

// showPassage brings the passage in question into the second text.
func (s *SideBySide) showPassage() {
	if p, is := s.topic.passage(); is {
		s.Second.PointIn(p.DocumentID, workspace.Span{Start: p.Start, End: p.End})
	}
	s.compare()
}

// Update takes over what has become of the claim and the passages. The one that is shown stays so, at the place it has now;
// where it is gone, the one that took its place is shown.
func (s *SideBySide) Update(topic Passages) {
	if !s.Shown() {
		return
	}
	before, was := s.topic.passage()
	topic.At = max(0, min(s.topic.At, len(topic.All)-1))
	for i, p := range topic.All {
		if was && p.ID == before.ID {
			topic.At = i
		}
	}
	s.topic = topic
	now, is := topic.passage()
	before.Said = now.Said // which moves nothing
	if is && (was && now != before || s.Second.model.Document.ID == "") {
		s.showPassage()
	} else {
		s.compare()
	}
}

// Topic is what is read side by side.
func (s *SideBySide) Topic() Passages { return s.topic }

// Step shows the next passage (by = 1) or the one before (by = -1).
func (s *SideBySide) Step(by int) {
	notices := &s.First.model.Notices
	at := s.topic.At + by
	switch {
	case !s.Shown():
		notices.Send(locale.T("No text is beside this one. V shows a claim and its evidence side by side."))
	case len(s.topic.All) == 0:
		notices.Send(locale.T("There is no evidence to go through."))
	case at < 0:
		notices.Send(locale.T("This is the first passage."))
	case at >= len(s.topic.All):
		notices.Send(locale.T("This is the last passage."))
	default:
		s.topic.At = at
		if s.topic.Moved != nil {
			s.topic.Moved(at)
		}
		s.showPassage()
	}
}

// GoTo shows a passage of a document in the second text: that of the passages which stands there, where one does.
func (s *SideBySide) GoTo(documentID string, at workspace.Span) {
	for i, p := range s.topic.All {
		if p.DocumentID == documentID && p.Start == at.Start && p.End == at.End {
			s.topic.At = i
			s.showPassage()
			return
		}
	}
	s.Second.PointIn(documentID, at)
}

// Take takes the passage that is shown as evidence with a stance, and tells whether there is one to be taken.
func (s *SideBySide) Take(stance store.Stance) bool {
	if _, is := s.topic.passage(); !is || !s.Shown() || s.topic.Take == nil {
		return false
	}
	s.topic.Take(s.topic.At, stance)
	return true
}

// Swap has the texts change places, now and when two are shown again.
func (s *SideBySide) Swap() { s.pair.Swap() }

// Close shows the first text alone, as it was before, unless the user has gone elsewhere in it since.
func (s *SideBySide) Close() {
	if !s.Shown() {
		return
	}
	first, before := s.First.model, s.before
	undisturbed := first.Opening == "" && first.Document.ID == s.topic.Claim.DocumentID && first.Current == s.topic.Claim.ID
	s.topic = Passages{}
	s.compare()
	first.EndBeside()
	s.bar.Hide()
	s.pair.ShowBoth(false)
	s.Body.Refresh()
	s.ShowInUse(s.First)
	switch {
	case !undisturbed || before.documentID == "":
	case before.documentID != first.Document.ID:
		first.Open(before.documentID, "")
	default:
		s.First.returnTo(before)
	}
	s.OnClosed()
}

// returnTo brings the text back to where it was.
func (p *Pane) returnTo(at readingPlace) {
	if p.model.ClaimIndex(at.claim) < 0 {
		at.claim, at.chosen = "", false
	}
	if at.chosen {
		p.model.Pick(at.claim, false)
	} else {
		p.model.Choose(at.claim, false)
	}
	p.place(func() { p.View.Select(at.start, at.end) })
	p.View.SetTopOffset(at.top)
	p.Selected.Send(p.selection())
}

// ShowInUse shows which of two texts has the keyboard.
func (s *SideBySide) ShowInUse(inUse *Pane) {
	for _, p := range s.Texts() {
		p.title.Bold = p == inUse || !s.Shown()
		p.title.Ink = theme.ColorNameForeground
		if !p.title.Bold {
			p.title.Ink = dialogs.ColourInkSoft
		}
		p.title.Refresh()
		p.edge.set(p == inUse && s.Shown())
	}
}

// compare marks the passages in both texts, and says in the bar what they share and where they differ.
func (s *SideBySide) compare() {
	if s.Second == nil {
		return
	}
	dialogs.SetVisible(s.hint, s.Waits())
	now := comparedPlaces{s.First.model.Document.ID, s.Second.model.Document.ID, s.claimSpan(), s.passageSpan()}
	if now == s.compared {
		s.say()
		return
	}
	s.compared, s.words = now, ""
	current := s.asked.Ask()
	s.First.compare(docview.Comparison{Passage: now.claim})
	s.Second.compare(docview.Comparison{Passage: now.passage})
	s.say()
	if now.claim == (docview.Span{}) || now.passage == (docview.Span{}) {
		return
	}
	claim := s.First.View.TextBetween(now.claim.Start, now.claim.End)
	passage := s.Second.View.TextBetween(now.passage.Start, now.passage.End)
	back := s.First.model.Back
	back.Go(func() {
		c := compareTexts(claim, passage)
		back.OnUI(func() {
			if current() {
				s.First.compare(c.claim.in(now.claim))
				s.Second.compare(c.passage.in(now.passage))
				s.words = c.words
				s.say()
			}
		})
	})
}

// claimSpan is where the claim stands in the first text, empty where it is not there.
func (s *SideBySide) claimSpan() docview.Span {
	claim, model := s.topic.Claim, s.First.model
	switch c := model.Claim(claim.ID); {
	case !s.Shown():
	case c != nil && workspace.Placed(*c):
		return docview.Span{Start: c.Start, End: c.End}
	case claim.ID == "" && claim.DocumentID != "" && claim.DocumentID == model.Document.ID:
		return docview.Span{Start: claim.Start, End: claim.End}
	}
	return docview.Span{}
}

// passageSpan is where the passage stands in the second text, empty where it is not there.
func (s *SideBySide) passageSpan() docview.Span {
	if p, is := s.topic.passage(); is && s.Shown() && p.DocumentID == s.Second.model.Document.ID {
		return docview.Span{Start: p.Start, End: p.End}
	}
	return docview.Span{}
}

// say fills the bar.
func (s *SideBySide) say() {
	p, is := s.topic.passage()
	title, words := locale.T("Side by side"), s.words
	switch {
	case is:
		title = locale.T("{{.Name}} {{.At}} of {{.All}}", "Name", s.topic.Name, "At", format.Thousands(s.topic.At+1), "All", format.Thousands(len(s.topic.All)))
		if p.Said != "" {
			title += ": " + p.Said
		}
	case s.topic.Claim.DocumentID == "":
		words = locale.T("No claim is selected.")
	case s.claimSpan() == (docview.Span{}) && s.First.model.Document.ID == s.topic.Claim.DocumentID:
		words = locale.T("The claim no longer exists.")
	default:
		words = s.topic.None
	}
	var takes []fyne.CanvasObject
	if is && s.topic.Take != nil {
		takes = s.takes
	}
	if title == s.title.Text && words == s.said.Text && len(takes) == len(s.stances.Objects) {
		return
	}
	s.title.SetText(title)
	s.said.SetText(words)
	for _, b := range s.steps {
		dialogs.SetVisible(b, len(s.topic.All) > 1)
	}
	s.stances.Objects = takes
	s.bar.Refresh()
}
