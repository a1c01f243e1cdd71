package app

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
	"factmark/store"
)

// occurrence is a place where the sought words stand, shown with what is around it.
type occurrence struct {
	claim   store.NewClaim
	title   string
	context string
	wanted  bool
}

// occurrences is the dialog that marks every place of some words, after a look at them.
type occurrences struct {
	host   *host
	desk   *desk
	dialog *openModal
	words  string

	scope *radioGroup
	label *keySelect
	loose *keyCheck
	whole *keyCheck
	count *widget.Label
	end   *keyButton // stops the search
	list  *keyList

	found         []occurrence
	already       int // places that are claims of the user's own
	looked, total int // documents
	looking       bool
	asked         latest // searches
	stop          context.CancelFunc
}

// maxOccurrences is how many claims are made at once; more is no longer looked at one by one.
const maxOccurrences = 5_000

// askOccurrences offers to mark all occurrences of the selected words.
func (w *documentDialogs) askOccurrences() {
	words := w.text.selectedSpan().trimmed().text
	if words == "" {
		w.desk.told.send("Select the words first.")
		return
	}
	w.occurrencesOf(words)
}

func (w *documentDialogs) occurrencesOf(words string) *occurrences {
	o := &occurrences{host: w.host, desk: w.desk, words: words, stop: func() {}}
	o.scope = newRadioRow(w.modalKey, scopeDocument, scopeWorkspace)
	o.scope.OnChanged = func(string) { o.search() }
	o.label = newKeySelect(nil, w.modalEnd)
	for _, l := range append([]store.Label{noLabel}, w.desk.labels...) {
		o.label.Options = append(o.label.Options, l.Name)
	}
	o.label.SetSelectedIndex(0)
	o.loose, o.whole = newKeyCheck(w.modalKey), newKeyCheck(w.modalKey)
	o.loose.Text, o.whole.Text = "Ignore case, accents and kinds of quotes", "Whole words"
	o.loose.OnChanged = func(bool) { o.search() }
	o.whole.OnChanged = o.loose.OnChanged
	o.count = widget.NewLabel("")
	o.count.TextStyle.Bold = true
	o.list = newKeyList(w.modalKey, func() int { return len(o.found) }, func() fyne.CanvasObject { return newKeyCheck(w.modalKey) }, o.fill)
	o.end = newKeyButton("Stop", w.modalKey, o.halt)
	o.end.Hide()
	rows := container.NewGridWrap(fyne.NewSize(640, 260), o.list)
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Where"), o.scope,
		widget.NewLabel("Label"), o.label,
		widget.NewLabel("How"), container.NewHBox(o.whole, o.loose))
	o.dialog = w.showModal(modal{title: "Mark all of “" + format.Shorten(words, 60) + "”", width: 640, confirm: "Mark", cancel: "Cancel",
		content: container.NewVBox(form, container.NewBorder(nil, nil, nil, o.end, o.count), rows), onConfirm: o.mark, onClose: func() { o.stop() }})
	o.whole.SetChecked(true)
	o.scope.SetSelected(scopeDocument)
	return o
}

func (o *occurrences) fill(i widget.ListItemID, object fyne.CanvasObject) {
	check := object.(*keyCheck)
	found := &o.found[i]
	check.OnChanged = nil
	check.Text = found.context
	if o.scope.Selected == scopeWorkspace {
		check.Text = visualOrder(format.Shorten(found.title, 24) + ": " + found.context)
	}
	check.SetChecked(found.wanted)
	check.OnChanged = func(wanted bool) {
		found.wanted = wanted
		o.showCount()
	}
	check.Refresh()
}

// search looks through the documents away from the interface thread, and shows
// what it finds as it goes.
func (o *occurrences) search() {
	o.stop()
	current := o.asked.ask()
	d := o.desk
	ctx, stop := context.WithCancel(d.ctx)
	o.stop = stop
	documents := []store.Document{d.document}
	if o.scope.Selected == scopeWorkspace {
		documents = append([]store.Document(nil), d.documents...)
	}
	query := find.Query{Words: o.words, MatchCase: !o.loose.Checked, Loose: o.loose.Checked, WholeWord: o.whole.Checked}
	isMe := d.me()
	o.found, o.already, o.looked, o.looking, o.total = nil, 0, 0, true, len(documents)
	o.list.UnselectAll()
	o.list.ScrollToTop()
	o.list.Refresh()
	o.showCount()
	d.back.do(func() {
		defer stop()
		step := sighting{shown: time.Now()}
		count := 0
		var err error
		for i, doc := range documents {
			var more []occurrence
			var known int
			if more, known, err = occurrencesIn(ctx, d.store, doc, query, isMe); err != nil {
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
				d.back.post(func() { o.show(current, seen) })
				step = sighting{shown: time.Now()}
			}
		}
		d.back.post(func() {
			o.show(current, step)
			o.finish(current, err)
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
func (o *occurrences) show(current func() bool, seen sighting) {
	if !current() || !o.looking {
		return
	}
	o.found, o.already, o.looked = append(o.found, seen.found...), o.already+seen.already, max(o.looked, seen.looked)
	o.list.Refresh()
	o.showCount()
}

// finish ends the search.
func (o *occurrences) finish(current func() bool, err error) {
	if !current() || !o.looking {
		return
	}
	o.looking = false
	if err != nil {
		o.desk.fail(fmt.Errorf("looking for “%s”: %w", o.words, err))
	}
	o.showCount()
}

// halt stops the search; what was found by then can be marked.
func (o *occurrences) halt() {
	o.stop()
	o.looking = false
	o.showCount()
}

// around is how many code points of context an occurrence is shown with, on each side.
const around = 34

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
		if isMe(c.PersonID) && placed(c) {
			mine[[2]int{c.Start, c.End}] = true
		}
	}
	content, _ := within(hits, aside)
	runes := []rune(text)
	for _, h := range content {
		if mine[[2]int{h.Start, h.End}] {
			already++
			continue
		}
		before, after := string(runes[max(0, h.Start-around):h.Start]), string(runes[h.End:min(len(runes), h.End+around)])
		found = append(found, occurrence{
			claim: store.NewClaim{DocumentID: doc.ID, Start: h.Start, End: h.End}, title: doc.Title, wanted: true,
			context: "…" + format.OneLine(before+"["+format.Shorten(string(runes[h.Start:h.End]), 60)+"]"+after) + "…",
		})
	}
	return found, already, nil
}

func (o *occurrences) chosen() []store.NewClaim {
	labelID := ""
	if i := o.label.SelectedIndex(); i > 0 {
		labelID = o.desk.labels[i-1].ID
	}
	var claims []store.NewClaim
	for _, f := range o.found {
		if f.wanted {
			c := f.claim
			c.LabelID = labelID
			claims = append(claims, c)
		}
	}
	return claims
}

func (o *occurrences) showCount() {
	chosen := len(o.chosen())
	setVisible(o.end, o.looking)
	if o.looking {
		o.count.SetText(fmt.Sprintf("Looking… %s in %s of %s.", format.Plural(len(o.found), "place"), format.Thousands(o.looked), format.Plural(o.total, "document")))
		o.dialog.ok.Disable()
		return
	}
	said := fmt.Sprintf("%s of %s will be marked.", format.Thousands(chosen), format.Plural(len(o.found), "place"))
	if o.already > 0 {
		said += fmt.Sprintf(" %s of yours already.", format.Count(o.already, "is a claim", "are claims"))
	}
	switch {
	case len(o.found) == maxOccurrences:
		said += " There are more."
	case o.looked < o.total:
		said += fmt.Sprintf(" Stopped after %s of %s.", format.Thousands(o.looked), format.Plural(o.total, "document"))
	}
	o.count.SetText(said)
	if chosen == 0 {
		o.dialog.ok.Disable()
	} else {
		o.dialog.ok.Enable()
	}
}

func (o *occurrences) mark() bool {
	claims, d := o.chosen(), o.desk
	o.host.performLong("Nothing is marked until all of it is.", change{
		name: "Mark all occurrences",
		done: func() {
			d.told.send("Marked " + format.Plural(len(claims), "place") + ". One undo takes all of it back.")
		},
		failed: d.unless("Nothing was marked."),
	}, func(ctx context.Context, progress func(done, total int)) error {
		d.backups.before(ctx, backup.BeforeChange, len(claims))
		_, err := d.store.AddManyClaims(ctx, claims, progress)
		return err
	})
	return true
}
