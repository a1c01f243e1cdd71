// Package agreement measures how far people agree: on the labels of claims, and
// on the spans they mark. Numbers go in and numbers come out; it knows nothing
// of files or windows. The same input always gives the same output.
//
// Everything is measured in two steps: a Collector or SpanCollector puts the raw
// words of people in order, and Within narrows them to a label, a document or
// two people. Every measure works on what is left, so that agreement on one
// label, in one document or over a month is the same call on less.
package agreement

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// Measure names a statistic as it is shown to people.
type Measure string

// The measures, for labels and then for spans.
const (
	Percent      Measure = "Percent agreement"
	Cohen        Measure = "Cohen's kappa"
	Fleiss       Measure = "Fleiss' kappa"
	Randolph     Measure = "Randolph's kappa"
	Alpha        Measure = "Krippendorff's alpha"
	StrictF1     Measure = "F1, same span and label"
	ExactF1      Measure = "F1, same span"
	PartialF1    Measure = "F1, same or overlapping span"
	TypeF1       Measure = "F1, overlapping span and same label"
	CharacterF1  Measure = "F1 by characters"
	Jaccard      Measure = "Jaccard index by characters"
	AlphaUnitise Measure = "Krippendorff's alpha for unitising"
)

// Scope says what part of the whole a figure is about. Empty fields don't
// narrow anything, so the zero Scope is the whole.
type Scope struct {
	Document string `json:"document,omitempty"` // this document alone
	Label    string `json:"label,omitempty"`    // this label against all others; of spans, those with this label
	A        string `json:"a,omitempty"`        // this person and B; both or neither are given
	B        string `json:"b,omitempty"`
}

// Figure is one statistic: a value, or the reason why there is none.
type Figure struct {
	Measure  Measure
	Reason   string   // empty, or a sentence that begins "not defined, because"
	N        int      // how many units the figure rests on
	Unit     string   // what is counted by N, in words
	Alone    int      // units the figure says nothing of, because one person alone has seen to them
	Interval Interval // how far the figure might vary

	value float64
}

// Value gives the statistic, and whether there is one.
func (f Figure) Value() (float64, bool) {
	if f.Reason != "" {
		return 0, false
	}
	return f.value, true
}

// String gives the value to three places, or the reason why there is none.
func (f Figure) String() string {
	if f.Reason != "" {
		return f.Reason
	}
	return strconv.FormatFloat(f.value, 'f', 3, 64)
}

// MarshalJSON writes value as a number or null, and all the rest.
func (f Figure) MarshalJSON() ([]byte, error) {
	out := struct {
		Measure  Measure  `json:"measure"`
		Value    *float64 `json:"value"`
		Reason   string   `json:"reason,omitempty"`
		N        int      `json:"n"`
		Unit     string   `json:"unit"`
		Alone    int      `json:"alone"`
		Interval Interval `json:"interval"`
	}{Measure: f.Measure, Reason: f.Reason, N: f.N, Unit: f.Unit, Alone: f.Alone, Interval: f.Interval}
	if v, ok := f.Value(); ok {
		out.Value = &v
	}
	return json.Marshal(out)
}

// because makes the sentence that stands in place of a value.
func because(format string, args ...any) string {
	return "not defined, because " + fmt.Sprintf(format, args...)
}
