package command

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"factmark/store"
)

// crashed gives a workspace with its log as a crash leaves them, and the same
// workspace as it was before, closed.
func crashed(t *testing.T) (before, file, log string) {
	t.Helper()
	desk := labelled(t)
	before = read(t, desk)
	relabel := func(st *store.Store, id string) {
		t.Helper()
		documents, err := st.Documents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range documents {
			claims, err := st.Claims(t.Context(), d.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range claims {
				if err := st.SetLabel(t.Context(), id, c.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	open := func() *store.Store {
		st, err := store.Open(t.Context(), desk)
		if err != nil {
			t.Fatal(err)
		}
		return st
	}
	st := open()
	relabel(st, store.NotEnoughInfoID)
	if err := st.Close(); err != nil { // what is done until here is in the file, and not in the log that is left
		t.Fatal(err)
	}
	st = open()
	defer st.Close()
	relabel(st, store.SupportedID)
	return before, read(t, desk), read(t, desk+"-wal")
}

// everyCommand are words that each open w.factmark, and merge.
var everyCommand = [][]string{
	{"import", "-w", "w.factmark", "../rivers.txt"}, {"claims", "-w", "w.factmark", "../rows.csv"},
	{"export", "-w", "w.factmark", "-o", "-"}, {"export", "-w", "w.factmark", "-o", "out.csv"}, {"agreement", "-w", "w.factmark"},
	{"package", "-w", "w.factmark", "-o", "p.factmark"}, {"backup", "-w", "w.factmark", "-o", "b.factmark"},
	{"check", "-w", "w.factmark"}, {"check", "-w", "w.factmark", "--repair"},
	{"merge", "-w", "w.factmark", "../other.factmark"}, {"merge", "-w", "../other.factmark", "w.factmark"},
}

// What lies beside a workspace and is not its own is refused by every command, and all of it is left as it was.
func TestWhatLiesBesideAWorkspace(t *testing.T) {
	folder := desk(t)
	before, file, log := crashed(t)
	other := read(t, write(t, "other.factmark", before))
	journal := journalOf(file)
	for _, c := range []struct {
		name   string
		beside map[string]string // by their endings; what begins with > is a link
		says   string
	}{
		{"yesterday's copy and today's log", map[string]string{"": before, "-wal": log}, "do not go together"},
		{"the same and an index", map[string]string{"": before, "-wal": log, "-shm": strings.Repeat("\x00", 32<<10)}, "do not go together"},
		{"a log that is none", map[string]string{"": before, "-wal": "my notes of Monday, and what the minister said then"}, "do not go together"},
		{"a journal that cuts off", map[string]string{"": before, "-journal": journal}, "w.factmark-journal"},
		{"a journal that is none", map[string]string{"": before, "-journal": "my diary"}, "w.factmark-journal"},
		{"a journal beside its log", map[string]string{"": file, "-wal": log, "-journal": journal}, "w.factmark-journal"},
		{"an index that is none", map[string]string{"": before, "-shm": "a thesis"}, "w.factmark-shm"},
		{"an index under another name", map[string]string{"": before, "-shm": ">../rivers.txt"}, "w.factmark-shm"},
		{"a log under another name", map[string]string{"": before, "-wal": ">../rivers.txt"}, "w.factmark-wal"},
		{"a link that leads nowhere", map[string]string{"": before, "-journal": ">nowhere"}, "w.factmark-journal"},
		{"a log that is a folder", map[string]string{"": before, "-wal": "/"}, "w.factmark-wal"},
		{"an index that is a folder", map[string]string{"": before, "-shm": "/"}, "w.factmark-shm"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(newFolder(t, folder))
			for ending, content := range c.beside {
				name := "w.factmark" + ending
				var err error
				switch to, link := strings.CutPrefix(content, ">"); {
				case content == "/":
					err = os.Mkdir(name, 0o700)
				case link:
					err = os.Symlink(to, name)
				default:
					write(t, name, content)
				}
				if err != nil {
					t.Fatal(err)
				}
			}
			for _, args := range everyCommand {
				refused(t, failed, args, c.says)
			}
			if read(t, "../other.factmark") != other {
				t.Error("the workspace that was merged into was changed")
			}
		})
	}
}

func newFolder(t *testing.T, in string) string {
	t.Helper()
	folder, err := os.MkdirTemp(in, "case")
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

// journalOf is a rollback journal that would leave the first page of a file.
func journalOf(file string) string {
	header := make([]byte, 512)
	copy(header, "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x02\x00\x00\x00\x10\x00")
	record := []byte("\x00\x00\x00\x01" + file[:4096] + "\x00\x00\x00\x00")
	sum := uint32(0)
	for at := 4096 - 200; at > 0; at -= 200 {
		sum += uint32(record[4+at])
	}
	record[4100], record[4101], record[4102], record[4103] = byte(sum>>24), byte(sum>>16), byte(sum>>8), byte(sum)
	return string(header) + string(record)
}

// Its own log after a crash is taken over by the commands that write; those that only look leave all as it is.
func TestItsOwnLogAfterACrash(t *testing.T) {
	folder := desk(t)
	_, file, log := crashed(t)
	for _, withIndex := range []bool{false, true} {
		for _, args := range [][]string{{"check", "-w", "w.factmark"}, {"check", "-w", "w.factmark", "--repair"}, {"export", "-w", "w.factmark", "-o", "../x.csv"}} {
			t.Chdir(newFolder(t, folder))
			write(t, "w.factmark", file)
			write(t, "w.factmark-wal", log)
			if withIndex {
				write(t, "w.factmark-shm", "")
			}
			before := files(t)
			must(t, args...)
			if after := files(t); len(args) == 3 && after != before {
				t.Errorf("%q changed\n%sto\n%s", args, before, after)
			}
			for _, c := range exported(t, "w.factmark") {
				if c.Label != "Supported" {
					t.Errorf("%q: %+v", args, c)
				}
			}
		}
	}
}

// Names that mean something to the ways a file is called by.
func TestNamesOfWorkspaces(t *testing.T) {
	folder := desk(t)
	_, file, log := crashed(t)
	for _, name := range []string{"a?b", "a%41b", "a#b", "a b", "a\nb", "a&mode=memory", "ü📄", "-x", "a;b", `a"b'c`, "a:b", "%", "a\x1b[31m", "file:a"} {
		t.Chdir(newFolder(t, folder))
		path := "./" + name + ".factmark"
		write(t, path, file)
		write(t, path+"-wal", log)
		before := files(t)
		must(t, "check", "-w", path)
		if after := files(t); after != before {
			t.Errorf("%q: check changed\n%sto\n%s", name, before, after)
		}
		must(t, "backup", "-w", path, "-o", "./copy "+name+".factmark")
		must(t, "merge", "-w", path, "./copy "+name+".factmark")
		if got := exported(t, path); len(got) == 0 || got[0].Label != "Supported" {
			t.Errorf("%q: %+v", name, got)
		}
		if left, _ := filepath.Glob("*-*a*l"); len(left) > 0 {
			t.Errorf("%q: %q is left", name, left)
		}
	}
}

// A name that leaves no room for the names of SQLite's own files is said to be that, and nothing is made.
func TestNamesThatAreTooLong(t *testing.T) {
	desk(t)
	good := labelled(t)
	long := strings.Repeat("n", 255-len(".factmark")) + ".factmark"
	for _, args := range [][]string{
		{"import", "-w", long, "rivers.txt"}, {"backup", "-w", good, "-o", long}, {"package", "-w", good, "-o", long},
		{"import", "-w", "n" + long, "rivers.txt"}, {"backup", "-w", good, "-o", "n" + long}, {"package", "-w", good, "-o", "n" + long},
	} {
		refused(t, failed, args, "too long")
	}
	write(t, long, read(t, good))
	refused(t, failed, []string{"import", "-w", long, "roads.txt"}, "too long")
	before := files(t)
	must(t, "export", "-w", long, "-o", "-")
	must(t, "check", "-w", long)
	must(t, "agreement", "-w", long)
	if after := files(t); after != before {
		t.Errorf("reading changed\n%sto\n%s", before, after)
	}
}
