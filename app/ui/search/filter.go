package search

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/search"
	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/chip"
)

// where is in which documents a search looks.
type where uint8

const (
	everywhere where = iota
	openDocument
	listedDocuments
)

var whereNames = []string{"In all documents", "In the open document", "In the documents listed"}

// narrowed is the filter with the documents that it means now.
func (p *Pane) narrowed() search.Filter {
	f := p.filter
	switch p.where {
	case openDocument:
		f.DocumentIDs = []string{p.model.Document.ID}
	case listedDocuments:
		f.DocumentIDs = []string{}
		for i := range p.model.Listed.Len() {
			f.DocumentIDs = append(f.DocumentIDs, p.model.Listed.At(i).ID)
		}
	}
	return f
}

// setFilter takes a filter into use, and searches with it.
func (p *Pane) setFilter(f search.Filter, w where) {
	p.filter, p.where = f, w
	p.showFilter()
	p.search()
	p.host.FocusOn(p.Field)
}

// showFilter shows the filters that are on, each to be taken off.
func (p *Pane) showFilter() {
	p.On.Box.RemoveAll()
	add := func(text string, without search.Filter, w where) {
		c := chip.New("", text+"  ×", dialogs.Rgb(0), dialogs.Rgb(0), func() { p.setFilter(without, w) })
		c.Selected, c.OnKey = true, p.OnKey
		p.On.Box.Add(c)
	}
	if f := p.filter; f.LabelIDs != nil {
		f.LabelIDs = nil
		name := "No label"
		if id := p.filter.LabelIDs[0]; id != "" {
			name = p.labelName(id)
		}
		add(name, f, p.where)
	}
	if f := p.filter; f.PersonIDs != nil {
		f.PersonIDs = nil
		add("By "+p.personName(p.filter.PersonIDs[0]), f, p.where)
	}
	if f := p.filter; f.From != "" || f.To != "" {
		f.From, f.To = "", ""
		add(strings.TrimSpace(p.filter.From+" – "+p.filter.To), f, p.where)
	}
	if p.where != everywhere {
		add(whereNames[p.where], p.filter, everywhere)
	}
	dialogs.SetVisible(p.On, len(p.On.Box.Objects) > 0)
	p.On.Refresh()
	p.Body.Refresh()
}

func (p *Pane) personName(id string) string {
	i := slices.IndexFunc(p.people, func(who store.Person) bool { return who.ID == id })
	if i < 0 || p.people[i].Name == "" {
		return "someone without a name"
	}
	return format.NameLine(p.people[i].Name)
}

// askFilter asks for label, person, dates and documents, once it is known who has worked here.
func (p *Pane) askFilter() {
	model := p.model
	model.Back.Go(func() {
		people, err := model.Store.People(model.Ctx)
		model.Back.OnUI(func() {
			switch {
			case err != nil:
				model.Fail(fmt.Errorf("reading who has worked here: %w", err))
			case len(p.host.Modals) == 0:
				p.people = people
				p.showFilterDialog()
			}
		})
	})
}

// FilterForm is the dialog of filters.
type FilterForm struct {
	Documents, Label, Person *dialogs.KeySelect
	From, To                 *dialogs.KeyEntry
	wrong                    *widget.Label
	Dialog                   *dialogs.OpenModal
}

func (p *Pane) showFilterDialog() {
	host, labels := p.host, p.model.Labels
	choice := func(options []string, at int) *dialogs.KeySelect {
		s := dialogs.NewKeySelect(options, host.ModalKey)
		s.SetSelectedIndex(at)
		return s
	}
	f := &FilterForm{Documents: choice(whereNames, int(p.where)), wrong: widget.NewLabel("")}
	labelIDs, names := []string{""}, []string{"Any label", "No label"}
	for _, l := range labels {
		labelIDs, names = append(labelIDs, l.ID), append(names, format.NameLine(l.Name))
	}
	at := 0
	if p.filter.LabelIDs != nil {
		at = 1 + slices.Index(labelIDs, p.filter.LabelIDs[0])
	}
	f.Label = choice(names, at)
	names, at = []string{"Anyone"}, 0
	for i, who := range p.people {
		names = append(names, p.personName(who.ID))
		if p.filter.PersonIDs != nil && p.filter.PersonIDs[0] == who.ID {
			at = i + 1
		}
	}
	f.Person = choice(names, at)
	const example = "2025, 2025-02 or 2025-02-10"
	f.From, f.To = host.DetailEntry(p.filter.From, example), host.DetailEntry(p.filter.To, example)
	f.wrong.Importance = widget.DangerImportance
	form := widget.NewForm(widget.NewFormItem("Documents", f.Documents), widget.NewFormItem("Published from", f.From), widget.NewFormItem("Published to", f.To),
		widget.NewFormItem("Label", f.Label), widget.NewFormItem("Person", f.Person))
	content := container.NewVBox(form, f.wrong, dialogs.Small("Label and person are those of claims: with one of them chosen, claims, notes and evidence are found, and no passages of documents."))
	f.Dialog = host.ShowModal(dialogs.Modal{Title: "Filter the search", Content: content, Confirm: "Filter", Cancel: "Cancel", Focus: f.Documents, Width: 480,
		OnConfirm: func() bool {
			chosen := search.Filter{From: f.From.Text, To: f.To.Text}
			if i := f.Label.SelectedIndex(); i > 0 {
				chosen.LabelIDs = []string{labelIDs[i-1]}
			}
			if i := f.Person.SelectedIndex(); i > 0 {
				chosen.PersonIDs = []string{p.people[i-1].ID}
			}
			p.setFilter(chosen, where(max(0, f.Documents.SelectedIndex())))
			return true
		}, OnClose: func() {
			p.Form = nil
			p.host.FocusOn(p.Field)
		}})
	f.From.OnChanged, f.To.OnChanged = func(string) { f.check() }, func(string) { f.check() }
	p.Form = f
}

// check says what is wrong with the dates.
func (f *FilterForm) check() {
	said := ""
	for _, e := range []*dialogs.KeyEntry{f.From, f.To} {
		if e.Text != "" && !format.IsDate(e.Text) {
			said = "Write a date as 2025, 2025-02 or 2025-02-10."
		}
	}
	f.wrong.SetText(said)
	f.Dialog.Allow(said == "")
}
