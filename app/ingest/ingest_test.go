package ingest

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestRefusesWhatIsNoText(t *testing.T) {
	tests := []struct{ name, raw, want string }{
		{"empty.txt", "", "empty"},
		{"blank.txt", " \n\t\u00A0\r\n", "white space"},
		{"only a mark.txt", "\uFEFF", "white space"},
		{"a.pdf", "%PDF-1.7\nabc", "damaged"},
		{"a.docx", "PK\x03\x04abc", "damaged"},
		{"a.doc", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old office program"},
		{"a.png", "\x89PNG\r\n\x1A\nabc", "a PNG image"},
		{"a.jpg", "\xFF\xD8\xFF\xE0abc", "a JPEG image"},
		{"a.gif", "GIF89aabc", "a GIF image"},
		{"a.gz", "\x1F\x8Babc", "a gzip archive"},
		{"a.db", "SQLite format 3\x00abc", "SQLite database"},
		{"a.bin", "some\x00bytes\x00\x01here", "a binary file"},
		{"nul.txt", "\uFEFFa\x00b", "a binary file"},
		{"nul16.txt", "\xFF\xFEa\x00\x00\x00b\x00", "a binary file"},
	}
	for _, test := range tests {
		doc, err := decodeOne(test.name, []byte(test.raw), nil)
		if err == nil {
			t.Errorf("%s was read in %s as %q", test.name, doc.Charset, doc.Text)
		} else if !strings.HasPrefix(err.Error(), test.name+": ") || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: the message is %q, want one line with %q", test.name, err, test.want)
		}
	}
}

func TestReadsFilesOfAnyName(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"two words.txt", `it's "quoted".txt`, "-x.txt", "📄 emoji.txt", "no ending", "ünï.text", ".hidden"} {
		path := filepath.Join(folder, name)
		if err := os.WriteFile(path, []byte("A headline\n\nText.\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		doc, err := readOne(path)
		if err != nil || doc.FileName != name || doc.Text != "A headline\n\nText.\n" || doc.Title != "A headline" {
			t.Errorf("%q: %+v, %v", name, doc, err)
		}
	}
}

func TestReadSaysWhyNot(t *testing.T) {
	folder := t.TempDir()
	large := filepath.Join(folder, "large.txt")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	workspace := filepath.Join(folder, "desk.factmark")
	if err := os.WriteFile(workspace, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		folder:                                  "a folder",
		filepath.Join(folder, "missing"):        "no such file",
		large:                                   "64 MB",
		workspace:                               "a workspace",
		os.DevNull:                              "a device",
		filepath.Join(folder, "line\nend.txt"):  `line\nend.txt`,
		filepath.Join(folder, "no", "such.txt"): "no such file",
	} {
		_, err := readOne(path)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: the message is %v, want one line with %q", path, err, want)
		}
	}
}

// largeTexts are 50 MiB of UTF-8, and a tenth of it in encodings that take longer.
func largeTexts(t testing.TB) map[string][]byte {
	seed, err := os.ReadFile("../../seeds/texts/003_a8d92d5faf00fcfb.txt")
	if err != nil {
		t.Fatal(err)
	}
	const size = 50 << 20
	plain := bytes.Repeat(append(seed, '\n'), size/(len(seed)+1))
	cyrillic := []byte("\xD1\xEE\xE2\xE5\xF2 \xC1\xE5\xE7\xEE\xEF\xE0\xF1\xED\xEE\xF1\xF2\xE8\n")
	return map[string][]byte{
		"utf-8":        plain,
		"utf-8 crlf":   bytes.ReplaceAll(plain, []byte("\n"), []byte("\r\n")),
		"windows-1251": bytes.Repeat(cyrillic, size/10/len(cyrillic)),
		"utf-16le":     append([]byte("\xFF\xFE"), inUTF16(string(plain[:size/20]), false)...),
	}
}

// The bound is in bytes allocated for each byte of the file, the file itself not counted.
func TestLargeFilesTakeNoMoreMemoryThanTheyMust(t *testing.T) {
	bounds := map[string]float64{"utf-8": 1.1, "utf-8 crlf": 2.1, "windows-1251": 2.2, "utf-16le": 1.1}
	for name, raw := range largeTexts(t) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		doc, err := decodeOne("large.txt", raw, nil)
		runtime.ReadMemStats(&after)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if strings.Contains(doc.Text, "\r") || !utf8.ValidString(doc.Text) {
			t.Errorf("%s: the text is not what it should be", name)
		}
		if ratio := float64(after.TotalAlloc-before.TotalAlloc) / float64(len(raw)); ratio > bounds[name] {
			t.Errorf("%s: %.2f bytes allocated for each of the file, want at most %.2f", name, ratio, bounds[name])
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	for name, raw := range largeTexts(b) {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(raw)))
			for b.Loop() {
				if _, err := decodeOne("large.txt", raw, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
