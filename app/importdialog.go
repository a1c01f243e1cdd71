package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/charset"
	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/store"
	"factmark/widgets/textfield"
)

// askImport asks for files and folders to import. Their paths can be typed,
// chosen one after another, or dropped on the window.
func (w *documentDialogs) askImport() {
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
	file := newKeyButton("Add a file…", w.modalKey, func() {
		w.chooseFile("Add a text file", nil, w.lastFolder(), add)
	})
	folder := newKeyButton("Add a folder…", w.modalKey, func() { w.chooseFolder("Add a folder", w.lastFolder(), add) })
	hint := widget.NewLabel("Files can also be dropped on the window.")
	hint.Importance = widget.LowImportance
	problem := w.newFormProblem(2)
	encoding := w.newImportEncoding()
	paths.OnChanged = func() { encoding.show(typedPaths(paths.Text())) }
	drafts := newDraftForm(w.desk, formImport, "")
	drafts.addText("paths", "The list of files", "", paths)
	w.showModal(modal{title: "Import documents", confirm: "Import", cancel: "Cancel", width: 560, focus: paths, fields: []*textfield.Field{paths},
		form: drafts, typedInto: func() bool { return strings.TrimSpace(paths.Text()) != "" },
		content: container.NewVBox(problem.field(paths), container.NewHBox(file, folder, hint), encoding.content, problem.body),
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
			w.importFiles(wanted, encoding.chosen())
			return true
		}})
}

// importEncoding chooses the encoding of files to be imported, and shows the beginning of the first one in it.
type importEncoding struct {
	window  *documentDialogs
	content fyne.CanvasObject
	pick    *keySelect
	preview *widget.Label
	paths   []string
	asked   latest // previews
}

const detectEncoding = "Detect for each file"

func (w *documentDialogs) newImportEncoding() *importEncoding {
	e := &importEncoding{window: w, preview: newTextPreview()}
	options := []string{detectEncoding}
	for _, known := range charset.All() {
		options = append(options, known.String())
	}
	e.pick = newKeySelect(options, w.modalEnd)
	e.pick.Selected = detectEncoding
	e.pick.OnChanged = func(string) { e.show(e.paths) }
	scroll := container.NewVScroll(e.preview)
	scroll.SetMinSize(fyne.NewSize(0, previewHeight))
	scroll.Hide()
	e.content = container.NewVBox(container.NewBorder(nil, nil, widget.NewLabel("Encoding"), nil, e.pick), scroll)
	return e
}

// chosen is the encoding that was picked; nil where each file's own is to be found.
func (e *importEncoding) chosen() *charset.Encoding {
	if i := e.pick.SelectedIndex(); i > 0 {
		return charset.All()[i-1]
	}
	return nil
}

// show shows the beginning of the first of the files, a while after the last change.
func (e *importEncoding) show(paths []string) {
	e.paths = paths
	current, in, back := e.asked.ask(), e.chosen(), e.window.desk.back
	back.later(previewAfter, func() {
		if !current() {
			return
		}
		back.do(func() {
			said, err := firstFile(paths, in)
			back.post(func() {
				if !current() {
					return
				}
				showPreview(e.preview, said, err)
				setVisible(e.content.(*fyne.Container).Objects[1], said != "" || err != nil)
			})
		})
	})
}

// previewAfter is how long nothing must have changed before a file is read for its preview.
const previewAfter = 300 * time.Millisecond

// firstFile gives the name of the first file there is among paths, how it would be read, and its beginning.
func firstFile(paths []string, in *charset.Encoding) (string, error) {
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || info.IsDir() {
			continue
		}
		doc, err := ingest.Read(path, in)
		said := ""
		if unsure, is := errors.AsType[*ingest.UnsureError](err); is {
			doc.FileName, doc.Original, in, err = unsure.FileName, unsure.Raw, unsure.Guess.Encoding, nil
			said = "not sure, you will be asked; perhaps " + in.String()
		}
		if err != nil {
			return "", err
		}
		if said == "" {
			was := in
			in, _ = charset.Named(doc.Charset)
			if said = in.String(); was == nil {
				said = "detected " + said
			}
		}
		lines, err := beginning(doc.Original, in, 0)
		return ingest.Shown(doc.FileName) + ": " + said + "\n" + lines, err
	}
	return "", nil
}

// dropped imports files dropped on the window.
func (w *documentDialogs) dropped(_ fyne.Position, files []fyne.URI) {
	if w.desk == nil || len(w.modals) > 0 {
		return
	}
	var paths []string
	for _, f := range files {
		if f.Scheme() == "file" {
			paths = append(paths, f.Path())
		}
	}
	if len(paths) == 1 && store.HasExtension(paths[0]) {
		w.openWorkspace(paths[0])
		return
	}
	if w.desk.mayWrite() {
		w.importFiles(paths, nil)
	}
}

// importFiles imports files, and all files in folders, as one action: in an encoding, or, where that is nil, each in its own.
func (w *documentDialogs) importFiles(paths []string, in *charset.Encoding) {
	if len(paths) == 0 {
		return
	}
	w.rememberFolder(filepath.Dir(paths[0]))
	d := w.desk
	const safe = "Nothing is in the workspace until all files are read."
	w.readFiles("Importing", safe, paths, in, func(batch importing.Batch, err error) {
		if err != nil || len(batch.Documents) == 0 {
			w.imported(d, nil, batch, err)
			return
		}
		var added []store.AddedDocument
		w.working("Importing", safe, func(ctx context.Context, _ func(done, total int)) (err error) {
			d.backups.before(ctx, backup.BeforeImport, len(batch.Documents))
			added, err = importing.Add(ctx, d.store, batch.Documents)
			return err
		}, func(err error) {
			if err == nil {
				d.typed.finishPaths(formImport, paths)
			}
			w.imported(d, added, batch, err)
		})
	})
}

func (w *documentDialogs) imported(d *desk, added []store.AddedDocument, batch importing.Batch, err error) {
	switch {
	case errors.Is(err, context.Canceled):
		d.told.send("Import cancelled; nothing was imported.")
		return
	case err != nil:
		d.fail(err)
		return
	case len(added) == 0 && len(batch.Refused) == 1:
		d.fail(fmt.Errorf("%w; nothing was imported", batch.Refused[0]))
		return
	case len(added) == 0 && len(batch.Refused) == 0:
		d.told.send("There was no file to import.")
		return
	}
	fresh := 0
	for _, a := range added {
		if !a.Existing {
			fresh++
		}
	}
	said := "Imported " + format.Plural(fresh, "document") + "."
	if known := len(added) - fresh; known > 0 {
		said = fmt.Sprintf("Imported %s; %s here already.", format.Plural(fresh, "document"), format.Count(known, "was", "were"))
	}
	if n := len(batch.Passed); n > 0 {
		said += " Passed over " + format.Count(n, "file that is no text", "files that are no text") + "."
	}
	d.told.send(said)
	if len(added) > 0 {
		d.open(added[0].Document.ID, "")
	}
	if len(batch.Refused) > 0 {
		w.showRefused(said, batch)
	}
}

// showRefused names the files that were not imported, each with the reason.
func (w *documentDialogs) showRefused(said string, batch importing.Batch) {
	body := container.NewVBox()
	say := func(text string) *widget.Label {
		l := widget.NewLabel(text)
		l.Wrapping = fyne.TextWrapWord
		body.Add(l)
		return l
	}
	say(said + " " + format.Count(len(batch.Refused), "file cannot be imported:", "files cannot be imported:")).TextStyle.Bold = true
	var lines []string
	for _, err := range batch.Refused {
		lines = append(lines, format.OneLine(err.Error()))
	}
	say(listed(lines))
	scroll := scrolling(body, w.host)
	w.showModal(modal{title: "Files that were not imported", width: 600, content: scroll, scroll: scroll, confirm: "Close"})
}
