package history

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Histories shows who changed what and when.
type Histories struct {
	*dialogs.Host
	Open *Browser // the dialog of that name, while it is open
}

// Browser is the dialog that shows who changed what and when, and brings
// earlier states of claims back.
type Browser struct {
	host   *Histories
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal

	scopes []store.HistoryFilter // by the choices of scope
	people []store.Person
	Scope  *dialogs.KeySelect
	Person *dialogs.KeySelect
	Kind   *dialogs.KeySelect
	When   *dialogs.KeySelect
	Search *dialogs.SearchEntry
	List   *dialogs.RowList
	Detail *HistoryDetail
	Empty  *widget.Label
	Foot   *widget.Label
	Halt   *dialogs.KeyButton // stops looking for what is rare, or goes on with it

	Entries []store.HistoryEntry
	Next    int64            // where the page after entries begins, 0 for none
	Chosen  string           // the id of the action that is shown
	asked   workspace.Latest // readings
	Reading bool
	Further bool      // it looks for what is rare, page after page
	halted  bool      // the user has stopped that
	back    time.Time // how far back it has come
	stop    context.CancelFunc
	Typing  workspace.Debouncer // words are being typed
}

// changeFilters are the kinds of change one can look for.
var changeFilters = []struct {
	name   string
	filter store.HistoryFilter
}{
	{locale.Mark("All kinds of change"), store.HistoryFilter{}},
	{locale.Mark("Labels set or removed"), store.HistoryFilter{Entity: "claims", Column: "label_id"}},
	{locale.Mark("Claims added"), store.HistoryFilter{Entity: "claims", Verb: store.VerbCreate}},
	{locale.Mark("Claims edited"), store.HistoryFilter{Entity: "claims", Verb: store.VerbUpdate}},
	{locale.Mark("Claims deleted"), store.HistoryFilter{Entity: "claims", Verb: store.VerbDelete}},
	{locale.Mark("Notes"), store.HistoryFilter{Entity: "claims", Column: "note"}},
	{locale.Mark("Evidence"), store.HistoryFilter{Entity: "evidence"}},
	{locale.Mark("Review decisions"), store.HistoryFilter{Entity: "decisions"}},
	{locale.Mark("Documents"), store.HistoryFilter{Entity: "documents"}},
	{locale.Mark("Model suggestions"), store.HistoryFilter{Entity: "suggestions"}},
	{locale.Mark("Dismissed suggestions"), store.HistoryFilter{Entity: "refused_passages"}},
	{locale.Mark("Boilerplate"), store.HistoryFilter{Entity: "not_content"}},
	{locale.Mark("Label definitions"), store.HistoryFilter{Entity: "labels"}},
	{locale.Mark("People"), store.HistoryFilter{Entity: "people"}},
}

// The choices of a time, counted back from today, and of everybody.
var (
	times  = []string{locale.Mark("Any time"), locale.Mark("Today"), locale.Mark("Yesterday"), locale.Mark("Last 7 days"), locale.Mark("Last 30 days"), locale.Mark("Last 365 days")}
	Anyone = locale.Mark("Anyone")
)

// yesterday is the place of that choice among the times.
const yesterday = 2

// HistoryPage is how many entries are read at once, historyMost how many are read again when something has
// changed.
const (
	HistoryPage = 200
	historyMost = 1000
)

// Sizes of the dialog, in pixels.
const (
	historyListWidth  = 360
	historyWidth      = 1060
	historyHeight     = 560
	historyLeastWidth = 700
)

// ShowHistory opens the history of the whole workspace; the menu calls it.
func (h *Histories) ShowHistory() { h.HistoryOf(store.Document{}, nil) }

// ShowClaimHistory shows what has happened to the current claim.
func (h *Histories) ShowClaimHistory() {
	c := h.Workspace.Claim(h.Workspace.Current)
	if c == nil {
		h.Workspace.Notices.Send(locale.T("Choose a claim first."))
		return
	}
	h.HistoryOf(store.Document{}, c)
}

// HistoryOf opens the history at a claim, or at a document, or whole where
// there is neither.
func (h *Histories) HistoryOf(doc store.Document, c *store.Claim) *Browser {
	model := h.Workspace
	b := &Browser{host: h, model: model, stop: func() {}}
	b.Typing = workspace.Debouncer{Back: model.Back, Wait: 250 * time.Millisecond, Ended: b.Reload}
	scopes := []string{locale.T("Whole workspace")}
	b.scopes = []store.HistoryFilter{{}}
	add := func(name string, f store.HistoryFilter) {
		scopes, b.scopes = append(scopes, name), append(b.scopes, f)
	}
	at := 0
	shown := doc
	if shown.ID == "" {
		shown = model.Document
	}
	if shown.ID != "" {
		add(dialogs.VisualOrder(locale.T("In “{{.Document}}”", "Document", format.Shorten(shown.Title, 26))), store.HistoryFilter{DocumentID: shown.ID})
	}
	if doc.ID != "" {
		at = len(scopes) - 1
	}
	inHand := c
	if inHand == nil && doc.ID == "" {
		inHand = model.Claim(model.Current)
	}
	if inHand != nil {
		add(dialogs.VisualOrder(locale.T("Claim “{{.Quote}}”", "Quote", format.Shorten(inHand.Quote, 24))), store.HistoryFilter{ClaimID: inHand.ID})
	}
	if c != nil {
		at = len(scopes) - 1
	}
	b.build(scopes, at)
	b.readPeople()
	b.Reload()
	return b
}

func (b *Browser) build(scopes []string, at int) {
	host := b.host
	choice := func(options []string, at int) *dialogs.KeySelect {
		s := dialogs.NewKeySelect(options, host.ModalEscape)
		s.SetSelectedIndex(at)
		s.OnChanged = func(string) { b.Reload() }
		return s
	}
	var names []string
	for _, k := range changeFilters {
		names = append(names, locale.T(k.name))
	}
	var when []string
	for _, time := range times {
		when = append(when, locale.T(time))
	}
	b.Scope, b.Person = choice(scopes, at), choice([]string{locale.T(Anyone)}, 0)
	b.Kind, b.When = choice(names, 0), choice(when, 0)
	b.Search = dialogs.NewSearchEntry(locale.T("Search in changes"), func(string) { b.Typing.Touch() })
	b.Search.OnDown = func() { host.Win.Canvas().Focus(b.List) }
	b.Search.OnEnter, b.Search.OnEscape = b.Search.OnDown, b.Search.OnDown
	b.Search.OnKey = host.ModalKey
	sought := b.Search.Offer
	b.Search.Offer = func(name fyne.KeyName) bool { // Escape in the empty field has nothing to empty
		return name == fyne.KeyEscape && b.Search.Text == "" && host.ModalKey(name) || sought(name)
	}
	b.List = newHistoryList(b)
	b.Empty = dialogs.Wrapped("")
	b.Empty.Alignment = fyne.TextAlignCenter
	b.Foot = widget.NewLabel("")
	b.Foot.SizeName = theme.SizeNameCaptionText
	b.Halt = dialogs.NewKeyButton(locale.T("Stop"), host.ModalKey, b.stopOrContinue)
	b.Halt.Hide()

	size := host.Win.Canvas().Size()
	width := max(historyLeastWidth, min(historyWidth, size.Width-80))
	height := max(240, min(historyHeight, size.Height-250))
	b.Detail = newHistoryDetail(b, width-historyListWidth-theme.Padding())
	page := canvas.NewRectangle(theme.Color(dialogs.ColourPage))
	page.CornerRadius = 6
	page.StrokeColor, page.StrokeWidth = theme.Color(theme.ColorNameSeparator), 1
	left := container.NewGridWrap(fyne.NewSize(historyListWidth, height),
		container.NewStack(b.List.Framed(), container.NewCenter(container.NewGridWrap(fyne.NewSize(historyListWidth-40, 80), b.Empty))))
	right := container.NewGridWrap(fyne.NewSize(width-historyListWidth-theme.Padding(), height), container.NewStack(page, b.Detail.scroll))
	content := container.NewVBox(
		container.NewGridWithColumns(4, b.Scope, b.Person, b.Kind, b.When),
		b.Search.KeyEntry,
		container.NewHBox(left, right),
		container.NewBorder(nil, nil, nil, b.Halt, b.Foot))
	b.Dialog = host.ShowModal(dialogs.Modal{Title: locale.T("History"), Content: content, Confirm: locale.T(restoreWord), Cancel: locale.T("Close"), Focus: b.List,
		Width: width, OnConfirm: b.restoreChosen, OnClose: b.close})
	host.Open = b
	b.show()
}

func (b *Browser) close() {
	b.stop()
	b.asked.Ask() // whatever is still being read is too late
	b.host.Open = nil
}

// readPeople fills the choice of people.
func (b *Browser) readPeople() {
	model := b.model
	model.Back.Go(func() {
		people, err := model.Store.People(model.Ctx)
		model.Back.OnUI(func() {
			if err != nil {
				model.Fail(fmt.Errorf("reading who has worked here: %w", err))
				return
			}
			b.people = people
			options := []string{locale.T(Anyone)}
			for _, p := range people {
				name := format.Shorten(p.Name, 26)
				if name == "" {
					name = locale.T("No name")
				}
				options = append(options, locale.T("By {{.Person}}", "Person", name))
			}
			b.Person.Options = options
			b.Person.Refresh()
		})
	})
}

// Filter is what the user has chosen, now being the present time.
func (b *Browser) Filter(now time.Time) store.HistoryFilter {
	f := changeFilters[max(0, b.Kind.SelectedIndex())].filter
	scope := b.scopes[max(0, b.Scope.SelectedIndex())]
	f.ClaimID, f.DocumentID = scope.ClaimID, scope.DocumentID
	if i := b.Person.SelectedIndex(); i > 0 {
		f.PersonID = b.people[i-1].ID
	}
	y, m, day := now.Date()
	today := time.Date(y, m, day, 0, 0, 0, 0, now.Location())
	if i := b.When.SelectedIndex(); i > 0 {
		f.From = today.AddDate(0, 0, []int{0, -1, -6, -29, -364}[i-1])
		if i == yesterday {
			f.To = today
		}
	}
	f.Words = b.Search.Text
	return f
}

// Reload reads the history from its newest end, as far as it was shown.
func (b *Browser) Reload() {
	b.read(0, min(historyMost, max(HistoryPage, len(b.Entries))))
}

// more reads the page after those that are shown.
func (b *Browser) more() {
	if b.Next != 0 && !b.Reading {
		b.read(b.Next, HistoryPage)
	}
}

// lookingBack is how long is looked for what fits before it is shown how far that is.
const lookingBack = 400 * time.Millisecond

// read reads a page away from the interface thread; from 0 begins anew.
func (b *Browser) read(from int64, limit int) {
	b.stop()
	current, model, f := b.asked.Ask(), b.model, b.Filter(time.Now())
	ctx, stop := context.WithCancel(model.Ctx)
	b.stop, b.Reading, b.halted = stop, true, false
	if b.Further = b.Further && from != 0; !b.Further {
		b.Halt.Hide()
	}
	model.Back.Go(func() {
		defer stop()
		began, next := time.Now(), from
		page, err := model.Store.History(ctx, f, next, limit)
		// Looking back over what the filter leaves out is shown now and then, not at every page: drawing would take longer.
		for from != 0 && err == nil && len(page.Entries) == 0 && page.Next != 0 && time.Since(began) < lookingBack {
			next = page.Next
			page, err = model.Store.History(ctx, f, next, limit)
		}
		model.Back.OnUI(func() {
			if !current() {
				return
			}
			b.Reading = false
			if err != nil {
				model.Fail(fmt.Errorf("reading the history: %w", err))
				return
			}
			if from == 0 {
				b.Entries = nil
			}
			b.Entries, b.Next = append(b.Entries, page.Entries...), page.Next
			b.back = page.At
			b.Further = len(b.Entries) < HistoryPage && b.Next != 0 // what is rare lies further back
			if from == 0 || len(page.Entries) > 0 || !b.Further {
				b.show()
			}
			if b.Further {
				b.Foot.SetText(locale.N("{{.N}} changes so far. Searching before {{.Date}}…", len(b.Entries), "Date", format.LongDate(b.back)))
				b.Halt.SetText(locale.T("Stop"))
				b.Halt.Show()
				b.more()
			} else {
				b.Halt.Hide()
			}
		})
	})
}

// stopOrContinue stops looking further back, or goes on with it.
func (b *Browser) stopOrContinue() {
	if !b.Reading {
		b.Further = true
		b.Halt.SetText(locale.T("Stop"))
		b.more()
		return
	}
	b.stop()
	b.asked.Ask() // whatever is still being read is too late
	b.Reading, b.halted = false, true
	b.show()
	b.Foot.SetText(locale.N("{{.N}} changes so far. Stopped at {{.Date}}.", len(b.Entries), "Date", format.LongDate(b.back)))
	b.Halt.SetText(locale.T("Continue searching"))
}

// show shows the entries, and again the one that was chosen.
func (b *Browser) show() {
	switch {
	case len(b.Entries) > 0 || b.Reading || b.Further && !b.halted:
		b.Empty.SetText("")
	case b.halted:
		b.Empty.SetText(locale.T("No changes found so far."))
	case b.Filter(time.Now()) == store.HistoryFilter{}:
		b.Empty.SetText(locale.T("No changes yet. Everything you do is listed here."))
	default:
		b.Empty.SetText(locale.T("No changes found. Change the filters above, or clear the search."))
	}
	b.Foot.SetText(b.footText())
	b.List.Refresh()
	at := b.Row(b.Chosen)
	if at < 0 && len(b.Entries) > 0 {
		at = 0
		b.List.ScrollToTop()
	}
	b.List.UnselectAll()
	if at >= 0 {
		b.List.Select(at)
	} else {
		b.choose(-1)
	}
}

func (b *Browser) footText() string {
	switch {
	case b.Next != 0:
		return locale.N("{{.N}} changes shown. Scroll down for older ones.", len(b.Entries))
	case len(b.Entries) > 0:
		return locale.N("{{.N}} changes.", len(b.Entries))
	}
	return ""
}

// Row is the row of an action, -1 where it is not among those that were read.
func (b *Browser) Row(actionID string) int {
	for i := range b.Entries {
		if b.Entries[i].Action.ID == actionID {
			return i
		}
	}
	return -1
}

// choose shows one entry, -1 none.
func (b *Browser) choose(i int) {
	b.Chosen = ""
	var e *store.HistoryEntry
	if i >= 0 && i < len(b.Entries) {
		e = &b.Entries[i]
		b.Chosen = e.Action.ID
	}
	b.Detail.show(e)
	if b.Dialog == nil {
		return
	}
	b.Dialog.Ok.SetText(locale.T(restoreWord))
	r := onlyClaim(e)
	if r != nil && r.Verb == store.VerbDelete {
		b.Dialog.Ok.SetText(locale.T("Restore claim"))
	}
	b.Dialog.Allow(r != nil && r.Restorable)
}

var restoreWord = locale.Mark("Restore this version")

// onlyClaim gives the one claim that an entry is about, nil where it is about
// none or several.
func onlyClaim(e *store.HistoryEntry) *store.HistoryRow {
	if e == nil || e.More {
		return nil
	}
	var only *store.HistoryRow
	for i := range e.Rows {
		if e.Rows[i].Entity != "claims" {
			continue
		}
		if only != nil {
			return nil
		}
		only = &e.Rows[i]
	}
	return only
}

// restoreChosen restores the claim of the entry that is shown. The dialog
// stays open and shows the new change on top.
func (b *Browser) restoreChosen() bool {
	if at := b.Row(b.Chosen); at >= 0 {
		if r := onlyClaim(&b.Entries[at]); r != nil && r.Restorable {
			b.model.RestoreClaim(r.ID, r.Seq)
		}
	}
	return false
}
