package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"factmark/store"
)

// jsonObject is a JSON object that is read key by key. What is wrong with a value is kept in err, the first of it; what was
// not asked for is the rest.
type jsonObject struct {
	values map[string]json.RawMessage
	err    error
}

// readJSONObject reads one object and nothing behind it. What encoding/json would mend without a word is an error: a key
// that is there twice, bytes that are not UTF-8, half of a surrogate pair.
func readJSONObject(text []byte) (*jsonObject, error) {
	switch {
	case !utf8.Valid(text):
		return nil, errors.New("the line is not UTF-8")
	case halfSurrogate(text):
		return nil, errors.New(`the line has half of a character above U+FFFF (\ud800 to \udfff alone)`)
	}
	o, err := jsonMembers(text)
	if err != nil {
		return nil, err
	}
	return o, nil
}

func jsonMembers(text []byte) (*jsonObject, error) {
	in := json.NewDecoder(bytes.NewReader(text))
	if start, err := in.Token(); err != nil || start != json.Delim('{') {
		return nil, errors.New("the line is not a JSON object")
	}
	o := &jsonObject{values: make(map[string]json.RawMessage, 40)}
	for in.More() {
		token, err := in.Token()
		key, is := token.(string)
		if err != nil || !is {
			return nil, notJSON(in)
		}
		var value json.RawMessage
		if in.Decode(&value) != nil {
			return nil, notJSON(in)
		}
		if _, twice := o.values[key]; twice {
			return nil, fmt.Errorf("the key %q is there twice", shorten(key))
		}
		o.values[key] = value
	}
	if _, err := in.Token(); err != nil {
		return nil, notJSON(in)
	}
	if _, err := in.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something stands behind the JSON object")
	}
	return o, nil
}

func notJSON(in *json.Decoder) error {
	return fmt.Errorf("the line is not JSON, or is cut off: see behind its byte %d", in.InputOffset())
}

// halfSurrogate tells whether a \u escape stands for half of a character.
func halfSurrogate(text []byte) bool {
	escaped := func(i int) (unit uint64, is bool) {
		if i+6 > len(text) || text[i] != '\\' || text[i+1] != 'u' {
			return 0, false
		}
		unit, err := strconv.ParseUint(string(text[i+2:i+6]), 16, 16)
		return unit, err == nil
	}
	for i := 0; i < len(text); i++ {
		next := bytes.IndexByte(text[i:], '\\')
		if next < 0 {
			return false
		}
		i += next
		unit, is := escaped(i)
		switch {
		case !is:
			i++ // past what is escaped
		case unit>>11 != 0xD800>>11:
			i += 5
		default:
			low, is := escaped(i + 6)
			if unit >= 0xDC00 || !is || low < 0xDC00 || low > 0xDFFF {
				return true
			}
			i += 11
		}
	}
	return false
}

// take gives a value, and takes it out of the rest; nil for null and for one that is not there.
func (o *jsonObject) take(key string) json.RawMessage {
	value := o.values[key]
	delete(o.values, key)
	if string(value) == "null" {
		return nil
	}
	return value
}

func (o *jsonObject) fail(format string, args ...any) {
	if o.err == nil {
		o.err = fmt.Errorf(format, args...)
	}
}

// text is a text, or a number as it is written.
func (o *jsonObject) text(key string) string {
	value := o.take(key)
	if len(value) == 0 {
		return ""
	}
	switch value[0] {
	case '"':
		var text string
		if err := json.Unmarshal(value, &text); err != nil {
			o.fail("%s is not a text", key)
		}
		return text
	case '{', '[', 't', 'f':
		o.fail("%s is %q, not a text", key, shorten(string(value)))
		return ""
	}
	return string(value)
}

// plain is a text that is a word or a number.
func (o *jsonObject) plain(key string) string { return strings.TrimSpace(o.text(key)) }

// truth is true or false; false for one that is not there.
func (o *jsonObject) truth(key string) bool {
	var is bool
	if value := o.take(key); len(value) > 0 && json.Unmarshal(value, &is) != nil {
		o.fail("%s is %q, not true or false", key, shorten(string(value)))
	}
	return is
}

// whole is a whole number from 0 up; 0 for one that is not there and need not be.
func (o *jsonObject) whole(key string, needed bool) int {
	text := o.plain(key)
	if text == "" && !needed {
		return 0
	}
	n, err := offset(text, key)
	if err != nil {
		o.fail("%w", err)
	}
	return n
}

// number is any number; nil for one that is not there.
func (o *jsonObject) number(key string) *float64 {
	text := o.plain(key)
	if text == "" {
		return nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(n) || math.IsInf(n, 0) {
		o.fail("%s is %q, not a number", key, shorten(text))
		return nil
	}
	return &n
}

// time is a time; the zero time for one that is not there.
func (o *jsonObject) time(key string) time.Time {
	text := o.plain(key)
	if text == "" {
		return time.Time{}
	}
	at, err := readTime(text)
	if err != nil {
		o.fail("%s is %w", key, err)
	}
	return at
}

// array gives the objects of an array.
func (o *jsonObject) array(key string) (all []*jsonObject) {
	value := o.take(key)
	if value == nil {
		return nil
	}
	var elements []json.RawMessage
	if err := json.Unmarshal(value, &elements); err != nil {
		o.fail("%s is not an array", key)
		return nil
	}
	for i, element := range elements {
		inner, err := jsonMembers(element)
		if err != nil {
			o.fail("%s, number %d: not an object of keys that are there once", key, i+1)
			return nil
		}
		all = append(all, inner)
	}
	return all
}

func (o *jsonObject) skip(keys ...string) {
	for _, key := range keys {
		delete(o.values, key)
	}
}

// rest names, sorted, what was not asked for and is not null.
func (o *jsonObject) rest() (keys []string) {
	for _, key := range slices.Sorted(maps.Keys(o.values)) {
		if string(o.values[key]) != "null" {
			keys = append(keys, key)
		}
	}
	return keys
}

// columns are those of labelled_claims that are there.
func (o *jsonObject) columns() store.Columns {
	var names []string
	for _, name := range store.LabelledColumns {
		if _, there := o.values[name]; there {
			names = append(names, name)
		}
	}
	return store.ColumnsOf(names...)
}
