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
	"factmark/store"
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
	all, err := backup.List(backupFolder(b.profile), b.desk.store.Path())
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
	for i := range bulk {
		if err := os.WriteFile(filepath.Join(folder, string(rune('a'+i%26))+strings.Repeat("x", i/26)+".txt"), []byte(strings.Repeat("text ", i+1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b.importFiles([]string{folder}, nil)
	all := b.backups()
	if len(all) != 1 || all[0].Reason != backup.BeforeImport || len(b.desk.documents) != 1+bulk {
		t.Fatalf("%+v with %d documents", all, len(b.desk.documents))
	}
	if holds, err := store.Peek(context.Background(), all[0].Path); err != nil || holds.Documents != 1 {
		t.Errorf("it holds %+v, %v", holds, err)
	}
}

func TestABackupThatCannotBeMadeIsToldOnce(t *testing.T) {
	b := newBench(t, first)
	blocked := b.file("a file", "")
	if err := b.profile.SetBackups(blocked); err != nil {
		t.Fatal(err)
	}
	b.runPaused()
	if said := b.panes.status.told.Text; !strings.Contains(said, "No backup could be made; work goes on") || !strings.Contains(said, blocked) {
		t.Errorf("the status bar says %q", said)
	}
	b.desk.told.send("")
	for range 2 {
		b.selectText("Monday")
		b.type_("s")
		b.runPaused()
	}
	if said := b.panes.status.told.Text; strings.Contains(said, "backup") || len(b.modals) != 0 {
		t.Errorf("told again: %q", said)
	}
	b.wantQuotes("S Monday")
	if err := b.profile.SetBackups(""); err != nil {
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
	if err := b.desk.backups.keeper.Make(context.Background(), backup.AtWork); err != nil {
		t.Fatal(err)
	}
	b.selectText("The council")
	b.type_("d")
	b.selectText("Nobody")
	b.type_("c")

	r := b.restoreDialog(b.path)
	if len(r.rows) != 1 || r.now == nil {
		t.Fatalf("%d rows, compared with %v", len(r.rows), r.now)
	}
	if said := r.holds(r.rows[0]); said != "1 document (same)  ·  1 claim (2 fewer)  ·  1 labelled claim (1 fewer)" {
		t.Errorf("the row says %q", said)
	}
	list := b.modal().focus.(*rowList)
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	path := b.modal().focus.(*keyEntry)
	if !strings.HasPrefix(filepath.Base(path.Text), "Test ") {
		t.Errorf("offered %q", path.Text)
	}
	path.SetText(b.path)
	b.modal().typed(fyne.KeyReturn)
	restored := filepath.Join(t.TempDir(), "restored.factmark")
	path.SetText(restored)
	b.modal().typed(fyne.KeyReturn)
	if m := b.modal(); m.title != "Restored" {
		t.Fatalf("%q is open", m.title)
	}
	b.wantQuotes("D The council", "S Monday", "– Nobody")
	b.modal().typed(fyne.KeyReturn)
	if b.desk.store.Path() != restored {
		t.Fatalf("%s is open", b.desk.store.Path())
	}
	b.wantQuotes("S Monday")
}

func TestABackupThatIsDamagedCannotBeRestored(t *testing.T) {
	b := newBench(t, first)
	if err := b.desk.backups.keeper.Make(context.Background(), backup.AtWork); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(b.backups()[0].Path, 5000); err != nil {
		t.Fatal(err)
	}
	r := b.restoreDialog(b.path)
	if said := r.holds(r.rows[0]); !strings.Contains(said, "cut off") || !r.dialog.ok.Disabled() {
		t.Errorf("the row says %q", said)
	}
}

func TestWhatCannotBeOpenedOffersItsBackups(t *testing.T) {
	b := newBench(t, first)
	if err := b.desk.backups.keeper.Make(context.Background(), backup.AtWork); err != nil {
		t.Fatal(err)
	}
	base := backupFolder(b.profile)
	if err := b.desk.store.Close(); err != nil {
		t.Fatal(err)
	}
	b.desk.stop()
	if err := os.Truncate(b.path, 5000); err != nil {
		t.Fatal(err)
	}
	b.window.desk, b.window.panes = nil, nil
	b.switchTo(b.path, openOrCreate)
	r := b.restoreDialog(b.path)
	if len(r.rows) != 1 || r.rows[0].holds == nil || r.now != nil || !strings.HasPrefix(r.rows[0].Path, base) {
		t.Fatalf("%+v, compared with %v", r.rows, r.now)
	}
	r.dialog.close()
	path := filepath.Join(t.TempDir(), "restored.factmark")
	b.askRestore(r.rows[0].Backup, b.path)
	b.modal().focus.(*keyEntry).SetText(path)
	b.modal().typed(fyne.KeyReturn)
	b.modal().typed(fyne.KeyReturn)
	if b.desk == nil || b.desk.store.Path() != path || len(b.desk.documents) != 1 {
		t.Error("what was restored is not open")
	}
	b.t.Cleanup(func() { b.desk.stop(); b.desk.store.Close() })
}

func TestCheckingAndRepairing(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.selectText("The council met")
	b.type_("d")
	c := b.checkDialog()
	if !strings.Contains(c.verdict.Text, "All is well") || c.dialog.ok.Visible() {
		t.Errorf("it says %q", c.verdict.Text)
	}
	c.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if len(b.modals) != 0 {
		t.Error("Enter does not close it")
	}
	// Spans that other tools have moved.
	c = b.checkDialog()
	c.ended([]store.Finding{{Kind: "claim", ID: "x", What: "the quote is wrong"}, {Kind: "orphan", ID: "y", What: "lost"}}, nil)
	if c.verdict.Text != "1 problem found." || c.dialog.ok.Visible() || !strings.Contains(c.said.Text, "Restore a backup") {
		t.Errorf("it says %q, %q", c.verdict.Text, c.said.Text)
	}
	if report := c.report(); !strings.Contains(report, b.path) || !strings.Contains(report, "claim x\nThe quote is wrong\n") {
		t.Errorf("the report is %q", report)
	}
	out := filepath.Join(t.TempDir(), "report.txt")
	c.saveReport()
	b.modal().focus.(*keyEntry).SetText(out)
	b.modal().typed(fyne.KeyReturn)
	if info, err := os.Stat(out); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	c.ended([]store.Finding{{Kind: "claim", ID: "x", What: "the quote is wrong", Repair: "it moves"}}, nil)
	if !c.dialog.ok.Visible() || !strings.Contains(c.detail.Text, "The quote is wrong.\nRepair: it moves.") {
		t.Errorf("the detail is %q", c.detail.Text)
	}
	c.list.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if all := b.backups(); len(all) != 1 || all[0].Reason != backup.BeforeRepair {
		t.Errorf("before repairing: %+v", all)
	}
	if !strings.Contains(c.verdict.Text, "All is well") {
		t.Errorf("after repairing it says %q", c.verdict.Text)
	}
	// Without a backup nothing is repaired.
	if err := b.profile.SetBackups(b.file("a file", "")); err != nil {
		t.Fatal(err)
	}
	c.ended([]store.Finding{{Kind: "claim", ID: "x", What: "the quote is wrong", Repair: "it moves"}}, nil)
	c.dialog.accept()
	if !strings.Contains(c.said.Text, "Nothing was repaired") || len(c.found) != 1 {
		t.Errorf("it says %q", c.said.Text)
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
	if m := b.modal(); !strings.HasPrefix(m.title, "Your work can't be saved") || m.ok.Text != "Save a copy elsewhere…" {
		t.Fatalf("%q is open", m.title)
	}
	if got := b.panes.status.saved.Text; got != "Not saved: label" || !b.panes.status.elsewhere.Visible() {
		t.Errorf("the status bar says %q", got)
	}
	b.modal().typed(fyne.KeyEscape)
	b.desk.changed(store.Change{Kind: "gone"})
	b.modal().typed(fyne.KeyEscape)
	b.desk.changed(store.Change{Kind: "gone"}) // told once
	if len(b.modals) != 0 {
		t.Error("told again")
	}
	b.quit()
	if m := b.modal(); m.title != "Quit without saving?" {
		t.Errorf("%q is open", m.title)
	}
	b.modal().typed(fyne.KeyEscape)

	elsewhere := filepath.Join(t.TempDir(), "elsewhere.factmark")
	b.askElsewhere()
	b.modal().focus.(*keyEntry).SetText(elsewhere)
	b.modal().typed(fyne.KeyReturn)
	if b.desk.store.Path() != elsewhere || b.panes.status.elsewhere.Visible() || b.desk.gone {
		t.Errorf("%s is open, %q", b.desk.store.Path(), b.panes.status.saved.Text)
	}
	b.wantQuotes("D The council met", "S Monday")
	if !strings.Contains(b.win.Title(), "elsewhere") || b.profile.Recent()[0] != elsewhere {
		t.Errorf("the title is %q, recent are %q", b.win.Title(), b.profile.Recent())
	}
	b.desk.undo()
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
	b.desk.changed(store.Change{Kind: "gone"})
	b.modal().typed(fyne.KeyEscape)
	if got := b.panes.status.saved.Text; got != "The workspace file is gone" || !b.panes.status.elsewhere.Visible() {
		t.Errorf("the status bar says %q", got)
	}
	b.quit()
	if m := b.modal(); m.title != "Quit without the file?" {
		t.Errorf("%q is open", m.title)
	}
	b.modal().typed(fyne.KeyEscape)
	b.selectText("Monday")
	b.type_("s")
	b.modal().typed(fyne.KeyEscape)
	if err := os.Rename(aside, b.path); err != nil {
		t.Fatal(err)
	}
	b.desk.changed(store.Change{Kind: "back"})
	b.wantQuotes("S Monday")
	if b.panes.status.elsewhere.Visible() {
		t.Error("the way out is still offered")
	}
}

func TestWhatOffersAnotherPlace(t *testing.T) {
	b := newBench(t, first)
	for err, want := range map[error]string{
		store.ErrFull: "Save a copy elsewhere…", store.ErrReadOnly: "Save a copy elsewhere…", store.ErrDisk: "Save a copy elsewhere…",
		store.ErrDamaged: "Restore a backup…", store.ErrBusy: "Close",
	} {
		b.tellStuck(err)
		if got := b.modal().ok.Text; got != want {
			t.Errorf("%v offers %q, want %q", err, got, want)
		}
		b.modal().typed(fyne.KeyEscape)
	}
}

func TestCloseAndCleanUp(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	if err := b.desk.backups.keeper.Make(context.Background(), backup.AtWork); err != nil {
		t.Fatal(err)
	}
	path := b.desk.store.Path()
	b.askCleanUp()
	b.modal().typed(fyne.KeyEscape)
	b.askCleanUp()
	b.cleanUp(true)
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
	choice := b.newBackupChoice()
	for _, test := range []struct{ folder, says string }{
		{"not/whole", "whole path"},
		{filepath.Join(t.TempDir(), "Dropbox", "x"), "copied to other computers by Dropbox"},
		{filepath.Join(t.TempDir(), "backups"), "once a day"},
	} {
		choice.path.SetText(test.folder)
		if !strings.Contains(choice.said.Text, test.says) {
			t.Errorf("%s: says %q", test.folder, choice.said.Text)
		}
		if kept := choice.keep(); kept != filepath.IsAbs(test.folder) || kept && b.profile.Backups() != test.folder {
			t.Errorf("%s: kept %v as %q", test.folder, kept, b.profile.Backups())
		}
	}
	chosen := b.profile.Backups()
	b.runPaused()
	if all := b.backups(); len(all) != 1 || !strings.HasPrefix(all[0].Path, chosen) {
		t.Errorf("%+v", all)
	}
	choice.path.SetText("")
	if choice.keep(); b.profile.Backups() != "" {
		t.Errorf("kept %q", b.profile.Backups())
	}
}
