package claimlist

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"factmark/widgets/docview/layout"
	"factmark/widgets/fit"
)

// The geometry in pixels.
const (
	margin      = 8  // around the cards
	foot        = 24 // below the last card: shows that it is the last, and leaves room for its note editor
	gap         = 5  // above a card that begins another span
	pad         = 5  // inside a card, above and below
	indent      = 8  // inside a card at the left, where the bar of the current one is
	right       = 8  // inside a card at the right
	barWidth    = 3
	pillSize    = 18                    // the square with the letter
	patternHigh = 5                     // of the underline below it
	textLeft    = indent + pillSize + 8 // where all texts begin
	headLine    = 19
	bylineLine  = 17
	quoteLine   = 19
	noteLine    = 18
	clickLine   = 24 // of what is clicked by itself: a piece of evidence, the offer to add a note or to show more of it
	least       = pad + pillSize + 2 + patternHigh + pad

	labelSize  = 13
	quoteSize  = 14
	noteSize   = 13
	bylineSize = 12

	mostQuote     = 3  // lines
	mostLabel     = 3  // lines
	mostStatement = 3  // lines
	mostByline    = 3  // lines, where it has some of its own
	mostNote      = 12 // lines, else it is folded
	foldedNote    = 10 // lines shown of it then
	leastWhere    = 60 // pixels: with less room the place goes to a line of its own
)

// ink is what a piece of text is drawn in.
type ink int

const (
	inkPlain ink = iota
	inkSoft
	inkNote // soft, and not shown while the note is edited
	inkSign // the colour of the summary of evidence
)

// piece is a line of text in its box on a card.
type piece struct {
	text        string
	x, y, w, h  float32
	size        float32
	bold, slant bool
	trailing    bool
	ink         ink
}

// face is how cards are laid out besides what they say.
type face struct {
	width             float32
	current, unfolded bool
}

// laid is a card with its texts broken into lines and put in their places, relative to the top of its room in the list. The room begins
// with the gap above the card.
type laid struct {
	card   Card
	face   face
	pieces []piece
	lead   float32 // the gap
	// Where parts of the card begin: of those that it lacks, where they would.
	quoteTop, noteTop, moreTop, linesTop float32
	labelRight                           float32 // where the label ends
	more                                 bool    // the note is too long: a line offers to unfold or to fold it
	lines                                int     // of its own, each clicked by itself
	high                                 float32
}

// layOut breaks a card's texts into lines.
func layOut(card Card, f face) *laid {
	l := &laid{card: card, face: f, lead: gap}
	if card.Joined {
		l.lead = 0
	}
	width := f.width - textLeft - right
	y := l.lead + pad
	put := func(text string, x, y, w, h, size float32, ink ink) *piece {
		l.pieces = append(l.pieces, piece{text: layout.Visual(text), x: x, y: y, w: w, h: h, size: size, ink: ink})
		return &l.pieces[len(l.pieces)-1]
	}
	letter := put(card.Letter, indent, y, pillSize, pillSize, labelSize, inkPlain) // always the first piece
	letter.bold = true

	bold := textWidth(labelSize, true)
	label := fit.Lines(card.Label, width, mostLabel, bold)
	for i, line := range label {
		put(line, textLeft, y+float32(i)*headLine, width, headLine, labelSize, inkPlain).bold = true
	}
	l.labelRight = textLeft + width
	room := float32(0)
	if len(label) == 1 {
		l.labelRight = textLeft + bold(label[0])
		room = width - bold(label[0]) - 8
	}
	beside, below := card.byline(room, width)
	if beside != "" {
		put(beside, f.width-right-room, y, room, headLine, bylineSize, inkSoft).trailing = true
	}
	y += headLine * max(1, float32(len(label)))
	for _, line := range below {
		put(line, textLeft, y, width, bylineLine, bylineSize, inkSoft)
		y += bylineLine
	}
	l.quoteTop = y
	if !card.Joined {
		for _, line := range fit.Lines(card.Quote, width, mostQuote, textWidth(quoteSize, false)) {
			put(line, textLeft, y, width, quoteLine, quoteSize, inkPlain)
			y += quoteLine
		}
	}
	if card.Statement != "" {
		for _, line := range fit.Lines(card.Statement, width, mostStatement, slantedWidth) {
			put(line, textLeft, y, width, noteLine, noteSize, inkSoft).slant = true
			y += noteLine
		}
	}
	l.noteTop = y
	y = l.layNote(y, width, put)
	l.linesTop = y
	y = l.layEvidence(y, width, put)
	l.high = max(y+pad, l.lead+least)
	return l
}

// layNote puts the note below y, or the offer to add one, and gives where it ends.
func (l *laid) layNote(y, width float32, put func(text string, x, y, w, h, size float32, ink ink) *piece) float32 {
	measure := textWidth(noteSize, false)
	most := mostNote
	if l.face.unfolded {
		most = int(^uint(0) >> 1)
	}
	lines, more := fit.Paragraphs(l.card.Note, width, most, measure)
	l.more = more || l.face.unfolded && len(lines) > mostNote
	if more {
		lines = lines[:foldedNote]
	}
	for _, line := range lines {
		put(line, textLeft, y, width, noteLine, noteSize, inkNote)
		y += noteLine
	}
	l.moreTop = y
	switch {
	case more:
		put(lang.L("Show more"), textLeft, y, width, clickLine, noteSize, inkNote).slant = true
		y += clickLine
	case l.more:
		put(lang.L("Show less"), textLeft, y, width, clickLine, noteSize, inkNote).slant = true
		y += clickLine
	case len(lines) == 0 && l.face.current && !l.card.Suggested && !l.card.Unread:
		put(lang.L("Add a note"), textLeft, y, width, clickLine, noteSize, inkNote).slant = true
		y += clickLine
	}
	return y
}

// layEvidence puts a summary of the card's own lines below y; the current card has room for them all.
func (l *laid) layEvidence(y, width float32, put func(text string, x, y, w, h, size float32, ink ink) *piece) float32 {
	card := &l.card
	own := card.lines()
	if l.face.current && own > 0 {
		l.lines = own
		return y + float32(own)*clickLine
	}
	sign, text := card.Tally, ""
	if own > 0 {
		text = card.Lines[0].Text
		if own == 1 {
			sign = card.Lines[0].Sign
		}
	}
	if sign == "" && text == "" {
		return y
	}
	signed := max(signWide, textWidth(noteSize, true)(sign)+8)
	p := put(sign, textLeft, y, signed, clickLine, noteSize, inkSoft)
	p.bold = true
	if own == 1 {
		p.ink = inkSign
	}
	for _, line := range fit.Lines(text, width-signed, 1, textWidth(noteSize, false)) {
		put(line, textLeft+signed, y, width-signed, clickLine, noteSize, inkPlain)
	}
	return y + clickLine
}

const signWide = 16 // the room of a line's sign, in pixels

// byline gives who, where and when as it fits beside the label, or else in lines of its own below it. The status and the person are
// never cut; of the rest the age goes first, then the place is shortened.
func (c *Card) byline(room, width float32) (beside string, below []string) {
	measure := textWidth(bylineSize, false)
	whole := c.Byline()
	aged := join(c.Status, c.Person, c.Where)
	who := join(c.Status, c.Person)
	switch {
	case whole == "" || measure(whole) <= room:
		return whole, nil
	case measure(aged) <= room && aged != "":
		return aged, nil
	case measure(whole) <= width:
		return "", []string{whole}
	case measure(aged) <= width:
		return "", []string{aged}
	}
	if left := width - measure(join(who, " ")); who != "" && c.Where != "" && left >= leastWhere {
		for _, where := range fit.Lines(c.Where, left, 1, measure) {
			return "", []string{join(who, where)}
		}
	}
	if who != "" {
		if measure(who) <= room {
			beside = who
		} else {
			below = fit.Lines(who, width, mostByline, measure)
		}
	}
	return beside, append(below, fit.Lines(c.Where, width, 1, measure)...)
}

func join(parts ...string) string {
	var all []string
	for _, p := range parts {
		if p != "" {
			all = append(all, p)
		}
	}
	return strings.Join(all, " · ")
}

// textWidth gives the width of texts of a size.
func textWidth(size float32, bold bool) func(string) float32 {
	return func(s string) float32 { return fyne.MeasureText(s, size, fyne.TextStyle{Bold: bold}).Width }
}

func slantedWidth(s string) float32 {
	return fyne.MeasureText(s, noteSize, fyne.TextStyle{Italic: true}).Width
}
