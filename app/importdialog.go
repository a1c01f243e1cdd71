package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/importing"
	"factmark/store"
	"factmark/widgets/textfield"
)

// askImport asks for files and folders to import. Their paths can be typed,
// chosen one after another, or dropped on the window.
func (w *window) askImport() {
	if !w.desk.mayWrite() {
		return
	}
	paths := w.textField("Paths of text files, or of folders to import all their files, one a line", 5)
	add := func(path string) {
		if text := strings.TrimRight(paths.Text(), "\n"); text != "" {
			path = text + "\n" + path
		}
		paths.SetText(path + "\n")
	}
	file := widget.NewButton("Add a file…", func() {
		w.chooseFile("Add a text file", nil, w.lastFolder(), add)
	})
	folder := widget.NewButton("Add a folder…", func() { w.chooseFolder("Add a folder", w.lastFolder(), add) })
	hint := widget.NewLabel("Files can also be dropped on the window.")
	hint.Importance = widget.LowImportance
	problem := w.newFormProblem(2)
	drafts := w.desk.newDraftForm(formImport, "")
	drafts.addText("paths", "The list of files", "", paths)
	w.showModal(modal{title: "Import documents", confirm: "Import", cancel: "Cancel", width: 560, focus: paths, fields: []*textfield.Field{paths},
		form: drafts, typedInto: func() bool { return strings.TrimSpace(paths.Text()) != "" },
		content: container.NewVBox(problem.field(paths), container.NewHBox(file, folder, hint), problem.body),
		onConfirm: func() bool {
			wanted := typedPaths(paths.Text())
			say := ""
			if len(wanted) == 0 {
				say = "Name at least one file or folder."
			}
			for _, path := range wanted {
				if _, err := os.Stat(path); err != nil {
					say = "There is no file or folder " + path + "."
					break
				}
			}
			if say != "" {
				return problem.at(paths, say)
			}
			w.importFiles(wanted)
			return true
		}})
}

// typedPaths reads a list of paths, one a line.
func typedPaths(text string) []string {
	var paths []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			paths = append(paths, expandHome(line))
		}
	}
	return paths
}

// chooseFile lets the user pick one file; a nil filter shows all.
func (w *window) chooseFile(title string, filter storage.FileFilter, folder string, chosen func(path string)) {
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
func (w *window) chooseFolder(title, folder string, chosen func(path string)) {
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

// fileDialog is what the toolkit's dialogs for files and folders have in common.
type fileDialog interface {
	dialog.Dialog
	SetLocation(fyne.ListableURI)
}

func (w *window) showFileDialog(d fileDialog, folder string) {
	if at := listable(folder); at != nil {
		d.SetLocation(at)
	}
	d.SetOnClosed(func() { w.chooser = nil })
	w.chooser = d
	d.Show()
	size := w.win.Canvas().Size()
	d.Resize(fyne.NewSize(min(900, size.Width*0.92), min(640, size.Height*0.9)))
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
	if w.desk.mayWrite() {
		w.importFiles(paths)
	}
}

// importFiles imports files, and all files in folders, as one action.
func (w *window) importFiles(paths []string) {
	if len(paths) == 0 {
		return
	}
	w.rememberFolder(filepath.Dir(paths[0]))
	d := w.desk
	var added []store.AddedDocument
	w.working("Importing", "Nothing is in the workspace until all files are read.", func(ctx context.Context, progress func(done, total int)) error {
		docs, err := importing.Read(ctx, paths, progress)
		if err != nil {
			return err
		}
		d.backups.before(ctx, backup.BeforeImport, len(docs))
		added, err = importing.Add(ctx, d.store, docs)
		return err
	}, func(err error) {
		if err == nil {
			d.typed.finishPaths(formImport, paths)
		}
		w.imported(d, added, err)
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
	d.told.send(said)
	d.open(added[0].Document.ID, "")
}
