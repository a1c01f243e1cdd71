// Package matrix is the table of who says what: claims down, documents across, and in each cell how the evidence in that
// document bears on the claim. It gives the table, as CSV, as JSON and as a picture, and needs no toolkit.
package matrix

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"factmark/store"
)

// MaxClaims is how many rows a table has at most.
const MaxClaims = 10_000

// Sign says how a document bears on a claim; several of them may hold at once, none is silence.
type Sign uint8

// The signs. Own is the document that the claim, or one linked with it, stands in.
const (
	Supports Sign = 1 << iota
	Refutes
	Context
	Own
)

// Conflicting tells whether a document both supports and refutes a claim.
func (s Sign) Conflicting() bool { return s&(Supports|Refutes) == Supports|Refutes }

// Char is the sign in one character; "" for silence.
func (s Sign) Char() string {
	switch {
	case s.Conflicting():
		return "±"
	case s&Supports != 0:
		return "+"
	case s&Refutes != 0:
		return "−"
	case s&Context != 0:
		return "="
	}
	return ""
}

// Words names the stances of a sign, and "own" for the claim's own document.
func (s Sign) Words() []string {
	words := []string{}
	for i, word := range []string{"supports", "refutes", "context", "own"} {
		if s&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	return words
}

var signOf = map[store.Stance]Sign{store.StanceSupports: Supports, store.StanceRefutes: Refutes, store.StanceContext: Context}

// Cell is what one document says of a claim.
type Cell struct {
	Column   int // its place among the columns
	Sign     Sign
	Evidence []store.MatrixEvidence
}

// Tally counts signs.
type Tally struct{ Supports, Refutes, Context int }

func (t *Tally) add(s Sign) {
	for bit, n := range map[Sign]*int{Supports: &t.Supports, Refutes: &t.Refutes, Context: &t.Context} {
		if s&bit != 0 {
			*n++
		}
	}
}

// Row is a claim with those that are linked with it.
type Row struct {
	Claim   store.MatrixClaim // the first appearance
	Linked  []store.MatrixClaim
	Label   store.Label
	Cells   []Cell // by column; a document that is silent has none
	Tally   Tally  // documents, all outside sources together being one
	Sources int    // documents with any evidence
	order   int    // its place in document order
}

// Cell gives the cell of a column, or an empty one.
func (r *Row) Cell(column int) Cell {
	if i, found := slices.BinarySearchFunc(r.Cells, column, func(c Cell, column int) int { return c.Column - column }); found {
		return r.Cells[i]
	}
	return Cell{Column: column}
}

// Column is a document. The last one may stand for all outside sources; its ID is "" then.
type Column struct {
	store.MatrixDocument
	Tally Tally // claims
}

// Outside is the title of the column for outside sources.
const Outside = "Outside sources"

// Options says what a table shows.
type Options struct {
	All       bool     // claims without evidence too
	Documents bool     // documents that say nothing of any of the claims too
	LabelIDs  []string // of the first appearances; nil for any, "" among them for none yet
}

// Matrix is the table, its rows in document order.
type Matrix struct {
	Rows    []Row
	Columns []Column
	Left    int // claims beyond MaxClaims, which have no row
}

// Read reads a table.
func Read(ctx context.Context, st *store.Store, o Options) (*Matrix, error) {
	labels, err := st.Labels(ctx)
	var data store.Matrix
	if err == nil {
		data, err = st.Matrix(ctx, store.MatrixQuery{All: o.All, LabelIDs: o.LabelIDs, Limit: MaxClaims})
	}
	if err != nil {
		return nil, fmt.Errorf("reading the matrix: %w", err)
	}
	return newMatrix(data, labels, o.Documents), nil
}

// newMatrix makes the table; empty keeps the columns without any cell.
func newMatrix(data store.Matrix, labels []store.Label, empty bool) *Matrix {
	m := &Matrix{Left: data.Left}
	rowOf := make(map[string]int, len(data.Claims))
	for _, c := range data.Claims {
		if c.FirstID != "" {
			continue
		}
		row := Row{Claim: c, order: len(m.Rows)}
		if i := slices.IndexFunc(labels, func(l store.Label) bool { return l.ID == c.LabelID }); i >= 0 {
			row.Label = labels[i]
		}
		rowOf[c.ID] = len(m.Rows)
		m.Rows = append(m.Rows, row)
	}
	cells := make([]map[string]*Cell, len(m.Rows))
	cell := func(row int, documentID string) *Cell {
		if cells[row] == nil {
			cells[row] = make(map[string]*Cell)
		}
		c := cells[row][documentID]
		if c == nil {
			c = &Cell{}
			cells[row][documentID] = c
		}
		return c
	}
	used := make(map[string]bool)
	for _, c := range data.Claims {
		i, known := rowOf[cmp.Or(c.FirstID, c.ID)]
		if !known {
			continue
		}
		if c.FirstID != "" {
			rowOf[c.ID] = i
			m.Rows[i].Linked = append(m.Rows[i].Linked, c)
		}
		cell(i, c.DocumentID).Sign |= Own
		used[c.DocumentID] = true
	}
	for _, e := range data.Evidence {
		i, known := rowOf[e.ClaimID]
		if !known {
			continue
		}
		c := cell(i, e.DocumentID)
		c.Sign |= signOf[e.Stance]
		c.Evidence = append(c.Evidence, e)
		used[e.DocumentID] = true
	}
	columnOf := make(map[string]int)
	for _, d := range data.Documents {
		if used[d.ID] || empty {
			columnOf[d.ID] = len(m.Columns)
			m.Columns = append(m.Columns, Column{MatrixDocument: d})
		}
	}
	if used[""] {
		columnOf[""] = len(m.Columns)
		m.Columns = append(m.Columns, Column{MatrixDocument: store.MatrixDocument{Title: Outside}})
	}
	for i := range m.Rows {
		r := &m.Rows[i]
		for id, c := range cells[i] {
			c.Column = columnOf[id]
			r.Cells = append(r.Cells, *c)
			r.Tally.add(c.Sign)
			m.Columns[c.Column].Tally.add(c.Sign)
			if len(c.Evidence) > 0 {
				r.Sources++
			}
		}
		slices.SortFunc(r.Cells, func(a, b Cell) int { return a.Column - b.Column })
	}
	return m
}

// Order is what rows are sorted by.
type Order int

// The orders. ByDisagreement begins with the claims that most documents take different sides on.
const (
	ByDocument Order = iota
	BySources
	ByDisagreement
)

// Sorted gives the table with its rows sorted; those alike stay in document order.
func (m *Matrix) Sorted(by Order) *Matrix {
	sorted := *m
	sorted.Rows = slices.Clone(m.Rows)
	slices.SortFunc(sorted.Rows, func(a, b Row) int {
		switch by {
		case BySources:
			if d := b.Sources - a.Sources; d != 0 {
				return d
			}
		case ByDisagreement:
			if d := cmp.Or(b.Tally.disagreement()-a.Tally.disagreement(), b.Tally.Refutes-a.Tally.Refutes); d != 0 {
				return d
			}
		}
		return a.order - b.order
	})
	return &sorted
}

// disagreement is how many documents are on the weaker side.
func (t Tally) disagreement() int { return min(t.Supports, t.Refutes) }

// Tally counts the cells of the whole table.
func (m *Matrix) Tally() (t Tally) {
	for _, c := range m.Columns {
		t.Supports, t.Refutes, t.Context = t.Supports+c.Tally.Supports, t.Refutes+c.Tally.Refutes, t.Context+c.Tally.Context
	}
	return t
}
