package command

import (
	"fmt"
	"io"
	"os"
	"strings"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/handover"
	"factmark/app/ingest"
	"factmark/store"
)

var exportCommand = command{
	name:    "export",
	summary: "write the labelled claims as a table",
	help: `Usage: factmark export [-w FILE.factmark] [--format csv] -o OUT.csv
                       [--bom] [--spreadsheet-safe]
                       [--document ID_OR_TITLE]… [--label NAME]…

Writes one row a claim, as CSV in UTF-8, in the order of the documents and of the
text. An existing file is replaced when the new one is whole. Where conflicts of a
merge still wait to be chosen, what stands is written, and it says how many.

  -w FILE.factmark     the workspace (your own one if it is not given)
  -o OUT.csv           the file to write; - is standard output
  --format csv         the format, the only one in this version
  --bom                begin with a byte order mark, for Excel
  --spreadsheet-safe   an apostrophe before each text cell that a spreadsheet
                       would take for a formula; factmark claims takes it away again
  --document …         only this document, by its id or its title; may be repeated
  --label NAME         only claims with this label; may be repeated; an empty name
                       stands for claims with no label yet

Example: factmark export -w desk.factmark --label Disputed -o disputed.csv
`,
	run: export,
}

func export(c *call, args []string) error {
	f := newFlags()
	name := f.String("format", "csv", "")
	out := f.String("o", "", "")
	var options dataset.Options
	f.BoolVar(&options.BOM, "bom", false, "")
	f.BoolVar(&options.SpreadsheetSafe, "spreadsheet-safe", false, "")
	documents, labels := f.list("document"), f.list("label")
	words, err := f.parse(args)
	if err != nil {
		return err
	}
	format := dataset.FormatNamed(*name)
	if format == nil {
		return misusef("there is no format %q to write", *name)
	}
	if len(words) > 0 {
		return misusef("%q is one word too many; the file to write follows -o", words[0])
	}
	if *out == "" {
		return misusef("say where to write with -o OUT.csv")
	}
	path, err := f.path()
	if err != nil {
		return err
	}
	if err := notTheWorkspace(*out, path); err != nil {
		return err
	}
	return c.reading(path, func(st *store.Store) error {
		filter, err := c.filter(st, *documents, *labels)
		if err != nil {
			return err
		}
		waiting, err := c.waiting(st, filter)
		if err != nil {
			return err
		}
		write := func(w io.Writer) (report dataset.Report, err error) {
			return dataset.Write(c, w, st, format, filter, options)
		}
		if *out == "-" {
			var report dataset.Report
			err := c.out.data(func(w io.Writer) (err error) {
				report, err = write(w)
				return err
			})
			if err == nil {
				c.told(c.errOut, report, "standard output", options)
				tellWaiting(c.errOut, waiting)
			}
			return err
		}
		var report dataset.Report
		err = dataset.WriteFile(*out, func(w io.Writer) (err error) {
			report, err = write(w)
			return err
		})
		if err != nil {
			return fmt.Errorf("writing %s: %w", ingest.Shown(*out), err)
		}
		c.told(c.out, report, *out, options)
		tellWaiting(c.out, waiting)
		return nil
	})
}

// notTheWorkspace refuses to write over the workspace, whatever name it is called by, and the files beside it.
func notTheWorkspace(out, workspace string) error {
	target, err := os.Stat(out)
	if err != nil {
		return nil // nothing there to write over; WriteFile says what else is wrong
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if file, err := os.Stat(workspace + suffix); err == nil && os.SameFile(target, file) {
			return fmt.Errorf("%s is the workspace itself; choose another name for the export", ingest.Shown(out))
		}
	}
	return nil
}

// filter finds what --document and --label mean.
func (c *call) filter(st *store.Store, documents, labels []string) (store.Filter, error) {
	var filter store.Filter
	if len(documents) > 0 {
		all, err := st.Documents(c)
		if err != nil {
			return filter, err
		}
		for _, word := range documents {
			id, err := documentID(all, word)
			if err != nil {
				return filter, err
			}
			filter.DocumentIDs = append(filter.DocumentIDs, id)
		}
	}
	if len(labels) > 0 {
		all, err := st.Labels(c)
		if err != nil {
			return filter, err
		}
		for _, word := range labels {
			id, err := labelID(all, word)
			if err != nil {
				return filter, err
			}
			filter.LabelIDs = append(filter.LabelIDs, id)
		}
	}
	return filter, nil
}

func documentID(all []store.Document, word string) (string, error) {
	var ids []string
	for _, doc := range all {
		if doc.ID == word {
			return word, nil
		}
		if strings.EqualFold(doc.Title, word) {
			ids = append(ids, doc.ID)
		}
	}
	switch len(ids) {
	case 0:
		return "", fmt.Errorf("there is no document with the id or title %q in the workspace", word)
	case 1:
		return ids[0], nil
	}
	return "", fmt.Errorf("%d documents are called %q; give the id of one: %s", len(ids), word, strings.Join(ids, ", "))
}

func labelID(all []store.Label, word string) (string, error) {
	if word == "" {
		return "", nil
	}
	var names []string
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, store.SameLabelName} {
		for _, label := range all {
			if same(label.Name, word) {
				return label.ID, nil
			}
		}
	}
	for _, label := range all {
		names = append(names, label.Name)
	}
	return "", fmt.Errorf("there is no label %q in the workspace, only %s", word, strings.Join(names, ", "))
}

// waiting counts the conflicts that wait, and the claims on which they bear.
func (c *call) waiting(st *store.Store, filter store.Filter) (store.ConflictCounts, error) {
	waiting, err := st.ConflictsAmong(c, filter)
	if err != nil {
		err = fmt.Errorf("counting the conflicts: %w", err)
	}
	return waiting, err
}

func tellWaiting(to *output, waiting store.ConflictCounts) {
	if line := handover.Waiting(waiting); line != "" {
		to.printf("%s\n", line)
	}
}

// told says what was written. With the claims on standard output, it goes to standard error.
func (c *call) told(to *output, report dataset.Report, where string, options dataset.Options) {
	to.printf("Wrote %s to %s.\n", counted(report.Rows, "claim"), where)
	switch {
	case report.Formulas > 0 && options.SpreadsheetSafe:
		to.printf("%s for a formula.\n", format.Count(report.Formulas, "cell got an apostrophe, because a spreadsheet would take what it begins with",
			"cells got an apostrophe, because a spreadsheet would take what they begin with"))
	case report.Formulas > 0:
		to.printf("A spreadsheet would take %s so that it does not.\n",
			format.Count(report.Formulas, "cell for a formula; --spreadsheet-safe writes it", "cells for formulas; --spreadsheet-safe writes them"))
	}
	c.warnMisplaced(report.Misplaced)
	if words := dataset.NULWords(report.NUL); words != "" {
		c.warn("%s", words)
	}
}

// warnMisplaced names claims that were written although their quote is not at their place.
func (c *call) warnMisplaced(ids []string) {
	if words := dataset.MisplacedWords(ids); words != "" {
		c.warn("%s", words)
	}
}
