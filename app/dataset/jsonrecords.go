package dataset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"factmark/app/format"
	"factmark/store"
)

// jsonRecord is one of the records of a file: a line, or an element of the array that the file is.
type jsonRecord struct {
	number int // of the line or the element, from 1
	raw    json.RawMessage
	err    error // it cannot be read
}

// jsonRecords gives the records of a file of JSON Lines, of one array of records, or of records one behind the other. An
// array whose first element is a text is a record itself.
func jsonRecords(file []byte) iter.Seq[jsonRecord] {
	return func(yield func(jsonRecord) bool) {
		file := bytes.TrimLeft(bytes.TrimPrefix(file, []byte(bom)), " \t\r\n")
		first, _, _ := bytes.Cut(file, []byte("\n"))
		if json.Valid(first) && (kindOf(first) != '[' || isTuple(first)) {
			eachJSONLine(file, yield)
			return
		}
		in := json.NewDecoder(bytes.NewReader(file))
		if len(file) > 0 && file[0] == '[' && !isTuple(file) {
			_, _ = in.Token()
			number := 0
			for in.More() {
				number++
				if !decodeRecord(in, file, number, yield) {
					return
				}
			}
			if _, err := in.Token(); err != nil {
				yield(jsonRecord{number: number + 1, err: cutOff(in)})
			}
			return
		}
		for number := 1; ; number++ {
			if !decodeRecord(in, file, number, yield) {
				return
			}
		}
	}
}

// isTuple tells an array that begins with a text.
func isTuple(text []byte) bool {
	inner, is := bytes.CutPrefix(text, []byte("["))
	return is && bytes.HasPrefix(bytes.TrimLeft(inner, " \t\r\n"), []byte(`"`))
}

func eachJSONLine(file []byte, yield func(jsonRecord) bool) {
	for number := 1; len(file) > 0; number++ {
		var line []byte
		line, file, _ = bytes.Cut(file, []byte("\n"))
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		r := jsonRecord{number: number, raw: line, err: soundText(line)}
		if r.err == nil && !json.Valid(line) {
			r.err = errors.New("the line is not JSON, or is cut off")
		}
		if !yield(r) {
			return
		}
	}
}

// decodeRecord gives the next record, and tells whether more may follow.
func decodeRecord(in *json.Decoder, file []byte, number int, yield func(jsonRecord) bool) bool {
	r := jsonRecord{number: number}
	switch err := in.Decode(&r.raw); {
	case errors.Is(err, io.EOF):
		return false
	case err != nil:
		yield(jsonRecord{number: number, err: cutOff(in)})
		return false
	}
	r.err = soundText(r.raw)
	return yield(r)
}

func cutOff(in *json.Decoder) error {
	return fmt.Errorf("the file is not JSON, or is cut off: see behind its byte %d", in.InputOffset())
}

// soundText refuses what encoding/json would replace without a word.
func soundText(text []byte) error {
	if !utf8.Valid(text) {
		return errors.New("it is not UTF-8; save the file again as UTF-8")
	}
	if halfSurrogate(text) {
		return errors.New(`it has half of a character above U+FFFF (\ud800 to \udfff alone)`)
	}
	return nil
}

// firstRecords are the first records of a file, by which it is recognised; nil where one of them cannot be read.
func firstRecords(file []byte) []json.RawMessage {
	const most = 20
	var all []json.RawMessage
	for r := range jsonRecords(file) {
		if r.err != nil {
			return nil
		}
		if all = append(all, r.raw); len(all) == most {
			break
		}
	}
	return all
}

// jsonKeys are the keys of an object with their values; nil where it is none.
type jsonKeys map[string]json.RawMessage

func objectOf(raw json.RawMessage) jsonKeys {
	var keys jsonKeys
	if len(raw) == 0 || raw[0] != '{' || json.Unmarshal(raw, &keys) != nil {
		return nil
	}
	return keys
}

func (k jsonKeys) has(keys ...string) bool {
	return slices.ContainsFunc(keys, func(key string) bool { return k.there(key) })
}

// there tells whether a key has a value other than null.
func (k jsonKeys) there(key string) bool {
	value, is := k[key]
	return is && string(value) != "null"
}

// text is a value that is a text; "" for any other.
func (k jsonKeys) text(key string) string { return stringOf(k[key]) }

func stringOf(raw json.RawMessage) string {
	var text string
	if len(raw) > 0 && raw[0] == '"' {
		_ = json.Unmarshal(raw, &text)
	}
	return text
}

// word is a text or a number as it is written; "" for any other value.
func wordOf(raw json.RawMessage) string {
	if len(raw) > 0 && (raw[0] == '-' || raw[0] >= '0' && raw[0] <= '9') {
		return string(raw)
	}
	return strings.TrimSpace(stringOf(raw))
}

func (k jsonKeys) word(key string) string { return wordOf(k[key]) }

// objects are the objects of an array; nil where it is none.
func (k jsonKeys) objects(key string) []jsonKeys { return objectsOf(k[key]) }

func objectsOf(raw json.RawMessage) []jsonKeys {
	var all []jsonKeys
	for _, element := range elementsOf(raw) {
		if keys := objectOf(element); keys != nil {
			all = append(all, keys)
		}
	}
	return all
}

// elementsOf are the elements of an array; nil where it is none.
func elementsOf(raw json.RawMessage) []json.RawMessage {
	var all []json.RawMessage
	if len(raw) == 0 || raw[0] != '[' || json.Unmarshal(raw, &all) != nil {
		return nil
	}
	return all
}

func kindOf(raw json.RawMessage) byte {
	if len(raw) == 0 {
		return 0
	}
	return raw[0]
}

// placeOf reads a place in a text, a whole number from 0 up that may be written as a text or with a fraction of zeros.
func placeOf(raw json.RawMessage, name string) (int, error) {
	word := wordOf(raw)
	n, err := strconv.ParseFloat(word, 64)
	switch {
	case len(raw) == 0 || word == "":
		return 0, fmt.Errorf("the span has no %s", name)
	case err != nil || n != math.Trunc(n) || math.Abs(n) > 1<<40 || math.IsNaN(n):
		return 0, fmt.Errorf("the %s of the span is %q, not a whole number", name, shorten(word))
	case n < 0:
		return 0, fmt.Errorf("the %s of the span is %d, before the text", name, int(n))
	}
	return int(n), nil
}

// spanOf reads the two ends of a span of a text. They must lie in it in some unit.
func spanOf(start, end json.RawMessage, text string) (from, to int, err error) {
	if from, err = placeOf(start, "start"); err != nil {
		return 0, 0, err
	}
	if to, err = placeOf(end, "end"); err != nil {
		return 0, 0, err
	}
	return from, to, checkSpan(from, to, text)
}

func checkSpan(from, to int, text string) error {
	switch {
	case to <= from:
		return fmt.Errorf("the span from %d to %d holds nothing", from, to)
	case to > len(text):
		return fmt.Errorf("the span from %d to %d ends behind the text, which has %s", from, to, format.Plural(utf8.RuneCountInString(text), "character"))
	}
	return nil
}

// scoreOf is a model's score of what it suggests; nil where there is none from 0 to 1.
func scoreOf(raw json.RawMessage) *float64 {
	n, err := strconv.ParseFloat(wordOf(raw), 64)
	if err != nil || !(n >= 0 && n <= 1) {
		return nil
	}
	return &n
}

// namelessModel is what a model is called that has no name.
const namelessModel = "a model"

// modelNamed is the name under which a model's suggestions come in.
func modelNamed(name string) string {
	if name = strings.TrimSpace(name); name == "" {
		return namelessModel
	}
	return name
}

// bad adds what cannot be read of a record.
func (in *Imported) bad(number int, err error) {
	in.Bad = append(in.Bad, store.BadRow{Line: number, Err: err})
}

func (in *Imported) say(sentence string, args ...any) {
	in.Remarks = append(in.Remarks, fmt.Sprintf(sentence, args...))
}

// tally counts things by name, for a remark.
type tally map[string]int

// list is the names with their counts: “foundedBy (2), born in”.
func (c tally) list() string {
	var names []string
	for name, n := range c {
		if name = shorten(name); n > 1 {
			name = fmt.Sprintf("%s (%d)", name, n)
		}
		names = append(names, name)
	}
	slices.Sort(names)
	const most = 20
	if more := len(names) - most; more > 0 {
		names = append(names[:most], fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}

func (c tally) total() (n int) {
	for _, one := range c {
		n += one
	}
	return n
}
