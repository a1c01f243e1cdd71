package dataset

import (
	"bufio"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"

	"factmark/app/locale"
)

// conllFormat is the format of CoNLL-2003: a token a line with its part of speech, a column and its tag, a blank line behind a
// sentence. The third column, which readers of named entities leave alone, holds the token's place and the white space behind it, so
// that the file holds the whole text.
var conllFormat = &Format{
	Name: "conll", Title: locale.Mark("CoNLL, BIO tags"), Extension: ".conll", Unit: CodePoints, Texts: true,
	Holds: []string{"document_id", "document", "document_sha256", "start", "end", "offset_unit", "quote", "prefix", "suffix", "label", "text"},
	Remarks: []string{
		"Four columns: token, _ (no part of speech), place, tag. NLTK's ConllCorpusReader reads them as words, pos, ignore and chunk.",
		"The place is start:end in code points; white space behind a token that is no mere spaces follows it, percent-encoded.",
		"A document begins with -DOCSTART- and its title. Blanks in titles and labels are written as _, and _ and - in labels as %5F and %2D.",
		"A token has one tag: of claims that overlap, the first one in the text is written. No sentence ends within a claim, and tokens are cut where a claim begins or ends within one.",
		"A claim without a label is called “" + unlabelled + "”, and a claim that a review has settled has the label of the review.",
	},
	Accepts: []string{
		"CoNLL-2003 and the like, CoNLL-U with tags, and doccano’s; BIO, IOB1, IOBES, BILOU or BMES, whichever column holds the tags. Tokens without places make a text with a space between two.",
	},
	write: writeCoNLL, recognise: isCoNLL, read: readCoNLL,
}

const (
	docStart = "-DOCSTART-"
	noTitle  = "-X-"
)

func writeCoNLL(w io.Writer, in *Selection) error {
	out := bufio.NewWriter(w)
	err := in.EachDocument(func(d *Document, claims []Claim) error {
		text, err := in.Text(d)
		if err != nil {
			return err
		}
		writeCoNLLDocument(out, d, conllClaims(in, in.inText(claims, newOffsets(text))), text)
		return nil
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// conllClaims leaves out, by name, the claims whose tokens have a tag already.
func conllClaims(in *Selection, claims []Claim) []Claim {
	var kept []Claim
	end := 0
	for i := range claims {
		c := &claims[i]
		words := strings.TrimFunc(c.Quote, isBlank)
		if words == "" {
			in.Lose("span of white space", "tokens alone have tags", c.ID)
			continue
		}
		if c.Start < end {
			in.Lose("overlapping span", "a token has one tag", c.ID)
			continue
		}
		if words != c.Quote {
			in.Lose("white space at the ends of a span", "tokens alone have tags", c.ID)
		}
		if c.FinalLabel != "" && c.FinalLabel != c.Label {
			in.Lose("annotator's label", "a token has one tag, and that of the review is written", c.ID)
		}
		end = c.End
		kept = append(kept, *c)
	}
	return kept
}

func writeCoNLLDocument(out *bufio.Writer, d *Document, claims []Claim, text string) {
	var cuts []int
	for _, c := range claims {
		cuts = append(cuts, c.Start, c.End)
	}
	var starts []int // of sentences
	for _, s := range sentencesOf(text) {
		starts = append(starts, s.start)
	}
	tokens := tokensOf(text, cuts)
	gap := func(i int) (white string) { // the white space from a token on
		for ; i < len(tokens) && tokens[i].blank; i++ {
			white += tokens[i].text
		}
		return white
	}
	title := escapeWord(d.Title)
	if rest, is := strings.CutPrefix(title, "-"); is {
		title = "%2D" + rest
	}
	if title == "" {
		title = noTitle
	}
	fmt.Fprintf(out, "%s %s %s O\n", docStart, title, conllPlace(0, 0, gap(0), strings.TrimFunc(text, isBlank) == ""))
	begun := false // a sentence
	tagged := ""   // the claim whose first token is written
	for i, t := range tokens {
		if t.blank {
			continue
		}
		for len(claims) > 0 && claims[0].End <= t.start {
			claims = claims[1:]
		}
		inside := len(claims) > 0 && claims[0].Start <= t.start
		for len(starts) > 0 && starts[0] <= t.start {
			begun = begun && inside && claims[0].ID == tagged
			starts = starts[1:]
		}
		if !begun {
			out.WriteByte('\n')
			begun = true
		}
		white := gap(i + 1)
		last := t.end+len([]rune(white)) == tokens[len(tokens)-1].end
		tag := "O"
		if inside {
			prefix := "I-"
			if claims[0].ID != tagged {
				prefix, tagged = "B-", claims[0].ID
			}
			tag = prefix + escapeLabel(toolLabel(&claims[0]))
		}
		fmt.Fprintf(out, "%s _ %s %s\n", t.text, conllPlace(t.start, t.end, white, last), tag)
	}
	out.WriteByte('\n')
}

// conllPlace is a token's place with the white space behind it, which is left out where it is spaces up to the next token.
func conllPlace(start, end int, white string, last bool) string {
	place := strconv.Itoa(start) + ":" + strconv.Itoa(end)
	if white != "" && (last || strings.Trim(white, " ") != "") {
		place += ":" + url.PathEscape(white)
	}
	return place
}

// escapeWord makes one word of a text: blanks become _.
func escapeWord(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r == ' ':
			b.WriteByte('_')
		case r == '_' || r == '%' || isBlank(r):
			for _, c := range []byte(string(r)) {
				fmt.Fprintf(&b, "%%%02X", c)
			}
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// escapeLabel makes one word of a label, without the hyphen that parts it from B or I.
func escapeLabel(label string) string { return strings.ReplaceAll(escapeWord(label), "-", "%2D") }

// unescapeWord is the text that escapeWord has made a word of.
func unescapeWord(word string) string {
	text, err := url.PathUnescape(strings.ReplaceAll(word, "_", " "))
	if err != nil {
		return word
	}
	return text
}
