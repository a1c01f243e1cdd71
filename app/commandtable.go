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

const menuClaim = "Claim" // the labels stand in front of its commands

// commandTable gives the commands in the order of the menus.
func commandTable() []commandMenu {
	return []commandMenu{
		{locale.Mark("File"), [][]command{
			{
				{id: "new-workspace", caption: locale.Mark("New workspace…"), shortcut: ctrl(fyne.KeyN), anywhere: true,
					disclosure: keepsHidden, run: (*window).askNewWorkspace},
				{id: "open-workspace", caption: locale.Mark("Open workspace…"), shortcut: ctrl(fyne.KeyO), anywhere: true,
					disclosure: keepsHidden, run: (*window).askOpenWorkspace},
				{id: commandStartPage, caption: locale.Mark("Start page"), anywhere: true,
					disclosure: keepsHidden, run: (*window).showStart},
				{id: commandOpenRecent, caption: locale.Mark("Open recent"), anywhere: true, disclosure: keepsHidden},
			}, {
				{id: "import-documents", caption: locale.Mark("Import documents…"), shortcut: ctrlShift(fyne.KeyO), writes: true,
					disclosure: keepsHidden, run: (*window).AskImport},
				{id: "import-claims", caption: locale.Mark("Import claims…"), shortcut: ctrlShift(fyne.KeyL),
					disclosure: revealsLabels, run: (*window).AskImportClaims},
				{id: "export-claims", caption: locale.Mark("Export claims…"), shortcut: ctrl(fyne.KeyE),
					disclosure: revealsLabels, run: func(w *window) { w.ShowExport() }},
				{id: "print-report", caption: locale.Mark("Print the report…"), shortcut: ctrl(fyne.KeyP),
					disclosure: revealsLabels, run: (*window).printReport},
			}, {
				{id: "save-copy", caption: locale.Mark("Save a copy…"),
					disclosure: keepsHidden, run: (*window).askBackup},
				{id: "save-as", caption: locale.Mark("Save as…"), shortcut: ctrlShift(fyne.KeyS),
					disclosure: keepsHidden, run: (*window).askElsewhere},
				{id: "restore-backup", caption: locale.Mark("Restore a backup…"), shortcut: ctrlShift(fyne.KeyB),
					disclosure: keepsHidden, run: (*window).ShowRestore},
			}, {
				{id: "package", caption: locale.Mark("Share a package…"), shortcut: ctrlShift(fyne.KeyE),
					disclosure: keepsHidden, run: func(w *window) { w.ShowPackage() }},
				{id: "merge", caption: locale.Mark("Merge a package…"), shortcut: ctrlShift(fyne.KeyM), writes: true,
					disclosure: keepsHidden, run: (*window).AskMerge},
			}, {
				{id: "preferences", caption: locale.Mark("Preferences…"), shortcut: ctrl(fyne.KeyComma), anywhere: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).showPreferences},
				{id: commandQuit, caption: locale.Mark("Quit"), shortcut: ctrl(fyne.KeyQ), anywhere: true, inDialogs: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).quit},
			},
		}},
		{locale.Mark("Edit"), [][]command{
			{
				{id: commandUndo, caption: locale.Mark("Undo"), shortcut: &fyne.ShortcutUndo{}, anywhere: true, inDialogs: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).undo},
				{id: commandRedo, caption: locale.Mark("Redo"), shortcut: ctrlShift(fyne.KeyZ), also: []fyne.Shortcut{&fyne.ShortcutRedo{}}, anywhere: true, inDialogs: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).redo},
				{id: "history", caption: locale.Mark("History…"), shortcut: ctrl(fyne.KeyH),
					disclosure: revealsLabels, run: (*window).ShowHistory},
				{id: commandDrafts, caption: locale.Mark("Drafts…"),
					disclosure: keepsHidden, run: (*window).showDrafts},
			}, {
				{id: commandCopy, caption: locale.Mark("Copy"), fieldKeys: []string{"Ctrl+C"},
					disclosure: keepsHidden, review: inAllReviews, run: (*window).copy},
				{id: commandCopyWithSource, caption: locale.Mark("Copy with source"), shortcut: ctrlShift(fyne.KeyC),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).copyWithSource},
				{id: commandSelectAll, caption: locale.Mark("Select all"), fieldKeys: []string{"Ctrl+A"},
					disclosure: keepsHidden, review: inAllReviews, run: (*window).selectAll},
			}, {
				{id: "find-in-document", needsDocument: true, caption: locale.Mark("Find in document…"), shortcut: ctrl(fyne.KeyF),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).find},
				{id: commandNextHit, needsDocument: true, caption: locale.Mark("Next hit"), windowKeys: []string{"F3"},
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.stepHit(+1) }},
				{id: commandPreviousHit, needsDocument: true, caption: locale.Mark("Previous hit"), windowKeys: []string{"Shift+F3"},
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.stepHit(-1) }},
			}, {
				{id: "search-everywhere", caption: locale.Mark("Search everywhere…"), shortcut: ctrlShift(fyne.KeyF),
					disclosure: keepsHidden, run: (*window).searchEverywhere},
				{id: "search-claims", caption: locale.Mark("Search claims"), shortcut: ctrl(fyne.KeyL),
					disclosure: keepsHidden, run: (*window).searchClaims},
				{id: "find-document", caption: locale.Mark("Find a document"), shortcut: ctrl(fyne.KeyD),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).findDocument},
			},
		}},
		{locale.Mark("Document"), [][]command{
			{
				{id: commandDocumentDetails, needsDocument: true, caption: locale.Mark("Document details…"), shortcut: ctrlShift(fyne.KeyI),
					disclosure: keepsHidden, run: func(w *window) { w.ShowDocumentDetails(w.chosenDocuments()...) }},
				{id: commandDocumentTags, needsDocument: true, caption: locale.Mark("Document tags…"), shortcut: ctrlShift(fyne.KeyT), writes: true, help: locale.Mark("Tags of the open document or of the selected ones"),
					disclosure: keepsHidden, run: func(w *window) { w.AskTags(w.chosenDocuments()) }},
				{id: commandDocumentStatus, needsDocument: true, caption: locale.Mark("Document status"), writes: true,
					disclosure: keepsHidden, submenu: statusCommands()},
				{id: "document-done", caption: locale.Mark("Mark as done"), shortcut: ctrl(fyne.KeyReturn), anywhere: true, inDialogs: true,
					help:       locale.Mark("Marks the document as done, or removes the mark; in a dialog, presses its main button"),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).done},
				{id: commandReplaceText, needsDocument: true, caption: locale.Mark("Replace the text…"), shortcut: ctrl(fyne.KeyR), writes: true,
					disclosure: revealsLabels, run: func(w *window) { w.AskReplaceText(w.Workspace.Document) }},
			}, {
				{id: commandGoTo, caption: locale.Mark("Go to page or time…"), shortcut: ctrlShift(fyne.KeyN),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).AskGoTo},
			}, {
				{id: "paste-document", caption: locale.Mark("Paste as document…"), shortcut: ctrlShift(fyne.KeyV), also: []fyne.Shortcut{&fyne.ShortcutPaste{}}, writes: true,
					disclosure: keepsHidden, run: (*window).AskPaste},
				{id: commandShowOriginal, caption: locale.Mark("Show the original file…"),
					disclosure: keepsHidden, run: func(w *window) { w.ShowOriginal(w.Workspace.Document) }},
				{id: commandExtractAgain, caption: locale.Mark("Extract the text again…"), writes: true,
					disclosure: revealsLabels, run: func(w *window) { w.AskExtractAgain(w.Workspace.Document) }},
			}, {
				{id: commandUnplacedClaims, needsDocument: true, caption: locale.Mark("Unplaced claims…"), shortcut: ctrlShift(fyne.KeyP),
					disclosure: revealsLabels, run: func(w *window) { w.ShowOrphans(w.Workspace.Document.ID, w.Workspace.Current) }},
				{id: "place-claim", caption: locale.Mark("Move claim to the selection"), shortcut: alt(fyne.KeyP), writes: true,
					disclosure: keepsHidden, run: (*window).PlaceHere},
			}, {
				{id: commandRemoveDocument, needsDocument: true, caption: locale.Mark("Remove document…"), listKeys: []string{"Delete", "Backspace"}, writes: true,
					help:       locale.Mark("Removes the selected documents from the workspace"),
					disclosure: keepsHidden, run: func(w *window) { w.AskRemoveDocuments(w.chosenDocuments()) }},
			},
		}},
		{locale.Mark("Claim"), [][]command{
			{
				{id: commandOtherLabel, caption: locale.Mark("Other label…"), shortcut: ctrl(fyne.KeyJ),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).chooseOtherLabel},
				{id: commandNoLabel, caption: locale.Mark("No label"), textKeys: []string{"C"}, writes: true,
					help:       locale.Mark("Makes the selection a claim without a label"),
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.ApplyTo("", w.Workspace.Current) },
					onKey: func(p *document.Pane) { p.ApplyTo("", "") }},
				{id: commandRepeatLabel, caption: locale.Mark("Repeat the last label"), textKeys: []string{"."}, writes: true,
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.RepeatLabel(w.Workspace.Current) },
					onKey: func(p *document.Pane) { p.RepeatLabel("") }},
			}, {
				{id: "next-claim", caption: locale.Mark("Next claim"), textKeys: []string{"]"},
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.Step(+1, workspace.Placed, locale.T("No claim after this one.")) }},
				{id: "previous-claim", caption: locale.Mark("Previous claim"), textKeys: []string{"["},
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.Step(-1, workspace.Placed, locale.T("No claim before this one.")) }},
				{id: "next-unlabelled", caption: locale.Mark("Next unlabelled claim"), textKeys: []string{"Space"},
					help:       locale.Mark("In this document, then in the others"),
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.NextUnlabelled() }},
				{id: "next-suggestion", caption: locale.Mark("Next suggested claim"), textKeys: []string{"G"}, writes: true,
					help:       locale.Mark("A label key or Enter then makes it a claim"),
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.NextSuggestion() }},
				{id: "model-suggestions", caption: locale.Mark("Model suggestions"), disclosure: keepsHidden, review: inMarking, submenu: []command{
					{id: commandNextModel, caption: locale.Mark("Next suggestion"), textKeys: []string{"M"},
						disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.StepModel(+1) }},
					{id: commandPreviousModel, caption: locale.Mark("Previous suggestion"), textKeys: []string{"B"},
						disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.StepModel(-1) }},
					{id: commandAcceptModel, caption: locale.Mark("Accept suggestion"), textKeys: []string{"A"}, writes: true,
						help:       locale.Mark("Enter accepts it too; a label key accepts it with that label"),
						disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.AcceptModel() }},
					{id: commandRefuseModel, caption: locale.Mark("Reject suggestion"), textKeys: []string{"X"}, writes: true,
						help:       locale.Mark("The key that deletes a claim rejects it too"),
						disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.RefuseModel() }},
					{id: commandAcceptAll, caption: locale.Mark("Accept all shown…"), writes: true,
						disclosure: keepsHidden, review: inMarking, run: (*window).askAcceptAll},
					{id: commandRefuseAll, caption: locale.Mark("Reject all shown…"), writes: true,
						disclosure: keepsHidden, review: inMarking, run: (*window).askRefuseAll},
					{id: "filter-suggestions", caption: locale.Mark("Filter suggestions…"),
						disclosure: keepsHidden, review: inMarking, run: (*window).filterModelSuggestions},
				}},
			}, {
				{id: commandLabelEach, caption: locale.Mark("Label each selection"), writes: true, help: locale.Mark("Shift and a label's key: give that label to each selection"),
					disclosure: keepsHidden, review: inMarking, submenu: []command{
						{id: "choose-label-each", caption: locale.Mark("Choose a label…"), writes: true, help: locale.Mark("choose a label that each selection is given as soon as it is made (Shift and a label's key too)"),
							disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.ChooseLabelEach() }},
						{id: "end-label-each", caption: locale.Mark("Stop labelling selections"), help: locale.Mark("stop giving each selection a label (Escape too)"),
							disclosure: keepsHidden, review: inMarking, run: (*window).endLabelEach},
					}},
				{id: commandMarkAll, needsDocument: true, caption: locale.Mark("Mark all occurrences…"), shortcut: ctrl(fyne.KeyM), writes: true,
					disclosure: keepsHidden, review: inMarking, run: (*window).AskOccurrences},
				{id: commandBoilerplate, caption: locale.Mark("Mark as boilerplate or text"), writes: true,
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.document.ToggleContent() }},
			}, {
				{id: commandEditNote, caption: locale.Mark("Edit note"), textKeys: []string{"Enter"}, writes: true,
					help:       locale.Mark("Enter and Escape save the note"),
					disclosure: keepsHidden, review: inMarking, run: (*window).editNote},
				{id: commandClaimDetails, caption: locale.Mark("Claim details…"), shortcut: ctrl(fyne.KeyI),
					disclosure: keepsHidden, review: inMarking, run: (*window).ShowClaimDetails},
				{id: commandClaimHistory, caption: locale.Mark("Claim history…"), shortcut: ctrlShift(fyne.KeyH),
					disclosure: revealsLabels, run: (*window).ShowClaimHistory}, // in marking too it would show others' claims
				{id: "labels", caption: locale.Mark("Labels…"), writes: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).ShowLabels},
				{id: commandDeleteClaim, caption: locale.Mark("Delete claim"), textKeys: []string{"Delete", "Backspace"}, writes: true,
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.Workspace.DeleteClaim(w.Workspace.Current) },
					onKey: (*document.Pane).Delete},
			},
		}},
		{locale.Mark("Evidence"), [][]command{
			{
				{id: commandAddEvidence, caption: locale.Mark("Add evidence"), textKeys: []string{"E"}, shortcut: ctrlShift(fyne.KeyU), writes: true,
					help:       locale.Mark("Then select passages in any document; Escape ends"),
					disclosure: keepsHidden, review: inMarking, run: (*window).addEvidence},
				evidenceCommand("evidence-supports", locale.Mark("Add selection as support"), "+", store.StanceSupports, nil),
				evidenceCommand("evidence-refutes", locale.Mark("Add selection as refutation"), "-", store.StanceRefutes, nil),
				evidenceCommand("evidence-context", locale.Mark("Add selection as context"), "=", store.StanceContext, nil),
				evidenceCommand("evidence-together", locale.Mark("Add selection to the last evidence"), "&", "", (*workspace.Workspace).AddPassageToLast),
				{id: commandOutsideSource, caption: locale.Mark("Add outside source…"), writes: true,
					disclosure: keepsHidden, review: inMarking, run: (*window).AskSource},
			}, {
				{id: commandEvidenceClaim, caption: locale.Mark("Go to the claim of the evidence"), shortcut: ctrl(fyne.KeyB), help: locale.Mark("The evidence at the caret, or the current claim"),
					disclosure: keepsHidden, review: inMarking, run: (*window).goToClaimOfEvidence},
				{id: commandFindEvidence, caption: locale.Mark("Find evidence"), shortcut: ctrlShift(fyne.KeyJ), textKeys: []string{"F"},
					help:       locale.Mark("For the current claim; in the suggestions, hides them"),
					disclosure: keepsHidden, review: inMarking, run: (*window).findEvidence},
				{id: commandFindOfSelection, caption: locale.Mark("Find evidence for the selection"),
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.findEvidenceFor(w.panes.document.SelectedSpan().Trimmed()) }},
			}, {
				{id: "link-claim", caption: locale.Mark("Link with the same claim"), shortcut: ctrlShift(fyne.KeyY), textKeys: []string{"K"}, writes: true,
					help:       locale.Mark("Links the claim with one in another document that may be the same"),
					disclosure: keepsHidden, run: (*window).linkSame},
				{id: "label-linked", caption: locale.Mark("Label linked claims too"), shortcut: ctrlShift(fyne.KeyW), textKeys: []string{"L"}, writes: true,
					help:       locale.Mark("Gives the others the label that a linked claim has just got"),
					disclosure: keepsHidden, run: func(w *window) { w.Workspace.LabelLinked() }},
			}, {
				{id: "toggle-evidence", caption: locale.Mark("Evidence panel"), shortcut: ctrl(fyne.Key3),
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.showEvidence(!w.evidenceShown()) }},
			}, {
				{id: commandSideBySide, caption: locale.Mark("Side by side"), shortcut: ctrl(fyne.Key4), textKeys: []string{"V"},
					help:       locale.Mark("Shows the claim and its evidence side by side, or one text again"),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleSideBySide},
				{id: "next-passage", caption: locale.Mark("Next passage"), shortcut: alt(fyne.KeyDown),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.texts.Step(+1) }},
				{id: "previous-passage", caption: locale.Mark("Previous passage"), shortcut: alt(fyne.KeyUp),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.texts.Step(-1) }},
				{id: "swap-texts", caption: locale.Mark("Swap the two texts"),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.texts.Swap() }},
			},
		}},
		{locale.Mark("Review"), [][]command{
			{
				{id: "start-review", caption: locale.Mark("Start a review…"), shortcut: ctrlShift(fyne.KeyR), writes: true,
					disclosure: keepsHidden, run: func(w *window) { w.AskReview() }},
				{id: "review-sessions", caption: locale.Mark("Review sessions…"), shortcut: ctrlShift(fyne.KeyG), writes: true,
					disclosure: keepsHidden, run: (*window).ShowSessions},
				{id: "review-pause", caption: locale.Mark("Pause review"), reviewKeys: []string{"Escape"}, needsReview: true,
					disclosure: keepsHidden, review: inAllReviews, run: inReview((*reviewui.Controller).Pause), act: reviewui.Action{Do: (*reviewui.Controller).Pause}},
				{id: "review-end", caption: locale.Mark("End review…"), needsReview: true,
					disclosure: keepsHidden, review: inAllReviews, run: inReview((*reviewui.Controller).AskEnd)},
				{id: "in-review", caption: locale.Mark("Decide"), needsReview: true,
					disclosure: keepsHidden, review: inAllReviews, submenu: []command{
						{id: "review-agree", caption: locale.Mark("Agree"), reviewKeys: []string{"A"}, help: locale.Mark("Agrees with the label of the claim"),
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).Agree}},
						{id: "review-reject", caption: locale.Mark("Reject the span"), reviewKeys: []string{"R"}, help: locale.Mark("The span is not a claim"),
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: func(s *reviewui.Controller) { s.Say(store.DecidedReject, "") }}},
						{id: "review-skip", caption: locale.Mark("Skip the claim"), reviewKeys: []string{"X"}, help: locale.Mark("Asks for a reason"),
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).Skip, Comments: true}},
						{id: "review-comment", caption: locale.Mark("Comment on the decision"), reviewKeys: []string{"C", "Enter"}, help: locale.Mark("Enter saves the comment"),
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).EditComment, Comments: true}},
						{id: "review-back", caption: locale.Mark("Previous in the review"), reviewKeys: []string{"Z", "["},
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).Back, Walks: true}},
						{id: "review-forward", caption: locale.Mark("Next in the review"), reviewKeys: []string{"]"},
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).Forward, Walks: true}},
						{id: "review-show", caption: locale.Mark("Show the claim or the next one"), reviewKeys: []string{"Space"},
							help:       locale.Mark("Shows the claim in question, then the next one to decide"),
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).ShowOrNext}},
						{id: "review-take-back", caption: locale.Mark("Withdraw the decision"), reviewKeys: []string{"Delete", "Backspace"},
							disclosure: keepsHidden, review: inAllReviews, act: reviewui.Action{Do: (*reviewui.Controller).TakeBack}},
					}},
			}, {
				{id: commandAdjudicate, caption: locale.Mark("Adjudicate…"), writes: true,
					disclosure: revealsLabels, run: (*window).AskAdjudicate},
				{id: "settle-agreed", caption: locale.Mark("Update agreement status"), writes: true,
					disclosure: revealsLabels, run: (*window).SettleAgreed},
				{id: commandConflicts, caption: locale.Mark("Conflicts…"), shortcut: ctrlShift(fyne.KeyD),
					disclosure: revealsLabels, run: func(w *window) { w.ShowConflicts() }},
				{id: "instructions", caption: locale.Mark("Instructions…"),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.ShowAsked(false) }},
				{id: "guidelines", caption: locale.Mark("Guidelines…"), shortcut: ctrl(fyne.KeyG), writes: true, help: locale.Mark("When each label is the right one"),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).ShowGuidelines},
			}, {
				{id: "agreement", caption: locale.Mark("Agreement…"),
					disclosure: revealsLabels, run: func(w *window) { w.ShowAgreement() }},
				{id: "progress", caption: locale.Mark("Progress…"),
					disclosure: revealsLabels, run: func(w *window) { w.ShowProgress() }},
				{id: "people", caption: locale.Mark("People…"),
					disclosure: keepsHidden, run: (*window).ShowPeople},
			},
		}},
		{locale.Mark("View"), [][]command{
			{
				// Some keyboards have + and - with Shift, some without.
				{id: "larger-text", caption: locale.Mark("Larger text"), shortcut: ctrl(fyne.KeyEqual),
					also:       []fyne.Shortcut{ctrl(fyne.KeyPlus), ctrlShift(fyne.KeyPlus), ctrl(fyne.KeyEqual), ctrlShift(fyne.KeyEqual)},
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.zoom(+1) }},
				{id: "smaller-text", caption: locale.Mark("Smaller text"), shortcut: ctrl(fyne.KeyMinus),
					also:       []fyne.Shortcut{ctrl(fyne.KeyMinus), ctrlShift(fyne.KeyMinus)},
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.zoom(-1) }},
				{id: "usual-text-size", caption: locale.Mark("Default text size"), shortcut: ctrl(fyne.Key0),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.setTextSize(profile.DefaultTextSize) }},
				{id: "zoom-window-in", caption: locale.Mark("Zoom window in"), shortcut: ctrlAlt(fyne.KeyEqual), also: []fyne.Shortcut{ctrlAlt(fyne.KeyPlus)}, anywhere: true, inDialogs: true,
					help:       locale.Mark("Makes everything in the window larger, up to 200 %"),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.zoomWindow(+1) }},
				{id: "zoom-window-out", caption: locale.Mark("Zoom window out"), shortcut: ctrlAlt(fyne.KeyMinus), anywhere: true, inDialogs: true,
					help:       locale.Mark("Makes everything in the window smaller again"),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.zoomWindow(-1) }},
			}, {
				{id: commandSortDocuments, caption: locale.Mark("Sort documents"),
					disclosure: keepsHidden, review: inAllReviews, submenu: sortCommands()},
				{id: commandFilterDocuments, caption: locale.Mark("Filter documents…"), shortcut: ctrl(fyne.KeyT),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).filterDocuments},
				{id: commandShowAll, caption: locale.Mark("Show all documents"), shortcut: ctrl(fyne.KeyU), listKeys: []string{"Escape"},
					help:       locale.Mark("Removes the filter and the search"),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.library.ShowAll() }},
			}, {
				{id: "all-claims", caption: locale.Mark("List claims of all documents"), shortcut: ctrlShift(fyne.KeyA), help: locale.Mark("Lists the claims of all documents, or of this one again"),
					disclosure: keepsHidden, run: (*window).allClaims},
				{id: commandSortClaims, caption: locale.Mark("Sort claims"),
					disclosure: keepsHidden, review: inMarking, submenu: claimSortCommands()},
				{id: commandFilterClaims, caption: locale.Mark("Filter claims…"),
					disclosure: keepsHidden, review: inMarking, run: (*window).filterClaims},
				{id: commandScrollClaims, caption: locale.Mark("Scroll claims with the text"), help: locale.Mark("Shows the claims of the text in view as the text scrolls"),
					disclosure: keepsHidden, review: inMarking, run: (*window).toggleScrollClaims},
				{id: "show-all-claims", caption: locale.Mark("Show all claims"), help: locale.Mark("Removes the filters and the search"),
					disclosure: keepsHidden, review: inMarking, run: func(w *window) { w.panes.claims.ShowAll() }},
			}, {
				{id: commandWholeWords, caption: locale.Mark("Select whole words when dragging"), help: locale.Mark("a drag, a Shift+click and a claim's grips take whole words; Alt: characters"),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleWords},
				{id: commandMarginMarks, caption: locale.Mark("Marks in the margin"), help: locale.Mark("mark claims in the margin beside their lines too"),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleMargin},
				{id: "paragraph-numbers", caption: locale.Mark("Paragraph numbers"),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleNumbers},
				{id: "relative-dates", caption: locale.Mark("Relative dates in undated documents"), help: locale.Mark("Marks weekdays and relative dates in documents without a date"),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleDates},
				{id: "suggested-claims", caption: locale.Mark("Suggested claims"), help: locale.Mark("Marks sentences worth checking"),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).toggleSuggestions},
				{id: "toggle-documents", caption: locale.Mark("Documents panel"), shortcut: ctrl(fyne.Key1),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.row.ShowLeft(!w.panes.row.LeftShown()) }},
				{id: "toggle-claims", caption: locale.Mark("Claims panel"), shortcut: ctrl(fyne.Key2),
					disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.panes.row.ShowRight(!w.panes.row.RightShown()) }},
			}, {
				{id: commandNextPane, caption: locale.Mark("Next pane"), windowKeys: []string{"F6"},
					disclosure: keepsHidden, review: inAllReviews, run: (*window).nextPane},
				{id: "previous-pane", caption: locale.Mark("Previous pane"), windowKeys: []string{"Shift+F6"},
					disclosure: keepsHidden, review: inAllReviews, run: (*window).previousPane},
				{id: commandMenuBar, caption: locale.Mark("Menu bar"), windowKeys: []string{"F10"}, anywhere: true, help: locale.Mark("Opens the first menu; the arrow keys lead to the others"),
					disclosure: keepsHidden, review: inAllReviews, run: (*window).openMenuBar},
			},
		}},
		{locale.Mark("Tools"), [][]command{
			{
				{id: commandPalette, caption: locale.Mark("Command palette…"), shortcut: ctrl(fyne.KeyK), anywhere: true,
					disclosure: keepsHidden, review: inAllReviews, run: (*window).showPalette},
			}, {
				{id: "matrix", caption: locale.Mark("Evidence matrix…"), shortcut: ctrlShift(fyne.KeyX), help: locale.Mark("Which documents support or refute which claims"),
					disclosure: revealsLabels, run: func(w *window) { w.ShowMatrix() }},
				{id: "names", caption: locale.Mark("Equivalent names…"), writes: true,
					disclosure: keepsHidden, run: (*window).showNames},
			}, {
				{id: "check", caption: locale.Mark("Check workspace…"), shortcut: ctrlShift(fyne.KeyK),
					disclosure: keepsHidden, run: func(w *window) { w.ShowCheck() }},
				{id: "clean-up", caption: locale.Mark("Close and clean up…"), shortcut: ctrlShift(fyne.KeyQ),
					disclosure: keepsHidden, run: (*window).AskCleanUp},
			},
		}},
		{locale.Mark("Help"), [][]command{{
			{id: commandHelp, caption: locale.Mark("Help"), anywhere: true,
				disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.help.ShowHelp() }},
			{id: commandGuide, caption: locale.Mark("Guide"), writes: true, help: locale.Mark("Five steps from a sentence to an export"),
				disclosure: keepsHidden, run: (*window).beginGuide},
			{id: "keys", caption: locale.Mark("Keyboard shortcuts…"), windowKeys: []string{"F1"}, anywhere: true,
				disclosure: keepsHidden, review: inAllReviews, run: (*window).showKeys},
			{id: "about", caption: locale.Mark("About Factmark"), anywhere: true,
				disclosure: keepsHidden, review: inAllReviews, run: func(w *window) { w.help.ShowAbout() }},
		}}},
		{"", [][]command{{
			{id: commandLabel, caption: locale.Mark("Label"), writes: true, disclosure: keepsHidden, review: inAllReviews},
			{id: commandEvidenceDetails, caption: locale.Mark("Evidence details…"), disclosure: keepsHidden, review: inMarking},
			{id: commandRemoveEvidence, caption: locale.Mark("Remove evidence"), writes: true, disclosure: keepsHidden, review: inMarking},
			{id: commandOpenDocument, caption: locale.Mark("Open"), disclosure: keepsHidden, review: inAllReviews},
			{id: commandDocumentHistory, caption: locale.Mark("Document history…"), disclosure: revealsLabels},
		}}},
	}
}

// evidenceCommand is a command that adds the selection as evidence to the claim in hand. Its key does so while evidence is
// being added alone.
func evidenceCommand(id commandID, caption, key string, stance store.Stance, add func(*workspace.Workspace, workspace.Span)) command {
	if stance != "" {
		add = func(m *workspace.Workspace, s workspace.Span) { m.AddPassage(stance, s) }
	}
	return command{id: id, caption: caption, textKeys: []string{key}, stance: stance, writes: true, help: locale.Mark("Its key does so while evidence is added"),
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
	all := []command{{id: "status-new", caption: locale.Mark("New")}, {id: "status-in-progress", caption: locale.Mark("In progress")}, {id: "status-done", caption: locale.Mark("Done")},
		{id: "status-from-claims", caption: locale.Mark("From its claims")}}
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
	all := []command{{id: "sort-title", caption: locale.Mark("By title")}, {id: "sort-published", caption: locale.Mark("By date")}, {id: "sort-added", caption: locale.Mark("By date added")},
		{id: "sort-claims", caption: locale.Mark("By number of claims")}, {id: "sort-reverse", caption: locale.Mark("Reverse order")}}
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
	all := []command{{id: "claims-by-place", caption: locale.Mark("By document and place")}, {id: "claims-newest", caption: locale.Mark("Newest first")},
		{id: "claims-changed", caption: locale.Mark("Last changed first")}, {id: "claims-by-document-date", caption: locale.Mark("By date of the document")}, {id: "claims-by-label", caption: locale.Mark("By label")}}
	for i := range all {
		c := &all[i]
		c.disclosure, c.review = keepsHidden, inMarking
		c.run = func(w *window) { w.Workspace.SortClaims(claimsSortedBy[c.id]) }
	}
	return all
}
