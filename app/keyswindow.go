package app

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/labelset"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// keyRow is a row of the Keys window: a command, a label or a key that can't be changed, or the title of a group.
type keyRow struct {
	group   string
	does    string
	help    string
	keys    []string // as they are written on screen
	command *command // nil where it is none
	label   store.Label
}

// isTitle tells whether the row is the title of its group.
func (r keyRow) isTitle() bool { return r.does == "" }

// holds tells whether a row has all of some folded words.
func (r keyRow) holds(words []string) bool {
	return !r.isTitle() && format.ContainsAll(format.Fold(strings.Join(append(r.keys, r.group, r.does, r.help), " ")), words)
}

// keyRows are all keys that there are, in their groups, without the titles.
func (w *window) keyRows() (all []keyRow) {
	if w.Workspace != nil {
		for _, l := range w.Workspace.OfferedLabels() {
			all = append(all, keyRow{group: locale.T("Labels"), does: labelName(l.Name), help: locale.T("Labels the selection or the current claim"),
				keys: format.NonEmpty(shownKey(strings.ToUpper(l.Key))), label: l})
		}
	}
	for _, m := range w.commands.menus {
		var add func(group string, commands []command)
		add = func(group string, commands []command) {
			for i := range commands {
				c := &commands[i]
				if c.canHaveKeys() {
					all = append(all, keyRow{group: group, does: c.name(), help: locale.T(c.help), keys: c.shownKeys(), command: c})
				}
				add(group+" › "+c.name(), c.submenu)
			}
		}
		for _, group := range m.groups {
			if m.title != "" {
				add(locale.T(m.title), group)
			}
		}
	}
	for _, group := range fixedKeys {
		for _, k := range group.keys {
			keys := strings.Split(k.keys, ", ")
			for i := range keys {
				keys[i] = shownKey(keys[i])
			}
			all = append(all, keyRow{group: locale.T(group.title), does: locale.T(k.does), keys: keys})
		}
	}
	return all
}

// keysDialog is the Keys window: all keys in groups, found by words or by pressing one, and changed there.
type keysDialog struct {
	window *window
	search *dialogs.KeyEntry
	find   *keyField // finds by a key that is pressed in it
	key    string    // that key, as it is written on screen; "" for none
	list   *dialogs.RowList
	said   *widget.Label // of the chosen row
	shown  []keyRow
	modal  *dialogs.OpenModal
	resets *dialogs.KeyButton
}

// showKeys opens the Keys window.
func (w *window) showKeys() { w.openKeys() }

func (w *window) openKeys() *keysDialog {
	k := &keysDialog{window: w, said: dialogs.Small("")}
	size := w.Win.Canvas().Size()
	width := min(720, size.Width-80)
	k.search = dialogs.NewKeyEntry(func(name fyne.KeyName) bool {
		switch name {
		case fyne.KeyUp, fyne.KeyDown, fyne.KeyPageUp, fyne.KeyPageDown:
			k.list.TypedKey(&fyne.KeyEvent{Name: name})
			return true
		}
		return w.ModalKey(name)
	})
	k.search.SetPlaceHolder(locale.T("Search commands and keys"))
	k.search.OnChanged = func(string) {
		k.key = ""
		k.find.text.SetText(locale.T("Find by key"))
		k.fill()
	}
	k.find = newKeyField(func(key string) {
		k.key = shownKey(key)
		k.fill()
	}, w.ModalKey, w.listenToKeys)
	k.find.text.SetText(locale.T("Find by key"))
	k.list = dialogs.NewRowList(func() int { return len(k.shown) }, func() fyne.CanvasObject {
		keys := widget.NewLabel("")
		return container.NewBorder(nil, nil, nil, keys, dialogs.NewTextLine(false))
	}, func(i int, o fyne.CanvasObject) {
		row, parts := k.shown[i], o.(*fyne.Container).Objects
		does, keys := parts[0].(*dialogs.Headline), parts[1].(*widget.Label)
		keys.SetText(strings.Join(row.keys, ", "))
		keys.TextStyle.Bold = row.command != nil && row.command.changed
		keys.Refresh()
		if does.Bold = row.isTitle(); does.Bold {
			does.SetText(row.group)
		} else {
			does.SetText("    " + row.does)
		}
	}, k.chosen, w.ModalKey)
	k.list.HideSeparators = true
	k.resets = dialogs.NewKeyButton(locale.T("Reset all…"), w.ModalKey, k.askResetAll)
	room := container.NewGridWrap(fyne.NewSize(width, max(160, min(460, size.Height-300))), k.list.Framed())
	top := container.NewBorder(nil, nil, nil, container.NewGridWrap(fyne.NewSize(150, k.search.MinSize().Height), k.find), k.search)
	said := container.New(&sizedLayout{height: 2.4 * k.said.MinSize().Height}, k.said)
	k.modal = w.ShowModal(dialogs.Modal{Title: locale.T("Keyboard shortcuts"), Width: width, Focus: k.search,
		Confirm: locale.T("Change…"), Other: locale.T("Reset"), Cancel: locale.T("Close"),
		Content: container.NewBorder(top, container.NewBorder(nil, nil, nil, container.NewCenter(k.resets), said), nil, nil, room),
		OnOther: k.reset,
		OnConfirm: func() bool {
			k.change()
			return false
		},
		OnClose: func() { w.keysShown = nil }})
	w.keysShown = k.refill
	k.fill()
	return k
}

// sizedLayout gives what it lays out a height of its own, whatever it needs.
type sizedLayout struct{ height float32 }

// MinSize is part of fyne.Layout.
func (l *sizedLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(0, l.height) }

// Layout is part of fyne.Layout.
func (l *sizedLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewStackLayout().Layout(objects, size)
}

// fill lists what was searched, with the titles of the groups.
func (k *keysDialog) fill() {
	words := strings.Fields(format.Fold(k.search.Text))
	k.shown = nil
	for _, row := range k.window.keyRows() {
		if !row.holds(words) || k.key != "" && !slices.Contains(row.keys, k.key) {
			continue
		}
		if n := len(k.shown); n == 0 || k.shown[n-1].group != row.group {
			k.shown = append(k.shown, keyRow{group: row.group})
		}
		k.shown = append(k.shown, row)
	}
	k.list.UnselectAll()
	k.list.Refresh()
	if len(k.shown) > 0 {
		k.list.Select(1)
	} else {
		k.tell()
	}
	k.list.ScrollToTop()
	changed := slices.ContainsFunc(k.window.commands.all, func(c *command) bool { return c.changed })
	if changed {
		k.resets.Enable()
	} else {
		k.resets.Disable()
	}
}

// refill lists the same again, after keys have changed.
func (k *keysDialog) refill() {
	at := k.list.Chosen
	k.key = "" // a key that was found may be another's now
	k.find.text.SetText(locale.T("Find by key"))
	k.fill()
	if at > 0 && at < len(k.shown) {
		k.list.Select(at)
	}
}

// chosen passes by the titles of groups.
func (k *keysDialog) chosen(i int) {
	if k.shown[i].isTitle() {
		if up := k.list.Lead > i; up && i > 0 {
			k.list.Select(i - 1)
		} else {
			k.list.Select(i + 1)
		}
		return
	}
	k.tell()
}

func (k *keysDialog) row() (keyRow, bool) {
	if i := k.list.Chosen; i >= 0 && i < len(k.shown) && !k.shown[i].isTitle() {
		return k.shown[i], true
	}
	return keyRow{}, false
}

// tell says what there is to know of the chosen row, and what can be done with it.
func (k *keysDialog) tell() {
	row, is := k.row()
	said, may := row.help, is && (row.command != nil || row.label.ID != "")
	switch {
	case !is && k.key != "":
		said = locale.T("{{.Key}} is not used.", "Key", k.key)
	case !is:
		said = locale.T("No command was found.")
	case !may:
		said = locale.T("This key can’t be changed.")
	case row.command != nil && row.command.changed:
		said = strings.TrimSpace(said + " " + locale.T("Changed. The default is {{.Keys}}.", "Keys", row.command.defaultKeys()))
	}
	k.said.SetText(said)
	if k.modal == nil {
		return
	}
	k.modal.Allow(may)
	if may && row.command != nil && row.command.changed {
		k.modal.Other.Enable()
	} else {
		k.modal.Other.Disable()
	}
}

// defaultKeys are the keys that a command has while the user has changed none of them, as they are written on screen.
func (c *command) defaultKeys() string {
	var all []string
	for _, b := range c.defaults() {
		all = append(all, shownKey(b.key))
	}
	if len(all) == 0 {
		return locale.T("no key")
	}
	return strings.Join(all, ", ")
}

// listenToKeys takes the keyboard shortcuts from the menu bar while a key is pressed that is to be shown, and gives them back.
func (w *window) listenToKeys(yes bool) {
	for id, item := range w.items {
		item.Shortcut = nil
		if !yes {
			item.Shortcut = w.commands.byID[id].menuShortcut()
		}
	}
}

// keyChange is what pressing a key for a row would do.
type keyChange struct {
	key    string
	why    string        // it can't be used
	others []*command    // have the key now, and would lose it
	labels []store.Label // as well
}

// changeTo says what giving a key to a row would do.
func (w *window) changeTo(row keyRow, key string) keyChange {
	change := keyChange{key: key}
	labelled := func(other store.Label) bool { return strings.EqualFold(other.Key, key) && other.ID != row.label.ID }
	var labels []store.Label
	if w.Workspace != nil {
		labels = w.Workspace.OfferedLabels()
	}
	if row.command == nil {
		if !labelset.IsKey(key) {
			change.why = locale.T("The key of a label is one letter or digit.")
			return change
		}
		for _, place := range []keyPlace{placeText, placeReview} {
			if c := w.commands.of(place, key); c != nil && !slices.Contains(change.others, c) {
				change.others = append(change.others, c)
			}
		}
		if i := slices.IndexFunc(labels, labelled); i >= 0 {
			change.labels = labels[i : i+1]
		}
		return change
	}
	b := row.command.bindingOf(key)
	change.why = locale.T(whyNoKey(key))
	i := slices.IndexFunc(labels, labelled)
	switch {
	case change.why != "":
	case b.place == placeList && !isEditingKey(key):
		change.why = locale.T("In a list of documents, letters and signs can’t be used: press Delete, Backspace or Insert, or a key with Ctrl or Alt.")
	case (b.place == placeText || b.place == placeReview) && i >= 0:
		change.why = locale.T("{{.Key}} is the key of the label {{.Label}}. Change that first.", "Key", shownKey(key), "Label", labelName(labels[i].Name))
	default:
		if c := w.commands.of(b.place, key); c != nil && c != row.command {
			change.others = append(change.others, c)
		}
	}
	return change
}

// words say what a change would do.
func (c keyChange) words() string {
	var owners []string
	for _, other := range c.others {
		owners = append(owners, locale.T("“{{.Name}}”", "Name", other.name()))
	}
	for _, l := range c.labels {
		owners = append(owners, locale.T("“{{.Name}}”", "Name", labelName(l.Name)))
	}
	switch {
	case c.why != "":
		return c.why
	case len(owners) > 0:
		return locale.T("{{.Key}} is already used by {{.Owner}}, which would lose it.", "Key", shownKey(c.key), "Owner", strings.Join(owners, ", "))
	}
	return locale.T("{{.Key}} is free.", "Key", shownKey(c.key))
}

// change asks for another key of the chosen row.
func (k *keysDialog) change() {
	row, is := k.row()
	if !is || row.command == nil && (row.label.ID == "" || !k.window.Workspace.MayWrite()) {
		return
	}
	w := k.window
	var change keyChange
	var dialog *dialogs.OpenModal
	hint := locale.T("A key with Ctrl or Alt, or a function key, works everywhere; a letter or sign works in the text. Tab and Escape can’t be used.")
	switch {
	case row.command == nil:
		hint = locale.T("A letter or a digit. It gives the label to the selection or the current claim.")
	case row.command.plainPlace() == placeReview:
		hint = locale.T("A key with Ctrl or Alt, or a function key, works everywhere; a letter or sign works in a review. Tab and Escape can’t be used.")
	case row.command.plainPlace() == placeList:
		hint = locale.T("A key with Ctrl or Alt, or a function key, works everywhere; Delete, Backspace and Insert work in the list of documents.")
	}
	said := dialogs.Wrapped(hint)
	field := newKeyField(func(key string) {
		change = w.changeTo(row, key)
		said.SetText(change.words())
		dialog.Ok.SetText(locale.T("Use this key"))
		if len(change.others)+len(change.labels) > 0 {
			dialog.Ok.SetText(locale.T("Take it"))
		}
		dialog.Allow(change.why == "")
		if change.why == "" {
			w.Win.Canvas().Focus(dialog.Ok)
		}
	}, w.ModalKey, w.listenToKeys)
	m := dialogs.Modal{Title: locale.T("Key for “{{.Command}}”", "Command", row.does), Width: 460, Focus: field, Confirm: locale.T("Use this key"), Cancel: locale.T("Cancel"),
		Content: container.NewVBox(field, container.New(&sizedLayout{height: 3.2 * widget.NewLabel(" ").MinSize().Height}, said)),
		OnConfirm: func() bool {
			dialog.Close()
			w.giveKey(row, change)
			return true
		}}
	if len(row.keys) > 0 {
		m.Other = locale.T("No key")
		m.OnOther = func() {
			dialog.Close()
			w.giveKey(row, keyChange{})
		}
	}
	dialog = w.ShowModal(m)
	dialog.Allow(false)
	w.Win.Canvas().Focus(field)
}

// giveKey gives a row a key, which others lose; without one, the row loses its own.
func (w *window) giveKey(row keyRow, change keyChange) {
	user := w.commands.user()
	for _, other := range change.others {
		user[string(other.id)] = strings.Join(slices.DeleteFunc(other.changeable(), func(key string) bool { return key == change.key }), " ")
	}
	if c := row.command; c != nil {
		var keys []string
		if change.key != "" {
			for _, b := range c.keys {
				if whyNoKey(b.key) == "" && b.place != c.bindingOf(change.key).place {
					keys = append(keys, b.key)
				}
			}
			if keys = append(keys, change.key); c.bindingOf(change.key).place == placeWindow {
				slices.Reverse(keys)
			}
		}
		user[string(c.id)] = strings.Join(keys, " ")
	}
	w.setKeys(user)
	if row.command == nil {
		w.setLabelKey(row.label, change)
	}
}

// setLabelKey gives a label a key, in the workspace; a label that has it has the key of this one from then on.
func (w *window) setLabelKey(l store.Label, change keyChange) {
	model, was := w.Workspace, l.Key
	l.Key = change.key
	changed := []store.Label{l}
	for _, other := range change.labels {
		other.Key = was
		changed = append(changed, other)
	}
	name := "Edit label " + l.Name
	model.Writes.Perform(workspace.PendingWrite{Name: name, Write: func(ctx context.Context) error {
		_, err := model.Store.SaveLabels(ctx, name, changed...)
		return err
	}})
}

// setKeys gives commands the keys that the user wants, at once and for good.
func (w *window) setKeys(user map[string]string) {
	for _, c := range w.commands.all {
		if keys, is := user[string(c.id)]; is && keys == strings.Join(c.changeableDefaults(), " ") {
			delete(user, string(c.id))
		}
	}
	w.commands.bind(user)
	for id, item := range w.items {
		caption, _ := captionAndKeys(item.Label)
		c := w.commands.byID[id]
		item.Label, item.Shortcut = captionWithKeys(caption, c.menuKeys()), c.menuShortcut()
	}
	for _, m := range w.menu.Items {
		alignKeys(m.Items)
	}
	w.menu.Refresh()
	w.bindKeys()
	w.KeepProfile(func() error { return w.Profile.SetKeys(user) }, nil)
	if w.keysShown != nil {
		w.keysShown()
	}
}

// changeableDefaults are the default keys of a command that the user may change.
func (c *command) changeableDefaults() (all []string) {
	for _, b := range c.defaults() {
		if whyNoKey(b.key) == "" {
			all = append(all, b.key)
		}
	}
	return all
}

// reset gives the chosen command its default keys again; one that has got one of them meanwhile loses it.
func (k *keysDialog) reset() {
	row, is := k.row()
	if !is || row.command == nil {
		return
	}
	w := k.window
	user := w.commands.user()
	delete(user, string(row.command.id))
	var losers []string
	for _, b := range row.command.defaults() {
		if other := w.commands.byBinding[b]; other != nil && other != row.command {
			user[string(other.id)] = strings.Join(slices.DeleteFunc(other.changeable(), func(key string) bool { return key == b.key }), " ")
			losers = append(losers, locale.T("{{.Key}} was the key of “{{.Command}}”, which has lost it.", "Key", shownKey(b.key), "Command", other.name()))
		}
	}
	w.setKeys(user)
	k.modal.Said.SetText(strings.Join(losers, " "))
}

func (k *keysDialog) askResetAll() {
	k.window.Confirm(locale.T("Reset all shortcuts?"), locale.T("All commands get their default keys. The keys of labels stay as they are."), locale.T("Reset all"),
		func() { k.window.setKeys(map[string]string{}) })
}
