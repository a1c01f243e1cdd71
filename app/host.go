package app

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

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

func (w *host) setName(name string) {
	name = strings.TrimSpace(name)
	if name == "" || name == w.profile.Person().Name {
		return
	}
	w.keepProfile(func() error { return w.profile.SetName(name) }, func() {
		if w.desk != nil {
			w.desk.signIn()
		}
	})
}

// keepProfile writes a setting of the user's away from the interface thread. One
// that can't be kept is reported and holds until the program ends.
func (w *host) keepProfile(set func() error, done func()) {
	w.back.inOrder(func() {
		err := set()
		w.back.post(func() {
			if err != nil && w.desk != nil {
				w.desk.told.send(sentence(err))
			}
			if done != nil {
				done()
			}
		})
	})
}

// openWorkspace opens a workspace, or makes it if the file is not there, and
// shows it instead of the one that is open.
func (w *host) openWorkspace(path string) {
	w.switchTo(path, openOrCreate)
}
