package command

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/search"
	"factmark/store"
)

var searchCommand = command{
	name:    "search",
	summary: "find words in documents, claims, notes and evidence",
	help: `Usage: factmark search [-w FILE.factmark] [flags] QUERY

Finds words in the texts and titles of documents, in the quotes, statements and
claimants of claims, in notes and in evidence. Case and accents do not count, and a
word stands for its inflections too.

  council budget             both words, where they stand close together
  '"council budget"'         these very words, one after the other
  'counc*'                   words that begin so
  council OR senate          either of the two beside OR; ( ) hold several together
  'council -senate'          without the second; council NOT senate is the same
  'NEAR(council budget, 5)'  with at most 5 words between them, 10 without a number

What is none of these is taken as words. The shell takes quotation marks, stars and
parentheses for its own: put the whole query in single quotes.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --in KIND          documents, claims, notes or evidence; may be given several times
  --document D       in this document: its title, file name or id; several times
  --label L          of claims with this label, by its name, or none; several times
  --person P         of claims that this person made or labelled, and evidence that
                     they added; by their name or id; several times
  --from DATE        in documents published on this date or later: 2025, 2025-02,
                     2025-02-10
  --to DATE          in documents published on this date or before
  --limit N          at most so many hits (100)
  --json             writes a line of JSON for each: kind (document, claim, note,
                     evidence), field, document, document_id, file_name, start, end
                     (code points of the text, the end not included; null where the
                     hit has no place in it), snippet, marks (what was found, in code
                     points of the snippet), claim_id, label, evidence_id, stance, url

A label or a person is said of claims: with one given, nothing is found in texts.

Example: factmark search -w desk.factmark --label Disputed 'reserves "ten million"'
`,
	run: searchWorkspace,
}

// foundHit is a line of --json.
type foundHit struct {
	Kind       search.Kind  `json:"kind"`
	Field      search.Field `json:"field"`
	Document   string       `json:"document"`
	DocumentID string       `json:"document_id"`
	FileName   string       `json:"file_name"`
	Start      *int         `json:"start"`
	End        *int         `json:"end"`
	Snippet    string       `json:"snippet"`
	Marks      [][2]int     `json:"marks"`
	ClaimID    string       `json:"claim_id,omitempty"`
	Label      string       `json:"label,omitempty"`
	EvidenceID string       `json:"evidence_id,omitempty"`
	Stance     store.Stance `json:"stance,omitempty"`
	URL        string       `json:"url,omitempty"`
}

var kindWords = map[string]search.Kind{
	"documents": search.InDocument, "claims": search.InClaim, "notes": search.InNote, "evidence": search.InEvidence,
}

func searchWorkspace(c *call, args []string) error {
	f := newFlags()
	kinds, documents, labels, people := f.list("in"), f.list("document"), f.list("label"), f.list("person")
	from, to := f.String("from", "", ""), f.String("to", "", "")
	limit := f.Int("limit", 100, "")
	asJSON := f.Bool("json", false, "")
	words, err := f.parse(args)
	if err != nil {
		return err
	}
	query := search.Parse(strings.Join(words, " "), false)
	if query.Empty() {
		return misusef("there is no word to look for")
	}
	filter := search.Filter{From: *from, To: *to}
	for _, date := range []string{*from, *to} {
		if date != "" && !format.IsDate(date) {
			return misusef("%q is no date; write 2025, 2025-02 or 2025-02-10", date)
		}
	}
	for _, word := range *kinds {
		kind, known := kindWords[word]
		if !known {
			return misusef("--in is documents, claims, notes or evidence, not %q", word)
		}
		filter.Kinds = append(filter.Kinds, kind)
	}
	if *limit < 1 {
		return misusef("--limit is a number from 1")
	}
	path, err := f.path()
	if err != nil {
		return err
	}
	return c.reading(path, func(st *store.Store) error {
		all, err := st.Labels(c)
		if err == nil {
			filter.LabelIDs, err = labelIDs(all, *labels)
		}
		if err == nil {
			filter.PersonIDs, err = c.personIDs(st, *people)
		}
		if err == nil {
			filter.DocumentIDs, err = c.documentIDs(st, *documents)
		}
		if err != nil {
			return err
		}
		var result search.Result
		if err := search.Find(c, st, query, filter, search.Sight{}, true, func(r search.Result) { result = r }); err != nil {
			if errors.Is(err, c.Err()) {
				return errors.New("interrupted")
			}
			return err
		}
		shown := result.Hits[:min(*limit, len(result.Hits))]
		name := func(id string) string {
			i := slices.IndexFunc(all, func(l store.Label) bool { return l.ID == id })
			if i < 0 {
				return ""
			}
			return all[i].Name
		}
		if *asJSON {
			for _, h := range shown {
				if err := c.out.jsonLine(foundLine(h, name)); err != nil {
					return err
				}
			}
			return nil
		}
		c.printHits(shown, name)
		count := locale.N("{{.N}} hits", len(result.Hits))
		if len(result.More) > 0 {
			count = locale.N("{{.N}} hits or more", len(result.Hits))
		}
		switch {
		case len(result.Hits) == 0:
			c.out.line(locale.T("Nothing found."))
		case len(shown) < len(result.Hits):
			c.out.line(locale.T("First {{.Count}} of {{.All}}. Use --limit to show more.", "Count", len(shown), "All", count))
		default:
			c.out.printf("%s.\n", count)
		}
		return nil
	})
}

func foundLine(h search.Hit, label func(string) string) foundHit {
	line := foundHit{Kind: h.Kind, Field: h.Field, Document: h.Document, DocumentID: h.DocumentID, FileName: h.FileName, Snippet: h.Snippet.Text, Marks: [][2]int{},
		ClaimID: h.Claim.ID, Label: label(h.Claim.LabelID), EvidenceID: h.Evidence.ID, Stance: h.Evidence.Stance, URL: h.Evidence.URL}
	if h.Placed {
		line.Start, line.End = &h.Start, &h.End
	}
	for _, m := range h.Snippet.Marks {
		line.Marks = append(line.Marks, [2]int{m.Start, m.End})
	}
	return line
}

// printHits shows hits, those of a document that follow each other under its title.
func (c *call) printHits(hits []search.Hit, label func(string) string) {
	var before search.Hit
	for i, h := range hits {
		if i == 0 || h.DocumentID != before.DocumentID || h.Kind != before.Kind {
			title := h.Document
			if h.DocumentID == "" {
				title = locale.T("Outside source")
			}
			c.out.printf("%s\n", strings.Join(format.NonEmpty(title, h.Published), ", "))
		}
		before = h
		what := ""
		switch h.Kind {
		case search.InClaim, search.InNote:
			what = strings.Join(format.NonEmpty(string(h.Kind)+" "+h.Claim.ID, label(h.Claim.LabelID)), ", ")
		case search.InEvidence:
			what = strings.Join(format.NonEmpty(locale.T("evidence for claim {{.ID}}", "ID", h.Claim.ID), string(h.Evidence.Stance), h.Evidence.URL), ", ")
		}
		switch {
		case h.Placed && what == "":
			c.out.printf("    %d–%d: %s\n", h.Start, h.End, marked(h.Snippet))
		case h.Placed:
			c.out.printf("    %d–%d: %s (%s)\n", h.Start, h.End, marked(h.Snippet), what)
		case h.Field == search.FieldTitle:
			c.out.line("    " + locale.T("title: {{.Title}}", "Title", marked(h.Snippet)))
		default:
			c.out.printf("    %s (%s)\n", marked(h.Snippet), what)
		}
	}
}

// marked is a snippet with what was found between angle quotation marks.
func marked(s search.Snippet) string {
	runes, at := []rune(s.Text), 0
	var b strings.Builder
	for _, m := range s.Marks {
		b.WriteString(string(runes[at:m.Start]) + "»" + string(runes[m.Start:m.End]) + "«")
		at = m.End
	}
	return b.String() + string(runes[at:])
}

// labelIDs gives the ids of labels by their names or ids; none is "". Nil where none is named.
func labelIDs(all []store.Label, names []string) (ids []string, err error) {
	for _, name := range names {
		i := slices.IndexFunc(all, func(l store.Label) bool { return strings.EqualFold(l.Name, name) || l.ID == name })
		switch {
		case i >= 0:
			ids = append(ids, all[i].ID)
		case strings.EqualFold(name, "none"):
			ids = append(ids, "")
		default:
			var known []string
			for _, l := range all {
				known = append(known, l.Name)
			}
			return nil, misusef("there is no label %q; there are %s, and none", name, strings.Join(known, ", "))
		}
	}
	return ids, nil
}

// personIDs gives the ids of people by their names or ids, nil where none is named.
func (c *call) personIDs(st *store.Store, names []string) (ids []string, err error) {
	if len(names) == 0 {
		return nil, nil
	}
	all, err := st.KnownPeople(c)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		before := len(ids)
		for _, p := range all {
			if strings.EqualFold(p.Name, name) || p.ID == name || p.Pseudonym != "" && strings.EqualFold(p.Pseudonym, name) {
				ids = append(ids, p.ID)
			}
		}
		if len(ids) == before {
			return nil, misusef("nobody in the workspace is called %q", name)
		}
	}
	return ids, nil
}

// documentIDs gives the ids of documents by their titles, file names or ids, nil where none is named.
func (c *call) documentIDs(st *store.Store, names []string) (ids []string, err error) {
	if len(names) == 0 {
		return nil, nil
	}
	all, err := st.SearchableDocuments(c)
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		before := len(ids)
		for _, d := range all {
			if d.ID == name || d.FileName == name || strings.EqualFold(d.Title, name) {
				ids = append(ids, d.ID)
			}
		}
		if len(ids) == before {
			return nil, misusef("there is no document %q; factmark documents lists them", cmp.Or(name, " "))
		}
	}
	return ids, nil
}
