package command

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// twoPeople makes a workspace with one text, in which Ada and Ben labelled twelve lines, eleven of them alike.
func twoPeople(t *testing.T) {
	t.Helper()
	var text, rows strings.Builder
	rows.WriteString("document,start,end,quote,label,annotator\n")
	for i := range 12 {
		line := fmt.Sprintf("Line %02d says it.", i)
		for _, who := range []string{"Ada", "Ben"} {
			label := []string{"Supported", "Disputed"}[i%2]
			if who == "Ben" && i == 4 {
				label = "Disputed"
			}
			fmt.Fprintf(&rows, "Lines,%d,%d,%s,%s,%s\n", text.Len(), text.Len()+len(line), line, label, who)
		}
		text.WriteString(line + "\n")
	}
	write(t, "Lines.txt", "Lines\n")
	write(t, "text.txt", text.String())
	must(t, "import", "-w", "desk.factmark", "text.txt")
	write(t, "rows.csv", strings.ReplaceAll(rows.String(), "Lines,", "Line 00 says it.,"))
	must(t, "claims", "-w", "desk.factmark", "rows.csv")
}

func TestAgreement(t *testing.T) {
	desk(t)
	twoPeople(t)
	// Ada: 6 and 6; Ben: 5 and 7; 11 of 12 alike: Pe = (6·5 + 6·7)/144 = 0.5, kappa = (11/12 − 0.5)/0.5 = 0.8333.
	out := must(t, "agreement", "-w", "desk.factmark")
	for _, want := range []string{"Cohen's kappa         0.833", "12 claims labelled by", "Krippendorff's alpha", "F1, same span "} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	var all struct {
		Labels struct {
			Overall struct {
				Figures []struct {
					Measure string
					Value   *float64
					N       int
				}
			}
		}
		Confusion struct {
			Labels []string
			Rows   [][]int
		}
	}
	out = must(t, "agreement", "-w", "desk.factmark", "--json", "--document", "Line 00 says it.")
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range all.Labels.Overall.Figures {
		if f.Measure == "Cohen's kappa" {
			found = f.Value != nil && *f.Value > 0.83333 && *f.Value < 0.83334 && f.N == 12
		}
	}
	if !found || fmt.Sprint(all.Confusion.Labels[:2], all.Confusion.Rows[0][:2], all.Confusion.Rows[1][:2]) != "[Supported Disputed] [5 1] [0 6]" {
		t.Errorf("%+v", all)
	}
	write(t, "other.txt", "Another says it.\n")
	write(t, "more.csv", "document,start,end,quote,label,annotator\nAnother says it.,0,7,Another,Supported,Ada\n")
	must(t, "import", "-w", "desk.factmark", "other.txt")
	must(t, "claims", "-w", "desk.factmark", "more.csv")
	out = must(t, "agreement", "-w", "desk.factmark")
	if _, spans, _ := strings.Cut(out, "\nSpans\n"); !strings.Contains(out, "12 claims labelled by at least two people; 1 more seen by one person only") ||
		!strings.Contains(spans, "By document\n  Another says it.\n") || !strings.Contains(spans, "no document has been read by two people") {
		t.Errorf("%s", out)
	}
	refused(t, failed, []string{"agreement", "-w", "desk.factmark", "--document", "nothing"}, "nothing")
	refused(t, misuse, []string{"agreement", "-w", "desk.factmark", "word"}, "one word too many")
}

func TestAgreementOfOnePersonSaysWhyThereIsNone(t *testing.T) {
	desk(t)
	labelled(t)
	out := must(t, "agreement", "-w", "desk.factmark")
	if strings.Count(out, "not defined, because") < 3 || strings.Contains(out, "NaN") {
		t.Errorf("%s", out)
	}
}

// What is not defined is null with a reason, and lists are never null, however little there is.
func TestAgreementAsJSONIsWholeWhateverThereIs(t *testing.T) {
	for name, fill := range map[string]func(*testing.T){
		"nothing": func(t *testing.T) {
			write(t, "text.txt", "Nothing is claimed here.")
			must(t, "import", "-w", "desk.factmark", "text.txt")
		},
		"one person": func(t *testing.T) { labelled(t) },
		"two people": twoPeople,
	} {
		t.Run(name, func(t *testing.T) {
			desk(t)
			fill(t)
			var all any
			if err := json.Unmarshal([]byte(must(t, "agreement", "-w", "desk.factmark", "--json")), &all); err != nil {
				t.Fatal(err)
			}
			figures := wellFormed(t, "", all)
			if figures < 11 {
				t.Errorf("%d figures", figures)
			}
		})
	}
}

// wellFormed looks at all that JSON holds, and counts the figures in it.
func wellFormed(t *testing.T, path string, value any) int {
	t.Helper()
	figures := 0
	switch value := value.(type) {
	case nil:
		t.Errorf("%s is null", path)
	case []any:
		for i, x := range value {
			figures += wellFormed(t, fmt.Sprint(path, "[", i, "]"), x)
		}
	case map[string]any:
		reason, _ := value["reason"].(string)
		if reason != "" && !strings.HasPrefix(reason, "not defined, because ") {
			t.Errorf("%s has the reason %q", path, reason)
		}
		for _, key := range []string{"value", "low", "high"} {
			if x, is := value[key]; is {
				if (x == nil) != (reason != "") {
					t.Errorf("%s has the %s %v and the reason %q", path, key, x, reason)
				}
				delete(value, key)
			}
		}
		if value["measure"] != nil {
			figures++
		}
		for key, x := range value {
			figures += wellFormed(t, path+"."+key, x)
		}
	}
	return figures
}
