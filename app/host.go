package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"factmark/app/location"
	"factmark/app/profile"
	"factmark/store"
)

// host is what dialogs need of the window: its canvas, the dialogs that are open, the workspace they are about, and
// the folder of the last file. It belongs to the interface thread.
type host struct {
	app     fyne.App
	win     fyne.Window
	profile *profile.Profile
	back    *background
	desk    *desk // nil while no workspace is open

	modals   []*openModal
	chooser  dialog.Dialog // the toolkit's dialog for a file or folder, while one is open
	folder   string        // where files were last read or written
	quitting bool          // the program is ending
	textSize float32       // of documents, in pixels

	frame
}

// frame is what the window itself does for dialogs and panes.
type frame struct {
	beforeModal func()                                                                      // before a dialog opens
	focusBack   func()                                                                      // gives the keyboard to the pane that had it
	focusText   func()                                                                      // gives it to the document's text
	windowKey   func(fyne.KeyName) bool                                                     // acts on the keys of the whole window
	mayLeave    func(what string, then func())                                              // goes on once all is written, or may be lost
	end         func()                                                                      // ends the program
	switchTo    func(path string, open func(context.Context, string) (*store.Store, error)) // opens another workspace
}

func (w *host) focusOn(f fyne.Focusable) {
	if len(w.modals) == 0 {
		w.win.Canvas().Focus(f)
	}
}

// reviews holds the review session that is under way.
type reviews struct {
	*host
	sitting *sitting // nil while there is none
	pane    *reviewPane
	resume  *resumeStrip

	keys      func(key string) reviewAct // what a key does, by its name (see typedKeyName)
	began     func(*sitting)             // a session is shown instead of the claims
	ended     func()                     // it is not any more
	repeated  func() bool                // the key that acts is held down
	point     func(store.Evidence)       // shows a passage in its document
	showRight func()                     // opens the panel of the claims
	remark    func() string              // what the status bar says
}

type (
	reportDialogs   struct{ *host }
	exchangeDialogs struct{ *host }
	claimDialogs    struct {
		*host
		mayUnlabel func() bool // a label may be taken back now: not in a review of what is labelled
	}
	safetyDialogs struct {
		*host
		locate func(path string) location.Place // where a file lies; tests lie
	}
	historyDialogs struct {
		*host
		history *history // the dialog of that name, while it is open
	}
	documentDialogs struct {
		*host
		text    *documentPane
		placing *placingStrip
	}
)
