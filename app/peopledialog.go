package app

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/store"
)

// personRow is one person in the dialog of people.
type personRow struct {
	person    store.KnownPerson
	name      *keyEntry
	pseudonym *keyEntry
	same      *widget.Select
}

const ownPerson = "a person of their own"

// showPeople says who is who: names, pseudonyms for exports, and who is another's other name.
func (w *window) showPeople() {
	d := w.desk
	d.back.do(func() {
		people, err := d.store.KnownPeople(d.ctx)
		d.back.post(func() {
			if err != nil {
				d.fail(fmt.Errorf("reading who is known: %w", err))
				return
			}
			w.peopleDialog(people)
		})
	})
}

func (w *window) peopleDialog(people []store.KnownPerson) {
	var rows []*personRow
	grid := container.NewGridWithColumns(3, small("Name"), small("Pseudonym in exports"), small("Is the same as"))
	for _, p := range people {
		row := &personRow{person: p, name: newKeyEntry(w.modalKey), pseudonym: newKeyEntry(w.modalKey)}
		row.name.SetText(p.Name)
		row.pseudonym.SetText(p.Pseudonym)
		row.pseudonym.SetPlaceHolder("none")
		row.name.SetPlaceHolder("(no name)")
		row.same = widget.NewSelect([]string{ownPerson}, nil)
		row.same.SetSelectedIndex(0)
		for _, other := range people {
			if other.ID == p.ID {
				continue
			}
			row.same.Options = append(row.same.Options, personLine(other))
			if other.ID == p.SameAs {
				row.same.SetSelectedIndex(len(row.same.Options) - 1)
			}
		}
		rows = append(rows, row)
		grid.Add(row.name)
		grid.Add(row.pseudonym)
		grid.Add(row.same)
	}
	problem := widget.NewLabel("")
	problem.Importance = widget.DangerImportance
	problem.Hide()
	hint := small("Whoever is the same as another is shown, counted and exported as that one. What each has signed stays as it is, so it can be undone.")
	scroll := container.NewVScroll(grid)
	scroll.SetMinSize(fyne.NewSize(600, min(grid.MinSize().Height, w.win.Canvas().Size().Height-240)))
	w.showModal(modal{title: "People", content: container.NewVBox(scroll, hint, problem), confirm: "Keep", cancel: "Cancel", width: 600,
		onConfirm: func() bool {
			if say := againstPeople(rows); say != "" {
				problem.SetText(say)
				problem.Show()
				return false
			}
			for _, row := range rows {
				w.keepPerson(row, people)
			}
			return true
		}})
}

// personLine tells people of one name apart by what they did.
func personLine(p store.KnownPerson) string {
	return fmt.Sprintf("%s · %s", someone(p.Name), plural(p.Claims, "claim"))
}

// againstPeople says what stands against what was typed, "" for nothing.
func againstPeople(rows []*personRow) string {
	taken := map[string]string{}
	for _, row := range rows {
		taken[strings.TrimSpace(row.name.Text)] = row.person.ID
	}
	for _, row := range rows {
		if strings.TrimSpace(row.name.Text) == "" && row.person.Name != "" {
			return "Every person needs a name."
		}
		pseudonym := strings.TrimSpace(row.pseudonym.Text)
		if pseudonym == "" {
			continue
		}
		if owner, is := taken[pseudonym]; is && owner != row.person.ID {
			return "“" + pseudonym + "” is taken already."
		}
		taken[pseudonym] = row.person.ID
	}
	return ""
}

// keepPerson writes what is new of a person.
func (w *window) keepPerson(row *personRow, people []store.KnownPerson) {
	var e store.PersonEdit
	changed := keep(&e.Name, row.person.Name, strings.TrimSpace(row.name.Text))
	changed = keep(&e.Pseudonym, row.person.Pseudonym, strings.TrimSpace(row.pseudonym.Text)) || changed
	same, at := "", row.same.SelectedIndex()
	for _, other := range people {
		if other.ID == row.person.ID {
			continue
		}
		if at--; at == 0 {
			same = other.ID
		}
	}
	changed = keep(&e.SameAs, row.person.SameAs, same) || changed
	if !changed {
		return
	}
	if row.person.ID == w.profile.Person().ID && e.Name != nil {
		w.setName(*e.Name)
		if e.Name = nil; e.Pseudonym == nil && e.SameAs == nil {
			return
		}
	}
	d, id := w.desk, row.person.ID
	d.saves.perform(change{name: "Edit a person", write: func(ctx context.Context) error { return d.store.EditPerson(ctx, id, e) }})
}
