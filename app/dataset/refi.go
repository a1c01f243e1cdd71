package dataset

import (
	"bytes"
	"cmp"
	"compress/flate"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"factmark/app/locale"
	"factmark/store"
)

// refiFormat is the project exchange format of qualitative data analysis, REFI-QDA 1.0 (18 March 2019, www.qdasoftware.org):
// an archive of project.qde and of the texts in sources. Labels are codes, claims are coded selections, evidence are
// selections, or notes for outside sources, that a link joins with their claim.
var refiFormat = &Format{
	Name: "refi-qda", Title: locale.Mark("REFI-QDA project"), Extension: ".qdpx", Unit: CodePoints, Texts: true,
	Holds: []string{"claim_id", "document_id", "document", "publisher", "published", "source_url", "document_sha256", "start", "end", "offset_unit", "quote", "prefix", "suffix",
		"label", "meaning", "statement", "claimant", "claim_date", "claim_type", "confidence", "note", "supporting", "refuting", "annotator", "status", "created_at", "updated_at",
		"final_label", "reviewer", "reviewed_at", "first_claim_id", "evidence", "evidence_id", "evidence_set", "evidence_note", "evidence_source", "text"},
	Remarks: []string{
		"A label is a code with its colour and guideline, a claim a coded selection of a text; a claim without a label is a selection without a code.",
		"The note is the selection's description; statement, claimant and what else is known of a claim are memos with these names.",
		"Evidence is a selection with a code of its stance, or a memo for an outside source, and a link to its claim; the link's name tells the stance and the set.",
		"A label that a review has settled stands in place of the annotator's, which is in a memo.",
		"Of a document's details its pages and times are left out; of a label its key, letter, pattern and colour in the dark.",
	},
	Accepts: []string{
		"Projects of QualCoder, ATLAS.ti, MAXQDA, NVivo and others, the XML of one alone, and code books; sources other than text are named as left out.",
	},
	write: writeREFI, recognise: isREFI, read: readREFI,
}

const (
	refiProject   = "project.qde"
	refiNamespace = "urn:QDA-XML:project:1.0"
	refiOrigin    = "Factmark"
	refiSources   = "sources"
	refiInternal  = "internal://"
)

// The memos on a claim, by what they tell.
const (
	memoStatement  = "Statement"
	memoClaimant   = "Claimant"
	memoClaimDate  = "Claim date"
	memoClaimType  = "Claim type"
	memoConfidence = "Confidence"
	memoStatus     = "Status"
	memoLabel      = "Annotator's label"
	memoFinal      = "Final label"
	memoReviewer   = "Reviewer"
	memoReviewed   = "Reviewed at"
	memoMeaning    = "Meaning" // of a label

	memoNone = "(no label)"
)

// refiFirst is the name of the link between a claim and the one that it appeared in first.
const refiFirst = "first appearance"

// refiVariables are what is said of a source, in the order in which they are declared.
var refiVariables = []struct {
	name string
	of   func(*Document) string
}{
	{"Publisher", func(d *Document) string { return d.Publisher }},
	{"Published", func(d *Document) string { return d.Published }},
	{"Source URL", func(d *Document) string { return d.SourceURL }},
	{"Author", func(d *Document) string { return d.Author }},
	{"Language", func(d *Document) string { return d.Language }},
	{"Tags", func(d *Document) string { return d.Tags }},
	{"Status", func(d *Document) string { return string(d.Stated) }},
	{"File name", func(d *Document) string { return d.FileName }},
	{"Split", func(d *Document) string { return d.Split }},
	{refiArchive, func(*Document) string { return "" }}, // of an outside source
}

const refiArchive = "Archive URL"

// refiStances are the stances that evidence has codes for.
var refiStances = []store.Stance{store.StanceSupports, store.StanceRefutes, store.StanceContext}

func writeREFI(w io.Writer, in *Selection) error {
	return writeZip(w, func(files Files) error {
		out := &refiWriter{in: in, people: map[string]string{}, declared: map[uuid.UUID]bool{}, referred: map[uuid.UUID]bool{}, evidence: map[string]*refiPiece{}}
		return out.write(files)
	})
}

// refiWriter makes a project. Its parts have an order in which the people come first and the links last, and evidence may lie
// in any document: the selections, notes and links wait, packed, until all claims are read.
type refiWriter struct {
	in        *Selection
	documents []Document
	claims    spill   // selections
	lengths   []int64 // of each document's part of claims
	notes     spill
	people    map[string]string // ids, by name
	users     []string          // names, in the order in which they come
	evidence  map[string]*refiPiece
	pieces    []*refiPiece
	firsts    [][2]string // claims and the ones that they appeared in first

	declared map[uuid.UUID]bool
	referred map[uuid.UUID]bool // before they were declared
}

// refiPiece is a piece of evidence and the claim that it is linked with.
type refiPiece struct {
	Evidence
	claim string
	own   bool
}

func (o *refiWriter) write(files Files) error {
	err := o.in.EachDocument(func(d *Document, claims []Claim) error {
		text, err := o.in.Text(d)
		if err != nil {
			return fmt.Errorf("the text of %q: %w", d.Title, err)
		}
		o.documents = append(o.documents, *d)
		if err := writeWhole(files, refiSources+"/"+guidOf(d.ID)+".txt", text); err != nil {
			return err
		}
		before := o.claims.n
		for i := range claims {
			if err := o.claim(&claims[i]); err != nil {
				return err
			}
		}
		o.lengths = append(o.lengths, o.claims.n-before)
		return nil
	})
	if err != nil {
		return err
	}
	project, err := files(refiProject)
	if err != nil {
		return err
	}
	return o.project(project)
}

// claim keeps the selection of a claim.
func (o *refiWriter) claim(c *Claim) error {
	switch {
	case !c.Placed:
		o.in.Lose("orphan", "it has no place in the text", c.ID)
		return nil
	case o.in.loseRejected(c):
		return nil
	}
	label, annotators := c.settledLabel(), ""
	if label != c.Label {
		annotators = cmp.Or(c.Label, memoNone)
	}
	status := c.Status
	if status == string(store.StatusOpen) {
		status = ""
	}
	if strings.ContainsFunc(c.Quote+c.Statement+c.Note, notInXML) {
		o.in.Lose("control character", "XML cannot hold it; a replacement character stands in its place, and the text has it still", c.ID)
	}
	guid := o.declare(guidOf(c.ID))
	var x xmlBuffer
	x.open("PlainTextSelection", "guid", guid, "name", c.Quote, "startPosition", strconv.Itoa(c.Start), "endPosition", strconv.Itoa(c.End),
		"creatingUser", o.user(c.Annotator), "creationDateTime", c.CreatedAt, "modifiedDateTime", c.UpdatedAt)
	x.text("Description", c.Note)
	if label != "" {
		o.coding(&x, guid, o.codeOf(label), c.Annotator, c.CreatedAt)
	}
	for _, memo := range [][2]string{{memoStatement, c.Statement}, {memoClaimant, c.Claimant}, {memoClaimDate, c.ClaimDate}, {memoClaimType, c.ClaimType}, {memoConfidence, c.Confidence},
		{memoStatus, status}, {memoLabel, annotators}, {memoFinal, c.FinalLabel}, {memoReviewer, c.Reviewer}, {memoReviewed, c.ReviewedAt}} {
		if err := o.memo(&x, guid, memo[0], memo[1]); err != nil {
			return err
		}
	}
	x.close("PlainTextSelection")
	for i := range c.Evidence {
		o.bear(c.ID, &c.Evidence[i])
	}
	if c.FirstClaimID != "" {
		o.firsts = append(o.firsts, [2]string{c.ID, c.FirstClaimID})
	}
	return o.claims.add(x.Bytes())
}

// bear notes a piece of evidence, once: with its own claim, or where that is not here with the first that shares it.
func (o *refiWriter) bear(claim string, e *Evidence) {
	own := e.SharedFrom == ""
	p := o.evidence[e.ID]
	switch {
	case p == nil:
		p = &refiPiece{*e, claim, own}
		o.evidence[e.ID], o.pieces = p, append(o.pieces, p)
	case own && !p.own:
		p.claim, p.own = claim, true
	}
}

func (o *refiWriter) coding(x *xmlBuffer, selection, code, by, at string) {
	x.open("Coding", "guid", o.declare(derivedID("coding", selection)), "creatingUser", o.user(by), "creationDateTime", at)
	x.empty("CodeRef", "targetGUID", o.refer(code))
	x.close("Coding")
}

// memo keeps a note on something and refers to it.
func (o *refiWriter) memo(x *xmlBuffer, of, name, text string) error {
	if text == "" {
		return nil
	}
	guid := o.declare(derivedID("memo", of, name))
	x.empty("NoteRef", "targetGUID", o.refer(guid))
	var note xmlBuffer
	note.open("Note", "guid", guid, "name", name)
	note.text("PlainTextContent", text)
	note.close("Note")
	return o.notes.add(note.Bytes())
}

// project writes project.qde.
func (o *refiWriter) project(w io.Writer) error {
	byDocument := map[string][]*refiPiece{}
	in := map[string]bool{}
	for i := range o.documents {
		in[o.documents[i].ID] = true
	}
	var links xmlBuffer
	for _, p := range o.pieces {
		switch {
		case p.DocumentID == "":
			if err := o.outside(p); err != nil {
				return err
			}
		case !in[p.DocumentID]:
			o.in.Lose("piece of evidence", "its document is not in the file", p.claim)
			continue
		case !p.Placed:
			o.in.Lose("piece of evidence", "its passage has no place in the text", p.claim)
			continue
		default:
			o.user(p.Annotator)
			byDocument[p.DocumentID] = append(byDocument[p.DocumentID], p)
		}
		name := p.Stance
		if p.Set > 1 {
			name += fmt.Sprintf(" (set %d)", p.Set)
		}
		o.link(&links, name, guidOf(p.ID), guidOf(p.claim))
	}
	for _, pair := range o.firsts {
		if first := guidOf(pair[1]); o.declared[uuid.MustParse(first)] {
			o.link(&links, refiFirst, guidOf(pair[0]), first)
		} else {
			o.in.Lose("link to the first appearance", "that claim is not in the file", pair[0])
		}
	}

	out := &xmlTo{w: w}
	out.raw(xml.Header)
	out.open("Project", "xmlns", refiNamespace, "name", refiOrigin, "origin", refiOrigin)
	if len(o.users) > 0 {
		out.open("Users")
		for _, name := range o.users {
			out.empty("User", "guid", o.declare(o.people[name]), "name", name)
		}
		out.close("Users")
	}
	if err := o.codes(out); err != nil {
		return err
	}
	out.open("Variables")
	for _, v := range refiVariables {
		out.empty("Variable", "guid", o.declare(variableID(v.name)), "name", v.name, "typeOfVariable", "Text")
	}
	out.close("Variables")
	if len(o.documents) > 0 {
		out.open("Sources")
		selections := o.claims.reader()
		for i := range o.documents {
			o.source(out, &o.documents[i], io.LimitReader(selections, o.lengths[i]), byDocument[o.documents[i].ID])
		}
		out.close("Sources")
	}
	if o.notes.n > 0 {
		out.open("Notes")
		out.copy(o.notes.reader())
		out.close("Notes")
	}
	if links.Len() > 0 {
		out.open("Links")
		out.copy(&links)
		out.close("Links")
	}
	out.close("Project")
	if err := out.flush(); err != nil {
		return err
	}
	for guid := range o.referred { // the schema does not ask for it
		if !o.declared[guid] {
			return fmt.Errorf("the project would refer to %s, which is not in it; nothing was written", guid)
		}
	}
	return nil
}

// codes writes the code book.
func (o *refiWriter) codes(out *xmlTo) error {
	out.open("CodeBook")
	out.open("Codes")
	for _, l := range o.in.Labels {
		guid := o.declare(guidOf(l.ID))
		out.open("Code", "guid", guid, "name", l.Name, "isCodable", "true", "color", l.Light)
		out.text("Description", l.Guideline)
		if err := o.memo(&out.xmlBuffer, guid, memoMeaning, l.Meaning); err != nil {
			return err
		}
		out.close("Code")
	}
	out.open("Code", "guid", o.declare(derivedID("code", "evidence")), "name", "Evidence", "isCodable", "false")
	for _, stance := range refiStances {
		out.empty("Code", "guid", o.declare(stanceID(stance)), "name", "Evidence: "+string(stance), "isCodable", "true")
	}
	out.close("Code")
	out.close("Codes")
	out.close("CodeBook")
	return out.flush()
}

// source writes a document with its claims and with the evidence that lies in it.
func (o *refiWriter) source(out *xmlTo, d *Document, claims io.Reader, evidence []*refiPiece) {
	guid := o.declare(guidOf(d.ID))
	out.open("TextSource", "guid", guid, "name", d.Title, "plainTextPath", refiInternal+guid+".txt", "creationDateTime", d.AddedAt.UTC().Format(time.RFC3339Nano))
	out.text("Description", d.Note)
	out.copy(claims)
	for _, e := range evidence {
		selection := o.declare(guidOf(e.ID))
		out.open("PlainTextSelection", "guid", selection, "name", e.Quote, "startPosition", strconv.Itoa(e.Start), "endPosition", strconv.Itoa(e.End),
			"creatingUser", o.user(e.Annotator), "creationDateTime", e.CreatedAt, "modifiedDateTime", e.UpdatedAt)
		out.text("Description", e.Note)
		o.coding(&out.xmlBuffer, selection, stanceID(store.Stance(e.Stance)), e.Annotator, e.CreatedAt)
		out.close("PlainTextSelection")
	}
	for _, v := range refiVariables {
		o.variable(&out.xmlBuffer, v.name, v.of(d))
	}
	out.close("TextSource")
}

func (o *refiWriter) variable(x *xmlBuffer, name, value string) {
	if value == "" {
		return
	}
	x.open("VariableValue")
	x.empty("VariableRef", "targetGUID", o.refer(variableID(name)))
	x.text("TextValue", value)
	x.close("VariableValue")
}

// outside keeps an outside source as a note.
func (o *refiWriter) outside(e *refiPiece) error {
	var x xmlBuffer
	x.open("Note", "guid", o.declare(guidOf(e.ID)), "name", e.URL, "creatingUser", o.user(e.Annotator), "creationDateTime", e.CreatedAt, "modifiedDateTime", e.UpdatedAt)
	x.text("Description", e.Note)
	x.open("PlainTextContent")
	x.escaped(e.Quote)
	x.close("PlainTextContent")
	o.variable(&x, "Published", e.Published)
	o.variable(&x, refiArchive, e.ArchiveURL)
	x.close("Note")
	return o.notes.add(x.Bytes())
}

func (o *refiWriter) link(x *xmlBuffer, name, from, to string) {
	x.empty("Link", "guid", o.declare(derivedID("link", name, from, to)), "name", name, "direction", "OneWay", "originGUID", o.refer(from), "targetGUID", o.refer(to))
}

// user gives the guid of a person, "" for nobody.
func (o *refiWriter) user(name string) string {
	if name == "" {
		return ""
	}
	guid, known := o.people[name]
	if !known {
		guid = derivedID("user", name)
		o.people[name], o.users = o.refer(guid), append(o.users, name)
	}
	return guid
}

func (o *refiWriter) codeOf(label string) string {
	for _, l := range o.in.Labels {
		if l.Name == label {
			return guidOf(l.ID)
		}
	}
	return derivedID("code", label) // which is found out in the end
}

func (o *refiWriter) declare(guid string) string {
	o.declared[uuid.MustParse(guid)] = true
	return guid
}

func (o *refiWriter) refer(guid string) string {
	if id := uuid.MustParse(guid); !o.declared[id] {
		o.referred[id] = true
	}
	return guid
}

// guidOf gives an id as a guid: itself where it is one.
func guidOf(id string) string {
	if isUUID(id) {
		return strings.ToLower(id)
	}
	return derivedID("guid", id)
}

func stanceID(s store.Stance) string { return derivedID("code", "evidence", string(s)) }
func variableID(name string) string  { return derivedID("variable", name) }
func notInXML(r rune) bool {
	return r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF
}
func (x *xmlBuffer) empty(name string, attributes ...string) { x.tag(name, "/>\n", attributes) }
func (x *xmlBuffer) open(name string, attributes ...string)  { x.tag(name, ">", attributes) }

// xmlBuffer is a part of an XML document in the making.
type xmlBuffer struct{ bytes.Buffer }

// tag writes a tag with its attributes, those of no value left out.
func (x *xmlBuffer) tag(name, end string, attributes []string) {
	x.WriteByte('<')
	x.WriteString(name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] == "" {
			continue
		}
		x.WriteByte(' ')
		x.WriteString(attributes[i])
		x.WriteString(`="`)
		x.escaped(attributes[i+1])
		x.WriteByte('"')
	}
	x.WriteString(end)
}

func (x *xmlBuffer) close(name string) {
	x.WriteString("</")
	x.WriteString(name)
	x.WriteString(">\n")
}

// text writes an element with a text, none for "".
func (x *xmlBuffer) text(name, text string) {
	if text == "" {
		return
	}
	x.open(name)
	x.escaped(text)
	x.close(name)
}

// escaped writes a text such that a reader gets it back with its line ends; a character that XML cannot hold becomes U+FFFD.
func (x *xmlBuffer) escaped(text string) { _ = xml.EscapeText(&x.Buffer, []byte(text)) } // into memory

// xmlTo writes an XML document.
type xmlTo struct {
	xmlBuffer
	w   io.Writer
	err error
}

func (x *xmlTo) raw(text string) { x.WriteString(text) }

// copy writes a part that was made before.
func (x *xmlTo) copy(part io.Reader) {
	if x.flush() == nil {
		_, x.err = io.Copy(x.w, part)
	}
}

func (x *xmlTo) flush() error {
	if x.err == nil {
		_, x.err = x.w.Write(x.Bytes())
	}
	x.Reset()
	return x.err
}

// spill keeps what has to wait, packed.
type spill struct {
	packed bytes.Buffer
	pack   *flate.Writer
	n      int64 // bytes
}

func (s *spill) add(part []byte) (err error) {
	if s.pack == nil {
		if s.pack, err = flate.NewWriter(&s.packed, flate.BestSpeed); err != nil {
			return err
		}
	}
	s.n += int64(len(part))
	_, err = s.pack.Write(part)
	return err
}

// reader gives all that was added. Nothing is added after it.
func (s *spill) reader() io.Reader {
	if s.pack == nil {
		return &s.packed
	}
	_ = s.pack.Close() // into memory
	return flate.NewReader(&s.packed)
}

// alike tells whether two texts differ in white space and in characters that XML cannot hold at most.
func alike(a, b string) bool {
	plain := func(text string) string {
		return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
			switch {
			case r == '\u2029':
				return '\n'
			case notInXML(r):
				return utf8.RuneError
			}
			return r
		}, text)), " ")
	}
	return plain(a) == plain(b)
}
