package dataset

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"factmark/app/format"
	"factmark/store"
)

// isSpacy recognises tasks of Prodigy, documents as spaCy writes them, and the pairs of text and annotations that spaCy is trained with.
func isSpacy(file []byte) bool {
	records := firstRecords(file)
	for _, raw := range records {
		if !isSpacyRecord(raw) {
			return false
		}
	}
	return len(records) > 0
}

func isSpacyRecord(raw json.RawMessage) bool {
	if all := elementsOf(raw); all != nil {
		return len(all) == 2 && kindOf(all[0]) == '"' && objectOf(all[1]).has("entities", "cats", "spans")
	}
	keys := objectOf(raw)
	if all := keys.objects("paragraphs"); len(all) > 0 {
		return len(all[0].objects("sentences")) > 0
	}
	if kindOf(keys["text"]) != '"' || keys.has("record", "annotations", "entities", "predictions") {
		return false
	}
	hasPlaces := func(key string) bool {
		all := elementsOf(keys[key])
		if len(all) == 0 {
			return false
		}
		first := objectOf(all[0])
		return first.has("start") && first.has("end") && !first.has("type", "labels")
	}
	answered := oneOf(keys.text("answer"), "accept", "reject", "ignore")
	switch {
	case hasPlaces("spans"), hasPlaces("tokens"), hasPlaces("ents"), keys.has("_input_hash", "_task_hash"):
		return true
	case kindOf(keys["ents"]) == '[', kindOf(keys["spans"]) == '[' && answered:
		return true
	}
	return answered && keys.has("label", "options", "accept")
}

type spacyReader struct {
	in         *Imported
	unanswered int // tasks
	left       tally
	relations  tally
	wholeTexts int
	joined     int // texts that are made of tokens
}

func readSpacy(file []byte, in *Imported) error {
	in.Unit = CodePoints
	r := spacyReader{in: in, left: tally{}, relations: tally{}}
	for record := range jsonRecords(file) {
		err := record.err
		if err == nil {
			err = r.record(record)
		}
		if err != nil {
			in.bad(record.number, err)
		}
	}
	in.sayJoined(r.joined)
	in.sayWholeTexts(r.wholeTexts)
	for _, answer := range []string{"reject", "ignore"} {
		if n := r.left[answer]; n > 0 {
			in.say("%s with the answer “%s” left out.", format.Plural(n, "task"), answer)
		}
	}
	if r.unanswered > 0 {
		in.say("%s no answer, so nobody has confirmed it yet: what stands in it comes in as suggestions.", format.Count(r.unanswered, "task has", "tasks have"))
	}
	if n := r.relations.total(); n > 0 {
		in.say("%s not held: %s. Only those that lead to a span of the task, called supports, refutes or context, make evidence.", format.Count(n, "relation is", "relations are"), r.relations.list())
	}
	return nil
}

// spacyDocument is what all forms come down to.
type spacyDocument struct {
	number        int
	text, sum     string
	person, model string // model is "" for what a person said
	score         *float64
	at            time.Time
	tokens        []jsonKeys
	claims        map[labelledSpan]int // indexes of claims, by span
}

func (r *spacyReader) record(record jsonRecord) error {
	if pair := elementsOf(record.raw); pair != nil {
		if len(pair) != 2 {
			return errors.New("it is not a pair of a text and its annotations")
		}
		return r.pair(record.number, stringOf(pair[0]), objectOf(pair[1]))
	}
	keys := objectOf(record.raw)
	if keys.there("paragraphs") {
		return r.paragraphs(record.number, keys)
	}
	text := keys.text("text")
	if strings.TrimSpace(text) == "" {
		return errors.New("it has no text")
	}
	answer := keys.text("answer")
	if answer != "" && answer != "accept" {
		r.left[answer]++
		return nil
	}
	d := r.document(record.number, text, objectOf(keys["meta"]), record.raw)
	d.person = strings.TrimSpace(firstNonEmpty(keys.word("_annotator_id"), keys.word("_session_id")))
	d.tokens = keys.objects("tokens")
	if at, ok := countedTime(keys.word("_timestamp")); ok {
		d.at = at
	}
	isDoc := keys.there("ents") || kindOf(keys["spans"]) == '{' // a document of spaCy, to which nobody answers
	if answer == "" && d.person == "" && !isDoc {
		d.model, d.score = modelNamed(""), scoreOf(objectOf(keys["meta"])["score"])
		r.unanswered++
	}
	for _, key := range []string{"spans", "ents"} {
		for _, span := range spacyGroups(keys[key]) {
			r.span(d, span)
		}
	}
	r.answers(d, keys)
	r.cats(d, keys["cats"])
	for _, relation := range keys.objects("relations") {
		r.relation(d, relation)
	}
	return nil
}

// document takes in the text, whose meta may be ours.
func (r *spacyReader) document(number int, text string, meta jsonKeys, raw json.RawMessage) *spacyDocument {
	var ours struct{ Meta documentFields }
	var sum string
	if meta.has("document_sha256") && json.Unmarshal(raw, &ours) == nil {
		sum = r.in.addText(ours.Meta.imported(text))
	} else {
		sum = r.in.addForeign(store.ImportedDocument{NewDocument: store.NewDocument{Title: meta.text("title"), SourceURL: meta.text("url"), Text: text}})
	}
	return &spacyDocument{number: number, text: text, sum: sum, claims: map[labelledSpan]int{}}
}

func (r *spacyReader) pair(number int, text string, annotations jsonKeys) error {
	if strings.TrimSpace(text) == "" {
		return errors.New("it has no text")
	}
	d := r.document(number, text, nil, nil)
	for _, key := range []string{"entities", "spans"} {
		for _, span := range spacyGroups(annotations[key]) {
			r.span(d, span)
		}
	}
	r.cats(d, annotations["cats"])
	return nil
}

// paragraphs reads what spaCy 2 was trained with: sentences of tokens with tags.
func (r *spacyReader) paragraphs(number int, keys jsonKeys) error {
	var tokens []conllToken
	sentence := 0
	for _, paragraph := range keys.objects("paragraphs") {
		for _, one := range paragraph.objects("sentences") {
			for _, t := range one.objects("tokens") {
				tag := t.text("ner")
				if !conllTag.MatchString(tag) {
					tag = "O"
				}
				if word := strings.Join(strings.Fields(t.text("orth")), " "); word != "" {
					tokens = append(tokens, conllToken{number: number, word: word, tag: tag, sentence: sentence})
				}
			}
			sentence++
		}
	}
	text := joinedText(tokens)
	if text == "" {
		return errors.New("it has no text")
	}
	r.joined++
	conll := conllReader{in: r.in}
	conll.spans(tokens, newOffsets(text), r.in.addForeign(store.ImportedDocument{NewDocument: store.NewDocument{Text: text}}))
	return nil
}

// spacyGroups gives the spans of a list, or those of all groups of an object of lists.
func spacyGroups(raw json.RawMessage) []json.RawMessage {
	if groups := objectOf(raw); groups != nil {
		var all []json.RawMessage
		for _, name := range slices.Sorted(maps.Keys(groups)) {
			all = append(all, elementsOf(groups[name])...)
		}
		return all
	}
	return elementsOf(raw)
}

func (r *spacyReader) span(d *spacyDocument, raw json.RawMessage) {
	start, end, keys, err := d.place(raw)
	if err != nil {
		r.in.bad(d.number, err)
		return
	}
	label, quote := keys.word("label"), keys.text("text")
	if keys == nil {
		label = wordOf(elementsOf(raw)[2])
	}
	claim := toolClaim(d.number, start, end, d.sum, quote, label)
	if meta := objectOf(keys["meta"]); meta.has("claim_id") {
		var fields claimFields
		if label == unlabelled {
			claim.Label, claim.Meaning = "", ""
		}
		if err := errors.Join(json.Unmarshal(keys["meta"], &fields), fields.fill(&claim)); err != nil {
			r.in.bad(d.number, err)
			return
		}
	}
	r.add(d, claim, keys)
}

// place gives the place of a span: its own, or that of its tokens.
func (d *spacyDocument) place(raw json.RawMessage) (start, end int, keys jsonKeys, err error) {
	keys = objectOf(raw)
	if keys == nil {
		all := elementsOf(raw)
		if len(all) < 3 {
			return 0, 0, nil, errors.New("a span is neither [start, end, label] nor an object")
		}
		start, end, err = spanOf(all[0], all[1], d.text)
		return start, end, nil, err
	}
	from, to := keys["start"], keys["end"]
	if !keys.there("start") && keys.there("token_start") {
		first, errFirst := placeOf(keys["token_start"], "first token")
		last, errLast := placeOf(keys["token_end"], "last token")
		if err := errors.Join(errFirst, errLast); err != nil || first >= len(d.tokens) || last >= len(d.tokens) {
			return 0, 0, keys, errors.New("the tokens of a span are none of the text")
		}
		from, to = d.tokens[first]["start"], d.tokens[last]["end"]
	}
	start, end, err = spanOf(from, to, d.text)
	return start, end, keys, err
}

func (r *spacyReader) add(d *spacyDocument, claim store.ImportedClaim, keys jsonKeys) {
	if claim.Annotator == "" {
		claim.Annotator = d.person
	}
	if claim.CreatedAt.IsZero() {
		claim.CreatedAt = d.at
	}
	if d.model != "" {
		claim.Model, claim.Score = modelNamed(keys.text("source")), d.score
		if score := scoreOf(keys["score"]); score != nil {
			claim.Score = score
		}
	}
	d.claims[labelledSpan{claim.Start, claim.End, keys.word("label")}] = len(r.in.Claims)
	r.in.Claims = append(r.in.Claims, claim)
}

// answers are labels of the whole text: the options that were chosen, or the one that was accepted.
func (r *spacyReader) answers(d *spacyDocument, keys jsonKeys) {
	named := map[string]string{}
	for _, option := range keys.objects("options") {
		id := option.word("id")
		if named[id] = id; strings.Trim(id, "0123456789") == "" { // a number says nothing
			named[id] = firstNonEmpty(option.text("text"), id)
		}
	}
	for _, raw := range elementsOf(keys["accept"]) {
		id := wordOf(raw)
		r.whole(d, firstNonEmpty(named[id], id), keys)
	}
	if label := keys.word("label"); label != "" && !keys.there("spans") {
		r.whole(d, label, keys)
	}
}

// cats are labels of the whole text with their scores, of which half are reached or passed.
func (r *spacyReader) cats(d *spacyDocument, raw json.RawMessage) {
	scores := objectOf(raw)
	for _, label := range slices.Sorted(maps.Keys(scores)) {
		if n := scoreOf(scores[label]); string(scores[label]) == "true" || n != nil && *n >= 0.5 {
			r.whole(d, label, nil)
		}
	}
}

func (r *spacyReader) whole(d *spacyDocument, label string, keys jsonKeys) {
	r.add(d, wholeText(d.number, d.text, d.sum, label, d.person), keys)
	r.wholeTexts++
}

func (r *spacyReader) relation(d *spacyDocument, relation jsonKeys) {
	stance := stanceNamed(relation.word("label"))
	start, end, _, err := d.place(relation["head_span"])
	childStart, childEnd, child, errChild := d.place(relation["child_span"])
	claim, there := d.claims[labelledSpan{childStart, childEnd, child.word("label")}]
	if stance == "" || err != nil || errChild != nil || !there || d.model != "" {
		r.relations[relation.word("label")]++
		return
	}
	e := store.ImportedEvidence{Claim: claim, Stance: string(stance), DocumentSHA256: d.sum, Start: start, End: end, Person: d.person}
	if objectOf(relation["meta"]).has("evidence_id") {
		var fields evidenceFields
		if err := errors.Join(json.Unmarshal(relation["meta"], &fields), fields.fill(&e)); err != nil {
			r.in.bad(d.number, err)
			return
		}
	}
	r.in.Evidence = append(r.in.Evidence, e)
}
