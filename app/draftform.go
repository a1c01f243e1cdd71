package app

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
	"factmark/widgets/textfield"
)

// draftForm keeps drafts of what is typed into the fields of a form, and fills
// in those that were left. A draft over a value that has changed since is
// offered beside the field and never put into it unasked.
type draftForm struct {
	drafts *drafts
	openForm
	fields   []*draftField
	restored time.Time // when the newest draft that was filled in was typed
}

type draftField struct {
	form   *draftForm
	title  string // as the form calls it
	stored string
	key    store.DraftKey
	set    func(text string)
	others []store.Draft // over other values, not taken yet
	taken  []store.Draft // likewise, which the user has put in
}

func newDraftForm(d *desk, form, subject string) *draftForm {
	f := &draftForm{drafts: d.typed, openForm: openForm{form, subject}}
	f.drafts.open[f.openForm]++
	if len(f.drafts.of(form, subject)) > 0 { // they are on screen now
		f.drafts.readOffers()
	}
	return f
}

// add watches a field that shows what is stored; changed is where it tells of
// every change. A draft of it is filled in.
func (f *draftForm) add(name, title, stored string, set func(string), changed *func(string)) *draftField {
	field := &draftField{form: f, title: title, stored: stored, set: set, key: store.DraftKey{
		PersonID: f.drafts.desk.profile.Person().ID, Form: f.form, Subject: f.subject, Field: name, Base: draftBase(stored)}}
	f.fields = append(f.fields, field)
	for _, draft := range f.drafts.of(f.form, f.subject) {
		switch {
		case draft.Field != name:
		case draft.Base != field.key.Base:
			field.others = append(field.others, draft)
		case draft.Text != stored:
			set(draft.Text)
			if draft.TypedAt.After(f.restored) {
				f.restored = draft.TypedAt
			}
		}
	}
	if changed != nil {
		before := *changed
		*changed = func(text string) {
			if before != nil {
				before(text)
			}
			field.typed(text)
		}
	}
	return field
}

// addText watches a field of several lines.
func (f *draftForm) addText(name, title, stored string, field *textfield.Field) {
	draft := f.add(name, title, stored, field.SetText, nil)
	before := field.OnChanged
	field.OnChanged = func() {
		if before != nil {
			before()
		}
		draft.typed(field.Text())
	}
}

// typed notes what the field holds now.
func (f *draftField) typed(text string) {
	if text == f.stored {
		f.form.drafts.remove(f.key)
		return
	}
	f.form.drafts.put(store.Draft{DraftKey: f.key, Text: text, TypedAt: time.Now().UTC().Truncate(time.Millisecond)})
}

// take gives the drafts of some fields, or of all, that are about to be saved.
func (f *draftForm) take(names ...string) []store.Draft {
	var keys []store.DraftKey
	for _, field := range f.fields {
		wanted := len(names) == 0
		for _, name := range names {
			wanted = wanted || name == field.key.Field
		}
		if !wanted {
			continue
		}
		keys = append(keys, field.key)
		for _, other := range field.taken {
			keys = append(keys, other.DraftKey)
		}
	}
	return f.drafts.take(keys...)
}

// drop removes the drafts of the form without a word: nothing was typed that differs from what is stored.
func (f *draftForm) drop() {
	for _, field := range f.fields {
		f.drafts.remove(field.key)
	}
}

// discard removes the drafts of the form on the user's word.
func (f *draftForm) discard() {
	var typed []store.Draft
	for _, field := range f.fields {
		if draft, there := f.drafts.all[field.key]; there {
			typed = append(typed, draft)
		}
		for _, other := range field.taken {
			if _, there := f.drafts.all[other.DraftKey]; there {
				typed = append(typed, other)
			}
		}
	}
	f.drafts.discard(typed)
}

// close says that the form is off the screen; drafts that are left are offered from now on.
func (f *draftForm) close() {
	f.drafts.closed(f.openForm)
}

// notice says that a draft was filled in, and offers those that were not, in so
// many rows; its buttons hand keys on to the dialog. A form that saves nothing,
// as a list of files to read, has nothing saved to show instead.
func (f *draftForm) notice(dialog func(fyne.KeyName) bool, saves bool) (notice fyne.CanvasObject, n int) {
	rows := container.New(layout.NewCustomPaddedVBoxLayout(0))
	if !f.restored.IsZero() {
		said, instead := "Filled in from the draft typed "+format.WhenTyped(f.restored)+".", "Clear"
		if saves {
			said, instead = said+" It is not saved yet.", "Show what is saved"
		}
		var row *fyne.Container
		back := newKeyButton(instead, dialog, func() {
			f.discard()
			for _, field := range f.fields {
				field.set(field.stored)
			}
			row.Hide()
		})
		back.Importance = widget.LowImportance
		row = container.NewBorder(nil, nil, nil, back, small(said))
		rows.Add(row)
	}
	for _, field := range f.fields {
		for _, other := range field.others {
			rows.Add(field.offer(other, dialog))
		}
	}
	return rows, len(rows.Objects)
}

// offer shows a draft over another value than what is stored now.
func (f *draftField) offer(other store.Draft, dialog func(fyne.KeyName) bool) fyne.CanvasObject {
	text := "“" + format.Shorten(other.Text, 48) + "”"
	if format.OneLine(other.Text) == "" {
		text = "(empty)"
	}
	said := small(f.title + " was changed since the draft of " + format.Moment(other.TypedAt, time.Now()) + ": " + text)
	var row *fyne.Container
	use := newKeyButton("Use draft", dialog, func() {
		f.taken = append(f.taken, other)
		f.set(other.Text)
		f.typed(other.Text)
		row.Hide()
	})
	drop := newKeyButton("Discard", dialog, func() {
		f.form.drafts.discard([]store.Draft{other})
		row.Hide()
	})
	use.Importance, drop.Importance = widget.LowImportance, widget.LowImportance
	row = container.NewBorder(nil, nil, nil, container.NewHBox(use, drop), said)
	return row
}
