package db

// The tables whose rows events cover. A row's values stand in the order of the
// constants, and are read and written by these alone: a column that is added
// or moved among them is so everywhere. newTable refuses a constant without a
// column's name, and TestCodecs a column that its record does not read and
// write. An image of a row is written in the same order: see canonical.

const (
	PeopleID = iota
	PeopleName
	PeoplePseudonym
	PeopleSameAs
	PeopleCreatedAt
	peopleWidth
)

var People = NewTable("people", "person", peopleWidth, Columns{
	PeopleID: "id", PeopleName: "name", PeoplePseudonym: "pseudonym", PeopleSameAs: "same_as", PeopleCreatedAt: "created_at",
})

const (
	LabelsID = iota
	LabelsName
	LabelsMeaning
	LabelsKey
	LabelsLetter
	LabelsLight
	LabelsDark
	LabelsPattern
	LabelsPosition
	LabelsGuideline
	LabelsGroup
	LabelsRating
	LabelsRetired
	labelsWidth
)

var Labels = NewTable("labels", "label", labelsWidth, Columns{
	LabelsID: "id", LabelsName: "name", LabelsMeaning: "meaning", LabelsKey: "key", LabelsLetter: "letter", LabelsLight: "light", LabelsDark: "dark",
	LabelsPattern: "pattern", LabelsPosition: "position", LabelsGuideline: "guideline later", LabelsGroup: "group later",
	LabelsRating: "rating later 0", LabelsRetired: "retired later 0",
})

const (
	MergedLabelsID = iota
	MergedLabelsLabelID
	MergedLabelsName
	MergedLabelsPersonID
	MergedLabelsCreatedAt
	mergedLabelsWidth
)

// MergedLabels are the labels that were merged into others, which are no labels any more.
var MergedLabels = NewTable("merged_labels", "merged label", mergedLabelsWidth, Columns{
	MergedLabelsID: "id", MergedLabelsLabelID: "label_id", MergedLabelsName: "name", MergedLabelsPersonID: "person_id", MergedLabelsCreatedAt: "created_at",
})

const (
	DocumentsID = iota
	DocumentsTitle
	DocumentsPublisher
	DocumentsPublished
	DocumentsSourceURL
	DocumentsFileName
	DocumentsCharset
	DocumentsSHA256
	DocumentsOriginalSHA256
	DocumentsLength
	DocumentsAddedAt
	DocumentsAuthor
	DocumentsLanguage
	DocumentsTags
	DocumentsNote
	DocumentsStatus
	documentsWidth
)

var Documents = NewTable("documents", "document", documentsWidth, Columns{
	DocumentsID: "id", DocumentsTitle: "title", DocumentsPublisher: "publisher", DocumentsPublished: "published", DocumentsSourceURL: "source_url",
	DocumentsFileName: "file_name", DocumentsCharset: "charset", DocumentsSHA256: "sha256", DocumentsOriginalSHA256: "original_sha256",
	DocumentsLength: "length", DocumentsAddedAt: "added_at", DocumentsAuthor: "author later", DocumentsLanguage: "language later",
	DocumentsTags: "tags later", DocumentsNote: "note later", DocumentsStatus: "status later",
})

const (
	VersionsID = iota
	VersionsDocumentID
	VersionsSHA256
	VersionsOriginalSHA256
	VersionsFileName
	VersionsCharset
	VersionsLength
	VersionsAddedAt
	VersionsPersonID
	VersionsReplacedAt
	versionsWidth
)

var Versions = NewTable("versions", "earlier version of a document", versionsWidth, Columns{
	VersionsID: "id", VersionsDocumentID: "document_id", VersionsSHA256: "sha256", VersionsOriginalSHA256: "original_sha256",
	VersionsFileName: "file_name", VersionsCharset: "charset", VersionsLength: "length", VersionsAddedAt: "added_at", VersionsPersonID: "person_id",
	VersionsReplacedAt: "replaced_at",
})

const (
	ClaimsID = iota
	ClaimsDocumentID
	ClaimsStart
	ClaimsEnd
	ClaimsQuote
	ClaimsPrefix
	ClaimsSuffix
	ClaimsDocumentSHA256
	ClaimsLabelID
	ClaimsStatement
	ClaimsClaimant
	ClaimsClaimDate
	ClaimsClaimType
	ClaimsConfidence
	ClaimsNote
	ClaimsStatus
	ClaimsPersonID
	ClaimsCreatedAt
	ClaimsUpdatedAt
	ClaimsFinalLabelID
	ClaimsReviewerID
	ClaimsReviewedAt
	ClaimsLabellerID
	ClaimsCorrected
	ClaimsLabelledAt
	ClaimsFirstClaimID
	claimsWidth
)

var Claims = NewTable("claims", "claim", claimsWidth, Columns{
	ClaimsID: "id", ClaimsDocumentID: "document_id", ClaimsStart: "start", ClaimsEnd: "end", ClaimsQuote: "quote", ClaimsPrefix: "prefix",
	ClaimsSuffix: "suffix", ClaimsDocumentSHA256: "document_sha256", ClaimsLabelID: "label_id", ClaimsStatement: "statement", ClaimsClaimant: "claimant",
	ClaimsClaimDate: "claim_date", ClaimsClaimType: "claim_type", ClaimsConfidence: "confidence real", ClaimsNote: "note", ClaimsStatus: "status",
	ClaimsPersonID: "person_id", ClaimsCreatedAt: "created_at", ClaimsUpdatedAt: "updated_at", ClaimsFinalLabelID: "final_label_id",
	ClaimsReviewerID: "reviewer_id", ClaimsReviewedAt: "reviewed_at", ClaimsLabellerID: "labeller_id", ClaimsCorrected: "corrected",
	ClaimsLabelledAt: "labelled_at later", ClaimsFirstClaimID: "first_claim_id later null",
})

const (
	NotContentID = iota
	NotContentDocumentID
	NotContentStart
	NotContentEnd
	NotContentPersonID
	NotContentCreatedAt
	notContentWidth
)

var NotContent = NewTable("not_content", "passage that is not content", notContentWidth, Columns{
	NotContentID: "id", NotContentDocumentID: "document_id", NotContentStart: "start", NotContentEnd: "end", NotContentPersonID: "person_id",
	NotContentCreatedAt: "created_at",
})

const (
	EvidenceID = iota
	EvidenceClaimID
	EvidenceEvidenceSet
	EvidenceStance
	EvidenceDocumentID
	EvidenceStart
	EvidenceEnd
	EvidenceQuote
	EvidencePrefix
	EvidenceSuffix
	EvidenceDocumentSHA256
	EvidenceURL
	EvidenceNote
	EvidencePersonID
	EvidenceCreatedAt
	EvidenceUpdatedAt
	EvidencePublished
	EvidenceArchiveURL
	evidenceWidth
)

var Evidence = NewTable("evidence", "piece of evidence", evidenceWidth, Columns{
	EvidenceID: "id", EvidenceClaimID: "claim_id", EvidenceEvidenceSet: "evidence_set", EvidenceStance: "stance", EvidenceDocumentID: "document_id",
	EvidenceStart: "start", EvidenceEnd: "end", EvidenceQuote: "quote", EvidencePrefix: "prefix", EvidenceSuffix: "suffix",
	EvidenceDocumentSHA256: "document_sha256", EvidenceURL: "url", EvidenceNote: "note", EvidencePersonID: "person_id", EvidenceCreatedAt: "created_at",
	EvidenceUpdatedAt: "updated_at", EvidencePublished: "published later", EvidenceArchiveURL: "archive_url later",
})

const (
	RefusedID = iota
	RefusedClaimID
	RefusedDocumentID
	RefusedStart
	RefusedEnd
	RefusedPersonID
	RefusedCreatedAt
	refusedWidth
)

var RefusedPassages = NewTable("refused_passages", "refused suggestion", refusedWidth, Columns{
	RefusedID: "id", RefusedClaimID: "claim_id", RefusedDocumentID: "document_id", RefusedStart: "start", RefusedEnd: "end",
	RefusedPersonID: "person_id", RefusedCreatedAt: "created_at",
})

const (
	SuggestionsID = iota
	SuggestionsDocumentID
	SuggestionsStart
	SuggestionsEnd
	SuggestionsQuote
	SuggestionsPrefix
	SuggestionsSuffix
	SuggestionsDocumentSHA256
	SuggestionsLabelID
	SuggestionsStatement
	SuggestionsNote
	SuggestionsModel
	SuggestionsScore
	SuggestionsState
	SuggestionsPersonID
	SuggestionsCreatedAt
	SuggestionsReviewerID
	SuggestionsReviewedAt
	suggestionsWidth
)

var Suggestions = NewTable("suggestions", "suggestion", suggestionsWidth, Columns{
	SuggestionsID: "id", SuggestionsDocumentID: "document_id", SuggestionsStart: "start", SuggestionsEnd: "end", SuggestionsQuote: "quote",
	SuggestionsPrefix: "prefix", SuggestionsSuffix: "suffix", SuggestionsDocumentSHA256: "document_sha256", SuggestionsLabelID: "label_id",
	SuggestionsStatement: "statement", SuggestionsNote: "note", SuggestionsModel: "model", SuggestionsScore: "score real", SuggestionsState: "state",
	SuggestionsPersonID: "person_id", SuggestionsCreatedAt: "created_at", SuggestionsReviewerID: "reviewer_id", SuggestionsReviewedAt: "reviewed_at",
})

const (
	SessionsID = iota
	SessionsPersonID
	SessionsName
	SessionsMode
	SessionsSelection
	SessionsSeed
	SessionsStartedAt
	SessionsEndedAt
	SessionsSummary
	sessionsWidth
)

var ReviewSessions = NewTable("review_sessions", "review session", sessionsWidth, Columns{
	SessionsID: "id", SessionsPersonID: "person_id", SessionsName: "name", SessionsMode: "mode", SessionsSelection: "selection", SessionsSeed: "seed",
	SessionsStartedAt: "started_at", SessionsEndedAt: "ended_at", SessionsSummary: "summary",
})

const (
	DecisionsID = iota
	DecisionsSessionID
	DecisionsClaimID
	DecisionsPersonID
	DecisionsKind
	DecisionsLabelID
	DecisionsComment
	DecisionsSeconds
	DecisionsCreatedAt
	DecisionsUpdatedAt
	decisionsWidth
)

var Decisions = NewTable("decisions", "decision", decisionsWidth, Columns{
	DecisionsID: "id", DecisionsSessionID: "session_id", DecisionsClaimID: "claim_id", DecisionsPersonID: "person_id", DecisionsKind: "kind",
	DecisionsLabelID: "label_id", DecisionsComment: "comment", DecisionsSeconds: "seconds real", DecisionsCreatedAt: "created_at",
	DecisionsUpdatedAt: "updated_at",
})

const (
	ConflictsID = iota
	ConflictsEntity
	ConflictsEntityID
	ConflictsPart
	ConflictsValue
	ConflictsPersonID
	ConflictsAt
	ConflictsStamp
	conflictsWidth
)

var Conflicts = NewTable("conflicts", "conflict", conflictsWidth, Columns{
	ConflictsID: "id", ConflictsEntity: "entity", ConflictsEntityID: "entity_id", ConflictsPart: "part", ConflictsValue: "value",
	ConflictsPersonID: "person_id", ConflictsAt: "at", ConflictsStamp: "stamp",
})
