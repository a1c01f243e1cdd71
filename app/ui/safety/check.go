package safety

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/store/check"
)

// checkDialog is the dialog that looks through the workspace and repairs it.
type checkDialog struct {
	host    *Safety
	model   *workspace.Workspace
	Dialog  *dialogs.OpenModal
	Verdict *widget.Label
	Said    *widget.Label
	bar     *widget.ProgressBar
	List    *dialogs.RowList
	rows    *fyne.Container
	Detail  *widget.Label // of the finding that is chosen
	copy    *dialogs.KeyButton

	Found       []check.Finding
	mendable    int     // of those found
	width, most float32 // of the list: its width and greatest height, in pixels
	ctx         context.Context
	stop        context.CancelFunc
}

// ShowCheck opens the dialog, begins the check away from the interface thread, and returns.
func (s *Safety) ShowCheck() *checkDialog {
	c := &checkDialog{host: s, model: s.Workspace}
	c.ctx, c.stop = context.WithCancel(s.Workspace.Ctx)
	c.Verdict = dialogs.Wrapped(locale.T("Checking the file, the texts and every claim…"))
	c.Verdict.TextStyle.Bold = true
	c.Said = dialogs.Wrapped(locale.T("You can keep working. Closing this window stops the check."))
	c.bar = widget.NewProgressBar()
	c.List = dialogs.NewRowList(func() int { return len(c.Found) }, newFindingRow, c.fill, c.showDetail, s.ModalKey)
	c.Detail = dialogs.Wrapped("")
	c.Detail.Hide()
	size := s.Win.Canvas().Size()
	c.width, c.most = min(680, size.Width-80), min(300, size.Height-400)
	c.rows = container.NewGridWrap(fyne.NewSize(c.width, c.most), c.List.Framed())
	c.rows.Hide()
	c.copy = dialogs.NewKeyButton(locale.T("Copy report"), s.ModalKey, func() {
		s.App.Clipboard().SetContent(c.Report())
		c.Said.SetText(locale.T("Report copied."))
	})
	save := dialogs.NewKeyButton(locale.T("Save report…"), s.ModalKey, c.SaveReport)
	more := container.NewHBox(c.copy, save)
	more.Hide()
	c.Dialog = s.ShowModal(dialogs.Modal{Title: locale.T("Check workspace"), Width: 680, Confirm: locale.T("Repair"), Cancel: locale.T("Close"), OnClose: c.stop, Focus: c.List,
		Content: container.NewVBox(c.Verdict, c.bar, c.rows, c.Detail, c.Said, more), OnConfirm: c.confirmed})
	c.Dialog.Ok.Hide()
	s.Back.Go(func() {
		found, err := check.Run(c.ctx, s.Workspace.Store, c.progress)
		c.post(func() {
			more.Show()
			c.Ended(found, err)
		})
	})
	return c
}

func (c *checkDialog) progress(done, total int) {
	c.model.Back.OnUI(func() {
		c.bar.Max = float64(max(total, 1))
		c.bar.SetValue(float64(done))
	})
}

func (c *checkDialog) post(f func()) {
	c.model.Back.OnUI(func() {
		if c.ctx.Err() == nil {
			f()
		}
	})
}

// Ended shows what a check has found, or why it could not go on.
func (c *checkDialog) Ended(found []check.Finding, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	c.bar.Hide()
	c.Found, c.mendable = found, 0
	wrong, orphans := 0, 0
	for _, f := range found {
		if f.Kind == check.Orphan {
			orphans++
		} else {
			wrong++
		}
		if f.Repair != "" && !c.model.ReadOnly() {
			c.mendable++
		}
	}
	switch {
	case err != nil:
		c.Verdict.SetText(locale.T("The check stopped. {{.Reason}}", "Reason", workspace.Sentence(err)))
	case wrong == 0 && orphans > 0:
		c.Verdict.SetText(locale.T("No damage found."))
	case wrong == 0:
		c.Verdict.SetText(locale.T("No problems found. The file is intact, every text is as imported, and every quote matches its text."))
	default:
		c.Verdict.SetText(locale.N("{{.N}} problems found.", wrong))
	}
	say := ""
	switch {
	case c.mendable > 0:
		say = locale.N("{{.N}} problems can be repaired. A backup is made first; changes to claims can be undone.", c.mendable)
	case wrong > 0:
		say = locale.T("None can be repaired automatically. File › Restore a backup… has earlier versions.")
	}
	if orphans > 0 {
		say = strings.TrimSpace(locale.N("{{.N}} unplaced claims need placing.", orphans) + " " + say)
	}
	c.Said.SetText(say)
	dialogs.SetVisible(c.Said, say != "")
	dialogs.SetVisible(c.rows, len(found) > 0)
	dialogs.SetVisible(c.Dialog.Ok, c.mendable > 0)
	dialogs.SetVisible(c.Detail, len(found) > 0)
	c.List.Refresh()
	if len(found) > 0 {
		c.rows.Layout = layout.NewGridWrapLayout(fyne.NewSize(c.width, min(c.most, float32(len(found))*60)))
		c.List.UnselectAll()
		c.List.Select(0)
	}
	c.Dialog.Popup.Content.Refresh()
	if modals := c.host.Modals; modals[len(modals)-1] == c.Dialog {
		c.host.Win.Canvas().Focus(c.List)
	}
}

// showDetail shows all of a finding whose row is cut off.
func (c *checkDialog) showDetail(i int) {
	c.Detail.SetText(format.UpperFirst(c.Found[i].What) + ".\n" + repairText(c.Found[i]) + ".")
}

// newFindingRow is what was found, and below it what repair would do.
func newFindingRow() fyne.CanvasObject {
	what := widget.NewLabel("")
	what.Truncation = fyne.TextTruncateEllipsis
	repair := widget.NewLabel("")
	repair.Truncation = fyne.TextTruncateEllipsis
	repair.Importance = widget.LowImportance
	return container.New(layout.NewCustomPaddedVBoxLayout(-12), what, repair)
}

func (c *checkDialog) fill(i int, o fyne.CanvasObject) {
	f := c.Found[i]
	box := o.(*fyne.Container)
	box.Objects[0].(*widget.Label).SetText(format.UpperFirst(f.What))
	box.Objects[1].(*widget.Label).SetText(repairText(f))
}

func repairText(f check.Finding) string {
	switch {
	case f.Repair != "":
		return locale.T("Repair: {{.What}}", "What", f.Repair)
	case f.Kind == check.Orphan:
		return locale.T("Needs placing")
	}
	return locale.T("Can’t be repaired automatically")
}

// Report is what was found, as text.
func (c *checkDialog) Report() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", locale.T("Check of {{.File}}", "File", c.model.Store.Path()), c.Verdict.Text)
	for _, f := range c.Found {
		fmt.Fprintf(&b, "\n%s %s\n%s\n%s\n", f.Kind, f.ID, format.UpperFirst(f.What), repairText(f))
	}
	return b.String()
}

// SaveReport asks for a file and writes the report as text.
func (c *checkDialog) SaveReport() {
	report := c.Report()
	c.host.AskSave(profile.Reports, locale.T("Save report"), store.NameOf(c.model.Store.Path())+" check.txt", func(out io.Writer) error {
		_, err := io.WriteString(out, report)
		return err
	})
}

// confirmed repairs what can be repaired; where there is nothing, it closes the dialog.
func (c *checkDialog) confirmed() bool {
	if c.mendable == 0 {
		return true
	}
	c.repair()
	return false
}

// repair makes a backup and repairs.
func (c *checkDialog) repair() {
	model := c.model
	c.Dialog.Ok.Disable()
	c.bar.SetValue(0)
	c.bar.Show()
	c.Said.SetText(locale.T("Making a backup, then repairing…"))
	model.Back.Go(func() {
		var mended, left []check.Finding
		err := model.Backups.Keeper.Make(c.ctx, backup.BeforeRepair)
		if err == nil || errors.Is(err, store.ErrDamaged) { // what is damaged inside can't be copied as a whole file
			mended, left, err = check.Repair(c.ctx, model.Store, c.progress)
		} else {
			err = fmt.Errorf("nothing was repaired, since no backup could be made: %w", err)
		}
		c.post(func() {
			c.Dialog.Ok.Enable()
			if err != nil {
				c.bar.Hide()
				c.Said.SetText(workspace.Sentence(err))
				return
			}
			c.Ended(left, nil)
			c.Said.SetText(strings.TrimSpace(locale.N("{{.N}} problems repaired.", len(mended)) + " " + c.Said.Text))
			c.Said.Show()
		})
	})
}
