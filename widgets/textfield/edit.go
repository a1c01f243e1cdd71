package textfield

import (
	"unicode/utf8"

	"fyne.io/fyne/v2"
)

// replace puts a text in the place of bytes and the caret behind it.
func (f *Field) replace(start, end int, with string, by kind) {
	if start == end && with == "" {
		return
	}
	f.history.add(step{at: start, gone: f.view.Text.Slice(start, end), came: with, anchor: f.caret.Anchor, head: f.caret.Head, kind: by, time: f.now()})
	f.view.Replace(start, end, with)
	f.putBehind(start + len(with))
}

// insert puts a text in the place of the selection.
func (f *Field) insert(text string, by kind) {
	if f.editable() && text != "" {
		sel := f.caret.Range()
		f.replace(sel.Start, sel.End, text, by)
	}
}

// erase deletes the selection, or else what lies between the caret and a byte.
func (f *Field) erase(to int, by kind) {
	if !f.editable() {
		return
	}
	sel := f.caret.Range()
	if sel.Start == sel.End {
		sel.Start, sel.End = min(to, f.caret.Head), max(to, f.caret.Head)
	} else {
		by = other
	}
	f.replace(sel.Start, sel.End, "", by)
}

// TypedRune puts a character in the place of the selection.
func (f *Field) TypedRune(r rune) {
	if !f.editable() {
		return
	}
	if !utf8.ValidRune(r) {
		r = utf8.RuneError
	}
	f.insert(f.taken(string(r)), typing)
}

func (f *Field) copy(to fyne.Clipboard) {
	if text := f.SelectedText(); text != "" {
		to.SetContent(text)
	}
}

func (f *Field) cut(to fyne.Clipboard) {
	if f.editable() {
		f.copy(to)
		f.erase(f.caret.Head, other)
	}
}

func (f *Field) paste(from fyne.Clipboard) {
	if f.editable() {
		f.insert(f.taken(from.Content()), other)
	}
}

func (f *Field) selectAll() { f.caret.choose(0, f.view.Text.Len(), false) }
