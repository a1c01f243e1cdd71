package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/handover"
	"factmark/store"
)

// exchangeDialogs shows what goes out of a workspace to others and comes back: tables, packages, merges, conflicts, people.
type exchangeDialogs struct{ *host }

// exporting is the dialog that writes labelled claims as CSV.
type exporting struct {
	window *exchangeDialogs
	desk   *desk
	dialog *openModal

	scope   *radioGroup
	labels  *checkGroup
	bom     *keyCheck
	safe    *keyCheck
	path    *keyEntry
	count   *widget.Label
	waiting *widget.Label // that conflicts wait
	warning *formProblem
	bar     *widget.ProgressBar

	ids    map[string]string // label ids by the names that are shown
	rows   int               // how many claims would be written
	asked  latest            // counts
	cancel context.CancelFunc
}

func (w *exchangeDialogs) showExport() { w.exportDialog() }

func (w *exchangeDialogs) exportDialog() *exporting {
	e := &exporting{window: w, desk: w.desk, ids: map[string]string{}}
	e.scope = newRadioRow(w.modalKey, scopeDocument, scopeWorkspace)
	e.scope.OnChanged = func(string) { e.recount() }
	var names []string
	for _, l := range slices.Concat(e.desk.labels, []store.Label{noLabel}) {
		name := badge(l) + "  " + l.Name
		names = append(names, name)
		e.ids[name] = l.ID
	}
	e.labels = newCheckGroup(w.modalKey, false, names...)
	e.labels.OnChanged = func([]string) { e.recount() }
	e.bom, e.safe = newKeyCheck(w.modalKey), newKeyCheck(w.modalKey)
	e.bom.Text = "Byte-order mark, so that Excel reads accents right"
	e.safe.Text = "Spreadsheet-safe: an apostrophe before text that begins like a formula"
	e.path = newKeyEntry(w.modalKey)
	e.path.OnChanged = func(string) { e.checkPath() }
	e.count = widget.NewLabel("")
	e.count.TextStyle.Bold = true
	e.waiting = widget.NewLabel("")
	e.waiting.Wrapping = fyne.TextWrapWord
	e.waiting.Importance = widget.WarningImportance
	e.waiting.Hide()
	e.warning = w.newFormProblem(1)
	e.bar = widget.NewProgressBar()
	e.bar.Hide()

	labels := someRows(e.labels)
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Claims of"), e.scope,
		top(widget.NewLabel("With label")), labels,
		top(widget.NewLabel("For spreadsheets")), container.NewVBox(e.bom, e.safe),
		widget.NewLabel("File"), w.pathRow(e.warning.framed(e.path), func() { w.chooseFolderOf(e.path, "Export to") }),
	)
	e.dialog = w.showModal(modal{
		title: "Export labelled claims as CSV", width: 600,
		content: container.NewVBox(form, e.count, e.waiting, e.warning.body, e.bar),
		confirm: "Export", cancel: "Cancel", onConfirm: e.start, onClose: e.stop, focus: e.path, scroll: labels,
	})
	e.scope.SetSelected(scopeWorkspace)
	if e.desk.document.ID == "" {
		e.scope.Disable()
	}
	e.path.setPath(filepath.Join(w.lastFolder(), csvName(e.desk.store.Path())))
	return e
}

func csvName(workspace string) string {
	return strings.TrimSuffix(filepath.Base(workspace), filepath.Ext(workspace)) + ".csv"
}

func (e *exporting) filter() store.Filter {
	var f store.Filter
	if e.scope.Selected == scopeDocument {
		f.DocumentIDs = []string{e.desk.document.ID}
	}
	if len(e.labels.Selected) < len(e.labels.Options) {
		f.LabelIDs = []string{}
		for _, name := range e.labels.Selected {
			f.LabelIDs = append(f.LabelIDs, e.ids[name])
		}
	}
	return f
}

// recount says how many claims the choice would write.
func (e *exporting) recount() {
	current, filter, d := e.asked.ask(), e.filter(), e.desk
	d.back.do(func() {
		n, err := d.store.CountLabelled(d.ctx, filter)
		var waiting store.Waiting
		if err == nil {
			waiting, err = d.store.Waiting(d.ctx, filter)
		}
		d.back.post(func() {
			if !current() {
				return
			}
			if err != nil {
				d.fail(fmt.Errorf("counting the claims: %w", err))
				return
			}
			e.rows = n
			e.count.SetText(format.Plural(n, "claim") + " will be written, offsets in code points.")
			e.waiting.SetText(handover.Waiting(waiting))
			setVisible(e.waiting, waiting.Conflicts > 0)
			e.checkPath()
		})
	})
}

// checkPath says what stands against the chosen file, before anything is written.
func (e *exporting) checkPath() {
	path := e.path.path()
	d := e.desk
	d.back.do(func() {
		say, possible := lookAt(path, d.store.Path())
		d.back.post(func() {
			if path != e.path.path() || e.dialog == nil {
				return
			}
			e.warning.standing(e.path, say, possible)
			if possible && e.cancel == nil {
				e.dialog.ok.Enable()
			} else {
				e.dialog.ok.Disable()
			}
		})
	})
}

// start writes the file; the dialog stays open until it is written.
func (e *exporting) start() bool {
	path, filter, total := e.path.path(), e.filter(), e.rows
	options := dataset.Options{BOM: e.bom.Checked, SpreadsheetSafe: e.safe.Checked}
	ctx, cancel := context.WithCancel(e.desk.ctx)
	e.cancel = cancel
	e.dialog.ok.Disable()
	e.bar.Max = float64(max(total, 1))
	e.bar.Show()
	d := e.desk
	d.back.do(func() {
		var report dataset.Report
		waiting, err := d.store.Waiting(ctx, filter)
		if err != nil {
			d.back.post(func() { e.ended(path, options, report, waiting, err) })
			return
		}
		err = dataset.WriteFile(path, func(out io.Writer) (err error) {
			report, err = dataset.WriteCSV(ctx, out, d.store, filter, options, func(done int) {
				d.back.post(func() { e.bar.SetValue(float64(done)) })
			})
			return err
		})
		d.back.post(func() { e.ended(path, options, report, waiting, err) })
	})
	return false
}

func (e *exporting) ended(path string, options dataset.Options, report dataset.Report, waiting store.Waiting, err error) {
	if errors.Is(err, context.Canceled) {
		e.desk.told.send("Export cancelled; no file was written.")
		return
	}
	e.cancel = nil
	e.bar.Hide()
	if err != nil {
		e.checkPath()
		e.desk.fail(fmt.Errorf("exporting to %s: %w", path, err))
		return
	}
	e.window.rememberFolder(filepath.Dir(path))
	e.dialog.close()
	said := fmt.Sprintf("%s written to %s.", format.Plural(report.Rows, "claim"), path)
	if n := report.Formulas; n > 0 && !options.SpreadsheetSafe {
		said += fmt.Sprintf(" %s like formulas to a spreadsheet.", format.Count(n, "cell begins", "cells begin"))
	}
	if waits := handover.Waiting(waiting); waits != "" {
		said += " " + waits
	}
	e.desk.told.send(said)
	e.window.tellDamaged(dataset.MisplacedWords(report.Misplaced), dataset.NULWords(report.NUL))
}

// tellDamaged says what is wrong with claims that were written, which is no small remark.
func (w *exchangeDialogs) tellDamaged(words ...string) {
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	if len(words) == 0 {
		return
	}
	text := widget.NewLabel(strings.Join(words, "\n"))
	text.Wrapping = fyne.TextWrapWord
	w.showModal(modal{title: "Some claims are damaged", content: text, confirm: "Close", width: 460})
}

func (e *exporting) stop() {
	e.asked.ask() // a count comes too late now
	if e.cancel != nil {
		e.cancel()
	}
}
