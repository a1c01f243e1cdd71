package dataset

import (
	"encoding/json"
	"testing"
	"unicode/utf16"
)

func TestLabelStudioComesBack(t *testing.T) {
	in := comesBack(t, labelStudioFormat, Options{}, nil)
	if len(in.Documents) != 4 || len(in.Evidence) != 3 || in.Evidence[0].ID == "" || in.Evidence[0].Set != 1 {
		t.Errorf("%d documents, evidence %+v", len(in.Documents), in.Evidence)
	}
}

func TestLabelStudioTasks(t *testing.T) {
	file, _ := written(t, sampleWorkspace(t), labelStudioFormat, Options{})
	var tasks []struct {
		ID          int
		Data        map[string]string
		Predictions any
		Annotations []struct {
			ID          int
			CompletedBy int `json:"completed_by"`
			Result      []struct {
				ID, Type string
				Value    struct {
					Start, End int
					Text       string
					Labels     []string
				}
			}
		}
	}
	if err := json.Unmarshal(file, &tasks); err != nil {
		t.Fatal(err)
	}
	people := map[int]bool{}
	regions, relations := 0, 0
	for i, task := range tasks {
		if task.ID != i+1 || task.Predictions != nil || textSum(task.Data["text"]) != task.Data["document_sha256"] {
			t.Errorf("%+v", task)
		}
		units := utf16.Encode([]rune(task.Data["text"]))
		for _, annotation := range task.Annotations {
			people[annotation.CompletedBy] = true
			for _, r := range annotation.Result {
				if r.Type == "relation" {
					relations++
					continue
				}
				regions++
				if got := string(utf16.Decode(units[r.Value.Start:r.Value.End])); got != r.Value.Text || len(r.Value.Labels) != 1 || r.ID == "" {
					t.Errorf("%q is %q", r.Value.Text, got)
				}
			}
		}
	}
	if len(tasks) != 4 || len(people) != 2 || !people[1] || !people[2] || regions != 14 || relations != 3 {
		t.Errorf("%d tasks, %v, %d regions, %d relations", len(tasks), people, regions, relations)
	}
}

// Label Studio may write the line ends in a quote as \n, also where the text has CRLF.
func TestLabelStudioWritesLineEndsAsLetters(t *testing.T) {
	for _, lineEnd := range []string{"\n", "\r\n", "\r"} {
		text, _ := json.Marshal("One" + lineEnd + "two three")
		for _, written := range []string{`\\n`, `\\r\\n`, `\\n\\n`} {
			end, _ := json.Marshal(len("One"+lineEnd) + len("two"))
			file := `[{"id":1,"data":{"text":` + string(text) + `},"annotations":[{"id":1,"completed_by":1,"result":[{"id":"a","type":"labels","from_name":"l","to_name":"text",
				"value":{"start":0,"end":` + string(end) + `,"text":"One` + written + `two","labels":["Claim"]}}]}]}]`
			in := readOf(t, labelStudioFormat, []byte(file))
			placing, err := in.Place(t.Context(), newStore(t), "")
			if err != nil || len(placing.Unplaced) > 0 || len(placing.Moved) > 0 || len(in.Claims) != 1 || in.Claims[0].Start != 0 || in.Claims[0].End != len("One two") {
				t.Errorf("%q as %s: %+v, %+v, %v", lineEnd, written, in.Claims, placing, err)
			}
		}
	}
}
