package app

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"factmark/store"
)

// stays tells whether an error is about the place the workspace is in, so that
// the way out is another place.
func stays(err error) bool {
	for _, known := range []error{store.ErrGone, store.ErrFull, store.ErrReadOnly, store.ErrDisk, store.ErrDamaged} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// fileMoved takes note that the file has gone from its place, or is back.
func (d *desk) fileMoved(gone bool) {
	if d.gone == gone {
		return
	}
	d.gone = gone
	d.saves.moved.send(struct{}{})
	if d.readOnly() {
		if gone {
			d.back.do(func() {
				if err := d.store.Present(); err != nil {
					d.back.post(func() { d.fail(err) })
				}
			})
		}
		return
	}
	if gone {
		d.back.do(func() {
			if err := d.store.Present(); err != nil {
				d.back.post(func() { d.stuck.send(err) })
			}
		})
		return
	}
	d.told.send("The workspace file is in its place again.")
	d.saves.try()
}

// tellStuck says that work can't be written where the workspace is, and offers
// to go on elsewhere.
func (w *window) tellStuck(err error) {
	if !stays(err) {
		w.tell(err)
		return
	}
	confirm, out := "Save a copy elsewhere…", w.askElsewhere
	if errors.Is(err, store.ErrDamaged) { // what is damaged can't be copied whole
		confirm, out = "Restore a backup…", w.showRestore
	}
	text := widget.NewLabel(sentence(err) + ".\n\nWhat you did stays here until it can be saved, and what you do now is kept with it. " +
		"Don't quit before it is saved.")
	text.Wrapping = fyne.TextWrapWord
	title := "Your work can't be saved in " + store.NameOf(w.desk.store.Path())
	w.showModal(modal{title: title, content: text, confirm: confirm, cancel: "Close", width: 500,
		onConfirm: func() bool {
			w.back.post(out) // once this dialog has gone
			return true
		}})
}

// askElsewhere copies the workspace to a new file, with all that could not be
// written, and goes on there.
func (w *window) askElsewhere() {
	d := w.desk
	name, wasReadOnly := store.NameOf(d.store.Path())+" saved"+store.Extension, d.readOnly()
	if wasReadOnly {
		name = shortName(store.NameOf(d.store.Path())) + " copy" + store.Extension
	}
	w.askFile("Save a copy elsewhere and go on there", "Save and go on", name, freeForNew, func(path string) {
		d.told.send("Copying the workspace…")
		d.back.do(func() {
			err := d.store.MoveTo(d.ctx, path, nil)
			if person := d.profile.Person(); err == nil && wasReadOnly {
				err = d.store.SignIn(d.ctx, store.Person{ID: person.ID, Name: person.Name})
			}
			d.back.post(func() {
				if err != nil {
					d.fail(fmt.Errorf("copying to %s: %w", path, err))
					return
				}
				d.gone = false
				w.showTitle()
				w.keepProfile(func() error { return w.profile.AddRecent(path) }, w.fillRecent)
				d.saves.moved.send(struct{}{})
				d.saves.try()
				if wasReadOnly {
					w.panes.document.view.SetPopup(w.panes.document.bar, w.panes.document.bar.sizeIn)
					d.backups.begin()
				}
				d.told.send("You work in " + path + " now.")
			})
		})
	})
}

// shortName cuts a name so that something can be put behind it.
func shortName(name string) string {
	const most = 200 // bytes
	for len(name) > most {
		_, size := utf8.DecodeLastRuneInString(name)
		name = name[:len(name)-size]
	}
	return name
}
