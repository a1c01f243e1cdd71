package command

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEvidence(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	w := filepath.Join(folder, "w.factmark")
	one := write("one.txt", "The new bridge opened in June. It cost $12 million.")
	two := write("two.txt", "The council denies that the bridge cost ten million. It rained.")
	call := func(in string, args ...string) (code int, out, errOut string) {
		var o, e strings.Builder
		code, _ = Run(t.Context(), args, strings.NewReader(in), &o, &e)
		return code, o.String(), e.String()
	}
	if code, _, errOut := call("", "import", "-w", w, one, two); code != 0 {
		t.Fatal(errOut)
	}

	asked := `{"id": 7, "claim": "The bridge cost $10 million", "document": "one.txt", "start": 31, "end": 51}` + "\n\n" + `{"id": "b", "claim": "it rained"}`
	code, out, errOut := call(asked, "evidence", "-w", w, "--claims", "-", "--json", "--limit", "1")
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(lines) != 2 {
		t.Fatalf("code %d, %q, %q", code, out, errOut)
	}
	var first struct {
		Claim            int
		Rank, Start, End int
		Document, Reason string
		Hints            []struct{ Kind, Text string }
	}
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil {
		t.Fatal(err)
	}
	if first.Claim != 7 || first.Rank != 1 || first.Document != "two.txt" || first.Start != 0 || first.End != 52 || !strings.HasPrefix(first.Reason, "shares ") ||
		len(first.Hints) != 1 || first.Hints[0].Kind != "denial" {
		t.Errorf("the first line is %+v", first)
	}
	if !strings.HasPrefix(lines[1], `{"claim":"b","rank":1,`) {
		t.Errorf("the second line is %s", lines[1])
	}

	for in, says := range map[string]string{
		"{\"id\": 1, \"claim\": \"x\"}\n{":             "line 2 of standard input",
		`{"claim": "x"}`:                               `"id" is missing`,
		`{"id": 1}`:                                    `"claim" is missing`,
		`{"id": 1, "claim": 5}`:                        "claim",
		`{"id": 1, "claim": "x"} y`:                    "behind its object",
		`{"id": 1, "claim": "x", "document": "three"}`: `no document "three"`,
		`{"id": 1, "claim": "x", "document": "one", "start": 3, "end": 300}`: "is no span",
		`{"id": 1, "claim": "x", "start": 3, "end": 5}`:                      `need a "document"`,
		`{"id": 1, "claim": "x", "document": "one", "start": 3}`:             "go together",
		`["id", "claim"]`: "of the kind array",
		`{"id": 1, "claim": "x", "document": "a.txt", "start": 1.5, "end": 2}`: `"start" is of the kind number`,
		`{"id": {}, "claim": "x"}`:         "neither text nor a number",
		"{\"id\": 1, \"claim\": \"\xff\"}": "not UTF-8",
		"\n":                               "there is no claim",
	} {
		if code, out, errOut := call(in, "evidence", "-w", w, "--claims", "-"); code != 1 || out != "" || !strings.Contains(errOut, says) {
			t.Errorf("%q: code %d, %q, %q; it should say %q", in, code, out, errOut, says)
		}
	}
	for _, args := range [][]string{{}, {"x", "y"}, {"x", "--claims", "f"}, {"x", "--limit", "0"}} {
		if code, _, _ := call("", append([]string{"evidence", "-w", w}, args...)...); code != misuse {
			t.Errorf("%q leaves with %d", args, code)
		}
	}
	if code, _, errOut := call("", "evidence", "-w", w, "nobody"); code != 1 || !strings.Contains(errOut, `no claim with the id "nobody"`) {
		t.Errorf("code %d, %q", code, errOut)
	}
}
