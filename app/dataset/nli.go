package dataset

import (
	"io"

	"factmark/app/locale"
)

// nliFormat is the form of data sets for natural language inference: a pair for each set of evidence.
var nliFormat = &Format{
	Name: "nli", Title: locale.Mark("Pairs for natural language inference"), Extension: ".jsonl", Unit: NoOffsets,
	Holds: []string{"claim_id", "document", "quote", "statement", "evidence", "evidence_set"},
	Remarks: []string{
		"A line is a set of evidence with one stance as premise, its quotes parted by spaces, and the claim as hypothesis.",
		"label is entailment, contradiction or neutral, for evidence that supports, refutes or is context; the claim's own label is not in the file.",
	},
	write: writeNLI,
}

var nliLabels = map[string]string{"supports": "entailment", "refutes": "contradiction", "context": "neutral"}

type nliPair struct {
	Premise    string `json:"premise"`
	Hypothesis string `json:"hypothesis"`
	Label      string `json:"label"`
	ClaimID    string `json:"claim_id"`
	Document   string `json:"document"` // in which the claim is
	Split      string `json:"split,omitempty"`
}

func writeNLI(w io.Writer, in *Selection) error {
	out := newLines(w)
	err := in.eachPair(func(d *Document, c *Claim, set evidenceSet) error {
		return out.Encode(nliPair{set.text(), c.Text(), nliLabels[set.Stance], c.ID, d.Title, d.Split})
	})
	if err != nil {
		return err
	}
	return out.flush()
}
