package db

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

// Row holds the values of a table's columns in the order of their constants:
// string, int64, float64 or nil.
type Row []any

// IDColumn is the place of the id in the rows of every table.
const IDColumn = 0

// ID is the row's id.
func (r Row) ID() string { return r.Text(IDColumn) }

// Text is a value as text, "" where it is none: in a file from someone else
// any column may hold anything.
func (r Row) Text(i int) string { s, _ := r[i].(string); return s }

// Number is a value as a number, 0 where it is none.
func (r Row) Number(i int) int { n, _ := r[i].(int64); return int(n) }

// Time is a value as a time, the zero time where it is none.
func (r Row) Time(i int) time.Time { return ParseTime(r.Text(i)) }

// Table is a table whose changes are events. Its first column is its id.
type Table struct {
	Name    string
	Noun    string // for messages
	Columns []string
	Real    []bool // which columns hold floating point numbers
	Later   []bool // which columns came with a later version: in an image of before they are missing
	first   []any  // what these were then: '', 0 or NULL

	read, Insert, Update, Remove string // SQL

	Groups []FieldGroup // see part.go
}

// Columns are the names of a table's columns, each at the place of its values
// in a row; "name real" marks a floating point number, "name later" a text that
// rows of earlier versions did not have, "name later 0" a number that was 0 then, and
// "name later null" a value that was NULL then.
type Columns []string

// NewTable takes every column of a table that is width columns wide.
func NewTable(name, noun string, width int, columns Columns) *Table {
	if len(columns) != width {
		panic(fmt.Sprintf("the table %s has %d columns, and %d are named", name, width, len(columns)))
	}
	t := &Table{Name: name, Noun: noun}
	var quoted, sets, marks []string
	for i, c := range columns {
		if c == "" {
			panic(fmt.Sprintf("column %d of the table %s has no name", i, name))
		}
		c, isReal := strings.CutSuffix(c, " real")
		c, isNull := strings.CutSuffix(c, " null")
		c, isNumber := strings.CutSuffix(c, " 0")
		c, isLater := strings.CutSuffix(c, " later")
		t.Columns = append(t.Columns, c)
		t.Real = append(t.Real, isReal)
		t.Later = append(t.Later, isLater)
		var first any
		switch {
		case isNumber:
			first = int64(0)
		case isLater && !isNull:
			first = ""
		}
		t.first = append(t.first, first)
		quoted = append(quoted, `"`+c+`"`)
		marks = append(marks, "?")
		if i > 0 {
			sets = append(sets, fmt.Sprintf(`"%s" = ?%d`, c, i+1))
		}
	}
	list := strings.Join(quoted, ", ")
	t.read = fmt.Sprintf("SELECT %s FROM %s WHERE id = ?", list, name)
	t.Insert = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", name, list, strings.Join(marks, ", "))
	t.Update = fmt.Sprintf("UPDATE %s SET %s WHERE id = ?1", name, strings.Join(sets, ", "))
	t.Remove = fmt.Sprintf("DELETE FROM %s WHERE id = ?", name)
	t.Groups = t.fieldGroups()
	return t
}

// List is the columns for a SELECT, each with the table's alias before it.
func (t *Table) List(alias string) string {
	return alias + `."` + strings.Join(t.Columns, `", `+alias+`."`) + `"`
}

// Evented are the tables whose rows are covered by events.
var Evented = map[string]*Table{
	People.Name:          People,
	Labels.Name:          Labels,
	MergedLabels.Name:    MergedLabels,
	Documents.Name:       Documents,
	Claims.Name:          Claims,
	Evidence.Name:        Evidence,
	RefusedPassages.Name: RefusedPassages,
	Suggestions.Name:     Suggestions,
	ReviewSessions.Name:  ReviewSessions,
	Decisions.Name:       Decisions,
	NotContent.Name:      NotContent,
	Versions.Name:        Versions,
	Conflicts.Name:       Conflicts,
}

// EventedNames are the names of those tables, each behind the ones it refers to.
var EventedNames = []string{People.Name, Labels.Name, MergedLabels.Name, Documents.Name, Versions.Name, Claims.Name, NotContent.Name, Evidence.Name,
	RefusedPassages.Name, Suggestions.Name, ReviewSessions.Name, Decisions.Name, Conflicts.Name}

// Dest gives the places a row of the table is scanned into.
func (t *Table) Dest() (Row, []any) {
	r := make(Row, len(t.Columns))
	dest := make([]any, len(r))
	for i := range r {
		dest[i] = &r[i]
	}
	return r, dest
}

// NotText says what in a string is no text that the workspace may hold, "" where
// all of it is: it is UTF-8 without NUL, at which SQLite's own tools would end it.
func NotText(s string) string {
	switch {
	case !utf8.ValidString(s):
		return "bytes that are not text"
	case strings.IndexByte(s, 0) >= 0:
		return "a NUL character, which no text may have"
	}
	return ""
}

// Check finds what is no text: nothing the database keeps may be.
func (t *Table) Check(r Row) error {
	for i, v := range r {
		switch v := v.(type) {
		case nil, int64, float64:
		case string:
			if what := NotText(v); what != "" {
				return Failf(ErrInvalid, "the %s of a %s holds %s; nothing was changed", t.Columns[i], t.Noun, what)
			}
		default: // it would not be equal to what is read of it
			panic(fmt.Sprintf("the %s of a %s is a %T", t.Columns[i], t.Noun, v))
		}
	}
	if t == Labels || t == People || t == Documents {
		length := 0
		for i := range r {
			length += len(r.Text(i))
		}
		if length > LongestName/2 { // so that the file can be opened again, see checkSizes
			return Failf(ErrInvalid, "the names of a %s are longer than %d kB together; nothing was changed", t.Noun, LongestName>>11)
		}
	}
	return nil
}

// Encode writes the row as a JSON object; a nil row gives NULL.
func (t *Table) Encode(r Row) (any, error) {
	if r == nil {
		return nil, nil
	}
	b, err := t.AppendImage(make([]byte, 0, 1024), r)
	if err != nil {
		return nil, err
	}
	return string(b), nil
}

// AppendImage appends what encode writes of a row.
func (t *Table) AppendImage(b []byte, r Row) ([]byte, error) {
	for i, v := range r {
		b = append(b, "{,"[min(i, 1)], '"')
		b = append(b, t.Columns[i]...)
		b = append(b, `":`...)
		var err error
		if b, err = AppendJSON(b, v); err != nil {
			return nil, Failf(ErrInvalid, "the %s of a %s is not a number; nothing was changed", t.Columns[i], t.Noun)
		}
	}
	return append(b, '}'), nil
}

// AppendJSON writes a value as encoding/json does, without a detour for what
// most values are.
func AppendJSON(b []byte, v any) ([]byte, error) {
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

// Decode reads what encode wrote.
func (t *Table) Decode(image *string) (Row, error) {
	if image == nil {
		return nil, nil
	}
	var values map[string]any
	dec := json.NewDecoder(strings.NewReader(*image))
	dec.UseNumber()
	if err := dec.Decode(&values); err != nil {
		return nil, Failf(ErrDamaged, "the history of a %s cannot be read; nothing was changed", t.Noun)
	}
	r := make(Row, len(t.Columns))
	for i, c := range t.Columns {
		v, known := values[c]
		if !known {
			v = t.first[i]
		}
		if n, ok := v.(json.Number); ok {
			var err error
			if t.Real[i] {
				v, err = n.Float64()
			} else {
				v, err = n.Int64()
			}
			if err != nil {
				return nil, Failf(ErrDamaged, "the history of a %s cannot be read; nothing was changed", t.Noun)
			}
		}
		r[i] = v
	}
	return r, nil
}

// Read gives the row of that id, nil if there is none.
func (q Querier) Read(t *Table, id string) (Row, error) {
	r, dest := t.Dest()
	found, err := q.One(t.read, []any{id}, dest...)
	if !found {
		return nil, err
	}
	return r, nil
}

// Equal tells whether two rows, nil for none, have the same values.
func (r Row) Equal(other Row) bool {
	return (r == nil) == (other == nil) && slices.Equal(r, other)
}

// size is how many bytes the texts of a row have.
func (r Row) size() (n int) {
	for i := range r {
		n += len(r.Text(i))
	}
	return n
}

// Fits refuses a row in which a field would become longer than a merge takes in.
func (t *Table) Fits(before, after Row) error {
	for i := range after {
		if s := after.Text(i); len(s) > LongestText && (before == nil || before.Text(i) != s) {
			return Failf(ErrInvalid, "the %s of a %s is longer than %d MB; nothing was changed", strings.ReplaceAll(t.Columns[i], "_", " "), t.Noun, LongestText>>20)
		}
	}
	// Its events hold all of it, with escapes that make six bytes of one at most.
	if whole := after.size(); whole < 2*LongestText/7 || whole <= before.size() {
		return nil
	}
	image, err := t.Encode(after)
	if err == nil && len(image.(string)) > 2*LongestText {
		err = Failf(ErrInvalid, "the texts of a %s are longer than %d MB together; nothing was changed", t.Noun, 2*LongestText>>20)
	}
	return err
}

// Index gives the place of a column, -1 where the table has none of that name.
func (t *Table) Index(column string) int {
	for i, c := range t.Columns {
		if c == column {
			return i
		}
	}
	return -1
}

// Clean gives the row without NUL, but for its ids.
func (t *Table) Clean(r Row) Row {
	after := slices.Clone(r)
	for i, v := range after {
		if s, is := v.(string); is && t.Columns[i] != "id" && !strings.HasSuffix(t.Columns[i], "_id") {
			after[i] = WithoutNUL(s)
		}
	}
	return after
}

// WithoutNUL puts U+FFFD in the place of every NUL.
func WithoutNUL(text string) string { return strings.ReplaceAll(text, "\x00", "\ufffd") }

// Canonical reports whether an image is written as encode writes the rows of
// the table now, so that equal rows have equal images.
func (t *Table) Canonical(image string) bool {
	rest := image
	for i, c := range t.Columns {
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
		rest = rest[ValueLength(rest):]
	}
	return rest == "}"
}

// LongestText is how long a text field of a row may be, in bytes, so that a merge takes it in.
const LongestText = 4 << 20

// LongestName is how long the names of a label, a person or a document may be
// together, in bytes: they are shown in lists and menus as a whole.
const LongestName = 64 << 10

// ValueLength is how long the flat JSON value is that a text begins with, in bytes.
func ValueLength(text string) int {
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
