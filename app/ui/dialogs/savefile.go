package dialogs

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/store"
)

// AskSave asks where to write something, and writes it away from the interface thread. A file that is there already is
// replaced after a word of warning.
func (w *Host) AskSave(title, name string, write func(io.Writer) error) {
	path := NewKeyEntry(w.ModalKey)
	path.SetPath(filepath.Join(w.LastFolder(), name))
	problem := w.NewFormProblem(2)
	var dialog *OpenModal
	look := func() {
		asked, d := path.Path(), w.Workspace
		d.Back.Go(func() {
			say, possible := LookAt(asked, d.Store.Path())
			d.Back.OnUI(func() {
				if asked != path.Path() || dialog == nil {
					return
				}
				problem.Standing(path, say, possible)
				if possible {
					dialog.Ok.Enable()
				} else {
					dialog.Ok.Disable()
				}
			})
		})
	}
	path.OnChanged = func(string) { look() }
	form := container.New(layout.NewFormLayout(), widget.NewLabel("File"), w.PathRow(problem.Framed(path), func() { w.ChooseFolderOf(path, title) }))
	dialog = w.ShowModal(Modal{Title: title, Content: container.NewVBox(form, problem.Body), Confirm: "Save", Cancel: "Cancel", Width: 560, Focus: path,
		OnConfirm: func() bool {
			to, d := path.Path(), w.Workspace
			w.RememberFolder(filepath.Dir(to))
			d.Back.Go(func() {
				err := dataset.WriteFile(to, write)
				d.Back.OnUI(func() {
					if err != nil {
						d.Fail(fmt.Errorf("writing %s: %w", to, err))
						return
					}
					d.Notices.Send("Saved " + to + ".")
				})
			})
			return true
		}})
	look()
}

// AskSaveTable asks where to write a table, and writes it as CSV.
func (w *Host) AskSaveTable(title, name string, records [][]string) {
	w.AskSave(title, name, func(out io.Writer) error { return csv.NewWriter(out).WriteAll(records) })
}

// Saving is a button that saves what is shown.
type Saving struct {
	Text string
	Save func()
}

// WithSaving puts under what a tab shows the buttons that save it.
func (w *Host) WithSaving(shown fyne.CanvasObject, all ...Saving) fyne.CanvasObject {
	buttons := container.NewHBox()
	for _, s := range all {
		buttons.Add(NewKeyButton(s.Text, w.ModalKey, s.Save))
	}
	return container.NewBorder(nil, buttons, nil, nil, shown)
}

// TurnTabs has the arrow keys left and right go from tab to tab. Each has what
// takes the keyboard in it, nil for nothing.
func (w *Host) TurnTabs(tabs *container.AppTabs, inside ...fyne.Focusable) func(fyne.KeyName) bool {
	tabs.OnSelected = func(*container.TabItem) { w.Win.Canvas().Focus(inside[tabs.SelectedIndex()]) }
	return func(name fyne.KeyName) bool {
		step, is := map[fyne.KeyName]int{fyne.KeyLeft: len(tabs.Items) - 1, fyne.KeyRight: 1}[name]
		if is {
			tabs.SelectIndex((tabs.SelectedIndex() + step) % len(tabs.Items))
		}
		return is
	}
}

func LookAt(path, workspace string) (say string, possible bool) {
	if path == "" {
		return "Name the file to write.", false
	}
	folder, err := os.Stat(filepath.Dir(path))
	if err != nil || !folder.IsDir() {
		return "There is no folder " + filepath.Dir(path) + ".", false
	}
	there, err := os.Stat(path)
	if err != nil {
		return "", true
	}
	if own, err := os.Stat(workspace); err == nil && os.SameFile(there, own) {
		return "That is the workspace itself; choose another name.", false
	}
	if there.IsDir() {
		return "That is a folder; add a file name.", false
	}
	return "This file is there already and will be replaced.", true
}

// WriteNew writes a file that must not be there yet.
func WriteNew(file, text string) error {
	err := store.MakeFile(file, func(out io.Writer) error {
		_, err := io.WriteString(out, text)
		return err
	})
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("there is a file %s already", file)
	}
	return err
}
