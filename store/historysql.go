package store

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"factmark/store/internal/db"
)

// eventsAtFirst is how many events are read at once, eventsAtATime how many it
// comes to be where few of them are taken.
const (
	eventsAtFirst = 256
	eventsAtATime = 4096
)

// As the indexes events_by_document and events_by_claim have it.
const (
	inDocument = "entity IN ('claims', 'documents', 'evidence', 'not_content') AND CASE WHEN entity = 'documents' THEN entity_id" +
		" WHEN json_valid(ifnull(after, before)) THEN ifnull(after, before) ->> 'document_id' END"
	ofClaim = "entity IN ('evidence', 'decisions') AND CASE WHEN json_valid(ifnull(after, before)) THEN ifnull(after, before) ->> 'claim_id' END"
)

// ofRefusal is SQL for the claim that an event of a refused passage is about. There are few, so that they need no index of their own.
const ofRefusal = "entity = 'refused_passages' AND CASE WHEN json_valid(ifnull(after, before)) THEN ifnull(after, before) ->> 'claim_id' END"

// What a filter names first is found by an index, newest first: ?1 is what,
// ?2 and ?3 are the events between which it lies, ?4 is how many are wanted.
// What else the filter says is looked at event by event.
var (
	pastColumns = "SELECT seq, action_id, person_id, at, entity, entity_id, verb, before, after," +
		" (SELECT kind || ' ' || name FROM actions WHERE id = action_id) FROM events WHERE "
	between = " AND seq >= ?2 AND seq < ?3 ORDER BY seq DESC LIMIT ?4"

	pastOfAll      = pastColumns + "?1 = ''" + between
	pastOfPerson   = pastColumns + "person_id = ?1" + between
	pastOfClaim    = pastOfAny("events WHERE entity = 'claims' AND entity_id = ?1", "events WHERE "+ofClaim+" = ?1", "events WHERE "+ofRefusal+" = ?1")
	pastOfDocument = pastOfAny("events WHERE "+inDocument+" = ?1",
		"claims c CROSS JOIN events WHERE c.document_id = ?1 AND "+ofClaim+" = +c.id") // + because the index has no affinity
	pastOfEntity = pastOfAny("events WHERE entity = ?1 AND verb = 'create'", "events WHERE entity = ?1 AND verb = 'update'",
		"events WHERE entity = ?1 AND verb = 'delete'")
	pastOfVerb = map[Verb]string{
		VerbCreate: pastColumns + "entity = ?1 AND verb = 'create'" + between,
		VerbUpdate: pastColumns + "entity = ?1 AND verb = 'update'" + between,
		VerbDelete: pastColumns + "entity = ?1 AND verb = 'delete'" + between,
	}
)

// pastOfAny reads the events of several sources, each of which has an index of its own.
func pastOfAny(sources ...string) string {
	for i, s := range sources {
		sources[i] = "SELECT seq FROM (SELECT seq FROM " + s + between + ")"
	}
	return pastColumns + "seq IN (" + strings.Join(sources, " UNION ALL ") + ") ORDER BY seq DESC LIMIT ?4"
}

// some reads the last count events from lowest to before next that the filter
// may take, newest first.
func (h *historian) some(lowest, next int64, count int) ([]past, error) {
	f := &h.filter
	query, what := pastOfAll, ""
	switch {
	case f.ClaimID != "":
		query, what = pastOfClaim, f.ClaimID
	case f.DocumentID != "":
		query, what = pastOfDocument, f.DocumentID
	case f.PersonID != "":
		query, what = pastOfPerson, f.PersonID
	case f.Entity != "" && pastOfVerb[f.Verb] != "":
		query, what = pastOfVerb[f.Verb], f.Entity
	case f.Entity != "":
		query, what = pastOfEntity, f.Entity
	}
	events := make([]past, 0, count)
	err := h.Each(query, []any{what, lowest, next, count}, func(scan func(...any) error) error {
		var e past
		err := scan(&e.seq, &e.action, &e.person, &e.at, &e.entity, &e.id, &e.verb, &e.before, &e.after, &e.deed)
		events = append(events, e)
		return err
	})
	return events, err
}

// bounds gives the first and the last event that can be of the time asked for.
// An event's id begins with its time, and is made while its action runs.
func (h *historian) bounds() (lowest, highest int64, err error) {
	lowest = 1
	if !h.filter.From.IsZero() {
		if _, err = h.One("SELECT ifnull(min(seq), 9223372036854775807) FROM events WHERE id >= ?", []any{idAt(h.filter.From)}, &lowest); err != nil {
			return 0, 0, err
		}
	}
	if h.filter.To.IsZero() {
		_, err = h.One("SELECT ifnull(max(seq), 0) FROM events", nil, &highest)
		return lowest, highest, err
	}
	var action string
	found, err := h.One("SELECT seq, action_id FROM events WHERE id < ? ORDER BY id DESC LIMIT 1", []any{idAt(h.filter.To.Add(time.Minute))}, &highest, &action)
	if err == nil && found {
		highest, err = h.edge("max", action)
	}
	return lowest, highest, err
}

// idAt is less than every id made from that millisecond on, and greater than every earlier one.
func idAt(t time.Time) string {
	digits := fmt.Sprintf("%012x", max(0, t.UnixMilli()))
	return digits[:8] + "-" + digits[8:]
}

// soughtWord is a word in lower case, as it stands in an image, and the labels
// that have or had it in their names, as their ids stand in an image.
type soughtWord struct {
	plain, escaped string
	labels         []string
}

// sought prepares the words of the filter.
func (h *historian) sought() error {
	for word := range strings.FieldsSeq(strings.ToLower(h.filter.Words)) {
		w := soughtWord{plain: word, escaped: escaped(word)}
		err := h.Each("SELECT id, name FROM labels UNION SELECT entity_id, ifnull(after, before) FROM events WHERE entity = 'labels'", nil,
			func(scan func(...any) error) error {
				var id, name string
				err := scan(&id, &name)
				if r, err := db.Labels.Decode(&name); err == nil {
					name = nameIn(db.Labels, r)
				}
				if strings.Contains(strings.ToLower(name), word) {
					w.labels = append(w.labels, `"`+id+`"`)
				}
				return err
			})
		if err != nil {
			return err
		}
		h.words = append(h.words, w)
	}
	return nil
}

// relabels reports whether an event gives or takes one of the word's labels.
func (w *soughtWord) relabels(e *past) bool {
	if len(w.labels) == 0 {
		return false
	}
	before, after := column(e.before, "label_id"), column(e.after, "label_id")
	return before != after && (slices.Contains(w.labels, before) || slices.Contains(w.labels, after))
}

func escaped(word string) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(word) != nil {
		return word // strings always encode
	}
	return strings.TrimSuffix(strings.TrimPrefix(b.String(), `"`), "\"\n")
}

func lowerImages(e *past) string {
	var both string
	for _, image := range []*string{e.before, e.after} {
		if image != nil {
			both += *image + "\n"
		}
	}
	return strings.ToLower(both)
}

// says reports whether a word, in lower case, stands in what a reader sees of a row.
func (e *past) says(t *db.Table, word string) bool {
	if t == nil {
		return false
	}
	for _, image := range []*string{e.before, e.after} {
		r, err := t.Decode(image)
		if err != nil {
			continue
		}
		for i, v := range r {
			if text, ok := v.(string); ok && readable(t.Columns[i]) && strings.Contains(strings.ToLower(text), word) {
				return true
			}
		}
	}
	return false
}

// readable tells the columns for readers from those for the program.
func readable(column string) bool {
	switch column {
	case "id", "prefix", "suffix", "light", "dark", "selection":
		return false
	}
	return !strings.HasSuffix(column, "_id") && !strings.HasSuffix(column, "_at") && !strings.HasSuffix(column, "sha256")
}

// column gives the JSON of a column in an image that encode has written, ""
// where there is none or its value is empty. In such an image a quotation mark within a value has a
// backslash before it, so that the column's name in quotes is found only where it is one.
func column(image *string, name string) string {
	if image == nil {
		return ""
	}
	_, rest, found := strings.Cut(*image, `"`+name+`":`)
	if !found || rest == "" {
		return ""
	}
	switch value := rest[:db.ValueLength(rest)]; value {
	case "null", `""`:
		return ""
	default:
		return value
	}
}
