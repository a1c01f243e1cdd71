package app

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/widget"

	"factmark/app/importing"
	"factmark/store"
)

// chooseImport asks for a text file to import.
func (w *window) chooseImport() {
	if w.desk == nil {
		return
	}
	d := dialog.NewFileOpen(func(file fyne.URIReadCloser, err error) {
		if err != nil {
			w.tell(fmt.Errorf("choosing a file: %w", err))
			return
		}
		if file == nil {
			return
		}
		path := file.URI().Path()
		file.Close() // opened by the dialog only; the import reads it itself
		w.importFiles([]string{path})
	}, w.win)
	d.SetTitleText("Import a text file")
	d.SetConfirmText("Import")
	w.showFileDialog(d, w.lastFolder())
}

// chooseImportFolder asks for a folder whose files are all imported.
func (w *window) chooseImportFolder() {
	if w.desk == nil {
		return
	}
	d := dialog.NewFolderOpen(func(folder fyne.ListableURI, err error) {
		if err != nil {
			w.tell(fmt.Errorf("choosing a folder: %w", err))
			return
		}
		if folder != nil {
			w.importFiles([]string{folder.Path()})
		}
	}, w.win)
	d.SetTitleText("Import all files of a folder")
	d.SetConfirmText("Import")
	w.showFileDialog(d, w.lastFolder())
}

// fileDialog is what the toolkit's dialogs for files and folders have in common.
type fileDialog interface {
	dialog.Dialog
	SetLocation(fyne.ListableURI)
}

func (w *window) showFileDialog(d fileDialog, folder string) {
	if at := listable(folder); at != nil {
		d.SetLocation(at)
	}
	size := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(900, size.Width*0.92), min(640, size.Height*0.9)))
	d.Show()
}

// dropped imports files dropped on the window.
func (w *window) dropped(_ fyne.Position, files []fyne.URI) {
	if w.desk == nil || len(w.modals) > 0 {
		return
	}
	var paths []string
	for _, f := range files {
		if f.Scheme() == "file" {
			paths = append(paths, f.Path())
		}
	}
	if len(paths) == 1 && filepath.Ext(paths[0]) == workspaceExt {
		w.openWorkspace(paths[0])
		return
	}
	w.importFiles(paths)
}

// importFiles imports files, and all files in folders, as one action. What takes
// longer than half a second shows its progress and can be cancelled.
func (w *window) importFiles(paths []string) {
	if len(paths) == 0 {
		return
	}
	w.rememberFolder(filepath.Dir(paths[0]))
	d := w.desk
	ctx, cancel := context.WithCancel(d.ctx)
	bar := widget.NewProgressBar()
	var shown *openModal
	finished := false
	hide := d.back.after(500*time.Millisecond, func() {
		d.back.post(func() {
			if !finished {
				shown = w.showModal(modal{title: "Importing", confirm: "Cancel", width: 380,
					content: container.NewVBox(widget.NewLabel("Nothing is in the workspace until all files are read."), bar), onClose: cancel})
			}
		})
	})
	d.back.inOrder(func() {
		added, err := importing.Files(ctx, d.store, paths, func(done, total int) {
			d.back.post(func() { bar.Max = float64(max(total, 1)); bar.SetValue(float64(done)) })
		})
		d.back.post(func() {
			finished = true
			hide()
			if shown != nil {
				shown.close()
			}
			cancel()
			w.imported(d, added, err)
		})
	})
}

func (w *window) imported(d *desk, added []store.AddedDocument, err error) {
	switch {
	case errors.Is(err, context.Canceled):
		d.told.send("Import cancelled; nothing was imported.")
		return
	case err != nil:
		d.fail(err)
		return
	case len(added) == 0:
		d.told.send("There was no file to import.")
		return
	}
	fresh := 0
	for _, a := range added {
		if !a.Existing {
			fresh++
		}
	}
	said := "Imported " + plural(fresh, "document") + "."
	if known := len(added) - fresh; known > 0 {
		said = fmt.Sprintf("Imported %s; %s here already.", plural(fresh, "document"), pluralVerb(known, "was", "were"))
	}
	d.saves.last = time.Now()
	d.saves.moved.send(struct{}{})
	d.told.send(said)
	d.open(added[0].Document.ID, "")
}
