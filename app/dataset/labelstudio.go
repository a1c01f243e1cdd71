package dataset

import "io"

// labelStudioFormat is Label Studio's array of tasks: a task a document, in it an annotation a person. What Label Studio does not know
// of a region travels in the region's meta, which it keeps.
var labelStudioFormat = &Format{
	Name: "label-studio", Title: "Label Studio (JSON)", Extension: ".json", Unit: UTF16, Texts: true, unsure: true,
	Holds: heldWithRelations,
	Remarks: []string{
		"Offsets count UTF-16, as Label Studio's window does; Label Studio's own converter takes them for code points, so that what it makes of texts with emoji is shifted.",
		"The labelling interface needs <Labels name=\"label\" toName=\"text\"> and <Text name=\"text\" value=\"$text\">.",
		"Label Studio refuses annotations of people whom it does not know: it needs as many users as the file has people, numbered from 1.",
		"Each person's annotation has that person's own labels; what a review has settled stands in meta. A claim without a label is called “" + unlabelled + "”.",
	},
	Accepts: []string{
		"Tasks of text, HTML and dialogues with annotations, completions of old versions, and what a cloud storage gets.",
		"JSON-MIN, and the CSV and TSV exports.",
		"Predictions are suggestions, with their model and score.",
	},
	write: writeLabelStudio, recognise: isLabelStudio, read: readLabelStudio,
}

type studioTask struct {
	ID          int                `json:"id"`
	Data        studioData         `json:"data"`
	Annotations []studioAnnotation `json:"annotations"`
}

type studioData struct {
	Text string `json:"text"`
	documentFields
}

type studioAnnotation struct {
	ID           int   `json:"id"`
	CompletedBy  int   `json:"completed_by"`
	WasCancelled bool  `json:"was_cancelled"`
	Result       []any `json:"result"` // studioRegion and studioRelation
}

type studioRegion struct {
	ID       string      `json:"id"`
	FromName string      `json:"from_name"`
	ToName   string      `json:"to_name"`
	Type     string      `json:"type"`
	Origin   string      `json:"origin"`
	Value    studioValue `json:"value"`
	Meta     studioMeta  `json:"meta"`
}

type studioValue struct {
	Start  int      `json:"start"`
	End    int      `json:"end"`
	Text   string   `json:"text"`
	Labels []string `json:"labels"`
}

// studioMeta is what we know of a claim or of a piece of evidence. Label Studio shows its text as the region's note.
type studioMeta struct {
	Text []string `json:"text,omitempty"`
	*claimFields
	Evidence *evidenceFields `json:"evidence,omitempty"`
}

type studioRelation struct {
	Type      string   `json:"type"`
	FromID    string   `json:"from_id"`
	ToID      string   `json:"to_id"`
	Direction string   `json:"direction"`
	Labels    []string `json:"labels"`
}

func writeLabelStudio(w io.Writer, in *Selection) error {
	out := newJSONArray(w)
	writer := studioWriter{in: in, people: map[string]int{}}
	err := in.EachDocument(func(d *Document, claims []Claim) error {
		text, err := in.Text(d)
		if err != nil {
			return err
		}
		return out.add(writer.task(d, claims, newOffsets(text)))
	})
	if err != nil {
		return err
	}
	return out.end()
}

type studioWriter struct {
	in                 *Selection
	tasks, annotations int
	people             map[string]int // their numbers, in the order in which they come
}

func (w *studioWriter) task(d *Document, claims []Claim, o *offsets) studioTask {
	w.tasks++
	task := studioTask{ID: w.tasks, Data: studioData{o.text, documentFieldsOf(d)}, Annotations: []studioAnnotation{}}
	of := map[string]int{} // indexes of annotations, by person
	for _, c := range w.in.inText(claims, o) {
		at, known := of[c.Annotator]
		if !known {
			at = len(task.Annotations)
			of[c.Annotator] = at
			if w.people[c.Annotator] == 0 {
				w.people[c.Annotator] = len(w.people) + 1
			}
			w.annotations++
			task.Annotations = append(task.Annotations, studioAnnotation{ID: w.annotations, CompletedBy: w.people[c.Annotator]})
		}
		label := c.Label
		if label == "" {
			label = unlabelled
		}
		fields := fieldsOf(&c, label)
		meta := studioMeta{claimFields: &fields}
		if c.Note != "" {
			meta.Text, fields.Note = []string{c.Note}, ""
		}
		result := append(task.Annotations[at].Result, studioSpan(o, c.ID, c.Start, c.End, c.Quote, label, meta))
		for _, e := range w.in.evidenceInText(d, &c, o) {
			fields := evidenceFieldsOf(&e)
			result = append(result, studioSpan(o, e.ID, e.Start, e.End, o.slice(e.Start, e.End), evidenceLabel, studioMeta{Evidence: &fields}),
				studioRelation{"relation", e.ID, c.ID, "right", []string{e.Stance}})
		}
		task.Annotations[at].Result = result
	}
	return task
}

func studioSpan(o *offsets, id string, start, end int, quote, label string, meta studioMeta) studioRegion {
	return studioRegion{ID: id, FromName: "label", ToName: "text", Type: "labels", Origin: "manual",
		Value: studioValue{o.in(UTF16, start), o.in(UTF16, end), quote, []string{label}}, Meta: meta}
}
