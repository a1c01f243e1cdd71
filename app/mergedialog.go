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
	"fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/handover"
	"factmark/store"
)

// askMerge asks for the workspaces to merge, several at a time.
func (w *window) askMerge() {
	paths := newMultiLineKeyEntry(w.modalEscape)
	paths.Wrapping = fyne.TextWrapOff
	paths.SetMinRowsVisible(4)
	paths.SetPlaceHolder("Paths of packages that came back, or of other workspaces, one a line")
	problem := widget.NewLabel("")
	problem.Importance = widget.DangerImportance
	problem.Wrapping = fyne.TextWrapWord
	problem.Hide()
	file := widget.NewButton("Add a file…", func() {
		w.chooseFile("Merge", storage.NewExtensionFileFilter([]string{workspaceExt}), w.lastFolder(), func(path string) {
			if text := strings.TrimRight(paths.Text, "\n"); text != "" {
				path = text + "\n" + path
			}
			paths.SetText(path + "\n")
		})
	})
	var chosen []string
	hint := widget.NewLabel("They are only read. What they hold is shown before anything is done.")
	hint.Importance = widget.LowImportance
	w.showModal(modal{title: "Merge", confirm: "Look at them", cancel: "Cancel", width: 560, focus: paths,
		content: container.NewVBox(paths, container.NewHBox(file, hint), problem),
		onConfirm: func() bool {
			wanted := typedPaths(paths.Text)
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
				problem.SetText(say)
				problem.Show()
				return false
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

// mergeView is the dialog that shows what a merge would do, and does it.
type mergeView struct {
	window *window
	desk   *desk
	paths  []string
	dialog *openModal

	state  *widget.Label
	body   *fyne.Container
	bar    *widget.ProgressBar
	same   []*widget.Check // of people who may be one
	ready  bool            // looked at, with something to merge
	cancel context.CancelFunc
}

func (w *window) mergeDialog(paths []string) *mergeView {
	m := &mergeView{window: w, desk: w.desk, paths: paths, state: widget.NewLabel(""), body: container.NewVBox(), bar: widget.NewProgressBar()}
	m.state.Wrapping = fyne.TextWrapWord
	name := "“" + filepath.Base(paths[0]) + "”"
	if len(paths) > 1 {
		name = fmt.Sprintf("%d workspaces", len(paths))
	}
	m.dialog = w.showModal(modal{title: "Merge " + name, width: 560, content: container.NewVBox(m.state, m.bar, m.body),
		confirm: "Merge", cancel: "Cancel", onConfirm: m.start, onClose: func() {
			if m.cancel != nil {
				m.cancel()
			}
		}})
	m.dialog.ok.Disable()
	m.run("Looking at what is new…", store.Merging{DryRun: true}, m.looked)
	return m
}

// run merges away from the interface thread; then gets what came of it.
func (m *mergeView) run(say string, options store.Merging, then func(report store.MergeReport, kept string)) {
	m.state.SetText(say)
	m.bar.SetValue(0)
	m.bar.Show()
	ctx, cancel := context.WithCancel(m.desk.ctx)
	m.cancel = cancel
	d := m.desk
	options.Progress = func(done, total int) {
		d.back.post(func() { m.bar.Max = float64(max(total, 1)); m.bar.SetValue(float64(done)) })
	}
	d.back.do(func() {
		report, kept, err := handover.Merge(ctx, d.store, m.paths, options, func(ctx context.Context) (string, error) {
			made, err := d.backups.keeper.Backup(ctx, backup.BeforeMerge)
			return made.Path, err
		})
		d.back.post(func() {
			cancel()
			m.cancel = nil
			m.bar.Hide()
			switch {
			case errors.Is(err, context.Canceled):
				if !options.DryRun {
					d.told.send("Merge cancelled; nothing was merged.")
				}
			case err != nil:
				m.dialog.close()
				d.fail(fmt.Errorf("merging: %w", err))
			default:
				then(report, kept)
			}
		})
	})
}

// looked shows what there is to merge.
func (m *mergeView) looked(report store.MergeReport, _ string) {
	if !report.Changed {
		m.state.SetText("Everything in it is here already; there is nothing to merge.")
		m.dialog.ok.SetText("Close")
		m.dialog.ok.Enable()
		m.dialog.leave.Hide()
		return
	}
	m.ready = true
	m.state.SetText("This is what it would bring. A copy of the workspace is kept first, and one undo takes all of it back.")
	add := func(line string, bold bool) {
		l := widget.NewLabel(line)
		l.Wrapping = fyne.TextWrapWord
		l.TextStyle.Bold = bold
		m.body.Add(l)
	}
	rows := container.NewVBox()
	for _, line := range handover.Lines(report) {
		what, counts, _ := strings.Cut(line, ": ")
		name := widget.NewLabel(what)
		name.TextStyle.Bold = true
		rows.Add(container.NewBorder(nil, nil, container.NewGridWrap(fyne.NewSize(330, name.MinSize().Height), name), nil, widget.NewLabel(counts)))
	}
	scroll := container.NewVScroll(rows)
	scroll.SetMinSize(fyne.NewSize(520, min(280, rows.MinSize().Height)))
	m.dialog.scroll = scroll
	m.body.Add(scroll)
	questions := handover.Questions(report)
	for _, line := range questions[:min(len(questions), 4)] {
		add(line+".", false)
	}
	if more := len(questions) - 4; more > 0 {
		add(fmt.Sprintf("And %d more of these.", more), false)
	}
	if names := handover.Names(report); len(names) > 0 {
		add("The same person here and there?", true)
		for _, name := range names[:min(len(names), 6)] {
			check := widget.NewCheck(name, nil)
			m.same = append(m.same, check)
			m.body.Add(check)
		}
	}
	m.dialog.ok.Enable()
	m.body.Refresh()
}

// start merges; the dialog stays open until that is done.
func (m *mergeView) start() bool {
	if m.cancel != nil || !m.ready {
		return m.cancel == nil
	}
	var same []string
	for _, check := range m.same {
		if check.Checked {
			same = append(same, check.Text)
		}
		check.Disable()
	}
	m.dialog.ok.Disable()
	m.run("Merging…", store.Merging{Same: same}, m.merged)
	return false
}

func (m *mergeView) merged(report store.MergeReport, kept string) {
	m.dialog.close()
	said := "Merged."
	if kept != "" {
		said = "Merged. As it was before, the workspace is in " + filepath.Base(kept) + "."
	}
	if report.Conflicts > 0 {
		said = fmt.Sprintf("Merged; %s to be chosen: Review › Conflicts.", pluralVerb(report.Conflicts, "value waits", "values wait"))
	}
	m.desk.told.send(said)
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
