package document

import (
	"context"
	"fmt"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/backup"
	"factmark/app/find"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// occurrence is a place where the sought words stand, shown with what is around it.
type occurrence struct {
	claim   store.NewClaim
	title   string
	context string
	Wanted  bool
}

// markAllDialog is the dialog that marks every place of some words, after a look at them.
type markAllDialog struct {
	host   *dialogs.Host
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal
	words  string

	Scope  *dialogs.RadioGroup
	Label  *dialogs.KeySelect
	labels []store.Label // that can be chosen there
	Loose  *dialogs.KeyCheck
	whole  *dialogs.KeyCheck
	Count  *widget.Label
	End    *dialogs.KeyButton // stops the search
	list   *dialogs.KeyList

	Found         []occurrence
	Already       int // places that are claims of the user's own
	looked, total int // documents
	Looking       bool
	asked         workspace.Latest // searches
	stop          context.CancelFunc
}

// maxOccurrences is how many claims are made at once; more is no longer looked at one by one.
const maxOccurrences = 5_000

// AskOccurrences offers to mark all occurrences of the selected words.
func (d *DocumentDialogs) AskOccurrences() {
	words := d.Text.SelectedSpan().Trimmed().Text
	if words == "" {
		d.Workspace.Notices.Send(locale.T("Select the words first."))
		return
	}
	d.OccurrencesOf(words)
}

// OccurrencesOf opens the dialog that marks all occurrences of some words, and begins to look for them.
func (d *DocumentDialogs) OccurrencesOf(words string) *markAllDialog {
	m := &markAllDialog{host: d.Host, model: d.Workspace, words: words, stop: func() {}}
	m.Scope = dialogs.NewRadioRow(d.ModalKey, dialogs.ScopeDocument, dialogs.ScopeWorkspace)
	m.Scope.OnChanged = func(string) { m.search() }
	m.Label = dialogs.NewKeySelect(nil, d.ModalEnd)
	m.labels = append([]store.Label{workspace.NoLabel}, d.Workspace.OfferedLabels()...)
	for _, l := range m.labels {
		m.Label.Options = append(m.Label.Options, l.Name)
	}
	m.Label.SetSelectedIndex(0)
	m.Loose, m.whole = dialogs.NewKeyCheck(d.ModalKey), dialogs.NewKeyCheck(d.ModalKey)
	m.Loose.Text, m.whole.Text = locale.T("Ignore case, accents and quote styles"), locale.T("Whole words")
	m.Loose.OnChanged = func(bool) { m.search() }
	m.whole.OnChanged = m.Loose.OnChanged
	m.Count = dialogs.Bold("")
	m.list = dialogs.NewKeyList(d.ModalKey, func() int { return len(m.Found) }, func() fyne.CanvasObject { return dialogs.NewKeyCheck(d.ModalKey) }, m.fill)
	m.End = dialogs.NewKeyButton(locale.T("Stop"), d.ModalKey, m.halt)
	m.End.Hide()
	rows := container.NewGridWrap(fyne.NewSize(640, 260), m.list)
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel(locale.T("Where")), m.Scope,
		widget.NewLabel(locale.T("Label")), m.Label,
		widget.NewLabel(locale.T("Match")), container.NewHBox(m.whole, m.Loose))
	m.Dialog = d.ShowModal(dialogs.Modal{Title: locale.T("Mark all of “{{.Words}}”", "Words", format.Shorten(words, 60)), Width: 640, Confirm: locale.T("Mark"), Cancel: locale.T("Cancel"),
		Content: container.NewVBox(form, container.NewBorder(nil, nil, nil, m.End, m.Count), rows), OnConfirm: m.mark, OnClose: func() { m.stop() }})
	m.whole.SetChecked(true)
	m.Scope.SetSelected(dialogs.ScopeDocument)
	return m
}

func (m *markAllDialog) fill(i widget.ListItemID, object fyne.CanvasObject) {
	check := object.(*dialogs.KeyCheck)
	found := &m.Found[i]
	check.OnChanged = nil
	check.Text = found.context
	if m.Scope.Selected == dialogs.ScopeWorkspace {
		check.Text = dialogs.VisualOrder(format.Shorten(found.title, 24) + ": " + found.context)
	}
	check.SetChecked(found.Wanted)
	check.OnChanged = func(wanted bool) {
		found.Wanted = wanted
		m.ShowCount()
	}
	check.Refresh()
}

// search looks through the documents away from the interface thread, and shows
// what it finds as it goes.
func (m *markAllDialog) search() {
	m.stop()
	current := m.asked.Ask()
	model := m.model
	ctx, stop := context.WithCancel(model.Ctx)
	m.stop = stop
	documents := []store.Document{model.Document}
	if m.Scope.Selected == dialogs.ScopeWorkspace {
		documents = append([]store.Document(nil), model.Documents...)
	}
	query := find.Query{Words: m.words, MatchCase: !m.Loose.Checked, Loose: m.Loose.Checked, WholeWord: m.whole.Checked}
	isMe := model.Me()
	m.Found, m.Already, m.looked, m.Looking, m.total = nil, 0, 0, true, len(documents)
	m.list.UnselectAll()
	m.list.ScrollToTop()
	m.list.Refresh()
	m.ShowCount()
	model.Back.Go(func() {
		defer stop()
		step := sighting{shown: time.Now()}
		count := 0
		var err error
		for i, doc := range documents {
			var more []occurrence
			var known int
			if more, known, err = occurrencesIn(ctx, model.Store, doc, query, isMe); err != nil {
				break
			}
			more = more[:min(len(more), maxOccurrences-count)]
			first := count == 0 && len(more) > 0
			count += len(more)
			step.found, step.already, step.looked = append(step.found, more...), step.already+known, i+1
			if count == maxOccurrences {
				break
			}
			if first || time.Since(step.shown) > showEvery {
				seen := step
				model.Back.OnUI(func() { m.show(current, seen) })
				step = sighting{shown: time.Now()}
			}
		}
		model.Back.OnUI(func() {
			m.show(current, step)
			m.finish(current, err)
		})
	})
}

// showEvery is how often what was found meanwhile is shown.
const showEvery = 200 * time.Millisecond

// sighting is what was found since something was shown.
type sighting struct {
	found   []occurrence
	already int
	looked  int // documents, in all; 0 for none since
	shown   time.Time
}

// show adds what was found.
func (m *markAllDialog) show(current func() bool, seen sighting) {
	if !current() || !m.Looking {
		return
	}
	m.Found, m.Already, m.looked = append(m.Found, seen.found...), m.Already+seen.already, max(m.looked, seen.looked)
	m.list.Refresh()
	m.ShowCount()
}

// finish ends the search.
func (m *markAllDialog) finish(current func() bool, err error) {
	if !current() || !m.Looking {
		return
	}
	m.Looking = false
	if err != nil {
		m.model.Fail(fmt.Errorf("looking for “%s”: %w", m.words, err))
	}
	m.ShowCount()
}

// halt stops the search; what was found by then can be marked.
func (m *markAllDialog) halt() {
	m.stop()
	m.Looking = false
	m.ShowCount()
}

// contextLength is how many code points of context an occurrence is shown with, on each side.
const contextLength = 34

// occurrencesIn finds the places in one document that are content and no claim of this person's yet.
func occurrencesIn(ctx context.Context, st *store.Store, doc store.Document, q find.Query, isMe func(personID string) bool) (found []occurrence, already int, err error) {
	text, err := st.Text(ctx, doc.ID)
	if err != nil {
		return nil, 0, err
	}
	hits, err := find.All(ctx, text, q)
	if err != nil || len(hits) == 0 {
		return nil, 0, err
	}
	aside, err := st.NotContent(ctx, doc.ID)
	if err != nil {
		return nil, 0, err
	}
	claims, err := st.Claims(ctx, doc.ID)
	if err != nil {
		return nil, 0, err
	}
	mine := map[[2]int]bool{}
	for _, c := range claims {
		if isMe(c.PersonID) && workspace.Placed(c) {
			mine[[2]int{c.Start, c.End}] = true
		}
	}
	content, _ := contentHits(hits, aside)
	runes := []rune(text)
	for _, h := range content {
		if mine[[2]int{h.Start, h.End}] {
			already++
			continue
		}
		before, after := string(runes[max(0, h.Start-contextLength):h.Start]), string(runes[h.End:min(len(runes), h.End+contextLength)])
		found = append(found, occurrence{
			claim: store.NewClaim{DocumentID: doc.ID, Start: h.Start, End: h.End}, title: doc.Title, Wanted: true,
			context: "…" + format.OneLine(before+"["+format.Shorten(string(runes[h.Start:h.End]), 60)+"]"+after) + "…",
		})
	}
	return found, already, nil
}

func (m *markAllDialog) chosen() []store.NewClaim {
	labelID := ""
	if i := m.Label.SelectedIndex(); i > 0 {
		labelID = m.labels[i].ID
	}
	var claims []store.NewClaim
	for _, f := range m.Found {
		if f.Wanted {
			c := f.claim
			c.LabelID = labelID
			claims = append(claims, c)
		}
	}
	return claims
}

// ShowCount says how far the search is or, once it has ended, how many places will be marked.
func (m *markAllDialog) ShowCount() {
	chosen := len(m.chosen())
	dialogs.SetVisible(m.End, m.Looking)
	if m.Looking {
		m.Count.SetText(locale.N("Searching… {{.Found}} found in {{.Searched}} of {{.N}} documents.", m.total, "Found", format.Thousands(len(m.Found)), "Searched", format.Thousands(m.looked)))
		m.Dialog.Ok.Disable()
		return
	}
	said := locale.N("{{.Chosen}} of {{.N}} places will be marked.", len(m.Found), "Chosen", format.Thousands(chosen))
	if m.Already > 0 {
		said += " " + locale.N("{{.N}} are claims of yours already.", m.Already)
	}
	switch {
	case len(m.Found) == maxOccurrences:
		said += " " + locale.T("There are more.")
	case m.looked < m.total:
		said += " " + locale.N("Stopped after {{.Searched}} of {{.N}} documents.", m.total, "Searched", format.Thousands(m.looked))
	}
	m.Count.SetText(said)
	m.Dialog.Allow(chosen > 0)
}

func (m *markAllDialog) mark() bool {
	claims, model := m.chosen(), m.model
	m.host.PerformLong(locale.T("Nothing is marked until all of it is."), workspace.PendingWrite{
		Name: locale.T("Mark all occurrences"),
		Done: func() {
			model.Notices.Send(locale.N("Marked {{.N}} places. Undo takes back all of them.", len(claims)))
		},
		Failed: model.Unless(locale.T("Nothing was marked.")),
	}, func(ctx context.Context, progress func(done, total int)) error {
		model.Backups.Before(ctx, backup.BeforeChange, len(claims))
		_, err := model.Store.AddManyClaims(ctx, claims, progress)
		return err
	})
	return true
}
