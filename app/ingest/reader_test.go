package ingest

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"factmark/app/charset"
	"factmark/app/ingest/extract"
	"factmark/app/ingest/pdf"
	"factmark/app/ingest/table"
)

// TestMain makes the test binary what reads PDFs in a process of its own, as the program does.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == pdf.Argument {
		if err := pdf.Serve(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		os.Exit(0)
	}
	// One compiled PDFium for all runs of the tests, and none of them in the user's own cache.
	_ = os.Setenv("XDG_CACHE_HOME", filepath.Join(os.TempDir(), "factmark-test-cache"))
	os.Exit(m.Run())
}

// readOne reads a file that holds one document.
func readOne(path string) (Document, error) {
	r := NewReader(Options{})
	defer r.Close()
	return one(r.Read(context.Background(), path))
}

// decodeOne reads the content of a file that holds one document.
func decodeOne(name string, raw []byte, in *charset.Encoding) (Document, error) {
	r := NewReader(Options{Encoding: in})
	defer r.Close()
	return one(r.Decode(context.Background(), name, raw))
}

func one(parts []Part) (Document, error) {
	switch {
	case len(parts) != 1:
		return Document{}, fmt.Errorf("%d parts", len(parts))
	case parts[0].Document == nil:
		return Document{}, parts[0].Err
	}
	return *parts[0].Document, nil
}

// zipped makes an archive of files.
func zipped(t testing.TB, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// outcome is a part as a test names it: "+ title", "- name: why passed over" or "! error".
func outcome(p Part) string {
	switch {
	case p.Document != nil:
		return "+ " + p.Document.Title + " (" + string(p.Document.Format) + ")"
	case p.Passed != "":
		return "- " + p.Name + ": " + p.Passed
	}
	return "! " + p.Err.Error()
}

const (
	mailText = "From: Ann <ann@example.org>\r\nTo: ben@example.org\r\nSubject: The bridge\r\nDate: Mon, 10 Feb 2025 09:30:00 +0100\r\n" +
		"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIt is safe, they say.\r\n" +
		"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=note.txt\r\n\r\nThe note says otherwise.\r\n--b--\r\n"
	pageText = "<!DOCTYPE html><html lang=en><head><title>Rivers rise</title></head><body><nav>Menu</nav><article><h1>Rivers rise</h1>" +
		"<p>The rivers rose in the night, and the bridge was closed at dawn, the county said in a statement.</p></article></body></html>"
	subtitleText = "1\n00:00:01,000 --> 00:00:02,500\nThe bridge is safe.\n"
)

func TestEveryFormatIsKnownByItsContent(t *testing.T) {
	archive := zipped(t, "notes/a.txt", "A headline\n\nText.\n", "notes/.DS_Store", "x", "photo.png", "\x89PNG\r\n\x1A\nxxx", "empty.txt", "", "inner.zip", string(zipped(t, "b.md", "# Inner\n\nText.\n")))
	for _, c := range []struct {
		name, raw string
		want      []string
	}{
		{"a.txt", "A headline\n\nText.\n", []string{"+ A headline (plain text)"}},
		{"a.md", "---\ntitle: \"From the block\"\n---\n# A heading\n", []string{"+ From the block (Markdown)"}},
		{"a.md", "Intro.\n\n```\n# no heading\n```\n\nA heading\n=========\n", []string{"+ A heading (Markdown)"}},
		{"a.html", pageText, []string{"+ Rivers rise (web page)"}},
		{"page", pageText, []string{"+ Rivers rise (web page)"}},
		{"page.txt", pageText, nil}, // a text by its name
		{"a.eml", mailText, []string{"+ The bridge (mail)", "- a.eml, note.txt: it is attached to a mail; attachments are imported when you ask for them"}},
		{"a.mbox", "From ann@example.org Mon Feb 10 09:30:00 2025\n" + strings.ReplaceAll(mailText, "\r\n", "\n"), []string{"+ The bridge (mail)",
			"- a.mbox, message 1, note.txt: it is attached to a mail; attachments are imported when you ask for them"}},
		{"a.srt", subtitleText, []string{"+ The bridge is safe. (subtitles)"}},
		{"a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nThe bridge is safe.\n", []string{"+ The bridge is safe. (subtitles)"}},
		{"a.csv", "title,text\nOne,The bridge is safe.\nTwo,\nThree,It is not.\n", []string{"+ One (table)", "+ Three (table)", "- a.csv: row 3: its column “text” is empty, so it makes no document"}},
		{"a.jsonl", "{\"title\":\"One\",\"text\":\"The bridge is safe.\"}\n", []string{"+ One (table)"}},
		{"a.rtf", `{\rtf1\ansi The bridge is safe.\par}`, []string{"+ The bridge is safe. (rich text)"}},
		{"a.zip", string(archive), []string{"+ A headline (plain text)", "- a.zip/notes/.DS_Store: it is hidden", "- a.zip/photo.png: this is a PNG image, which holds no text that can be imported",
			"- a.zip/empty.txt: it is empty", "+ Inner (Markdown)"}},
		{"a.png", "\x89PNG\r\n\x1A\nxxx", []string{"! a.png: this is a PNG image, which holds no text that can be imported"}},
	} {
		r := NewReader(Options{Columns: func(t *table.Table) (table.Columns, error) { return t.Guess(), nil }})
		var got []string
		for _, p := range r.Decode(t.Context(), c.name, []byte(c.raw)) {
			got = append(got, outcome(p))
		}
		r.Close()
		if c.want != nil && strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		} else if c.want == nil && (len(got) != 1 || !strings.HasSuffix(got[0], "(plain text)")) {
			t.Errorf("%s: %q, want it as it is", c.name, got)
		}
	}
}

func TestAttachmentsAreReadWhenAskedFor(t *testing.T) {
	r := NewReader(Options{Attachments: true})
	defer r.Close()
	parts := r.Decode(t.Context(), "a.eml", []byte(mailText))
	if len(parts) != 2 || parts[1].Document == nil || parts[1].Document.FileName != "note.txt" || parts[1].Document.Text != "The note says otherwise." {
		t.Errorf("got %+v", parts)
	}
}

func TestAttachmentsThatAreNoTextArePassedOver(t *testing.T) {
	attached := func(name, content string) string {
		return "--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=" + name + "\r\n\r\n" +
			base64.StdEncoding.EncodeToString([]byte(content)) + "\r\n"
	}
	r := NewReader(Options{Attachments: true})
	defer r.Close()
	message := strings.Replace(mailText, "--b--", attached("smime.p7s", "signed\x00 "+strings.Repeat("and sealed ", 50))+attached("logo.png", "\x90\xE1\xE9\xF3 caf\xE9")+"--b--", 1)
	parts := r.Decode(t.Context(), "a.eml", []byte(message))
	if len(parts) != 4 || parts[2].Passed != "it is no text" || parts[3].Passed != "it is no text" {
		t.Errorf("got %+v", parts)
	}
}

func TestATableIsAskedAbout(t *testing.T) {
	r := NewReader(Options{})
	defer r.Close()
	parts := r.Decode(t.Context(), "a.csv", []byte("what,body\nOne,The bridge is safe.\n"))
	question, is := errors.AsType[*ColumnsError](parts[0].Err)
	if !is {
		t.Fatalf("got %+v", parts)
	}
	columns := question.Guess
	columns.Text, columns.Title = 1, 0
	answered := question.Documents("a.csv", columns)
	if len(answered) != 1 || answered[0].Document.Title != "One" || answered[0].Document.Original != nil || len(answered[0].Document.Locators) != 1 {
		t.Errorf("got %+v", answered)
	}
}

func TestAWorkbookWithAPassword(t *testing.T) {
	var raw bytes.Buffer
	book := excelize.NewFile()
	defer book.Close()
	if err := book.Write(&raw, excelize.Options{Password: "secret"}); err != nil {
		t.Fatal(err)
	}
	if _, err := FormatOf("a.xlsx", raw.Bytes()); !errors.Is(err, extract.ErrEncrypted) {
		t.Error(err)
	}
}

func TestArchivesAreBounded(t *testing.T) {
	nested := zipped(t, "a.txt", "Text.")
	for range maxNesting {
		nested = zipped(t, "inner.zip", string(nested))
	}
	bomb := zipped(t, "a.txt", strings.Repeat("A line of text.\n", 6<<20), "b.txt", "Text.")
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"nested": {nested, "more than 3 archives"},
		"bomb":   {bomb, "unpack"},
		"broken": {[]byte("PK\x03\x04 and no more"), "damaged"},
		"none":   {zipped(t), "no file"},
		"evil":   {zipped(t, "../../etc/passwd.txt", "A text.\n"), ""},
	} {
		r := NewReader(Options{})
		parts := r.Decode(t.Context(), name+".zip", c.raw)
		r.Close()
		if c.want == "" {
			if len(parts) != 1 || parts[0].Document == nil || parts[0].Document.FileName != "passwd.txt" {
				t.Errorf("%s: %+v", name, parts)
			}
			continue
		}
		said := ""
		for _, p := range parts {
			if p.Err != nil {
				said += p.Err.Error()
			}
		}
		if !strings.Contains(said, c.want) {
			t.Errorf("%s: %q, want %q", name, said, c.want)
		}
	}
}

func TestFormatsHaveTheirLargestFile(t *testing.T) {
	page := "<!DOCTYPE html><html><body><p>" + strings.Repeat("The rivers rose. ", 1<<20) + "</p></body></html>"
	if _, err := decodeOne("a.html", []byte(page), nil); err == nil || !strings.Contains(err.Error(), "web page of at most 16 MB") {
		t.Errorf("got %v", err)
	}
	if _, err := decodeOne("a.txt", []byte(page), nil); err != nil {
		t.Errorf("as a text: %v", err)
	}
}

// A file says when it was made, which may be another day than that of publication.
func TestTheDateOfAFileIsUnsure(t *testing.T) {
	for path, want := range map[string]string{
		"pdf/testdata/chromium.pdf": "?", "office/testdata/pandoc.epub": "",
	} {
		doc, err := readOne(path)
		if err != nil || doc.Published == "" && want != "" || strings.HasSuffix(doc.Published, "?") != (want == "?") {
			t.Errorf("%s: %q, %v", path, doc.Published, err)
		}
	}
}

// A date that no calendar has is none: the workspace would refuse the whole import for it.
func TestADateThatIsNoneIsLeftOut(t *testing.T) {
	for published, want := range map[string]string{"2023-02-29": "", "2019-13": "", "10 March": "", "2024-02-29": "2024-02-29", "2019": "2019"} {
		if d := newDocument(extract.Content{Text: "x", Metadata: extract.Metadata{Published: published}}, WebPage, "a.html", nil); d.Published != want {
			t.Errorf("%q is %q, want %q", published, d.Published, want)
		}
	}
}

func TestLanguageOf(t *testing.T) {
	for text, want := range map[string]string{
		"The United Nations Security Council is to hold a meeting on the threat in Afghanistan and the region.":               "en",
		"Der Sicherheitsrat der Vereinten Nationen wird eine Sitzung über die Bedrohung in der Region abhalten, hieß es.":     "de",
		"Совет Безопасности Организации Объединённых Наций проведёт заседание, посвящённое угрозе в регионе, сообщили вчера.": "ru",
		"Too short": "",
		"":          "",
	} {
		if got := languageOf(text); got != want {
			t.Errorf("%q is in %q, want %q", text, got, want)
		}
	}
}
