package app

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/ui/evidence"
)

func TestEvidencePanelIsShownWhereItWasLeft(t *testing.T) {
	b := newBench(t, first)
	if b.evidenceShown() {
		t.Error("the evidence panel is shown before it was used")
	}
	b.menuItem("toggle-evidence")
	if !b.evidenceShown() {
		t.Fatal("Ctrl+3 does not show the evidence panel")
	}
	b.panes.row.ShowRight(false)
	if b.menuItem("toggle-evidence"); !b.evidenceShown() {
		t.Error("Ctrl+3 does not bring the hidden panels back")
	}
	b.restart()
	if !b.evidenceShown() {
		t.Error("the evidence panel is hidden after a restart")
	}
	b.FocusOn(b.panes.document.View)
	b.nextPane()
	b.nextPane()
	if b.Win.Canvas().Focused() != b.panes.evidence.List {
		t.Errorf("F6 leads from the claims to %T", b.Win.Canvas().Focused())
	}
	b.menuItem("toggle-evidence")
	if b.evidenceShown() || b.Win.Canvas().Focused() == b.panes.evidence.List {
		t.Error("Ctrl+3 does not hide the evidence panel with the keyboard in it")
	}
}

// menuItem does what a command does from the menu bar.
func (b *bench) menuItem(id commandID) { b.items[id].Action() }

func TestEvidencePanelShowsTheClaimInHand(t *testing.T) {
	b := newBench(t, first, second)
	b.menuItem("toggle-evidence")
	b.selectText("The council met")
	b.type_("s")
	if got := b.Workspace.Hand.Quote; got != "The council met" {
		t.Errorf("%q is in hand", got)
	}
	made := b.Workspace.Hand.ID
	b.panes.document.View.Select(40, 40)
	b.Workspace.Open(b.Workspace.Documents[1].ID, "")
	if b.Workspace.Hand.ID != made || b.Workspace.Current != "" {
		t.Error("the claim is not in hand any more in another document")
	}
	b.Workspace.Undo() // deletes the claim, in a document that is not open
	if b.Workspace.Hand.ID == made {
		t.Error("a claim that is gone is in hand")
	}
}

func TestArrowKeysGoThroughTheRowsOfAllSections(t *testing.T) {
	b := newBench(t, first)
	b.menuItem("toggle-evidence")
	b.selectText("The council met")
	b.type_("s")
	list := b.panes.evidence.List
	opened, pressed := "", ""
	row := func(id string) evidence.Row {
		return evidence.Row{ID: id, Object: widget.NewLabel(id), Actions: container.NewHBox(widget.NewButton("Open", nil)),
			Open: func() { opened = id }, Key: func(key string) bool { pressed = id + key; return key == "+" }}
	}
	one, two := list.AddSection(widget.NewLabel("One")), list.AddSection(nil)
	one.SetRows([]evidence.Row{row("a"), {ID: "heading", Object: widget.NewLabel("Heading")}, row("b")})
	two.SetRows([]evidence.Row{row("c")})
	b.FocusOn(list)
	key := func(names ...fyne.KeyName) {
		for _, name := range names {
			list.TypedKey(&fyne.KeyEvent{Name: name})
		}
	}
	key(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if opened != "b" || one.Current() != "b" {
		t.Errorf("Down, Down, Enter opened %q", opened)
	}
	if key(fyne.KeyDown); two.Current() != "c" || one.Current() != "" {
		t.Error("Down does not lead into the next section")
	}
	list.TypedRune('+')
	if key(fyne.KeyUp); pressed != "c+" {
		t.Errorf("+ pressed %q", pressed)
	}
	one.SetRows([]evidence.Row{row("a"), row("x")})
	if one.Current() != "x" {
		t.Errorf("after the current row went, %q is current", one.Current())
	}
	if one.SetRows(nil); one.Current() != "" {
		t.Error("a row is current that is not there")
	}
	two.SetRows([]evidence.Row{row("c")})
	if key(fyne.KeyEnd); two.Current() != "c" {
		t.Error("End does not lead to the last row")
	}
	if two.Show(false); two.Current() != "" || two.Shown() {
		t.Error("a row of a hidden section is current")
	}
}
