package claimlist

import (
	"image/color"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"factmark/widgets/textfield"
)

// noteRows is how many lines a note has room for when its edit begins: as many as end above the text of the next card.
// It grows over the next cards, as cards must not move under a pointer that is about to click one.
const noteRows = 2

// noteEditor is the edit of one note. It lies over the card's note line and what is below.
type noteEditor struct {
	index int
	id    string
	old   string
	entry *textfield.Field
	frame *container.ThemeOverride // the entry in the list's small type
}

// EditNote turns the note line of a card into an entry with the keyboard in it. Enter, Escape or losing the focus
// keeps the note: what was typed is never lost by leaving. Shift+Enter starts a new line. An index outside the list, and of
// what is only suggested, does nothing.
func (l *List) EditNote(index int) {
	if index < 0 || index >= l.n || l.card(index).Suggested {
		return
	}
	if l.note != nil {
		if l.note.index == index {
			return
		}
		l.KeepNote()
	}
	card := l.card(index)
	text := card.Note
	if l.OnEditNote != nil {
		text = l.OnEditNote(card.ID, text)
	}
	entry := l.newNoteField(text)
	note := &noteEditor{index: index, id: card.ID, old: card.Note, entry: entry}
	note.frame = container.NewThemeOverride(entry, smallTheme{})
	l.note = note
	if l.current != index {
		l.setCurrent(index)
	}
	l.showNote()
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(entry)
	}
	entry.Select(math.MaxInt, math.MaxInt) // the caret behind the last letter
}

// showNote shows the editor where it belongs, as high as its text asks for.
func (l *List) showNote() {
	l.arrange() // now it has its width, from which its height follows
	l.reveal(l.note.index, float64(l.laidOut(l.note.index).noteTop+l.note.frame.MinSize().Height))
	l.arrange()
}

// Editing tells whether a note is being edited.
func (l *List) Editing() bool { return l.note != nil }

// giveBack gives the keyboard back after an edit.
func (l *List) giveBack() {
	if l.OnNoteEnd != nil {
		l.OnNoteEnd()
		return
	}
	l.takeFocus()
}

// KeepNote ends the edit of a note, if one is being edited, and keeps what was typed.
func (l *List) KeepNote() {
	note := l.note
	if note == nil {
		return
	}
	l.note = nil
	l.arrange()
	if note.entry.Text() != note.old && l.OnNote != nil {
		l.OnNote(note.index, note.id, note.entry.Text())
	}
	if l.OnNoteClosed != nil {
		l.OnNoteClosed()
	}
}

// NoteTyped gives the note that is being edited, and the claim's id; none is where no edit is under way or nothing was changed.
func (l *List) NoteTyped() (id, text string, changed bool) {
	if l.note == nil || l.note.entry.Text() == l.note.old {
		return "", "", false
	}
	return l.note.id, l.note.entry.Text(), true
}

// newNoteField makes a field in which Enter and Escape end the edit.
func (l *List) newNoteField(text string) *textfield.Field {
	f := textfield.New()
	if l.After != nil {
		f.After = l.After
	}
	f.SetRows(noteRows, textfield.MaxRows)
	f.SetPlaceHolder(lang.L("Why this label?"))
	f.SetText(text)
	editing := func() bool { return l.note != nil && l.note.entry == f }
	end := func() {
		l.KeepNote()
		l.giveBack()
	}
	f.OnSubmitted = end
	f.Offer = func(name fyne.KeyName) bool {
		if name == fyne.KeyEscape {
			end()
		}
		return name == fyne.KeyEscape
	}
	f.OnFocus = func(focused bool) {
		switch {
		case focused && !editing(): // a window that comes back to the front gives the keyboard to whatever had it before
			l.giveBack()
		case !focused && editing():
			l.KeepNote()
		}
	}
	f.OnChanged = func() {
		if !editing() {
			return
		}
		l.showNote()
		if l.OnNoteTyped != nil {
			l.OnNoteTyped(f.Text())
		}
	}
	f.OnLeftOut = func(count int) {
		if l.OnLeftOut != nil {
			l.OnLeftOut(count)
		}
	}
	return f
}

// smallTheme is the app's theme with the type and the paddings of a card.
type smallTheme struct{}

func (smallTheme) base() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

func (t smallTheme) Size(name fyne.ThemeSizeName) float32 {
	switch name {
	case theme.SizeNameText:
		return noteSize
	case theme.SizeNameInnerPadding:
		return 4
	case theme.SizeNameLineSpacing:
		return 2
	}
	return t.base().Size(name)
}

func (t smallTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == theme.ColorNameInputBackground {
		return themeColor(t.base(), colorCard, name)
	}
	return t.base().Color(name, variant)
}

func (t smallTheme) Font(style fyne.TextStyle) fyne.Resource { return t.base().Font(style) }

func (t smallTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.base().Icon(name) }
