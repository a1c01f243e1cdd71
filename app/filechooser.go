package app

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

// chooseFile lets the user pick one file; a nil filter shows all.
func (w *host) chooseFile(title string, filter storage.FileFilter, folder string, chosen func(path string)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			w.tell(fmt.Errorf("choosing a file: %w", err))
		} else if file != nil {
			file.Close() // opened by the dialog only; whoever wants the file reads it by its path
			w.rememberFolder(filepath.Dir(file.URI().Path()))
			chosen(file.URI().Path())
		}
	}, w.win)
	d.SetTitleText(title)
	d.SetFilter(filter)
	w.showFileDialog(d, folder)
}

// chooseFolder lets the user pick a folder.
func (w *host) chooseFolder(title, folder string, chosen func(path string)) {
	d := dialog.NewFolderOpen(func(picked fyne.ListableURI, err error) {
		if err != nil {
			w.tell(fmt.Errorf("choosing a folder: %w", err))
		} else if picked != nil {
			chosen(picked.Path())
		}
	}, w.win)
	d.SetTitleText(title)
	w.showFileDialog(d, folder)
}

func (w *host) showFileDialog(d fileDialog, folder string) {
	if at := listable(folder); at != nil {
		d.SetLocation(at)
	}
	d.SetOnClosed(func() { w.chooser = nil })
	w.chooser = d
	d.Show()
	size := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(900, size.Width*0.92), min(640, size.Height*0.9)))
}
