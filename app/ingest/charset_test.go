package ingest

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
)

// encoded is text in an encoding of the WHATWG's list; a character it does not have fails the test.
func encoded(t *testing.T, label, text string) []byte {
	t.Helper()
	enc, _ := charset.Lookup(label)
	if enc == nil {
		t.Fatalf("no encoding %s", label)
	}
	raw, err := enc.NewEncoder().Bytes([]byte(text))
	if err != nil || bytes.Contains(raw, []byte("&#")) {
		t.Fatalf("%s does not hold %q: %v", label, text, err)
	}
	return raw
}

func inUTF16(text string, bigEndian bool) []byte {
	var raw []byte
	for _, unit := range utf16.Encode([]rune(text)) {
		if bigEndian {
			raw = append(raw, byte(unit>>8), byte(unit))
		} else {
			raw = append(raw, byte(unit), byte(unit>>8))
		}
	}
	return raw
}

const (
	french  = "Le Conseil de sécurité s’est réuni lundi pour évoquer la menace posée par ce groupe « hors-la-loi ». Les délégués ont rejeté ces inquiétudes."
	russian = "Совет безопасности собрался в понедельник, чтобы обсудить угрозу, которую представляет «группировка» в стране. Власти отвергли опасения."
	chinese = "安全理事会定于星期一举行会议，讨论该组织在整个地区构成的威胁。发言人表示，该组织并没有显著的力量，并指责一些国家夸大了威胁。"
)

func TestDecodesWhatIsSureOfItsEncoding(t *testing.T) {
	const text = "Über 10 € – “naïve” 👩🏽‍🚀 e\u0301 שלום\nsecond"
	tests := []struct {
		name, charset string
		raw           []byte
		text          string
	}{
		{"ASCII", "utf-8", []byte("plain"), "plain"},
		{"UTF-8", "utf-8", []byte(text), text},
		{"UTF-8 with a mark", "utf-8", []byte("\uFEFF" + text), text},
		{"UTF-8 with two marks keeps the second", "utf-8", []byte("\uFEFF\uFEFFa"), "\uFEFFa"},
		{"a mark inside the text stays", "utf-8", []byte("a\uFEFFb"), "a\uFEFFb"},
		{"UTF-16 little-endian", "utf-16le", append([]byte("\xFF\xFE"), inUTF16(text, false)...), text},
		{"UTF-16 big-endian", "utf-16be", append([]byte("\xFE\xFF"), inUTF16(text, true)...), text},
		{"UTF-16 little-endian, unmarked", "utf-16le", inUTF16(text, false), text},
		{"UTF-16 big-endian, unmarked", "utf-16be", inUTF16(text, true), text},
		{"UTF-16 Chinese, unmarked", "utf-16le", inUTF16(chinese+"\n", false), chinese + "\n"},
		{"a replacement character of the text's own", "utf-8", []byte("a\uFFFDb"), "a\uFFFDb"},
		{"nothing is trimmed or composed", "utf-8", []byte(" \t e\u0301\u00A0\u200B \n\n"), " \t e\u0301\u00A0\u200B \n\n"},
		{"CRLF, CR and LF", "utf-8", []byte("a\r\nb\rc\nd\r\r\ne\n\r"), "a\nb\nc\nd\n\ne\n\n"},
		{"CRLF in UTF-16", "utf-16le", append([]byte("\xFF\xFE"), inUTF16("a\r\nb", false)...), "a\nb"},
		{"form feeds stay", "utf-8", []byte("a\fb"), "a\fb"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := decodeOne("x.txt", test.raw, nil)
			if err != nil {
				t.Fatal(err)
			}
			if doc.Text != test.text || doc.Charset != test.charset {
				t.Errorf("got %q in %s, want %q in %s", doc.Text, doc.Charset, test.text, test.charset)
			}
			if !bytes.Equal(doc.Original, test.raw) {
				t.Error("the original bytes are not kept")
			}
		})
	}
}

// A few letters are asked about, the likeliest encoding first.
func TestVeryShortTextsAreAsked(t *testing.T) {
	for _, text := range []string{"café", "naïve café", "It’s"} {
		_, err := decodeOne("x.txt", encoded(t, "windows-1252", text), nil)
		if unsure, is := errors.AsType[*UnsureError](err); !is || unsure.Guess.Encoding.Name != "windows-1252" {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func TestDetectsOldEncodings(t *testing.T) {
	tests := []struct{ encoding, text string }{
		{"windows-1252", french},
		{"windows-1252", "The spokesman said it was “baseless” – the group’s cash is gone. It’s been so for years."},
		{"windows-1252", "Der Rat trifft sich am Montag, um über die Bedrohung durch die „Gruppe“ zu beraten. Größere Klarheit wäre schön."},
		{"windows-1252", "It’s a naïve idea, said the owner of the café."},
		{"windows-1251", russian},
		{"windows-1251", "Привет"},
		{"windows-1251", strings.Repeat("Уряд заявив, що дії армії та партії у країні її не змінять. ", 8)},
		{"koi8-r", strings.NewReplacer("«", "", "»", "").Replace(russian)},
		{"iso-8859-7", "Το Συμβούλιο συνεδριάζει τη Δευτέρα για να συζητήσει την απειλή στην περιοχή. Οι αρχές απέρριψαν τις ανησυχίες."},
		{"windows-1256", "يعقد المجلس اجتماعا يوم الاثنين لمناقشة التهديد الذي يشكله التنظيم في المنطقة. ورفضت السلطات هذه المخاوف."},
		{"iso-8859-8-i", "המועצה תתכנס ביום שני כדי לדון באיום באזור. השלטון דחה את החששות ואמר כי אין להם בסיס."},
		{"windows-1250", "Rada zbierze się w poniedziałek, aby omówić zagrożenie ze strony grupy w regionie. Władze odrzuciły te obawy, żądając źródeł."},
		{"iso-8859-2", "Rada se v pondělí sejde, aby projednala hrozbu, kterou skupina představuje. Úřady tyto obavy odmítly jako neopodstatněné."},
		{"windows-1254", "Konsey, bölgede grubun oluşturduğu tehdidi görüşmek üzere pazartesi günü toplanacak. Yetkililer bu endişeleri asılsız buldu."},
		{"gb18030", chinese},
		{"big5", "理事會定於星期一舉行會議，討論該組織在整個地區構成的威脅。發言人表示，該組織並沒有顯著的力量。"},
		{"shift_jis", "理事会は月曜日に会合を開き、この地域における脅威について協議する予定です。当局はこの懸念を否定した。"},
		{"euc-jp", "理事会は月曜日に会合を開き、この地域における脅威について協議する予定です。当局はこの懸念を否定した。"},
		{"euc-kr", "이사회는 월요일 회의를 열고 그 지역에서 단체가 제기하는 위협에 대해 논의할 예정이다. 당국은 이 우려를 부인했다."},
	}
	for _, test := range tests {
		t.Run(test.encoding, func(t *testing.T) {
			doc, err := decodeOne("x.txt", encoded(t, test.encoding, test.text), nil)
			if err != nil {
				t.Fatal(err)
			}
			if doc.Text != test.text {
				t.Errorf("read in %s: %q, want %q", doc.Charset, doc.Text, test.text)
			}
		})
	}
}

// What a short text holds of accents and quotes is little, and is mostly Western.
func TestShortTextsAreReadAsWritten(t *testing.T) {
	western := []string{
		"Café “quoted” naïve … € 100",
		"Café “quoted” naïve … € 100 news text naïve",
		"Café “quoted” naïve … € 100 “quoted” news naïve",
		"Café “quoted” naïve … € 100 was news Niño 100",
		"résumé café news Zoë naïve € a Größe été 20°C text",
		"The report: naïve fiancée, text 5, Niño, résumé, résumé",
		"At 5 °C the crème brûlée was served “à la carte”.",
		"Le ministre a déclaré que les chiffres étaient faux.",
		"Où est l’œuvre ? Ça coûte 30 € à Noël.",
		"La grève a été annulée.",
		"Größere Häuser müssen früher schließen.",
		"Der Käse kostet 5 € und schmeckt den Gästen gut.",
		"Er fährt über die Brücke.",
		"¿Cuántos niños había según el informe? ¡Más de 100!",
		"La compañía negó la acusación el miércoles.",
		"El niño comió jamón.",
		"A inflação não subiu; as eleições são em março.",
		"O presidente não respondeu às questões.",
		"L’università è più grande, però la città è già lì.",
		"Regeringen föreslår höjda skatter för året.",
	}
	polish := []string{
		"Rząd ogłosił, że podatki wzrosną.\nWładze odrzuciły zarzuty.\nMinister nie potwierdził tych słów.",
		"Minister nie potwierdził tych słów. Wkrótce odbędą się wybory.",
		"Według urzędu liczba przypadków spadła.\nŹródło nie istnieje.\nSą to dane z października.",
	}
	czech := []string{
		"Vláda oznámila, že daně porostou.\nÚřady obvinění odmítly.\nMinistr slova nepotvrdil, šlo o omyl.",
		"Ministr řekl, že čísla jsou špatná. Nikdo je neověřil.",
		"Předseda uvedl, že počet případů v říjnu klesl.\nÚřad šetří, proč škola neměla peníze.",
	}
	for _, group := range []struct {
		texts     []string
		encodings []string
	}{
		{western, []string{"windows-1252"}},
		{polish, []string{"windows-1250", "iso-8859-2"}},
		{czech, []string{"windows-1250", "iso-8859-2"}},
		{[]string{"A kormány bejelentette, hogy az adók nőni fognak, és a hatóságok elutasították a vádakat."}, []string{"windows-1250", "iso-8859-2"}},
		{[]string{"Hükümet vergilerin artacağını açıkladı. Yetkililer suçlamaları reddetti."}, []string{"windows-1254"}},
	} {
		for _, text := range group.texts {
			for _, encoding := range group.encodings {
				doc, err := decodeOne("x.txt", encoded(t, encoding, text), nil)
				if err != nil || doc.Text != text {
					t.Errorf("%s read in %q: %q, want %q, %v", encoding, doc.Charset, doc.Text, text, err)
				}
			}
		}
	}
}

func TestDetectsPersianOfWindows1256(t *testing.T) {
	const text = "شوراي امنيت روز دوشنبه نشستي درباره تهديد گروه برگزار مي\u200Cكند و چند كشور ديگر پيشنهاد كردند. ژنرال گفت كه نگراني\u200Cها بي پايه است."
	raw, err := charmap.Windows1256.NewEncoder().Bytes([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if doc, err := decodeOne("x.txt", raw, nil); err != nil || doc.Text != text {
		t.Errorf("read in %s: %q, %v", doc.Charset, doc.Text, err)
	}
}

func TestDeclaredEncodingComesBeforeTheDetected(t *testing.T) {
	const short = "<html><head><meta charset=%><body>Zażółć gęślą jaźń</body>"
	tests := []struct{ encoding, text string }{
		{"iso-8859-2", `<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-2">Zażółć gęślą jaźń`},
		{"windows-1250", strings.Replace(short, "%", `"windows-1250"`, 1)},
		{"ibm866", `<?xml version="1.0" encoding="ibm866"?><p>Привет, мир</p>`},
		{"macintosh", "<meta charset=macintosh>The café said “it’s naïve”"},
	}
	for _, test := range tests {
		doc, err := decodeOne("x.txt", encoded(t, test.encoding, test.text), nil)
		if err != nil || doc.Text != test.text || doc.Charset != test.encoding {
			t.Errorf("%s: read in %s: %q, %v", test.encoding, doc.Charset, doc.Text, err)
		}
	}
}

func TestAWrongDeclarationIsNotBelieved(t *testing.T) {
	const text = "<meta charset=utf-8>" + french
	doc, err := decodeOne("x.txt", encoded(t, "windows-1252", text), nil)
	if err != nil || doc.Text != text {
		t.Errorf("read in %s: %q, %v", doc.Charset, doc.Text, err)
	}
}

func TestTheSameBytesAlwaysReadTheSame(t *testing.T) {
	raw := encoded(t, "windows-1252", "Ein Rat über größere Bedrohungen, schön.")
	first, err := decodeOne("x.txt", raw, nil)
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if doc, err := decodeOne("x.txt", raw, nil); err != nil || doc.Text != first.Text {
			t.Fatalf("once %q, then %q (%v)", first.Text, doc.Text, err)
		}
	}
}

func TestEncodingFoundLateInALongLine(t *testing.T) {
	text := strings.Repeat("plain words without any accent, ", 2000) + french
	doc, err := decodeOne("x.txt", encoded(t, "windows-1252", text), nil)
	if err != nil || doc.Text != text {
		t.Errorf("read in %s with %v", doc.Charset, err)
	}
}

func TestRefusesRatherThanGarbles(t *testing.T) {
	long := strings.Repeat(french+"\n", 20)
	tests := []struct {
		name string
		raw  string
		want []string // in the message
	}{
		{"one broken byte in UTF-8", strings.Repeat(french+"\n", 3) + "caf\xE9\n" + french, []string{"UTF-8", "broken", "line 4 has the byte E9 after “caf”"}},
		{"a single letter and a single broken byte", "é and \x92", []string{"UTF-8", "broken", "line 1 has the byte 92 after “é and”"}},
		{"broken bytes in Chinese", chinese + "\n\x80\x81" + chinese, []string{"broken", "line 2 has the byte 80"}},
		{"cut short", chinese[:len(chinese)-1], []string{"cut short"}},
		{"cut short after a mark", "\uFEFFé\xE2\x80", []string{"cut short"}},
		{"broken after a mark", "\uFEFFabc\n\xFFdef", []string{"UTF-8", "line 2"}},
		{"a paragraph of UTF-8 in Windows-1252", string(encoded(t, "windows-1252", long)) + "It’s\n", []string{"parts of this text are UTF-8"}},
		{"an accent of UTF-8 in Windows-1252", string(encoded(t, "windows-1252", long)) + "caf\u00E9s\n", []string{"parts of this text are UTF-8"}},
		{"a word of UTF-8 in Windows-1251", string(encoded(t, "windows-1251", russian)) + " Привет", []string{"parts of this text are UTF-8"}},
		{"too short to tell", string(encoded(t, "windows-1251", "Да")), []string{"encoding is not sure", "windows-1251"}},
		{"a reading that no language has", "a \x81\x8D\x8F\x90\x9D\xA0\xFF\xFE\xFD z \xF0\xA1\x85\xD9 x", []string{"encoding is not sure"}},
		{"half a pair in UTF-16", "\xFF\xFEa\x00\n\x00\x00\xD8b\x00", []string{"UTF-16", "line 2"}},
		{"half a unit in UTF-16", "\xFF\xFEa\x00b", []string{"cut short"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc, err := decodeOne("notes.txt", []byte(test.raw), nil)
			if err == nil {
				t.Fatalf("read in %s as %.80q", doc.Charset, doc.Text)
			}
			for _, want := range append(test.want, "notes.txt: ") {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("the message %q does not say %q", err, want)
				}
			}
		})
	}
}
