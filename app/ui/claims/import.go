package claims

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// AskImportClaims asks for a file or folder of claims.
func (d *ClaimDialogs) AskImportClaims() {
	path := dialogs.NewKeyEntry(d.ModalKey)
	path.SetPlaceHolder(locale.T("Path of a file or folder"))
	problem := d.NewFormProblem(2)
	choose := func() {
		d.ChooseFile(profile.Claims, locale.T("Import claims"), claimFiles, path.SetPath)
	}
	folder := dialogs.NewKeyButton(locale.T("Choose folder…"), d.ModalKey, func() { d.ChooseFolder(profile.Claims, locale.T("Import claims"), "", path.SetPath) })
	hint := widget.NewLabel(locale.T("Or drop a file here. You see a preview before anything is imported."))
	hint.Importance = widget.LowImportance
	chosen := ""
	d.ShowModal(dialogs.Modal{Title: locale.T("Import claims"), Confirm: locale.T("Preview"), Cancel: locale.T("Cancel"), Width: 560, Focus: path,
		Content: container.NewVBox(d.PathRow(problem.Field(path), choose), container.NewHBox(folder, hint), problem.Body),
		OnDrop:  func(paths []string) { path.SetPath(paths[0]) },
		OnConfirm: func() bool {
			file := path.Path()
			say := ""
			if _, err := os.Stat(file); file == "" || err != nil {
				say = locale.T("Enter the path of a file.")
				if file != "" {
					say = locale.T("There is no file {{.File}}.", "File", file)
				}
			} else if store.HasExtension(file) {
				say = locale.T("This is a workspace. To bring in its claims, use File › Merge a package.")
			}
			if say != "" {
				return problem.At(path, say)
			}
			d.RememberFolder(profile.Claims, filepath.Dir(file))
			chosen = file
			return true
		},
		OnClose: func() {
			if chosen != "" {
				d.ReadClaims(chosen)
			}
		}})
}

// claimFiles are the endings of the names of files with claims, for a file chooser.
var claimFiles = []string{".csv", ".tsv", ".txt", ".xlsx", ".json", ".jsonl", ".jsonld", ".ndjson", ".ann", ".conll", ".qdpx", ".zip"}

// claimsImport is an import of claims, from the file that was named to what is done with it.
type claimsImport struct {
	host *ClaimDialogs
	path string
	name string

	source  dataset.Source
	form    *dataset.Format // nil: it is recognised
	unit    dataset.Unit    // "" where the quotes are to tell
	mapping *savedMapping   // how a table with other columns is read; nil where one that is kept fits, or none is needed
	files   dataset.Batch
	dialog  *dialogs.OpenModal
	update  *dialogs.KeyCheck // change the claims that are here; nil where there is none to change
	skip    *dialogs.KeyCheck // leave out the rows that don't fit; nil where all fit
}

// savedMapping is a mapping under the name that it is kept by, "" for one that is not kept.
type savedMapping struct {
	name string
	dataset.Mapping
}

// ReadClaims reads a file of claims and looks at what it would do.
func (d *ClaimDialogs) ReadClaims(path string) {
	if filepath.Ext(path) == ".txt" && dataset.IsTextOfPair(path) {
		path = path[:len(path)-len(".txt")] + ".ann"
	}
	c := &claimsImport{host: d, path: path, name: filepath.Base(path)}
	c.read()
}

// read reads the file as is known by now, and asks what it does not tell.
func (c *claimsImport) read() {
	model := c.host.Workspace
	kept := c.host.Profile.Mappings()
	c.files, c.update, c.skip = dataset.Batch{}, nil, nil
	var report store.ImportReport
	c.host.Working(locale.T("Reading the file"), locale.T("Nothing is changed yet."), func(ctx context.Context, progress func(done, total int)) error {
		if c.source.File == nil {
			var err error
			if c.source, err = dataset.Load(c.path); err != nil {
				return fmt.Errorf("%s: %w", c.name, err)
			}
		}
		files, err := c.readSource()
		if question, is := errors.AsType[*dataset.MappingError](err); is && c.mapping == nil {
			if name, m, found := dataset.SavedMapping(kept, question.Table); found {
				c.mapping = &savedMapping{name, m}
				files, err = c.readSource()
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		c.files.Add(files...)
		if err := c.files.Place(ctx, model.Store, c.unit); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		report, err = model.Store.ImportDataset(ctx, c.files.Dataset(), store.ImportOptions{Update: true, DryRun: true, Progress: progress})
		return err
	}, c.answered(func() { c.show(report) }))
}

func (c *claimsImport) readSource() ([]*dataset.Imported, error) {
	if c.mapping == nil {
		return c.source.Read(c.form)
	}
	t, err := c.source.Table()
	if err != nil {
		return nil, err
	}
	in, err := dataset.ReadTable(c.source.Name, t, c.mapping.Mapping)
	if err == nil && c.mapping.name != "" {
		in.Remarks = append(in.Remarks, locale.T("Read with the column settings “{{.Name}}”.", "Name", c.mapping.name))
	}
	return []*dataset.Imported{in}, err
}

// answered asks what stands against reading the file, or goes on.
func (c *claimsImport) answered(then func()) func(error) {
	end := c.ended(then)
	return func(err error) {
		columns, isTable := errors.AsType[*dataset.MappingError](err)
		unit, isUnit := errors.AsType[*dataset.UnitError](err)
		_, ambiguous := errors.AsType[*dataset.AmbiguousError](err)
		_, unknown := errors.AsType[*dataset.UnknownFormError](err)
		switch {
		case isTable:
			c.askMapping(columns.Table)
		case isUnit:
			c.askUnit(unit)
		case ambiguous, unknown:
			c.askFormat(err)
		default:
			end(err)
		}
	}
}

// ended says where the work was cancelled or has failed, and calls done else.
func (c *claimsImport) ended(done func()) func(error) {
	model := c.host.Workspace
	return func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			model.Notices.Send(locale.T("Import cancelled. Nothing was imported."))
		case err != nil:
			model.Fail(err)
		default:
			done()
		}
	}
}

// start imports the file as one action.
func (c *claimsImport) start() bool {
	host, model := c.host, c.host.Workspace
	options := store.ImportOptions{Update: c.update != nil && c.update.Checked, SkipBadRows: c.skip != nil && c.skip.Checked}
	c.dialog.Close() // before the progress can open another
	var report store.ImportReport
	var suggested []store.CountedSuggestions
	host.Working(locale.T("Importing claims"), locale.T("Nothing is added until everything has been read."), func(ctx context.Context, progress func(done, total int)) (err error) {
		model.Backups.Before(ctx, backup.BeforeImport, c.files.Size())
		options.Progress = progress
		if report, err = model.Store.ImportDataset(ctx, c.files.Dataset(), options); err == nil && report.SuggestionsAdded > 0 {
			suggested, err = model.Store.CountSuggestions(ctx)
		}
		return err
	}, c.ended(func() {
		said := []string{locale.N("Imported {{.N}} claims.", report.Added)}
		if brought := dataset.Brought(report); brought != "" {
			said = append(said, locale.T("Also imported: {{.What}}.", "What", brought))
		}
		if n := len(report.Updated); n > 0 {
			said = append(said, locale.N("Updated {{.N}} claims.", n))
		}
		if n := len(c.files.Bad()) + len(report.Bad); n > 0 {
			said = append(said, locale.N("Skipped {{.N}} rows.", n))
		}
		model.Notices.Send(strings.Join(format.NonEmpty(append(said, suggestedIn(suggested))...), " "))
		if report.DocumentsAdded > 0 {
			model.IndexForSearch()
		}
	}))
	return true
}

// suggestedIn says which documents have open suggestions, "" where none has.
func suggestedIn(counts []store.CountedSuggestions) string {
	var titles []string // of a document once, though several models suggest something in it
	last := ""
	for _, c := range counts {
		if c.Open > 0 && c.DocumentID != last {
			titles, last = append(titles, "“"+format.Shorten(format.NameLine(c.Document), 40)+"”"), c.DocumentID
		}
	}
	switch n := len(titles); n {
	case 0:
		return ""
	case 1:
		return locale.T("There are suggestions in {{.Document}} (M goes through them).", "Document", titles[0])
	default:
		return locale.N("There are suggestions in {{.Document}} and {{.N}} more documents (M goes through them).", n-1, "Document", titles[0])
	}
}
