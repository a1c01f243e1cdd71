package dialogs

import (
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"

	"factmark/app/profile"
)

// fileDialog is what the toolkit's dialogs for files and folders have in common.
type fileDialog interface {
	dialog.Dialog
	SetLocation(fyne.ListableURI)
}

// ChooseFile lets the user pick one file of a kind, with one of these extensions; none shows all files.
func (h *Host) ChooseFile(kind profile.FileKind, title string, extensions []string, chosen func(path string)) {
	r := FileRequest{Kind: kind, Title: title, Extensions: extensions}
	h.choose(r, func() { h.chooseFileInWindow(r, chosen) }, func(paths []string) { chosen(paths[0]) })
}

// ChooseFiles is ChooseFile for several files; where the desktop has no chooser of its own, one.
func (h *Host) ChooseFiles(kind profile.FileKind, title string, extensions []string, chosen func(paths []string)) {
	r := FileRequest{Kind: kind, Title: title, Extensions: extensions, Several: true}
	h.choose(r, func() { h.chooseFileInWindow(r, func(path string) { chosen([]string{path}) }) }, chosen)
}

// ChooseFolder lets the user pick a folder; the chooser begins in the given one or, where that is "", in the last of the kind.
func (h *Host) ChooseFolder(kind profile.FileKind, title, folder string, chosen func(path string)) {
	r := FileRequest{Kind: kind, Title: title, Folders: true, Folder: folder}
	h.choose(r, func() { h.chooseFolderInWindow(r, chosen) }, func(paths []string) { chosen(paths[0]) })
}

// ChooseFolders lets the user pick folders; where the desktop has no chooser of its own, one.
func (h *Host) ChooseFolders(kind profile.FileKind, title string, chosen func(paths []string)) {
	r := FileRequest{Kind: kind, Title: title, Folders: true, Several: true}
	h.choose(r, func() { h.chooseFolderInWindow(r, func(path string) { chosen([]string{path}) }) }, chosen)
}

// ChoosePlace lets the user pick where the file in a field is to be written. Where the desktop has no chooser of its own, they
// pick the folder, and the file keeps its name.
func (h *Host) ChoosePlace(kind profile.FileKind, file *KeyEntry, title string) {
	path := file.Path()
	folder, extension := filepath.Dir(path), filepath.Ext(path)
	if path == "" {
		folder = ""
	}
	r := FileRequest{Kind: kind, Title: title, Save: true, Name: filepath.Base(path), Folder: folder}
	if extension != "" {
		r.Extensions = []string{extension}
	}
	h.choose(r, func() {
		r.Folders = true
		h.chooseFolderInWindow(r, func(folder string) { file.SetPath(filepath.Join(folder, filepath.Base(path))) })
	}, func(paths []string) {
		to := paths[0]
		if filepath.Ext(to) == "" {
			to += extension
		} else {
			h.replaceable = to // the desktop asked whether to
		}
		file.SetPath(to)
	})
}

// chooseFileInWindow lets the user pick one file in the toolkit's dialog.
func (h *Host) chooseFileInWindow(r FileRequest, chosen func(path string)) {
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			h.ShowError(fmt.Errorf("choosing a file: %w", err))
		} else if file != nil {
			file.Close() // opened by the dialog only; whoever wants the file reads it by its path
			h.RememberFolder(r.Kind, filepath.Dir(file.URI().Path()))
			chosen(file.URI().Path())
		}
	}, h.Win)
	d.SetTitleText(r.Title)
	if len(r.Extensions) > 0 {
		d.SetFilter(storage.NewExtensionFileFilter(r.Extensions))
	}
	h.showFileDialog(d, h.folderOf(r))
}

// chooseFolderInWindow lets the user pick a folder in the toolkit's dialog.
func (h *Host) chooseFolderInWindow(r FileRequest, chosen func(path string)) {
	d := dialog.NewFolderOpen(func(picked fyne.ListableURI, err error) {
		if err != nil {
			h.ShowError(fmt.Errorf("choosing a folder: %w", err))
		} else if picked != nil {
			chosen(picked.Path())
		}
	}, h.Win)
	d.SetTitleText(r.Title)
	h.showFileDialog(d, h.folderOf(r))
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
