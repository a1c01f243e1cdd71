package app

import (
	"strings"

	"fyne.io/fyne/v2"

	"factmark/app/locale"
	"factmark/app/ui/document"
	reviewui "factmark/app/ui/review"
	"factmark/store"
)

// command is something that the user can do from a menu, by a shortcut or by a
// key. commandTable holds all of them: the menus, the list of keys, what the
// keys do, and what a blind review withholds are read from it. Nothing but the
// screen depends on a caption.
type command struct {
	id      commandID
	caption string
	help    string // what the list of keys says of it, where the caption does not do

	// The keys that it has until the user changes them; keys has those that it has now.
	shortcut fyne.Shortcut   // works everywhere
	also     []fyne.Shortcut // does the same; a menu shows one shortcut alone

	// Keys without a modifier, the first of them shown in the menu.
	textKeys   []string // in the text and in the list of claims
	listKeys   []string // in the list of documents
	reviewKeys []string // in a review, in place of the text's
	windowKeys []string // wherever the focus is
	fieldKeys  []string // those by which texts and fields do the same; they can't be changed

	keys    []binding // see commands.bind
	changed bool      // the user has changed them

	anywhere      bool // also while no workspace is open
	inDialogs     bool // also while a dialog is open
	writes        bool // has nothing to do in a read-only workspace
	needsReview   bool // the menu offers it during a review only
	needsDocument bool // the menu offers it where a document is open
	disclosure    disclosure
	review        reviewRule

	run     func(*window)        // from the menu or by a shortcut
	onKey   func(*document.Pane) // by its key in the text; nil: as run
	act     reviewui.Action      // by its key in a review; run is nil then: the menu does the same
	stance  store.Stance         // by its key while a passage is read beside a claim: takes it as evidence; "" for none
	submenu []command
}

// name is what a command is called outside of menus.
func (c *command) name() string { return strings.TrimSuffix(locale.T(c.caption), "…") }

// commandID names a command in the program, whatever its caption.
type commandID string

// The commands that the program names; the table names the others.
const (
	commandStartPage       commandID = "start-page"
	commandHelp            commandID = "help"
	commandGuide           commandID = "guide"
	commandUndo            commandID = "undo"
	commandRedo            commandID = "redo"
	commandQuit            commandID = "quit"
	commandOpenRecent      commandID = "open-recent"
	commandDrafts          commandID = "drafts"
	commandCopy            commandID = "copy"
	commandCopyWithSource  commandID = "copy-with-source"
	commandOpenDocument    commandID = "open-document"
	commandDocumentDetails commandID = "document-details"
	commandDocumentHistory commandID = "document-history"
	commandReplaceText     commandID = "replace-text"
	commandShowOriginal    commandID = "show-original"
	commandExtractAgain    commandID = "extract-again"
	commandRemoveDocument  commandID = "remove-document"
	commandDocumentTags    commandID = "document-tags"
	commandDocumentStatus  commandID = "document-status"
	commandSelectAll       commandID = "select-all"
	commandSortDocuments   commandID = "sort-documents"
	commandFilterDocuments commandID = "filter-documents"
	commandShowAll         commandID = "show-all-documents"
	commandSortClaims      commandID = "sort-list-of-claims"
	commandFilterClaims    commandID = "filter-claims"
	commandScrollClaims    commandID = "scroll-claims"
	commandGoTo            commandID = "go-to"
	commandUnplacedClaims  commandID = "unplaced-claims"
	commandLabel           commandID = "label"
	commandOtherLabel      commandID = "other-label"
	commandNoLabel         commandID = "no-label"
	commandRepeatLabel     commandID = "repeat-label"
	commandNextModel       commandID = "next-model-suggestion"
	commandPreviousModel   commandID = "previous-model-suggestion"
	commandLabelEach       commandID = "label-each"
	commandWholeWords      commandID = "whole-words"
	commandMarginMarks     commandID = "margin-marks"
	commandMarkAll         commandID = "mark-all"
	commandBoilerplate     commandID = "boilerplate"
	commandEditNote        commandID = "edit-note"
	commandClaimDetails    commandID = "claim-details"
	commandClaimHistory    commandID = "claim-history"
	commandDeleteClaim     commandID = "delete-claim"
	commandAcceptAll       commandID = "accept-suggestions"
	commandRefuseAll       commandID = "refuse-suggestions"
	commandAcceptModel     commandID = "accept-suggestion"
	commandRefuseModel     commandID = "refuse-suggestion"
	commandAddEvidence     commandID = "add-evidence"
	commandOutsideSource   commandID = "outside-source"
	commandEvidenceClaim   commandID = "evidence-claim"
	commandEvidenceDetails commandID = "evidence-details"
	commandRemoveEvidence  commandID = "remove-evidence"
	commandFindEvidence    commandID = "find-evidence"
	commandFindOfSelection commandID = "find-evidence-of-selection"
	commandConflicts       commandID = "conflicts"
	commandAdjudicate      commandID = "adjudicate"
	commandSideBySide      commandID = "side-by-side"
	commandNextPane        commandID = "next-pane"
	commandPalette         commandID = "command-palette"
	commandMenuBar         commandID = "menu-bar"
	commandNextHit         commandID = "next-hit"
	commandPreviousHit     commandID = "previous-hit"
)

// disclosure says whether a command shows, or writes where it can be read, labels
// that a paused blind review hides. Its zero value is a mistake in the table,
// which counts as revealing.
type disclosure uint8

const (
	disclosureNotSaid disclosure = iota
	keepsHidden                  // shows of claims only what visibility lets through
	revealsLabels                // withheld until the blind review has ended
)

// reviewRule says in which reviews that are under way a command may be used.
type reviewRule uint8

const (
	notInReview reviewRule = iota
	inMarking              // where the user marks the claims themselves, as outside of reviews
	inAllReviews
)

// commands are the commands of a window.
type commands struct {
	menus     []commandMenu
	all       []*command // in the order of the menus
	byID      map[commandID]*command
	byBinding map[binding]*command
}

// newCommands makes the commands with the keys that the user has given them, by their ids.
func newCommands(keys map[string]string) *commands {
	c := &commands{menus: commandTable(), byID: map[commandID]*command{}}
	var add func(group []command)
	add = func(group []command) {
		for i := range group {
			each := &group[i]
			if each.act.Do != nil && each.run == nil {
				each.run = inReview(func(s *reviewui.Controller) { s.Press(each.act) })
			}
			c.all = append(c.all, each)
			c.byID[each.id] = each
			add(each.submenu)
		}
	}
	for _, m := range c.menus {
		for _, group := range m.groups {
			add(group)
		}
	}
	c.bind(keys)
	return c
}

// useOf says what a key does in the text or in a review, "" for nothing.
func (c *commands) useOf(key string) string {
	for _, place := range []keyPlace{placeText, placeReview} {
		if found := c.of(place, key); found != nil {
			return found.words()
		}
	}
	return ""
}

// whyNot says why a command may not be used now, "" where it may be, or where a blind review has to be ended first.
func (w *window) whyNot(c *command) string {
	switch {
	case len(w.Modals) > 0 && !c.inDialogs:
		return locale.T("A dialog is open.")
	case len(w.Modals) == 0 && w.panes == nil && !c.anywhere:
		return locale.T("No workspace is open.")
	case w.panes == nil:
		return ""
	case c.writes && w.Workspace.ReadOnly():
		return locale.T("This workspace is read-only.")
	case w.Active == nil, c.review == inAllReviews, c.review == inMarking && w.Active.Independent():
		return ""
	}
	return locale.T("Not during a review. Pause or end it first.")
}

// may tells whether a command may be used now, and tells the user why where it may not.
func (w *window) may(id commandID) bool {
	c := w.commands.byID[id]
	why := w.whyNot(c)
	switch {
	case why == "":
		return w.panes == nil || w.Active != nil || len(w.Modals) > 0 || w.mayReveal(id)
	case len(w.Modals) > 0 || w.panes == nil:
	case c.writes && w.Workspace.ReadOnly():
		w.Workspace.MayWrite() // which says what to do
	default:
		w.Workspace.Notices.Send(why)
	}
	return false
}

// mayReveal tells whether no paused blind review withholds a command; where one does, it offers to end that first.
func (w *window) mayReveal(id commandID) bool {
	c := w.commands.byID[id]
	return c.disclosure == keepsHidden || w.MaySee(c.name())
}

// run does what a command is for, if it may be used now.
func (w *window) run(id commandID) {
	w.runAs(id, func() { w.commands.byID[id].run(w) })
}

// runAs is run for a command that is to do what its place in a context menu says.
func (w *window) runAs(id commandID, do func()) {
	if !w.may(id) {
		return
	}
	do()
	if len(w.Modals) == 0 && w.Win.Canvas().Focused() == nil && w.Win.Canvas().Overlays().Top() == nil { // the menu bar took it
		w.RestoreFocus()
	}
}

// inReview makes what a command does of what it does to the review under way.
func inReview(do func(*reviewui.Controller)) func(*window) {
	return func(w *window) {
		switch {
		case w.panes == nil:
		case w.Active == nil:
			w.endNote() // a key meant for the review may be pressed in a note
			w.Workspace.Notices.Send(locale.T("No review is under way."))
		default:
			do(w.Active)
		}
	}
}

// reviewKey gives what a key does in a review, whose act does nothing where it is for nothing there.
func (w *window) reviewKey(key string) reviewui.Action {
	switch c := w.commands.of(placeReview, key); {
	case c != nil:
		return c.act
	case w.commands.of(placeText, key) == w.commands.byID[commandRepeatLabel]: // it would label, not decide
		return reviewui.Action{Do: func(*reviewui.Controller) {}}
	}
	return reviewui.Action{}
}

// textKey does what a key is for in the text, and tells whether it is for anything there.
func (w *window) textKey(key string) bool {
	c := w.commands.of(placeText, key)
	switch {
	case c == nil:
		return false
	case c.stance != "" && w.takePassage(c.stance):
	case c.onKey == nil:
		w.run(c.id)
	default:
		w.runAs(c.id, func() { c.onKey(w.panes.document) })
	}
	return true
}

// actsWhileHeld tells whether a key in the text acts again and again while it is held down: one that labels, or accepts or
// refuses a suggestion, acts once.
func (w *window) actsWhileHeld(key string, onSuggestion bool) bool {
	c := w.commands.of(placeText, key)
	if onSuggestion {
		return c != nil && (c.id == commandNextModel || c.id == commandPreviousModel)
	}
	return c == nil || c.id != commandRepeatLabel && c.id != commandNoLabel
}

// listKey does what a key is for in the list of documents, and tells whether it is for anything there.
func (w *window) listKey(key string) bool {
	c := w.commands.of(placeList, key)
	if c != nil {
		w.run(c.id)
	}
	return c != nil
}

// paneKey acts on the keys of the whole window that no menu can hold.
func (w *window) paneKey(name fyne.KeyName) bool {
	c := w.keyCommand(name)
	if c != nil {
		w.run(c.id)
	}
	return c != nil
}

// keyCommand gives the command that a key has in the whole window, with Shift where that is held, or nil.
func (w *window) keyCommand(name fyne.KeyName) *command {
	var modifiers fyne.KeyModifier
	if w.shiftHeld() {
		modifiers = fyne.KeyModifierShift
	}
	return w.commands.of(placeWindow, keyWith(modifiers, name))
}

// shortcut acts on a shortcut that the menu bar does not know of: a second one of a command.
func (w *window) shortcut(s fyne.Shortcut) {
	if c := w.commands.of(placeWindow, shortcutKey(s)); c != nil && w.panes != nil && len(w.Modals) == 0 {
		w.run(c.id)
	}
}

// bindKeys has the menus, the text, the lists and the review act on the keys that the commands have now.
func (w *window) bindKeys() {
	c := w.Win.Canvas()
	for _, s := range w.shortcuts {
		c.RemoveShortcut(s)
	}
	w.shortcuts = nil
	for b, each := range w.commands.byBinding {
		s := toShortcut(b.key)
		if s == nil || b.place != placeWindow {
			continue
		}
		if first := each.menuShortcut(); first == nil || first.ShortcutName() != s.ShortcutName() {
			c.AddShortcut(s, w.shortcut)
			w.shortcuts = append(w.shortcuts, s)
		}
	}
	if w.Workspace != nil {
		w.commands.tellKeys(w.Workspace)
		w.Workspace.KeysChanged.Send(struct{}{})
	}
}
