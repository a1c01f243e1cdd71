package store

// The tables whose rows events cover. A row's values stand in the order of the
// constants, and are read and written by these alone: a column that is added
// or moved among them is so everywhere. newTable refuses a constant without a
// column's name, and TestCodecs a column that its record does not read and
// write. An image of a row is written in the same order: see canonical.

const (
	peopleID = iota
	peopleName
	peoplePseudonym
	peopleSameAs
	peopleCreatedAt
	peopleWidth
)

var people = newTable("people", "person", peopleWidth, columns{
	peopleID: "id", peopleName: "name", peoplePseudonym: "pseudonym", peopleSameAs: "same_as", peopleCreatedAt: "created_at",
})

const (
	labelsID = iota
	labelsName
	labelsMeaning
	labelsKey
	labelsLetter
	labelsLight
	labelsDark
	labelsPattern
	labelsPosition
	labelsGuideline
	labelsWidth
)

var labels = newTable("labels", "label", labelsWidth, columns{
	labelsID: "id", labelsName: "name", labelsMeaning: "meaning", labelsKey: "key", labelsLetter: "letter", labelsLight: "light", labelsDark: "dark",
	labelsPattern: "pattern", labelsPosition: "position", labelsGuideline: "guideline later",
})

const (
	documentsID = iota
	documentsTitle
	documentsPublisher
	documentsPublished
	documentsSourceURL
	documentsFileName
	documentsCharset
	documentsSHA256
	documentsOriginalSHA256
	documentsLength
	documentsAddedAt
	documentsWidth
)

var documents = newTable("documents", "document", documentsWidth, columns{
	documentsID: "id", documentsTitle: "title", documentsPublisher: "publisher", documentsPublished: "published", documentsSourceURL: "source_url",
	documentsFileName: "file_name", documentsCharset: "charset", documentsSHA256: "sha256", documentsOriginalSHA256: "original_sha256",
	documentsLength: "length", documentsAddedAt: "added_at",
})

const (
	versionsID = iota
	versionsDocumentID
	versionsSHA256
	versionsOriginalSHA256
	versionsFileName
	versionsCharset
	versionsLength
	versionsAddedAt
	versionsPersonID
	versionsReplacedAt
	versionsWidth
)

var versions = newTable("versions", "earlier version of a document", versionsWidth, columns{
	versionsID: "id", versionsDocumentID: "document_id", versionsSHA256: "sha256", versionsOriginalSHA256: "original_sha256",
	versionsFileName: "file_name", versionsCharset: "charset", versionsLength: "length", versionsAddedAt: "added_at", versionsPersonID: "person_id",
	versionsReplacedAt: "replaced_at",
})

const (
	claimsID = iota
	claimsDocumentID
	claimsStart
	claimsEnd
	claimsQuote
	claimsPrefix
	claimsSuffix
	claimsDocumentSHA256
	claimsLabelID
	claimsStatement
	claimsClaimant
	claimsClaimDate
	claimsClaimType
	claimsConfidence
	claimsNote
	claimsStatus
	claimsPersonID
	claimsCreatedAt
	claimsUpdatedAt
	claimsFinalLabelID
	claimsReviewerID
	claimsReviewedAt
	claimsLabellerID
	claimsCorrected
	claimsLabelledAt
	claimsWidth
)

var claims = newTable("claims", "claim", claimsWidth, columns{
	claimsID: "id", claimsDocumentID: "document_id", claimsStart: "start", claimsEnd: "end", claimsQuote: "quote", claimsPrefix: "prefix",
	claimsSuffix: "suffix", claimsDocumentSHA256: "document_sha256", claimsLabelID: "label_id", claimsStatement: "statement", claimsClaimant: "claimant",
	claimsClaimDate: "claim_date", claimsClaimType: "claim_type", claimsConfidence: "confidence real", claimsNote: "note", claimsStatus: "status",
	claimsPersonID: "person_id", claimsCreatedAt: "created_at", claimsUpdatedAt: "updated_at", claimsFinalLabelID: "final_label_id",
	claimsReviewerID: "reviewer_id", claimsReviewedAt: "reviewed_at", claimsLabellerID: "labeller_id", claimsCorrected: "corrected",
	claimsLabelledAt: "labelled_at later",
})

const (
	notContentID = iota
	notContentDocumentID
	notContentStart
	notContentEnd
	notContentPersonID
	notContentCreatedAt
	notContentWidth
)

var notContent = newTable("not_content", "passage that is not content", notContentWidth, columns{
	notContentID: "id", notContentDocumentID: "document_id", notContentStart: "start", notContentEnd: "end", notContentPersonID: "person_id",
	notContentCreatedAt: "created_at",
})

const (
	evidenceID = iota
	evidenceClaimID
	evidenceEvidenceSet
	evidenceStance
	evidenceDocumentID
	evidenceStart
	evidenceEnd
	evidenceQuote
	evidencePrefix
	evidenceSuffix
	evidenceDocumentSHA256
	evidenceURL
	evidenceNote
	evidencePersonID
	evidenceCreatedAt
	evidenceUpdatedAt
	evidenceWidth
)

var evidence = newTable("evidence", "piece of evidence", evidenceWidth, columns{
	evidenceID: "id", evidenceClaimID: "claim_id", evidenceEvidenceSet: "evidence_set", evidenceStance: "stance", evidenceDocumentID: "document_id",
	evidenceStart: "start", evidenceEnd: "end", evidenceQuote: "quote", evidencePrefix: "prefix", evidenceSuffix: "suffix",
	evidenceDocumentSHA256: "document_sha256", evidenceURL: "url", evidenceNote: "note", evidencePersonID: "person_id", evidenceCreatedAt: "created_at",
	evidenceUpdatedAt: "updated_at",
})

const (
	sessionsID = iota
	sessionsPersonID
	sessionsName
	sessionsMode
	sessionsSelection
	sessionsSeed
	sessionsStartedAt
	sessionsEndedAt
	sessionsSummary
	sessionsWidth
)

var reviewSessions = newTable("review_sessions", "review session", sessionsWidth, columns{
	sessionsID: "id", sessionsPersonID: "person_id", sessionsName: "name", sessionsMode: "mode", sessionsSelection: "selection", sessionsSeed: "seed",
	sessionsStartedAt: "started_at", sessionsEndedAt: "ended_at", sessionsSummary: "summary",
})

const (
	decisionsID = iota
	decisionsSessionID
	decisionsClaimID
	decisionsPersonID
	decisionsKind
	decisionsLabelID
	decisionsComment
	decisionsSeconds
	decisionsCreatedAt
	decisionsUpdatedAt
	decisionsWidth
)

var decisions = newTable("decisions", "decision", decisionsWidth, columns{
	decisionsID: "id", decisionsSessionID: "session_id", decisionsClaimID: "claim_id", decisionsPersonID: "person_id", decisionsKind: "kind",
	decisionsLabelID: "label_id", decisionsComment: "comment", decisionsSeconds: "seconds real", decisionsCreatedAt: "created_at",
	decisionsUpdatedAt: "updated_at",
})

const (
	conflictsID = iota
	conflictsEntity
	conflictsEntityID
	conflictsPart
	conflictsValue
	conflictsPersonID
	conflictsAt
	conflictsStamp
	conflictsWidth
)

var conflicts = newTable("conflicts", "conflict", conflictsWidth, columns{
	conflictsID: "id", conflictsEntity: "entity", conflictsEntityID: "entity_id", conflictsPart: "part", conflictsValue: "value",
	conflictsPersonID: "person_id", conflictsAt: "at", conflictsStamp: "stamp",
})
