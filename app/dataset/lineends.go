package dataset

import (
	"bufio"
	"io"
)

// lineEnds reads a CSV file whose rows may end in LF, CRLF or CR (old programs
// on the Mac), or in a mixture, so that every row ends in LF. A CR inside a quoted cell is
// kept as it is where the file's own line ends are LF, as in what Write writes; elsewhere
// it belongs to the line ends of the program that wrote the file, and becomes LF.
// csv.Reader drops a CR before an LF, so a kept one is read as hiddenCR. Of a cell, or of what a
// quotation mark that is never closed makes one, it gives no more than most bytes and a few, so that nothing
// fills the memory: who reads it finds a cell longer than most.
type lineEnds struct {
	in     *bufio.Reader
	comma  byte
	keepCR bool
	most   int

	cell  int // bytes of the present cell
	lines int // that were left out

	quoted     bool
	cellBegins bool
	closed     bool // a quotation mark has just closed the cell, or is the first of a doubled one
	skipLF     bool // the CR before it has ended the line
}

// hiddenCR stands for a CR that is kept: a byte that UTF-8 never has.
const hiddenCR = 0xFF

func newLineEnds(in *bufio.Reader, comma byte, keepCR bool, most int) *lineEnds {
	return &lineEnds{in: in, comma: comma, keepCR: keepCR, most: most, cellBegins: true}
}

func (l *lineEnds) Read(p []byte) (int, error) {
	n := 0
	for n < len(p) {
		if n > 0 && l.in.Buffered() == 0 {
			break
		}
		b, err := l.in.ReadByte()
		if err != nil {
			if n > 0 && err == io.EOF {
				break
			}
			return n, err
		}
		if l.skipLF = l.skipLF && b == '\n'; l.skipLF {
			l.skipLF = false
			continue
		}
		mark := b == '"'
		opens := mark && !l.quoted && (l.cellBegins || l.closed)
		l.closed = mark && l.quoted
		l.quoted = opens || l.quoted && !mark
		switch {
		case b == hiddenCR:
			b = 0xFE // is not UTF-8 either, and found out as such
		case b == '\r' && l.quoted && l.keepCR:
			b = hiddenCR
		case b == '\r':
			b, l.skipLF = '\n', true
		}
		l.cellBegins = !l.quoted && (b == '\n' || b == l.comma)
		if l.cell++; l.cellBegins {
			l.cell = 0
		}
		if l.cell > l.most && !opens && !l.ends(b) { // what opens is the second mark of a pair here
			if b == '\n' {
				l.lines++
			}
			continue
		}
		p[n] = b
		n++
	}
	return n, nil
}

// ends tells whether a byte is the mark that closes a quoted cell, and not the first of a doubled one, whose second it
// takes.
func (l *lineEnds) ends(b byte) bool {
	if b != '"' || !l.closed {
		return false
	}
	if next, _ := l.in.Peek(1); len(next) == 0 || next[0] != '"' {
		return true
	}
	_, _ = l.in.Discard(1)
	l.quoted, l.closed = true, false
	return false
}
