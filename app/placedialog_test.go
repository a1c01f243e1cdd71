package app

import (
	"path/filepath"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"factmark/app/location"
)

// Of a place that is not safe the user is warned once, and has a way out that keeps everything.
func TestAWorkspaceInASyncedFolder(t *testing.T) {
	b := newBench(t, first)
	b.selectText("Monday")
	b.type_("s")
	b.locate = func(string) location.Place { return location.Place{Kind: location.Synced, Name: "Dropbox"} }
	b.checkPlace(b.desk)
	m := b.modal()
	if text := m.content.(*widget.Label).Text; !strings.Contains(text, "Dropbox copies") {
		t.Errorf("it says %q", text)
	}
	m.typed(fyne.KeyReturn)
	ask := b.modal()
	if len(b.win.Canvas().Overlays().List()) != 1 {
		t.Error("the question is not on screen")
	}
	path := ask.focus.(*keyEntry)
	if filepath.Base(path.Text) != "Test 2.factmark" { // the home of the test is the workspace's folder
		t.Errorf("the copy would be %q", path.Text)
	}
	b.locate = func(string) location.Place { return location.Place{} }
	ask.typed(fyne.KeyReturn)
	if len(b.modals) != 0 || filepath.Base(b.desk.store.Path()) != "Test 2.factmark" {
		t.Fatalf("%s is open, with %d dialogs", b.desk.store.Path(), len(b.modals))
	}
	copied := b.desk
	t.Cleanup(func() { copied.stop(); copied.store.Close() })
	b.wantQuotes("S Monday")
}

func TestTheWarningOfAPlaceComesOnce(t *testing.T) {
	b := newBench(t, first)
	b.locate = func(string) location.Place { return location.Place{Kind: location.Network, Name: "NFS"} }
	b.checkPlace(b.desk)
	b.modal().typed(fyne.KeyEscape)
	b.checkPlace(b.desk)
	if len(b.modals) != 0 {
		t.Error("the warning comes again")
	}
	b.restart()
	b.locate = func(string) location.Place { return location.Place{Kind: location.Network, Name: "NFS"} }
	b.checkPlace(b.desk)
	if len(b.modals) != 0 {
		t.Error("the warning comes again after a restart")
	}
}
