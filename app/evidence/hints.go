package evidence

import (
	"slices"
	"strings"
	"sync"

	"factmark/app/locale"
)

// HintKind is in what a passage may differ from a claim.
type HintKind string

const (
	HintDenial    HintKind = "denial"    // it has a word that denies, the claim has none
	HintOpposite  HintKind = "opposite"  // it has a word that is the opposite of one of the claim's
	HintFigure    HintKind = "figure"    // it has another figure with the same unit
	HintDate      HintKind = "date"      // it has another day, month or year
	HintDirection HintKind = "direction" // it says less where the claim says more, or the other way round
)

// Hint says in what a passage may differ from a claim, in words for the user. It is a reading aid, never a label.
type Hint struct {
	Kind HintKind
	Text string
}

// hintsOf compares what a claim and a passage say.
func hintsOf(claim, passage string, said sentenceFacts) []Hint {
	says := factsOf(passage)
	var hints []Hint
	add := func(kind HintKind, text string) {
		if !slices.ContainsFunc(hints, func(h Hint) bool { return h.Text == text }) { // "rose" and "fell" are opposites, and directions too
			hints = append(hints, Hint{kind, text})
		}
	}
	if _, is := firstOf(said.terms, denials()); !is {
		if t, is := firstOf(says.terms, denials()); is {
			add(HintDenial, locale.T("has a word that denies: “{{.Word}}”", "Word", Slice(passage, t.Start, t.End)))
		}
	}
	if ours, theirs, is := opposite(said.terms, says.terms); is {
		add(HintOpposite, locale.T("says “{{.Theirs}}”, the claim “{{.Ours}}”", "Theirs", Slice(passage, theirs.Start, theirs.End), "Ours", Slice(claim, ours.Start, ours.End)))
	}
	if ours, theirs, is := otherFigure(said.figures, says.figures); is {
		add(HintFigure, locale.T("says {{.Theirs}}, the claim {{.Ours}}", "Theirs", Slice(passage, theirs.start, theirs.end), "Ours", Slice(claim, ours.start, ours.end)))
	}
	if ours, theirs, is := otherDate(said.dates, says.dates); is {
		add(HintDate, locale.T("says {{.Theirs}}, the claim {{.Ours}}", "Theirs", Slice(passage, theirs.start, theirs.end), "Ours", Slice(claim, ours.start, ours.end)))
	}
	if ours, theirs, is := otherDirection(said.terms, says.terms); is {
		add(HintDirection, locale.T("says “{{.Theirs}}”, the claim “{{.Ours}}”", "Theirs", Slice(passage, theirs.Start, theirs.End), "Ours", Slice(claim, ours.Start, ours.End)))
	}
	return hints
}

func firstOf(terms []Term, set map[string]bool) (Term, bool) {
	for _, t := range terms {
		if set[t.Word] {
			return t, true
		}
	}
	return Term{}, false
}

// otherFigure finds two different figures with the same unit, where the passage does not have just the claim's.
func otherFigure(claim, passage []figureSaid) (ours, theirs figureSaid, is bool) {
	for _, c := range claim {
		if c.unit == "" {
			continue
		}
		for _, p := range passage {
			if p.unit != c.unit || slices.ContainsFunc(claim, func(o figureSaid) bool { return o.unit == p.unit && o.value == p.value }) {
				continue
			}
			return c, p, true
		}
	}
	return ours, theirs, false
}

// otherDate finds two dates that are not the same, where the passage has none of the claim's.
func otherDate(claim, passage []dateSaid) (ours, theirs dateSaid, is bool) {
	for _, c := range claim {
		for _, p := range passage {
			if c.agrees(p) {
				return ours, theirs, false
			}
		}
	}
	for _, c := range claim {
		for _, p := range passage {
			if c.comparable(p) {
				return c, p, true
			}
		}
	}
	return ours, theirs, false
}

func (d dateSaid) comparable(o dateSaid) bool {
	return d.year > 0 && o.year > 0 || d.month > 0 && o.month > 0
}

func (d dateSaid) agrees(o dateSaid) bool {
	same := func(a, b int) bool { return a == 0 || b == 0 || a == b }
	if d.decade && o.year > 0 {
		o.year -= o.year % 10
	}
	if o.decade && d.year > 0 {
		d.year -= d.year % 10
	}
	return d.comparable(o) && same(d.year, o.year) && same(d.month, o.month) && same(d.day, o.day)
}

// otherDirection finds a word of one direction in the claim and of the other in the passage, where neither has both.
func otherDirection(claim, passage []Term) (ours, theirs Term, is bool) {
	claimUp, up := firstOf(claim, upWords())
	claimDown, down := firstOf(claim, downWords())
	passageUp, theirUp := firstOf(passage, upWords())
	passageDown, theirDown := firstOf(passage, downWords())
	switch {
	case up && !down && theirDown && !theirUp:
		return claimUp, passageDown, true
	case down && !up && theirUp && !theirDown:
		return claimDown, passageUp, true
	}
	return ours, theirs, false
}

// opposite finds a word of the claim whose opposite the passage has, and not the word itself.
func opposite(claim, passage []Term) (ours, theirs Term, is bool) {
	has := func(terms []Term, word string) bool {
		return slices.ContainsFunc(terms, func(t Term) bool { return t.Word == word })
	}
	for _, c := range claim {
		for _, p := range passage {
			if slices.Contains(opposites()[c.Word], p.Word) && !has(passage, c.Word) && !has(claim, p.Word) {
				return c, p, true
			}
		}
	}
	return ours, theirs, false
}

// termSet gives the terms of words, made into a set when they are first needed.
func termSet(words string) func() map[string]bool {
	return sync.OnceValue(func() map[string]bool {
		set := make(map[string]bool)
		for _, word := range strings.Fields(words) {
			eachTerm(word, func(term []byte, _, _ int) { set[string(term)] = true })
		}
		return set
	})
}

// denials are words that say of something that it is not so.
var denials = termSet(`deny denies denied denial denials false falsely falsehood fake hoax untrue incorrect incorrectly wrong wrongly myth myths debunk debunked
	refute refuted refutes reject rejected rejects dispute disputed disputes contradict contradicted contradicts contradictory misleading baseless
	unfounded rumor rumors rumour rumours fabricated fabrication inaccurate inaccurately disproved disproven unsubstantiated retracted bogus satire
	misinformation disinformation erroneous mistaken mistakenly contrary`)

var upWords = termSet(`increase increased increasing increases rise rose risen rising grow grew grown growing growth gain gained gains surge surged soar soared climb
	climbed higher strengthen strengthened expand expanded expansion boost boosted improve improved accelerate accelerated enhance enhanced elevate elevated
	promote promoted promotes induce induced induces activate activates activated upregulate upregulated upregulation raise raised doubled tripled
	highest more greater`)

var downWords = termSet(`decrease decreased decreasing decreases fall fell fallen falling drop dropped dropping decline declined declining shrink shrank shrunk
	reduce reduced reduces reduction lose lost losses plunge plunged plummet lower lowered weaken weakened diminish diminished worsen worsened
	slow slowed impair impaired impairs inhibit inhibits inhibited inhibition suppress suppressed suppresses downregulate downregulated downregulation
	halved attenuate attenuated lowest fewer less`)

var opposites = sync.OnceValue(func() map[string][]string {
	by := make(map[string][]string)
	for line := range strings.Lines(oppositePairs) {
		for pair := range strings.SplitSeq(strings.TrimSpace(line), ",") {
			words := strings.Fields(pair)
			if len(words) != 2 {
				continue
			}
			a, b := Terms(words[0])[0].Word, Terms(words[1])[0].Word
			by[a], by[b] = append(by[a], b), append(by[b], a)
		}
	}
	return by
})

const oppositePairs = `
	alive dead, living dead, born died, life death, survive die, survived killed, win lose, won lost, victory defeat, success failure, succeed fail, succeeded failed
	accept reject, accepted refused, agree disagree, agreed refused, allow forbid, allowed banned, legal illegal, lawful unlawful, permit prohibit, permitted prohibited
	approve reject, approved rejected, support oppose, supported opposed, supporter opponent, true false, right wrong, correct incorrect, accurate inaccurate
	guilty innocent, convicted acquitted, guilty acquitted, confirm deny, confirmed denied, admit deny, admitted denied, include exclude, included excluded
	present absent, presence absence, early late, earlier later, earliest latest, before after, first last, begin end, began ended, start stop, started stopped, start finish
	open close, opened closed, open shut, enter leave, entered left, arrive depart, arrived departed, join leave, joined left, remain leave, stay leave
	buy sell, bought sold, lend borrow, import export, profit loss, rich poor, wealthy poor, cheap expensive, free paid, surplus deficit
	young old, younger older, youngest oldest, new old, newer older, big small, bigger smaller, biggest smallest, large small, larger smaller, largest smallest
	long short, longer shorter, longest shortest, tall short, wide narrow, deep shallow, thick thin, heavy light, fast slow, faster slower, high low, full empty
	strong weak, stronger weaker, strength weakness, safe dangerous, safe unsafe, secure insecure, stable unstable, easy difficult, easy hard, simple complex
	good bad, better worse, best worst, positive negative, benefit harm, beneficial harmful, helpful harmful, healthy sick, healthy ill, effective ineffective
	common rare, frequent rare, often rarely, always never, ever never, everyone nobody, everybody nobody, everything nothing, all none, many few, most least, major minor
	majority minority, maximum minimum, public private, national international, domestic foreign, native foreign, local foreign, urban rural, north south, northern southern
	east west, eastern western, male female, man woman, men women, boy girl, father mother, son daughter, brother sister, husband wife, king queen, actor actress, he she
	his her, uncle aunt, nephew niece, married unmarried, married divorced, married single, single multiple, together alone, same different, similar different, alike different
	equal unequal, known unknown, famous unknown, popular unpopular, likely unlikely, possible impossible, able unable, willing unwilling, happy unhappy, like dislike
	love hate, friend enemy, ally enemy, peace war, attack defend, attacker defender, guilty cleared, hot cold, warm cool, warming cooling, wet dry, clean dirty, day night
	morning evening, summer winter, above below, over under, inside outside, internal external, up down, upper lower, front back, left right, top bottom
	add remove, added removed, build destroy, built destroyed, create destroy, created destroyed, appear disappear, appeared disappeared, gain lose, gained lost
	hire fire, hired fired, appoint dismiss, elected defeated, praise criticise, praise criticize, praised criticized, critical favorable, acclaim criticism
	acclaimed panned, commercial noncommercial, fiction nonfiction, comedy tragedy, hero villain, original remake, real fake, genuine fake, natural artificial, natural synthetic
	active inactive, passive active, dependent independent, direct indirect, complete incomplete, sufficient insufficient, adequate inadequate, necessary unnecessary
	relevant irrelevant, related unrelated, regular irregular, normal abnormal, visible invisible, voluntary involuntary, official unofficial, guilty exonerated
	increase decrease, rise fall, rose fell, grow shrink, grew shrank, more less, more fewer, higher lower, highest lowest, greater lesser, up down, expand contract
	strengthen weaken, strengthened weakened, improve worsen, improved worsened, accelerate slow, promote inhibit, promotes inhibits, activate inhibit, activates inhibits
	activate deactivate, induce suppress, induces suppresses, enhance impair, enhances impairs, enhance reduce, stimulate inhibit, stimulates inhibits, upregulate downregulate
	sensitive resistant, sensitivity resistance, acute chronic, benign malignant, proximal distal, gain loss, resistant susceptible
`
