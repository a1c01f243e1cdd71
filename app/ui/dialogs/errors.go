package dialogs

import (
	"log/slog"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"factmark/app/locale"
	"factmark/app/workspace"
)

// ShowError shows an error to the user: one sentence; the trail behind it goes to the log.
func (h *Host) ShowError(err error) {
	slog.Error("shown to the user", "error", err)
	text := Wrapped(workspace.Sentence(err))
	h.ShowModal(Modal{Title: locale.T("Something went wrong"), Content: text, Confirm: locale.T("Close"), Width: 460})
}

// OfferNote gives back a note whose claim is gone, so that what was typed is not lost with it.
func (h *Host) OfferNote(lost workspace.LostNote) {
	slog.Error("shown to the user", "error", lost.Err)
	note := NewTextLines(min(8, 1+len([]rune(lost.Text))/60), theme.SizeNameText, false)
	note.SetText(lost.Text)
	h.ShowModal(Modal{Title: locale.T("The claim of this note is gone"), Width: 500, Confirm: locale.T("Copy note"), Cancel: locale.T("Close"),
		Content: container.NewVBox(Wrapped(workspace.Sentence(lost.Err)), Wrapped(locale.T("You typed this note for it:")), note),
		OnConfirm: func() bool {
			h.App.Clipboard().SetContent(lost.Text)
			h.Workspace.Notices.Send(locale.T("Note copied."))
			return true
		}})
}
