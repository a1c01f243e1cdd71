package app

import (
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
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
		menu := fyne.NewMenu(m.title, w.menuItems(m.groups)...)
		w.menu.Items = append(w.menu.Items, menu)
		if m.title == menuClaim {
			w.labelMenu = menu
		}
	}
	w.fillClaimMenu()
	w.fillRecent()
	w.win.SetMainMenu(w.menu)
	for _, c := range w.commands.all {
		for _, other := range c.also {
			w.win.Canvas().AddShortcut(other, w.shortcut)
		}
	}
}

// menuItems are the items of groups of commands, with separators between the groups.
func (w *window) menuItems(groups [][]command) (items []*fyne.MenuItem) {
	for i, group := range groups {
		if i > 0 {
			items = append(items, fyne.NewMenuItemSeparator())
		}
		for _, c := range group {
			item := fyne.NewMenuItem(withKey(c.caption, c.menuKey()), func() { w.run(c.id) })
			item.Shortcut = c.shortcut
			item.IsQuit = c.id == commandQuit
			item.Disabled = c.needsReview
			if c.submenu != nil {
				item.ChildMenu = fyne.NewMenu("", w.menuItems([][]command{c.submenu})...)
			}
			w.items[c.id] = item
			items = append(items, item)
		}
	}
	return items
}

// contextItem is the item of a context menu for a command, which does there what do does.
func (w *window) contextItem(id commandID, do func()) *fyne.MenuItem {
	return w.contextItemCalled(w.commands.byID[id].caption, id, do)
}

// contextItemCalled is contextItem with a caption that says what the command is there.
func (w *window) contextItemCalled(caption string, id commandID, do func()) *fyne.MenuItem {
	return fyne.NewMenuItem(caption, func() { w.runAs(id, do) })
}

// mostMenuLabels is how many labels the menu bar lists; all are behind the item for other labels.
const mostMenuLabels = 9

// labelWords is what a menu says of a label: its name, and its key if it has one.
func labelWords(l store.Label) string {
	return withKey(visualOrder(format.Shorten(format.VisibleLines(l.Name), 40)), l.Key)
}

// fillClaimMenu lists the labels in front of what else is done with a claim.
func (w *window) fillClaimMenu() {
	items := []*fyne.MenuItem{}
	if w.desk != nil {
		for _, l := range w.desk.labels[:min(mostMenuLabels, len(w.desk.labels))] {
			items = append(items, w.labelItem(l, func() { w.panes.document.applyTo(l.ID, w.desk.current) }))
		}
	}
	for _, m := range w.commands.menus {
		if m.title == menuClaim {
			items = append(items, w.menuItems(m.groups)...)
		}
	}
	w.labelMenu.Items = items
	w.menu.Refresh()
}

// labelItem is the item of a menu that gives a label.
func (w *window) labelItem(l store.Label, do func()) *fyne.MenuItem {
	return w.contextItemCalled(labelWords(l), commandLabel, do)
}

func (w *window) fillRecent() {
	var items []*fyne.MenuItem
	for _, path := range w.profile.Recent() {
		if w.desk != nil && path == w.desk.store.Path() {
			continue
		}
		items = append(items, fyne.NewMenuItem(filepath.Base(path)+"  –  "+filepath.Dir(path), func() {
			if len(w.modals) == 0 {
				w.openWorkspace(path)
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
	if w.sitting != nil { // what was done before the review is none of its business, and may tell a label
		names = [2]string{}
	}
	for i, id := range []commandID{commandUndo, commandRedo} {
		item := w.items[id]
		item.Label = w.commands.byID[id].caption
		if names[i] != "" {
			item.Label += ": " + format.LowerFirst(names[i])
		}
	}
	w.menu.Refresh()
}

// undo belongs to the field that has the focus, else to the workspace.
func (w *window) undo() {
	if field, is := w.win.Canvas().Focused().(interface{ Undo() }); is {
		field.Undo()
	} else if w.sitting != nil && len(w.modals) == 0 {
		w.sitting.undo()
	} else if w.desk != nil && len(w.modals) == 0 {
		w.desk.undo()
	}
}

func (w *window) redo() {
	if field, is := w.win.Canvas().Focused().(interface{ Redo() }); is {
		field.Redo()
	} else if w.sitting != nil && len(w.modals) == 0 {
		w.sitting.redo()
	} else if w.desk != nil && len(w.modals) == 0 {
		w.desk.redo()
	}
}

func (w *window) copy() {
	w.panes.document.view.TypedShortcut(&fyne.ShortcutCopy{Clipboard: w.app.Clipboard()})
}

func (w *window) copyWithSource() {
	quoted := w.panes.document.withSource()
	if quoted == "" {
		w.desk.told.send("Select some text or choose a claim first.")
		return
	}
	w.app.Clipboard().SetContent(quoted)
	w.desk.told.send("Copied with its source.")
}

func (w *window) find() {
	if w.desk.document.ID == "" {
		return
	}
	w.panes.document.find.open(w.panes.document.selectedSpan())
	w.focusOn(w.panes.document.find.entry)
}

// findDocument begins the search of the library.
func (w *window) findDocument() {
	w.panes.row.ShowLeft(true)
	w.panes.library.search.begin(w.focusOn)
}

// searchClaims begins the search of the claims panel.
func (w *window) searchClaims() {
	w.panes.row.ShowRight(true)
	w.panes.claims.search.begin(w.focusOn)
}

// chooseOtherLabel labels the current claim with one of all labels.
func (w *window) chooseOtherLabel() {
	claim := w.desk.current
	w.chooseLabel("", func(labelID string) { w.panes.document.applyTo(labelID, claim) })
}

func (w *window) selectAll() {
	w.panes.document.view.TypedShortcut(&fyne.ShortcutSelectAll{})
}

// withKey is the words of a menu with the key that does the same.
func withKey(words, key string) string {
	if key == "" {
		return words
	}
	return words + "  (" + key + ")"
}

// claimMenu pops up what can be done with a claim, on whose card it was opened,
// or, where card is "", with the selection or the claim under the pointer. It
// means that claim to its end, whatever is current by then.
func (w *window) claimMenu(card string, at fyne.Position) {
	if w.sitting != nil && !w.sitting.independent() {
		popUpMenu(w.host, at, w.contextItem(commandCopy, w.copy), w.contextItem(commandCopyWithSource, w.copyWithSource))
		return
	}
	var items []*fyne.MenuItem // behind those of the labels
	id := w.desk.current
	label := func(labelID string) { w.panes.document.applyTo(labelID, id) }
	if card != "" {
		id = card
		label = func(labelID string) { w.desk.relabel(labelID, card) } // also where some text is selected
	}
	items = append(items, w.labelItem(noLabel, func() { label("") }))
	if start, end := w.panes.document.view.Selection(); card == "" && start < end {
		content := "Mark as not content"
		if !w.panes.document.selectionIsContent() {
			content = "Mark as content"
		}
		items = append(items, fyne.NewMenuItemSeparator(),
			w.contextItem(commandCopy, w.copy),
			w.contextItem(commandCopyWithSource, w.copyWithSource),
			w.contextItem(commandMarkAll, w.askOccurrences),
			w.contextItemCalled(content, commandBoilerplate, w.panes.document.toggleContent))
	}
	if id != "" {
		items = append(items, fyne.NewMenuItemSeparator())
		if c := w.desk.claim(id); c != nil && !placed(*c) {
			items = append(items, w.contextItemCalled("Find a place…", commandUnplacedClaims, func() { w.showOrphans(w.desk.document.ID, id) }))
		}
		items = append(items,
			w.contextItem(commandEditNote, w.editNote),
			w.contextItem(commandClaimDetails, w.showClaimDetails),
			w.contextItem(commandClaimHistory, w.showClaimHistory),
			w.contextItem(commandDeleteClaim, func() { w.desk.deleteClaim(id) }))
	}
	labels := w.labelItems(len(items), "", func(l store.Label) *fyne.MenuItem {
		return w.labelItem(l, func() { label(l.ID) })
	}, label)
	popUpMenu(w.host, at, append(labels, items...)...)
}

// labelChoice pops up the labels for a claim.
func (w *window) labelChoice(claimID string, at fyne.Position) {
	w.desk.pick(claimID, false)
	chosen := ""
	if c := w.desk.claim(claimID); c != nil {
		chosen = c.LabelID
	}
	apply := func(labelID string) { w.desk.relabel(labelID, claimID) }
	add := func(l store.Label) *fyne.MenuItem {
		item := w.labelItem(l, func() { apply(l.ID) })
		item.Checked = chosen == l.ID
		return item
	}
	popUpMenu(w.host, at, append(w.labelItems(1, chosen, add, apply), add(noLabel))...)
}

// menuRow is the height of an item of a menu, in pixels.
func menuRow() float32 {
	return fyne.MeasureText("M", theme.TextSize(), fyne.TextStyle{}).Height + 2*theme.InnerPadding() + theme.Padding()
}

// labelItems are items of a menu for the labels. Those that a menu with so many
// other items has no room for are found behind one item for all of them.
func (w *window) labelItems(others int, chosen string, item func(l store.Label) *fyne.MenuItem, apply func(labelID string)) (items []*fyne.MenuItem) {
	room := max(3, int(w.win.Canvas().Size().Height/menuRow())-others)
	for i, l := range w.desk.labels {
		if i == room-1 && len(w.desk.labels) > room {
			return append(items, w.contextItem(commandOtherLabel, func() { w.chooseLabel(chosen, apply) }))
		}
		items = append(items, item(l))
	}
	return items
}

// documentMenu pops up what can be done with a document of the library.
func (w *window) documentMenu(doc store.Document, at fyne.Position) {
	open := w.contextItem(commandOpenDocument, func() { w.desk.open(doc.ID, "") })
	if w.sitting != nil {
		popUpMenu(w.host, at, open)
		return
	}
	popUpMenu(w.host, at,
		open,
		w.contextItemCalled("Details…", commandDocumentDetails, func() { w.showDocumentDetails(doc) }),
		w.contextItem(commandReplaceText, func() { w.askReplaceText(doc) }),
		w.contextItem(commandDocumentHistory, func() { w.historyOf(doc, nil) }),
		fyne.NewMenuItemSeparator(),
		w.contextItem(commandRemoveDocument, func() { w.askRemoveDocument(doc) }),
	)
}

func popUpMenu(w *host, at fyne.Position, items ...*fyne.MenuItem) {
	widget.ShowPopUpMenuAtPosition(fyne.NewMenu("", items...), w.win.Canvas(), at)
}

// showInReview says in the menu whether a review is under way.
func (w *window) showInReview() {
	for _, c := range w.commands.all {
		if c.needsReview {
			w.items[c.id].Disabled = w.sitting == nil
		}
	}
	w.menu.Refresh()
}

// done says that one is done: with a document of the review, or with the dialog
// in front, in which Enter may be a line break.
func (w *window) done() {
	if n := len(w.modals); n > 0 {
		w.modals[n-1].enter()
		return
	}
	inReview((*sitting).documentDone)(w)
}
