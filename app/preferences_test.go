package app

import (
	"testing"

	"fyne.io/fyne/v2"

	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/app/ui/dialogs"
	"factmark/widgets/docview"
)

// Every section of the preferences has the same size, and the keyboard reaches what is in it.
func TestPreferencesKeepTheirSize(t *testing.T) {
	b := newBench(t, first)
	b.send("Ctrl+,")
	size := b.modal().Popup.Content.Size()
	list, is := b.Win.Canvas().Focused().(*dialogs.RowList)
	if !is {
		t.Fatalf("the keyboard is with %T", b.Win.Canvas().Focused())
	}
	for i := range sectionBackups {
		b.send("Down")
		if list.Chosen != i+1 || b.modal().Popup.Content.Size() != size {
			t.Errorf("section %d is chosen, the dialog is %v, was %v", list.Chosen, b.modal().Popup.Content.Size(), size)
		}
		b.send("Enter")
		if f := b.Win.Canvas().Focused(); f == fyne.Focusable(list) || f == nil {
			t.Errorf("section %d: Enter leads to %T", i+1, f)
		}
		b.Win.Canvas().Focus(list)
	}
	b.send("Escape")
	if len(b.Modals) != 0 {
		t.Error("Escape does not close it")
	}
}

func TestReadingIsSetAtOnceAndKept(t *testing.T) {
	b := newBench(t, first)
	p := b.openPreferences(sectionReading)
	p.fonts.SetSelected("Noto Serif")
	p.setHeight(1.8)
	p.setWidth(60)
	want := profile.Reading{Font: profile.Serif, Size: profile.DefaultTextSize, LineHeight: 1.8, Columns: 60}
	if b.Reading != want {
		t.Errorf("the texts are set as %+v, want %+v", b.Reading, want)
	}
	if set := b.panes.document.View.Typography(); set.Font != docview.Serif || set.LineHeight != 1.8 || set.Columns != 60 {
		t.Errorf("the open text is set as %+v", set)
	}
	b.modal().Accept()
	b.restart()
	if b.Reading != want || b.panes.document.View.Typography().Font != docview.Serif {
		t.Errorf("after a restart the texts are set as %+v", b.Reading)
	}
}

func TestAFontThatIsGoneIsTold(t *testing.T) {
	b := newBench(t, first)
	b.Reading.Font = "No Such Font"
	b.resizing.Touch()
	b.restart()
	b.wantTold("The font No Such Font can't be used. Texts are shown in Noto Sans.")
}

// The language is used when the preferences are closed: the workspace is opened anew at the same document.
func TestTheLanguageChangesAtOnce(t *testing.T) {
	t.Cleanup(func() { locale.Use("en") })
	b := newBench(t, first, second)
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	open, before := b.Workspace.Document.ID, b.Workspace
	p := b.openPreferences(sectionGeneral)
	p.languages.SetSelected("Deutsch")
	b.modal().Accept()
	if locale.Language() != "de" || b.Profile.Language() != "de" || b.Workspace == before || b.Workspace.Document.ID != open {
		t.Errorf("language %q, kept %q, the same workspace: %v, document %q, want %q", locale.Language(), b.Profile.Language(), b.Workspace == before, b.Workspace.Document.ID, open)
	}
	t.Cleanup(func() { b.Workspace.Stop(); b.Workspace.Store.Close() })
}
