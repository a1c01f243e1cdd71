package charset

import (
	"strings"
	"testing"
)

// signTexts are sentences with one character beyond ASCII, by the encoding that they are written in.
var signTexts = []struct{ in, text string }{
	{"windows-1252", "The repairs cost £3,200 in all."},
	{"windows-1252", "The repairs cost €3,200 in all."},
	{"windows-1252", "The repairs cost 3,200 € in all."},
	{"windows-1252", "It takes 2½ hours to walk there."},
	{"windows-1252", "It takes ½ an hour to walk there."},
	{"windows-1252", "Copyright © 2024 by the county council."},
	{"windows-1252", "Under § 12 of the act no one may park here."},
	{"windows-1252", "Agenda:\n• the bridge\nNothing else was on it."},
	{"windows-1252", "They had bought Lego® for the nursery."},
	{"windows-1252", "The filter lets 5 µm through."},
	{"windows-1252", "A dose of 5µg was given."},
	{"windows-1252", "He left — nobody knows why."},
	{"windows-1252", "He left—nobody knows why."},
	{"windows-1252", "He left – nobody knows why."},
	{"windows-1252", "It was 12 °C at noon."},
	{"windows-1252", "It was 12°C at noon."},
	{"windows-1252", "The board is 3×4 feet."},
	{"windows-1252", "The board is 3 × 4 feet."},
	{"windows-1252", "The error is ±3 % at most."},
	{"windows-1252", "The flat has 85 m² and a garden."},
	{"windows-1252", "The machine runs Windows™ and nothing else."},
	{"windows-1252", "It costs 50¢ a copy."},
	{"windows-1252", "It costs ¥300 a copy."},
	{"windows-1252", "… and so on it went."},
	{"windows-1252", "He paid (£12 each)."},
	{"windows-1252", "The Acme® brand is known."},
	{"windows-1252", "It covers 3 km² of land."},
	{"windows-1252", "That is 1¼ miles away."},
	{"windows-1252", "The notice of ©2023 is gone."},
	{"iso-8859-15", "The repairs cost €3,200 in all."},
	{"ibm850", "The repairs cost £3,200 in all."},
	{"macintosh", "The repairs cost £3,200 in all."},
	{"windows-1252", "The council met in the café at noon."},
	{"windows-1252", "The mayor’s office said no."},
}

const aroundASign = "The council met on Monday to talk about the bridge, and nobody said what it had cost. The mayor was not there. "

// English texts that hold one sign are read in what they were written in, and none is taken for broken UTF-8.
func TestEnglishWithOneSign(t *testing.T) {
	right, asked, refused, wrong := 0, 0, 0, 0
	for _, c := range signTexts {
		e, _ := Named(c.in)
		for _, size := range []int{40, 200, 2000} {
			half := ""
			for len(half)*2+len(c.text) < size {
				half += aroundASign
			}
			if size == 200 {
				half = aroundASign[:80] + " "
			}
			want := half + c.text + "\n" + half
			raw, ok := encode(e, want)
			if !ok {
				t.Fatalf("%s does not hold %q", c.in, c.text)
			}
			guess := Detect(raw)
			switch {
			case guess.Sure && guess.Text == want:
				right++
			case guess.Sure:
				wrong++
				t.Errorf("%d bytes in %s, %q, is read in %v", len(raw), c.in, c.text, guess.Encoding)
			case guess.Problem != nil && (guess.Encoding == nil || guess.Encoding.Name == "utf-8" || len(guess.Others) == 0):
				refused++
				t.Errorf("%d bytes in %s, %q, is refused: %v", len(raw), c.in, c.text, guess.Problem)
			default:
				asked++
				t.Logf("%d bytes in %s, %q: asked %v, %v %v", len(raw), c.in, c.text, guess.Encoding, guess.Others, guess.Problem)
			}
		}
	}
	t.Logf("right %d, asked %d, refused %d, wrong %d", right, asked, refused, wrong)
	if asked > 2 {
		t.Errorf("%d texts are asked for", asked)
	}
}

// Where it is not sure, what is likeliest on today's computers comes first, and nothing that the text can't be in is offered.
func TestOffersAreInAUsualOrder(t *testing.T) {
	for _, raw := range []string{"\xC4\xE0", aroundASign + "He was called N\xF8v\xEDk\xE8 here.", "\xE6"} {
		guess := Detect([]byte(raw))
		if guess.Sure || guess.Problem != nil {
			t.Errorf("%q: sure %v, %v", raw, guess.Encoding, guess.Problem)
			continue
		}
		if !strings.HasPrefix(guess.Encoding.Name, "windows-") {
			t.Errorf("%q: %v is the first, before %v", raw, guess.Encoding, guess.Others)
		}
		for _, e := range append(guess.Others, guess.Encoding) {
			if _, err := e.Decode([]byte(raw)); err != nil || strings.HasPrefix(e.Name, "utf-") {
				t.Errorf("%q: %v is offered: %v", raw, e, err)
			}
		}
	}
}
