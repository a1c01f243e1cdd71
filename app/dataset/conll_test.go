package dataset

import (
	"slices"
	"strings"
	"testing"

	"factmark/store"
)

func TestCoNLLComesBack(t *testing.T) {
	st := sampleWorkspace(t)
	file, report := written(t, st, conllFormat, Options{})
	in := readOf(t, conllFormat, file)
	lost := map[string]bool{}
	for _, loss := range report.Lost {
		if loss.What == "overlapping span" || loss.What == "rejected span" || loss.What == "claim without a place" {
			for _, id := range loss.IDs {
				lost[id] = true
			}
		}
	}
	if len(lost) != 5 { // 2, 3 and 4 overlap the first, 7 is rejected, 13 an orphan
		t.Errorf("lost: %v", report.Lost)
	}
	if len(in.Documents) != len(sampleDocuments) {
		t.Errorf("%d documents", len(in.Documents))
	}
	titles := map[string]string{}
	for _, d := range in.Documents {
		titles[d.Text] = d.Title
	}
	for _, d := range sampleDocuments {
		if titles[d.Text] != d.Title {
			t.Errorf("%q came back as %q", d.Title, titles[d.Text])
		}
	}
	var got, want []string
	for _, c := range in.Claims {
		got = append(got, c.DocumentSHA256+c.Quote+c.Label)
	}
	for id, c := range claimsOf(t, st) {
		if !lost[id] {
			label := c.Label
			if c.FinalLabel != "" {
				label = c.FinalLabel
			}
			want = append(want, c.DocumentSHA256+c.Quote+label)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("claims are\n%q, want\n%q", got, want)
	}
}

// Every line is four columns for Python's split, which takes more for white space than a space and a tab.
func TestCoNLLColumns(t *testing.T) {
	st := newStore(t, store.NewDocument{Title: "-X- _ 100%\u2028 b", Text: "  A\u00a0b\u2028c\x1cd\x1fe. -DOCSTART- # x\n\n\n \tF g_h  "}, store.NewDocument{Title: "blank", Text: " \n "})
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	label, err := st.AddLabel(t.Context(), store.Label{Name: "Half-true_ 50 %", Meaning: "none"})
	if err != nil {
		t.Fatal(err)
	}
	text := slices.IndexFunc(docs, func(d store.Document) bool { return d.Title != "blank" })
	if _, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: docs[text].ID, Start: 4, End: 9, LabelID: label.ID}}); err != nil {
		t.Fatal(err)
	}
	file, _ := written(t, st, conllFormat, Options{})
	for line := range strings.Lines(string(file)) {
		white := func(r rune) bool { return isBlank(r) }
		if columns := strings.FieldsFunc(line, white); len(columns) != 0 && len(columns) != 4 {
			t.Errorf("%q", columns)
		}
		if strings.IndexFunc(strings.Trim(line, "\n"), func(r rune) bool { return r != ' ' && isBlank(r) }) >= 0 {
			t.Errorf("%q", line)
		}
	}
	in := readOf(t, conllFormat, file)
	if len(in.Documents) != 2 || len(in.Claims) != 1 || in.Claims[0].Label != "Half-true_ 50 %" || in.Claims[0].Start != 4 {
		t.Fatalf("%q\n%+v", file, in)
	}
	for _, d := range in.Documents {
		if i := slices.IndexFunc(docs, func(was store.Document) bool { return was.SHA256 == textSum(d.Text) }); i < 0 || docs[i].Title != d.Title {
			t.Errorf("%q %q", d.Title, d.Text)
		}
	}
	// A file whose words were changed is read as any other.
	in = readOf(t, conllFormat, []byte(strings.Replace(string(file), "c _ 6:7", "cc _ 6:7", 1)))
	if !saying(in, "do not fit") || len(in.Claims) != 1 || in.Claims[0].Quote != "b cc d" {
		t.Errorf("%+v", in)
	}
}

func TestNoSentenceEndsWithinAClaim(t *testing.T) {
	const text = "One. Two three. Four."
	st := newStore(t, store.NewDocument{Title: "x", Text: text})
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: docs[0].ID, Start: 0, End: 7, LabelID: store.SupportedID}, {DocumentID: docs[0].ID, Start: 16, End: 18}}); err != nil {
		t.Fatal(err)
	}
	file, _ := written(t, st, conllFormat, Options{})
	want := `-DOCSTART- x 0:0 O

One _ 0:3 B-Supported
. _ 3:4 I-Supported
Tw _ 5:7 I-Supported
o _ 7:8 O
three _ 9:14 O
. _ 14:15 O

Fo _ 16:18 B-Unlabelled
ur _ 18:20 O
. _ 20:21 O

`
	if string(file) != want {
		t.Errorf("written as\n%s", file)
	}
}

// Label Studio writes labels with their spaces.
func TestCoNLLLabelsWithSpaces(t *testing.T) {
	in := readOf(t, conllFormat, []byte("-DOCSTART- -X- O\nIt -X- _ O\nwas -X- _ B-Not enough info\n12 -X- _ I-Not enough info\n. -X- _ O\n"))
	if len(in.Claims) != 1 || in.Claims[0].Label != "Not enough info" || in.Claims[0].Quote != "was 12" || len(in.Bad) > 0 {
		t.Errorf("%+v", in)
	}
}

func TestCoNLLSchemes(t *testing.T) {
	tests := []struct{ tags, want string }{
		{"B-A I-A O B-A", "0-2 A, 3-4 A"},
		{"I-A I-A B-A I-B", "0-2 A, 2-3 A, 3-4 B"}, // IOB1
		{"S-A B-B E-B S-B S-B", "0-1 A, 1-3 B, 3-4 B, 4-5 B"},
		{"U-A B-A I-A L-A I-A", "0-1 A, 1-4 A, 4-5 A"},
		{"B-A M-A E-A B-A", "0-3 A, 3-4 A"},
		{"I-A I-B I-B", "0-1 A, 1-3 B"}, // IO
		{"B I O B", "0-2 , 3-4 "},
	}
	for _, test := range tests {
		in := &Imported{}
		if err := readCoNLL([]byte("w\t"+strings.ReplaceAll(test.tags, " ", "\nw\t")), in); err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, c := range in.Claims {
			got = append(got, string(rune('0'+c.Start/2))+"-"+string(rune('0'+(c.End+1)/2))+" "+c.Label)
		}
		if said := strings.Join(got, ", "); said != test.want {
			t.Errorf("%s: %s, want %s", test.tags, said, test.want)
		}
	}
}

// A file is recognised whatever character it ends with, and wherever its beginning is cut off to be looked at.
func TestCoNLLIsRecognisedByWholeCharacters(t *testing.T) {
	file := strings.Repeat("the O\nmayor B-Größe\n\n", 20_000)
	for _, end := range []string{"é B-é", "🚢 B-🚢", "x B-éa", "x B-🚢ab"} {
		for shift := range 4 {
			for _, whole := range []string{"a O\nb O\n" + end, strings.Repeat("é", shift) + "x O\n" + file + end} {
				if !isCoNLL([]byte(whole)) {
					t.Errorf("one that ends with %q is not recognised, %d bytes", end, len(whole))
				}
			}
		}
	}
}
