package pdf

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"codeberg.org/go-pdf/fpdf"

	"factmark/app/ingest/extract"
)

// misbehaviour names, in the environment, what the child does instead of reading.
const misbehaviour = "FACTMARK_TEST_CHILD"

// TestMain makes the test binary its own child, as the program is.
func TestMain(m *testing.M) {
	// One compiled PDFium for all runs of the tests, and none of them in the user's own cache.
	_ = os.Setenv("XDG_CACHE_HOME", filepath.Join(os.TempDir(), "factmark-test-cache"))
	if len(os.Args) == 2 && os.Args[1] == Argument {
		os.Exit(behave(os.Getenv(misbehaviour)))
	}
	os.Exit(m.Run())
}

func behave(how string) int {
	switch how {
	case "":
		if Serve(os.Stdin, os.Stdout) != nil {
			return 1
		}
		return 0
	case "silent":
		return 0
	case "text instead of frames":
		_, _ = os.Stdout.WriteString("panic: something\n\ngoroutine 1 [running]:\n")
		return 2
	}
	_ = writeAnswer(os.Stdout, answer{Ready: true})
	if _, err := readFrame(os.Stdin, maxRequest); err != nil {
		return 1
	}
	switch how {
	case "a length without end":
		_, _ = os.Stdout.Write([]byte{0xff, 0xff, 0xff, 0xff, 'x'})
	case "no JSON":
		_ = writeFrame(os.Stdout, []byte("<html>"))
	case "nothing said":
		_ = writeAnswer(os.Stdout, answer{})
	case "pages without end":
		for writeAnswer(os.Stdout, answer{Page: &page{Label: "1"}}) == nil {
		}
	case "half a page":
		_ = writeAnswer(os.Stdout, answer{Page: &page{Label: "1"}})
		_ = writeAnswer(os.Stdout, answer{Text: "half"})
		return 1
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
	return 0
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func encrypted(t *testing.T) []byte {
	t.Helper()
	p := fpdf.New("P", "mm", "A4", "")
	p.SetProtection(fpdf.CnProtectPrint, "user", "owner")
	p.AddPage()
	p.SetFont("Helvetica", "", 12)
	p.Cell(40, 10, "Secret")
	var out bytes.Buffer
	if err := p.Output(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const packet = `<?xpacket begin="" id="x"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmp:CreateDate="2023-05-06T07:08:09Z">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Flood &amp; tide</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>Ana Ferreira</rdf:li><rdf:li>Bo Li</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>pt-BR</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>`

func TestRead(t *testing.T) {
	r := NewReader()
	defer r.Close()
	for _, c := range []struct {
		name     string
		raw      []byte
		metadata extract.Metadata
		pages    []string // labels of the locators
		inOrder  []string // excerpts
		exact    string   // the whole text
		remarks  []string
	}{
		{name: "a browser's print", raw: read(t, "chromium.pdf"),
			metadata: extract.Metadata{Title: "Harbour office files its first flood report", Published: "2026-11-28", Language: "en"},
			pages:    []string{"1"},
			inOrder: []string{"\n\nThe harbour office filed its first flood report on Monday, eleven months after officials in five affected districts asked for one.",
				"“We did not sufficiently baffle the outflow,” said Dr. Ingrid Møller-Østergård", "It is difficult to offer a firm figure",
				"\nFishergate 267", "\nSaint-Éloi 95", "\ntwo of the five sluices, nos. 3 and 4, were closed for refitting; and\n", "Τάσος Παπαδόπουλος", "state-of-the-art control room", "well-known study"}},
		{name: "two columns by LaTeX", raw: read(t, "latex2col.pdf"), metadata: extract.Metadata{Published: "2026-11-28"}, pages: []string{"1", "2"},
			inOrder: []string{"whether the St. Ives gauge, which failed at 3 a.m. on 12 November, had been fixed.\n\nWhat the figures say", "non-profit researchers found that one in eight self-regulating gates",
				"reads its own files.”\n\nHarbour office files its first flood report"}},
		{name: "scripts by LibreOffice", raw: read(t, "libreoffice-scripts.pdf"), metadata: extract.Metadata{Title: "Scripts", Published: "2026-11-28", Language: "en-US"}, pages: []string{"1"},
			inOrder: []string{"قالت وزارة الصحة يوم الاثنين إن 1,250 شخصا أصيبوا في الفيضانات.", "משרד הבריאות מסר ביום שני כי 1,250 בני אדם נפגעו בשיטפונות (Reuters).", "日本の気象庁は3月4日、港の水位が2.5メートルに達したと発表した。",
				"कि 1,250 लोग प्रभावित हुए।", "กระทรวงสาธารณสุขกล่าวเมื่อวันจันทร์ว่ามีผู้ประสบภัย 1,250 คน", "Łódź, Kraków, Çeşme, Đà Nẵng, Reykjavík: naïve façade, œuvre, fine."}},
		{name: "scripts by Chromium", raw: read(t, "chromium-scripts.pdf"), metadata: extract.Metadata{Title: "Scripts", Published: "2026-11-28", Language: "ar"}, pages: []string{"1"},
			inOrder: []string{"قالت وزارة الصحة يوم الاثنين إن 1,250 شخصا أصيبوا في الفيضانات.", "בשיטפונות (Reuters).", "กระทรวงสาธารณสุขกล่าวเมื่อวันจันทร์ว่ามีผู้ประสบภัย 1,250 คน"}},
		{name: "labels, a page without text and what lies outside",
			raw: pagesOf("/PageLabels<</Nums[0<</S/r>>1<</S/D/P(A-)/St 3>>]>>/Lang(de-AT)", "/CropBox[0 0 612 500]", "",
				shown(72, 700, "Hidden above the page")+shown(72, 400, "Shown on the first"), "0 0 100 100 re f", shown(72, 400, "Shown on the third")+shown(700, 400, "hidden")),
			metadata: extract.Metadata{Language: "de-AT"}, pages: []string{"i", "A-4"}, exact: "Shown on the first\n\nShown on the third",
			remarks: []string{"There is no text on 1 of 3 pages: it is scanned."}},
		{name: "a rotated page", raw: pagesOf("", "/Rotate 90", "", "BT /F1 12 Tf 0 1 -1 0 300 72 Tm 14 TL (The inquiry into the flood began in) Tj T* (March and has not ended yet.) Tj ET"),
			pages: []string{"1"}, exact: "The inquiry into the flood began in March and has not ended yet."},
		{name: "metadata of the packet", raw: append(pagesOf("", "", "/Title(Microsoft Word - report.docx)/Author(user)", shown(72, 700, "Text")), packet...),
			metadata: extract.Metadata{Title: "Flood & tide", Author: "Ana Ferreira, Bo Li", Published: "2023-05-06", Language: "pt-BR"}, pages: []string{"1"}, exact: "Text"},
		{name: "metadata of the dictionary", raw: pagesOf("", "", "/Title(The\\nFlood)/Author(Ana)/CreationDate(D:20240229103000+01'00')", shown(72, 700, "Text")),
			metadata: extract.Metadata{Title: "The Flood", Author: "Ana", Published: "2024-02-29"}, pages: []string{"1"}, exact: "Text"},
		{name: "a paragraph over two pages", raw: pagesOf("", "", "", shown(72, 100, "The report was filed on Monday, eleven months", "after it was asked for, and it runs to two hund-"), shown(72, 700, "red pages, of which the first twenty pages say", "nothing.")),
			pages: []string{"1", "2"}, inOrder: []string{"eleven months after it was asked for, and it runs to two hundred pages, of which"}},
	} {
		got, err := r.Read(t.Context(), c.raw, false)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got.Metadata != c.metadata {
			t.Errorf("%s: %+v", c.name, got.Metadata)
		}
		var pages []string
		for _, l := range got.Locators {
			pages = append(pages, l.Label)
		}
		if !slices.Equal(pages, c.pages) {
			t.Errorf("%s: pages %q", c.name, pages)
		}
		if c.exact != "" && got.Text != c.exact {
			t.Errorf("%s: %q", c.name, got.Text)
		}
		rest := got.Text
		for _, e := range c.inOrder {
			_, after, found := strings.Cut(rest, e)
			if !found {
				t.Errorf("%s: %q is not in, or not behind the one before, in\n%s", c.name, e, got.Text)
				break
			}
			rest = after
		}
		if !slices.Equal(got.Remarks, c.remarks) {
			t.Errorf("%s: %q", c.name, got.Remarks)
		}
		valid(t, got)
	}
}

// valid fails if a content is none that a reader may give.
func valid(t interface {
	Helper()
	Fatalf(string, ...any)
}, c extract.Content) {
	t.Helper()
	if !utf8.ValidString(c.Text) || strings.ContainsFunc(c.Text, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' || r == 0x7f }) {
		t.Fatalf("not a text: %q", c.Text)
	}
	at, length := 0, utf8.RuneCountInString(c.Text)
	for _, l := range c.Locators {
		if l.Start < at || l.End <= l.Start || l.End > length || l.Label == "" || strings.Contains(l.Label, "\n") {
			t.Fatalf("locators %v of %d code points", c.Locators, length)
		}
		at = l.End
	}
	for _, line := range append([]string{c.Title, c.Author, c.Published, c.Language}, c.Remarks...) {
		if line != oneLine(line) {
			t.Fatalf("%q is not one line", line)
		}
	}
}

func TestHyphensAreKeptWhenAsked(t *testing.T) {
	r := NewReader()
	defer r.Close()
	raw := pagesOf("", "", "", shown(72, 700, "The flood of that Novem-", "ber was the first of six."))
	for _, c := range []struct {
		keep bool
		want string
	}{{false, "The flood of that November was the first of six."}, {true, "The flood of that Novem-\nber was the first of six."}} {
		if got, err := r.Read(t.Context(), raw, c.keep); err != nil || got.Text != c.want {
			t.Errorf("%v: %q, %v", c.keep, got.Text, err)
		}
	}
}

func TestIs(t *testing.T) {
	for text, want := range map[string]bool{"%PDF-1.7\n": true, "\xef\xbb\xbf\n%PDF-2.0": true, "%!PS": false, "": false, strings.Repeat(" ", 2000) + "%PDF-1.4": false} {
		if Is([]byte(text)) != want {
			t.Errorf("%.20q: %v", text, !want)
		}
	}
}

// Whatever a file is made to do, it ends with a sentence, and the next one is read.
func TestHostileFiles(t *testing.T) {
	r := NewReader()
	defer r.Close()
	good := pagesOf("", "", "", shown(72, 700, "Good"))
	for _, c := range []struct {
		name string
		raw  []byte
		want string // a part of the sentence, or the text
	}{
		{"a password", encrypted(t), "protected by a password"},
		{"a scan", pagesOf("", "", "", "0 0 9 9 re f", "0 0 9 9 re f"), "its pages are scanned"},
		{"an empty page", pagesOf("", "", "", ""), "no text in it"},
		{"rubbish", []byte("%PDF-1.7\n" + strings.Repeat("\x93\x00", 5000)), "damaged and cannot be read"},
		{"nothing", nil, "damaged and cannot be read"},
		{"cut off", read(t, "chromium.pdf")[:20_000], "damaged and cannot be read"},
		{"pages that are not there", made("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids["+strings.Repeat("2 0 R ", 1000)+"]/Count 2147483647>>"), "no text in it"},
		{"many pages", made("", "<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 20000/Kids["+strings.Repeat("4 0 R ", 20_000)+"]>>", helvetica, "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"), "more than 10000 pages"},
		{"a flood of text", bomb(300), "could not be finished"},
		{"too large", make([]byte, extract.MaxInput+1), "more than 64 MB"},
	} {
		got, err := r.Read(t.Context(), c.raw, false)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %.60q, %v", c.name, got.Text, err)
		}
		if got, err := r.Read(t.Context(), good, false); err != nil || got.Text != "Good" {
			t.Fatalf("after %s: %q, %v", c.name, got.Text, err)
		}
	}
	if _, err := r.Read(t.Context(), encrypted(t), false); !errors.Is(err, extract.ErrEncrypted) {
		t.Errorf("a password: %v", err)
	}
	if _, err := r.Read(t.Context(), []byte("%PDF-"), false); !errors.As(err, new(*extract.BrokenError)) {
		t.Errorf("broken: %v", err)
	}
}

// A file that is beyond a limit leaves nothing behind in PDFium's memory, which has no room for two such files.
func TestAFileBeyondALimitLeavesNothingInMemory(t *testing.T) {
	var content strings.Builder
	for i := range maxGlyphs/1000 + 1 {
		content.WriteString(shown(10, 14*i, strings.Repeat("x", 1000)))
	}
	raw := append(pagesOf("", "", "", content.String()), bytes.Repeat([]byte("\n"), 8<<20)...)
	r := NewReader()
	defer r.Close()
	for range 2 {
		if _, err := r.Read(t.Context(), raw, false); err == nil || !strings.Contains(err.Error(), "more than 1000000 characters on one page") {
			t.Fatal(err)
		}
	}
}

// A child that is killed, for whatever reason, costs the file that it reads, and no other.
func TestTheChildIsKilled(t *testing.T) {
	good := pagesOf("", "", "", shown(72, 700, "Good"))
	endless := doubling(40)
	r := NewReader()
	defer r.Close()
	goesOn := func(after string) {
		t.Helper()
		if got, err := r.Read(t.Context(), good, false); err != nil || got.Text != "Good" {
			t.Fatalf("after %s: %q, %v", after, got.Text, err)
		}
	}
	goesOn("nothing")

	r.limits.time = time.Millisecond // which the child has worked for before it is three times past
	if _, err := r.Read(t.Context(), endless, false); !errors.Is(err, errTooSlow) {
		t.Errorf("deadline: %v", err)
	}
	r.limits.time = readTime
	goesOn("the deadline")

	if residentBytes(os.Getpid()) > 0 {
		r.limits.resident = 1 << 20
		if _, err := r.Read(t.Context(), endless, false); !errors.Is(err, errTooBig) {
			t.Errorf("memory: %v", err)
		}
		r.limits.resident = maxResident
		goesOn("the limit of memory")
	}

	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { _, err := r.Read(ctx, endless, false); done <- err }()
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	goesOn("a cancel")

	for _, when := range []string{"between two files", "while it reads"} {
		running := r.child
		if when == "while it reads" {
			go func() { _, err := r.Read(t.Context(), endless, false); done <- err }()
		}
		if err := running.process.Kill(); err != nil {
			t.Fatal(err)
		}
		if when == "while it reads" {
			// It may have been killed before it was asked, and then another one reads.
			if err := <-done; err == nil {
				t.Error("a file was read by a child that was killed")
			}
		} else {
			<-running.ended
		}
		goesOn("a kill " + when)
	}

	running := r.child
	r.Close()
	if !running.hasEnded() {
		t.Error("the child outlives its reader")
	}
	goesOn("Close")
}

func TestWhatTheChildSaysIsNotTrusted(t *testing.T) {
	for _, how := range []string{"silent", "text instead of frames", "a length without end", "no JSON", "nothing said", "pages without end", "half a page"} {
		t.Setenv(misbehaviour, how)
		r := NewReader()
		got, err := r.Read(t.Context(), bytes.Repeat([]byte("%PDF-"), 100_000), false)
		if err == nil || got.Text != "" || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %q, %v", how, got.Text, err)
		}
		t.Setenv(misbehaviour, "")
		if got, err := r.Read(t.Context(), pagesOf("", "", "", shown(72, 700, "Good")), false); err != nil || got.Text != "Good" {
			t.Errorf("after %s: %q, %v", how, got.Text, err)
		}
		r.Close()
	}
}

// The child ends when its parent does, even while it reads.
func TestTheChildEndsWithItsParent(t *testing.T) {
	in, request := io.Pipe()
	answers, out := io.Pipe()
	abandoned := make(chan struct{})
	go func() { _ = serve(in, out, func() { close(abandoned) }) }()
	if a, err := readAnswer(answers); err != nil || !a.Ready {
		t.Fatalf("%+v, %v", a, err)
	}
	go func() { // nobody reads the answer
		_ = writeFrame(request, []byte{0}, pagesOf("", "", "", shown(72, 700, "Good")))
		_ = request.Close()
	}()
	<-abandoned
}

func TestReadersTakeTurns(t *testing.T) {
	r := NewReader()
	defer r.Close()
	var group sync.WaitGroup
	for _, text := range []string{"One", "Two", "Three", "Four"} {
		group.Go(func() {
			for range 3 {
				if got, err := r.Read(t.Context(), pagesOf("", "", "", shown(72, 700, text)), false); err != nil || got.Text != text {
					t.Errorf("%s: %q, %v", text, got.Text, err)
				}
			}
		})
	}
	group.Wait()
}

func BenchmarkRead(b *testing.B) {
	raw, err := os.ReadFile("testdata/latex2col.pdf")
	if err != nil {
		b.Fatal(err)
	}
	r := NewReader()
	defer r.Close()
	for b.Loop() {
		if _, err := r.Read(b.Context(), raw, false); err != nil {
			b.Fatal(err)
		}
	}
}
