package app

import (
	"fyne.io/fyne/v2"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// connectSuggestions joins the list of what models suggest with the text and the window.
func (w *window) connectSuggestions(rows *paneRow, model *workspace.Workspace) {
	rows.claims.OnSuggestionKey = func(key string) { w.textKey(key) }
	rows.claims.OnSuggestionMenu = w.suggestionMenu
	rows.claims.OnSuggestionFilter = w.suggestionFilterMenu
	list := rows.claims.Suggestions.List
	list.OnFocus = func() { w.lastPane = list }
	list.OnShortcut = w.shortcut
	rows.status.suggestions.OnTapped = func() { w.run("next-model-suggestion") }
	model.SuggestionsChanged.Listen(func(struct{}) { rows.status.showSuggestions(len(model.Suggestions), model.SuggestionCount()) })
}

// suggestionMenu pops up what can be done with the current suggestion of a model.
func (w *window) suggestionMenu(at fyne.Position) {
	labels := w.labelItems(6, "", func(l store.Label) *fyne.MenuItem {
		return w.labelItem(l, func() { w.panes.document.ApplyTo(l.ID, "") })
	}, func(labelID string) { w.panes.document.ApplyTo(labelID, "") })
	w.popUpMenu(at, append(labels, append([]*fyne.MenuItem{w.labelItem(workspace.NoLabel, func() { w.panes.document.ApplyTo("", "") }), fyne.NewMenuItemSeparator()}, w.suggestionItems()...)...)...)
}

// suggestionItems are what a menu offers for the current suggestion of a model and for all that are shown.
func (w *window) suggestionItems() (items []*fyne.MenuItem) {
	for _, id := range []commandID{commandAcceptModel, commandRefuseModel, commandAcceptAll, commandRefuseAll} {
		c := w.commands.byID[id]
		items = append(items, w.contextItemCalled(captionWithKeys(c.caption, c.menuKeys()), id, func() { c.run(w) }))
	}
	return items
}

// leastScores are the scores that a menu offers to filter suggestions by.
var leastScores = []float64{0.5, 0.7, 0.8, 0.9, 0.95}

func (w *window) suggestionFilterMenu(at fyne.Position) {
	w.popUpMenu(at, w.suggestionFilterItems()...)
}

// suggestionFilterItems are what the suggestions of models can be filtered by: one of their models, and a least score.
func (w *window) suggestionFilterItems() []*fyne.MenuItem {
	m := w.panes.document.Model()
	now := m.SuggestionFilter
	item := func(caption string, to workspace.SuggestionFilter) *fyne.MenuItem {
		i := fyne.NewMenuItem(caption, func() { m.FilterSuggestions(to) })
		i.Checked = to == now
		return i
	}
	items := []*fyne.MenuItem{item(locale.T("All models"), workspace.SuggestionFilter{Least: now.Least})}
	for _, model := range m.SuggestingModels() {
		items = append(items, item(format.Shorten(format.VisibleLines(model), 40), workspace.SuggestionFilter{Model: model, Least: now.Least}))
	}
	items = append(items, fyne.NewMenuItemSeparator(), item(locale.T("Any score"), workspace.SuggestionFilter{Model: now.Model}))
	for _, least := range leastScores {
		items = append(items, item(locale.T("Score {{.Score}} or more", "Score", format.Decimal(least, 2)), workspace.SuggestionFilter{Model: now.Model, Least: least}))
	}
	return items
}

// filterModelSuggestions offers the filter of the suggestions where they are listed.
func (w *window) filterModelSuggestions() {
	if w.panes.document.Model().SuggestionCount() == 0 {
		w.Workspace.Notices.Send(locale.T("This text has no model suggestions."))
		return
	}
	w.panes.row.ShowRight(true)
	w.suggestionFilterMenu(dialogs.Below(w.panes.claims.Suggestions.Filter))
}

// askAcceptAll asks before all suggestions that are shown become claims.
func (w *window) askAcceptAll() {
	w.askAllShown(locale.T("Accept"), func(n int, title string) (string, string) {
		return locale.N("Accept {{.N}} suggestions?", n), locale.N("{{.N}} suggestions of “{{.Title}}” become claims of yours with the labels that their models give. One undo takes it back.", n, "Title", title)
	}, (*workspace.Workspace).AcceptSuggestions)
}

// askRefuseAll asks before all suggestions that are shown are rejected.
func (w *window) askRefuseAll() {
	w.askAllShown(locale.T("Reject"), func(n int, title string) (string, string) {
		return locale.N("Reject {{.N}} suggestions?", n), locale.N("{{.N}} suggestions of “{{.Title}}” are removed. One undo takes it back.", n, "Title", title)
	}, (*workspace.Workspace).RefuseSuggestions)
}

func (w *window) askAllShown(yes string, words func(n int, title string) (heading, question string), do func(*workspace.Workspace, ...string)) {
	m, ids := w.panes.document.Model(), w.panes.document.SuggestionsShown()
	if len(ids) == 0 {
		w.panes.document.StepModel(+1) // which says why there is none
		return
	}
	heading, question := words(len(ids), format.Shorten(format.NameLine(m.Document.Title), 60))
	if hidden := m.SuggestionCount() - len(ids); hidden > 0 {
		question += " " + locale.N("{{.N}} hidden by the filter stay as they are.", hidden)
	}
	w.Confirm(heading, question, yes, func() { do(m, ids...) })
}
