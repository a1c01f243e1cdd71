package store

import "time"

// ImportedDocument is a text that comes with claims. It becomes a document unless one of this text is there.
type ImportedDocument struct {
	ID string // kept where it is a sound id; "" for one that comes from the text
	NewDocument
	AddedAt time.Time
}

// ImportedEvidence is a piece of evidence of the claim with this index among the rows. Its document is found as a claim's
// is; one without a document is an outside source.
type ImportedEvidence struct {
	Claim                                           int
	ID                                              string
	Set                                             int // 0 means 1
	Stance                                          string
	DocumentSHA256, DocumentTitle                   string
	Start, End                                      int // code points, half open
	Quote, URL, Note, Published, ArchiveURL, Person string
	CreatedAt, UpdatedAt                            time.Time
}

// ImportedDecision is what a person said in a review of the claim with this index among the rows.
type ImportedDecision struct {
	Claim                              int
	ID, SessionID, Person, Kind, Label string
	Comment                            string
	Seconds                            float64
	CreatedAt, UpdatedAt               time.Time
}
