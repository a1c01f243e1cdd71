package dataset

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

// lines writes JSON objects, a line each, to a buffer that flush empties.
type lines struct {
	*json.Encoder
	out *bufio.Writer
}

func newLines(w io.Writer) *lines {
	out := bufio.NewWriterSize(w, 1<<16)
	l := &lines{json.NewEncoder(out), out}
	l.SetEscapeHTML(false)
	return l
}

func (l *lines) flush() error { return l.out.Flush() }

// jsonArray writes one array of JSON objects, a line each.
type jsonArray struct {
	out  *bufio.Writer
	line bytes.Buffer
	json *json.Encoder // to line
	some bool          // an object was written
}

func newJSONArray(w io.Writer) *jsonArray {
	a := &jsonArray{out: bufio.NewWriterSize(w, 1<<16)}
	a.json = json.NewEncoder(&a.line)
	a.json.SetEscapeHTML(false)
	return a
}

func (a *jsonArray) add(object any) error {
	before := ",\n"
	if !a.some {
		before, a.some = "[\n", true
	}
	a.line.Reset()
	a.line.WriteString(before)
	if err := a.json.Encode(object); err != nil {
		return err
	}
	_, err := a.out.Write(bytes.TrimSuffix(a.line.Bytes(), []byte{'\n'}))
	return err
}

func (a *jsonArray) end() error {
	after := "\n]\n"
	if !a.some {
		after = "[]\n"
	}
	if _, err := a.out.WriteString(after); err != nil {
		return err
	}
	return a.out.Flush()
}
