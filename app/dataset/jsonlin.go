package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"factmark/app/format"
	"factmark/store"
)

// isJSONL recognises our own lines by the first of them.
func isJSONL(file []byte) bool {
	line, _, _ := bytes.Cut(bytes.TrimLeft(bytes.TrimPrefix(file, []byte(bom)), "\r\n"), []byte("\n"))
	o, err := readJSONObject(line)
	return err == nil && slices.Contains([]string{"workspace", "label", "document", "claim"}, o.text("record"))
}

// readJSONL reads what writeJSONL writes, and what another program made of it: lines in any order, some of them missing,
// keys in any order, numbers as texts or with a fraction of zeros, null for what is not said.
func readJSONL(file []byte, in *Imported) error {
	file = bytes.TrimPrefix(file, []byte(bom))
	r := jsonlReader{in: in, unknownKeys: map[string]int{}, otherRecords: map[string]int{}}
	for number := 1; len(file) > 0; number++ {
		var line []byte
		line, file, _ = bytes.Cut(file, []byte("\n"))
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		if err := r.line(line, number); err != nil {
			in.Bad = append(in.Bad, store.BadRow{Line: number, Err: err})
		}
	}
	r.evidence.end(in)
	r.remark()
	return nil
}

// jsonlReader remembers what only the whole file tells.
type jsonlReader struct {
	in           *Imported
	unknownKeys  map[string]int // lines, by record and key
	otherRecords map[string]int // lines, by record
	evidence     evidenceOnce
	located      []int // documents with locators, by index
	textless     int   // documents without their texts
}

func (r *jsonlReader) line(line []byte, number int) error {
	o, err := readJSONObject(line)
	if err != nil {
		return err
	}
	record := o.text("record")
	switch record {
	case "workspace":
		err = r.workspace(o)
	case "label":
		err = r.label(o)
	case "document":
		err = r.document(o, number)
	case "claim":
		err = r.claim(o, number)
	case "":
		return errors.New("the key “record” does not say what the line is: workspace, label, document or claim")
	default:
		r.otherRecords[record]++
		return nil
	}
	if err == nil {
		for _, key := range o.rest() {
			r.unknownKeys[record+" "+key]++
		}
	}
	return err
}

func (r *jsonlReader) workspace(o *jsonObject) error {
	o.text("format")
	version := o.whole("version", false)
	unit := o.text("offset_unit")
	if o.err != nil {
		return o.err
	}
	if version > jsonlVersion {
		r.in.say("The file is of version %d of its format, and this Factmark knows version %d: look through what was read.", version, jsonlVersion)
	}
	return r.unit(unit)
}

// unit holds what a line says of offsets against what lines before it said.
func (r *jsonlReader) unit(said string) error {
	unit := Unit(said)
	switch foldColumn(said) {
	case "":
		return nil
	case "codepoint", "codepoints":
		unit = CodePoints
	}
	switch {
	case !slices.Contains([]Unit{CodePoints, UTF16, Bytes}, unit):
		return fmt.Errorf("offset_unit is %q, not codepoint, utf16 or byte", shorten(said))
	case r.in.Unit == "":
		r.in.Unit = unit
	case r.in.Unit != unit:
		return fmt.Errorf("offset_unit is %s, but lines before it count in %s", unit, r.in.Unit)
	}
	return nil
}

func (r *jsonlReader) label(o *jsonObject) error {
	l := store.Label{
		ID: o.text("label_id"), Name: o.text("label"), Meaning: o.text("meaning"), Key: o.text("key"), Letter: o.text("letter"),
		Light: o.text("light"), Dark: o.text("dark"), Pattern: o.text("pattern"), Position: o.whole("position", false), Guideline: o.text("guideline"),
		Group: o.text("group"), Rating: o.whole("rating", false), Retired: o.truth("retired"),
	}
	if o.err == nil && l.Name == "" {
		return errors.New("a label has no name")
	}
	if o.err == nil {
		r.in.Labels = append(r.in.Labels, l)
	}
	return o.err
}

func (r *jsonlReader) document(o *jsonObject, line int) error {
	d := store.ImportedDocument{Line: line, ID: o.plain("document_id"), NewDocument: store.NewDocument{
		Title: o.text("document"), Publisher: o.text("publisher"), Published: o.text("published"), SourceURL: o.text("source_url"),
		Author: o.text("author"), Language: o.text("language"), Tags: o.text("tags"), Note: o.text("note"), Stated: store.DocumentStatus(o.text("status")),
		FileName: o.text("file_name"), Charset: o.text("charset"), Text: o.text("text")}, AddedAt: o.time("added_at")}
	sum := o.text("document_sha256")
	o.skip("length", "split")
	for _, l := range o.array("locators") {
		d.Locators = append(d.Locators, store.Locator{Kind: store.LocatorKind(l.text("kind")), Label: l.text("label"), Start: l.whole("start", true), End: l.whole("end", true)})
		r.nested(o, l, "document locators")
	}
	switch {
	case o.err != nil:
		return o.err
	case d.Text == "":
		r.textless++
		return nil
	case sum != "" && !strings.EqualFold(sum, textSum(d.Text)):
		return fmt.Errorf("the text of %q is not the one that its document_sha256 names: it was changed, or not copied whole", shorten(d.Title))
	}
	if len(d.Locators) > 0 {
		r.located = append(r.located, len(r.in.Documents))
	}
	r.in.Documents = append(r.in.Documents, d)
	return nil
}

// derived are columns of a claim that follow from others or from its document.
var derived = []string{"publisher", "published", "source_url", "fine_label", "supporting", "refuting", "locator"}

func (r *jsonlReader) claim(o *jsonObject, line int) error {
	c := store.ImportedClaim{
		Line:           line,
		Columns:        o.columns(),
		DocumentID:     o.plain("document_id"),
		ClaimID:        o.plain("claim_id"),
		DocumentSHA256: o.plain("document_sha256"),
		DocumentTitle:  o.text("document"),
		Start:          o.whole("start", true),
		End:            o.whole("end", true),
		Quote:          o.text("quote"),
		Prefix:         o.text("prefix"),
		Suffix:         o.text("suffix"),
		Label:          o.plain("label"),
		Meaning:        strings.ToLower(o.plain("meaning")),
		Statement:      o.text("statement"),
		Claimant:       o.text("claimant"),
		ClaimDate:      o.text("claim_date"),
		ClaimType:      o.text("claim_type"),
		Note:           o.text("note"),
		Annotator:      o.plain("annotator"),
		Status:         strings.ToLower(o.plain("status")),
		CreatedAt:      o.time("created_at"),
		UpdatedAt:      o.time("updated_at"),
		FinalLabel:     o.plain("final_label"),
		Reviewer:       o.plain("reviewer"),
		ReviewedAt:     o.time("reviewed_at"),
		FirstClaimID:   o.plain("first_claim_id"),
		Model:          o.plain("model"), // of one that a model suggests
		Score:          o.number("score"),
	}
	unit, confidence := o.plain("offset_unit"), o.plain("confidence")
	o.skip(derived...)
	o.skip("split")
	index := len(r.in.Claims)
	evidence := r.evidenceOf(o, line, index)
	decisions := r.decisionsOf(o, line, index)
	if o.err != nil {
		return o.err
	}
	var err error
	if c.Confidence, err = share(confidence); err != nil {
		return err
	}
	if err := r.unit(unit); err != nil {
		return err
	}
	for _, e := range evidence {
		if err := r.evidence.check(e); err != nil {
			return err
		}
	}
	r.in.Claims = append(r.in.Claims, c)
	for _, e := range evidence {
		r.evidence.add(r.in, e)
	}
	r.in.Decisions = append(r.in.Decisions, decisions...)
	return nil
}

// evidenceOf reads what bears on a claim.
func (r *jsonlReader) evidenceOf(o *jsonObject, line, claim int) (all []sharedEvidence) {
	for _, e := range o.array("evidence") {
		e.skip("claim_id", "locator")
		from := e.plain("shared_from")
		piece := store.ImportedEvidence{
			Line: line, Claim: claim, ID: e.plain("evidence_id"), Set: e.whole("evidence_set", false), Stance: strings.ToLower(e.plain("stance")),
			DocumentID: e.plain("document_id"), DocumentSHA256: e.plain("document_sha256"), DocumentTitle: e.text("document"),
			Quote: e.text("quote"), Prefix: e.text("prefix"), Suffix: e.text("suffix"), URL: e.text("url"), Note: e.text("note"),
			Published: e.plain("published"), ArchiveURL: e.text("archive_url"), Person: e.plain("annotator"),
			CreatedAt: e.time("created_at"), UpdatedAt: e.time("updated_at"),
		}
		within := piece.DocumentID != "" || piece.DocumentSHA256 != "" || piece.DocumentTitle != ""
		piece.Start, piece.End = e.whole("start", within), e.whole("end", within)
		r.nested(o, e, "claim evidence")
		all = append(all, sharedEvidence{piece, from})
	}
	return all
}

func (r *jsonlReader) decisionsOf(o *jsonObject, line, claim int) (all []store.ImportedDecision) {
	for _, d := range o.array("decisions") {
		d.skip("claim_id")
		said := store.ImportedDecision{
			Line: line, Claim: claim, ID: d.plain("decision_id"), SessionID: d.plain("session_id"), Person: d.plain("person"), Kind: strings.ToLower(d.plain("kind")),
			Label: d.plain("label"), Comment: d.text("comment"), CreatedAt: d.time("created_at"), UpdatedAt: d.time("updated_at"),
		}
		if seconds := d.number("seconds"); seconds != nil {
			said.Seconds = *seconds
		}
		r.nested(o, d, "claim decisions")
		all = append(all, said)
	}
	return all
}

// nested ends the reading of an object within a line.
func (r *jsonlReader) nested(o, inner *jsonObject, name string) {
	if o.err == nil {
		o.err = inner.err
	}
	for _, key := range inner.rest() {
		r.unknownKeys[name+" "+key]++
	}
}

// remark says what was not read.
func (r *jsonlReader) remark() {
	if r.in.Unit != CodePoints && r.in.Unit != "" && len(r.located) > 0 {
		for _, i := range r.located {
			r.in.Documents[i].Locators = nil
		}
		r.in.say("The pages and times of %s were left out, as the file counts them in %s.", format.Plural(len(r.located), "document"), r.in.Unit)
	}
	r.in.sayTextless(r.textless)
	listed := func(counts map[string]int) string {
		var names []string
		for _, name := range slices.Sorted(maps.Keys(counts)) {
			names = append(names, shorten(name)+" ("+format.Plural(counts[name], "line")+")")
		}
		const most = 20
		if more := len(names) - most; more > 0 {
			names = append(names[:most], strconv.Itoa(more)+" more")
		}
		return strings.Join(names, ", ")
	}
	if len(r.unknownKeys) > 0 {
		r.in.say("Keys that are not Factmark's and were not read: %s", listed(r.unknownKeys))
	}
	if len(r.otherRecords) > 0 {
		r.in.say("Records of a kind that is not Factmark's and were not read: %s", listed(r.otherRecords))
	}
}

// instant is a time as a workspace writes it, "" for none.
func instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04:05.000Z")
}
