package store_test

import (
	. "factmark/store"
)

// What the store's own tests make and look at workspaces with.
var (
	addClaim       = AddClaimForTest
	addDecision    = AddDecisionForTest
	addEvidence    = AddEvidenceForTest
	addText        = AddTextForTest
	aloneOnly      = AloneOnlyForTest
	annsDesk       = AnnsDeskForTest
	byHand         = ByHandForTest
	claimIn        = ClaimInForTest
	createAt       = CreateAtForTest
	create         = CreateForTest
	decideAs       = DecideAsForTest
	do             = DoForTest
	dump           = DumpForTest
	expectError    = ExpectErrorForTest
	expectSame     = ExpectSameForTest
	fork           = ForkForTest
	labelAs        = LabelAsForTest
	openAs         = OpenAsForTest
	openUnsynced   = OpenUnsyncedForTest
	peopleIn       = PeopleInForTest
	pieces         = PiecesForTest
	sentence       = SentenceForTest
	signInAs       = SignInAsForTest
	tries          = TriesForTest
	undo           = UndoForTest
	unlike         = UnlikeForTest
	withPeople     = WithPeopleForTest
	writeDecision  = WriteDecisionForTest
	writeEvidence  = WriteEvidenceForTest
	wantSound      = WantSoundForTest
	unsound        = UnsoundForTest
	expectClean    = ExpectCleanForTest
	besideOrphans  = BesideOrphansForTest
	texts          = TextsForTest
	wholeHistory   = WholeHistoryForTest
	expectPagesFit = ExpectPagesFitForTest
	csvColumn      = CsvColumnForTest
	namesIn        = NamesInForTest
	workspaceBytes = WorkspaceBytesForTest
	draftAt        = DraftAtForTest
	noteTyped      = NoteTypedForTest
	expectDrafts   = ExpectDraftsForTest
	sameNames      = SameNamesForTest
	leftOpen       = LeftOpenForTest
	contents       = ContentsForTest
	firstVersion   = FirstVersionForTest
	keepAll        = KeepAllForTest
	progressOf     = ProgressOfForTest
	talliedOf      = TalliedOfForTest
	slowProgress   = SlowProgressForTest
	viewRows       = ViewRowsForTest
)

const (
	maxListed      = MaxListedForTest
	sentenceLength = SentenceLengthForTest
	underRace      = UnderRaceForTest
)

func ptr[T any](v T) *T { return &v }
