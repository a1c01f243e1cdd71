package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/store/internal/db"
	"factmark/store/internal/doctext"
)

func init() { children["hold"] = childHolds }

// childHolds has a workspace open, with a change in its log alone, until it is told to go on.
func childHolds(ctx context.Context, path string) error {
	s, err := Open(ctx, path)
	if err != nil {
		return err
	}
	if _, err := s.AddDocuments(ctx, []NewDocument{{Title: "In the log", Text: "One text in the log."}}); err != nil {
		return err
	}
	fmt.Println("holds")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	return s.Close()
}

// contents are the names and bytes of all files in a folder.
func contents(t *testing.T, folder string) string {
	t.Helper()
	var b strings.Builder
	for _, name := range namesIn(t, folder) {
		content, err := os.ReadFile(filepath.Join(folder, name))
		do(t, err)
		fmt.Fprintf(&b, "%s %x\n", name, doctext.Sum(string(content)))
	}
	return b.String()
}

// leftOpen is a workspace in a folder of its own as a crash leaves it: a document is in its log alone.
func leftOpen(t *testing.T) (path string) {
	t.Helper()
	s := create(t)
	addText(t, s, "In the log", "One text in the log.")
	path = filepath.Join(t.TempDir(), "w.factmark")
	for _, suffix := range []string{"", "-wal"} {
		content, err := os.ReadFile(s.Path() + suffix)
		do(t, err)
		do(t, os.WriteFile(path+suffix, content, 0o600))
	}
	return path
}

// One of an earlier version is brought up to date in a private copy, which goes at the close.
func TestAReadOnlyFileOfAnEarlierVersion(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.factmark")
	do(t, os.WriteFile(path, versionOne(t), 0o400))
	before := contents(t, filepath.Dir(path))
	for name, open := range map[string]func(context.Context, string) (*Store, error){"to read": OpenToRead, "to check": OpenToCheck} {
		s, err := open(t.Context(), path)
		do(t, err)
		if holds, err := s.Contents(t.Context()); err != nil || holds.Claims != 1 || s.Path() != path {
			t.Errorf("%s: %+v of %s, %v", name, holds, s.Path(), err)
		}
		do(t, s.Present())
		found, err := runCheck(t.Context(), s, nil)
		if found = besideHistory(found); err != nil || len(found) > 0 {
			t.Errorf("%s: %v, %v", name, found, err)
		}
		do(t, s.Close())
	}
	if after := contents(t, filepath.Dir(path)); after != before {
		t.Errorf("changed:\n%sto\n%s", before, after)
	}
	notes, err := db.NotesFolder()
	do(t, err)
	if left := namesIn(t, notes); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

// While another process works in a file it is read beside it, with what is in its log alone.
func TestReadingBesideAnotherProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.factmark")
	do(t, os.WriteFile(path, workspaceBytes(t), 0o600))
	cmd := child(t, "hold", path)
	in, err := cmd.StdinPipe()
	do(t, err)
	out, err := cmd.StdoutPipe()
	do(t, err)
	do(t, cmd.Start())
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "holds\n" {
		t.Fatalf("%q, %v", line, err)
	}
	file, err := os.ReadFile(path)
	do(t, err)
	for _, open := range []func(context.Context, string) (*Store, error){OpenToCheck, OpenToRead, Open} {
		s, err := open(t.Context(), path)
		do(t, err)
		documents, err := s.Documents(t.Context())
		do(t, err)
		if documents[len(documents)-1].Title != "In the log" && documents[0].Title != "In the log" {
			t.Errorf("it holds %+v", documents)
		}
		expectClean(t, s)
		if s.ReadOnly() != nil {
			do(t, s.Close())
			if now, err := os.ReadFile(path); err != nil || string(now) != string(file) {
				t.Errorf("the file was changed, %v", err)
			}
			continue
		}
		do(t, s.Close())
	}
	do(t, in.Close())
	do(t, cmd.Wait())
	s, err := Open(t.Context(), path)
	do(t, err)
	expectClean(t, s)
	do(t, s.Close())
}

// A file that another process changes while it is read here is said to be changed.
func TestAReadOnlyFileThatIsChanged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.factmark")
	do(t, os.WriteFile(path, workspaceBytes(t), 0o400))
	s, err := OpenToRead(t.Context(), path)
	do(t, err)
	defer s.Close()
	do(t, s.Present())
	do(t, os.Chmod(path, 0o600))
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0)
	do(t, err)
	_, err = f.Write(make([]byte, 4096))
	do(t, errors.Join(err, f.Close()))
	expectError(t, s.Present(), db.ErrGone, "open it again")
}

// A file that another program took the log from gets it again, also after a crash in the middle of that.
func TestTheJournalOfAChangeOfMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.factmark")
	do(t, os.WriteFile(path, workspaceBytes(t), 0o600))
	pool, err := db.Connect(path, nil, 1)
	do(t, err)
	_, err = pool.Exec("PRAGMA journal_mode = DELETE")
	do(t, errors.Join(err, pool.Close()))
	was, err := os.ReadFile(path)
	do(t, err)
	header := make([]byte, 512)
	copy(header, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7\x00\x00\x00\x01\x00\x00\x00\x00")
	pages := len(was) / 4096
	copy(header[16:], []byte{0, 0, byte(pages >> 8), byte(pages), 0, 0, 2, 0, 0, 0, 0x10, 0})
	sum := uint32(0)
	for at := 4096 - 200; at > 0; at -= 200 {
		sum += uint32(was[at])
	}
	journal := append(append(append(header, 0, 0, 0, 1), was[:4096]...), byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum))
	now := []byte(string(was))
	now[writtenAt], now[readAt], now[27] = 2, 2, now[27]+1
	do(t, os.WriteFile(path, now, 0o600))
	do(t, os.WriteFile(path+"-journal", journal, 0o600))
	s, err := Open(t.Context(), path)
	do(t, err)
	expectClean(t, s)
	do(t, s.Close())
	if _, err := os.Lstat(path + "-journal"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the journal is there: %v", err)
	}
	// The same journal with another page is none of ours.
	journal[600]++
	do(t, os.WriteFile(path+"-journal", journal, 0o600))
	before := contents(t, filepath.Dir(path))
	_, err = Open(t.Context(), path)
	expectError(t, err, db.ErrDamaged, "w.factmark-journal")
	if after := contents(t, filepath.Dir(path)); after != before {
		t.Errorf("changed:\n%sto\n%s", before, after)
	}
}
