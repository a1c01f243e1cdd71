package dataset

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"factmark/store"
)

// bratFormat is the standoff format of the annotation tool brat: of each document a text and the annotations on it, with
// a configuration in which the labels have their names and colours. What brat has no line for stands in a comment on its
// annotation, as JSON, and in a file that brat passes over.
var bratFormat = &Format{
	Name: "brat", Title: "brat standoff", Extension: ".zip", Unit: CodePoints, Texts: true,
	Holds: []string{"claim_id", "document_id", "document", "publisher", "published", "source_url", "document_sha256", "start", "end", "offset_unit", "quote", "prefix", "suffix",
		"label", "meaning", "fine_label", "statement", "claimant", "claim_date", "claim_type", "confidence", "note", "annotator", "status", "created_at", "updated_at",
		"final_label", "reviewer", "reviewed_at", "locator", "first_claim_id", "supporting", "refuting", "evidence", "evidence_id", "evidence_set", "evidence_note", "evidence_source", "decisions", "text", "document_details", "label_set"},
	Remarks: []string{
		"Each document is a .txt and an .ann file; a span that goes over line ends is one annotation of several fragments.",
		"A label's name has _ for spaces and its other characters as -HEX-; a claim without a label is of the type No_label_.",
		"Evidence within a claim's own document is an annotation of the type Evidence_ and a relation: Supports, Refutes or Context; brat does not show other evidence.",
		"What brat does not show of a claim is in a comment of the type Factmark, as JSON, and of a document in factmark.jsonl.",
		"A label that a review has settled stands in place of the annotator's.",
	},
	Accepts: []string{
		"Any folder or archive of texts with .ann files, those of shared tasks (.a1, .a2) too, or one .ann with its .txt beside it; names and colours come from visual.conf.",
	},
	writeFiles: writeBrat, owns: isOurBrat, recognise: isBrat, read: readBrat,
}

const (
	bratNoLabel   = "No_label_" // no name of a label ends in a space, and no type of one in _
	bratEvidence  = "Evidence_"
	bratComment   = "Factmark"
	bratNotes     = "AnnotatorNotes"
	bratConfig    = "annotation.conf"
	bratVisual    = "visual.conf"
	bratCompanion = "factmark.jsonl"
	bratOurs      = "# Written by Factmark."
)

// bratClaim is what the comment on a claim's annotation says. Label is the annotator's where a review has settled another;
// Note is there where it has several lines.
type bratClaim struct {
	ID         string      `json:"claim_id"`
	Label      *string     `json:"label,omitempty"`
	FineLabel  string      `json:"fine_label,omitempty"`
	Statement  string      `json:"statement,omitempty"`
	Claimant   string      `json:"claimant,omitempty"`
	ClaimDate  string      `json:"claim_date,omitempty"`
	ClaimType  string      `json:"claim_type,omitempty"`
	Confidence json.Number `json:"confidence,omitempty"`
	Note       string      `json:"note,omitempty"`
	Annotator  string      `json:"annotator,omitempty"`
	CreatedAt  string      `json:"created_at,omitempty"`
	UpdatedAt  string      `json:"updated_at,omitempty"`
	FinalLabel string      `json:"final_label,omitempty"`
	Reviewer   string      `json:"reviewer,omitempty"`
	ReviewedAt string      `json:"reviewed_at,omitempty"`
	Locator    string      `json:"locator,omitempty"`
	First      string      `json:"first_claim_id,omitempty"`

	Evidence  []bratPiece    `json:"evidence,omitempty"` // that no relation can show
	Decisions []bratDecision `json:"decisions,omitempty"`
}

// bratPiece is what the comment on a piece of evidence says; from Stance on, only where no relation says it.
type bratPiece struct {
	ID        string `json:"evidence_id"`
	Set       int    `json:"evidence_set,omitempty"`
	Note      string `json:"note,omitempty"`
	Annotator string `json:"annotator,omitempty"`
	CreatedAt string `json:"created_at,omitempty"`
	UpdatedAt string `json:"updated_at,omitempty"`

	Stance    string `json:"stance,omitempty"`
	Document  string `json:"document,omitempty"`
	SHA256    string `json:"document_sha256,omitempty"`
	Start     int    `json:"start,omitempty"`
	End       int    `json:"end,omitempty"`
	Quote     string `json:"quote,omitempty"`
	URL       string `json:"url,omitempty"`
	Published string `json:"published,omitempty"`
	Archive   string `json:"archive_url,omitempty"`
}

type bratDecision struct {
	ID        string  `json:"decision_id"`
	Session   string  `json:"session_id,omitempty"`
	Person    string  `json:"person,omitempty"`
	Kind      string  `json:"kind"`
	Label     string  `json:"label,omitempty"`
	Comment   string  `json:"comment,omitempty"`
	Seconds   float64 `json:"seconds,omitempty"`
	CreatedAt string  `json:"created_at,omitempty"`
	UpdatedAt string  `json:"updated_at,omitempty"`
}

func writeBrat(files Files, in *Selection) error {
	if err := writeBratConfig(files, in.Labels); err != nil {
		return err
	}
	var companion bytes.Buffer
	lines := jsonLines{w: &companion}
	for _, l := range in.Labels {
		if err := lines.label(&l); err != nil {
			return err
		}
	}
	names := fileNames{}
	err := in.EachDocument(func(d *Document, claims []Claim) error {
		name := path.Join(d.Split, names.of(d.Title))
		lines.begin("document")
		lines.text("file", name+".txt")
		if err := lines.details(in, d); err != nil {
			return err
		}
		if err := lines.end(); err != nil {
			return err
		}
		text, err := in.Text(d)
		if err != nil {
			return fmt.Errorf("the text of %q: %w", d.Title, err)
		}
		if err := writeWhole(files, name+".txt", text); err != nil {
			return err
		}
		return writeWhole(files, name+".ann", bratAnnotations(in, d, claims))
	})
	if err == nil {
		err = lines.flush()
	}
	if err != nil {
		return err
	}
	return writeWhole(files, bratCompanion, companion.String())
}

func writeWhole(files Files, name, content string) error {
	w, err := files(name)
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, content)
	return err
}

func writeBratConfig(files Files, labels []store.Label) error {
	var config, visual strings.Builder
	fmt.Fprintf(&config, "%s\n\n[entities]\n", bratOurs)
	fmt.Fprintf(&visual, "%s\n\n[labels]\n", bratOurs)
	for _, l := range labels {
		fmt.Fprintf(&config, "%s\n", bratType(l.Name))
		fmt.Fprintf(&visual, "%s | %s\n", bratType(l.Name), strings.NewReplacer("|", "/", "\n", " ").Replace(l.Name))
	}
	fmt.Fprintf(&config, "%s\n%s\n\n[relations]\n", bratNoLabel, bratEvidence)
	fmt.Fprintf(&visual, "%s | No label\n%s | Evidence\n\n[drawing]\n", bratNoLabel, bratEvidence)
	for _, stance := range bratStances {
		fmt.Fprintf(&config, "%s\tArg1:%s, Arg2:<ENTITY>\n", stance, bratEvidence)
	}
	fmt.Fprintf(&config, "\n[events]\n\n[attributes]\nStatus\tArg:<ENTITY>, Value:%s\n", strings.Join([]string{string(store.StatusOpen), string(store.StatusUnanimous),
		string(store.StatusAdjudicated), string(store.StatusUnresolved)}, "|"))
	for _, l := range labels {
		fmt.Fprintf(&visual, "%s\tbgColor:%s, fgColor:white, borderColor:darken\n", bratType(l.Name), l.Light)
	}
	if err := writeWhole(files, bratConfig, config.String()); err != nil {
		return err
	}
	return writeWhole(files, bratVisual, visual.String())
}

// bratStances are the types of relations.
var bratStances = []string{"Supports", "Refutes", "Context"}

// bratAnnotations is the .ann file of a document.
func bratAnnotations(in *Selection, d *Document, claims []Claim) string {
	out := bratFile{counts: map[byte]int{}}
	spans := map[string]string{} // annotations, by the id of their claim
	for i := range claims {
		c := &claims[i]
		switch {
		case !c.Placed:
			in.Lose("orphan", "it has no place in the text", c.ID)
			continue
		case in.loseRejected(c):
			continue
		}
		spans[c.ID] = out.claim(d, c)
	}
	written := map[string]bool{}                 // ids of evidence
	for _, shared := range []bool{false, true} { // what linked claims share stands at its own claim where that is in the document
		for i := range claims {
			c := &claims[i]
			for j := range c.Evidence {
				e := &c.Evidence[j]
				claim := spans[c.ID]
				if claim == "" || (e.SharedFrom != "") != shared || !hasRelation(d, e) || written[e.ID] {
					continue
				}
				span := out.span(bratEvidence, e.Quote, e.Start)
				out.comment(span, bratPiece{ID: e.ID, Set: e.Set, Note: severalLines(e.Note), Annotator: e.Annotator, CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt})
				out.note(span, e.Note)
				stance := strings.ToUpper(e.Stance[:1]) + e.Stance[1:]
				out.line('R', fmt.Sprintf("%s Arg1:%s Arg2:%s\t", stance, span, claim))
				written[e.ID] = true
			}
		}
	}
	return out.String()
}

// hasRelation tells whether a piece of evidence of a claim can be shown in its document.
func hasRelation(d *Document, e *Evidence) bool { return e.DocumentID == d.ID && e.Placed }

// bratFile is an .ann file in the making.
type bratFile struct {
	strings.Builder
	counts map[byte]int // lines, by the letter that their ids begin with
}

// line writes a line with a new id.
func (o *bratFile) line(letter byte, rest string) (id string) {
	o.counts[letter]++
	id = string(letter) + strconv.Itoa(o.counts[letter])
	fmt.Fprintf(o, "%s\t%s\n", id, rest)
	return id
}

func (o *bratFile) claim(d *Document, c *Claim) (id string) {
	label := c.Label
	said := bratClaim{ID: c.ID, FineLabel: c.FineLabel, Statement: c.Statement, Claimant: c.Claimant, ClaimDate: c.ClaimDate, ClaimType: c.ClaimType,
		Confidence: json.Number(c.Confidence), Note: severalLines(c.Note), Annotator: c.Annotator, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt,
		FinalLabel: c.FinalLabel, Reviewer: c.Reviewer, ReviewedAt: c.ReviewedAt, Locator: c.Locator, First: c.FirstClaimID}
	for i := range c.Evidence {
		if e := &c.Evidence[i]; e.SharedFrom == "" && !hasRelation(d, e) {
			said.Evidence = append(said.Evidence, bratPiece{ID: e.ID, Set: e.Set, Note: e.Note, Annotator: e.Annotator, CreatedAt: e.CreatedAt, UpdatedAt: e.UpdatedAt, Stance: e.Stance,
				Document: e.Document, SHA256: e.DocumentSHA256, Start: e.Start, End: e.End, Quote: e.Quote, URL: e.URL, Published: e.Published, Archive: e.ArchiveURL})
		}
	}
	for _, d := range c.Decisions {
		said.Decisions = append(said.Decisions, bratDecision{d.ID, d.SessionID, d.Person, d.Kind, d.Label, d.Comment, d.Seconds, d.CreatedAt, d.UpdatedAt})
	}
	if c.FinalLabel != "" && c.FinalLabel != c.Label {
		label, said.Label = c.FinalLabel, &c.Label
	}
	id = o.span(bratType(label), c.Quote, c.Start)
	o.line('A', fmt.Sprintf("Status %s %s", id, c.Status))
	o.comment(id, said)
	o.note(id, c.Note)
	return id
}

// span writes a text-bound annotation, in fragments between the ends of lines.
func (o *bratFile) span(kind, quote string, start int) (id string) {
	var offsets, words []string
	for _, fragment := range strings.FieldsFunc(quote+"\n", endsLine) {
		if fragment == "" {
			continue
		}
		at := strings.Index(quote, fragment)
		from := start + utf8.RuneCountInString(quote[:at])
		to := from + utf8.RuneCountInString(fragment)
		offsets, words = append(offsets, fmt.Sprintf("%d %d", from, to)), append(words, fragment)
		quote, start = quote[at+len(fragment):], to
	}
	return o.line('T', fmt.Sprintf("%s %s\t%s", kind, strings.Join(offsets, ";"), strings.Join(words, " ")))
}

// endsLine tells of the characters that end a line for brat, which is written in Python.
func endsLine(r rune) bool { return strings.ContainsRune("\n\r\v\f\x1c\x1d\x1e\u0085\u2028\u2029", r) }

// comment writes what is said of an annotation as JSON in one line.
func (o *bratFile) comment(id string, said any) {
	var line bytes.Buffer
	out := json.NewEncoder(&line) // it escapes all ends of lines but U+0085
	out.SetEscapeHTML(false)
	_ = out.Encode(said) // of texts and numbers, written into memory
	o.line('#', fmt.Sprintf("%s %s\t%s", bratComment, id, strings.ReplaceAll(strings.TrimSuffix(line.String(), "\n"), "\u0085", `\u0085`)))
}

// note writes a note in the one line that brat has for it.
func (o *bratFile) note(id, text string) {
	if one := oneLine(text); one != "" {
		o.line('#', fmt.Sprintf("%s %s\t%s", bratNotes, id, one))
	}
}

func oneLine(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if endsLine(r) || r == '\t' {
			return ' '
		}
		return r
	}, text))
}

// severalLines gives a text that is not the same in one line, "" for one that is.
func severalLines(text string) string {
	if oneLine(text) == text {
		return ""
	}
	return text
}

// bratType is a label as a type of brat: letters and digits of ASCII stay, a space is _, and any other character its number
// in hexadecimal between hyphens.
func bratType(label string) string {
	if label == "" {
		return bratNoLabel
	}
	var b strings.Builder
	for _, r := range label {
		switch {
		case r == ' ':
			b.WriteByte('_')
		case r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "-%X-", r)
		}
	}
	return b.String()
}

// labelOfBratType undoes bratType; a type that it never makes stays as it is.
func labelOfBratType(kind string) string {
	if kind == bratNoLabel {
		return ""
	}
	var b strings.Builder
	for rest := kind; rest != ""; {
		switch rest[0] {
		case '_':
			b.WriteByte(' ')
			rest = rest[1:]
		case '-':
			number, after, closed := strings.Cut(rest[1:], "-")
			r, err := strconv.ParseUint(number, 16, 21)
			if !closed || err != nil {
				return kind
			}
			b.WriteRune(rune(r))
			rest = after
		default:
			b.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	return b.String()
}

// fileNames are names of files that are in use, folded.
type fileNames map[string]bool

// reservedNames are those that Windows keeps for devices.
var reservedNames = []string{"con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9", "annotation", "visual", "tools", "kb_shortcuts", "factmark"}

// of makes the name of a file, without its extension, of a title: letters, digits and hyphens, that every system takes, and
// no two alike.
func (n fileNames) of(title string) string {
	const longest = 80 // bytes
	var b strings.Builder
	for _, r := range norm.NFC.String(title) {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '-':
			r = '_'
		case b.Len()+utf8.RuneLen(r) > longest:
			r = -1
		}
		if r == -1 {
			break
		}
		if r == '_' && strings.HasSuffix(b.String(), "_") {
			continue
		}
		b.WriteRune(r)
	}
	name := strings.Trim(b.String(), "_-")
	if name == "" {
		name = "document"
	}
	if slices.Contains(reservedNames, strings.ToLower(name)) {
		name += "_"
	}
	unique := name
	for i := 2; n[folded(unique)]; i++ {
		unique = name + "-" + strconv.Itoa(i)
	}
	n[folded(unique)] = true
	return unique
}

// folded is a name as file systems compare them that know no case and compose their letters in their own way.
func folded(name string) string { return norm.NFC.String(strings.ToLower(norm.NFKD.String(name))) }

// isOurBrat tells whether a folder holds what writeBrat writes and nothing else.
func isOurBrat(folder fs.FS) bool {
	for _, name := range []string{bratConfig, bratVisual} {
		content, err := fs.ReadFile(folder, name)
		if err != nil || !bytes.HasPrefix(content, []byte(bratOurs+"\n")) {
			return false
		}
	}
	texts := map[string]int{}
	err := fs.WalkDir(folder, ".", func(name string, entry fs.DirEntry, err error) error {
		stem, kind := strings.TrimSuffix(name, path.Ext(name)), path.Ext(name)
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			if name != "." && !slices.Contains([]string{"train", "dev", "test"}, name) {
				return fs.ErrExist
			}
		case kind == ".txt" || kind == ".ann":
			texts[stem]++
		case name != bratConfig && name != bratVisual && name != bratCompanion:
			return fs.ErrExist
		}
		return nil
	})
	if err != nil {
		return false
	}
	for _, n := range texts {
		if n != 2 {
			return false
		}
	}
	return true
}
