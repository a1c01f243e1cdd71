package dialogs

import (
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
)

// fileDialog is what the toolkit's dialogs for files and folders have in common.
type fileDialog interface {
	dialog.Dialog
	SetLocation(fyne.ListableURI)
}

// ChooseFile lets the user pick one file; a nil filter shows all.
func (w *Host) ChooseFile(title string, filter storage.FileFilter, folder string, chosen func(path string)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			w.Tell(fmt.Errorf("choosing a file: %w", err))
		} else if file != nil {
			file.Close() // opened by the dialog only; whoever wants the file reads it by its path
			w.RememberFolder(filepath.Dir(file.URI().Path()))
			chosen(file.URI().Path())
		}
	}, w.Win)
	d.SetTitleText(title)
	d.SetFilter(filter)
	w.showFileDialog(d, folder)
}

// ChooseFolder lets the user pick a folder.
func (w *Host) ChooseFolder(title, folder string, chosen func(path string)) {
	d := dialog.NewFolderOpen(func(picked fyne.ListableURI, err error) {
		if err != nil {
			w.Tell(fmt.Errorf("choosing a folder: %w", err))
		} else if picked != nil {
			chosen(picked.Path())
		}
	}, w.Win)
	d.SetTitleText(title)
	w.showFileDialog(d, folder)
}

func (w *Host) showFileDialog(d fileDialog, folder string) {
	if at := listable(folder); at != nil {
		d.SetLocation(at)
	}
	d.SetOnClosed(func() { w.Chooser = nil })
	w.Chooser = d
	d.Show()
	size := w.Win.Canvas().Size()
	d.Resize(fyne.NewSize(min(900, size.Width*0.92), min(640, size.Height*0.9)))
}
