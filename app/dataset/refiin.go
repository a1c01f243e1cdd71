package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"factmark/app/format"
	"factmark/store"
)

// isREFI tells whether a file is a project of REFI-QDA, its XML alone, or a code book.
func isREFI(file []byte) bool {
	if names, err := namesIn(file); err == nil {
		return slices.ContainsFunc(names, isQDE)
	}
	start := file[:min(len(file), longestHeader)]
	return qdaRoot.Match(start)
}

func isQDE(name string) bool { return strings.EqualFold(path.Ext(name), ".qde") }

// qdaRoot is the first tag of a project or of a code book, behind a declaration and comments.
var qdaRoot = regexp.MustCompile(`(?s)^\x{FEFF}?\s*(<\?xml[^>]*\?>\s*)?(<!--.*?-->\s*)*<([A-Za-z_][\w.-]*:)?(Project|CodeBook)\b[^<>]*"urn:QDA-XML:(project|codebook):`)

func readREFI(file []byte, in *Imported) error {
	files := map[string][]byte{"": file}
	name := ""
	if isArchive(file) {
		var err error
		if files, err = unzip(file); err != nil {
			return err
		}
		var found []string
		for _, n := range slices.Sorted(maps.Keys(files)) {
			if isQDE(n) {
				found = append(found, n)
			}
		}
		if len(found) != 1 {
			return fmt.Errorf("the archive has %s of the ending .qde, and a project has one; nothing was read", format.Plural(len(found), "file"))
		}
		name = found[0]
	}
	p, err := parseQDE(files[name])
	if err != nil {
		return err
	}
	r := &refiReader{in: in, p: p, files: map[string][]byte{}, users: map[string]string{}, codes: map[string]string{}, stances: map[string]store.Stance{}, variables: map[string]string{},
		notes: map[string]*qdaText{}, used: map[string]bool{}, cases: map[string]bool{}, claims: map[string][]int{}, pieces: map[string]*store.ImportedEvidence{}, left: map[string]int{}}
	for n, content := range files {
		r.files[strings.ToLower(n)] = content
	}
	r.folder = strings.ToLower(path.Dir(name))
	r.ours = p.Origin == refiOrigin
	r.read()
	in.Unit = CodePoints
	if r.wide && !r.ours && !slices.ContainsFunc(in.Claims, func(c store.ImportedClaim) bool { return c.Quote != "" }) {
		in.Unit = "" // the standard says code points, and some programs count UTF-16: no quote tells
	}
	return nil
}

// refiReader makes claims of a project.
type refiReader struct {
	in     *Imported
	p      *qdaProject
	files  map[string][]byte // by their names in lower case
	folder string            // of the project within the archive
	ours   bool
	wide   bool // there are selections in texts with characters above U+FFFF

	users     map[string]string // names, by guid
	codes     map[string]string // names, by guid
	stances   map[string]store.Stance
	variables map[string]string
	notes     map[string]*qdaText
	used      map[string]bool // notes that were read
	cases     map[string]bool

	claims    map[string][]int // indexes, by the guid of their selection
	pieces    map[string]*store.ImportedEvidence
	record    int            // number of the selection
	left      map[string]int // what was not read, by what it is
	uncoded   int
	manyCodes int
}

func (r *refiReader) bad(err error) {
	r.in.Bad = append(r.in.Bad, store.BadRow{Line: max(1, r.record), Err: err})
}

func (r *refiReader) read() {
	for _, u := range r.p.Users {
		r.users[normalGUID(u.GUID)] = firstText(u.Name, u.ID)
	}
	for _, v := range r.p.Variables {
		r.variables[normalGUID(v.GUID)] = v.Name
	}
	for _, c := range r.p.Cases {
		r.cases[normalGUID(c.GUID)] = true
	}
	for i := range r.p.Notes {
		r.notes[normalGUID(r.p.Notes[i].GUID)] = &r.p.Notes[i]
	}
	taken := map[string]bool{}
	for _, c := range append(r.p.Codes, r.p.BookCodes...) {
		r.code(c, "", taken)
	}
	for i := range r.p.Texts {
		r.text(&r.p.Texts[i])
	}
	for i := range r.p.PDFs {
		r.pdf(&r.p.PDFs[i])
	}
	r.links()
	r.remark()
}

// normalGUID is a guid in lower case without braces.
func normalGUID(guid string) string {
	return strings.ToLower(strings.Trim(strings.TrimSpace(guid), "{}"))
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// code takes in a code and those below it. Where two have one name, the later gets that of the code above it too.
func (r *refiReader) code(c qdaCode, above string, taken map[string]bool) {
	guid := normalGUID(c.GUID)
	for _, stance := range refiStances {
		if guid == stanceID(stance) {
			r.stances[guid] = stance
			return
		}
	}
	name := strings.TrimSpace(c.Name)
	if taken[name] && above != "" {
		name = above + " / " + name
	}
	taken[name] = true
	r.codes[guid] = name
	if guid != derivedID("code", "evidence") && c.Codable != "false" && c.Codable != "0" {
		label := store.Label{ID: guid, Name: name, Light: colourOf(c.Color), Guideline: c.Description}
		for _, ref := range c.NoteRefs {
			note := r.note(ref)
			switch {
			case note == nil:
			case r.ours && note.Name == memoMeaning:
				label.Meaning = r.content(note)
			default:
				label.Guideline = strings.TrimSpace(label.Guideline + "\n\n" + r.content(note))
			}
		}
		r.in.Labels = append(r.in.Labels, label)
	}
	for _, below := range c.Codes {
		r.code(below, name, taken)
	}
}

// colourOf is a colour as a label has it: #RRGGBB, "" for what is none.
func colourOf(color string) string {
	color = strings.ToUpper(strings.TrimSpace(color))
	if len(color) == 4 && color[0] == '#' {
		color = string([]byte{'#', color[1], color[1], color[2], color[2], color[3], color[3]})
	}
	if hexColour.MatchString(color) {
		return color
	}
	return ""
}

var hexColour = regexp.MustCompile(`^#[0-9A-F]{6}$`)

// note gives the note that is referred to, nil where it is not in the project.
func (r *refiReader) note(ref qdaRef) *qdaText {
	guid := normalGUID(ref.GUID)
	note := r.notes[guid]
	if note == nil {
		r.left["reference to a memo that is not in the project"]++
		return nil
	}
	r.used[guid] = true
	return note
}

// content is the text of a note, "" where it is not at hand.
func (r *refiReader) content(note *qdaText) string {
	text, err := r.plain(note)
	if err != nil {
		r.bad(fmt.Errorf("the memo %q: %w", shorten(note.Name), err))
	}
	return strings.TrimRight(withLF(text), "\n")
}

// plain is the plain text of a source or of a note, with the line ends that it has.
func (r *refiReader) plain(t *qdaText) (string, error) {
	if t.Content != nil {
		return *t.Content, nil
	}
	name, internal := strings.CutPrefix(t.Plain, refiInternal)
	switch {
	case t.Plain == "" && t.Rich == "":
		return "", nil
	case t.Plain == "":
		return "", fmt.Errorf("the project holds only %s of it, and no plain text in which its selections count", shorten(path.Base(t.Rich)))
	case !internal:
		return "", fmt.Errorf("its text lies outside of the project (%s)", shorten(t.Plain))
	}
	file, there := r.files[strings.ToLower(path.Join(r.folder, refiSources, path.Clean("/"+name)))]
	if !there {
		return "", fmt.Errorf("its text is missing: there is no %s in the project", shorten(name))
	}
	utf, err := asUTF8(bytes.NewReader(file))
	if err != nil {
		return "", errors.New("its text is in UTF-32; export it again in UTF-8")
	}
	text, err := io.ReadAll(utf)
	switch {
	case err != nil:
		return "", fmt.Errorf("its text cannot be read (%w)", err)
	case !utf8.Valid(text):
		return "", errors.New("its text is not UTF-8")
	}
	return string(text), nil
}

func (r *refiReader) pdf(p *qdaPDF) {
	if len(p.Selections) > 0 {
		r.left["selection of an area of a PDF"] += len(p.Selections)
	}
	if p.Representation == nil {
		r.left["PDF without its plain text"]++
		return
	}
	text := *p.Representation
	text.Name, text.Description = firstText(p.Name, text.Name), firstText(p.Description, text.Description)
	text.NoteRefs, text.Values = append(text.NoteRefs, p.NoteRefs...), append(text.Values, p.Values...)
	text.GUID = p.GUID
	r.text(&text)
}

// refiDocument is a source while its selections are read.
type refiDocument struct {
	title, text, sum string
	views            []textView
}

// text reads a source with its selections.
func (r *refiReader) text(t *qdaText) {
	title := firstText(t.Name, "Untitled")
	text, err := r.plain(t)
	if err == nil && strings.TrimSpace(text) == "" {
		err = errors.New("there is no text in it")
	}
	if err != nil {
		r.bad(fmt.Errorf("%q: %w; its %s were left out", shorten(title), err, format.Plural(len(t.Selections), "selection")))
		return
	}
	if strings.Contains(strings.ToUpper(r.p.Origin), "ATLAS") { // it counts CRLF as one, though its texts have it
		text = withLF(text)
	}
	d := &refiDocument{title: title, text: text, sum: textSum(text)}
	r.wide = r.wide || len(t.Selections) > 0 && strings.ContainsFunc(text, func(c rune) bool { return c > 0xFFFF })
	document := store.ImportedDocument{NewDocument: store.NewDocument{Title: title, Text: text, Note: t.Description}}
	if r.ours {
		document.ID = normalGUID(t.GUID)
		document.AddedAt, _ = timeOfText(t.At)
	}
	for _, v := range t.Values {
		r.detail(&document, v)
	}
	for _, ref := range t.NoteRefs {
		note := r.note(ref)
		switch {
		case note == nil:
		case len(note.Selections) > 0: // an annotation of QualCoder
			for _, s := range note.Selections {
				s.Description = r.content(note)
				s.qdaMade = note.qdaMade
				r.selection(d, &s)
			}
		default:
			document.Note = joined(document.Note, r.content(note))
		}
	}
	r.in.Documents = append(r.in.Documents, document)
	for i := range t.Selections {
		r.selection(d, &t.Selections[i])
	}
	if len(t.Codings) > 0 {
		r.left["coding of a whole document"] += len(t.Codings)
	}
}

// joined joins two texts by an empty line.
func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}

// detail takes in the value of a variable.
func (r *refiReader) detail(d *store.ImportedDocument, v qdaValue) {
	name, value := r.variables[normalGUID(v.Variable.GUID)], r.valueOf(v)
	if value == "" {
		return
	}
	to := map[string]*string{"publisher": &d.Publisher, "sourceurl": &d.SourceURL, "url": &d.SourceURL, "author": &d.Author, "language": &d.Language, "tags": &d.Tags, "filename": &d.FileName}
	switch key := foldColumn(name); {
	case to[key] != nil && *to[key] == "":
		*to[key] = value
	case (key == "published" || key == "date") && format.IsPartialDate(value) && d.Published == "":
		d.Published = value
	case key == "status" && r.ours:
		d.Stated = store.DocumentStatus(value)
	case key == "split" && r.ours:
	default:
		d.Note = joined(d.Note, name+": "+value)
	}
}

// valueOf is the value of a variable, in our own files as it stands.
func (r *refiReader) valueOf(v qdaValue) string {
	for _, value := range v.Values {
		switch text := strings.TrimSpace(value.Text); {
		case r.ours:
			return value.Text
		case text != "":
			return text
		}
	}
	return ""
}

// refiColumns are those that selections may hold.
var refiColumns = store.ColumnsOf("claim_id", "document", "document_sha256", "start", "end", "quote", "label", "note", "annotator", "created_at", "updated_at")

// selection makes claims, or evidence, of a selection: one of each code on it.
func (r *refiReader) selection(d *refiDocument, s *qdaSelection) {
	r.record++
	guid := normalGUID(s.GUID)
	start, err := strconv.ParseUint(strings.TrimSpace(s.Start), 10, 31)
	end, err2 := strconv.ParseUint(strings.TrimSpace(s.End), 10, 31)
	switch {
	case err != nil || err2 != nil:
		r.bad(fmt.Errorf("selection %d, in %q: its positions are %q and %q, not whole numbers from 0 up", r.record, shorten(d.title), shorten(s.Start), shorten(s.End)))
		return
	case end <= start:
		r.bad(fmt.Errorf("selection %d, in %q: the span %d to %d is empty, or ends before it begins", r.record, shorten(d.title), start, end))
		return
	}
	c := store.ImportedClaim{Line: r.record, ClaimID: guid, DocumentSHA256: d.sum, DocumentTitle: d.title, Start: int(start), End: int(end), Note: s.Description, Columns: refiColumns,
		Annotator: r.user(firstText(s.By, s.ModifiedBy))}
	c.Quote = d.quote(s.Name, c.Start, c.End)
	if err := timesOf(firstText(s.At, s.ModifiedAt), s.ModifiedAt, &c.CreatedAt, &c.UpdatedAt); err != nil {
		r.bad(fmt.Errorf("selection %d, in %q: %w", r.record, shorten(d.title), err))
		return
	}
	annotators, err := r.memos(&c, s.NoteRefs)
	if err != nil {
		r.bad(fmt.Errorf("selection %d, in %q: %w", r.record, shorten(d.title), err))
		return
	}
	if len(s.Codings) == 0 {
		r.uncoded++
		r.add(guid, c, annotators)
		return
	}
	made := 0
	for _, coding := range s.Codings {
		code := normalGUID(coding.Code.GUID)
		if stance, is := r.stances[code]; is {
			r.pieces[guid] = &store.ImportedEvidence{Line: r.record, ID: guid, Stance: string(stance), DocumentSHA256: d.sum, DocumentTitle: d.title, Start: c.Start, End: c.End, Quote: c.Quote, Note: c.Note,
				Person: c.Annotator, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt}
			continue
		}
		label, known := r.codes[code]
		if !known {
			if r.cases[code] || r.cases[normalGUID(coding.GUID)] {
				r.left["passage of a case"]++
			} else {
				r.bad(fmt.Errorf("selection %d, in %q: its code %s is not in the code book", r.record, shorten(d.title), shorten(coding.Code.GUID)))
			}
			continue
		}
		one := c
		one.Label = label
		if by := r.user(coding.By); by != "" {
			one.Annotator = by
		}
		if at, err := timeOfText(coding.At); err == nil && !at.IsZero() && !r.ours {
			one.CreatedAt = at
		}
		for _, ref := range coding.NoteRefs {
			if note := r.note(ref); note != nil {
				one.Note = joined(one.Note, r.content(note))
			}
		}
		if made++; made > 1 {
			one.ClaimID = normalGUID(coding.GUID)
		}
		r.add(guid, one, annotators)
	}
	if made > 1 {
		r.manyCodes++
	}
}

// add adds a claim. Where a review has settled its label, that is its code, and the annotator's is said beside it.
func (r *refiReader) add(guid string, c store.ImportedClaim, annotators string) {
	if r.ours {
		c.Columns = 0
		c.Status = firstText(c.Status, string(store.StatusOpen))
		if annotators != "" && c.Label == c.FinalLabel {
			if c.Label = annotators; annotators == memoNone {
				c.Label = ""
			}
		}
	}
	r.claims[guid] = append(r.claims[guid], len(r.in.Claims))
	r.in.Claims = append(r.in.Claims, c)
}

// memos takes in the notes on a selection; annotators is the label that its annotator gave where a review has settled another.
func (r *refiReader) memos(c *store.ImportedClaim, refs []qdaRef) (annotators string, err error) {
	for _, ref := range refs {
		note := r.note(ref)
		if note == nil {
			continue
		}
		text := r.content(note)
		if r.ours && note.Content != nil {
			text = *note.Content
		}
		to := map[string]*string{memoStatement: &c.Statement, memoClaimant: &c.Claimant, memoClaimDate: &c.ClaimDate, memoClaimType: &c.ClaimType, memoStatus: &c.Status,
			memoLabel: &annotators, memoFinal: &c.FinalLabel, memoReviewer: &c.Reviewer}[note.Name]
		switch {
		case !r.ours:
			c.Note = joined(c.Note, text)
		case to != nil:
			*to = text
		case note.Name == memoConfidence:
			c.Confidence, err = share(text)
		case note.Name == memoReviewed:
			c.ReviewedAt, err = timeOfText(text)
		default:
			c.Note = joined(c.Note, text)
		}
		if err != nil {
			return "", err
		}
	}
	return annotators, nil
}

func (r *refiReader) user(guid string) string { return r.users[normalGUID(guid)] }

// quote gives the words of a selection where its name holds them, as QualCoder and Factmark have it; other programs give a
// selection a title there, or nothing.
func (d *refiDocument) quote(name string, start, end int) string {
	if name == "" {
		return ""
	}
	if d.views == nil {
		d.views = viewsOf(d.text)
	}
	for _, view := range d.views {
		if words, is := view(start, end); is && alike(words, name) {
			return withLF(words)
		}
	}
	words := strings.ReplaceAll(withLF(name), "\u2029", "\n")
	n := utf8.RuneCountInString(words)
	if more := end - start - n; more >= 0 && more <= strings.Count(words, "\n") {
		return words // and it is not what stands there
	}
	return ""
}

// links reads what joins evidence with claims.
func (r *refiReader) links() {
	added := map[string]bool{}
	for _, l := range r.p.Links {
		from, to := normalGUID(l.From), normalGUID(l.To)
		name, set, _ := strings.Cut(l.Name, " (set ")
		claims := r.claims[to]
		stance := stanceNamed(name)
		note := r.notes[from]
		if len(claims) == 0 && r.notes[to] != nil && len(r.claims[from]) > 0 && stance == "" { // a memo, the other way round
			claims, note = r.claims[from], r.notes[to]
		}
		switch {
		case l.Name == refiFirst && r.ours && len(claims) > 0:
			for _, i := range r.claims[from] {
				r.in.Claims[i].FirstClaimID = r.in.Claims[claims[0]].ClaimID
			}
		case len(claims) == 0:
			r.left["link that leads to no passage that was read"]++
		case note != nil && (stance == "" || !r.ours): // as NVivo has notes on a passage
			r.used[normalGUID(note.GUID)] = true
			c := &r.in.Claims[claims[0]]
			c.Note = joined(c.Note, r.content(note))
		case stance == "":
			r.left["link that names no stance"]++
		case added[from+to]:
			r.left["link that is there twice"]++
		default:
			e := r.piece(from, note)
			if e == nil {
				r.left["link that comes from no passage that was read"]++
				continue
			}
			added[from+to] = true
			e.Claim, e.Stance = claims[0], string(stance)
			e.Set, _ = strconv.Atoi(strings.TrimSuffix(set, ")"))
			if e.Set == 0 {
				e.Set = 1
			}
			if added[from] {
				e.ID = derivedID("evidence", from, to)
			}
			added[from] = true
			r.in.Evidence = append(r.in.Evidence, *e)
		}
	}
	for guid := range r.pieces {
		if !added[guid] {
			r.left["piece of evidence without a claim"]++
		}
	}
}

// piece gives the evidence that a link comes from: a note on an outside source, a passage coded as evidence, or any other passage.
func (r *refiReader) piece(guid string, note *qdaText) *store.ImportedEvidence {
	if e := r.pieces[guid]; e != nil {
		piece := *e
		return &piece
	}
	if note != nil {
		r.used[guid] = true
		e := &store.ImportedEvidence{ID: guid, Quote: r.contentAsIs(note), URL: note.Name, Note: note.Description, Person: r.user(note.By)}
		if err := timesOf(note.At, note.ModifiedAt, &e.CreatedAt, &e.UpdatedAt); err != nil {
			r.bad(fmt.Errorf("the memo %q: %w", shorten(note.Name), err))
			return nil
		}
		for _, v := range note.Values {
			switch r.variables[normalGUID(v.Variable.GUID)] {
			case "Published":
				e.Published = r.valueOf(v)
			case refiArchive:
				e.ArchiveURL = r.valueOf(v)
			}
		}
		return e
	}
	if claims := r.claims[guid]; len(claims) > 0 {
		c := r.in.Claims[claims[0]]
		return &store.ImportedEvidence{Line: c.Line, ID: derivedID("evidence", guid), DocumentSHA256: c.DocumentSHA256, DocumentTitle: c.DocumentTitle, Start: c.Start, End: c.End, Quote: c.Quote,
			Person: c.Annotator, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt}
	}
	return nil
}

func (r *refiReader) contentAsIs(note *qdaText) string {
	if note.Content != nil {
		return *note.Content
	}
	return r.content(note)
}

// remark says what was left out.
func (r *refiReader) remark() {
	say := func(sentence string) { r.in.Remarks = append(r.in.Remarks, sentence) }
	if r.uncoded > 0 && !r.ours {
		say(format.Count(r.uncoded, "passage has no code; it is a claim without a label.", "passages have no code; they are claims without a label."))
	}
	if r.manyCodes > 0 {
		say(format.Count(r.manyCodes, "passage has several codes; each became a claim.", "passages have several codes; each became a claim."))
	}
	for kind, sources := range map[string][]qdaOther{"picture": r.p.Pictures, "recording": r.p.Audios, "film": r.p.Videos} {
		for _, s := range sources {
			r.left[kind]++
			if n := len(s.Pictures) + len(s.Audios) + len(s.Videos); n > 0 {
				r.left["selection of a "+kind] += n
			}
			if len(s.Transcripts) > 0 {
				r.left["transcript of a "+kind] += len(s.Transcripts)
			}
		}
	}
	if n := len(r.p.Cases); n > 0 {
		r.left["case"] += n
	}
	if n := len(r.p.Sets); n > 0 {
		r.left["set of codes or sources"] += n
	}
	if n := len(r.p.Graphs); n > 0 {
		r.left["graph"] += n
	}
	var alone []string
	for i := range r.p.Notes {
		if note := &r.p.Notes[i]; !r.used[normalGUID(note.GUID)] {
			alone = append(alone, "“"+shorten(firstText(note.Name, "Untitled"))+"”")
		}
	}
	if len(alone) > 0 {
		say("Memos that belong to no passage, document or code were not read: " + firstOf(alone) + ".")
	}
	var left []string
	for _, what := range slices.Sorted(maps.Keys(r.left)) {
		left = append(left, what+" ("+strconv.Itoa(r.left[what])+")")
	}
	if len(left) > 0 {
		say("Not read, as Factmark has nothing like it: " + strings.Join(left, ", ") + ".")
	}
}
