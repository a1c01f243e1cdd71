package claims

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// AskImportClaims asks for a table of claims.
func (d *ClaimDialogs) AskImportClaims() {
	path := dialogs.NewKeyEntry(d.ModalKey)
	path.SetPlaceHolder("Path of a CSV file, as the export writes it")
	problem := d.NewFormProblem(2)
	choose := func() {
		d.ChooseFile("Import claims", storage.NewExtensionFileFilter([]string{".csv", ".tsv", ".txt"}), d.LastFolder(), path.SetPath)
	}
	hint := widget.NewLabel("What it holds is shown before anything is done.")
	hint.Importance = widget.LowImportance
	chosen := ""
	d.ShowModal(dialogs.Modal{Title: "Import claims", Confirm: "Read", Cancel: "Cancel", Width: 560, Focus: path,
		Content: container.NewVBox(d.PathRow(problem.Field(path), choose), hint, problem.Body),
		OnConfirm: func() bool {
			file := path.Path()
			say := ""
			if info, err := os.Stat(file); file == "" || err != nil || info.IsDir() {
				say = "Name a file."
				if file != "" {
					say = "There is no file " + file + "."
				}
			} else if store.HasExtension(file) {
				say = "This is a workspace, not a table; use File › Merge."
			}
			if say != "" {
				return problem.At(path, say)
			}
			d.RememberFolder(filepath.Dir(file))
			chosen = file
			return true
		},
		OnClose: func() {
			if chosen != "" {
				d.ReadClaims(chosen)
			}
		}})
}

// claimsImport is the dialog that shows what a table of claims would add and change.
type claimsImport struct {
	host   *ClaimDialogs
	name   string
	files  dataset.Batch
	dialog *dialogs.OpenModal
	update *dialogs.KeyCheck // change the claims that are here; nil where there is none to change
	skip   *dialogs.KeyCheck // leave out the rows that don't fit; nil where all fit
}

// ReadClaims reads a table and looks at what it would do.
func (d *ClaimDialogs) ReadClaims(path string) {
	model := d.Workspace
	c := &claimsImport{host: d, name: filepath.Base(path)}
	var report store.ImportReport
	d.Working("Reading the table", "Nothing is changed yet.", func(ctx context.Context, progress func(done, total int)) error {
		source, err := dataset.Load(path)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		files, err := source.Read(nil)
		if err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		c.files.Add(files...)
		if err := c.files.Place(ctx, model.Store, ""); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
		report, err = model.Store.ImportDataset(ctx, c.files.Dataset(), store.ImportOptions{Update: true, DryRun: true, Progress: progress})
		return err
	}, c.ended(func() { c.show(report) }))
}

// ended says where the work was cancelled or has failed, and calls done else.
func (c *claimsImport) ended(done func()) func(error) {
	model := c.host.Workspace
	return func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			model.Notices.Send("Import cancelled; nothing was imported.")
		case err != nil:
			model.Fail(err)
		default:
			done()
		}
	}
}

// show shows what a table would do.
func (c *claimsImport) show(report store.ImportReport) {
	host := c.host
	bad := append(c.files.Bad(), report.Bad...)
	body := container.NewVBox()
	say := func(text string) *widget.Label {
		l := dialogs.Wrapped(text)
		body.Add(l)
		return l
	}
	counts := say(fmt.Sprintf("%s new, %s.", format.Count(report.Added, "claim is", "claims are"),
		format.Count(report.Existing, "is here already", "are here already")))
	if report.Added+report.Existing+len(report.Updated) == 0 && len(bad) > 0 {
		counts.SetText("No row fits; there is nothing to import.")
	}
	counts.TextStyle.Bold = true
	for _, remark := range c.files.Remarks(report) {
		say(remark)
	}
	list := func(updates []store.ClaimUpdate) {
		var lines []string
		for _, u := range updates {
			lines = append(lines, fmt.Sprintf("Line %d, %s", u.Line, dataset.Changes(u)))
		}
		say(dialogs.Listed(lines))
	}
	if n := len(report.Updated); n > 0 {
		c.update = dialogs.NewKeyCheck(host.ModalKey)
		c.update.Text = "Change " + format.Count(n, "claim that is here with other content", "claims that are here with other content")
		c.update.OnChanged = func(bool) { c.allow(report, len(bad)) }
		body.Add(c.update)
		list(report.Updated)
	}
	if n := len(report.Left); n > 0 {
		say(format.Count(n, "claim was changed here since the table was written and is left:", "claims were changed here since the table was written and are left:"))
		list(report.Left)
	}
	nothing := report.Added == 0 && len(report.Updated) == 0
	if n := len(bad); n > 0 {
		if nothing {
			say(format.Count(n, "row does not fit:", "rows do not fit:"))
		} else {
			c.skip = dialogs.NewKeyCheck(host.ModalKey)
			c.skip.Text = "Leave out " + format.Count(n, "row that does not fit", "rows that do not fit")
			c.skip.OnChanged = func(bool) { c.allow(report, n) }
			body.Add(c.skip)
		}
		var lines []string
		for _, row := range bad {
			lines = append(lines, fmt.Sprintf("Line %d: %v", row.Line, row.Err))
		}
		say(dialogs.Listed(lines))
	}
	title := "Import claims from “" + format.Shorten(c.name, 60) + "”"
	scroll := dialogs.Scrolling(body, host.Host)
	if nothing {
		c.dialog = host.ShowModal(dialogs.Modal{Title: title, Width: 600, Content: scroll, Scroll: scroll, Confirm: "Close"})
		return
	}
	var focus fyne.Focusable
	for _, check := range []*dialogs.KeyCheck{c.skip, c.update} {
		if check != nil {
			focus = check
		}
	}
	c.dialog = host.ShowModal(dialogs.Modal{Title: title, Width: 600, Content: scroll, Scroll: scroll, Confirm: "Import", Cancel: "Cancel", OnConfirm: c.start, Focus: focus})
	c.allow(report, len(bad))
}

// allow lets the table be imported once something would be done, and the rows that don't fit are to be left out.
func (c *claimsImport) allow(report store.ImportReport, bad int) {
	if c.dialog == nil {
		return
	}
	update := c.update != nil && c.update.Checked
	c.dialog.Allow((report.Added > 0 || update) && (bad == 0 || c.skip.Checked))
}

// start imports the table as one action.
func (c *claimsImport) start() bool {
	host, model := c.host, c.host.Workspace
	options := store.ImportOptions{Update: c.update != nil && c.update.Checked, SkipBadRows: c.skip != nil && c.skip.Checked}
	c.dialog.Close() // before the progress can open another
	var report store.ImportReport
	host.Working("Importing claims", "Nothing is in the workspace until all rows are read.", func(ctx context.Context, progress func(done, total int)) (err error) {
		model.Backups.Before(ctx, backup.BeforeImport, c.files.Size())
		options.Progress = progress
		report, err = model.Store.ImportDataset(ctx, c.files.Dataset(), options)
		return err
	}, c.ended(func() {
		said := "Imported " + format.Plural(report.Added, "claim")
		if n := len(report.Updated); n > 0 {
			said += ", changed " + format.Thousands(n)
		}
		if n := len(c.files.Bad()) + len(report.Bad); n > 0 {
			said += ", left out " + format.Plural(n, "row")
		}
		model.Notices.Send(said + ". Undo takes it back.")
	}))
	return true
}
