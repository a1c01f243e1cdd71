package dataset

import (
	"strings"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/store"
)

// Remarks say, a sentence each, what reading files has left out, taken otherwise than written, or made anew.
func (b *Batch) Remarks(r store.ImportReport) []string {
	var said []string
	remark := func(n int, words string) {
		if n > 0 {
			said = append(said, words)
		}
	}
	blank, short := 0, 0
	for _, in := range b.Files {
		for _, remark := range in.Remarks {
			if remark = locale.Known(remark); len(b.Files) > 1 {
				remark = in.Name + ": " + remark
			}
			said = append(said, remark)
		}
		blank, short = blank+in.Blank, short+in.Short
	}
	said = append(said, b.Placing.Remarks...)
	remark(b.Placing.Sought, locale.N("{{.N}} passages were found by their quotes, as the file has no offsets.", b.Placing.Sought))
	list := func(what string, names []string) {
		if len(names) > 0 {
			said = append(said, locale.T(what, "Names", strings.Join(names, ", ")))
		}
	}
	remark(r.Recognised, locale.N("{{.N}} claims were recognised by place, label and annotator, as their ids are not Factmark's.", r.Recognised))
	remark(r.Unidentified, locale.N("{{.N}} ids were left out, as they name no claim alone.", r.Unidentified))
	remark(r.Cut, locale.N("{{.N}} spans begin or end inside a letter or an emoji.", r.Cut))
	remark(r.Unlinked, locale.N("{{.N}} links were left out, as the first appearances that they name are not here.", r.Unlinked))
	remark(r.Trimmed, locale.N("{{.N}} spans had white space at their ends, which was left out.", r.Trimmed))
	remark(blank, locale.N("{{.N}} blank rows were left out.", blank))
	remark(short, locale.N("{{.N}} rows had no last cells, which were taken as empty.", short))
	remark(r.EvidenceUnplaced, locale.N("{{.N}} pieces of evidence have no place in their documents' texts.", r.EvidenceUnplaced))
	remark(r.EvidenceUpdated, locale.N("{{.N}} pieces of evidence were changed to what they are said to be.", r.EvidenceUpdated))
	remark(len(r.DifferingEvidence), locale.N("{{.N}} pieces of evidence are here with other content, and are left.", len(r.DifferingEvidence)))
	remark(len(r.DifferingDecisions), locale.N("{{.N}} decisions are here with other content, and are left.", len(r.DifferingDecisions)))
	list(locale.Mark("Labels that have another meaning here, which is left: {{.Names}}"), r.DifferingLabels)
	list(locale.Mark("An update does not change these columns, in which rows differ: {{.Names}}"), r.Kept)
	list(locale.Mark("Columns that are not Factmark's and were not read: {{.Names}}"), b.unknown())
	list(locale.Mark("New labels: {{.Names}}"), r.NewLabels)
	list(locale.Mark("New people: {{.Names}}"), r.NewPeople)
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
	add := func(n int, words string) {
		if n > 0 {
			all = append(all, words)
		}
	}
	add(documents, locale.N("{{.N}} documents", documents))
	add(evidence, locale.N("{{.N}} pieces of evidence", evidence))
	add(decisions, locale.N("{{.N}} decisions", decisions))
	add(sessions, locale.N("{{.N}} review sessions", sessions))
	add(suggestions, locale.N("{{.N}} suggestions", suggestions))
	return format.List(all, "and")
}

// Changes says in one line what an update changes of a claim.
func Changes(u store.ClaimUpdate) string {
	var changes []string
	for _, f := range u.Fields {
		changes = append(changes, locale.T("{{.Column}} {{.Before}} becomes {{.After}}", "Column", f.Column, "Before", Quoted(f.Before), "After", Quoted(f.After)))
	}
	return Quoted(u.Quote) + ": " + strings.Join(changes, "; ")
}

// Quoted is a cell in one line of at most 60 characters.
func Quoted(cell string) string {
	runes := []rune(strings.Join(strings.Fields(cell), " "))
	switch {
	case len(runes) == 0:
		return locale.T("nothing")
	case len(runes) > 60:
		return "“" + string(runes[:59]) + "…”"
	}
	return "“" + string(runes) + "”"
}

// MisplacedWords says which claims were written although their quote is not at their place; "" where there are none.
func MisplacedWords(ids []string) string {
	return damaged(ids, locale.N("The quotes of {{.N}} claims don't match their places in the text: {{.IDs}}. Check the workspace.", len(ids), "IDs", named(ids)))
}

// NULWords says which claims were written with a NUL character; "" where there are none.
func NULWords(ids []string) string {
	return damaged(ids, locale.N("{{.N}} claims contain a NUL character, which other programs can't read: {{.IDs}}. Check the workspace.", len(ids), "IDs", named(ids)))
}

func damaged(ids []string, words string) string {
	if len(ids) == 0 {
		return ""
	}
	return words
}

// named lists claims, the first of them where they are many.
func named(ids []string) string {
	const most = 5
	listed := strings.Join(ids[:min(len(ids), most)], ", ")
	if more := len(ids) - most; more > 0 {
		listed += " " + locale.N("and {{.N}} more", more)
	}
	return listed
}
