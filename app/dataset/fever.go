package dataset

import (
	"crypto/sha256"
	"fmt"
	"io"
	"slices"
)

// feverFormat is the form of the FEVER shared task, whose scorer matches evidence by page and number of the sentence. A
// document is a page, named by its title.
var feverFormat = &Format{
	Name: "fever", Title: "FEVER", Extension: ".jsonl", Unit: NoOffsets,
	Holds: []string{"claim_id", "document", "quote", "statement", "label", "meaning", "fine_label", "evidence", "evidence_set"},
	Remarks: []string{
		"A document is a page, named by its title, with a part of its id where two have the same.",
		"Evidence is whole sentences: those that its span touches, numbered from 0 as the window parts the text into sentences, which evidence_text holds.",
		"An outside source is a page of its own with the sentences of its quote, named by its address and a part of the quote's SHA-256.",
		"A disputed claim is written as REFUTES with the evidence that refutes, also where other evidence supports it, since FEVER has no verdict for that.",
		"Besides FEVER's own there are the keys claim_id, document, evidence_text and, where the export is split, split.",
	},
	Accepts: []string{
		"FEVER and the sets made after it, FEVEROUS among them, with or without labels and evidence; sentences are quotes where the file has their words.",
	},
	write:     writeFEVER,
	recognise: isFEVER,
	read:      readFEVER,
}

var feverValues = [4]string{"SUPPORTS", "REFUTES", "NOT ENOUGH INFO", "REFUTES"}

// feverClaim is a line.
type feverClaim struct {
	ID         int64      `json:"id"`
	Verifiable string     `json:"verifiable"`
	Label      string     `json:"label"`
	Claim      string     `json:"claim"`
	Evidence   [][][4]any `json:"evidence"`                // alternative sets of [annotation, evidence, page, sentence]
	Sentences  [][3]any   `json:"evidence_text,omitempty"` // [page, sentence, its text]
	ClaimID    string     `json:"claim_id"`
	Document   string     `json:"document,omitempty"` // the page with the claim
	Split      string     `json:"split,omitempty"`
}

func writeFEVER(w io.Writer, in *Selection) error {
	out := newLines(w)
	f := &feverWriter{in: in, texts: sentenceTexts{in: in}, pages: newPageNames(in)}
	err := in.eachVerdict(feverValues, func(d *Document, c *Claim, verdict string) error {
		line := feverClaim{ID: numberOf(c.ID), Verifiable: "VERIFIABLE", Label: verdict, Claim: c.Text(), Evidence: [][][4]any{}, ClaimID: c.ID,
			Document: f.pages.of(d.ID, d.Title), Split: d.Split}
		if err := f.evidence(c, &line); err != nil {
			return err
		}
		return out.Encode(line)
	})
	if err != nil {
		return err
	}
	return out.flush()
}

type feverWriter struct {
	in    *Selection
	texts sentenceTexts
	pages *pageNames
}

// evidence adds a claim's evidence to its line.
func (f *feverWriter) evidence(c *Claim, line *feverClaim) error {
	stance := map[string]string{feverValues[supported]: "supports", feverValues[refuted]: "refutes"}[line.Label]
	if stance == "" {
		line.Verifiable = "NOT VERIFIABLE"
		line.Evidence = [][][4]any{{{numberOf(c.ID), nil, nil, nil}}}
		if len(c.Evidence) > 0 {
			f.in.Lose("evidence", "FEVER has none for a claim with "+line.Label, c.ID)
		}
		return nil
	}
	for i, set := range c.evidenceSets() {
		if set.Stance != stance {
			f.in.Lose("evidence of another stance", "FEVER holds the evidence for its verdict alone", c.ID)
			continue
		}
		annotation := numberOf(fmt.Sprint(c.ID, " ", i))
		var members [][4]any
		for _, e := range set.Pieces {
			page, first, all, err := f.sentences(c, &e)
			if err != nil {
				return err
			}
			for n, text := range all {
				member := [4]any{annotation, numberOf(e.ID), page, first + n}
				if slices.ContainsFunc(members, func(m [4]any) bool { return m[2] == member[2] && m[3] == member[3] }) {
					continue
				}
				members = append(members, member)
				named := [3]any{page, first + n, text}
				if !f.in.Options.WithoutTexts && !slices.Contains(line.Sentences, named) {
					line.Sentences = append(line.Sentences, named)
				}
			}
		}
		if members != nil {
			line.Evidence = append(line.Evidence, members)
		}
	}
	if len(line.Evidence) == 0 {
		f.in.Lose("verdict without evidence", "FEVER's scorer counts no answer to such a claim as right with its evidence", c.ID)
	}
	return nil
}

// sentences gives the page and the sentences that a piece of evidence is, none where the form cannot hold it.
func (f *feverWriter) sentences(c *Claim, e *Evidence) (page string, first int, texts []string, err error) {
	var all []sentence
	switch {
	case e.DocumentID != "" && !e.Placed:
		f.in.Lose("evidence that has lost its place", "it is in no sentence of the present text", c.ID)
		return "", 0, nil, nil
	case e.DocumentID != "":
		if all, err = f.texts.of(e.DocumentSHA256); err != nil {
			return "", 0, nil, err
		}
		behind := 0
		first, behind = overlapping(all, e.Start, e.End)
		page, all = f.pages.of(e.DocumentID, e.Document), all[first:behind]
	default:
		if all = sentencesOf(e.Quote); len(all) == 0 {
			f.in.Lose("outside source without a quote", "FEVER's evidence is sentences", c.ID)
			return "", 0, nil, nil
		}
		page = sourcePage(e)
	}
	for _, s := range all {
		texts = append(texts, s.text)
	}
	return page, first, texts, nil
}

// sourcePage names the page that the quote of an outside source is.
func sourcePage(e *Evidence) string {
	sum := sha256.Sum256([]byte(e.Quote))
	return fmt.Sprintf("%s#%x", e.URL, sum[:4])
}

// pageNames names pages by the titles of their documents, and each otherwise.
type pageNames struct {
	names map[string]string // by a document's id
	taken map[string]bool
}

func newPageNames(in *Selection) *pageNames {
	p := &pageNames{names: map[string]string{}, taken: map[string]bool{}}
	for _, d := range in.export.Documents {
		p.of(d.ID, d.Title)
	}
	return p
}

func (p *pageNames) of(id, title string) string {
	name, known := p.names[id]
	if !known {
		name = title
		for length := 8; p.taken[name]; length += 8 {
			sum := sha256.Sum256([]byte(id))
			name = fmt.Sprintf("%s (%.*x)", title, length/2, sum[:])
		}
		p.names[id], p.taken[name] = name, true
	}
	return name
}
