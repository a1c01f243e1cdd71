package dataset

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"factmark/app/format"
	"factmark/store"
)

// conllTag is a tag of any of the schemes in use: BIO, IOB1, IOBES, BILOU, BMES.
var conllTag = regexp.MustCompile(`^(?:O|([BIESLUM])(?:-(.*))?)$`)

// conllRow is a line of a file in columns.
type conllRow struct {
	number  int
	line    string
	columns []string // nil for a blank line and for a comment
	comment bool
}

// conllRows parts a file into rows. Columns are parted by tabs where the file has any, otherwise by spaces.
func conllRows(file string) []conllRow {
	tabs := strings.Contains(file, "\t")
	var rows []conllRow
	number := 0
	for line := range strings.Lines(file) {
		number++
		line = strings.TrimRight(line, "\r\n")
		r := conllRow{number: number, line: line}
		if strings.TrimSpace(line) != "" {
			if tabs && strings.Contains(line, "\t") {
				r.columns = strings.Split(line, "\t")
				for i := range r.columns {
					r.columns[i] = strings.TrimSpace(r.columns[i])
				}
			} else {
				r.columns = strings.Fields(line)
			}
		}
		rows = append(rows, r)
	}
	return rows
}

// conllColumns says which columns hold what.
type conllColumns struct {
	word, tag int
	last      bool // the tag is the last column, so that what follows it is a part of a label with spaces
	ids       bool // the first numbers the tokens of a sentence
	ours      bool // the third holds places
}

// noToken numbers a line of CoNLL-U that is none of the tokens: a word of which the tokens follow, or one that is not in the text.
var noToken = regexp.MustCompile(`^\d+[-.]\d+$`)

func (r *conllRow) isToken() bool {
	return r.columns != nil && r.columns[0] != docStart && (len(r.columns) < 8 || !noToken.MatchString(r.columns[0]))
}

// conllColumnsOf finds the columns of a file, and takes its comments from the rows. ok is false where no column holds tags in a
// share of its rows.
func conllColumnsOf(rows []conllRow, share float64) (c conllColumns, ok bool) {
	width := map[int]int{}
	for i := range rows {
		r := &rows[i]
		r.comment = len(r.columns) > 0 && strings.HasPrefix(r.line, "#") && (len(r.columns) == 1 || !conllTag.MatchString(r.columns[len(r.columns)-1]))
		if r.comment {
			r.columns = nil
		}
		if r.isToken() {
			width[len(r.columns)]++
		}
	}
	columns, most, all := 0, 0, 0
	for _, rows := range width {
		all += rows
	}
	for n, rows := range width { // the fewest, as labels may hold spaces, but for lines that are cut off
		if rows*10 >= all && (n < columns || columns == 0) {
			columns = n
		}
	}
	for n, rows := range width {
		if n >= columns {
			most += rows
		}
	}
	c = conllColumns{tag: -1, ids: columns > 2, ours: columns == 4}
	good := make([]int, columns) // rows with a tag in the column
	tagged := make([]bool, columns)
	documents := false
	expected := 1
	for _, r := range rows {
		switch {
		case r.columns == nil:
			if !r.comment {
				expected = 1
			}
			continue
		case r.columns[0] == docStart:
			documents = true
			continue
		case len(r.columns) < columns || !r.isToken():
			continue
		}
		for i := range columns {
			if conllTag.MatchString(r.columns[i]) {
				good[i]++
				tagged[i] = tagged[i] || r.columns[i] != "O"
			}
		}
		if r.columns[0] == fmt.Sprint(expected) {
			expected++
		} else {
			c.ids = false
		}
		c.ours = c.ours && conllPlaces.MatchString(r.columns[2])
	}
	if most == 0 {
		return c, false
	}
	for i := columns - 1; i > 0; i-- {
		if float64(good[i]) >= share*float64(most) && (tagged[i] || documents && i == columns-1) {
			c.tag, c.last = i, i == columns-1
			break
		}
	}
	if c.ids {
		c.word = 1
	}
	return c, c.tag > c.word
}

var conllPlaces = regexp.MustCompile(`^(\d{1,9}):(\d{1,9})(?::(\S+))?$`)

// isCoNLL recognises lines of as many columns each, one of which holds the tags of BIO or a scheme like it.
func isCoNLL(file []byte) bool {
	const most = 1 << 18
	head := file[:min(len(file), most)]
	for len(head) < len(file) && len(head) > 0 && !utf8.RuneStart(file[len(head)]) { // it ends within a character
		head = head[:len(head)-1]
	}
	if !utf8.Valid(head) || len(head) == 0 || strings.ContainsRune("{[<", rune(head[0])) || strings.IndexByte(string(head), 0) >= 0 {
		return false
	}
	rows := conllRows(string(head))
	if len(head) < len(file) {
		rows = rows[:len(rows)-1] // it may be cut off
	}
	_, ok := conllColumnsOf(rows, 0.9)
	return ok
}

// conllToken is a token of a document that is read.
type conllToken struct {
	number     int
	word, tag  string
	place      string
	start, end int // code points of the text
	sentence   int
}

type conllReader struct {
	in        *Imported
	columns   conllColumns
	title     string
	lead      string // the place of what stands before the first token, of our own files
	tokens    []conllToken
	sentence  int
	documents int
	moved     int // documents whose places do not fit their words
}

// readCoNLL reads what is written in columns: CoNLL-2003 and files like it, CoNLL-U with tags, doccano's and our own.
func readCoNLL(file []byte, in *Imported) error {
	if !utf8.Valid(file) {
		return errors.New("the file is not UTF-8; save it again as UTF-8")
	}
	in.Unit = CodePoints
	rows := conllRows(string(file))
	columns, ok := conllColumnsOf(rows, 0.5)
	if !ok {
		return errors.New("no column holds tags such as B-PER, I-PER and O")
	}
	r := conllReader{in: in, columns: columns}
	for _, row := range rows {
		r.row(row)
	}
	r.end()
	in.sayJoined(r.documents)
	if r.moved > 0 {
		in.say("In %s the places do not fit the tokens any more, so that they were not read.", format.Plural(r.moved, "document"))
	}
	return nil
}

// sayJoined says what the texts of documents are of which the file holds the tokens alone.
func (in *Imported) sayJoined(documents int) {
	if documents > 0 {
		in.say("The file holds tokens and no text: the text of %s is their tokens with a space between them, a line for each sentence.", format.Plural(documents, "document"))
	}
}

var conllDocument = regexp.MustCompile(`^#\s*(?:newdoc(?:\s+id)?\s*=?|begin document)\s*\(?([^)]*)\)?`)

func (r *conllReader) row(row conllRow) {
	switch {
	case row.comment:
		if name := conllDocument.FindStringSubmatch(row.line); name != nil {
			r.end()
			r.title = strings.TrimSpace(name[1])
		}
		return
	case row.columns == nil:
		r.sentence++
		return
	case row.columns[0] == docStart:
		r.end()
		r.begin(row.columns[1:])
		return
	case !row.isToken():
		return
	}
	c := r.columns
	if len(row.columns) <= c.tag {
		r.in.bad(row.number, fmt.Errorf("the line has %s, and the tags stand in column %d", format.Plural(len(row.columns), "column"), c.tag+1))
		return
	}
	t := conllToken{number: row.number, word: row.columns[c.word], tag: row.columns[c.tag], sentence: r.sentence}
	if c.last && t.tag != "O" {
		t.tag = strings.Join(row.columns[c.tag:], " ")
	}
	if !conllTag.MatchString(t.tag) {
		r.in.bad(row.number, fmt.Errorf("the tag is %q, not O or one such as B-PER", shorten(t.tag)))
		t.tag = "O"
	}
	if c.ours {
		t.place = row.columns[2]
	}
	if t.word != "" {
		r.tokens = append(r.tokens, t)
	}
}

// begin takes the name of a document from what stands behind -DOCSTART-.
func (r *conllReader) begin(columns []string) {
	if r.columns.ours && len(columns) == 3 && conllPlaces.MatchString(columns[1]) {
		r.lead = columns[1]
		if columns[0] != noTitle {
			r.title = unescapeWord(columns[0])
		}
		return
	}
	named := slices.DeleteFunc(slices.Clone(columns), func(c string) bool { return c == "-X-" || c == "O" || c == "_" || c == "-" })
	r.title = strings.Trim(strings.Join(named, " "), "()")
}

// end reads the document whose tokens have come.
func (r *conllReader) end() {
	tokens, title, lead := r.tokens, r.title, r.lead
	r.tokens, r.title, r.lead = nil, "", ""
	var text string
	exact := false
	if r.columns.ours {
		if text, exact = placedText(lead, tokens); !exact {
			r.moved++
		}
	}
	if !exact {
		text = joinedText(tokens)
		if len(tokens) > 0 {
			r.documents++
		}
	}
	if text == "" {
		return
	}
	add := r.in.addForeign
	if exact {
		add = r.in.addText
	}
	sum := add(store.ImportedDocument{NewDocument: store.NewDocument{Title: title, Text: text}})
	r.spans(tokens, newOffsets(text), sum)
}

// placedText is the text that the places and the white space of our own files say, if they fit the tokens.
func placedText(lead string, tokens []conllToken) (string, bool) {
	var b strings.Builder
	at := 0
	white := func(place string, next int) bool { // what stands between a token and the next; next is -1 behind the last
		parts := conllPlaces.FindStringSubmatch(place)
		gap := unescapeWord(strings.ReplaceAll(parts[3], "_", "%5F"))
		if parts[3] == "" && next > at && next-at < 1<<20 {
			gap = strings.Repeat(" ", next-at)
		}
		b.WriteString(gap)
		at += utf8.RuneCountInString(gap)
		return next < 0 || next == at
	}
	start := func(i int) int {
		if i == len(tokens) {
			return -1
		}
		return tokens[i].start
	}
	for i := range tokens {
		parts := conllPlaces.FindStringSubmatch(tokens[i].place)
		if parts == nil {
			return "", false
		}
		_, _ = fmt.Sscan(parts[1], &tokens[i].start)
		_, _ = fmt.Sscan(parts[2], &tokens[i].end)
		if tokens[i].end-tokens[i].start != utf8.RuneCountInString(tokens[i].word) {
			return "", false
		}
	}
	if conllPlaces.MatchString(lead) && !white(lead, start(0)) {
		return "", false
	}
	for i, t := range tokens {
		if t.start != at {
			return "", false
		}
		b.WriteString(t.word)
		at = t.end
		if !white(t.place, start(i+1)) {
			return "", false
		}
	}
	return b.String(), true
}

// joinedText joins tokens with a space, and sentences with a line end, and gives each token its place.
func joinedText(tokens []conllToken) string {
	var b strings.Builder
	at := 0
	for i := range tokens {
		if i > 0 {
			if tokens[i].sentence != tokens[i-1].sentence {
				b.WriteByte('\n')
			} else {
				b.WriteByte(' ')
			}
			at++
		}
		b.WriteString(tokens[i].word)
		tokens[i].start = at
		at += utf8.RuneCountInString(tokens[i].word)
		tokens[i].end = at
	}
	return b.String()
}

// spans reads the tags, whatever their scheme: a span begins at B, S and U, and where no span of the label goes on; it ends
// behind E, L, S and U, with the sentence, and where another begins.
func (r *conllReader) spans(tokens []conllToken, o *offsets, sum string) {
	open := -1 // the first token of the span that goes on
	label := ""
	finish := func(last int) {
		if open >= 0 {
			r.span(tokens[open], tokens[last], label, o, sum)
			open = -1
		}
	}
	for i, t := range tokens {
		parts := conllTag.FindStringSubmatch(t.tag)
		prefix, here := parts[1], parts[2]
		goesOn := open >= 0 && here == label && t.sentence == tokens[i-1].sentence
		if prefix == "" || !goesOn || strings.Contains("BSU", prefix) {
			finish(i - 1)
		}
		if prefix == "" {
			continue
		}
		if open < 0 {
			open, label = i, here
		}
		if strings.Contains("ELSU", prefix) {
			finish(i)
		}
	}
	finish(len(tokens) - 1)
}

func (r *conllReader) span(first, last conllToken, label string, o *offsets, sum string) {
	if r.columns.ours {
		label = unescapeWord(label)
	}
	c := toolClaim(first.number, first.start, last.end, sum, o.slice(first.start, last.end), label)
	if r.columns.ours && label == unlabelled {
		c.Label, c.Meaning = "", ""
	}
	r.in.Claims = append(r.in.Claims, c)
}
