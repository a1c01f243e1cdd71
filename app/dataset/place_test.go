package dataset

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"factmark/store"
)

// scripts are letters of many writings, with what takes more than one unit, code point or byte.
var scripts = []string{
	"the harbour ships", "größer façade naïve", "Ελληνικά γράμματα", "кириллица ещё", "مجلس الأمن", "שלום עולם", "हिन्दी पाठ", "ภาษาไทย", "한국어 글", "日本語の文",
	"汉字𠮷𡃁", "👩🏽\u200D🚀🇫🇷👍🏿", "e\u0301a\u0308o\u0302", "𝒜𝓑𝔠 𐍈", "\u202Aabc\u202C\uFEFF", " \t .,;:!?“”'\"",
}

// randomText draws a text of words of random scripts, with line ends.
func randomText(t *rapid.T, ends []string) string {
	var b strings.Builder
	for range rapid.IntRange(3, 40).Draw(t, "pieces") {
		runes := []rune(rapid.SampledFrom(scripts).Draw(t, "script"))
		from := rapid.IntRange(0, len(runes)-1).Draw(t, "from")
		b.WriteString(string(runes[from:rapid.IntRange(from+1, len(runes)).Draw(t, "to")]))
		b.WriteString(rapid.SampledFrom(append([]string{"", " ", " "}, ends...)).Draw(t, "end"))
	}
	return b.String() + "."
}

// counted gives an offset in code points of the text with LF as another program counts it in the text as it is.
func counted(raw string, c counting, point int) int {
	count, at := 0, 0
	runes := []rune(raw)
	for i := 0; i < len(runes) && at < point; i++ {
		if runes[i] == '\r' && i+1 < len(runes) && runes[i+1] == '\n' {
			i++
			at++
			count += map[endsCount]int{endsAsTheyAre: 2, endsOne: 1, endsTwo: 2}[c.ends]
			continue
		}
		at++
		switch {
		case runes[i] == '\r' || runes[i] == '\n':
			count += map[endsCount]int{endsAsTheyAre: 1, endsOne: 1, endsTwo: 2}[c.ends]
		case c.unit == Bytes:
			count += len(string(runes[i]))
		case c.unit == UTF16:
			count += len(utf16.Encode(runes[i : i+1]))
		default:
			count++
		}
	}
	return count
}

// Offsets that any program counts, in any unit and with any line ends, come back as the same spans.
func TestOffsetsOfEveryUnitComeBack(t *testing.T) {
	st := newStore(t)
	rapid.Check(t, func(t *rapid.T) {
		c := counting{rapid.SampledFrom([]Unit{CodePoints, UTF16, Bytes}).Draw(t, "unit"), rapid.SampledFrom([]endsCount{endsAsTheyAre, endsOne, endsTwo}).Draw(t, "ends")}
		in := &Imported{Format: &Format{Name: "x"}, Unit: c.unit}
		type span struct {
			start, end int
			quote      string
		}
		var want []span
		for d := range rapid.IntRange(1, 3).Draw(t, "documents") {
			raw := randomText(t, []string{"\n", "\r\n", "\r", "\n\n"})
			runes := []rune(withLF(raw))
			in.Documents = append(in.Documents, store.ImportedDocument{NewDocument: store.NewDocument{Title: fmt.Sprint(d), Text: raw}})
			for range rapid.IntRange(0, 6).Draw(t, "claims") {
				start := rapid.IntRange(0, len(runes)-1).Draw(t, "start")
				end := rapid.IntRange(start+1, len(runes)).Draw(t, "end")
				claim := store.ImportedClaim{DocumentTitle: fmt.Sprint(d), Start: counted(raw, c, start), End: counted(raw, c, end)}
				if quote := string(runes[start:end]); rapid.Bool().Draw(t, "quoted") && strings.TrimSpace(quote) != "" {
					claim.Quote = quote
				}
				if c.ends != endsAsTheyAre && claim.Quote == "" {
					continue // no quote tells what a line end counts
				}
				in.Claims, want = append(in.Claims, claim), append(want, span{start, end, string(runes[start:end])})
			}
		}
		forced := rapid.SampledFrom([]Unit{"", c.unit}).Draw(t, "forced")
		exact := c.ends == endsAsTheyAre // with another count of line ends a short quote may stand by chance where it is not meant
		placing, err := in.Place(context.Background(), st, forced)
		if err != nil {
			t.Fatal(err)
		}
		for i, got := range in.Claims {
			w := want[i]
			if exact && (got.Start != w.start || got.End != w.end) || got.Quote != "" && got.Quote != w.quote && !sameWhite(got.Quote, w.quote) {
				t.Fatalf("claim %d: %d to %d %q, want %+v (%v)", i, got.Start, got.End, got.Quote, w, placing)
			}
			if d := in.Documents[slices.IndexFunc(in.Documents, func(d store.ImportedDocument) bool { return d.Title == got.DocumentTitle })]; got.Status == "" &&
				got.Quote != "" && string([]rune(d.Text)[got.Start:got.End]) != got.Quote {
				t.Fatalf("claim %d: %q stands there, not %q", i, string([]rune(d.Text)[got.Start:got.End]), got.Quote)
			}
		}
		if exact && len(placing.Moved)+len(placing.Unplaced) > 0 {
			t.Fatalf("moved or unplaced: %+v", placing)
		}
	})
}

// one is a file of one document, whose claims are the given quotes where the counting puts them.
func one(text string, c counting, said Unit, quotes ...string) *Imported {
	in := &Imported{Format: &Format{Name: "x"}, Unit: said, Documents: []store.ImportedDocument{{NewDocument: store.NewDocument{Title: "T", Text: text}}}}
	lf := withLF(text)
	for i, quote := range quotes {
		start := len([]rune(lf[:strings.Index(lf, quote)]))
		in.Claims = append(in.Claims, store.ImportedClaim{Line: i + 1, DocumentTitle: "T", Start: counted(text, c, start), End: counted(text, c, start+len([]rune(quote))), Quote: quote})
	}
	return in
}

const emojiText = "The 👩🏽\u200D🚀 crew said: größer.\nThe second line holds it.\nThe third line, too."

// stand checks that every claim has its quote at its place in the file's one document.
func stand(t *testing.T, in *Imported, quotes ...string) {
	t.Helper()
	text := []rune(in.Documents[0].Text)
	for i, c := range in.Claims {
		if c.Start < 0 || c.End > len(text) || c.Start >= c.End || string(text[c.Start:c.End]) != quotes[i] {
			t.Errorf("claim %d: %d to %d, want %q", i, c.Start, c.End, quotes[i])
		}
	}
}

// A format may say one unit and a file of it count in another; the quotes tell.
func TestQuotesTellTheUnit(t *testing.T) {
	st := newStore(t)
	quotes := []string{"crew said", "second line", "third line", "größer"}
	for _, said := range []Unit{"", CodePoints, UTF16, Bytes} {
		for _, text := range []string{emojiText, strings.ReplaceAll(emojiText, "\n", "\r\n")} {
			for _, c := range countings(CodePoints) {
				in := one(text, c, said, quotes...)
				in.Format.unsure = true
				placing, err := in.Place(t.Context(), st, "")
				if err != nil || placing.Unit != c.unit || len(placing.Moved)+len(placing.Unplaced) > 0 || (said != "" && said != c.unit) != (len(placing.Remarks) == 1) {
					t.Fatalf("%q, %v, said %q: %+v, %v", text, c, said, placing, err)
				}
				stand(t, in, quotes...)
			}
		}
	}
}

// Another program may have written a part of a file.
func TestADocumentMayCountOtherwiseThanItsFile(t *testing.T) {
	st := newStore(t)
	in := one(emojiText, counting{CodePoints, endsAsTheyAre}, CodePoints, "crew said", "second line", "third line")
	other := one("🚀🚀 "+emojiText, counting{UTF16, endsAsTheyAre}, CodePoints, "crew said", "second line")
	other.Documents[0].Title = "U"
	for i := range other.Claims {
		other.Claims[i].DocumentTitle = "U"
	}
	in.Documents, in.Claims = append(in.Documents, other.Documents...), append(in.Claims, other.Claims...)
	last := one(emojiText, counting{UTF16, endsAsTheyAre}, CodePoints, "größer")
	in.Claims = append(in.Claims, last.Claims...) // and a single claim of it
	placing, err := in.Place(t.Context(), st, "")
	if err != nil || placing.Unit != CodePoints || len(placing.Remarks) != 1 || !strings.HasPrefix(placing.Remarks[0], "In 1 of 2 texts") || len(placing.Moved) != 1 || placing.Moved[0].Claim != 5 {
		t.Fatalf("%+v, %v", placing, err)
	}
	for _, c := range in.Claims {
		d := in.Documents[0]
		if c.DocumentTitle == "U" {
			d = in.Documents[1]
		}
		if string([]rune(d.Text)[c.Start:c.End]) != c.Quote || c.DocumentSHA256 != textSum(d.Text) {
			t.Errorf("%+v", c)
		}
	}
}

func TestTheUnitIsAskedWhereNothingTells(t *testing.T) {
	st := newStore(t)
	ask := func(said Unit, unsure bool, text string, quotes ...string) (*Imported, Placing, error) {
		in := one(text, counting{UTF16, endsAsTheyAre}, said, quotes...)
		in.Format.unsure = unsure
		for i := range in.Claims {
			in.Claims[i].Quote = ""
		}
		placing, err := in.Place(t.Context(), st, "")
		return in, placing, err
	}
	in, _, err := ask("", false, emojiText, "The", "crew", "third")
	question, is := errors.AsType[*UnitError](err)
	if !is || question.Line != 2 || question.Document != "T" || len(question.Readings) != 3 {
		t.Fatalf("%+v, %v", question, err)
	}
	if r := question.Readings[0]; r.Unit != CodePoints || r.Text != "w sa" { // three characters of the emoji are two units each
		t.Errorf("%+v", r)
	}
	if r := question.Readings[1]; r.Unit != UTF16 || !strings.HasSuffix(r.Before, "🚀 ") || !strings.HasPrefix(r.Behind, " said: größer.") {
		t.Errorf("%+v", r)
	}
	if in.Claims[1].Start == 0 || in.Documents[0].Text != emojiText || in.Claims[1].DocumentSHA256 != "" {
		t.Errorf("something was changed: %+v", in.Claims[1])
	}
	for _, want := range []string{"does not say in which unit", "in UTF-16 code units they mark “crew”", "say which unit it is: codepoint, utf16 or byte"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q lacks %q", err, want)
		}
	}
	if _, err := in.Place(t.Context(), st, UTF16); err != nil {
		t.Fatal(err)
	}
	stand(t, in, "The", "crew", "third")

	if _, _, err := ask(UTF16, true, emojiText, "crew"); err == nil {
		t.Error("a format whose files are known to count otherwise is not asked")
	}
	for _, test := range []struct {
		name, text string
		said       Unit
		quotes     []string
	}{
		{"the format says it", emojiText, UTF16, []string{"crew", "third"}},
		{"nothing differs", "The crew said it.", "", []string{"crew"}},
		{"it differs behind them", "The crew said: größer 🚀.", "", []string{"The", "crew"}},
	} {
		in, _, err := ask(test.said, false, test.text, test.quotes...)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
			continue
		}
		stand(t, in, test.quotes...)
	}
	// One quote that tells is enough for the claims without.
	in = one(emojiText, counting{UTF16, endsAsTheyAre}, "", "crew", "third line")
	in.Claims[0].Quote = ""
	if placing, err := in.Place(t.Context(), st, ""); err != nil || placing.Unit != UTF16 {
		t.Errorf("%+v, %v", placing, err)
	}
	stand(t, in, "crew", "third line")
}

func TestQuotesThatStandElsewhere(t *testing.T) {
	st := newStore(t)
	const text = "The mayor said that no ship was turned away. Rates fell in May. The harbour handled 40 ships a day. Rates fell in June, too.\n\nRates rose in July."
	place := func(claims ...store.ImportedClaim) (*Imported, Placing) {
		t.Helper()
		in := one(text, counting{CodePoints, endsAsTheyAre}, CodePoints)
		for i, c := range claims {
			c.Line, c.DocumentTitle = i+1, "T"
			in.Claims = append(in.Claims, c)
		}
		placing, err := in.Place(t.Context(), st, "")
		if err != nil {
			t.Fatal(err)
		}
		return in, placing
	}
	in, placing := place(
		store.ImportedClaim{Start: 3, End: 9, Quote: "40 ships a day"},
		store.ImportedClaim{Start: 3, End: 9, Quote: "Rates fell", Suffix: " in June"},
		store.ImportedClaim{Start: 900, End: 1, Quote: "too.  Rates   rose"},
		store.ImportedClaim{Start: -5, End: 2, Quote: "The mayor said, that no ship was turned away"},
	)
	stand(t, in, "40 ships a day", "Rates fell", "too.\n\nRates rose", "The mayor said that no ship was turned away")
	if len(placing.Moved) != 4 || len(placing.Unplaced) != 0 || in.Claims[1].Start < 90 {
		t.Errorf("%+v", placing)
	}
	in, placing = place(
		store.ImportedClaim{Start: 3, End: 9, Quote: "Rates fell"},
		store.ImportedClaim{Start: 3, End: 9, Quote: "Nobody ever wrote anything like it here"},
		store.ImportedClaim{Start: 500, End: 900},
		store.ImportedClaim{Start: 45, End: 55, Quote: "The harbour handled 50 ships a day"},
	)
	var why []string
	for _, u := range placing.Unplaced {
		why = append(why, fmt.Sprintf("%d %s", u.Line, u.Why))
	}
	if got, want := strings.Join(why, "\n"), "1 it stands at 2 places in the text, and nothing tells which is meant\n2 it does not stand in the text\n4 it does not stand in the text; the most like it is “The harbour handled 40 ships a day”"; got != want {
		t.Errorf("got %s\nwant %s", got, want)
	}
	for _, c := range in.Claims {
		if c.Status != "orphaned" || c.End-c.Start != len(c.Quote) || len(c.DocumentSHA256) != 64 || c.DocumentSHA256 == textSum(text) {
			t.Errorf("%+v", c)
		}
	}
	if len(in.Claims) != 3 || placing.Unplaced[2].Claim != 2 || len(in.Bad) != 1 || in.Bad[0].Line != 3 || in.Bad[0].Err.Error() != "500 to 900 does not lie in the text, and there is no quote to look for" {
		t.Errorf("%+v, %+v", in.Bad, placing.Unplaced)
	}
}

// Where all offsets of a text are wrong by the same, a quote that stands twice is where that says.
func TestAConstantShiftTellsTwinsApart(t *testing.T) {
	st := newStore(t)
	text := "Rates fell in May. The harbour handled 40 ships. Rates fell in June. The harbour sleeps."
	in := one(text, counting{CodePoints, endsAsTheyAre}, CodePoints, "The harbour handled", "Rates fell", "The harbour sleeps")
	in.Claims[1].Start, in.Claims[1].End = 49, 59
	for i := range in.Claims {
		in.Claims[i].Start += 7
		in.Claims[i].End += 7
	}
	if _, err := in.Place(t.Context(), st, ""); err != nil {
		t.Fatal(err)
	}
	stand(t, in, "The harbour handled", "Rates fell", "The harbour sleeps")
	if in.Claims[1].Start != 49 {
		t.Errorf("the twin is at %d", in.Claims[1].Start)
	}
}

// Claims find documents that are in the workspace by the text's SHA-256, the title, the file's name or the address; of several of one
// title by the quote.
func TestClaimsFindTheirDocuments(t *testing.T) {
	st := newStore(t)
	added, err := st.AddDocuments(t.Context(), []store.NewDocument{
		{Title: "Twins", Text: "One text."}, {Title: "Twins", Text: "Another text."}, {Title: "Report 1.2", FileName: "a.txt", SourceURL: "https://example.org/r", Text: "The report."},
	})
	if err != nil {
		t.Fatal(err)
	}
	for i, test := range []struct {
		claim store.ImportedClaim
		found int // index of the document; -1 for none
	}{
		{store.ImportedClaim{DocumentSHA256: strings.ToUpper(added[1].Document.SHA256), Quote: "Another"}, 1},
		{store.ImportedClaim{DocumentTitle: "Twins", Quote: "Another"}, 1},
		{store.ImportedClaim{DocumentTitle: "Twins", Quote: "text"}, -1},
		{store.ImportedClaim{DocumentTitle: " report  1.2", Quote: "The report"}, 2},
		{store.ImportedClaim{DocumentTitle: "Report 1.3", Quote: "The report"}, -1},
		{store.ImportedClaim{DocumentTitle: "a.ann", Quote: "The report"}, 2},
		{store.ImportedClaim{DocumentTitle: "https://example.org/r", Quote: "The report"}, 2},
		{store.ImportedClaim{DocumentTitle: "Nothing", Quote: "The report"}, -1},
	} {
		in := &Imported{Format: &Format{Name: "x"}, Unit: CodePoints, Claims: []store.ImportedClaim{test.claim}}
		in.Claims[0].End = len(in.Claims[0].Quote)
		if _, err := in.Place(t.Context(), st, ""); err != nil {
			t.Fatal(err)
		}
		got := slices.IndexFunc(added, func(d store.AddedDocument) bool { return d.Document.SHA256 == in.Claims[0].DocumentSHA256 })
		if got != test.found {
			t.Errorf("%d: found %d, want %d", i, got, test.found)
		}
	}
}
