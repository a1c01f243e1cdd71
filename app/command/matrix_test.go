package command

import (
	"encoding/csv"
	"encoding/json"
	"image/png"
	"os"
	"strings"
	"testing"

	"factmark/store"
)

// withEvidence makes desk.factmark with two texts, two claims and evidence on one of them.
func withEvidence(t *testing.T) {
	t.Helper()
	write(t, "port.txt", "The port handled ten ships.\nIt was closed.")
	write(t, "figures.txt", "=Figures: nine ships.\nMore there are not.")
	must(t, "import", "-w", "desk.factmark", "port.txt", "figures.txt")
	write(t, "rows.csv", "document,start,end,quote,label\nThe port handled ten ships.,4,26,port handled ten ships,Disputed\nThe port handled ten ships.,28,42,It was closed.,Supported\n")
	must(t, "claims", "-w", "desk.factmark", "rows.csv")
	st, err := store.Open(t.Context(), "desk.factmark")
	if err != nil {
		t.Fatal(err)
	}
	documents, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	claims, err := st.Claims(t.Context(), documents[1].ID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = st.AddEvidence(t.Context(),
		store.NewEvidence{ClaimID: claims[0].ID, Stance: store.StanceRefutes, DocumentID: documents[0].ID, Start: 10, End: 20},
		store.NewEvidence{ClaimID: claims[0].ID, Stance: store.StanceSupports, URL: "https://example.org/ships"})
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestMatrix(t *testing.T) {
	desk(t)
	write(t, "text.txt", "A text.")
	must(t, "import", "-w", "none.factmark", "text.txt")
	if out := must(t, "matrix", "-w", "none.factmark"); !strings.HasPrefix(out, "No claim has evidence yet") {
		t.Errorf("without evidence it says %q", out)
	}
	withEvidence(t)

	out := must(t, "matrix", "-w", "desk.factmark")
	for _, want := range []string{"1 claim · 2 documents · supports 1, refutes 1, context 0", "  1  −1  ", "=Figures: nine ships.", "  3  +1  ", "Outside sources", "  D +1 −1 − o + port handled ten ships\n"} {
		if !strings.Contains(out, want) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}

	records, err := csv.NewReader(strings.NewReader(must(t, "matrix", "-w", "desk.factmark", "--csv", "--all"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(records) != 3 || strings.Join(records[0][9:], "|") != "'=Figures: nine ships.|The port handled ten ships.|Outside sources" || strings.Join(records[1][9:], "|") != "refutes|own|supports" || strings.Join(records[2][9:], "|") != "|own|" {
		t.Errorf("the CSV is %q", records)
	}
	if records, _ := csv.NewReader(strings.NewReader(must(t, "matrix", "-w", "desk.factmark", "--csv", "--all", "--label", "supported"))).ReadAll(); len(records) != 2 || records[1][1] != "It was closed." {
		t.Errorf("of one label the CSV is %q", records)
	}

	r := run(t, "matrix", "-w", "desk.factmark", "--json", "-o", "matrix.json", "--picture", "matrix.png", "--sort", "disagreement")
	if r.code != done || r.out != "" || r.errOut != "Matrix written to matrix.json.\nMatrix written to matrix.png.\n" {
		t.Errorf("to files: %+v", r)
	}
	var value struct {
		Claims []struct {
			Cells []struct {
				Stances []string `json:"stances"`
			} `json:"cells"`
		} `json:"claims"`
	}
	if err := json.Unmarshal([]byte(read(t, "matrix.json")), &value); err != nil || len(value.Claims) != 1 || value.Claims[0].Cells[0].Stances[0] != "refutes" {
		t.Errorf("the JSON file holds %+v, %v", value, err)
	}
	file, err := os.Open("matrix.png")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if picture, err := png.DecodeConfig(file); err != nil || picture.Width < 1000 {
		t.Errorf("the picture is %+v, %v", picture, err)
	}

	before := read(t, "desk.factmark")
	for _, test := range []struct {
		args string
		code int
		want string
	}{
		{"--csv --json", misuse, "choose one of --csv and --json"},
		{"--sort size", misuse, "rows can be sorted by document, sources or disagreement, not \"size\""},
		{"--picture -", misuse, "a picture is written to a file"},
		{"-o desk.factmark", failed, "is the workspace itself"},
		{"--picture desk.factmark", failed, "is the workspace itself"},
		{"--picture no/such/folder.png", failed, "writing no/such/folder.png"},
		{"--label Nonsense", failed, "there is no label \"Nonsense\""},
		{"more", misuse, "one word too many"},
	} {
		r := run(t, append([]string{"matrix", "-w", "desk.factmark"}, strings.Fields(test.args)...)...)
		if r.code != test.code || !strings.Contains(r.errOut, test.want) || strings.Count(r.errOut, "\n") != 1 {
			t.Errorf("%s: %+v", test.args, r)
		}
	}
	if read(t, "desk.factmark") != before {
		t.Error("the workspace was written")
	}
}
