package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/review"
	"factmark/store"
)

// starting is the dialog that begins a review session.
type starting struct {
	window *reviews
	desk   *desk
	dialog *openModal

	who     *keySelectEntry
	how     *radioGroup
	where   *radioGroup
	chosen  map[string]bool // documents' ids
	list    *keyList
	rows    *fyne.Container
	form    *fyne.Container
	scroll  *container.Scroll
	labels  *checkGroup
	status  *checkGroup
	whose   *radioGroup
	fresh   *keyCheck
	percent *keySelect
	seed    *keyEntry
	order   *radioGroup
	problem *formProblem
	count   *widget.Label

	people  []store.KnownPerson
	read    bool               // who is known has been read
	counted int                // how much the choice would be
	asked   latest             // counts
	stop    context.CancelFunc // of the counting
}

// The ways a session is held, as the dialog names them.
var modes = []struct {
	mode store.Mode
	name string
}{
	{store.ModeOpen, "Open: the label is seen"},
	{store.ModeBlind, "Blind: the label is hidden"},
	{store.ModeIndependent, "Blind altogether: mark the spans anew"},
}

const scopeChosen = "Chosen documents"

var orders = []struct {
	order review.Order
	name  string
}{{review.InDocuments, "As in the documents"}, {review.Random, "Random"}, {review.LeastAgreed, "Least agreed first"}}

var whoseClaims = []struct {
	whose review.Whose
	name  string
}{{review.Everyones, "Everyone's"}, {review.Mine, "Only mine"}, {review.Others, "Only others'"}}

var statuses = []struct {
	status store.Status
	name   string
}{
	{store.StatusOpen, "Open"}, {store.StatusUnanimous, "Unanimous"}, {store.StatusUnresolved, "Unresolved"},
	{store.StatusAdjudicated, "Adjudicated"}, {store.StatusRejected, "Rejected"},
}

func names[T any](all []T, name func(T) string) []string {
	var list []string
	for _, one := range all {
		list = append(list, name(one))
	}
	return list
}

func (w *reviews) askReview() { w.startingDialog() }

func (w *reviews) startingDialog() *starting {
	s := &starting{window: w, desk: w.desk, chosen: map[string]bool{}, stop: func() {}}
	s.who = newKeySelectEntry(nil, w.modalKey)
	s.who.SetText(w.profile.Person().Name)
	s.how = newRadioGroup(w.modalKey)
	for _, m := range modes {
		s.how.Options = append(s.how.Options, m.name)
	}
	s.where = newRadioRow(w.modalKey, scopeWorkspace, scopeDocument, scopeChosen)
	s.list = newKeyList(w.modalKey, func() int { return len(s.desk.documents) }, func() fyne.CanvasObject { return newKeyCheck(w.modalKey) }, s.fill)
	s.rows = container.NewGridWrap(fyne.NewSize(480, 130), s.list)
	s.labels = newCheckGroup(w.modalKey, len(s.desk.labels) <= 4, names(append(slices.Clone(s.desk.labels), noLabel), func(l store.Label) string { return l.Name })...)
	s.status = newCheckGroup(w.modalKey, true, names(statuses, func(s struct {
		status store.Status
		name   string
	}) string {
		return s.name
	})...)
	s.status.SetSelected([]string{"Open", "Unresolved", "Unanimous"})
	s.whose = newRadioRow(w.modalKey)
	for _, one := range whoseClaims {
		s.whose.Options = append(s.whose.Options, one.name)
	}
	s.fresh = newKeyCheck(w.modalKey)
	s.fresh.Text = "Leave out what this person has decided on before"
	s.fresh.SetChecked(true)
	s.percent = newKeySelect([]string{"100 %", "50 %", "25 %", "20 %", "10 %", "5 %", "1 %"}, w.modalEnd)
	s.percent.SetSelectedIndex(0)
	s.seed = newKeyEntry(w.modalKey)
	s.seed.SetText("1")
	s.order = newRadioRow(w.modalKey)
	for _, o := range orders {
		s.order.Options = append(s.order.Options, o.name)
	}
	s.count = widget.NewLabel("Looking…")
	s.count.TextStyle.Bold = true
	s.problem = s.window.newFormProblem(1)
	s.how.SetSelected(modes[0].name)
	s.where.SetSelected(scopeWorkspace)
	s.whose.SetSelected(whoseClaims[0].name)
	s.order.SetSelected(orders[0].name)
	s.lay()
	s.hideOpen()
	return s
}

// hideOpen leaves out the open review where there is nothing to see: in a package without labels.
func (s *starting) hideOpen() {
	d := s.desk
	d.back.do(func() {
		made, err := d.store.Package(d.ctx)
		d.back.post(func() {
			if err != nil || !made.Blind {
				return // what cannot be read was told of when the package was opened
			}
			s.how.Options = nil
			for _, m := range modes[1:] {
				s.how.Options = append(s.how.Options, m.name)
			}
			s.how.SetSelected(modes[1].name)
			s.how.Refresh()
		})
	})
}

// lay puts the fields into a dialog and has each of them count anew.
func (s *starting) lay() {
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Who"), s.problem.framed(s.who),
		top(widget.NewLabel("How")), s.how,
		top(widget.NewLabel("Where")), container.New(layout.NewCustomPaddedVBoxLayout(0), s.where, s.rows),
		widget.NewLabel("Whose claims"), s.whose,
		top(widget.NewLabel("Label")), someRows(s.labels),
		widget.NewLabel("Status"), s.status,
		widget.NewLabel(""), s.fresh,
		widget.NewLabel("Share"), container.NewHBox(s.percent, widget.NewLabel("by chance, seed"), container.NewGridWrap(fyne.NewSize(90, s.seed.MinSize().Height), s.problem.framed(s.seed))),
		widget.NewLabel("Order"), s.order,
	)
	s.form = form
	s.scroll = container.NewVScroll(form)
	s.rows.Hide()
	s.fit()
	s.dialog = s.window.showModal(modal{title: "Start a review session", confirm: "Start", cancel: "Cancel", width: 520, scroll: s.scroll,
		content: container.NewVBox(s.scroll, s.count), onConfirm: s.start, onClose: func() { s.stop() }})
	s.dialog.ok.Disable()
	recount := func(string) { s.recount() }
	for _, changed := range []*func(string){&s.who.OnChanged, &s.seed.OnChanged, &s.how.OnChanged, &s.where.OnChanged, &s.whose.OnChanged, &s.percent.OnChanged, &s.order.OnChanged} {
		*changed = recount
	}
	for _, field := range []*checkGroup{s.labels, s.status} {
		field.OnChanged = func([]string) { s.recount() }
	}
	s.fresh.OnChanged = func(bool) { s.recount() }
	s.readPeople()
}

// fit gives the fields the room they need, as far as the window has it.
func (s *starting) fit() {
	room, need := s.window.win.Canvas().Size(), s.form.MinSize()
	s.scroll.SetMinSize(fyne.NewSize(min(need.Width+12, room.Width-60), min(need.Height, room.Height-190)))
}

func (s *starting) fill(i widget.ListItemID, object fyne.CanvasObject) {
	doc, check := s.desk.documents[i], object.(*keyCheck)
	check.OnChanged = nil
	check.Text = visualOrder(format.Shorten(doc.Title, 70))
	check.SetChecked(s.chosen[doc.ID])
	check.OnChanged = func(on bool) {
		s.chosen[doc.ID] = on
		s.recount()
	}
	check.Refresh()
}

// readPeople reads who is known, away from the interface thread.
func (s *starting) readPeople() {
	d := s.desk
	d.back.do(func() {
		people, err := d.store.KnownPeople(d.ctx)
		d.back.post(func() {
			if err != nil {
				s.dialog.close()
				d.fail(err)
				return
			}
			s.people, s.read = people, true
			var options []string
			for _, p := range people {
				if p.Name != "" && p.SameAs == "" {
					options = append(options, p.Name)
				}
			}
			s.who.SetOptions(options)
			s.recount()
		})
	})
}

func (s *starting) mode() store.Mode {
	for _, m := range modes {
		if m.name == s.how.Selected {
			return m.mode
		}
	}
	return store.ModeOpen
}

// choice is what the fields say.
func (s *starting) choice() (c review.Choice, ok bool) {
	switch s.where.Selected {
	case scopeDocument:
		c.Documents = []string{s.desk.document.ID}
	case scopeChosen:
		c.Documents = []string{}
		for _, doc := range s.desk.documents {
			if s.chosen[doc.ID] {
				c.Documents = append(c.Documents, doc.ID)
			}
		}
	}
	if len(s.labels.Selected) < len(s.labels.Options) {
		c.Labels = []string{}
		for i, name := range s.labels.Options {
			if slices.Contains(s.labels.Selected, name) {
				c.Labels = append(c.Labels, append(slices.Clone(s.desk.labels), noLabel)[i].ID)
			}
		}
	}
	if len(s.status.Selected) < len(s.status.Options) {
		c.Statuses = []store.Status{}
		for _, one := range statuses {
			if slices.Contains(s.status.Selected, one.name) {
				c.Statuses = append(c.Statuses, one.status)
			}
		}
	}
	for _, one := range whoseClaims {
		if one.name == s.whose.Selected {
			c.Whose = one.whose
		}
	}
	for _, one := range orders {
		if one.name == s.order.Selected {
			c.Order = one.order
		}
	}
	c.Fresh = s.fresh.Checked
	c.Percent, _ = strconv.ParseFloat(strings.TrimSuffix(s.percent.Selected, " %"), 64)
	var err error
	c.Seed, err = strconv.ParseInt(strings.TrimSpace(s.seed.Text), 10, 64)
	return c, err == nil
}

// reviewer is the person whom the session is held for; the ID is empty for someone new.
func (s *starting) reviewer() store.Person {
	name := strings.TrimSpace(s.who.Text)
	if me := s.window.profile.Person(); name == me.Name {
		return store.Person{ID: me.ID, Name: me.Name}
	}
	for _, p := range s.people {
		if p.Name == name && p.SameAs == "" {
			return store.Person{ID: p.ID, Name: p.Name}
		}
	}
	if !s.window.profile.NameAsked() {
		return store.Person{ID: s.window.profile.Person().ID, Name: name} // who says a first name says their own
	}
	return store.Person{Name: name}
}

// recount says how much the choice would be.
func (s *starting) recount() {
	independent := s.mode() == store.ModeIndependent
	if setVisible(s.rows, s.where.Selected == scopeChosen); s.dialog != nil {
		s.fit()
	}
	for _, field := range []fyne.Disableable{s.labels, s.status, s.whose, s.fresh} {
		if independent || field == fyne.Disableable(s.labels) && s.mode() == store.ModeBlind {
			field.Disable()
		} else {
			field.Enable()
		}
	}
	if !s.read {
		return
	}
	choice, ok := s.choice()
	s.stop()
	current, mode, who := s.asked.ask(), s.mode(), s.reviewer()
	s.problem.clear()
	switch {
	case who.Name == "":
		s.problem.mark(s.who, "Say who reviews.")
	case !ok:
		s.problem.mark(s.seed, "The seed is a whole number.")
	}
	if s.problem.Text != "" {
		s.count.SetText(s.problem.Text) // there is room for it here
		s.dialog.ok.Disable()
		return
	}
	s.counted = 0 // of another choice: it is not to be started with
	s.dialog.ok.Disable()
	d := s.desk
	ctx, stop := context.WithCancel(d.ctx)
	s.stop = stop
	d.back.do(func() {
		defer stop()
		n, err := review.Count(ctx, d.store, choice, mode, who.ID, s.window.counting(s.count))
		d.back.post(func() {
			if !current() {
				return
			}
			if err != nil {
				if ctx.Err() == nil {
					s.dialog.close()
					d.fail(err)
				}
				return
			}
			s.counted = n
			s.count.SetText("This would be " + format.Plural(n, thingOf(mode)) + ".")
			if n > 0 {
				s.dialog.ok.Enable()
			}
		})
	})
}

// thingOf is what a session of a mode goes through.
func thingOf(mode store.Mode) string {
	if mode == store.ModeIndependent {
		return "document"
	}
	return "claim"
}

// start makes the queue, writes the session and begins with it.
func (s *starting) start() bool {
	choice, ok := s.choice()
	if !ok || s.counted == 0 {
		return false
	}
	d, w, who, mode := s.desk, s.window, s.reviewer(), s.mode()
	var queue *store.Queue
	w.working("Start a review session", "Putting the queue together…", func(ctx context.Context, progress func(done, total int)) (err error) {
		queue, err = review.Queue(ctx, d.store, choice, mode, who.ID, progress)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			d.told.send("No review session was started.")
		case err != nil:
			d.fail(err)
		default:
			w.startWith(choice, queue, mode, who)
		}
	})
	return true
}

func (w *reviews) startWith(choice review.Choice, queue *store.Queue, mode store.Mode, who store.Person) {
	d := w.desk
	var session store.ReviewSession
	d.saves.perform(change{name: "Start a review session",
		write: func(ctx context.Context) (err error) {
			if err = d.store.SignIn(ctx, who); err != nil {
				return err
			}
			session, err = review.Start(ctx, d.store, store.NewSession{Mode: mode, Name: fmt.Sprintf("%s review", review.ModeName(mode))}, choice, queue)
			return err
		},
		done: func() {
			d.acting = store.Person{ID: session.PersonID, Name: session.Person}
			if session.PersonID == d.profile.Person().ID {
				d.acting = store.Person{}
				w.setName(session.Person)
			}
			d.personChanged.send(struct{}{})
			w.goThrough(session, queue)
		}})
}
