package crash

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const secret = "The minister said so to nobody else"

// crashed runs this test again in a process that ends as how says, and gives what the next start finds.
func crashed(t *testing.T, how string) string {
	t.Helper()
	folder := t.TempDir()
	child := exec.Command(os.Args[0], "-test.run=^TestAChildThatCrashes$")
	child.Env = append(os.Environ(), "CRASH_TEST_FOLDER="+folder, "CRASH_TEST="+how)
	child.Run()
	r, err := Watch(folder, "0.2")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.End)
	return r.Last()
}

func TestAChildThatCrashes(t *testing.T) {
	folder := os.Getenv("CRASH_TEST_FOLDER")
	if folder == "" {
		t.Skip("only as a child")
	}
	r, err := Watch(folder, "0.1")
	if err != nil {
		t.Fatal(err)
	}
	switch os.Getenv("CRASH_TEST") {
	case "panic":
		panic(secret)
	case "panic of two lines":
		panic("main.go:1\n" + secret + "\n\tmore: " + secret)
	case "index":
		fail([]string{secret}, len(secret))
	case "in order":
		r.End()
		os.Exit(0)
	case "killed":
		os.Exit(9)
	}
}

//go:noinline
func fail(texts []string, i int) string { return texts[i] }

func TestACrashIsReportedWithoutText(t *testing.T) {
	for _, how := range []string{"panic", "panic of two lines", "index"} {
		got := crashed(t, how)
		if !strings.HasPrefix(got, "Factmark 0.1\ngo") || !strings.Contains(got, "TestAChildThatCrashes") || !strings.Contains(got, "crash_test.go:") ||
			!strings.Contains(got, "goroutine ") {
			t.Errorf("%s: the report is\n%s", how, got)
		}
		if strings.Contains(got, "minister") {
			t.Errorf("%s: text is in the report\n%s", how, got)
		}
		if how == "index" && !strings.Contains(got, "index out of range [") {
			t.Errorf("%s: the report is\n%s", how, got)
		}
	}
}

func TestNoReportWithoutACrash(t *testing.T) {
	for _, how := range []string{"in order", "killed"} {
		if got := crashed(t, how); got != "" {
			t.Errorf("%s: the report is\n%s", how, got)
		}
	}
}

func TestAReportIsOfferedUntilItIsDiscarded(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, current), []byte("Factmark 0.1\n"+endOfHead+"panic: x\n\ngoroutine 1 [running]:\nmain.main()\n\t/a b/main.go:3 +0x1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		r, err := Watch(folder, "0.2")
		if err != nil {
			t.Fatal(err)
		}
		want := "Factmark 0.1\n" + endOfHead + "(the words of the error are left out, since they may quote a document)\n\ngoroutine 1 [running]:\nmain.main()\n\t/a b/main.go:3 +0x1\n"
		if got := r.Last(); got != want {
			t.Errorf("the report is %q, want %q", got, want)
		}
		r.End()
	}
	r := &Reports{folder: folder}
	if err := r.Discard(); err != nil || r.Last() != "" {
		t.Errorf("discarded: %v, %q", err, r.Last())
	}
	if err := r.Discard(); err != nil {
		t.Error(err)
	}
}

// The words of an error are left out whatever they look like: functions and places count behind the first goroutine alone.
func TestNoWordsOfAnErrorAreTakenForATrace(t *testing.T) {
	const trace = "panic: The minister said:\n\tthe secret meeting of Anna began at 10:30\n\tsee notes.go:12\nwww.example.com\nmain.secret(0x1)\n\ngoroutine 1 [running]:\n" +
		"panic({0x1, 0x2})\n\t/usr/lib/go/src/runtime/panic.go:770 +0x132\nfactmark/app.open({0xc0, 0x5})\n\t/home/ann lee/app/open.go:12 +0x1d\n"
	got := withoutText(trace)
	for _, word := range []string{"minister", "Anna", "notes.go", "example", "secret", "0xc0"} {
		if strings.Contains(got, word) {
			t.Errorf("the report has %q:\n%s", word, got)
		}
	}
	for _, place := range []string{"goroutine 1 [running]:", "panic(…)", "panic.go:770", "factmark/app.open(…)", "/home/ann lee/app/open.go:12"} {
		if !strings.Contains(got, place) {
			t.Errorf("the report lacks %q:\n%s", place, got)
		}
	}
}
