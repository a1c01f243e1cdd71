package app

import (
	"fyne.io/fyne/v2"

	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/document"
	reviewui "factmark/app/ui/review"
	"factmark/app/workspace"
	"factmark/store"
)

// commandMenu is a menu of the menu bar, its commands in groups that separators
// part; without a title it holds the commands that context menus alone offer.
type commandMenu struct {
	title  string
	groups [][]command
}

const (
	menuClaim  = "Claim" // the labels stand in front of its commands
	menuReview = "Review"
)

// commandTable gives the commands in the order of the menus.
func commandTable() []commandMenu {
	return []commandMenu{
		{"File", [][]command{
			{
				{id: "new-workspace", caption: "New workspace…", shortcut: ctrl(fyne.KeyN), anywhere: true,
					disclosure: keepsHidden, run: (*window).askNewWorkspace},
				{id: "open-workspace", caption: "Open workspace…", shortcut: ctrl(fyne.KeyO), anywhere: true,
					disclosure: keepsHidden, run: (*window).askOpenWorkspace},
				{id: commandStartPage, caption: locale.Mark("Start page"), anywhere: true,
					disclosure: keepsHidden, run: (*window).showStart},
				{id: commandOpenRecent, caption: "Open recent", anywhere: true, disclosure: keepsHidden},
			}, {
				{id: "import-documents", caption: "Import documents…", shortcut: ctrlShift(fyne.KeyO), writes: true,
					disclosure: keepsHidden, run: (*window).AskImport},
				{id: "import-claims", caption: "Import claims…", shortcut: ctrlShift(fyne.KeyL),
					disclosure: revealsLabels, run: (*window).AskImportClaims},
				{id: "export-claims", caption: "Export claims…", shortcut: ctrl(fyne.KeyE),
					disclosure: revealsLabels, run: func(w *window) { w.ShowExport() }},
			}, {
				{id: "save-copy", caption: "Save a copy of the workspace…",
					disclosure: keepsHidden, run: (*window).askBackup},
				{id: "save-as", caption: "Save elsewhere and go on there…", shortcut: ctrlShift(fyne.KeyS),
					disclosure: keepsHidden, run: (*window).askElsewhere},
				{id: "restore-backup", caption: "Restore a backup…", shortcut: ctrlShift(fyne.KeyB),
					disclosure: keepsHidden, run: (*window).ShowRestore},
			}, {
				{id: "package", caption: "Package for someone…", shortcut: ctrlShift(fyne.KeyE),
					disclosure: keepsHidden, run: func(w *window) { w.ShowPackage() }},
				{id: "merge", caption: "Merge…", shortcut: ctrlShift(fyne.KeyM), writes: true,
					disclosure: keepsHidden, run: (*window).AskMerge},
			}, {
				{id: "preferences", caption: "Preferences…", shortcut: ctrl(fyne.KeyComma), anywhere: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).showPreferences},
				{id: "clean-up", caption: "Close and clean up…", shortcut: ctrlShift(fyne.KeyQ),
					disclosure: keepsHidden, run: (*window).AskCleanUp},
				{id: commandQuit, caption: "Quit", shortcut: ctrl(fyne.KeyQ), anywhere: true, inDialogs: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).quit},
			},
		}},
		{"Edit", [][]command{
			{
				{id: commandUndo, caption: "Undo", shortcut: &fyne.ShortcutUndo{}, anywhere: true, inDialogs: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).undo},
				{id: commandRedo, caption: "Redo", shortcut: ctrlShift(fyne.KeyZ), also: []fyne.Shortcut{&fyne.ShortcutRedo{}}, anywhere: true, inDialogs: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).redo},
				{id: "history", caption: "History…", shortcut: ctrl(fyne.KeyH),
					disclosure: revealsLabels, run: (*window).ShowHistory},
				{id: commandDrafts, caption: "Drafts…",
					disclosure: keepsHidden, run: (*window).showDrafts},
			}, {
				{id: commandCopy, caption: "Copy",
					disclosure: keepsHidden, review: inAllReviews, run: (*window).copy},
				{id: commandCopyWithSource, caption: "Copy with source", shortcut: ctrlShift(fyne.KeyC),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).copyWithSource},
				{id: commandSelectAll, caption: "Select all",
					disclosure: keepsHidden, review: inAllReviews, run: (*window).selectAll},
			}, {
				{id: "find-in-document", caption: "Find in document…", shortcut: ctrl(fyne.KeyF),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).find},
				{id: "search-everywhere", caption: "Search everywhere…", shortcut: ctrlShift(fyne.KeyF),
					disclosure: keepsHidden, run: (*window).searchEverywhere},
				{id: "search-claims", caption: "Search in claims", shortcut: ctrl(fyne.KeyL),
					disclosure: keepsHidden, run: (*window).searchClaims},
				{id: "find-document", caption: "Find a document", shortcut: ctrl(fyne.KeyD),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).findDocument},
			},
		}},
		{"Document", [][]command{
			{
				{id: commandDocumentDetails, caption: "Document details…", shortcut: ctrlShift(fyne.KeyI),
					disclosure: keepsHidden, run: func(w *window) { w.ShowDocumentDetails(w.chosenDocuments()...) }},
				{id: commandDocumentTags, caption: "Tags…", shortcut: ctrlShift(fyne.KeyT), writes: true, help: "tags of the document, or of those selected",
					disclosure: keepsHidden, run: func(w *window) { w.AskTags(w.chosenDocuments()) }},
				{id: commandDocumentStatus, caption: "Status", writes: true,
					disclosure: keepsHidden, submenu: statusCommands()},
				{id: "document-done", caption: "Mark as done", shortcut: ctrl(fyne.KeyReturn), anywhere: true, inDialogs: true,
					help:       "mark the document as done, or take the mark away; in a dialog, its main button",
					disclosure: keepsHidden, review: inAllReviews, run: (*window).done},
				{id: commandReplaceText, caption: "Replace text…", shortcut: ctrl(fyne.KeyR), writes: true,
					disclosure: revealsLabels, run: func(w *window) { w.AskReplaceText(w.Workspace.Document) }},
			}, {
				{id: commandGoTo, caption: "Go to page or time…", shortcut: ctrlShift(fyne.KeyN),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).AskGoTo},
			}, {
				{id: "paste-document", caption: "Paste as document…", shortcut: ctrlShift(fyne.KeyV), also: []fyne.Shortcut{&fyne.ShortcutPaste{}}, writes: true,
					disclosure: keepsHidden, run: (*window).AskPaste},
				{id: commandShowOriginal, caption: "Show original…",
					disclosure: keepsHidden, run: func(w *window) { w.ShowOriginal(w.Workspace.Document) }},
				{id: commandExtractAgain, caption: "Extract again…", writes: true,
					disclosure: revealsLabels, run: func(w *window) { w.AskExtractAgain(w.Workspace.Document) }},
			}, {
				{id: commandUnplacedClaims, caption: "Claims without a place…", shortcut: ctrlShift(fyne.KeyP),
					disclosure: revealsLabels, run: func(w *window) { w.ShowOrphans(w.Workspace.Document.ID, w.Workspace.Current) }},
				{id: "place-claim", caption: "Place claim on the selection", shortcut: alt(fyne.KeyP), writes: true,
					disclosure: keepsHidden, run: (*window).PlaceHere},
			}, {
				{id: commandRemoveDocument, caption: "Remove from workspace…", listKeys: []string{"Delete", "Backspace"}, writes: true,
					help:       "remove the documents that are selected from the workspace",
					disclosure: keepsHidden, run: func(w *window) { w.AskRemoveDocuments(w.chosenDocuments()) }},
			},
		}},
		{menuClaim, [][]command{
			{
				{id: commandOtherLabel, caption: "Other label…", shortcut: ctrl(fyne.KeyJ),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).chooseOtherLabel},
				{id: commandNoLabel, caption: "No label", textKeys: []string{"C"}, writes: true,
					help:       "make the selection a claim with no label yet",
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.ApplyTo("", w.Workspace.Current) },
					onKey: func(p *document.Pane) { p.ApplyTo("", "") }},
				{id: commandRepeatLabel, caption: "Repeat the last label", textKeys: []string{"."}, writes: true,
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.RepeatLabel(w.Workspace.Current) },
					onKey: func(p *document.Pane) { p.RepeatLabel("") }},
			}, {
				{id: "next-claim", caption: "Next claim", textKeys: []string{"]"}, help: "choose the next claim",
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.Step(+1, workspace.Placed, "No claim after this one.") }},
				{id: "previous-claim", caption: "Previous claim", textKeys: []string{"["}, help: "choose the previous claim",
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.Step(-1, workspace.Placed, "No claim before this one.") }},
				{id: "next-unlabelled", caption: "Next claim without a label", textKeys: []string{"Space"},
					help:       "choose the next claim without a label, in other documents too",
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.NextUnlabelled() }},
				{id: "next-suggestion", caption: "Next suggested claim", textKeys: []string{"G"}, writes: true,
					help:       "select the next suggested claim; a label key or Enter makes it a claim",
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.NextSuggestion() }},
				{id: "model-suggestions", caption: "Suggestions of models", disclosure: keepsHidden, review: inMarking, submenu: []command{
					{id: commandNextModel, caption: "Next suggestion", textKeys: []string{"M"}, help: "choose the next suggestion of a model",
						disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.StepModel(+1) }},
					{id: commandPreviousModel, caption: "Previous suggestion", textKeys: []string{"B"}, help: "choose the previous suggestion of a model",
						disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.StepModel(-1) }},
					{id: commandAcceptModel, caption: "Accept suggestion", textKeys: []string{"A"}, writes: true,
						help:       "accept the suggestion (Enter too); a label key accepts it with that label",
						disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.AcceptModel() }},
					{id: commandRefuseModel, caption: "Refuse suggestion", textKeys: []string{"X"}, writes: true,
						help:       "refuse the suggestion (Delete too)",
						disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.RefuseModel() }},
					{id: commandAcceptAll, caption: "Accept all shown…", writes: true,
						disclosure: keepsHidden, review: inMarking, run: (*window).askAcceptAll},
					{id: commandRefuseAll, caption: "Refuse all shown…", writes: true,
						disclosure: keepsHidden, review: inMarking, run: (*window).askRefuseAll},
					{id: "filter-suggestions", caption: "Filter suggestions…",
						disclosure: keepsHidden, review: inMarking, run: (*window).filterModelSuggestions},
				}},
			}, {
				{id: commandLabelEach, caption: "Label each selection", writes: true, help: "Shift and a label's key: give that label to each selection",
					disclosure: keepsHidden, review: inMarking, submenu: []command{
						{id: "choose-label-each", caption: "Choose a label…", writes: true, help: "choose a label that each selection is given as soon as it is made (Shift and a label's key too)",
							disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.ChooseLabelEach() }},
						{id: "end-label-each", caption: "Stop labelling selections", help: "stop giving each selection a label (Escape too)",
							disclosure: keepsHidden, review: inMarking, run: (*window).endLabelEach},
					}},
				{id: commandMarkAll, caption: "Mark all occurrences…", shortcut: ctrl(fyne.KeyM), writes: true,
					disclosure: keepsHidden, review: inMarking, run: (*window).AskOccurrences},
				{id: commandBoilerplate, caption: "Content or not content", writes: true,
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.ToggleContent() }},
			}, {
				{id: commandEditNote, caption: "Edit note", textKeys: []string{"Enter"}, writes: true,
					help:       "edit the claim's note; Enter and Escape keep it",
					disclosure: keepsHidden, review: inMarking, run: (*window).editNote},
				{id: commandClaimDetails, caption: "Claim details…", shortcut: ctrl(fyne.KeyI),
					disclosure: keepsHidden, review: inMarking, run: (*window).ShowClaimDetails},
				{id: commandClaimHistory, caption: "History of this claim…", shortcut: ctrlShift(fyne.KeyH),
					disclosure: revealsLabels, run: (*window).ShowClaimHistory}, // in marking too it would show others' claims
				{id: "labels", caption: "Labels…", writes: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).ShowLabels},
				{id: commandDeleteClaim, caption: "Delete claim", textKeys: []string{"Delete", "Backspace"}, writes: true, help: "delete the claim",
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.Workspace.DeleteClaim(w.Workspace.Current) },
					onKey: (*document.Pane).Delete},
			},
		}},
		{"Evidence", [][]command{
			{
				{id: commandAddEvidence, caption: "Add evidence", textKeys: []string{"E"}, shortcut: ctrlShift(fyne.KeyU), writes: true,
					help:       "add evidence to the claim, from any document; Escape ends",
					disclosure: keepsHidden, review: inMarking, run: (*window).addEvidence},
				evidenceCommand("evidence-supports", "Add selection as support", "+", "the selection is evidence for the claim", store.StanceSupports, nil),
				evidenceCommand("evidence-refutes", "Add selection as refutation", "-", "the selection is evidence against it", store.StanceRefutes, nil),
				evidenceCommand("evidence-context", "Add selection as context", "=", "the selection is context", store.StanceContext, nil),
				evidenceCommand("evidence-together", "Add selection to the last one", "&", "the selection holds only together with the last", "", (*workspace.Workspace).AddPassageToLast),
				{id: commandOutsideSource, caption: "Add outside source…", writes: true,
					disclosure: keepsHidden, review: inMarking, run: (*window).AskSource},
			}, {
				{id: commandEvidenceClaim, caption: "Go to the claim", shortcut: ctrl(fyne.KeyB), help: "go to the claim of the evidence under the caret, or to the one in hand",
					disclosure: keepsHidden, review: inMarking, run: (*window).goToClaimOfEvidence},
				{id: commandFindEvidence, caption: "Find evidence", shortcut: ctrlShift(fyne.KeyJ), textKeys: []string{"F"},
					help:       "find evidence for the claim in hand; from the suggestions, hide them",
					disclosure: keepsHidden, review: inMarking, run: (*window).findEvidence},
				{id: commandFindOfSelection, caption: "Find evidence for the selection",
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.findEvidenceFor(w.panes.document.SelectedSpan().Trimmed()) }},
				{id: "names", caption: "Names that mean the same…", writes: true,
					disclosure: keepsHidden, run: (*window).showNames},
			}, {
				{id: "link-claim", caption: "Link with the same claim elsewhere", shortcut: ctrlShift(fyne.KeyY), textKeys: []string{"K"}, writes: true,
					help:       "link the claim with what is possibly the same claim in another document",
					disclosure: keepsHidden, run: (*window).linkSame},
				{id: "label-linked", caption: "Label the linked claims too", shortcut: ctrlShift(fyne.KeyW), textKeys: []string{"L"}, writes: true,
					help:       "give the label that a linked claim has just got to the others too",
					disclosure: keepsHidden, run: func(w *window) { w.Workspace.LabelLinked() }},
			}, {
				{id: "toggle-evidence", caption: "Show or hide evidence", shortcut: ctrl(fyne.Key3),
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.showEvidence(!w.evidenceShown()) }},
			}, {
				{id: commandSideBySide, caption: "Side by side", shortcut: ctrl(fyne.Key4), textKeys: []string{"V"},
					help:       "read the claim and its evidence side by side, or one text again",
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleSideBySide},
				{id: "next-passage", caption: "Next passage beside the claim", shortcut: alt(fyne.KeyDown),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.texts.Step(+1) }},
				{id: "previous-passage", caption: "Previous passage beside the claim", shortcut: alt(fyne.KeyUp),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.texts.Step(-1) }},
				{id: "swap-texts", caption: "Swap the texts side by side",
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.texts.Swap() }},
			}, {
				{id: "matrix", caption: "Matrix…", shortcut: ctrlShift(fyne.KeyX), help: "the matrix: which documents support or refute which claims",
					disclosure: revealsLabels, run: func(w *window) { w.ShowMatrix() }},
			},
		}},
		{menuReview, [][]command{
			{
				{id: "start-review", caption: "Start review session…", shortcut: ctrlShift(fyne.KeyR), writes: true,
					disclosure: keepsHidden, run: func(w *window) { w.AskReview() }},
				{id: "review-sessions", caption: "Resume or look at sessions…", shortcut: ctrlShift(fyne.KeyG), writes: true,
					disclosure: keepsHidden, run: (*window).ShowSessions},
				{id: "review-pause", caption: "Pause", reviewKeys: []string{"Escape"}, needsReview: true,
					disclosure: keepsHidden, review: inAllReviews, run: inReview((*reviewui.Controller).Pause), act: reviewui.Action{Do: (*reviewui.Controller).Pause}},
				{id: "review-end", caption: "End session…", needsReview: true,
					disclosure: keepsHidden, review: inAllReviews, run: inReview((*reviewui.Controller).AskEnd)},
				{id: "in-review", caption: "In the review", needsReview: true,
					disclosure: keepsHidden, review: inAllReviews, submenu: []command{
						{id: "review-agree", caption: "Agree", reviewKeys: []string{"A"}, help: "agree with the label",
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).Agree}},
						{id: "review-reject", caption: "Reject the span", reviewKeys: []string{"R"}, help: "reject the span: it is no claim",
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: func(s *reviewui.Controller) { s.Say(store.DecidedReject, "") }}},
						{id: "review-skip", caption: "Skip", reviewKeys: []string{"X"}, help: "skip, with a reason",
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).Skip, Comments: true}},
						{id: "review-comment", caption: "Comment", reviewKeys: []string{"C", "Enter"}, help: "comment; Enter keeps it",
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).EditComment, Comments: true}},
						{id: "review-back", caption: "Back", reviewKeys: []string{"Z", "["}, help: "back to the claim before",
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).Back, Walks: true}},
						{id: "review-forward", caption: "Forward", reviewKeys: []string{"]"}, help: "the claim after",
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).Forward, Walks: true}},
						{id: "review-show", caption: "Show the claim, or the next", reviewKeys: []string{"Space"},
							help:       "show the claim in question; if it is, the next to decide",
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).ShowOrNext}},
						{id: "review-take-back", caption: "Take back the decision", reviewKeys: []string{"Delete", "Backspace"},
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).TakeBack}},
					}},
			}, {
				{id: commandAdjudicate, caption: "Adjudicate…", writes: true,
					disclosure: revealsLabels, run: (*window).AskAdjudicate},
				{id: "settle-agreed", caption: "Settle what is agreed", writes: true,
					disclosure: revealsLabels, run: (*window).SettleAgreed},
				{id: commandConflicts, caption: "Conflicts…", shortcut: ctrlShift(fyne.KeyD),
					disclosure: revealsLabels, run: func(w *window) { w.ShowConflicts() }},
				{id: "instructions", caption: "What is asked of you…",
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.ShowAsked(false) }},
				{id: "guidelines", caption: "Guidelines…", shortcut: ctrl(fyne.KeyG), writes: true, help: "the guidelines for the labels",
					disclosure: keepsHidden, review: inAllReviews, run: (*window).ShowGuidelines},
			}, {
				{id: "agreement", caption: "Agreement…",
					disclosure: revealsLabels, run: func(w *window) { w.ShowAgreement() }},
				{id: "progress", caption: "Progress…",
					disclosure: revealsLabels, run: func(w *window) { w.ShowProgress() }},
				{id: "people", caption: "People…",
					disclosure: keepsHidden, run: (*window).ShowPeople},
			},
		}},
		{"View", [][]command{
			{
				// Some keyboards have + and - with Shift, some without.
				{id: "larger-text", caption: "Larger text", shortcut: ctrl(fyne.KeyEqual),
					also:       []fyne.Shortcut{ctrl(fyne.KeyPlus), ctrlShift(fyne.KeyPlus), ctrl(fyne.KeyEqual), ctrlShift(fyne.KeyEqual)},
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.zoom(+1) }},
				{id: "smaller-text", caption: "Smaller text", shortcut: ctrl(fyne.KeyMinus),
					also:       []fyne.Shortcut{ctrl(fyne.KeyMinus), ctrlShift(fyne.KeyMinus)},
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.zoom(-1) }},
				{id: "usual-text-size", caption: "Usual text size", shortcut: ctrl(fyne.Key0),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.setTextSize(profile.DefaultTextSize) }},
				{id: "zoom-window-in", caption: locale.Mark("Zoom window in"), shortcut: ctrlAlt(fyne.KeyEqual), also: []fyne.Shortcut{ctrlAlt(fyne.KeyPlus)}, anywhere: true, inDialogs: true,
					help:       locale.Mark("make everything in the window larger, up to 200 %"),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.zoomWindow(+1) }},
				{id: "zoom-window-out", caption: locale.Mark("Zoom window out"), shortcut: ctrlAlt(fyne.KeyMinus), anywhere: true, inDialogs: true,
					help:       locale.Mark("make everything in the window smaller again"),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.zoomWindow(-1) }},
			}, {
				{id: commandSortDocuments, caption: "Sort documents",
					disclosure: keepsHidden, review: inAllReviews, submenu: sortCommands()},
				{id: commandFilterDocuments, caption: "Filter documents…", shortcut: ctrl(fyne.KeyT),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).filterDocuments},
				{id: commandShowAll, caption: "Show all documents", shortcut: ctrl(fyne.KeyU), listKeys: []string{"Escape"},
					help:       "show all documents: takes filter and search off",
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.library.ShowAll() }},
			}, {
				{id: "all-claims", caption: "Claims of all documents", shortcut: ctrlShift(fyne.KeyA), help: "list the claims of all documents, or of this one again",
					disclosure: keepsHidden, run: (*window).allClaims},
				{id: commandSortClaims, caption: "Sort claims",
					disclosure: keepsHidden, review: inMarking, submenu: claimSortCommands()},
				{id: commandFilterClaims, caption: "Filter claims…",
					disclosure: keepsHidden, review: inMarking, run: (*window).filterClaims},
				{id: commandScrollClaims, caption: "Scroll claims with the text", help: "show the claims of the text in view as the text scrolls",
					disclosure: keepsHidden, review: inMarking, run: (*window).toggleScrollClaims},
				{id: "show-all-claims", caption: "Show all claims", help: "take filters and the search off the list of claims",
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.claims.ShowAll() }},
			}, {
				{id: commandWholeWords, caption: "Select whole words when dragging", help: "a drag, a Shift+click and a claim's grips take whole words; Alt: characters",
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleWords},
				{id: commandMarginMarks, caption: "Marks in the margin", help: "mark claims in the margin beside their lines too",
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleMargin},
				{id: "paragraph-numbers", caption: "Paragraph numbers",
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleNumbers},
				{id: "relative-dates", caption: "Relative dates in undated documents", help: "mark weekdays and relative dates in documents without a date",
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleDates},
				{id: "suggested-claims", caption: "Suggested claims", help: "mark sentences worth checking",
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleSuggestions},
				{id: "toggle-documents", caption: "Show or hide documents", shortcut: ctrl(fyne.Key1),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.row.ShowLeft(!w.panes.row.LeftShown()) }},
				{id: "toggle-claims", caption: "Show or hide claims", shortcut: ctrl(fyne.Key2),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.row.ShowRight(!w.panes.row.RightShown()) }},
				{id: commandNextPane, caption: "Next pane", windowKeys: []string{"F6"},
					disclosure: keepsHidden, review: inAllReviews, run: (*window).nextPane},
			},
		}},
		{"Tools", [][]command{{
			{id: "check", caption: "Check workspace…", shortcut: ctrlShift(fyne.KeyK),
				disclosure: keepsHidden, run: func(w *window) { w.ShowCheck() }},
		}}},
		{"Help", [][]command{{
			{id: commandHelp, caption: locale.Mark("Help"), anywhere: true,
				disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.help.ShowHelp() }},
			{id: commandGuide, caption: locale.Mark("Guide"), writes: true, help: locale.Mark("the guide: five steps from a sentence to an export"),
				disclosure: keepsHidden, run: (*window).beginGuide},
			{id: "keys", caption: "Keys", windowKeys: []string{"F1"}, anywhere: true, help: "this list",
				disclosure: keepsHidden, review: inAllReviews, run: (*window).showKeys},
			{id: "about", caption: "About Factmark", anywhere: true,
				disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.help.ShowAbout() }},
		}}},
		{"", [][]command{{
			{id: commandLabel, caption: "Label", writes: true, disclosure: keepsHidden, review: inAllReviews},
			{id: commandEvidenceDetails, caption: "Evidence details…", disclosure: keepsHidden, review: inMarking},
			{id: commandRemoveEvidence, caption: "Remove evidence", writes: true, disclosure: keepsHidden, review: inMarking},
			{id: commandOpenDocument, caption: "Open", disclosure: keepsHidden, review: inAllReviews},
			{id: commandDocumentHistory, caption: "History of this document…", disclosure: revealsLabels},
		}}},
	}
}

// evidenceCommand is a command that adds the selection as evidence to the claim in hand. Its key does so while evidence is
// being added alone.
func evidenceCommand(id commandID, caption, key, does string, stance store.Stance, add func(*workspace.Workspace, workspace.Span)) command {
	if stance != "" {
		add = func(m *workspace.Workspace, s workspace.Span) { m.AddPassage(stance, s) }
	}
	return command{id: id, caption: caption, textKeys: []string{key}, stance: stance, writes: true, help: "while evidence is added: " + does,
		disclosure: keepsHidden, review: inMarking,
		run: func(w *window) {
			w.panes.document.AddSelection(func(s workspace.Span) { add(w.Workspace, s) })
		},
		onKey: func(p *document.Pane) { p.AddWhileAdding(add) }}
}

// statusOf are the commands that say how far the work on documents is, and what they say.
var statusOf = map[commandID]store.DocumentStatus{
	"status-new": store.DocumentNew, "status-in-progress": store.DocumentInProgress, "status-done": store.DocumentDone, "status-from-claims": "",
}

func statusCommands() []command {
	all := []command{{id: "status-new", caption: "New"}, {id: "status-in-progress", caption: "In progress"}, {id: "status-done", caption: "Done"},
		{id: "status-from-claims", caption: "From its claims"}}
	for i := range all {
		c := &all[i]
		c.writes, c.disclosure = true, keepsHidden
		c.run = func(w *window) { w.SetStatus(w.chosenDocuments(), statusOf[c.id]) }
	}
	return all
}

// sortedBy are the commands that sort the list of documents, and by what.
var sortedBy = map[commandID]workspace.DocumentSort{
	"sort-title": workspace.SortTitle, "sort-published": workspace.SortPublished, "sort-added": workspace.SortAdded, "sort-claims": workspace.SortClaims,
}

func sortCommands() []command {
	all := []command{{id: "sort-title", caption: "By title"}, {id: "sort-published", caption: "By date"}, {id: "sort-added", caption: "By date added"},
		{id: "sort-claims", caption: "By number of claims"}, {id: "sort-reverse", caption: "Reverse order"}}
	for i := range all {
		c := &all[i]
		c.disclosure, c.review = keepsHidden, inAllReviews
		c.run = func(w *window) {
			if by, is := sortedBy[c.id]; is {
				w.Workspace.SortDocuments(by, false)
			} else {
				w.Workspace.SortDocuments(w.Workspace.View.Sort, !w.Workspace.View.Reverse)
			}
		}
	}
	return all
}

// claimsSortedBy are the commands that sort the list of claims, and by what.
var claimsSortedBy = map[commandID]workspace.ClaimSort{
	"claims-by-place": workspace.SortPlace, "claims-newest": workspace.SortMade, "claims-changed": workspace.SortChanged,
	"claims-by-document-date": workspace.SortDocumentDate, "claims-by-label": workspace.SortLabel,
}

func claimSortCommands() []command {
	all := []command{{id: "claims-by-place", caption: "By document and place"}, {id: "claims-newest", caption: "Newest first"},
		{id: "claims-changed", caption: "Last changed first"}, {id: "claims-by-document-date", caption: "By date of the document"}, {id: "claims-by-label", caption: "By label"}}
	for i := range all {
		c := &all[i]
		c.disclosure, c.review = keepsHidden, inMarking
		c.run = func(w *window) { w.Workspace.SortClaims(claimsSortedBy[c.id]) }
	}
	return all
}
