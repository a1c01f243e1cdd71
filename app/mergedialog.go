package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/handover"
	"factmark/store"
	"factmark/widgets/textfield"
)

// askMerge asks for the workspaces to merge, several at a time.
func (w *exchangeDialogs) askMerge() {
	paths := w.textField("Paths of packages that came back, or of other workspaces, one a line", 4)
	problem := w.newFormProblem(2)
	drafts := w.desk.newDraftForm(formMerge, "")
	drafts.addText("paths", "The list of workspaces", "", paths)
	file := newKeyButton("Add a file…", w.modalKey, func() {
		w.chooseFile("Merge", storage.NewExtensionFileFilter([]string{store.Extension}), w.lastFolder(), func(path string) {
			if text := strings.TrimRight(paths.Text(), "\n"); text != "" {
				path = text + "\n" + path
			}
			paths.SetText(path + "\n")
		})
	})
	var chosen []string
	hint := widget.NewLabel("They are only read. What they hold is shown before anything is done.")
	hint.Importance = widget.LowImportance
	w.showModal(modal{title: "Merge", confirm: "Look at them", cancel: "Cancel", width: 560, focus: paths, fields: []*textfield.Field{paths},
		form: drafts, typedInto: func() bool { return strings.TrimSpace(paths.Text()) != "" },
		content: container.NewVBox(problem.field(paths), container.NewHBox(file, hint), problem.body),
		onConfirm: func() bool {
			wanted := typedPaths(paths.Text())
			say := ""
			if len(wanted) == 0 {
				say = "Name at least one workspace."
			}
			for _, path := range wanted {
				if info, err := os.Stat(path); err != nil || info.IsDir() {
					say = "There is no workspace " + path + "."
					break
				}
			}
			if say != "" {
				return problem.at(paths, say)
			}
			w.rememberFolder(filepath.Dir(wanted[0]))
			chosen = wanted
			return true
		},
		onClose: func() {
			if chosen != nil {
				w.mergeDialog(chosen)
			}
		}})
}

// mergeDialog looks at what a merge would do, shows it, and does it when asked.
func (w *exchangeDialogs) mergeDialog(paths []string) {
	w.merge("Looking at what is new", "Nothing is changed yet.", paths, store.Merging{DryRun: true}, func(report store.MergeReport, _ string) {
		w.showMerge(paths, report)
	})
}

// merge merges, or only looks, away from the interface thread; then gets what
// came of it, and the path of the copy that was kept.
func (w *exchangeDialogs) merge(title, say string, paths []string, options store.Merging, then func(report store.MergeReport, kept string)) {
	d := w.desk
	var report store.MergeReport
	var kept string
	w.working(title, say, func(ctx context.Context, progress func(done, total int)) (err error) {
		options.Progress = progress
		report, kept, err = handover.Merge(ctx, d.store, paths, options, func(ctx context.Context) (string, error) {
			made, err := d.backups.keeper.Backup(ctx, backup.BeforeMerge)
			return made.Path, err
		})
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			d.told.send("Merge cancelled; nothing was merged.")
		case err != nil:
			d.fail(fmt.Errorf("merging: %w", err))
		default:
			then(report, kept)
		}
	})
}

// mergeView is the dialog that shows what a merge would do.
type mergeView struct {
	window *exchangeDialogs
	paths  []string
	dialog *openModal
	state  *widget.Label
	same   []*keyCheck // of people who may be one
}

// showMerge shows what there is to merge.
func (w *exchangeDialogs) showMerge(paths []string, report store.MergeReport) *mergeView {
	m := &mergeView{window: w, paths: paths, state: widget.NewLabel("")}
	m.state.Wrapping = fyne.TextWrapWord
	name := "“" + shorten(filepath.Base(paths[0]), 60) + "”"
	if len(paths) > 1 {
		name = fmt.Sprintf("%d workspaces", len(paths))
	}
	title := "Merge " + name
	if !report.Changed {
		w.desk.typed.finishPaths(formMerge, paths)
		m.state.SetText("Everything in it is here already; there is nothing to merge.")
		m.dialog = w.showModal(modal{title: title, width: 560, content: m.state, confirm: "Close"})
		return m
	}
	m.state.SetText("This is what it would bring. A copy of the workspace is kept first, and one undo takes all of it back.")
	scroll := container.NewVScroll(m.details(report))
	least, room := scroll.Content.MinSize(), w.win.Canvas().Size()
	scroll.Direction = container.ScrollBoth // large counts in a narrow window
	scroll.SetMinSize(fyne.NewSize(min(max(560, least.Width), room.Width-80), min(least.Height, room.Height-260)))
	m.dialog = w.showModal(modal{title: title, width: 560, content: container.NewVBox(m.state, scroll), scroll: scroll,
		confirm: "Merge", cancel: "Cancel", onConfirm: m.start})
	return m
}

// details are the counts, what may surprise, and who may be one person.
func (m *mergeView) details(report store.MergeReport) *fyne.Container {
	counted := container.New(layout.NewFormLayout())
	body := container.NewVBox(counted)
	for _, line := range handover.Lines(report) {
		name := widget.NewLabel(line.What)
		name.TextStyle.Bold = true
		counted.Add(name)
		counted.Add(widget.NewLabel(line.Counts))
	}
	questions := handover.Questions(report)
	for _, line := range questions[:min(len(questions), 4)] {
		said := widget.NewLabel(line + ".")
		said.Wrapping = fyne.TextWrapWord
		body.Add(said)
	}
	if more := len(questions) - 4; more > 0 {
		body.Add(widget.NewLabel(fmt.Sprintf("And %d more of these.", more)))
	}
	names := handover.Names(report)
	if len(names) > 0 {
		ask := widget.NewLabel("The same person here and there?")
		ask.TextStyle.Bold = true
		body.Add(ask)
	}
	for _, name := range names {
		check := newKeyCheck(m.window.modalKey)
		check.Text = name
		m.same = append(m.same, check)
		body.Add(check)
	}
	return body
}

// start merges.
func (m *mergeView) start() bool {
	options := store.Merging{}
	for _, check := range m.same {
		if check.Checked {
			options.Same = append(options.Same, check.Text)
		}
	}
	m.dialog.close() // before the progress can open another
	m.window.merge("Merging", "Cancelling leaves the workspace as it is.", m.paths, options, m.merged)
	return true
}

func (m *mergeView) merged(report store.MergeReport, kept string) {
	m.window.desk.typed.finishPaths(formMerge, m.paths)
	said := "Merged."
	if kept != "" {
		said = "Merged. As it was before, the workspace is in " + filepath.Base(kept) + "."
	}
	if report.Conflicts > 0 {
		said = fmt.Sprintf("Merged; %s to be chosen: Review › Conflicts.", pluralVerb(report.Conflicts, "value waits", "values wait"))
	}
	m.window.desk.told.send(said)
}

// readConflicts counts what waits for a choice.
func (d *desk) readConflicts() {
	d.back.do(func() {
		n, err := d.store.CountConflicts(d.ctx)
		d.back.post(func() {
			if err != nil {
				d.fail(fmt.Errorf("counting the conflicts: %w", err))
				return
			}
			d.conflicts = n
			d.conflictsChanged.send(n)
		})
	})
}

// valueWords says a value of a conflict in words.
func valueWords(part string, s store.Said) string {
	if s.Deleted {
		return "Deleted"
	}
	if part == "row" {
		return "Kept"
	}
	at := func(column string) string {
		if i := slices.Index(s.Columns, column); i >= 0 {
			return s.Values[i]
		}
		return ""
	}
	switch part {
	case "label":
		if label := at("label_id"); label != "" {
			return label
		}
		if kind := at("kind"); kind == "reject" {
			return "The span is rejected"
		} else if kind == "skip" {
			return "Skipped"
		}
		return noLabel.Name
	case "span":
		if quote := at("quote"); quote != "" && at("start") != "" {
			return "“" + quote + "”\n" + at("start") + "–" + at("end")
		}
	case "final":
		if at("final_label_id") == "" {
			return at("status")
		}
		return at("final_label_id") + " (" + at("status") + ")"
	}
	var lines []string
	for i, value := range s.Values {
		if len(s.Values) > 1 {
			value = s.Columns[i] + ": " + value
		}
		lines = append(lines, value)
	}
	if text := strings.Join(lines, "\n"); strings.TrimSpace(text) != "" {
		return text
	}
	return "(empty)"
}
