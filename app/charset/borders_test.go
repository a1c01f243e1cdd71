package charset

import (
	"strings"
	"testing"
	"unicode/utf8"
)

// Every code point's bytes lie where the borders say: each stretch of them is the text between.
func TestBorders(t *testing.T) {
	texts := news(t)
	for lang, text := range texts {
		for _, name := range usual[lang] {
			e, _ := Named(name)
			raw, want, ok := cutTo(e, lang, text, 300)
			if !ok {
				continue
			}
			b, err := e.Borders(raw)
			if err != nil || b.Text() != want {
				t.Errorf("%s in %s: %v, %.60q", lang, name, err, b.Text())
				continue
			}
			rs := []rune(want)
			for start := 0; start < len(rs); start += 7 {
				end := min(start+1+start%5, len(rs))
				from, to, exact := b.Bytes(start, end)
				if name != "iso-2022-kr" && name != "hz-gb-2312" && name != "iso-2022-jp" { // which shift
					if part, err := e.Decode(raw[from:to]); err != nil || part != string(rs[start:end]) {
						t.Fatalf("%s in %s: %d to %d are the bytes of %q, want %q", lang, name, start, end, part, string(rs[start:end]))
					}
				}
				if i, j, same := b.CodePoints(from, to); !exact || !same || i != start || j != end {
					t.Fatalf("%s in %s: %d to %d come back as %d to %d", lang, name, start, end, i, j)
				}
			}
			if raw, same := e.Encode(want); same {
				if again, err := e.Decode(raw); err != nil || again != want {
					t.Errorf("%s in %s is written as %q", lang, name, again)
				}
			} else if e.single != nil || e.multi != nil {
				t.Errorf("%s in %s is not written", lang, name)
			}
		}
	}
}

func TestBordersOfWhatIsNoCharacter(t *testing.T) {
	for _, c := range []struct {
		in, raw    string
		from, to   int
		want       string
		start, end int
		exact      bool
	}{
		{in: "utf-8", raw: "\xEF\xBB\xBFa\r\nb", from: 3, to: 4, want: "a", start: 0, end: 1, exact: true},
		{in: "utf-8", raw: "a\r\nb\rc", from: 3, to: 6, want: "b\nc", start: 2, end: 5, exact: true},
		{in: "shift_jis", raw: "a\x83A\x83Bb", from: 2, to: 5, want: "アィ", start: 1, end: 3, exact: false},
		{in: "shift_jis", raw: "a\x83A\x83Bb", from: 1, to: 5, want: "アィ", start: 1, end: 3, exact: true},
		{in: "iso-2022-jp", raw: "a\x1B$B;TD9\x1B(Bb", from: 1, to: 8, want: "市長", start: 1, end: 3, exact: true},
		{in: "iso-2022-jp", raw: "a\x1B$B;TD9\x1B(Bb", from: 5, to: 6, want: "市", start: 1, end: 2, exact: false},
		{in: "iso-2022-jp", raw: "a\x1B$B;TD9\x1B(Bb", from: 1, to: 3, want: "", start: 1, end: 1, exact: false},
		{in: "utf-7", raw: "x+APwA5A-y", from: 1, to: 9, want: "üä", start: 1, end: 3, exact: true},
		{in: "utf-16le", raw: "\xFF\xFEa\x00\x3D\xD8\x00\xDEb\x00", from: 4, to: 8, want: "😀", start: 1, end: 2, exact: true},
	} {
		e, _ := Named(c.in)
		b, err := e.Borders([]byte(c.raw))
		if err != nil {
			t.Fatal(c.in, err)
		}
		b = b.WithLF()
		start, end, exact := b.CodePoints(c.from, c.to)
		if got := string([]rune(b.Text())[start:max(start, end)]); got != c.want || start != c.start || end != c.end || exact != c.exact {
			t.Errorf("%s, bytes %d to %d: %d to %d, %q, %v", c.in, c.from, c.to, start, end, got, exact)
		}
	}
	e, _ := Named("utf-7")
	b, _ := e.Borders([]byte("x+APwA5A-y"))
	if from, to, exact := b.Bytes(2, 3); exact || from != 1 || to != 9 {
		t.Errorf("half of a group is the bytes %d to %d, %v", from, to, exact)
	}
}

func TestJohab(t *testing.T) {
	e, _ := Named("johab")
	for text, want := range map[string]string{"가각힣": "\x88\x61\x88\x62\xD3\xBD", "시장은": "\xAF\xA1\xB8\x77\xB7\x65", "ㄱㅏㄳ": "\x84\x42\x84\x61\x84\x44", "、　": "\xD9\x32\xD9\x31", "伽 詰": "\xE0\x31 \xF9\xFE"} {
		raw, ok := e.Encode(text)
		if !ok || string(raw) != want {
			t.Errorf("%s is written as %x, want %x", text, raw, want)
		}
	}
	for r := '가'; r <= '힣'; r++ {
		raw, ok := e.Encode(string(r))
		if text, err := e.Decode(raw); !ok || err != nil || text != string(r) {
			t.Fatalf("%c is %x", r, raw)
		}
	}
	if text, err := e.Decode([]byte("a\x84\xFF")); err == nil {
		t.Errorf("what stands for nothing is %q", text)
	}
}

// EBCDIC is never read for sure, as its code pages differ in a few signs; the right one is offered.
func TestEBCDIC(t *testing.T) {
	for _, name := range []string{"ibm037", "ibm500", "ibm1047", "ibm1140", "ibm273"} {
		e, _ := Named(name)
		for _, lang := range []string{"en", "de"} {
			raw, want, ok := cutTo(e, lang, news(t)[lang], 400)
			if !ok {
				t.Fatal(name, lang)
			}
			g := Detect(raw)
			offered := false
			for _, o := range append([]*Encoding{g.Encoding}, g.Others...) {
				text, err := o.Decode(raw)
				offered = offered || err == nil && text == want
			}
			if g.Sure || g.Problem != nil || !offered {
				t.Errorf("%s in %s: sure %v, %v, %v, %v", lang, name, g.Sure, g.Problem, g.Encoding, g.Others)
			}
		}
	}
	if raw := "\xC1\x40\x82\x15\xC2"; true {
		e, _ := Named("cp037")
		if text, err := e.Decode([]byte(raw)); err != nil || text != "A b\nB" {
			t.Errorf("%q, %v", text, err)
		}
	}
}

// A few letters are a word in too many languages to be sure of, unless what is around them says more.
func TestVeryShortTextsAreAsked(t *testing.T) {
	for _, raw := range []string{"caf\xE9 \xD8", "caf\xE9", "\xE9", "na\xEFve \x93x\x94", "\x9Akola", "\xE8\xE8\xE8", "a\xE9b\xD8c\xF0d", "M\xFCnchen", "\xE1\xE9"} {
		g := Detect([]byte(raw))
		if g.Sure || g.Encoding == nil || g.Problem == nil && len(g.Others) == 0 {
			t.Errorf("%q: sure %v, %v or %v, %v, %q", raw, g.Sure, g.Encoding, g.Others, g.Problem, g.Text)
		}
	}
	for raw, want := range map[string]string{"Die Br\xFCcke ist gro\xDF": "Die Brücke ist groß", "\xCF\xF0\xE8\xE2\xE5\xF2 \xEC\xE8\xF0": "Привет мир", "It cost \xA3" + "5 on Monday.": "It cost £5 on Monday."} {
		if g := Detect([]byte(raw)); !g.Sure || g.Text != want {
			t.Errorf("%q: sure %v, %v or %v, %q", raw, g.Sure, g.Encoding, g.Others, g.Text)
		}
	}
}

// A large file is told from samples; nothing about its size goes through every encoding.
func BenchmarkDetectLarge(b *testing.B) {
	e, _ := Named("windows-1250")
	raw, _, _ := cutTo(e, "hr", strings.Repeat(news(b)["hr"]+"\n", 20), 20_000)
	large := []byte(strings.Repeat(string(raw), 50<<20/len(raw)))
	b.SetBytes(int64(len(large)))
	for b.Loop() {
		if g := Detect(large); !g.Sure || !utf8.ValidString(g.Text[:10]) {
			b.Fatal(g.Encoding)
		}
	}
}
