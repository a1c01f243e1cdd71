package dialogs

import (
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/widgets/textfield"
)

// Modal describes a dialog. Enter confirms it and Escape leaves it, wherever the
// focus is, which the toolkit's own dialogs don't do.
type Modal struct {
	Title       string
	Content     fyne.CanvasObject
	Confirm     string                  // the text of the button that Enter presses
	Cancel      string                  // the text of the button that Escape presses; "" leaves it out
	Other       string                  // the text of a third button; "" leaves it out
	OnOther     func()                  // what that does; the dialog stays open
	destructive bool                    // confirming loses something: Enter presses Cancel
	OnConfirm   func() bool             // false keeps the dialog open; nil just closes
	OnClose     func()                  // after it has gone, however
	TypedInto   func() bool             // tells whether something was typed that leaving would lose; may be nil
	Form        *DraftForm              // keeps what is typed as drafts; not nil where TypedInto isn't
	Saves       bool                    // confirming saves what was typed
	Closing     *OpenModal              // the dialog whose closing it asks about; nil for all but that question
	OnLeave     func()                  // the program or the workspace is left while it is open; may be nil
	OnDrop      func(paths []string)    // files are dropped on the window; may be nil
	OnKey       func(fyne.KeyName) bool // is offered each key before the dialog acts on it; may be nil
	Focus       fyne.Focusable
	Width       float32            // least width, in pixels
	Scroll      *container.Scroll  // what the arrow keys move; may be nil
	Fields      []*textfield.Field // what grows as one types, as far as the window has room
}

// OpenModal is a dialog on screen.
type OpenModal struct {
	Modal
	Host  *Host
	Popup *widget.PopUp
	Frame *dialogFrame
	Ok    *KeyButton
	Leave *KeyButton
	Other *KeyButton
	Said  *widget.Label // what is told while it is open, as the status bar is out of reach then
}

// ShowModal opens a dialog in front of those that are open, and returns it at once. BeforeModal is called first.
func (h *Host) ShowModal(m Modal) *OpenModal {
	h.BeforeModal()
	o := &OpenModal{Modal: m, Host: h}
	title := Bold(VisualOrder(format.VisibleLines(m.Title)))
	title.SizeName = theme.SizeNameSubHeadingText
	o.Said = widget.NewLabel("")
	o.Said.SizeName = theme.SizeNameCaptionText
	o.Said.Truncation = fyne.TextTruncateEllipsis
	buttons := container.NewHBox()
	if m.Cancel != "" {
		o.Leave = NewKeyButton(m.Cancel, o.Typed, o.Abandon)
		buttons.Add(o.Leave)
	}
	if m.Other != "" {
		o.Other = NewKeyButton(m.Other, o.Typed, m.OnOther)
		buttons.Add(o.Other)
	}
	o.Ok = NewKeyButton(m.Confirm, o.Typed, o.Accept)
	buttons.Add(o.Ok)
	o.DefaultButton().Importance = widget.HighImportance
	foot := container.New(layout.NewCustomPaddedLayout(12, 0, 0, 0), container.NewBorder(nil, nil, nil, buttons, o.Said))
	frame, framed := newDialogFrame(o, h.Win.Canvas(), title, o.contentWithNotice(), foot)
	o.Frame = frame
	nameFields(m.Content)
	if HighContrast() { // where a dialog and what is behind it are equally black or white
		edge := canvas.NewRectangle(color.Transparent)
		edge.StrokeColor, edge.StrokeWidth, edge.CornerRadius = theme.Color(theme.ColorNameForeground), 2, theme.Size(theme.SizeNameInputRadius)
		framed = container.NewStack(edge, container.NewPadded(framed))
	}
	o.Popup = widget.NewModalPopUp(framed, h.Win.Canvas())
	h.Modals = append(h.Modals, o)
	o.boundFields()
	o.Popup.Show()
	OrderAsRead(m.Content)
	if m.Focus != nil {
		h.Win.Canvas().Focus(m.Focus)
	}
	return o
}

// contentWithNotice is the content, below the notice of drafts where there is one.
func (o *OpenModal) contentWithNotice() fyne.CanvasObject {
	if o.Form == nil {
		return o.Content
	}
	notice, rows := o.Form.notice(o.Typed, o.Saves)
	if rows == 0 {
		return o.Content
	}
	return container.NewBorder(notice, nil, nil, nil, o.Content)
}

// DefaultButton is the button that Enter presses.
func (o *OpenModal) DefaultButton() *KeyButton {
	if o.destructive {
		return o.Leave
	}
	return o.Ok
}

// Enter does what the Enter key does in the dialog: it confirms or, where that would lose something, cancels.
func (o *OpenModal) Enter() {
	if o.destructive {
		o.Abandon()
	} else {
		o.Accept()
	}
}

// boundFields lets the fields of the dialog grow by the room that it leaves in the window, in equal parts.
func (o *OpenModal) boundFields() {
	for _, f := range o.Fields {
		f.SetRows(f.MostRows(0), f.MostRows(0))
	}
	room := o.Host.Win.Canvas().Size().Height - o.Popup.MinSize().Height - 24
	for _, f := range o.Fields {
		f.SetRows(f.MostRows(0), min(textfield.MaxRows, f.MostRows(room/float32(len(o.Fields)))))
	}
}

// Allow lets the dialog be confirmed, or keeps it from being.
func (o *OpenModal) Allow(yes bool) {
	if yes {
		o.Ok.Enable()
	} else {
		o.Ok.Disable()
	}
}

// Accept confirms the dialog as its button does, and closes it unless OnConfirm gives false. A disabled button confirms
// nothing.
func (o *OpenModal) Accept() {
	if o.Ok.Disabled() {
		return
	}
	if o.OnConfirm != nil && !o.OnConfirm() {
		return
	}
	if o.Form != nil && o.Saves {
		o.Form.Drop() // what is left differs from what is stored in nothing that is saved
	}
	o.Close()
}

// Close takes the dialog off the screen, whatever was typed into it; drafts are kept. A second call does nothing.
func (o *OpenModal) Close() {
	for i, open := range o.Host.Modals {
		if open == o {
			o.Host.Modals = append(o.Host.Modals[:i], o.Host.Modals[i+1:]...)
			o.Popup.Hide()
			o.Host.raise(o.Host.Modals[i:])
			if o.Form != nil {
				o.Form.Close()
			}
			if o.OnClose != nil {
				o.OnClose()
			}
			if host := o.Host; len(host.Modals) == 0 && host.Win.Canvas().Focused() == nil { // it was opened from the menu bar
				host.RestoreFocus()
			}
			return
		}
	}
}

// raise shows dialogs again that went off the screen, though not away, with one
// below them: the toolkit takes all that lies on a dialog off with it.
func (h *Host) raise(above []*OpenModal) {
	for _, o := range above {
		o.Popup.Hide()
		o.Popup.Show()
		if o.Focus != nil {
			h.Win.Canvas().Focus(o.Focus)
		}
	}
}

// Abandon closes the dialog without doing what it is for; what was typed goes only after a question.
func (o *OpenModal) Abandon() {
	if o.TypedInto != nil && o.TypedInto() {
		o.Host.AskUnsaved(o, false, nil)
		return
	}
	if o.Form != nil {
		o.Form.Drop()
	}
	o.Close()
}

// AskUnsaved asks what becomes of what was typed into a dialog that is to be
// closed: by its user, or because the program or the workspace is left. Then
// goes on once it is closed.
func (h *Host) AskUnsaved(o *OpenModal, leaving bool, then func()) {
	var question *OpenModal
	answer := func(do func()) func() bool {
		return func() bool {
			question.Close() // before another can open
			do()
			if !slices.Contains(h.Modals, o) && then != nil {
				then()
			}
			return true
		}
	}
	keep, discard := answer(o.Close), answer(func() { o.Form.discard(); o.Close() })
	m := Modal{Title: locale.T("Save your changes?"), Confirm: locale.T("Save"), Cancel: locale.T("Cancel"), Width: 420, Closing: o, OnConfirm: answer(o.Accept)}
	said := locale.T("Your changes in “{{.Dialog}}” haven't been saved.", "Dialog", format.OneLine(o.Title))
	if !o.Saves {
		m.Title, m.Confirm, m.OnConfirm = locale.T("Keep a draft?"), locale.T("Keep draft"), keep
		said = locale.T("What you typed in “{{.Dialog}}” can be kept as a draft.", "Dialog", format.OneLine(o.Title))
	}
	switch {
	case !leaving:
		m.Other, m.OnOther = locale.T("Discard"), func() { discard() }
	case o.Saves:
		m.Other, m.OnOther = locale.T("Keep draft"), func() { keep() }
	}
	if leaving {
		said += " " + locale.T("A draft is offered when the workspace is opened again.")
	}
	m.Content = Wrapped(said)
	question = h.ShowModal(m)
}

// Typed acts on the keys that every dialog has.
func (o *OpenModal) Typed(name fyne.KeyName) bool {
	if o.OnKey != nil && o.OnKey(name) {
		return true
	}
	switch name {
	case fyne.KeyEscape:
		o.Abandon()
	case fyne.KeyReturn, fyne.KeyEnter:
		o.Enter()
	default:
		return o.scrolled(name)
	}
	return true
}

func (o *OpenModal) inFront() bool {
	open := o.Host.Modals
	return len(open) > 0 && open[len(open)-1] == o
}

// scrolled moves what the keys scroll: a part of the dialog, or all between its title and its buttons.
func (o *OpenModal) scrolled(name fyne.KeyName) bool {
	scroll := o.Scroll
	if scroll == nil {
		if name != fyne.KeyPageUp && name != fyne.KeyPageDown || !o.Frame.Overflows() {
			return false
		}
		scroll = o.Frame.Scroll
	}
	page := scroll.Size().Height - 40
	step, known := map[fyne.KeyName]float32{fyne.KeyUp: 40, fyne.KeyDown: -40, fyne.KeyPageUp: page, fyne.KeyPageDown: -page}[name]
	if known {
		scroll.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, step)})
	}
	return known
}

// ShowRemark shows a remark in the dialog in front, where there is one.
func (h *Host) ShowRemark(remark string) {
	if len(h.Modals) > 0 {
		h.Modals[len(h.Modals)-1].Said.SetText(format.VisibleLines(remark))
	}
}

// ModalKey hands a key to the dialog in front; fields in a dialog offer theirs here.
func (h *Host) ModalKey(name fyne.KeyName) bool {
	if len(h.Modals) == 0 {
		return false
	}
	return h.Modals[len(h.Modals)-1].Typed(name)
}

// ModalEscape is ModalKey for fields of several lines, in which Enter is a line break.
func (h *Host) ModalEscape(name fyne.KeyName) bool {
	return name == fyne.KeyEscape && h.ModalKey(name)
}

// ModalEnd is ModalKey for what uses all keys but those that end a dialog.
func (h *Host) ModalEnd(name fyne.KeyName) bool {
	return (name == fyne.KeyEscape || name == fyne.KeyReturn || name == fyne.KeyEnter) && h.ModalKey(name)
}

// Confirm asks before something is done that can be undone, or loses nothing.
func (h *Host) Confirm(title, question, yes string, do func()) {
	h.ShowModal(Modal{Title: title, Content: Wrapped(format.VisibleLines(question)), Confirm: yes, Cancel: locale.T("Cancel"), Width: 420,
		OnConfirm: func() bool { do(); return true }})
}

// ConfirmLoss asks before something is lost for good: Enter presses Cancel.
func (h *Host) ConfirmLoss(title, question, yes string, do func()) {
	h.ShowModal(Modal{Title: title, Content: Wrapped(format.VisibleLines(question)), Confirm: yes, Cancel: locale.T("Cancel"), Width: 420, destructive: true,
		OnConfirm: func() bool { do(); return true }})
}
