package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"factmark/app/locale"
	"factmark/app/workspace"
)

// keyPlace is where a key works. A key is named as people write it: "Ctrl+Shift+K", "F6", "S", "Delete"; "Ctrl" is the
// system's command key.
type keyPlace uint8

const (
	placeWindow keyPlace = iota // wherever the focus is
	placeText                   // in the text and in the list of claims
	placeList                   // in the list of documents
	placeReview                 // in a review, in place of the text's
)

// binding is a key that runs a command in a place.
type binding struct {
	place keyPlace
	key   string
}

// defaults are the keys that a command has until the user changes them.
func (c *command) defaults() (all []binding) {
	for _, s := range append([]fyne.Shortcut{c.shortcut}, c.also...) {
		if b := (binding{placeWindow, shortcutKey(s)}); b.key != "" && !slices.Contains(all, b) {
			all = append(all, b)
		}
	}
	for _, key := range c.fieldKeys {
		all = append(all, binding{placeWindow, key})
	}
	for place, keys := range [][]string{placeWindow: c.windowKeys, placeText: c.textKeys, placeList: c.listKeys, placeReview: c.reviewKeys} {
		for _, key := range keys {
			all = append(all, binding{keyPlace(place), key})
		}
	}
	return all
}

// plainPlace is where the keys of a command work that have no modifier.
func (c *command) plainPlace() keyPlace {
	switch {
	case len(c.listKeys) > 0:
		return placeList
	case len(c.reviewKeys) > 0:
		return placeReview
	}
	return placeText
}

// bindingOf is a key as that of a command: keys with a modifier and function keys work in the whole window.
func (c *command) bindingOf(key string) binding {
	if modifiers, name := parseKey(key); modifiers != 0 || isFunctionKey(name) {
		return binding{placeWindow, key}
	}
	return binding{c.plainPlace(), key}
}

// canHaveKeys tells whether there is anything that a key of a command could do.
func (c *command) canHaveKeys() bool { return (c.run != nil || c.act.Do != nil) && c.submenu == nil }

// bind gives the commands their keys: those of the user, by the ids of commands, and the default ones, as far as the user
// has given them to no other command. Of two commands with the same key of the user's, the first in the table has it.
func (c *commands) bind(user map[string]string) {
	c.byBinding = map[binding]*command{}
	take := func(each *command, b binding) {
		if c.byBinding[b] == nil {
			c.byBinding[b] = each
			each.keys = append(each.keys, b)
		}
	}
	for _, each := range c.all {
		each.keys = nil
		var keys string
		keys, each.changed = user[string(each.id)]
		if each.changed = each.changed && each.canHaveKeys(); !each.changed {
			continue
		}
		for _, key := range strings.Fields(keys) {
			if b := each.bindingOf(key); whyNoKey(b.key) == "" && (b.place != placeList || isEditingKey(b.key)) {
				take(each, b)
			}
		}
	}
	for _, each := range c.all {
		for _, b := range each.defaults() {
			if !each.changed || whyNoKey(b.key) != "" { // a key that can't be changed stays
				take(each, b)
			}
		}
	}
}

// of gives the command that has a key in a place, or nil.
func (c *commands) of(place keyPlace, key string) *command { return c.byBinding[binding{place, key}] }

// user are the keys of the commands that the user has changed, as the profile keeps them.
func (c *commands) user() map[string]string {
	all := map[string]string{}
	for _, each := range c.all {
		if each.changed {
			all[string(each.id)] = strings.Join(each.changeable(), " ")
		}
	}
	return all
}

// changeable are the keys of a command that the user may change.
func (c *command) changeable() (all []string) {
	for _, b := range c.keys {
		if whyNoKey(b.key) == "" {
			all = append(all, b.key)
		}
	}
	return all
}

// shownKeys are the keys of a command as they are written on screen; of keys for the same in the same place, which keyboards
// need that have no other, the first alone.
func (c *command) shownKeys() (all []string) {
	for i, b := range c.keys {
		if b.place != placeWindow || !slices.ContainsFunc(c.keys[:i], func(other binding) bool { return other.place == placeWindow && sameSign(other.key, b.key) }) {
			all = append(all, shownKey(b.key))
		}
	}
	return all
}

// menuKeys are the keys that a menu shows of a command: the first in each place.
func (c *command) menuKeys() string {
	var all []string
	for i, b := range c.keys {
		if nativeMenus && b.place == placeWindow && toShortcut(b.key) != nil {
			continue // the system writes it
		}
		if !slices.ContainsFunc(c.keys[:i], func(other binding) bool { return other.place == b.place }) {
			all = append(all, shownKey(b.key))
		}
	}
	return strings.Join(all, ", ")
}

// sameSign tells of two keys whether they make the text larger, or both smaller, on different keyboards.
func sameSign(a, b string) bool {
	sign := func(key string) string {
		_, name := parseKey(key)
		return strings.ReplaceAll(string(name), "+", "=")
	}
	return sign(a) == sign(b) && strings.ContainsAny(sign(a), "=-")
}

// menuShortcut is the shortcut by which a menu's item is run from anywhere, nil for none. It is not the toolkit's own,
// whose letters in menus are too faint to be read: menus say the keys themselves.
func (c *command) menuShortcut() fyne.Shortcut {
	for _, b := range c.keys {
		if s := toShortcut(b.key); s != nil && b.place == placeWindow && !isFixed(b.key) {
			if nativeMenus {
				return s
			}
			return unpainted(s.ShortcutName())
		}
	}
	return nil
}

// unpainted is a shortcut by its name alone, which the toolkit does not write into a menu.
type unpainted string

// ShortcutName is part of fyne.Shortcut.
func (u unpainted) ShortcutName() string { return string(u) }

var modifierNames = []struct {
	modifier fyne.KeyModifier
	name     string
}{
	{fyne.KeyModifierShortcutDefault, "Ctrl"}, {fyne.KeyModifierAlt, "Alt"}, {fyne.KeyModifierShift, "Shift"}, {fyne.KeyModifierSuper, "Super"}, {fyne.KeyModifierControl, "Control"},
}

// keyNames are the toolkit's names of keys that are not written so.
var keyNames = map[fyne.KeyName]string{
	fyne.KeyReturn: "Enter", fyne.KeyEnter: "Enter", fyne.KeyBackspace: "Backspace", fyne.KeyPageUp: "PgUp", fyne.KeyPageDown: "PgDn", desktop.KeyMenu: "Menu",
}

// shownKey is how a key is written on screen.
func shownKey(key string) string {
	modifiers, name := parseKey(key)
	shown := ""
	for _, m := range modifierNames {
		if modifiers&m.modifier != 0 {
			shown += shownName(m.name) + "+"
			modifiers &^= m.modifier
		}
	}
	return shown + shownName(nameOfKey(name))
}

// namesOnKeys are what stands on keys, where that is a word.
var namesOnKeys = map[string]string{
	"Ctrl": locale.Mark("Ctrl"), "Alt": locale.Mark("Alt"), "Shift": locale.Mark("Shift"), "Super": locale.Mark("Super"), "Control": locale.Mark("Control"),
	"Space": locale.Mark("Space"), "Enter": locale.Mark("Enter"), "Escape": locale.Mark("Escape"), "Backspace": locale.Mark("Backspace"),
	"Insert": locale.Mark("Insert"), "Tab": locale.Mark("Tab"), "Menu": locale.Mark("Menu"), "Home": locale.Mark("Home"), "End": locale.Mark("End"),
	"PgUp": locale.Mark("PgUp"), "PgDn": locale.Mark("PgDn"), "Left": locale.Mark("Left"), "Right": locale.Mark("Right"), "Up": locale.Mark("Up"), "Down": locale.Mark("Down"),
	"Click": locale.Mark("Click"), "Double-click": locale.Mark("Double-click"), "Triple-click": locale.Mark("Triple-click"), "Wheel": locale.Mark("Wheel"),
}

func shownName(name string) string {
	switch word, is := namesOnKeys[name]; {
	case name == "Delete": // in some languages no button is called as the key is
		return locale.X("key: Delete", "Delete")
	case is && name == "Ctrl" && nativeMenus:
		return "Cmd"
	case is:
		return locale.T(word)
	}
	return name
}

// nameOfKey names a key without modifiers.
func nameOfKey(name fyne.KeyName) string {
	if written, is := keyNames[name]; is {
		return written
	}
	return string(name)
}

// keyWith names a key with modifiers.
func keyWith(modifiers fyne.KeyModifier, name fyne.KeyName) string {
	key := ""
	for _, m := range modifierNames {
		if modifiers&m.modifier != 0 {
			key += m.name + "+"
			modifiers &^= m.modifier
		}
	}
	return key + nameOfKey(name)
}

// shortcutKey names the key of a shortcut, "" where it has none.
func shortcutKey(s fyne.Shortcut) string {
	if k, is := s.(fyne.KeyboardShortcut); is {
		return keyWith(k.Mod(), k.Key())
	}
	return ""
}

// parseKey parts a key into its modifiers and the name of the key that goes with them.
func parseKey(key string) (modifiers fyne.KeyModifier, name fyne.KeyName) {
	for again := true; again; {
		again = false
		for _, m := range modifierNames {
			if rest, is := strings.CutPrefix(key, m.name+"+"); is && rest != "" {
				key, modifiers, again = rest, modifiers|m.modifier, true
			}
		}
	}
	for toolkit, written := range keyNames {
		if written == key && toolkit != fyne.KeyEnter {
			return modifiers, toolkit
		}
	}
	return modifiers, fyne.KeyName(key)
}

// toShortcut is the toolkit's shortcut of a key, nil for one that the toolkit has no shortcut for: those with no modifier but Shift.
func toShortcut(key string) fyne.Shortcut {
	modifiers, name := parseKey(key)
	if modifiers&^fyne.KeyModifierShift == 0 {
		return nil
	}
	if modifiers == fyne.KeyModifierShortcutDefault {
		switch name {
		case fyne.KeyZ:
			return &fyne.ShortcutUndo{}
		case fyne.KeyY:
			return &fyne.ShortcutRedo{}
		case fyne.KeyV:
			return &fyne.ShortcutPaste{}
		case fyne.KeyC:
			return &fyne.ShortcutCopy{}
		case fyne.KeyX:
			return &fyne.ShortcutCut{}
		case fyne.KeyA:
			return &fyne.ShortcutSelectAll{}
		}
	}
	return &desktop.CustomShortcut{KeyName: name, Modifier: modifiers}
}

func isFunctionKey(name fyne.KeyName) bool {
	return len(name) > 1 && name[0] == 'F' && strings.Trim(string(name[1:]), "0123456789") == ""
}

// isEditingKey tells of a key whether the list of documents can have it: letters find a title there.
func isEditingKey(key string) bool {
	return slices.Contains([]string{"Delete", "Backspace", "Insert"}, key)
}

// isFixed tells of a key whether fields and lists act on it themselves, so that no menu may take it from them.
func isFixed(key string) bool {
	return slices.Contains([]string{"Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X"}, key)
}

// whyNoKey says why a key can be given to no command, "" where it can.
func whyNoKey(key string) string {
	modifiers, name := parseKey(key)
	switch {
	case key == "" || modifiers&(fyne.KeyModifierSuper|fyne.KeyModifierControl)&^fyne.KeyModifierShortcutDefault != 0:
		return locale.Mark("The desktop uses keys with this modifier.")
	case name == fyne.KeyTab:
		return locale.Mark("Tab moves the focus from part to part.")
	case name == fyne.KeyEscape:
		return locale.Mark("Escape cancels, closes and clears, everywhere.")
	case name == desktop.KeyMenu:
		return locale.Mark("The menu key opens the context menu.")
	case modifiers == fyne.KeyModifierAlt && (name == fyne.KeyUp || name == fyne.KeyDown):
		return ""
	case slices.Contains([]fyne.KeyName{fyne.KeyLeft, fyne.KeyRight, fyne.KeyUp, fyne.KeyDown, fyne.KeyHome, fyne.KeyEnd, fyne.KeyPageUp, fyne.KeyPageDown}, name):
		return locale.Mark("This key moves in texts and lists.")
	case isFixed(key), slices.Contains([]string{"Ctrl+Insert", "Shift+Insert", "Shift+Delete", "Ctrl+Delete", "Ctrl+Backspace", "Shift+Backspace", "Shift+Enter"}, key):
		return locale.Mark("This key edits text in every field.")
	case key == "F2":
		return locale.Mark("F2 edits the note of a claim, or the details of evidence, in its list.")
	case key == "Alt+F4":
		return locale.Mark("Alt+F4 closes the window.")
	case modifiers == fyne.KeyModifierShift && !isFunctionKey(name):
		return locale.Mark("Shift and a letter or sign is the same key as without Shift.")
	case strings.ContainsAny(key, " \t\n"):
		return locale.Mark("This key has no name.")
	}
	return ""
}

// tellKeys tells the workspace which keys the commands have.
func (c *commands) tellKeys(model *workspace.Workspace) {
	model.CommandKeys = map[string]workspace.CommandKeys{}
	for _, each := range c.all {
		keys := workspace.CommandKeys{}
		for _, b := range each.keys {
			if b.place != placeWindow {
				keys.Plain = append(keys.Plain, b.key)
			}
		}
		switch {
		case len(keys.Plain) > 0:
			keys.Shown = shownKey(keys.Plain[0])
		case len(each.keys) > 0:
			keys.Shown = shownKey(each.keys[0].key)
		}
		model.CommandKeys[string(each.id)] = keys
	}
}
