package review

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
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/store/merge"
)

// StartDialog is the dialog that begins a review session.
type StartDialog struct {
	host   *Reviews
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal

	Who     *dialogs.KeySelectEntry
	How     *dialogs.RadioGroup
	Where   *dialogs.RadioGroup
	Chosen  map[string]bool // documents' ids
	list    *dialogs.KeyList
	rows    *fyne.Container
	form    *fyne.Container
	scroll  *container.Scroll
	Labels  *dialogs.CheckGroup
	status  *dialogs.CheckGroup
	Whose   *dialogs.RadioGroup
	Fresh   *dialogs.KeyCheck
	Percent *dialogs.KeySelect
	Seed    *dialogs.KeyEntry
	Order   *dialogs.RadioGroup
	problem *dialogs.FormProblem
	Count   *widget.Label

	people  []store.KnownPerson
	read    bool               // who is known has been read
	counted int                // how much the choice would be
	asked   workspace.Latest   // counts
	stop    context.CancelFunc // of the counting
}

// Modes are the ways a session is held, as the dialog names them.
var Modes = []struct {
	Mode store.Mode
	Name string
}{
	{store.ModeOpen, "Open: the label is seen"},
	{store.ModeBlind, "Blind: the label is hidden"},
	{store.ModeIndependent, "Blind altogether: mark the spans anew"},
}

// ScopeChosen is the choice that a session goes through documents chosen one by one.
const ScopeChosen = "Chosen documents"

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

// AskReview opens the dialog that starts a session, and returns it while the claims are counted.
func (r *Reviews) AskReview() *StartDialog {
	s := &StartDialog{host: r, model: r.Workspace, Chosen: map[string]bool{}, stop: func() {}}
	s.Who = dialogs.NewKeySelectEntry(nil, r.ModalKey)
	s.Who.SetText(r.Profile.Person().Name)
	s.How = dialogs.NewRadioGroup(r.ModalKey)
	for _, m := range Modes {
		s.How.Options = append(s.How.Options, m.Name)
	}
	s.Where = dialogs.NewRadioRow(r.ModalKey, dialogs.ScopeWorkspace, dialogs.ScopeDocument, ScopeChosen)
	s.list = dialogs.NewKeyList(r.ModalKey, func() int { return len(s.model.Documents) }, func() fyne.CanvasObject { return dialogs.NewKeyCheck(r.ModalKey) }, s.fill)
	s.rows = container.NewGridWrap(fyne.NewSize(480, 130), s.list)
	s.Labels = dialogs.NewCheckGroup(r.ModalKey, len(s.model.Labels) <= 4, names(append(slices.Clone(s.model.Labels), workspace.NoLabel), func(l store.Label) string { return l.Name })...)
	s.status = dialogs.NewCheckGroup(r.ModalKey, true, names(statuses, func(s struct {
		status store.Status
		name   string
	}) string {
		return s.name
	})...)
	s.status.SetSelected([]string{"Open", "Unresolved", "Unanimous"})
	s.Whose = dialogs.NewRadioRow(r.ModalKey)
	for _, one := range whoseClaims {
		s.Whose.Options = append(s.Whose.Options, one.name)
	}
	s.Fresh = dialogs.NewKeyCheck(r.ModalKey)
	s.Fresh.Text = "Leave out what this person has decided on before"
	s.Fresh.SetChecked(true)
	s.Percent = dialogs.NewKeySelect([]string{"100 %", "50 %", "25 %", "20 %", "10 %", "5 %", "1 %"}, r.ModalEnd)
	s.Percent.SetSelectedIndex(0)
	s.Seed = dialogs.NewKeyEntry(r.ModalKey)
	s.Seed.SetText("1")
	s.Order = dialogs.NewRadioRow(r.ModalKey)
	for _, o := range orders {
		s.Order.Options = append(s.Order.Options, o.name)
	}
	s.Count = dialogs.Bold("Looking…")
	s.problem = s.host.NewFormProblem(1)
	s.How.SetSelected(Modes[0].Name)
	s.Where.SetSelected(dialogs.ScopeWorkspace)
	s.Whose.SetSelected(whoseClaims[0].name)
	s.Order.SetSelected(orders[0].name)
	s.build()
	s.hideOpen()
	return s
}

// hideOpen leaves out the open review where there is nothing to see: in a package without labels.
func (s *StartDialog) hideOpen() {
	model := s.model
	model.Back.Go(func() {
		made, err := merge.PackageOf(model.Ctx, model.Store)
		model.Back.OnUI(func() {
			if err != nil || !made.Blind {
				return // what cannot be read was told of when the package was opened
			}
			s.How.Options = nil
			for _, m := range Modes[1:] {
				s.How.Options = append(s.How.Options, m.Name)
			}
			s.How.SetSelected(Modes[1].Name)
			s.How.Refresh()
		})
	})
}

// build puts the fields into a dialog and has each of them count anew.
func (s *StartDialog) build() {
	form := container.New(layout.NewFormLayout(),
		widget.NewLabel("Who"), s.problem.Framed(s.Who),
		dialogs.Top(widget.NewLabel("How")), s.How,
		dialogs.Top(widget.NewLabel("Where")), container.New(layout.NewCustomPaddedVBoxLayout(0), s.Where, s.rows),
		widget.NewLabel("Whose claims"), s.Whose,
		dialogs.Top(widget.NewLabel("Label")), dialogs.SomeRows(s.Labels),
		widget.NewLabel("Status"), s.status,
		widget.NewLabel(""), s.Fresh,
		widget.NewLabel("Share"), container.NewHBox(s.Percent, widget.NewLabel("by chance, seed"), container.NewGridWrap(fyne.NewSize(90, s.Seed.MinSize().Height), s.problem.Framed(s.Seed))),
		widget.NewLabel("Order"), s.Order,
	)
	s.form = form
	s.scroll = container.NewVScroll(form)
	s.rows.Hide()
	s.fit()
	s.Dialog = s.host.ShowModal(dialogs.Modal{Title: "Start a review session", Confirm: "Start", Cancel: "Cancel", Width: 520, Scroll: s.scroll,
		Content: container.NewVBox(s.scroll, s.Count), OnConfirm: s.start, OnClose: func() { s.stop() }})
	s.Dialog.Ok.Disable()
	recount := func(string) { s.Recount() }
	for _, changed := range []*func(string){&s.Who.OnChanged, &s.Seed.OnChanged, &s.How.OnChanged, &s.Where.OnChanged, &s.Whose.OnChanged, &s.Percent.OnChanged, &s.Order.OnChanged} {
		*changed = recount
	}
	for _, field := range []*dialogs.CheckGroup{s.Labels, s.status} {
		field.OnChanged = func([]string) { s.Recount() }
	}
	s.Fresh.OnChanged = func(bool) { s.Recount() }
	s.readPeople()
}

// fit gives the fields the room they need, as far as the window has it.
func (s *StartDialog) fit() {
	room, need := s.host.Win.Canvas().Size(), s.form.MinSize()
	s.scroll.SetMinSize(fyne.NewSize(min(need.Width+12, room.Width-60), min(need.Height, room.Height-190)))
}

func (s *StartDialog) fill(i widget.ListItemID, object fyne.CanvasObject) {
	doc, check := s.model.Documents[i], object.(*dialogs.KeyCheck)
	check.OnChanged = nil
	check.Text = dialogs.VisualOrder(format.Shorten(doc.Title, 70))
	check.SetChecked(s.Chosen[doc.ID])
	check.OnChanged = func(on bool) {
		s.Chosen[doc.ID] = on
		s.Recount()
	}
	check.Refresh()
}

// readPeople reads who is known, away from the interface thread.
func (s *StartDialog) readPeople() {
	model := s.model
	model.Back.Go(func() {
		people, err := model.Store.KnownPeople(model.Ctx)
		model.Back.OnUI(func() {
			if err != nil {
				s.Dialog.Close()
				model.Fail(err)
				return
			}
			s.people, s.read = people, true
			var options []string
			for _, p := range people {
				if p.Name != "" && p.SameAs == "" {
					options = append(options, p.Name)
				}
			}
			s.Who.SetOptions(options)
			s.Recount()
		})
	})
}

// Mode is how the session is to be held, as chosen.
func (s *StartDialog) Mode() store.Mode {
	for _, m := range Modes {
		if m.Name == s.How.Selected {
			return m.Mode
		}
	}
	return store.ModeOpen
}

// choice is what the fields say.
func (s *StartDialog) choice() (c review.Choice, ok bool) {
	switch s.Where.Selected {
	case dialogs.ScopeDocument:
		c.Documents = []string{s.model.Document.ID}
	case ScopeChosen:
		c.Documents = []string{}
		for _, doc := range s.model.Documents {
			if s.Chosen[doc.ID] {
				c.Documents = append(c.Documents, doc.ID)
			}
		}
	}
	if len(s.Labels.Selected) < len(s.Labels.Options) {
		c.Labels = []string{}
		for i, name := range s.Labels.Options {
			if slices.Contains(s.Labels.Selected, name) {
				c.Labels = append(c.Labels, append(slices.Clone(s.model.Labels), workspace.NoLabel)[i].ID)
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
		if one.name == s.Whose.Selected {
			c.Whose = one.whose
		}
	}
	for _, one := range orders {
		if one.name == s.Order.Selected {
			c.Order = one.order
		}
	}
	c.Fresh = s.Fresh.Checked
	c.Percent, _ = strconv.ParseFloat(strings.TrimSuffix(s.Percent.Selected, " %"), 64)
	var err error
	c.Seed, err = strconv.ParseInt(strings.TrimSpace(s.Seed.Text), 10, 64)
	return c, err == nil
}

// reviewer is the person whom the session is held for; the ID is empty for someone new.
func (s *StartDialog) reviewer() store.Person {
	name := strings.TrimSpace(s.Who.Text)
	if me := s.host.Profile.Person(); name == me.Name {
		return store.Person{ID: me.ID, Name: me.Name}
	}
	for _, p := range s.people {
		if p.Name == name && p.SameAs == "" {
			return store.Person{ID: p.ID, Name: p.Name}
		}
	}
	if !s.host.Profile.NameAsked() {
		return store.Person{ID: s.host.Profile.Person().ID, Name: name} // who says a first name says their own
	}
	return store.Person{Name: name}
}

// Recount says how much the choice would be.
func (s *StartDialog) Recount() {
	independent := s.Mode() == store.ModeIndependent
	if dialogs.SetVisible(s.rows, s.Where.Selected == ScopeChosen); s.Dialog != nil {
		s.fit()
	}
	for _, field := range []fyne.Disableable{s.Labels, s.status, s.Whose, s.Fresh} {
		if independent || field == fyne.Disableable(s.Labels) && s.Mode() == store.ModeBlind {
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
	current, mode, who := s.asked.Ask(), s.Mode(), s.reviewer()
	s.problem.Clear()
	switch {
	case who.Name == "":
		s.problem.Mark(s.Who, "Say who reviews.")
	case !ok:
		s.problem.Mark(s.Seed, "The seed is a whole number.")
	}
	if s.problem.Text != "" {
		s.Count.SetText(s.problem.Text) // there is room for it here
		s.Dialog.Ok.Disable()
		return
	}
	s.counted = 0 // of another choice: it is not to be started with
	s.Dialog.Ok.Disable()
	model := s.model
	ctx, stop := context.WithCancel(model.Ctx)
	s.stop = stop
	model.Back.Go(func() {
		defer stop()
		n, err := review.Count(ctx, model.Store, choice, mode, who.ID, s.host.Counting(s.Count))
		model.Back.OnUI(func() {
			if !current() {
				return
			}
			if err != nil {
				if ctx.Err() == nil {
					s.Dialog.Close()
					model.Fail(err)
				}
				return
			}
			s.counted = n
			s.Count.SetText("This would be " + format.Plural(n, thingOf(mode)) + ".")
			if n > 0 {
				s.Dialog.Ok.Enable()
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
func (s *StartDialog) start() bool {
	choice, ok := s.choice()
	if !ok || s.counted == 0 {
		return false
	}
	model, host, who, mode := s.model, s.host, s.reviewer(), s.Mode()
	var queue *store.Queue
	host.Working("Start a review session", "Putting the queue together…", func(ctx context.Context, progress func(done, total int)) (err error) {
		queue, err = review.Queue(ctx, model.Store, choice, mode, who.ID, progress)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			model.Notices.Send("No review session was started.")
		case err != nil:
			model.Fail(err)
		default:
			host.startWith(choice, queue, mode, who)
		}
	})
	return true
}

func (r *Reviews) startWith(choice review.Choice, queue *store.Queue, mode store.Mode, who store.Person) {
	model := r.Workspace
	var session store.ReviewSession
	model.Writes.Perform(workspace.PendingWrite{Name: "Start a review session",
		Write: func(ctx context.Context) (err error) {
			if err = model.Store.SignIn(ctx, who); err != nil {
				return err
			}
			session, err = review.Start(ctx, model.Store, store.NewSession{Mode: mode, Name: fmt.Sprintf("%s review", review.ModeName(mode))}, choice, queue)
			return err
		},
		Done: func() {
			model.Acting = store.Person{ID: session.PersonID, Name: session.Person}
			if session.PersonID == model.Profile.Person().ID {
				model.Acting = store.Person{}
				r.SetName(session.Person)
			}
			model.PersonChanged.Send(struct{}{})
			r.continueWith(session, queue)
		}})
}
