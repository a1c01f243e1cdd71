// Package labelset reads and writes sets of labels as files, has ready sets, and says what applying one to a workspace does.
package labelset

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"factmark/store"
)

// Extension ends the names of files of label sets.
const Extension = ".labels.json"

// Set is a set of labels under a name.
type Set struct {
	Name   string
	About  string // where it comes from, in a sentence; "" in a file
	Labels []store.Label
}

// Of is the set of a workspace's labels, retired ones too, in their order.
func Of(name string, labels []store.Label) Set { return Set{Name: name, Labels: labels} }

const version = 1

type file struct {
	Version int     `json:"factmark_label_set"`
	Name    string  `json:"name"`
	Labels  []label `json:"labels"`
}

type label struct {
	Name      string `json:"name"`
	Meaning   string `json:"meaning"`
	Key       string `json:"key,omitempty"`
	Letter    string `json:"letter,omitempty"`
	Light     string `json:"light,omitempty"` // #RRGGBB on the light page
	Dark      string `json:"dark,omitempty"`
	Pattern   string `json:"pattern,omitempty"`
	Group     string `json:"group,omitempty"`
	Rating    int    `json:"rating,omitempty"`
	Retired   bool   `json:"retired,omitempty"`
	Guideline string `json:"guideline,omitempty"`
}

// Write writes a set as a file: JSON in UTF-8, of which equal sets have equal bytes.
func Write(w io.Writer, s Set) error {
	f := file{Version: version, Name: s.Name, Labels: []label{}}
	for _, l := range s.Labels {
		f.Labels = append(f.Labels, label{l.Name, l.Meaning, l.Key, l.Letter, l.Light, l.Dark, l.Pattern, l.Group, l.Rating, l.Retired, l.Guideline})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(f)
}

// The most that a file may hold.
const (
	MostBytes  = 4 << 20
	mostLabels = 1000
	longest    = 30 << 10 // bytes of what one label says
)

// Read reads a file that Write wrote, or that somebody wrote by hand; what is left out of a label is chosen when the
// set is applied. The error is a sentence that names the label at fault.
func Read(content []byte) (Set, error) {
	if len(content) > MostBytes {
		return Set{}, fmt.Errorf("a label set has %d MB at most", MostBytes>>20)
	}
	content = bytes.TrimPrefix(content, []byte("\xef\xbb\xbf"))
	if !utf8.Valid(content) {
		return Set{}, errors.New("the file is not text in UTF-8")
	}
	var head struct {
		Version *int `json:"factmark_label_set"`
	}
	if err := json.Unmarshal(content, &head); err != nil || head.Version == nil {
		var at *json.SyntaxError
		if errors.As(err, &at) && bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")) {
			return Set{}, fmt.Errorf("the file is no JSON from line %d on: %w", 1+bytes.Count(content[:min(int(at.Offset), len(content))], []byte("\n")), at)
		}
		return Set{}, errors.New("the file is no label set: it does not begin as one, with “factmark_label_set”")
	}
	switch {
	case *head.Version > version:
		return Set{}, errors.New("the label set is of a newer version of Factmark")
	case *head.Version < 1:
		return Set{}, fmt.Errorf("there is no version %d of label sets", *head.Version)
	}
	var f file
	dec := json.NewDecoder(bytes.NewReader(content))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err != nil {
		return Set{}, inWords(err)
	}
	s := Set{Name: strings.TrimSpace(f.Name)}
	if what := notALine(s.Name); what != "" {
		return Set{}, fmt.Errorf("the name of the set %s", what)
	}
	if len(f.Labels) == 0 || len(f.Labels) > mostLabels {
		return Set{}, fmt.Errorf("a label set has from 1 to %d labels, and this one has %d", mostLabels, len(f.Labels))
	}
	for i, l := range f.Labels {
		read := store.Label{Name: strings.TrimSpace(l.Name), Meaning: l.Meaning, Key: strings.ToUpper(l.Key), Letter: l.Letter, Light: l.Light, Dark: l.Dark, Pattern: l.Pattern,
			Group: strings.TrimSpace(l.Group), Rating: l.Rating, Retired: l.Retired, Guideline: strings.TrimSpace(strings.ReplaceAll(l.Guideline, "\r\n", "\n"))}
		if what := against(read, s.Labels); what != "" {
			return Set{}, fmt.Errorf("label %d%s: %s", i+1, quoted(read.Name), what)
		}
		s.Labels = append(s.Labels, read)
	}
	return s, nil
}

// inWords says what is wrong with JSON that is no label set.
func inWords(err error) error {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) {
		return fmt.Errorf("“%s” is a %s, where a %s belongs", kind.Field, kind.Value, map[string]string{"int": "number", "bool": "true or false", "string": "text"}[kind.Type.String()])
	}
	if field, is := strings.CutPrefix(err.Error(), "json: unknown field "); is {
		return fmt.Errorf("%s is nothing that a label has", field)
	}
	return fmt.Errorf("the label set cannot be read: %w", err)
}

func quoted(name string) string {
	if name == "" {
		return ""
	}
	if len([]rune(name)) > 40 {
		name = string([]rune(name)[:40]) + "…"
	}
	return " (" + name + ")"
}

var colour = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// against says what stands against a label, "" for nothing.
func against(l store.Label, before []store.Label) string {
	size := len(l.Name) + len(l.Group) + len(l.Guideline)
	switch {
	case store.NameKey(l.Name) == "":
		return "it has no name"
	case size > longest:
		return fmt.Sprintf("its texts have more than %d kB", longest>>10)
	case notALine(l.Name) != "":
		return "its name " + notALine(l.Name)
	case notALine(l.Group) != "":
		return "its group " + notALine(l.Group)
	case strings.ContainsRune(l.Guideline, 0):
		return "its guideline has a character that no text may have"
	case !slices.Contains([]string{"supported", "disputed", "unclear", "none"}, l.Meaning):
		return fmt.Sprintf("its meaning is %q, and not supported, disputed, unclear or none", l.Meaning)
	case l.Key != "" && !IsKey(l.Key):
		return fmt.Sprintf("its key is %q, and not one letter or digit", l.Key)
	case utf8.RuneCountInString(l.Letter) > 1:
		return fmt.Sprintf("its letter is %q, and not one character", l.Letter)
	case l.Light != "" && !colour.MatchString(l.Light) || l.Dark != "" && !colour.MatchString(l.Dark):
		return "a colour is written #RRGGBB"
	case l.Pattern != "" && !slices.Contains([]string{"solid", "double", "dotted", "dashed", "wavy"}, l.Pattern):
		return fmt.Sprintf("its pattern is %q, and not solid, double, dotted, dashed or wavy", l.Pattern)
	case l.Rating < 0 || l.Rating > 100:
		return "its rating is no number from 1 to 100"
	case l.Retired && l.Key != "":
		return "it is retired, and has a key"
	}
	for _, other := range before {
		switch {
		case store.SameLabelName(other.Name, l.Name):
			return "there is one of that name before it"
		case l.Key != "" && strings.EqualFold(other.Key, l.Key):
			return fmt.Sprintf("its key %s is that of %s", l.Key, other.Name)
		}
	}
	return ""
}

// notALine says what in a name makes it more than a line, "" for nothing.
func notALine(name string) string {
	switch {
	case strings.ContainsFunc(name, unicode.IsControl):
		return "has a control character"
	case utf8.RuneCountInString(name) > 1000:
		return "is longer than 1,000 characters"
	}
	return ""
}

// IsKey tells whether a text is one letter or digit, which a key of a label is.
func IsKey(key string) bool {
	r, size := utf8.DecodeRuneInString(key)
	return size == len(key) && size > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}
