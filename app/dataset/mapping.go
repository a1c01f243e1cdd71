package dataset

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"

	"factmark/app/charset"
	"factmark/app/format"
	"factmark/app/ingest/table"
	"factmark/app/locale"
	"factmark/store"
)

// Mapping says which columns of a table, that is none of ours, hold what.
type Mapping struct {
	Header  []string          `json:"header,omitempty"` // the names of all columns of the files that it is for
	Columns map[string]string `json:"columns"`          // fields of MappedFields, by the names of the columns
	Labels  map[string]string `json:"labels,omitempty"` // names of labels, by what stands in the label's column; "" for none
	Unit    Unit              `json:"unit,omitempty"`   // of start and end, where the quotes are not to tell
}

// Field is what a column may hold.
type Field struct {
	Name  string // in a mapping
	Title string // in the window
	names string // of columns that hold it, folded, the surest first
}

// MappedFields are what the columns of any table may hold.
var MappedFields = []Field{
	{"quote", "Quote", `quote exactquote quotation exact span spantext textspan highlight highlightedtext highlighted excerpt passage selection selectedtext mention entity
		snippet claimquote quotedtext annotatedtext sentence zitat citation cita citazione textstelle fragment`},
	{"label", "Label", `label verdict rating class category tag code stance truthrating classification annotation gold goldlabel judgment judgement etiqueta étiquette bewertung urteil kategorie`},
	{"document", "Document, by title or file name", `document documenttitle title doc docname documentname documentid docid file filename source article articletitle dokument titel titre titulo quelle`},
	{"document_sha256", "Document, by SHA-256 of its text", `documentsha256 docsha256 sha256 texthash`},
	{"text", "Document’s whole text", `text fulltext documenttext articletext body content context`},
	{"start", "Start of the span", `start startoffset begin beginoffset from offsetstart startchar charstart startindex startpos startposition offset`},
	{"end", "End of the span", `end endoffset stop to offsetend endchar charend endindex endpos endposition`},
	{"prefix", "Text before the quote", `prefix before leftcontext contextbefore`},
	{"suffix", "Text behind the quote", `suffix after behind rightcontext contextafter`},
	{"statement", "Statement", `statement claim claimtext claimreviewed rewrittenclaim normalizedclaim hypothesis behauptung aussage affirmation declaración`},
	{"claimant", "Claimant", `claimant speaker claimedby originator author saidby`},
	{"claim_date", "Date of the claim", `claimdate dateofclaim datum date`},
	{"claim_type", "Type of claim", `claimtype type`},
	{"note", "Note", `note notes comment comments justification explanation rationale remark remarks reason notiz kommentar anmerkung commentaire comentario`},
	{"confidence", "Confidence, 0 to 1", `confidence certainty score probability`},
	{"annotator", "Annotator", `annotator annotatedby coder labeller labeler rater worker workerid user username person annotateur annotatorid codername checker factchecker`},
	{"created_at", "Time made", `createdat created timestamp time annotatedat`},
	{"claim_id", "Id of the claim", `claimid annotationid id spanid`},
	{"evidence", "Evidence, its words", `evidence evidencetext evidencequote evidencesentence premise beleg preuve prueba`},
	{"evidence_url", "Evidence, its address", `evidenceurl url sourceurl link evidencelink evidencesource reviewurl`},
	{"evidence_document", "Evidence, its document", `evidencedocument evidencedoc evidencetitle`},
	{"evidence_stance", "Evidence, its stance", `evidencestance evidencelabel`},
}

// FieldNamed gives the field of a name, nil where there is none.
func FieldNamed(name string) *Field {
	for i := range MappedFields {
		if MappedFields[i].Name == name {
			return &MappedFields[i]
		}
	}
	return nil
}

// MappingError says that a table has other columns than ours, and that someone has to say what they hold.
type MappingError struct {
	Table *table.Table
	Err   error // what is missing of our own columns
}

func (e *MappingError) Error() string { return e.Err.Error() }

// asTable reads a CSV file or a workbook with any columns.
func asTable(file []byte) (*table.Table, error) {
	if isArchive(file) {
		return table.ReadWorkbook(file)
	}
	text, _, err := charset.Read(file, nil)
	if err != nil {
		return nil, err
	}
	return table.ReadText(withLF(text))
}

// needsMapping makes of the error of a table without our columns a question, where the table can be read.
func needsMapping(file []byte, err error) error {
	t, broken := asTable(file)
	if broken != nil || len(t.Columns) < 2 {
		return err
	}
	return &MappingError{t, err}
}

// GuessMapping guesses what the columns of a table hold, by their names and by what is in them. Every field is guessed once.
func GuessMapping(t *table.Table, labels []store.Label) Mapping {
	m := Mapping{Header: t.Columns, Columns: map[string]string{}}
	rows := t.Preview(200)
	taken := map[int]bool{}
	for rank := range 2 { // a name that is one of a field's, before one that has it as a part
		for _, field := range MappedFields {
			if slices.Contains(mappedTo(m), field.Name) {
				continue
			}
			best, place := -1, 1<<30
			for i, name := range t.Columns {
				at := field.rank(name, rank == 1)
				if taken[i] || at < 0 || at >= place || !field.fits(rows, i) {
					continue
				}
				best, place = i, at
			}
			if best >= 0 {
				taken[best] = true
				m.Columns[t.Columns[best]] = field.Name
			}
		}
	}
	m.settleTexts(t, rows)
	m.GuessLabels(t, labels)
	return m
}

// rank is how surely a column's name is one of the field's, lower for surer; -1 if it is not.
func (f *Field) rank(name string, part bool) int {
	folded := foldColumn(name)
	if !part {
		return slices.Index(strings.Fields(f.names), folded)
	}
	if f.Name == "claim_id" || f.Name == "claim_type" || f.Name == "created_at" { // "id", "type" and "time" are parts of too much
		return -1
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, known := range strings.Fields(f.names) {
		if slices.ContainsFunc(words, func(word string) bool { return foldColumn(word) == known }) {
			return i
		}
	}
	return -1
}

// fits tells whether a column holds what may be the field.
func (f *Field) fits(rows [][]string, column int) bool {
	filled, numbers, long := 0, 0, 0
	for _, r := range rows {
		if r[column] == "" {
			continue
		}
		filled++
		if _, err := offset(r[column], "x"); err == nil {
			numbers++
		}
		if len(r[column]) > 200 {
			long++
		}
	}
	if filled == 0 {
		return f.Name != "quote" && f.Name != "start" && f.Name != "end" && f.Name != "text"
	}
	switch f.Name {
	case "start", "end":
		return numbers*10 >= filled*9
	case "quote", "statement", "text", "evidence", "prefix", "suffix":
		return numbers*2 < filled
	case "label", "document", "annotator", "claimant":
		return long*2 < filled
	}
	return true
}

// settleTexts decides between what is called alike: where no column is a quote, a text that has offsets is the document's, another
// text or a statement is the quote.
func (m *Mapping) settleTexts(t *table.Table, rows [][]string) {
	byField := map[string]string{}
	for column, field := range m.Columns {
		byField[field] = column
	}
	if byField["quote"] != "" || byField["start"] != "" && byField["text"] != "" {
		return
	}
	for _, field := range []string{"text", "statement"} {
		if column := byField[field]; column != "" {
			m.Columns[column] = "quote"
			return
		}
	}
	best, most := -1, 3 // the column with the longest cells
	for i, name := range t.Columns {
		if m.Columns[name] != "" || len(rows) == 0 || !FieldNamed("quote").fits(rows, i) {
			continue
		}
		total := 0
		for _, r := range rows {
			total += len(r[i])
		}
		if length := total / len(rows); length > most {
			best, most = i, length
		}
	}
	if best >= 0 && byField["start"] == "" {
		m.Columns[t.Columns[best]] = "quote"
	}
}

// wordsOfMeanings are words that other programs have for the three labels, by their meanings.
var wordsOfMeanings = map[string][]string{
	"supported": strings.Fields("supported supports support true t correct entailment entails verified accurate yes confirmed"),
	"disputed":  strings.Fields("disputed refuted refutes refute false f incorrect contradiction contradicts contradicted fake no debunked"),
	"unclear":   strings.Fields("unclear notenoughinfo nei notenoughevidence notenoughinformation neutral unverified unverifiable unproven unknown noevidence"),
}

// GuessLabels says of each value of the label's column which label it is: the one of its name, otherwise one of what the value
// means in other programs; one of its own where there is none.
func (m *Mapping) GuessLabels(t *table.Table, labels []store.Label) {
	m.Labels = map[string]string{}
	for _, value := range m.labelValues(t) {
		m.Labels[value] = value
		for _, l := range labels {
			if foldValue(l.Name) == foldValue(value) {
				m.Labels[value] = l.Name
			}
		}
		if m.Labels[value] != value || slices.ContainsFunc(labels, func(l store.Label) bool { return l.Name == value }) {
			continue
		}
		for meaning, words := range wordsOfMeanings {
			if !slices.Contains(words, foldValue(value)) {
				continue
			}
			if i := slices.IndexFunc(labels, func(l store.Label) bool { return l.Meaning == meaning }); i >= 0 {
				m.Labels[value] = labels[i].Name
			}
		}
	}
}

// mostLabels is how many values of a column are taken for labels; more are no set of labels.
const mostLabels = 200

// labelValues are what stands in the column of labels, in the order in which it first does.
func (m *Mapping) labelValues(t *table.Table) []string {
	var values []string
	column := m.column(t, "label")
	if column < 0 {
		return nil
	}
	seen := map[string]bool{"": true}
	for i := range t.Rows() {
		_, cells := t.Row(i)
		if value := cells[column]; !seen[value] && len(values) < mostLabels {
			seen[value] = true
			values = append(values, value)
		}
	}
	return values
}

// column is the index of the column that holds a field, -1 where none does.
func (m *Mapping) column(t *table.Table, field string) int {
	return slices.IndexFunc(t.Columns, func(name string) bool { return m.Columns[name] == field })
}

func mappedTo(m Mapping) []string {
	var fields []string
	for _, field := range m.Columns {
		fields = append(fields, field)
	}
	slices.Sort(fields)
	return fields
}

// Fits tells whether a mapping is for tables with the columns of this one.
func (m *Mapping) Fits(t *table.Table) bool { return slices.Equal(m.Header, t.Columns) }

// Check says, one sentence, what a mapping lacks or has too much of for a table; nil where claims can be read by it.
func (m *Mapping) Check(t *table.Table) error {
	seen := map[string]string{}
	for _, name := range t.Columns {
		field := m.Columns[name]
		switch {
		case field == "":
			continue
		case FieldNamed(field) == nil:
			return fmt.Errorf("the column “%s” is said to hold %q, which is none of the fields: %s", name, field, format.List(FieldNames(), "and"))
		case seen[field] != "":
			return fmt.Errorf("the columns “%s” and “%s” cannot both be the %s", seen[field], name, format.LowerFirst(FieldNamed(field).Title))
		}
		seen[field] = name
	}
	for name := range m.Columns {
		if !slices.Contains(t.Columns, name) {
			return fmt.Errorf("there is no column “%s” in the table; there are: %s", name, format.List(t.Columns, "and"))
		}
	}
	switch {
	case (seen["start"] == "") != (seen["end"] == ""):
		return errors.New("a span has a start and an end: name both columns, or neither")
	case seen["quote"] == "" && seen["start"] == "":
		return errors.New("say which column holds the quote, or which hold the start and the end of the span")
	case seen["quote"] == "" && seen["text"] == "" && seen["document"] == "" && seen["document_sha256"] == "":
		return errors.New("say which column holds the quote or names the document")
	}
	return nil
}

// FieldNames are the names of MappedFields.
func FieldNames() []string {
	var names []string
	for _, f := range MappedFields {
		names = append(names, f.Name)
	}
	return names
}

// ReadMapping reads a mapping from a file that holds it as JSON.
func ReadMapping(r io.Reader) (Mapping, error) {
	var m Mapping
	content, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return m, err
	}
	decoder := json.NewDecoder(bytes.NewReader(content))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&m); err != nil {
		return m, fmt.Errorf("it is no mapping (%w); one is {\"columns\": {\"NAME OF A COLUMN\": \"quote\", …}, \"labels\": {\"T\": \"Supported\"}}", err)
	}
	return m, nil
}

// SavedMapping finds the mapping for a table among those that are kept as JSON under names: the first name whose mapping is for
// tables with the same columns.
func SavedMapping(saved map[string]json.RawMessage, t *table.Table) (name string, m Mapping, found bool) {
	for _, name := range slices.Sorted(maps.Keys(saved)) {
		m, err := ReadMapping(bytes.NewReader(saved[name]))
		if err == nil && m.Fits(t) && m.Check(t) == nil {
			return name, m, true
		}
	}
	return "", Mapping{}, false
}

// Table reads a source as a table with any columns.
func (s Source) Table() (*table.Table, error) {
	file, err := plain(s.File)
	if err != nil {
		return nil, err
	}
	return asTable(file)
}

// tableFormat stands for a table with any columns, which no name forces: it is read by a mapping.
var tableFormat = &Format{Name: "table", Title: locale.Mark("Table, by its columns"), Extension: ".csv"}

// ReadTable reads claims from a table by a mapping.
func ReadTable(name string, t *table.Table, m Mapping) (*Imported, error) {
	if err := m.Check(t); err != nil {
		return nil, err
	}
	in := &Imported{Name: name, Format: tableFormat, Unit: m.Unit}
	in.Remarks = append(in.Remarks, t.Remarks...)
	for _, column := range t.Columns {
		if m.Columns[column] == "" {
			in.Unknown = append(in.Unknown, column)
		}
	}
	r := tableReader{in: in, mapping: m, at: columns{}, texts: map[string]string{}, quoted: m.column(t, "start") < 0}
	for _, f := range MappedFields {
		if i := m.column(t, f.Name); i >= 0 {
			r.at[f.Name] = i
		}
	}
	r.set = r.at.claimColumns()
	for i := range t.Rows() {
		number, cells := t.Row(i)
		if err := r.row(row{columns: r.at, cells: cells, line: number}); err != nil {
			in.Bad = append(in.Bad, store.BadRow{Line: number, Err: err})
		}
	}
	var claims Table
	claims.Claims = in.Claims
	if len(r.told.slashed) == 0 {
		r.told.settle(&claims)
		in.Claims = claims.Claims
	}
	return in, nil
}

// claimColumns are those of our columns that are mapped.
func (c columns) claimColumns() store.Columns {
	var names []string
	for name := range c {
		if slices.Contains(store.LabelledColumns, name) {
			names = append(names, name)
		}
	}
	return store.ColumnsOf(names...)
}

// tableReader reads the rows of a table.
type tableReader struct {
	in      *Imported
	mapping Mapping
	at      columns
	set     store.Columns
	told    conventions
	texts   map[string]string // ids of the texts that come along, by SHA-256
	quoted  bool              // places are told by quotes alone
}

func (r *tableReader) row(cells row) error {
	if cells.blank() {
		r.in.Blank++
		return nil
	}
	label := cells.plain("label")
	if said, known := r.mapping.Labels[label]; known {
		label = said
	}
	claim := store.ImportedClaim{Line: cells.line, ClaimID: cells.plain("claim_id"), Quote: cells.cell("quote"), Prefix: cells.cell("prefix"), Suffix: cells.cell("suffix"),
		Label: label, Statement: cells.cell("statement"), Claimant: cells.cell("claimant"), ClaimDate: cells.plain("claim_date"), ClaimType: cells.plain("claim_type"),
		Note: cells.cell("note"), Annotator: cells.plain("annotator"), Columns: r.set}
	r.document(&claim, cells)
	var err error
	if !r.quoted {
		if claim.Start, err = offset(r.told.value(cells, "start"), "start"); err != nil {
			return err
		}
		if claim.End, err = offset(r.told.value(cells, "end"), "end"); err != nil {
			return err
		}
	} else if claim.Quote == "" {
		return errors.New("the quote is empty")
	}
	if claim.Confidence, err = percentage(r.told.value(cells, "confidence")); err != nil {
		return err
	}
	if at := r.told.value(cells, "created_at"); at != "" && !slashes.MatchString(at) {
		if claim.CreatedAt, err = readTime(at); err != nil {
			return fmt.Errorf("the time is %w", err)
		}
	}
	r.in.Claims = append(r.in.Claims, claim)
	r.evidence(cells)
	return nil
}

// percentage is share for numbers up to 100 too.
func percentage(text string) (*float64, error) {
	n, err := share(text)
	if err == nil {
		return n, nil
	}
	return share(strings.TrimSuffix(text, "%") + "%")
}

// document says which document a row is about. A text in the row comes along.
func (r *tableReader) document(claim *store.ImportedClaim, cells row) {
	claim.DocumentSHA256, claim.DocumentTitle = cells.plain("document_sha256"), cells.cell("document")
	if text := cells.cell("text"); text != "" {
		sum := textSum(text)
		id := r.texts[sum]
		if id == "" {
			id = fmt.Sprintf("text %d", len(r.texts)+1)
			r.texts[sum] = id
			title := cmp.Or(claim.DocumentTitle, firstWords(text))
			r.in.Documents = append(r.in.Documents, store.ImportedDocument{Line: cells.line, ID: id, NewDocument: store.NewDocument{Title: title, Text: text}})
		}
		claim.DocumentID = id
	}
}

// evidence adds what a row says of the evidence for its claim, the last one.
func (r *tableReader) evidence(cells row) {
	e := store.ImportedEvidence{Line: cells.line, Claim: len(r.in.Claims) - 1, Quote: cells.cell("evidence"), DocumentTitle: cells.cell("evidence_document")}
	if address := cells.plain("evidence_url"); strings.Contains(address, "://") {
		e.URL = address
	}
	if e.Quote == "" && e.URL == "" && e.DocumentTitle == "" {
		return
	}
	switch said := foldValue(cells.plain("evidence_stance")); {
	case strings.HasPrefix(said, "support"), said == "+", said == "entailment":
		e.Stance = "supports"
	case strings.HasPrefix(said, "refut"), strings.HasPrefix(said, "contradict"), said == "-":
		e.Stance = "refutes"
	default:
		e.Stance = "context"
	}
	r.in.Evidence = append(r.in.Evidence, e)
}
