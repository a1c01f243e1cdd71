package app

import (
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/widgets/textfield"
)

// modal describes a dialog. Enter confirms it and Escape leaves it, wherever the
// focus is, which the toolkit's own dialogs don't do.
type modal struct {
	title     string
	content   fyne.CanvasObject
	confirm   string                  // the word on the button that Enter presses
	cancel    string                  // the word on the button that Escape presses; "" leaves it out
	other     string                  // the word on a third button; "" leaves it out
	onOther   func()                  // what that does; the dialog stays open
	careful   bool                    // confirming loses something: Enter presses cancel
	onConfirm func() bool             // false keeps the dialog open; nil just closes
	onClose   func()                  // after it has gone, however
	typedInto func() bool             // tells whether something was typed that leaving would lose; may be nil
	form      *draftForm              // keeps what is typed as drafts; not nil where typedInto isn't
	saves     bool                    // confirming saves what was typed
	closing   *openModal              // the dialog whose closing it asks about; nil for all but that question
	onLeave   func()                  // the program or the workspace is left while it is open; may be nil
	onKey     func(fyne.KeyName) bool // is offered each key before the dialog acts on it; may be nil
	focus     fyne.Focusable
	width     float32            // least width, in pixels
	scroll    *container.Scroll  // what the arrow keys move; may be nil
	fields    []*textfield.Field // what grows as one types, as far as the window has room
}

// openModal is a dialog on screen.
type openModal struct {
	modal
	host  *host
	popup *widget.PopUp
	frame *dialogFrame
	ok    *keyButton
	leave *keyButton
	other *keyButton
	said  *widget.Label // what is told while it is open, as the status bar is out of reach then
}

func (w *host) showModal(m modal) *openModal {
	w.beforeModal()
	o := &openModal{modal: m, host: w}
	title := widget.NewLabel(visualOrder(shown(m.title)))
	title.TextStyle.Bold = true
	title.SizeName = theme.SizeNameSubHeadingText
	o.said = widget.NewLabel("")
	o.said.SizeName = theme.SizeNameCaptionText
	o.said.Truncation = fyne.TextTruncateEllipsis
	buttons := container.NewHBox()
	if m.cancel != "" {
		o.leave = newKeyButton(m.cancel, o.typed, o.abandon)
		buttons.Add(o.leave)
	}
	if m.other != "" {
		o.other = newKeyButton(m.other, o.typed, m.onOther)
		buttons.Add(o.other)
	}
	o.ok = newKeyButton(m.confirm, o.typed, o.accept)
	buttons.Add(o.ok)
	o.usual().Importance = widget.HighImportance
	foot := container.New(layout.NewCustomPaddedLayout(12, 0, 0, 0), container.NewBorder(nil, nil, nil, buttons, o.said))
	frame, framed := newDialogFrame(o, w.win.Canvas(), title, o.noticed(), foot)
	o.frame = frame
	o.popup = widget.NewModalPopUp(framed, w.win.Canvas())
	w.modals = append(w.modals, o)
	o.boundFields()
	o.popup.Show()
	if m.focus != nil {
		w.win.Canvas().Focus(m.focus)
	}
	return o
}

// noticed is the content, below what is to be said of drafts.
func (o *openModal) noticed() fyne.CanvasObject {
	if o.form == nil {
		return o.content
	}
	notice, rows := o.form.notice(o.typed, o.saves)
	if rows == 0 {
		return o.content
	}
	return container.NewBorder(notice, nil, nil, nil, o.content)
}

// usual is the button that Enter presses.
func (o *openModal) usual() *keyButton {
	if o.careful {
		return o.leave
	}
	return o.ok
}

func (o *openModal) enter() {
	if o.careful {
		o.abandon()
	} else {
		o.accept()
	}
}

// boundFields lets the fields of the dialog grow by the room that it leaves in the window, in equal parts.
func (o *openModal) boundFields() {
	for _, f := range o.fields {
		f.SetRows(f.MostRows(0), f.MostRows(0))
	}
	room := o.host.win.Canvas().Size().Height - o.popup.MinSize().Height - 24
	for _, f := range o.fields {
		f.SetRows(f.MostRows(0), min(textfield.MaxRows, f.MostRows(room/float32(len(o.fields)))))
	}
}

func (o *openModal) accept() {
	if o.ok.Disabled() {
		return
	}
	if o.onConfirm != nil && !o.onConfirm() {
		return
	}
	if o.form != nil && o.saves {
		o.form.drop() // what is left differs from what is stored in nothing that is saved
	}
	o.close()
}

func (o *openModal) close() {
	for i, open := range o.host.modals {
		if open == o {
			o.host.modals = append(o.host.modals[:i], o.host.modals[i+1:]...)
			o.popup.Hide()
			o.host.raise(o.host.modals[i:])
			if o.form != nil {
				o.form.close()
			}
			if o.onClose != nil {
				o.onClose()
			}
			if w := o.host; len(w.modals) == 0 && w.win.Canvas().Focused() == nil { // it was opened from the menu bar
				w.focusBack()
			}
			return
		}
	}
}

// raise shows dialogs again that went off the screen, though not away, with one
// below them: the toolkit takes all that lies on a dialog off with it.
func (w *host) raise(above []*openModal) {
	for _, o := range above {
		o.popup.Hide()
		o.popup.Show()
		if o.focus != nil {
			w.win.Canvas().Focus(o.focus)
		}
	}
}

// abandon closes the dialog without doing what it is for; what was typed goes only after a question.
func (o *openModal) abandon() {
	if o.typedInto != nil && o.typedInto() {
		o.host.askUnsaved(o, false, nil)
		return
	}
	if o.form != nil {
		o.form.drop()
	}
	o.close()
}

// askUnsaved asks what becomes of what was typed into a dialog that is to be
// closed: by its user, or because the program or the workspace is left. Then
// goes on once it is closed.
func (w *host) askUnsaved(o *openModal, leaving bool, then func()) {
	var question *openModal
	answer := func(do func()) func() bool {
		return func() bool {
			question.close() // before another can open
			do()
			if !slices.Contains(w.modals, o) && then != nil {
				then()
			}
			return true
		}
	}
	keep, discard := answer(o.close), answer(func() { o.form.discard(); o.close() })
	m := modal{title: "Save changes?", confirm: "Save", cancel: "Cancel", width: 420, closing: o, onConfirm: answer(o.accept)}
	said := "What you typed in “" + oneLine(o.title) + "” is not saved."
	if !o.saves {
		m.title, m.confirm, m.onConfirm = "Keep what you typed?", "Keep draft", keep
		said = "What you typed in “" + oneLine(o.title) + "” can be kept as a draft."
	}
	switch {
	case !leaving:
		m.other, m.onOther = "Discard", func() { discard() }
	case o.saves:
		m.other, m.onOther = "Keep draft", func() { keep() }
	}
	if leaving {
		said += " A draft is offered when the workspace is opened again."
	}
	m.content = wrapped(said)
	question = w.showModal(m)
}

// typed acts on the keys that every dialog has.
func (o *openModal) typed(name fyne.KeyName) bool {
	if o.onKey != nil && o.onKey(name) {
		return true
	}
	switch name {
	case fyne.KeyEscape:
		o.abandon()
	case fyne.KeyReturn, fyne.KeyEnter:
		o.enter()
	default:
		return o.scrolled(name)
	}
	return true
}

func (o *openModal) inFront() bool {
	open := o.host.modals
	return len(open) > 0 && open[len(open)-1] == o
}

// scrolled moves what the keys scroll: a part of the dialog, or all between its title and its buttons.
func (o *openModal) scrolled(name fyne.KeyName) bool {
	scroll := o.scroll
	if scroll == nil {
		if name != fyne.KeyPageUp && name != fyne.KeyPageDown || !o.frame.overflows() {
			return false
		}
		scroll = o.frame.scroll
	}
	page := scroll.Size().Height - 40
	step, known := map[fyne.KeyName]float32{fyne.KeyUp: 40, fyne.KeyDown: -40, fyne.KeyPageUp: page, fyne.KeyPageDown: -page}[name]
	if known {
		scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, step)})
	}
	return known
}

// answer shows a remark in the dialog in front, where there is one.
func (w *host) answer(remark string) {
	if len(w.modals) > 0 {
		w.modals[len(w.modals)-1].said.SetText(shown(remark))
	}
}

// modalKey hands a key to the dialog in front; fields in a dialog offer theirs here.
func (w *host) modalKey(name fyne.KeyName) bool {
	if len(w.modals) == 0 {
		return false
	}
	return w.modals[len(w.modals)-1].typed(name)
}

// modalEscape is modalKey for fields of several lines, in which Enter is a line break.
func (w *host) modalEscape(name fyne.KeyName) bool {
	return name == fyne.KeyEscape && w.modalKey(name)
}

// modalEnd is modalKey for what uses all keys but those that end a dialog.
func (w *host) modalEnd(name fyne.KeyName) bool {
	return (name == fyne.KeyEscape || name == fyne.KeyReturn || name == fyne.KeyEnter) && w.modalKey(name)
}

// confirm asks before something is done that can be undone, or loses nothing.
func (w *host) confirm(title, question, yes string, do func()) {
	w.showModal(modal{title: title, content: wrapped(shown(question)), confirm: yes, cancel: "Cancel", width: 420,
		onConfirm: func() bool { do(); return true }})
}

// confirmLoss asks before something is lost for good: Enter presses Cancel.
func (w *host) confirmLoss(title, question, yes string, do func()) {
	w.showModal(modal{title: title, content: wrapped(shown(question)), confirm: yes, cancel: "Cancel", width: 420, careful: true,
		onConfirm: func() bool { do(); return true }})
}
