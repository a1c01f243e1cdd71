package dataset

import (
	"io"
	"slices"

	"factmark/app/locale"
)

// spacyFormat is the JSON Lines of Prodigy, from which spaCy is trained: a line for each document and person.
var spacyFormat = &Format{
	Name: "spacy", Title: locale.Mark("spaCy and Prodigy (JSON Lines)"), Extension: ".jsonl", Unit: CodePoints, Texts: true,
	Holds: heldWithRelations,
	Remarks: []string{
		"A line holds what one person has claimed of one document; _annotator_id says who.",
		"Spans may overlap, which Prodigy shows with spans.manual, and spaCy takes as span groups, not as entities.",
		"Tokens follow UAX #29 and are cut where a claim begins or ends within one. spaCy's own tokens may differ: give char_span an alignment_mode.",
		"Evidence in the same document stands under relations, as rel.manual has them.",
		"A claim without a label is called “" + unlabelled + "”, and a claim that a review has settled has the label of the review.",
	},
	Accepts: []string{
		"Tasks of Prodigy with spans, relations, options or a label; rejected and ignored ones are left out, those without an answer are suggestions.",
		"spaCy’s documents (to_json), pairs of a text and its entities, and the paragraphs of spaCy 2.",
	},
	write: writeSpacy, recognise: isSpacy, read: readSpacy,
}

// spacyTask is what one person has said of a document.
type spacyTask struct {
	Text      string          `json:"text"`
	Tokens    []spacyToken    `json:"tokens"`
	Spans     []spacySpan     `json:"spans"`
	Relations []spacyRelation `json:"relations,omitempty"`
	Answer    string          `json:"answer"`
	Annotator string          `json:"_annotator_id,omitempty"`
	Meta      documentFields  `json:"meta"`
}

type spacyToken struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	ID    int    `json:"id"`
	WS    bool   `json:"ws"` // a space follows that is no token
}

// spacySpan is a span of whole tokens; TokenEnd is the last of them.
type spacySpan struct {
	Start      int          `json:"start"`
	End        int          `json:"end"`
	TokenStart int          `json:"token_start"`
	TokenEnd   int          `json:"token_end"`
	Label      string       `json:"label"`
	Text       string       `json:"text,omitempty"`
	Meta       *claimFields `json:"meta,omitempty"`
}

// spacyRelation goes from a piece of evidence to its claim. Head and Child are the last tokens of their spans.
type spacyRelation struct {
	Head      int            `json:"head"`
	Child     int            `json:"child"`
	HeadSpan  spacySpan      `json:"head_span"`
	ChildSpan spacySpan      `json:"child_span"`
	Label     string         `json:"label"`
	Meta      evidenceFields `json:"meta"`
}

func writeSpacy(w io.Writer, in *Selection) error {
	out := newLines(w)
	err := in.EachDocument(func(d *Document, claims []Claim) error {
		text, err := in.Text(d)
		if err != nil {
			return err
		}
		for _, task := range spacyTasks(in, d, claims, newOffsets(text)) {
			if err := out.Encode(task); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return out.flush()
}

// spacyTasks gives the tasks of a document, in the order of the people's first claims; one without a person where there is no claim.
func spacyTasks(in *Selection, d *Document, claims []Claim, o *offsets) []spacyTask {
	claims = in.inText(claims, o)
	evidence := make([][]Evidence, len(claims))
	var cuts []int
	for i := range claims {
		evidence[i] = in.evidenceInText(d, &claims[i], o)
		cuts = append(cuts, claims[i].Start, claims[i].End)
		for _, e := range evidence[i] {
			cuts = append(cuts, e.Start, e.End)
		}
	}
	tokens := spacyTokens(o.text, cuts)
	span := func(start, end int, label string) spacySpan {
		first, _ := slices.BinarySearchFunc(tokens, start+1, func(t spacyToken, at int) int { return t.End - at })
		behind, _ := slices.BinarySearchFunc(tokens, end, func(t spacyToken, at int) int { return t.Start - at })
		return spacySpan{Start: start, End: end, TokenStart: first, TokenEnd: max(first, behind-1), Label: label}
	}
	var tasks []spacyTask
	empty := spacyTask{Text: o.text, Tokens: tokens, Spans: []spacySpan{}, Answer: "accept", Meta: documentFieldsOf(d)}
	of := map[string]int{} // indexes of tasks, by person
	for i := range claims {
		c := &claims[i]
		at, known := of[c.Annotator]
		if !known {
			at = len(tasks)
			of[c.Annotator] = at
			task := empty
			task.Annotator = c.Annotator
			tasks = append(tasks, task)
		}
		task := &tasks[at]
		label := toolLabel(c)
		claim := span(c.Start, c.End, label)
		for _, e := range evidence[i] {
			piece := span(e.Start, e.End, evidenceLabel)
			task.Relations = append(task.Relations, spacyRelation{piece.TokenEnd, claim.TokenEnd, piece, claim, e.Stance, evidenceFieldsOf(&e)})
		}
		fields := fieldsOf(c, label)
		claim.Text, claim.Meta = c.Quote, &fields
		task.Spans = append(task.Spans, claim)
	}
	if tasks == nil {
		tasks = []spacyTask{empty}
	}
	return tasks
}

// spacyTokens are the tokens of a text as spaCy has them: one space behind a token belongs to it, all other white space is tokens
// of its own. The texts of all tokens, with a space where ws says so, are the text.
func spacyTokens(text string, cuts []int) []spacyToken {
	all := []spacyToken{}
	for _, t := range tokensOf(text, cuts) {
		behind := len(all) > 0 && all[len(all)-1].End == t.start // no white space that is no token lies between
		if t.blank && t.text[0] == ' ' && behind && !all[len(all)-1].WS {
			all[len(all)-1].WS = true
			if t.start, t.text = t.start+1, t.text[1:]; t.text == "" {
				continue
			}
		}
		space := false
		if last := len(t.text) - 1; t.blank && last > 0 && t.text[last] == ' ' {
			space, t.end, t.text = true, t.end-1, t.text[:last]
		}
		all = append(all, spacyToken{t.text, t.start, t.end, len(all), space})
	}
	return all
}
