package dataset

import (
	"context"
	"fmt"
	"io"

	"factmark/store"
)

// Options say how an export is written.
type Options struct {
	BOM             bool  // begin with a byte order mark, without which Excel takes UTF-8 for something else
	SpreadsheetSafe bool  // an apostrophe before every text cell that a spreadsheet would take for a formula
	WithoutTexts    bool  // leave the documents' whole texts out
	Pseudonyms      bool  // people are called “annotator 1” and so on
	Split           Split // parts for training, development and test; the zero value for none

	Progress func(done int) // told of claims now and then, may be nil
}

// Split is how many parts of the claims are for training, development and test: 80, 10, 10.
type Split struct{ Train, Dev, Test int }

// Write writes the claims that fit f in a format to w, in document and span order. The rows are streamed: what they take
// in memory does not grow with their number. The same content gives the same bytes. A format of several files is written
// as a zip archive.
func Write(ctx context.Context, w io.Writer, st *store.Store, format *Format, f store.Filter, o Options) (Report, error) {
	var report Report
	err := st.Export(ctx, f, func(e *store.Export) error {
		in := &Selection{Options: o, Labels: e.Labels, ctx: ctx, export: e, places: st.Places(), format: format, report: &report}
		if format.writeFiles != nil {
			return writeZip(w, func(files Files) error { return format.writeFiles(files, in) })
		}
		return format.write(w, in)
	})
	if err != nil {
		return report, fmt.Errorf("exporting the claims: %w", err)
	}
	if o.Progress != nil {
		o.Progress(report.Rows)
	}
	return report, nil
}
