package command

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"factmark/app/agreement"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/review"
	"factmark/store"
)

var agreementCommand = command{
	name:    "agreement",
	summary: "how far people agree, in figures",
	help: `Usage: factmark agreement [-w FILE.factmark] [--json] [--document ID_OR_TITLE]
                          [--open]

Measures how far people agree: on the labels of the same spans, whoever marked or
reviewed them, and on which spans they marked. A person's word on a span is their
last decision in a review session or, where they made none, the label of their own
claim on it; who rejected the span has said "span rejected". Beside each figure
stand its 95 % interval (1,000 resamplings) and what it rests on. A figure that is
not defined says why. People who have a pseudonym for exports are called by it.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --json             everything as JSON
  --document …       only this document, by its id or its title
  --open             count what was said in open reviews too, where the reviewer
                     saw the label that was there

The JSON is one object:
  labels, spans      what is measured, each with "overall", a ROW, and "labels",
                     "documents" and "pairs", lists of ROWs
  confusion          "labels", and "rows" of counts: of what one person said, how
                     often another said each label; "pooled" is true where all
                     pairs of people are counted, each both ways round
  confusion_rows, confusion_columns
                     the two people, where there are only two
  document_titles    by the documents' ids
A ROW has a "scope" ("document", "label", "a" and "b", those that narrow it) and
"figures". A figure has a "measure", a "value", "n" and the "unit" it counts,
"alone" (units that one person alone has seen, of which it says nothing) and an
"interval": "level", "low", "high", "replicates", "undefined_replicates",
"resampled" and "resampled_unit". A value, low or high that is not defined is
null, and a "reason" beside it says why. Fields may be added, none is renamed.

Example: factmark agreement -w desk.factmark --json > agreement.json
`,
	run: measure,
}

func measure(c *call, args []string) error {
	f := newFlags()
	asJSON := f.Bool("json", false, "")
	open := f.Bool("open", false, "")
	document := f.String("document", "", "")
	path, err := f.onlyPath(args)
	if err != nil {
		return err
	}
	return c.reading(path, func(st *store.Store) error {
		if *document != "" {
			all, err := st.Documents(c)
			if err == nil {
				*document, err = documentID(all, *document)
			}
			if err != nil {
				return err
			}
		}
		said, err := review.Collect(c, st, *open, nil)
		if err != nil {
			return err
		}
		report, err := said.Report(c, *document, nil)
		if err != nil {
			return err
		}
		report = said.Outward(report)
		if *asJSON {
			return c.out.json(report)
		}
		(&agreementTable{c: c, titles: report.Titles}).print(report)
		return nil
	})
}

// agreementTable prints figures, and once below them why some have no interval.
type agreementTable struct {
	c       *call
	titles  map[string]string
	reasons []string
}

func (t *agreementTable) print(r review.Report) {
	out := t.c.out
	out.print("Labels\n")
	t.figures("  ", r.Labels.Overall.Figures)
	t.parts(locale.T("By label"), breakdownRows(r.Labels.Labels))
	t.parts(locale.T("By document"), breakdownRows(r.Labels.Documents))
	t.parts(locale.T("By pair of people"), r.Labels.InformativePairs())
	t.confusion(r)
	out.print("\nSpans\n")
	t.figures("  ", r.Spans.Overall.Figures)
	t.parts(locale.T("By label"), breakdownRows(r.Spans.Labels))
	t.parts(locale.T("By document"), breakdownRows(r.Spans.Documents))
	t.parts(locale.T("By pair of people"), r.Spans.InformativePairs())
	if len(t.reasons) > 0 {
		out.print("\n" + locale.T("Where there is no interval:") + "\n")
		for _, reason := range t.reasons {
			out.printf("  %s\n", reason)
		}
	}
}

// breakdownRows are the parts, where there is more than one: a single one says nothing that the whole does not.
func breakdownRows(rows []agreement.Row) []agreement.Row {
	if len(rows) < 2 {
		return nil
	}
	return rows
}

// parts prints a group of rows.
func (t *agreementTable) parts(of string, rows []agreement.Row) {
	if len(rows) == 0 {
		return
	}
	t.c.out.printf("\n%s\n", of)
	for _, row := range rows {
		name := row.Scope.Label
		switch {
		case row.Scope.A != "":
			name = format.List([]string{row.Scope.A, row.Scope.B}, "and")
		case name == "":
			name = t.titles[row.Scope.Document]
		}
		t.c.out.printf("  %s\n", strings.Join(strings.Fields(name), " "))
		t.figures("    ", row.Figures)
	}
}

func (t *agreementTable) figures(indent string, figures []agreement.Figure) {
	table := t.c.out.table(2, 0)
	for _, f := range figures {
		if _, defined := f.Value(); !defined {
			table.printf("%s%s\t%s\n", indent, f.Measure, f.Reason)
			continue
		}
		interval := locale.T("no interval")
		if low, high, ok := f.Interval.Bounds(); ok {
			interval = locale.T("{{.Low}} to {{.High}}", "Low", fmt.Sprintf("%.3f", low), "High", fmt.Sprintf("%.3f", high))
		} else if !slices.Contains(t.reasons, f.Interval.Reason) {
			t.reasons = append(t.reasons, f.Interval.Reason)
		}
		rest := format.Of(f.N, f.Unit)
		if f.Alone > 0 {
			rest += "; " + locale.N("{{.N}} more seen by one person only", f.Alone)
		}
		table.printf("%s%s\t%s\t%s\t%s\n", indent, f.Measure, f, interval, rest)
	}
	table.flush()
}

func (t *agreementTable) confusion(r review.Report) {
	m := r.Confusion
	if len(m.Labels) == 0 {
		return
	}
	t.c.out.print("\n")
	if r.Rows != "" {
		t.c.out.line(locale.T("Rows: labels by {{.Rows}}; columns: labels by {{.Columns}}", "Rows", r.Rows, "Columns", r.Columns))
	} else {
		t.c.out.line(locale.T("Rows: one person's label; columns: the other's"))
	}
	table := t.c.out.table(2, tabwriter.AlignRight)
	for _, label := range m.Labels {
		table.printf("\t%s", label)
	}
	table.printf("\t\n")
	for i, row := range m.Rows {
		table.printf("  %s\t", m.Labels[i])
		for _, n := range row {
			table.printf("%d\t", n)
		}
		table.printf("\n")
	}
	table.flush()
}
