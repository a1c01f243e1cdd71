package dataset

import (
	"cmp"
	"io"
	"slices"
	"strings"

	"factmark/store"
)

// claimReviewFormat is schema.org's ClaimReview in JSON-LD: an array of reviews, each of which can be put into the page on
// which it is published.
var claimReviewFormat = &Format{
	Name: "claimreview", Title: "ClaimReview (schema.org)", Extension: ".json", Unit: NoOffsets,
	Holds: []string{"claim_id", "document", "publisher", "published", "source_url", "quote", "label", "meaning", "statement", "claimant", "claim_date", "note",
		"annotator", "reviewer", "reviewed_at", "updated_at", "final_label", "first_claim_id", "evidence", "evidence_source"},
	Remarks: []string{
		"url is that of the page on which a review is published, which Factmark does not know: urn:uuid: with the claim's id stands there until it is put in.",
		"A rating is 3 for a label that means supported, 2 for unclear and 1 for disputed, between 1 and 3; a label with a rating of its own has that, between 1 and the highest of its group. alternateName is the label.",
		"author is the reviewer or else the annotator; that of the claim is the claimant, written as a person, since Factmark does not know whether it is an organisation.",
		"The first appearance and the appearances are the documents of linked claims; citation is the evidence, without its stance.",
	},
	write: writeClaimReview,
}

type (
	claimReview struct {
		Context   string         `json:"@context"`
		Type      string         `json:"@type"`
		ID        string         `json:"@id"`
		URL       string         `json:"url"`
		Published string         `json:"datePublished,omitempty"`
		Author    *ldAgent       `json:"author,omitempty"`
		Claim     string         `json:"claimReviewed"`
		Body      string         `json:"reviewBody,omitempty"`
		Rating    ldRating       `json:"reviewRating"`
		Item      ldClaim        `json:"itemReviewed"`
		Citations []creativeWork `json:"citation,omitempty"`
	}
	ldAgent struct {
		Type string `json:"@type"`
		Name string `json:"name"`
	}
	ldRating struct {
		Type  string `json:"@type"`
		Name  string `json:"alternateName"`
		Value int    `json:"ratingValue,omitempty"`
		Worst int    `json:"worstRating,omitempty"`
		Best  int    `json:"bestRating,omitempty"`
	}
	ldClaim struct {
		Type        string         `json:"@type"`
		Author      *ldAgent       `json:"author,omitempty"`
		Date        string         `json:"datePublished,omitempty"`
		Text        string         `json:"text,omitempty"`
		First       *creativeWork  `json:"firstAppearance,omitempty"`
		Appearances []creativeWork `json:"appearance,omitempty"`
	}
	creativeWork struct {
		Type      string   `json:"@type"`
		URL       string   `json:"url,omitempty"`
		Name      string   `json:"name,omitempty"`
		Published string   `json:"datePublished,omitempty"`
		Publisher *ldAgent `json:"publisher,omitempty"`
		Text      string   `json:"text,omitempty"`
		Archived  string   `json:"archivedAt,omitempty"`
	}
)

func writeClaimReview(w io.Writer, in *Selection) error {
	out := newJSONArray(w)
	appearances, err := in.appearances()
	if err != nil {
		return err
	}
	documents := in.documentsByID()
	err = in.EachClaim(func(d *Document, c *Claim) error {
		if in.loseRejected(c) {
			return nil
		}
		label := c.settledLabel()
		if label == "" {
			in.Lose("claim with no label", "a review has a rating", c.ID)
			return nil
		}
		in.Lose("address of the published review", "Factmark does not know where a review is published", c.ID)
		review := claimReview{Context: "https://schema.org", Type: "ClaimReview", ID: "urn:uuid:" + c.ID, URL: "urn:uuid:" + c.ID, Claim: c.Text(), Body: c.Note,
			Published: dayOf(cmp.Or(c.ReviewedAt, c.UpdatedAt)), Author: agent(cmp.Or(c.Reviewer, c.Annotator)), Rating: in.rating(c),
			Item: ldClaim{Type: "Claim", Author: agent(c.Claimant), Text: c.Quote}}
		if date := strings.TrimSuffix(c.ClaimDate, "?"); partialDate.MatchString(date) {
			review.Item.Date = date
		}
		if review.Item.Date != c.ClaimDate {
			in.Lose("claim date in words or unsure", "schema.org has dates alone", c.ID)
		}
		for i, id := range appearances[cmp.Or(c.FirstClaimID, c.ID)] {
			if d := documents[id]; i == 0 && d != nil {
				first := workOf(d)
				review.Item.First = &first
			} else if d != nil {
				review.Item.Appearances = append(review.Item.Appearances, workOf(d))
			}
		}
		if review.Item.First == nil && review.Item.Appearances == nil {
			review.Item.Appearances = []creativeWork{workOf(&d.Document)}
		}
		for _, e := range c.Evidence {
			review.Citations = append(review.Citations, citationOf(&e, documents[e.DocumentID]))
		}
		return out.add(review)
	})
	if err != nil {
		return err
	}
	return out.end()
}

// appearances gives the documents in which linked claims stand, by the id of the first appearance: that of the first, ""
// where it is out of scope, then those of the others. A claim that is linked with none is not there.
func (s *Selection) appearances() (map[string][]string, error) {
	linked, firsts := map[string][]string{}, map[string]bool{}
	err := s.export.EachClaim(func(cells []string) error {
		if c := claimOf(cells); c.FirstClaimID != "" {
			if firsts[c.FirstClaimID] = true; linked[c.FirstClaimID] == nil {
				linked[c.FirstClaimID] = []string{""}
			}
			if !slices.Contains(linked[c.FirstClaimID], c.DocumentID) {
				linked[c.FirstClaimID] = append(linked[c.FirstClaimID], c.DocumentID)
			}
		}
		return nil
	})
	if err != nil || len(firsts) == 0 {
		return linked, err
	}
	return linked, s.export.EachClaim(func(cells []string) error {
		if id := cells[0]; firsts[id] {
			linked[id][0] = cells[1]
		}
		return nil
	})
}

// rating is what a review says, in numbers where the label's meaning gives one.
func (s *Selection) rating(c *Claim) ldRating {
	r := ldRating{Type: "Rating", Name: c.settledLabel()}
	label := store.Label{Meaning: c.settledMeaning()}
	if i := slices.IndexFunc(s.Labels, func(l store.Label) bool { return l.Name == r.Name }); i >= 0 {
		label = s.Labels[i]
	}
	if r.Value, r.Best = ratingOf(label, s.Labels); r.Value > 0 {
		r.Worst = 1
		return r
	}
	r.Best = 0
	s.Lose("rating as a number", "the label has no meaning that gives one", c.ID)
	return r
}

// agent is someone who is known by name alone, nil for nobody.
func agent(name string) *ldAgent {
	if name == "" {
		return nil
	}
	return &ldAgent{"Person", name}
}

// dayOf is the day of a time in RFC 3339.
func dayOf(at string) string {
	day, _, _ := strings.Cut(at, "T")
	return day
}

func workOf(d *store.Document) creativeWork {
	work := creativeWork{Type: "CreativeWork", URL: d.SourceURL, Name: d.Title, Published: strings.TrimSuffix(d.Published, "?")}
	if d.Publisher != "" {
		work.Publisher = &ldAgent{"Organization", d.Publisher}
	}
	return work
}

// citationOf is a piece of evidence, whose document is nil where it has none in scope.
func citationOf(e *Evidence, d *store.Document) creativeWork {
	work := creativeWork{Type: "CreativeWork", URL: e.URL, Name: e.Document, Published: strings.TrimSuffix(e.Published, "?"), Archived: e.ArchiveURL}
	if d != nil {
		work = workOf(d)
	}
	work.Text = e.Quote
	return work
}
