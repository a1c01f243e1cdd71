package dataset

import (
	"fmt"
	"io"
	"strconv"

	"factmark/app/locale"
	"factmark/store"
)

// jsonlVersion is raised when a reader of the version before would misunderstand a file, not when keys are added.
const jsonlVersion = 1

// jsonlFormat is one JSON object a line, told apart by its key “record”: the workspace, its labels, then each document
// followed by its claims. It holds all that an export may say, and comes back whole.
var jsonlFormat = &Format{
	Name: "jsonl", Title: locale.Mark("JSON Lines, complete"), Extension: ".jsonl", Unit: CodePoints,
	Holds: Fields,
	Remarks: []string{
		"Every line is a JSON object; its key “record” is workspace, label, document or claim.",
		"A claim has the columns of labelled_claims as keys, and its evidence and decisions as arrays.",
		"A number or a time that was not said is null; a text that was not said is empty.",
		"Evidence that linked claims share stands at each of them, with the claim that it was added to in shared_from.",
		"Documents come with their texts, not with the files that they were read from.",
	},
	Accepts: []string{
		"Lines that another program has written again: in any order, with some of them or of their keys missing.",
	},
	write: writeJSONL, recognise: isJSONL, read: readJSONL,
}

func writeJSONL(w io.Writer, in *Selection) error {
	out := jsonLines{w: w}
	out.begin("workspace")
	out.text("format", "factmark")
	out.number("version", jsonlVersion)
	out.text("offset_unit", string(CodePoints))
	if err := out.end(); err != nil {
		return err
	}
	for _, l := range in.Labels {
		if err := out.label(&l); err != nil {
			return err
		}
	}
	documents := in.documents()
	upTo := func(id string) error { // writes the documents up to this one
		for len(documents) > 0 {
			d := &documents[0]
			documents = documents[1:]
			if err := out.document(in, d); err != nil || d.ID == id {
				return err
			}
		}
		return nil
	}
	current := ""
	err := in.EachClaim(func(d *Document, c *Claim) error {
		if d.ID != current {
			current = d.ID
			if err := upTo(d.ID); err != nil {
				return err
			}
		}
		if err := out.claim(d, c); err != nil {
			return err
		}
		if out.invalid {
			out.invalid = false
			in.Lose("byte that is not UTF-8", "JSON holds Unicode alone; a replacement character stands in its place", c.ID)
		}
		return nil
	})
	if err != nil {
		return err
	}
	if err := upTo(""); err != nil {
		return err
	}
	return out.flush()
}

func (j *jsonLines) label(l *store.Label) error {
	j.begin("label")
	j.text("label_id", l.ID)
	j.text("label", l.Name)
	j.text("meaning", l.Meaning)
	j.text("key", l.Key)
	j.text("letter", l.Letter)
	j.text("light", l.Light)
	j.text("dark", l.Dark)
	j.text("pattern", l.Pattern)
	j.number("position", l.Position)
	j.text("guideline", l.Guideline)
	j.text("group", l.Group)
	j.number("rating", l.Rating)
	j.truth("retired", l.Retired)
	return j.end()
}

func (j *jsonLines) document(in *Selection, d *Document) error {
	j.begin("document")
	if err := j.details(in, d); err != nil {
		return err
	}
	if !in.Options.WithoutTexts {
		text, err := in.Text(d)
		if err != nil {
			return fmt.Errorf("the text of %q: %w", d.Title, err)
		}
		j.text("text", text)
	}
	return j.end()
}

// details are what is known of a document besides its text.
func (j *jsonLines) details(in *Selection, d *Document) error {
	j.text("document_id", d.ID)
	j.text("document", d.Title)
	j.text("publisher", d.Publisher)
	j.text("published", d.Published)
	j.text("source_url", d.SourceURL)
	j.text("document_sha256", d.SHA256)
	j.number("length", d.Length)
	j.text("author", d.Author)
	j.text("language", d.Language)
	j.text("tags", d.Tags)
	j.text("note", d.Note)
	j.text("status", string(d.Stated))
	j.text("file_name", d.FileName)
	j.text("charset", d.Charset)
	j.orNull("added_at", instant(d.AddedAt))
	j.split(d)
	locators, err := in.Locators(d)
	if err != nil {
		return err
	}
	j.array("locators")
	for _, l := range locators {
		j.object()
		j.text("kind", string(l.Kind))
		j.text("label", l.Label)
		j.number("start", l.Start)
		j.number("end", l.End)
		j.closeObject()
	}
	j.closeArray()
	return nil
}

// split is there in a file that is split alone.
func (j *jsonLines) split(d *Document) {
	if d.Split != "" {
		j.text("split", d.Split)
	}
}

func (j *jsonLines) claim(d *Document, c *Claim) error {
	j.begin("claim")
	j.text("claim_id", c.ID)
	j.text("document_id", c.DocumentID)
	j.text("document", c.Document)
	j.text("publisher", c.Publisher)
	j.text("published", c.Published)
	j.text("source_url", c.SourceURL)
	j.text("document_sha256", c.DocumentSHA256)
	j.number("start", c.Start)
	j.number("end", c.End)
	j.text("offset_unit", string(CodePoints))
	j.text("quote", c.Quote)
	j.text("prefix", c.Prefix)
	j.text("suffix", c.Suffix)
	j.text("label", c.Label)
	j.text("meaning", c.Meaning)
	j.text("fine_label", c.FineLabel)
	j.text("statement", c.Statement)
	j.text("claimant", c.Claimant)
	j.text("claim_date", c.ClaimDate)
	j.text("claim_type", c.ClaimType)
	j.decimal("confidence", c.Confidence)
	j.text("note", c.Note)
	j.number("supporting", c.Supporting)
	j.number("refuting", c.Refuting)
	j.text("annotator", c.Annotator)
	j.text("status", c.Status)
	j.orNull("created_at", c.CreatedAt)
	j.orNull("updated_at", c.UpdatedAt)
	j.text("final_label", c.FinalLabel)
	j.text("reviewer", c.Reviewer)
	j.orNull("reviewed_at", c.ReviewedAt)
	j.text("locator", c.Locator)
	j.text("first_claim_id", c.FirstClaimID)
	j.split(d)
	j.array("evidence")
	for i := range c.Evidence {
		j.evidence(&c.Evidence[i])
	}
	j.closeArray()
	j.array("decisions")
	for i := range c.Decisions {
		j.decision(&c.Decisions[i])
	}
	j.closeArray()
	return j.end()
}

func (j *jsonLines) evidence(e *Evidence) {
	j.object()
	j.text("evidence_id", e.ID)
	j.text("claim_id", e.ClaimID)
	j.number("evidence_set", e.Set)
	j.text("stance", e.Stance)
	j.text("document_id", e.DocumentID)
	j.text("document", e.Document)
	j.text("document_sha256", e.DocumentSHA256)
	if e.DocumentID != "" {
		j.number("start", e.Start)
		j.number("end", e.End)
	} else {
		j.orNull("start", "")
		j.orNull("end", "")
	}
	j.text("quote", e.Quote)
	j.text("prefix", e.Prefix)
	j.text("suffix", e.Suffix)
	j.text("url", e.URL)
	j.text("note", e.Note)
	j.text("annotator", e.Annotator)
	j.orNull("created_at", e.CreatedAt)
	j.orNull("updated_at", e.UpdatedAt)
	j.text("published", e.Published)
	j.text("archive_url", e.ArchiveURL)
	j.text("locator", e.Locator)
	j.text("shared_from", e.SharedFrom)
	j.closeObject()
}

func (j *jsonLines) decision(d *Decision) {
	j.object()
	j.text("decision_id", d.ID)
	j.text("claim_id", d.ClaimID)
	j.text("session_id", d.SessionID)
	j.text("person", d.Person)
	j.text("kind", d.Kind)
	j.text("label", d.Label)
	j.text("comment", d.Comment)
	seconds := ""
	if d.Seconds > 0 {
		seconds = strconv.FormatFloat(d.Seconds, 'g', -1, 64)
	}
	j.decimal("seconds", seconds)
	j.orNull("created_at", d.CreatedAt)
	j.orNull("updated_at", d.UpdatedAt)
	j.closeObject()
}
