package exchange

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// PersonRow is one person in the dialog of people.
type PersonRow struct {
	Person    store.KnownPerson
	Name      *dialogs.KeyEntry
	Pseudonym *dialogs.KeyEntry
	place     fyne.CanvasObject  // of the name
	Same      *dialogs.KeySelect // OwnPerson, then the others in their order
}

// OwnPerson is the choice that a person is nobody else's other name.
var OwnPerson = locale.Mark("Not merged")

// PeopleDialog is the dialog that says who is who: names, pseudonyms for exports,
// and who is another's other name.
type PeopleDialog struct {
	host    *Exchange
	people  []store.KnownPerson
	Rows    []*PersonRow
	Problem *dialogs.FormProblem
	drafts  *dialogs.DraftForm
	Dialog  *dialogs.OpenModal
}

// ShowPeople reads who is known and says who is who.
func (x *Exchange) ShowPeople() {
	model := x.Workspace
	model.Back.Go(func() {
		people, err := model.Store.CountedPeople(model.Ctx)
		model.Back.OnUI(func() {
			switch {
			case err != nil:
				model.Fail(fmt.Errorf("reading who is known: %w", err))
			case len(x.Modals) == 0:
				x.PeopleDialog(people)
			}
		})
	})
}

// PeopleDialog opens the dialog of these people, a row for each, and returns it.
func (x *Exchange) PeopleDialog(people []store.KnownPerson) *PeopleDialog {
	v := &PeopleDialog{host: x, people: people, Problem: x.NewFormProblem(2), drafts: dialogs.NewDraftForm(x.Workspace, workspace.FormPeople, "")}
	grid := container.NewGridWithColumns(4, dialogs.Small(locale.T("Name")), dialogs.Small(locale.T("Pseudonym in exports")), dialogs.Small(locale.T("Merge with")), dialogs.Small(locale.T("Work under this name")))
	for _, p := range people {
		row := v.newRow(p)
		v.Rows = append(v.Rows, row)
		did := widget.NewLabel(strings.Join(format.NonEmpty(v.Mine(p), personWork(p)), " · "))
		did.Truncation = fyne.TextTruncateEllipsis
		row.place = v.Problem.Field(row.Name)
		for _, o := range []fyne.CanvasObject{row.place, v.Problem.Field(row.Pseudonym), v.Problem.Field(row.Same), did} {
			grid.Add(o)
		}
	}
	hint := dialogs.Small(locale.T("A merged person is shown, counted and exported as the other one. This can be undone: everyone’s work keeps its own name in the file."))
	size := x.Win.Canvas().Size()
	width := min(900, size.Width-80)
	scroll := container.NewVScroll(grid)
	scroll.SetMinSize(fyne.NewSize(width, min(grid.MinSize().Height, size.Height-260)))
	for _, row := range v.Rows {
		into := func() { bringIntoView(scroll, row.place) }
		row.Name.Entered, row.Pseudonym.Entered, row.Same.Entered = into, into, into
	}
	v.Dialog = x.ShowModal(dialogs.Modal{Title: locale.T("People"), Content: container.NewVBox(scroll, hint, v.Problem.Body), Confirm: locale.T("Save"), Cancel: locale.T("Cancel"), Width: width,
		OnConfirm: v.keep, TypedInto: v.edited, Form: v.drafts, Saves: true})
	if len(v.Rows) > 0 {
		x.Win.Canvas().Focus(v.Rows[0].Name)
	}
	return v
}

// bringIntoView scrolls as far as it takes to show what has the keyboard now.
func bringIntoView(scroll *container.Scroll, o fyne.CanvasObject) {
	top, bottom := o.Position().Y, o.Position().Y+o.Size().Height
	at := max(bottom-scroll.Size().Height, min(top, scroll.Offset.Y))
	scroll.ScrollToOffset(fyne.NewPos(0, at))
}

func (v *PeopleDialog) newRow(p store.KnownPerson) *PersonRow {
	row := &PersonRow{Person: p, Name: dialogs.NewKeyEntry(v.host.ModalKey), Pseudonym: dialogs.NewKeyEntry(v.host.ModalKey)}
	row.Name.SetText(p.Name)
	row.Name.SetPlaceHolder(locale.T("(no name)"))
	row.Pseudonym.SetText(p.Pseudonym)
	row.Pseudonym.SetPlaceHolder(locale.T("none"))
	row.Same = dialogs.NewKeySelect([]string{locale.T(OwnPerson)}, v.host.ModalEscape)
	row.Same.SetSelectedIndex(0)
	for _, other := range v.people {
		if other.ID == p.ID {
			continue
		}
		row.Same.Options = append(row.Same.Options, format.Someone(other.Name)+" · "+personWork(other))
		if other.ID == p.SameAs {
			row.Same.SetSelectedIndex(len(row.Same.Options) - 1)
		}
	}
	who := "“" + format.Shorten(format.Someone(p.Name), 40) + "”"
	v.drafts.Add(p.ID+" name", locale.T("Name of {{.Person}}", "Person", who), p.Name, row.Name.SetText, &row.Name.OnChanged)
	v.drafts.Add(p.ID+" pseudonym", locale.T("Pseudonym of {{.Person}}", "Person", who), p.Pseudonym, row.Pseudonym.SetText, &row.Pseudonym.OnChanged)
	v.drafts.Add(p.ID+" same", locale.T("Person to merge {{.Person}} with", "Person", who), row.Same.Selected, row.Same.SetSelected, &row.Same.OnChanged)
	return row
}

// Mine is "you" for the user, "" for everybody else.
func (v *PeopleDialog) Mine(p store.KnownPerson) string {
	if p.ID == v.host.Profile.Person().ID {
		return locale.T("you")
	}
	return ""
}

// personWork tells people of one name apart by what they did.
func personWork(p store.KnownPerson) string {
	if p.Decisions == 0 {
		return locale.N("{{.N}} claims", p.Claims)
	}
	return locale.N("{{.N}} claims", p.Claims) + ", " + locale.N("{{.N}} decisions", p.Decisions)
}

// sameAs is the id of the person whom a row is said to be, "" for nobody else.
func (row *PersonRow) sameAs(people []store.KnownPerson) string {
	at := row.Same.SelectedIndex()
	for _, other := range people {
		if other.ID == row.Person.ID {
			continue
		}
		if at--; at == 0 {
			return other.ID
		}
	}
	return ""
}

// edit is what is new of a person.
func (row *PersonRow) edit(people []store.KnownPerson) (e store.PersonEdit) {
	workspace.Keep(&e.Name, row.Person.Name, strings.TrimSpace(row.Name.Text))
	workspace.Keep(&e.Pseudonym, row.Person.Pseudonym, strings.TrimSpace(row.Pseudonym.Text))
	workspace.Keep(&e.SameAs, row.Person.SameAs, row.sameAs(people))
	return e
}

// edited tells whether anything is new of anyone.
func (v *PeopleDialog) edited() bool {
	return slices.ContainsFunc(v.Rows, func(row *PersonRow) bool { return row.edit(v.people) != store.PersonEdit{} })
}

func (v *PeopleDialog) keep() bool {
	if field, say := v.against(); say != "" {
		return v.Problem.At(field, say)
	}
	for _, row := range v.Rows {
		id := row.Person.ID
		v.host.keepPerson(row, v.people, func() []store.Draft { return v.drafts.Take(id+" name", id+" pseudonym", id+" same") })
	}
	return true
}

// against says what stands against what was typed, "" for nothing, and against which field.
func (v *PeopleDialog) against() (field dialogs.FormField, say string) {
	taken, same := map[string]string{}, map[string]string{}
	for _, row := range v.Rows {
		taken[strings.TrimSpace(row.Name.Text)] = row.Person.ID
		same[row.Person.ID] = row.sameAs(v.people)
	}
	for _, row := range v.Rows {
		name := strings.TrimSpace(row.Name.Text)
		if name == "" && row.Person.Name != "" {
			return row.Name, locale.T("Enter a name for every person.")
		}
		at := same[row.Person.ID]
		for range v.Rows {
			if at == row.Person.ID {
				return row.Same, locale.T("“{{.Name}}” can’t be merged with someone who is merged with “{{.Name}}”. Set one of the two to “{{.Choice}}”.", "Name", format.Shorten(name, 40), "Choice", locale.T(OwnPerson))
			}
			at = same[at]
		}
		pseudonym := strings.TrimSpace(row.Pseudonym.Text)
		if pseudonym == "" {
			continue
		}
		if owner, is := taken[pseudonym]; is && owner != row.Person.ID {
			return row.Pseudonym, locale.T("“{{.Name}}” is already in use.", "Name", format.Shorten(pseudonym, 40))
		}
		taken[pseudonym] = row.Person.ID
	}
	return nil, ""
}

// keepPerson writes what is new of a person; typed gives the drafts of it.
func (x *Exchange) keepPerson(row *PersonRow, people []store.KnownPerson, typed func() []store.Draft) {
	e := row.edit(people)
	if e == (store.PersonEdit{}) {
		return
	}
	if row.Person.ID == x.Profile.Person().ID && e.Name != nil {
		x.SetName(*e.Name)
		if e.Name = nil; e == (store.PersonEdit{}) {
			return
		}
	}
	model, id := x.Workspace, row.Person.ID
	model.Writes.Perform(workspace.PendingWrite{
		Name:  locale.T("Edit person"),
		Write: model.Drafts.Saving(typed(), func(ctx context.Context) error { return model.Store.EditPerson(ctx, id, e) }),
		Done:  func() { model.Notices.Send(locale.T("People saved.")) },
	})
}
