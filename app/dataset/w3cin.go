package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"

	"factmark/app/format"
	"factmark/store"
)

// Annotations come in these forms, one alone, in an array, in lines, or in a container:
//   - Web Annotation, as the W3C has it and as Recogito and Annotorious write it;
//   - what the API of Hypothesis answers (“rows”) and what its client exports (“annotations”);
//   - Recogito's own, with “bodies” and with the quote and the positions in one selector.

// w3cContainers are the keys under which annotations lie, one within the other at most twice.
var w3cContainers = []string{"rows", "annotations", "first", "items", "@graph"}

// isW3C tells whether the first objects of a file are annotations.
func isW3C(file []byte) bool {
	in := json.NewDecoder(bytes.NewReader(file))
	start := bytes.TrimLeft(file, " \t\r\n")
	if len(start) == 0 || start[0] != '{' && start[0] != '[' {
		return false
	}
	if start[0] == '[' {
		if _, err := in.Token(); err != nil {
			return false
		}
	}
	const looked = 10 // the first ones may be damaged
	for range looked {
		if !in.More() {
			return false
		}
		var first json.RawMessage
		if err := in.Decode(&first); err != nil {
			return false
		}
		found := false
		_ = eachAnnotation(first, 0, func(a members) error {
			found = a.isAnnotation()
			return errFound
		})
		if found {
			return true
		}
	}
	return false
}

var errFound = errors.New("found")

// eachAnnotation calls do with the objects in a value, those of containers in place of these; nil stands for a value that is no object.
func eachAnnotation(value json.RawMessage, depth int, do func(members) error) error {
	const deepest = 4 // an array, a collection, its page, its items
	if all := elementsOf(value); all != nil && depth < deepest {
		for _, one := range all {
			if err := eachAnnotation(one, depth+1, do); err != nil {
				return err
			}
		}
		return nil
	}
	a := membersOf(value)
	if a.isAnnotation() || depth == deepest {
		return do(a)
	}
	for _, key := range w3cContainers {
		if held := a[key]; len(held) > 0 && (held[0] == '[' || held[0] == '{') {
			return eachAnnotation(held, depth+1, do)
		}
	}
	return do(a)
}

func (m members) isAnnotation() bool {
	switch {
	case m.isOfType("Annotation") && m.has("target"):
		return true
	case m.has("bodies") && m.has("target"):
		return m.isRecogito()
	}
	return m.isHypothesis()
}

func readW3C(file []byte, in *Imported) error {
	r := &w3cReader{in: in, claims: map[string][]int{}, left: map[string]int{}}
	if !utf8.Valid(file) {
		return errors.New("the file is not UTF-8; save it again as JSON in UTF-8")
	}
	values := json.NewDecoder(bytes.NewReader(file))
	for {
		var value json.RawMessage
		err := values.Decode(&value)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return fmt.Errorf("the file is not JSON, or is cut off: see behind its byte %d (%w)", values.InputOffset(), err)
		}
		_ = eachAnnotation(value, 0, func(a members) error {
			r.record++
			r.annotation(a)
			return nil
		})
	}
	r.settle()
	in.Unit = CodePoints
	if r.utf16 {
		in.Unit = UTF16
	}
	return nil
}

// w3cReader reads annotations. What names another one waits for the end of the file.
type w3cReader struct {
	in      *Imported
	record  int
	utf16   bool
	claims  map[string][]int // their indexes, by the id of their annotation
	waiting []w3cNote
	left    map[string]int // how many were left out or taken otherwise, by why
	groups  map[string]int
}

// w3cNote is what an annotation says, in whatever form.
type w3cNote struct {
	record           int
	id               string // of the annotation, as it is written
	by               string
	model            string
	created, updated time.Time
	labels           []string
	meaning          string
	final            string
	statement        string
	notes            []string
	marks            []w3cMark
	about            []string // ids of annotations
	ours             members  // with keys that begin with factmark:
}

// w3cMark is a passage that an annotation is about.
type w3cMark struct {
	title, sum, url       string
	document              string // its id
	exact, prefix, suffix string
	start, end            int
	placed                bool // there are positions
	problem               error
}

func (r *w3cReader) bad(record int, err error) {
	r.in.Bad = append(r.in.Bad, store.BadRow{Line: record, Err: err})
}

func (r *w3cReader) annotation(a members) {
	n := w3cNote{record: r.record, id: a.text("id", "@id"), ours: members{}}
	for key, value := range a {
		if own, is := strings.CutPrefix(key, "factmark:"); is {
			n.ours[own] = value
		}
	}
	var err error
	n.created, err = timeOfText(a.text("created"))
	if err == nil {
		n.updated, err = timeOfText(a.text("modified", "updated"))
	}
	switch {
	case a == nil || !a.isAnnotation():
		err = errors.New("this is no annotation: an object of the type Annotation with a target")
	case err != nil:
	case a.isRecogito():
		r.utf16 = true
		n.recogito(a)
	case a.isHypothesis():
		r.utf16 = true
		r.hypothesis(a, &n)
	default:
		n.webAnnotation(a, r)
	}
	if err != nil {
		r.bad(r.record, err)
		return
	}
	r.take(&n)
}

func timeOfText(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := readTime(text)
	if err != nil {
		return at, fmt.Errorf("its time is %w", err)
	}
	return at, nil
}

// webAnnotation reads the W3C's form.
func (n *w3cNote) webAnnotation(a members, r *w3cReader) {
	for _, creator := range oneOrMore(a["creator"]) {
		n.by, n.model = w3cMaker(creator)
		break
	}
	motivation := a.text("motivation")
	if value := a.text("bodyValue"); value != "" {
		n.notes = append(n.notes, value)
	}
	for _, b := range oneOrMore(a["body"]) {
		n.body(b, motivation, r)
	}
	for _, t := range oneOrMore(a["target"]) {
		n.target(t)
	}
}

// w3cMaker gives the name of who made something, and of the program that did where it was one.
func w3cMaker(value json.RawMessage) (name, model string) {
	who := membersOf(value)
	if who == nil {
		return lastOfIRI(textOf(value)), ""
	}
	name = who.text("name", "nickname", "nick", "displayName")
	if name == "" {
		name = lastOfIRI(who.text("id", "@id", "email"))
	}
	if who.isOfType("Software") || who.isOfType("SoftwareAgent") {
		return "", modelNamed(name)
	}
	return name, ""
}

func (n *w3cNote) body(value json.RawMessage, motivation string, r *w3cReader) {
	b := membersOf(value)
	if b.isOfType("Choice") || b.isOfType("List") || b.isOfType("Composite") {
		for _, item := range oneOrMore(b["items"]) {
			n.body(item, motivation, r)
		}
		return
	}
	purpose := lastOfIRI(b.text("purpose"))
	if purpose == "" {
		purpose = lastOfIRI(motivation)
	}
	text := b.text("value", "chars", "@value")
	if strings.Contains(b.text("format"), "html") {
		text = textOfHTML(text)
	}
	source := b.text("source", "id", "@id")
	if b == nil {
		source = textOf(value)
	}
	switch {
	case text == "" && source == "":
	case purpose == "linking" && text == "":
		n.about = append(n.about, source)
	case purpose == "tagging" || purpose == "classifying" || purpose == "identifying":
		if text == "" {
			text = lastOfIRI(source)
		}
		n.labels = append(n.labels, strings.TrimSpace(text))
		if meaning := b.text("factmark:meaning"); meaning != "" {
			n.meaning = meaning
		}
	case purpose == "assessing" && len(n.ours) > 0:
		n.final = text
	case purpose == "describing" && len(n.ours) > 0:
		n.statement = text
	case text == "":
		n.notes = append(n.notes, source)
	default:
		by := ""
		for _, creator := range oneOrMore(b["creator"]) {
			by, _ = w3cMaker(creator)
		}
		n.notes = append(n.notes, saidBy(by, n.by, text))
	}
}

// saidBy is a comment with who made it, unless that is who made the claim.
func saidBy(by, annotator, text string) string {
	if by == "" || by == annotator {
		return text
	}
	return by + ": " + text
}

// textOfHTML is the text of a page's part: its blocks on lines of their own.
func textOfHTML(page string) string {
	var text strings.Builder
	for tokens := html.NewTokenizer(strings.NewReader(page)); ; {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.TrimSpace(text.String())
		case html.TextToken:
			text.Write(tokens.Text())
		case html.EndTagToken, html.SelfClosingTagToken, html.StartTagToken:
			name, _ := tokens.TagName()
			if strings.Contains(" p br div li tr h1 h2 h3 h4 blockquote ", " "+string(name)+" ") && text.Len() > 0 && !strings.HasSuffix(text.String(), "\n") {
				text.WriteByte('\n')
			}
		}
	}
}

func (n *w3cNote) target(value json.RawMessage) {
	t := membersOf(value)
	if t == nil { // an IRI: a whole resource, or another annotation
		n.about = append(n.about, textOf(value))
		return
	}
	if items := oneOrMore(t["items"]); len(items) > 0 && !t.has("source") {
		for _, item := range items {
			n.target(item)
		}
		return
	}
	m := w3cMark{url: t.text("source"), title: t.text("title", "dcterms:title")}
	for _, of := range []json.RawMessage{t["dcterms:isPartOf"], t["source"]} {
		if document := membersOf(of); document != nil {
			m.title = documentTitle(document, m.title)
			if id, is := strings.CutPrefix(document.text("id", "@id"), uuidURN); is {
				m.document = id
			}
			if m.url == "" {
				m.url = document.text("id", "@id")
			}
		}
	}
	for _, state := range oneOrMore(t["state"]) {
		m.version(textOf(state))
	}
	m.version(m.url)
	for _, s := range oneOrMore(t["selector"]) {
		m.selector(membersOf(s), 0)
	}
	if !t.has("selector") {
		iri := t.text("id", "@id")
		if m.url == "" && iri != "" {
			n.about = append(n.about, iri)
			return
		}
	}
	n.marks = append(n.marks, m)
}

func documentTitle(document members, otherwise string) string {
	if title := document.text("dcterms:title", "title", "dc:title", "schema:name", "name"); title != "" {
		return title
	}
	return otherwise
}

// version takes in the SHA-256 of the text that an IRI names.
func (m *w3cMark) version(iri string) {
	if sum, is := strings.CutPrefix(iri, sha256URN); is && m.sum == "" {
		m.sum = sum
	}
}

// selector reads a selector and those that refine it, whose positions count within what it selects.
func (m *w3cMark) selector(s members, depth int) {
	const deepest = 8
	if s == nil || depth > deepest {
		return
	}
	switch {
	case s.isOfType("TextQuoteSelector"):
		m.exact, m.prefix, m.suffix = s.text("exact"), s.text("prefix"), s.text("suffix")
	case s.isOfType("TextPositionSelector") && depth == 0:
		m.position(s["start"], s["end"])
	case s.isOfType("FragmentSelector"):
		// RFC 5147: char=10,20 of a text/plain resource
		if start, end, is := strings.Cut(strings.TrimPrefix(s.text("value"), "char="), ","); is && strings.HasPrefix(s.text("value"), "char=") && !m.placed {
			end, _, _ = strings.Cut(end, ";")
			m.position(json.RawMessage(start), json.RawMessage(end))
		}
	}
	for _, finer := range oneOrMore(s["refinedBy"]) {
		m.selector(membersOf(finer), depth+1)
	}
}

func (m *w3cMark) position(start, end json.RawMessage) {
	m.start, m.end, m.placed = 0, 0, true
	for _, at := range []struct {
		name  string
		value json.RawMessage
		to    *int
	}{{"start", start, &m.start}, {"end", end, &m.end}} {
		number, err := strconv.ParseFloat(strings.Trim(string(at.value), `"`), 64)
		if err != nil || number != math.Trunc(number) || number < 0 || number > math.MaxInt32 {
			m.problem = fmt.Errorf("%s is %q, not a whole number from 0 up", at.name, shorten(string(at.value)))
			return
		}
		*at.to = int(number)
	}
	if m.end <= m.start {
		m.problem = fmt.Errorf("the span %d to %d ends before it begins", m.start, m.end)
		if m.end == m.start {
			m.problem = fmt.Errorf("the span %d to %d is empty", m.start, m.end)
		}
	}
}

// take makes claims of an annotation: one of each passage, and of each label. What is about other annotations waits.
func (r *w3cReader) take(n *w3cNote) {
	if len(n.about) > 0 {
		r.waiting = append(r.waiting, *n)
		return
	}
	marked := 0
	for _, m := range n.marks {
		switch {
		case m.problem != nil && m.exact == "":
			r.bad(n.record, m.problem)
			return
		case m.exact != "" || m.placed:
			marked++
		}
	}
	if marked == 0 {
		r.leave(n, wholeResource)
		return
	}
	if marked > 1 {
		r.left[severalPassages]++
	}
	labels := n.labels
	if len(labels) == 0 {
		labels = []string{""}
	} else if len(labels) > 1 {
		r.left[severalLabels]++
	}
	id := idOfIRI(n.id)
	nth := 0
	for _, m := range n.marks {
		if m.exact == "" && !m.placed {
			continue
		}
		if m.problem != nil { // the quote is enough to find it
			m.start, m.end = 0, 0
		}
		for _, label := range labels {
			claim := n.claim(&m, label)
			if claim.ClaimID = id; nth > 0 && id != "" {
				claim.ClaimID = derivedID(id, strconv.Itoa(nth))
			}
			nth++
			r.claims[n.id] = append(r.claims[n.id], len(r.in.Claims))
			r.in.Claims = append(r.in.Claims, claim)
		}
	}
}

const (
	wholeResource   = "marks no passage of a text and was left out"
	severalPassages = "marks several passages; each became a claim"
	severalLabels   = "has several labels; a claim has one, so that each label became a claim of its own"
	noTargetPlace   = "is about another one that is not in the file and was left out"
	unrelated       = "links annotations in a way that is no evidence and was left out"
)

// byAddress has the document found by its address where nothing else is said of it.
func (m *w3cMark) byAddress() {
	if m.sum == "" && m.document == "" && !strings.HasPrefix(m.url, "urn:") {
		m.document = m.url
		if m.title == "" {
			m.title = m.url
		}
	}
}

// foreignColumns are those that annotations of other programs may hold.
var foreignColumns = store.ColumnsOf("claim_id", "document", "document_sha256", "start", "end", "quote", "prefix", "suffix", "label", "note", "annotator", "created_at", "updated_at")

func (n *w3cNote) claim(m *w3cMark, label string) store.ImportedClaim {
	m.byAddress()
	c := store.ImportedClaim{
		Line: n.record, DocumentID: m.document, DocumentSHA256: m.sum, DocumentTitle: m.title, Start: m.start, End: m.end, Quote: m.exact, Prefix: m.prefix, Suffix: m.suffix,
		Label: label, Meaning: n.meaning, Statement: n.statement, Note: strings.Join(n.notes, "\n\n"), Annotator: n.by, Model: n.model, CreatedAt: n.created, UpdatedAt: n.updated,
	}
	if len(n.ours) == 0 {
		c.Columns = foreignColumns
		return c
	}
	c.Claimant, c.ClaimDate, c.ClaimType, c.Status = n.ours.text("claimant"), n.ours.text("claimDate"), n.ours.text("claimType"), n.ours.text("status")
	c.FinalLabel, c.Reviewer, c.FirstClaimID = n.final, n.ours.text("reviewer"), idOfIRI(n.ours.text("firstAppearance"))
	if label == "" {
		c.Meaning = "none"
	}
	c.Confidence, _ = share(n.ours.text("confidence"))
	c.ReviewedAt, _ = timeOfText(n.ours.text("reviewedAt"))
	return c
}

// settle reads what is about other annotations: replies, evidence and decisions.
func (r *w3cReader) settle() {
	about := make(map[string][]string, len(r.waiting))
	for i := range r.waiting {
		about[r.waiting[i].id] = r.waiting[i].about
	}
	for i := range r.waiting {
		n := &r.waiting[i]
		at := r.claimOf(n.about, about)
		switch {
		case at < 0:
			r.leave(n, noTargetPlace)
		case n.ours.has("decided"):
			r.decision(n, at)
		case len(n.marks) > 0:
			r.evidence(n, at)
		default:
			r.reply(n, at)
		}
	}
	for _, why := range slices.Sorted(maps.Keys(r.left)) {
		r.in.Remarks = append(r.in.Remarks, format.Count(r.left[why], "annotation "+why, "annotations "+plural(why))+".")
	}
	for _, group := range slices.Sorted(maps.Keys(r.groups)) {
		r.in.Remarks = append(r.in.Remarks, fmt.Sprintf("%s of the group %s; the group was not read.", format.Count(r.groups[group], "annotation is", "annotations are"), shorten(group)))
	}
}

// plural is a clause about one annotation, for several.
func plural(why string) string {
	return strings.NewReplacer("marks ", "mark ", "has ", "have ", "is about", "are about", "links ", "link ", "another one that is", "others that are", " was ", " were ", "each became", "each became").Replace(why)
}

// claimOf finds the claim that a thread of annotations begins with, -1 where there is none.
func (r *w3cReader) claimOf(ids []string, about map[string][]string) int {
	const longest = 100 // threads may go in circles
	for range longest {
		var next []string
		for _, id := range ids {
			if claims := r.claims[id]; len(claims) > 0 {
				return claims[0]
			}
			next = append(next, about[id]...)
		}
		if len(next) == 0 || len(next) > longest {
			return -1
		}
		ids = next
	}
	return -1
}

// leave counts an annotation that is left out, and quotes the first of those.
func (r *w3cReader) leave(n *w3cNote, why string) {
	const quotedMost = 20
	r.left[why]++
	if said := strings.Join(n.notes, " "); said != "" && r.left[why] <= quotedMost {
		r.in.Remarks = append(r.in.Remarks, fmt.Sprintf("Record %d %s: %s", n.record, why, Quoted(said)))
	}
}

// reply adds a comment to the note of a claim.
func (r *w3cReader) reply(n *w3cNote, at int) {
	c := &r.in.Claims[at]
	for _, text := range append(n.notes, n.labels...) {
		if text = saidBy(n.by, c.Annotator, text); c.Note != "" {
			text = "\n\n" + text
		}
		c.Note += text
	}
}

func (r *w3cReader) evidence(n *w3cNote, at int) {
	stance := ""
	for _, label := range n.labels {
		if s := stanceNamed(label); s != "" {
			stance = string(s)
		}
	}
	if stance == "" {
		r.leave(n, unrelated)
		return
	}
	for i := range n.marks {
		m := &n.marks[i]
		if m.problem != nil {
			r.bad(n.record, m.problem)
			return
		}
		e := store.ImportedEvidence{Line: n.record, Claim: at, ID: idOfIRI(n.id), Stance: stance, DocumentID: m.document, DocumentSHA256: m.sum, DocumentTitle: m.title, Start: m.start, End: m.end, Quote: m.exact,
			Note: strings.Join(n.notes, "\n\n"), Published: n.ours.text("published"), ArchiveURL: n.ours.text("archive"), Person: n.by, CreatedAt: n.created, UpdatedAt: n.updated}
		if i > 0 {
			e.ID = derivedID(e.ID, strconv.Itoa(i))
		}
		e.Set, _ = strconv.Atoi(n.ours.text("set"))
		if m.sum == "" && !m.placed { // an outside source
			e.DocumentTitle, e.Start, e.End, e.URL = "", 0, 0, m.url
			if strings.HasPrefix(m.url, uuidURN) {
				e.URL = n.ours.text("url")
			}
		}
		r.in.Evidence = append(r.in.Evidence, e)
	}
}

func (r *w3cReader) decision(n *w3cNote, at int) {
	d := store.ImportedDecision{Line: n.record, Claim: at, ID: idOfIRI(n.id), SessionID: n.ours.text("session"), Person: n.by, Kind: n.ours.text("decided"), Comment: strings.Join(n.notes, "\n\n"),
		CreatedAt: n.created, UpdatedAt: n.updated}
	if len(n.labels) > 0 {
		d.Label = n.labels[0]
	}
	d.Seconds, _ = strconv.ParseFloat(n.ours.text("seconds"), 64)
	r.in.Decisions = append(r.in.Decisions, d)
}

// idOfIRI gives the id of what an IRI names: a UUID where it is one, otherwise one made of it, "" for none.
func idOfIRI(iri string) string {
	if iri == "" {
		return ""
	}
	plain := strings.TrimPrefix(strings.TrimPrefix(iri, uuidURN), "#")
	if isUUID(plain) {
		return strings.ToLower(plain)
	}
	if own, is := strings.CutPrefix(iri, uuidURN); is {
		return own
	}
	return derivedID("annotation", iri)
}
