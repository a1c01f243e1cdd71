package exchange

import (
	"io"
	"os"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/store"
)

// lookAtAll says what stands against writing several files or a folder.
func lookAtAll(paths []string, f *dataset.Format) (said string, possible bool) {
	there := 0
	for _, path := range paths {
		if folder, err := os.Stat(filepath.Dir(path)); err != nil || !folder.IsDir() {
			return locale.T("The folder {{.Folder}} doesn’t exist.", "Folder", filepath.Dir(path)), false
		}
		if f.IsFolder(path) {
			if err := dataset.CheckFolder(path, f); err != nil {
				return format.UpperFirst(err.Error()) + ".", false
			}
		}
		if info, err := os.Stat(path); err == nil {
			if info.IsDir() && !f.IsFolder(path) {
				return locale.T("{{.Path}} is a folder. Choose another name.", "Path", path), false
			}
			there++
		}
	}
	switch {
	case there == 0:
		return "", true
	case len(paths) == 1:
		return locale.T("This export already exists and will be replaced."), true
	}
	return locale.N("{{.N}} of the files already exist and will be replaced.", there), true
}

// exportReport is the page that says what an export did not hold, and leads to the claims.
type exportReport struct {
	host   *Exchange
	Dialog *dialogs.OpenModal
	Losses *dialogs.RowList
	Claims *dialogs.RowList

	lost   []dataset.Loss
	claims []store.Claim // of the chosen loss, the first of them
	none   *widget.Label // shown where it concerns no claim
}

// mostShown is how many claims of a loss are shown; the saved report names more.
const mostShown = 200

// showReport shows what an export did not hold.
func (x *Exchange) showReport(said string, f *dataset.Format, o dataset.Options, report dataset.Report) *exportReport {
	r := &exportReport{host: x, lost: report.Lost}
	line := func() fyne.CanvasObject {
		l := widget.NewLabel("")
		l.Truncation = fyne.TextTruncateEllipsis
		return l
	}
	r.Losses = dialogs.NewRowList(func() int { return len(r.lost) }, line, func(i int, o fyne.CanvasObject) { o.(*widget.Label).SetText(r.lost[i].String()) },
		r.choose, x.ModalKey)
	r.Claims = dialogs.NewRowList(func() int { return len(r.claims) }, line, func(i int, o fyne.CanvasObject) {
		o.(*widget.Label).SetText(dialogs.VisualOrder(format.OneLine(r.claims[i].Quote)))
	}, func(int) { r.Dialog.Other.Enable() }, x.ModalKey)
	save := dialogs.NewKeyButton(locale.T("Save report…"), x.ModalKey, func() {
		x.AskSave(profile.Reports, locale.T("Save report"), locale.T("Export report")+".txt", func(w io.Writer) error { return report.WriteText(w, f, o) })
	})
	height := max(90, (x.Win.Canvas().Size().Height-330)/2)
	r.none = dialogs.Small(locale.T("No single claim is affected."))
	r.none.Hide()
	list := func(title string, l fyne.CanvasObject) fyne.CanvasObject {
		return container.NewVBox(dialogs.Section(title), container.NewGridWrap(fyne.NewSize(620, height), l))
	}
	top := dialogs.Wrapped(said + " " + locale.T("What the format can’t store remains in the workspace."))
	r.Dialog = x.ShowModal(dialogs.Modal{Title: locale.T("Export report"), Width: 640, Confirm: locale.T("Close"), Other: locale.T("Go to claim"), OnOther: r.goTo, Focus: r.Losses,
		Content: container.NewVBox(top, list(locale.T("Not exported"), r.Losses.Framed()), list(locale.T("Affected claims"), container.NewStack(r.Claims.Framed(), container.NewVBox(r.none))), container.NewHBox(save))})
	r.Dialog.Other.Disable()
	r.Losses.Select(0)
	return r
}

// choose shows the claims that a loss concerns.
func (r *exportReport) choose(i int) {
	ids, model := r.lost[i].IDs, r.host.Workspace
	ids = ids[:min(len(ids), mostShown)]
	model.Back.Go(func() {
		var found []store.Claim
		for _, id := range ids {
			if c, err := model.Store.Claim(model.Ctx, id); err == nil { // one may have been deleted since
				found = append(found, c)
			}
		}
		model.Back.OnUI(func() {
			if r.Losses.Chosen != i {
				return
			}
			r.claims = found
			dialogs.SetVisible(r.none, len(found) == 0)
			r.Claims.UnselectAll()
			r.Claims.Refresh()
			if r.Dialog != nil {
				r.Dialog.Other.Disable()
			}
		})
	})
}

// goTo leads to the chosen claim.
func (r *exportReport) goTo() {
	if i := r.Claims.Chosen; i >= 0 && i < len(r.claims) {
		c := r.claims[i]
		r.Dialog.Close()
		r.host.Workspace.PickIn(c.DocumentID, c.ID)
	}
}
