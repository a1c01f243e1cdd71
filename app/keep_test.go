package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"factmark/app/backup"
	"factmark/app/ingest"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/store/check"
)

// runPaused lets the time pass for which something was put off.
func (b *bench) runPaused() {
	waiting := b.paused
	b.paused = nil
	for _, f := range waiting {
		f()
	}
}

func (b *bench) backups() []backup.Backup {
	b.t.Helper()
	all, err := backup.List(workspace.BackupFolder(b.Profile), b.Workspace.Store.Path())
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

func TestBackupsAreMadeByThemselves(t *testing.T) {
	b := newBench(t, first)
	if n := len(b.backups()); n != 0 {
		t.Errorf("%d backups before the window is there", n)
	}
	b.runPaused() // a few seconds after opening
	if all := b.backups(); len(all) != 1 || all[0].Reason != backup.OnOpening {
		t.Fatalf("after opening: %+v", all)
	}
	b.runPaused() // ten minutes without work
	if n := len(b.backups()); n != 1 {
		t.Errorf("%d backups though nothing was changed", n)
	}
	b.selectText("Monday")
	b.type_("s")
	b.runPaused()
	all := b.backups()
	if len(all) != 2 || all[0].Reason != backup.AtWork && all[1].Reason != backup.AtWork {
		t.Errorf("after ten minutes of work: %+v", all)
	}
	b.restart()
	b.runPaused()
	if n := len(b.backups()); n != 2 {
		t.Errorf("%d backups after opening a second time on one day", n)
	}
}

func TestABackupComesBeforeALargeImport(t *testing.T) {
	b := newBench(t, first)
	folder := t.TempDir()
	for i := range backup.LargeChange {
		if err := os.WriteFile(filepath.Join(folder, string(rune('a'+i%26))+strings.Repeat("x", i/26)+".txt"), []byte(strings.Repeat("text ", i+1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.ImportFiles([]string{folder}, ingest.Options{})
	all := b.backups()
	if len(all) != 1 || all[0].Reason != backup.BeforeImport || len(b.Workspace.Documents) != 1+backup.LargeChange {
		t.Fatalf("%+v with %d documents", all, len(b.Workspace.Documents))
	}
	if holds, err := store.Peek(context.Background(), all[0].Path); err != nil || holds.Documents != 1 {
		t.Errorf("it holds %+v, %v", holds, err)
	}
}

func TestABackupThatCannotBeMadeIsToldOnce(t *testing.T) {
	b := newBench(t, first)
	blocked := b.file("a file", "")
	if err := b.Profile.SetBackups(blocked); err != nil {
		t.Fatal(err)
	}
	b.runPaused()
	if said := b.panes.status.told.Text; !strings.Contains(said, "Couldn't make a backup") || !strings.Contains(said, blocked) {
		t.Errorf("the status bar says %q", said)
	}
	b.Workspace.Notices.Send("")
	for range 2 {
		b.selectText("Monday")
		b.type_("s")
		b.runPaused()
	}
	if said := b.panes.status.told.Text; strings.Contains(said, "backup") || len(b.Modals) != 0 {
		t.Errorf("told again: %q", said)
	}
	b.wantQuotes("S Monday")
	if err := b.Profile.SetBackups(""); err != nil {
		t.Fatal(err)
	}
	b.type_("d")
	b.runPaused()
	if n := len(b.backups()); n != 1 {
		t.Errorf("%d backups once there is a folder", n)
	}
}

func TestRestoringWithTheKeyboard(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	if err := b.Workspace.Backups.Keeper.Make(context.Background(), backup.AtWork); err != nil {
		t.Fatal(err)
	}
	b.selectText("The council")
	b.type_("d")
	b.selectText("Nobody")
	b.type_("c")

	r := b.RestoreDialog(b.path)
	if len(r.Rows) != 1 || r.Now == nil {
		t.Fatalf("%d rows, compared with %v", len(r.Rows), r.Now)
	}
	if said := r.Holds(r.Rows[0]); said != "1 document (same)  ·  1 claim (2 fewer)  ·  1 labelled claim (1 fewer)" {
		t.Errorf("the row says %q", said)
	}
	list := b.modal().Focus.(*dialogs.RowList)
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	path := b.modal().Focus.(*dialogs.KeyEntry)
	if !strings.HasPrefix(filepath.Base(path.Text), "Test ") {
		t.Errorf("offered %q", path.Text)
	}
	path.SetText(b.path)
	b.modal().Typed(fyne.KeyReturn)
	restored := filepath.Join(t.TempDir(), "restored.factmark")
	path.SetText(restored)
	b.modal().Typed(fyne.KeyReturn)
	if m := b.modal(); m.Title != "Backup restored" {
		t.Fatalf("%q is open", m.Title)
	}
	b.wantQuotes("D The council", "S Monday", "– Nobody")
	b.modal().Typed(fyne.KeyReturn)
	if b.Workspace.Store.Path() != restored {
		t.Fatalf("%s is open", b.Workspace.Store.Path())
	}
	b.wantQuotes("S Monday")
}

func TestABackupThatIsDamagedCannotBeRestored(t *testing.T) {
	b := newBench(t, first)
	if err := b.Workspace.Backups.Keeper.Make(context.Background(), backup.AtWork); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(b.backups()[0].Path, 5000); err != nil {
		t.Fatal(err)
	}
	r := b.RestoreDialog(b.path)
	if said := r.Holds(r.Rows[0]); !strings.Contains(said, "cut off") || !r.Dialog.Ok.Disabled() {
		t.Errorf("the row says %q", said)
	}
}

func TestWhatCannotBeOpenedOffersItsBackups(t *testing.T) {
	b := newBench(t, first)
	if err := b.Workspace.Backups.Keeper.Make(context.Background(), backup.AtWork); err != nil {
		t.Fatal(err)
	}
	base := workspace.BackupFolder(b.Profile)
	if err := b.Workspace.Store.Close(); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Stop()
	if err := os.Truncate(b.path, 5000); err != nil {
		t.Fatal(err)
	}
	b.window.Workspace, b.window.panes = nil, nil
	b.SwitchTo(b.path, workspace.OpenOrCreate)
	r := b.RestoreDialog(b.path)
	if len(r.Rows) != 1 || r.Rows[0].Holds == nil || r.Now != nil || !strings.HasPrefix(r.Rows[0].Path, base) {
		t.Fatalf("%+v, compared with %v", r.Rows, r.Now)
	}
	r.Dialog.Close()
	path := filepath.Join(t.TempDir(), "restored.factmark")
	b.AskRestore(r.Rows[0].Backup, b.path)
	b.modal().Focus.(*dialogs.KeyEntry).SetText(path)
	b.modal().Typed(fyne.KeyReturn)
	b.modal().Typed(fyne.KeyReturn)
	if b.Workspace == nil || b.Workspace.Store.Path() != path || len(b.Workspace.Documents) != 1 {
		t.Error("what was restored is not open")
	}
	b.t.Cleanup(func() { b.Workspace.Stop(); b.Workspace.Store.Close() })
}

func TestCheckingAndRepairing(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.selectText("The council met")
	b.type_("d")
	c := b.ShowCheck()
	if !strings.Contains(c.Verdict.Text, "No problems found") || c.Dialog.Ok.Visible() {
		t.Errorf("it says %q", c.Verdict.Text)
	}
	c.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(b.Modals) != 0 {
		t.Error("Enter does not close it")
	}
	// Spans that other tools have moved.
	c = b.ShowCheck()
	c.Ended([]check.Finding{{Kind: "claim", ID: "x", What: "the quote is wrong"}, {Kind: "orphan", ID: "y", What: "lost"}}, nil)
	if c.Verdict.Text != "1 problem found." || c.Dialog.Ok.Visible() || !strings.Contains(c.Said.Text, "Restore a backup") {
		t.Errorf("it says %q, %q", c.Verdict.Text, c.Said.Text)
	}
	if report := c.Report(); !strings.Contains(report, b.path) || !strings.Contains(report, "claim x\nThe quote is wrong\n") {
		t.Errorf("the report is %q", report)
	}
	out := filepath.Join(t.TempDir(), "report.txt")
	c.SaveReport()
	b.modal().Focus.(*dialogs.KeyEntry).SetText(out)
	b.modal().Typed(fyne.KeyReturn)
	if info, err := os.Stat(out); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	c.Ended([]check.Finding{{Kind: "claim", ID: "x", What: "the quote is wrong", Repair: "it moves"}}, nil)
	if !c.Dialog.Ok.Visible() || !strings.Contains(c.Detail.Text, "The quote is wrong.\nRepair: it moves.") {
		t.Errorf("the detail is %q", c.Detail.Text)
	}
	c.List.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if all := b.backups(); len(all) != 1 || all[0].Reason != backup.BeforeRepair {
		t.Errorf("before repairing: %+v", all)
	}
	if !strings.Contains(c.Verdict.Text, "No problems found") {
		t.Errorf("after repairing it says %q", c.Verdict.Text)
	}
	// Without a backup nothing is repaired.
	if err := b.Profile.SetBackups(b.file("a file", "")); err != nil {
		t.Fatal(err)
	}
	c.Ended([]check.Finding{{Kind: "claim", ID: "x", What: "the quote is wrong", Repair: "it moves"}}, nil)
	c.Dialog.Accept()
	if !strings.Contains(c.Said.Text, "Nothing was repaired") || len(c.Found) != 1 {
		t.Errorf("it says %q", c.Said.Text)
	}
}

func TestTheFileGoesWhileItIsOpen(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	aside := b.path + ".aside"
	if err := os.Rename(b.path, aside); err != nil {
		t.Fatal(err)
	}
	b.selectText("The council met")
	b.type_("d")
	if m := b.modal(); !strings.HasPrefix(m.Title, "Couldn’t save in Test") || m.Ok.Text != "Save as…" {
		t.Fatalf("%q is open", m.Title)
	}
	if got := b.panes.status.saved.Text; got != "Not saved: label" || !b.panes.status.elsewhere.Visible() {
		t.Errorf("the status bar says %q", got)
	}
	b.modal().Typed(fyne.KeyEscape)
	b.Workspace.Changed(store.Change{Kind: "gone"})
	b.modal().Typed(fyne.KeyEscape)
	b.Workspace.Changed(store.Change{Kind: "gone"}) // told once
	if len(b.Modals) != 0 {
		t.Error("told again")
	}
	b.quit()
	if m := b.modal(); m.Title != "Quit without saving?" {
		t.Errorf("%q is open", m.Title)
	}
	b.modal().Typed(fyne.KeyEscape)

	elsewhere := filepath.Join(t.TempDir(), "elsewhere.factmark")
	b.askElsewhere()
	b.modal().Focus.(*dialogs.KeyEntry).SetText(elsewhere)
	b.modal().Typed(fyne.KeyReturn)
	if b.Workspace.Store.Path() != elsewhere || b.panes.status.elsewhere.Visible() || b.Workspace.FileMissing {
		t.Errorf("%s is open, %q", b.Workspace.Store.Path(), b.panes.status.saved.Text)
	}
	b.wantQuotes("D The council met", "S Monday")
	if !strings.Contains(b.Win.Title(), "elsewhere") || b.Profile.Recent()[0] != elsewhere {
		t.Errorf("the title is %q, recent are %q", b.Win.Title(), b.Profile.Recent())
	}
	b.Workspace.Undo()
	b.wantQuotes("S Monday")
	b.path = elsewhere
	b.restart()
	b.wantQuotes("S Monday")
}

func TestTheFileIsBackInItsPlace(t *testing.T) {
	b := newBench(t, first)
	aside := b.path + ".aside"
	if err := os.Rename(b.path, aside); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Changed(store.Change{Kind: "gone"})
	b.modal().Typed(fyne.KeyEscape)
	if got := b.panes.status.saved.Text; got != "The workspace file is missing" || !b.panes.status.elsewhere.Visible() {
		t.Errorf("the status bar says %q", got)
	}
	b.quit()
	if m := b.modal(); m.Title != "Continue without the file?" {
		t.Errorf("%q is open", m.Title)
	}
	b.modal().Typed(fyne.KeyEscape)
	b.selectText("Monday")
	b.type_("s")
	b.modal().Typed(fyne.KeyEscape)
	if err := os.Rename(aside, b.path); err != nil {
		t.Fatal(err)
	}
	b.Workspace.Changed(store.Change{Kind: "back"})
	b.wantQuotes("S Monday")
	if b.panes.status.elsewhere.Visible() {
		t.Error("the way out is still offered")
	}
}

func TestWhatOffersAnotherPlace(t *testing.T) {
	b := newBench(t, first)
	for err, want := range map[error]string{
		store.ErrFull: "Save as…", store.ErrReadOnly: "Save as…", store.ErrDisk: "Save as…",
		store.ErrDamaged: "Restore a backup…", store.ErrBusy: "Close",
	} {
		b.tellStuck(err)
		if got := b.modal().Ok.Text; got != want {
			t.Errorf("%v offers %q, want %q", err, got, want)
		}
		b.modal().Typed(fyne.KeyEscape)
	}
}

func TestCloseAndCleanUp(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	if err := b.Workspace.Backups.Keeper.Make(context.Background(), backup.AtWork); err != nil {
		t.Fatal(err)
	}
	path := b.Workspace.Store.Path()
	b.AskCleanUp()
	b.modal().Typed(fyne.KeyEscape)
	b.AskCleanUp()
	b.CleanUp(true)
	for _, suffix := range []string{"-wal", "-shm"} {
		if _, err := os.Stat(path + suffix); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is there: %v", suffix, err)
		}
	}
	if all := b.backups(); len(all) != 0 {
		t.Errorf("backups are left: %+v", all)
	}
	if holds, err := store.Peek(context.Background(), path); err != nil || holds.Claims != 1 {
		t.Errorf("the workspace holds %+v, %v", holds, err)
	}
}

func TestTheFolderForBackupsIsChosen(t *testing.T) {
	b := newBench(t, first)
	b.showPreferences()
	choice := b.NewBackupChoice()
	for _, test := range []struct{ folder, says string }{
		{"not/whole", "full path"},
		{filepath.Join(t.TempDir(), "Dropbox", "x"), "Dropbox seems to copy this folder"},
		{filepath.Join(t.TempDir(), "backups"), "once a day"},
	} {
		choice.Path.SetText(test.folder)
		if !strings.Contains(choice.Said.Text, test.says) {
			t.Errorf("%s: says %q", test.folder, choice.Said.Text)
		}
		if kept := choice.Keep(); kept != filepath.IsAbs(test.folder) || kept && b.Profile.Backups() != test.folder {
			t.Errorf("%s: kept %v as %q", test.folder, kept, b.Profile.Backups())
		}
	}
	chosen := b.Profile.Backups()
	b.runPaused()
	if all := b.backups(); len(all) != 1 || !strings.HasPrefix(all[0].Path, chosen) {
		t.Errorf("%+v", all)
	}
	choice.Path.SetText("")
	if choice.Keep(); b.Profile.Backups() != "" {
		t.Errorf("kept %q", b.Profile.Backups())
	}
}
