package dataset

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestSpacyComesBack(t *testing.T) {
	in := comesBack(t, spacyFormat, Options{}, nil)
	if len(in.Documents) != 4 || len(in.Evidence) != 3 {
		t.Errorf("%d documents, evidence %+v", len(in.Documents), in.Evidence)
	}
}

func TestSpacySpansAreWholeTokens(t *testing.T) {
	file, report := written(t, sampleWorkspace(t), spacyFormat, Options{})
	lines := 0
	for line := range strings.Lines(string(file)) {
		var task spacyTask
		if err := json.Unmarshal([]byte(line), &task); err != nil {
			t.Fatal(err)
		}
		lines++
		if task.Answer != "accept" || task.Meta.SHA256 != textSum(task.Text) {
			t.Errorf("%+v", task)
		}
		spans := task.Spans
		for _, r := range task.Relations {
			spans = append(spans, r.HeadSpan, r.ChildSpan)
		}
		for _, s := range spans {
			first, last := task.Tokens[s.TokenStart], task.Tokens[s.TokenEnd]
			if first.Start != s.Start || last.End != s.End || s.Text != "" && cutText(task.Text, CodePoints, s.Start, s.End) != s.Text {
				t.Errorf("%+v is %+v to %+v", s, first, last)
			}
		}
	}
	if lines != 7 { // three documents with claims of two people each, and one without
		t.Errorf("%d lines", lines)
	}
	if len(report.Lost) == 0 {
		t.Error("nothing was lost")
	}
}

func TestSpacyTokensAreTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("ab1.’-   \n\t👩🏽\u200D🚀e\u0301\u202Bכ"))).Draw(t, "text")
		cuts := rapid.SliceOf(rapid.IntRange(0, 30)).Draw(t, "cuts")
		var b strings.Builder
		points := []rune(text)
		for i, one := range spacyTokens(text, cuts) {
			if one.ID != i || string(points[one.Start:one.End]) != one.Text || one.Text == "" {
				t.Fatalf("%+v", one)
			}
			b.WriteString(one.Text)
			if one.WS {
				b.WriteString(" ")
			}
		}
		if b.String() != text {
			t.Fatalf("%q became %q", text, b.String())
		}
	})
}
