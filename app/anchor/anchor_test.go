package anchor

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// spanOf makes the span of a part of a text that stands there once.
func spanOf(t testing.TB, text, part string) Span {
	t.Helper()
	if strings.Count(text, part) != 1 {
		t.Fatalf("%q stands %d times in the text", part, strings.Count(text, part))
	}
	start := utf8.RuneCountInString(text[:strings.Index(text, part)])
	return spanAt(text, start, start+utf8.RuneCountInString(part))
}

func spanAt(text string, start, end int) Span { return spanIn([]rune(text), start, end) }

func spanIn(runes []rune, start, end int) Span {
	return Span{start, end, string(runes[start:end]), string(runes[max(0, start-contextLength):start]), string(runes[end:min(len(runes), end+contextLength)])}
}

func find(t testing.TB, old, new string, spans ...Span) []Found {
	t.Helper()
	found, err := Find(context.Background(), old, new, spans, nil)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func at(text string, p Place) string { return string([]rune(text)[p.Start:p.End]) }

const report = `The council met on Monday, 10 February, in the old town hall. It said that the group holds $10 million in three banks.

Nobody was killed, the ministry wrote in a short note. The note was signed by Anna Meier. Prices rose by 5 percent in May.

Yes.
The bridge was closed for two weeks after the storm. The mayor opened it again on 3 June.
Yes.
`

func TestFind(t *testing.T) {
	replace := func(pairs ...string) string {
		out := report
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(out, pairs[i]) {
				t.Fatalf("%q is not in the report", pairs[i])
			}
			out = strings.Replace(out, pairs[i], pairs[i+1], 1)
		}
		return out
	}
	bridge := "The bridge was closed for two weeks after the storm. The mayor opened it again on 3 June.\n"
	for _, test := range []struct {
		name, quote, new string
		kind             Kind
		stands           string // where it is found; where it is nowhere, the first candidate, "" for none
	}{
		{"the same text", "the group holds $10 million", report, Sure, "the group holds $10 million"},
		{"text before it", "the group holds $10 million", "A correction was made.\n\n" + report, Sure, "the group holds $10 million"},
		{"who said it is gone", "the group holds $10 million", replace("The council met on Monday, 10 February, in the old town hall. ", ""), Near, "the group holds $10 million"},
		{"both neighbours changed", "The note was signed by Anna Meier.", replace("Nobody was killed", "All are alive", "Prices rose by 5 percent", "Rents fell by 3 percent"), Sure, "The note was signed by Anna Meier."},
		{"the rest of its sentence changed", "the ministry wrote in a short note", replace("Nobody was killed, ", "All are alive: "), Near, "the ministry wrote in a short note"},
		{"an elsewhere repeated quote", "Prices rose by 5 percent in May.", report + "\nAgain: Prices rose by 5 percent in May.\n", Sure, "Prices rose by 5 percent in May."},
		{"moved with its paragraph", "The bridge was closed for two weeks after the storm.", bridge + "\n" + replace(bridge, ""), Sure, "The bridge was closed for two weeks after the storm."},
		{"a letter set right", "The bridge was closed for two weeks after the storm.", replace("was closed", "was clossed"), Near, "The bridge was clossed for two weeks after the storm."},
		{"words put in", "The bridge was closed for two weeks after the storm.", replace("was closed", "was completely closed"), Near, "The bridge was completely closed for two weeks after the storm."},
		{"another number", "Prices rose by 5 percent in May.", replace("5 percent", "7 percent"), Nowhere, "Prices rose by 7 percent in May."},
		{"a number in words", "The bridge was closed for two weeks after the storm.", replace("two weeks", "three weeks"), Nowhere, "The bridge was closed for three weeks after the storm."},
		{"a denial put in", "the group holds $10 million in three banks", replace("group holds", "group never holds"), Nowhere, "the group never holds $10 million in three banks"},
		{"a denial taken out", "Nobody was killed, the ministry wrote", replace("Nobody was killed", "A man was killed"), Nowhere, "A man was killed, the ministry wrote"},
		{"another name", "The note was signed by Anna Meier.", replace("Anna Meier", "Anna Maier"), Nowhere, "The note was signed by Anna Maier."},
		{"another name first", "Nobody was killed, the ministry wrote in a short note.", replace("Nobody", "Boris"), Nowhere, "Boris was killed, the ministry wrote in a short note."},
		{"another currency", "the group holds $10 million in three banks", replace("$10", "€10"), Nowhere, "the group holds €10 million in three banks"},
		{"another word", "Prices rose by 5 percent in May.", replace("Prices rose", "Prices fell"), Nowhere, "Prices fell by 5 percent in May."},
		{"gone", "The bridge was closed for two weeks after the storm.", replace(bridge, ""), Nowhere, ""},
		{"gone, and its like is here", "Prices rose by 5 percent in May.", replace(" Prices rose by 5 percent in May.", "", "Yes.\n", "Rents rose by 6 percent in May.\nYes.\n"), Nowhere, "Rents rose by 6 percent in May."},
		{"everything is new", "The bridge was closed for two weeks after the storm.", "Completely different words stand here.", Nowhere, ""},
		{"nothing is left", "The bridge was closed for two weeks after the storm.", "x", Nowhere, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := find(t, report, test.new, spanOf(t, report, test.quote))[0]
			stands := ""
			if f.Kind != Nowhere {
				stands = at(test.new, f.Place)
			} else if len(f.Candidates) > 0 {
				stands = at(test.new, f.Candidates[0])
			}
			if f.Kind != test.kind || stands != test.stands {
				t.Errorf("kind %d at %q, want %d at %q; %+v", f.Kind, stands, test.kind, test.stands, f)
			}
		})
	}
}

// A sentence that was there before is the image of its own old self, however
// much it is like one that was taken out.
func TestNeverALookAlike(t *testing.T) {
	var old strings.Builder
	for i := range 40 {
		fmt.Fprintf(&old, "In the district of place %c%c the harvest was good and the barns were full that year.\n\n", 'a'+i%26, 'k'+i/26)
	}
	lines := strings.SplitAfter(old.String(), "\n\n")
	for _, gone := range []int{0, 7, 20, 39} {
		new := strings.Join(append(append([]string{}, lines[:gone]...), lines[gone+1:]...), "")
		for i, f := range find(t, old.String(), new, everyLine(old.String(), lines)...) {
			switch {
			case i == gone && f.Kind != Nowhere:
				t.Errorf("line %d is gone and was found at %q", i, at(new, f.Place))
			case i == gone && len(f.Candidates) == 0:
				t.Errorf("line %d is gone and nothing is offered", i)
			case i != gone && (f.Kind != Sure || at(new, f.Place) != strings.TrimSpace(lines[i])):
				t.Errorf("without line %d, line %d is %+v", gone, i, f)
			}
		}
	}
}

func everyLine(text string, lines []string) []Span {
	var spans []Span
	start, runes := 0, []rune(text)
	for _, line := range lines {
		n := utf8.RuneCountInString(line)
		if quote := utf8.RuneCountInString(strings.TrimSpace(line)); quote > 0 {
			spans = append(spans, spanIn(runes, start, start+quote))
		}
		start += n
	}
	return spans
}

// A place that is offered begins where the words before the old quote end, and
// ends where those after it begin.
func TestCandidatesKeepToTheirNeighbours(t *testing.T) {
	for _, test := range []struct{ old, quote, new, want string }{
		{"The report says it still maintains a force of three to five thousand fighters there, on Monday.", "three to five thousand fighters",
			"The report says it still maintains a force of six to eight thousand fighters there, on Monday.", "six to eight thousand fighters"},
		{"Officials spoke of three to five thousand fighters in these nations.", "three to five thousand fighters in these nations",
			"Officials spoke of six to eight thousand fighters in these nations.", "six to eight thousand fighters in these nations"},
		{"It was sold for 12 million euros in May.", "12 million euros", "It was sold for 7 million dollars in May.", "7 million dollars"},
		// What the quote begins or ends with itself is its own, whatever stands beside it.
		{"He said that that man of five paid for it.", "that man of five", "He said that that man of nine paid for it.", "that man of nine"},
		{"Prices rose by 5 percent, 5 percent in all.", "Prices rose by 5 percent,", "Prices rose by 7 percent, 5 percent in all.", "Prices rose by 7 percent,"},
	} {
		f := find(t, test.old, test.new, spanOf(t, test.old, test.quote))[0]
		if f.Kind != Nowhere || len(f.Candidates) == 0 || at(test.new, f.Candidates[0]) != test.want {
			t.Errorf("%q: kind %d, first of %d at %q, want %q", test.quote, f.Kind, len(f.Candidates), at(test.new, append(f.Candidates, Place{})[0]), test.want)
		}
	}
}

func TestTrim(t *testing.T) {
	for _, test := range []struct{ prefix, quote, suffix, there, want string }{
		{"a force of ", "three men", " in May", "of six women", "six women"},
		{"a force of ", "three men", " in May", "a\u00a0force\nof six women", "six women"},
		{"a force of ", "three men", " in May", "six women in May", "six women"},
		{"a force of ", "three men", " in May", "of six women in May", "six women"},
		{"a force of ", "three men", ", in May", "six women, in", "six women"},
		{"a force of ", "of three men", " in May", "of six women", "of six women"},
		{"a force of ", "three men in", " in May", "six women in", "six women in"},
		{"a force of ", "three men", " in May", "coffee for six", "coffee for six"}, // "of" is no word there
		{"a force of ", "three men", " in May", "of", "of"},                         // nothing would be left
		{"an anti", "aircraft gun", "s in May", "anti-tank guns", "anti-tank guns"}, // within words
		{"said “", "three men", "” in May", "“six women”", "“six women”"},           // no words beside it
		{"", "three men", "", "six women", "six women"},
		{"会议", "讨论该组织", "构成", "会议讨论构成", "会议讨论构成"}, // words cannot be told without spaces
	} {
		s := &search{b: []rune(test.there)}
		w := &wanted{quote: []rune(test.quote), prefix: []rune(test.prefix), suffix: []rune(test.suffix)}
		if p := s.trim(w, area{0, len(s.b)}); string(s.b[p.start:p.end]) != test.want {
			t.Errorf("%q after %q and before %q: %q is trimmed to %q, want %q", test.quote, test.prefix, test.suffix, test.there, string(s.b[p.start:p.end]), test.want)
		}
	}
}

// Which of several twins was taken out nobody can say.
func TestTwins(t *testing.T) {
	twin := "The figures were not checked by anyone.\n"
	old := "A heading that stands alone.\n" + twin + twin + twin + "The end of the report, which is short.\n"
	new := strings.Replace(old, twin, "", 1)
	n := utf8.RuneCountInString(twin)
	first := strings.Index(old, twin)
	var spans []Span
	for i := range 3 {
		spans = append(spans, spanAt(old, first+i*n, first+i*n+n-1))
	}
	for i, f := range find(t, old, new, spans...) {
		if f.Kind != Nowhere || len(f.Candidates) != 2 {
			t.Errorf("twin %d: %+v", i, f)
		}
	}
	for i, f := range find(t, old, old, spans...) {
		if f.Kind != Sure || f.Place.Start != spans[i].Start {
			t.Errorf("twin %d in the same text: %+v", i, f)
		}
	}
}

func TestScripts(t *testing.T) {
	old := "安全理事会定于星期一举行会议，讨论该组织构成的威胁。该组织拥有三家银行的资金。\n" +
		"قالت الوزارة إن الأسعار ارتفعت في مايو. لم يقتل أحد في الحادث.\n" +
		"The family 👨‍👩‍👧 lives in a cafe\u0301 by the sea. It is called 🇫🇷🇩🇪 house by all.\n"
	new := "第一行是新的。\n" + strings.NewReplacer("举行会议", "再次举行会议", "في الحادث", "في ذلك الحادث المؤسف", "by the sea", "close by the sea").Replace(old)
	for _, test := range []struct {
		quote string
		kind  Kind
		want  string
	}{
		{"该组织拥有三家银行的资金", Near, "该组织拥有三家银行的资金"}, // "this organisation" is of the sentence before, which changed
		{"قالت الوزارة إن الأسعار ارتفعت في مايو", Sure, "قالت الوزارة إن الأسعار ارتفعت في مايو"},
		{"It is called 🇫🇷🇩🇪 house by all.", Near, "It is called 🇫🇷🇩🇪 house by all."},
		{"The family 👨‍👩‍👧 lives in a cafe\u0301", Near, "The family 👨‍👩‍👧 lives in a cafe\u0301"},
		{"安全理事会定于星期一举行会议，讨论该组织构成的威胁。", Near, "安全理事会定于星期一再次举行会议，讨论该组织构成的威胁。"},
		{"👨‍👩‍👧 lives in a cafe\u0301 by the sea. It is", Near, "👨‍👩‍👧 lives in a cafe\u0301 close by the sea. It is"},
	} {
		f := find(t, old, new, spanOf(t, old, test.quote))[0]
		if f.Kind != test.kind || at(new, f.Place) != test.want {
			t.Errorf("%q: kind %d at %q, want %d", test.quote, f.Kind, at(new, f.Place), test.kind)
		}
	}
	// A mark put behind the last letter is no mere neighbour: it changes the letter.
	f := find(t, "He went to a cafe every single day of his long and happy life.", "He went to a cafe\u0301 every single day of his long and happy life.",
		spanOf(t, "He went to a cafe every single day of his long and happy life.", "He went to a cafe"))[0]
	if f.Kind == Sure || f.Kind == Near && f.Place.End != 18 {
		t.Errorf("a cut cluster: %+v", f)
	}
}

// Without the old text nobody knows the whole sentence: quote and context bring it near.
func TestWithoutTheOldText(t *testing.T) {
	span := spanOf(t, report, "The bridge was closed for two weeks after the storm.")
	new := "A new beginning.\n" + report
	if f := find(t, "", new, span)[0]; f.Kind != Near || at(new, f.Place) != span.Quote {
		t.Errorf("%+v", f)
	}
	span.Prefix, span.Suffix = "completely other words, here and", "there and everywhere in the text"
	if f := find(t, "", new, span)[0]; f.Kind != Nowhere || len(f.Candidates) == 0 || at(new, f.Candidates[0]) != span.Quote {
		t.Errorf("out of its context: %+v", f)
	}
	if f := find(t, "", new, Span{Quote: ""})[0]; f.Kind != Nowhere {
		t.Errorf("no quote: %+v", f)
	}
}

func TestFindCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Find(ctx, report, report+"x", []Span{spanAt(report, 0, 10)}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestCompare(t *testing.T) {
	show := func(parts []Part) string {
		var b strings.Builder
		for _, p := range parts {
			if p.Changed {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		return b.String()
	}
	for _, test := range [][4]string{
		{"prices rose by 5 percent", "prices rose by 7 percent", "prices rose by [5] percent", "prices rose by [7] percent"},
		{"the group holds", "the group never holds", "the group holds", "the group [never ]holds"},
		{"same", "same", "same", "same"},
		{"", "new", "", "[new]"},
	} {
		olds, news := Compare(test[0], test[1])
		if show(olds) != test[2] || show(news) != test[3] {
			t.Errorf("%q and %q: %q, %q", test[0], test[1], show(olds), show(news))
		}
	}
}
