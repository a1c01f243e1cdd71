package dataset

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// doccanoFormat is doccano's JSON Lines, a line a document. The spans stand there twice: as label, which its form for spans reads,
// and as entities with relations, which its form for relations reads. It keeps what it does not know in the text's meta.
var doccanoFormat = &Format{
	Name: "doccano", Title: "doccano (JSON Lines)", Extension: ".jsonl", Unit: CodePoints, Texts: true,
	Holds: heldWithRelations,
	Remarks: []string{
		"doccano takes offsets as they are and does not say what they count: the programs that read its files count code points, as this export does, " +
			"and its window counts UTF-16, in which each character above U+FFFF, such as an emoji, counts twice. Highlights behind one show shifted there; the report names them.",
		"A project must allow overlapping spans, otherwise doccano leaves out of two that overlap the second.",
		"All people's claims on a document stand in one line; meta says whose each is.",
		"A claim without a label is called “" + unlabelled + "”, and a claim that a review has settled has the label of the review.",
	},
	Accepts: []string{
		"Any project of spans, relations or classes, in lines or one array, whatever its columns are called. What its offsets count is told by Factmark’s own meta, or by where spans end, and asked otherwise.",
	},
	write: writeDoccano, recognise: isDoccano, read: readDoccano,
}

// doccanoLine is a document.
type doccanoLine struct {
	ID        int               `json:"id"`
	Text      string            `json:"text"`
	Label     []labelledSpan    `json:"label"`
	Entities  []doccanoEntity   `json:"entities"`
	Relations []doccanoRelation `json:"relations"`
	Comments  []string          `json:"Comments"`
	Meta      doccanoMeta       `json:"meta"`
}

// labelledSpan is [start, end, label].
type labelledSpan struct {
	start, end int
	label      string
}

func (s labelledSpan) MarshalJSON() ([]byte, error) {
	return json.Marshal([]any{s.start, s.end, s.label})
}

type doccanoEntity struct {
	ID    int    `json:"id"`
	Start int    `json:"start_offset"`
	End   int    `json:"end_offset"`
	Label string `json:"label"`
}

type doccanoRelation struct {
	ID   int    `json:"id"`
	From int    `json:"from_id"`
	To   int    `json:"to_id"`
	Type string `json:"type"`
}

// doccanoMeta is ours. Its claims and evidence name their spans by place and label, as doccano numbers spans anew.
type doccanoMeta struct {
	documentFields
	Unit     Unit              `json:"offset_unit"`
	Claims   []doccanoClaim    `json:"claims"`
	Evidence []doccanoEvidence `json:"evidence,omitempty"`
}

type doccanoClaim struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Label string `json:"label"`
	claimFields
}

type doccanoEvidence struct {
	ClaimID string `json:"claim_id"`
	Stance  string `json:"stance"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	evidenceFields
}

func writeDoccano(w io.Writer, in *Selection) error {
	out := bufio.NewWriter(w)
	number := 0
	err := in.EachDocument(func(d *Document, claims []Claim) error {
		text, err := in.Text(d)
		if err != nil {
			return err
		}
		number++
		line := doccanoOf(in, d, claims, newOffsets(text))
		line.ID = number
		encoded, err := asciiJSON(line)
		if err != nil {
			return err
		}
		_, err = out.Write(encoded)
		return err
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

func doccanoOf(in *Selection, d *Document, claims []Claim, o *offsets) doccanoLine {
	line := doccanoLine{Text: o.text, Label: []labelledSpan{}, Entities: []doccanoEntity{}, Relations: []doccanoRelation{}, Comments: []string{},
		Meta: doccanoMeta{documentFields: documentFieldsOf(d), Unit: CodePoints, Claims: []doccanoClaim{}}}
	entity := func(start, end int, label string) int {
		id := len(line.Entities) + 1
		line.Entities = append(line.Entities, doccanoEntity{id, start, end, label})
		return id
	}
	evidence := map[[2]int]int{} // numbers of entities, by span
	for _, c := range in.inText(claims, o) {
		label := toolLabel(&c)
		if o.differs(c.End) {
			in.Lose("place in doccano’s window", "it counts UTF-16 and shows this highlight shifted", c.ID)
		}
		line.Label = append(line.Label, labelledSpan{c.Start, c.End, label})
		line.Meta.Claims = append(line.Meta.Claims, doccanoClaim{c.Start, c.End, label, fieldsOf(&c, label)})
		if c.Note != "" {
			line.Comments = append(line.Comments, c.Note)
		}
		claim := entity(c.Start, c.End, label)
		for _, e := range in.evidenceInText(d, &c, o) {
			span := [2]int{e.Start, e.End}
			from, known := evidence[span]
			if !known {
				from = entity(e.Start, e.End, evidenceLabel)
				evidence[span] = from
			}
			line.Relations = append(line.Relations, doccanoRelation{len(line.Relations) + 1, from, claim, e.Stance})
			line.Meta.Evidence = append(line.Meta.Evidence, doccanoEvidence{c.ID, e.Stance, e.Start, e.End, evidenceFieldsOf(&e)})
		}
	}
	return line
}

// asciiJSON encodes a value as a line of JSON without a byte that is not ASCII: doccano guesses the encoding of a file, and takes
// a few letters of UTF-8 for Windows-1252.
func asciiJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	var out []byte
	for encoded := b.Bytes(); len(encoded) > 0; {
		r, size := utf8.DecodeRune(encoded)
		encoded = encoded[size:]
		switch {
		case r < utf8.RuneSelf:
			out = append(out, byte(r))
		case r > 0xFFFF:
			high, low := utf16.EncodeRune(r)
			out = appendEscaped(appendEscaped(out, high), low)
		default:
			out = appendEscaped(out, r)
		}
	}
	return out, nil
}

func appendEscaped(b []byte, unit rune) []byte {
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', hex[unit>>12&15], hex[unit>>8&15], hex[unit>>4&15], hex[unit&15])
}
