package document

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// details are the fields and the words of the chosen row.
func (r *importResult) details(width float32) fyne.CanvasObject {
	field := func(hint string) *dialogs.KeyEntry {
		e := dialogs.NewKeyEntry(r.fieldKey)
		e.SetPlaceHolder(hint)
		return e
	}
	r.Title, r.Publisher, r.Published = field(locale.T("Title")), field(locale.T("Who published it")), field(dialogs.DateHint())
	r.problem = r.host.NewFormProblem(2)
	for name, e := range map[string]*dialogs.KeyEntry{"title": r.Title, "publisher": r.Publisher, "published": r.Published} {
		e.OnChanged = func(text string) { r.typed(name, text) }
	}
	fields := container.New(layout.NewFormLayout(), widget.NewLabel(locale.T("Title")), r.problem.Field(r.Title), widget.NewLabel(locale.T("Publisher")), r.Publisher,
		widget.NewLabel(locale.T("Published")), r.problem.Field(r.Published))
	r.about = dialogs.Wrapped("")
	r.other = dialogs.NewKeyButton(locale.T("Open the other"), r.host.ModalKey, func() {
		if row := r.row(); row != nil && row.near != nil {
			r.open(row.near.DocumentID)
			r.Dialog.Close()
		}
	})
	about := container.NewVScroll(container.NewVBox(r.about, container.NewHBox(r.other)))
	r.form = container.NewGridWrap(fyne.NewSize(width*0.56, aboutHeight), fields)
	return container.NewGridWrap(fyne.NewSize(width, aboutHeight), container.NewBorder(nil, nil, r.form, nil, container.NewBorder(nil, r.problem.Body, nil, nil, about)))
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
		return r.Title, locale.T(noTitle)
	case e.Published != nil && !format.IsPartialDate(*e.Published):
		return r.Published, dialogs.WrongDate()
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
	r.model.Notices.Send(locale.T("“{{.Text}}” is kept as a draft. {{.Problem}}", "Text", format.Shorten(at.Text, 40), "Problem", say))
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
		if r.rows[r.shown[i]].is(wasImported) {
			to := r.shown[i]
			if r.List.Select(i); is && r.at == to {
				r.focusField(field)
			}
			return
		}
	}
	r.keep()
}
