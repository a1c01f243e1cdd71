package textfield

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"factmark/widgets/selecting"
)

// kind is what an edit was made by. Edits of one kind that follow each other are undone together.
type kind int

const (
	other kind = iota
	typing
	deletingBack
	deletingOn
)

const (
	pause    = 2 * time.Second // after which typing is another step
	maxSteps = 1000
	maxBytes = 16 << 20 // that the steps hold; the newest is kept whatever its size
)

// step is a change that undo takes back at once: came is in the place of gone.
type step struct {
	at           int // bytes
	gone, came   string
	anchor, head int // before it
	kind         kind
	time         time.Time
}

func (s *step) size() int { return len(s.gone) + len(s.came) }

// history are the steps that can be taken back, and those that can be done again.
type history struct {
	done, undone []step
	bytes        int
	closed       bool // the next edit begins a step
}

// add notes a change.
func (h *history) add(s step) {
	for i := range h.undone {
		h.bytes -= h.undone[i].size()
	}
	h.undone = nil
	s.gone, s.came = strings.Clone(s.gone), strings.Clone(s.came) // lest they keep the text they were cut from
	h.bytes += s.size()
	if n := len(h.done); n > 0 && !h.closed && h.done[n-1].join(s) {
		return
	}
	h.closed = false
	h.done = append(h.done, s)
	for len(h.done) > 1 && (len(h.done) > maxSteps || h.bytes > maxBytes) {
		h.bytes -= h.done[0].size()
		h.done[0] = step{}
		h.done = h.done[1:]
	}
}

// join adds the next change to a step if it goes on with it: typing up to the next word, or deleting letter by letter.
func (s *step) join(next step) bool {
	if s.kind == other || s.kind != next.kind || next.time.Sub(s.time) > pause {
		return false
	}
	switch s.kind {
	case typing:
		before, _ := utf8.DecodeLastRuneInString(s.came)
		first, _ := utf8.DecodeRuneInString(next.came)
		if next.at != s.at+len(s.came) || next.gone != "" || unicode.IsSpace(before) && !unicode.IsSpace(first) || before == '\n' {
			return false
		}
		s.came += next.came
	case deletingBack:
		if next.at+len(next.gone) != s.at || len(s.gone) > 200 {
			return false
		}
		s.at, s.gone = next.at, next.gone+s.gone
	case deletingOn:
		if next.at != s.at || len(s.gone) > 200 {
			return false
		}
		s.gone += next.gone
	}
	s.time = next.time
	return true
}

// Undo takes the last step back: some typed words, or whatever else was done at once.
func (f *Field) Undo() {
	h := &f.history
	if n := len(h.done); n > 0 && f.editable() {
		s := h.done[n-1]
		h.done, h.undone = h.done[:n-1], append(h.undone, s)
		h.closed = true
		f.view.Replace(s.at, s.at+len(s.came), s.gone)
		f.put(s.anchor, s.head)
	}
}

// Redo does again what was undone last.
func (f *Field) Redo() {
	h := &f.history
	if n := len(h.undone); n > 0 && f.editable() {
		s := h.undone[n-1]
		h.undone, h.done = h.undone[:n-1], append(h.done, s)
		h.closed = true
		f.view.Replace(s.at, s.at+len(s.gone), s.came)
		f.putBehind(s.at + len(s.came))
	}
}

// putBehind sets the caret behind what came into the text, which may be one letter with what follows.
func (f *Field) putBehind(end int) {
	at := selecting.SnapOn(f.view.Text, end)
	f.put(at, at)
}

// put sets the selection after a change of the text.
func (f *Field) put(anchor, head int) {
	f.caret.Select(anchor, head, true)
	f.blink.Wake(f.focused)
	f.changed()
	f.reveal()
}
