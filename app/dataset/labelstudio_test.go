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
