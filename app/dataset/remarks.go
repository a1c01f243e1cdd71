package dataset

import (
	"fmt"
	"strings"

	"factmark/app/format"
	"factmark/store"
)

// Remarks say, a sentence each, what reading files has left out, taken otherwise than written, or made anew.
func (b *Batch) Remarks(r store.ImportReport) []string {
	var said []string
	remark := func(n int, one, many string) {
		if n > 0 {
			said = append(said, format.Count(n, one, many)+".")
		}
	}
	blank, short := 0, 0
	for _, in := range b.Files {
		for _, remark := range in.Remarks {
			if len(b.Files) > 1 {
				remark = in.Name + ": " + remark
			}
			said = append(said, remark)
		}
		blank, short = blank+in.Blank, short+in.Short
	}
	said = append(said, b.Placing.Remarks...)
	remark(b.Placing.Sought, "passage was found by its quote, as the file has no offsets", "passages were found by their quotes, as the file has no offsets")
	list := func(what string, names []string) {
		if len(names) > 0 {
			said = append(said, what+": "+strings.Join(names, ", "))
		}
	}
	remark(r.Recognised, "claim was recognised by place, label and annotator, as its id is not Factmark's",
		"claims were recognised by place, label and annotator, as their ids are not Factmark's")
	remark(r.Unidentified, "id was left out, as it names no claim alone", "ids were left out, as they name no claim alone")
	remark(r.Cut, "span begins or ends inside a letter or an emoji", "spans begin or end inside a letter or an emoji")
	remark(r.Unlinked, "link was left out, as the first appearance that it names is not here", "links were left out, as the first appearances that they name are not here")
	remark(r.Trimmed, "span had white space at its ends, which was left out", "spans had white space at their ends, which was left out")
	remark(blank, "blank row was left out", "blank rows were left out")
	remark(short, "row had no last cells, which were taken as empty", "rows had no last cells, which were taken as empty")
	remark(r.EvidenceUnplaced, "piece of evidence has no place in its document's text", "pieces of evidence have no place in their documents' texts")
	remark(r.EvidenceUpdated, "piece of evidence was changed to what it is said to be", "pieces of evidence were changed to what they are said to be")
	remark(len(r.DifferingEvidence), "piece of evidence is here with other content, and is left", "pieces of evidence are here with other content, and are left")
	remark(len(r.DifferingDecisions), "decision is here with other content, and is left", "decisions are here with other content, and are left")
	list("Labels that have another meaning here, which is left", r.DifferingLabels)
	list("An update does not change these columns, in which rows differ", r.Kept)
	list("Columns that are not Factmark's and were not read", b.unknown())
	list("New labels", r.NewLabels)
	list("New people", r.NewPeople)
	return said
}

// Brought counts what came in besides claims: “2 documents and 1 decision”; "" where nothing did.
func Brought(r store.ImportReport) string {
	return counts(r.DocumentsAdded, r.EvidenceAdded, r.DecisionsAdded, r.SessionsAdded, r.SuggestionsAdded)
}

// ThereAlready counts likewise what was here already.
func ThereAlready(r store.ImportReport) string {
	return counts(r.DocumentsExisting, r.EvidenceExisting, r.DecisionsExisting, 0, r.SuggestionsExisting)
}

func counts(documents, evidence, decisions, sessions, suggestions int) string {
	var all []string
	for _, c := range []struct {
		n         int
		one, many string
	}{{documents, "document", "documents"}, {evidence, "piece of evidence", "pieces of evidence"}, {decisions, "decision", "decisions"},
		{sessions, "review session", "review sessions"}, {suggestions, "suggestion", "suggestions"}} {
		if c.n > 0 {
			all = append(all, format.Count(c.n, c.one, c.many))
		}
	}
	return format.List(all, "and")
}

// Changes says in one line what an update changes of a claim.
func Changes(u store.ClaimUpdate) string {
	var changes []string
	for _, f := range u.Fields {
		changes = append(changes, fmt.Sprintf("%s %s becomes %s", f.Column, Quoted(f.Before), Quoted(f.After)))
	}
	return Quoted(u.Quote) + ": " + strings.Join(changes, "; ")
}

// Quoted is a cell in one line of at most 60 characters.
func Quoted(cell string) string {
	runes := []rune(strings.Join(strings.Fields(cell), " "))
	switch {
	case len(runes) == 0:
		return "nothing"
	case len(runes) > 60:
		return "“" + string(runes[:59]) + "…”"
	}
	return "“" + string(runes) + "”"
}

// MisplacedWords says which claims were written although their quote is not at their place; "" where there are none.
func MisplacedWords(ids []string) string {
	return damaged(ids, "The quote of 1 claim is not what stands at its place in the text", "The quotes of %d claims are not what stands at their places in the text")
}

// NULWords says which claims were written with a NUL character; "" where there are none.
func NULWords(ids []string) string {
	return damaged(ids, "1 claim holds a NUL character, which other programs do not read", "%d claims hold a NUL character, which other programs do not read")
}

// damaged names claims that something is wrong with, the first of them where they are many.
func damaged(ids []string, one, many string) string {
	const most = 5
	said := one
	switch n := len(ids); {
	case n == 0:
		return ""
	case n > 1:
		said = fmt.Sprintf(many, n)
	}
	listed := strings.Join(ids[:min(len(ids), most)], ", ")
	if more := len(ids) - most; more > 0 {
		listed += fmt.Sprintf(" and %d more", more)
	}
	return said + ": " + listed + ". Check the workspace."
}
