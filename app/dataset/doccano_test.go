package dataset

import (
	"bytes"
	"strings"
	"testing"
)

func TestDoccanoComesBack(t *testing.T) {
	in := comesBack(t, doccanoFormat, Options{}, nil)
	if len(in.Documents) != 4 || len(in.Evidence) != 3 || in.Evidence[1].ID != sampleEvidenceID(2) || in.Claims[in.Evidence[1].Claim].ClaimID != sampleClaimID(1) {
		t.Errorf("%d documents, evidence %+v", len(in.Documents), in.Evidence)
	}
}

func TestDoccanoFilesAreASCII(t *testing.T) {
	file, _ := written(t, sampleWorkspace(t), doccanoFormat, Options{})
	if i := bytes.IndexFunc(file, func(r rune) bool { return r > '~' || r < ' ' && r != '\n' }); i >= 0 {
		t.Errorf("%q", file[i:i+10])
	}
}

// doccano takes spans away, changes their labels and adds others; what is left is still ours.
func TestDoccanoEditsComeBack(t *testing.T) {
	file, _ := written(t, sampleWorkspace(t), doccanoFormat, Options{})
	line := ""
	for one := range strings.Lines(string(file)) {
		if strings.Contains(one, `"text":"The harbour \ud83d`) {
			line = one
		}
	}
	line = strings.Replace(line, `"entities":`, `"was":`, 1) // a project without relations exports none
	line = strings.Replace(line, `,"Half true"],`, `,"New"],`, 1)
	in := readOf(t, doccanoFormat, []byte(line))
	known := map[string]string{}
	for _, c := range in.Claims {
		known[c.ClaimID] = c.Label
	}
	if len(known) != len(in.Claims) || known[""] != "New" || known[sampleClaimID(3)] != "" || known[sampleClaimID(2)] != "Disputed" {
		t.Error(known)
	}
	if said := strings.Join(in.Remarks, " "); !strings.Contains(said, "1 claim was taken away") {
		t.Error(said)
	}
}

func TestDoccanoUnits(t *testing.T) {
	tests := []struct {
		line string
		want Unit
	}{
		{`{"text":"🚢 x","label":[[2,3,"A"]]}`, ""},
		{`{"text":"🚢 x","label":[[3,4,"A"]]}`, UTF16},
		{`{"text":"🚢 x","label":[[5,6,"A"]]}`, Bytes},
		{`{"text":"🚢 x","label":["A"]}`, CodePoints},
	}
	for _, test := range tests {
		in, err := Read("x", []byte(test.line), doccanoFormat)
		if err != nil || in.Unit != test.want || len(in.Claims) != 1 {
			t.Errorf("%s: %q, %+v, %v", test.line, in.Unit, in, err)
		}
	}
}
