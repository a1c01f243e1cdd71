package app

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

// askSave asks where to write something, and writes it away from the interface thread. A file that is there already is
// replaced after a word of warning.
func (w *host) askSave(title, name string, write func(io.Writer) error) {
	path := newKeyEntry(w.modalKey)
	path.setPath(filepath.Join(w.lastFolder(), name))
	problem := w.newFormProblem(2)
	var dialog *openModal
	look := func() {
		asked, d := path.path(), w.desk
		d.back.do(func() {
			say, possible := lookAt(asked, d.store.Path())
			d.back.post(func() {
				if asked != path.path() || dialog == nil {
					return
				}
				problem.standing(path, say, possible)
				if possible {
					dialog.ok.Enable()
				} else {
					dialog.ok.Disable()
				}
			})
		})
	}
	path.OnChanged = func(string) { look() }
	form := container.New(layout.NewFormLayout(), widget.NewLabel("File"), w.pathRow(problem.framed(path), func() { w.chooseFolderOf(path, title) }))
	dialog = w.showModal(modal{title: title, content: container.NewVBox(form, problem.body), confirm: "Save", cancel: "Cancel", width: 560, focus: path,
		onConfirm: func() bool {
			to, d := path.path(), w.desk
			w.rememberFolder(filepath.Dir(to))
			d.back.do(func() {
				err := dataset.WriteFile(to, write)
				d.back.post(func() {
					if err != nil {
						d.fail(fmt.Errorf("writing %s: %w", to, err))
						return
					}
					d.told.send("Saved " + to + ".")
				})
			})
			return true
		}})
	look()
}

// askSaveTable asks where to write a table, and writes it as CSV.
func (w *host) askSaveTable(title, name string, records [][]string) {
	w.askSave(title, name, func(out io.Writer) error { return csv.NewWriter(out).WriteAll(records) })
}

// saving is a button that saves what is shown.
type saving struct {
	text string
	save func()
}

// withSaving puts under what a tab shows the buttons that save it.
func (w *host) withSaving(shown fyne.CanvasObject, all ...saving) fyne.CanvasObject {
	buttons := container.NewHBox()
	for _, s := range all {
		buttons.Add(newKeyButton(s.text, w.modalKey, s.save))
	}
	return container.NewBorder(nil, buttons, nil, nil, shown)
}

// turnTabs has the arrow keys left and right go from tab to tab. Each has what
// takes the keyboard in it, nil for nothing.
func (w *host) turnTabs(tabs *container.AppTabs, inside ...fyne.Focusable) func(fyne.KeyName) bool {
	tabs.OnSelected = func(*container.TabItem) { w.win.Canvas().Focus(inside[tabs.SelectedIndex()]) }
	return func(name fyne.KeyName) bool {
		step, is := map[fyne.KeyName]int{fyne.KeyLeft: len(tabs.Items) - 1, fyne.KeyRight: 1}[name]
		if is {
			tabs.SelectIndex((tabs.SelectedIndex() + step) % len(tabs.Items))
		}
		return is
	}
}

func lookAt(path, workspace string) (say string, possible bool) {
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

// writeNew writes a file that must not be there yet.
func writeNew(file, text string) error {
	err := store.MakeFile(file, func(out io.Writer) error {
		_, err := io.WriteString(out, text)
		return err
	})
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("there is a file %s already", file)
	}
	return err
}
