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
func (h *Host) ChooseFile(title string, filter storage.FileFilter, folder string, chosen func(path string)) {
	r := FileRequest{Title: title, Folder: folder}
	if by, is := filter.(*storage.ExtensionFileFilter); is {
		r.Extensions = by.Extensions
	}
	h.choose(r, func() { h.chooseFileInWindow(title, filter, folder, chosen) }, func(paths []string) { chosen(paths[0]) })
}

// ChooseFolder lets the user pick a folder.
func (h *Host) ChooseFolder(title, folder string, chosen func(path string)) {
	h.choose(FileRequest{Title: title, Folders: true, Folder: folder}, func() { h.chooseFolderInWindow(title, folder, chosen) },
		func(paths []string) { chosen(paths[0]) })
}

// chooseFileInWindow lets the user pick one file in the toolkit's dialog.
func (h *Host) chooseFileInWindow(title string, filter storage.FileFilter, folder string, chosen func(path string)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			h.ShowError(fmt.Errorf("choosing a file: %w", err))
		} else if file != nil {
			file.Close() // opened by the dialog only; whoever wants the file reads it by its path
			h.RememberFolder(filepath.Dir(file.URI().Path()))
			chosen(file.URI().Path())
		}
	}, h.Win)
	d.SetTitleText(title)
	d.SetFilter(filter)
	h.showFileDialog(d, folder)
}

// chooseFolderInWindow lets the user pick a folder in the toolkit's dialog.
func (h *Host) chooseFolderInWindow(title, folder string, chosen func(path string)) {
	d := dialog.NewFolderOpen(func(picked fyne.ListableURI, err error) {
		if err != nil {
			h.ShowError(fmt.Errorf("choosing a folder: %w", err))
		} else if picked != nil {
			chosen(picked.Path())
		}
	}, h.Win)
	d.SetTitleText(title)
	h.showFileDialog(d, folder)
}

func (h *Host) showFileDialog(d fileDialog, folder string) {
	if at := listable(folder); at != nil {
		d.SetLocation(at)
	}
	d.SetOnClosed(func() { h.Chooser = nil })
	h.Chooser = d
	d.Show()
	size := h.Win.Canvas().Size()
	d.Resize(fyne.NewSize(min(900, size.Width*0.92), min(640, size.Height*0.9)))
}
