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

// Host is the window as dialogs and panes see it: its canvas, the dialogs that are open, the open workspace, the
// user's profile, and the folders of the last files. It belongs to the interface thread.
type Host struct {
	App       fyne.App
	Win       fyne.Window
	Profile   *profile.Profile
	Back      *workspace.Background
	Workspace *workspace.Workspace // nil while no workspace is open

	Modals      []*OpenModal
	Chooser     dialog.Dialog   // the toolkit's dialog for a file or folder, while one is open
	Quitting    bool            // the program is ending
	Reading     profile.Reading // how documents are set; UseReading changes it
	System      System
	choosing    bool                        // the desktop's file chooser is open
	replaceable string                      // a file that the desktop's chooser was told to replace
	folders     map[profile.FileKind]string // where files were last read or written, in this session

	readingFont fyne.Resource    // that Reading names, where it is one of the system's
	readings    workspace.Latest // of the requests for another

	Frame
}

// Frame is what the window does for dialogs and panes; the window fills it in.
type Frame struct {
	BeforeModal  func()                                                                      // before a dialog opens
	RestoreFocus func()                                                                      // gives the keyboard to the pane that had it
	FocusText    func()                                                                      // gives it to the document's text
	WindowKey    func(fyne.KeyName) bool                                                     // acts on the keys of the whole window
	MayLeave     func(question string, then func())                                          // goes on once all is written, or may be lost, which the question asks
	End          func()                                                                      // ends the program
	SwitchTo     func(path string, open func(context.Context, string) (*store.Store, error)) // opens another workspace
}

// FocusOn gives the keyboard to a part of the window, unless a dialog is open, which keeps it.
func (h *Host) FocusOn(f fyne.Focusable) {
	if len(h.Modals) == 0 {
		h.Win.Canvas().Focus(f)
	}
}

// SetName makes a name the user's: it is kept in the profile, and signs what they did and will do in the open workspace.
// An empty name, or the one they have, changes nothing.
func (h *Host) SetName(name string) {
	name = strings.TrimSpace(name)
	if name == "" || name == h.Profile.Person().Name {
		return
	}
	h.KeepProfile(func() error { return h.Profile.SetName(name) }, func() {
		if h.Workspace != nil {
			h.Workspace.SignIn()
		}
	})
}

// KeepProfile writes a setting of the user's away from the interface thread. One
// that can't be kept is reported and holds until the program ends.
func (h *Host) KeepProfile(set func() error, done func()) {
	h.Back.Serial(func() {
		err := set()
		h.Back.OnUI(func() {
			if err != nil && h.Workspace != nil {
				h.Workspace.Notices.Send(workspace.Sentence(err))
			}
			if done != nil {
				done()
			}
		})
	})
}

// OpenWorkspace opens a workspace, or makes it if the file is not there, and
// shows it instead of the one that is open.
func (h *Host) OpenWorkspace(path string) {
	h.SwitchTo(path, workspace.OpenOrCreate)
}
