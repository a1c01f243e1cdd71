package mail

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"factmark/app/ingest/extract"
)

func crlf(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) }

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, raw, text string
		meta            extract.Metadata
		attached        string
		remarks         int
	}{
		{name: "plain", raw: "From: Ana Ferreira <ana@quay.example>\nSubject: The weir\nDate: Mon, 10 Feb 2025 23:30:00 -0500\n\nIt failed.\n\nAt 3 a.m.  \n",
			text: "It failed.\n\nAt 3 a.m.", meta: extract.Metadata{Title: "The weir", Author: "Ana Ferreira", Published: "2025-02-10"}},
		{name: "a postmark, and the date of receipt", raw: "From ana@quay.example Mon Feb 10 23:30:00 2025\nReceived: from a by b; Tue, 11 Feb 2025 04:30:00 +0000\nFrom: ana@quay.example (Ana)\nSubject:\n folded\n\tsubject\n\nx",
			text: "x", meta: extract.Metadata{Title: "folded subject", Author: "Ana", Published: "2025-02-11"}},
		{name: "encoded words", raw: "From: =?utf-8?Q?Ferreira=2C_Ana?= <a@b.example>, \"Quaye, E.\" <e@b.example>\nSubject: =?UTF-8?B?w4Q=?=\n =?utf-8?q?pfel_=C3?= =?utf-8?q?=A9?= and =?x-none?q?y?= so =?iso-8859-1?Q?caf=E9 x?=\n\nx",
			text: "x", meta: extract.Metadata{Title: "Äpfel é and =?x-none?q?y?= so café x", Author: "Ferreira, Ana, Quaye, E."}},
		{name: "bytes beyond ASCII in a header", raw: "From: J\xFCrgen <j@b.example>\nSubject: Gr\xF6\xDFe\nContent-Type: text/plain; charset=iso-8859-1\n\nGr\xFC\xDFe",
			text: "Grüße", meta: extract.Metadata{Title: "Größe", Author: "Jürgen"}},
		{name: "quoted-printable", raw: "Subject: a\nContent-Type: text/plain; charset=\"utf-8\"\nContent-Transfer-Encoding: Quoted-Printable\n\ncaf=C3=A9 = 5=\n 6 =3d=XY\n=20=20x=",
			text: "café = 5 6 ==XY\n  x", meta: extract.Metadata{Title: "a"}},
		{name: "base64 in pieces", raw: "Subject: a\nContent-Transfer-Encoding: base64\n\nY2Fm\n w6k=\nISE=\n", text: "café!!", meta: extract.Metadata{Title: "a"}},
		{name: "undeclared UTF-8", raw: "Subject: a\nContent-Type: text/plain; charset=us-ascii\n\ncafé", text: "café", meta: extract.Metadata{Title: "a"}},
		{name: "an old encoding of Japanese", raw: "Subject: =?iso-2022-jp?B?GyRCO1REORsoQg==?=\nContent-Type: text/plain; charset=iso-2022-jp\n\n\x1B$B;TD9\x1B(B", text: "市長", meta: extract.Metadata{Title: "市長"}},
		{name: "an encoding that is not sure", raw: "Subject: a\n\n\xE1\xE9", text: "בי", meta: extract.Metadata{Title: "a"}, remarks: 1},
		{name: "alternative", raw: "Subject: a\nContent-Type: multipart/alternative; boundary=\"b b\"\n\nThis is MIME.\n--b b\nContent-Type: text/html\n\n<p>rich\n--b b\n\nplain\n--b b--\nafter",
			text: "plain", meta: extract.Metadata{Title: "a"}},
		{name: "HTML alone", raw: "Subject: a\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<style>p{}</style><div>Dear =C3=84,</div><div><br></div><div style=3D\"display:none\">x</div><div>bye</div>",
			text: "Dear Ä,\n\nbye", meta: extract.Metadata{Title: "a"}},
		{name: "plain text that says there is HTML", raw: "Subject: a\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nYour program shows no HTML.\n--b\nContent-Type: text/html\n\n<p>" + strings.Repeat("word ", 60) + "\n--b--\n",
			text: strings.TrimSpace(strings.Repeat("word ", 60)), meta: extract.Metadata{Title: "a"}},
		{name: "related", raw: "Subject: a\nContent-Type: multipart/related; boundary=b; start=\"<2>\"\n\n--b\nContent-Type: image/png; name=p.png\nContent-ID: <1>\n\nx\n--b\nContent-ID: <2>\nContent-Type: text/html\n\n<p>page<img src=cid:1>\n--b--",
			text: "page", meta: extract.Metadata{Title: "a"}},
		{name: "files", raw: "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee below.\n--b\nContent-Type: application/pdf; name=\"=?utf-8?q?r=C3=A9port.pdf?=\"\nContent-Transfer-Encoding: base64\n\nJVBERg==\n" +
			"--b\nContent-Type: text/csv\nContent-Disposition: attachment; filename*=utf-8''..%2F%C3%A9.csv\n\n1,2\n--b\nContent-Type: text/plain\n\n-- \nThe list\n--b--\n",
			text: "See below.\n\n--\nThe list", meta: extract.Metadata{Title: "a"}, attached: "réport.pdf=%PDF é.csv=1,2", remarks: 1},
		{name: "a message in a message", raw: "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nFwd\n--b\nContent-Type: message/rfc822\n\nFrom: X <x@b.example>\nSubject: =?utf-8?q?=C3=A9?=\nDate: Mon, 10 Feb 2025 23:30:00 -0500\n\ninner\n--b--\n",
			text: "Fwd\n\nSubject: é\nFrom: X <x@b.example>\nDate: Mon, 10 Feb 2025 23:30:00 -0500\n\ninner", meta: extract.Metadata{Title: "a"}},
		{name: "flowed", raw: "Subject: a\nContent-Type: text/plain; format=flowed\n\nOne \nparagraph.\n> quoted \n> text\n answer\n-- \nname", text: "One paragraph.\n> quoted text\nanswer\n--\nname", meta: extract.Metadata{Title: "a"}},
		{name: "no boundary named", raw: "Subject: a\nContent-Type: multipart/mixed\n\n--xyz12\n\none\n--xyz12\n\ntwo\n--xyz12--\n", text: "one\n\ntwo", meta: extract.Metadata{Title: "a"}},
		{name: "a boundary that begins like another, and no end", raw: "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\none\n--bb--\n--b\n\ntwo\n", text: "one\n\ntwo", meta: extract.Metadata{Title: "a"}},
		{name: "no parts where there should be", raw: "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\nplain\n", text: "plain", meta: extract.Metadata{Title: "a"}},
		{name: "a digest", raw: "Subject: a\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\nfirst\n--b\n\nSubject: two\n\nsecond\n--b--\n",
			text: "Subject: one\n\nfirst\n\nSubject: two\n\nsecond", meta: extract.Metadata{Title: "a"}},
		{name: "a weekday in another language", raw: "Subject: a\nDate: Lun, 10 Feb 2025 23:30:00 -0500\n\nx", text: "x", meta: extract.Metadata{Title: "a", Published: "2025-02-10"}},
		{name: "a type that is not written right", raw: "Subject: a\nContent-Type: text/plain; charset=iso-8859-2; name=\"a\"; name=b; =;\n\n\xB1", text: "ą", meta: extract.Metadata{Title: "a"}},
		{name: "a page without text beside a text", raw: "Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/html\n\n<br>\n--b\n\nx\n--b--\n", text: "x", meta: extract.Metadata{Title: "a"}},
		{name: "texts of other kinds to choose from", raw: "Subject: a\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/enriched\n\none\n--b\nContent-Type: text/x-other\n\ntwo\n--b--\n",
			text: "two", meta: extract.Metadata{Title: "a"}},
		{name: "an address", raw: "Subject: a\nArchived-At: <https://list.example/1>\n\nx", text: "x", meta: extract.Metadata{Title: "a", URL: "https://list.example/1"}},
		{name: "an address that is none", raw: "Subject: a\nArchived-At: <https://>\n\nx", text: "x", meta: extract.Metadata{Title: "a"}},
		{name: "no header of its own ends", raw: "Subject: a\nThis line is no field.\nmore", text: "This line is no field.\nmore", meta: extract.Metadata{Title: "a"}},
	} {
		for way, raw := range map[string][]byte{"LF": []byte(c.raw), "CRLF": crlf(c.raw)} {
			got, err := Read(raw)
			var files []string
			for _, f := range got.Attachments {
				files = append(files, f.Name+"="+string(f.Bytes))
			}
			if err != nil || got.Text != c.text || got.Metadata != c.meta || strings.Join(files, " ") != c.attached || len(got.Remarks) != c.remarks {
				t.Errorf("%s, %s: %q %+v %q %q, %v", c.name, way, got.Text, got.Metadata, files, got.Remarks, err)
			}
		}
	}
}

func TestReadRefuses(t *testing.T) {
	nested := "Subject: a\n"
	for i := range 10_000 {
		nested += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	for name, c := range map[string]struct{ raw, problem string }{
		"deep":       {nested, "20 parts within each other"},
		"messages":   {strings.Repeat("Subject: a\nContent-Type: message/rfc822\n\n", 10_000), "20 parts within each other"},
		"wide":       {"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\nx\n", 300_000), "10000 parts"},
		"header":     {"Subject: " + strings.Repeat("x", 50<<20) + "\n\nx", "1 MB in the header"},
		"fields":     {"Subject: x\n" + strings.Repeat(" \n", 2<<20) + "\n\nx", "1 MB in the header"},
		"undeclared": {"Subject: a\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\n\xE1\xE9\xFF\n", 9_000) + "--b\nContent-Type: message/rfc822\n\nx\n--b\n\n" + strings.Repeat("x\n", 2<<20), "1000000 paragraphs"},
		"lines":      {"Subject: x\n\n" + strings.Repeat("x\n", 2<<20), "1000000 paragraphs"},
		"no header":  {"Hello.\n", "does not begin with a header"},
		"no text":    {"Subject: a\n\n \n", extract.ErrNoText.Error()},
		"encrypted":  {"Subject: a\nContent-Type: multipart/encrypted; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b--\n", "encrypted"},
		"S/MIME":     {"Subject: a\nContent-Type: application/pkcs7-mime; name=smime.p7m; smime-type=enveloped-data\nContent-Transfer-Encoding: base64\n\nMIAG\n", "encrypted"},
		"no message": {"", "does not begin with a header"},
	} {
		if got, err := Read([]byte(c.raw)); err == nil || !strings.Contains(err.Error(), c.problem) || got.Text != "" {
			t.Errorf("%s: %.80q, %v", name, got.Text, err)
		}
	}
	got, err := Read([]byte("Subject: a\nContent-Type: application/pdf; name=x.pdf\n\n%PDF"))
	if !errors.Is(err, extract.ErrNoText) || len(got.Attachments) != 1 || got.Title != "a" {
		t.Errorf("a file alone: %+v, %v", got, err)
	}
}

func TestMessages(t *testing.T) {
	box := "From a@b.example Mon Feb 10 23:30:00 2025\nSubject: one\n\nFrom the beginning it failed.\n\nFrom here on\n>From there, x\n\n" +
		"From - Mon Feb 10 23:30:00 2025\nX: y\nContent-Type: multipart/mixed; boundary=b\n\n--b--\n\n" +
		"From a@b.example Tue Feb 11 23:30:00 2025\nFrom: a@b.example\n\nthree\n"
	type message struct{ name, text, original, problem string }
	want := []message{
		{"one", "From the beginning it failed.\n\nFrom here on\nFrom there, x", "Subject: one\n\nFrom the", ""},
		{"Message 2", "", "X: y\n", "message 2: "},
		{"Message 3", "three", "From: a@b.example\n\nthree\n", ""},
	}
	for way, raw := range map[string][]byte{"LF": []byte(box), "CRLF": crlf(box)} {
		n := 0
		for got, err := range Messages(raw) {
			w := want[n]
			if n++; got.Name != w.name || got.Text != w.text || !strings.HasPrefix(strings.ReplaceAll(string(got.Original), "\r", ""), w.original) || (err != nil) != (w.problem != "") || err != nil && !strings.HasPrefix(err.Error(), w.problem) {
				t.Errorf("%s, message %d: %q %q %q, %v", way, n, got.Name, got.Text, got.Original, err)
			}
		}
		if n != len(want) {
			t.Errorf("%s: %d messages", way, n)
		}
	}
	for range Messages([]byte(box)) {
		break // the caller may stop
	}
}

func TestWebArchive(t *testing.T) {
	read := func(name string) []byte {
		raw, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	story, err := WebArchive(read("chromium.mhtml"), false)
	if want := (extract.Metadata{Title: "Harbour office files its first flood report", Author: "Ana Ferreira", Publisher: "The Quay Courier", Published: "2025-03-04",
		URL: "https://quay.example/2025/flood-report", Language: "en"}); err != nil || story.Metadata != want {
		t.Errorf("%+v, %v", story.Metadata, err)
	}
	if !strings.Contains(story.Text, "\nOld Quay\t412\t18.9\n") || strings.Contains(story.Text, "Privacy") || strings.Contains(story.Text, "=E2") {
		t.Errorf("%q", story.Text)
	}
	whole, err := WebArchive(read("chromium.mhtml"), true)
	if err != nil || !strings.HasPrefix(whole.Text, "Home News Sport") || !strings.Contains(whole.Text, "Privacy") {
		t.Errorf("%q, %v", whole.Text, err)
	}
	scripts, err := WebArchive(read("chromium-scripts.mhtml"), false)
	if err != nil || scripts.Title != "Scripts" || !strings.Contains(scripts.Text, "日本の気象庁は3月4日") || !strings.Contains(scripts.Text, "\n\nŁódź") {
		t.Errorf("%+v, %v", scripts, err)
	}
	made := "From: <Saved by Blink>\nSnapshot-Content-Location: https://a.example/2\nSubject: s\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n" +
		"--b\nContent-Type: text/html\nContent-Location: https://a.example/frame\n\n<p>frame\n--b\nContent-Type: text/html; charset=windows-1251\nContent-Location: https://a.example/2\n\n<p>\xCC\xE8\xF0\n--b--\n"
	if got, err := WebArchive([]byte(made), true); err != nil || got.Text != "Мир" || got.URL != "https://a.example/2" || got.Title != "s" {
		t.Errorf("a page that is not the first part: %+v, %v", got, err)
	}
	frames := "MIME-Version: 1.0\nSubject: s\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\nContent-Location: https://a.example/\n\n<frameset><frame src=1></frameset>\n" +
		"--b\nContent-Type: text/html\nContent-Location: https://a.example/1\n\n<p>shown\n--b--\n"
	if got, err := WebArchive([]byte(frames), true); err != nil || got.Text != "shown" || got.URL != "https://a.example/" {
		t.Errorf("a page in a frame: %+v, %v", got, err)
	}
	unsure := "MIME-Version: 1.0\nSubject: s\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>\xE1\xE9\n--b--\n"
	if got, err := WebArchive([]byte(unsure), true); err != nil || utf8.RuneCountInString(got.Text) != 2 || len(got.Remarks) != 1 || !strings.Contains(got.Remarks[0], got.Charset) {
		t.Errorf("a page whose encoding is not sure: %+v, %v", got, err)
	}
	nested := ""
	for i := range 100 {
		nested += fmt.Sprintf("Content-Type: multipart/related; boundary=b%d\n\n--b%d\n", i, i)
	}
	for name, raw := range map[string]string{"deep": nested, "damaged": "Subject: x\n\ny", "header": "Subject: " + strings.Repeat("x", 2<<20)} {
		if _, err := WebArchive([]byte(raw), true); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := WebArchive([]byte("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--\n"), true); err == nil {
		t.Error("no page is read")
	}
}

func TestWhatAFileIs(t *testing.T) {
	for raw, want := range map[string]string{
		"Received: x\nFrom: a@b.example\nSubject: s\n\nx":                                          "mail",
		"From: A <a@b.example>\nTo: b\nDate: Mon, 10 Feb 2025 23:30:00 -0500\n\nx":                 "mail",
		"From a@b.example Mon Feb 10 23:30:00 2025\nSubject: s\nMessage-ID: <1>\n\nx":              "mail mailbox",
		"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n": "archive",
		"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n":                  "archive",
		"From: the minister\nTo: everyone\n\nIt failed.":                                           "",
		"From the beginning it was said at 10:30 in 2025\nthat it failed.":                         "",
		"Title: x\nDate: 2025-02-10\n\n# Heading":                                                  "",
		"---\nfrom: x\nsubject: y\n---\n":                                                          "",
		"Question: a\nAnswer: b\n\nSubject: c":                                                     "",
		"":                                                                                         "",
	} {
		got := ""
		for _, kind := range []struct {
			name string
			is   func([]byte) bool
		}{{" mail", Is}, {" mailbox", IsMailbox}, {" archive", IsWebArchive}} {
			if kind.is([]byte(raw)) {
				got += kind.name
			}
		}
		if strings.TrimSpace(got) != want {
			t.Errorf("%q is %q, want %q", raw, got, want)
		}
	}
}

// Whatever is read, it ends, and the text is what a document may hold.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"chromium.mhtml", "chromium-scripts.mhtml"} {
		raw, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	for _, seed := range []string{
		"From a Mon Feb 10 23:30:00 2025\nSubject: =?utf-8?q?=C3?= =?utf-8?b?qQ=\n\n>From x", "A: b\nContent-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x\n--b\n--b--",
		"A: b\nContent-Type: message/rfc822\n\nA: b\nContent-Transfer-Encoding: base64\n\n=YQ=", "A: b\nContent-Type: text/plain; format=flowed; delsp=yes\n\n> a \n>> b \n\n c", "From: \"a\\\", <b\n\nx",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		raw = bytes.ToValidUTF8(raw, nil) // to find out an encoding is slow, and has tests of its own
		check := func(c extract.Content) {
			said := c.Title + c.Author + c.Publisher + c.URL + c.Name
			if !utf8.ValidString(c.Text) || strings.ContainsAny(c.Text, "\r\x00") || !utf8.ValidString(said) || strings.ContainsAny(said, "\r\n\x00") {
				t.Fatalf("%q %+v %q", c.Text, c.Metadata, c.Name)
			}
			for _, a := range c.Attachments {
				if strings.ContainsAny(a.Name, "/\\\n\x00") {
					t.Fatalf("attachment %q", a.Name)
				}
			}
		}
		c, _ := Read(raw)
		check(c)
		for c := range Messages(raw) {
			check(c)
		}
		if c, err := WebArchive(raw, true); err == nil {
			check(c)
		}
		Is(raw)
		IsMailbox(raw)
		IsWebArchive(raw)
	})
}

func BenchmarkRead(b *testing.B) {
	raw := crlf("From: a@b.example\nSubject: =?utf-8?q?=C3=A9?=\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\n" + strings.Repeat("A line of text.\n", 100) + "--b\nContent-Type: text/html\n\n" + strings.Repeat("<p>A line of text.\n", 100) + "--b--\n")
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := Read(raw); err != nil {
			b.Fatal(err)
		}
	}
}
