package pdf

import (
	"bytes"
	"encoding/binary"
	"io"
	"math"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const (
	size    = 10.0 // points of the type of these tests
	advance = 5.0  // of each character
)

// typed sets a line of text at a place, each character as wide as the others, with the line end that PDFium sees.
func typed(x, y float32, text string) []glyph {
	return append(set(x, y, size, text), glyph{r: '\n', kind: lineBreak})
}

func set(x, y, size float32, text string) []glyph {
	var glyphs []glyph
	for _, r := range text {
		width := float32(advance * size / 10)
		g := glyph{r: r, box: box{x, y - 0.25*size, x + width, y + 0.95*size}, x: x, y: y}
		if r == hyphenMark {
			g.kind = lineEndHyphen
		}
		glyphs = append(glyphs, g)
		x += width
	}
	return glyphs
}

// visual sets text from right to left, as it is read, with its right edge at x; the file has it in that order.
func visual(x, y float32, text string) []glyph {
	var glyphs []glyph
	for _, r := range text {
		x -= advance
		glyphs = append(glyphs, glyph{r: r, box: box{x, y - 2, x + advance, y + 9}, x: x, y: y})
	}
	return append(glyphs, glyph{r: '\n', kind: lineBreak})
}

func backwards(glyphs []glyph) []glyph {
	var turned []glyph
	for i := len(glyphs) - 2; i >= 0; i-- { // the line end stays
		turned = append(turned, glyphs[i])
	}
	return append(turned, glyphs[len(glyphs)-1])
}

func joined(parts ...[]glyph) (all []glyph) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

func oneText(pages ...[]glyph) string {
	var lines [][]*line
	for _, p := range pages {
		lines = append(lines, linesOf(p))
	}
	var text strings.Builder
	for _, t := range textOf(lines, false) {
		if text.Len() > 0 && !t.goesOn {
			text.WriteString("¶")
		}
		text.WriteString(t.text)
	}
	return text.String()
}

func TestLinesBecomeParagraphs(t *testing.T) {
	for _, c := range []struct {
		name   string
		glyphs []glyph
		want   string
	}{
		{"a paragraph", joined(typed(50, 700, "The harbour office filed its first"), typed(50, 688, "flood report on Monday, and it has"), typed(50, 676, "two parts.")),
			"The harbour office filed its first flood report on Monday, and it has two parts."},
		{"two, apart by a space", joined(typed(50, 700, "The harbour office filed its first"), typed(50, 688, "report on it."), typed(50, 664, "The second one will be filed in the"), typed(50, 652, "summer.")),
			"The harbour office filed its first report on it.\n\nThe second one will be filed in the summer."},
		{"two, apart by a short line", joined(typed(50, 700, "The harbour office filed its first"), typed(50, 688, "report."), typed(50, 676, "The second one will be filed in the"), typed(50, 664, "coming summer, the office has said.")),
			"The harbour office filed its first report.\n\nThe second one will be filed in the coming summer, the office has said."},
		{"two, apart by an indented line", joined(typed(50, 700, "The harbour office filed its first"), typed(50, 688, "flood report on that Monday night."), typed(62, 676, "The second one will be filed in"), typed(50, 664, "the coming summer, they have said.")),
			"The harbour office filed its first flood report on that Monday night.\n\nThe second one will be filed in the coming summer, they have said."},
		{"a heading and its paragraph", joined(set(50, 700, 16, "First"), []glyph{{kind: lineBreak}}, typed(50, 680, "The harbour office filed its first"), typed(50, 668, "report.")),
			"First\n\nThe harbour office filed its first report."},
		{"a list", joined(typed(50, 700, "• the harbour office filed the first"), typed(60, 688, "report"), typed(50, 676, "• the mayor filed the second report"), typed(50, 664, "• nobody read them, as we were told")),
			"• the harbour office filed the first report\n• the mayor filed the second report\n• nobody read them, as we were told"},
		{"a numbered list", joined(typed(50, 700, "1. The harbour office"), typed(50, 688, "2. The mayor's office")), "1. The harbour office\n2. The mayor's office"},
		{"a poem", joined(typed(50, 700, "Wer reitet so spät durch Nacht und Wind?"), typed(50, 688, "Es ist der Vater"), typed(50, 676, "mit seinem Kind;"), typed(50, 664, "Er hat den Knaben")),
			"Wer reitet so spät durch Nacht und Wind?\nEs ist der Vater\nmit seinem Kind;\nEr hat den Knaben"},
		{"a table", joined(set(50, 700, size, "Old Quay"), typed(150, 700, "412"), set(50, 688, size, "Fishergate"), typed(150, 688, "267")), "Old Quay\t412\nFishergate\t267"},
		{"two columns", joined(typed(50, 700, "The harbour office filed its first"), typed(50, 688, "flood report on Monday night, and"), typed(300, 700, "the mayor filed the second report."), typed(300, 688, "Nobody read them.")),
			"The harbour office filed its first flood report on Monday night, and the mayor filed the second report. Nobody read them."},
		{"a superscript that PDFium takes for a line", joined(typed(50, 700, "as was said"), set(105, 704, 6, "2"), []glyph{{kind: lineBreak}}, typed(108, 700, ", and more")), "as was said2, and more"},
		{"a stamp at the margin", joined(typed(50, 700, "The harbour office filed its first"), []glyph{{r: 'S', angle: 4.712, box: box{10, 300, 20, 305}, x: 10, y: 300}, {kind: lineBreak}}, typed(50, 688, "flood report.")),
			"The harbour office filed its first flood report.\n\nS"},
		{"ideographs", joined(typed(50, 700, "日本の気象庁は三月四日港の水位が上がり続けて"), typed(50, 688, "いると発表した。")), "日本の気象庁は三月四日港の水位が上がり続けていると発表した。"},
		{"ligatures and bullets", typed(50, 700, "\uf0b7 o\ufb03ce \ufb02ood"), "• office flood"},
		{"controls, which fonts without a map use for spaces", typed(50, 700, "a\x00b\x1bc\ufffed"), "a b cd"},
	} {
		if got := oneText(c.glyphs); got != c.want {
			t.Errorf("%s:\n%q, not\n%q", c.name, got, c.want)
		}
	}
	if got := oneText(typed(50, 100, "A full last line of the first page that goes"), typed(50, 700, "Another page")); got != "A full last line of the first page that goes¶Another page" {
		t.Errorf("two pages: %q", got)
	}
}

func TestAccentsAreJoinedWithTheirLetters(t *testing.T) {
	over := func(x float32, accent rune) []glyph {
		return []glyph{{r: accent, box: box{x, 698, x + 4, 709}, x: x, y: 700}}
	}
	for _, c := range []struct {
		glyphs []glyph
		want   string
	}{
		{joined(set(50, 700, size, "prot"), over(70, '´'), set(70, 700, size, "eg"), over(80, '´'), typed(80, 700, "e")), "protégé"},
		{joined(set(50, 700, size, "na"), set(60, 700, size, "ı"), over(60, '¨'), typed(65, 700, "ve")), "naïve"},
		{typed(50, 700, "a ^ b ~ c"), "a ^ b ~ c"},
	} {
		if got := oneText(c.glyphs); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
}

// Programs write right-to-left lines into files in either order.
func TestRightToLeftIsReadInLogicalOrder(t *testing.T) {
	const hebrew = "אמר ביום שני (רויטרס) כי"
	for _, c := range []struct {
		name   string
		glyphs []glyph
		want   string
	}{
		{"as it is read", visual(500, 700, hebrew), hebrew},
		{"as it is seen", backwards(visual(500, 700, hebrew)), hebrew},
		{"brackets turned", visual(500, 700, strings.NewReplacer("(", ")", ")", "(").Replace(hebrew)), hebrew},
		{"a number", visual(500, 700, "מסר כי 052,1 נפגעו"), "מסר כי 1,250 נפגעו"},
		{"a foreign word", visual(500, 700, "לפי sretueR ביום"), "לפי Reuters ביום"},
		{"lam before alef", joined([]glyph{{r: 'ا', box: box{100, 690, 105, 710}, x: 100, y: 700}, {r: 'ل', box: box{105, 690, 110, 710}, x: 100, y: 700}}, []glyph{{kind: lineBreak}}), "لا"},
		{"presentation forms", visual(500, 700, "\ufefb"), "لا"},
	} {
		if got := oneText(c.glyphs); got != c.want {
			t.Errorf("%s: %q, not %q", c.name, got, c.want)
		}
	}
}

func TestHyphensAtLineEnds(t *testing.T) {
	for _, c := range []struct{ left, right, elsewhere, want string }{
		{"Novem", "ber", "", "November"},
		{"evi", "dence.", "", "evidence."},
		{"Stress", "engineered", "a stress-engineered part", "Stress-engineered"},
		{"co", "operative", "the cooperative", "cooperative"},
		{"co", "operative", "the co-operative", "co-operative"},
		{"COVID", "19", "", "COVID-19"},
		{"19", "year", "", "19-year"},
		{"Anglo", "American", "", "Anglo-American"},
		{"NOVEM", "BER", "", "NOVEMBER"},
		{"twenty", "first", "", "twenty-first"},
		{"self", "regulating", "", "self-regulating"},
		{"state-of", "the-art", "", "state-of-the-art"},
		{"non-profit-orien", "ted", "", "non-profit-oriented"},
		{"d", "dimensional", "", "d-dimensional"},
		{"under", "stand", "under the stand", "understand"},
		{"evidence", "based", "the evidence is based on", "evidence-based"},
		{"https://example.org/flood", "report", "", "https://example.org/flood-report"},
	} {
		glyphs := joined(typed(50, 900, c.elsewhere), typed(50, 700, "the whole of this line is full of "+c.left+"\x02"), typed(50, 688, c.right+" and more"))
		if c.elsewhere == "" {
			glyphs = glyphs[1:]
		}
		if got := oneText(glyphs); !strings.HasSuffix(got, " "+c.want+" and more") {
			t.Errorf("%s-%s: %q", c.left, c.right, got)
		}
	}
}

func TestMetadata(t *testing.T) {
	for title, want := range map[string]string{
		"Annual report": "Annual report", "10811.exe": "", "R\u00c3\u00a9sum\u00c3\u00a9": "Résumé", "Résumé": "Résumé", `\376\377\000M\000i\040\254`: "Mi€", "  A\tB ": "A B", "Microsoft Word - report.docx": "", "untitled": "", "Untitled Document 2": "", "report_final_v2": "", "report final.docx": "",
		"Document1": "", "PowerPoint Presentation": "", "C:\\temp\\x": "", "---": "", "The Document": "The Document", "Word of mouth": "Word of mouth", "Report 2.0": "Report 2.0", "Presentation of the findings": "Presentation of the findings",
	} {
		if got := usableTitle(title); got != want {
			t.Errorf("title %q: %q", title, got)
		}
	}
	for text, want := range map[string]string{
		"D:20240229103000Z": "2024-02-29", "D:20230229": "", "20240102": "2024-01-02", "2024": "2024", "2024-03": "2024-03", "2024-03-04T05:06:07Z": "2024-03-04", "D:19000101": "", "D:99991231": "", "yesterday": "",
	} {
		if got := date(text); got != want {
			t.Errorf("date %q: %q", text, got)
		}
	}
	if got := xmp([]byte(strings.ReplaceAll(packet, "http://ns.adobe.com/pdf/1.3/", "http://ns.adobe.com/photoshop/1.0/") + "<</Subtype/Image>>")); got != (described{}) {
		t.Errorf("the packet of a picture: %+v", got)
	}
	if got := oneLine("a\x00\u2028b\x1b[31m" + strings.Repeat("x", 600)); utf8.RuneCountInString(got) != maxField || strings.ContainsFunc(got, unicode.IsControl) {
		t.Errorf("%q", got)
	}
}

// FuzzAnswers reads what a child may say.
func FuzzAnswers(f *testing.F) {
	var good bytes.Buffer
	for _, a := range []answer{{Page: &page{Label: "iv"}}, {Text: "One\n\nTwo"}, {Page: &page{Label: "2", GoesOn: true}}, {Text: " three\x1b"}, {Done: &summary{Title: "T", Pages: 3, Empty: 1, Characters: 10, Damaged: 5}}} {
		if err := writeAnswer(&good, a); err != nil {
			f.Fatal(err)
		}
	}
	f.Add(good.Bytes())
	f.Add([]byte{0, 0, 0, 2, '{', '}'})
	f.Add([]byte{0xff, 0xff, 0xff, 0xff})
	f.Fuzz(func(t *testing.T, said []byte) {
		if c, err := contentOf(bytes.NewReader(said)); err == nil {
			valid(t, c)
		}
		// What is read as a frame is written as one.
		if frame, err := readFrame(bytes.NewReader(said), maxAnswer); err == nil {
			var out bytes.Buffer
			if err := writeFrame(&out, frame); err != nil || !bytes.HasPrefix(said, out.Bytes()) {
				t.Fatalf("%q became %q", said, out.Bytes())
			}
		} else if err == io.EOF && len(said) > 0 {
			t.Fatal("an end within a frame is no end")
		}
	})
}

// FuzzAssembly puts pages together of characters anywhere: no letter is lost, whatever the places are.
func FuzzAssembly(f *testing.F) {
	var seed []byte
	for i, r := range "The re\x02port\nאב(ג)12´e\u0e48" {
		seed = binary.LittleEndian.AppendUint16(seed, uint16(r))
		seed = append(seed, byte(i*5), byte(i/7), byte(i), 0)
	}
	f.Add(seed)
	f.Fuzz(func(t *testing.T, data []byte) {
		var pages [][]*line
		letters := 0
		for page := range bytes.SplitSeq(data, []byte{0xff, 0xff, 0xff, 0xff}) {
			var glyphs []glyph
			for ; len(page) >= 6; page = page[6:] {
				r := rune(binary.LittleEndian.Uint16(page))
				x, y := float32(page[2])*3, float32(page[3])*7
				switch page[5] {
				case 7:
					x = float32(math.NaN())
				case 8:
					y = float32(math.Inf(1))
				}
				g := glyph{r: r, box: box{x, y, x + float32(page[4]%12), y + float32(page[4])}, x: x, y: y, angle: float32(page[5]) / 40}
				switch {
				case r == hyphenMark:
					g.kind = lineEndHyphen
				case r == '\n':
					g.kind = lineBreak
				case r == ' ' && page[5]%2 == 1:
					g.kind = generatedSpace
				case r >= 'a' && r <= 'z' && r != 'i' && r != 'j':
					letters++
				}
				glyphs = append(glyphs, g)
			}
			pages = append(pages, linesOf(glyphs))
		}
		for _, keep := range []bool{false, true} {
			found := 0
			for _, p := range textOf(pages, keep) {
				if !utf8.ValidString(p.text) || strings.ContainsFunc(p.text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }) {
					t.Fatalf("not a text: %q", p.text)
				}
				for _, r := range norm.NFD.String(p.text) {
					if r >= 'a' && r <= 'z' && r != 'i' && r != 'j' {
						found++
					}
				}
			}
			if found < letters {
				t.Fatalf("%d of %d letters are left", found, letters)
			}
		}
	})
}
