package app

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/location"
	"factmark/store"
)

// checkPlace warns, once for a workspace, where its file lies in a place in
// which it may come to harm: SQLite trusts in locks that such places don't keep.
func (w *safetyDialogs) checkPlace(d *desk) {
	path := d.store.Path()
	if w.profile.Warned(path) {
		return
	}
	w.back.do(func() {
		place := w.locate(path)
		w.back.post(func() {
			if w.desk == d && place.Kind != location.Local {
				w.warnOfPlace(d, place)
			}
		})
	})
}

func (w *safetyDialogs) warnOfPlace(d *desk, place location.Place) {
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
	w.showModal(modal{title: title, content: text, confirm: "Copy to this computer…", cancel: "Go on here", width: 500,
		onConfirm: func() bool { wanted = true; return true },
		onClose: func() {
			w.keepProfile(func() error { return w.profile.SetWarned(d.store.Path()) }, nil)
			if wanted { // only now: with a dialog go those that were opened over it
				w.askCopyHere(d)
			}
		}})
}

// askCopyHere copies the workspace to this computer and opens the copy.
func (w *safetyDialogs) askCopyHere(d *desk) {
	name := filepath.Base(d.store.Path())
	if home, err := os.UserHomeDir(); err == nil {
		name = filepath.Join(home, name)
	}
	w.askFile("Copy the workspace to this computer", "Copy and open", freeName(name), freeForNew, func(path string) {
		d.told.send("Copying the workspace…")
		d.saves.whenSettled(func() {
			w.switchTo(path, func(ctx context.Context, path string) (*store.Store, error) {
				if err := d.store.Backup(ctx, path, nil); err != nil {
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
