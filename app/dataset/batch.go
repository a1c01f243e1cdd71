package dataset

import (
	"context"
	"fmt"
	"slices"

	"factmark/store"
)

// Batch is what several files say, to be imported in one action. The lines in it are numbered on from file to file, so that the
// number in an error tells the file too.
type Batch struct {
	Files   []*Imported
	Placing Placing // of the files together, once they are placed

	placed int   // how many files are placed
	after  []int // the last line of the files before each
	lines  int
}

// Add adds files to the batch.
func (b *Batch) Add(files ...*Imported) {
	for _, in := range files {
		last := 0
		number := func(line *int) {
			if last = max(last, *line); *line > 0 {
				*line += b.lines
			}
		}
		own := map[string]string{"": ""} // the ids that the file gives documents, and as they are unlike those of other files
		for i := range in.Documents {
			d := &in.Documents[i]
			number(&d.Line)
			if d.ID != "" && len(b.Files) > 0 {
				own[d.ID] = fmt.Sprintf("%d %s", len(b.Files), d.ID)
				d.ID = own[d.ID]
			}
		}
		scope := func(id *string) {
			if scoped, is := own[*id]; is {
				*id = scoped
			}
		}
		for i := range in.Claims {
			number(&in.Claims[i].Line)
			scope(&in.Claims[i].DocumentID)
		}
		for i := range in.Evidence {
			number(&in.Evidence[i].Line)
			scope(&in.Evidence[i].DocumentID)
		}
		for i := range in.Decisions {
			number(&in.Decisions[i].Line)
		}
		for i := range in.Bad {
			number(&in.Bad[i].Line)
		}
		b.Files, b.after = append(b.Files, in), append(b.after, b.lines)
		b.lines += last
	}
}

// Where gives the file and the line there of a line of the batch.
func (b *Batch) Where(line int) (file string, in int) {
	at := 0
	for i, after := range b.after {
		if after < line {
			at = i
		}
	}
	if len(b.Files) == 0 {
		return "", line
	}
	return b.Files[at].Name, line - b.after[at]
}

// Place places what every file says, as Imported.Place does. After a *UnitError it may be called again with the unit.
func (b *Batch) Place(ctx context.Context, st *store.Store, unit Unit) error {
	for ; b.placed < len(b.Files); b.placed++ {
		in := b.Files[b.placed]
		p, err := in.Place(ctx, st, unit)
		if err != nil {
			return err
		}
		claims, evidence := b.before(b.placed)
		for i := range p.Moved {
			p.Moved[i].Claim += claims
			if p.Moved[i].Evidence >= 0 {
				p.Moved[i].Evidence += evidence
			}
		}
		for i := range p.Unplaced {
			p.Unplaced[i].Claim += claims
			if p.Unplaced[i].Evidence >= 0 {
				p.Unplaced[i].Evidence += evidence
			}
		}
		b.Placing.Unit = p.Unit
		b.Placing.Sought += p.Sought
		b.Placing.Moved, b.Placing.Unplaced = append(b.Placing.Moved, p.Moved...), append(b.Placing.Unplaced, p.Unplaced...)
		for _, remark := range p.Remarks {
			if len(b.Files) > 1 {
				remark = fmt.Sprintf("%s: %s", in.Name, remark)
			}
			b.Placing.Remarks = append(b.Placing.Remarks, remark)
		}
	}
	return nil
}

// before counts the claims and the evidence of the files before one.
func (b *Batch) before(file int) (claims, evidence int) {
	for _, in := range b.Files[:file] {
		claims, evidence = claims+len(in.Claims), evidence+len(in.Evidence)
	}
	return claims, evidence
}

// Bad are the rows that could not be read.
func (b *Batch) Bad() []store.BadRow {
	var all []store.BadRow
	for _, in := range b.Files {
		all = append(all, in.Bad...)
	}
	return all
}

// Dataset is all that the files say, for the store.
func (b *Batch) Dataset() store.Dataset {
	var d store.Dataset
	for _, in := range b.Files {
		before := len(d.Claims)
		d.Documents, d.Labels, d.Claims = append(d.Documents, in.Documents...), append(d.Labels, in.Labels...), append(d.Claims, in.Claims...)
		for _, e := range in.Evidence {
			e.Claim += before
			d.Evidence = append(d.Evidence, e)
		}
		for _, decision := range in.Decisions {
			decision.Claim += before
			d.Decisions = append(d.Decisions, decision)
		}
	}
	return d
}

// Size is how many rows there are of all kinds.
func (b *Batch) Size() int {
	n := 0
	for _, in := range b.Files {
		n += len(in.Documents) + len(in.Claims) + len(in.Evidence) + len(in.Decisions)
	}
	return n
}

// unknown are the columns that no file's table was read for, each once.
func (b *Batch) unknown() []string {
	var all []string
	for _, in := range b.Files {
		for _, column := range in.Unknown {
			if !slices.Contains(all, column) {
				all = append(all, column)
			}
		}
	}
	return all
}
