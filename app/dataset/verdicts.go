package dataset

import (
	"crypto/sha256"
	"encoding/binary"
	"regexp"
	"strconv"
	"strings"
	"time"

	"factmark/store"
)

// eachVerdict calls do with every claim that a form for the checking of claims takes, and the verdict that it has for it;
// see mapped. What such forms leave out is counted: spans that are no claims, claims of which nothing is said yet, the
// quote where a statement stands for it, the own names of labels.
func (s *Selection) eachVerdict(values [4]string, do func(d *Document, c *Claim, verdict string) error) error {
	form := s.format.Title
	return s.EachClaim(func(d *Document, c *Claim) error {
		if s.loseRejected(c) {
			return nil
		}
		verdict := mapped(values, c)
		if verdict == "" {
			s.Lose("claim without a verdict", form+" has a verdict for each, and neither a label nor evidence gives one", c.ID)
			return nil
		}
		if c.Text() != c.Quote {
			s.Lose("quote", "the statement stands for it", c.ID)
		}
		if label := c.settledLabel(); foldValue(label) != foldValue(verdict) && !isDefaultLabel(label) {
			s.Lose("name of a label of your own", "the verdicts of "+form+" stand for labels", c.ID)
		}
		if len(c.Evidence) > 0 && c.contradictsFine() {
			s.Lose("what the evidence alone says", "the verdict is that of the label, which does not follow from it", c.ID)
		}
		return do(d, c, verdict)
	})
}

// loseRejected tells whether a span is rejected, and counts it: for forms that are read as claims alone.
func (s *Selection) loseRejected(c *Claim) bool {
	rejected := c.Status == string(store.StatusRejected)
	if rejected {
		s.Lose("rejected span", "a review found that it is no claim", c.ID)
	}
	return rejected
}

// isDefaultLabel tells whether a label is called as one of those that every workspace begins with.
func isDefaultLabel(name string) bool {
	switch foldValue(name) {
	case "", "supported", "disputed", "notenoughinfo":
		return true
	}
	return false
}

// evidenceSet are pieces of evidence of one stance that hold only together.
type evidenceSet struct {
	Stance string
	Pieces []Evidence
}

// evidenceSets gives a claim's evidence by set and stance, in the order of the evidence. Sets are those of one linked claim.
func (c *Claim) evidenceSets() []evidenceSet {
	type key struct {
		from, stance string
		set          int
	}
	var sets []evidenceSet
	at := map[key]int{}
	for _, e := range c.Evidence {
		k := key{e.SharedFrom, e.Stance, e.Set}
		i, known := at[k]
		if !known {
			i = len(sets)
			at[k], sets = i, append(sets, evidenceSet{Stance: e.Stance})
		}
		sets[i].Pieces = append(sets[i].Pieces, e)
	}
	return sets
}

// text is what the pieces say, parted by spaces.
func (s evidenceSet) text() string {
	var quotes []string
	for _, e := range s.Pieces {
		quotes = append(quotes, e.Quote)
	}
	return strings.Join(quotes, " ")
}

// eachPair calls do with every claim and each set of its evidence, for forms that are pairs of texts. A set holds the pieces
// with a quote alone; what such forms leave out is counted.
func (s *Selection) eachPair(do func(d *Document, c *Claim, set evidenceSet) error) error {
	return s.EachClaim(func(d *Document, c *Claim) error {
		switch {
		case s.loseRejected(c):
			return nil
		case len(c.Evidence) == 0:
			s.Lose("claim without evidence", "a pair needs both", c.ID)
			return nil
		case c.Text() != c.Quote:
			s.Lose("quote", "the statement stands for it", c.ID)
		}
		for _, set := range c.evidenceSets() {
			quoted := evidenceSet{Stance: set.Stance}
			for _, e := range set.Pieces {
				if e.Quote == "" {
					s.Lose("outside source without a quote", "a pair is of texts", c.ID)
					continue
				}
				quoted.Pieces = append(quoted.Pieces, e)
			}
			if quoted.Pieces == nil {
				continue
			}
			if err := do(d, c, quoted); err != nil {
				return err
			}
		}
		return nil
	})
}

// numberOf makes a number, from 1 to 2^53-1, of an id, for forms whose ids are numbers that JavaScript can hold. An id that
// is such a number is that: so come those of other data sets.
func numberOf(id string) int64 {
	if n, err := strconv.ParseInt(id, 10, 64); err == nil && n > 0 && n < 1<<53 && strconv.FormatInt(n, 10) == id {
		return n
	}
	sum := sha256.Sum256([]byte(id))
	return max(1, int64(binary.BigEndian.Uint64(sum[:8])>>11))
}

var partialDate = regexp.MustCompile(`^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(\??)$`)

// wholeDate gives the first day of the period that a date of ours means. exact is false where the date has no day, or is
// marked as unsure; ok is false for what is no date.
func wholeDate(date string) (day time.Time, exact, ok bool) {
	parts := partialDate.FindStringSubmatch(strings.TrimSpace(date))
	if parts == nil {
		return time.Time{}, false, false
	}
	month, inMonth := parts[2], parts[3]
	exact = inMonth != "" && parts[4] == ""
	if month == "" {
		month = "01"
	}
	if inMonth == "" {
		inMonth = "01"
	}
	day, err := time.Parse(time.DateOnly, parts[1]+"-"+month+"-"+inMonth)
	return day, exact && err == nil, err == nil
}

// orNull is null in JSON for "".
func orNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}
