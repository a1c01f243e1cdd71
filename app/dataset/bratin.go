package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"factmark/app/format"
	"factmark/store"
)

// isBrat tells whether an archive holds annotations of brat.
func isBrat(file []byte) bool {
	names, err := namesIn(file)
	return err == nil && slices.ContainsFunc(names, isAnnotations) && !slices.ContainsFunc(names, isQDE)
}

// isAnnotations tells of files with annotations: all of a text's, or the given and the sought ones of a shared task.
func isAnnotations(name string) bool {
	return slices.Contains([]string{annotations, ".a1", ".a2"}, strings.ToLower(path.Ext(name)))
}

func readBrat(file []byte, in *Imported) error {
	files, err := unzip(file)
	if err != nil {
		return err
	}
	in.Unit = CodePoints
	r := &bratReader{in: in, files: files, kept: map[string]int{}, labels: map[string]bool{}, details: map[string]*jsonObject{}, evidence: map[string]int{}}
	r.companion()
	stems := map[string][]string{} // files of annotations, by what their names have in common
	for name := range files {
		if isAnnotations(name) {
			stem := strings.TrimSuffix(name, path.Ext(name))
			stems[stem] = append(stems[stem], name)
		}
	}
	if len(stems) == 0 {
		return errors.New("there is no .ann file in it, which would hold annotations; nothing was read")
	}
	for _, stem := range slices.Sorted(maps.Keys(stems)) {
		r.document(stem, stems[stem])
	}
	r.remark(stems)
	return nil
}

// bratReader reads the documents of an archive.
type bratReader struct {
	in      *Imported
	files   map[string][]byte
	ours    bool
	details map[string]*jsonObject // of documents, by the name of their file
	labels  map[string]bool        // those that the file says something of
	kept    map[string]int         // how many of a kind are kept in notes
	gaps    int                    // spans that had gaps

	evidence map[string]int // indexes, by id: linked claims share evidence
}

// companion reads what Factmark writes beside the documents.
func (r *bratReader) companion() {
	file, there := r.files[bratCompanion]
	if !there {
		return
	}
	r.ours = true
	lines := &jsonlReader{in: r.in}
	for number, line := range bytes.Split(file, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		o, err := readJSONObject(line)
		if err == nil {
			switch o.text("record") {
			case "label":
				err = lines.label(o)
			case "document":
				r.details[o.text("file")] = o
				err = o.err
			}
		}
		if err != nil {
			r.in.Bad = append(r.in.Bad, store.BadRow{Line: number + 1, Err: fmt.Errorf("%s: %w", bratCompanion, err)})
		}
	}
}

// document reads a text and its annotations.
func (r *bratReader) document(stem string, names []string) {
	slices.Sort(names)
	text, there := r.files[stem+".txt"]
	if !there {
		text, there = r.files[stem+".TXT"]
	}
	switch {
	case !there:
		r.bad(names[0], 1, fmt.Errorf("its text is missing: there is no %s.txt beside it", path.Base(stem)))
		return
	case !utf8.Valid(text):
		r.bad(stem+".txt", 1, errors.New("the text is not UTF-8, as brat has it; save it again in UTF-8"))
		return
	}
	plain, marked := strings.CutPrefix(string(text), bom)
	if strings.TrimSpace(plain) == "" {
		r.bad(stem+".txt", 1, errors.New("there is no text in it"))
		return
	}
	d := &bratDocument{reader: r, text: plain, sum: textSum(plain), spans: map[string]*bratSpan{}, events: map[string]string{}, looks: r.looks(stem)}
	d.title = path.Base(stem)
	if r.detailed(stem+".txt", plain) {
		d.title = r.in.Documents[len(r.in.Documents)-1].Title
	} else {
		r.in.Documents = append(r.in.Documents, store.ImportedDocument{NewDocument: store.NewDocument{Title: d.title, FileName: path.Base(stem) + ".txt", Text: plain}})
	}
	for _, name := range names {
		if !utf8.Valid(r.files[name]) {
			r.bad(name, 1, errors.New("the file is not UTF-8, as brat has it; save it again in UTF-8"))
			continue
		}
		d.name = name
		for number, line := range strings.Split(strings.TrimPrefix(string(r.files[name]), bom), "\n") {
			if line = strings.TrimSuffix(line, "\r"); strings.TrimSpace(line) == "" {
				continue
			}
			if err := d.line(line, number+1); err != nil {
				r.bad(name, number+1, err)
			}
		}
	}
	if marked {
		d.withoutMark()
	}
	d.settle()
}

func (r *bratReader) bad(name string, line int, err error) {
	r.in.Bad = append(r.in.Bad, store.BadRow{Line: line, Err: fmt.Errorf("%s: %w", shorten(name), err)})
}

// detailed takes in what the companion says of a document.
func (r *bratReader) detailed(name, text string) bool {
	o := r.details[name]
	if o == nil {
		return false
	}
	o.values["text"] = appendJSONString(nil, text)
	lines := &jsonlReader{in: r.in}
	if err := lines.document(o, 0); err != nil {
		r.in.Remarks = append(r.in.Remarks, fmt.Sprintf("The details of %s were left out: %v.", shorten(name), err))
		return false
	}
	return true
}

// looks are the names and colours of types by the configuration that is nearest above a document.
func (r *bratReader) looks(stem string) map[string]store.Label {
	looks := map[string]store.Label{}
	for folder := path.Dir(stem); ; folder = path.Dir(folder) {
		if config, there := r.files[path.Join(folder, bratVisual)]; there && !r.ours {
			readBratLooks(string(config), looks)
			return looks
		}
		if folder == "." || folder == "/" {
			return looks
		}
	}
}

// readBratLooks reads a visual.conf: “Type | Name | shorter name” under [labels], “Type bgColor:#c2410c” under [drawing].
func readBratLooks(config string, looks map[string]store.Label) {
	section := ""
	for line := range strings.Lines(config) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '[':
			section = strings.Trim(line, "[]")
		case section == "labels":
			parts := strings.Split(line, "|")
			kind := strings.TrimSpace(parts[0])
			look := looks[kind]
			if len(parts) > 1 {
				look.Name = strings.TrimSpace(parts[1])
			}
			looks[kind] = look
		case section == "drawing":
			kind, rest, _ := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
			for setting := range strings.SplitSeq(rest, ",") {
				name, value, _ := strings.Cut(strings.TrimSpace(setting), ":")
				if name == "bgColor" && len(value) == 7 && value[0] == '#' {
					look := looks[kind]
					look.Light = strings.ToUpper(value)
					looks[kind] = look
				}
			}
		}
	}
}

// bratDocument is a document while its annotations are read.
type bratDocument struct {
	reader           *bratReader
	name             string // of the file of annotations
	title, text, sum string
	looks            map[string]store.Label
	views            []textView // made once they are needed

	spans     map[string]*bratSpan
	order     []*bratSpan
	events    map[string]string // their triggers
	relations []bratRelation
	later     []func() // what is said of annotations, once all are known
}

// bratSpan is a text-bound annotation.
type bratSpan struct {
	id, kind  string
	line      int
	fragments [][2]int
	words     string
	notes     []string // as AnnotatorNotes
	facts     []string // other annotations on it, in words
	status    string
	said      string // the comment of the type Factmark
	evident   bool   // it is evidence and no claim
}

type bratRelation struct {
	id, kind, from, to string
	line               int
}

// line reads a line. What it is about may stand in a later one.
func (d *bratDocument) line(line string, number int) error {
	id, rest, tabbed := strings.Cut(line, "\t")
	said, tail, _ := strings.Cut(rest, "\t")
	words := strings.Fields(said)
	if !tabbed || id == "" || len(words) == 0 {
		return errors.New("this is no line of brat: its id is to end in a tab")
	}
	switch id[0] {
	case 'T':
		return d.span(id, said, tail, number)
	case 'R':
		if len(words) != 3 {
			return fmt.Errorf("the relation %s does not join two annotations", shorten(id))
		}
		_, from, _ := strings.Cut(words[1], ":")
		_, to, _ := strings.Cut(words[2], ":")
		d.relations = append(d.relations, bratRelation{id, words[0], from, to, number})
	case 'E':
		kind, trigger, is := strings.Cut(words[0], ":")
		if !is {
			return fmt.Errorf("the event %s has no words that stand for it", shorten(id))
		}
		d.events[id] = trigger
		d.about(trigger, number, "event", func(s *bratSpan) string {
			var roles []string
			for _, word := range words[1:] {
				role, argument, _ := strings.Cut(word, ":")
				roles = append(roles, role+" "+d.wordsOf(argument))
			}
			return strings.TrimSpace("Event " + kind + ": " + strings.Join(roles, ", "))
		})
	case 'A', 'M':
		if len(words) < 2 {
			return fmt.Errorf("the attribute %s is about nothing", shorten(id))
		}
		value := strings.Join(words[2:], " ")
		if d.reader.ours && words[0] == "Status" {
			d.later = append(d.later, func() { d.set(words[1], number, func(s *bratSpan) { s.status = value }) })
			return nil
		}
		d.about(words[1], number, "attribute", func(*bratSpan) string { return strings.TrimSuffix(words[0]+": "+value, ": ") })
	case 'N':
		if len(words) < 3 {
			return fmt.Errorf("the reference %s is not read: it names no entry", shorten(id))
		}
		d.about(words[1], number, "reference", func(*bratSpan) string {
			entry := words[0] + ": " + strings.Join(words[2:], " ")
			if tail != "" {
				entry += " (" + tail + ")"
			}
			return entry
		})
	case '*':
		for i, one := range words[1:] {
			d.about(one, number, "equivalence", func(*bratSpan) string {
				var others []string
				for j, other := range words[1:] {
					if i != j {
						others = append(others, d.wordsOf(other))
					}
				}
				return words[0] + ": " + strings.Join(others, ", ")
			})
		}
	case '#':
		if len(words) != 2 {
			return fmt.Errorf("the comment %s is about nothing", shorten(id))
		}
		d.later = append(d.later, func() {
			d.set(words[1], number, func(s *bratSpan) {
				switch {
				case words[0] == bratComment && d.reader.ours:
					s.said = tail
				case words[0] == bratNotes:
					s.notes = append(s.notes, tail)
				default:
					s.facts = append(s.facts, words[0]+": "+tail)
				}
			})
		})
	default:
		return fmt.Errorf("%s is no id of brat", shorten(id))
	}
	return nil
}

// about keeps what a line says of an annotation in the note of its span.
func (d *bratDocument) about(id string, number int, kind string, words func(*bratSpan) string) {
	d.later = append(d.later, func() {
		d.set(id, number, func(s *bratSpan) {
			s.facts = append(s.facts, words(s))
			d.reader.kept[kind]++
		})
	})
}

// set does something to the span that an id leads to.
func (d *bratDocument) set(id string, number int, do func(*bratSpan)) {
	if s := d.spanOf(id); s != nil {
		do(s)
		return
	}
	d.reader.bad(d.name, number, fmt.Errorf("it is about %s, which is not in the file", shorten(id)))
}

// spanOf gives the span of an annotation: its own, its trigger, or the one that a relation comes from.
func (d *bratDocument) spanOf(id string) *bratSpan {
	if s := d.spans[id]; s != nil {
		return s
	}
	if trigger, is := d.events[id]; is {
		return d.spans[trigger]
	}
	for _, r := range d.relations {
		if r.id == id {
			return d.spans[r.from]
		}
	}
	return nil
}

func (d *bratDocument) wordsOf(id string) string {
	if s := d.spanOf(id); s != nil {
		return "“" + s.words + "”"
	}
	return id
}

func (d *bratDocument) span(id, said, words string, number int) error {
	kind, places, _ := strings.Cut(said, " ")
	s := &bratSpan{id: id, kind: kind, line: number, words: words}
	for place := range strings.SplitSeq(places, ";") {
		var fragment [2]int
		numbers := strings.Fields(place)
		if len(numbers) != 2 {
			return fmt.Errorf("%s has no offsets", shorten(id))
		}
		for i, text := range numbers {
			n, err := strconv.ParseUint(text, 10, 31)
			if err != nil {
				return fmt.Errorf("an offset of %s is %q, not a whole number from 0 up", shorten(id), shorten(text))
			}
			fragment[i] = int(n)
		}
		if fragment[1] <= fragment[0] {
			return fmt.Errorf("the span %d to %d of %s is empty, or ends before it begins", fragment[0], fragment[1], shorten(id))
		}
		s.fragments = append(s.fragments, fragment)
	}
	if d.spans[id] != nil {
		return fmt.Errorf("the id %s is there twice", shorten(id))
	}
	d.spans[id], d.order = s, append(d.order, s)
	return nil
}

// withoutMark takes the byte order mark out of offsets that count it, as Python reads it.
func (d *bratDocument) withoutMark() {
	views, counted := viewsOf(d.text), 0
	for _, s := range d.order {
		first := s.fragments[0]
		for _, view := range views[:1] {
			if words, is := view(first[0]-1, first[1]-1); is && strings.HasPrefix(s.words, words) {
				counted++
			}
			if words, is := view(first[0], first[1]); is && strings.HasPrefix(s.words, words) {
				counted--
			}
		}
	}
	if counted <= 0 {
		return
	}
	for _, s := range d.order {
		for i := range s.fragments {
			s.fragments[i][0], s.fragments[i][1] = max(0, s.fragments[i][0]-1), s.fragments[i][1]-1
		}
	}
}

// whole gives the words from the first to the last of a span's fragments, and whether only white space lies between them.
// found is false where the words of the fragments are not what the file says.
func (d *bratDocument) whole(s *bratSpan) (start, end int, words string, close, found bool) {
	start, end = s.fragments[0][0], s.fragments[0][1]
	for _, f := range s.fragments {
		start, end = min(start, f[0]), max(end, f[1])
	}
	if d.views == nil {
		d.views = viewsOf(d.text)
	}
	if len(s.fragments) == 1 { // some programs write a space where a line ends
		words = s.words
		for _, view := range d.views {
			if part, is := view(start, end); is && (part == s.words || strings.TrimSpace(part) == part && inOneLine(part) == inOneLine(s.words)) {
				words = withLF(part)
				break
			}
		}
		return start, end, words, true, true
	}
	for _, view := range d.views {
		var parts []string
		close := true
		for i, f := range s.fragments {
			part, is := view(f[0], f[1])
			if !is {
				break
			}
			parts = append(parts, part)
			if i > 0 {
				between, _ := view(s.fragments[i-1][1], f[0])
				close = close && s.fragments[i-1][1] <= f[0] && strings.TrimSpace(between) == ""
			}
		}
		if len(parts) == len(s.fragments) && (s.words == "" || withLF(strings.Join(parts, " ")) == s.words || strings.Join(parts, "") == s.words) {
			words, _ = view(start, end)
			return start, end, withLF(words), close, true
		}
	}
	return start, end, s.words, false, false
}

func inOneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// settle makes claims and evidence of what was read.
func (d *bratDocument) settle() {
	for _, do := range d.later {
		do()
	}
	in := d.reader.in
	for _, r := range d.relations {
		from, to := d.spanOf(r.from), d.spanOf(r.to)
		switch {
		case from == nil || to == nil || from == to:
			d.reader.bad(d.name, r.line, fmt.Errorf("the relation %s does not join two spans that are in the file", shorten(r.id)))
		case stanceNamed(r.kind) == "":
			from.facts = append(from.facts, r.kind+": "+d.wordsOf(r.to))
			d.reader.kept["relation"]++
		case from.kind == bratEvidence:
			from.evident = true
		}
	}
	claims := map[*bratSpan]int{}
	for _, s := range d.order {
		if s.evident {
			continue
		}
		claim, err := d.claim(s)
		if err != nil {
			d.reader.bad(d.name, s.line, err)
			continue
		}
		claims[s] = len(in.Claims)
		in.Claims = append(in.Claims, claim)
		if err := d.hidden(s, claims[s]); err != nil {
			d.reader.bad(d.name, s.line, err)
		}
	}
	for _, r := range d.relations {
		stance := stanceNamed(r.kind)
		if stance == "" {
			continue
		}
		from, to := d.spanOf(r.from), d.spanOf(r.to)
		claim, there := claims[to]
		if from == nil || !there {
			if from != nil && to != nil {
				d.reader.bad(d.name, r.line, fmt.Errorf("the relation %s leads to evidence and to no claim", shorten(r.id)))
			}
			continue
		}
		e, err := d.evidence(from)
		if err != nil {
			d.reader.bad(d.name, from.line, err)
			continue
		}
		e.Claim, e.Stance = claim, string(stance)
		if e.ID == "" {
			e.ID = derivedID("brat", d.sum, r.id, r.kind, from.words)
		}
		d.reader.add(e, false)
	}
}

// add takes in a piece of evidence, once; its own claim comes before those that it is shared with.
func (r *bratReader) add(e store.ImportedEvidence, own bool) {
	at, there := r.evidence[e.ID]
	switch {
	case there && own:
		r.in.Evidence[at].Claim = e.Claim
	case !there:
		r.evidence[e.ID] = len(r.in.Evidence)
		r.in.Evidence = append(r.in.Evidence, e)
	}
}

// hidden reads the evidence and the decisions that a claim's comment tells of.
func (d *bratDocument) hidden(s *bratSpan, claim int) error {
	if s.said == "" {
		return nil
	}
	var said bratClaim
	if err := json.Unmarshal([]byte(s.said), &said); err != nil {
		return fmt.Errorf("what the comment on %s says is damaged", shorten(s.id))
	}
	for _, p := range said.Evidence {
		e := store.ImportedEvidence{Line: s.line, Claim: claim, ID: p.ID, Set: p.Set, Stance: p.Stance, DocumentSHA256: p.SHA256, DocumentTitle: p.Document, Start: p.Start, End: p.End, Quote: p.Quote,
			URL: p.URL, Note: p.Note, Published: p.Published, ArchiveURL: p.Archive, Person: p.Annotator}
		if err := timesOf(p.CreatedAt, p.UpdatedAt, &e.CreatedAt, &e.UpdatedAt); err != nil {
			return err
		}
		d.reader.add(e, true)
	}
	for _, p := range said.Decisions {
		one := store.ImportedDecision{Line: s.line, Claim: claim, ID: p.ID, SessionID: p.Session, Person: p.Person, Kind: p.Kind, Label: p.Label, Comment: p.Comment, Seconds: p.Seconds}
		if err := timesOf(p.CreatedAt, p.UpdatedAt, &one.CreatedAt, &one.UpdatedAt); err != nil {
			return err
		}
		d.reader.in.Decisions = append(d.reader.in.Decisions, one)
	}
	return nil
}

// timesOf reads when something was made and last changed.
func timesOf(created, updated string, createdAt, updatedAt *time.Time) (err error) {
	if *createdAt, err = timeOfText(created); err != nil {
		return err
	}
	*updatedAt, err = timeOfText(updated)
	return err
}

// label is what a type stands for.
func (d *bratDocument) label(kind string) string {
	if d.reader.ours {
		return labelOfBratType(kind)
	}
	label := d.looks[kind]
	if label.Name == "" {
		label.Name = kind
	}
	if !d.reader.labels[label.Name] {
		d.reader.labels[label.Name] = true
		d.reader.in.Labels = append(d.reader.in.Labels, store.Label{Name: label.Name, Light: label.Light})
	}
	return label.Name
}

// bratColumns are those that annotations of brat may hold.
var bratColumns = store.ColumnsOf("document", "document_sha256", "start", "end", "quote", "label", "statement", "note")

func (d *bratDocument) claim(s *bratSpan) (store.ImportedClaim, error) {
	start, end, words, close, found := d.whole(s)
	c := store.ImportedClaim{Line: s.line, DocumentSHA256: d.sum, DocumentTitle: d.title, Start: start, End: end, Quote: words, Label: d.label(s.kind), Status: s.status, Columns: bratColumns}
	note := strings.Join(s.notes, "\n")
	if s.said != "" {
		var said bratClaim
		if err := json.Unmarshal([]byte(s.said), &said); err != nil {
			return c, fmt.Errorf("what the comment on %s says is damaged", shorten(s.id))
		}
		if note == oneLine(said.Note) && said.Note != "" { // it was not changed since
			note = said.Note
		}
		if said.Label != nil && c.Label == said.FinalLabel {
			c.Label = *said.Label
		}
		c.ClaimID, c.Statement, c.Claimant, c.ClaimDate, c.ClaimType, c.Annotator = said.ID, said.Statement, said.Claimant, said.ClaimDate, said.ClaimType, said.Annotator
		c.FinalLabel, c.Reviewer, c.FirstClaimID, c.Columns = said.FinalLabel, said.Reviewer, said.First, 0
		var err error
		if c.Confidence, err = share(said.Confidence.String()); err != nil {
			return c, err
		}
		if err := timesOf(said.CreatedAt, said.UpdatedAt, &c.CreatedAt, &c.UpdatedAt); err != nil {
			return c, err
		}
		if c.ReviewedAt, err = timeOfText(said.ReviewedAt); err != nil {
			return c, err
		}
	}
	c.Note = strings.Join(append(notEmpty(note), s.facts...), "\n")
	if found && !close {
		d.reader.gaps++
		if c.Statement == "" {
			c.Statement = s.words
		}
	}
	return c, nil
}

func notEmpty(text string) []string {
	if text == "" {
		return nil
	}
	return []string{text}
}

func (d *bratDocument) evidence(s *bratSpan) (store.ImportedEvidence, error) {
	start, end, words, close, found := d.whole(s)
	if found && !close && s.evident {
		d.reader.gaps++
	}
	e := store.ImportedEvidence{Line: s.line, DocumentSHA256: d.sum, DocumentTitle: d.title, Start: start, End: end, Quote: words, Note: strings.Join(append(s.notes, s.facts...), "\n")}
	if s.said == "" || !s.evident {
		return e, nil
	}
	var said bratPiece
	if err := json.Unmarshal([]byte(s.said), &said); err != nil {
		return e, fmt.Errorf("what the comment on %s says is damaged", shorten(s.id))
	}
	if said.Note != "" && strings.Join(s.notes, "\n") == oneLine(said.Note) {
		e.Note = said.Note
	}
	e.ID, e.Set, e.Person = said.ID, said.Set, said.Annotator
	return e, timesOf(said.CreatedAt, said.UpdatedAt, &e.CreatedAt, &e.UpdatedAt)
}

// remark says what was taken otherwise than written.
func (r *bratReader) remark(stems map[string][]string) {
	say := func(sentence string) { r.in.Remarks = append(r.in.Remarks, sentence) }
	if r.gaps > 0 {
		say(format.Count(r.gaps, "span with gaps was taken from its first word to its last, as a claim has one span; the marked words became its statement.",
			"spans with gaps were taken from their first words to their last, as a claim has one span; the marked words became their statements."))
	}
	for _, kind := range slices.Sorted(maps.Keys(r.kept)) {
		say(format.Count(r.kept[kind], kind+" was kept in the note of its span.", kind+"s were kept in the notes of their spans."))
	}
	var alone, other []string
	for _, name := range slices.Sorted(maps.Keys(r.files)) {
		stem, kind := strings.TrimSuffix(name, path.Ext(name)), strings.ToLower(path.Ext(name))
		switch {
		case kind == ".txt" && stems[stem] == nil:
			alone = append(alone, shorten(name))
		case kind != ".txt" && kind != ".conf" && !isAnnotations(name) && name != bratCompanion:
			other = append(other, shorten(name))
		}
	}
	if len(alone) > 0 {
		say("Texts without annotations were passed over: " + firstOf(alone) + ".")
	}
	if len(other) > 0 {
		say("Files that are not brat's were passed over: " + firstOf(other) + ".")
	}
}

// firstOf lists names, the first of them where they are many.
func firstOf(names []string) string {
	const most = 5
	if more := len(names) - most; more > 0 {
		names = append(slices.Clone(names[:most]), fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}
