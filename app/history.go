package app

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/store"
)

// history is the dialog that shows who changed what and when, and brings
// earlier states of claims back.
type history struct {
	window *historyDialogs
	desk   *desk
	dialog *openModal

	scopes []store.HistoryFilter // by the choices of scope
	people []store.Person
	scope  *keySelect
	person *keySelect
	kind   *keySelect
	when   *keySelect
	search *searchEntry
	list   *rowList
	detail *historyDetail
	empty  *widget.Label
	foot   *widget.Label
	halt   *keyButton // stops looking for what is rare, or goes on with it

	entries []store.HistoryEntry
	next    int64  // where the page after entries begins, 0 for none
	chosen  string // the id of the action that is shown
	asked   latest // readings
	reading bool
	further bool      // it looks for what is rare, page after page
	halted  bool      // the user has stopped that
	back    time.Time // how far back it has come
	stop    context.CancelFunc
	typing  pause // words are being typed
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
	anyone = "By anyone"
)

// historyPage is how many entries are read at once, historyMost how many are
// read again when something has changed.
const (
	historyPage = 200
	historyMost = 1000
)

// Sizes of the dialog, in pixels.
const (
	historyListWidth  = 360
	historyWidth      = 1060
	historyHeight     = 560
	historyLeastWidth = 700
)

func (w *historyDialogs) showHistory() { w.historyOf(store.Document{}, nil) }

// showClaimHistory shows what has happened to the claim in hand.
func (w *historyDialogs) showClaimHistory() {
	c := w.desk.claim(w.desk.current)
	if c == nil {
		w.desk.told.send("Choose a claim first.")
		return
	}
	w.historyOf(store.Document{}, c)
}

// historyOf opens the history at a claim, or at a document, or whole where
// there is neither.
func (w *historyDialogs) historyOf(doc store.Document, c *store.Claim) *history {
	d := w.desk
	h := &history{window: w, desk: d, stop: func() {}}
	h.typing = pause{back: d.back, wait: 250 * time.Millisecond, ended: h.reload}
	scopes := []string{"Everything"}
	h.scopes = []store.HistoryFilter{{}}
	add := func(name string, f store.HistoryFilter) {
		scopes, h.scopes = append(scopes, name), append(h.scopes, f)
	}
	at := 0
	shown := doc
	if shown.ID == "" {
		shown = d.document
	}
	if shown.ID != "" {
		add(visualOrder("In “"+shorten(shown.Title, 26)+"”"), store.HistoryFilter{DocumentID: shown.ID})
	}
	if doc.ID != "" {
		at = len(scopes) - 1
	}
	inHand := c
	if inHand == nil && doc.ID == "" {
		inHand = d.claim(d.current)
	}
	if inHand != nil {
		add(visualOrder("Claim “"+shorten(inHand.Quote, 24)+"”"), store.HistoryFilter{ClaimID: inHand.ID})
	}
	if c != nil {
		at = len(scopes) - 1
	}
	h.build(scopes, at)
	h.readPeople()
	h.reload()
	return h
}

func (h *history) build(scopes []string, at int) {
	w := h.window
	choice := func(options []string, at int) *keySelect {
		s := newKeySelect(options, w.modalEscape)
		s.SetSelectedIndex(at)
		s.OnChanged = func(string) { h.reload() }
		return s
	}
	var names []string
	for _, k := range kinds {
		names = append(names, k.name)
	}
	h.scope, h.person = choice(scopes, at), choice([]string{anyone}, 0)
	h.kind, h.when = choice(names, 0), choice(times, 0)
	h.search = newSearchEntry("Search in what was changed", func(string) { h.typing.touch() })
	h.search.onDown = func() { w.win.Canvas().Focus(h.list) }
	h.search.onEnter, h.search.onEscape = h.search.onDown, h.search.onDown
	h.search.onKey = w.modalKey
	sought := h.search.offer
	h.search.offer = func(name fyne.KeyName) bool { // Escape in the empty field has nothing to empty
		return name == fyne.KeyEscape && h.search.Text == "" && w.modalKey(name) || sought(name)
	}
	h.list = newHistoryList(h)
	h.empty = widget.NewLabel("")
	h.empty.Wrapping = fyne.TextWrapWord
	h.empty.Alignment = fyne.TextAlignCenter
	h.foot = widget.NewLabel("")
	h.foot.SizeName = theme.SizeNameCaptionText
	h.halt = newKeyButton("Stop", w.modalKey, h.stopOrGoOn)
	h.halt.Hide()

	size := w.win.Canvas().Size()
	width := max(historyLeastWidth, min(historyWidth, size.Width-80))
	height := max(240, min(historyHeight, size.Height-250))
	h.detail = newHistoryDetail(h, width-historyListWidth-theme.Padding())
	page := canvas.NewRectangle(theme.Color(colourPage))
	page.CornerRadius = 6
	page.StrokeColor, page.StrokeWidth = theme.Color(theme.ColorNameSeparator), 1
	left := container.NewGridWrap(fyne.NewSize(historyListWidth, height),
		container.NewStack(h.list.framed(), container.NewCenter(container.NewGridWrap(fyne.NewSize(historyListWidth-40, 80), h.empty))))
	right := container.NewGridWrap(fyne.NewSize(width-historyListWidth-theme.Padding(), height), container.NewStack(page, h.detail.scroll))
	content := container.NewVBox(
		container.NewGridWithColumns(4, h.scope, h.person, h.kind, h.when),
		h.search.keyEntry,
		container.NewHBox(left, right),
		container.NewBorder(nil, nil, nil, h.halt, h.foot))
	h.dialog = w.showModal(modal{title: "History", content: content, confirm: restoreWord, cancel: "Close", focus: h.list,
		width: width, onConfirm: h.restoreChosen, onClose: h.close})
	w.history = h
	h.show()
}

func (h *history) close() {
	h.stop()
	h.asked.ask() // whatever is still being read is too late
	h.window.history = nil
}

// readPeople fills the choice of people.
func (h *history) readPeople() {
	d := h.desk
	d.back.do(func() {
		people, err := d.store.People(d.ctx)
		d.back.post(func() {
			if err != nil {
				d.fail(fmt.Errorf("reading who has worked here: %w", err))
				return
			}
			h.people = people
			options := []string{anyone}
			for _, p := range people {
				name := shorten(p.Name, 26)
				if name == "" {
					name = "someone without a name"
				}
				options = append(options, "By "+name)
			}
			h.person.Options = options
			h.person.Refresh()
		})
	})
}

// filter is what the user has chosen, now being the present time.
func (h *history) filter(now time.Time) store.HistoryFilter {
	f := kinds[max(0, h.kind.SelectedIndex())].filter
	scope := h.scopes[max(0, h.scope.SelectedIndex())]
	f.ClaimID, f.DocumentID = scope.ClaimID, scope.DocumentID
	if i := h.person.SelectedIndex(); i > 0 {
		f.PersonID = h.people[i-1].ID
	}
	y, m, day := now.Date()
	today := time.Date(y, m, day, 0, 0, 0, 0, now.Location())
	if i := h.when.SelectedIndex(); i > 0 {
		f.From = today.AddDate(0, 0, []int{0, -1, -6, -29, -364}[i-1])
		if times[i] == "Yesterday" {
			f.To = today
		}
	}
	f.Words = h.search.Text
	return f
}

// reload reads the history from its newest end, as far as it was shown.
func (h *history) reload() {
	h.read(0, min(historyMost, max(historyPage, len(h.entries))))
}

// more reads the page after those that are shown.
func (h *history) more() {
	if h.next != 0 && !h.reading {
		h.read(h.next, historyPage)
	}
}

// read reads a page away from the interface thread; from 0 begins anew.
func (h *history) read(from int64, limit int) {
	h.stop()
	current, d, f := h.asked.ask(), h.desk, h.filter(time.Now())
	ctx, stop := context.WithCancel(d.ctx)
	h.stop, h.reading, h.halted = stop, true, false
	if h.further = h.further && from != 0; !h.further {
		h.halt.Hide()
	}
	d.back.do(func() {
		defer stop()
		page, err := d.store.History(ctx, f, from, limit)
		d.back.post(func() {
			if !current() {
				return
			}
			h.reading = false
			if err != nil {
				d.fail(fmt.Errorf("reading the history: %w", err))
				return
			}
			if from == 0 {
				h.entries = nil
			}
			h.entries, h.next = append(h.entries, page.Entries...), page.Next
			h.show()
			h.back = page.At
			if h.further = len(h.entries) < historyPage && h.next != 0; h.further { // what is rare lies further back
				h.foot.SetText(h.footText() + " Looking further back than " + h.back.Local().Format("2 January 2006") + "…")
				h.halt.SetText("Stop")
				h.halt.Show()
				h.more()
			} else {
				h.halt.Hide()
			}
		})
	})
}

// stopOrGoOn stops looking further back, or goes on with it.
func (h *history) stopOrGoOn() {
	if !h.reading {
		h.further = true
		h.halt.SetText("Stop")
		h.more()
		return
	}
	h.stop()
	h.asked.ask() // whatever is still being read is too late
	h.reading, h.halted = false, true
	h.show()
	h.foot.SetText(plural(len(h.entries), "change") + " so far. Stopped at " + h.back.Local().Format("2 January 2006") + ".")
	h.halt.SetText("Look further back")
}

// show shows the entries, and again the one that was chosen.
func (h *history) show() {
	switch {
	case len(h.entries) > 0 || h.reading:
		h.empty.SetText("")
	case h.filter(time.Now()) == store.HistoryFilter{}:
		h.empty.SetText("Nothing has been changed yet.\nWhat you do will be listed here.")
	default:
		h.empty.SetText("No change fits.\nChoose less above, or clear the search.")
	}
	h.foot.SetText(h.footText())
	h.list.Refresh()
	at := h.row(h.chosen)
	if at < 0 && len(h.entries) > 0 {
		at = 0
		h.list.ScrollToTop()
	}
	h.list.UnselectAll()
	if at >= 0 {
		h.list.Select(at)
	} else {
		h.choose(-1)
	}
}

func (h *history) footText() string {
	switch {
	case h.next != 0:
		return plural(len(h.entries), "change") + " so far; older ones follow as you go down."
	case len(h.entries) > 0:
		return plural(len(h.entries), "change") + "."
	}
	return ""
}

func (h *history) row(actionID string) int {
	for i := range h.entries {
		if h.entries[i].Action.ID == actionID {
			return i
		}
	}
	return -1
}

// choose shows one entry, -1 none.
func (h *history) choose(i int) {
	h.chosen = ""
	var e *store.HistoryEntry
	if i >= 0 && i < len(h.entries) {
		e = &h.entries[i]
		h.chosen = e.Action.ID
	}
	h.detail.show(e)
	if h.dialog == nil {
		return
	}
	h.dialog.ok.SetText(restoreWord)
	r := onlyClaim(e)
	if r != nil && r.Verb == store.VerbDelete {
		h.dialog.ok.SetText("Bring this claim back")
	}
	if r != nil && r.Restorable {
		h.dialog.ok.Enable()
	} else {
		h.dialog.ok.Disable()
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
func (h *history) restoreChosen() bool {
	if at := h.row(h.chosen); at >= 0 {
		if r := onlyClaim(&h.entries[at]); r != nil && r.Restorable {
			h.desk.restoreClaim(r.ID, r.Seq)
		}
	}
	return false
}
