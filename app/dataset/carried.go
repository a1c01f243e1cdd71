package dataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"factmark/store"
)

// Tools that label spans keep what they do not know of a span or a document in a place of their own for it, such as meta.
// There our own fields travel, so that a file that comes back is the same claims.

// unlabelled is what a claim without a label is called in forms in which every span has one.
const unlabelled = "Unlabelled"

// evidenceLabel is the label of spans that are evidence.
const evidenceLabel = "Evidence"

// toolLabel is the label of a claim in a form in which it has one.
func toolLabel(c *Claim) string {
	if label := c.settledLabel(); label != "" {
		return label
	}
	return unlabelled
}

// claimFields are those of a claim that go with its span. Empty ones are left out.
type claimFields struct {
	ClaimID      string      `json:"claim_id,omitempty"`
	OwnLabel     *string     `json:"annotators_label,omitempty"` // where the span has another
	Meaning      string      `json:"meaning,omitempty"`
	Statement    string      `json:"statement,omitempty"`
	Claimant     string      `json:"claimant,omitempty"`
	ClaimDate    string      `json:"claim_date,omitempty"`
	ClaimType    string      `json:"claim_type,omitempty"`
	Confidence   json.Number `json:"confidence,omitempty"`
	Note         string      `json:"note,omitempty"`
	Annotator    string      `json:"annotator,omitempty"`
	Status       string      `json:"status,omitempty"`
	CreatedAt    string      `json:"created_at,omitempty"`
	UpdatedAt    string      `json:"updated_at,omitempty"`
	FinalLabel   string      `json:"final_label,omitempty"`
	Reviewer     string      `json:"reviewer,omitempty"`
	ReviewedAt   string      `json:"reviewed_at,omitempty"`
	FirstClaimID string      `json:"first_claim_id,omitempty"`
}

// heldByClaimFields are the Fields that come back from claimFields, a span and a document's fields.
var heldByClaimFields = []string{"claim_id", "document_id", "document", "publisher", "published", "source_url", "document_sha256", "start", "end", "offset_unit",
	"quote", "prefix", "suffix", "label", "meaning", "statement", "claimant", "claim_date", "claim_type", "confidence", "note", "annotator", "status",
	"created_at", "updated_at", "final_label", "reviewer", "reviewed_at", "first_claim_id", "text"}

// heldWithRelations are those of forms with relations between spans too.
var heldWithRelations = append(slices.Clone(heldByClaimFields), "fine_label", "supporting", "refuting", "evidence", "evidence_id", "evidence_set", "evidence_note")

// fieldsOf gives the fields of a claim whose span has a label.
func fieldsOf(c *Claim, label string) claimFields {
	f := claimFields{ClaimID: c.ID, Meaning: c.Meaning, Statement: c.Statement, Claimant: c.Claimant, ClaimDate: c.ClaimDate, ClaimType: c.ClaimType,
		Confidence: json.Number(c.Confidence), Note: c.Note, Annotator: c.Annotator, Status: c.Status, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
		FinalLabel: c.FinalLabel, Reviewer: c.Reviewer, ReviewedAt: c.ReviewedAt, FirstClaimID: c.FirstClaimID}
	if c.Label != label {
		own := c.Label
		f.OwnLabel = &own
	}
	return f
}

// fill puts the fields into a claim that has the span and its label.
func (f *claimFields) fill(c *store.ImportedClaim) error {
	var err error
	if c.Confidence, err = share(f.Confidence.String()); err != nil {
		return err
	}
	if err := errors.Join(setTime(&c.CreatedAt, f.CreatedAt), setTime(&c.UpdatedAt, f.UpdatedAt), setTime(&c.ReviewedAt, f.ReviewedAt)); err != nil {
		return err
	}
	if f.OwnLabel != nil {
		c.Label = *f.OwnLabel
	}
	if f.Meaning != "" {
		c.Meaning = f.Meaning
	}
	if f.Annotator != "" {
		c.Annotator = f.Annotator
	}
	c.ClaimID, c.Statement, c.Claimant, c.ClaimDate, c.ClaimType, c.Note = f.ClaimID, f.Statement, f.Claimant, f.ClaimDate, f.ClaimType, f.Note
	c.Status, c.FinalLabel, c.Reviewer, c.FirstClaimID = f.Status, f.FinalLabel, f.Reviewer, f.FirstClaimID
	c.Columns = 0
	return nil
}

// spanColumns are the columns that another tool's span fills.
var spanColumns = store.ColumnsOf("document_sha256", "document", "start", "end", "quote", "label", "meaning", "annotator")

// documentFields are those of a document that go with its text.
type documentFields struct {
	DocumentID string `json:"document_id,omitempty"`
	Document   string `json:"document,omitempty"`
	Publisher  string `json:"publisher,omitempty"`
	Published  string `json:"published,omitempty"`
	SourceURL  string `json:"source_url,omitempty"`
	SHA256     string `json:"document_sha256,omitempty"`
	Split      string `json:"split,omitempty"`
}

func documentFieldsOf(d *Document) documentFields {
	return documentFields{d.ID, d.Title, d.Publisher, d.Published, d.SourceURL, d.SHA256, d.Split}
}

// imported gives the document of a text.
func (f *documentFields) imported(text string) store.ImportedDocument {
	return store.ImportedDocument{ID: f.DocumentID, NewDocument: store.NewDocument{
		Title: f.Document, Publisher: f.Publisher, Published: f.Published, SourceURL: f.SourceURL, Text: text}}
}

// evidenceFields are those of a piece of evidence that go with its span.
type evidenceFields struct {
	EvidenceID string `json:"evidence_id,omitempty"`
	Set        int    `json:"evidence_set,omitempty"`
	Note       string `json:"evidence_note,omitempty"`
	Annotator  string `json:"annotator,omitempty"`
	CreatedAt  string `json:"created_at,omitempty"`
	UpdatedAt  string `json:"updated_at,omitempty"`
}

func evidenceFieldsOf(e *Evidence) evidenceFields {
	return evidenceFields{e.ID, e.Set, e.Note, e.Annotator, e.CreatedAt, e.UpdatedAt}
}

func (f *evidenceFields) fill(e *store.ImportedEvidence) error {
	e.ID, e.Set, e.Note, e.Person = f.EvidenceID, f.Set, f.Note, f.Annotator
	return errors.Join(setTime(&e.CreatedAt, f.CreatedAt), setTime(&e.UpdatedAt, f.UpdatedAt))
}

// setTime reads a time, which may be left out.
func setTime(at *time.Time, text string) (err error) {
	if text != "" {
		if *at, err = readTime(text); err != nil {
			return fmt.Errorf("a time is %w", err)
		}
	}
	return nil
}

// stanceNamed gives the stance that a word names in some tool, "" for none.
func stanceNamed(word string) store.Stance {
	switch foldValue(word) {
	case "supports", "support", "supporting", "supported", "supportedby", "entails", "entailment":
		return store.StanceSupports
	case "refutes", "refute", "refuting", "refuted", "refutedby", "attacks", "attack", "contradicts", "contradict", "contradiction", "disputes", "dispute":
		return store.StanceRefutes
	case "context":
		return store.StanceContext
	}
	return ""
}

// meaningNamed gives what a label of another tool means where its name says it in the words of fact-checking, "none" for
// any other, and "" for none.
func meaningNamed(label string) string {
	switch foldValue(label) {
	case "":
		return ""
	case "supported", "supports", "support", "entailment":
		return "supported"
	case "disputed", "refuted", "refutes", "refute", "contradict", "contradicts", "contradiction":
		return "disputed"
	case "notenoughinfo", "notenoughinformation", "notenoughevidence", "nei", "conflicting", "conflictingevidence", "conflictingevidencecherrypicking":
		return "unclear"
	}
	return "none"
}

// toolClaim is a claim of a span of another tool. Its quote is "" where the file has none.
func toolClaim(line, start, end int, sum, quote, label string) store.ImportedClaim {
	label = strings.TrimSpace(label)
	return store.ImportedClaim{Line: line, DocumentSHA256: sum, Start: start, End: end, Quote: quote, Label: label, Meaning: meaningNamed(label), Columns: spanColumns}
}

// addForeign takes in a text that comes along, once, and gives its SHA-256. Without a title it gets its first words.
func (in *Imported) addForeign(d store.ImportedDocument) (sum string) {
	if strings.TrimSpace(d.Title) == "" {
		d.Title = firstWords(d.Text)
	}
	return in.addText(d)
}

// addText takes in a text that comes along, once, and gives its SHA-256.
func (in *Imported) addText(d store.ImportedDocument) (sum string) {
	sum = textSum(d.Text)
	if in.texts[sum] {
		return sum
	}
	if in.texts == nil {
		in.texts = map[string]bool{}
	}
	in.texts[sum] = true
	in.Documents = append(in.Documents, d)
	return sum
}

// mostTitle is how long a title that is made of a text may be, in code points.
const mostTitle = 60

// firstWords is the beginning of a text's first line that is not blank, cut behind a word.
func firstWords(text string) string {
	text = strings.TrimSpace(text)
	if end := strings.IndexFunc(text, func(r rune) bool { return r == '\n' || r == '\r' || unicode.IsControl(r) }); end > 0 {
		text = text[:end]
	}
	if utf8.RuneCountInString(text) <= mostTitle {
		return text
	}
	cut := newOffsets(text[:min(len(text), 4*(mostTitle+1))]).slice(0, mostTitle)
	if space := strings.LastIndexFunc(cut, unicode.IsSpace); space > mostTitle/2 {
		cut = cut[:space]
	}
	return cut + "…"
}
