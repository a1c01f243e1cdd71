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
