package store

import (
	"context"
	"database/sql"
	"time"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

// The tests of package store_test see merging and checking too, which are above the store. This is what they use of
// the tests and the insides of the store; shared_test.go gives it the names that it has here.
var (
	AddClaimForTest       = addClaim
	AddDecisionForTest    = addDecision
	AddEvidenceForTest    = addEvidence
	AddTextForTest        = addText
	AloneOnlyForTest      = aloneOnly
	AnnsDeskForTest       = annsDesk
	ByHandForTest         = byHand
	ClaimInForTest        = claimIn
	CreateAtForTest       = createAt
	CreateForTest         = create
	DecideAsForTest       = decideAs
	DoForTest             = do
	DumpForTest           = dump
	ExpectErrorForTest    = expectError
	ExpectSameForTest     = expectSame
	ForkForTest           = fork
	LabelAsForTest        = labelAs
	OpenAsForTest         = openAs
	OpenUnsyncedForTest   = openUnsynced
	PeopleInForTest       = peopleIn
	PiecesForTest         = pieces
	SentenceForTest       = sentence
	SignInAsForTest       = signInAs
	TriesForTest          = tries
	UndoForTest           = undo
	UnlikeForTest         = unlike
	WithPeopleForTest     = withPeople
	WantSoundForTest      = wantSound
	ExpectCleanForTest    = expectClean
	TextsForTest          = texts
	WholeHistoryForTest   = wholeHistory
	ExpectPagesFitForTest = expectPagesFit
	CsvColumnForTest      = csvColumn
	NamesInForTest        = namesIn
	DraftAtForTest        = draftAt
	NoteTypedForTest      = noteTyped
	ExpectDraftsForTest   = expectDrafts
	SameNamesForTest      = sameNames
	LeftOpenForTest       = leftOpen
	ContentsForTest       = contents
	FirstVersionForTest   = firstVersion
	KeepAllForTest        = keepAll
	ProgressOfForTest     = progressOf
	TalliedOfForTest      = talliedOf
	SlowProgressForTest   = slowProgress
	ViewRowsForTest       = viewRows
	UnsoundForTest        = unsound
)

const (
	MaxListedForTest      = maxListed
	SentenceLengthForTest = sentenceLength
)

func (s *Store) ConnForTest() *sql.Conn                           { return s.conn }
func (s *Store) ReadingForTest(ctx context.Context) db.Querier    { return s.reading(ctx) }
func (s *ReviewSession) RowForTest() db.Row                       { return s.row() }
func (d *Decision) RowForTest() db.Row                            { return d.row() }
func (l *Label) RowForTest() db.Row                               { return l.row() }
func (c *Claim) CutForTest(t *doctext.Text, start, end int) error { return c.cut(t, start, end) }
func (s *Store) SetNowForTest(now func() time.Time)               { s.now = now }

func AddDocumentForTest(w *db.Transaction, id string, n NewDocument) error {
	_, err := (&transaction{Transaction: w}).addDocument(id, n, w.At)
	return err
}
