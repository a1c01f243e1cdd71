package app

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
	"factmark/store"
)

// askImportClaims asks for a table of claims.
func (w *claimDialogs) askImportClaims() {
	path := newKeyEntry(w.modalKey)
	path.SetPlaceHolder("Path of a CSV file, as the export writes it")
	problem := w.newFormProblem(2)
	choose := func() {
		w.chooseFile("Import claims", storage.NewExtensionFileFilter([]string{".csv", ".tsv", ".txt"}), w.lastFolder(), path.setPath)
	}
	hint := widget.NewLabel("What it holds is shown before anything is done.")
	hint.Importance = widget.LowImportance
	chosen := ""
	w.showModal(modal{title: "Import claims", confirm: "Read", cancel: "Cancel", width: 560, focus: path,
		content: container.NewVBox(w.pathRow(problem.field(path), choose), hint, problem.body),
		onConfirm: func() bool {
			file := path.path()
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
				return problem.at(path, say)
			}
			w.rememberFolder(filepath.Dir(file))
			chosen = file
			return true
		},
		onClose: func() {
			if chosen != "" {
				w.readClaims(chosen)
			}
		}})
}

// claimsImport is the dialog that shows what a table of claims would add and change.
type claimsImport struct {
	window *claimDialogs
	name   string
	table  dataset.Table
	dialog *openModal
	update *keyCheck // change the claims that are here; nil where there is none to change
	skip   *keyCheck // leave out the rows that don't fit; nil where all fit
}

// readClaims reads a table and looks at what it would do.
func (w *claimDialogs) readClaims(path string) {
	d := w.desk
	v := &claimsImport{window: w, name: filepath.Base(path)}
	var report store.ImportReport
	w.working("Reading the table", "Nothing is changed yet.", func(ctx context.Context, progress func(done, total int)) error {
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		if v.table, err = dataset.ReadCSV(file); err != nil {
			return fmt.Errorf("%s: %w", v.name, err)
		}
		report, err = d.store.ImportClaims(ctx, v.table.Claims, store.ImportOptions{Update: true, DryRun: true, Progress: progress})
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			d.told.send("Import cancelled; nothing was imported.")
		case err != nil:
			d.fail(err)
		default:
			v.show(report)
		}
	})
}

// show shows what a table would do.
func (v *claimsImport) show(report store.ImportReport) {
	w := v.window
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
		v.update = newKeyCheck(w.modalKey)
		v.update.Text = "Change " + format.Count(n, "claim that is here with other content", "claims that are here with other content")
		v.update.OnChanged = func(bool) { v.allow(report, len(bad)) }
		body.Add(v.update)
		var lines []string
		for _, u := range report.Updated {
			lines = append(lines, fmt.Sprintf("Line %d, %s", u.Line, dataset.Changes(u)))
		}
		say(listed(lines))
	}
	nothing := report.Added == 0 && len(report.Updated) == 0
	if n := len(bad); n > 0 {
		if nothing {
			say(format.Count(n, "row does not fit:", "rows do not fit:"))
		} else {
			v.skip = newKeyCheck(w.modalKey)
			v.skip.Text = "Leave out " + format.Count(n, "row that does not fit", "rows that do not fit")
			v.skip.OnChanged = func(bool) { v.allow(report, n) }
			body.Add(v.skip)
		}
		var lines []string
		for _, row := range bad {
			lines = append(lines, fmt.Sprintf("Line %d: %v", row.Line, row.Err))
		}
		say(listed(lines))
	}
	title := "Import claims from “" + format.Shorten(v.name, 60) + "”"
	if nothing {
		scroll := scrolling(body, w.host)
		v.dialog = w.showModal(modal{title: title, width: 600, content: scroll, scroll: scroll, confirm: "Close"})
		return
	}
	scroll := scrolling(body, w.host)
	var focus fyne.Focusable
	for _, check := range []*keyCheck{v.skip, v.update} {
		if check != nil {
			focus = check
		}
	}
	v.dialog = w.showModal(modal{title: title, width: 600, content: scroll, scroll: scroll, confirm: "Import", cancel: "Cancel", onConfirm: v.start, focus: focus})
	v.allow(report, len(bad))
}

// allow lets the table be imported once something would be done, and the rows that don't fit are to be left out.
func (v *claimsImport) allow(report store.ImportReport, bad int) {
	if v.dialog == nil {
		return
	}
	update := v.update != nil && v.update.Checked
	if (report.Added > 0 || update) && (bad == 0 || v.skip.Checked) {
		v.dialog.ok.Enable()
	} else {
		v.dialog.ok.Disable()
	}
}

// start imports the table as one action.
func (v *claimsImport) start() bool {
	w, d := v.window, v.window.desk
	options := store.ImportOptions{Update: v.update != nil && v.update.Checked, SkipBadRows: v.skip != nil && v.skip.Checked}
	v.dialog.close() // before the progress can open another
	var report store.ImportReport
	w.working("Importing claims", "Nothing is in the workspace until all rows are read.", func(ctx context.Context, progress func(done, total int)) (err error) {
		d.backups.before(ctx, backup.BeforeImport, len(v.table.Claims))
		options.Progress = progress
		report, err = d.store.ImportClaims(ctx, v.table.Claims, options)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			d.told.send("Import cancelled; nothing was imported.")
		case err != nil:
			d.fail(err)
		default:
			said := "Imported " + format.Plural(report.Added, "claim")
			if n := len(report.Updated); n > 0 {
				said += ", changed " + format.Thousands(n)
			}
			if n := len(v.table.Bad) + len(report.Bad); n > 0 {
				said += ", left out " + format.Plural(n, "row")
			}
			d.told.send(said + ". Undo takes it back.")
		}
	})
	return true
}
