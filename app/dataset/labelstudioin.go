package dataset

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"factmark/app/format"
	"factmark/store"
)

// isLabelStudio recognises tasks with annotations or predictions, and what Label Studio exports as JSON-MIN and CSV.
func isLabelStudio(file []byte) bool {
	if start := bytes.TrimLeft(file[:min(len(file), 4096)], bom+" \t\r\n"); len(start) > 0 && start[0] != '[' && start[0] != '{' {
		header, _, _ := cutLine(file[:min(len(file), longestHeader)], 0)
		names := strings.FieldsFunc(string(header), func(r rune) bool { return strings.ContainsRune(",\t\"", r) })
		return slices.Contains(names, "annotation_id") && slices.Contains(names, "annotator") && slices.Contains(names, "lead_time")
	}
	labelled := false
	for _, raw := range firstRecords(file) {
		keys := objectOf(raw)
		if keys["task"] != nil && kindOf(keys["result"]) == '[' { // what cloud storage gets
			keys = studioStored(keys)
		}
		said := studioSaid(keys)
		_, flat := keys["annotation_id"] // null where nobody has looked at the task
		_, timed := keys["lead_time"]
		isMin := flat && timed
		if !isMin && (said == nil || kindOf(keys["data"]) != '{') {
			return kindOf(keys["data"]) == '{' && labelled // a task that nobody has looked at
		}
		labelled = true
	}
	return labelled
}

// studioStored makes a task of an annotation that holds its task, as Label Studio writes them to a storage.
func studioStored(annotation jsonKeys) jsonKeys {
	task := objectOf(annotation["task"])
	one, _ := json.Marshal([]jsonKeys{annotation})
	return jsonKeys{"data": task["data"], "annotations": one}
}

// studioSaid gives the keys of a task under which people and models have said something of it.
func studioSaid(keys jsonKeys) (said []string) {
	for _, key := range []string{"annotations", "completions", "predictions"} {
		for _, one := range keys.objects(key) {
			if kindOf(one["result"]) == '[' {
				said = append(said, key)
				break
			}
		}
	}
	if said == nil && kindOf(keys["annotations"]) == '[' && len(elementsOf(keys["annotations"])) == 0 && kindOf(keys["data"]) == '{' {
		said = []string{}
	}
	return said
}

type studioReader struct {
	in         *Imported
	cancelled  int
	drafts     int
	empty      int // regions without a label
	several    int // regions with several
	wholeTexts int
	relations  tally
	unread     tally // results that are about neither a span nor the text, by type
}

// readLabelStudio reads tasks, or the flat records of JSON-MIN and of the CSV, whose cells hold JSON.
func readLabelStudio(file []byte, in *Imported) error {
	in.Unit = UTF16
	r := studioReader{in: in, relations: tally{}, unread: tally{}}
	records := jsonRecords(file)
	if start := bytes.TrimLeft(file, " \t\r\n"); len(start) > 0 && start[0] != '[' && start[0] != '{' {
		all, err := studioRows(file)
		if err != nil {
			return err
		}
		records = slices.Values(all)
	}
	for record := range records {
		err := record.err
		if err == nil {
			err = r.record(record)
		}
		if err != nil {
			in.bad(record.number, err)
		}
	}
	r.remark()
	return nil
}

// studioRows makes records of the rows of a CSV file, with commas or tabs.
func studioRows(file []byte) ([]jsonRecord, error) {
	header, _, _ := cutLine(file, 0)
	comma := byte(',')
	if bytes.Count(header, []byte("\t")) > bytes.Count(header, []byte(",")) {
		comma = '\t'
	}
	ends := newLineEnds(bufio.NewReader(bytes.NewReader(file)), comma, true, 2*store.LongestText+2)
	rows := csv.NewReader(ends)
	rows.Comma, rows.FieldsPerRecord = rune(comma), -1
	names, err := rows.Read()
	if err != nil {
		return nil, errors.New("its first line does not name the columns")
	}
	var all []jsonRecord
	for number := 2; ; number++ {
		cells, err := rows.Read()
		if len(cells) == 0 && err != nil {
			if parse, ok := errors.AsType[*csv.ParseError](err); ok {
				all = append(all, jsonRecord{number: number, err: errors.New(misplacedMark(parse))})
				continue
			}
			return all, nil
		}
		keys := jsonKeys{}
		for i, cell := range cells {
			cell = strings.ReplaceAll(cell, string([]byte{hiddenCR}), "\r")
			if i >= len(names) || cell == "" {
				continue
			}
			raw := json.RawMessage(cell)
			if kind := kindOf(raw); kind != '[' && kind != '{' || !json.Valid(raw) {
				raw, _ = json.Marshal(cell)
			}
			keys[strings.TrimSpace(names[i])] = raw
		}
		raw, _ := json.Marshal(keys)
		all = append(all, jsonRecord{number: number, raw: raw, err: soundText(raw)})
	}
}

func (r *studioReader) record(record jsonRecord) error {
	keys := objectOf(record.raw)
	switch {
	case keys == nil:
		return errors.New("it is not a task")
	case kindOf(keys["data"]) == '{':
		return r.task(record.number, keys)
	case kindOf(keys["task"]) == '{' && kindOf(keys["result"]) == '[':
		return r.task(record.number, studioStored(keys))
	}
	return r.flat(record.number, keys)
}

// studioResult is what one person or model has said of a text.
type studioResult struct {
	results     []jsonKeys
	person      string
	model       string
	score       json.RawMessage
	at, changed time.Time
}

func (r *studioReader) task(number int, keys jsonKeys) error {
	var said []studioResult
	for _, key := range []string{"annotations", "completions"} {
		for _, one := range keys.objects(key) {
			if string(one["was_cancelled"]) == "true" || string(one["skipped"]) == "true" {
				r.cancelled++
				continue
			}
			said = append(said, studioResult{results: one.objects("result"), person: studioPerson(one["completed_by"]),
				at: studioTime(one["created_at"]), changed: studioTime(one["updated_at"])})
		}
	}
	for _, one := range keys.objects("predictions") {
		said = append(said, studioResult{results: one.objects("result"), model: modelNamed(one.word("model_version")), score: one["score"]})
	}
	r.drafts += len(keys.objects("drafts"))
	return r.text(number, objectOf(keys["data"]), said)
}

// flat reads a record in which the task's data and the results stand side by side, by the names of the columns and of the controls.
func (r *studioReader) flat(number int, keys jsonKeys) error {
	one := studioResult{person: studioPerson(keys["annotator"]), at: studioTime(keys["created_at"]), changed: studioTime(keys["updated_at"])}
	data := jsonKeys{}
	for _, name := range slices.Sorted(maps.Keys(keys)) {
		value := keys[name]
		switch {
		case oneOf(name, "id", "annotator", "annotation_id", "created_at", "updated_at", "lead_time", "agreement", "history"):
		case objectOf(value).has("choices", "taxonomy"):
			one.results = append(one.results, flatResult(name, "choices", value))
		case len(objectsOf(value)) > 0 && objectsOf(value)[0].has("start", "startOffset", "globalOffsets"):
			for _, region := range elementsOf(value) {
				one.results = append(one.results, flatResult(name, "", region))
			}
		default:
			data[strings.TrimPrefix(name, "_data_")] = value
		}
	}
	if len(one.results) == 0 { // a choice alone stands there as a text
		_, key := studioText(data, nil)
		var choices []string
		for name := range data {
			if value := data.text(name); name != key && value != "" && len(value) < 60 && !isAddress(value) {
				choices = append(choices, name)
			}
		}
		if len(choices) == 1 {
			value, _ := json.Marshal(map[string][]string{"choices": {data.text(choices[0])}})
			one.results = append(one.results, flatResult(choices[0], "choices", value))
			delete(data, choices[0])
		}
	}
	return r.text(number, data, []studioResult{one})
}

func flatResult(name, kind string, value json.RawMessage) jsonKeys {
	quoted := func(s string) json.RawMessage { b, _ := json.Marshal(s); return b }
	return jsonKeys{"from_name": quoted(name), "type": quoted(kind), "value": value}
}

func studioPerson(raw json.RawMessage) string {
	if person := objectOf(raw); person != nil {
		name := strings.TrimSpace(person.text("first_name") + " " + person.text("last_name"))
		return firstNonEmpty(name, person.text("email"), person.text("username"), userNumbered(person.word("id")))
	}
	return userNumbered(wordOf(raw))
}

// userNumbered is a person who has a number alone.
func userNumbered(word string) string {
	if word != "" && strings.Trim(word, "0123456789") == "" {
		return "user " + word
	}
	return word
}

func studioTime(raw json.RawMessage) time.Time {
	at, err := readTime(wordOf(raw))
	if err != nil {
		return time.Time{}
	}
	return at
}

// isAddress tells an address of a text, an image or a recording from a text.
func isAddress(text string) bool {
	if strings.ContainsAny(text, " \n\t") {
		return false
	}
	return strings.Contains(text, "://") || strings.HasPrefix(text, "/data/") || slices.Contains(mediaEndings, strings.ToLower(path.Ext(text)))
}

var mediaEndings = strings.Fields(".jpg .jpeg .png .gif .bmp .svg .webp .tif .tiff .mp3 .wav .ogg .m4a .flac .mp4 .webm .avi .mov .pdf .html .txt .csv .json")

// studioText finds the text of a task among its data: the one that the quotes of the results stand in, else the one that is
// called text, else the longest.
func studioText(data jsonKeys, said []studioResult) (text, key string) {
	best := -1
	for _, name := range slices.Sorted(maps.Keys(data)) {
		value := data.text(name)
		if value == "" && studioDialogue(data[name]) != nil {
			value = string(data[name])
		}
		if strings.TrimSpace(value) == "" || isAddress(value) {
			continue
		}
		fit := 0
		units := []uint16(nil)
		for _, one := range said {
			for _, result := range one.results {
				value0 := objectOf(result["value"])
				if quote := value0.text("text"); quote != "" {
					if units == nil {
						units = utf16.Encode([]rune(value))
					}
					if stands(units, value0, quote) {
						fit += 3
					} else if strings.Contains(value, quote) {
						fit++
					}
				}
			}
		}
		score := fit * 4
		if oneOf(name, "text", "html", "dialogue") {
			score += 2
		}
		if score > best || score == best && len(value) > len(text) {
			best, text, key = score, value, name
		}
	}
	return text, key
}

// stands tells whether a quote stands in a text at its place.
func stands(units []uint16, value jsonKeys, quote string) bool {
	start, errStart := placeOf(value["start"], "start")
	end, errEnd := placeOf(value["end"], "end")
	return errStart == nil && errEnd == nil && start <= end && end <= len(units) && string(utf16.Decode(units[start:end])) == quote
}

func (r *studioReader) text(number int, data jsonKeys, said []studioResult) error {
	text, key := studioText(data, said)
	if text == "" {
		return errors.New("its text is not in the file")
	}
	t := studioTaskRead{number: number, text: text}
	page := strings.HasPrefix(strings.TrimSpace(text), "<") && strings.Contains(text, "</")
	html := slices.ContainsFunc(said, func(one studioResult) bool {
		return slices.ContainsFunc(one.results, func(result jsonKeys) bool {
			value := objectOf(result["value"])
			page = page && result.text("type") != "labels"
			return result.text("type") == "hypertextlabels" || value.has("hypertextlabels", "globalOffsets") || strings.HasPrefix(value.text("start"), "/")
		})
	})
	switch {
	case studioDialogue(data[key]) != nil:
		t.dialogue = studioDialogue(data[key])
		t.text = t.dialogue.text
	case (html || page) && strings.ContainsRune(text, '<'):
		t.html = readHTML(text)
		t.text = t.html.text
	}
	if strings.TrimSpace(t.text) == "" {
		return errors.New("its text is empty")
	}
	t.units = utf16.Encode([]rune(t.text))
	var fields documentFields
	if encoded, err := json.Marshal(data); err == nil && data.has("document_sha256") && json.Unmarshal(encoded, &fields) == nil {
		t.sum = r.in.addText(fields.imported(t.text))
	} else {
		t.sum = r.in.addForeign(store.ImportedDocument{NewDocument: store.NewDocument{Text: t.text, Title: firstNonEmpty(data.text("title"), data.text("name")), SourceURL: addressOf(data)}})
	}
	for _, one := range said {
		r.result(&t, &one)
	}
	return nil
}

func addressOf(data jsonKeys) string {
	for _, key := range []string{"url", "source_url", "link"} {
		if address := data.text(key); isAddress(address) {
			return address
		}
	}
	return ""
}

// studioTaskRead is a text in which regions lie.
type studioTaskRead struct {
	number    int
	text, sum string
	units     []uint16 // the text in UTF-16
	html      *htmlText
	dialogue  *dialogueText
}

// studioLabels are the types of regions, which are also the keys of their labels.
var studioLabels = []string{"labels", "hypertextlabels", "paragraphlabels", "timeserieslabels"}

// studioRead is a region with all results that have its id.
type studioRead struct {
	value  jsonKeys
	labels []string
	more   []jsonKeys // results that say something more of it
	meta   jsonKeys
	score  json.RawMessage
	claims []int
}

func (r *studioReader) result(t *studioTaskRead, one *studioResult) {
	regions := map[string]*studioRead{}
	var order []*studioRead
	var relations, about []jsonKeys
	for _, result := range one.results {
		value := objectOf(result["value"])
		kind := result.text("type")
		switch {
		case kind == "relation":
			relations = append(relations, result)
			continue
		case !value.has("start") && !value.has("startOffset") && !value.has("globalOffsets"):
			about = append(about, result)
			continue
		}
		id := result.word("id")
		region := regions[id]
		if region == nil || id == "" {
			region = &studioRead{value: value}
			regions[id] = region
			order = append(order, region)
		}
		if region.meta == nil {
			region.meta = objectOf(result["meta"])
		}
		if result.has("score") {
			region.score = result["score"]
		}
		labelled := false
		for _, key := range studioLabels {
			for _, label := range elementsOf(value[key]) {
				region.labels, labelled = append(region.labels, wordOf(label)), true
			}
		}
		if !labelled {
			region.more = append(region.more, result)
		}
	}
	for _, result := range about {
		if region := regions[result.word("id")]; region != nil && result.word("id") != "" {
			region.more = append(region.more, result)
		} else {
			r.whole(t, one, result)
		}
	}
	evidence := r.evidenceRegions(regions, relations)
	for _, region := range order {
		if !evidence[region] {
			r.region(t, one, region)
		}
	}
	for _, relation := range relations {
		r.relation(t, one, relation, regions)
	}
}

// evidenceRegions are those that are nothing but evidence of others.
func (r *studioReader) evidenceRegions(regions map[string]*studioRead, relations []jsonKeys) map[*studioRead]bool {
	found := map[*studioRead]bool{}
	for _, relation := range relations {
		from, to := studioEnds(relation)
		region := regions[from]
		if region != nil && regions[to] != nil && studioStance(relation) != "" && len(region.labels) == 1 && oneOf(foldValue(region.labels[0]), evidenceLabels...) {
			found[region] = true
		}
	}
	return found
}

func studioEnds(relation jsonKeys) (from, to string) {
	from, to = relation.word("from_id"), relation.word("to_id")
	if relation.text("direction") == "left" {
		return to, from
	}
	return from, to
}

func studioStance(relation jsonKeys) store.Stance {
	for _, label := range elementsOf(relation["labels"]) {
		if stance := stanceNamed(wordOf(label)); stance != "" {
			return stance
		}
	}
	return ""
}

func (r *studioReader) region(t *studioTaskRead, one *studioResult, region *studioRead) {
	start, end, quote, err := t.place(region.value)
	if err != nil {
		r.in.bad(t.number, err)
		return
	}
	labels := region.labels
	claim := toolClaim(t.number, start, end, t.sum, quote, "")
	claim.Annotator, claim.CreatedAt, claim.UpdatedAt = one.person, one.at, one.changed
	if one.model != "" {
		claim.Model, claim.Score = one.model, scoreOf(region.score)
		if claim.Score == nil {
			claim.Score = scoreOf(one.score)
		}
	}
	labels = r.details(&claim, labels, region.more)
	if notes := studioTexts(region.meta["text"]); notes != "" {
		claim.Note = joinedLines(notes, claim.Note)
	}
	ours := region.meta.has("claim_id")
	switch {
	case len(labels) == 0:
		r.empty++
		labels = []string{""}
	case len(labels) > 1:
		r.several++
	}
	for _, label := range labels {
		c := claim
		if c.Label = strings.TrimSpace(label); ours && label == unlabelled {
			c.Label = ""
		}
		c.Meaning = meaningNamed(c.Label)
		if ours {
			var fields claimFields
			encoded, _ := json.Marshal(region.meta)
			err := json.Unmarshal(encoded, &fields)
			if fields.Note == "" {
				fields.Note = claim.Note
			}
			if err := errors.Join(err, fields.fill(&c)); err != nil {
				r.in.bad(t.number, err)
				return
			}
		}
		region.claims = append(region.claims, len(r.in.Claims))
		r.in.Claims = append(r.in.Claims, c)
	}
}

func joinedLines(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(text string) bool { return text == "" }), "\n")
}

// studioTexts is a text, or several a line each.
func studioTexts(raw json.RawMessage) string {
	if kindOf(raw) == '"' {
		return stringOf(raw)
	}
	all := []string{wordOf(raw)}
	for _, one := range elementsOf(raw) {
		all = append(all, firstNonEmpty(stringOf(one), wordOf(one)))
	}
	return joinedLines(all...)
}

// details takes in what else is said of a region: a choice that is a verdict becomes the label, and the region's label its type, unless
// that is a verdict itself; all else goes to the field that the control is called as, or to the note.
func (r *studioReader) details(c *store.ImportedClaim, labels []string, more []jsonKeys) []string {
	verdict := slices.ContainsFunc(labels, func(label string) bool { return meaningNamed(label) != "none" })
	for _, result := range more {
		value := objectOf(result["value"])
		for _, choice := range elementsOf(value["choices"]) {
			word := wordOf(choice)
			switch {
			case !verdict && meaningNamed(word) != "none" && meaningNamed(word) != "":
				c.ClaimType = strings.Join(labels, ", ")
				labels, verdict = []string{word}, true
			case len(labels) == 0:
				labels = []string{word}
			default:
				c.Note = joinedLines(c.Note, result.text("from_name")+": "+word)
			}
		}
		said := studioTexts(value["text"])
		if result.text("type") != "textarea" {
			said = ""
		}
		for _, key := range []string{"rating", "number", "datetime"} {
			said = joinedLines(said, wordOf(value[key]))
		}
		for _, path := range elementsOf(value["taxonomy"]) {
			var names []string
			for _, name := range elementsOf(path) {
				names = append(names, wordOf(name))
			}
			said = joinedLines(said, strings.Join(names, " / "))
		}
		if said == "" {
			continue
		}
		switch name := result.text("from_name"); foldColumn(name) {
		case "statement":
			c.Statement = said
		case "claimant", "speaker":
			c.Claimant = said
		case "claimdate":
			c.ClaimDate = said
		case "claimtype":
			c.ClaimType = said
		case "note", "notes", "comment", "comments", "justification", "explanation":
			c.Note = joinedLines(c.Note, said)
		default:
			c.Note = joinedLines(c.Note, name+": "+said)
		}
	}
	return labels
}

// whole reads what is said of the whole text.
func (r *studioReader) whole(t *studioTaskRead, one *studioResult, result jsonKeys) {
	choices := elementsOf(objectOf(result["value"])["choices"])
	if len(choices) == 0 {
		r.unread[firstNonEmpty(result.text("type"), "a result without a type")]++
		return
	}
	for _, choice := range choices {
		c := wholeText(t.number, t.text, t.sum, wordOf(choice), one.person)
		c.Start = len(utf16.Encode([]rune(t.text)[:c.Start]))
		c.End = c.Start + len(utf16.Encode([]rune(c.Quote)))
		c.CreatedAt, c.UpdatedAt = one.at, one.changed
		if one.model != "" {
			if c.Model, c.Score = one.model, scoreOf(result["score"]); c.Score == nil {
				c.Score = scoreOf(one.score)
			}
		}
		r.in.Claims = append(r.in.Claims, c)
		r.wholeTexts++
	}
}

func (r *studioReader) relation(t *studioTaskRead, one *studioResult, relation jsonKeys, regions map[string]*studioRead) {
	from, to := studioEnds(relation)
	stance := studioStance(relation)
	source, target := regions[from], regions[to]
	if stance == "" || source == nil || target == nil || len(target.claims) == 0 || one.model != "" {
		name := "one without a name"
		if labels := elementsOf(relation["labels"]); len(labels) > 0 {
			name = wordOf(labels[0])
		}
		r.relations[name]++
		return
	}
	start, end, quote, err := t.place(source.value)
	if err != nil {
		r.in.bad(t.number, err)
		return
	}
	e := store.ImportedEvidence{Claim: target.claims[0], Stance: string(stance), DocumentSHA256: t.sum, Start: start, End: end, Quote: quote, Person: one.person,
		CreatedAt: one.at, UpdatedAt: one.changed, Note: studioTexts(source.meta["text"])}
	if source.meta.has("evidence") {
		var fields evidenceFields
		if err := errors.Join(json.Unmarshal(source.meta["evidence"], &fields), fields.fill(&e)); err != nil {
			r.in.bad(t.number, err)
			return
		}
	}
	r.in.Evidence = append(r.in.Evidence, e)
}

// place gives the place of a region in UTF-16 and its quote, "" where the file has none.
func (t *studioTaskRead) place(value jsonKeys) (start, end int, quote string, err error) {
	quote = value.text("text")
	switch {
	case t.dialogue != nil:
		start, end, err = t.dialogue.place(value)
	case t.html != nil:
		start, end, err = t.html.place(value, quote)
		return start, end, t.html.quote(start, end, quote), err
	default:
		start, end, err = spanOf(value["start"], value["end"], t.text)
	}
	if err != nil || quote == "" {
		return start, end, quote, err
	}
	// Some versions write a line end in the quote as \n, whatever it is in the text.
	if plain := strings.NewReplacer(`\n`, "\n", `\r`, "\r", `\t`, "\t").Replace(quote); plain != quote && end <= len(t.units) {
		if there := string(utf16.Decode(t.units[start:end])); there != quote && sameWhite(plain, there) {
			quote = there
		}
	}
	return start, end, quote, nil
}

func (r *studioReader) remark() {
	in := r.in
	in.sayWholeTexts(r.wholeTexts)
	say := func(n int, one, many, rest string) {
		if n > 0 {
			in.say("%s", format.Count(n, one, many)+rest)
		}
	}
	say(r.cancelled, "annotation was", "annotations were", " left out: cancelled or skipped in Label Studio.")
	say(r.drafts, "draft was", "drafts were", " left out: not submitted yet.")
	say(r.empty, "region has", "regions have", " no label; each became a claim without one.")
	say(r.several, "region has", "regions have", " several labels; a claim has one, so that each label became a claim of its own.")
	if n := r.relations.total(); n > 0 {
		in.say("%s not held: %s. Only those between two regions of one annotation, called supports, refutes or context, make evidence.", format.Count(n, "relation is", "relations are"), r.relations.list())
	}
	if n := r.unread.total(); n > 0 {
		in.say("%s about a whole task and no choice, and not read: %s.", format.Count(n, "result is", "results are"), r.unread.list())
	}
}
