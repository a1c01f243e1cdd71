package document

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
)

// emptyLibrary stands in place of a list without documents, and says why it has none.
type emptyLibrary struct {
	model       *workspace.Workspace
	title, hint *widget.Label
	all         *dialogs.KeyButton
	body        *fyne.Container
}

func newEmptyLibrary(model *workspace.Workspace, key func(fyne.KeyName) bool, showAll func()) *emptyLibrary {
	e := &emptyLibrary{model: model, title: dialogs.Bold(""), hint: dialogs.Wrapped(""), all: dialogs.NewKeyButton(locale.T("Show all"), key, showAll)}
	e.title.Alignment, e.hint.Alignment = fyne.TextAlignCenter, fyne.TextAlignCenter
	e.title.Wrapping = fyne.TextWrapWord
	e.body = container.NewVBox(layout.NewSpacer(), e.title, e.hint, container.NewCenter(e.all), layout.NewSpacer())
	model.Writes.Moved.Listen(func(struct{}) { e.say() })
	e.say()
	return e
}

// say shows why no document is listed, where none is.
func (e *emptyLibrary) say() {
	dialogs.SetVisible(e.body, e.model.Loaded && e.model.Listed.Len() == 0)
	none := len(e.model.Documents) == 0
	title, hint := locale.T("No documents yet"), locale.T("Import files, or drop them on this window.")
	switch view := e.model.View; {
	case none && e.model.ReadOnly():
		hint = locale.T("The workspace is read-only.")
	case none:
	case e.model.Words != "" && len(view.Filters) > 0:
		title = locale.T("No matching documents")
		hint = locale.T("No document that passes the filter has “{{.Words}}” in its title, author, publisher, tags or file name.", "Words", format.Shorten(e.model.Words, 40))
	case e.model.Words != "":
		title = locale.T("No matching documents")
		hint = locale.T("No document has “{{.Words}}” in its title, author, publisher, tags or file name.", "Words", format.Shorten(e.model.Words, 40))
	case len(view.Filters) == 1:
		title, hint = noneFits(view.Filters[0]), ""
	default:
		title, hint = locale.T("No documents match all filters"), ""
	}
	if e.title.Text != title {
		e.title.SetText(title)
	}
	if e.hint.Text != hint {
		e.hint.SetText(hint)
	}
	dialogs.SetVisible(e.hint, hint != "")
	dialogs.SetVisible(e.all, !none)
}

// noneFits says that no document gets through a filter.
func noneFits(f workspace.DocumentFilter) string {
	switch {
	case f.Value == "" && f.Kind == workspace.FilterTag:
		return locale.T("Every document has a tag.")
	case f.Value == "" && f.Kind == workspace.FilterLanguage:
		return locale.T("Every document has a language.")
	case f.Value == "" && f.Kind == workspace.FilterPublisher:
		return locale.T("Every document has a publisher.")
	case f.Kind == workspace.FilterTag:
		return locale.T("No document has this tag.")
	case f.Kind == workspace.FilterLanguage:
		return locale.T("No document is in this language.")
	case f.Kind == workspace.FilterPublisher:
		return locale.T("No document has this publisher.")
	}
	return locale.T("No document has this status.")
}
