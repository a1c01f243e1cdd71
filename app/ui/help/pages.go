// Package help has the pages of help, and what the program says about itself: its version and the licences of what it is made of.
package help

import (
	"strings"

	"factmark/app/format"
	"factmark/app/locale"
)

// Key is a key, or several, and what it does.
type Key struct{ Keys, Does string }

// Keys are what the pages tell of keys; all of it comes from the table of commands, so that it is right where the user has
// changed them.
type Keys struct {
	Of     func(command string) string // the keys of a command by its id, "" for none
	Labels []Key                       // those of the labels
	Text   []Key                       // on a selection or a claim
	Review []Key
}

// caretKeys move the caret and select, as in any program, and by what a text consists of; they cannot be changed.
func caretKeys() []Key {
	return []Key{
		{locale.T("Arrow keys"), locale.T("move the caret; with Shift they select")},
		{locale.T("Alt+Left, Right"), locale.T("move by sentence")},
		{locale.T("Ctrl+Left, Right"), locale.T("move by word")},
		{locale.T("Ctrl+Up, Down"), locale.T("move by paragraph")},
		{locale.T("Ctrl+Shift+Up"), locale.T("select the word, then the sentence, then the paragraph")},
		{locale.T("Ctrl+Shift+Down"), locale.T("shrink the selection again")},
		{locale.T("Double-click, triple-click"), locale.T("select a word, a sentence")},
	}
}

// panelKeys are those of the evidence panel.
func panelKeys() []Key {
	return []Key{
		{locale.T("Up, Down"), locale.T("go from one piece of evidence to the next")},
		{locale.T("Enter"), locale.T("open it at its place")},
		{locale.T("F2"), locale.T("details of the evidence")},
		{locale.T("Delete"), locale.T("remove the evidence, or reject the suggestion")},
		{locale.T("Escape"), locale.T("go back to the text")},
	}
}

// page is one page of help.
type page struct {
	title string
	parts []part
}

// part is a paragraph of a page, or a list of keys, below a heading of its own where it has one.
type part struct {
	heading, text string
	keys          []Key
}

// words are all that a part says, folded for a search.
func (p part) words() string {
	all := []string{p.heading, p.text}
	for _, k := range p.keys {
		all = append(all, k.Keys, k.Does)
	}
	return format.Fold(strings.Join(all, " "))
}

// holds tells whether a page has every one of some folded words.
func (p page) holds(words []string) bool {
	text := format.Fold(p.title)
	for _, part := range p.parts {
		text += " " + part.words()
	}
	return format.ContainsAll(text, words)
}

// command is a line of a list of keys for a command, none where it has no key.
func (k Keys) command(id, does string) []Key {
	if keys := k.Of(id); keys != "" {
		return []Key{{keys, does}}
	}
	return nil
}

func join(lists ...[]Key) (all []Key) {
	for _, l := range lists {
		all = append(all, l...)
	}
	return all
}

// pages are the pages of help, in their order.
func pages(k Keys) []page {
	return []page{firstSteps(k), rhythm(k), reviews(k), evidence(k), exchange(k), data(k)}
}

func firstSteps(k Keys) page {
	return page{locale.T("First steps"), []part{
		{text: locale.T("A workspace is one file that holds your documents, the claims you mark in them, your labels, notes and evidence, and the history of every change. Everything is saved at once; there is no Save command.")},
		{heading: locale.T("Documents"), text: locale.T("Import text, web pages, PDF, Word, OpenDocument, e-mail, subtitles and tables, or paste text. You can also drop files on the window. A document's text never changes after import.")},
		{keys: join(
			k.command("import-documents", locale.T("import documents")),
			k.command("paste-document", locale.T("paste text as a document")),
			k.command("find-document", locale.T("find a document by its name")))},
		{heading: locale.T("Claims"), text: locale.T("Select a passage that says something checkable and press the key of a label. The passage becomes a claim, highlighted in the label's colour and pattern, and a card in the panel at the right. A claim can have a note, a statement that stands on its own, a person who said it, a date, and evidence.")},
		{heading: locale.T("The guide"), text: locale.T("Help › Guide leads through the five steps from a sentence to an export.")},
		{heading: locale.T("When something goes wrong"), text: locale.T("Undo takes back any change, also after a restart. History shows who changed what. Backups are made while you work; restore one from the File menu.")},
		{keys: join(
			k.command("undo", locale.T("undo")),
			k.command("history", locale.T("show the history")),
			k.command("restore-backup", locale.T("restore a backup")))},
	}}
}

func rhythm(k Keys) page {
	return page{locale.T("Labelling from the keyboard"), []part{
		{text: locale.T("Most of the work is a rhythm of three keys: go to the next sentence, select it, label it.")},
		{keys: caretKeys()},
		{heading: locale.T("Labels"), text: locale.T("With a selection, or on a claim, the key of a label sets it. Labels and their keys are changed in Claim › Labels.")},
		{keys: k.Labels},
		{heading: locale.T("On a selection or a claim"), keys: k.Text},
		{text: locale.T("Help › Keyboard shortcuts lists every key and lets you change it.")},
	}}
}

func reviews(k Keys) page {
	return page{locale.T("Reviews"), []part{
		{text: locale.T("A review session leads one person through a queue of claims. In an open review the label is shown; in a blind review it is hidden until the session ends, so that the second opinion is independent. A session can be paused and resumed; every decision is saved at once.")},
		{keys: join(
			k.command("start-review", locale.T("start a review session")),
			k.command("review-sessions", locale.T("list review sessions")))},
		{heading: locale.T("Keys in a review"), text: locale.T("One key decides a claim and shows the next one.")},
		{keys: k.Review},
		{heading: locale.T("After the review"), text: locale.T("Where people differ, Adjudicate shows what each of them said and lets you decide. Agreement reports how often people agree, with measures that take chance into account.")},
	}}
}

func evidence(k Keys) page {
	return page{locale.T("Evidence"), []part{
		{text: locale.T("Evidence is a passage of any document, or a source outside of the workspace, tied to a claim. It supports the claim, refutes it, or gives context.")},
		{heading: locale.T("Adding evidence"), text: locale.T("Choose a claim and begin to add evidence, go to any document, select a passage, and press the key of its stance. The claim stays in hand until you press Escape.")},
		{keys: join(
			k.command("add-evidence", locale.T("add evidence to the claim")),
			k.command("evidence-supports", locale.T("the selection supports the claim")),
			k.command("evidence-refutes", locale.T("the selection refutes the claim")),
			k.command("evidence-context", locale.T("the selection is context")),
			k.command("find-evidence", locale.T("find passages on the claim in all documents")),
			k.command("side-by-side", locale.T("read claim and evidence side by side")))},
		{heading: locale.T("In the evidence panel"), keys: panelKeys()},
		{text: locale.T("The evidence suggests a verdict: support and refutation make it conflicting, refutation alone refuted, support alone supported. Your label wins; where the two differ, Factmark says so.")},
	}}
}

func exchange(k Keys) page {
	return page{locale.T("Import and export"), []part{
		{heading: locale.T("Export"), text: locale.T("Export writes the claims as CSV or in the format of another program, for one document or all. The dialog says before it writes how many claims there will be, and what the format can't hold.")},
		{keys: k.command("export-claims", locale.T("export claims"))},
		{heading: locale.T("Import"), text: locale.T("Import claims reads labelled passages from other programs and finds their places in your documents. What doesn't fit is listed, never dropped.")},
		{keys: k.command("import-claims", locale.T("import claims"))},
		{heading: locale.T("Working with others"), text: locale.T("Share a package of the workspace, with or without labels, and merge what comes back. Merging the same package twice changes nothing, and one undo takes a merge back. Where two people changed the same thing, both versions are kept as a conflict for you to resolve.")},
		{keys: join(
			k.command("package", locale.T("share a package")),
			k.command("merge", locale.T("merge a package")),
			k.command("conflicts", locale.T("resolve conflicts")))},
		{heading: locale.T("In a terminal"), text: locale.T("The program is also a set of commands for scripts: factmark help lists them.")},
	}}
}

func data(k Keys) page {
	return page{locale.T("Where your data is"), []part{
		{text: locale.T("Everything is in files on this computer. Factmark has no account and no server, and never opens a connection.")},
		{heading: locale.T("The workspace"), text: locale.T("A workspace is one .factmark file, an SQLite database that other tools can read. Help › About Factmark shows where the open one is. Save a copy of it in the File menu, not while it is open with another program's copy command.")},
		{heading: locale.T("Backups"), text: locale.T("Backups are made when you open the workspace, every 10 minutes of work, and before large changes. Older backups are removed gradually. Their folder is chosen in File › Preferences › Backups.")},
		{heading: locale.T("Confidential material"), text: locale.T("Keep workspaces and backups out of folders that are synchronised with other computers; Factmark warns of those it knows. Tools › Close and clean up removes what it keeps beside the workspace.")},
		{keys: join(
			k.command("clean-up", locale.T("close and clean up")),
			k.command("check", locale.T("check the workspace for damage")))},
		{heading: locale.T("Crash reports"), text: locale.T("If the program crashes, it leaves a report on this computer that names the parts of the program that were running. The report holds no text of your documents, and it is never sent.")},
	}}
}
