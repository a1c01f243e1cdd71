package app

import (
	"path/filepath"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/ui/document"
	"factmark/app/workspace"
	"factmark/store"
)

// buildMenu makes the main menu of the commands. It holds every shortcut that
// works everywhere, since a focused field swallows all others.
func (w *window) buildMenu() {
	w.items = map[commandID]*fyne.MenuItem{}
	w.menu = fyne.NewMainMenu()
	for _, m := range w.commands.menus {
		if m.title == "" {
			continue
		}
		menu := fyne.NewMenu(locale.T(m.title), w.menuItems(m.groups)...)
		w.menu.Items = append(w.menu.Items, menu)
		if m.title == menuClaim {
			w.labelMenu = menu
		}
	}
	w.fillClaimMenu()
	w.fillRecent()
	w.Win.SetMainMenu(w.menu)
	w.bindKeys()
}

// menuItems are the items of groups of commands, with separators between the groups.
func (w *window) menuItems(groups [][]command) (items []*fyne.MenuItem) {
	for i, group := range groups {
		if i > 0 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		for _, c := range group {
			item := fyne.NewMenuItem(captionWithKeys(locale.T(c.caption), c.menuKeys()), func() { w.run(c.id) })
			item.Shortcut = c.menuShortcut()
			item.IsQuit = c.id == commandQuit
			item.Disabled = c.needsReview && w.Active == nil || c.needsDocument && (w.Workspace == nil || w.Workspace.Document.ID == "")
			if c.submenu != nil {
				item.ChildMenu = fyne.NewMenu("", w.menuItems([][]command{c.submenu})...)
			}
			w.items[c.id] = item
			items = append(items, item)
		}
	}
	alignKeys(items)
	return items
}

// setCaption gives an item of the menu bar another caption than its command's.
func (w *window) setCaption(id commandID, caption string) {
	w.items[id].Label = captionWithKeys(caption, w.commands.byID[id].menuKeys())
	for _, m := range w.menu.Items {
		if slices.Contains(m.Items, w.items[id]) {
			alignKeys(m.Items)
		}
	}
	w.menu.Refresh()
}

// contextItem is the item of a context menu for a command, which does there what do does.
func (w *window) contextItem(id commandID, do func()) *fyne.MenuItem {
	return w.contextItemCalled(locale.T(w.commands.byID[id].caption), id, do)
}

// contextItemCalled is contextItem with a caption that says what the command is there.
func (w *window) contextItemCalled(caption string, id commandID, do func()) *fyne.MenuItem {
	return fyne.NewMenuItem(caption, func() { w.runAs(id, do) })
}

// mostMenuLabels is how many labels the menu bar lists; all are behind the item for other labels.
const mostMenuLabels = 9

// labelWords is what a menu says of a label: its name, and its key if it has one.
func labelWords(l store.Label) string {
	return captionWithKeys(dialogs.VisualOrder(format.Shorten(format.VisibleLines(l.Name), 40)), l.Key)
}

// fillClaimMenu lists the labels in front of what else is done with a claim.
func (w *window) fillClaimMenu() {
	items := []*fyne.MenuItem{}
	if w.Workspace != nil {
		labels := w.Workspace.OfferedLabels()
		for _, l := range labels[:min(mostMenuLabels, len(labels))] {
			items = append(items, w.labelItem(l, func() { w.panes.document.ApplyTo(l.ID, w.Workspace.Current) }))
		}
	}
	for _, m := range w.commands.menus {
		if m.title == menuClaim {
			items = append(items, w.menuItems(m.groups)...)
		}
	}
	alignKeys(items)
	w.labelMenu.Items = items
	w.fillLabelEach()
}

// labelItem is the item of a menu that gives a label.
func (w *window) labelItem(l store.Label, do func()) *fyne.MenuItem {
	return w.contextItemCalled(labelWords(l), commandLabel, do)
}

func (w *window) fillRecent() {
	var items []*fyne.MenuItem
	for _, path := range w.Profile.Recent() {
		if w.Workspace != nil && path == w.Workspace.Store.Path() {
			continue
		}
		items = append(items, fyne.NewMenuItem(filepath.Base(path)+" – "+filepath.Dir(path), func() {
			if len(w.Modals) == 0 {
				w.OpenWorkspace(path)
			}
		}))
	}
	recent := w.items[commandOpenRecent]
	recent.Disabled = len(items) == 0
	recent.ChildMenu = fyne.NewMenu("", items...)
	w.menu.Refresh()
}

// showUndo names in the menu what undo and redo would do.
func (w *window) showUndo(names [2]string) {
	if w.Active != nil { // what was done before the review is none of its business, and may tell a label
		names = [2]string{}
	}
	for i, id := range []commandID{commandUndo, commandRedo} {
		caption := locale.T(w.commands.byID[id].caption)
		if names[i] != "" {
			caption = locale.T("{{.Command}}: {{.Change}}", "Command", caption, "Change", format.LowerFirst(names[i]))
		}
		w.setCaption(id, caption)
	}
}

// showGoTo names in the menu what parts of the open document one can go to.
func (w *window) showGoTo() {
	item, caption := w.items[commandGoTo], document.GoToCaption(w.Workspace.Locators)
	if item.Disabled = caption == ""; item.Disabled {
		caption = locale.T(w.commands.byID[commandGoTo].caption)
	}
	w.setCaption(commandGoTo, caption)
}

// undo belongs to the field that has the focus, else to the workspace.
func (w *window) undo() {
	if field, is := w.Win.Canvas().Focused().(interface{ Undo() }); is {
		field.Undo()
	} else if w.Active != nil && len(w.Modals) == 0 {
		w.Active.Undo()
	} else if w.Workspace != nil && len(w.Modals) == 0 {
		w.Workspace.Undo()
	}
}

func (w *window) redo() {
	if field, is := w.Win.Canvas().Focused().(interface{ Redo() }); is {
		field.Redo()
	} else if w.Active != nil && len(w.Modals) == 0 {
		w.Active.Redo()
	} else if w.Workspace != nil && len(w.Modals) == 0 {
		w.Workspace.Redo()
	}
}

func (w *window) copy() {
	w.panes.document.View.TypedShortcut(&fyne.ShortcutCopy{Clipboard: w.App.Clipboard()})
}

func (w *window) copyWithSource() {
	quoted := w.panes.document.WithSource()
	if quoted == "" {
		w.Workspace.Notices.Send(locale.T("Select some text or a claim first."))
		return
	}
	w.App.Clipboard().SetContent(quoted)
	w.Workspace.Notices.Send(locale.T("Copied with its source."))
}

func (w *window) find() {
	if w.Workspace.Document.ID == "" {
		return
	}
	w.panes.document.Find.Open(w.panes.document.SelectedSpan())
	w.FocusOn(w.panes.document.Find.Entry)
}

// findDocument begins the search of the library.
func (w *window) findDocument() {
	w.panes.search.Close()
	w.panes.row.ShowLeft(true)
	w.panes.library.Search.Begin(w.FocusOn)
}

// searchClaims begins the search of the claims panel.
func (w *window) searchClaims() {
	w.panes.row.ShowRight(true)
	w.panes.claims.Search.Begin(w.FocusOn)
}

// chooseOtherLabel labels the current claim with one of all labels.
func (w *window) chooseOtherLabel() {
	claim := w.Workspace.Current
	w.ChooseLabel("", func(labelID string) { w.panes.document.ApplyTo(labelID, claim) })
}

func (w *window) selectAll() {
	if w.lastPane == w.panes.library.List {
		w.panes.library.SelectAll()
		return
	}
	w.panes.document.View.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// claimMenu pops up what can be done with a claim: the one on whose card it was opened or, where card is "", the
// selection or the claim under the pointer. It means that claim to its end, whatever is current by then.
func (w *window) claimMenu(card string, at fyne.Position) {
	if w.Active != nil && !w.Active.Independent() {
		w.popUpMenu(at, w.contextItem(commandCopy, w.copy), w.contextItem(commandCopyWithSource, w.copyWithSource))
		return
	}
	var items []*fyne.MenuItem // behind those of the labels
	id := w.Workspace.Current
	label := func(labelID string) { w.panes.document.ApplyTo(labelID, id) }
	if card != "" {
		id = card
		label = func(labelID string) { w.Workspace.Relabel(labelID, card) } // also where some text is selected
	}
	items = append(items, w.labelItem(workspace.NoLabel, func() { label("") }))
	if start, end := w.panes.document.View.Selection(); card == "" && start < end {
		content := locale.T("Mark as boilerplate")
		if !w.panes.document.SelectionIsContent() {
			content = locale.T("Mark as text")
		}
		items = append(items, fyne.NewMenuItemSeparator(),
			w.contextItem(commandCopy, w.copy),
			w.contextItem(commandCopyWithSource, w.copyWithSource),
			w.contextItem(commandMarkAll, w.AskOccurrences),
			w.contextItem(commandFindOfSelection, func() { w.findEvidenceFor(w.panes.document.SelectedSpan().Trimmed()) }),
			w.contextItemCalled(content, commandBoilerplate, w.panes.document.ToggleContent))
	}
	if evidence := w.evidenceItems(); card == "" && len(evidence) > 0 {
		items = append(append(items, fyne.NewMenuItemSeparator()), evidence...)
	}
	if id != "" {
		items = append(items, fyne.NewMenuItemSeparator())
		if c := w.Workspace.Claim(id); c != nil && !workspace.Placed(*c) {
			items = append(items, w.contextItemCalled(locale.T("Find its place…"), commandUnplacedClaims, func() { w.ShowOrphans(w.Workspace.Document.ID, id) }))
		}
		items = append(items,
			w.contextItem(commandEditNote, w.editNote),
			w.contextItem(commandAddEvidence, func() {
				w.Workspace.Choose(id, false)
				w.addEvidence()
			}),
			w.contextItem(commandClaimDetails, w.ShowClaimDetails),
			w.contextItem(commandClaimHistory, w.ShowClaimHistory),
			w.contextItem(commandDeleteClaim, func() { w.Workspace.DeleteClaim(id) }))
	}
	if card == "" && w.panes.document.Model().CurrentSuggestion != "" {
		items = append(append(items, fyne.NewMenuItemSeparator()), w.suggestionItems()...)
	}
	labels := w.labelItems(len(items), "", func(l store.Label) *fyne.MenuItem {
		return w.labelItem(l, func() { label(l.ID) })
	}, label)
	w.popUpMenu(at, append(labels, items...)...)
}

// labelChoice pops up the labels for a claim.
func (w *window) labelChoice(claimID string, at fyne.Position) {
	w.Workspace.Pick(claimID, false)
	chosen := ""
	if c := w.Workspace.Claim(claimID); c != nil {
		chosen = c.LabelID
	}
	apply := func(labelID string) { w.Workspace.Relabel(labelID, claimID) }
	add := func(l store.Label) *fyne.MenuItem {
		item := w.labelItem(l, func() { apply(l.ID) })
		item.Checked = chosen == l.ID
		return item
	}
	w.popUpMenu(at, append(w.labelItems(1, chosen, add, apply), add(workspace.NoLabel))...)
}

// menuRow is the height of an item of a menu, in pixels.
func menuRow() float32 {
	return fyne.MeasureText("M", theme.TextSize(), fyne.TextStyle{}).Height + 2*theme.InnerPadding() + theme.Padding()
}

// labelItems are items of a menu for the labels. Those that a menu with so many
// other items has no room for are found behind one item for all of them.
func (w *window) labelItems(others int, chosen string, item func(l store.Label) *fyne.MenuItem, apply func(labelID string)) (items []*fyne.MenuItem) {
	room := max(3, int(w.Win.Canvas().Size().Height/menuRow())-others)
	labels := w.Workspace.OfferedLabels()
	for i, l := range labels {
		if i == room-1 && len(labels) > room {
			return append(items, w.contextItem(commandOtherLabel, func() { w.ChooseLabel(chosen, apply) }))
		}
		items = append(items, item(l))
	}
	return items
}

// documentMenu pops up what can be done with documents of the library.
func (w *window) documentMenu(documents []store.Document, at fyne.Position) {
	doc := documents[0]
	open := w.contextItem(commandOpenDocument, func() { w.Workspace.Open(doc.ID, "") })
	if w.Active != nil {
		w.popUpMenu(at, open)
		return
	}
	again := w.contextItem(commandExtractAgain, func() { w.AskExtractAgain(doc) })
	again.Disabled = !document.MayExtractAgain(doc)
	status := fyne.NewMenuItem(w.commands.byID[commandDocumentStatus].caption, nil)
	status.ChildMenu = fyne.NewMenu("", w.statusItems(documents)...)
	items := []*fyne.MenuItem{
		open,
		w.contextItemCalled(locale.T("Open side by side"), commandSideBySide, func() { w.openBeside(doc.ID) }),
		w.contextItemCalled(locale.T("Details…"), commandDocumentDetails, func() { w.ShowDocumentDetails(documents...) }),
		w.contextItem(commandDocumentTags, func() { w.AskTags(documents) }),
		status,
		w.contextItem(commandReplaceText, func() { w.AskReplaceText(doc) }),
		w.contextItem(commandShowOriginal, func() { w.ShowOriginal(doc) }),
		again,
		w.contextItem(commandDocumentHistory, func() { w.HistoryOf(doc, nil) }),
		fyne.NewMenuItemSeparator(),
		w.contextItem(commandRemoveDocument, func() { w.AskRemoveDocuments(documents) }),
	}
	if n := len(documents); n > 1 { // the others are for one document
		items = append(items[2:5], fyne.NewMenuItemSeparator(), w.contextItemCalled(locale.N("Remove {{.N}} documents…", n), commandRemoveDocument,
			func() { w.AskRemoveDocuments(documents) }))
	}
	w.popUpMenu(at, items...)
}

// statusItems are the items of a menu that say how far the work on documents is.
func (w *window) statusItems(documents []store.Document) (items []*fyne.MenuItem) {
	for _, c := range w.commands.byID[commandDocumentStatus].submenu {
		items = append(items, w.contextItem(c.id, func() { w.SetStatus(documents, statusOf[c.id]) }))
	}
	return items
}

// sortMenu pops up what the library can be sorted by.
func (w *window) sortMenu(at fyne.Position) {
	var items []*fyne.MenuItem
	view := w.Workspace.View
	for _, c := range w.commands.byID[commandSortDocuments].submenu {
		item := w.contextItem(c.id, func() { c.run(w) })
		if by, is := sortedBy[c.id]; is {
			item.Checked = by == view.Sort
		} else {
			items = append(items, fyne.NewMenuItemSeparator())
			item.Checked = view.Reverse
		}
		items = append(items, item)
	}
	w.popUpMenu(at, items...)
}

// claimSortMenu pops up what the list of claims can be sorted by.
func (w *window) claimSortMenu(at fyne.Position) {
	var items []*fyne.MenuItem
	for _, c := range w.commands.byID[commandSortClaims].submenu {
		item := w.contextItem(c.id, func() { c.run(w) })
		item.Checked = claimsSortedBy[c.id] == w.Workspace.ClaimView.Sort
		items = append(items, item)
	}
	w.popUpMenu(at, items...)
}

// allClaims lists the claims of all documents in the panel, or those of this document again, and goes there.
func (w *window) allClaims() {
	w.panes.row.ShowRight(true)
	w.Workspace.ListAllClaims(!w.Workspace.ClaimView.All)
	w.FocusOn(w.panes.claims.List)
}

// filterClaims asks what the list of claims is to be filtered by.
func (w *window) filterClaims() {
	w.panes.row.ShowRight(true)
	w.ShowClaimFilter()
}

// chosenDocuments are those that a command is for: the ones selected in the library while the keyboard is there, else the open one.
func (w *window) chosenDocuments() []store.Document {
	if w.lastPane == w.panes.library.List {
		if selected := w.panes.library.Selected(); len(selected) > 0 {
			return selected
		}
	}
	return []store.Document{w.Workspace.Document}
}

// filterDocuments asks what the library is to be filtered by.
func (w *window) filterDocuments() {
	w.panes.search.Close()
	w.panes.row.ShowLeft(true)
	w.ShowFilter()
}

func (w *window) popUpMenu(at fyne.Position, items ...*fyne.MenuItem) {
	alignKeys(items)
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.Win.Canvas(), at)
}

// showOfDocument says in the menu what can be done with the file of the open document.
func (w *window) showOfDocument() {
	if w.panes == nil {
		return
	}
	doc, changed := w.Workspace.Document, false
	disable := func(id commandID, yes bool) {
		if item := w.items[id]; item.Disabled != yes {
			item.Disabled, changed = yes, true
		}
	}
	for _, c := range w.commands.all {
		if c.needsDocument {
			disable(c.id, doc.ID == "")
		}
	}
	disable(commandShowOriginal, doc.ID == "")
	disable(commandExtractAgain, !document.MayExtractAgain(doc))
	caption := locale.T(w.commands.byID[commandRemoveDocument].caption)
	if chosen := w.chosenDocuments(); len(chosen) > 1 {
		caption = locale.N("Remove {{.N}} documents…", len(chosen))
	} else if title := format.NameLine(chosen[0].Title); chosen[0].ID != "" {
		caption = locale.T("Remove “{{.Title}}”…", "Title", dialogs.VisualOrder(format.Shorten(title, 30)))
	}
	if now, _ := captionAndKeys(w.items[commandRemoveDocument].Label); now != caption {
		w.setCaption(commandRemoveDocument, caption)
	} else if changed {
		w.menu.Refresh()
	}
}

// showInReview says in the menu whether a review is under way.
func (w *window) showInReview() {
	for _, c := range w.commands.all {
		if c.needsReview {
			w.items[c.id].Disabled = w.Active == nil
		}
	}
	w.menu.Refresh()
}

// done says that one is done: with the dialog in front, in which Enter may be a line break, with a document of the review
// or, outside of reviews, with the open document.
func (w *window) done() {
	if n := len(w.Modals); n > 0 {
		w.Modals[n-1].Enter()
		return
	}
	switch {
	case w.panes == nil:
	case w.Active != nil:
		w.Active.DocumentDone()
	case w.panes.claims.List.Editing():
		w.endNote() // the key is meant for the note that is being typed
	case w.Workspace.MayWrite():
		w.ToggleDone()
	}
}
