package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/ui/dialogs"
	"factmark/store"
)

// readOnlyBench is a window on a workspace with a claim that cannot be written.
func readOnlyBench(t *testing.T) *bench {
	t.Helper()
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.makeReadOnly()
	return b
}

// makeReadOnly starts the program again on its workspace, which cannot be written then.
func (b *bench) makeReadOnly() {
	b.t.Helper()
	b.Workspace.Stop()
	if err := b.Workspace.Store.Close(); err != nil {
		b.t.Fatal(err)
	}
	if err := os.Chmod(b.path, 0o400); err != nil {
		b.t.Fatal(err)
	}
	b.start()
}

func TestTheEmptyListSaysThatTheWorkspaceIsReadOnly(t *testing.T) {
	b := readOnlyBench(t)
	b.Workspace.Claims = nil
	b.panes.claims.Show(nil, nil)
	words := b.everyWord()
	if !strings.Contains(words, "The workspace is read-only.") || strings.Contains(words, "then press S, D or N") {
		t.Errorf("the window says\n%s", words)
	}
}

func TestAnEmptyWorkspaceThatIsReadOnlyInvitesToNoImport(t *testing.T) {
	b := newBench(t)
	if words := b.everyWord(); !strings.Contains(words, "Import the documents you want to check") {
		t.Errorf("an empty workspace says\n%s", words)
	}
	b.makeReadOnly()
	words := b.everyWord()
	if !strings.Contains(words, "make a copy (Ctrl+Shift+S)") || strings.Contains(words, "Import the documents you") || strings.Contains(words, "drop them on this window") {
		t.Errorf("it says\n%s", words)
	}
	for _, o := range test.LaidOutObjects(b.Win.Canvas().Content()) {
		if button, is := o.(*dialogs.KeyButton); is && button.Visible() && strings.HasPrefix(button.Text, "Import documents") {
			t.Errorf("it has the button %q", button.Text)
		}
	}
}

func TestAWorkspaceThatCannotBeWrittenIsRead(t *testing.T) {
	b := readOnlyBench(t)
	before, err := os.ReadFile(b.path)
	if err != nil {
		t.Fatal(err)
	}
	if !b.panes.readOnly.body.Visible() || !strings.HasPrefix(b.panes.readOnly.text.Text, "Read-only: Test.factmark is write-protected") {
		t.Errorf("the strip says %q", b.panes.readOnly.text.Text)
	}
	if got := b.panes.status.saved.Text; got != "Read-only" {
		t.Errorf("the status bar says %q", got)
	}
	if title := b.Win.Title(); !strings.Contains(title, "(read-only)") {
		t.Errorf("the title is %q", title)
	}
	if len(b.Workspace.Claims) != 1 || b.Workspace.Claims[0].LabelID != store.SupportedID {
		t.Fatalf("it shows %+v", b.Workspace.Claims)
	}
	// Nothing that writes does anything but say why, and no key is kept to be written later.
	b.selectText("council")
	for _, key := range []string{"d", "c", ".", "1"} {
		b.panes.status.told.SetText("")
		b.type_(key)
		if got := b.panes.status.told.Text; !strings.Contains(got, "read-only") && key != "." && key != "1" {
			t.Errorf("%s: the status bar says %q", key, got)
		}
	}
	for _, c := range b.commands.all {
		b.panes.status.told.SetText("")
		if may := b.may(c.id); may == c.writes || c.writes != strings.Contains(b.panes.status.told.Text, "read-only") {
			t.Errorf("%s: may be used %v, and the status bar says %q", c.id, may, b.panes.status.told.Text)
		}
	}
	b.Workspace.Choose(b.Workspace.Claims[0].ID, true)
	for _, do := range []func(){b.panes.claims.EditNote, func() { b.Workspace.DeleteClaim(b.Workspace.Current) }, b.undo, b.redo, b.AskImport,
		func() { b.Workspace.Relabel(store.DisputedID, b.Workspace.Current) }, func() { b.panes.document.ToggleContent() }} {
		do()
	}
	if len(b.Modals) != 0 || b.Workspace.Writes.State().Count != 0 || len(b.Workspace.Claims) != 1 || b.Workspace.Claims[0].LabelID != store.SupportedID {
		t.Errorf("%d dialogs, %+v, %+v", len(b.Modals), b.Workspace.Writes.State(), b.Workspace.Claims)
	}
	b.ShowClaimDetails()
	if m := b.modal(); !m.Ok.Disabled() {
		t.Error("the claim's details can be kept")
	} else {
		m.Close()
	}
	// Reading goes on.
	b.ShowCheck()
	b.modal().Close()
	b.ShowExport()
	b.modal().Close()
	if after, err := os.ReadFile(b.path); err != nil || string(after) != string(before) {
		t.Errorf("the file was changed, %v", err)
	}
	for _, suffix := range []string{"-wal", "-shm", "-journal"} {
		if _, err := os.Lstat(b.path + suffix); err == nil {
			t.Errorf("%s was made", suffix)
		}
	}
}

// Work goes on in a copy, in the user's name.
func TestACopyOfAReadOnlyWorkspaceIsWorkedIn(t *testing.T) {
	b := readOnlyBench(t)
	b.askElsewhere()
	ask := b.modal()
	if name := filepath.Base(ask.Focus.(*dialogs.KeyEntry).Text); name != "Test copy.factmark" {
		t.Errorf("the copy would be %q", name)
	}
	ask.Typed(fyne.KeyReturn)
	if len(b.Modals) != 0 || filepath.Base(b.Workspace.Store.Path()) != "Test copy.factmark" || b.Workspace.ReadOnly() || b.panes.readOnly.body.Visible() {
		t.Fatalf("%s is open, read-only %v, with %d dialogs", b.Workspace.Store.Path(), b.Workspace.ReadOnly(), len(b.Modals))
	}
	b.selectText("council")
	b.type_("d")
	if len(b.Workspace.Claims) != 2 || b.Workspace.Claims[0].PersonID != b.Profile.Person().ID {
		t.Errorf("the claims are %+v", b.Workspace.Claims)
	}
	if strings.Contains(b.Win.Title(), "read-only") || strings.Contains(b.panes.status.saved.Text, "ead-only") {
		t.Errorf("%q, %q", b.Win.Title(), b.panes.status.saved.Text)
	}
}
