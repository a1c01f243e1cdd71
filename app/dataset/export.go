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
	Split           Split // how many parts of the claims are for training, development and test; the zero value for no split

	Progress func(done int) // told of claims now and then, may be nil
}

// Write writes the claims that fit f in a format to w, in document and span order. The rows are streamed: what they take
// in memory does not grow with their number. The same content gives the same bytes. A format of several files is written
// as a zip archive; what is split is written as one file, each document with the name of its part where the format holds it.
func Write(ctx context.Context, w io.Writer, st *store.Store, format *Format, f store.Filter, o Options) (Report, error) {
	report, err := export(ctx, st, format, f, o, func(part func(name string) *Selection) error {
		return writeOne(w, part(""))
	})
	if err != nil {
		err = fmt.Errorf("exporting the claims: %w", err)
	}
	return report, err
}

// writeOne writes what a format makes of a selection as one file.
func writeOne(w io.Writer, in *Selection) error {
	if in.format.writeFiles != nil {
		return writeZip(w, func(files Files) error { return in.format.writeFiles(files, in) })
	}
	return in.format.write(w, in)
}

// Refuses says in a sentence why a format cannot be written with these options; nil where it can.
func (f *Format) Refuses(o Options) error {
	switch {
	case !f.Leaves():
		return fmt.Errorf("%s files are only read, not written", f.Title)
	case f.Texts && o.WithoutTexts:
		return fmt.Errorf("%s has no meaning without the documents' texts; write it with them, or choose another format", f.Title)
	}
	return nil
}

// export calls write with what gives the selection of a part, “train”, “dev” or “test”, or that of all for "". All of them see
// the workspace as it is at one moment.
func export(ctx context.Context, st *store.Store, format *Format, f store.Filter, o Options, write func(part func(name string) *Selection) error) (Report, error) {
	var report Report
	if err := format.Refuses(o); err != nil {
		return report, err
	}
	err := st.Export(ctx, f, func(e *store.Export) error {
		var lost losses
		assigned := map[string]string{}
		if o.Split != (Split{}) {
			var err error
			if assigned, report.Parts, err = o.Split.assign(e); err != nil {
				return err
			}
		}
		all := newSelection(ctx, st, e, format, o, &report, &lost)
		report.Documents = len(e.Documents)
		if err := write(func(name string) *Selection {
			var within []store.Document
			for _, d := range e.Documents {
				if name == "" || assigned[d.ID] == name {
					within = append(within, d)
				}
			}
			from := e
			if name != "" {
				from = e.Within(within)
			}
			part := newSelection(ctx, st, from, format, o, &report, &lost)
			part.parts = assigned
			return part
		}); err != nil {
			return err
		}
		if err := all.countRest(); err != nil {
			return err
		}
		report.Lost = lost.counted()
		var err error
		report.Conflicts, err = e.Conflicts(func(id string) { report.InConflict = append(report.InConflict, id) })
		return err
	})
	if err != nil {
		return report, err
	}
	if o.Progress != nil {
		o.Progress(report.Rows)
	}
	return report, nil
}
