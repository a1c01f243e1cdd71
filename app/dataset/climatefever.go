package dataset

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
)

// climateFormat is the form of Climate-FEVER: a claim with passages, and what each annotator says of each passage. The
// claims of several people on one span that say the same are one claim.
var climateFormat = &Format{
	Name: "climate-fever", Title: "Climate-FEVER", Extension: ".jsonl", Unit: NoOffsets,
	Holds: []string{"claim_id", "document", "quote", "statement", "label", "meaning", "fine_label", "evidence", "evidence_id"},
	Remarks: []string{
		"Claims of several people on one span and with the same statement are one claim; claim_ids names them all.",
		"votes are the stances that people recorded for a passage, in the order of their names, with null up to five.",
		"A passage's label is that of most votes, NOT_ENOUGH_INFO where two have as many; its entropy is that of the votes, in nats.",
		"Sets of evidence are taken apart: each passage stands alone.",
		"Besides Climate-FEVER's own there are the keys claim_ids, document and, where the export is split, split.",
	},
	Accepts: []string{
		"Climate-FEVER, whose passages become evidence from outside, with the votes as notes.",
	},
	write:     writeClimateFEVER,
	recognise: isClimateFEVER,
	read:      readClimateFEVER,
}

var climateValues = [4]string{"SUPPORTS", "REFUTES", "NOT_ENOUGH_INFO", "DISPUTED"}

// leastVotes is how many places for votes a passage has in the published data.
const leastVotes = 5

type (
	climateClaim struct {
		ID       string           `json:"claim_id"`
		Claim    string           `json:"claim"`
		Label    string           `json:"claim_label"`
		Passages []climatePassage `json:"evidences"`
		ClaimIDs []string         `json:"claim_ids,omitempty"`
		Document string           `json:"document,omitempty"`
		Split    string           `json:"split,omitempty"`
	}
	climatePassage struct {
		ID      string    `json:"evidence_id"` // article:number
		Label   string    `json:"evidence_label"`
		Article string    `json:"article"`
		Text    string    `json:"evidence"`
		Entropy float64   `json:"entropy"`
		Votes   []*string `json:"votes"`

		said map[string]string // by the person
	}
)

func writeClimateFEVER(w io.Writer, in *Selection) error {
	c := &climateWriter{in: in, out: newLines(w), texts: sentenceTexts{in: in}, pages: newPageNames(in)}
	err := in.eachVerdict(climateValues, func(d *Document, claim *Claim, verdict string) error {
		if len(c.claims) > 0 {
			if first := c.claims[0]; first.DocumentID != claim.DocumentID || first.Start != claim.Start || first.End != claim.End {
				if err := c.write(); err != nil {
					return err
				}
			}
		}
		c.document, c.claims, c.verdicts = *d, append(c.claims, *claim), append(c.verdicts, verdict)
		return nil
	})
	if err == nil {
		err = c.write()
	}
	if err != nil {
		return err
	}
	return c.out.flush()
}

// climateWriter gathers the claims on one span.
type climateWriter struct {
	in       *Selection
	out      *lines
	texts    sentenceTexts
	pages    *pageNames
	document Document
	claims   []Claim
	verdicts []string
}

// write writes the claims gathered, those with the same text as one.
func (w *climateWriter) write() error {
	written := make([]bool, len(w.claims))
	for i := range w.claims {
		if written[i] {
			continue
		}
		var same []int
		for j := i; j < len(w.claims); j++ {
			if w.claims[j].Text() == w.claims[i].Text() {
				same, written[j] = append(same, j), true
			}
		}
		if err := w.writeOne(same); err != nil {
			return err
		}
	}
	w.claims, w.verdicts = w.claims[:0], w.verdicts[:0]
	return nil
}

func (w *climateWriter) writeOne(same []int) error {
	first := &w.claims[same[0]]
	line := climateClaim{ID: first.ID, Claim: first.Text(), Label: w.verdicts[same[0]], Document: w.document.Title, Split: w.document.Split}
	var labels []string
	for _, i := range same {
		line.ClaimIDs, labels = append(line.ClaimIDs, w.claims[i].ID), append(labels, w.verdicts[i])
		if err := w.vote(&line, &w.claims[i]); err != nil {
			return err
		}
	}
	for i := range line.Passages {
		line.Passages[i].settle()
	}
	if len(same) > 1 {
		line.Label = w.together(&line, labels, first)
	}
	if line.Passages == nil {
		line.Passages = []climatePassage{}
	}
	return w.out.Encode(line)
}

// together is the label of the claims of several people: one that a review has settled, otherwise what the passages
// together say, otherwise what most people say.
func (w *climateWriter) together(line *climateClaim, labels []string, first *Claim) string {
	for i := range w.claims {
		if slices.Contains(line.ClaimIDs, w.claims[i].ID) && w.claims[i].FinalLabel != "" {
			return w.verdicts[i]
		}
	}
	supports := slices.ContainsFunc(line.Passages, func(p climatePassage) bool { return p.Label == climateValues[supported] })
	refutes := slices.ContainsFunc(line.Passages, func(p climatePassage) bool { return p.Label == climateValues[refuted] })
	switch {
	case supports && refutes:
		return climateValues[conflicting]
	case supports:
		return climateValues[supported]
	case refutes:
		return climateValues[refuted]
	case len(line.Passages) > 0:
		return climateValues[notEnough]
	}
	label, most := mostSaid(labels)
	if !most {
		w.in.Lose("labels on which people differ", "the form has one for each claim, and neither evidence nor a review decides", first.ID)
	}
	return label
}

// mostSaid gives the label that was said most often, and whether it was: otherwise it is NOT_ENOUGH_INFO.
func mostSaid(labels []string) (label string, most bool) {
	counts := map[string]int{}
	for _, l := range labels {
		counts[l]++
	}
	best := 0
	for _, l := range climateValues {
		switch n := counts[l]; {
		case n > best:
			label, best, most = l, n, true
		case n == best:
			most = false
		}
	}
	if !most {
		label = climateValues[notEnough]
	}
	return label, most
}

// vote adds what a claim's annotators say of passages.
func (w *climateWriter) vote(line *climateClaim, c *Claim) error {
	for _, e := range c.Evidence {
		if e.Quote == "" {
			w.in.Lose("outside source without a quote", "a passage is a text", c.ID)
			continue
		}
		p, err := w.passage(&e)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(line.Passages, func(q climatePassage) bool { return q.ID == p.ID && q.Text == p.Text })
		if i < 0 {
			i, line.Passages = len(line.Passages), append(line.Passages, p)
		}
		line.Passages[i].add(e.Annotator, map[string]string{"supports": climateValues[supported], "refutes": climateValues[refuted], "context": climateValues[notEnough]}[e.Stance])
	}
	return nil
}

// passage is a piece of evidence without votes. Its number is that of the first sentence that it touches.
func (w *climateWriter) passage(e *Evidence) (climatePassage, error) {
	p := climatePassage{Text: e.Quote}
	switch {
	case e.DocumentID == "":
		p.Article, p.ID = e.URL, sourcePage(e)+":0"
	case !e.Placed:
		p.Article = w.pages.of(e.DocumentID, e.Document)
		p.ID = p.Article + ":" + e.ID
	default:
		all, err := w.texts.of(e.DocumentSHA256)
		if err != nil {
			return p, err
		}
		first, _ := overlapping(all, e.Start, e.End)
		p.Article = w.pages.of(e.DocumentID, e.Document)
		p.ID = fmt.Sprint(p.Article, ":", first)
	}
	return p, nil
}

// add is what a person says of a passage: the first word, where there are more.
func (p *climatePassage) add(person, label string) {
	if p.said == nil {
		p.said = map[string]string{}
	}
	if _, said := p.said[person]; !said {
		p.said[person] = label
	}
}

// settle counts the votes.
func (p *climatePassage) settle() {
	var labels []string
	counts := map[string]float64{}
	for _, person := range slices.Sorted(maps.Keys(p.said)) {
		label := p.said[person]
		labels, p.Votes = append(labels, label), append(p.Votes, &label)
		counts[label]++
	}
	p.Label, _ = mostSaid(labels)
	for _, label := range climateValues {
		if share := counts[label] / float64(len(labels)); share > 0 && share < 1 {
			p.Entropy -= share * math.Log(share)
		}
	}
	for len(p.Votes) < leastVotes {
		p.Votes = append(p.Votes, nil)
	}
}
