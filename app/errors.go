package app

import (
	"errors"
	"io/fs"
	"log/slog"
	"strings"
	"unicode"

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

// sentence puts an error into words for the user.
func sentence(err error) string {
	var path *fs.PathError
	switch {
	case errors.As(err, &path) && errors.Is(err, fs.ErrNotExist):
		return "There is no file " + shown(path.Path) + ". Nothing was changed."
	case errors.As(err, &path) && errors.Is(err, fs.ErrPermission):
		return "You are not allowed to use " + shown(path.Path) + ". Nothing was changed."
	}
	return shown(upperFirst(err.Error()))
}

// upperFirst begins a sentence with a capital, unless it begins with a file's name.
func upperFirst(s string) string {
	if first, _, _ := strings.Cut(s, " "); strings.ContainsAny(first, "./\\0123456789") {
		return s
	}
	for i, r := range s {
		return string(unicode.ToUpper(r)) + s[i+len(string(r)):]
	}
	return s
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
