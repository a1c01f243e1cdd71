package safety

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/location"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// CheckPlace warns, once for a workspace, where its file lies in a place in
// which it may come to harm: SQLite trusts in locks that such places don't keep.
func (w *Safety) CheckPlace(d *workspace.Workspace) {
	path := d.Store.Path()
	if w.Profile.Warned(path) {
		return
	}
	w.Back.Go(func() {
		place := w.Locate(path)
		w.Back.OnUI(func() {
			if w.Workspace == d && place.Kind != location.Local {
				w.warnOfPlace(d, place)
			}
		})
	})
}

func (w *Safety) warnOfPlace(d *workspace.Workspace, place location.Place) {
	title := "This workspace lies on a network drive"
	why := fmt.Sprintf("The file is reached over a network (%s). There, two programs that work on it at the same time may not see "+
		"each other, and damage it.", place.Name)
	if place.Kind == location.Synced {
		title = "This workspace lies in a synced folder"
		why = fmt.Sprintf("%s copies the file to other computers while Factmark writes to it. When two of them work on it, "+
			"one loses what the other did, and a copy made in the middle of a change can be damaged.", format.UpperFirst(place.Name))
	}
	text := widget.NewLabel(why + "\n\nThe safe way is to work on a copy on this computer, and to save a copy here when you are done " +
		"(File, Save a copy of the workspace).")
	text.Wrapping = fyne.TextWrapWord
	wanted := false
	w.ShowModal(dialogs.Modal{Title: title, Content: text, Confirm: "Copy to this computer…", Cancel: "Go on here", Width: 500,
		OnConfirm: func() bool { wanted = true; return true },
		OnClose: func() {
			w.KeepProfile(func() error { return w.Profile.SetWarned(d.Store.Path()) }, nil)
			if wanted { // only now: with a dialog go those that were opened over it
				w.askCopyHere(d)
			}
		}})
}

// askCopyHere copies the workspace to this computer and opens the copy.
func (w *Safety) askCopyHere(d *workspace.Workspace) {
	name := filepath.Base(d.Store.Path())
	if home, err := os.UserHomeDir(); err == nil {
		name = filepath.Join(home, name)
	}
	w.AskFile("Copy the workspace to this computer", "Copy and open", freeName(name), dialogs.FreeForNew, func(path string) {
		d.Notices.Send("Copying the workspace…")
		d.Writes.WhenSettled(func() {
			w.SwitchTo(path, func(ctx context.Context, path string) (*store.Store, error) {
				if err := d.Store.Backup(ctx, path, nil); err != nil {
					return nil, err
				}
				return store.Open(ctx, path)
			})
		})
	})
}

// freeName gives a path, with a number where there is a file of that name already.
func freeName(path string) string {
	ext := filepath.Ext(path)
	free := path
	for n := 2; ; n++ {
		if _, err := os.Lstat(free); err != nil {
			return free
		}
		free = fmt.Sprintf("%s %d%s", path[:len(path)-len(ext)], n, ext)
	}
}
