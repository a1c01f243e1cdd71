package app

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"factmark/app/ui/dialogs"
	"factmark/app/ui/document"
	reviewui "factmark/app/ui/review"
)

// command is something that the user can do from a menu, by a shortcut or by a
// key. commandTable holds all of them: the menus, the list of keys, what the
// keys do, and what a blind review withholds are read from it. Nothing but the
// screen depends on a caption.
type command struct {
	id       commandID
	caption  string
	help     string          // what the list of keys says of it, where the caption does not do
	shortcut fyne.Shortcut   // works everywhere
	also     []fyne.Shortcut // does the same; a menu shows one shortcut alone

	// Keys without a modifier, the first of them shown in the menu.
	textKeys   []string // in the text and in the list of claims
	listKeys   []string // in the list of documents
	reviewKeys []string // in a review, in place of the text's
	windowKeys []string // wherever the focus is

	anywhere    bool // also while no workspace is open
	inDialogs   bool // also while a dialog is open
	writes      bool // has nothing to do in a read-only workspace
	needsReview bool // the menu offers it during a review only
	disclosure  disclosure
	review      reviewRule

	run     func(*window)        // from the menu or by a shortcut
	onKey   func(*document.Pane) // by its key in the text; nil: as run
	act     reviewui.Action      // by its key in a review; run is nil then: the menu presses that key
	submenu []command
}

// commandID names a command in the program, whatever its caption.
type commandID string

// The commands that the program names; the table names the others.
const (
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
	commandGoTo            commandID = "go-to"
	commandUnplacedClaims  commandID = "unplaced-claims"
	commandLabel           commandID = "label"
	commandOtherLabel      commandID = "other-label"
	commandNoLabel         commandID = "no-label"
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
	menus []commandMenu
	all   []*command // in the order of the menus
	byID  map[commandID]*command
}

func newCommands() *commands {
	c := &commands{menus: commandTable(), byID: map[commandID]*command{}}
	var add func(group []command)
	add = func(group []command) {
		for i := range group {
			each := &group[i]
			if each.act.Do != nil && each.run == nil {
				each.run = inReview(func(s *reviewui.Controller) { s.Press(each.reviewKeys[0]) })
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
	return c
}

// useOf says what a key does in the text or in a review, "" for nothing.
func (c *commands) useOf(key string) string {
	for _, keysOf := range []func(*command) []string{func(each *command) []string { return each.textKeys }, func(each *command) []string { return each.reviewKeys }} {
		if found := c.byKey(key, keysOf); found != nil {
			return found.words()
		}
	}
	return ""
}

// byKey gives the command that has a key among the keys that of names of it, or nil.
func (c *commands) byKey(key string, of func(*command) []string) *command {
	i := slices.IndexFunc(c.all, func(each *command) bool { return slices.Contains(of(each), key) })
	if i < 0 {
		return nil
	}
	return c.all[i]
}

func textKeys(c *command) []string   { return c.textKeys }
func listKeys(c *command) []string   { return c.listKeys }
func reviewKeys(c *command) []string { return c.reviewKeys }
func windowKeys(c *command) []string { return c.windowKeys }

// menuKey is the key without a modifier that a menu shows of a command, "" where it has none.
func (c *command) menuKey() string {
	for _, keys := range [][]string{c.textKeys, c.reviewKeys, c.windowKeys} {
		if len(keys) > 0 {
			return keys[0]
		}
	}
	return ""
}

// may tells whether a command may be used now, and tells the user why where it may not.
func (w *window) may(id commandID) bool {
	c := w.commands.byID[id]
	switch {
	case len(w.Modals) > 0:
		return c.inDialogs
	case w.panes == nil:
		return c.anywhere
	case c.writes && !w.Workspace.MayWrite():
		return false
	case w.Active == nil:
		return w.mayReveal(id)
	case c.review == inAllReviews, c.review == inMarking && w.Active.Independent():
		return true
	}
	w.Workspace.Notices.Send("Not during a review. Pause or end it first.")
	return false
}

// mayReveal tells whether no paused blind review withholds a command; where one does, it offers to end that first.
func (w *window) mayReveal(id commandID) bool {
	c := w.commands.byID[id]
	return c.disclosure == keepsHidden || w.MaySee(strings.TrimSuffix(c.caption, "…"))
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
			w.Workspace.Notices.Send("No review is under way.")
		default:
			do(w.Active)
		}
	}
}

// reviewKey gives what a key does in a review, whose act does nothing where it is for nothing there.
func (w *window) reviewKey(key string) reviewui.Action {
	if c := w.commands.byKey(key, reviewKeys); c != nil {
		return c.act
	}
	return reviewui.Action{}
}

// textKey does what a key is for in the text, and tells whether it is for anything there.
func (w *window) textKey(key string) bool {
	if stance, is := dialogs.StanceOfKey(key); is && w.takePassage(stance) {
		return true
	}
	c := w.commands.byKey(key, textKeys)
	if c == nil {
		return false
	}
	if c.onKey == nil {
		w.run(c.id)
	} else {
		w.runAs(c.id, func() { c.onKey(w.panes.document) })
	}
	return true
}

// listKey does what a key is for in the list of documents, and tells whether it is for anything there.
func (w *window) listKey(key string) bool {
	c := w.commands.byKey(key, listKeys)
	if key == "" || c == nil {
		return false
	}
	w.run(c.id)
	return true
}

// paneKey acts on the keys of the whole window that no menu can hold.
func (w *window) paneKey(name fyne.KeyName) bool {
	c := w.commands.byKey(string(name), windowKeys)
	if c != nil {
		w.run(c.id)
	}
	return c != nil
}

// shortcut acts on a shortcut that the menu does not show.
func (w *window) shortcut(s fyne.Shortcut) {
	for _, c := range w.commands.all {
		for _, other := range c.also {
			if other.ShortcutName() == s.ShortcutName() && w.panes != nil && len(w.Modals) == 0 {
				w.run(c.id)
				return
			}
		}
	}
}
