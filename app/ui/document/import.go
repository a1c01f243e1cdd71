package document

import (
	"cmp"
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
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/textfield"
)

// AskImport asks for files and folders to import. Their paths can be typed,
// chosen one after another, or dropped on the window.
func (d *DocumentDialogs) AskImport() {
	if !d.Workspace.MayWrite() {
		return
	}
	paths := d.TextField("Paths of text files, or of folders to import all their files, one a line", 5)
	add := func(path string) { dialogs.AddPath(paths, path) }
	file := dialogs.NewKeyButton("Add a file…", d.ModalKey, func() {
		d.ChooseFile("Add a text file", nil, d.LastFolder(), add)
	})
	folder := dialogs.NewKeyButton("Add a folder…", d.ModalKey, func() { d.ChooseFolder("Add a folder", d.LastFolder(), add) })
	hint := widget.NewLabel("Files can also be dropped on the window.")
	hint.Importance = widget.LowImportance
	problem := d.NewFormProblem(2)
	encoding := d.NewImportEncoding()
	paths.OnChanged = func() { encoding.show(workspace.TypedPaths(paths.Text())) }
	drafts := dialogs.NewDraftForm(d.Workspace, workspace.FormImport, "")
	drafts.AddText("paths", "The list of files", "", paths)
	d.ShowModal(dialogs.Modal{Title: "Import documents", Confirm: "Import", Cancel: "Cancel", Width: 560, Focus: paths, Fields: []*textfield.Field{paths},
		Form: drafts, TypedInto: func() bool { return strings.TrimSpace(paths.Text()) != "" },
		Content: container.NewVBox(problem.Field(paths), container.NewHBox(file, folder, hint), encoding.content, problem.Body),
		OnConfirm: func() bool {
			wanted := workspace.TypedPaths(paths.Text())
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
				return problem.At(paths, say)
			}
			d.ImportFiles(wanted, encoding.Chosen())
			return true
		}})
}

// importEncoding chooses the encoding of files to be imported, and shows the beginning of the first one in it.
type importEncoding struct {
	host    *DocumentDialogs
	content fyne.CanvasObject
	Pick    *dialogs.KeySelect
	preview *widget.Label
	paths   []string
	asked   workspace.Latest // previews
}

// DetectEncoding is the first choice of an encoding in the import: each file's own is found out.
const DetectEncoding = "Detect for each file"

// NewImportEncoding makes the choice of an encoding, which begins with DetectEncoding.
func (d *DocumentDialogs) NewImportEncoding() *importEncoding {
	e := &importEncoding{host: d, preview: newTextPreview()}
	options := []string{DetectEncoding}
	for _, known := range charset.All() {
		options = append(options, known.String())
	}
	e.Pick = dialogs.NewKeySelect(options, d.ModalEnd)
	e.Pick.Selected = DetectEncoding
	e.Pick.OnChanged = func(string) { e.show(e.paths) }
	scroll := container.NewVScroll(e.preview)
	scroll.SetMinSize(fyne.NewSize(0, previewHeight))
	scroll.Hide()
	e.content = container.NewVBox(container.NewBorder(nil, nil, widget.NewLabel("Encoding"), nil, e.Pick), scroll)
	return e
}

// Chosen is the encoding that was picked; nil where each file's own is to be found.
func (e *importEncoding) Chosen() *charset.Encoding {
	if i := e.Pick.SelectedIndex(); i > 0 {
		return charset.All()[i-1]
	}
	return nil
}

// show shows the beginning of the first of the files, a while after the last change.
func (e *importEncoding) show(paths []string) {
	e.paths = paths
	current, in, back := e.asked.Ask(), e.Chosen(), e.host.Workspace.Back
	back.Later(previewAfter, func() {
		if !current() {
			return
		}
		back.Go(func() {
			said, err := FirstFile(paths, in)
			back.OnUI(func() {
				if !current() {
					return
				}
				showPreview(e.preview, said, err)
				dialogs.SetVisible(e.content.(*fyne.Container).Objects[1], said != "" || err != nil)
			})
		})
	})
}

// previewAfter is how long nothing must have changed before a file is read for its preview.
const previewAfter = 300 * time.Millisecond

// FirstFile gives the name of the first file there is among paths, how it would be read, and its beginning.
func FirstFile(paths []string, in *charset.Encoding) (string, error) {
	for _, path := range paths {
		if info, err := os.Stat(path); err != nil || info.IsDir() {
			continue
		}
		reader := ingest.NewReader(ingest.Options{Encoding: in})
		defer reader.Close()
		first := reader.Read(context.Background(), path)[0]
		if unsure, is := errors.AsType[*ingest.UnsureError](first.Err); is {
			lines, err := Beginning(unsure.Raw, unsure.Guess.Encoding, 0)
			return ingest.Shown(unsure.FileName) + ": not sure, you will be asked; perhaps " + unsure.Guess.Encoding.String() + "\n" + lines, err
		}
		if table, is := errors.AsType[*ingest.ColumnsError](first.Err); is {
			return fmt.Sprintf("%s: a table with the columns %s", ingest.Shown(table.FileName), strings.Join(table.Table.Columns, ", ")), nil
		}
		if first.Err != nil || first.Document == nil {
			return "", first.Err
		}
		doc := first.Document
		said := string(doc.Format)
		if used, known := charset.Named(doc.Charset); known {
			if said = used.String(); in == nil {
				said = "detected " + said
			}
		}
		unicode, _ := charset.Named("utf-8")
		lines, err := Beginning([]byte(doc.Text), unicode, 0)
		return ingest.Shown(doc.FileName) + ": " + said + "\n" + lines, err
	}
	return "", nil
}

// Dropped imports files dropped on the window.
func (d *DocumentDialogs) Dropped(_ fyne.Position, files []fyne.URI) {
	if d.Workspace == nil || len(d.Modals) > 0 {
		return
	}
	var paths []string
	for _, f := range files {
		if f.Scheme() == "file" {
			paths = append(paths, f.Path())
		}
	}
	if len(paths) == 1 && store.HasExtension(paths[0]) {
		d.OpenWorkspace(paths[0])
		return
	}
	if d.Workspace.MayWrite() {
		d.ImportFiles(paths, nil)
	}
}

// ImportFiles imports files, and all files in folders, as one action: in an encoding, or, where that is nil, each in its own.
func (d *DocumentDialogs) ImportFiles(paths []string, in *charset.Encoding) {
	if len(paths) == 0 {
		return
	}
	d.RememberFolder(filepath.Dir(paths[0]))
	model := d.Workspace
	const safe = "Nothing is in the workspace until all files are read."
	d.readFiles("Importing", safe, paths, ingest.Options{Encoding: in}, func(batch *importing.Batch, err error) {
		if err != nil || len(batch.Documents()) == 0 {
			d.imported(model, batch, err)
			return
		}
		d.Working("Importing", safe, func(ctx context.Context, _ func(done, total int)) error {
			model.Backups.Before(ctx, backup.BeforeImport, len(batch.Documents()))
			return batch.Add(ctx, model.Store)
		}, func(err error) {
			if err == nil {
				model.Drafts.FinishPaths(workspace.FormImport, paths)
			}
			d.imported(model, batch, err)
		})
	})
}

func (d *DocumentDialogs) imported(model *workspace.Workspace, batch *importing.Batch, err error) {
	var refused []error
	documents, passed := 0, 0
	if err == nil {
		refused = batch.Refused()
		documents, passed, _ = batch.Count()
	}
	switch {
	case errors.Is(err, context.Canceled):
		model.Notices.Send("Import cancelled; nothing was imported.")
		return
	case err != nil:
		model.Fail(err)
		return
	case documents == 0 && len(refused) == 1:
		model.Fail(fmt.Errorf("%w; nothing was imported", refused[0]))
		return
	case documents == 0 && len(refused) == 0:
		model.Notices.Send("There was no file to import.")
		return
	}
	fresh, first := 0, ""
	for i := range batch.Items {
		if added := batch.Items[i].Added; added != nil {
			first = cmp.Or(first, added.Document.ID)
			if !added.Existing {
				fresh++
			}
		}
	}
	said := "Imported " + format.Plural(fresh, "document") + "."
	if known := documents - fresh; known > 0 {
		said = fmt.Sprintf("Imported %s; %s here already.", format.Plural(fresh, "document"), format.Count(known, "was", "were"))
	}
	if passed > 0 {
		said += " Passed over " + format.Plural(passed, "file") + "."
	}
	model.Notices.Send(said)
	if first != "" {
		model.Open(first, "")
	}
	if len(refused) > 0 {
		d.showRefused(said, refused)
	}
}

// showRefused names the files that were not imported, each with the reason.
func (d *DocumentDialogs) showRefused(said string, refused []error) {
	body := container.NewVBox()
	say := func(text string) *widget.Label {
		l := dialogs.Wrapped(text)
		body.Add(l)
		return l
	}
	say(said + " " + format.Count(len(refused), "file cannot be imported:", "files cannot be imported:")).TextStyle.Bold = true
	var lines []string
	for _, err := range refused {
		lines = append(lines, format.OneLine(err.Error()))
	}
	say(dialogs.Listed(lines))
	scroll := dialogs.Scrolling(body, d.Host)
	d.ShowModal(dialogs.Modal{Title: "Files that were not imported", Width: 600, Content: scroll, Scroll: scroll, Confirm: "Close"})
}
