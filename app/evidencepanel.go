package app

import (
	"fyne.io/fyne/v2"

	"factmark/app/workspace"
	"factmark/store"
)

// evidenceShown tells whether the evidence panel is on screen.
func (w *window) evidenceShown() bool { return w.panes.right.LowerShown() && w.panes.row.RightShown() }

// showEvidence shows or hides the evidence panel.
func (w *window) showEvidence(yes bool) {
	if yes {
		w.panes.row.ShowRight(true)
	}
	w.panes.right.ShowLower(yes)
	w.keepEvidencePanel()
	if !yes && w.Win.Canvas().Focused() == w.panes.evidence.List {
		w.RestoreFocus()
	}
}

func (w *window) keepEvidencePanel() {
	shown, height := w.panes.right.LowerShown(), w.panes.right.Height()
	w.KeepProfile(func() error { return w.Profile.SetEvidencePanel(shown, height) }, nil)
}

// evidenceKey acts on keys that the rows of the evidence panel have no use for.
func (w *window) evidenceKey(name fyne.KeyName) bool {
	if name == fyne.KeyEscape {
		w.FocusOn(w.panes.document.View)
		return true
	}
	return w.WindowKey(name)
}

// openEvidence shows evidence of the matrix in its document, with its claim in hand; an outside source has none, so that
// its claim is shown.
func (w *window) openEvidence(c store.MatrixClaim, e store.MatrixEvidence) {
	w.Workspace.TakeInHand(c.ID)
	w.showEvidence(true)
	switch {
	case e.DocumentID == "":
		w.Workspace.GoTo(c.DocumentID, c.ID)
	case e.Placed:
		w.panes.document.PointIn(e.DocumentID, workspace.Span{Start: e.Start, End: e.End})
	default:
		w.Workspace.Open(e.DocumentID, "")
		w.Workspace.Notices.Send("The passage is not in the document’s text any more.")
	}
}
