package dataset

import (
	"encoding/binary"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"factmark/store"
)

func TestREFIComesBack(t *testing.T) {
	st := sampleWorkspace(t)
	file, report := written(t, st, refiFormat, Options{})
	in := readOnlyAs(t, refiFormat, file)
	if in.Unit != CodePoints || len(in.Bad)+len(in.Remarks) > 0 {
		t.Fatalf("unit %q, bad %v, remarks %v", in.Unit, in.Bad, in.Remarks)
	}
	for _, lost := range []string{"orphan", "rejected span", "decisions of reviews", "page or other place in the file", "keys, colours and guidelines of labels", "author, language, tags and other details"} {
		if !slices.Contains(lossesOf(report), lost) {
			t.Errorf("the loss of %s is not said: %v", lost, report.Lost)
		}
	}
	want := claimsOf(t, st)
	if len(in.Claims) != len(want)-2 {
		t.Errorf("%d claims, want %d", len(in.Claims), len(want)-2)
	}
	for _, got := range in.Claims {
		expected := want[got.ClaimID]
		expected.Line, expected.Prefix, expected.Suffix, expected.Meaning = 0, "", "", "" // of the text and of the codes
		got.Line, got.Columns = 0, 0
		if !reflect.DeepEqual(got, expected) {
			t.Errorf("claim:\n got %+v\nwant %+v", got, expected)
		}
	}
	if n := checkSpans(t, textsOf(t, nil, in), in); n != len(in.Claims)+len(in.Evidence)-1 {
		t.Errorf("%d spans were held against the texts that came along", n)
	}
	checkEvidence(t, st, in)
	checkDocuments(t, st, in)
	labels, err := st.Labels(t.Context())
	if err != nil || len(labels) != len(in.Labels) {
		t.Fatalf("labels %+v, want %+v (%v)", in.Labels, labels, err)
	}
	for i, l := range labels {
		if got := in.Labels[i]; got.ID != l.ID || got.Name != l.Name || got.Meaning != l.Meaning || got.Light != l.Light || got.Guideline != l.Guideline {
			t.Errorf("label %+v, want %+v", got, l)
		}
	}
}

var (
	guidAttribute = regexp.MustCompile(` guid="([^"]*)"`)
	refAttribute  = regexp.MustCompile(` (?:targetGUID|creatingUser|originGUID)="([^"]*)"`)
	sourcePath    = regexp.MustCompile(` plainTextPath="internal://([^"]*)"`)
)

// The schema does not ask that references lead anywhere.
func TestAllThatAProjectRefersToIsInIt(t *testing.T) {
	for name, st := range map[string]*store.Store{"sample": sampleWorkspace(t), "hostile": hostileStore(t), "empty": newStore(t)} {
		t.Run(name, func(t *testing.T) {
			file, _ := written(t, st, refiFormat, Options{})
			files := unzipped(t, file)
			project := files["project.qde"]
			known := map[string]bool{}
			for _, m := range guidAttribute.FindAllStringSubmatch(project, -1) {
				if known[m[1]] || !isUUID(m[1]) {
					t.Errorf("the guid %q is no UUID, or is there twice", m[1])
				}
				known[m[1]] = true
			}
			for _, m := range refAttribute.FindAllStringSubmatch(project, -1) {
				if !known[m[1]] {
					t.Errorf("%q refers to nothing", m[0])
				}
			}
			texts := 0
			for _, m := range sourcePath.FindAllStringSubmatch(project, -1) {
				text, there := files["sources/"+m[1]]
				if !there || strings.ContainsAny(text, "\r") || strings.HasPrefix(text, bom) {
					t.Errorf("the text %s: there %v", m[1], there)
				}
				texts++
			}
			if texts != len(files)-1 {
				t.Errorf("%d texts are referred to, of %d files", texts, len(files))
			}
			if err := xml.Unmarshal([]byte(project), new(qdaProject)); err != nil {
				t.Error(err)
			}
			validate(t, project)
		})
	}
}

// validate holds a project against the schema that its makers publish, where there is a program that can.
func validate(t *testing.T, project string) {
	t.Helper()
	xmllint, err := exec.LookPath("xmllint")
	if err != nil {
		t.Log("xmllint is not installed: the project was not held against its schema")
		return
	}
	path := filepath.Join(t.TempDir(), "project.qde")
	if err := os.WriteFile(path, []byte(project), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command(xmllint, "--noout", "--nonet", "--schema", "testdata/refi-qda-project.xsd", path).CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}

// qde is a project with this content.
func qde(origin, content string) string {
	return `<?xml version="1.0" encoding="utf-8"?>` + "\n" + `<Project xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" name="p" origin="` + origin + `" xmlns="urn:QDA-XML:project:1.0">` + content + `</Project>`
}

const (
	qdaAna, qdaBen, qdaRisk, qdaRise = "11111111-0000-4000-8000-00000000000a", "11111111-0000-4000-8000-00000000000b", "22222222-0000-4000-8000-000000000001", "22222222-0000-4000-8000-000000000002"

	qdaPeople = `<Users><User guid="` + qdaAna + `" name="Ana"/><User guid="` + qdaBen + `" name="Ben"/></Users>`
	qdaBook   = `<CodeBook><Codes><Code guid="22222222-0000-4000-8000-000000000009" name="Themes" isCodable="false"><Code guid="{` + "22222222-0000-4000-8000-000000000001" + `}" name="Risk" isCodable="true" color="#f80"><Description>What may fail</Description>
		<Code guid="` + qdaRise + `" name="Rise" isCodable="true" color="#00ff7f"/></Code></Code><Code guid="22222222-0000-4000-8000-000000000003" name="Rise" isCodable="true"/></Codes></CodeBook>`
)

func coded(n int, start, end int, name, more string, codings ...string) string {
	s := fmt.Sprintf(`<PlainTextSelection guid="33333333-0000-4000-8000-%012d" name="%s" startPosition="%d" endPosition="%d" creatingUser="%s" creationDateTime="2023-05-01T10:00:00Z" modifiedDateTime="2023-05-02T10:00:00.1234567Z">%s`,
		n, strings.NewReplacer("&", "&amp;", `"`, "&quot;", "\n", "&#10;").Replace(name), start, end, qdaAna, more)
	for i, c := range codings {
		by := ""
		if i > 0 {
			by = ` creatingUser="` + qdaBen + `"`
		}
		s += fmt.Sprintf(`<Coding guid="44444444-0000-4000-8000-%06d%06d"%s creationDateTime="2023-05-03T10:00:00Z"><CodeRef targetGUID="%s"/></Coding>`, n, i, by, c)
	}
	return s + `</PlainTextSelection>`
}

func source(name, path, content string) string {
	return `<TextSource guid="55555555-0000-4000-8000-000000000001" name="` + name + `" plainTextPath="` + path + `" creatingUser="` + qdaAna + `">` + content + `</TextSource>`
}

func TestForeignProjectsAreRead(t *testing.T) {
	const text = "Ships 🚢 came.\r\nRates “rose” again,\r\nsaid no one.\r\n"
	lf := withLF(text)
	// where counts in code points, CRLF as two or one.
	where := func(text, quote string) (int, int) {
		before, _, found := strings.Cut(text, quote)
		if !found {
			t.Fatalf("%q is not there", quote)
		}
		start := utf8.RuneCountInString(before)
		return start, start + utf8.RuneCountInString(quote)
	}
	at := func(n int, text, quote, name, more string, codings ...string) string {
		start, end := where(text, quote)
		return coded(n, start, end, name, more, codings...)
	}
	two, one := "again,\r\nsaid", "again,\nsaid"
	for name, test := range map[string]struct {
		files map[string]string
		words []string // of the claims, in their order
		check func(*Imported) bool
	}{
		"MAXQDA": {map[string]string{"project.qde": qde("MAXQDA 2022", qdaPeople+qdaBook+`<Sources>`+source("Talk", "internal://T1.txt",
			`<Description>heard live</Description>`+at(1, text, "Rates “rose”", "", "<Description>Look here</Description>", qdaRisk)+at(2, text, two, "", "", qdaRise, qdaRisk)+at(3, text, "Ships 🚢", "", "<Description>odd</Description>"))+`</Sources>`),
			"sources/t1.txt": bom + text}, []string{"Rates “rose”", one, one, "Ships 🚢"}, func(in *Imported) bool {
			return in.Documents[0].Note == "heard live" && in.Claims[0].Note == "Look here" && in.Claims[0].Quote == "" && in.Claims[1].Label == "Rise" && in.Claims[1].Annotator == "Ana" && in.Claims[2].Label == "Risk" &&
				in.Claims[2].Annotator == "Ben" && in.Claims[1].ClaimID != in.Claims[2].ClaimID && in.Claims[3].Label == "" && saying(in, "1 passage has several codes") && saying(in, "1 passage has no code")
		}},
		"ATLAS.ti": {map[string]string{"project.qde": qde("ATLAS.ti 22", qdaPeople+qdaBook+`<Sources>`+source("Talk", "internal://T1.txt", at(1, lf, one, "again, said", "", qdaRisk)+at(2, lf, "no one", "1:2 no …", "", qdaRisk))+`</Sources><Links><Link guid="66666666-0000-4000-8000-000000000001" name="contradicts" direction="OneWay" originGUID="33333333-0000-4000-8000-000000000002" targetGUID="33333333-0000-4000-8000-000000000001"/>
			<Link guid="66666666-0000-4000-8000-000000000002" name="is part of" originGUID="33333333-0000-4000-8000-000000000002" targetGUID="33333333-0000-4000-8000-000000000001"/></Links>`),
			"Sources/T1.txt": text}, []string{one, "no one"}, func(in *Imported) bool {
			return in.Claims[0].Quote == one && in.Claims[1].Quote == "" && len(in.Evidence) == 1 && in.Evidence[0].Stance == "refutes" && in.Evidence[0].Claim == 0 && saying(in, "link that names no stance (1)")
		}},
		"QualCoder": {map[string]string{"project.qde": qde("QualCoder 3.5", qdaPeople+qdaBook+`<Variables><Variable guid="77777777-0000-4000-8000-000000000001" name="Publisher" typeOfVariable="Text"/><Variable guid="77777777-0000-4000-8000-000000000002" name="Wave" typeOfVariable="Integer"/><Variable guid="77777777-0000-4000-8000-000000000003" name="Date" typeOfVariable="Date"/></Variables>
			<Cases><Case guid="88888888-0000-4000-8000-000000000001" name="Ana"/></Cases><Sources>`+source("Talk", "internal://T1.txt", at(1, lf, one, "again,\u2029said", "", qdaRisk)+at(2, lf, "no one", "no one", "", "88888888-0000-4000-8000-000000000001")+
			`<NoteRef targetGUID="99999999-0000-4000-8000-000000000001"/><VariableValue><VariableRef targetGUID="77777777-0000-4000-8000-000000000001"/><TextValue>The Example</TextValue></VariableValue><VariableValue><VariableRef targetGUID="77777777-0000-4000-8000-000000000002"/><IntegerValue>3</IntegerValue></VariableValue><VariableValue><VariableRef targetGUID="77777777-0000-4000-8000-000000000003"/><DateValue>2023-05-01</DateValue></VariableValue>`)+
			`</Sources><Notes><Note guid="99999999-0000-4000-8000-000000000001" creatingUser="`+qdaBen+`"><PlainTextContent>An annotation</PlainTextContent><PlainTextSelection guid="99999999-0000-4000-8000-000000000002" startPosition="0" endPosition="5"/></Note><Note guid="99999999-0000-4000-8000-000000000003" name="Journal"><PlainTextContent>Day 1</PlainTextContent></Note></Notes>`),
			"sources/T1.txt": lf}, []string{"Ships", one}, func(in *Imported) bool {
			d := in.Documents[0]
			return in.Claims[0].Note == "An annotation" && in.Claims[0].Annotator == "Ben" && in.Claims[0].Label == "" && in.Claims[1].Quote == one && d.Publisher == "The Example" && d.Published == "2023-05-01" && d.Note == "Wave: 3" &&
				saying(in, "passage of a case (1)") && saying(in, "case (1)") && saying(in, "“Journal”")
		}},
		"NVivo": {map[string]string{"project.qde": qde("NVivo", qdaPeople+qdaBook+`<Sources>`+source("Talk", "internal://T1.txt", at(1, text, two, "", "", qdaRisk)+at(2, text, "no one", "", ""))+
			`<PictureSource guid="p" name="Photo"><PictureSelection guid="q" firstX="1"/></PictureSource><AudioSource guid="a" name="Tape"><Transcript guid="t"/><AudioSelection guid="s"/><AudioSelection guid="u"/></AudioSource><PDFSource guid="f" name="Paper"><PDFSelection guid="g" page="1"/></PDFSource></Sources>
			<Notes><Note guid="99999999-0000-4000-8000-000000000001" plainTextPath="internal://N1.txt" richTextPath="internal://N1.docx"/></Notes><Links><Link guid="66666666-0000-4000-8000-000000000001" originGUID="99999999-0000-4000-8000-000000000001" targetGUID="33333333-0000-4000-8000-000000000002"/></Links><Sets><Set guid="s" name="S"/></Sets><Graphs><Graph guid="g"/></Graphs>`),
			"Sources/T1.txt": text, "Sources/N1.txt": bom + "Ask her.\r\n"}, []string{one, "no one"}, func(in *Imported) bool {
			for _, words := range []string{"picture (1)", "selection of a picture (1)", "selection of a recording (2)", "transcript of a recording (1)", "selection of an area of a PDF (1)", "PDF without its plain text (1)", "set of codes or sources (1)", "graph (1)"} {
				if !saying(in, words) {
					return false
				}
			}
			return in.Claims[1].Note == "Ask her."
		}},
		"text within": {map[string]string{"project.qde": qde("x", qdaBook+`<Sources><TextSource guid="55555555-0000-4000-8000-000000000001" name="In"><PlainTextContent>`+strings.ReplaceAll(text, "\r", "&#13;")+`</PlainTextContent>`+at(1, text, "no one", "no one", "", qdaRisk)+`</TextSource></Sources>`)}, []string{"no one"}, func(in *Imported) bool {
			return in.Documents[0].Text == text && in.Claims[0].Quote == "no one"
		}},
		"a PDF's text": {map[string]string{"project.qde": qde("x", qdaBook+`<Sources><PDFSource guid="55555555-0000-4000-8000-000000000001" name="Paper.pdf"><Representation guid="r" plainTextPath="internal://r.txt">`+at(1, lf, "no one", "no one", "", qdaRisk)+`</Representation></PDFSource></Sources>`), "sources/r.txt": lf}, []string{"no one"}, func(in *Imported) bool {
			return in.Documents[0].Title == "Paper.pdf"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			in := readOnlyAs(t, refiFormat, zipped(t, test.files))
			if len(in.Bad) > 0 || len(in.Claims) != len(test.words) || !test.check(in) {
				t.Fatalf("bad %v, remarks %q, documents %+v, claims %+v, evidence %+v", in.Bad, in.Remarks, in.Documents, in.Claims, in.Evidence)
			}
			for _, c := range in.Claims {
				if c.DocumentSHA256 != textSum(in.Documents[0].Text) || c.CreatedAt.IsZero() && c.Note != "An annotation" {
					t.Errorf("%+v", c)
				}
			}
			st := newStore(t)
			unit := Unit("")
			if in.Unit == "" { // which the test knows
				unit = CodePoints
			}
			if _, err := in.Place(t.Context(), st, unit); err != nil {
				t.Fatal(err)
			}
			placed := []rune(in.Documents[0].Text)
			for i, c := range in.Claims {
				if got := string(placed[c.Start:c.End]); got != test.words[i] {
					t.Errorf("claim %d stands on %q, want %q", i, got, test.words[i])
				}
			}
			want := []store.Label{{Name: "Risk", Light: "#FF8800", Guideline: "What may fail", ID: qdaRisk}, {Name: "Rise", Light: "#00FF7F", ID: qdaRise}, {Name: "Rise", ID: "22222222-0000-4000-8000-000000000003"}}
			if len(in.Labels) != 3 || !reflect.DeepEqual(in.Labels[:2], want[:2]) {
				t.Errorf("labels %+v", in.Labels)
			}
		})
	}
}

func TestDamagedProjectsAreNamed(t *testing.T) {
	const text = "One two three."
	project := func(source string) []byte {
		return zipped(t, map[string]string{"project.qde": qde("x", qdaBook+"<Sources>"+source+"</Sources>"), "sources/t.txt": text, "sources/l.txt": "caf\xe9", "sources/e.txt": " \n"})
	}
	good := coded(1, 0, 3, "One", "", qdaRisk)
	for name, source := range map[string]string{
		"a position": source("T", "internal://t.txt", good+strings.Replace(coded(2, 4, 7, "two", "", qdaRisk), `"4"`, `"-4"`, 1)), "an inverted span": source("T", "internal://t.txt", good+coded(2, 7, 4, "two", "", qdaRisk)),
		"a code": source("T", "internal://t.txt", good+coded(2, 4, 7, "two", "", qdaAna)), "a time": source("T", "internal://t.txt", good+strings.Replace(coded(2, 4, 7, "two", "", qdaRisk), "2023-05-02", "soon", 1)),
		"a missing text": source("T", "internal://t.txt", good) + source("U", "internal://u.txt", good), "a text elsewhere": source("T", "internal://t.txt", good) + source("U", "absolute:///etc/passwd", good),
		"a text above": source("T", "internal://t.txt", good) + source("U", "internal://../project.qde", good), "a text of Latin-1": source("T", "internal://t.txt", good) + source("U", "internal://l.txt", good),
		"an empty text": source("T", "internal://t.txt", good) + source("U", "internal://e.txt", good), "a Word file alone": source("T", "internal://t.txt", good) + `<TextSource guid="x" name="U" richTextPath="internal://u.docx"/>`,
	} {
		in := readOnlyAs(t, refiFormat, project(source))
		if len(in.Bad) != 1 || len(in.Claims) != 1 || in.Claims[0].Quote != "One" {
			t.Errorf("%s: bad %v, claims %+v", name, in.Bad, in.Claims)
		}
	}
	for name, text := range map[string]string{
		"entities": strings.Replace(qde("x", "<Description>&a;</Description>"), "<Project", `<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa">]><Project`, 1), "an external file": strings.Replace(qde("x", ""), "<Project", `<!DOCTYPE p SYSTEM "file:///etc/passwd"><Project`, 1),
		"an unknown entity": qde("x", "<Description>&a;</Description>"), "depth": qde("x", strings.Repeat("<a>", 10000)+strings.Repeat("</a>", 10000)), "codes in codes": qde("x", "<CodeBook><Codes>"+strings.Repeat(`<Code guid="x" name="y">`, 500)+strings.Repeat("</Code>", 500)+"</Codes></CodeBook>"),
		"half a file": qde("x", qdaBook)[:300], "other XML": "<html/>", "nothing": "", "another name space": `<Project xmlns="urn:other"/>`, "an unknown encoding": strings.Replace(qde("x", ""), "utf-8", "x-none", 1),
	} {
		if err := refiFormat.read(zipped(t, map[string]string{"project.qde": text}), &Imported{}); err == nil {
			t.Errorf("%s: read", name)
		}
	}
	for name, files := range map[string]map[string]string{"no project": {"a.txt": "x"}, "two projects": {"a.qde": qde("x", ""), "b.qde": qde("x", "")}} {
		if err := refiFormat.read(zipped(t, files), &Imported{}); err == nil {
			t.Errorf("%s: read", name)
		}
	}
}

func TestACodeBookAndBareXMLAreRead(t *testing.T) {
	book := `<?xml version="1.0" encoding="utf-8"?><CodeBook xmlns="urn:QDA-XML:codebook:1.0" origin="x"><Codes><Code guid="` + qdaRisk + `" name="Risk" isCodable="true" color="#123456"/></Codes></CodeBook>`
	in := readOnlyAs(t, refiFormat, []byte(book))
	if len(in.Labels) != 1 || in.Labels[0].Name != "Risk" || in.Labels[0].Light != "#123456" {
		t.Errorf("%+v", in)
	}
	in = readOnlyAs(t, refiFormat, []byte(bom+qde("x", qdaBook)))
	if len(in.Labels) != 3 {
		t.Errorf("%+v", in)
	}
	wide := inUTF16(strings.Replace(qde("x", qdaBook), "utf-8", "utf-16", 1), binary.LittleEndian)
	if in := (&Imported{}); refiFormat.read([]byte(wide), in) != nil || len(in.Labels) != 3 {
		t.Errorf("UTF-16: %+v", in)
	}
}

func TestControlCharactersAreSaid(t *testing.T) {
	st := newStore(t, store.NewDocument{Title: "T", Text: "One\x01two 🚢 three."})
	docs, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.AddClaims(t.Context(), []store.NewClaim{{DocumentID: docs[0].ID, Start: 0, End: 15}}); err != nil {
		t.Fatal(err)
	}
	file, report := written(t, st, refiFormat, Options{})
	if !slices.Contains(lossesOf(report), "control character") {
		t.Errorf("%v", report.Lost)
	}
	in := readOnlyAs(t, refiFormat, file)
	if n := checkSpans(t, textsOf(t, nil, in), in); n != 1 || in.Claims[0].Quote != "One\x01two 🚢 three" {
		t.Errorf("%+v", in.Claims)
	}
}

func FuzzREFI(f *testing.F) {
	f.Add(qde("QualCoder", qdaPeople+qdaBook+"<Sources>"+source("T", "internal://t.txt", coded(1, 0, 3, "One", "", qdaRisk, qdaRise))+"</Sources>"), "One two three.")
	f.Fuzz(func(t *testing.T, project, text string) {
		in := &Imported{}
		if refiFormat.read(zipped(t, map[string]string{"project.qde": project, "sources/t.txt": text}), in) != nil {
			return
		}
		for _, c := range in.Claims {
			if c.Start < 0 || c.End <= c.Start || c.Line < 1 {
				t.Errorf("%+v", c)
			}
		}
		for _, e := range in.Evidence {
			if e.Claim < 0 || e.Claim >= len(in.Claims) || e.Stance == "" {
				t.Errorf("%+v", e)
			}
		}
	})
}
