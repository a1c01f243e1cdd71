package claimlist

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// noteRows is how many lines of a note can be seen while it is edited: as many as end above the text of the next card,
// as cards must not move under a pointer that is about to click one.
const noteRows = 2

// noteEditor is the edit of one note. It lies over the card's note line and the margin below the card.
type noteEditor struct {
	index int
	id    string
	old   string
	entry *noteEntry
	frame *container.ThemeOverride // the entry in the list's small type
}

// EditNote turns the note line of a card into an entry with the keyboard in it. Enter, Escape or losing the focus
// keeps the note: what was typed is never lost by leaving. Shift+Enter starts a new line. An index outside the list
// does nothing.
func (l *List) EditNote(index int) {
	if index < 0 || index >= l.n {
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
	entry := newNoteEntry(l, text)
	note := &noteEditor{index: index, id: card.ID, old: card.Note, entry: entry}
	note.frame = container.NewThemeOverride(entry, smallTheme{})
	l.note = note
	l.current, l.currentID = index, card.ID
	l.reveal(index, noteTop+float64(note.frame.MinSize().Height))
	l.arrange()
	if c := fyne.CurrentApp().Driver().CanvasForObject(l); c != nil {
		c.Focus(entry)
	}
	entry.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown}) // the caret behind the last letter, now that lines are known
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
	if note.entry.Text != note.old && l.OnNote != nil {
		l.OnNote(note.index, note.id, note.entry.Text)
	}
	if l.OnNoteClosed != nil {
		l.OnNoteClosed()
	}
}

// NoteTyped gives the note that is being edited, and the claim's id; none is where no edit is under way or nothing was changed.
func (l *List) NoteTyped() (id, text string, changed bool) {
	if l.note == nil || l.note.entry.Text == l.note.old {
		return "", "", false
	}
	return l.note.id, l.note.entry.Text, true
}

// noteEntry is an entry in which Enter and Escape end the edit.
type noteEntry struct {
	widget.Entry
	list  *List
	shift bool
}

func newNoteEntry(l *List, text string) *noteEntry {
	e := &noteEntry{list: l}
	e.MultiLine = true
	e.Wrapping = fyne.TextWrapWord
	e.ExtendBaseWidget(e)
	e.SetMinRowsVisible(noteRows)
	e.SetPlaceHolder("Why do you say so?")
	e.SetText(text)
	e.OnChanged = func(text string) {
		if l.OnNoteTyped != nil {
			l.OnNoteTyped(text)
		}
	}
	return e
}

// AcceptsTab is false, so that Tab leaves the note and keeps it.
func (e *noteEntry) AcceptsTab() bool { return false }

// FocusGained gives the keyboard back when the edit is over: a window that comes back to the front gives it
// to whatever had it before.
func (e *noteEntry) FocusGained() {
	if e.list.note == nil || e.list.note.entry != e {
		e.list.giveBack()
		return
	}
	e.Entry.FocusGained()
}

func (e *noteEntry) FocusLost() {
	e.Entry.FocusLost()
	if e.list.note != nil && e.list.note.entry == e {
		e.list.KeepNote()
	}
}

func (e *noteEntry) KeyDown(ev *fyne.KeyEvent) {
	if isShift(ev.Name) {
		e.shift = true
	}
	e.Entry.KeyDown(ev)
}

func (e *noteEntry) KeyUp(ev *fyne.KeyEvent) {
	if isShift(ev.Name) {
		e.shift = false
	}
	e.Entry.KeyUp(ev)
}

func (e *noteEntry) TypedKey(ev *fyne.KeyEvent) {
	enter := ev.Name == fyne.KeyReturn || ev.Name == fyne.KeyEnter
	if ev.Name != fyne.KeyEscape && (!enter || e.shift) {
		e.Entry.TypedKey(ev)
		return
	}
	e.list.KeepNote()
	e.list.giveBack()
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

func isShift(name fyne.KeyName) bool {
	return name == desktop.KeyShiftLeft || name == desktop.KeyShiftRight
}
