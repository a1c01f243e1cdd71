package exchange

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
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/format"
	"factmark/app/handover"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/store/merge"
	"factmark/widgets/textfield"
)

// AskMerge asks for the workspaces to merge, several at a time.
func (x *Exchange) AskMerge() {
	paths := x.TextField(locale.T("Paths of returned packages or other workspaces, one per line"), 4)
	problem := x.NewFormProblem(2)
	drafts := dialogs.NewDraftForm(x.Workspace, workspace.FormMerge, "")
	drafts.AddText("paths", locale.T("List of workspaces"), "", paths)
	file := dialogs.NewKeyButton(locale.T("Add files…"), x.ModalKey, func() {
		x.ChooseFile(profile.Packages, locale.T("Merge"), []string{store.Extension}, func(path string) {
			dialogs.AddPath(paths, path)
		})
	})
	var chosen []string
	hint := widget.NewLabel(locale.T("Nothing is changed before you have seen a preview."))
	hint.Importance = widget.LowImportance
	x.ShowModal(dialogs.Modal{Title: locale.T("Merge"), Confirm: locale.T("Preview"), Cancel: locale.T("Cancel"), Width: 560, Focus: paths, Fields: []*textfield.Field{paths},
		Form: drafts, TypedInto: func() bool { return strings.TrimSpace(paths.Text()) != "" },
		Content: container.NewVBox(problem.Field(paths), container.NewHBox(file, hint), problem.Body),
		OnConfirm: func() bool {
			wanted := workspace.TypedPaths(paths.Text())
			say := ""
			if len(wanted) == 0 {
				say = locale.T("Enter the path of at least one workspace.")
			}
			for _, path := range wanted {
				if info, err := os.Stat(path); err != nil || info.IsDir() {
					say = locale.T("There is no workspace {{.Path}}.", "Path", path)
					break
				}
			}
			if say != "" {
				return problem.At(paths, say)
			}
			x.RememberFolder(profile.Packages, filepath.Dir(wanted[0]))
			chosen = wanted
			return true
		},
		OnClose: func() {
			if chosen != nil {
				x.MergeDialog(chosen)
			}
		}})
}

// MergeDialog looks at what a merge would do, shows it, and does it when asked.
func (x *Exchange) MergeDialog(paths []string) {
	x.merge(locale.T("Preparing the preview"), locale.T("Nothing is changed yet."), paths, merge.Options{DryRun: true}, func(report merge.Report, _ string) {
		x.showMerge(paths, report)
	})
}

// merge merges, or only looks, away from the interface thread; then gets what
// came of it, and the path of the copy that was kept.
func (x *Exchange) merge(title, say string, paths []string, options merge.Options, then func(report merge.Report, kept string)) {
	model := x.Workspace
	var report merge.Report
	var kept string
	x.Working(title, say, func(ctx context.Context, progress func(done, total int)) (err error) {
		options.Progress = progress
		report, kept, err = handover.Merge(ctx, model.Store, paths, options, func(ctx context.Context) (string, error) {
			made, err := model.Backups.Keeper.Backup(ctx, backup.BeforeMerge)
			return made.Path, err
		})
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			model.Notices.Send(locale.T("Merge cancelled. Nothing was changed."))
		case err != nil:
			model.Fail(fmt.Errorf("merging: %w", err))
		default:
			then(report, kept)
		}
	})
}

// mergeDialog is the dialog that shows what a merge would do.
type mergeDialog struct {
	host   *Exchange
	paths  []string
	dialog *dialogs.OpenModal
	state  *widget.Label
	same   []*dialogs.KeyCheck // of people who may be one
}

// showMerge shows what there is to merge.
func (x *Exchange) showMerge(paths []string, report merge.Report) *mergeDialog {
	m := &mergeDialog{host: x, paths: paths, state: widget.NewLabel("")}
	m.state.Wrapping = fyne.TextWrapWord
	title := locale.T("Merge “{{.File}}”", "File", format.Shorten(filepath.Base(paths[0]), 60))
	if len(paths) > 1 {
		title = locale.N("Merge {{.N}} files", len(paths))
	}
	if !report.Changed {
		x.Workspace.Drafts.FinishPaths(workspace.FormMerge, paths)
		m.state.SetText(locale.T("Nothing to merge: everything in it is already here."))
		m.dialog = x.ShowModal(dialogs.Modal{Title: title, Width: 560, Content: m.state, Confirm: locale.T("Close")})
		return m
	}
	m.state.SetText(locale.T("The merge will make these changes. A backup is made first, and Undo takes all of it back."))
	scroll := container.NewVScroll(m.details(report))
	least, room := scroll.Content.MinSize(), x.Win.Canvas().Size()
	scroll.Direction = container.ScrollBoth // large counts in a narrow window
	scroll.SetMinSize(fyne.NewSize(min(max(560, least.Width), room.Width-80), min(least.Height, room.Height-260)))
	m.dialog = x.ShowModal(dialogs.Modal{Title: title, Width: 560, Content: container.NewVBox(m.state, scroll), Scroll: scroll,
		Confirm: locale.T("Merge"), Cancel: locale.T("Cancel"), OnConfirm: m.start})
	return m
}

// details are the counts, what may surprise, and who may be one person.
func (m *mergeDialog) details(report merge.Report) *fyne.Container {
	counted := container.New(layout.NewFormLayout())
	body := container.NewVBox(counted)
	for _, line := range handover.Lines(report) {
		name := dialogs.Bold(line.What)
		counted.Add(name)
		counted.Add(widget.NewLabel(line.Counts))
	}
	questions := handover.Questions(report)
	for _, line := range questions[:min(len(questions), 4)] {
		said := dialogs.Wrapped(line)
		body.Add(said)
	}
	if more := len(questions) - 4; more > 0 {
		body.Add(widget.NewLabel(locale.N("And {{.N}} more.", more)))
	}
	names := handover.Names(report)
	if len(names) > 0 {
		ask := dialogs.Bold(locale.T("Same person in both files?"))
		body.Add(ask)
	}
	for _, name := range names {
		check := dialogs.NewKeyCheck(m.host.ModalKey)
		check.Text = name
		m.same = append(m.same, check)
		body.Add(check)
	}
	return body
}

// start merges.
func (m *mergeDialog) start() bool {
	options := merge.Options{}
	for _, check := range m.same {
		if check.Checked {
			options.Same = append(options.Same, check.Text)
		}
	}
	m.dialog.Close() // before the progress can open another
	m.host.merge(locale.T("Merging"), locale.T("If you cancel, nothing is changed."), m.paths, options, m.merged)
	return true
}

func (m *mergeDialog) merged(report merge.Report, kept string) {
	m.host.Workspace.Drafts.FinishPaths(workspace.FormMerge, m.paths)
	said := locale.T("Merged.")
	if kept != "" {
		said = locale.T("Merged. A backup from before is {{.File}}.", "File", filepath.Base(kept))
	}
	if report.Conflicts > 0 {
		said = locale.N("Merged. {{.N}} conflicts to resolve: Review › Conflicts.", report.Conflicts)
	}
	m.host.Workspace.Notices.Send(said)
}

// valueWords says a value of a conflict in words.
func valueWords(part string, s merge.ConflictValue) string {
	if s.Deleted {
		return locale.T("Deleted")
	}
	if part == "row" {
		return locale.T("Not deleted")
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
			return locale.T("Rejected")
		} else if kind == "skip" {
			return locale.T("Skipped")
		}
		return workspace.NoLabel.Name
	case "span":
		if quote := at("quote"); quote != "" && at("start") != "" {
			return "“" + quote + "”\n" + at("start") + "–" + at("end")
		}
	case "link":
		if quote := at("first_claim_id"); quote != "" {
			return locale.T("Same claim as “{{.Quote}}”", "Quote", quote)
		}
		return locale.T("Not linked")
	case "final":
		if at("final_label_id") == "" {
			return dialogs.StatusName(store.Status(at("status")))
		}
		return at("final_label_id") + " (" + dialogs.StatusName(store.Status(at("status"))) + ")"
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
	return locale.T("(empty)")
}
