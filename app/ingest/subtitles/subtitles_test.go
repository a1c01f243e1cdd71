package subtitles

import (
	"os"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"factmark/app/ingest/extract"
)

// rolling is a file as video sites make them by machine: each line comes twice, the second time above the next one.
const rolling = `WEBVTT
Kind: captions
Language: en-GB

00:00:00.160 --> 00:00:02.389 align:start position:0%
 
the<00:00:00.400><c> council</c><00:00:00.800><c> voted</c>

00:00:02.389 --> 00:00:02.399 align:start position:0%
the council voted
 

00:00:02.399 --> 00:00:04.500 align:start position:0%
the council voted
on<00:00:02.900><c> Monday</c>

00:00:04.500 --> 00:00:04.510 align:start position:0%
on Monday
 

00:00:04.510 --> 00:00:06.000 align:start position:0%
on Monday
to<00:00:04.900><c> close</c> &gt; 3 schools

`

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, file, text string
		labels           []string // of the locators, with what they stand for
		remarks          int
	}{
		{"lines of a cue flow", "1\n00:00:01,000 --> 00:00:02,000\nThe council\nvoted.\n\n2\n00:00:02,500 --> 00:00:03,000\nIt was close.\n",
			"The council voted. It was close.", []string{"00:00:01.000: The council voted.", "00:00:02.500: It was close."}, 0},
		{"a pause", "1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:05,000 --> 00:00:06,000\nB\n", "A\n\nB",
			[]string{"00:00:01.000: A", "00:00:05.000: B"}, 0},
		{"times in all forms", "01:02,5 --> 01:03\nA\n\n1:02:03.456 --> 1:02:04.000 X1:40 X2:600\nB\n\n00: 00: 04, 500 -> 00: 00: 05, 000\nC\n\n123:00:00.000 --> 123:00:01.000\nD",
			"A\n\nB\n\nC\n\nD", []string{"00:01:02.500: A", "01:02:03.456: B", "00:00:04.500: C", "123:00:00.000: D"}, 0},
		{"no numbers, a year as text", "00:00:01,000 --> 00:00:02,000\nIt was\n1984\n\n00:00:02,000 --> 00:00:03,000\n1985\n",
			"It was 1984 1985", []string{"00:00:01.000: It was 1984", "00:00:02.000: 1985"}, 0},
		{"a number that is said", "1\n00:00:01,000 --> 00:00:02,000\nHow many?\n\n2\n00:00:02,000 --> 00:00:03,000\n300\n\n3\n00:00:03,000 --> 00:00:04,000\nMen.",
			"How many? 300 Men.", []string{"00:00:01.000: How many?", "00:00:02.000: 300", "00:00:03.000: Men."}, 0},
		{"an empty line behind every line", "1\n\n00:00:01,000 --> 00:00:02,000\n\nA\n\nB\n\n2\n\n00:00:02,000 --> 00:00:03,000\n\nC\n",
			"A B C", []string{"00:00:01.000: A B", "00:00:02.000: C"}, 0},
		{"line ends and marks", "\ufeff1\r00:00:01,000 --> 00:00:02,000\rA\rB\r\r2\r00:00:02,000 --> 00:00:03,000\rC\r", "A B C",
			[]string{"00:00:01.000: A B", "00:00:02.000: C"}, 0},
		{"markup of SubRip", "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>A</i> <font color=\"#fff\">B</font><br/>{i}C{/i} 5 < 6 <b>D & E; {F} <unknown>\n",
			"A B C 5 < 6 D & E; {F} <unknown>", []string{"00:00:01.000: A B C 5 < 6 D & E; {F} <unknown>"}, 0},
		{"a dialogue", "1\n00:00:01,000 --> 00:00:02,000\n- Was it you?\n- No.\n\n2\n00:00:02,000 --> 00:00:03,000\nThey left.\n", "- Was it you?\n- No.\nThey left.",
			[]string{"00:00:01.000: - Was it you?\n- No.", "00:00:02.000: They left."}, 0},
		{"names in capitals", "1\n00:00:01,000 --> 00:00:02,000\nMAN:\nStop there.\n\n2\n00:00:02,000 --> 00:00:03,000\nNow.\n\n3\n00:00:03,000 --> 00:00:04,000\n>> Why?",
			"MAN: Stop there. Now.\n\n>> Why?", []string{"00:00:01.000 MAN: MAN: Stop there.", "00:00:02.000: Now.", "00:00:03.000: >> Why?"}, 0},
		{"names before every cue", "WEBVTT\n\n1\n00:00:01.000 --> 00:00:02.000\nAnn Lee: We have\n\n2\n00:00:02.000 --> 00:00:03.000\nAnn Lee: three schools.\n\n3\n00:00:03.000 --> 00:00:04.000\nBo Ek: Four: I counted.",
			"Ann Lee: We have three schools.\n\nBo Ek: Four: I counted.",
			[]string{"00:00:01.000 Ann Lee: Ann Lee: We have", "00:00:02.000 Ann Lee: three schools.", "00:00:03.000 Bo Ek: Bo Ek: Four: I counted."}, 0},
		{"voices", "WEBVTT\n\nNOTE not for viewers\nat all\n\nSTYLE\n::cue { color: red }\n\nintro\n00:01.000 --> 00:02.000 align:left\n<v.loud Ann Lee>We &amp; you</v>\n\n00:02.000 --> 00:03.000\n<v Ann Lee>agree.\n<v Bo>No.",
			"We & you agree.\n\nNo.", []string{"00:00:01.000 Ann Lee: We & you", "00:00:02.000 Ann Lee: agree.", "00:00:02.000 Bo: No."}, 1},
		{"rolling captions", rolling, "the council voted on Monday to close > 3 schools",
			[]string{"00:00:00.160: the council voted", "00:00:02.399: on Monday", "00:00:04.510: to close > 3 schools"}, 0},
		{"captions that grow", "WEBVTT\n\n00:01.000 --> 00:02.000\nwe\n\n00:02.000 --> 00:03.000\nwe have\n\n00:03.000 --> 00:04.000\nwe have three\n\n00:04.000 --> 00:05.000\nschools\n",
			"we have three schools", []string{"00:00:01.000: we", "00:00:02.000: have", "00:00:03.000: three", "00:00:04.000: schools"}, 0},
		{"what is said again is kept", "1\n00:00:01,000 --> 00:00:02,000\nHelp!\n\n2\n00:00:02,000 --> 00:00:03,000\nHelp!\n\n3\n00:00:03,000 --> 00:00:04,000\nHelp!\n",
			"Help! Help! Help!", []string{"00:00:01.000: Help!", "00:00:02.000: Help!", "00:00:03.000: Help!"}, 0},
		{"the same cue twice", "1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:01,000 --> 00:00:02,000\nA\n", "A", []string{"00:00:01.000: A"}, 1},
		{"cues out of order", "1\n00:01:00,000 --> 00:01:02,000\nB\n\n2\n00:00:01,000 --> 00:00:02,000\nA\n", "B\n\nA", []string{"00:01:00.000: B", "00:00:01.000: A"}, 0},
		{"a time that cannot be read", "1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:0x --> 00:00:03,000\nB\n", "A B", []string{"00:00:01.000: A"}, 1},
		{"text before the first cue", "Translated by nobody\n\n1\n00:00:01,000 --> 00:00:02,000\nA\n", "A", []string{"00:00:01.000: A"}, 1},
		{"writing without spaces", "1\n00:00:01,000 --> 00:00:02,000\n市议会\n已投票。\n\n2\n00:00:02,000 --> 00:00:03,000\n结果接近\n", "市议会已投票。结果接近",
			[]string{"00:00:01.000: 市议会已投票。", "00:00:02.000: 结果接近"}, 0},
	} {
		if !Is(c.file) && c.name != "text before the first cue" {
			t.Errorf("%s: not taken for subtitles", c.name)
		}
		got, err := Read(c.file)
		if err != nil || got.Text != c.text || len(got.Remarks) != c.remarks {
			t.Errorf("%s: %q %v, %v", c.name, got.Text, got.Remarks, err)
		}
		if labels := located(got); !reflect.DeepEqual(labels, c.labels) {
			t.Errorf("%s: %q", c.name, labels)
		}
	}
	if got, _ := Read(rolling); got.Language != "en-GB" {
		t.Errorf("language %q", got.Language)
	}
}

// located gives each locator's label with the text that it stands for.
func located(c extract.Content) []string {
	var all []string
	text := []rune(c.Text)
	for _, l := range c.Locators {
		all = append(all, l.Label+": "+string(text[l.Start:l.End]))
	}
	return all
}

func TestReadAMeeting(t *testing.T) {
	raw, err := os.ReadFile("testdata/meeting.vtt")
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(string(raw))
	if err != nil || len(got.Locators) != 13 || !strings.HasPrefix(got.Text, "OK, I think now we should be recording properly.\n\nGood.\n\nYeah.\n\nI was also") {
		t.Errorf("%d cues, %v\n%s", len(got.Locators), err, got.Text)
	}
	if cues := located(got); cues[6] != "00:01:02.072 Speaker B: some metadata, some options that can be specific." {
		t.Errorf("%q", cues)
	}
}

func TestLongSpeechHasParagraphs(t *testing.T) {
	var b strings.Builder
	for range 60 {
		b.WriteString("00:00:01,000 --> 00:00:02,000\n" + strings.Repeat("word ", 5) + "\n\n00:00:02,000 --> 00:00:03,000\nends here.\n\n")
	}
	got, err := Read("1\n" + b.String())
	if err != nil {
		t.Fatal(err)
	}
	for _, paragraph := range strings.Split(got.Text, "\n\n") {
		if len(paragraph) > longParagraph+100 || !strings.HasSuffix(paragraph, "here.") {
			t.Errorf("a paragraph of %d bytes: …%s", len(paragraph), paragraph[max(0, len(paragraph)-30):])
		}
	}
}

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                   false,
		"WEBVTT":                             true,
		"\ufeffWEBVTT - a title\n":           true,
		"WEBVTTX\n":                          false,
		"1\n2\n3\n":                          false,
		"12:30 --> the meeting begins\n":     false,
		"The times are\n00:01 --> 00:02\n":   false,
		"\n\n00:01 --> 00:02 line:0\nhello":  true,
		"1\r\n00:00:01,0 --> 00:00:02,0\r\n": true,
		"0\n00:00:61,000 --> 00:00:62,000\n": false,
		"10:30-11:00 coffee\n":               false,
	} {
		if Is(text) != want {
			t.Errorf("Is(%q) is not %v", text, want)
		}
	}
}

func TestWhatIsNone(t *testing.T) {
	for file, want := range map[string]string{
		"The council voted.\n":                       "no line has times",
		"WEBVTT\n":                                   extract.ErrNoText.Error(),
		"1\n00:00:01,000 --> 00:00:02,000\n\n":       extract.ErrNoText.Error(),
		strings.Repeat("A line of a book.\n", 1<<13): "no line has times",
		"1\n00:00:01,000 --> 00:00:02,000\n" + strings.Repeat("<b", maxCue):    "65536 characters in one cue",
		strings.Repeat("00:00:01,000 --> 00:00:02,000\n", extract.MaxBlocks+1): "1000000 cues",
	} {
		if _, err := Read(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.40q: %v", file, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{"", rolling, "1\n00:00:01,000 --> 00:00:02,000\n- <i>A</i>\n- B &lt;\n", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>{\\an8}x<v",
		"\ufeff1\r00:00:0x --> 1\rA: b\r", "9999999:00 --> -1:00\nA", "WEBVTT\n\nNOTE a\n\nNOTE\nb\n\n00:00 -> 00:00\n\x00\xff&#0;&#xd800;"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := Read(text)
		if err != nil {
			if message := err.Error(); message == "" || strings.Contains(message, "\n") {
				t.Fatalf("the message %q is not one line", message)
			}
			return
		}
		at, length := 0, utf8.RuneCountInString(got.Text)
		for _, l := range got.Locators {
			if l.Kind != extract.Time || l.Start < at || l.End <= l.Start || l.End > length || l.Label == "" {
				t.Fatalf("locators %v of %q", got.Locators, got.Text)
			}
			at = l.End
		}
		if !utf8.ValidString(got.Text) || strings.Contains(got.Text, "\n\n\n") || len(got.Text) > len(text)*3 {
			t.Fatalf("text %q", got.Text)
		}
	})
}

func BenchmarkRead(b *testing.B) {
	file := "1\n" + strings.Repeat("00:00:01,000 --> 00:00:02,000\n<i>The council voted</i>\non Monday &amp; Tuesday.\n\n00:00:02,000 --> 00:00:03,000\nIt was close.\n\n", 1000)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, err := Read(file); err != nil {
			b.Fatal(err)
		}
	}
}
