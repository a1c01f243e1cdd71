package web

import (
	"strings"

	"factmark/app/ingest/extract"
)

// text lays the words of a page out as lines and blocks, as a browser without style sheets would: white space is one
// space, and none at either end of a line. A row of a table is one line with a tab between its cells, unless the table
// lays the page out; then each cell is a block.
type text struct {
	b     *extract.Builder
	space string // before the next word: "", one space, or spaces that do not break
	wrote bool   // anything at all
	row   row
}

// row is a row of a table that has not been written yet, as whether it is a line or several blocks shows at its end.
type row struct {
	open    bool // a cell is
	cells   []string
	cell    strings.Builder // the open one, its lines ended by LF
	pending int             // line ends before the next text of the open cell
	blocks  bool            // a cell has several blocks
	size    int             // bytes of the cells that are not open
}

const (
	longestRow = 16 << 10 // bytes; a longer one is no row of data
	shortRow   = 300      // bytes; a shorter one is a line even if a cell has several blocks
)

// words adds text in which white space is a single space.
func (t *text) words(s string) {
	for s != "" {
		end := strings.IndexFunc(s, func(r rune) bool { return !isWhite(r) })
		if end < 0 {
			end = len(s)
		}
		switch white := s[:end]; {
		case white == "":
		case t.space == "" && strings.Trim(white, "\u00a0") == "":
			t.space = white
		default:
			t.space = " "
		}
		s = s[end:]
		if end = strings.IndexFunc(s, isWhite); end < 0 {
			end = len(s)
		}
		if end > 0 {
			if t.atLineStart() {
				t.space = ""
			}
			t.write(t.space + s[:end])
			t.space = ""
		}
		s = s[end:]
	}
}

func isWhite(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\r', '\f', '\u00a0':
		return true
	}
	return false
}

// preformatted adds text whose lines and spaces are kept.
func (t *text) preformatted(s string) {
	for line := range strings.Lines(s) {
		content := strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(content) != "" {
			t.write(t.space + content)
			t.space = ""
		} else if !t.atLineStart() {
			t.space += content
		}
		if len(content) < len(line) {
			t.line()
		}
	}
}

func (t *text) write(s string) {
	t.wrote = true
	r := &t.row
	if !r.open {
		t.b.Write(s)
		return
	}
	if r.cell.Len() > 0 {
		if r.pending > 1 {
			r.blocks = true
		}
		r.cell.WriteString("\n\n"[:r.pending])
	}
	r.pending = 0
	r.cell.WriteString(s)
	if r.size+r.cell.Len() > longestRow {
		t.writeRowAsBlocks()
	}
}

func (t *text) atLineStart() bool {
	if t.row.open {
		return t.row.cell.Len() == 0 || t.row.pending > 0
	}
	return t.b.AtLineStart()
}

// line ends a line; one that is empty parts blocks.
func (t *text) line() {
	t.space = ""
	if t.row.open {
		t.row.pending = min(t.row.pending+1, 2)
		return
	}
	t.b.Line()
}

// fresh begins a line unless that has happened.
func (t *text) fresh() {
	if t.space = ""; !t.atLineStart() {
		t.line()
	}
}

// block begins a block.
func (t *text) block() {
	t.space = ""
	if t.row.open {
		t.row.pending = 2
		return
	}
	t.b.Block()
}

// openCell begins a cell of the present row.
func (t *text) openCell() {
	t.closeCell()
	if len(t.row.cells) == 0 {
		t.fresh()
	}
	t.row.open = true
}

func (t *text) closeCell() {
	if r := &t.row; r.open {
		r.cells, r.size = append(r.cells, r.cell.String()), r.size+r.cell.Len()+1
		r.cell.Reset()
		r.open, r.pending = false, 0
		if r.size > longestRow {
			t.writeRowAsBlocks()
		}
	}
	t.space = ""
}

// endRow writes the row that was gone through.
func (t *text) endRow() {
	t.closeCell()
	r := &t.row
	filled := 0
	for i, cell := range r.cells {
		if cell != "" {
			filled = i + 1
		}
	}
	several := false
	for _, cell := range r.cells[:max(0, filled-1)] {
		several = several || cell != ""
	}
	switch {
	case filled == 0:
	case len(r.cells) == 1, r.blocks && (r.size > shortRow || !several):
		t.writeRowAsBlocks()
	default:
		t.b.Write(strings.ReplaceAll(strings.Join(r.cells[:filled], "\t"), "\n", " "))
		t.fresh()
	}
	t.row = row{}
}

// writeRowAsBlocks writes what there is of a row, each cell as a block; the open one goes on.
func (t *text) writeRowAsBlocks() {
	r := t.row
	t.row = row{}
	for _, cell := range r.cells {
		t.b.Block()
		t.b.Write(cell)
	}
	t.b.Block()
	if r.open {
		t.b.Write(r.cell.String())
		for range r.pending {
			t.b.Line()
		}
	}
}
