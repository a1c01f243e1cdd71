package layout

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Sentences are separated by | here, which is not part of the text; white space around them belongs to none.
func TestSentences(t *testing.T) {
	for _, marked := range []string{
		"One sentence only",
		"The U.S. Ambassador spoke to Gen. Michael Kurilla on Jan. 5.| He told Dr. Smith.",
		"It rose by 3.5 per cent, to $1.2 million, in 2021.| In that year nobody noticed.",
		"He lives in the U.S.| She doesn’t.",
		"Der Gipfel war am 15. Januar.| Danach kam nichts.",
		"“We reject this,” he said.| “It is false.”| She agreed.",
		"He called it “a lie.”| Nobody laughed.",
		"Is it true?| No!| It isn’t (they said so themselves).| The end.",
		"They met at 5 p.m. in Kabul.| It rained.",
		"The e.g. case, i.e. this one, is no end.| This is.",
		"Первое предложение.| Второе предложение.",
		"今日は雨です。|明日は晴れますか？|はい。",
		"他说：“不是真的。”|然后走了。",
		"यह पहला वाक्य है।| यह दूसरा है।",
		"هل هذا صحيح؟| نعم.| انتهى",
		"He asked “Why?” and left.| Then he came to No. 5 of St. James’s Sq. as approx. 30 others did.| The end.",
		"It cost approx. 2.5 million.| Nobody paid.",
		"នេះជាប្រយោគ។| នេះជាប្រយោគទីពីរ៕| ចប់",
		"Սա առաջին նախադասությունն է։| Սա երկրորդն է։| Վերջ",
		"ᠨᠢᠭᠡ ᠦᠭᠦᠯᠡᠪᠦᠷᠢ᠃| ᠬᠣᠶᠠᠷ",
		"یہ پہلا جملہ ہے۔| یہ دوسرا ہے۔",
	} {
		s := strings.ReplaceAll(marked, "|", "")
		text := NewText("Line before.\n" + s + "\nLine behind.")
		at := len("Line before.\n")
		for _, part := range strings.Split(marked, "|") {
			want := strings.TrimSpace(part)
			begin := at + strings.Index(part, want)
			for _, place := range []int{begin, begin + len(want)/2, at + len(part) - 1} {
				place = text.Snap(place)
				start, end := text.Sentence(place)
				if got := text.Slice(start, end); got != want || start != begin {
					t.Errorf("sentence at %d (%q) is %q, want %q", place, text.Slice(place, text.Next(place)), got, want)
				}
			}
			at += len(part)
		}
	}
}

func TestSentenceOfNothing(t *testing.T) {
	for _, s := range []string{"", "\n", "   ", " \n "} {
		if start, end := NewText(s).Sentence(0); start != end {
			t.Errorf("%q has a sentence [%d,%d)", s, start, end)
		}
	}
}

func TestSentenceHoldsItsPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := NewText(long().Draw(t, "text"))
		at := text.Snap(rapid.IntRange(0, text.Len()).Draw(t, "at"))
		start, end := text.Sentence(at)
		from, to := text.Paragraph(at)
		if start > end || start < from || end > to {
			t.Fatalf("sentence at %d is [%d,%d) in a paragraph [%d,%d)", at, start, end, from, to)
		}
		s := text.Slice(start, end)
		if s != strings.TrimSpace(s) {
			t.Fatalf("sentence has white space around it: %q", s)
		}
		if start < end {
			if a, b := text.Sentence(start); a != start || b != end {
				t.Fatalf("sentence at %d is [%d,%d), at its start [%d,%d)", at, start, end, a, b)
			}
		}
	})
}

// Stepping by sentences leads from start to start, over all of the text and back.
func TestSentenceStepsLeadThroughTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := NewText(texts().Draw(t, "text"))
		starts := []int{0}
		for at := 0; at < x.Len(); {
			next := x.NextSentence(at)
			if next <= at {
				t.Fatalf("from %d the next sentence is at %d of %d", at, next, x.Len())
			}
			if next < x.Len() {
				if start, _ := x.Sentence(next); start != next {
					t.Fatalf("from %d the next sentence is at %d, but that is in one from %d", at, next, start)
				}
				starts = append(starts, next)
			}
			at = next
		}
		for at := x.Len(); at > 0; {
			before := x.PrevSentence(at)
			if before >= at {
				t.Fatalf("from %d the sentence before is at %d", at, before)
			}
			at = before
		}
	})
}

// All sentences of a text are those that stand around each of its places.
func TestAllSentencesAreThoseAtEachPlace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := NewText(texts().Draw(t, "text"))
		s := x.Slice(0, x.Len())
		before := 0
		for start, end := range Sentences(s) {
			if start < before || end <= start {
				t.Fatalf("[%d,%d) comes behind %d", start, end, before)
			}
			if strings.TrimSpace(s[before:start]) != "" {
				t.Fatalf("%q is in no sentence", s[before:start])
			}
			if a, b := x.Sentence(start); len(s) < 1000 && (a != start || b != end) {
				t.Fatalf("[%d,%d) is [%d,%d) at its start", start, end, a, b)
			}
			before = end
		}
	})
}

// A word with a stop is judged by the two words behind it as in its whole paragraph.
func TestTheSplitterNeedsNoMoreThanTwoWordsBehindAStop(t *testing.T) {
	words := strings.Fields(`He said that U.S. Gen. Dr. No. Mr. A. B. in 2021. Jan. p.m. etc. it. She. the Kabul. why? “Why?” “no.” (so.) ... etc.) 3. N°. 26.3.1. I. end! St. James’s Sq. Sgt. York. one. King, no. Bishop. Lord. John came. There. And, so. II. Vol. al. Mt. Vernon. Louis.`)
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 30).Draw(t, "words"), " ") + " "
		var whole []int
		tokens := punkt().AnnotatedTokens(s)
		for i, token := range tokens {
			if i+1 < len(tokens) && endsSentence(token, tokens[i+1].Tok) && !goesOn(s, token.Position+1) {
				whole = append(whole, token.Position)
			}
		}
		if got := latinEnds(s); !slices.Equal(got, append(whole, len(s))) {
			t.Fatalf("%q ends at %v, want %v", s, got, whole)
		}
	})
}
