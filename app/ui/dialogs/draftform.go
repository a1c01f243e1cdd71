package dialogs

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/textfield"
)

// DraftForm keeps drafts of what is typed into the fields of a form, and fills
// in those that were left. A draft over a value that has changed since is
// offered beside the field and never put into it unasked.
type DraftForm struct {
	drafts *workspace.Drafts
	workspace.OpenForm
	fields   []*DraftField
	Restored time.Time // when the newest draft that was filled in was typed
}

// DraftField is one field of a form, whose drafts are kept.
type DraftField struct {
	Form   *DraftForm
	title  string // as the form calls it
	stored string
	Key    store.DraftKey
	set    func(text string)
	Others []store.Draft // over other values, not taken yet
	taken  []store.Draft // likewise, which the user has put in
}

// NewDraftForm begins to keep the drafts of a form on screen: one of the kinds named in workspace, and the id of what it
// is about, "" for a form about nothing in particular. Close must be called when the form is off the screen.
func NewDraftForm(model *workspace.Workspace, form, subject string) *DraftForm {
	f := &DraftForm{drafts: model.Drafts, OpenForm: workspace.OpenForm{Form: form, Subject: subject}}
	f.drafts.Open[f.OpenForm]++
	if len(f.drafts.Of(form, subject)) > 0 { // they are on screen now
		f.drafts.ReadOffers()
	}
	return f
}

// Add watches a field that shows what is stored; changed is where it tells of
// every change. A draft of it is filled in.
func (f *DraftForm) Add(name, title, stored string, set func(string), changed *func(string)) *DraftField {
	field := &DraftField{Form: f, title: title, stored: stored, set: set, Key: f.key(name, stored)}
	f.fields = append(f.fields, field)
	for _, draft := range f.drafts.Of(f.Form, f.Subject) {
		switch {
		case draft.Field != name:
		case draft.Base != field.Key.Base:
			field.Others = append(field.Others, draft)
		case draft.Text != stored:
			set(draft.Text)
			if draft.TypedAt.After(f.Restored) {
				f.Restored = draft.TypedAt
			}
		}
	}
	if changed != nil {
		before := *changed
		*changed = func(text string) {
			if before != nil {
				before(text)
			}
			field.Typed(text)
		}
	}
	return field
}

// Field is a field of the form that nobody has to watch: who shows it tells what is typed into it. Drafts that are kept of it stay where they are.
func (f *DraftForm) Field(name, stored string) *DraftField {
	for _, field := range f.fields {
		if field.Key.Field == name {
			return field
		}
	}
	field := &DraftField{Form: f, stored: stored, Key: f.key(name, stored)}
	f.fields = append(f.fields, field)
	return field
}

func (f *DraftForm) key(name, stored string) store.DraftKey {
	return store.DraftKey{PersonID: f.drafts.Workspace.Profile.Person().ID, Form: f.Form, Subject: f.Subject, Field: name, Base: workspace.DraftBase(stored)}
}

// AddText watches a field of several lines.
func (f *DraftForm) AddText(name, title, stored string, field *textfield.Field) {
	draft := f.Add(name, title, stored, field.SetText, nil)
	before := field.OnChanged
	field.OnChanged = func() {
		if before != nil {
			before()
		}
		draft.Typed(field.Text())
	}
}

// Typed notes what the field holds now.
func (f *DraftField) Typed(text string) {
	if text == f.stored {
		f.Form.drafts.Remove(f.Key)
		return
	}
	f.Form.drafts.Put(store.Draft{DraftKey: f.Key, Text: text, TypedAt: time.Now().UTC().Truncate(time.Millisecond)})
}

// Take gives the drafts of some fields, or of all, that are about to be saved.
func (f *DraftForm) Take(names ...string) []store.Draft {
	var keys []store.DraftKey
	for _, field := range f.fields {
		wanted := len(names) == 0
		for _, name := range names {
			wanted = wanted || name == field.Key.Field
		}
		if !wanted {
			continue
		}
		keys = append(keys, field.Key)
		for _, other := range field.taken {
			keys = append(keys, other.DraftKey)
		}
	}
	return f.drafts.Take(keys...)
}

// Drop removes the drafts of the form without a word: nothing was typed that differs from what is stored.
func (f *DraftForm) Drop() {
	for _, field := range f.fields {
		f.drafts.Remove(field.Key)
	}
}

// discard removes the drafts of the form on the user's word.
func (f *DraftForm) discard() {
	var typed []store.Draft
	for _, field := range f.fields {
		if draft, there := f.drafts.All[field.Key]; there {
			typed = append(typed, draft)
		}
		for _, other := range field.taken {
			if _, there := f.drafts.All[other.DraftKey]; there {
				typed = append(typed, other)
			}
		}
	}
	f.drafts.Discard(typed)
}

// Close says that the form is off the screen; drafts that are left are offered from now on.
func (f *DraftForm) Close() {
	f.drafts.Closed(f.OpenForm)
}

// notice says that a draft was filled in, and offers those that were not, in so
// many rows; its buttons hand keys on to the dialog. A form that saves nothing,
// as a list of files to read, has nothing saved to show instead.
func (f *DraftForm) notice(dialog func(fyne.KeyName) bool, saves bool) (notice fyne.CanvasObject, n int) {
	rows := container.New(layout.NewCustomPaddedVBoxLayout(0))
	if !f.Restored.IsZero() {
		said, instead := locale.T("This is your draft, typed {{.When}}.", "When", format.WhenTyped(f.Restored)), locale.T("Clear")
		if saves {
			said, instead = locale.T("This is your draft, typed {{.When}}. It hasn't been saved yet.", "When", format.WhenTyped(f.Restored)), locale.T("Show saved version")
		}
		var row *fyne.Container
		back := NewKeyButton(instead, dialog, func() {
			f.discard()
			for _, field := range f.fields {
				field.set(field.stored)
			}
			row.Hide()
		})
		back.Importance = widget.LowImportance
		row = container.NewBorder(nil, nil, nil, back, Small(said))
		rows.Add(row)
	}
	for _, field := range f.fields {
		for _, other := range field.Others {
			rows.Add(field.offer(other, dialog))
		}
	}
	return rows, len(rows.Objects)
}

// offer shows a draft over another value than what is stored now.
func (f *DraftField) offer(other store.Draft, dialog func(fyne.KeyName) bool) fyne.CanvasObject {
	text := "“" + format.Shorten(other.Text, 48) + "”"
	if format.OneLine(other.Text) == "" {
		text = locale.T("(empty)")
	}
	said := Small(locale.T("{{.Field}} has changed since your draft of {{.When}}: {{.Text}}", "Field", f.title, "When", format.Moment(other.TypedAt, time.Now()), "Text", text))
	var row *fyne.Container
	use := NewKeyButton(locale.T("Use draft"), dialog, func() {
		f.taken = append(f.taken, other)
		f.set(other.Text)
		f.Typed(other.Text)
		row.Hide()
	})
	drop := NewKeyButton(locale.T("Discard"), dialog, func() {
		f.Form.drafts.Discard([]store.Draft{other})
		row.Hide()
	})
	use.Importance, drop.Importance = widget.LowImportance, widget.LowImportance
	row = container.NewBorder(nil, nil, nil, container.NewHBox(use, drop), said)
	return row
}
