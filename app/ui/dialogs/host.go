package dialogs

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"

	"factmark/app/profile"
	"factmark/app/workspace"
	"factmark/store"
)

// Host is what dialogs need of the host: its canvas, the dialogs that are open, the workspace they are about, and
// the folder of the last file. It belongs to the interface thread.
type Host struct {
	App       fyne.App
	Win       fyne.Window
	Profile   *profile.Profile
	Back      *workspace.Background
	Workspace *workspace.Workspace // nil while no workspace is open

	Modals   []*OpenModal
	Chooser  dialog.Dialog // the toolkit's dialog for a file or folder, while one is open
	Folder   string        // where files were last read or written
	Quitting bool          // the program is ending
	TextSize float32       // of documents, in pixels

	Frame
}

// Frame is what the window itself does for dialogs and panes.
type Frame struct {
	BeforeModal func()                                                                      // before a dialog opens
	FocusBack   func()                                                                      // gives the keyboard to the pane that had it
	FocusText   func()                                                                      // gives it to the document's text
	WindowKey   func(fyne.KeyName) bool                                                     // acts on the keys of the whole window
	MayLeave    func(what string, then func())                                              // goes on once all is written, or may be lost
	End         func()                                                                      // ends the program
	SwitchTo    func(path string, open func(context.Context, string) (*store.Store, error)) // opens another workspace
}

func (w *Host) FocusOn(f fyne.Focusable) {
	if len(w.Modals) == 0 {
		w.Win.Canvas().Focus(f)
	}
}

func (w *Host) SetName(name string) {
	name = strings.TrimSpace(name)
	if name == "" || name == w.Profile.Person().Name {
		return
	}
	w.KeepProfile(func() error { return w.Profile.SetName(name) }, func() {
		if w.Workspace != nil {
			w.Workspace.SignIn()
		}
	})
}

// KeepProfile writes a setting of the user's away from the interface thread. One
// that can't be kept is reported and holds until the program ends.
func (w *Host) KeepProfile(set func() error, done func()) {
	w.Back.Serial(func() {
		err := set()
		w.Back.OnUI(func() {
			if err != nil && w.Workspace != nil {
				w.Workspace.Notices.Send(workspace.Sentence(err))
			}
			if done != nil {
				done()
			}
		})
	})
}

// OpenWorkspace opens a workspace, or makes it if the file is not there, and
// shows it instead of the one that is open.
func (w *Host) OpenWorkspace(path string) {
	w.SwitchTo(path, workspace.OpenOrCreate)
}
