package backup

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"factmark/store"
)

func workspace(t *testing.T, name string) *store.Store {
	t.Helper()
	st, err := store.Create(t.Context(), filepath.Join(t.TempDir(), name))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	return st
}

func addText(t *testing.T, st *store.Store, text string) {
	t.Helper()
	if _, err := st.AddDocuments(t.Context(), []store.NewDocument{{Title: text, Text: text}}); err != nil {
		t.Fatal(err)
	}
}

func date(text string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", text, time.UTC)
	if err != nil {
		panic(err)
	}
	return at
}

func TestNamesSortByTimeAndSayWhy(t *testing.T) {
	at := time.Date(2026, 11, 22, 5, 12, 40, 0, time.FixedZone("", 3600))
	name := fileName("/some/where/Desk of Ana.factmark", at, BeforeImport)
	if want := "Desk of Ana 2026-11-22 0412 before import.factmark"; name != want {
		t.Errorf("the name is %q, want %q", name, want)
	}
	for name, want := range map[string]string{
		name: BeforeImport,
		"Desk of Ana 2026-11-22 0412 before import (2).factmark":                               BeforeImport,
		"2024-01-01 0000 x 2026-11-22 0412 on opening.factmark":                                OnOpening,
		"new\nline 2026-11-22 0412 at work.factmark":                                           AtWork,
		"Desk of Ana.factmark":                                                                 "",
		"Desk 2026-11-22 0412 at work":                                                         "",
		"Desk 2026-13-22 0412 at work.factmark":                                                "",
		"Desk 2026-11-22 at work.factmark":                                                     "",
		".factmark-123.tmp":                                                                    "",
		"Desk 2026-11-22 0412 at work.factmark-wal":                                            "",
		fileName(strings.Repeat("é", 200)+".factmark", at, BeforeChange):                       BeforeChange,
		fileName("/a/Desk 2026-11-22 0412 at work.factmark", date("2026-11-22 04:12"), AtWork): AtWork,
	} {
		got, reason, ok := parse(name)
		if ok != (want != "") || reason != want || ok && !got.Equal(date("2026-11-22 04:12")) {
			t.Errorf("%q says %v, %q, %v; want %q", name, got, reason, ok, want)
		}
		if len(name) > 255 {
			t.Errorf("%q is too long for a file system", name)
		}
	}
	if a, b := Folder("/b", "/x/Desk.factmark"), Folder("/b", "/y/Desk.factmark"); a == b || filepath.Dir(a) != "/b" || !strings.HasPrefix(filepath.Base(a), "Desk ") {
		t.Errorf("two workspaces have the folders %q and %q", a, b)
	}
}

func TestThinning(t *testing.T) {
	series := func(from string, every time.Duration, n int) []Backup {
		var all []Backup
		for i := range n {
			at := date(from).Add(time.Duration(i) * every)
			all = append(all, Backup{Path: at.Format(timeInName), At: at})
		}
		return all
	}
	days := func(all []Backup) (kept int, last map[string]bool) {
		last = map[string]bool{}
		for _, b := range all {
			last[b.At.Format(time.DateOnly)] = true
		}
		return len(all), last
	}
	left := func(all []Backup) []Backup {
		gone := thin(all)
		return slices.DeleteFunc(slices.Clone(all), func(b Backup) bool { return slices.Contains(gone, b) })
	}
	for _, test := range []struct {
		name string
		all  []Backup
		kept int
		days int
	}{
		{"none", nil, 0, 0},
		{"ten of one hour", series("2026-11-22 04:00", 5*time.Minute, 10), 10, 1},
		{"many of one day", series("2026-11-22 04:00", 10*time.Minute, 100), 10, 1},
		{"three days of work", series("2026-11-20 00:00", 10*time.Minute, 3*144), 12, 3},
		{"twenty days", series("2026-11-01 12:00", 24*time.Hour, 20), 20, 20},
		// Thirty days have one each, and the 370 before them every week one.
		{"four hundred days", series("2025-10-01 12:00", 24*time.Hour, 400), 30 + 53, 83},
		{"the clock was years ahead for an hour", append(series("2026-11-01 12:00", 24*time.Hour, 20), series("2039-01-01 00:00", 10*time.Minute, 6)...), 26, 21},
		{"the clock jumped back a year", append(series("2026-11-01 12:00", 24*time.Hour, 15), series("2025-11-15 12:00", 24*time.Hour, 15)...), 30, 30},
		{"two in the same minute", []Backup{{Path: "a", At: date("2026-11-22 04:00")}, {Path: "b", At: date("2026-11-22 04:00")}}, 2, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			kept := left(test.all)
			if n, on := days(kept); n != test.kept || len(on) != test.days {
				t.Errorf("%d are kept on %d days, want %d on %d", n, len(on), test.kept, test.days)
			}
			sorted := slices.Clone(test.all)
			slices.SortFunc(sorted, newestFirst)
			for _, b := range sorted[:min(len(sorted), keepLast)] {
				if !slices.Contains(kept, b) {
					t.Errorf("%s, one of the last, went", b.Path)
				}
			}
			// Whatever was kept is kept when nothing has happened since, and in any order.
			slices.Reverse(kept)
			if more := thin(kept); len(more) != 0 {
				t.Errorf("thinned again, %d more would go", len(more))
			}
		})
	}
}

// Thinned after each backup, as it happens, a day keeps its last and a week its last.
func TestThinningAsTimeGoesOn(t *testing.T) {
	var all []Backup
	at := date("2026-01-01 08:00")
	for range 200 * 8 {
		all = append(all, Backup{Path: at.Format(timeInName), At: at})
		for _, gone := range thin(all) {
			all = slices.DeleteFunc(all, func(b Backup) bool { return b == gone })
		}
		if at = at.Add(time.Hour); at.Hour() == 16 {
			at = at.Add(16 * time.Hour)
		}
	}
	if len(all) < 30+20 || len(all) > 30+10+30 {
		t.Errorf("after 200 days %d backups are kept", len(all))
	}
	for _, b := range all {
		if b.At.Hour() != 15 && at.Sub(b.At) > 48*time.Hour {
			t.Errorf("%s is kept, and is not the last of its day", b.Path)
		}
	}
}

func TestMakeAndList(t *testing.T) {
	st, base := workspace(t, "Desk.factmark"), filepath.Join(t.TempDir(), "not", "there")
	if all, err := List(base, st.Path()); err != nil || len(all) != 0 {
		t.Errorf("before the first: %v, %v", all, err)
	}
	now := date("2026-11-22 04:12")
	for i := range 3 {
		addText(t, st, fmt.Sprint("text ", i))
		if _, err := Make(t.Context(), st, base, AtWork, now); err != nil {
			t.Fatal(err)
		}
	}
	all, err := List(base, st.Path())
	if err != nil || len(all) != 3 {
		t.Fatalf("%v, %v", all, err)
	}
	for i, b := range all {
		info, err := os.Stat(b.Path)
		if err != nil || info.Mode().Perm() != 0o600 || info.Size() != b.Size || b.Reason != AtWork || !b.At.Equal(now) {
			t.Errorf("%+v is a file of mode %v, %v", b, info.Mode(), err)
		}
		if holds, err := store.Peek(t.Context(), b.Path); err != nil || holds.Documents != 3-i {
			t.Errorf("%s holds %+v, %v", b.Path, holds, err)
		}
	}
	if info, err := os.Stat(Folder(base, st.Path())); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder's mode is %v, %v", info.Mode(), err)
	}
	// What the user has put there is none of ours.
	mine := filepath.Join(Folder(base, st.Path()), "notes.txt")
	if err := os.WriteFile(mine, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	old := strings.TrimSuffix(st.Path(), ".factmark") + " (version 1).factmark"
	if err := os.WriteFile(old, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if all, err = List(base, st.Path()); err != nil || len(all) != 4 || !slices.ContainsFunc(all, func(b Backup) bool { return b.Path == old }) {
		t.Errorf("with the copy made before an update: %v, %v", all, err)
	}
	if err := DeleteAll(base, st.Path()); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{mine, st.Path()} {
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
	}
	if all, err = List(base, st.Path()); err != nil || len(all) != 0 {
		t.Errorf("after deleting all: %v, %v", all, err)
	}
}

func TestMakeThins(t *testing.T) {
	st, base := workspace(t, "Desk.factmark"), t.TempDir()
	addText(t, st, "text")
	now := date("2026-11-22 04:12")
	for i := range 14 {
		if _, err := Make(t.Context(), st, base, AtWork, now.Add(time.Duration(i)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	// Made with a clock that was set back, the newest comes last in order and stays all the same.
	back, err := Make(t.Context(), st, base, AtWork, now.Add(-time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	all, err := List(base, st.Path())
	if err != nil || len(all) != 11 || all[10].Path != back.Path || !all[0].At.Equal(now.Add(13*time.Minute)) {
		t.Errorf("%d are left, %v", len(all), err)
	}
}

func TestKeeper(t *testing.T) {
	st, base := workspace(t, "Desk.factmark"), t.TempDir()
	now := date("2026-11-22 10:00")
	k := NewKeeper(st, func() string { return base })
	k.now = func() time.Time { return now }
	t.Cleanup(k.Stop)
	reasons := func() string {
		t.Helper()
		all, err := List(base, st.Path())
		if err != nil {
			t.Fatal(err)
		}
		var list []string
		for _, b := range all {
			list = append(list, b.Reason)
		}
		return strings.Join(list, ", ")
	}
	for i, step := range []struct {
		what  func() error
		after time.Duration
		want  string
	}{
		{func() error { return k.Opened(t.Context()) }, 0, ""}, // there is nothing to lose
		{func() error { return k.AtWork(t.Context()) }, 0, ""},
		{func() error { addText(t, st, "one"); return k.Opened(t.Context()) }, 0, "on opening"},
		{func() error { return k.Opened(t.Context()) }, time.Minute, "on opening"},
		{func() error { return k.AtWork(t.Context()) }, 0, "on opening"}, // nothing has changed since
		{func() error { addText(t, st, "two"); return k.AtWork(t.Context()) }, time.Minute, "at work, on opening"},
		{func() error { return k.AtWork(t.Context()) }, time.Minute, "at work, on opening"},
		{func() error { return k.Make(t.Context(), BeforeMerge) }, time.Minute, "before merge, at work, on opening"},
		{func() error { return k.Opened(t.Context()) }, 24 * time.Hour, "on opening, before merge, at work, on opening"},
	} {
		now = now.Add(step.after)
		if err := step.what(); err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
		if got := reasons(); got != step.want {
			t.Fatalf("after step %d there are %q, want %q", i, got, step.want)
		}
	}
	// Where it can't be made, it is made the next time.
	addText(t, st, "three")
	blocked := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(blocked, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	good := base
	base = blocked
	err := k.AtWork(t.Context())
	if err == nil || strings.Contains(err.Error(), "mkdir ") {
		t.Errorf("into a file: %v", err)
	}
	base = good
	if err := k.AtWork(t.Context()); err != nil || !strings.HasPrefix(reasons(), "at work, on opening, before") {
		t.Errorf("%q, %v", reasons(), err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := k.Make(ctx, AtWork); err == nil {
		t.Error("made though it was stopped")
	}
}
func TestLargeWorkspacesAreCopiedLessOften(t *testing.T) {
	for size, want := range map[int64]time.Duration{0: 0, 100 << 20: 0, 300 << 20: Every, 1 << 30: 4 * Every} {
		if got := pauseAfter(size); got != want {
			t.Errorf("%d MB rest %v, want %v", size>>20, got, want)
		}
	}
}

func TestABackupLeavesRoomForWork(t *testing.T) {
	for _, test := range []struct {
		free, size int64
		want       bool
	}{{1 << 30, 1 << 20, true}, {1 << 30, 1 << 30, false}, {spareBytes, 0, true}, {spareBytes, 1, false}, {0, 0, false}, {spareBytes + 5, 5, true}} {
		if got := leavesSpare(test.free, test.size); got != test.want {
			t.Errorf("with %d bytes free for %d: %v", test.free, test.size, got)
		}
	}
	if free, known := room(t.TempDir()); known && free <= 0 {
		t.Errorf("%d bytes are free", free)
	}
	st := workspace(t, "Desk.factmark")
	addText(t, st, "text")
	if size := sizeOf(st.Path()); size < 4096 {
		t.Errorf("it has %d bytes", size)
	}
}
