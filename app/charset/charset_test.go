package charset

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// usual are the encodings that texts in a language were written in.
var usual = func() map[string][]string {
	all := map[string][]string{}
	for _, e := range encodings {
		for _, l := range strings.Fields(e.home) {
			all[l] = append(all[l], e.Name)
		}
	}
	for _, l := range loadKnowledge().languages {
		all[l.name] = append(all[l.name], "utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be")
	}
	return all
}()

// plainer is what old texts had in the place of characters that their encodings lacked.
var plainer = strings.NewReplacer("“", "\"", "”", "\"", "„", "\"", "«", "\"", "»", "\"", "–", "-", "—", "-", "’", "'", "‘", "'", "…", "...", "€", "EUR", "−", "-")

// backwards are tables of single bytes, turned round.
var backwards = map[*Encoding]map[rune]byte{}

// encode writes text in e; false where e lacks a character.
func encode(e *Encoding, text string) ([]byte, bool) {
	var b []byte
	switch {
	case e.single != nil:
		back := backwards[e]
		if back == nil {
			back = map[rune]byte{}
			for i, r := range e.single {
				if _, is := back[r]; !is && r != utf8.RuneError {
					back[r] = byte(i)
				}
			}
			backwards[e] = back
		}
		for _, r := range text {
			x, is := back[r]
			if !is {
				return nil, false
			}
			b = append(b, x)
		}
		return b, true
	case e.multi != nil:
		b, err := e.multi.NewEncoder().Bytes([]byte(text))
		return b, err == nil && !strings.Contains(string(b), "\x1a")
	}
	return encodeWhole(e.Name, text)
}

// written gives text in e, with plainer quotes where it lacks them, and what was written.
func written(e *Encoding, lang, text string) ([]byte, string, bool) {
	if e.Name == "windows-1258" {
		set := map[rune]bool{}
		for _, r := range e.single {
			set[r] = true
		}
		var rs []rune
		for _, r := range text {
			if set[r] {
				rs = append(rs, r)
			} else {
				rs = append(rs, withTones([]rune{r})...)
			}
		}
		text = string(rs)
	}
	if lang == "ro" && e.single != nil {
		if _, ok := encode(e, "ș"); !ok {
			text = strings.NewReplacer("ș", "ş", "ț", "ţ", "Ș", "Ş", "Ț", "Ţ").Replace(text)
		}
	}
	if b, ok := encode(e, text); ok {
		return b, text, true
	}
	var keep strings.Builder
	for _, r := range text {
		if _, ok := encode(e, string(r)); ok {
			keep.WriteRune(r)
		} else {
			keep.WriteString(plainer.Replace(string(r)))
		}
	}
	text = keep.String()
	b, ok := encode(e, text)
	return b, text, ok
}

func encodeWhole(name, text string) ([]byte, bool) {
	var b []byte
	switch name {
	case "utf-8":
		return []byte(text), true
	case "utf-16le", "utf-16be":
		for _, r := range text {
			us := []uint16{uint16(r)}
			if r > 0xFFFF {
				r -= 0x10000
				us = []uint16{uint16(0xD800 + r>>10), uint16(0xDC00 + r&0x3FF)}
			}
			for _, u := range us {
				if name == "utf-16le" {
					b = littleEndian.AppendUint16(b, u)
				} else {
					b = bigEndian.AppendUint16(b, u)
				}
			}
		}
		return b, true
	case "utf-32le", "utf-32be":
		for _, r := range text {
			if name == "utf-32le" {
				b = littleEndian.AppendUint32(b, uint32(r))
			} else {
				b = bigEndian.AppendUint32(b, uint32(r))
			}
		}
		return b, true
	case "hz-gb-2312", "iso-2022-kr", "iso-2022-jp":
		return encodeEscapes(name, text)
	}
	return nil, false
}

func encodeEscapes(name, text string) ([]byte, bool) {
	in, to, back, set := hanzi.in, "~{", "~}", ""
	enc := in
	switch name {
	case "iso-2022-kr":
		enc, to, back, set = hangul.in, "\x0E", "\x0F", "\x1B$)C"
	case "iso-2022-jp":
		enc, to, back = kanji.in, "\x1B$B", "\x1B(B"
	}
	b := []byte(set)
	shift := false
	for _, r := range text {
		if r < 0x80 {
			if shift {
				b = append(b, back...)
				shift = false
			}
			b = append(b, byte(r))
			continue
		}
		x, err := enc.NewEncoder().Bytes([]byte(string(r)))
		if err != nil || len(x) != 2 || x[0] < 0xA1 || x[1] < 0xA1 {
			return nil, false
		}
		if !shift {
			b = append(b, to...)
			shift = true
		}
		b = append(b, x[0]&0x7f, x[1]&0x7f)
	}
	if shift {
		b = append(b, back...)
	}
	return b, true
}

// news gives the committed texts, which nothing was counted in, by language.
func news(t testing.TB) map[string]string {
	t.Helper()
	files, err := filepath.Glob("testdata/news/*.txt")
	if err != nil || len(files) < 40 {
		t.Fatal(len(files), err)
	}
	texts := map[string]string{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[strings.TrimSuffix(filepath.Base(file), ".txt")] = strings.TrimSpace(string(text))
	}
	return texts
}

// cutTo gives as much of the beginning of text as fits into size bytes in e.
func cutTo(e *Encoding, lang, text string, size int) (raw []byte, want string, ok bool) {
	for rs := []rune(text); len(rs) > 0; {
		raw, want, ok = written(e, lang, string(rs))
		if !ok || len(raw) <= size {
			return raw, want, ok
		}
		rs = rs[:len(rs)-max(1, (len(raw)-size)/4)]
	}
	return nil, "", false
}

// Texts of a newspaper's kind, in each language in all encodings that it was written in.
func TestNewsInOldEncodings(t *testing.T) {
	type score struct{ right, asked, wrong int }
	for _, c := range []struct {
		size, parts  int
		right, wrong float64 // of a hundred
	}{{2000, 1, 97, 0.5}, {200, 3, 94, 1}} {
		var sum score
		by := map[string]*score{}
		for lang, text := range news(t) {
			for _, name := range usual[lang] {
				if strings.HasPrefix(name, "utf-") {
					continue // too easy to count
				}
				e, _ := Named(name)
				for part := range c.parts {
					at := part * len(text) / c.parts
					for !utf8.RuneStart(text[at]) {
						at++
					}
					raw, want, ok := cutTo(e, lang, text[at:], c.size)
					if !ok || isASCII(want) { // Welsh with its ŵ in Windows-1252
						continue
					}
					guess := Detect(raw)
					if by[name] == nil {
						by[name] = &score{}
					}
					for _, s := range []*score{&sum, by[name]} {
						switch {
						case !guess.Sure:
							s.asked++
						case guess.Text == want:
							s.right++
						default:
							s.wrong++
							t.Logf("%s in %s is read as %s: %.120q", lang, name, guess.Encoding.Name, guess.Text)
						}
					}
				}
			}
		}
		all := float64(sum.right + sum.asked + sum.wrong)
		t.Logf("%d bytes: %d texts, %.1f %% right, %d asked, %d wrong", c.size, int(all), 100*float64(sum.right)/all, sum.asked, sum.wrong)
		for _, e := range encodings {
			if s := by[e.Name]; s != nil {
				t.Logf("  %-16s right %d, asked %d, wrong %d", e.Name, s.right, s.asked, s.wrong)
			}
		}
		if right, wrong := 100*float64(sum.right)/all, 100*float64(sum.wrong)/all; right < c.right || wrong > c.wrong {
			t.Errorf("at %d bytes %.1f %% are read right and %.1f %% wrong", c.size, right, wrong)
		}
	}
}

func TestUnicodeWithoutAMark(t *testing.T) {
	for lang, text := range news(t) {
		for _, name := range []string{"utf-8", "utf-16le", "utf-16be", "utf-32le", "utf-32be"} {
			for _, length := range []int{12, 100} {
				rs := []rune(text)
				want := string(rs[:min(len(rs), length)])
				raw, _ := encodeWhole(name, want)
				if guess := Detect(raw); guess.Sure && guess.Text != want || !guess.Sure && length > 12 {
					t.Errorf("%s, %d characters in %s: sure %v, %v, %.60q", lang, length, name, guess.Sure, guess.Encoding, guess.Text)
				}
			}
		}
	}
}

// UTF-16 is told without a mark in scripts that nothing was counted in; noise is not taken for it.
func TestUTF16InOtherScripts(t *testing.T) {
	for name, text := range map[string]string{
		"Georgian": "მერმა ორშაბათს განაცხადა, რომ ახალი ხიდი ორჯერ ძვირი დაჯდა. ოპოზიცია ანგარიშს ითხოვს.\n",
		"Hindi":    "महापौर ने सोमवार को कहा कि नया पुल दोगुना महँगा पड़ा। विपक्ष हिसाब माँग रहा है।\n",
		"Armenian": "Քաղաքապետը երկուշաբթի ասաց, որ նոր կամուրջը կրկնակի թանկ է արժեցել։ Ընդդիմությունը հաշիվ է պահանջում։\n",
		"Amharic":  "ከንቲባው ሰኞ ዕለት አዲሱ ድልድይ እጥፍ ዋጋ እንደፈጀ ተናገሩ። ተቃዋሚዎች ሂሳቡን ይጠይቃሉ።\n",
		"Tamil":    "புதிய பாலத்தின் செலவு இருமடங்கு என்று மேயர் திங்களன்று கூறினார். 2024 இல் முடிந்தது.\n",
		"Bengali":  "মেয়র সোমবার বলেছেন নতুন সেতুর খরচ দ্বিগুণ হয়েছে। বিরোধীরা হিসাব চায়।\n",
	} {
		for _, in := range []string{"utf-16le", "utf-16be"} {
			raw, _ := encodeWhole(in, strings.Repeat(text, 2))
			raw = raw[:min(len(raw), 200)]
			e, _ := Named(in)
			want, _ := e.Decode(raw)
			if guess := Detect(raw); !guess.Sure || guess.Text != want {
				t.Errorf("%s in %s: %v, %v, %.60q", name, in, guess.Encoding, guess.Problem, guess.Text)
			}
		}
	}
	noise := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		raw := make([]byte, 200)
		for i := range raw {
			raw[i] = byte(noise.IntN(256))
		}
		raw[10], raw[11], raw[12], raw[13] = ' ', 0, 0, ' '
		if guess := Detect(raw); guess.Sure {
			t.Errorf("noise is read in %v", guess.Encoding)
		}
	}
}

func TestWhatIsNotTheUsual(t *testing.T) {
	in := func(name, text string) string {
		e, known := Named(name)
		if !known {
			t.Fatal(name)
		}
		raw, ok := encode(e, text)
		if !ok {
			t.Fatalf("%s does not hold %q", name, text)
		}
		return string(raw)
	}
	english := strings.Repeat("The council met on Monday to talk about the bridge, and nobody said what it had cost. ", 6)
	table := "┌────────┬───────┐\n│ Größe  │ Menge │\n├────────┼───────┤\n│ für    │  12,5 │\n└────────┴───────┘\n"
	mojibake := "The mayor said â€œnoâ€\u009d and weâ€™ve got a cafÃ©."
	for _, c := range []struct{ name, raw, want string }{
		{"English with a name", in("windows-1252", english+"José Núñez said “no”."), english + "José Núñez said “no”."},
		{"English with one accent", in("windows-1252", english+"It is a café."), english + "It is a café."},
		{"English with quotation marks", in("windows-1252", english+"“It’s gone,” he said – twice."), english + "“It’s gone,” he said – twice."},
		{"English of the Macintosh", in("macintosh", english+"“It’s gone,” he said – twice."), english + "“It’s gone,” he said – twice."},
		{"English with a Chinese name", in("gb18030", english+"王小明说：“我们的城市需要新的桥。”"), english + "王小明说：“我们的城市需要新的桥。”"},
		{"capitals", in("windows-1250", "GRADONAČELNIK JE OBJAVIO DA ĆE MOST KOŠTATI DVOSTRUKO VIŠE. OPORBA TRAŽI RAČUNE."), "GRADONAČELNIK JE OBJAVIO DA ĆE MOST KOŠTATI DVOSTRUKO VIŠE. OPORBA TRAŽI RAČUNE."},
		{"capitals in Russian", in("koi8-r", "МЭР СООБЩИЛ, ЧТО НОВЫЙ МОСТ ОБОЙДЁТСЯ ВДВОЕ ДОРОЖЕ."), "МЭР СООБЩИЛ, ЧТО НОВЫЙ МОСТ ОБОЙДЁТСЯ ВДВОЕ ДОРОЖЕ."},
		{"a drawn table", in("ibm850", table), table},
		{"figures", in("windows-1250", "Rok;Čeština;Žáci\n2019;12;34\n2020;13;35\n2021;14;36\nPříští;15;37\n"), "Rok;Čeština;Žáci\n2019;12;34\n2020;13;35\n2021;14;36\nPříští;15;37\n"},
		{"UTF-8 read wrongly before", mojibake, mojibake},
		{"UTF-7", "The caf+AOk- in M+APw-nchen is +AOQ-lter.", "The café in München is älter."},
		{"a plus that is no UTF-7", "C+ and 1+2-3 and +49-89-123 stay.", "C+ and 1+2-3 and +49-89-123 stay."},
		{"an identifier that is no UTF-7", "Message-ID: <CADc-_xaLB2FeVQ7mNsoX+NJb_7hAJ@mail.example.com> came +4930123456 today.", "Message-ID: <CADc-_xaLB2FeVQ7mNsoX+NJb_7hAJ@mail.example.com> came +4930123456 today."},
		{"tildes that are no HZ", "about ~{5} and ~} stay", "about ~{5} and ~} stay"},
		{"a declared encoding", in("iso-8859-2", `<?xml version="1.0" encoding="ISO-8859-2"?><p>Šušnjara</p>`), `<?xml version="1.0" encoding="ISO-8859-2"?><p>Šušnjara</p>`},
	} {
		if guess := Detect([]byte(c.raw)); !guess.Sure || guess.Text != c.want {
			t.Errorf("%s: sure %v, %v or %v, %v: %.300q", c.name, guess.Sure, guess.Encoding, guess.Others, guess.Problem, guess.Text)
		}
	}
}

// What was read wrongly once.
func TestTextsThatWereGarbled(t *testing.T) {
	for file, want := range map[string]string{
		"hr-cp1250.txt": "Gradonačelnik je u ponedjeljak", "lt-cp1257.txt": "Meras pirmadienį sakė", "enc-iso-2022-jp.txt": "市長は月曜日",
		"enc-tis-620-th.txt": "นายกเทศมนตรี", "enc-macroman-fr.txt": "Le maire a déclaré lundi", "enc-koi8-u.txt": "Мер заявив у понеділок",
		"enc-gb18030-mostly-english.txt": "The council met", "ascii-cut-in-character.txt": "", "nul-in-utf8.txt": "",
	} {
		raw, err := os.ReadFile(filepath.Join("testdata/cases", file))
		if err != nil {
			t.Fatal(err)
		}
		if guess := Detect(raw); guess.Sure != (want != "") || !strings.HasPrefix(guess.Text, want) {
			t.Errorf("%s: sure %v, %v: %.80q", file, guess.Sure, guess.Encoding, guess.Text)
		}
	}
}

func TestWhatIsBrokenIsSaidWithItsPlace(t *testing.T) {
	news := news(t)
	jis, _ := encodeWhole("iso-2022-jp", "第一\n市長は月曜日")
	for _, c := range []struct{ name, in, raw, want string }{
		{"UTF-8", "", "The first line – fine.\nThe caf\xE9 isn’t “here”.", "this is UTF-8 text, but broken: line 2 has the byte E9 after “The caf”"},
		{"cut UTF-8", "", news["ru"][:201], "breaks off in the middle of a character"},
		{"cut UTF-16", "", "\xFF\xFEa\x00b", "breaks off in the middle of a character"},
		{"half a pair", "", "\xFF\xFEa\x00\n\x00\x00\xD8b\x00", "line 2 has the bytes 00D8"},
		{"cut ISO-2022", "", string(jis[:len(jis)-4]), "breaks off in the middle of a character"},
		{"a NUL", "", "Line one.\nLine\x00 two is longer, and so on and so on, until the NUL is one among many.", "line 2 holds a NUL character"},
		{"both", "", "Ça a été décidé.\n" + "\xC7a a \xE9t\xE9 d\xE9cid\xE9 hier soir \xE0 la mairie, o\xF9 l'\xE9t\xE9 fut tr\xE8s calme.", "parts of this text are UTF-8"},
		{"a byte that stands for nothing", "windows-1253", "a\nb \xD2 c", "this is windows-1253 text, but broken: line 2 has the byte D2 after “b”"},
		{"a wrong choice", "utf-8", "caf\xE9s", "line 1 has the byte E9 after “caf”"},
		{"a wrong choice of two bytes", "big5", "ab\x80c", "line 1 has the byte 80 after “ab”"},
	} {
		var err error
		if e, known := Named(c.in); known {
			_, err = e.Decode([]byte(c.raw))
		} else {
			err = Detect([]byte(c.raw)).Problem
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %s", c.name, err, c.want)
		}
	}
}

func TestNames(t *testing.T) {
	for name, want := range map[string]string{"UTF8": "utf-8", "Latin-1": "windows-1252", "CP1250": "windows-1250", "windows1250": "windows-1250", "iso_8859-2": "iso-8859-2",
		"KOI8R": "koi8-r", "cp850": "ibm850", "SJIS": "shift_jis", "gb2312": "gb18030", "TIS-620": "windows-874", "MacRoman": "macintosh", "mac-ce": "x-mac-ce", "utf16": "utf-16le"} {
		if e, known := Named(name); !known || e.Name != want {
			t.Errorf("%s is %v, want %s", name, e, want)
		}
	}
	if e, known := Named("klingon"); known {
		t.Errorf("klingon is %v", e)
	}
	if names := map[string]bool{}; len(Names()) != len(encodings) || names[""] {
		t.Error(Names())
	}
	for name, table := range tables {
		if utf8.RuneCountInString(table) != 128 {
			t.Errorf("the table of %s has %d places", name, utf8.RuneCountInString(table))
		}
	}
}

// The place of what is rare is looked at in a long text too, however late it comes.
func TestRareBytesOfALongText(t *testing.T) {
	long := strings.Repeat("Der Stadtrat hat über die Größe der Brücke beraten und für schöne Bänke gestimmt.\n", 4000)
	e, _ := Named("iso-8859-15")
	raw, ok := encode(e, long+"Es kostet 12 €.")
	if guess := Detect(raw); !ok || guess.Sure && guess.Text != long+"Es kostet 12 €." {
		t.Errorf("read in %v as %q", guess.Encoding, guess.Text[max(0, len(guess.Text)-20):])
	}
}

// Whatever the bytes are, to look at them ends, and what is sure is what the encoding says.
func FuzzDetect(f *testing.F) {
	for lang, text := range news(f) {
		for _, name := range usual[lang] {
			e, _ := Named(name)
			if raw, _, ok := cutTo(e, lang, text, 90); ok {
				f.Add(raw)
			}
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		if len(raw) == 0 {
			return
		}
		guess := Detect(raw)
		if !guess.Sure {
			return
		}
		text, err := guess.Encoding.Decode(raw)
		if err != nil || text != guess.Text || !utf8.ValidString(text) || guess.Problem != nil {
			t.Fatalf("%v: %q, %v, %v, want %q", guess.Encoding, text, err, guess.Problem, guess.Text)
		}
		// Nothing is lost: what decodes can be written again as it was.
		if guess.Encoding.single != nil {
			if again, ok := encode(guess.Encoding, text); !ok || string(again) != string(raw) {
				t.Fatalf("%s: %x is written again as %x", guess.Encoding.Name, raw, again)
			}
		}
	})
}

func BenchmarkDetect(b *testing.B) {
	e, _ := Named("windows-1250")
	raw, _, _ := cutTo(e, "hr", strings.Repeat(news(b)["hr"]+"\n", 20), 20_000)
	for b.Loop() {
		Detect(raw)
	}
}
