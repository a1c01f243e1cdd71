package dataset

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"factmark/store"
)

// TestRunsAreTheText holds for every text: the runs are its lines, and those of a claim are its quote.
func TestRunsAreTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := []rune(rapid.StringOfN(rapid.RuneFrom([]rune("ab \n\u0301é😀\u05d0漢")), 1, 40, -1).Draw(t, "text"))
		var claims []printedClaim
		for range rapid.IntRange(0, 6).Draw(t, "claims") {
			start := rapid.IntRange(0, len(letters)-1).Draw(t, "start")
			end := rapid.IntRange(start+1, len(letters)).Draw(t, "end")
			claims = append(claims, printedClaim{Claim: &Claim{Start: start, End: end}, Shown: true})
		}
		slices.SortFunc(claims, func(a, b printedClaim) int {
			if a.Start != b.Start {
				return a.Start - b.Start
			}
			return a.End - b.End
		})
		text := string(letters)
		var lines []string
		quotes := make([]string, len(claims))
		ends := make([]int, len(claims))
		for _, p := range paragraphs(text, claims) {
			line := ""
			for _, r := range p.Runs {
				line += r.Text
				for _, c := range r.Claims {
					quotes[c] += r.Text
				}
				for _, c := range r.Ends {
					ends[c]++
				}
			}
			lines = append(lines, line)
		}
		var want []string
		for line := range strings.SplitSeq(text, "\n") {
			if strings.TrimSpace(line) != "" {
				want = append(want, line)
			}
		}
		solid := slices.DeleteFunc(lines, func(line string) bool { return strings.TrimSpace(line) == "" }) // a claim may end on a blank line
		if !slices.Equal(solid, want) {
			t.Fatalf("the lines of %q are %q", text, lines)
		}
		for i, c := range claims {
			quote := string(letters[c.Start:c.End])
			if got := strings.Join(strings.Fields(quotes[i]), ""); got != strings.Join(strings.Fields(quote), "") {
				t.Errorf("claim %d of %q is %q, not %q", i, text, got, quote)
			}
			if ends[i] != 1 {
				t.Errorf("claim %d of %q ends %d times", i, text, ends[i])
			}
		}
	})
}

// writtenTwice gives the file of a format and its report, and checks that writing it again gives the same bytes.
func writtenTwice(t testing.TB, st *store.Store, f *Format, scope store.Filter, o Options) ([]byte, Report) {
	t.Helper()
	var first, second bytes.Buffer
	report, err := Write(t.Context(), &first, st, f, scope, o)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), &second, st, f, scope, o); err != nil || !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Errorf("%s is another file the second time (%v)", f.Name, err)
	}
	return first.Bytes(), report
}

func TestReportAsAPage(t *testing.T) {
	st := sampleWorkspace(t)
	page, _ := writtenTwice(t, st, reportHTMLFormat, store.Filter{}, Options{})
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	ids, links, scripts, articles := map[string]bool{}, []string{}, 0, 0
	for n := range root.Descendants() {
		switch n.Data {
		case "script", "img", "iframe", "link":
			scripts++
		case "article":
			articles++
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id" && ids[a.Val]:
				t.Errorf("the id %s is there twice", a.Val)
			case a.Key == "id":
				ids[a.Val] = true
			case a.Key == "href":
				links = append(links, a.Val)
			}
		}
	}
	if articles != 13 || scripts != 0 {
		t.Errorf("%d claims, %d things from elsewhere", articles, scripts)
	}
	for _, link := range links {
		if inside, is := strings.CutPrefix(link, "#"); is && !ids[inside] || !is && !webAddress(link) {
			t.Errorf("a link leads to %s", link)
		}
	}
	for _, want := range []string{"See the ledger;\nit says so.", "Coder B, 2025-02-10", "Half true", "rejected: a review found", "without a place in the present text", "https://archive.example.org/5",
		`dir="rtl"`, "set 2", "shared by a linked claim", "👩🏽\u200D🚀 handled 40</mark>", "The mayor"} {
		if !bytes.Contains(page, []byte(want)) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if bytes.Contains(page, []byte("Nobody has marked")) {
		t.Error("a document without claims is there")
	}

	bare, _ := writtenTwice(t, st, reportHTMLFormat, store.Filter{}, Options{WithoutTexts: true})
	if bytes.Contains(bare, []byte("stood in the log, ")) || !bytes.Contains(bare, []byte("ships a day.\nThe mayor said")) {
		t.Error("without texts there are to be the quotes alone")
	}
}

func TestReportOfADocumentWithoutClaims(t *testing.T) {
	st := sampleWorkspace(t)
	all, err := st.Documents(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range all {
		if d.Claims == 0 {
			page, _ := writtenTwice(t, st, reportHTMLFormat, store.Filter{DocumentIDs: []string{d.ID}}, Options{})
			if !bytes.Contains(page, []byte("Nobody has marked anything here.")) || !bytes.Contains(page, []byte("There are no claims in this document.")) {
				t.Errorf("the page of %q does not say that it has no claims", d.Title)
			}
		}
	}
}

func TestReportForAWordProcessor(t *testing.T) {
	file, _ := writtenTwice(t, sampleWorkspace(t), reportDOCXFormat, store.Filter{}, Options{})
	parts, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	anchors, bookmarks := []string{}, map[string]bool{}
	for _, part := range parts.File {
		content, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		for decoder := xml.NewDecoder(content); ; {
			token, err := decoder.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", part.Name, err)
			}
			switch token := token.(type) {
			case xml.CharData:
				text.Write(token)
			case xml.StartElement:
				for _, a := range token.Attr {
					switch {
					case token.Name.Local == "hyperlink" && a.Name.Local == "anchor":
						anchors = append(anchors, a.Value)
					case token.Name.Local == "bookmarkStart" && a.Name.Local == "name":
						if bookmarks[a.Value] {
							t.Errorf("the bookmark %s is there twice", a.Value)
						}
						bookmarks[a.Value] = true
					}
				}
			}
		}
	}
	for _, anchor := range anchors {
		if !bookmarks[anchor] {
			t.Errorf("a number leads to %s, which is not there", anchor)
		}
	}
	if len(anchors) != 2*11 { // 13 claims without the rejected one and the orphan, in the text and in the list
		t.Errorf("%d numbers lead somewhere", len(anchors))
	}
	for _, want := range []string{"=cmd|' /C calc'!A1", "يعقد مجلس الأمن", "See the ledger;", "https://example.org/news?id=5&x=“y”"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("it does not say %q", want)
		}
	}
}

func TestReportAsPDF(t *testing.T) {
	file, report := writtenTwice(t, sampleWorkspace(t), reportPDFFormat, store.Filter{}, Options{})
	if !bytes.HasPrefix(file, []byte("%PDF-")) || !bytes.Contains(file[len(file)-16:], []byte("%%EOF")) {
		t.Fatal("it is no PDF")
	}
	said := 0
	for _, loss := range report.Lost {
		if strings.Contains(loss.What, "letters that a PDF cannot show") {
			said += loss.N
		}
	}
	if said < 4 { // two documents, and at least the claims with emoji and with Arabic
		t.Errorf("what cannot be drawn is said %d times: %v", said, report.Lost)
	}
}

// TestLinesOfThePDFFit wraps texts that have no space, one only, or are wider than a line by themselves.
func TestLinesOfThePDFFit(t *testing.T) {
	r, err := newPDFReport(&Selection{})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOfN(rapid.StringOfN(rapid.RuneFrom([]rune("aWi.  \né")), 0, 60, -1), 1, 4).Draw(t, "texts")
		var pieces []pdfPiece
		for _, text := range texts {
			pieces = append(pieces, pdfPiece{text: text, font: pdfText})
		}
		const width = 90
		var said string
		for _, line := range r.wrap(pieces, width) {
			x := 0.
			for i, piece := range line {
				said += piece.text
				if i == len(line)-1 {
					x += r.width(strings.TrimRight(piece.text, " "), piece.font)
				} else {
					x += piece.width
				}
			}
			if x > width+.01 && len(strings.TrimSpace(said)) > 1 {
				t.Fatalf("a line of %q is %.1f wide", texts, x)
			}
		}
		if want := strings.ReplaceAll(strings.Join(texts, ""), "\n", ""); said != want {
			t.Fatalf("%q became %q", want, said)
		}
	})
}
