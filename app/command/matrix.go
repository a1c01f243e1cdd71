package command

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"factmark/app/dataset"
	"factmark/app/format"
	"factmark/app/ingest"
	"factmark/app/locale"
	"factmark/app/matrix"
	"factmark/store"
)

var matrixCommand = command{
	name:    "matrix",
	summary: "which documents support or refute which claims",
	help: `Usage: factmark matrix [-w FILE.factmark] [--csv | --json] [-o OUT]
                       [--picture OUT.png] [--all] [--label NAME]…
                       [--sort document|sources|disagreement]

Writes the table of claims by documents: where a document supports a claim (+),
refutes it (−), does both (±) or gives context (=). o is the document that the claim
itself stands in. Linked claims share a row. Evidence from outside of the workspace
has a column of its own. At most 10,000 claims are shown.

  -w FILE.factmark   the workspace (your own one if it is not given)
  --csv              as CSV in UTF-8: a row a claim, a column a document, the
                     stances in words; cells that a spreadsheet would take for
                     formulas begin with an apostrophe
  --json             as JSON, with the evidence of each cell
  -o OUT             write to this file, as CSV unless --json is given; - is
                     standard output
  --picture OUT.png  draw it as a picture
  --all              claims without evidence too
  --label NAME       only claims with this label; may be repeated; an empty name
                     stands for claims with no label yet
  --sort …           document: in document order (if it is not given); sources: by
                     how many documents say something; disagreement: those first on
                     which most documents take different sides

The JSON is one object: "documents", "claims" and "left_out", the number of claims
for which there was no room. A claim has its "linked" claims, the number of documents
that support, refute and give context, and "cells" for documents that are not silent,
each with "stances", "own" and "evidence". An outside source has the document_id "".
Offsets are code points. Fields may be added, none is renamed.

Example: factmark matrix -w desk.factmark --sort disagreement --picture matrix.png
`,
	run: showMatrix,
}

var matrixOrders = map[string]matrix.Order{"document": matrix.ByDocument, "sources": matrix.BySources, "disagreement": matrix.ByDisagreement}

func showMatrix(c *call, args []string) error {
	f := newFlags()
	asCSV, asJSON := f.Bool("csv", false, ""), f.Bool("json", false, "")
	out, picture := f.String("o", "", ""), f.String("picture", "", "")
	sort := f.String("sort", "document", "")
	var options matrix.Options
	f.BoolVar(&options.All, "all", false, "")
	labels := f.list("label")
	path, err := f.onlyPath(args)
	if err != nil {
		return err
	}
	order, known := matrixOrders[*sort]
	switch {
	case *asCSV && *asJSON:
		return misusef("choose one of --csv and --json")
	case !known:
		return misusef("rows can be sorted by document, sources or disagreement, not %q", *sort)
	case *picture == "-":
		return misusef("a picture is written to a file; name it after --picture")
	}
	for _, file := range []string{*out, *picture} {
		if err := notTheWorkspace(file, path); err != nil {
			return err
		}
	}
	return c.reading(path, func(st *store.Store) error {
		options.LabelIDs, err = namedLabels(c, st, *labels)
		if err != nil {
			return err
		}
		m, err := matrix.Read(c, st, options)
		if err != nil {
			return err
		}
		m = m.Sorted(order)
		if m.Left > 0 {
			c.warn("%s", locale.N("{{.N}} claims don't fit; filter by label to see fewer at once", m.Left))
		}
		if err := c.writeMatrix(m, *asJSON, *asCSV || *out != "", *out, *picture == ""); err != nil {
			return err
		}
		if *picture == "" {
			return nil
		}
		title := locale.T("Who says what: {{.Workspace}}", "Workspace", store.NameOf(st.Path()))
		return c.matrixFile(*picture, func(w io.Writer) error { return m.WritePNG(w, title, nil, nil) })
	})
}

// writeMatrix writes the table for programs, or else shows it where nothing else was asked for.
func (c *call) writeMatrix(m *matrix.Matrix, asJSON, asCSV bool, out string, show bool) error {
	toFile := out != "" && out != "-"
	switch {
	case asJSON && toFile:
		return c.matrixFile(out, func(w io.Writer) error {
			enc := json.NewEncoder(w)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", "  ")
			return enc.Encode(m.JSON())
		})
	case asJSON:
		return c.out.json(m.JSON())
	case asCSV && toFile:
		return c.matrixFile(out, m.WriteCSV)
	case asCSV:
		return c.out.data(m.WriteCSV)
	case show:
		c.printMatrix(m)
	}
	return nil
}

func (c *call) matrixFile(path string, write func(io.Writer) error) error {
	if err := c.unsure(dataset.WriteFile(path, write)); err != nil {
		return fmt.Errorf("writing %s: %w", ingest.Shown(path), err)
	}
	c.errOut.line(locale.T("Matrix written to {{.File}}.", "File", path))
	return nil
}

// printMatrix shows the table with the documents by their numbers.
func (c *call) printMatrix(m *matrix.Matrix) {
	if len(m.Rows) == 0 {
		c.out.line(locale.T("No claim has evidence yet. Use --all to show claims without evidence."))
		return
	}
	c.out.printf("%s\n\n", m.Summary())
	documents := c.out.table(2, 0)
	for j, d := range m.Columns {
		documents.printf("  %d\t%s\t%s\t%s\n", j+1, tally(d.Tally), d.Published, format.Shorten(format.OneLine(d.Title), 70))
	}
	documents.flush()
	c.out.print("\n")
	claims := c.out.table(1, 0)
	claims.printf("\t\t")
	for j := range m.Columns {
		claims.printf("%d\t", j+1)
	}
	claims.printf("\n")
	for i := range m.Rows {
		r := &m.Rows[i]
		claims.printf("  %s\t%s\t", matrix.LetterOf(r.Label), tally(r.Tally))
		for j := range m.Columns {
			claims.printf("%s\t", signIn(r.Cell(j).Sign))
		}
		claims.printf("%s\n", format.Shorten(format.OneLine(r.Claim.Quote), 70))
	}
	claims.flush()
}

func signIn(s matrix.Sign) string {
	own := ""
	if s&matrix.Own != 0 {
		own = "o"
	}
	if sign := own + s.Char(); sign != "" {
		return sign
	}
	return "·"
}

func tally(t matrix.Tally) string {
	var all []string
	for _, each := range []struct {
		n    int
		sign string
	}{{t.Supports, "+"}, {t.Refutes, "−"}, {t.Context, "="}} {
		if each.n > 0 {
			all = append(all, fmt.Sprintf("%s%d", each.sign, each.n))
		}
	}
	return strings.Join(all, " ")
}
