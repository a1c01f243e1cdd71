package document

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/importing"
	"factmark/app/ingest"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// importOutcome is what became of a file, or of a part of one.
type importOutcome int

const (
	wasImported importOutcome = iota
	wasKnown
	wasNear // wasImported, and nearly the same as another
	wasPassedOver
	wasRefused
	anyOutcome // all of them, in a filter; also how many there are
)

// outcomeNames are the outcomes as the user reads them.
var outcomeNames = [anyOutcome]string{"Imported", "Already here", "Nearly the same", "Passed over", "Not imported"}

// resultRow is a row of the result of an import. The title, the publisher and the date are the document's as it is now.
type resultRow struct {
	importOutcome
	name                        string // of the file
	id                          string // of the document; "" where there is none
	title, publisher, published string
	why                         string // it was passed over or refused
	remarks                     []string
	near                        *importing.Near
}

func newResultRow(item *importing.Item) resultRow {
	row := resultRow{name: ingest.Shown(item.Name)}
	switch {
	case item.Added != nil:
		d := item.Added.Document
		row.id, row.title, row.publisher, row.published, row.remarks = d.ID, d.Title, d.Publisher, d.Published, item.Document.Remarks
		if item.Added.Existing {
			row.importOutcome = wasKnown
		}
	case item.Passed != "":
		row.importOutcome, row.why = wasPassedOver, item.Passed
	default:
		row.importOutcome, row.why = wasRefused, format.OneLine(item.Refused().Error())
		row.why = strings.TrimPrefix(row.why, row.name+": ")
	}
	return row
}

// lines are the two lines of a row in the list.
func (r *resultRow) lines() (title, about string) {
	if r.id == "" {
		return filepath.Base(r.name), r.why
	}
	var near string
	if r.near != nil {
		near = nearWords(r.near)
	}
	remarks := ""
	if n := len(r.remarks); n > 0 {
		remarks = format.Plural(n, "remark")
	}
	return format.NameLine(r.title), strings.Join(format.NonEmpty(near, r.published, format.NameLine(r.publisher), remarks, filepath.Base(r.name)), " · ")
}

func nearWords(near *importing.Near) string {
	return fmt.Sprintf("%d %% the same as “%s”", near.Percent(), format.Shorten(near.Title, 60))
}

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

type foundNear struct {
	row  int
	near importing.Near
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

func (r *resultRow) is(of importOutcome) bool {
	return of == anyOutcome || r.importOutcome == of || of == wasNear && r.near != nil
}

// said is the result in a line.
func (r *importResult) said() string {
	said := "Nothing was imported."
	switch imported, known := r.count(wasImported), r.count(wasKnown); {
	case imported > 0 && known > 0:
		said = "Imported " + format.Plural(imported, "document") + "; " + format.Count(known, "was", "were") + " here already."
	case imported > 0:
		said = "Imported " + format.Plural(imported, "document") + "."
	case known > 0:
		said = "Nothing is new: " + format.Count(known, "document was", "documents were") + " here already."
	}
	if n := r.count(wasPassedOver); n > 0 {
		said += " Passed over " + format.Plural(n, "file") + "."
	}
	if n := r.count(wasRefused); n > 0 {
		said += " " + format.Count(n, "file cannot be imported.", "files cannot be imported.")
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
	r.Dialog = host.ShowModal(dialogs.Modal{Title: "Import", Width: width, Confirm: "Open", Cancel: "Close", Other: "Undo import",
		Content: container.NewVBox(r.summary, container.NewBorder(nil, nil, widget.NewLabel("Show"), r.looking, r.Pick),
			container.NewGridWrap(fyne.NewSize(width, height), r.List.Framed()), details),
		Focus: r.List, OnKey: r.confirmKey,
		OnOther: r.undo,
		OnConfirm: func() bool {
			if row := r.row(); row != nil && row.id != "" {
				r.open(row.id)
			}
			return true
		},
		OnClose: r.closed})
	if r.action == "" {
		r.Dialog.Other.Disable()
	}
	r.filterBy(anyOutcome)
}

// details are the fields and the words of the chosen row.
func (r *importResult) details(width float32) fyne.CanvasObject {
	field := func(hint string) *dialogs.KeyEntry {
		e := dialogs.NewKeyEntry(r.fieldKey)
		e.SetPlaceHolder(hint)
		return e
	}
	r.Title, r.Publisher, r.Published = field("Title"), field("Who published it"), field("2025, 2025-02 or 2025-02-10; a ? at the end when unsure")
	r.problem = r.host.NewFormProblem(2)
	for name, e := range map[string]*dialogs.KeyEntry{"title": r.Title, "publisher": r.Publisher, "published": r.Published} {
		e.OnChanged = func(text string) { r.typed(name, text) }
	}
	fields := container.New(layout.NewFormLayout(), widget.NewLabel("Title"), r.problem.Field(r.Title), widget.NewLabel("Publisher"), r.Publisher,
		widget.NewLabel("Published"), r.problem.Field(r.Published))
	r.about = dialogs.Wrapped("")
	r.other = dialogs.NewKeyButton("Open the other", r.host.ModalKey, func() {
		if row := r.row(); row != nil && row.near != nil {
			r.open(row.near.DocumentID)
			r.Dialog.Close()
		}
	})
	about := container.NewVScroll(container.NewVBox(r.about, container.NewHBox(r.other)))
	r.form = container.NewGridWrap(fyne.NewSize(width*0.56, aboutHeight), fields)
	return container.NewGridWrap(fyne.NewSize(width, aboutHeight), container.NewBorder(nil, nil, r.form, nil, container.NewBorder(nil, r.problem.Body, nil, nil, about)))
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
		name := "All"
		if of < anyOutcome {
			name = outcomeNames[of]
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
	editable := row != nil && row.id != "" && (row.importOutcome == wasImported) && !r.model.ReadOnly()
	dialogs.SetVisible(r.form, editable)
	dialogs.SetVisible(r.other, row != nil && row.near != nil)
	said := ""
	if row != nil {
		r.fillFields(row)
		var lines []string
		switch {
		case row.importOutcome == wasKnown:
			lines = append(lines, "This text is here already, as “"+format.NameLine(row.title)+"”.")
		case row.why != "":
			lines = append(lines, row.name, format.UpperFirst(row.why)+".")
		}
		if row.near != nil {
			lines = append(lines, nearWords(row.near)+".")
		}
		for _, remark := range row.remarks {
			lines = append(lines, format.OneLine(remark))
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

func (r *importResult) fillFields(row *resultRow) {
	r.filling = true
	r.Title.SetText(row.title)
	r.Publisher.SetText(row.publisher)
	r.Published.SetText(row.published)
	r.filling = false
	r.problem.Clear()
}

// typed keeps a draft of what is typed into a field.
func (r *importResult) typed(name, text string) {
	row := r.row()
	if r.filling || row == nil {
		return
	}
	if r.drafts == nil {
		r.drafts = dialogs.NewDraftForm(r.model, workspace.FormDocument, row.id)
	}
	stored := map[string]string{"title": row.title, "publisher": row.publisher, "published": row.published}[name]
	r.drafts.Field(name, stored).Typed(text)
}

// edit is what was typed into the fields that is new.
func (r *importResult) edit() (e store.DocumentEdit) {
	if row := r.row(); row != nil && r.form.Visible() {
		workspace.Keep(&e.Title, row.title, strings.TrimSpace(r.Title.Text))
		workspace.Keep(&e.Publisher, row.publisher, strings.TrimSpace(r.Publisher.Text))
		workspace.Keep(&e.Published, row.published, strings.TrimSpace(r.Published.Text))
	}
	return e
}

// wrong says what stands against what was typed, and where; nil for nothing.
func (r *importResult) wrong() (*dialogs.KeyEntry, string) {
	switch e := r.edit(); {
	case e.Title != nil && *e.Title == "":
		return r.Title, "A document needs a title."
	case e.Published != nil && !format.IsPartialDate(*e.Published):
		return r.Published, "The date is a year, a year and month, or a whole date: 2025-02-10."
	}
	return nil, ""
}

// keep saves what was typed. Where it cannot be kept, it says so and gives false.
func (r *importResult) keep() bool {
	if at, say := r.wrong(); at != nil {
		return r.problem.At(at, say)
	}
	if e := r.edit(); e != (store.DocumentEdit{}) {
		row := r.row()
		row.title, row.publisher, row.published = strings.TrimSpace(r.Title.Text), strings.TrimSpace(r.Publisher.Text), strings.TrimSpace(r.Published.Text)
		var typed []store.Draft
		if r.drafts != nil {
			typed = r.drafts.Take()
		}
		r.edits++
		r.model.EditDocument(row.id, e, typed...)
		if i := slices.Index(r.shown, r.at); i >= 0 {
			r.List.RefreshItem(i)
		}
	}
	r.endDrafts()
	return true
}

func (r *importResult) endDrafts() {
	if r.drafts != nil {
		r.drafts.Close()
		r.drafts = nil
	}
}

// leave is keep for a row that is left whatever stands in its fields: what cannot be kept stays as a draft, and it is said.
func (r *importResult) leave() {
	at, say := r.wrong()
	if at == nil {
		r.keep()
		return
	}
	r.model.Notices.Send("“" + format.Shorten(at.Text, 40) + "” is kept as a draft. " + say)
	r.endDrafts()
}

// key is offered the keys of the list: F2 and Enter's neighbours are for the fields.
func (r *importResult) key(name fyne.KeyName) bool {
	if name == fyne.KeyF2 && r.form.Visible() {
		r.focusField(r.Title)
		return true
	}
	return false
}

func (r *importResult) focusField(e *dialogs.KeyEntry) {
	r.host.Win.Canvas().Focus(e)
	e.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// fieldKey acts on keys in the fields: Up and Down go to the same field of the document before and after, Enter saves, and Escape gives
// back what was there.
func (r *importResult) fieldKey(name fyne.KeyName) bool {
	switch name {
	case fyne.KeyUp:
		r.step(-1)
	case fyne.KeyDown:
		r.step(+1)
	case fyne.KeyReturn, fyne.KeyEnter:
		if r.keep() {
			r.host.Win.Canvas().Focus(r.List)
		}
	case fyne.KeyEscape:
		if row := r.row(); row != nil {
			if r.drafts != nil {
				r.drafts.Drop()
				r.endDrafts()
			}
			r.fillFields(row)
		}
		r.host.Win.Canvas().Focus(r.List)
	default:
		return false
	}
	return true
}

// step goes from a field to that of the next document that can be changed.
func (r *importResult) step(by int) {
	field, is := r.host.Win.Canvas().Focused().(*dialogs.KeyEntry)
	for i := slices.Index(r.shown, r.at) + by; i >= 0 && i < len(r.shown); i += by {
		if r.rows[r.shown[i]].importOutcome == wasImported {
			to := r.shown[i]
			if r.List.Select(i); is && r.at == to {
				r.focusField(field)
			}
			return
		}
	}
	r.keep()
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

func (r *importResult) closed() {
	r.leave()
}

// undo takes the import back, after what was changed here.
func (r *importResult) undo() {
	r.leave()
	r.Dialog.Close()
	edits, model := r.edits, r.model
	model.LeaveMade()
	model.Writes.Perform(workspace.PendingWrite{
		Name: "Undo import",
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
		Done: func() { model.Notices.Send("Undid: " + format.LowerFirst(r.action)) },
	})
}

// lookForNear looks for documents that are nearly the same as those imported, and shows them as they are found.
func (r *importResult) lookForNear(batch *importing.Batch) {
	if r.count(wasImported) == 0 {
		return
	}
	model := r.model
	ctx, stop := context.WithCancel(model.Ctx)
	closed := r.Dialog.OnClose
	r.Dialog.OnClose = func() {
		stop()
		closed()
	}
	r.looking.SetText("Looking for texts that are nearly the same…")
	told := 0
	model.Back.Go(func() {
		err := batch.FindNear(ctx, model.Store, func(done, total int) {
			if percent := 100 * done / total; percent >= told+5 {
				told = percent
				model.Back.OnUI(func() { r.looking.SetText(fmt.Sprintf("Looking for texts that are nearly the same… %d %%", percent)) })
			}
		}, r.foundOne)
		stop()
		model.Back.OnUI(func() {
			r.showFound()
			switch n := r.count(wasNear); {
			case errors.Is(err, context.Canceled), errors.Is(err, store.ErrNotFound): // it was closed, or the import undone
			case err != nil:
				r.looking.SetText("Texts that are nearly the same could not be looked for.")
				model.Notices.Send(workspace.Sentence(fmt.Errorf("looking for texts that are nearly the same: %w", err)))
			case n == 0:
				r.looking.SetText("No text is nearly the same as another.")
			default:
				r.looking.SetText(format.Count(n, "text is nearly the same as another.", "texts are nearly the same as another."))
			}
		})
	})
}

// foundOne notes what an item is near, on any thread. Many are shown at once.
func (r *importResult) foundOne(row int, near importing.Near) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.found = append(r.found, foundNear{row, near}); len(r.found) == 1 {
		r.model.Back.OnUI(r.showFound)
	}
}

func (r *importResult) showFound() {
	r.mu.Lock()
	found := r.found
	r.found = nil
	r.mu.Unlock()
	if len(found) == 0 || !slices.Contains(r.host.Modals, r.Dialog) {
		return
	}
	for _, f := range found {
		r.rows[f.row].near = &f.near
		if f.row == r.at { // without touching the fields
			row := r.row()
			r.about.SetText(dialogs.VisualOrder(format.Visible(nearWords(row.near)+".")) + "\n" + r.about.Text)
			dialogs.SetVisible(r.other, true)
		}
	}
	r.fillPick()
	if r.filter == wasNear {
		r.fill()
		return
	}
	r.List.Refresh()
}

// resultItem is a row of the list: the outcome, the title and what else is known.
type resultItem struct {
	widget.BaseWidget
	outcome      *widget.Label
	title, about *dialogs.Headline
}

func newResultItem() *resultItem {
	i := &resultItem{outcome: widget.NewLabel(""), title: dialogs.NewTextLine(true), about: dialogs.NewTextLines(1, theme.SizeNameCaptionText, false)}
	i.outcome.SizeName = theme.SizeNameCaptionText
	i.about.Ink = theme.ColorNamePlaceHolder
	i.ExtendBaseWidget(i)
	return i
}

func (i *resultItem) set(row *resultRow) {
	title, about := row.lines()
	name := outcomeNames[row.importOutcome]
	if row.near != nil {
		name = outcomeNames[wasNear]
	}
	i.outcome.Importance = widget.MediumImportance
	if row.importOutcome == wasRefused {
		i.outcome.Importance = widget.DangerImportance
	}
	i.outcome.SetText(name)
	i.title.SetText(title)
	i.about.SetText(about)
}

// AccessibilityLabel names the row for those who don't see it.
func (i *resultItem) AccessibilityLabel() string {
	return i.outcome.Text + ": " + i.title.Text + ", " + i.about.Text
}

// CreateRenderer is part of fyne.Widget.
func (i *resultItem) CreateRenderer() fyne.WidgetRenderer {
	name := container.NewGridWrap(fyne.NewSize(110, i.outcome.MinSize().Height), i.outcome)
	return widget.NewSimpleRenderer(container.NewBorder(nil, nil, name, nil, container.New(layout.NewCustomPaddedVBoxLayout(-14), i.title, i.about)))
}
