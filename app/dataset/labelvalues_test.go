package dataset

import (
	"slices"
	"testing"

	"factmark/store"
)

func TestVerdictsOfLabels(t *testing.T) {
	labels := []store.Label{{Name: "Supported", Meaning: "supported"}, {Name: "Satire", Meaning: "none"}, {Name: "Half true", Meaning: "unclear", Group: "P", Rating: 4},
		{Name: "True", Meaning: "supported", Group: "P", Rating: 6}, {Name: "Of another scale", Meaning: "none", Rating: 9}, {Name: "conflicting evidence/cherrypicking", Meaning: "disputed"}}
	for i, want := range [][]string{{"SUPPORTS", "Supported", "3 of 3"}, {"", "", ""}, {"NOT ENOUGH INFO", "Not Enough Evidence", "4 of 6"},
		{"SUPPORTS", "Supported", "6 of 6"}, {"", "", "9 of 9"}, {"REFUTES", "Conflicting Evidence/Cherrypicking", "1 of 3"}} {
		var got []string
		for _, v := range Verdicts(labels[i], labels) {
			got = append(got, v.Value)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s is %q, want %q", labels[i].Name, got, want)
		}
	}
}

func TestMapped(t *testing.T) {
	fever := [4]string{"SUPPORTS", "REFUTES", "NOT ENOUGH INFO", "REFUTES"}
	averitec := [4]string{"Supported", "Refuted", "Not Enough Evidence", "Conflicting Evidence/Cherrypicking"}
	one := []Evidence{{Stance: "supports"}}
	for name, c := range map[string]struct {
		values [4]string
		claim  Claim
		want   string
	}{
		"follows from the evidence":               {fever, Claim{Label: "Disputed", Meaning: "disputed", FineLabel: "refuted"}, "REFUTES"},
		"conflicting":                             {averitec, Claim{Label: "Disputed", Meaning: "disputed", FineLabel: "conflicting"}, "Conflicting Evidence/Cherrypicking"},
		"called as the form's own":                {averitec, Claim{Label: "conflicting evidence / cherrypicking", Meaning: "none", FineLabel: "refuted"}, "Conflicting Evidence/Cherrypicking"},
		"the three that every workspace has":      {fever, Claim{Label: "Not enough info", Meaning: "unclear", FineLabel: "not enough info"}, "NOT ENOUGH INFO"},
		"parted by lines":                         {fever, Claim{Label: "NOT_ENOUGH_INFO", Meaning: "none", FineLabel: "supported", Evidence: one}, "NOT ENOUGH INFO"},
		"nothing said":                            {fever, Claim{}, ""},
		"a label that means none of these":        {fever, Claim{Label: "Satire", Meaning: "none"}, ""},
		"such a label with evidence":              {fever, Claim{Label: "Satire", Meaning: "none", FineLabel: "supported", Evidence: one}, "SUPPORTS"},
		"a review before the annotator":           {fever, Claim{Label: "Supported", Meaning: "supported", FineLabel: "supported", FinalLabel: "Disputed", FinalMeaning: "disputed"}, "REFUTES"},
		"a review's label called as one":          {averitec, Claim{Label: "Refuted", FinalLabel: "Not enough evidence", FinalMeaning: "none", FineLabel: "refuted"}, "Not Enough Evidence"},
		"evidence before the meaning in a review": {fever, Claim{Label: "Supported", FineLabel: "supported", FinalLabel: "True", FinalMeaning: "none", Evidence: one}, "SUPPORTS"},
		"a label above conflicting evidence":      {fever, Claim{Label: "Supported", Meaning: "supported", FineLabel: "conflicting", Evidence: one}, "SUPPORTS"},
		"a label above evidence":                  {averitec, Claim{Label: "Doubtful", Meaning: "unclear", FineLabel: "supported", Evidence: one}, "Not Enough Evidence"},
		"disputed with conflicting evidence":      {fever, Claim{Label: "Disputed", Meaning: "disputed", FineLabel: "conflicting", Evidence: one}, "REFUTES"},
		"a review's label that means none":        {fever, Claim{Label: "Supported", Meaning: "supported", FineLabel: "supported", FinalLabel: "Satire", FinalMeaning: "none"}, ""},
		"a form without a word for it":            {[4]string{"entailment", "contradiction", "neutral", ""}, Claim{FineLabel: "conflicting", Evidence: one}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := mapped(c.values, &c.claim); got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}
