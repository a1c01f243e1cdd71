package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// row holds the values of a table's columns in the order of their constants:
// string, int64, float64 or nil.
type row []any

// idColumn is the place of the id in the rows of every table.
const idColumn = 0

func (r row) id() string { return r.text(idColumn) }

// text is a value as text, "" where it is none: in a file from someone else
// any column may hold anything.
func (r row) text(i int) string { s, _ := r[i].(string); return s }

func (r row) number(i int) int { n, _ := r[i].(int64); return int(n) }

func (r row) time(i int) time.Time { return parseTime(r.text(i)) }

// table is a table whose changes are events. Its first column is its id.
type table struct {
	name    string
	noun    string // for messages
	columns []string
	real    []bool // which columns hold floating point numbers
	later   []bool // which columns came with a later version: in an image of before they are missing, and were ''

	read, insert, update, remove string // SQL

	groups []fieldGroup // see part.go
}

// columns are the names of a table's columns, each at the place of its values
// in a row; "name real" marks a floating point number, "name later" a text that
// rows of earlier versions did not have.
type columns []string

// newTable takes every column of a table that is width columns wide.
func newTable(name, noun string, width int, columns columns) *table {
	if len(columns) != width {
		panic(fmt.Sprintf("the table %s has %d columns, and %d are named", name, width, len(columns)))
	}
	t := &table{name: name, noun: noun}
	var quoted, sets, marks []string
	for i, c := range columns {
		if c == "" {
			panic(fmt.Sprintf("column %d of the table %s has no name", i, name))
		}
		c, isReal := strings.CutSuffix(c, " real")
		c, isLater := strings.CutSuffix(c, " later")
		t.columns = append(t.columns, c)
		t.real = append(t.real, isReal)
		t.later = append(t.later, isLater)
		quoted = append(quoted, `"`+c+`"`)
		marks = append(marks, "?")
		if i > 0 {
			sets = append(sets, fmt.Sprintf(`"%s" = ?%d`, c, i+1))
		}
	}
	list := strings.Join(quoted, ", ")
	t.read = fmt.Sprintf("SELECT %s FROM %s WHERE id = ?", list, name)
	t.insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", name, list, strings.Join(marks, ", "))
	t.update = fmt.Sprintf("UPDATE %s SET %s WHERE id = ?1", name, strings.Join(sets, ", "))
	t.remove = fmt.Sprintf("DELETE FROM %s WHERE id = ?", name)
	t.groups = t.fieldGroups()
	return t
}

// list is the columns for a SELECT, each with the table's alias before it.
func (t *table) list(alias string) string {
	return alias + `."` + strings.Join(t.columns, `", `+alias+`."`) + `"`
}

// evented are the tables whose rows are covered by events.
var evented = map[string]*table{
	people.name:         people,
	labels.name:         labels,
	documents.name:      documents,
	claims.name:         claims,
	evidence.name:       evidence,
	reviewSessions.name: reviewSessions,
	decisions.name:      decisions,
	notContent.name:     notContent,
	versions.name:       versions,
	conflicts.name:      conflicts,
}

// eventedNames are the names of those tables, each behind the ones it refers to.
var eventedNames = []string{people.name, labels.name, documents.name, versions.name, claims.name, notContent.name, evidence.name,
	reviewSessions.name, decisions.name, conflicts.name}

// dest gives the places a row of the table is scanned into.
func (t *table) dest() (row, []any) {
	r := make(row, len(t.columns))
	dest := make([]any, len(r))
	for i := range r {
		dest[i] = &r[i]
	}
	return r, dest
}

// notText says what in a string is no text that the workspace may hold, "" where
// all of it is: it is UTF-8 without NUL, at which SQLite's own tools would end it.
func notText(s string) string {
	switch {
	case !utf8.ValidString(s):
		return "bytes that are not text"
	case strings.IndexByte(s, 0) >= 0:
		return "a NUL character, which no text may have"
	}
	return ""
}

// check finds what is no text: nothing the database keeps may be.
func (t *table) check(r row) error {
	for i, v := range r {
		switch v := v.(type) {
		case nil, int64, float64:
		case string:
			if what := notText(v); what != "" {
				return failf(ErrInvalid, "the %s of a %s holds %s; nothing was changed", t.columns[i], t.noun, what)
			}
		default: // it would not be equal to what is read of it
			panic(fmt.Sprintf("the %s of a %s is a %T", t.columns[i], t.noun, v))
		}
	}
	if t == labels || t == people || t == documents {
		length := 0
		for i := range r {
			length += len(r.text(i))
		}
		if length > longestName/2 { // so that the file can be opened again, see checkSizes
			return failf(ErrInvalid, "the names of a %s are longer than %d kB together; nothing was changed", t.noun, longestName>>11)
		}
	}
	return nil
}

// encode writes the row as a JSON object; a nil row gives NULL.
func (t *table) encode(r row) (any, error) {
	if r == nil {
		return nil, nil
	}
	b, err := t.appendImage(make([]byte, 0, 1024), r)
	if err != nil {
		return nil, err
	}
	return string(b), nil
}

// appendImage appends what encode writes of a row.
func (t *table) appendImage(b []byte, r row) ([]byte, error) {
	for i, v := range r {
		b = append(b, "{,"[min(i, 1)], '"')
		b = append(b, t.columns[i]...)
		b = append(b, `":`...)
		var err error
		if b, err = appendJSON(b, v); err != nil {
			return nil, failf(ErrInvalid, "the %s of a %s is not a number; nothing was changed", t.columns[i], t.noun)
		}
	}
	return append(b, '}'), nil
}

// appendJSON writes a value as encoding/json does, without a detour for what
// most values are.
func appendJSON(b []byte, v any) ([]byte, error) {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...), nil
	case int64:
		return strconv.AppendInt(b, v, 10), nil
	case string:
		if utf8.ValidString(v) {
			if quoted, ok := appendQuoted(b, v); ok {
				return quoted, nil
			}
		}
	}
	var whole bytes.Buffer
	enc := json.NewEncoder(&whole)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return append(b, bytes.TrimSuffix(whole.Bytes(), []byte{'\n'})...), nil
}

// appendQuoted writes a text in quotes, unless it has a character with a rare
// escape: a control character, or the line separators U+2028 and U+2029, in
// UTF-8 E2 80 A8 and A9.
func appendQuoted(b []byte, s string) ([]byte, bool) {
	b = append(b, '"')
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c != 0xe2 {
			continue
		}
		switch {
		case c == '"' || c == '\\':
			b = append(append(b, s[from:i]...), '\\', c)
		case c == '\n':
			b = append(append(b, s[from:i]...), '\\', 'n')
		case c < ' ' || i+2 < len(s) && s[i+1] == 0x80 && s[i+2]|1 == 0xa9:
			return nil, false
		default:
			continue
		}
		from = i + 1
	}
	return append(append(b, s[from:]...), '"'), true
}

// decode reads what encode wrote.
func (t *table) decode(image *string) (row, error) {
	if image == nil {
		return nil, nil
	}
	var values map[string]any
	dec := json.NewDecoder(strings.NewReader(*image))
	dec.UseNumber()
	if err := dec.Decode(&values); err != nil {
		return nil, failf(ErrDamaged, "the history of a %s cannot be read; nothing was changed", t.noun)
	}
	r := make(row, len(t.columns))
	for i, c := range t.columns {
		v, known := values[c]
		if !known && t.later[i] {
			v = ""
		}
		if n, ok := v.(json.Number); ok {
			var err error
			if t.real[i] {
				v, err = n.Float64()
			} else {
				v, err = n.Int64()
			}
			if err != nil {
				return nil, failf(ErrDamaged, "the history of a %s cannot be read; nothing was changed", t.noun)
			}
		}
		r[i] = v
	}
	return r, nil
}

// read gives the row of that id, nil if there is none.
func (q querier) read(t *table, id string) (row, error) {
	r, dest := t.dest()
	found, err := q.one(t.read, []any{id}, dest...)
	if !found {
		return nil, err
	}
	return r, nil
}

func (r row) equal(other row) bool {
	return (r == nil) == (other == nil) && slices.Equal(r, other)
}

// size is how many bytes the texts of a row have.
func (r row) size() (n int) {
	for i := range r {
		n += len(r.text(i))
	}
	return n
}

// fits refuses a row in which a field would become longer than a merge takes in.
func (t *table) fits(before, after row) error {
	for i := range after {
		if s := after.text(i); len(s) > longestText && (before == nil || before.text(i) != s) {
			return failf(ErrInvalid, "the %s of a %s is longer than %d MB; nothing was changed", strings.ReplaceAll(t.columns[i], "_", " "), t.noun, longestText>>20)
		}
	}
	// Its events hold all of it, with escapes that make six bytes of one at most.
	if whole := after.size(); whole < 2*longestText/7 || whole <= before.size() {
		return nil
	}
	image, err := t.encode(after)
	if err == nil && len(image.(string)) > 2*longestText {
		err = failf(ErrInvalid, "the texts of a %s are longer than %d MB together; nothing was changed", t.noun, 2*longestText>>20)
	}
	return err
}

func (t *table) index(column string) int {
	for i, c := range t.columns {
		if c == column {
			return i
		}
	}
	return -1
}

// clean gives the row without NUL, but for its ids.
func (t *table) clean(r row) row {
	after := slices.Clone(r)
	for i, v := range after {
		if s, is := v.(string); is && t.columns[i] != "id" && !strings.HasSuffix(t.columns[i], "_id") {
			after[i] = withoutNUL(s)
		}
	}
	return after
}

func withoutNUL(text string) string { return strings.ReplaceAll(text, "\x00", "\ufffd") }

// canonical reports whether an image is written as encode writes the rows of
// the table now, so that equal rows have equal images.
func (t *table) canonical(image string) bool {
	rest := image
	for i, c := range t.columns {
		opening := ","
		if i == 0 {
			opening = "{"
		}
		var ok bool
		if rest, ok = strings.CutPrefix(rest, opening); !ok {
			return false
		}
		name := len(c) + len(`"":`)
		if len(rest) < name || rest[0] != '"' || rest[1:len(c)+1] != c || rest[len(c)+1:name] != `":` {
			return false
		}
		if rest = rest[name:]; rest == "" || rest[0] <= ' ' {
			return false
		}
		rest = rest[valueLength(rest):]
	}
	return rest == "}"
}

// longestText is how long a text field of a row may be, in bytes, so that a merge takes it in.
const longestText = 4 << 20

// longestName is how long the names of a label, a person or a document may be
// together, in bytes: they are shown in lists and menus as a whole.
const longestName = 64 << 10

// valueLength is how long the flat JSON value is that a text begins with, in bytes.
func valueLength(text string) int {
	if text == "" || text[0] != '"' {
		if end := strings.IndexAny(text, ",}"); end >= 0 {
			return end
		}
		return len(text)
	}
	for i := 1; i < len(text); i++ {
		next := strings.IndexAny(text[i:], `"\`)
		switch {
		case next < 0:
			return len(text)
		case text[i+next] == '"':
			return i + next + 1
		}
		i += next + 1 // and what the backslash escapes
	}
	return len(text)
}
