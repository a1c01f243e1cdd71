package app

import (
	"path/filepath"

	"fyne.io/fyne/v2"

	"factmark/app/profile"
	"factmark/store"
)

// buildMenu makes the main menu. It holds every shortcut that works everywhere,
// since a focused field swallows all others.
func (w *window) buildMenu() {
	w.undoItem = w.item("Undo", &fyne.ShortcutUndo{}, nil)
	w.undoItem.Action = w.undo
	w.redoItem = w.item("Redo", ctrlShift(fyne.KeyZ), nil)
	w.redoItem.Action = w.redo
	w.recentItem = fyne.NewMenuItem("Open recent", nil)
	quit := fyne.NewMenuItem("Quit", w.quit)
	quit.IsQuit = true
	quit.Shortcut = ctrl(fyne.KeyQ)

	file := fyne.NewMenu("File",
		w.item("New workspace…", ctrl(fyne.KeyN), w.askNewWorkspace),
		w.item("Open workspace…", ctrlShift(fyne.KeyO), w.askOpenWorkspace),
		w.recentItem,
		fyne.NewMenuItemSeparator(),
		w.item("Import documents…", ctrl(fyne.KeyO), w.askImport),
		w.item("Import claims…", ctrlShift(fyne.KeyL), w.askImportClaims),
		w.item("Export claims…", ctrl(fyne.KeyE), w.showExport),
		fyne.NewMenuItemSeparator(),
		w.item("Save a copy of the workspace…", nil, w.askBackup),
		w.item("Save elsewhere and go on there…", ctrlShift(fyne.KeyS), w.askElsewhere),
		w.item("Restore a backup…", ctrlShift(fyne.KeyB), w.showRestore),
		fyne.NewMenuItemSeparator(),
		w.item("Package for someone…", ctrlShift(fyne.KeyE), w.showPackage),
		w.item("Merge…", ctrlShift(fyne.KeyM), w.askMerge),
		fyne.NewMenuItemSeparator(),
		w.item("Preferences…", ctrl(fyne.KeyComma), w.showPreferences),
		w.item("Close and clean up…", ctrlShift(fyne.KeyQ), w.askCleanUp),
		quit,
	)
	edit := fyne.NewMenu("Edit",
		w.undoItem, w.redoItem,
		w.item("History…", ctrl(fyne.KeyH), w.showHistory),
		w.item("Drafts…", nil, w.showDrafts),
		fyne.NewMenuItemSeparator(),
		w.item("Copy", nil, w.copy),
		w.item("Copy with source", ctrlShift(fyne.KeyC), w.copyWithSource),
		w.item("Select all", nil, w.selectAll),
		fyne.NewMenuItemSeparator(),
		w.item("Find in document…", ctrl(fyne.KeyF), w.find),
		w.item("Search in claims", ctrl(fyne.KeyL), func() { w.panes.row.ShowRight(true); w.panes.claims.search.begin(w.focusOn) }),
		w.item("Find a document", ctrl(fyne.KeyD), func() { w.panes.row.ShowLeft(true); w.panes.library.search.begin(w.focusOn) }),
	)
	document := fyne.NewMenu("Document",
		w.item("Document details…", ctrlShift(fyne.KeyI), func() { w.showDocumentDetails(w.desk.document) }),
		w.item("Replace text…", ctrl(fyne.KeyR), func() { w.askReplaceText(w.desk.document) }),
		fyne.NewMenuItemSeparator(),
		w.item("Claims without a place…", ctrlShift(fyne.KeyP), func() { w.showOrphans(w.desk.document.ID, w.desk.current) }),
		w.item("Place claim on the selection", ctrl(fyne.KeyP), w.placeHere),
	)
	w.labelMenu = fyne.NewMenu("Claim")
	view := fyne.NewMenu("View",
		w.item("Larger text", ctrl(fyne.KeyEqual), func() { w.zoom(+1) }),
		w.item("Smaller text", ctrl(fyne.KeyMinus), func() { w.zoom(-1) }),
		w.item("Usual text size", ctrl(fyne.Key0), func() { w.setTextSize(profile.DefaultTextSize) }),
		fyne.NewMenuItemSeparator(),
		w.item("Paragraph numbers", nil, w.toggleNumbers),
		w.item("Show or hide documents", ctrl(fyne.Key1), func() { w.panes.row.ShowLeft(!w.panes.row.LeftShown()) }),
		w.item("Show or hide claims", ctrl(fyne.Key2), func() { w.panes.row.ShowRight(!w.panes.row.RightShown()) }),
		w.item("Next pane (F6)", nil, w.nextPane),
	)
	reviews := w.reviewMenu()
	tools := fyne.NewMenu("Tools",
		w.item("Check workspace…", ctrlShift(fyne.KeyK), w.showCheck),
	)
	help := fyne.NewMenu("Help",
		w.item("Keys (F1)", nil, w.showKeys),
		w.item("About Factmark", nil, w.showAbout),
	)
	w.menu = fyne.NewMainMenu(file, edit, document, w.labelMenu, reviews, view, tools, help)
	w.fillLabelMenu()
	w.fillRecent()
	w.win.SetMainMenu(w.menu)
	for shortcut := range w.secondShortcuts() {
		w.win.Canvas().AddShortcut(shortcut, w.shortcut)
	}
}

// secondShortcuts are what the menu cannot hold, as an item has one shortcut: the other keys that have the signs + and - on some
// keyboard, with Shift or without, and the other way to redo.
func (w *window) secondShortcuts() map[fyne.Shortcut]func() {
	larger, smaller := func() { w.zoom(+1) }, func() { w.zoom(-1) }
	return map[fyne.Shortcut]func(){
		ctrl(fyne.KeyPlus): larger, ctrlShift(fyne.KeyPlus): larger, ctrl(fyne.KeyEqual): larger, ctrlShift(fyne.KeyEqual): larger,
		ctrl(fyne.KeyMinus): smaller, ctrlShift(fyne.KeyMinus): smaller,
		&fyne.ShortcutRedo{}: w.redo,
	}
}

// shortcut acts on a shortcut that is none of the menu's, unless a dialog is open.
func (w *window) shortcut(s fyne.Shortcut) {
	for known, do := range w.secondShortcuts() {
		if known.ShortcutName() == s.ShortcutName() && w.panes != nil && len(w.modals) == 0 {
			do()
		}
	}
}

// item makes a menu item that is silent while a dialog is open or no workspace is.
func (w *window) item(label string, shortcut fyne.Shortcut, do func()) *fyne.MenuItem {
	item := fyne.NewMenuItem(label, func() {
		if len(w.modals) == 0 && (w.panes != nil || w.withoutWorkspace(label)) && w.mayDo(label) {
			do()
			if len(w.modals) == 0 && w.win.Canvas().Focused() == nil && w.win.Canvas().Overlays().Top() == nil { // the menu bar took it
				w.focusBack()
			}
		}
	})
	item.Shortcut = shortcut
	return item
}

// withoutWorkspace tells which items make sense while no workspace is open.
func (w *window) withoutWorkspace(label string) bool {
	switch label {
	case "New workspace…", "Open workspace…", "Preferences…", "Keys (F1)", "About Factmark":
		return true
	}
	return false
}

// mostMenuLabels is how many labels the menu bar lists; all are behind the item for other labels.
const mostMenuLabels = 9

// labelWords is what a menu says of a label: its name, and its key if it has one.
func labelWords(l store.Label) string { return withKey(visualOrder(shorten(shown(l.Name), 40)), l.Key) }

// fillLabelMenu lists the labels, and what else is done with a claim.
func (w *window) fillLabelMenu() {
	items := []*fyne.MenuItem{}
	if w.desk != nil {
		for _, l := range w.desk.labels[:min(mostMenuLabels, len(w.desk.labels))] {
			items = append(items, w.item(labelWords(l), nil, func() { w.panes.document.applyTo(l.ID, w.desk.current) }))
		}
	}
	items = append(items,
		w.item(otherLabel, ctrl(fyne.KeyJ), func() {
			claim := w.desk.current
			w.chooseLabel("", func(labelID string) { w.panes.document.applyTo(labelID, claim) })
		}),
		w.item(withKey("Claim with no label yet", noLabel.Key), nil, func() { w.panes.document.applyTo("", w.desk.current) }),
		w.item("Repeat the last label  (.)", nil, func() { w.panes.document.repeatLabel(w.desk.current) }),
		fyne.NewMenuItemSeparator(),
		w.item("Next claim  (])", nil, func() { w.panes.document.typedRune(']') }),
		w.item("Previous claim  ([)", nil, func() { w.panes.document.typedRune('[') }),
		w.item("Next claim without a label  (Space)", nil, func() { w.panes.document.nextUnlabelled() }),
		fyne.NewMenuItemSeparator(),
		w.item("Mark all occurrences…", ctrl(fyne.KeyM), w.askOccurrences),
		w.item("Content or not content", nil, func() { w.panes.document.toggleContent() }),
		fyne.NewMenuItemSeparator(),
		w.item("Edit note  (Enter)", nil, w.editNote),
		w.item("Claim details…", ctrl(fyne.KeyI), w.showClaimDetails),
		w.item("History of this claim…", ctrlShift(fyne.KeyH), w.showClaimHistory),
		w.item("Labels…", nil, w.showLabels),
		w.item("Delete claim  (Delete)", nil, func() { w.desk.deleteClaim(w.desk.current) }),
	)
	w.labelMenu.Items = items
	w.menu.Refresh()
}

func (w *window) fillRecent() {
	var items []*fyne.MenuItem
	for _, path := range w.profile.Recent() {
		if w.desk != nil && path == w.desk.store.Path() {
			continue
		}
		items = append(items, w.item(filepath.Base(path)+"  –  "+filepath.Dir(path), nil, nil))
		items[len(items)-1].Action = func() {
			if len(w.modals) == 0 {
				w.openWorkspace(path)
			}
		}
	}
	w.recentItem.Disabled = len(items) == 0
	w.recentItem.ChildMenu = fyne.NewMenu("", items...)
	w.menu.Refresh()
}

// showUndo names in the menu what undo and redo would do.
func (w *window) showUndo(names [2]string) {
	if w.sitting != nil { // what was done before the review is none of its business, and may tell a label
		names = [2]string{}
	}
	for i, item := range []*fyne.MenuItem{w.undoItem, w.redoItem} {
		word := [2]string{"Undo", "Redo"}[i]
		item.Label = word
		if names[i] != "" {
			item.Label = word + ": " + lowerFirst(names[i])
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
		popUpMenu(w, at, fyne.NewMenuItem("Copy", w.copy), fyne.NewMenuItem("Copy with source", w.copyWithSource))
		return
	}
	var items []*fyne.MenuItem // behind those of the labels
	id := w.desk.current
	label := func(labelID string) { w.panes.document.applyTo(labelID, id) }
	if card != "" {
		id = card
		label = func(labelID string) { w.desk.relabel(labelID, card) } // also where some text is selected
	}
	items = append(items, fyne.NewMenuItem(labelWords(noLabel), func() { label("") }))
	if start, end := w.panes.document.view.Selection(); card == "" && start < end {
		content := "Mark as not content"
		if !w.panes.document.selectionIsContent() {
			content = "Mark as content"
		}
		items = append(items, fyne.NewMenuItemSeparator(),
			fyne.NewMenuItem("Copy", w.copy),
			fyne.NewMenuItem("Copy with source", w.copyWithSource),
			fyne.NewMenuItem("Mark all occurrences…", w.askOccurrences),
			fyne.NewMenuItem(content, w.panes.document.toggleContent))
	}
	if id != "" {
		items = append(items, fyne.NewMenuItemSeparator())
		if c := w.desk.claim(id); c != nil && !placed(*c) {
			items = append(items, fyne.NewMenuItem("Find a place…", func() { w.showOrphans(w.desk.document.ID, id) }))
		}
		items = append(items,
			fyne.NewMenuItem("Edit note", w.editNote),
			fyne.NewMenuItem("Claim details…", w.showClaimDetails),
			w.item("History of this claim…", nil, w.showClaimHistory),
			fyne.NewMenuItem("Delete claim", func() { w.desk.deleteClaim(id) }))
	}
	labels := w.labelItems(len(items), "", func(l store.Label) *fyne.MenuItem {
		return fyne.NewMenuItem(labelWords(l), func() { label(l.ID) })
	}, label)
	popUpMenu(w, at, append(labels, items...)...)
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
		item := fyne.NewMenuItem(labelWords(l), func() { apply(l.ID) })
		item.Checked = chosen == l.ID
		return item
	}
	popUpMenu(w, at, append(w.labelItems(1, chosen, add, apply), add(noLabel))...)
}
