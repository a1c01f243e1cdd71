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

// occurrences is the dialog that marks every place of some words, after a look at them.
type occurrences struct {
	host   *dialogs.Host
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal
	words  string

	Scope *dialogs.RadioGroup
	Label *dialogs.KeySelect
	Loose *dialogs.KeyCheck
	whole *dialogs.KeyCheck
	Count *widget.Label
	End   *dialogs.KeyButton // stops the search
	list  *dialogs.KeyList

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
func (w *DocumentDialogs) AskOccurrences() {
	words := w.Text.SelectedSpan().Trimmed().Text
	if words == "" {
		w.Workspace.Notices.Send("Select the words first.")
		return
	}
	w.OccurrencesOf(words)
}

func (w *DocumentDialogs) OccurrencesOf(words string) *occurrences {
	o := &occurrences{host: w.Host, model: w.Workspace, words: words, stop: func() {}}
	o.Scope = dialogs.NewRadioRow(w.ModalKey, dialogs.ScopeDocument, dialogs.ScopeWorkspace)
	o.Scope.OnChanged = func(string) { o.search() }
	o.Label = dialogs.NewKeySelect(nil, w.ModalEnd)
	for _, l := range append([]store.Label{workspace.NoLabel}, w.Workspace.Labels...) {
		o.Label.Options = append(o.Label.Options, l.Name)
	}
	o.Label.SetSelectedIndex(0)
	o.Loose, o.whole = dialogs.NewKeyCheck(w.ModalKey), dialogs.NewKeyCheck(w.ModalKey)
	o.Loose.Text, o.whole.Text = "Ignore case, accents and kinds of quotes", "Whole words"
	o.Loose.OnChanged = func(bool) { o.search() }
	o.whole.OnChanged = o.Loose.OnChanged
	o.Count = widget.NewLabel("")
	o.Count.TextStyle.Bold = true
	o.list = dialogs.NewKeyList(w.ModalKey, func() int { return len(o.Found) }, func() fyne.CanvasObject { return dialogs.NewKeyCheck(w.ModalKey) }, o.fill)
	o.End = dialogs.NewKeyButton("Stop", w.ModalKey, o.halt)
	o.End.Hide()
	rows := container.NewGridWrap(fyne.NewSize(640, 260), o.list)
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Where"), o.Scope,
		widget.NewLabel("Label"), o.Label,
		widget.NewLabel("How"), container.NewHBox(o.whole, o.Loose))
	o.Dialog = w.ShowModal(dialogs.Modal{Title: "Mark all of “" + format.Shorten(words, 60) + "”", Width: 640, Confirm: "Mark", Cancel: "Cancel",
		Content: container.NewVBox(form, container.NewBorder(nil, nil, nil, o.End, o.Count), rows), OnConfirm: o.mark, OnClose: func() { o.stop() }})
	o.whole.SetChecked(true)
	o.Scope.SetSelected(dialogs.ScopeDocument)
	return o
}

func (o *occurrences) fill(i widget.ListItemID, object fyne.CanvasObject) {
	check := object.(*dialogs.KeyCheck)
	found := &o.Found[i]
	check.OnChanged = nil
	check.Text = found.context
	if o.Scope.Selected == dialogs.ScopeWorkspace {
		check.Text = dialogs.VisualOrder(format.Shorten(found.title, 24) + ": " + found.context)
	}
	check.SetChecked(found.Wanted)
	check.OnChanged = func(wanted bool) {
		found.Wanted = wanted
		o.ShowCount()
	}
	check.Refresh()
}

// search looks through the documents away from the interface thread, and shows
// what it finds as it goes.
func (o *occurrences) search() {
	o.stop()
	current := o.asked.Ask()
	d := o.model
	ctx, stop := context.WithCancel(d.Ctx)
	o.stop = stop
	documents := []store.Document{d.Document}
	if o.Scope.Selected == dialogs.ScopeWorkspace {
		documents = append([]store.Document(nil), d.Documents...)
	}
	query := find.Query{Words: o.words, MatchCase: !o.Loose.Checked, Loose: o.Loose.Checked, WholeWord: o.whole.Checked}
	isMe := d.Me()
	o.Found, o.Already, o.looked, o.Looking, o.total = nil, 0, 0, true, len(documents)
	o.list.UnselectAll()
	o.list.ScrollToTop()
	o.list.Refresh()
	o.ShowCount()
	d.Back.Go(func() {
		defer stop()
		step := sighting{shown: time.Now()}
		count := 0
		var err error
		for i, doc := range documents {
			var more []occurrence
			var known int
			if more, known, err = occurrencesIn(ctx, d.Store, doc, query, isMe); err != nil {
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
				d.Back.OnUI(func() { o.show(current, seen) })
				step = sighting{shown: time.Now()}
			}
		}
		d.Back.OnUI(func() {
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
	if !current() || !o.Looking {
		return
	}
	o.Found, o.Already, o.looked = append(o.Found, seen.found...), o.Already+seen.already, max(o.looked, seen.looked)
	o.list.Refresh()
	o.ShowCount()
}

// finish ends the search.
func (o *occurrences) finish(current func() bool, err error) {
	if !current() || !o.Looking {
		return
	}
	o.Looking = false
	if err != nil {
		o.model.Fail(fmt.Errorf("looking for “%s”: %w", o.words, err))
	}
	o.ShowCount()
}

// halt stops the search; what was found by then can be marked.
func (o *occurrences) halt() {
	o.stop()
	o.Looking = false
	o.ShowCount()
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
		if isMe(c.PersonID) && workspace.Placed(c) {
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
			claim: store.NewClaim{DocumentID: doc.ID, Start: h.Start, End: h.End}, title: doc.Title, Wanted: true,
			context: "…" + format.OneLine(before+"["+format.Shorten(string(runes[h.Start:h.End]), 60)+"]"+after) + "…",
		})
	}
	return found, already, nil
}

func (o *occurrences) chosen() []store.NewClaim {
	labelID := ""
	if i := o.Label.SelectedIndex(); i > 0 {
		labelID = o.model.Labels[i-1].ID
	}
	var claims []store.NewClaim
	for _, f := range o.Found {
		if f.Wanted {
			c := f.claim
			c.LabelID = labelID
			claims = append(claims, c)
		}
	}
	return claims
}

func (o *occurrences) ShowCount() {
	chosen := len(o.chosen())
	dialogs.SetVisible(o.End, o.Looking)
	if o.Looking {
		o.Count.SetText(fmt.Sprintf("Looking… %s in %s of %s.", format.Plural(len(o.Found), "place"), format.Thousands(o.looked), format.Plural(o.total, "document")))
		o.Dialog.Ok.Disable()
		return
	}
	said := fmt.Sprintf("%s of %s will be marked.", format.Thousands(chosen), format.Plural(len(o.Found), "place"))
	if o.Already > 0 {
		said += fmt.Sprintf(" %s of yours already.", format.Count(o.Already, "is a claim", "are claims"))
	}
	switch {
	case len(o.Found) == maxOccurrences:
		said += " There are more."
	case o.looked < o.total:
		said += fmt.Sprintf(" Stopped after %s of %s.", format.Thousands(o.looked), format.Plural(o.total, "document"))
	}
	o.Count.SetText(said)
	if chosen == 0 {
		o.Dialog.Ok.Disable()
	} else {
		o.Dialog.Ok.Enable()
	}
}

func (o *occurrences) mark() bool {
	claims, d := o.chosen(), o.model
	o.host.PerformLong("Nothing is marked until all of it is.", workspace.PendingWrite{
		Name: "Mark all occurrences",
		Done: func() {
			d.Notices.Send("Marked " + format.Plural(len(claims), "place") + ". One undo takes all of it back.")
		},
		Failed: d.Unless("Nothing was marked."),
	}, func(ctx context.Context, progress func(done, total int)) error {
		d.Backups.Before(ctx, backup.BeforeChange, len(claims))
		_, err := d.Store.AddManyClaims(ctx, claims, progress)
		return err
	})
	return true
}
