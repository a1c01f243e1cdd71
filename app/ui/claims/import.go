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
func (w *ClaimDialogs) AskImportClaims() {
	path := dialogs.NewKeyEntry(w.ModalKey)
	path.SetPlaceHolder("Path of a CSV file, as the export writes it")
	problem := w.NewFormProblem(2)
	choose := func() {
		w.ChooseFile("Import claims", storage.NewExtensionFileFilter([]string{".csv", ".tsv", ".txt"}), w.LastFolder(), path.SetPath)
	}
	hint := widget.NewLabel("What it holds is shown before anything is done.")
	hint.Importance = widget.LowImportance
	chosen := ""
	w.ShowModal(dialogs.Modal{Title: "Import claims", Confirm: "Read", Cancel: "Cancel", Width: 560, Focus: path,
		Content: container.NewVBox(w.PathRow(problem.Field(path), choose), hint, problem.Body),
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
			w.RememberFolder(filepath.Dir(file))
			chosen = file
			return true
		},
		OnClose: func() {
			if chosen != "" {
				w.ReadClaims(chosen)
			}
		}})
}

// claimsImport is the dialog that shows what a table of claims would add and change.
type claimsImport struct {
	host   *ClaimDialogs
	name   string
	table  dataset.Table
	dialog *dialogs.OpenModal
	update *dialogs.KeyCheck // change the claims that are here; nil where there is none to change
	skip   *dialogs.KeyCheck // leave out the rows that don't fit; nil where all fit
}

// ReadClaims reads a table and looks at what it would do.
func (w *ClaimDialogs) ReadClaims(path string) {
	d := w.Workspace
	v := &claimsImport{host: w, name: filepath.Base(path)}
	var report store.ImportReport
	w.Working("Reading the table", "Nothing is changed yet.", func(ctx context.Context, progress func(done, total int)) error {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		if v.table, err = dataset.ReadCSV(file); err != nil {
			return fmt.Errorf("%s: %w", v.name, err)
		}
		report, err = d.Store.ImportClaims(ctx, v.table.Claims, store.ImportOptions{Update: true, DryRun: true, Progress: progress})
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			d.Notices.Send("Import cancelled; nothing was imported.")
		case err != nil:
			d.Fail(err)
		default:
			v.show(report)
		}
	})
}

// show shows what a table would do.
func (v *claimsImport) show(report store.ImportReport) {
	w := v.host
	bad := append(v.table.Bad, report.Bad...)
	body := container.NewVBox()
	say := func(text string) *widget.Label {
		l := widget.NewLabel(text)
		l.Wrapping = fyne.TextWrapWord
		body.Add(l)
		return l
	}
	counts := say(fmt.Sprintf("%s new, %s.", format.Count(report.Added, "claim is", "claims are"),
		format.Count(report.Existing, "is here already", "are here already")))
	if report.Added+report.Existing+len(report.Updated) == 0 && len(bad) > 0 {
		counts.SetText("No row fits; there is nothing to import.")
	}
	counts.TextStyle.Bold = true
	remarks := dataset.Remarks(v.table, report)
	for _, remark := range remarks {
		say(remark)
	}
	if n := len(report.Updated); n > 0 {
		v.update = dialogs.NewKeyCheck(w.ModalKey)
		v.update.Text = "Change " + format.Count(n, "claim that is here with other content", "claims that are here with other content")
		v.update.OnChanged = func(bool) { v.allow(report, len(bad)) }
		body.Add(v.update)
		var lines []string
		for _, u := range report.Updated {
			lines = append(lines, fmt.Sprintf("Line %d, %s", u.Line, dataset.Changes(u)))
		}
		say(dialogs.Listed(lines))
	}
	nothing := report.Added == 0 && len(report.Updated) == 0
	if n := len(bad); n > 0 {
		if nothing {
			say(format.Count(n, "row does not fit:", "rows do not fit:"))
		} else {
			v.skip = dialogs.NewKeyCheck(w.ModalKey)
			v.skip.Text = "Leave out " + format.Count(n, "row that does not fit", "rows that do not fit")
			v.skip.OnChanged = func(bool) { v.allow(report, n) }
			body.Add(v.skip)
		}
		var lines []string
		for _, row := range bad {
			lines = append(lines, fmt.Sprintf("Line %d: %v", row.Line, row.Err))
		}
		say(dialogs.Listed(lines))
	}
	title := "Import claims from “" + format.Shorten(v.name, 60) + "”"
	if nothing {
		scroll := dialogs.Scrolling(body, w.Host)
		v.dialog = w.ShowModal(dialogs.Modal{Title: title, Width: 600, Content: scroll, Scroll: scroll, Confirm: "Close"})
		return
	}
	scroll := dialogs.Scrolling(body, w.Host)
	var focus fyne.Focusable
	for _, check := range []*dialogs.KeyCheck{v.skip, v.update} {
		if check != nil {
			focus = check
		}
	}
	v.dialog = w.ShowModal(dialogs.Modal{Title: title, Width: 600, Content: scroll, Scroll: scroll, Confirm: "Import", Cancel: "Cancel", OnConfirm: v.start, Focus: focus})
	v.allow(report, len(bad))
}

// allow lets the table be imported once something would be done, and the rows that don't fit are to be left out.
func (v *claimsImport) allow(report store.ImportReport, bad int) {
	if v.dialog == nil {
		return
	}
	update := v.update != nil && v.update.Checked
	if (report.Added > 0 || update) && (bad == 0 || v.skip.Checked) {
		v.dialog.Ok.Enable()
	} else {
		v.dialog.Ok.Disable()
	}
}

// start imports the table as one action.
func (v *claimsImport) start() bool {
	w, d := v.host, v.host.Workspace
	options := store.ImportOptions{Update: v.update != nil && v.update.Checked, SkipBadRows: v.skip != nil && v.skip.Checked}
	v.dialog.Close() // before the progress can open another
	var report store.ImportReport
	w.Working("Importing claims", "Nothing is in the workspace until all rows are read.", func(ctx context.Context, progress func(done, total int)) (err error) {
		d.Backups.Before(ctx, backup.BeforeImport, len(v.table.Claims))
		options.Progress = progress
		report, err = d.Store.ImportClaims(ctx, v.table.Claims, options)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			d.Notices.Send("Import cancelled; nothing was imported.")
		case err != nil:
			d.Fail(err)
		default:
			said := "Imported " + format.Plural(report.Added, "claim")
			if n := len(report.Updated); n > 0 {
				said += ", changed " + format.Thousands(n)
			}
			if n := len(v.table.Bad) + len(report.Bad); n > 0 {
				said += ", left out " + format.Plural(n, "row")
			}
			d.Notices.Send(said + ". Undo takes it back.")
		}
	})
	return true
}
