package dataset

import "factmark/store"

// packageTable is a CSV file of a package.
type packageTable struct {
	name    string // without .csv
	title   string
	about   string // a sentence
	columns []packageColumn
	key     []string // names of columns that no two rows have the same cells in
	foreign []foreignKey
}

// packageColumn is a column with what is known of its cells.
type packageColumn struct {
	name, kind string // of the kinds of Table Schema: string, integer, number, boolean or datetime
	about      string
	required   bool     // no cell is empty
	enum       []string // all that a cell may hold
	pattern    string
	atLeast    string // the least number
	atMost     string
	unique     bool
}

// foreignKey says that a column's cells, those that are not empty, stand in a column of another table.
type foreignKey struct{ column, table, other string }

const (
	sha256Pattern  = "^[0-9a-f]{64}$"
	partialPattern = `^\d{4}(-\d{2}(-\d{2})?)?\??$`
)

var (
	meanings = []string{"supported", "disputed", "unclear", "none"}
	statuses = []string{string(store.StatusOpen), string(store.StatusUnanimous), string(store.StatusAdjudicated), string(store.StatusUnresolved),
		string(store.StatusRejected), string(store.StatusOrphaned)}
)

// The tables of a package.
var (
	documentsTable = &packageTable{name: "documents", title: "Documents",
		about: "The texts in which claims were marked, and those from which evidence was taken.",
		key:   []string{"document_id"},
		columns: []packageColumn{
			{name: "document_id", kind: "string", about: "Id of the document, which comes from its text.", required: true},
			{name: "document", kind: "string", about: "Title."},
			{name: "publisher", kind: "string", about: "Who published it."},
			{name: "published", kind: "string", about: "When it was published: 2025, 2025-02 or 2025-02-10, with a question mark where that is not sure.", pattern: partialPattern},
			{name: "source_url", kind: "string", about: "Its address."},
			{name: "author", kind: "string", about: "Who wrote it."},
			{name: "language", kind: "string", about: "A BCP 47 tag, such as en or pt-BR."},
			{name: "tags", kind: "string", about: "Tags, parted by commas."},
			{name: "note", kind: "string", about: "A note on it."},
			{name: "status", kind: "string", about: "What its reader said of the work on it; empty where that follows from its claims."},
			{name: "file_name", kind: "string", about: "The file that it came from."},
			{name: "charset", kind: "string", about: "The character set of that file."},
			{name: "document_sha256", kind: "string", about: "SHA-256 of the UTF-8 bytes of the text.", required: true, unique: true, pattern: sha256Pattern},
			{name: "length", kind: "integer", about: "Length of the text in code points.", required: true, atLeast: "0"},
			{name: "added_at", kind: "datetime", about: "When it was added to the workspace.", required: true},
			{name: "text_file", kind: "string", about: "The file with the text in this package; empty where texts were left out."},
			{name: "split", kind: "string", about: "The part that its claims are for; empty where the export is not split.", enum: parts[:]},
		}}
	claimsTable = &packageTable{name: "claims", title: "Claims",
		about:   "A row for each claim: a span of a document, with what a person said of it.",
		key:     []string{"claim_id"},
		columns: columnsOfClaims,
		foreign: []foreignKey{{"document_id", "documents", "document_id"}, {"label", "labels", "label"}, {"final_label", "labels", "label"}}}
	evidenceTable = &packageTable{name: "evidence", title: "Evidence",
		about: "A row for each piece of evidence and each claim that it bears on: a span of a document, or an outside source.",
		key:   []string{"evidence_id", "claim_id"},
		columns: []packageColumn{
			{name: "evidence_id", kind: "string", about: "Id of the piece of evidence.", required: true},
			{name: "claim_id", kind: "string", about: "The claim that it bears on.", required: true},
			{name: "evidence_set", kind: "integer", about: "Pieces of one set hold only together; sets are those of one claim, or of one shared_from.", required: true, atLeast: "1"},
			{name: "stance", kind: "string", about: "How it bears on the claim.", required: true, enum: []string{"supports", "refutes", "context"}},
			{name: "document_id", kind: "string", about: "The document that it is a span of; empty for an outside source."},
			{name: "document", kind: "string", about: "Title of that document."},
			{name: "start", kind: "integer", about: "Where the span begins, in code points from 0; empty for an outside source.", atLeast: "0"},
			{name: "end", kind: "integer", about: "Where the span ends, the code point behind its last.", atLeast: "0"},
			{name: "quote", kind: "string", about: "The text of the span, or of the outside source."},
			{name: "url", kind: "string", about: "Address of an outside source."},
			{name: "note", kind: "string", about: "A note on it."},
			{name: "annotator", kind: "string", about: "Who added it."},
			{name: "created_at", kind: "datetime", about: "When it was added.", required: true},
			{name: "published", kind: "string", about: "When an outside source was published, as in documents.", pattern: partialPattern},
			{name: "archive_url", kind: "string", about: "Where a copy of an outside source is kept."},
			{name: "locator", kind: "string", about: "The page or other part of the document's file that it stands in."},
			{name: "shared_from", kind: "string", about: "The linked claim that it was added to; empty for the claim's own."},
		},
		foreign: []foreignKey{{"claim_id", "claims", "claim_id"}, {"document_id", "documents", "document_id"}}}
	decisionsTable = &packageTable{name: "decisions", title: "Decisions",
		about: "A row for each thing that a person said of a claim in a review.",
		key:   []string{"decision_id"},
		columns: []packageColumn{
			{name: "decision_id", kind: "string", about: "Id of the decision.", required: true},
			{name: "claim_id", kind: "string", about: "The claim.", required: true},
			{name: "session_id", kind: "string", about: "The review session; empty for a decision that settled what others had said."},
			{name: "person", kind: "string", about: "Who decided."},
			{name: "kind", kind: "string", about: "Whether a label was given, the span rejected or the claim skipped.", required: true, enum: []string{"label", "reject", "skip"}},
			{name: "label", kind: "string", about: "The label that was given."},
			{name: "comment", kind: "string", about: "A comment."},
			{name: "seconds", kind: "number", about: "How long it took, in seconds.", atLeast: "0"},
			{name: "created_at", kind: "datetime", about: "When it was decided.", required: true},
			{name: "updated_at", kind: "datetime", about: "When it was last changed.", required: true},
		},
		foreign: []foreignKey{{"claim_id", "claims", "claim_id"}, {"label", "labels", "label"}}}
	labelsTable = &packageTable{name: "labels", title: "Labels",
		about: "A row for each label that could be given, with the rule for it.",
		key:   []string{"label_id"},
		columns: []packageColumn{
			{name: "label_id", kind: "string", about: "Id of the label.", required: true},
			{name: "label", kind: "string", about: "Its name.", required: true, unique: true},
			{name: "meaning", kind: "string", about: "What it says of a claim.", required: true, enum: meanings},
			{name: "key", kind: "string", about: "The key that gives it."},
			{name: "letter", kind: "string", about: "A letter that stands for it."},
			{name: "light", kind: "string", about: "Its colour on a light page."},
			{name: "dark", kind: "string", about: "Its colour on a dark page."},
			{name: "pattern", kind: "string", about: "The pattern of its underline."},
			{name: "position", kind: "integer", about: "Labels are listed by it.", required: true},
			{name: "guideline", kind: "string", about: "When it is the right one."},
			{name: "group", kind: "string", about: "The group that it belongs to."},
			{name: "rating", kind: "integer", about: "Its place on the scale of its group, 1 the worst; empty where it has none.", atLeast: "1"},
			{name: "retired", kind: "boolean", about: "Whether it is offered for no new claims.", required: true},
		}}
	agreementTable = &packageTable{name: "agreement", title: "Agreement",
		about: "How far people agree, on the labels of the same spans and on which spans they marked: a row for each figure.",
		columns: []packageColumn{
			{name: "part", kind: "string", about: "What is measured.", required: true, enum: []string{"labels", "spans"}},
			{name: "document_id", kind: "string", about: "The document that the figure is about; empty for all."},
			{name: "label", kind: "string", about: "The label that the figure is about; empty for all."},
			{name: "person_a", kind: "string", about: "One of the two people that the figure is about; empty for all."},
			{name: "person_b", kind: "string", about: "The other one."},
			{name: "measure", kind: "string", about: "The statistic.", required: true},
			{name: "value", kind: "number", about: "Its value; empty where it is not defined."},
			{name: "low", kind: "number", about: "Lower end of its 95 % interval."},
			{name: "high", kind: "number", about: "Upper end of its 95 % interval."},
			{name: "n", kind: "integer", about: "How many units it rests on.", required: true, atLeast: "0"},
			{name: "unit", kind: "string", about: "What these units are.", required: true},
			{name: "alone", kind: "integer", about: "Units that one person alone has seen, of which it says nothing.", required: true, atLeast: "0"},
			{name: "reason", kind: "string", about: "Why there is no value, or no interval."},
		},
		foreign: []foreignKey{{"document_id", "documents", "document_id"}}}
	locatorsTable = &packageTable{name: "locators", title: "Parts of files",
		about: "A row for each page, time, slide, chapter or row of a document's file, with the part of the text that comes from it.",
		key:   []string{"document_id", "start"},
		columns: []packageColumn{
			{name: "document_id", kind: "string", about: "The document.", required: true},
			{name: "start", kind: "integer", about: "Where the part begins in the text, in code points from 0.", required: true, atLeast: "0"},
			{name: "end", kind: "integer", about: "Where it ends, the code point behind its last.", required: true, atLeast: "0"},
			{name: "kind", kind: "string", about: "What is counted.", required: true, enum: []string{string(store.LocatorPage), string(store.LocatorTime),
				string(store.LocatorSlide), string(store.LocatorChapter), string(store.LocatorRow)}},
			{name: "label", kind: "string", about: "Its number or name.", required: true},
		},
		foreign: []foreignKey{{"document_id", "documents", "document_id"}}}
)

// packageTables are the tables in the order in which they are listed.
var packageTables = []*packageTable{claimsTable, evidenceTable, documentsTable, decisionsTable, agreementTable, labelsTable, locatorsTable}

// columnsOfClaims are those of the view labelled_claims.
var columnsOfClaims = []packageColumn{
	{name: "claim_id", kind: "string", about: "Id of the claim.", required: true},
	{name: "document_id", kind: "string", about: "The document that it stands in.", required: true},
	{name: "document", kind: "string", about: "Title of the document."},
	{name: "publisher", kind: "string", about: "Who published the document."},
	{name: "published", kind: "string", about: "When the document was published: 2025, 2025-02 or 2025-02-10, with a question mark where that is not sure.", pattern: partialPattern},
	{name: "source_url", kind: "string", about: "Address of the document."},
	{name: "document_sha256", kind: "string", about: "SHA-256 of the text that the offsets count in.", required: true, pattern: sha256Pattern},
	{name: "start", kind: "integer", about: "Where the span begins, in code points from 0.", required: true, atLeast: "0"},
	{name: "end", kind: "integer", about: "Where the span ends, the code point behind its last.", required: true, atLeast: "0"},
	{name: "offset_unit", kind: "string", about: "What offsets count.", required: true, enum: []string{string(CodePoints)}},
	{name: "quote", kind: "string", about: "The text of the span.", required: true},
	{name: "prefix", kind: "string", about: "Up to 32 code points before it."},
	{name: "suffix", kind: "string", about: "Up to 32 code points behind it."},
	{name: "label", kind: "string", about: "The label that the annotator gave; empty where there is none yet."},
	{name: "meaning", kind: "string", about: "What that label says of a claim.", required: true, enum: meanings},
	{name: "fine_label", kind: "string", about: "What follows from the evidence; without any, from the label.", enum: []string{"supported", "refuted", "conflicting", "not enough info"}},
	{name: "statement", kind: "string", about: "The claim rewritten so that it stands alone."},
	{name: "claimant", kind: "string", about: "Who makes the claim."},
	{name: "claim_date", kind: "string", about: "When it was made."},
	{name: "claim_type", kind: "string", about: "Of what type it is."},
	{name: "confidence", kind: "number", about: "How sure the annotator is, from 0 to 1.", atLeast: "0", atMost: "1"},
	{name: "note", kind: "string", about: "The annotator's note: why this label."},
	{name: "supporting", kind: "integer", about: "How many pieces of evidence support it.", required: true, atLeast: "0"},
	{name: "refuting", kind: "integer", about: "How many pieces of evidence refute it.", required: true, atLeast: "0"},
	{name: "annotator", kind: "string", about: "Who gave the label, or marked the span where it has none."},
	{name: "status", kind: "string", about: "How far its review has come.", required: true, enum: statuses},
	{name: "created_at", kind: "datetime", about: "When it was marked.", required: true},
	{name: "updated_at", kind: "datetime", about: "When it was last changed.", required: true},
	{name: "final_label", kind: "string", about: "The label that a review has settled on."},
	{name: "reviewer", kind: "string", about: "Who settled it."},
	{name: "reviewed_at", kind: "datetime", about: "When it was settled."},
	{name: "locator", kind: "string", about: "The page or other part of the document's file that it stands in."},
	{name: "first_claim_id", kind: "string", about: "The claim that is the first appearance of what this one says, where they are linked."},
}
