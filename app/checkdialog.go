package app

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/format"
	"factmark/store"
)

// checkup is the dialog that looks through the workspace and repairs it.
type checkup struct {
	window  *safetyDialogs
	desk    *desk
	dialog  *openModal
	verdict *widget.Label
	said    *widget.Label
	bar     *widget.ProgressBar
	list    *rowList
	rows    *fyne.Container
	detail  *widget.Label // of the finding that is chosen
	copy    *keyButton

	found       []store.Finding
	mendable    int     // of those found
	width, most float32 // of the list: its width and greatest height, in pixels
	ctx         context.Context
	stop        context.CancelFunc
}

func (w *safetyDialogs) showCheck() { w.checkDialog() }

func (w *safetyDialogs) checkDialog() *checkup {
	c := &checkup{window: w, desk: w.desk}
	c.ctx, c.stop = context.WithCancel(w.desk.ctx)
	c.verdict = widget.NewLabel("Looking through the file, the texts and every claim…")
	c.verdict.TextStyle.Bold = true
	c.verdict.Wrapping = fyne.TextWrapWord
	c.said = widget.NewLabel("You can go on working meanwhile; closing this stops the check.")
	c.said.Wrapping = fyne.TextWrapWord
	c.bar = widget.NewProgressBar()
	c.list = newRowList(func() int { return len(c.found) }, newFindingRow, c.fill, c.showDetail, w.modalKey)
	c.detail = widget.NewLabel("")
	c.detail.Wrapping = fyne.TextWrapWord
	c.detail.Hide()
	size := w.win.Canvas().Size()
	c.width, c.most = min(680, size.Width-80), min(300, size.Height-400)
	c.rows = container.NewGridWrap(fyne.NewSize(c.width, c.most), c.list.framed())
	c.rows.Hide()
	c.copy = newKeyButton("Copy the report", w.modalKey, func() {
		w.app.Clipboard().SetContent(c.report())
		c.said.SetText("The report is on the clipboard.")
	})
	save := newKeyButton("Save the report…", w.modalKey, c.saveReport)
	more := container.NewHBox(c.copy, save)
	more.Hide()
	c.dialog = w.showModal(modal{title: "Check workspace", width: 680, confirm: "Repair", cancel: "Close", onClose: c.stop, focus: c.list,
		content: container.NewVBox(c.verdict, c.bar, c.rows, c.detail, c.said, more), onConfirm: c.confirmed})
	c.dialog.ok.Hide()
	w.back.do(func() {
		found, err := w.desk.store.Check(c.ctx, c.progress)
		c.post(func() {
			more.Show()
			c.ended(found, err)
		})
	})
	return c
}

func (c *checkup) progress(done, total int) {
	c.desk.back.post(func() {
		c.bar.Max = float64(max(total, 1))
		c.bar.SetValue(float64(done))
	})
}

func (c *checkup) post(f func()) {
	c.desk.back.post(func() {
		if c.ctx.Err() == nil {
			f()
		}
	})
}

func (c *checkup) ended(found []store.Finding, err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	c.bar.Hide()
	c.found, c.mendable = found, 0
	wrong, orphans := 0, 0
	for _, f := range found {
		if f.Kind == store.FindingOrphan {
			orphans++
		} else {
			wrong++
		}
		if f.Repair != "" && !c.desk.readOnly() {
			c.mendable++
		}
	}
	switch {
	case err != nil:
		c.verdict.SetText("The check could not go on. " + sentence(err))
	case wrong == 0 && orphans > 0:
		c.verdict.SetText("Nothing is damaged.")
	case wrong == 0:
		c.verdict.SetText("All is well: the file is whole, every text is as it was imported, and every claim's quote is what stands at its place.")
	default:
		c.verdict.SetText(format.Plural(wrong, "problem") + " found.")
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
	c.said.SetText(say)
	setVisible(c.said, say != "")
	setVisible(c.rows, len(found) > 0)
	setVisible(c.dialog.ok, c.mendable > 0)
	setVisible(c.detail, len(found) > 0)
	c.list.Refresh()
	if len(found) > 0 {
		c.rows.Layout = layout.NewGridWrapLayout(fyne.NewSize(c.width, min(c.most, float32(len(found))*60)))
		c.list.UnselectAll()
		c.list.Select(0)
	}
	c.dialog.popup.Content.Refresh()
	if modals := c.window.modals; modals[len(modals)-1] == c.dialog {
		c.window.win.Canvas().Focus(c.list)
	}
}

// showDetail shows all of a finding whose row is cut off.
func (c *checkup) showDetail(i int) {
	c.detail.SetText(format.UpperFirst(c.found[i].What) + ".\n" + repairText(c.found[i]) + ".")
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

func (c *checkup) fill(i int, o fyne.CanvasObject) {
	f := c.found[i]
	box := o.(*fyne.Container)
	box.Objects[0].(*widget.Label).SetText(format.UpperFirst(f.What))
	box.Objects[1].(*widget.Label).SetText(repairText(f))
}

func repairText(f store.Finding) string {
	switch {
	case f.Repair != "":
		return "Repair: " + f.Repair
	case f.Kind == store.FindingOrphan:
		return "It waits for you"
	}
	return "Can't be repaired without guessing"
}

// report is what was found, as text.
func (c *checkup) report() string {
	var b strings.Builder
	fmt.Fprintf(&b, "Check of %s\n%s\n", c.desk.store.Path(), c.verdict.Text)
	for _, f := range c.found {
		fmt.Fprintf(&b, "\n%s %s\n%s\n%s\n", f.Kind, f.ID, format.UpperFirst(f.What), repairText(f))
	}
	return b.String()
}

func (c *checkup) saveReport() {
	w, report := c.window, c.report()
	w.askPath("Save the report", "Save", store.NameOf(c.desk.store.Path())+" check.txt", func(path string) (string, string) { return path, freeForNew(path) }, func(path string) {
		w.back.do(func() {
			err := writeNew(path, report)
			w.back.post(func() {
				if err != nil {
					w.tell(fmt.Errorf("saving the report: %w", err))
					return
				}
				c.said.SetText("The report is in " + path + ".")
			})
		})
	})
}

// confirmed repairs what can be repaired; where there is nothing, it closes the dialog.
func (c *checkup) confirmed() bool {
	if c.mendable == 0 {
		return true
	}
	c.repair()
	return false
}

// repair makes a backup and repairs.
func (c *checkup) repair() {
	d := c.desk
	c.dialog.ok.Disable()
	c.bar.SetValue(0)
	c.bar.Show()
	c.said.SetText("Making a backup, then repairing…")
	d.back.do(func() {
		var mended, left []store.Finding
		err := d.backups.keeper.Make(c.ctx, backup.BeforeRepair)
		if err == nil || errors.Is(err, store.ErrDamaged) { // what is damaged inside can't be copied as a whole file
			mended, left, err = d.store.Repair(c.ctx, c.progress)
		} else {
			err = fmt.Errorf("nothing was repaired, since no backup could be made: %w", err)
		}
		c.post(func() {
			c.dialog.ok.Enable()
			if err != nil {
				c.bar.Hide()
				c.said.SetText(sentence(err))
				return
			}
			c.ended(left, nil)
			c.said.SetText(strings.TrimSpace(format.Plural(len(mended), "problem") + " repaired. " + c.said.Text))
			c.said.Show()
		})
	})
}
