package search

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
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

var whereNames = []string{locale.Mark("In all documents"), locale.Mark("In this document"), locale.Mark("In the listed documents")}

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
		name := locale.T("No label")
		if id := p.filter.LabelIDs[0]; id != "" {
			name = p.labelName(id)
		}
		add(name, f, p.where)
	}
	if f := p.filter; f.PersonIDs != nil {
		f.PersonIDs = nil
		add(locale.T("By {{.Person}}", "Person", p.personName(p.filter.PersonIDs[0])), f, p.where)
	}
	if f := p.filter; f.From != "" || f.To != "" {
		f.From, f.To = "", ""
		add(strings.TrimSpace(p.filter.From+" – "+p.filter.To), f, p.where)
	}
	if p.where != everywhere {
		add(locale.T(whereNames[p.where]), p.filter, everywhere)
	}
	dialogs.SetVisible(p.On, len(p.On.Box.Objects) > 0)
	p.On.Refresh()
	p.Body.Refresh()
}

func (p *Pane) personName(id string) string {
	i := slices.IndexFunc(p.people, func(who store.Person) bool { return who.ID == id })
	if i < 0 || p.people[i].Name == "" {
		return locale.T("No name")
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
	names := make([]string, len(whereNames))
	for i, name := range whereNames {
		names[i] = locale.T(name)
	}
	f := &FilterForm{Documents: choice(names, int(p.where)), wrong: widget.NewLabel("")}
	labelIDs := []string{""}
	names = []string{locale.T("Any label"), locale.T("No label")}
	for _, l := range labels {
		labelIDs, names = append(labelIDs, l.ID), append(names, format.NameLine(l.Name))
	}
	at := 0
	if p.filter.LabelIDs != nil {
		at = 1 + slices.Index(labelIDs, p.filter.LabelIDs[0])
	}
	f.Label = choice(names, at)
	names, at = []string{locale.T("Anyone")}, 0
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
	form := widget.NewForm(widget.NewFormItem(locale.T("Documents"), f.Documents), widget.NewFormItem(locale.T("Published from"), f.From), widget.NewFormItem(locale.T("Published to"), f.To),
		widget.NewFormItem(locale.T("Label"), f.Label), widget.NewFormItem(locale.T("Person"), f.Person))
	content := container.NewVBox(form, f.wrong, dialogs.Small(locale.T("With a label or person, only claims, notes and evidence are searched.")))
	f.Dialog = host.ShowModal(dialogs.Modal{Title: locale.T("Filter search results"), Content: content, Confirm: locale.T("Filter"), Cancel: locale.T("Cancel"), Focus: f.Documents, Width: 480,
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
			said = locale.T("Enter a date as 2025, 2025-02 or 2025-02-10.")
		}
	}
	f.wrong.SetText(said)
	f.Dialog.Allow(said == "")
}
