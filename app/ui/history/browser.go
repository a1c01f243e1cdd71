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

// kinds are the kinds of change one can look for.
var kinds = []struct {
	name   string
	filter store.HistoryFilter
}{
	{"All kinds of change", store.HistoryFilter{}},
	{"Labels given or taken", store.HistoryFilter{Entity: "claims", Column: "label_id"}},
	{"Claims added", store.HistoryFilter{Entity: "claims", Verb: store.VerbCreate}},
	{"Claims edited", store.HistoryFilter{Entity: "claims", Verb: store.VerbUpdate}},
	{"Claims deleted", store.HistoryFilter{Entity: "claims", Verb: store.VerbDelete}},
	{"Notes", store.HistoryFilter{Entity: "claims", Column: "note"}},
	{"Evidence", store.HistoryFilter{Entity: "evidence"}},
	{"Review decisions", store.HistoryFilter{Entity: "decisions"}},
	{"Documents", store.HistoryFilter{Entity: "documents"}},
	{"What is not content", store.HistoryFilter{Entity: "not_content"}},
	{"Labels themselves", store.HistoryFilter{Entity: "labels"}},
	{"People", store.HistoryFilter{Entity: "people"}},
}

var (
	times  = []string{"At any time", "Today", "Yesterday", "Last 7 days", "Last 30 days", "Last 365 days"}
	Anyone = "By anyone"
)

// historyPage is how many entries are read at once, historyMost how many are
// read again when something has changed.
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

func (w *Histories) ShowHistory() { w.HistoryOf(store.Document{}, nil) }

// ShowClaimHistory shows what has happened to the claim in hand.
func (w *Histories) ShowClaimHistory() {
	c := w.Workspace.Claim(w.Workspace.Current)
	if c == nil {
		w.Workspace.Notices.Send("Choose a claim first.")
		return
	}
	w.HistoryOf(store.Document{}, c)
}

// HistoryOf opens the history at a claim, or at a document, or whole where
// there is neither.
func (w *Histories) HistoryOf(doc store.Document, c *store.Claim) *Browser {
	d := w.Workspace
	h := &Browser{host: w, model: d, stop: func() {}}
	h.Typing = workspace.Debouncer{Back: d.Back, Wait: 250 * time.Millisecond, Ended: h.Reload}
	scopes := []string{"Everything"}
	h.scopes = []store.HistoryFilter{{}}
	add := func(name string, f store.HistoryFilter) {
		scopes, h.scopes = append(scopes, name), append(h.scopes, f)
	}
	at := 0
	shown := doc
	if shown.ID == "" {
		shown = d.Document
	}
	if shown.ID != "" {
		add(dialogs.VisualOrder("In “"+format.Shorten(shown.Title, 26)+"”"), store.HistoryFilter{DocumentID: shown.ID})
	}
	if doc.ID != "" {
		at = len(scopes) - 1
	}
	inHand := c
	if inHand == nil && doc.ID == "" {
		inHand = d.Claim(d.Current)
	}
	if inHand != nil {
		add(dialogs.VisualOrder("Claim “"+format.Shorten(inHand.Quote, 24)+"”"), store.HistoryFilter{ClaimID: inHand.ID})
	}
	if c != nil {
		at = len(scopes) - 1
	}
	h.build(scopes, at)
	h.readPeople()
	h.Reload()
	return h
}

func (h *Browser) build(scopes []string, at int) {
	w := h.host
	choice := func(options []string, at int) *dialogs.KeySelect {
		s := dialogs.NewKeySelect(options, w.ModalEscape)
		s.SetSelectedIndex(at)
		s.OnChanged = func(string) { h.Reload() }
		return s
	}
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	h.Scope, h.Person = choice(scopes, at), choice([]string{Anyone}, 0)
	h.Kind, h.When = choice(names, 0), choice(times, 0)
	h.Search = dialogs.NewSearchEntry("Search in what was changed", func(string) { h.Typing.Touch() })
	h.Search.OnDown = func() { w.Win.Canvas().Focus(h.List) }
	h.Search.OnEnter, h.Search.OnEscape = h.Search.OnDown, h.Search.OnDown
	h.Search.OnKey = w.ModalKey
	sought := h.Search.Offer
	h.Search.Offer = func(name fyne.KeyName) bool { // Escape in the empty field has nothing to empty
		return name == fyne.KeyEscape && h.Search.Text == "" && w.ModalKey(name) || sought(name)
	}
	h.List = newHistoryList(h)
	h.Empty = widget.NewLabel("")
	h.Empty.Wrapping = fyne.TextWrapWord
	h.Empty.Alignment = fyne.TextAlignCenter
	h.Foot = widget.NewLabel("")
	h.Foot.SizeName = theme.SizeNameCaptionText
	h.Halt = dialogs.NewKeyButton("Stop", w.ModalKey, h.stopOrGoOn)
	h.Halt.Hide()

	size := w.Win.Canvas().Size()
	width := max(historyLeastWidth, min(historyWidth, size.Width-80))
	height := max(240, min(historyHeight, size.Height-250))
	h.Detail = newHistoryDetail(h, width-historyListWidth-theme.Padding())
	page := canvas.NewRectangle(theme.Color(dialogs.ColourPage))
	page.CornerRadius = 6
	page.StrokeColor, page.StrokeWidth = theme.Color(theme.ColorNameSeparator), 1
	left := container.NewGridWrap(fyne.NewSize(historyListWidth, height),
		container.NewStack(h.List.Framed(), container.NewCenter(container.NewGridWrap(fyne.NewSize(historyListWidth-40, 80), h.Empty))))
	right := container.NewGridWrap(fyne.NewSize(width-historyListWidth-theme.Padding(), height), container.NewStack(page, h.Detail.scroll))
	content := container.NewVBox(
		container.NewGridWithColumns(4, h.Scope, h.Person, h.Kind, h.When),
		h.Search.KeyEntry,
		container.NewHBox(left, right),
		container.NewBorder(nil, nil, nil, h.Halt, h.Foot))
	h.Dialog = w.ShowModal(dialogs.Modal{Title: "History", Content: content, Confirm: restoreWord, Cancel: "Close", Focus: h.List,
		Width: width, OnConfirm: h.restoreChosen, OnClose: h.close})
	w.Open = h
	h.show()
}

func (h *Browser) close() {
	h.stop()
	h.asked.Ask() // whatever is still being read is too late
	h.host.Open = nil
}

// readPeople fills the choice of people.
func (h *Browser) readPeople() {
	d := h.model
	d.Back.Go(func() {
		people, err := d.Store.People(d.Ctx)
		d.Back.OnUI(func() {
			if err != nil {
				d.Fail(fmt.Errorf("reading who has worked here: %w", err))
				return
			}
			h.people = people
			options := []string{Anyone}
			for _, p := range people {
				name := format.Shorten(p.Name, 26)
				if name == "" {
					name = "someone without a name"
				}
				options = append(options, "By "+name)
			}
			h.Person.Options = options
			h.Person.Refresh()
		})
	})
}

// Filter is what the user has chosen, now being the present time.
func (h *Browser) Filter(now time.Time) store.HistoryFilter {
	f := kinds[max(0, h.Kind.SelectedIndex())].filter
	scope := h.scopes[max(0, h.Scope.SelectedIndex())]
	f.ClaimID, f.DocumentID = scope.ClaimID, scope.DocumentID
	if i := h.Person.SelectedIndex(); i > 0 {
		f.PersonID = h.people[i-1].ID
	}
	y, m, day := now.Date()
	today := time.Date(y, m, day, 0, 0, 0, 0, now.Location())
	if i := h.When.SelectedIndex(); i > 0 {
		f.From = today.AddDate(0, 0, []int{0, -1, -6, -29, -364}[i-1])
		if times[i] == "Yesterday" {
			f.To = today
		}
	}
	f.Words = h.Search.Text
	return f
}

// Reload reads the history from its newest end, as far as it was shown.
func (h *Browser) Reload() {
	h.read(0, min(historyMost, max(HistoryPage, len(h.Entries))))
}

// more reads the page after those that are shown.
func (h *Browser) more() {
	if h.Next != 0 && !h.Reading {
		h.read(h.Next, HistoryPage)
	}
}

// read reads a page away from the interface thread; from 0 begins anew.
func (h *Browser) read(from int64, limit int) {
	h.stop()
	current, d, f := h.asked.Ask(), h.model, h.Filter(time.Now())
	ctx, stop := context.WithCancel(d.Ctx)
	h.stop, h.Reading, h.halted = stop, true, false
	if h.Further = h.Further && from != 0; !h.Further {
		h.Halt.Hide()
	}
	d.Back.Go(func() {
		defer stop()
		page, err := d.Store.History(ctx, f, from, limit)
		d.Back.OnUI(func() {
			if !current() {
				return
			}
			h.Reading = false
			if err != nil {
				d.Fail(fmt.Errorf("reading the history: %w", err))
				return
			}
			if from == 0 {
				h.Entries = nil
			}
			h.Entries, h.Next = append(h.Entries, page.Entries...), page.Next
			h.show()
			h.back = page.At
			if h.Further = len(h.Entries) < HistoryPage && h.Next != 0; h.Further { // what is rare lies further back
				h.Foot.SetText(h.footText() + " Looking further back than " + h.back.Local().Format("2 January 2006") + "…")
				h.Halt.SetText("Stop")
				h.Halt.Show()
				h.more()
			} else {
				h.Halt.Hide()
			}
		})
	})
}

// stopOrGoOn stops looking further back, or goes on with it.
func (h *Browser) stopOrGoOn() {
	if !h.Reading {
		h.Further = true
		h.Halt.SetText("Stop")
		h.more()
		return
	}
	h.stop()
	h.asked.Ask() // whatever is still being read is too late
	h.Reading, h.halted = false, true
	h.show()
	h.Foot.SetText(format.Plural(len(h.Entries), "change") + " so far. Stopped at " + h.back.Local().Format("2 January 2006") + ".")
	h.Halt.SetText("Look further back")
}

// show shows the entries, and again the one that was chosen.
func (h *Browser) show() {
	switch {
	case len(h.Entries) > 0 || h.Reading:
		h.Empty.SetText("")
	case h.Filter(time.Now()) == store.HistoryFilter{}:
		h.Empty.SetText("Nothing has been changed yet.\nWhat you do will be listed here.")
	default:
		h.Empty.SetText("No change fits.\nChoose less above, or clear the search.")
	}
	h.Foot.SetText(h.footText())
	h.List.Refresh()
	at := h.Row(h.Chosen)
	if at < 0 && len(h.Entries) > 0 {
		at = 0
		h.List.ScrollToTop()
	}
	h.List.UnselectAll()
	if at >= 0 {
		h.List.Select(at)
	} else {
		h.choose(-1)
	}
}

func (h *Browser) footText() string {
	switch {
	case h.Next != 0:
		return format.Plural(len(h.Entries), "change") + " so far; older ones follow as you go down."
	case len(h.Entries) > 0:
		return format.Plural(len(h.Entries), "change") + "."
	}
	return ""
}

func (h *Browser) Row(actionID string) int {
	for i := range h.Entries {
		if h.Entries[i].Action.ID == actionID {
			return i
		}
	}
	return -1
}

// choose shows one entry, -1 none.
func (h *Browser) choose(i int) {
	h.Chosen = ""
	var e *store.HistoryEntry
	if i >= 0 && i < len(h.Entries) {
		e = &h.Entries[i]
		h.Chosen = e.Action.ID
	}
	h.Detail.show(e)
	if h.Dialog == nil {
		return
	}
	h.Dialog.Ok.SetText(restoreWord)
	r := onlyClaim(e)
	if r != nil && r.Verb == store.VerbDelete {
		h.Dialog.Ok.SetText("Bring this claim back")
	}
	if r != nil && r.Restorable {
		h.Dialog.Ok.Enable()
	} else {
		h.Dialog.Ok.Disable()
	}
}

const restoreWord = "Restore this state"

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
func (h *Browser) restoreChosen() bool {
	if at := h.Row(h.Chosen); at >= 0 {
		if r := onlyClaim(&h.Entries[at]); r != nil && r.Restorable {
			h.model.RestoreClaim(r.ID, r.Seq)
		}
	}
	return false
}
