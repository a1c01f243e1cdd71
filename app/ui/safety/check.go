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
	c.Verdict = dialogs.Wrapped("Looking through the file, the texts and every claim…")
	c.Verdict.TextStyle.Bold = true
	c.Said = dialogs.Wrapped("You can go on working meanwhile; closing this stops the check.")
	c.bar = widget.NewProgressBar()
	c.List = dialogs.NewRowList(func() int { return len(c.Found) }, newFindingRow, c.fill, c.showDetail, s.ModalKey)
	c.Detail = dialogs.Wrapped("")
	c.Detail.Hide()
	size := s.Win.Canvas().Size()
	c.width, c.most = min(680, size.Width-80), min(300, size.Height-400)
	c.rows = container.NewGridWrap(fyne.NewSize(c.width, c.most), c.List.Framed())
	c.rows.Hide()
	c.copy = dialogs.NewKeyButton("Copy the report", s.ModalKey, func() {
		s.App.Clipboard().SetContent(c.Report())
		c.Said.SetText("The report is on the clipboard.")
	})
	save := dialogs.NewKeyButton("Save the report…", s.ModalKey, c.SaveReport)
	more := container.NewHBox(c.copy, save)
	more.Hide()
	c.Dialog = s.ShowModal(dialogs.Modal{Title: "Check workspace", Width: 680, Confirm: "Repair", Cancel: "Close", OnClose: c.stop, Focus: c.List,
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
		c.Verdict.SetText("The check could not go on. " + workspace.Sentence(err))
	case wrong == 0 && orphans > 0:
		c.Verdict.SetText("Nothing is damaged.")
	case wrong == 0:
		c.Verdict.SetText("All is well: the file is whole, every text is as it was imported, and every claim's quote is what stands at its place.")
	default:
		c.Verdict.SetText(format.Plural(wrong, "problem") + " found.")
	}
	say := ""
	switch {
	case c.mendable > 0:
		say = fmt.Sprintf("%s can be repaired without guessing; a backup is made first. What repair changes in claims, Undo takes back.",
			format.Plural(c.mendable, "problem"))
	case wrong > 0:
		say = "None of it can be repaired without guessing. File › Restore a backup… has earlier states."
	}
	if orphans > 0 {
		say = strings.TrimSpace(format.Count(orphans, "claim has lost its place", "claims have lost their place") + " and can be placed by hand. " + say)
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
		return "Repair: " + f.Repair
	case f.Kind == check.Orphan:
		return "It waits for you"
	}
	return "Can't be repaired without guessing"
}

// Report is what was found, as text.
func (c *checkDialog) Report() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Check of %s\n%s\n", c.model.Store.Path(), c.Verdict.Text)
	for _, f := range c.Found {
		fmt.Fprintf(&b, "\n%s %s\n%s\n%s\n", f.Kind, f.ID, format.UpperFirst(f.What), repairText(f))
	}
	return b.String()
}

// SaveReport asks for a file and writes the report as text.
func (c *checkDialog) SaveReport() {
	report := c.Report()
	c.host.AskSave(profile.Reports, "Save the report", store.NameOf(c.model.Store.Path())+" check.txt", func(out io.Writer) error {
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
	c.Said.SetText("Making a backup, then repairing…")
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
			c.Said.SetText(strings.TrimSpace(format.Plural(len(mended), "problem") + " repaired. " + c.Said.Text))
			c.Said.Show()
		})
	})
}
