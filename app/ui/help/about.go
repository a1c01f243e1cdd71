package help

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
)

// ShowAbout says which program this is, and which workspace is open.
func (h *Help) ShowAbout() {
	text := locale.T("Version {{.Version}}", "Version", h.App.Metadata().Version) + "\n\n" +
		locale.T("Labels claims in texts, for fact-checkers. Everything stays in one file on this computer; nothing is ever sent anywhere.")
	if h.Workspace != nil {
		text += "\n\n" + locale.T("This workspace: {{.File}}", "File", format.VisibleLines(h.Workspace.Store.Path()))
	}
	all := components()
	text += "\n\n" + locale.N("Made with {{.N}} components by others.", len(all))
	var dialog *dialogs.OpenModal
	dialog = h.ShowModal(dialogs.Modal{Title: locale.T("About Factmark"), Content: dialogs.Wrapped(text), Confirm: locale.T("Close"), Width: 460,
		Other: locale.T("Licences…"), OnOther: func() {
			dialog.Close()
			h.showLicences(all)
		}})
}

// showLicences lists what the program is made of, with the licence of what is chosen.
func (h *Help) showLicences(all []component) {
	chosen := 0
	lines := widget.NewList(func() int { return len(all[chosen].lines) },
		func() fyne.CanvasObject {
			l := widget.NewLabel(strings.Repeat("0", lineLength))
			l.SizeName, l.TextStyle.Monospace = theme.SizeNameCaptionText, true
			return l
		},
		func(i widget.ListItemID, o fyne.CanvasObject) {
			o.(*widget.Label).SetText(format.Visible(all[chosen].lines[i]))
		})
	lines.HideSeparators = true
	scroll := func(key fyne.KeyName) bool {
		page := map[fyne.KeyName]float32{fyne.KeyPageDown: 1, fyne.KeyPageUp: -1}[key] * (lines.Size().Height - 40)
		if page != 0 {
			lines.ScrollToOffset(max(0, lines.GetScrollOffset()+page))
		}
		return page != 0
	}
	list := dialogs.NewRowList(func() int { return len(all) }, dialogs.NewTwoLines,
		func(i int, o fyne.CanvasObject) { dialogs.SetTwoLines(o, all[i].name, all[i].kinds) },
		func(i int) {
			chosen = i
			lines.Refresh()
			lines.ScrollToTop()
		}, h.ModalKey)
	list.Before = scroll
	room := h.Win.Canvas().Size()
	width, height := min(960, room.Width-80), min(480, room.Height-150)
	content := container.NewGridWrap(fyne.NewSize(width, height), container.NewBorder(nil, nil,
		container.NewGridWrap(fyne.NewSize(width*0.36, height), list.Framed()), nil, container.NewHScroll(lines)))
	h.ShowModal(dialogs.Modal{Title: locale.T("Licences"), Content: content, Confirm: locale.T("Close"), Focus: list, OnKey: scroll})
	list.Select(0)
}
