package app

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"factmark/app/location"
	"factmark/app/ui/dialogs"
)

// Of a place that is not safe the user is warned once, and has a way out that keeps everything.
func TestAWorkspaceInASyncedFolder(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.Locate = func(string) location.Place { return location.Place{Kind: location.Synced, Name: "Dropbox"} }
	b.CheckPlace(b.Workspace)
	m := b.modal()
	if text := m.Content.(*widget.Label).Text; !strings.Contains(text, "Dropbox copies") {
		t.Errorf("it says %q", text)
	}
	m.Typed(fyne.KeyReturn)
	ask := b.modal()
	if len(b.Win.Canvas().Overlays().List()) != 1 {
		t.Error("the question is not on screen")
	}
	path := ask.Focus.(*dialogs.KeyEntry)
	if filepath.Base(path.Text) != "Test 2.factmark" { // the home of the test is the workspace's folder
		t.Errorf("the copy would be %q", path.Text)
	}
	b.Locate = func(string) location.Place { return location.Place{} }
	ask.Typed(fyne.KeyReturn)
	if len(b.Modals) != 0 || filepath.Base(b.Workspace.Store.Path()) != "Test 2.factmark" {
		t.Fatalf("%s is open, with %d dialogs", b.Workspace.Store.Path(), len(b.Modals))
	}
	copied := b.Workspace
	t.Cleanup(func() { copied.Stop(); copied.Store.Close() })
	b.wantQuotes("S Monday")
}

func TestTheWarningOfAPlaceComesOnce(t *testing.T) {
	b := newBench(t, first)
	b.Locate = func(string) location.Place { return location.Place{Kind: location.Network, Name: "NFS"} }
	b.CheckPlace(b.Workspace)
	b.modal().Typed(fyne.KeyEscape)
	b.CheckPlace(b.Workspace)
	if len(b.Modals) != 0 {
		t.Error("the warning comes again")
	}
	b.restart()
	b.Locate = func(string) location.Place { return location.Place{Kind: location.Network, Name: "NFS"} }
	b.CheckPlace(b.Workspace)
	if len(b.Modals) != 0 {
		t.Error("the warning comes again after a restart")
	}
}
