package dataset

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/store"
)

// Report says what an export wrote, and what its format could not hold.
type Report struct {
	Rows      int // claims
	Documents int
	Evidence  int // pieces, those that linked claims share with each of them
	Decisions int
	Parts     Split // how many of the claims are for training, development and test; the zero value where it is not split
	Formulas  int   // text cells that a spreadsheet takes for formulas unless the export is spreadsheet-safe
	Lost      []Loss

	Conflicts  store.ConflictCounts // of merges, unresolved
	InConflict []string             // ids of the claims they concern
	Misplaced  []string             // ids of claims whose quote is not what stands at their place in the text
	NUL        []string             // ids of claims with a NUL character, which earlier versions let in and no program reads well
}

// Loss is a kind of thing that a format could not hold.
type Loss struct {
	What  string // a noun in the singular: “note”, “overlapping span”
	Why   string // a clause: “tokens have one label”; "" where the format has no place for it at all
	Whose string // what N counts where that is not What: “claim”, “document” or “label”
	N     int
	IDs   []string // of the first claims it concerns, at most mostLost
}

// mostLost is how many claims of one loss are named.
const mostLost = 1000

func (l *Loss) add(claimID string) {
	if l.N++; len(l.IDs) < mostLost && claimID != "" {
		l.IDs = append(l.IDs, claimID)
	}
}

// String says what is lost in a line: “note (12 claims)”, “overlapping span (3), as tokens have one label”.
func (l Loss) String() string {
	switch {
	case l.Whose != "":
		return fmt.Sprintf("%s (%s)", l.What, format.Plural(l.N, l.Whose))
	case l.Why == "":
		return fmt.Sprintf("%s (%s)", l.What, format.InEnglish(l.N))
	}
	return fmt.Sprintf("%s (%s), as %s", l.What, format.InEnglish(l.N), l.Why)
}

// losses are what an export loses, as it is counted.
type losses struct {
	all   []*Loss
	known map[[2]string]*Loss // by what and why
}

// of gives the count of a loss, which is made with the first.
func (l *losses) of(what, why, whose string) *Loss {
	key := [2]string{what, why}
	loss := l.known[key]
	if loss == nil {
		if l.known == nil {
			l.known = map[[2]string]*Loss{}
		}
		loss = &Loss{What: what, Why: why, Whose: whose}
		l.known[key] = loss
		l.all = append(l.all, loss)
	}
	return loss
}

// counted gives the losses there are: the fields in their order, then what else.
func (l *losses) counted() []Loss {
	var some []Loss
	for _, loss := range l.all {
		if loss.N > 0 {
			some = append(some, *loss)
		}
	}
	place := func(l Loss) int {
		i := slices.IndexFunc(Fields, func(field string) bool { return l.Why == "" && FieldWords(field) == l.What })
		if i < 0 {
			return len(Fields)
		}
		return i
	}
	slices.SortStableFunc(some, func(a, b Loss) int { return cmp.Compare(place(a), place(b)) })
	return some
}

// FieldWords is what one of Fields is called in a sentence.
func FieldWords(field string) string {
	if words := fieldWords[field]; words != "" {
		return words
	}
	return strings.ReplaceAll(field, "_", " ")
}

// HoldsWords says in a sentence, in the language of the window, which of Fields a format holds, or does not, whichever are fewer.
func (f *Format) HoldsWords() string {
	var held, missing []string
	for _, field := range Fields {
		switch {
		case field == "offset_unit":
		case slices.Contains(f.Holds, field):
			held = append(held, locale.T(FieldWords(field)))
		default:
			missing = append(missing, locale.T(FieldWords(field)))
		}
	}
	switch {
	case len(missing) == 0:
		return locale.T("It holds everything.")
	case len(missing) < len(held):
		return locale.T("It does not hold: {{.Fields}}.", "Fields", strings.Join(missing, "; "))
	}
	return locale.T("It holds only: {{.Fields}}.", "Fields", strings.Join(held, "; "))
}

var fieldWords = map[string]string{
	"claim_id": locale.Mark("id of the claim"), "document_id": locale.Mark("id of the document"), "document": locale.Mark("title of the document"), "publisher": locale.Mark("publisher of the document"),
	"published": locale.Mark("date of the document"), "source_url": locale.Mark("address of the document"), "document_sha256": locale.Mark("SHA-256 of the text"),
	"start": locale.Mark("beginning of the span"), "end": locale.Mark("end of the span"), "prefix": locale.Mark("text before the quote"), "suffix": locale.Mark("text behind the quote"),
	"meaning": locale.Mark("meaning of the label"), "claim_type": locale.Mark("type of the claim"), "claim_date": locale.Mark("date of the claim"),
	"supporting": locale.Mark("number of supporting evidence"), "refuting": locale.Mark("number of refuting evidence"), "created_at": locale.Mark("time of making"), "updated_at": locale.Mark("time of the last change"),
	"reviewed_at": locale.Mark("time of review"), "locator": locale.Mark("page or other place in the file"), "first_claim_id": locale.Mark("link to the first appearance"),
	"evidence_id": locale.Mark("ids of evidence"), "evidence_set": locale.Mark("sets of evidence"), "evidence_note": locale.Mark("notes of evidence"), "evidence_source": locale.Mark("addresses, dates and copies of outside sources"),
	"decisions": locale.Mark("decisions of reviews"), "text": locale.Mark("text of the document"), "document_details": locale.Mark("author, language, tags and other details"),
	"label_set": locale.Mark("keys, colours and guidelines of labels"),
	// These are called as their columns.
	"label": locale.Mark("label"), "quote": locale.Mark("quote"), "note": locale.Mark("note"), "claimant": locale.Mark("claimant"), "statement": locale.Mark("statement"), "confidence": locale.Mark("confidence"), "annotator": locale.Mark("annotator"), "status": locale.Mark("status"), "final_label": locale.Mark("final label"), "reviewer": locale.Mark("reviewer"), "evidence": locale.Mark("evidence"), "fine_label": locale.Mark("fine label"),
}

// Lines says in sentences what there is to know of an export beside how much was written. Of what was lost so many claims are named,
// all that are known for -1.
func (r *Report) Lines(f *Format, o Options, named int) []string {
	var lines []string
	say := func(text string, args ...any) { lines = append(lines, fmt.Sprintf(text, args...)) }
	if words := f.Unit.Words(); words != "" {
		say("Offsets count %s.", words)
	}
	if o.Split != (Split{}) {
		say("%s for training, %s for development and %s for the test, where %s was asked for: documents and linked claims stay together.",
			format.Plural(r.Parts.Train, "claim"), format.InEnglish(r.Parts.Dev), format.InEnglish(r.Parts.Test), o.Split)
	}
	if o.WithoutTexts {
		say("The documents' texts were left out.")
	}
	if o.Pseudonyms {
		say("People are called by pseudonyms.")
	}
	var ofAll []string
	for _, l := range r.Lost {
		if l.ofEvery(r) {
			ofAll = append(ofAll, l.What)
		}
	}
	if len(ofAll) > 0 {
		say("Not held, of every claim: %s.", strings.Join(ofAll, ", "))
	}
	for _, l := range r.Lost {
		if !l.ofEvery(r) {
			say("Not held: %s%s.", l, namedIDs(l.IDs, l.N, named))
		}
	}
	if len(r.InConflict) > 0 && named != 0 {
		say("Conflicts of a merge bear on claims, written as they stand now%s.", namedIDs(r.InConflict, len(r.InConflict), named))
	}
	return lines
}

// ofEvery tells whether every claim of an export has what was lost.
func (l Loss) ofEvery(r *Report) bool { return l.Whose == "claim" && l.N == r.Rows && r.Rows > 1 }

// namedIDs lists the first of n claims behind a colon; "" for none.
func namedIDs(ids []string, n, named int) string {
	if named >= 0 {
		ids = ids[:min(named, len(ids))]
	}
	if len(ids) == 0 {
		return ""
	}
	list := ": " + strings.Join(ids, ", ")
	if more := n - len(ids); more > 0 {
		list += fmt.Sprintf(" and %s more", format.InEnglish(more))
	}
	return list
}

// Words are what offsets in a unit count; "" for none.
func (u Unit) Words() string {
	return map[Unit]string{CodePoints: locale.Mark("Unicode code points"), UTF16: locale.Mark("UTF-16 code units"), Bytes: locale.Mark("bytes of UTF-8")}[u]
}

// Written says how much was written.
func (r *Report) Written(f *Format) string {
	said := format.Plural(r.Rows, "claim") + " of " + format.Plural(r.Documents, "document")
	if r.Evidence > 0 && slices.Contains(f.Holds, "evidence") {
		said += ", " + format.Count(r.Evidence, "piece of evidence", "pieces of evidence")
	}
	if r.Decisions > 0 && slices.Contains(f.Holds, "decisions") {
		said += ", " + format.Plural(r.Decisions, "decision") + " of reviews"
	}
	return said + "."
}

// WriteText writes the whole of a report, a sentence a line.
func (r *Report) WriteText(w io.Writer, f *Format, o Options) error {
	lines := append([]string{f.Title + ": " + r.Written(f)}, r.Lines(f, o, -1)...)
	lines = append(lines, format.NonEmpty(MisplacedWords(r.Misplaced), NULWords(r.NUL))...)
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, format.Visible(line)); err != nil {
			return err
		}
	}
	return nil
}
