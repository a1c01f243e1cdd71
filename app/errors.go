package app

import (
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// tell shows an error to the user: one sentence; the trail behind it goes to the log.
func (w *host) tell(err error) {
	slog.Error("shown to the user", "error", err)
	text := widget.NewLabel(sentence(err))
	text.Wrapping = fyne.TextWrapWord
	w.showModal(modal{title: "That did not work", content: text, confirm: "Close", width: 460})
}

// offerNote gives back a note whose claim is gone, so that what was typed is not lost with it.
func (w *host) offerNote(lost lostNote) {
	slog.Error("shown to the user", "error", lost.err)
	note := newTextLines(min(8, 1+len([]rune(lost.text))/60), theme.SizeNameText, false)
	note.SetText(lost.text)
	w.showModal(modal{title: "The note has no claim to stand with", width: 500, confirm: "Copy the note", cancel: "Close",
		content: container.NewVBox(wrapped(sentence(lost.err)+" This is the note that you typed for it:"), note),
		onConfirm: func() bool {
			w.app.Clipboard().SetContent(lost.text)
			w.desk.told.send("Note copied.")
			return true
		}})
}
