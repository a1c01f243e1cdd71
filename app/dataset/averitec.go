package dataset

import (
	"io"
	"path/filepath"
	"strings"

	"factmark/store"
)

// averitecFormat is the form of AVeriTeC: one array of claims, with answers to questions as evidence.
var averitecFormat = &Format{
	Name: "averitec", Title: "AVeriTeC", Extension: ".json", Unit: NoOffsets,
	Holds: []string{"claim_id", "document_id", "publisher", "source_url", "quote", "label", "meaning", "fine_label", "statement", "claimant", "claim_date", "claim_type",
		"note", "status", "final_label", "evidence", "evidence_id", "evidence_set", "evidence_source"},
	Remarks: []string{
		"Dates are DD-MM-YYYY; a date without a day is written as the first day of its period, as AVeriTeC's annotators did, and named in the report.",
		"Factmark has no questions: each set of evidence is the answers to a question that is empty.",
		"A claim without evidence has one question without answers, since the scorer needs one.",
		"justification is the note, speaker the claimant, reporting_source the publisher, required_reannotation whether people differed.",
		"Besides AVeriTeC's own there are the keys claim_id, document_id and split, and of an answer evidence_id, stance, document and date.",
	},
	Accepts: []string{
		"AVeriTeC with questions and answers, or with its evidence as texts (string_evidence).",
	},
	write:     writeAVeriTeC,
	recognise: isAVeriTeC,
	read:      readAVeriTeC,
}

var averitecValues = [4]string{"Supported", "Refuted", "Not Enough Evidence", "Conflicting Evidence/Cherrypicking"}

type (
	averitecClaim struct {
		Claim          string             `json:"claim"`
		Reannotation   bool               `json:"required_reannotation"`
		Label          string             `json:"label"`
		Justification  string             `json:"justification"`
		Date           *string            `json:"claim_date"` // DD-MM-YYYY
		Speaker        *string            `json:"speaker"`
		URL            *string            `json:"original_claim_url"`
		Article        *string            `json:"fact_checking_article"`
		Source         *string            `json:"reporting_source"`
		Location       *string            `json:"location_ISO_code"`
		Types          []string           `json:"claim_types"`
		Strategies     []string           `json:"fact_checking_strategies"`
		Questions      []averitecQuestion `json:"questions"`
		CachedURL      *string            `json:"cached_original_claim_url"`
		ClaimID        string             `json:"claim_id,omitempty"`
		DocumentID     string             `json:"document_id,omitempty"`
		Split          string             `json:"split,omitempty"`
		StringEvidence []string           `json:"string_evidence,omitempty"` // read, never written
	}
	averitecQuestion struct {
		Question string           `json:"question"`
		Answers  []averitecAnswer `json:"answers"`
	}
	averitecAnswer struct {
		Answer      string  `json:"answer"`
		Type        string  `json:"answer_type"`
		URL         *string `json:"source_url"`
		Medium      string  `json:"source_medium"`
		CachedURL   *string `json:"cached_source_url"`
		Explanation string  `json:"boolean_explanation,omitempty"`
		EvidenceID  string  `json:"evidence_id,omitempty"`
		Stance      string  `json:"stance,omitempty"`
		Document    string  `json:"document,omitempty"` // its title
		Date        string  `json:"date,omitempty"`
	}
)

func writeAVeriTeC(w io.Writer, in *Selection) error {
	out := newJSONArray(w)
	documents := in.documentsByID()
	err := in.eachVerdict(averitecValues, func(d *Document, c *Claim, verdict string) error {
		object := averitecClaim{Claim: c.Text(), Label: verdict, Justification: c.Note, Speaker: orNull(c.Claimant), URL: orNull(d.SourceURL), Source: orNull(d.Publisher),
			Types: []string{}, Strategies: []string{}, ClaimID: c.ID, DocumentID: d.ID, Split: d.Split,
			Reannotation: c.Status == string(store.StatusAdjudicated) || c.Status == string(store.StatusUnresolved)}
		if c.ClaimType != "" {
			object.Types = append(object.Types, c.ClaimType)
		}
		object.Date = in.averitecDate(c)
		for _, set := range c.evidenceSets() {
			question := averitecQuestion{Answers: []averitecAnswer{}}
			for _, e := range set.Pieces {
				question.Answers = append(question.Answers, answerOf(&e, documents[e.DocumentID]))
			}
			object.Questions = append(object.Questions, question)
		}
		if object.Questions == nil {
			object.Questions = []averitecQuestion{{Answers: []averitecAnswer{}}}
		}
		return out.add(object)
	})
	if err != nil {
		return err
	}
	return out.end()
}

// averitecDate gives a claim's date in AVeriTeC's form.
func (s *Selection) averitecDate(c *Claim) *string {
	if c.ClaimDate == "" {
		return nil
	}
	day, exact, ok := wholeDate(c.ClaimDate)
	switch {
	case !ok:
		s.Lose("claim date", "it is not a date with a year, and AVeriTeC's are whole", c.ID)
		return nil
	case !exact:
		s.Lose("inexact claim date", "AVeriTeC's dates are whole, so that it is the first day of the period", c.ID)
	}
	return orNull(day.Format("02-01-2006"))
}

// answerOf is a piece of evidence as an answer. Its document is nil where it has none in scope.
func answerOf(e *Evidence, d *store.Document) averitecAnswer {
	a := averitecAnswer{Answer: e.Quote, Type: "Extractive", URL: orNull(e.URL), Medium: "Other", CachedURL: orNull(e.ArchiveURL), EvidenceID: e.ID, Stance: e.Stance, Document: e.Document,
		Date: e.Published}
	if e.Quote == "" {
		a.Answer, a.Type = e.Note, "Abstractive"
	}
	if d != nil {
		a.URL, a.Date = orNull(d.SourceURL), d.Published
		if strings.EqualFold(filepath.Ext(d.FileName), ".pdf") {
			a.Medium = "PDF"
			return a
		}
	}
	if a.URL != nil && (strings.HasPrefix(*a.URL, "http://") || strings.HasPrefix(*a.URL, "https://")) {
		a.Medium = "Web text"
	}
	return a
}
