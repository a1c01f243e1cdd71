package dataset

import (
	"archive/zip"
	"bytes"
	"io"
	"testing"

	"factmark/store"
)

// broughtIn imports what a file says into a new workspace.
func broughtIn(t *testing.T, in *Imported) *store.Store {
	t.Helper()
	st := newStore(t)
	if _, err := in.Place(t.Context(), st, ""); err != nil {
		t.Fatal(err)
	}
	if len(in.Bad) > 0 {
		t.Fatalf("bad rows: %v", in.Bad)
	}
	_, err := st.ImportDataset(t.Context(), store.Dataset{Documents: in.Documents, Labels: in.Labels, Claims: in.Claims, Evidence: in.Evidence, Decisions: in.Decisions}, store.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return st
}

func TestPackageComesBackAsItWas(t *testing.T) {
	for name, o := range map[string]Options{"plain": {}, "safe for spreadsheets": {SpreadsheetSafe: true}, "with a byte order mark": {BOM: true}} {
		t.Run(name, func(t *testing.T) {
			first, _ := written(t, sampleWorkspace(t), packageFormat, o)
			in := readOnlyAs(t, packageFormat, first)
			if len(in.Remarks) > 0 {
				t.Errorf("%q", in.Remarks)
			}
			again, _ := written(t, broughtIn(t, in), packageFormat, o)
			one, other := entriesOf(t, first), entriesOf(t, again)
			for file, content := range one {
				if other[file] != content {
					t.Errorf("%s differs:\n%s\nand\n%s", file, content, other[file])
				}
			}
			if len(one) != len(other) || !bytes.Equal(first, again) {
				t.Errorf("%d files became %d", len(one), len(other))
			}
		})
	}
}

// entriesOf gives the files of an archive by name.
func entriesOf(t *testing.T, file []byte) map[string]string {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
	}
	return all
}

// archiveOf makes an archive of files.
func archiveOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	err := writeZip(&out, func(begin Files) error {
		for name, content := range files {
			w, err := begin(name)
			if err != nil {
				return err
			}
			if _, err := io.WriteString(w, content); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
