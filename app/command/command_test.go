package command

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"factmark/app/profile"
	"factmark/store"
)

// desk is an empty folder to work in, with empty user folders of its own, and the current folder of the test.
func desk(t *testing.T) string {
	t.Helper()
	user := t.TempDir()
	for _, name := range []string{"HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "AppData", "LocalAppData"} {
		t.Setenv(name, filepath.Join(user, name))
	}
	folder := t.TempDir()
	t.Chdir(folder)
	return folder
}

type result struct {
	code        int
	out, errOut string
}

func run(t *testing.T, args ...string) result {
	t.Helper()
	return runWith(t, strings.NewReader(""), args...)
}

// silent is a call whose output nobody reads.
func silent(t *testing.T) *call {
	return &call{t.Context(), strings.NewReader(""), &output{w: io.Discard}, &output{w: io.Discard}}
}

func runWith(t *testing.T, in io.Reader, args ...string) result {
	t.Helper()
	var out, errOut bytes.Buffer
	code, handled := Run(t.Context(), args, in, &out, &errOut)
	if !handled {
		t.Fatalf("%q is no command", args)
	}
	return result{code, out.String(), errOut.String()}
}

// must runs a command that has to work and gives its output.
func must(t *testing.T, args ...string) string {
	t.Helper()
	r := run(t, args...)
	if r.code != done {
		t.Fatalf("%q: %+v", args, r)
	}
	return r.out
}

// refused runs a command that has to fail with one line that has all of want in it, and to change no file.
func refused(t *testing.T, code int, args []string, want ...string) {
	t.Helper()
	before := files(t)
	r := run(t, args...)
	if r.code != code || r.out != "" {
		t.Errorf("%q: %+v, want %d", args, r, code)
	}
	if strings.Count(r.errOut, "\n") != 1 || !strings.HasPrefix(r.errOut, "factmark "+args[0]+": ") {
		t.Errorf("%q: %q is not one line of the command's", args, r.errOut)
	}
	for _, words := range want {
		if !strings.Contains(r.errOut, words) {
			t.Errorf("%q: %q does not say %q", args, r.errOut, words)
		}
	}
	if after := files(t); after != before {
		t.Errorf("%q changed files:\n%sbefore:\n%s", args, after, before)
	}
}

// files lists all files in the current folder with mode and hash.
func files(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s %v", path, info.Mode())
		if info.Mode().IsRegular() {
			content, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, " %x", sha256.Sum256(content))
		}
		b.WriteByte('\n')
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func write(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

const rows = `document,start,end,quote,label,note
Rivers rise,13,30,The rivers rose 👩,Disputed,"=1+1, ""so"""
Rivers rise,31,46,by three metres,,two
`

// labelled is a workspace with two documents and two claims.
func labelled(t *testing.T) string {
	t.Helper()
	write(t, "rivers.txt", "Rivers rise\n\nThe rivers rose 👩 by three metres.\n")
	write(t, "roads.txt", "Roads close\n\nThe roads are closed.\n")
	write(t, "rows.csv", rows)
	must(t, "import", "-w", "desk.factmark", "rivers.txt", "roads.txt")
	must(t, "claims", "-w", "desk.factmark", "rows.csv")
	return "desk.factmark"
}

func TestOtherWordsOpenTheWindow(t *testing.T) {
	for _, args := range [][]string{nil, {"desk.factmark"}, {"imports"}, {""}, {"--", "import"}} {
		var out bytes.Buffer
		if code, handled := Run(t.Context(), args, strings.NewReader(""), &out, &out); code != 0 || handled || out.Len() > 0 {
			t.Errorf("%q: %d, %v, %q", args, code, handled, out.String())
		}
	}
}

func TestHelpIsThereForEveryCommand(t *testing.T) {
	desk(t)
	overview := must(t, "help")
	if must(t, "--help") != overview || must(t, "-h") != overview {
		t.Error("--help says something else than help")
	}
	for _, cmd := range commands {
		if !strings.Contains(overview, "factmark "+cmd.name) {
			t.Errorf("the overview does not name %s", cmd.name)
		}
		help := must(t, "help", cmd.name)
		if !strings.HasPrefix(help, "Usage: factmark "+cmd.name) || !strings.Contains(help, "\nExample: factmark "+cmd.name+" -w ") || !strings.Contains(help, "-w FILE.factmark") {
			t.Errorf("the help of %s lacks usage, flags or an example:\n%s", cmd.name, help)
		}
		if must(t, cmd.name, "--help") != help || must(t, cmd.name, "x", "-h") != help {
			t.Errorf("%s --help says something else than help %s", cmd.name, cmd.name)
		}
		for line := range strings.Lines(help) {
			if len([]rune(line)) > 89 {
				t.Errorf("too wide for a terminal: %s", line)
			}
		}
	}
	if got := must(t, "version"); !strings.HasPrefix(got, "factmark "+Version+" (go") || must(t, "--version") != got {
		t.Errorf("the version is %q", got)
	}
	refused(t, misuse, []string{"help", "nonsense"}, "nonsense")
	refused(t, misuse, []string{"version", "now"}, "now")
}

func TestFormatsThatThereAreNot(t *testing.T) {
	desk(t)
	refused(t, misuse, []string{"export", "-w", "desk.factmark", "--format", "word-perfect", "-o", "x"}, "word-perfect")
	refused(t, misuse, []string{"claims", "-w", "desk.factmark", "--format", "word-perfect", "x"}, "the format is one of csv, ", "word-perfect")
	refused(t, misuse, []string{"claims", "-w", "desk.factmark", "--unit", "miles", "x"}, "codepoint, utf16 or byte", "miles")
}

func TestWrongWords(t *testing.T) {
	desk(t)
	write(t, "a.txt", "Text")
	labelled(t)
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"import", "-w", "desk.factmark"}, "which files"},
		{[]string{"import", "-w"}, "needs an argument"},
		{[]string{"import", "-x", "a.txt"}, "-x"},
		{[]string{"import", "-w", "desk.txt", "a.txt"}, "ends in .factmark"},
		{[]string{"claims", "-w", "desk.factmark"}, "which files"},
		{[]string{"claims", "rows.csv"}, "no workspace of your own yet; name one with -w FILE.factmark"},
		{[]string{"export", "-w", "desk.factmark"}, "-o OUT.csv"},
		{[]string{"export", "-o", "x.csv"}, "no workspace of your own yet; name one with -w FILE.factmark"},
		{[]string{"export", "-w", "desk.factmark", "-o", "x.csv", "more"}, "more"},
		{[]string{"check", "desk.factmark"}, "desk.factmark"},
		{[]string{"check"}, "no workspace of your own yet; name one with -w FILE.factmark"},
		{[]string{"backup", "-o", "b.factmark"}, "no workspace of your own yet; name one with -w FILE.factmark"},
		{[]string{"backup", "-w", "desk.factmark"}, "-o COPY.factmark"},
		{[]string{"backup", "-w", "desk.factmark", "-o", "b.factmark", "more"}, "more"},
	} {
		refused(t, misuse, test.args, test.want, "factmark help "+test.args[0])
	}
}

func TestTheUsersOwnWorkspaceIsTheDefault(t *testing.T) {
	desk(t)
	own, err := profile.DefaultWorkspace()
	if err != nil {
		t.Fatal(err)
	}
	labelled(t)
	if err := os.MkdirAll(filepath.Dir(own), 0o700); err != nil {
		t.Fatal(err)
	}
	must(t, "backup", "-w", "desk.factmark", "-o", own)
	if got := must(t, "export", "-o", "-"); got != must(t, "export", "-w", "desk.factmark", "-o", "-") {
		t.Errorf("got %q", got)
	}
	if got := must(t, "import", "rivers.txt"); !strings.Contains(got, own) || !strings.Contains(got, "already there") {
		t.Errorf("got %q", got)
	}
}

func TestImportBeginsTheUsersOwnWorkspace(t *testing.T) {
	desk(t)
	own, err := profile.DefaultWorkspace()
	if err != nil {
		t.Fatal(err)
	}
	write(t, "rivers.txt", "Rivers rise\n\nThe rivers rose.\n")
	write(t, "broken.txt", "é and \x92")
	refused(t, failed, []string{"import", "broken.txt"}, "broken.txt")
	if _, err := os.Lstat(filepath.Dir(own)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an import that failed left %s: %v", filepath.Dir(own), err)
	}
	if got, want := must(t, "import", "rivers.txt"), "+ Rivers rise (rivers.txt)\n1 document imported into "+own+".\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	err = silent(t).with(own, func(st *store.Store) error {
		docs, err := st.Documents(t.Context())
		if len(docs) != 1 {
			t.Errorf("%d documents, want the one and no samples", len(docs))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if folder, err := os.Stat(filepath.Dir(own)); err != nil || runtime.GOOS != "windows" && folder.Mode().Perm() != 0o700 {
		t.Errorf("%v, %v", folder.Mode(), err)
	}
	if got := must(t, "check"); got != "No problems found in "+own+".\n" {
		t.Errorf("got %q", got)
	}
}

func TestFlagsStandAnywhereAndDashesEndThem(t *testing.T) {
	desk(t)
	for _, name := range []string{"-x", "--", "-w", "two words.txt", `it's "q" 📄.txt`, "help"} {
		write(t, name, "Text of "+name)
	}
	must(t, "import", "two words.txt", "-w", "desk.factmark", `it's "q" 📄.txt`)
	must(t, "import", "-w=desk.factmark", "--", "-x", "--", "-w")
	must(t, "import", "help", "--w", "desk.factmark", "--")
	must(t, "export", "-w", "desk.factmark", "-o", "-out 📄.csv")
	read(t, "-out 📄.csv")
	err := silent(t).with("desk.factmark", func(st *store.Store) error {
		docs, err := st.Documents(t.Context())
		if len(docs) != 6 {
			t.Errorf("%d documents", len(docs))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWorkspacesThatAreNone(t *testing.T) {
	folder := desk(t)
	good := labelled(t)
	content := read(t, good)
	newer := []byte(content)
	binary.BigEndian.PutUint32(newer[60:], 999)
	damaged := []byte(content)
	for i := 4096; i < 3*4096; i++ {
		damaged[i] = 'x'
	}
	write(t, "text.factmark", "only text")
	write(t, "empty.factmark", "")
	write(t, "newer.factmark", string(newer))
	write(t, "damaged.factmark", string(damaged))
	write(t, "cut.factmark", content[:len(content)/2])
	write(t, "readonly.factmark", content)
	if err := os.Chmod("readonly.factmark", 0o400); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir("folder.factmark", 0o700); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"text.factmark": "not a Factmark workspace", "empty.factmark": "empty", "newer.factmark": "newer", "damaged.factmark": "damaged",
		"cut.factmark": "cut off", "readonly.factmark": "write-protected", "folder.factmark": "folder", filepath.Join(folder, "no", "where.factmark"): "no f",
	} {
		refused(t, failed, []string{"import", "-w", name, "rivers.txt"}, want, name)
		refused(t, failed, []string{"claims", "-w", name, "rows.csv"}, want, name)
		if name == "readonly.factmark" {
			continue
		}
		refused(t, failed, []string{"export", "-w", name, "-o", "out.csv"}, want, name)
		if name != "damaged.factmark" { // that is looked through, and what is wrong is printed
			refused(t, failed, []string{"check", "-w", name}, want, name)
		}
		refused(t, failed, []string{"backup", "-w", name, "-o", "b.factmark"}, want, name)
	}
	for _, more := range [][]string{nil, {"--repair"}} {
		if got := run(t, append([]string{"check", "-w", "damaged.factmark"}, more...)...); got.code != failed || !strings.Contains(got.out, "file: ") || strings.Count(got.errOut, "in damaged.factmark") != 1 {
			t.Errorf("checking a damaged file with %q: %+v", more, got)
		}
	}
	for _, args := range [][]string{{"claims", "rows.csv"}, {"export", "-o", "out.csv"}, {"check"}, {"backup", "-o", "b.factmark"}} {
		refused(t, failed, append(args, "-w", "missing.factmark"), "there is no file")
	}
}

func TestFoldersThatCannotBeWritten(t *testing.T) {
	if runtime.GOOS == "windows" || os.Geteuid() == 0 {
		t.Skip("nothing holds this user back")
	}
	desk(t)
	good := labelled(t)
	if err := os.Mkdir("closed", 0o700); err != nil {
		t.Fatal(err)
	}
	write(t, "closed/in.factmark", read(t, good))
	if err := os.Chmod("closed", 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod("closed", 0o700) })
	refused(t, failed, []string{"import", "-w", "closed/new.factmark", "rivers.txt"}, "cannot be written")
	refused(t, failed, []string{"import", "-w", "closed/in.factmark", "roads.txt"}, "cannot be written")
	refused(t, failed, []string{"export", "-w", good, "-o", "closed/out.csv"}, "may not write")
	refused(t, failed, []string{"backup", "-w", good, "-o", "closed/b.factmark"}, "cannot be written")
}

func TestAPipeThatNobodyReadsIsNoError(t *testing.T) {
	desk(t)
	good := labelled(t)
	pipe := func(t *testing.T) io.Writer {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { w.Close() })
		return w
	}
	for _, args := range [][]string{{"export", "-w", good, "-o", "-"}, {"check", "-w", good}, {"help"}} {
		var errOut bytes.Buffer
		code, handled := Run(t.Context(), args, strings.NewReader(""), pipe(t), &errOut)
		if code != done || !handled || errOut.Len() > 0 {
			t.Errorf("%q: %d, %q", args, code, errOut.String())
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, fmt.Errorf("no space left") }

func TestAnOutputThatFailsIsAnError(t *testing.T) {
	desk(t)
	good := labelled(t)
	for _, args := range [][]string{{"export", "-w", good, "-o", "-"}, {"check", "-w", good}} {
		var errOut bytes.Buffer
		code, _ := Run(t.Context(), args, strings.NewReader(""), fullDisk{}, &errOut)
		if code != failed || !strings.Contains(errOut.String(), "no space left") {
			t.Errorf("%q: %d, %q", args, code, errOut.String())
		}
	}
}

func TestAnInterruptLeavesNothing(t *testing.T) {
	desk(t)
	good := labelled(t)
	before := files(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	for _, args := range [][]string{
		{"import", "-w", "new.factmark", "rivers.txt"}, {"import", "-w", good, "rivers.txt"}, {"claims", "-w", good, "rows.csv"},
		{"export", "-w", good, "-o", "out.csv"}, {"backup", "-w", good, "-o", "b.factmark"},
	} {
		var out, errOut bytes.Buffer
		code, _ := Run(ctx, args, strings.NewReader(""), &out, &errOut)
		if code != failed || !strings.Contains(errOut.String(), "interrupted") {
			t.Errorf("%q: %d, %q", args, code, errOut.String())
		}
	}
	if after := files(t); after != before {
		t.Errorf("files changed:\n%sbefore:\n%s", after, before)
	}
}
