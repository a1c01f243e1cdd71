package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/handover"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Exchange shows what goes out of a workspace to others and comes back: tables, packages, merges, conflicts, people.
type Exchange struct{ *dialogs.Host }

// exportDialog is the dialog that writes labelled claims as CSV.
type exportDialog struct {
	host   *Exchange
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal

	Scope   *dialogs.RadioGroup
	Labels  *dialogs.CheckGroup
	Bom     *dialogs.KeyCheck
	safe    *dialogs.KeyCheck
	Path    *dialogs.KeyEntry
	Count   *widget.Label
	Waiting *widget.Label // that conflicts wait
	Warning *dialogs.FormProblem
	bar     *widget.ProgressBar

	ids    map[string]string // label ids by the names that are shown
	Rows   int               // how many claims would be written
	asked  workspace.Latest  // counts
	cancel context.CancelFunc
}

// ShowExport opens the dialog that writes labelled claims as CSV, and returns it.
func (x *Exchange) ShowExport() *exportDialog {
	e := &exportDialog{host: x, model: x.Workspace, ids: map[string]string{}}
	e.Scope = dialogs.NewRadioRow(x.ModalKey, dialogs.ScopeDocument, dialogs.ScopeWorkspace)
	e.Scope.OnChanged = func(string) { e.recount() }
	var names []string
	for _, l := range slices.Concat(e.model.Labels, []store.Label{workspace.NoLabel}) {
		name := dialogs.Badge(l) + "  " + l.Name
		names = append(names, name)
		e.ids[name] = l.ID
	}
	e.Labels = dialogs.NewCheckGroup(x.ModalKey, false, names...)
	e.Labels.OnChanged = func([]string) { e.recount() }
	e.Bom, e.safe = dialogs.NewKeyCheck(x.ModalKey), dialogs.NewKeyCheck(x.ModalKey)
	e.Bom.Text = "Byte-order mark, so that Excel reads accents right"
	e.safe.Text = "Spreadsheet-safe: an apostrophe before text that begins like a formula"
	e.Path = dialogs.NewKeyEntry(x.ModalKey)
	e.Path.OnChanged = func(string) { e.checkPath() }
	e.Count = dialogs.Bold("")
	e.Waiting = dialogs.Wrapped("")
	e.Waiting.Importance = widget.WarningImportance
	e.Waiting.Hide()
	e.Warning = x.NewFormProblem(1)
	e.bar = widget.NewProgressBar()
	e.bar.Hide()

	labels := dialogs.SomeRows(e.Labels)
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Claims of"), e.Scope,
		dialogs.Top(widget.NewLabel("With label")), labels,
		dialogs.Top(widget.NewLabel("For spreadsheets")), container.NewVBox(e.Bom, e.safe),
		widget.NewLabel("File"), x.PathRow(e.Warning.Framed(e.Path), func() { x.ChooseFolderOf(e.Path, "Export to") }),
	)
	e.Dialog = x.ShowModal(dialogs.Modal{
		Title: "Export labelled claims as CSV", Width: 600,
		Content: container.NewVBox(form, e.Count, e.Waiting, e.Warning.Body, e.bar),
		Confirm: "Export", Cancel: "Cancel", OnConfirm: e.start, OnClose: e.stop, Focus: e.Path, Scroll: labels,
	})
	e.Scope.SetSelected(dialogs.ScopeWorkspace)
	if e.model.Document.ID == "" {
		e.Scope.Disable()
	}
	e.Path.SetPath(filepath.Join(x.LastFolder(), csvName(e.model.Store.Path())))
	return e
}

func csvName(workspace string) string {
	return strings.TrimSuffix(filepath.Base(workspace), filepath.Ext(workspace)) + ".csv"
}

func (e *exportDialog) filter() store.Filter {
	var f store.Filter
	if e.Scope.Selected == dialogs.ScopeDocument {
		f.DocumentIDs = []string{e.model.Document.ID}
	}
	if len(e.Labels.Selected) < len(e.Labels.Options) {
		f.LabelIDs = []string{}
		for _, name := range e.Labels.Selected {
			f.LabelIDs = append(f.LabelIDs, e.ids[name])
		}
	}
	return f
}

// recount says how many claims the choice would write.
func (e *exportDialog) recount() {
	current, filter, model := e.asked.Ask(), e.filter(), e.model
	model.Back.Go(func() {
		n, err := model.Store.CountLabelled(model.Ctx, filter)
		var waiting store.ConflictCounts
		if err == nil {
			waiting, err = model.Store.ConflictsAmong(model.Ctx, filter)
		}
		model.Back.OnUI(func() {
			if !current() {
				return
			}
			if err != nil {
				model.Fail(fmt.Errorf("counting the claims: %w", err))
				return
			}
			e.Rows = n
			e.Count.SetText(format.Plural(n, "claim") + " will be written, offsets in code points.")
			e.Waiting.SetText(handover.Waiting(waiting))
			dialogs.SetVisible(e.Waiting, waiting.Conflicts > 0)
			e.checkPath()
		})
	})
}

// checkPath says what stands against the chosen file, before anything is written.
func (e *exportDialog) checkPath() {
	e.host.CheckPath(e.Path, e.Warning, func(possible bool) {
		if e.Dialog != nil {
			e.Dialog.Allow(possible && e.cancel == nil)
		}
	})
}

// start writes the file; the dialog stays open until it is written.
func (e *exportDialog) start() bool {
	path, filter, total := e.Path.Path(), e.filter(), e.Rows
	options := dataset.Options{BOM: e.Bom.Checked, SpreadsheetSafe: e.safe.Checked}
	options.Progress = func(done int) { e.model.Back.OnUI(func() { e.bar.SetValue(float64(done)) }) }
	ctx, cancel := context.WithCancel(e.model.Ctx)
	e.cancel = cancel
	e.Dialog.Ok.Disable()
	e.bar.Max = float64(max(total, 1))
	e.bar.Show()
	model := e.model
	model.Back.Go(func() {
		var report dataset.Report
		waiting, err := model.Store.ConflictsAmong(ctx, filter)
		if err != nil {
			model.Back.OnUI(func() { e.ended(path, options, report, waiting, err) })
			return
		}
		err = dataset.WriteFile(path, func(out io.Writer) (err error) {
			report, err = dataset.Write(ctx, out, model.Store, dataset.FormatNamed("csv"), filter, options)
			return err
		})
		model.Back.OnUI(func() { e.ended(path, options, report, waiting, err) })
	})
	return false
}

func (e *exportDialog) ended(path string, options dataset.Options, report dataset.Report, waiting store.ConflictCounts, err error) {
	if errors.Is(err, context.Canceled) {
		e.model.Notices.Send("Export cancelled; no file was written.")
		return
	}
	e.cancel = nil
	e.bar.Hide()
	if err != nil {
		e.checkPath()
		e.model.Fail(fmt.Errorf("exporting to %s: %w", path, err))
		return
	}
	e.host.RememberFolder(filepath.Dir(path))
	e.Dialog.Close()
	said := fmt.Sprintf("%s written to %s.", format.Plural(report.Rows, "claim"), path)
	if n := report.Formulas; n > 0 && !options.SpreadsheetSafe {
		said += fmt.Sprintf(" %s like formulas to a spreadsheet.", format.Count(n, "cell begins", "cells begin"))
	}
	if waits := handover.Waiting(waiting); waits != "" {
		said += " " + waits
	}
	e.model.Notices.Send(said)
	e.host.tellDamaged(dataset.MisplacedWords(report.Misplaced), dataset.NULWords(report.NUL))
}

// tellDamaged says what is wrong with claims that were written, which is no small remark.
func (x *Exchange) tellDamaged(words ...string) {
	words = slices.DeleteFunc(words, func(s string) bool { return s == "" })
	if len(words) == 0 {
		return
	}
	text := dialogs.Wrapped(strings.Join(words, "\n"))
	x.ShowModal(dialogs.Modal{Title: "Some claims are damaged", Content: text, Confirm: "Close", Width: 460})
}

func (e *exportDialog) stop() {
	e.asked.Ask() // a count comes too late now
	if e.cancel != nil {
		e.cancel()
	}
}
