package app

import (
	"math"
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
)

// statusBar says at the foot of the window whether the work is safe, what has
// just happened and what is selected.
type statusBar struct {
	model       *workspace.Workspace
	saved       *widget.Label
	again       *dialogs.KeyButton
	elsewhere   *dialogs.KeyButton
	conflicts   *dialogs.KeyButton
	drafts      *dialogs.KeyButton
	suggestions *dialogs.KeyButton // of models, in the open document
	told        remark
	selection   *widget.Label
	person      *widget.Label
	row         *fyne.Container
	body        *fyne.Container
	fading      workspace.Debouncer
}

// remark is what has just happened, in a line.
type remark struct {
	*dialogs.Headline
	Text string
}

// SetText shows another remark, and keeps its whole text.
func (r *remark) SetText(text string) {
	r.Text = text
	r.Headline.SetText(text)
}

func newStatusBar(model *workspace.Workspace, selected *workspace.Signal[workspace.Span], elsewhere func(), key func(fyne.KeyName) bool) *statusBar {
	small := func() *widget.Label {
		l := widget.NewLabel("")
		l.SizeName = theme.SizeNameCaptionText
		l.Truncation = fyne.TextTruncateEllipsis
		return l
	}
	s := &statusBar{model: model, saved: small(), told: remark{Headline: dialogs.NewTextLines(1, theme.SizeNameCaptionText, false)}, selection: small(), person: small()}
	s.fading = workspace.Debouncer{Back: model.Back, Wait: 8 * time.Second, Ended: func() { s.told.SetText("") }}
	s.again = dialogs.NewKeyButton(locale.T("Try again"), key, model.Writes.Try)
	s.again.Hide()
	s.elsewhere = dialogs.NewKeyButton(locale.T("Save as…"), key, elsewhere)
	s.elsewhere.Hide()
	s.conflicts = dialogs.NewKeyButton("", key, nil)
	s.conflicts.Importance = widget.LowImportance
	s.conflicts.Hide()
	s.drafts = dialogs.NewKeyButton("", key, nil)
	s.drafts.Importance = widget.LowImportance
	s.drafts.Hide()
	s.suggestions = dialogs.NewKeyButton("", key, nil)
	s.suggestions.Importance = widget.LowImportance
	s.suggestions.Hide()
	s.row = container.New(&statusLayout{s}, s.saved, s.again, s.elsewhere, s.told.Headline, s.drafts, s.suggestions, s.conflicts, s.selection, s.person)
	s.body = container.NewVBox(widget.NewSeparator(), container.New(layout.NewCustomPaddedLayout(-5, -5, 4, 4), s.row))
	model.Writes.Moved.Listen(func(struct{}) { s.showSaves() })
	model.Drafts.Changed.Listen(func(struct{}) { s.showSaves() })
	model.Notices.Listen(s.tell)
	selected.Listen(s.showSelection)
	model.ConflictsChanged.Listen(s.showConflicts)
	model.Opened.Listen(func(workspace.Opening) { s.showPerson() })
	model.PersonChanged.Listen(func(struct{}) { s.showPerson() })
	s.showSaves()
	s.showPerson()
	return s
}

// statusLayout lays the status bar out in one row. In a narrow window who works
// there gives way first, then what is selected; whether work is saved, and the
// buttons, stay.
type statusLayout struct{ bar *statusBar }

const leastStatus = 60 // of a text in the status bar, in pixels

// MinSize is part of fyne.Layout.
func (l *statusLayout) MinSize(objects []fyne.CanvasObject) (least fyne.Size) {
	for _, o := range objects {
		if o.Visible() {
			least.Height = max(least.Height, o.MinSize().Height)
		}
	}
	least.Width = leastStatus + l.buttons()
	return least
}

func (l *statusLayout) buttons() (width float32) {
	for _, b := range []*dialogs.KeyButton{l.bar.again, l.bar.elsewhere, l.bar.drafts, l.bar.suggestions, l.bar.conflicts} {
		if b.Visible() {
			width += b.MinSize().Width + theme.Padding()
		}
	}
	return width
}

// Layout is part of fyne.Layout.
func (l *statusLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	s := l.bar
	room := size.Width - l.buttons()
	saved := min(room, wholeWidth(s.saved))
	room -= saved
	width := map[fyne.CanvasObject]float32{s.saved: saved}
	for _, label := range []*widget.Label{s.selection, s.person} {
		if need := wholeWidth(label); need+leastStatus <= room {
			width[label] = need
			room -= need
		}
	}
	width[s.told.Headline] = room
	x := float32(0)
	for _, o := range objects {
		least := o.MinSize()
		if _, button := o.(*dialogs.KeyButton); !button {
			least.Width = width[o]
			dialogs.SetVisible(o, least.Width > 0)
		} else if least.Width += theme.Padding(); !o.Visible() {
			continue
		}
		o.Move(fyne.NewPos(x, (size.Height-least.Height)/2))
		o.Resize(least)
		x += least.Width
	}
}

// wholeWidth is the width of a label that shows all of its text, in pixels.
func wholeWidth(l *widget.Label) float32 {
	if l.Text == "" {
		return 0
	}
	text := fyne.MeasureText(l.Text, theme.Size(l.SizeName), l.TextStyle).Width
	return float32(math.Ceil(float64(text))) + 1 + 2*theme.InnerPadding() // the toolkit rounds when it cuts a text off
}

func (s *statusBar) tell(what string) {
	if what == "" && s.told.Text == "" {
		return // as at every letter of a note
	}
	s.told.SetText(format.VisibleLines(what))
	s.fading.Touch()
}

// showConflicts tells while values wait for a choice.
func (s *statusBar) showConflicts(n int) {
	s.conflicts.SetText(locale.N("{{.N}} conflicts to resolve", n))
	dialogs.SetVisible(s.conflicts, n > 0)
	s.arrange()
}

// showSuggestions tells while models suggest something in the open document.
func (s *statusBar) showSuggestions(shown, all int) {
	words := locale.N("{{.N}} suggestions", all)
	if shown < all {
		words = locale.N("{{.Shown}} of {{.N}} suggestions", all, "Shown", format.Thousands(shown))
	}
	s.suggestions.SetText(words)
	dialogs.SetVisible(s.suggestions, all > 0)
	s.arrange()
}

// showDrafts tells while drafts are left.
func (s *statusBar) showDrafts(n int) {
	s.drafts.SetText(locale.N("{{.N}} drafts…", n))
	dialogs.SetVisible(s.drafts, n > 0)
	s.showSaves()
	s.arrange()
}

// showSaves says whether work is saved. It is called with every letter that is typed, so only what changes is drawn.
func (s *statusBar) showSaves() {
	state := s.model.Writes.State()
	failed, elsewhere := state.Failed != "", state.Failed != "" || s.model.FileMissing && !s.model.ReadOnly()
	words, importance := s.savedWords(state, s.model.Drafts.State())
	if s.saved.Text == words && s.saved.Importance == importance && s.again.Visible() == failed && s.elsewhere.Visible() == elsewhere {
		return
	}
	s.saved.Importance = importance
	s.saved.SetText(words)
	dialogs.SetVisible(s.again, failed)
	dialogs.SetVisible(s.elsewhere, elsewhere)
	s.arrange()
}

func (s *statusBar) savedWords(state workspace.WriteState, typed workspace.DraftState) (words string, importance widget.Importance) {
	switch readOnly := s.model.ReadOnly(); {
	case readOnly && s.model.FileMissing:
		return locale.T("Changed by another program: open it again"), widget.DangerImportance
	case readOnly:
		return locale.T("Read-only"), widget.WarningImportance
	case state.Failed != "":
		return locale.T("Not saved: {{.Reason}}", "Reason", format.Shorten(state.Failed, 40)), widget.DangerImportance
	case s.model.FileMissing:
		return locale.T("The workspace file is missing"), widget.DangerImportance
	case typed.Failed != nil && typed.Pending:
		return locale.T("Drafts can’t be saved"), widget.DangerImportance
	case (typed.Typed || typed.Pending) && typed.Last.IsZero():
		return locale.T("Not saved yet"), widget.MediumImportance
	case typed.Typed || typed.Pending:
		return locale.T("Not saved yet, draft saved at {{.Time}}", "Time", typed.Last.Local().Format("15:04:05")), widget.MediumImportance
	case state.Saving:
		return locale.T("Saving…"), widget.MediumImportance
	case !s.model.Drafts.Begun:
		return locale.T("Opening…"), widget.MediumImportance
	case state.Last.IsZero() && typed.Left:
		return locale.T("Saved, except for drafts"), widget.MediumImportance
	case state.Last.IsZero():
		return locale.T("All work is saved"), widget.MediumImportance
	case typed.Left:
		return locale.T("Saved at {{.Time}}, except for drafts", "Time", state.Last.Local().Format("15:04:05")), widget.MediumImportance
	}
	return locale.T("Saved at {{.Time}}", "Time", state.Last.Local().Format("15:04:05")), widget.MediumImportance
}

func (s *statusBar) showSelection(selected workspace.Span) {
	switch {
	case s.model.Document.ID == "":
		s.selection.SetText("")
	case selected.Start == selected.End:
		s.selection.SetText(locale.T("Character {{.Place}}", "Place", format.Thousands(selected.Start)))
	default:
		s.selection.SetText(locale.N("{{.Start}}–{{.End}}, {{.N}} characters", selected.End-selected.Start, "Start", format.Thousands(selected.Start), "End", format.Thousands(selected.End)))
	}
	s.arrange()
}

func (s *statusBar) showPerson() {
	s.person.SetText(format.VisibleLines(s.model.Person().Name))
	s.arrange()
}

// arrange lays the bar out anew after its words have changed.
func (s *statusBar) arrange() { s.row.Layout.Layout(s.row.Objects, s.row.Size()) }
