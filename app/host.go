package app

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"factmark/app/profile"
)

// host is what dialogs need of the window: its canvas, the dialogs that are open, the workspace they are about, and
// the folder of the last file. It belongs to the interface thread.
type host struct {
	app     fyne.App
	win     fyne.Window
	profile *profile.Profile
	back    *background
	desk    *desk // nil while no workspace is open

	modals  []*openModal
	chooser dialog.Dialog // the toolkit's dialog for a file or folder, while one is open
	folder  string        // where files were last read or written

	beforeModal func() // before a dialog opens
	focusBack   func() // gives the keyboard to the pane that had it
}
