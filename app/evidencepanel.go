package app

import (
	"fyne.io/fyne/v2"
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
