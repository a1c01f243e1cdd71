package document

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"factmark/app/workspace"
	"factmark/store"
)

// selection is which documents of the library are selected for a command, by their ids. While it is empty the command is for the
// open one.
type selection struct {
	ids    map[string]bool
	anchor string // where a range of rows begins
	lead   string // the document that keys go on from
}

// on tells whether documents are selected besides, or instead of, the open one.
func (s *selection) on() bool { return len(s.ids) > 0 }

func (s *selection) clear() { *s = selection{} }

// keep leaves those that are listed: no command is for a document that is not seen.
func (s *selection) keep(listed workspace.Listed) {
	if !s.on() {
		return
	}
	kept := map[string]bool{}
	for i := range listed.Len() {
		if id := listed.At(i).ID; s.ids[id] {
			kept[id] = true
		}
	}
	if s.ids = kept; len(kept) == 0 {
		s.clear()
	}
}

// begin selects the open document, from which a choice of several goes on.
func (l *Library) begin() {
	if l.selection.on() {
		return
	}
	l.selection = selection{ids: map[string]bool{}, anchor: l.model.Document.ID, lead: l.model.Document.ID}
	if l.OpenRow() >= 0 {
		l.selection.ids[l.model.Document.ID] = true
	}
}

// extend selects all rows from where the choice began to a row.
func (l *Library) extend(to int) {
	l.begin()
	from := l.model.Listed.Row(l.selection.anchor)
	if from < 0 {
		from = to
		l.selection.anchor = l.model.Listed.At(to).ID
	}
	clear(l.selection.ids)
	for i := min(from, to); i <= max(from, to); i++ {
		l.selection.ids[l.model.Listed.At(i).ID] = true
	}
	l.selected(to)
}

// toggle selects a row, or takes it out of the selection.
func (l *Library) toggle(row int) {
	l.begin()
	id := l.model.Listed.At(row).ID
	if l.selection.ids[id] {
		delete(l.selection.ids, id)
	} else {
		l.selection.ids[id] = true
	}
	l.selection.anchor = id
	l.selected(row)
}

// moveLead goes to a row without selecting it; Ctrl+Space does that then.
func (l *Library) moveLead(row int) {
	l.begin()
	l.selected(row)
}

// SelectAll selects all rows.
func (l *Library) SelectAll() {
	n := l.model.Listed.Len()
	if n == 0 {
		return
	}
	lead := max(0, l.List.Lead)
	l.begin()
	for i := range n {
		l.selection.ids[l.model.Listed.At(i).ID] = true
	}
	l.selected(lead)
}

// Unselect ends the choice of several documents.
func (l *Library) Unselect() {
	l.selection.clear()
	l.fill()
	l.selectionChanged()
}

func (l *Library) selectionChanged() {
	if l.OnSelection != nil {
		l.OnSelection()
	}
}

// selected shows what is selected, with the row that keys go on from. The open document alone is what is selected anyway.
func (l *Library) selected(lead int) {
	l.selection.lead = l.model.Listed.At(lead).ID
	if open := l.model.Document.ID; len(l.selection.ids) == 0 || len(l.selection.ids) == 1 && l.selection.ids[open] && l.selection.lead == open {
		l.selection.clear()
	}
	l.mark()
	l.count()
	l.selectionChanged()
	l.List.ScrollTo(lead)
	l.List.Refresh()
}

// Selected are the documents that a command in the library is for, in the order of the list.
func (l *Library) Selected() []store.Document {
	var all []store.Document
	listed := l.model.Listed
	if !l.selection.on() {
		if at := l.OpenRow(); at >= 0 {
			all = append(all, listed.At(at))
		}
		return all
	}
	for i := range listed.Len() {
		if doc := listed.At(i); l.selection.ids[doc.ID] {
			all = append(all, doc)
		}
	}
	return all
}

// shortcut acts on the shortcuts that a focused list keeps from the window.
func (l *Library) shortcut(s fyne.Shortcut) {
	switch custom, is := s.(*desktop.CustomShortcut); {
	case s.ShortcutName() == (&fyne.ShortcutSelectAll{}).ShortcutName():
		l.SelectAll()
	case is && custom.Modifier == fyne.KeyModifierControl && custom.KeyName == fyne.KeySpace:
		if l.List.Lead >= 0 {
			l.toggle(l.List.Lead)
		}
	default:
		l.OnShortcut(s)
	}
}
