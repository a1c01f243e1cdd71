package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/store"
)

// peopleShown opens the dialog by its menu item and gives its rows by the names in them.
func (b *bench) peopleShown() (v *peopleView, rows map[string]*personRow) {
	b.t.Helper()
	people, err := b.desk.store.CountedPeople(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	v, rows = b.peopleDialog(people), map[string]*personRow{}
	for _, row := range v.rows {
		rows[row.name.Text] = row
	}
	return v, rows
}

// choose takes the choice whose words begin so.
func chooseSame(row *personRow, t *testing.T, begin string) {
	t.Helper()
	for i, option := range row.same.Options {
		if strings.HasPrefix(option, begin) {
			row.same.SetSelectedIndex(i)
			return
		}
	}
	t.Fatalf("%q is not among %q", begin, row.same.Options)
}

// annotators are who the CSV names, and who the cards name.
func (b *bench) annotators() string {
	b.t.Helper()
	column := slices.Index(store.LabelledColumns, "annotator")
	var exported, shown []string
	err := b.desk.store.EachLabelled(context.Background(), store.Filter{}, func(cells []string) error {
		exported = append(exported, cells[column])
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.desk.claims {
		shown = append(shown, c.Person)
	}
	each := func(names []string) string {
		slices.Sort(names)
		return strings.Join(slices.Compact(names), ", ")
	}
	return each(exported) + "; " + each(shown)
}

func TestPeopleAreRenamedJoinedAndHidden(t *testing.T) {
	b := twoPeople(t)
	v, rows := b.peopleShown()
	if b.win.Canvas().Focused() != v.rows[0].name {
		t.Error("the keyboard is not in the first name")
	}
	if own := rows[b.profile.Person().Name]; own == nil || v.mine(own.person) != "you" {
		t.Error("the user is not told which one they are")
	}
	rows["Ada"].name.SetText("Ada Lovelace")
	rows["Ben"].pseudonym.SetText("B1")
	rows["Ben"].name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := b.annotators(); len(b.modals) != 0 || got != "Ada Lovelace, B1; Ada Lovelace, Ben" {
		t.Errorf("renamed and hidden: %q", got)
	}
	if got := b.panes.status.told.Text; !strings.Contains(got, "Undo takes it back") {
		t.Errorf("the status bar says %q", got)
	}

	_, rows = b.peopleShown()
	chooseSame(rows["Ada Lovelace"], t, "Ben · 12 claims")
	b.modal().accept()
	if got := b.annotators(); got != "B1; Ben" {
		t.Errorf("two who are one: %q", got)
	}
	b.undo()
	if got := b.annotators(); got != "Ada Lovelace, B1; Ada Lovelace, Ben" {
		t.Errorf("undone: %q", got)
	}
}

func TestPeopleSayWhatStandsAgainstIt(t *testing.T) {
	b := twoPeople(t)
	v, rows := b.peopleShown()
	refused := func(what, say string) {
		t.Helper()
		if v.dialog.accept(); len(b.modals) != 1 || !strings.Contains(v.problem.Text, say) {
			t.Fatalf("%s: %d dialogs, %q", what, len(b.modals), v.problem.Text)
		}
	}
	chooseSame(rows["Ada"], t, "Ben")
	chooseSame(rows["Ben"], t, "Ada")
	refused("each is the other", "leave one of them")
	chooseSame(rows["Ben"], t, ownPerson)
	chooseSame(rows["Ada"], t, ownPerson)
	rows["Ada"].pseudonym.SetText("Ben")
	refused("a pseudonym that is a name", "taken")
	rows["Ada"].pseudonym.SetText("")
	rows["Ada"].name.SetText(" ")
	refused("no name", "needs a name")
	v.rows[0].same.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	test.Tap(b.modal().other) // what was typed may go
	if got := b.annotators(); len(b.modals) != 0 || got != "Ada, Ben; Ada, Ben" {
		t.Errorf("left by Escape: %d dialogs, %q", len(b.modals), got)
	}
}
