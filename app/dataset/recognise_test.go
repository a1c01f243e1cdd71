package dataset

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
)

const oneClaim = "document,start,end,quote,label\nA,0,3,abc,Supported\n"

// folderWith makes a folder with files of this content, by name.
func folderWith(t *testing.T, files map[string]string) string {
	t.Helper()
	folder := t.TempDir()
	for name, content := range files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// zipped packs files in the order of their names.
func zipped(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	pack := zip.NewWriter(&out)
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		w, err := pack.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, files[name]); err != nil {
			t.Fatal(err)
		}
	}
	if err := pack.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func inUTF16(text string, order binary.ByteOrder) string {
	var out bytes.Buffer
	_ = binary.Write(&out, order, utf16.Encode([]rune("\uFEFF"+text)))
	return out.String()
}

func TestAFileIsRecognisedByItsContent(t *testing.T) {
	for name, file := range map[string]string{
		"plain": oneClaim, "with a byte order mark": bom + oneClaim, "UTF-16 LE": inUTF16(oneClaim, binary.LittleEndian), "UTF-16 BE": inUTF16(oneClaim, binary.BigEndian),
	} {
		in, err := Read(name, []byte(file), nil)
		if err != nil || in.Format != csvFormat || in.Name != name || in.Unit != CodePoints || len(in.Claims) != 1 || in.Claims[0].Quote != "abc" {
			t.Errorf("%s: %+v, %v", name, in, err)
		}
	}
	for file, want := range map[string]string{
		"":                      "the file is empty",
		"a,b\n1,2\n":            "line 1: these columns are missing: start, end, quote, document_sha256 (or document)",
		`{"what": "ever"}`:      "of no form that labelled claims are read from: csv",
		"<html></html>":         "of no form",
		"PK\x03\x04 no zip":     "of no form",
		"\x89PNG\r\n\x1a\n\x00": "of no form",
		"\xFF\xFE\x00\x00a\x00": "UTF-32",
		"\n\n  \n":              "the file is empty: its first line must name the columns",
		"evidence_id,claim_id,stance,document,start,end,quote\n": "a table of evidence",
		"SQLite format 3\x00\x01":                                "of no form",
	} {
		if in, err := Read("x", []byte(file), nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %+v, %v, want %q", file, in, err, want)
		}
	}
}

// withFormats lets a test add formats to the known ones.
func withFormats(t *testing.T, more ...*Format) {
	t.Helper()
	known := Formats
	Formats = append(slices.Clone(known), more...)
	t.Cleanup(func() { Formats = known })
}

func TestTwoFormsThatFitAreAsked(t *testing.T) {
	read := func(_ []byte, in *Imported) error { in.Remarks = append(in.Remarks, in.Format.Name); return nil }
	is := func(file []byte) bool { return bytes.HasPrefix(file, []byte("sheep")) }
	a, b := &Format{Name: "a", recognise: is, read: read}, &Format{Name: "b", recognise: is, read: read}
	out := &Format{Name: "out"}
	withFormats(t, a, b, out)
	_, err := Read("x", []byte("sheep"), nil)
	if which, ok := errors.AsType[*AmbiguousError](err); !ok || !slices.Equal(which.Formats, []*Format{a, b}) || err.Error() != "the file may be a or b; say which format it is" {
		t.Errorf("%v", err)
	}
	if in, err := Read("x", []byte("sheep"), b); err != nil || in.Format != b || in.Remarks[0] != "b" {
		t.Errorf("%+v, %v", in, err)
	}
	if _, err := Read("x", []byte("sheep"), out); err == nil || !strings.Contains(err.Error(), "out are written and not read") {
		t.Errorf("%v", err)
	}
}

func TestAFolderAndAnArchiveGiveTheirFiles(t *testing.T) {
	files := map[string]string{"b.csv": oneClaim, "deep/a.csv": oneClaim, "picture.png": "\x89PNG\x00", "README.md": "# What it is\n", "empty.txt": "", ".hidden/x.csv": "no table", ".x": "no table"}
	folder, err := Load(folderWith(t, files))
	if err != nil {
		t.Fatal(err)
	}
	files["__MACOSX/b.csv"] = "no table"
	for _, source := range []Source{folder, {"x.zip", zipped(t, files)}} {
		all, err := source.Read(nil)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, in := range all {
			names = append(names, strings.TrimPrefix(in.Name, source.Name+"/"))
		}
		if !slices.Equal(names, []string{"b.csv", "deep/a.csv"}) || len(all[0].Remarks) != 1 || !strings.HasSuffix(all[0].Remarks[0], "passed over: README.md, picture.png.") {
			t.Errorf("%s: %v, %v", source.Name, names, all[0].Remarks)
		}
	}
	for name, files := range map[string]map[string]string{"nothing of use": {"a.png": "\x89PNG\x00"}, "an office file": {"[Content_Types].xml": "<x/>", "a.csv": oneClaim}} {
		if _, err := (Source{"x.zip", zipped(t, files)}).Read(nil); err == nil || !strings.Contains(err.Error(), "of no form") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := (Source{"x.zip", zipped(t, map[string]string{"a.csv": oneClaim, "bad.csv": strings.Replace(oneClaim, "abc", "a\xffc", 1)})}).Read(nil); err == nil || !strings.Contains(err.Error(), "bad.csv: line 2") {
		t.Errorf("a bad file among others: %v", err)
	}
	broken := zipped(t, map[string]string{"a.csv": oneClaim})
	if _, err := (Source{"x.zip", broken[:len(broken)-30]}).Read(nil); err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("a broken archive: %v", err)
	}
}

func TestAnAnnotationFileBringsItsText(t *testing.T) {
	folder := folderWith(t, map[string]string{"a.ann": "T1\tClaim 0 3\tabc\n", "a.txt": "abc", "b.ann": "T1\tClaim 0 3\tabc\n", "c.txt": "c"})
	source, err := Load(filepath.Join(folder, "a.ann"))
	if err != nil || source.Name != "a.ann" {
		t.Fatal(source.Name, err)
	}
	all, err := source.Read(nil)
	if err != nil || len(all) != 1 || all[0].Format != bratFormat || len(all[0].Documents) != 1 || all[0].Documents[0].Title != "a" {
		t.Errorf("%+v, %v", all, err)
	}
	if _, err := Load(filepath.Join(folder, "b.ann")); err == nil || !strings.Contains(err.Error(), "there is no b.txt beside it") {
		t.Error(err)
	}
	if !IsTextOfPair(filepath.Join(folder, "a.txt")) || IsTextOfPair(filepath.Join(folder, "c.txt")) || IsTextOfPair(filepath.Join(folder, "a.ann")) {
		t.Error("texts of pairs are told wrongly")
	}
	for path, want := range map[string]string{"nowhere": "no such file", "w.factmark": "workspace", ".": "no file in this folder"} {
		at := filepath.Join(t.TempDir(), path)
		if path == "w.factmark" {
			at = filepath.Join(folderWith(t, map[string]string{path: "x"}), path)
		}
		if _, err := Load(at); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", path, err)
		}
	}
}
