package layout

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWordUnderTheCaret(t *testing.T) {
	for _, c := range []struct {
		before, behind string // of the caret
		want           string
	}{
		{"", "one two", "one"},
		{"o", "ne two", "one"},
		{"one", " two", "one"},
		{"one ", "two", "two"},
		{"one two", "", "two"},
		{"one  ", "  two", "one"},
		{"", "  two", "two"},
		{"don", "’t", "don’t"},
		{"3", ".14", "3.14"},
		{"(", "note)", "note"},
		{"note", ")", ")"},
		{"a\n", "b", "b"},
		{"a", "\nb", "a"},
		{"a\n", "\nb", ""},
		{"   ", "  ", ""},
		{"Über", "gröߟe", "Übergröߟe"},
		{"漢", "字", "漢字"},
		{"the IS", "-K group", "IS-K"},
		{"the IS-", "K group", "IS-K"},
		{"IS-K", " group", "IS-K"},
		{"a state-of", "-the-art trick", "state-of-the-art"},
		{"e", "x‑minister", "ex‑minister"},
		{"1", "-2", "-"},
		{"one ", "- two", "-"},
		{"", "-one", "-"},
		{"one", "--two", "-"},
		{"F", "-16", "-"},
		{"รัฐบาลประ", "กาศว่า", "ประกาศ"},
		{"今天", "政府宣布", "政府"},
		{"今日は天", "気です", "天気"},
		{"(ສະບ", "າຍດີ)", "ສະບາຍດີ"},
		{"👩‍🚒 ", "👍🏽", "👍🏽"},
	} {
		text := NewText(c.before + c.behind)
		start, end := text.Word(len(c.before))
		if got := text.Slice(start, end); got != c.want {
			t.Errorf("word at %q|%q is %q, want %q", c.before, c.behind, got, c.want)
		}
	}
}

func TestWordSteps(t *testing.T) {
	text := NewText("“One, two”\n\n— three-four  5.\n")
	var ends, starts []string
	for at := 0; at < text.Len(); {
		at = text.NextWord(at)
		ends = append(ends, lastField(text.Slice(0, at)))
	}
	for at := text.Len(); at > 0; {
		at = text.PrevWord(at)
		starts = append(starts, firstField(text.Slice(at, text.Len())))
	}
	if want := []string{"“One", "two", "three", "three-four", "5", "5."}; !slices.Equal(ends, want) {
		t.Errorf("steps forward end behind %q, want %q", ends, want)
	}
	if want := []string{"5.", "four", "three-four", "two”", "One,", "“One,"}; !slices.Equal(starts, want) {
		t.Errorf("steps back end before %q, want %q", starts, want)
	}
}

// Steps go by words in scripts that write them without spaces, never by one letter.
func TestWordStepsWithoutSpaces(t *testing.T) {
	for _, marked := range []string{"รัฐบาล|ประกาศ|ว่า|ราคา|น้ำมัน", "今天|是|晴天", "今日|は|天気|です", "ປະເທດ|ລາວ", "ភាសាខ្មែរ|ល្អ", "ฟฟฟฟฟ"} {
		text := NewText(strings.ReplaceAll(marked, "|", ""))
		var steps, back []string
		for at := 0; at < text.Len(); {
			next := text.NextWord(at)
			steps = append(steps, text.Slice(at, next))
			at = next
		}
		for at := text.Len(); at > 0; {
			prev := text.PrevWord(at)
			back = append(back, text.Slice(prev, at))
			at = prev
		}
		slices.Reverse(back)
		if got := strings.Join(steps, "|"); got != marked || !slices.Equal(steps, back) {
			t.Errorf("steps %q and back %q, want %q", steps, back, marked)
		}
	}
}

func firstField(s string) string { return strings.Fields(s)[0] }

func lastField(s string) string { f := strings.Fields(s); return f[len(f)-1] }

func TestWordStepsAgreeWithTheWholeText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := texts().Draw(t, "text") // short enough for one block
		text := NewText(s)
		s = text.String()
		var starts, ends []int
		for start, end := range Segments(s) {
			if isWord(s[start:end]) {
				starts, ends = append(starts, start), append(ends, end)
			}
		}
		at := text.Snap(rapid.IntRange(0, len(s)).Draw(t, "at"))
		next, prev := len(s), 0
		for i := range ends {
			if ends[i] > at {
				next = ends[i]
				break
			}
		}
		for i := range starts {
			if starts[i] < at {
				prev = starts[i]
			}
		}
		if got := text.NextWord(at); got != next {
			t.Fatalf("NextWord(%d) = %d, want %d", at, got, next)
		}
		if got := text.PrevWord(at); got != prev {
			t.Fatalf("PrevWord(%d) = %d, want %d", at, got, prev)
		}
	})
}

func TestGrowAndShrink(t *testing.T) {
	text := NewText("Nobody came. “The U.S. said so,” he wrote. The end.\nSecond paragraph.")
	at := strings.Index(text.String(), "said") + 1
	sel := Range{at, at}
	var grown []string
	for {
		next := text.Grow(sel)
		if next == sel {
			break
		}
		if !next.holds(sel) {
			t.Fatalf("%v grew to %v", sel, next)
		}
		sel = next
		grown = append(grown, text.Slice(sel.Start, sel.End))
	}
	want := []string{"said", "“The U.S. said so,” he wrote.", "Nobody came. “The U.S. said so,” he wrote. The end.", text.String()}
	if !slices.Equal(grown, want) {
		t.Errorf("grew to %q, want %q", grown, want)
	}
	var shrunk []string
	for sel.Start < sel.End {
		sel = text.Shrink(sel)
		shrunk = append(shrunk, text.Slice(sel.Start, sel.End))
	}
	want = []string{"Nobody came. “The U.S. said so,” he wrote. The end.", "Nobody came.", "Nobody", ""}
	if !slices.Equal(shrunk, want) {
		t.Errorf("shrank to %q, want %q", shrunk, want)
	}
}

// A blank line has nothing to select: from it one grows to the paragraph beside it, never at once to everything.
func TestGrowingFromABlankLine(t *testing.T) {
	for _, c := range []struct {
		name, text, want string
		at               int
	}{
		{"between paragraphs", "One. Two.\n\nThree.", "One. Two.\n", 10},
		{"after two blank lines", "One.\r\n\r\n\r\nTwo.", "One.\r\n\r\n", 8},
		{"behind the last line feed", "First.\nLast one. Here.\n", "Last one. Here.\n", 23},
		{"in a line of spaces", "First.\n   \nLast.", "First.\n   ", 8},
		{"before the first paragraph", "\n\nFirst. Second.\nThird.", "\n\nFirst. Second.", 0},
		{"nothing but blank lines", "\n \n", "\n \n", 1},
	} {
		text := NewText(c.text)
		if r := text.Grow(Range{c.at, c.at}); c.text[r.Start:r.End] != c.want {
			t.Errorf("%s: %q, want %q", c.name, c.text[r.Start:r.End], c.want)
		}
	}
}

func TestGrowingEndsAtTheWholeText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := NewText(long().Draw(t, "text"))
		at := text.Snap(rapid.IntRange(0, text.Len()).Draw(t, "at"))
		sel := Range{at, at}
		for i := 0; ; i++ {
			next := text.Grow(sel)
			if next == sel {
				break
			}
			if i > 4 || next.Start > sel.Start || next.End < sel.End {
				t.Fatalf("%v grew to %v in step %d", sel, next, i)
			}
			sel = next
		}
		if sel != (Range{0, text.Len()}) {
			t.Fatalf("growing ends at %v of %d", sel, text.Len())
		}
	})
}
