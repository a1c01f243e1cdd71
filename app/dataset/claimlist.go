package dataset

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"factmark/store"
)

// claimList takes in claims that stand in no text. They become the text of a document, a line each, in which each
// is marked, so that nothing is lost and all can be read.
type claimList struct {
	in     *Imported
	text   strings.Builder
	points int // length of the text
	nul    int
	ids    map[string]bool

	unread tally // keys that were not read
}

func newClaimList(in *Imported) *claimList {
	in.Unit = CodePoints
	return &claimList{in: in, ids: map[string]bool{}, unread: tally{}}
}

// add takes in a claim with its words, and gives its index among the claims.
func (l *claimList) add(c store.ImportedClaim, words string) (int, error) {
	words = withLF(words)
	if strings.IndexByte(words, 0) >= 0 {
		l.nul++
		words = strings.ReplaceAll(words, "\x00", "\uFFFD")
	}
	c.Quote = strings.TrimSpace(words)
	if c.Quote == "" {
		return 0, fmt.Errorf("the record has no claim")
	}
	if l.ids[c.ClaimID] { // the same number twice names none
		c.ClaimID = ""
	}
	l.ids[c.ClaimID] = c.ClaimID != ""
	if l.text.Len() > 0 {
		l.write("\n")
	}
	c.Start = l.points + utf8.RuneCountInString(words) - utf8.RuneCountInString(strings.TrimLeftFunc(words, unicode.IsSpace))
	c.End = c.Start + utf8.RuneCountInString(c.Quote)
	l.write(words)
	l.in.Claims = append(l.in.Claims, c)
	return len(l.in.Claims) - 1, nil
}

func (l *claimList) write(text string) {
	l.text.WriteString(text)
	l.points += utf8.RuneCountInString(text)
}

// evidence adds a piece of evidence from outside the workspace to a claim. What has neither an address nor a quote is named by its note.
func (l *claimList) evidence(e store.ImportedEvidence) {
	if strings.TrimSpace(e.URL) == "" && strings.TrimSpace(e.Quote) == "" {
		if strings.TrimSpace(e.Note) == "" {
			return // nothing is said
		}
		e.Quote, e.Note = e.Note, ""
	}
	l.in.Evidence = append(l.in.Evidence, e)
}

// done makes the document.
func (l *claimList) done() {
	in := l.in
	if len(in.Claims) == 0 {
		return
	}
	text := l.text.String()
	title := strings.TrimSuffix(filepath.Base(in.Name), filepath.Ext(in.Name))
	if in.Name == "" {
		title = "Claims from " + in.Format.Title
	}
	in.Documents = append(in.Documents, store.ImportedDocument{NewDocument: store.NewDocument{Title: title, FileName: filepath.Base(in.Name), Text: text}})
	sum := textSum(text)
	for i := range in.Claims {
		if c := &in.Claims[i]; c.DocumentSHA256 == "" {
			c.DocumentSHA256, c.DocumentTitle = sum, title
		}
	}
	in.say("The claims stand in no text of the file: they became the document %q, a line each.", title)
	if l.nul > 0 {
		in.say("NUL characters, which no text can hold, became replacement characters in %d claims.", l.nul)
	}
	if len(l.unread) > 0 {
		in.say("Keys that were not read: %s.", l.unread.list())
	}
}

// passOver counts the keys of a record that are none of these.
func (l *claimList) passOver(k jsonKeys, known ...string) {
	for key := range k {
		if k.there(key) && !slices.Contains(known, key) {
			l.unread[key]++
		}
	}
}

// verdictMeaning gives what a verdict out of a form's four means, and the stance of evidence for it.
func verdictMeaning(values [4]string, verdict string) (meaning, stance string) {
	switch foldValue(verdict) {
	case foldValue(values[supported]):
		return "supported", "supports"
	case foldValue(values[refuted]):
		return "disputed", "refutes"
	case foldValue(values[notEnough]):
		return "unclear", "context"
	case foldValue(values[conflicting]):
		return "disputed", "context"
	}
	return "", "context"
}

// claimIDOf is the id of a record: ours where it has one, otherwise the number that the file has for it.
func claimIDOf(k jsonKeys, number string) string {
	if id := k.text("claim_id"); id != "" {
		return id
	}
	return k.word(number)
}

// wholeNumberOf reads a whole number from 0 up.
func wholeNumberOf(raw json.RawMessage) (int, bool) {
	n, err := strconv.Atoi(wordOf(raw))
	return n, err == nil && n >= 0
}
