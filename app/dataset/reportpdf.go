package dataset

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"codeberg.org/go-fonts/liberation/liberationsansbold"
	"codeberg.org/go-fonts/liberation/liberationsansregular"
	"codeberg.org/go-fonts/liberation/liberationserifbold"
	"codeberg.org/go-fonts/liberation/liberationserifitalic"
	"codeberg.org/go-fonts/liberation/liberationserifregular"
	"codeberg.org/go-pdf/fpdf"
	"github.com/go-text/typesetting/font"
	"golang.org/x/text/unicode/norm"

	"factmark/app/locale"
	"factmark/store"
)

// reportPDFFormat is the report as pages of A4. Its fonts have Latin, Greek and Cyrillic letters, and nothing in it is shaped.
var reportPDFFormat = &Format{
	Name: "report-pdf", Title: locale.Mark("Report, PDF"), Extension: ".pdf", Unit: NoOffsets,
	Holds:   reportHolds,
	Remarks: append([]string{"It draws Latin, Greek and Cyrillic letters. A box stands for any other letter, for emoji and for text from right to left; the web page shows them.", "It has at most " + strconv.Itoa(mostPDFPages) + " pages."}, reportRemarks...),
	write:   writeReportPDF,
}

// mostPDFPages is how long a PDF may become, since all of it is held in memory.
const mostPDFPages = 5000

// Lengths are points, 1/72 of an inch.
const (
	pdfWidth, pdfHeight = 595.28, 841.89 // A4
	pdfMargin           = 62
	pdfEdge             = 12 // how far the text of a claim stands in from its edge
)

// pdfFont is one of the fonts in a size.
type pdfFont struct {
	face  int // index into pdfFaces
	size  float64
	color string
}

const (
	serif = iota
	serifBold
	serifItalic
	sans
	sansBold
)

var pdfFaces = [][]byte{liberationserifregular.TTF, liberationserifbold.TTF, liberationserifitalic.TTF, liberationsansregular.TTF, liberationsansbold.TTF}

const (
	pdfInk, pdfSoft, pdfLink = "#1F2328", "#57606A", "#3B5BDB"
)

var (
	pdfText    = pdfFont{serif, 11, pdfInk}
	pdfBold    = pdfFont{serifBold, 11, pdfInk}
	pdfItalic  = pdfFont{serifItalic, 11, pdfInk}
	pdfSmall   = pdfFont{sans, 8.5, pdfSoft}
	pdfName    = pdfFont{sansBold, 8.5, pdfSoft}
	pdfTitle   = pdfFont{serifBold, 19, pdfInk}
	pdfHeading = pdfFont{serifBold, 13, pdfInk}
	pdfNumber  = pdfFont{sans, 7, pdfLink}
)

// pdfPiece is a piece of a line.
type pdfPiece struct {
	text   string
	font   pdfFont
	marks  []store.Label // of the claims on it, the longest first
	to     int           // the link that it leads to, 0 for none
	here   int           // the link that leads to it, 0 for none
	web    string        // the address that it leads to
	raised bool

	width float64
}

// pdfReport is the report while it is made.
type pdfReport struct {
	*fpdf.Fpdf
	in      *Selection
	covers  []*font.Face
	y       float64 // where the next line begins
	footing string
	lacks   bool // a letter has been met that cannot be drawn
	latest  string
}

func newPDFReport(in *Selection) (*pdfReport, error) {
	r := &pdfReport{Fpdf: fpdf.New("P", "pt", "A4", ""), in: in}
	for i, file := range pdfFaces {
		r.AddUTF8FontFromBytes(strconv.Itoa(i), "", file)
		face, err := font.ParseTTF(bytes.NewReader(file))
		if err != nil {
			return nil, fmt.Errorf("a font of the program: %w", err)
		}
		r.covers = append(r.covers, face)
	}
	r.SetMargins(pdfMargin, pdfMargin, pdfMargin)
	r.SetAutoPageBreak(false, 0)
	r.SetCatalogSort(true)
	r.SetProducer("Factmark", true)
	r.SetFooterFunc(func() {
		number := strconv.Itoa(r.PageNo())
		r.use(pdfSmall)
		r.Text(pdfMargin, pdfHeight-pdfMargin/2, r.footing)
		r.Text(pdfWidth-pdfMargin-r.GetStringWidth(number), pdfHeight-pdfMargin/2, number)
	})
	return r, nil
}

func writeReportPDF(w io.Writer, in *Selection) error {
	r, err := newPDFReport(in)
	if err != nil {
		return err
	}
	if err := in.eachPrinted(r.document); err != nil {
		return err
	}
	if r.PageNo() == 0 {
		r.page()
		r.paragraph(0, "", []pdfPiece{{text: "There are no claims in the documents.", font: pdfText}})
	}
	title := "Fact check"
	if len(in.export.Documents) == 1 {
		title = in.export.Documents[0].Title
	}
	r.SetTitle(printable(title), true)
	// The date is that of the latest word in it, so that the same content gives the same file.
	at, err := time.Parse(time.RFC3339, r.latest)
	if err != nil {
		at = time.Unix(0, 0)
	}
	r.SetCreationDate(at.UTC())
	r.SetModificationDate(at.UTC())
	return r.Output(w)
}

func (r *pdfReport) document(p *printed) error {
	r.page() // which ends the page before it
	r.footing = r.fitted(p.Title, pdfSmall, pdfWidth-3*pdfMargin)
	r.Bookmark(printable(p.Title), 0, -1)
	r.lacks = false
	r.paragraph(0, "", []pdfPiece{{text: p.Title, font: pdfTitle}})
	var facts []pdfPiece
	for i, fact := range p.facts() {
		if i > 0 {
			facts = append(facts, pdfPiece{text: " · ", font: pdfSmall})
		}
		facts = append(facts, pdfAddress(fact, pdfSmall))
	}
	r.paragraph(0, "", facts)
	var legend []pdfPiece
	for _, l := range p.Legend {
		marks := []store.Label{l.Look}
		legend = append(legend, pdfPiece{text: l.Look.Letter, font: pdfName, marks: marks}, pdfPiece{text: " " + l.Look.Name, font: pdfSmall, marks: marks},
			pdfPiece{text: " " + strconv.Itoa(l.N) + "      ", font: pdfSmall})
	}
	if len(legend) == 0 {
		legend = []pdfPiece{{text: "There are no claims in this document.", font: pdfSmall}}
	}
	r.paragraph(0, "", legend)

	inText, inList := make([]int, len(p.Claims)), make([]int, len(p.Claims))
	for i, c := range p.Claims {
		if inList[i] = r.AddLink(); c.Shown && len(p.Paragraphs) > 0 {
			inText[i] = r.AddLink()
		}
	}
	if len(p.Paragraphs) > 0 {
		r.heading("Text")
	}
	for _, line := range p.Paragraphs {
		var pieces []pdfPiece
		for _, run := range line.Runs {
			var marks []store.Label
			for _, c := range run.Claims {
				marks = append(marks, p.Claims[c].Look)
			}
			pieces = append(pieces, pdfPiece{text: run.Text, font: pdfText, marks: marks})
			for _, c := range run.Ends {
				pieces = append(pieces, pdfPiece{text: strconv.Itoa(c + 1), font: pdfNumber, to: inList[c], here: inText[c], raised: true})
			}
		}
		r.paragraph(0, "", pieces)
		if r.PageNo() > mostPDFPages {
			return fmt.Errorf("a PDF of more than %d pages cannot be made; choose fewer documents, or the web page", mostPDFPages)
		}
	}
	if r.lacks {
		r.in.Lose("document whose text has letters that a PDF cannot show", "its fonts do not have them, or they are written from right to left; the web page shows them", p.ID)
	}
	if len(p.Claims) > 0 {
		r.heading("Claims")
	}
	for i := range p.Claims {
		c := &p.Claims[i]
		r.lacks = false
		r.claim(c, inList[i], inText[i])
		if r.latest = max(r.latest, c.UpdatedAt); r.lacks {
			r.in.Lose("claim with letters that a PDF cannot show", "its fonts do not have them, or they are written from right to left; the web page shows them", c.ID)
		}
		if err := r.in.ctx.Err(); err != nil {
			return err
		}
		if r.PageNo() > mostPDFPages {
			return fmt.Errorf("a PDF of more than %d pages cannot be made; choose fewer documents, or the web page", mostPDFPages)
		}
	}
	return r.Error()
}

func (r *pdfReport) claim(c *printedClaim, here, there int) {
	r.y += 8
	r.room(60)
	edge := c.Look.Light
	r.paragraph(pdfEdge, edge, []pdfPiece{{text: strconv.Itoa(c.Number), font: pdfFont{serifBold, 11, pdfLink}, to: there, here: here}, {text: "  ", font: pdfText},
		{text: c.Look.Letter + " · " + c.Look.Name, font: pdfBold, marks: []store.Label{c.Look}}})
	r.paragraph(pdfEdge, edge, []pdfPiece{{text: "“" + c.Quote + "”", font: pdfText}})
	if c.Statement != "" {
		r.paragraph(pdfEdge, edge, []pdfPiece{{text: "Statement: ", font: pdfBold}, {text: c.Statement, font: pdfText}})
	}
	if c.Note != "" {
		r.paragraph(pdfEdge, edge, []pdfPiece{{text: c.Note, font: pdfText}})
	}
	for _, detail := range c.details() {
		r.paragraph(pdfEdge, edge, []pdfPiece{{text: detail[0] + ": ", font: pdfName}, {text: detail[1], font: pdfSmall}})
	}
	for i := range c.Evidence {
		e := &c.Evidence[i]
		pieces := []pdfPiece{{text: stanceSigns[e.Stance] + " ", font: pdfBold}, {text: e.Stance + " ", font: pdfName}}
		add := func(text string, f pdfFont) {
			if text != "" {
				pieces = append(pieces, pdfPiece{text: text, font: f})
			}
		}
		if e.Quote != "" {
			add("“"+e.Quote+"” ", pdfText)
		}
		add(e.source(), pdfItalic)
		for _, address := range []struct{ before, at string }{{" ", e.URL}, {" Copy: ", e.ArchiveURL}} {
			if address.at != "" {
				add(address.before, pdfText)
				pieces = append(pieces, pdfAddress(address.at, pdfText))
			}
		}
		if e.Note != "" {
			add("\n"+e.Note, pdfText)
		}
		add("\n"+e.told(), pdfSmall)
		r.paragraph(2*pdfEdge, edge, pieces)
	}
}

// pdfAddress is a text that leads to the address that it is, if it is one of the web.
func pdfAddress(text string, f pdfFont) pdfPiece {
	if !webAddress(text) {
		return pdfPiece{text: text, font: f}
	}
	f.color = pdfLink
	return pdfPiece{text: text, font: f, web: text}
}

func (r *pdfReport) heading(text string) {
	r.y += 14
	r.room(70)
	r.paragraph(0, "", []pdfPiece{{text: text, font: pdfHeading}})
}

// page begins a page.
func (r *pdfReport) page() {
	r.AddPage()
	r.y = pdfMargin
}

// room begins a page where there is less left than height.
func (r *pdfReport) room(height float64) {
	if r.y+height > pdfHeight-pdfMargin {
		r.page()
	}
}

// paragraph sets pieces below what is there, in from the margin, beside an edge of a colour where one is given.
func (r *pdfReport) paragraph(in float64, edge string, pieces []pdfPiece) {
	if len(pieces) == 0 {
		return
	}
	for _, line := range r.wrap(pieces, pdfWidth-2*pdfMargin-in) {
		size := 0.
		for _, piece := range line {
			size = max(size, piece.font.size)
		}
		if size == 0 {
			size = pdfText.size
		}
		height := size * 1.5
		r.room(height)
		if edge != "" {
			r.fill(edge)
			r.Rect(pdfMargin, r.y, 2.5, height, "F")
		}
		x, base := pdfMargin+in, r.y+size*1.15
		for _, piece := range line {
			r.draw(piece, x, base)
			x += piece.width
		}
		r.y += height
	}
	after := pieces[0].font.size * .35
	if edge != "" {
		r.fill(edge)
		r.Rect(pdfMargin, r.y, 2.5, min(after, pdfHeight-pdfMargin-r.y), "F")
	}
	r.y += after
}

// draw draws a piece with what is under it.
func (r *pdfReport) draw(piece pdfPiece, x, base float64) {
	size := piece.font.size
	if n := len(piece.marks); n > 0 {
		r.fill(mix(piece.marks[n-1].Light, "#FFFFFF", tint))
		r.Rect(x, base-size*.9, piece.width, size*1.2, "F")
		for depth, look := range piece.marks {
			r.underline(look, x, base+size*.18+float64(depth)*2.6, piece.width)
		}
	}
	r.use(piece.font)
	if piece.raised {
		base -= size * .5
	}
	r.Text(x, base, piece.text)
	switch {
	case piece.to != 0:
		r.Link(x, base-size, piece.width, size*1.3, piece.to)
	case piece.web != "":
		r.LinkString(x, base-size, piece.width, size*1.3, piece.web)
	}
	if piece.here != 0 {
		r.SetLink(piece.here, max(0, base-2*size), -1)
	}
}

// underline draws a label's pattern.
func (r *pdfReport) underline(look store.Label, x, y, width float64) {
	c := rgb(look.Light)
	r.SetDrawColor(c[0], c[1], c[2])
	r.SetLineWidth(.9)
	switch look.Pattern {
	case "double":
		r.SetLineWidth(.6)
		r.Line(x, y+1.4, x+width, y+1.4)
	case "dotted":
		r.SetDashPattern([]float64{.9, 1.5}, 0)
	case "dashed":
		r.SetDashPattern([]float64{3, 2}, 0)
	case "wavy":
		const step, rise = 2, 1.2
		r.SetLineWidth(.7)
		for n, at := 0, x; at < x+width; n, at = n+1, at+step {
			from, to := rise*float64(n%2), rise*float64((n+1)%2)
			r.Line(at, y+from, min(at+step, x+width), y+to)
		}
		return
	}
	r.Line(x, y, x+width, y)
	r.SetDashPattern(nil, 0)
}

func (r *pdfReport) fill(colour string) {
	c := rgb(colour)
	r.SetFillColor(c[0], c[1], c[2])
}

func (r *pdfReport) use(f pdfFont) {
	c := rgb(f.color)
	r.SetTextColor(c[0], c[1], c[2])
	r.SetFont(strconv.Itoa(f.face), "", f.size)
}

func (r *pdfReport) width(text string, f pdfFont) float64 {
	r.use(f)
	return r.GetStringWidth(text)
}

// wrap divides pieces into lines: after white space, within a word that is wider than a line, and at line feeds.
func (r *pdfReport) wrap(pieces []pdfPiece, width float64) [][]pdfPiece {
	var lines [][]pdfPiece
	var line, word []pdfPiece // a word may go through several pieces
	x, wide := 0., 0.         // the widths of both; the word's without white space at its end
	full := 0.                // with it
	endLine := func() {
		lines, line, x = append(lines, line), nil, 0
	}
	endWord := func() {
		if x > 0 && x+wide > width {
			endLine()
		}
		for _, piece := range word {
			for x+piece.width > width && r.width(strings.TrimRight(piece.text, " "), piece.font) > width-x {
				head := r.fits(piece.text, piece.font, width-x)
				if head == "" && len(line) == 0 {
					_, n := utf8.DecodeRuneInString(piece.text)
					head = piece.text[:n]
				}
				if head != "" {
					rest := piece
					rest.text, rest.here = piece.text[len(head):], 0
					piece.text, piece.width = head, r.width(head, piece.font)
					rest.width = r.width(rest.text, rest.font)
					line = append(line, piece)
					piece = rest
				}
				endLine()
			}
			if piece.text != "" {
				line, x = append(line, piece), x+piece.width
			}
		}
		word, wide, full = nil, 0, 0
	}
	for _, piece := range pieces {
		for i, part := range strings.Split(r.drawable(piece.text, piece.font.face), "\n") {
			if i > 0 {
				endWord()
				endLine()
			}
			for _, text := range strings.SplitAfter(part, " ") {
				if text == "" {
					continue
				}
				p := piece
				p.text, p.width = text, r.width(text, piece.font)
				word = append(word, p)
				wide = full + r.width(strings.TrimRight(text, " "), piece.font)
				full += p.width
				if strings.HasSuffix(text, " ") {
					endWord()
				}
			}
		}
	}
	endWord()
	endLine()
	return lines
}

// fits gives as many of the first letters as fit into a width.
func (r *pdfReport) fits(text string, f pdfFont, width float64) string {
	end := 0
	for i, letter := range text {
		if r.width(text[:i+utf8.RuneLen(letter)], f) > width {
			break
		}
		end = i + utf8.RuneLen(letter)
	}
	return text[:end]
}

// fitted is a text in one line of at most a width.
func (r *pdfReport) fitted(text string, f pdfFont, width float64) string {
	text = r.drawable(strings.ReplaceAll(text, "\n", " "), f.face)
	if r.width(text, f) <= width {
		return text
	}
	return r.fits(text, f, width-r.width("…", f)) + "…"
}

// drawable replaces letters that the font lacks or that need another direction by boxes, and leaves out what nobody sees.
func (r *pdfReport) drawable(text string, face int) string {
	return strings.Map(func(letter rune) rune {
		switch {
		case letter == '\n':
			return letter
		case letter == '\t':
			return ' '
		case unicode.In(letter, unicode.Cf, unicode.Variation_Selector):
			return -1
		}
		if _, has := r.covers[face].NominalGlyph(letter); has && letter <= 0xFFFF && !unicode.In(letter, unicode.Hebrew, unicode.Arabic) {
			return letter
		}
		r.lacks = true
		return '□'
	}, norm.NFC.String(printable(text)))
}
