package labelset

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"factmark/store"
)

func TestWrittenSetsAreRead(t *testing.T) {
	own := Set{Name: "Ours & “theirs”", Labels: []store.Label{
		{Name: "Satire <b>", Meaning: "none", Key: "Ä", Letter: "S", Light: "#123456", Dark: "#abcdef", Pattern: "wavy", Group: "Form", Rating: 100, Guideline: "A line.\n\nAnd \"another\", with 👩‍🚒 and عربي."},
		{Name: "Old", Meaning: "supported", Retired: true},
	}}
	for _, s := range append(Ready(), own) {
		s.About = ""
		var b, again bytes.Buffer
		if err := Write(&b, s); err != nil {
			t.Fatal(err)
		}
		for name, content := range map[string]string{"as written": b.String(), "with a byte order mark": "\ufeff" + b.String(), "with CRLF": strings.ReplaceAll(b.String(), "\n", "\r\n")} {
			got, err := Read([]byte(content))
			if err != nil || !reflect.DeepEqual(got, s) {
				t.Errorf("%s %s: %v\n%+v, want\n%+v", s.Name, name, err, got, s)
			}
		}
		if err := Write(&again, s); err != nil || again.String() != b.String() {
			t.Error("equal sets have different bytes")
		}
	}
}

func TestBadFilesAreRefused(t *testing.T) {
	of := func(labels string) string { return `{"factmark_label_set":1,"name":"x","labels":[` + labels + `]}` }
	for content, says := range map[string]string{
		"":                                     "no label set",
		"[]":                                   "no label set",
		`{"labels":[]}`:                        "no label set",
		"\xff\xfe{}":                           "UTF-8",
		"{\n\"factmark_label_set\": 1,\n,":     "line 3",
		`{"factmark_label_set":2}`:             "newer",
		`{"factmark_label_set":0}`:             "version 0",
		`{"factmark_label_set":"1"}`:           "no label set",
		of(""):                                 "from 1 to 1000",
		of(`{"name":"A"}`):                     "meaning",
		of(`{"name":" ","meaning":"none"}`):    "label 1: it has no name",
		of(`{"name":"A\nB","meaning":"none"}`): "control character",
		of(`{"name":"A","meaning":"none","colour":"x"}`):                                      "colour",
		of(`{"name":"A","meaning":"none","rating":"high"}`):                                   "number",
		of(`{"name":"A","meaning":"none","rating":101}`):                                      "rating",
		of(`{"name":"A","meaning":"none","rating":1e300}`):                                    "rating",
		of(`{"name":"A","meaning":"none","key":"ab"}`):                                        "one letter or digit",
		of(`{"name":"A","meaning":"none","key":"+"}`):                                         "one letter or digit",
		of(`{"name":"A","meaning":"none","light":"blue"}`):                                    "#RRGGBB",
		of(`{"name":"A","meaning":"none","pattern":"striped"}`):                               "pattern",
		of(`{"name":"A","meaning":"none"},{"name":"a ","meaning":"none"}`):                    "label 2 (a): there is one of that name",
		of(`{"name":"A","meaning":"none","key":"x"},{"name":"B","meaning":"none","key":"X"}`): "its key X is that of A",
		of(`{"name":"A","meaning":"none","retired":true,"key":"x"}`):                          "retired",
		of(`{"name":"A","meaning":"none","guideline":"` + strings.Repeat("x", 40<<10) + `"}`): "30 kB",
		strings.Repeat("[", 200_000):                                                          "no label set",
		`{"factmark_label_set":1,"labels":` + strings.Repeat("[", 200_000):                    "JSON",
		strings.Repeat(" ", MostBytes+1):                                                      "4 MB",
	} {
		s, err := Read([]byte(content))
		if err == nil || !strings.Contains(err.Error(), says) || !reflect.DeepEqual(s, Set{}) {
			t.Errorf("%.60q: %v, want an error with %q", content, err, says)
		}
	}
}

func TestReadySets(t *testing.T) {
	for _, s := range Ready() {
		ratings := make(map[int]bool)
		for _, l := range s.Labels {
			if l.Guideline == "" || l.Group == "" || l.Light == "" || l.Dark == "" || l.Pattern == "" || l.Letter == "" {
				t.Errorf("%s: %+v", s.Name, l)
			}
			if l.Rating != 0 && ratings[l.Rating] {
				t.Errorf("%s has the rating %d twice", s.Name, l.Rating)
			}
			ratings[l.Rating] = true
		}
	}
}

func TestApply(t *testing.T) {
	there := []store.Label{
		{ID: "1", Name: "SUPPORTED", Meaning: "supported", Key: "S", Pattern: "solid"},
		{ID: "2", Name: "Refuted", Meaning: "disputed", Retired: true},
		{ID: "3", Name: "Mine", Meaning: "none", Key: "1"},
	}
	s := Set{Labels: []store.Label{{Name: "Supported", Meaning: "unclear", Key: "S"}, {Name: "Refuted", Meaning: "disputed"},
		{Name: "Other", Meaning: "none", Key: "E"}, {Name: "Third", Meaning: "none", Key: "2"}, {Name: "Fourth", Meaning: "none", Key: "s"}, {Name: "Old", Meaning: "none", Retired: true}}}
	p := Apply(s, there, func(key string) bool { return key == "E" || key == "4" })
	if len(p.Keep) != 2 || p.Keep[0].Label != there[0] || !reflect.DeepEqual(p.Keep[0].Differs, []string{"meaning"}) || !reflect.DeepEqual(p.Keep[1].Differs, []string{"retired here"}) {
		t.Errorf("kept: %+v", p.Keep)
	}
	var got []string
	for _, l := range p.Add {
		got = append(got, l.Name+" "+l.Key)
	}
	if want := []string{"Other 3", "Third 2", "Fourth 5", "Old "}; !reflect.DeepEqual(got, want) {
		t.Errorf("added are %q, want %q", got, want)
	}
	again := Apply(s, append(there, p.Add...), func(string) bool { return false })
	if len(again.Add) != 0 {
		t.Errorf("applied again it adds %+v", again.Add)
	}
}

func TestIsKey(t *testing.T) {
	for key, want := range map[string]bool{"a": true, "Ä": true, "7": true, "ж": true, "": false, "+": false, "ab": false, " ": false, "\xff": false} {
		if IsKey(key) != want {
			t.Errorf("IsKey(%q) is not %v", key, want)
		}
	}
}
