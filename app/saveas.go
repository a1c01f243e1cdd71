package app

import (
	"errors"
	"fmt"
	"unicode/utf8"

	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// tellStuck says that work can't be written where the workspace is, and offers
// to go on elsewhere.
func (w *window) tellStuck(err error) {
	if !workspace.Stays(err) {
		w.ShowError(err)
		return
	}
	confirm, out := locale.T("Save as…"), w.askElsewhere
	if errors.Is(err, store.ErrDamaged) { // what is damaged can't be copied whole
		confirm, out = locale.T("Restore a backup…"), w.ShowRestore
	}
	text := dialogs.Wrapped(workspace.Sentence(err) + ".\n\n" + locale.T("Your changes stay in the window until they can be saved, those you make now too. Don’t quit before that."))
	title := locale.T("Couldn’t save in {{.Workspace}}", "Workspace", store.NameOf(w.Workspace.Store.Path()))
	w.ShowModal(dialogs.Modal{Title: title, Content: text, Confirm: confirm, Cancel: locale.T("Close"), Width: 500,
		OnConfirm: func() bool {
			w.Back.OnUI(out) // once this dialog has gone
			return true
		}})
}

// askElsewhere copies the workspace to a new file, with all that could not be
// written, and goes on there.
func (w *window) askElsewhere() {
	model := w.Workspace
	name, wasReadOnly := store.NameOf(model.Store.Path())+" saved"+store.Extension, model.ReadOnly()
	if wasReadOnly {
		name = shortName(store.NameOf(model.Store.Path())) + " copy" + store.Extension
	}
	w.AskFile(profile.Workspaces, locale.T("Save as"), locale.T("Save"), name, dialogs.FreeForNew, func(path string) {
		model.Notices.Send(locale.T("Copying the workspace…"))
		model.Back.Go(func() {
			err := model.Store.MoveTo(model.Ctx, path, nil)
			if person := model.Profile.Person(); err == nil && wasReadOnly {
				err = model.Store.SignIn(model.Ctx, store.Person{ID: person.ID, Name: person.Name})
			}
			model.Back.OnUI(func() {
				if err != nil {
					model.Fail(fmt.Errorf("copying to %s: %w", path, err))
					return
				}
				model.FileMissing = false
				w.showTitle()
				w.KeepProfile(func() error { return w.Profile.AddRecent(path) }, w.fillRecent)
				model.Writes.Moved.Send(struct{}{})
				model.Writes.Try()
				if wasReadOnly {
					for _, text := range w.panes.texts.Texts() {
						text.View.SetPopup(text.Bar, text.Bar.SizeIn)
					}
					model.Backups.Begin()
				}
				model.Notices.Send(locale.T("You now work in {{.Path}}.", "Path", path))
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
