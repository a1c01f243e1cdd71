package app

import (
	"context"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"factmark/app/ui/exchange"
	"factmark/store"
)

// peopleShown opens the dialog by its menu item and gives its rows by the names in them.
func (b *bench) peopleShown() (v *exchange.PeopleDialog, rows map[string]*exchange.PersonRow) {
	b.t.Helper()
	people, err := b.Workspace.Store.CountedPeople(context.Background())
	if err != nil {
		b.t.Fatal(err)
	}
	v, rows = b.PeopleDialog(people), map[string]*exchange.PersonRow{}
	for _, row := range v.Rows {
		rows[row.Name.Text] = row
	}
	return v, rows
}

// choose takes the choice whose words begin so.
func chooseSame(row *exchange.PersonRow, t *testing.T, begin string) {
	t.Helper()
	for i, option := range row.Same.Options {
		if strings.HasPrefix(option, begin) {
			row.Same.SetSelectedIndex(i)
			return
		}
	}
	t.Fatalf("%q is not among %q", begin, row.Same.Options)
}

// annotators are who the CSV names, and who the cards name.
func (b *bench) annotators() string {
	b.t.Helper()
	column := slices.Index(store.LabelledColumns, "annotator")
	var exported, shown []string
	err := b.Workspace.Store.EachLabelled(context.Background(), store.Filter{}, func(cells []string) error {
		exported = append(exported, cells[column])
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	for _, c := range b.Workspace.Claims {
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
	if b.Win.Canvas().Focused() != v.Rows[0].Name {
		t.Error("the keyboard is not in the first name")
	}
	if own := rows[b.Profile.Person().Name]; own == nil || v.Mine(own.Person) != "you" {
		t.Error("the user is not told which one they are")
	}
	rows["Ada"].Name.SetText("Ada Lovelace")
	rows["Ben"].Pseudonym.SetText("B1")
	rows["Ben"].Name.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := b.annotators(); len(b.Modals) != 0 || got != "Ada Lovelace, B1; Ada Lovelace, Ben" {
		t.Errorf("renamed and hidden: %q", got)
	}
	if got := b.panes.status.told.Text; !strings.Contains(got, "People saved.") {
		t.Errorf("the status bar says %q", got)
	}

	_, rows = b.peopleShown()
	chooseSame(rows["Ada Lovelace"], t, "Ben · 12 claims")
	b.modal().Accept()
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
		if v.Dialog.Accept(); len(b.Modals) != 1 || !strings.Contains(v.Problem.Text, say) {
			t.Fatalf("%s: %d dialogs, %q", what, len(b.Modals), v.Problem.Text)
		}
	}
	chooseSame(rows["Ada"], t, "Ben")
	chooseSame(rows["Ben"], t, "Ada")
	refused("each is the other", "Set one of the two")
	chooseSame(rows["Ben"], t, exchange.OwnPerson)
	chooseSame(rows["Ada"], t, exchange.OwnPerson)
	rows["Ada"].Pseudonym.SetText("Ben")
	refused("a pseudonym that is a name", "already in use")
	rows["Ada"].Pseudonym.SetText("")
	rows["Ada"].Name.SetText(" ")
	refused("no name", "Enter a name for every person")
	v.Rows[0].Same.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	test.Tap(b.modal().Other) // what was typed may go
	if got := b.annotators(); len(b.Modals) != 0 || got != "Ada, Ben; Ada, Ben" {
		t.Errorf("left by Escape: %d dialogs, %q", len(b.Modals), got)
	}
}
