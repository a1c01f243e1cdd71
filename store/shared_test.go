package store_test

import (
	"context"

	. "factmark/store"
	"factmark/store/check"
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
	wantSound      = WantSoundForTest
	expectClean    = ExpectCleanForTest
	texts          = TextsForTest
	wholeHistory   = WholeHistoryForTest
	expectPagesFit = ExpectPagesFitForTest
	csvColumn      = CsvColumnForTest
	namesIn        = NamesInForTest
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
	unsound        = UnsoundForTest
)

const (
	maxListed      = MaxListedForTest
	sentenceLength = SentenceLengthForTest
)

func ptr[T any](v T) *T { return &v }

type finding = struct{ Kind, ID, What, Repair string }

func init() {
	inWords := func(found []check.Finding) (all []finding) {
		for _, f := range found {
			all = append(all, finding{string(f.Kind), f.ID, f.What, f.Repair})
		}
		return all
	}
	CheckForTest = func(ctx context.Context, s *Store, progress func(done, total int)) ([]finding, error) {
		found, err := check.Run(ctx, s, progress)
		return inWords(found), err
	}
	RepairForTest = func(ctx context.Context, s *Store, progress func(done, total int)) (mended, left []finding, err error) {
		a, b, err := check.Repair(ctx, s, progress)
		return inWords(a), inWords(b), err
	}
}
