package app

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/store"
)

// personRow is one person in the dialog of people.
type personRow struct {
	person    store.KnownPerson
	name      *keyEntry
	pseudonym *keyEntry
	place     fyne.CanvasObject // of the name
	same      *keySelect        // ownPerson, then the others in their order
}

const ownPerson = "a person of their own"

// peopleView is the dialog that says who is who: names, pseudonyms for exports,
// and who is another's other name.
type peopleView struct {
	window  *exchangeDialogs
	people  []store.KnownPerson
	rows    []*personRow
	problem *formProblem
	drafts  *draftForm
	dialog  *openModal
}

// showPeople reads who is known and says who is who.
func (w *exchangeDialogs) showPeople() {
	d := w.desk
	d.back.do(func() {
		people, err := d.store.CountedPeople(d.ctx)
		d.back.post(func() {
			switch {
			case err != nil:
				d.fail(fmt.Errorf("reading who is known: %w", err))
			case len(w.modals) == 0:
				w.peopleDialog(people)
			}
		})
	})
}

func (w *exchangeDialogs) peopleDialog(people []store.KnownPerson) *peopleView {
	v := &peopleView{window: w, people: people, problem: w.newFormProblem(2), drafts: newDraftForm(w.desk, formPeople, "")}
	grid := container.NewGridWithColumns(4, small("Name"), small("Pseudonym in exports"), small("Is the same as"), small("Work under this name"))
	for _, p := range people {
		row := v.newRow(p)
		v.rows = append(v.rows, row)
		did := widget.NewLabel(strings.Join(format.NonEmpty(v.mine(p), personWork(p)), " · "))
		did.Truncation = fyne.TextTruncateEllipsis
		row.place = v.problem.field(row.name)
		for _, o := range []fyne.CanvasObject{row.place, v.problem.field(row.pseudonym), v.problem.field(row.same), did} {
			grid.Add(o)
		}
	}
	hint := small("Whoever is the same as another is shown, counted and exported as that one. What each has signed stays as it is, so it can be undone.")
	size := w.win.Canvas().Size()
	width := min(900, size.Width-80)
	scroll := container.NewVScroll(grid)
	scroll.SetMinSize(fyne.NewSize(width, min(grid.MinSize().Height, size.Height-260)))
	for _, row := range v.rows {
		into := func() { bringIntoView(scroll, row.place) }
		row.name.entered, row.pseudonym.entered, row.same.entered = into, into, into
	}
	v.dialog = w.showModal(modal{title: "People", content: container.NewVBox(scroll, hint, v.problem.body), confirm: "Save", cancel: "Cancel", width: width,
		onConfirm: v.keep, typedInto: v.edited, form: v.drafts, saves: true})
	if len(v.rows) > 0 {
		w.win.Canvas().Focus(v.rows[0].name)
	}
	return v
}

// bringIntoView scrolls as far as it takes to show what has the keyboard now.
func bringIntoView(scroll *container.Scroll, o fyne.CanvasObject) {
	top, bottom := o.Position().Y, o.Position().Y+o.Size().Height
	at := max(bottom-scroll.Size().Height, min(top, scroll.Offset.Y))
	scroll.ScrollToOffset(fyne.NewPos(0, at))
}

func (v *peopleView) newRow(p store.KnownPerson) *personRow {
	row := &personRow{person: p, name: newKeyEntry(v.window.modalKey), pseudonym: newKeyEntry(v.window.modalKey)}
	row.name.SetText(p.Name)
	row.name.SetPlaceHolder("(no name)")
	row.pseudonym.SetText(p.Pseudonym)
	row.pseudonym.SetPlaceHolder("none")
	row.same = newKeySelect([]string{ownPerson}, v.window.modalEscape)
	row.same.SetSelectedIndex(0)
	for _, other := range v.people {
		if other.ID == p.ID {
			continue
		}
		row.same.Options = append(row.same.Options, format.Someone(other.Name)+" · "+personWork(other))
		if other.ID == p.SameAs {
			row.same.SetSelectedIndex(len(row.same.Options) - 1)
		}
	}
	who := "“" + format.Shorten(format.Someone(p.Name), 40) + "”"
	v.drafts.add(p.ID+" name", "The name of "+who, p.Name, row.name.SetText, &row.name.OnChanged)
	v.drafts.add(p.ID+" pseudonym", "The pseudonym of "+who, p.Pseudonym, row.pseudonym.SetText, &row.pseudonym.OnChanged)
	v.drafts.add(p.ID+" same", "Who "+who+" is", row.same.Selected, row.same.SetSelected, &row.same.OnChanged)
	return row
}

func (v *peopleView) mine(p store.KnownPerson) string {
	if p.ID == v.window.profile.Person().ID {
		return "you"
	}
	return ""
}

// personWork tells people of one name apart by what they did.
func personWork(p store.KnownPerson) string {
	if p.Decisions == 0 {
		return format.Plural(p.Claims, "claim")
	}
	return format.Plural(p.Claims, "claim") + ", " + format.Plural(p.Decisions, "decision")
}

// sameAs is the id of the person whom a row is said to be, "" for nobody else.
func (row *personRow) sameAs(people []store.KnownPerson) string {
	at := row.same.SelectedIndex()
	for _, other := range people {
		if other.ID == row.person.ID {
			continue
		}
		if at--; at == 0 {
			return other.ID
		}
	}
	return ""
}

// edit is what is new of a person.
func (row *personRow) edit(people []store.KnownPerson) (e store.PersonEdit) {
	keep(&e.Name, row.person.Name, strings.TrimSpace(row.name.Text))
	keep(&e.Pseudonym, row.person.Pseudonym, strings.TrimSpace(row.pseudonym.Text))
	keep(&e.SameAs, row.person.SameAs, row.sameAs(people))
	return e
}

// edited tells whether anything is new of anyone.
func (v *peopleView) edited() bool {
	return slices.ContainsFunc(v.rows, func(row *personRow) bool { return row.edit(v.people) != store.PersonEdit{} })
}

func (v *peopleView) keep() bool {
	if field, say := v.against(); say != "" {
		return v.problem.at(field, say)
	}
	for _, row := range v.rows {
		id := row.person.ID
		v.window.keepPerson(row, v.people, func() []store.Draft { return v.drafts.take(id+" name", id+" pseudonym", id+" same") })
	}
	return true
}

// against says what stands against what was typed, "" for nothing, and against which field.
func (v *peopleView) against() (field formField, say string) {
	taken, same := map[string]string{}, map[string]string{}
	for _, row := range v.rows {
		taken[strings.TrimSpace(row.name.Text)] = row.person.ID
		same[row.person.ID] = row.sameAs(v.people)
	}
	for _, row := range v.rows {
		name := strings.TrimSpace(row.name.Text)
		if name == "" && row.person.Name != "" {
			return row.name, "Every person needs a name."
		}
		at := same[row.person.ID]
		for range v.rows {
			if at == row.person.ID {
				return row.same, "“" + format.Shorten(name, 40) + "” is said to be another who is the same as “" + format.Shorten(name, 40) + "”: leave one of them a person of their own."
			}
			at = same[at]
		}
		pseudonym := strings.TrimSpace(row.pseudonym.Text)
		if pseudonym == "" {
			continue
		}
		if owner, is := taken[pseudonym]; is && owner != row.person.ID {
			return row.pseudonym, "“" + format.Shorten(pseudonym, 40) + "” is taken already."
		}
		taken[pseudonym] = row.person.ID
	}
	return nil, ""
}

// keepPerson writes what is new of a person; typed gives the drafts of it.
func (w *exchangeDialogs) keepPerson(row *personRow, people []store.KnownPerson, typed func() []store.Draft) {
	e := row.edit(people)
	if e == (store.PersonEdit{}) {
		return
	}
	if row.person.ID == w.profile.Person().ID && e.Name != nil {
		w.setName(*e.Name)
		if e.Name = nil; e == (store.PersonEdit{}) {
			return
		}
	}
	d, id := w.desk, row.person.ID
	d.saves.perform(change{
		name:  "Edit a person",
		write: d.typed.saving(typed(), func(ctx context.Context) error { return d.store.EditPerson(ctx, id, e) }),
		done:  func() { d.told.send("Who is who is saved. Undo takes it back.") },
	})
}
