package app

import (
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// statusBar says at the foot of the window whether the work is safe, what has
// just happened and what is selected.
type statusBar struct {
	desk      *desk
	saved     *widget.Label
	again     *widget.Button
	elsewhere *widget.Button
	conflicts *widget.Button
	drafts    *widget.Button
	told      remark
	selection *widget.Label
	person    *widget.Label
	body      *fyne.Container
	fading    pause
}

// remark is what has just happened, in a line.
type remark struct {
	*headline
	Text string
}

func (r *remark) SetText(text string) {
	r.Text = text
	r.headline.SetText(text)
}

func newStatusBar(d *desk, selected *signal[span], elsewhere func()) *statusBar {
	small := func() *widget.Label {
		l := widget.NewLabel("")
		l.SizeName = theme.SizeNameCaptionText
		return l
	}
	s := &statusBar{desk: d, saved: small(), told: remark{headline: newTextLines(1, theme.SizeNameCaptionText, false)}, selection: small(), person: small()}
	s.fading = pause{back: d.back, wait: 8 * time.Second, ended: func() { s.told.SetText("") }}
	s.again = widget.NewButton("Try again", d.saves.try)
	s.again.Hide()
	s.elsewhere = widget.NewButton("Save elsewhere…", elsewhere)
	s.elsewhere.Hide()
	s.conflicts = widget.NewButton("", nil)
	s.conflicts.Importance = widget.LowImportance
	s.conflicts.Hide()
	s.drafts = widget.NewButton("", nil)
	s.drafts.Importance = widget.LowImportance
	s.drafts.Hide()
	s.body = container.NewVBox(widget.NewSeparator(),
		container.New(layout.NewCustomPaddedLayout(-5, -5, 4, 4),
			container.NewBorder(nil, nil, container.NewHBox(s.saved, s.again, s.elsewhere),
				container.NewHBox(s.drafts, s.conflicts, s.selection, s.person), s.told.headline)))
	d.saves.moved.listen(func(struct{}) { s.showSaves() })
	d.typed.changed.listen(func(struct{}) { s.showSaves() })
	d.told.listen(s.tell)
	selected.listen(s.showSelection)
	d.conflictsChanged.listen(s.showConflicts)
	d.opened.listen(func(opening) { s.showPerson() })
	d.personChanged.listen(func(struct{}) { s.showPerson() })
	s.showSaves()
	s.showPerson()
	return s
}

func (s *statusBar) tell(what string) {
	s.told.SetText(shown(what))
	s.fading.touch()
}

// showConflicts tells while values wait for a choice.
func (s *statusBar) showConflicts(n int) {
	s.conflicts.SetText(plural(n, "conflict") + " to choose")
	setVisible(s.conflicts, n > 0)
}

// showDrafts tells while drafts are left.
func (s *statusBar) showDrafts(n int) {
	s.drafts.SetText(plural(n, "draft") + "…")
	setVisible(s.drafts, n > 0)
	s.showSaves()
}

func (s *statusBar) showSaves() {
	state, typed := s.desk.saves.state(), s.desk.typed.state()
	s.saved.Importance = widget.MediumImportance
	readOnly := s.desk.readOnly()
	switch {
	case readOnly && s.desk.gone:
		s.saved.Importance = widget.DangerImportance
		s.saved.SetText("Changed by another program: open it again")
	case readOnly:
		s.saved.Importance = widget.WarningImportance
		s.saved.SetText("Read-only")
	case state.failed != "":
		s.saved.Importance = widget.DangerImportance
		s.saved.SetText("Not saved: " + shorten(state.failed, 40))
	case s.desk.gone:
		s.saved.Importance = widget.DangerImportance
		s.saved.SetText("The workspace file is gone")
	case typed.failed != nil && typed.pending:
		s.saved.Importance = widget.DangerImportance
		s.saved.SetText("What you type is not kept")
	case (typed.typed || typed.pending) && typed.last.IsZero():
		s.saved.SetText("Not saved yet")
	case typed.typed || typed.pending:
		s.saved.SetText("Not saved yet, draft kept " + typed.last.Local().Format("15:04:05"))
	case state.saving:
		s.saved.SetText("Saving…")
	case state.last.IsZero() && len(s.desk.typed.offers) > 0:
		s.saved.SetText("Saved, except for drafts")
	case state.last.IsZero():
		s.saved.SetText("All work is saved")
	default:
		s.saved.SetText("Saved " + state.last.Local().Format("15:04:05"))
	}
	setVisible(s.again, state.failed != "")
	setVisible(s.elsewhere, state.failed != "" || s.desk.gone && !readOnly)
	s.showPerson()
}

func (s *statusBar) showSelection(selected span) {
	switch {
	case s.desk.document.ID == "":
		s.selection.SetText("")
	case selected.start == selected.end:
		s.selection.SetText("at " + thousands(selected.start))
	default:
		s.selection.SetText(fmt.Sprintf("%s–%s, %s", thousands(selected.start), thousands(selected.end),
			plural(selected.end-selected.start, "character")))
	}
}

func (s *statusBar) showPerson() { s.person.SetText(shown(s.desk.person().Name)) }
