package evidence

import (
	"os"
	"path/filepath"
	"testing"
)

// What the hints of pairs of a claim and a passage are worth: the share of refuting passages among those with a hint, against all.
func TestMeasureHints(t *testing.T) {
	folder := os.Getenv("FACTMARK_SETS")
	if folder == "" {
		t.Skip("FACTMARK_SETS names no folder with sets")
	}
	type pair struct{ Claim, Evidence, Label string }
	for _, name := range []string{"pairs-fm2.jsonl", "pairs-scifact.jsonl"} {
		var pairs, refuting, hinted, both int
		for _, p := range readLines[pair](t, filepath.Join(folder, name)) {
			refutes := p.Label == "R"
			pairs++
			refuting += number(refutes)
			if len(hintsOf(p.Claim, p.Evidence, factsOf(p.Claim))) > 0 {
				hinted++
				both += number(refutes)
			}
		}
		lift := float64(both) / float64(hinted) * float64(pairs) / float64(refuting)
		if t.Logf("%s: hints on %d of %d pairs, lift %.2f", name, hinted, pairs, lift); lift < 1.4 {
			t.Errorf("the lift of %s is below 1.4", name)
		}
	}
}
