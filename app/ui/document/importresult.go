package document

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// importResult shows what became of each file of an import. What was imported can be corrected there and then.
type importResult struct {
	host   *DocumentDialogs
	model  *workspace.Workspace
	action string // what the import is called in the history; "" where nothing was added
	edits  int    // changes made here since, which stand after it in the history

	rows   []resultRow
	shown  []int // indices of the rows that the filter lets through, in order
	filter importOutcome
	at     int // the index of the chosen row, -1 for none

	summary, looking *widget.Label
	Pick             *dialogs.KeySelect // the filter
	List             *dialogs.RowList

	form                        *fyne.Container
	Title, Publisher, Published *dialogs.KeyEntry
	problem                     *dialogs.FormProblem
	drafts                      *dialogs.DraftForm // of the chosen row, once something was typed
	filling                     bool               // the fields are filled by the program

	about  *widget.Label
	other  *dialogs.KeyButton // opens the document that is nearly the same
	Dialog *dialogs.OpenModal

	found []foundNear // not shown yet
	mu    sync.Mutex  // guards found
}

// showImported opens the result of an import, which an action has added to the workspace, and looks for texts that are nearly the same.
func (d *DocumentDialogs) showImported(batch *importing.Batch, action string) *importResult {
	r := &importResult{host: d, model: d.Workspace, filter: anyOutcome, at: -1}
	first := ""
	for i := range batch.Items {
		row := newResultRow(&batch.Items[i])
		first = cmp.Or(first, row.id)
		r.rows = append(r.rows, row)
	}
	if r.count(wasImported) > 0 {
		r.action = action
	}
	said := r.said()
	r.model.Notices.Send(said)
	if first != "" {
		r.model.Open(first, "")
	}
	r.show(said)
	r.lookForNear(batch)
	return r
}

// count counts the rows of an outcome; those nearly the same as another are imported too.
func (r *importResult) count(of importOutcome) int {
	n := 0
	for i := range r.rows {
		if r.rows[i].is(of) {
			n++
		}
	}
	return n
}

// said is the result in a line.
func (r *importResult) said() string {
	said := locale.T("Nothing was imported.")
	switch imported, known := r.count(wasImported), r.count(wasKnown); {
	case imported > 0 && known > 0:
		said = locale.N("{{.N}} documents imported.", imported) + " " + locale.N("{{.N}} documents were already in the workspace.", known)
	case imported > 0:
		said = locale.N("{{.N}} documents imported.", imported)
	case known > 0:
		said = locale.N("Nothing new: {{.N}} documents were already in the workspace.", known)
	}
	if n := r.count(wasPassedOver); n > 0 {
		said += " " + locale.N("{{.N}} files were skipped.", n)
	}
	if n := r.count(wasRefused); n > 0 {
		said += " " + locale.N("{{.N}} files couldn't be imported.", n)
	}
	return said
}

// Sizes of the result, in pixels.
const (
	resultWidth = 860
	resultRows  = 3   // in the list, at least
	aboutHeight = 136 // of what is said of the chosen row
)

func (r *importResult) show(said string) {
	host := r.host
	r.summary, r.looking = dialogs.Wrapped(said), widget.NewLabel("")
	r.summary.TextStyle.Bold = true
	r.looking.Importance = widget.LowImportance
	r.looking.SizeName = theme.SizeNameCaptionText
	r.Pick = dialogs.NewKeySelect(nil, host.ModalEnd)
	r.Pick.OnChanged = func(string) { r.filterBy(r.picked()) }
	r.List = dialogs.NewRowList(func() int { return len(r.shown) }, func() fyne.CanvasObject { return newResultItem() },
		func(i int, o fyne.CanvasObject) { o.(*resultItem).set(&r.rows[r.shown[i]]) }, r.chosen, func(name fyne.KeyName) bool { return r.key(name) || host.ModalKey(name) })
	r.List.HideSeparators = true
	size := host.Win.Canvas().Size()
	width := min(resultWidth, size.Width-64)
	details := r.details(width)
	least := newResultItem().MinSize().Height + theme.Padding()
	height := max(resultRows*least, min(10*least, size.Height-aboutHeight-300))
	r.fillPick()
	r.Dialog = host.ShowModal(dialogs.Modal{Title: locale.T("Import"), Width: width, Confirm: locale.T("Open"), Cancel: locale.T("Close"), Other: locale.T("Undo import"),
		Content: container.NewVBox(r.summary, container.NewBorder(nil, nil, widget.NewLabel(locale.T("Show")), r.looking, r.Pick),
			container.NewGridWrap(fyne.NewSize(width, height), r.List.Framed()), details),
		Focus: r.List, OnKey: r.confirmKey,
		OnOther: r.undo,
		OnConfirm: func() bool {
			if row := r.row(); row != nil && row.id != "" {
				r.open(row.id)
			}
			return true
		},
		OnClose: r.leave})
	if r.action == "" {
		r.Dialog.Other.Disable()
	}
	r.filterBy(anyOutcome)
}

// row is the chosen row, nil for none.
func (r *importResult) row() *resultRow {
	if r.at < 0 {
		return nil
	}
	return &r.rows[r.at]
}

// filterBy shows the rows of an outcome, or all.
func (r *importResult) filterBy(of importOutcome) {
	r.leave()
	r.filter = of
	r.fill()
	r.List.UnselectAll()
	r.at = -1
	if len(r.shown) > 0 {
		r.List.Select(0)
	} else {
		r.showRow()
	}
}

func (r *importResult) fill() {
	r.shown = r.shown[:0]
	for i := range r.rows {
		if r.rows[i].is(r.filter) {
			r.shown = append(r.shown, i)
		}
	}
	r.List.Refresh()
}

// choices are the outcomes that the filter offers: those that there are.
func (r *importResult) choices() []importOutcome {
	all := []importOutcome{anyOutcome}
	for of := range anyOutcome {
		if r.count(of) > 0 {
			all = append(all, of)
		}
	}
	return all
}

// picked is the outcome that the filter was set to.
func (r *importResult) picked() importOutcome {
	if i := r.Pick.SelectedIndex(); i > 0 {
		return r.choices()[i]
	}
	return anyOutcome
}

// fillPick counts the rows anew.
func (r *importResult) fillPick() {
	var captions []string
	for _, of := range r.choices() {
		name := locale.T("All")
		if of < anyOutcome {
			name = locale.T(outcomeNames[of])
		}
		captions = append(captions, fmt.Sprintf("%s (%s)", name, format.Thousands(r.count(of))))
		if of == r.filter {
			r.Pick.Selected = captions[len(captions)-1]
		}
	}
	r.Pick.Options = captions
	r.Pick.Refresh()
}

// chosen shows another row. Where what was typed of the one before cannot be kept, it goes back to that.
func (r *importResult) chosen(i int) {
	if i >= len(r.shown) || r.shown[i] == r.at {
		return
	}
	if !r.keep() {
		if before := slices.Index(r.shown, r.at); before >= 0 {
			r.List.Select(before)
		}
		return
	}
	r.at = r.shown[i]
	r.showRow()
}

func (r *importResult) showRow() {
	row := r.row()
	editable := row != nil && row.is(wasImported) && !r.model.ReadOnly()
	dialogs.SetVisible(r.form, editable)
	dialogs.SetVisible(r.other, row != nil && row.near != nil)
	said := ""
	if row != nil {
		r.fillFields(row)
		var lines []string
		switch {
		case row.importOutcome == wasKnown:
			lines = append(lines, locale.T("This text is already in the workspace, as “{{.Title}}”.", "Title", format.NameLine(row.title)))
		case row.why != "":
			lines = append(lines, row.name, format.UpperFirst(row.why)+".")
		}
		if row.near != nil {
			lines = append(lines, nearWords(row.near)+".")
		}
		for _, remark := range row.remarks {
			lines = append(lines, format.OneLine(locale.Known(remark)))
		}
		if row.id != "" {
			lines = append(lines, row.name)
		}
		for i, line := range lines {
			lines[i] = dialogs.VisualOrder(format.Visible(line))
		}
		said = strings.Join(lines, "\n")
	}
	r.about.SetText(said)
	r.Dialog.Allow(row != nil && row.id != "")
}

// confirmKey has Enter close the result where there is nothing to open.
func (r *importResult) confirmKey(name fyne.KeyName) bool {
	if (name == fyne.KeyReturn || name == fyne.KeyEnter) && r.Dialog.Ok.Disabled() {
		r.Dialog.Close()
		return true
	}
	return false
}

func (r *importResult) open(id string) {
	if id != r.model.Document.ID {
		r.model.Open(id, "")
	}
}

// undo takes the import back, after what was changed here.
func (r *importResult) undo() {
	r.leave()
	r.Dialog.Close()
	edits, model := r.edits, r.model
	model.LeaveMade()
	model.Writes.Perform(workspace.PendingWrite{
		Name: locale.T("Undo import"),
		Write: func(ctx context.Context) error {
			for ; ; edits-- {
				next, _, err := model.Store.UndoNames(ctx)
				switch {
				case err != nil:
					return err
				case next != r.action && edits == 0:
					return fmt.Errorf("the import cannot be taken back from here: %w; use Edit › Undo", store.ErrConflict)
				}
				if _, err := model.Store.Undo(ctx); err != nil || next == r.action {
					return err
				}
			}
		},
		Done: func() {
			model.Notices.Send(locale.T("Undone: {{.Action}}", "Action", format.LowerFirst(workspace.ActionName(r.action))))
		},
	})
}
