package evidence

import (
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/textfield"
)

// EvidenceDialogs shows the dialogs about evidence.
type EvidenceDialogs struct{ *dialogs.Host }

// evidenceForm is the fields of a dialog about a piece of evidence.
type evidenceForm struct {
	host      *dialogs.Host
	before    store.Evidence // as it is stored; its ID is "" for one that is to be added
	stance    *dialogs.RadioGroup
	set       *dialogs.KeyEntry
	note      *textfield.Field
	url       *dialogs.KeyEntry // nil, as are those that follow, for a passage of a document
	quote     *textfield.Field
	published *dialogs.KeyEntry
	archive   *dialogs.KeyEntry
	problem   *dialogs.FormProblem
	drafts    *dialogs.DraftForm
	rows      *fyne.Container
}

// stanceNames are the options for the stance, in the order of dialogs.Stances.
func stanceNames() (names []string) {
	for _, s := range dialogs.Stances() {
		names = append(names, dialogs.StanceSign(s)+" "+dialogs.StanceName(s))
	}
	return names
}

func (d *EvidenceDialogs) newForm(e store.Evidence, set string) *evidenceForm {
	f := &evidenceForm{host: d.Host, before: e, problem: d.NewFormProblem(1)}
	f.stance = dialogs.NewRadioRow(d.ModalKey, stanceNames()...)
	chosen := ""
	for i, s := range dialogs.Stances() {
		if s == e.Stance {
			chosen = stanceNames()[i]
		}
	}
	f.stance.SetSelected(chosen)
	f.set = d.DetailEntry(set, locale.T("Passages that hold only together share a number"))
	f.note = d.TextField(locale.T("What it says about the claim"), 2)
	f.note.SetText(e.Note)
	f.drafts = dialogs.NewDraftForm(d.Workspace, workspace.FormEvidence, workspace.EvidenceSubject(e))
	f.rows = container.New(layout.NewFormLayout())
	row := func(name string, o fyne.CanvasObject) {
		f.rows.Add(dialogs.Top(widget.NewLabel(name)))
		f.rows.Add(o)
	}
	line := func(name, field, stored, hint string) *dialogs.KeyEntry {
		entry := d.DetailEntry(stored, hint)
		row(name, f.problem.Field(entry))
		f.drafts.Add(field, name, stored, entry.SetText, &entry.OnChanged)
		return entry
	}
	if e.DocumentID == "" {
		f.url = line("URL", "url", e.URL, locale.T("https://…"))
		f.quote = d.TextField(locale.T("The words that bear on the claim"), 3)
		f.quote.SetText(e.Quote)
		row(locale.T("Quote"), f.problem.Field(f.quote))
		f.drafts.AddText("quote", locale.T("The quote"), e.Quote, f.quote)
		f.published = line(locale.T("Date"), "published", e.Published, dialogs.DateHint())
		f.archive = line(locale.T("Archive link"), "archive", e.ArchiveURL, locale.T("Where a copy of it is kept: https://…"))
	} else {
		quote := dialogs.NewTextLines(min(5, 1+len([]rune(e.Quote))/60), theme.SizeNameText, false)
		quote.SetText("“" + e.Quote + "”")
		row(locale.T("Passage"), quote)
		where := dialogs.NewTextLine(false)
		where.SetText(strings.Join(format.NonEmpty(format.NameLine(e.Document), d.Workspace.LocateEvidence(e)), ", "))
		row(locale.T("Document"), where)
	}
	row(locale.T("Stance"), f.stance)
	f.drafts.Add("stance", locale.T("The stance"), chosen, f.stance.SetSelected, &f.stance.OnChanged)
	row(locale.T("Set"), f.problem.Field(f.set))
	f.drafts.Add("set", locale.T("The set"), set, f.set.SetText, &f.set.OnChanged)
	row(locale.T("Note"), f.note)
	f.drafts.AddText("note", locale.T("The note"), e.Note, f.note)
	if e.ID != "" {
		row(locale.T("Added by"), widget.NewLabel(strings.Join(format.NonEmpty(format.NameLine(e.Person), format.Moment(e.CreatedAt, time.Now())), " · ")))
	}
	return f
}

// said is the evidence as the form has it.
func (f *evidenceForm) said() store.Evidence {
	e := f.before
	for i, name := range stanceNames() {
		if name == f.stance.Selected {
			e.Stance = dialogs.Stances()[i]
		}
	}
	e.Note = f.note.Text()
	if f.url != nil {
		e.URL, e.Quote = strings.TrimSpace(f.url.Text), strings.TrimSpace(f.quote.Text())
		e.Published, e.ArchiveURL = strings.TrimSpace(f.published.Text), strings.TrimSpace(f.archive.Text)
		if e.Quote == strings.TrimSpace(f.before.Quote) { // the field was not changed
			e.Quote = f.before.Quote
		}
	}
	return e
}

// number is the set that is typed, 0 for an empty field.
func (f *evidenceForm) number() (n int, ok bool) {
	text := strings.TrimSpace(f.set.Text)
	if text == "" {
		return 0, true
	}
	n, err := strconv.Atoi(text)
	return n, err == nil && n >= 1 && n <= mostSets
}

// mostSets bounds the number of a set.
const mostSets = 9999

// right tells whether the form can be saved, and what stands against it where not.
func (f *evidenceForm) right() bool {
	e := f.said()
	if _, ok := f.number(); !ok {
		return f.problem.At(f.set, locale.T("The set is a number from 1."))
	}
	if f.url == nil {
		return true
	}
	switch {
	case e.URL == "" && e.Quote == "":
		return f.problem.At(f.url, locale.T("An outside source needs a URL or a quote."))
	case !IsAddress(e.URL):
		return f.problem.At(f.url, locale.T("The URL is no address: it begins with https:// or http:// and has no spaces."))
	case !format.IsPartialDate(e.Published):
		return f.problem.At(f.published, dialogs.WrongDate())
	case !IsAddress(e.ArchiveURL):
		return f.problem.At(f.archive, locale.T("The archive link is no address: it begins with https:// or http:// and has no spaces."))
	}
	return true
}

// show shows the form as a dialog, which save saves.
func (f *evidenceForm) show(title, confirm string, changed func() bool, save func()) *dialogs.OpenModal {
	fields := []*textfield.Field{f.note}
	var focus fyne.Focusable = f.note
	if f.quote != nil {
		fields, focus = []*textfield.Field{f.quote, f.note}, f.url
	}
	dialog := f.host.ShowModal(dialogs.Modal{Title: title, Content: container.NewVBox(f.rows, f.problem.Body), Confirm: confirm, Cancel: locale.T("Cancel"), Width: 580, Focus: focus,
		Fields: fields, Form: f.drafts, Saves: true, TypedInto: changed,
		OnConfirm: func() bool {
			if !f.right() {
				return false
			}
			save()
			return true
		}})
	if f.host.Workspace.ReadOnly() {
		dialog.Ok.Disable()
	}
	return dialog
}

// ShowEvidence edits what is said of a piece of evidence: of an outside source all, of a passage all but its words.
func (d *EvidenceDialogs) ShowEvidence(e store.Evidence) {
	if !d.Workspace.MaySeeAll(e.ClaimID) {
		return
	}
	f := d.newForm(e, strconv.Itoa(e.Set))
	edit := func() (x store.EvidenceEdit) {
		said := f.said()
		if said.Stance != e.Stance {
			x.Stance = &said.Stance
		}
		if n, ok := f.number(); ok && n > 0 && n != e.Set {
			x.Set = &n
		}
		workspace.Keep(&x.Note, e.Note, said.Note)
		if e.DocumentID == "" {
			workspace.Keep(&x.URL, e.URL, said.URL)
			workspace.Keep(&x.Quote, e.Quote, said.Quote)
			workspace.Keep(&x.Published, e.Published, said.Published)
			workspace.Keep(&x.ArchiveURL, e.ArchiveURL, said.ArchiveURL)
		}
		return x
	}
	title := locale.T("Evidence")
	if e.DocumentID == "" {
		title = locale.T("Outside source")
	}
	f.show(title, locale.T("Save"), func() bool {
		_, ok := f.number()
		return !ok || edit() != store.EvidenceEdit{}
	}, func() {
		if x := edit(); x != (store.EvidenceEdit{}) {
			d.Workspace.EditEvidence(e, x, f.drafts.Take()...)
		}
	})
}

// AskSource asks for an outside source for the claim in hand.
func (d *EvidenceDialogs) AskSource() {
	model := d.Workspace
	claim := model.Hand
	switch {
	case claim.ID == "":
		model.Notices.Send(locale.T("Choose a claim first."))
		return
	case !model.MayChange(claim.ID):
		return
	}
	empty := store.Evidence{ClaimID: claim.ID, Stance: store.StanceSupports}
	f := d.newForm(empty, "")
	f.set.SetPlaceHolder(locale.T("A set of its own"))
	f.show(locale.T("Outside source for “{{.Quote}}”", "Quote", format.Shorten(format.OneLine(claim.Quote), 50)), locale.T("Add"), func() bool { return f.said() != empty || f.set.Text != "" }, func() {
		said := f.said()
		set, _ := f.number()
		model.AddEvidence(store.NewEvidence{ClaimID: claim.ID, Stance: said.Stance, Set: set, URL: said.URL, Quote: said.Quote, Note: said.Note,
			Published: said.Published, ArchiveURL: said.ArchiveURL}, f.drafts.Take()...)
	})
}
