package dialogs

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/locale"
	"factmark/app/profile"
)

// SaveOption is something more that is asked where something is saved, and what is done with the file once it is.
type SaveOption struct {
	Content fyne.CanvasObject
	Saved   func(path string)
}

// AskSave asks where to write something, and writes it away from the interface thread. Where the file is there already, it is
// asked whether to replace it.
func (h *Host) AskSave(kind profile.FileKind, title, name string, write func(io.Writer) error, options ...SaveOption) {
	path := NewKeyEntry(h.ModalKey)
	path.SetPath(filepath.Join(h.LastFolder(kind), name))
	problem := h.NewFormProblem(2)
	var dialog *OpenModal
	look := func() { h.CheckPath(path, problem, func(possible bool) { dialog.Allow(possible) }) }
	path.OnChanged = func(string) { look() }
	form := container.New(layout.NewFormLayout(), widget.NewLabel(locale.T("File")), h.PathRow(problem.Framed(path), func() { h.ChoosePlace(kind, path, title) }))
	content := container.NewVBox(form, problem.Body)
	for _, o := range options {
		content.Add(o.Content)
	}
	dialog = h.ShowModal(Modal{Title: title, Content: content, Confirm: locale.T("Save"), Cancel: locale.T("Cancel"), Width: 560, Focus: path,
		OnConfirm: func() bool {
			to, model := path.Path(), h.Workspace
			h.BeforeReplacing(dialog, []string{to}, func() {
				dialog.Close()
				h.RememberFolder(kind, filepath.Dir(to))
				model.Back.Go(func() {
					err := dataset.WriteFile(to, write)
					model.Back.OnUI(func() {
						if err != nil {
							model.Fail(fmt.Errorf("writing %s: %w", to, err))
							return
						}
						model.Notices.Send(locale.T("Saved {{.File}}.", "File", to))
						for _, o := range options {
							o.Saved(to)
						}
					})
				})
			})
			return false
		}})
	look()
}

// BeforeReplacing goes on where there is none of some files or, where there is one, once the user has said that it may be replaced. Until
// then the dialog that asks for the path can't be confirmed again.
func (h *Host) BeforeReplacing(dialog *OpenModal, paths []string, then func()) {
	dialog.Allow(false)
	h.Workspace.Back.Go(func() {
		var there []string
		for _, path := range paths {
			if _, err := os.Stat(path); err == nil && path != h.replaceable {
				there = append(there, path)
			}
		}
		h.Workspace.Back.OnUI(func() {
			if !slices.Contains(h.Modals, dialog) { // it was cancelled
				return
			}
			if dialog.Allow(true); len(there) > 0 {
				h.askReplace(there, then)
			} else {
				then()
			}
		})
	})
}

func (h *Host) askReplace(paths []string, then func()) {
	title := locale.T("Replace the file?")
	question := locale.T("“{{.File}}” already exists in {{.Folder}}. Its present contents will be lost.", "File", filepath.Base(paths[0]), "Folder", filepath.Dir(paths[0]))
	if len(paths) > 1 {
		title, question = locale.T("Replace the files?"), locale.N("{{.N}} of these files already exist. Their present contents will be lost.", len(paths))
	}
	h.ConfirmLoss(title, question, locale.T("Replace"), then)
}

// CheckPath says at a field for a path, away from the interface thread, what stands against writing a file there. then
// gets whether it may be, unless the path has changed meanwhile.
func (h *Host) CheckPath(path *KeyEntry, problem *FormProblem, then func(possible bool)) {
	asked, model := path.Path(), h.Workspace
	model.Back.Go(func() {
		say, possible := lookAt(asked, model.Store.Path())
		model.Back.OnUI(func() {
			if asked == path.Path() {
				problem.Standing(path, say, possible)
				then(possible)
			}
		})
	})
}

// AskSaveTable asks where to write a table, and writes it as CSV.
func (h *Host) AskSaveTable(title, name string, records [][]string) {
	h.AskSave(profile.Reports, title, name, func(out io.Writer) error { return csv.NewWriter(out).WriteAll(records) })
}

// Saving is a button that saves what is shown.
type Saving struct {
	Text string
	Save func()
}

// WithSaving puts under what a tab shows the buttons that save it.
func (h *Host) WithSaving(shown fyne.CanvasObject, all ...Saving) fyne.CanvasObject {
	buttons := container.NewHBox()
	for _, s := range all {
		buttons.Add(NewKeyButton(s.Text, h.ModalKey, s.Save))
	}
	return container.NewBorder(nil, buttons, nil, nil, shown)
}

// TurnTabs has the arrow keys left and right go from tab to tab. Each has what
// takes the keyboard in it, nil for nothing.
func (h *Host) TurnTabs(tabs *container.AppTabs, inside ...fyne.Focusable) func(fyne.KeyName) bool {
	tabs.OnSelected = func(*container.TabItem) { h.Win.Canvas().Focus(inside[tabs.SelectedIndex()]) }
	return func(name fyne.KeyName) bool {
		step, is := map[fyne.KeyName]int{fyne.KeyLeft: len(tabs.Items) - 1, fyne.KeyRight: 1}[name]
		if is {
			tabs.SelectIndex((tabs.SelectedIndex() + step) % len(tabs.Items))
		}
		return is
	}
}

// lookAt says what a user is to know before a file is written at a path, and whether it may be: a file that is there will be
// replaced, but never a folder or the open workspace, whose path is given. It reads the disk.
func lookAt(path, workspace string) (say string, possible bool) {
	if path == "" {
		return locale.T("Enter a file name."), false
	}
	folder, err := os.Stat(filepath.Dir(path))
	if err != nil || !folder.IsDir() {
		return locale.T("The folder {{.Folder}} doesn’t exist.", "Folder", filepath.Dir(path)), false
	}
	there, err := os.Stat(path)
	if err != nil {
		return "", true
	}
	if own, err := os.Stat(workspace); err == nil && os.SameFile(there, own) {
		return locale.T("This is the open workspace. Choose another name."), false
	}
	if there.IsDir() {
		return locale.T("This is a folder. Add a file name."), false
	}
	return locale.T("This file already exists and will be replaced."), true
}
