package dataset

import (
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"factmark/store"
)

// w3cFormat is the W3C's Web Annotation Data Model (Recommendation of 23 February 2017) in JSON-LD: an array of annotations,
// each with its context and so whole in itself, a line each. A piece of evidence and a decision of a review are annotations
// that name the claim's.
var w3cFormat = &Format{
	Name: "w3c", Title: "W3C Web Annotation (JSON-LD)", Extension: ".jsonld", Unit: CodePoints, unsure: true,
	Holds: append(slices.Clone(store.LabelledColumns), "evidence", "evidence_id", "evidence_set", "evidence_note", "evidence_source", "decisions"),
	Remarks: []string{
		"The file is an array of annotations, each with its own @context; the label is a body with the purpose tagging, the note one for commenting, the statement one for describing.",
		"A target's source is the document's URL, or urn:sha256: and the SHA-256 of its text where it has none; its state names the text that the positions count in.",
		"What the model has no term for has keys that begin with factmark:.",
		"Documents come without their texts: they must be in the workspace that the file is imported into.",
	},
	Accepts: []string{
		"Annotations as Recogito and Annotorious save them, alone, in an array, in lines, or in a collection.",
		"What the API of Hypothesis answers, and what its client exports.",
		"These count UTF-16; so it is taken wherever the quotes say so. Annotations that a program made are suggestions.",
	},
	write: writeW3C, recognise: isW3C, read: readW3C,
}

const (
	w3cContext = "http://www.w3.org/ns/anno.jsonld"
	uuidURN    = "urn:uuid:"
	sha256URN  = "urn:sha256:"
)

// w3cAnnotation is an annotation as it is written.
type w3cAnnotation struct {
	Context    string    `json:"@context"`
	ID         string    `json:"id"`
	Type       string    `json:"type"`
	Motivation string    `json:"motivation"`
	Creator    *w3cAgent `json:"creator,omitempty"`
	Created    string    `json:"created,omitempty"`
	Modified   string    `json:"modified,omitempty"`
	Body       []w3cBody `json:"body,omitempty"`
	Target     any       `json:"target"` // a w3cTarget, or the IRI of another annotation

	// Of a claim.
	Status     string      `json:"factmark:status,omitempty"`
	FineLabel  string      `json:"factmark:fineLabel,omitempty"`
	Claimant   string      `json:"factmark:claimant,omitempty"`
	ClaimDate  string      `json:"factmark:claimDate,omitempty"`
	ClaimType  string      `json:"factmark:claimType,omitempty"`
	Confidence json.Number `json:"factmark:confidence,omitempty"`
	Supporting int         `json:"factmark:supporting,omitempty"`
	Refuting   int         `json:"factmark:refuting,omitempty"`
	Reviewer   string      `json:"factmark:reviewer,omitempty"`
	ReviewedAt string      `json:"factmark:reviewedAt,omitempty"`
	Locator    string      `json:"factmark:locator,omitempty"`
	First      string      `json:"factmark:firstAppearance,omitempty"`
	Split      string      `json:"factmark:split,omitempty"`
	// Of evidence.
	Set       int    `json:"factmark:set,omitempty"`
	URL       string `json:"factmark:url,omitempty"` // of an outside source, where it is no IRI
	Published string `json:"factmark:published,omitempty"`
	Archive   string `json:"factmark:archive,omitempty"`
	// Of a decision.
	Decided string  `json:"factmark:decided,omitempty"`
	Session string  `json:"factmark:session,omitempty"`
	Seconds float64 `json:"factmark:seconds,omitempty"`
}

type w3cAgent struct {
	Type string `json:"type"`
	Name string `json:"name"`
}

type w3cBody struct {
	Type    string    `json:"type"`
	Purpose string    `json:"purpose"`
	Value   string    `json:"value,omitempty"`
	Source  string    `json:"source,omitempty"`
	Format  string    `json:"format,omitempty"`
	Creator *w3cAgent `json:"creator,omitempty"`
	Created string    `json:"created,omitempty"`
	Meaning string    `json:"factmark:meaning,omitempty"`
}

type w3cTarget struct {
	Type     string        `json:"type"`
	Source   string        `json:"source"`
	State    *w3cState     `json:"state,omitempty"`
	Selector []w3cSelector `json:"selector,omitempty"`
	PartOf   *w3cDocument  `json:"dcterms:isPartOf,omitempty"`
}

type w3cState struct {
	ID string `json:"id"`
}

type w3cSelector struct {
	Type   string `json:"type"`
	Exact  string `json:"exact,omitempty"`
	Prefix string `json:"prefix,omitempty"`
	Suffix string `json:"suffix,omitempty"`
	Start  *int   `json:"start,omitempty"`
	End    *int   `json:"end,omitempty"`
}

type w3cDocument struct {
	ID        string `json:"id"`
	Title     string `json:"dcterms:title,omitempty"`
	Publisher string `json:"dcterms:publisher,omitempty"`
	Published string `json:"dcterms:issued,omitempty"`
}

const textualBody, specificResource = "TextualBody", "SpecificResource"

func writeW3C(w io.Writer, in *Selection) error {
	out := &w3cWriter{jsonArray: newJSONArray(w), urls: map[string]string{}, evident: map[string]bool{}}
	for _, d := range in.documents() {
		out.urls[d.ID] = d.SourceURL
	}
	err := in.EachClaim(func(d *Document, c *Claim) error {
		if err := out.add(out.claim(d, c)); err != nil {
			return err
		}
		for i := range c.Evidence {
			e := &c.Evidence[i]
			if out.evident[e.ID] { // linked claims share evidence, which is written once
				continue
			}
			out.evident[e.ID] = true
			if err := out.add(out.evidence(e)); err != nil {
				return err
			}
		}
		for i := range c.Decisions {
			if err := out.add(decisionAnnotation(&c.Decisions[i])); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.end()
}

type w3cWriter struct {
	*jsonArray
	urls    map[string]string // of documents in scope, by id
	evident map[string]bool   // ids of the evidence that is written
}

func (o *w3cWriter) add(a *w3cAnnotation) error {
	a.Context, a.Type = w3cContext, "Annotation"
	return o.jsonArray.add(a)
}

func (o *w3cWriter) claim(d *Document, c *Claim) *w3cAnnotation {
	target := o.passage(c.DocumentID, c.DocumentSHA256, c.Document, c.Start, c.End, w3cSelector{Exact: c.Quote, Prefix: c.Prefix, Suffix: c.Suffix})
	target.PartOf.Publisher, target.PartOf.Published = c.Publisher, c.Published
	a := &w3cAnnotation{
		ID: uuidURN + c.ID, Motivation: "assessing", Creator: person(c.Annotator), Created: c.CreatedAt, Modified: c.UpdatedAt, Target: target,
		Status: c.Status, FineLabel: c.FineLabel, Claimant: c.Claimant, ClaimDate: c.ClaimDate, ClaimType: c.ClaimType, Confidence: json.Number(c.Confidence),
		Supporting: c.Supporting, Refuting: c.Refuting, Reviewer: c.Reviewer, ReviewedAt: c.ReviewedAt, Locator: c.Locator, Split: d.Split,
	}
	if c.FirstClaimID != "" {
		a.First = uuidURN + c.FirstClaimID
	}
	if c.Label != "" {
		a.Body = append(a.Body, w3cBody{Type: textualBody, Purpose: "tagging", Value: c.Label, Meaning: c.Meaning})
	}
	if c.FinalLabel != "" {
		a.Body = append(a.Body, w3cBody{Type: textualBody, Purpose: "assessing", Value: c.FinalLabel, Creator: person(c.Reviewer), Created: c.ReviewedAt})
	}
	a.text("describing", c.Statement)
	a.text("commenting", c.Note)
	return a
}

func (a *w3cAnnotation) text(purpose, text string) {
	if text != "" {
		a.Body = append(a.Body, w3cBody{Type: textualBody, Purpose: purpose, Value: text, Format: "text/plain"})
	}
}

func (o *w3cWriter) evidence(e *Evidence) *w3cAnnotation {
	a := &w3cAnnotation{ID: uuidURN + e.ID, Motivation: "linking", Creator: person(e.Annotator), Created: e.CreatedAt, Modified: e.UpdatedAt, Set: e.Set,
		Body: []w3cBody{{Type: textualBody, Purpose: "tagging", Value: e.Stance}}}
	for _, claim := range []string{e.SharedFrom, e.ClaimID} { // of shared evidence its own claim first, which may be out of scope
		if claim != "" {
			a.Body = append(a.Body, w3cBody{Type: specificResource, Purpose: "linking", Source: uuidURN + claim})
		}
	}
	a.text("commenting", e.Note)
	if e.DocumentID != "" {
		a.Target = o.passage(e.DocumentID, e.DocumentSHA256, e.Document, e.Start, e.End, w3cSelector{Exact: e.Quote})
		return a
	}
	source := w3cTarget{Type: specificResource, Source: e.URL}
	if !isIRI(e.URL) {
		source.Source, a.URL = uuidURN+e.ID+"#source", e.URL
	}
	if e.Quote != "" {
		source.Selector = []w3cSelector{{Type: "TextQuoteSelector", Exact: e.Quote}}
	}
	a.Published, a.Archive, a.Target = e.Published, e.ArchiveURL, &source
	return a
}

func decisionAnnotation(d *Decision) *w3cAnnotation {
	a := &w3cAnnotation{ID: uuidURN + d.ID, Motivation: "moderating", Creator: person(d.Person), Created: d.CreatedAt, Modified: d.UpdatedAt, Target: uuidURN + d.ClaimID,
		Decided: d.Kind, Session: d.SessionID, Seconds: d.Seconds}
	if d.Label != "" {
		a.Body = append(a.Body, w3cBody{Type: textualBody, Purpose: "tagging", Value: d.Label})
	}
	a.text("commenting", d.Comment)
	return a
}

// passage is a target within a document of the workspace.
func (o *w3cWriter) passage(id, sum, title string, start, end int, quote w3cSelector) *w3cTarget {
	quote.Type = "TextQuoteSelector"
	t := &w3cTarget{Type: specificResource, Source: sha256URN + sum, State: &w3cState{sha256URN + sum}, PartOf: &w3cDocument{ID: uuidURN + id, Title: title},
		Selector: []w3cSelector{quote, {Type: "TextPositionSelector", Start: &start, End: &end}}}
	if address := o.urls[id]; isIRI(address) {
		t.Source = address
	}
	return t
}

func person(name string) *w3cAgent {
	if name == "" {
		return nil
	}
	return &w3cAgent{"Person", name}
}

// isIRI tells whether a text may be an IRI with a scheme.
func isIRI(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.IsAbs() && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || strings.ContainsRune("<>\"{}|\\^`", r)
	})
}
