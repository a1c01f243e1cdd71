package dataset

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"factmark/app/format"
	"factmark/store"
)

// Keys in doccano's files. Its own examples call text and labels column_data and column_label, and a project may call them anything.
var (
	doccanoTexts   = []string{"text", "data", "column_data", "content", "sentence", "document"}
	doccanoLabels  = []string{"label", "labels", "column_label", "cats"}
	doccanoPeople  = []string{"annotator", "user", "username", "annotated_by"}
	doccanoUnread  = []string{"id", "meta", "Comments", "comments", "filename", "upload_name", "annotations", "entities", "relations"}
	notDoccano     = []string{"record", "spans", "tokens", "ents", "answer", "options", "_task_hash", "_input_hash", "predictions", "completions", "result", "claim", "premise", "paragraphs", "annotation_id", "lead_time"}
	evidenceLabels = []string{"evidence", "premise"}
)

// isDoccano recognises objects with a text and spans [start, end, label] or entities, or with a text and labels of the whole of it.
func isDoccano(file []byte) bool {
	records := firstRecords(file)
	labelled := false
	for _, raw := range records {
		keys := objectOf(raw)
		if keys == nil || keys.has(notDoccano...) || kindOf(keys["data"]) == '{' {
			return false
		}
		text, _ := doccanoText(keys)
		spans, labels := doccanoSpans(keys)
		if text == "" && spans == nil && labels == nil {
			return false
		}
		known := false // a text under a name that doccano gives it: a label of a whole text alone may stand in files of all kinds
		for _, key := range doccanoTexts {
			known = known || keys.text(key) != ""
		}
		labelled = labelled || len(spans) > 0 || len(labels) > 0 && known
	}
	return labelled
}

// doccanoText finds the text of a line and its key.
func doccanoText(keys jsonKeys) (text, key string) {
	for _, key := range doccanoTexts {
		if text := keys.text(key); text != "" {
			return text, key
		}
	}
	for name := range keys { // any other column: the longest of them
		value := keys.text(name)
		reserved := oneOf(name, doccanoLabels...) || oneOf(name, doccanoPeople...) || oneOf(name, doccanoUnread...)
		if !reserved && (len(value) > len(text) || len(value) == len(text) && name < key) {
			text, key = value, name
		}
	}
	return text, key
}

func oneOf(name string, names ...string) bool {
	for _, one := range names {
		if one == name {
			return true
		}
	}
	return false
}

// doccanoSpans finds the spans of a line, and what it says of the whole text. Spans may be tuples or objects; entities are
// newer than labels beside them, which doccano then keeps as it got them.
func doccanoSpans(keys jsonKeys) (spans, labels []json.RawMessage) {
	for _, key := range []string{"entities", "annotations"} {
		if all := elementsOf(keys[key]); all != nil && (len(all) == 0 || isDoccanoSpan(all[0])) {
			spans = all
			break
		}
	}
	for _, key := range doccanoLabels {
		switch value := keys[key]; kindOf(value) {
		case '"':
			if stringOf(value) != "" {
				labels = append(labels, value)
			}
		case '{': // scores of labels
			scores := objectOf(value)
			for _, label := range slices.Sorted(maps.Keys(scores)) {
				score := scores[label]
				if n := scoreOf(score); string(score) == "true" || n != nil && *n >= 0.5 {
					quoted, _ := json.Marshal(label)
					labels = append(labels, quoted)
				}
			}
		case '[':
			all := elementsOf(value)
			switch {
			case len(all) > 0 && !isDoccanoSpan(all[0]):
				labels = append(labels, all...)
			case spans == nil:
				spans = all
			}
		}
	}
	if spans == nil && labels == nil {
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			if all := elementsOf(keys[key]); len(all) > 0 && !oneOf(key, doccanoUnread...) && kindOf(all[0]) == '[' && isDoccanoSpan(all[0]) {
				return all, nil
			}
		}
	}
	return spans, labels
}

func isDoccanoSpan(raw json.RawMessage) bool {
	if keys := objectOf(raw); keys != nil {
		return keys.has("start_offset") && keys.has("end_offset")
	}
	all := elementsOf(raw)
	return len(all) >= 3 && isNumber(all[0]) && isNumber(all[1]) && wordOf(all[2]) != ""
}

func isNumber(raw json.RawMessage) bool { return kindOf(raw) != '"' && wordOf(raw) != "" }

// doccanoReader remembers what is said of the whole file.
type doccanoReader struct {
	in         *Imported
	ours       bool  // the lines say what they count
	foreign    bool  // lines do not
	relations  tally // left out, by type
	unread     tally // lines, by key
	wholeTexts int
	comments   int
	gone       int  // claims whose spans were taken away
	onlyUTF16  bool // a span lies in its text in UTF-16 alone
	others     bool // a span lies in its text in no unit but bytes
}

// readDoccano reads what doccano exports and imports, with any names for the text and the labels.
func readDoccano(file []byte, in *Imported) error {
	r := doccanoReader{in: in, relations: tally{}, unread: tally{}}
	for record := range jsonRecords(file) {
		err := record.err
		if err == nil {
			err = r.line(record)
		}
		if err != nil {
			in.bad(record.number, err)
		}
	}
	r.settle()
	return nil
}

// doccanoRead is a span that was read.
type doccanoRead struct {
	labelledSpan
	id, person string
	claim      int // index among the claims, -1 for evidence
}

func (r *doccanoReader) line(record jsonRecord) error {
	keys := objectOf(record.raw)
	if keys == nil {
		return errors.New("it is not an object with a text and labels")
	}
	text, key := doccanoText(keys)
	if strings.TrimSpace(text) == "" {
		return errors.New("it has no text")
	}
	var meta doccanoMeta
	ours := objectOf(keys["meta"]).has("offset_unit")
	if ours {
		if err := json.Unmarshal(keys["meta"], &meta); err != nil {
			return errors.New("what Factmark noted in its meta cannot be read any more")
		}
	}
	r.ours, r.foreign = r.ours || ours, r.foreign || !ours
	if ours && r.in.Unit == "" {
		r.in.Unit = meta.Unit
	}
	if ours && r.in.Unit != meta.Unit {
		return errors.New("it counts offsets otherwise than the lines before it")
	}
	document := meta.imported(text)
	document.Note = r.note(keys, &meta)
	add := r.in.addText
	if !ours {
		add = r.in.addForeign
		inner := objectOf(keys["meta"])
		for _, one := range []jsonKeys{keys, inner} {
			document.Title, document.SourceURL = firstNonEmpty(document.Title, one.text("title"), one.text("filename")), firstNonEmpty(document.SourceURL, one.text("url"))
		}
	}
	sum := add(document)
	spans, labels := doccanoSpans(keys)
	person := ""
	for _, key := range doccanoPeople {
		if person = keys.word(key); person != "" {
			break
		}
	}
	read := r.spans(record.number, spans, text)
	joins, evidence := r.joins(keys, read)
	left := meta.Claims
	for i := range read {
		span := &read[i]
		if span.claim = -1; evidence[span.id] && span.id != "" {
			continue
		}
		claim := toolClaim(record.number, span.start, span.end, sum, "", span.label)
		claim.Annotator = firstNonEmpty(span.person, person)
		if at := matchDoccano(left, span.labelledSpan); at >= 0 {
			fields := left[at].claimFields
			left = append(left[:at:at], left[at+1:]...)
			if span.label == unlabelled {
				claim.Label, claim.Meaning = "", ""
			}
			if err := fields.fill(&claim); err != nil {
				r.in.bad(record.number, err)
				continue
			}
		}
		span.claim = len(r.in.Claims)
		r.in.Claims = append(r.in.Claims, claim)
	}
	r.gone += len(left)
	r.evidence(record.number, keys, &meta, read, joins, sum)
	for _, raw := range labels {
		r.in.Claims = append(r.in.Claims, wholeText(record.number, text, sum, wordOf(raw), person))
		r.wholeTexts++
	}
	for name := range keys {
		if name != key && !oneOf(name, doccanoLabels...) && !oneOf(name, doccanoPeople...) && !oneOf(name, doccanoUnread...) && (name != "title" && name != "url") {
			r.unread[name]++
		}
	}
	return nil
}

func firstNonEmpty(all ...string) string {
	for _, one := range all {
		if one != "" {
			return one
		}
	}
	return ""
}

// wholeText is a claim of a label that is said of a text and not of a span in it.
func wholeText(line int, text, sum, label, person string) store.ImportedClaim {
	begin := strings.TrimLeftFunc(text, unicode.IsSpace)
	quote := strings.TrimRightFunc(begin, unicode.IsSpace)
	start := utf8.RuneCountInString(text) - utf8.RuneCountInString(begin)
	c := toolClaim(line, start, start+utf8.RuneCountInString(quote), sum, quote, label)
	c.Annotator = person
	return c
}

// note is what comments say of the text; doccano keeps none of a span.
func (r *doccanoReader) note(keys jsonKeys, meta *doccanoMeta) string {
	ours := map[string]bool{}
	for _, c := range meta.Claims {
		ours[c.Note] = true
	}
	var said []string
	for _, key := range []string{"Comments", "comments"} {
		for _, raw := range elementsOf(keys[key]) {
			comment := firstNonEmpty(stringOf(raw), objectOf(raw).text("comment"), objectOf(raw).text("text"))
			if comment != "" && !ours[comment] {
				said = append(said, comment)
				r.comments++
			}
		}
	}
	return strings.Join(said, "\n")
}

func (r *doccanoReader) spans(number int, raws []json.RawMessage, text string) (read []doccanoRead) {
	points := utf8.RuneCountInString(text)
	for _, raw := range raws {
		var span doccanoRead
		var err error
		if keys := objectOf(raw); keys != nil {
			span.label, span.id, span.person = keys.word("label"), keys.word("id"), userNumbered(keys.word("user"))
			span.start, span.end, err = spanOf(keys["start_offset"], keys["end_offset"], text)
		} else if all := elementsOf(raw); len(all) >= 3 {
			span.label = wordOf(all[2])
			span.start, span.end, err = spanOf(all[0], all[1], text)
		} else {
			err = errors.New("a label is neither [start, end, label] nor an entity")
		}
		if err != nil {
			r.in.bad(number, err)
			continue
		}
		if span.end > points {
			if span.end <= len(utf16.Encode([]rune(text))) {
				r.onlyUTF16 = true
			} else {
				r.others = true
			}
		}
		read = append(read, span)
	}
	return read
}

func matchDoccano(claims []doccanoClaim, span labelledSpan) int {
	for i, c := range claims {
		if c.Start == span.start && c.End == span.end && c.Label == span.label {
			return i
		}
	}
	return -1
}

// doccanoJoin is a relation that makes one span evidence of another.
type doccanoJoin struct {
	from, to int // among the spans
	stance   store.Stance
}

// joins finds the relations that say how spans bear on claims, and which spans, by id, are nothing but evidence.
func (r *doccanoReader) joins(keys jsonKeys, read []doccanoRead) (all []doccanoJoin, evidence map[string]bool) {
	evidence = map[string]bool{}
	if !keys.there("entities") {
		return nil, evidence
	}
	at := map[string]int{}
	for i, span := range read {
		at[span.id] = i
	}
	for _, relation := range keys.objects("relations") {
		from, fromThere := at[relation.word("from_id")]
		to, toThere := at[relation.word("to_id")]
		stance := stanceNamed(relation.word("type"))
		if !fromThere || !toThere || stance == "" {
			r.relations[relation.word("type")]++
			continue
		}
		if oneOf(foldValue(read[from].label), evidenceLabels...) {
			evidence[read[from].id] = true
		}
		all = append(all, doccanoJoin{from, to, stance})
	}
	return all, evidence
}

// evidence adds the evidence of a line: that of its relations, or, where doccano kept none, what we noted of claims that are still there.
func (r *doccanoReader) evidence(number int, keys jsonKeys, meta *doccanoMeta, read []doccanoRead, joins []doccanoJoin, sum string) {
	add := func(claim int, stance store.Stance, start, end int, fields evidenceFields) {
		e := store.ImportedEvidence{Claim: claim, Stance: string(stance), DocumentSHA256: sum, Start: start, End: end}
		if err := fields.fill(&e); err != nil {
			r.in.bad(number, err)
			return
		}
		r.in.Evidence = append(r.in.Evidence, e)
	}
	left := meta.Evidence
	for _, join := range joins {
		claim := read[join.to].claim
		if claim < 0 {
			r.relations[string(join.stance)]++
			continue
		}
		var fields evidenceFields
		for i, e := range left {
			if e.ClaimID == r.in.Claims[claim].ClaimID && e.Stance == string(join.stance) && e.Start == read[join.from].start && e.End == read[join.from].end {
				fields = e.evidenceFields
				left = append(left[:i:i], left[i+1:]...)
				break
			}
		}
		add(claim, join.stance, read[join.from].start, read[join.from].end, fields)
	}
	if keys.there("entities") {
		return
	}
	claims := map[string]int{}
	for _, span := range read {
		if span.claim >= 0 {
			claims[r.in.Claims[span.claim].ClaimID] = span.claim
		}
	}
	for _, e := range meta.Evidence {
		if claim, there := claims[e.ClaimID]; there {
			add(claim, store.Stance(e.Stance), e.Start, e.End, e.evidenceFields)
		}
	}
}

// settle says what only the whole file tells.
func (r *doccanoReader) settle() {
	in := r.in
	switch {
	case r.ours && r.foreign:
		in.say("Some lines do not say what their offsets count; they are taken to count %s, as the others do.", in.Unit)
	case r.ours:
	case r.others:
		in.Unit = Bytes
		in.say("Spans end behind their texts unless offsets count bytes, so they are taken for bytes.")
	case r.onlyUTF16:
		in.Unit = UTF16
		in.say("Spans end behind their texts unless offsets count UTF-16, as doccano’s window does, so they are taken for that.")
	case r.wholeTexts == len(in.Claims):
		in.Unit = CodePoints
	}
	in.sayWholeTexts(r.wholeTexts)
	if n := r.comments; n > 0 {
		in.say("%s of a whole text became a note of its document.", format.Count(n, "comment", "comments"))
	}
	if n := r.gone; n > 0 {
		in.say("%s taken away or changed in doccano since the export: the file holds them no more as they were.", format.Count(n, "claim was", "claims were"))
	}
	if n := r.relations.total(); n > 0 {
		in.say("%s not held: %s. Only those between two spans, called supports, refutes or context, make evidence.", format.Count(n, "relation is", "relations are"), r.relations.list())
	}
	if len(r.unread) > 0 {
		in.say("Keys that were not read: %s", r.unread.list())
	}
}

func (in *Imported) sayWholeTexts(n int) {
	if n > 0 {
		in.say("%s said of a whole text; each became a claim over all of it.", format.Count(n, "label was", "labels were"))
	}
}
