package document

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/charset"
	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/profile"
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
	paths := d.TextField(locale.T("Paths of files or folders, one per line"), 5)
	add := func(chosen []string) {
		for _, path := range chosen {
			dialogs.AddPath(paths, path)
		}
	}
	file := dialogs.NewKeyButton(locale.T("Add files…"), d.ModalKey, func() { d.ChooseFiles(profile.Documents, locale.T("Add files"), ingest.Extensions(), add) })
	folder := dialogs.NewKeyButton(locale.T("Add a folder…"), d.ModalKey, func() { d.ChooseFolders(profile.Documents, locale.T("Add a folder"), add) })
	hint := widget.NewLabel(locale.T("You can also drop files on the window."))
	hint.Importance = widget.LowImportance
	problem := d.NewFormProblem(2)
	options := d.NewImportOptions()
	paths.OnChanged = func() { options.show(workspace.TypedPaths(paths.Text())) }
	drafts := dialogs.NewDraftForm(d.Workspace, workspace.FormImport, "")
	drafts.AddText("paths", locale.T("The list of files"), "", paths)
	d.ShowModal(dialogs.Modal{Title: locale.T("Import documents"), Confirm: locale.T("Import"), Cancel: locale.T("Cancel"), Width: 560, Focus: paths, Fields: []*textfield.Field{paths},
		Form: drafts, TypedInto: func() bool { return strings.TrimSpace(paths.Text()) != "" }, OnClose: options.leave,
		Content: container.NewVBox(problem.Field(paths), container.NewHBox(file, folder, hint), options.content, problem.Body),
		OnConfirm: func() bool {
			wanted := workspace.TypedPaths(paths.Text())
			say := ""
			if len(wanted) == 0 {
				say = locale.T("Enter at least one file or folder.")
			}
			for _, path := range wanted {
				if _, err := os.Stat(path); err != nil {
					say = locale.T("There is no file or folder {{.Path}}.", "Path", path)
					break
				}
			}
			if say != "" {
				return problem.At(paths, say)
			}
			d.ImportFiles(wanted, options.Chosen())
			return true
		}})
}

// importOptions chooses how files to be imported are read, and shows the beginning of the first one.
type importOptions struct {
	host    *DocumentDialogs
	content *fyne.Container
	Pick    *dialogs.KeySelect // the encoding

	More        *dialogs.KeyButton // shows the following, which few need
	more        *fyne.Container
	Pages       *dialogs.RadioGroup
	Attachments *dialogs.KeyCheck
	Hyphens     *dialogs.KeyCheck

	Preview *widget.Label
	scroll  *container.Scroll
	paths   []string
	asked   workspace.Latest // previews
	stop    func()           // the preview that is being made
}

// What the choices of an import say.
const (
	DetectEncoding = "Detect automatically" // each file's own encoding is found out
	ArticleOnly    = "The article"
	WholePage      = "The whole page"
)

// NewImportOptions makes the choices, which begin with those that fit most files.
func (d *DocumentDialogs) NewImportOptions() *importOptions {
	o := &importOptions{host: d, Preview: dialogs.Wrapped(""), stop: func() {}}
	changed := func() { o.show(o.paths) }
	o.Pick = d.encodingPick(changed)
	o.Pages = d.pagePick(changed)
	o.Attachments, o.Hyphens = dialogs.NewKeyCheck(d.ModalKey), d.hyphensCheck(changed)
	o.Attachments.SetText(locale.T("Import email attachments as documents too"))
	o.Attachments.OnChanged = func(bool) { changed() }
	o.more = container.New(layout.NewFormLayout(), widget.NewLabel(locale.T("Web pages")), o.Pages, widget.NewLabel(locale.T("Email")), o.Attachments, widget.NewLabel("PDF"), o.Hyphens)
	o.more.Hide()
	o.More = dialogs.NewKeyButton(locale.T("More options"), d.ModalKey, nil)
	o.More.Importance = widget.LowImportance
	o.More.Icon = theme.MenuExpandIcon()
	o.More.OnTapped = func() {
		o.More.SetText(locale.T("Fewer options"))
		o.More.SetIcon(theme.MenuDropDownIcon())
		if o.more.Visible() {
			o.More.SetText(locale.T("More options"))
			o.More.SetIcon(theme.MenuExpandIcon())
		}
		dialogs.SetVisible(o.more, !o.more.Visible())
	}
	o.scroll = container.NewVScroll(o.Preview)
	o.scroll.SetMinSize(fyne.NewSize(0, previewHeight))
	o.scroll.Hide()
	o.content = container.NewVBox(container.NewBorder(nil, nil, widget.NewLabel(locale.T("Encoding")), o.More, o.Pick), o.more, o.scroll)
	return o
}

// encodingPick is the choice of an encoding, which begins with DetectEncoding.
func (d *DocumentDialogs) encodingPick(changed func()) *dialogs.KeySelect {
	options := []string{locale.T(DetectEncoding)}
	for _, known := range charset.All() {
		options = append(options, known.String())
	}
	pick := dialogs.NewKeySelect(options, d.ModalEnd)
	pick.Selected = locale.T(DetectEncoding)
	pick.OnChanged = func(string) { changed() }
	return pick
}

// pickedEncoding is the encoding that was picked; nil where it is to be found out.
func pickedEncoding(pick *dialogs.KeySelect) *charset.Encoding {
	if i := pick.SelectedIndex(); i > 0 {
		return charset.All()[i-1]
	}
	return nil
}

// pagePick chooses what is taken of a web page.
func (d *DocumentDialogs) pagePick(changed func()) *dialogs.RadioGroup {
	pick := dialogs.NewRadioRow(d.ModalKey, locale.T(ArticleOnly), locale.T(WholePage))
	pick.SetSelected(locale.T(ArticleOnly))
	pick.OnChanged = func(string) { changed() }
	return pick
}

func (d *DocumentDialogs) hyphensCheck(changed func()) *dialogs.KeyCheck {
	check := dialogs.NewKeyCheck(d.ModalKey)
	check.SetText(locale.T("Keep hyphens at line ends"))
	check.OnChanged = func(bool) { changed() }
	return check
}

// Chosen are the options that were chosen.
func (o *importOptions) Chosen() ingest.Options {
	return ingest.Options{Encoding: pickedEncoding(o.Pick), WholePage: o.Pages.Selected == locale.T(WholePage), Attachments: o.Attachments.Checked, KeepHyphens: o.Hyphens.Checked}
}

// leave ends the preview.
func (o *importOptions) leave() {
	o.asked.Ask()
	o.stop()
}

// show shows the beginning of the first of the files, a while after the last change.
func (o *importOptions) show(paths []string) {
	o.leave()
	o.paths = paths
	current, options, back := o.asked.Ask(), o.Chosen(), o.host.Workspace.Back
	ctx, stop := context.WithCancel(o.host.Workspace.Ctx)
	o.stop = stop
	back.Later(previewAfter, func() {
		if !current() {
			return
		}
		back.Go(func() {
			said, err := FirstFile(ctx, paths, options)
			back.OnUI(func() {
				if !current() {
					return
				}
				showPreview(o.Preview, said, err)
				dialogs.SetVisible(o.scroll, said != "" || err != nil)
			})
		})
	})
}

// previewAfter is how long nothing must have changed before a file is read for its preview.
const previewAfter = 300 * time.Millisecond

// mostPreviewed is the size of the largest file that is read for a preview, in bytes.
const mostPreviewed = 16 << 20

// FirstFile gives the name of the first file there is among paths, how it would be read, what it says of itself, and its beginning.
func FirstFile(ctx context.Context, paths []string, options ingest.Options) (string, error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil || info.IsDir():
			continue
		case info.Size() > mostPreviewed:
			return locale.T("{{.File}}: {{.Size}} MB, no preview", "File", ingest.Shown(filepath.Base(path)), "Size", format.Thousands(int(info.Size()>>20))), nil
		}
		reader := ingest.NewReader(options)
		defer reader.Close()
		return previewOf(reader.Read(ctx, path), options)
	}
	return "", nil
}

// previewOf says what was read of a file.
func previewOf(parts []ingest.Part, options ingest.Options) (string, error) {
	if unsure, is := errors.AsType[*ingest.UnsureError](parts[0].Err); is {
		lines, err := Beginning(unsure.Raw, unsure.Guess.Encoding, 0)
		return locale.T("{{.File}}: encoding unclear, perhaps {{.Encoding}}; you will be asked", "File", ingest.Shown(unsure.FileName), "Encoding", unsure.Guess.Encoding.String()) + "\n" + lines, err
	}
	if table, is := errors.AsType[*ingest.ColumnsError](parts[0].Err); is {
		return locale.N("{{.File}}: a table of {{.N}} rows; you will be asked what its columns contain: {{.Columns}}", table.Table.Rows(), "File", ingest.Shown(table.FileName),
			"Columns", format.Shorten(format.OneLine(strings.Join(table.Table.Columns, ", ")), 300)), nil
	}
	var first *ingest.Document
	documents := 0
	for _, p := range parts {
		if p.Document != nil {
			if documents++; first == nil {
				first = p.Document
			}
		}
	}
	if first == nil {
		return "", parts[0].Err
	}
	said := formatName(first.Format)
	if used, known := charset.Named(first.Charset); known {
		if options.Encoding == nil {
			said = locale.T("{{.Format}}, detected {{.Encoding}}", "Format", said, "Encoding", used.String())
		} else {
			said += ", " + used.String()
		}
	}
	head := ingest.Shown(first.FileName) + ": " + said
	if documents > 1 {
		head = locale.N("{{.N}} documents; the first is {{.Document}}", documents, "Document", head)
	}
	about := format.OneLine(strings.Join(format.NonEmpty(first.Title, first.Author, first.Publisher, first.Published, first.SourceURL), " · "))
	unicode, _ := charset.Named("utf-8")
	lines, err := Beginning([]byte(first.Text), unicode, 0)
	return head + "\n" + format.Shorten(about, previewLength) + "\n" + lines, err
}

// Dropped imports files dropped on the window, or gives them to the dialog that is in front.
func (d *DocumentDialogs) Dropped(_ fyne.Position, files []fyne.URI) {
	if d.Workspace == nil {
		return
	}
	var paths []string
	for _, f := range files {
		if f.Scheme() == "file" {
			paths = append(paths, f.Path())
		}
	}
	if n := len(d.Modals); n > 0 {
		if into := d.Modals[n-1].OnDrop; into != nil && len(paths) > 0 {
			into(paths)
		}
		return
	}
	if len(paths) == 1 && store.HasExtension(paths[0]) {
		d.OpenWorkspace(paths[0])
		return
	}
	if d.Workspace.MayWrite() {
		d.ImportFiles(paths, ingest.Options{})
	}
}

// ImportFiles imports files, and all files in folders, as one action, and shows what became of each.
func (d *DocumentDialogs) ImportFiles(paths []string, options ingest.Options) {
	if len(paths) == 0 {
		return
	}
	d.RememberFolder(profile.Documents, filepath.Dir(paths[0]))
	model := d.Workspace
	form := workspace.OpenForm{Form: workspace.FormImport}
	model.Drafts.Open[form]++ // until the import is over, its list is not offered as a draft
	d.readFiles(locale.T("Importing"), locale.T(reading), paths, options, func(batch *importing.Batch, err error) {
		d.add(batch, err, func(added bool) {
			if added {
				model.Drafts.FinishPaths(workspace.FormImport, paths)
			}
			model.Drafts.Closed(form)
		})
	})
}

// add adds what was read to the workspace, and shows what became of it. done is called at the end.
func (d *DocumentDialogs) add(batch *importing.Batch, err error, done func(added bool)) {
	model := d.Workspace
	if err != nil || len(batch.Documents()) == 0 {
		done(false)
		d.imported(model, batch, "", err)
		return
	}
	action := "" // what the import is called in the history
	d.Working(locale.T("Importing"), locale.T("Adding the documents."), func(ctx context.Context, _ func(done, total int)) error {
		model.Backups.Before(ctx, backup.BeforeImport, len(batch.Documents()))
		if err := batch.Add(ctx, model.Store); err != nil {
			return err
		}
		action, _, err = model.Store.UndoNames(ctx)
		return err
	}, func(err error) {
		done(err == nil)
		d.imported(model, batch, action, err)
		if err == nil {
			model.IndexForSearch()
		}
	})
}

// imported tells what became of an import, which an action has added to the workspace.
func (d *DocumentDialogs) imported(model *workspace.Workspace, batch *importing.Batch, action string, err error) {
	switch {
	case errors.Is(err, context.Canceled):
		model.Notices.Send(locale.T("Import cancelled. Nothing was imported."))
	case err != nil:
		model.Fail(err)
	case len(batch.Items) == 0:
		model.Notices.Send(locale.T("No files to import."))
	default:
		d.showImported(batch, action)
	}
}
