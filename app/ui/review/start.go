package review

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/review"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/store/merge"
)

// StartDialog is the dialog that begins a review session: how it is held and on which documents and, on demand, the rest.
type StartDialog struct {
	host   *Reviews
	model  *workspace.Workspace
	Dialog *dialogs.OpenModal

	How    *dialogs.RadioGroup
	Where  *dialogs.RadioGroup
	Chosen map[string]bool // documents' ids
	list   *dialogs.KeyList
	rows   *fyne.Container

	More     *dialogs.KeyButton // shows the rest, or hides it
	Rest     *fyne.Container
	narrowed *widget.Label // which of the rest is not as usual, while it is hidden
	Who      *dialogs.KeySelectEntry
	Labels   *dialogs.CheckGroup
	Status   *dialogs.CheckGroup
	Whose    *dialogs.RadioGroup
	Fresh    *dialogs.KeyCheck
	Percent  *dialogs.KeySelect
	Seed     *dialogs.KeyEntry
	Order    *dialogs.RadioGroup

	form    *fyne.Container
	scroll  *container.Scroll
	problem *dialogs.FormProblem
	Count   *widget.Label
	why     *widget.Label      // there is nothing to review
	Remedy  *dialogs.KeyButton // takes away what keeps claims out

	people  []store.KnownPerson
	read    bool               // who is known has been read
	counted int                // how much the choice would be
	asked   workspace.Latest   // counts
	stop    context.CancelFunc // of the counting
}

// Modes are the ways a session is held, as the dialog names and explains them.
var Modes = []struct {
	Mode        store.Mode
	Name, About string
}{
	{store.ModeOpen, locale.Mark("Open review"), locale.Mark("See each claim with its label and note, and agree or change it.")},
	{store.ModeBlind, locale.Mark("Blind review"), locale.Mark("See each claim without its label, and give your own.")},
	{store.ModeIndependent, locale.Mark("Blind, from scratch"), locale.Mark("See the text alone, and mark and label the claims yourself.")},
}

// ScopeChosen is the choice that a session goes through documents chosen one by one.
var ScopeChosen = locale.Mark("Chosen documents")

var orders = []struct {
	order review.Order
	name  string
}{{review.InDocuments, locale.Mark("As in the documents")}, {review.Random, locale.Mark("Random")}, {review.LeastAgreed, locale.Mark("Most disagreement first")}}

var whoseClaims = []struct {
	whose review.Whose
	name  string
}{{review.Everyones, locale.Mark("Everyone’s")}, {review.Mine, locale.Mark("Only mine")}, {review.Others, locale.Mark("Only others’")}}

var percents = []string{"100 %", "50 %", "25 %", "20 %", "10 %", "5 %", "1 %"}

// usualStatuses are those of claims that nobody has settled.
var usualStatuses = []store.Status{store.StatusOpen, store.StatusUnanimous, store.StatusUnresolved}

// offeredStatuses are those that can be chosen.
var offeredStatuses = []store.Status{store.StatusOpen, store.StatusUnanimous, store.StatusUnresolved, store.StatusAdjudicated, store.StatusRejected}

func names[T any](all []T, name func(T) string) []string {
	var list []string
	for _, one := range all {
		list = append(list, name(one))
	}
	return list
}

// AskReview opens the dialog that starts a session, as it was left the last time, and returns it while the claims are counted.
func (r *Reviews) AskReview() *StartDialog {
	s := &StartDialog{host: r, model: r.Workspace, Chosen: map[string]bool{}, stop: func() {}}
	s.Who = dialogs.NewKeySelectEntry(nil, r.ModalKey)
	s.Who.SetText(r.Profile.Person().Name)
	s.How = dialogs.NewRadioGroup(r.ModalKey)
	for _, m := range Modes {
		s.How.Options, s.How.About = append(s.How.Options, m.Name), append(s.How.About, m.About)
	}
	s.Where = dialogs.NewRadioRow(r.ModalKey, dialogs.ScopeWorkspace, dialogs.ScopeDocument, ScopeChosen)
	s.list = dialogs.NewKeyList(r.ModalKey, func() int { return len(s.model.Documents) }, func() fyne.CanvasObject { return dialogs.NewKeyCheck(r.ModalKey) }, s.fill)
	s.rows = container.NewGridWrap(fyne.NewSize(480, 130), s.list)
	s.Labels = dialogs.NewCheckGroup(r.ModalKey, len(s.model.Labels) <= 4, names(s.labels(), func(l store.Label) string { return l.Name })...)
	s.Status = dialogs.NewCheckGroup(r.ModalKey, true, names(offeredStatuses, dialogs.StatusName)...)
	s.Whose = dialogs.NewRadioRow(r.ModalKey)
	for _, one := range whoseClaims {
		s.Whose.Options = append(s.Whose.Options, one.name)
	}
	s.Fresh = dialogs.NewKeyCheck(r.ModalKey)
	s.Fresh.Text = locale.T("Skip claims this person has already decided")
	s.Percent = dialogs.NewKeySelect(percents, r.ModalEnd)
	s.Seed = dialogs.NewKeyEntry(r.ModalKey)
	s.Order = dialogs.NewRadioRow(r.ModalKey)
	for _, o := range orders {
		s.Order.Options = append(s.Order.Options, o.name)
	}
	s.problem = s.host.NewFormProblem(1)
	s.Count, s.why, s.narrowed = dialogs.Bold(locale.T("Counting…")), dialogs.Small(""), dialogs.Small("")
	s.Remedy = dialogs.NewKeyButton("", r.ModalKey, nil)
	s.Remedy.Hide()
	s.More = dialogs.NewKeyButton("", r.ModalKey, func() { s.showRest(!s.Rest.Visible()) })
	s.More.Importance = widget.LowImportance
	s.restore()
	s.build()
	s.hideOpen()
	return s
}

// labels are those that can be chosen, the absence of one last.
func (s *StartDialog) labels() []store.Label {
	return append(slices.Clone(s.model.Labels), workspace.NoLabel)
}

// startChoices are what is remembered from one session to the next: nothing of a single workspace or person.
type startChoices struct {
	Mode     store.Mode
	Document bool // only the open one
	Whose    review.Whose
	Decided  bool // claims the person has decided are not skipped
	Statuses []store.Status
	Percent  string
	Seed     string
	Order    review.Order
	More     bool // the rest was shown
}

// restore chooses what was chosen for the last session.
func (s *StartDialog) restore() {
	last := startChoices{Mode: store.ModeOpen, Statuses: usualStatuses, Percent: percents[0], Seed: "1"}
	_ = json.Unmarshal(s.host.Profile.Review(), &last) // what cannot be read is not chosen
	s.How.SetSelected(Modes[max(0, slices.IndexFunc(Modes, func(m struct {
		Mode        store.Mode
		Name, About string
	}) bool {
		return m.Mode == last.Mode
	}))].Name)
	s.Where.SetSelected(dialogs.ScopeWorkspace)
	if last.Document && s.model.Document.ID != "" {
		s.Where.SetSelected(dialogs.ScopeDocument)
	}
	s.Fresh.SetChecked(!last.Decided)
	s.Status.SetSelected(names(last.Statuses, dialogs.StatusName))
	s.Percent.SetSelectedIndex(max(0, slices.Index(percents, last.Percent)))
	s.Seed.SetText(last.Seed)
	s.Whose.SetSelected(whoseClaims[0].name)
	for _, one := range whoseClaims {
		if one.whose == last.Whose {
			s.Whose.SetSelected(one.name)
		}
	}
	s.Order.SetSelected(orders[0].name)
	for _, one := range orders {
		if one.order == last.Order {
			s.Order.SetSelected(one.name)
		}
	}
	s.Rest = container.NewStack()
	dialogs.SetVisible(s.Rest, last.More)
}

func (s *StartDialog) remember() {
	c, _ := s.choice()
	kept, err := json.Marshal(startChoices{Mode: s.Mode(), Document: s.Where.Selected == dialogs.ScopeDocument, Whose: c.Whose, Decided: !c.Fresh,
		Statuses: s.statuses(), Percent: s.Percent.Selected, Seed: strings.TrimSpace(s.Seed.Text), Order: c.Order, More: s.Rest.Visible()})
	if err == nil {
		s.host.KeepProfile(func() error { return s.host.Profile.SetReview(kept) }, nil)
	}
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
			s.How.Options, s.How.About = s.How.Options[1:], s.How.About[1:]
			if s.How.Selected == Modes[0].Name {
				s.How.SetSelected(Modes[1].Name)
			}
			s.How.Refresh()
		})
	})
}

// build puts the fields into a dialog and has each of them count anew.
func (s *StartDialog) build() {
	s.Rest.Objects = []fyne.CanvasObject{container.New(layout.NewFormLayout(),
		widget.NewLabel(locale.T("Reviewer")), s.problem.Framed(s.Who),
		widget.NewLabel(locale.T("Whose claims")), s.Whose,
		widget.NewLabel(""), s.Fresh,
		dialogs.Top(widget.NewLabel(locale.T("Labels"))), dialogs.SomeRows(s.Labels),
		widget.NewLabel(locale.T("Status")), s.Status,
		widget.NewLabel(locale.T("Sample")), container.NewHBox(s.Percent, widget.NewLabel(locale.T("random, seed")), container.NewGridWrap(fyne.NewSize(90, s.Seed.MinSize().Height), s.problem.Framed(s.Seed))),
		widget.NewLabel(locale.T("Order")), s.Order,
	)}
	s.form = container.NewVBox(s.How,
		container.New(layout.NewFormLayout(), dialogs.Top(widget.NewLabel(locale.T("Documents"))), container.New(layout.NewCustomPaddedVBoxLayout(0), s.Where, s.rows)),
		container.NewHBox(s.More), s.narrowed, s.Rest)
	s.scroll = container.NewVScroll(s.form)
	s.rows.Hide()
	said := container.New(layout.NewGridWrapLayout(fyne.NewSize(startWidth, 78)), container.NewVBox(s.Count, container.NewBorder(nil, nil, nil, container.NewVBox(s.Remedy), s.why)))
	s.Dialog = s.host.ShowModal(dialogs.Modal{Title: locale.T("Start a review"), Confirm: locale.T("Start"), Cancel: locale.T("Cancel"), Width: startWidth, Scroll: s.scroll,
		Content: container.NewVBox(s.scroll, said), OnConfirm: s.start, OnClose: func() { s.stop() }})
	s.Dialog.Ok.Disable()
	s.showRest(s.Rest.Visible())
	recount := func(string) { s.Recount() }
	for _, changed := range []*func(string){&s.Who.OnChanged, &s.Seed.OnChanged, &s.How.OnChanged, &s.Where.OnChanged, &s.Whose.OnChanged, &s.Percent.OnChanged, &s.Order.OnChanged} {
		*changed = recount
	}
	for _, field := range []*dialogs.CheckGroup{s.Labels, s.Status} {
		field.OnChanged = func([]string) { s.Recount() }
	}
	s.Fresh.OnChanged = func(bool) { s.Recount() }
	s.readPeople()
}

// startWidth is the width of the dialog's content, in pixels.
const startWidth = 620

// showRest shows what is rarely chosen, or hides it.
func (s *StartDialog) showRest(shown bool) {
	dialogs.SetVisible(s.Rest, shown)
	s.More.SetText(locale.T("More options"))
	if shown {
		s.More.SetText(locale.T("Fewer options"))
	}
	s.sayNarrowed()
	s.fit()
}

// sayNarrowed tells what of the hidden options is not as usual.
func (s *StartDialog) sayNarrowed() {
	var parts []string
	c, _ := s.choice()
	independent := s.Mode() == store.ModeIndependent
	if name := strings.TrimSpace(s.Who.Text); name != s.host.Profile.Person().Name {
		parts = append(parts, locale.T("reviewer {{.Name}}", "Name", format.Shorten(name, 30)))
	}
	if !independent {
		switch c.Whose {
		case review.Mine:
			parts = append(parts, locale.T("only your own claims"))
		case review.Others:
			parts = append(parts, locale.T("only claims of others"))
		}
		if !c.Fresh {
			parts = append(parts, locale.T("claims already decided, too"))
		}
		if c.Labels != nil && s.Mode() == store.ModeOpen {
			parts = append(parts, locale.T("only some labels"))
		}
		if !slices.Equal(s.statuses(), usualStatuses) {
			parts = append(parts, locale.T("status: {{.List}}", "List", strings.Join(names(s.statuses(), dialogs.StatusName), ", ")))
		}
	}
	if c.Percent < 100 {
		parts = append(parts, locale.T("a random {{.Percent}}", "Percent", s.Percent.Selected))
	}
	switch c.Order {
	case review.Random:
		parts = append(parts, locale.T("in random order"))
	case review.LeastAgreed:
		parts = append(parts, locale.T("most disagreement first"))
	}
	s.narrowed.SetText(strings.Join(parts, " · "))
	dialogs.SetVisible(s.narrowed, len(parts) > 0 && !s.Rest.Visible())
}

// fit gives the fields the room they need, as far as the window has it.
func (s *StartDialog) fit() {
	room, need := s.host.Win.Canvas().Size(), s.form.MinSize()
	s.scroll.SetMinSize(fyne.NewSize(min(max(need.Width+12, startWidth), room.Width-60), min(need.Height, room.Height-230)))
	if s.Dialog != nil {
		s.Dialog.Popup.Content.Refresh()
	}
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

// statuses are those that are chosen.
func (s *StartDialog) statuses() []store.Status {
	chosen := []store.Status{}
	for _, one := range offeredStatuses {
		if slices.Contains(s.Status.Selected, dialogs.StatusName(one)) {
			chosen = append(chosen, one)
		}
	}
	return chosen
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
				c.Labels = append(c.Labels, s.labels()[i].ID)
			}
		}
	}
	if chosen := s.statuses(); len(chosen) < len(offeredStatuses) {
		c.Statuses = chosen
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

// Recount says how much the choice would be and about how long it takes or, where it is nothing, why and what helps.
func (s *StartDialog) Recount() {
	independent := s.Mode() == store.ModeIndependent
	if dialogs.SetVisible(s.rows, s.Where.Selected == ScopeChosen); s.Dialog != nil {
		s.sayNarrowed()
		s.fit()
	}
	for _, field := range []fyne.Disableable{s.Labels, s.Status, s.Whose, s.Fresh} {
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
		s.problem.Mark(s.Who, locale.T("Enter the reviewer’s name."))
	case !ok:
		s.problem.Mark(s.Seed, locale.T("The seed must be a whole number."))
	}
	s.counted = 0 // of another choice: it is not to be started with
	s.Dialog.Ok.Disable()
	s.say("", "", nil)
	if s.problem.Text != "" {
		s.Count.SetText(s.problem.Text) // there is room for it here
		if !s.Rest.Visible() {
			s.showRest(true)
		}
		return
	}
	model := s.model
	ctx, stop := context.WithCancel(model.Ctx)
	s.stop = stop
	model.Back.Go(func() {
		defer stop()
		n, err := review.Count(ctx, model.Store, choice, mode, who.ID, s.host.Counting(s.Count))
		var takes time.Duration
		var limit review.Limit
		var beyond int
		switch {
		case err != nil:
		case n > 0:
			takes, err = review.Estimate(ctx, model.Store, choice, mode, who.ID, n)
		case !independent:
			limit, beyond, err = review.WhyEmpty(ctx, model.Store, choice, mode, who.ID)
		}
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
			if s.counted = n; n > 0 {
				s.Count.SetText(howMuch(n, independent) + " · " + howLong(takes))
				s.Dialog.Ok.Enable()
				return
			}
			s.sayEmpty(choice, limit, beyond, who)
		})
	})
}

// howMuch says how many claims or documents a session goes through.
func howMuch(n int, documents bool) string {
	if documents {
		return locale.N("{{.N}} documents", n)
	}
	return locale.N("{{.N}} claims", n)
}

// howLong says about how long a session takes, no more exactly than can be known.
func howLong(takes time.Duration) string {
	switch {
	case takes < 90*time.Second:
		return locale.T("about a minute")
	case takes > time.Hour:
		takes = takes.Round(10 * time.Minute)
	case takes > 20*time.Minute:
		takes = takes.Round(5 * time.Minute)
	}
	return locale.T("about {{.Time}}", "Time", format.Minutes(takes))
}

// say tells why there is nothing to review, and offers what helps; nil for nothing.
func (s *StartDialog) say(why, remedy string, help func()) {
	s.why.SetText(why)
	s.Remedy.SetText(remedy)
	s.Remedy.OnTapped = help
	dialogs.SetVisible(s.Remedy, help != nil)
}

// sayEmpty says why a choice means nothing, and offers to take away the limit that does it.
func (s *StartDialog) sayEmpty(c review.Choice, limit review.Limit, beyond int, who store.Person) {
	s.Count.SetText(locale.T("Nothing to review"))
	every := func(g *dialogs.CheckGroup) func() { return func() { g.SetSelected(g.Options) } }
	switch limit {
	case review.LimitFresh:
		why := locale.N("{{.Person}} has already decided these {{.N}} claims.", beyond, "Person", format.Shorten(who.Name, 40))
		if who.ID == s.host.Profile.Person().ID {
			why = locale.N("You have already decided these {{.N}} claims.", beyond)
		}
		s.say(why, locale.T("Include them"), func() { s.Fresh.SetChecked(false) })
	case review.LimitWhose:
		why := locale.N("All {{.N}} claims are by other people.", beyond)
		if c.Whose == review.Others {
			why = locale.N("All {{.N}} claims are by the reviewer.", beyond)
		}
		s.say(why, locale.T("Include everyone’s"), func() { s.Whose.SetSelected(whoseClaims[0].name) })
	case review.LimitStatuses:
		s.say(locale.N("{{.N}} claims have another status.", beyond), locale.T("Include every status"), every(s.Status))
	case review.LimitLabels:
		s.say(locale.N("{{.N}} claims have other labels.", beyond), locale.T("Include every label"), every(s.Labels))
	case review.LimitDocuments:
		why := locale.N("These documents have none; other documents have {{.N}} claims.", beyond)
		if len(c.Documents) == 0 {
			why = locale.T("Choose at least one document.")
		}
		s.say(why, locale.T("All documents"), func() { s.Where.SetSelected(dialogs.ScopeWorkspace) })
	case review.LimitSeveral:
		s.say(locale.N("No claim fits all of these options; {{.N}} claims fit without them.", beyond), locale.T("Clear the options"), func() {
			s.Where.SetSelected(dialogs.ScopeWorkspace)
			s.Whose.SetSelected(whoseClaims[0].name)
			s.Fresh.SetChecked(false)
			every(s.Status)()
			every(s.Labels)()
		})
	case review.LimitNothing:
		s.say(locale.T("There are no claims yet. Mark some in the text first, or review from scratch."), locale.T("From scratch"), func() { s.How.SetSelected(Modes[2].Name) })
	default: // from scratch
		if len(s.model.Documents) == 0 {
			s.say(locale.T("There are no documents yet. Import some first."), "", nil)
			return
		}
		s.say(locale.T("Choose at least one document."), locale.T("All documents"), func() { s.Where.SetSelected(dialogs.ScopeWorkspace) })
	}
}

// start makes the queue, writes the session and begins with it.
func (s *StartDialog) start() bool {
	choice, ok := s.choice()
	if !ok || s.counted == 0 {
		return false
	}
	model, host, who, mode := s.model, s.host, s.reviewer(), s.Mode()
	var queue *store.Queue
	s.remember()
	host.Working(locale.T("Start a review"), locale.T("Putting the queue together…"), func(ctx context.Context, progress func(done, total int)) (err error) {
		queue, err = review.Queue(ctx, model.Store, choice, mode, who.ID, progress)
		return err
	}, func(err error) {
		switch {
		case errors.Is(err, context.Canceled):
			model.Notices.Send(locale.T("No review was started."))
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
	model.Writes.Perform(workspace.PendingWrite{Name: locale.T("Start review session"),
		Write: func(ctx context.Context) (err error) {
			if err = model.Store.SignIn(ctx, who); err != nil {
				return err
			}
			session, err = review.Start(ctx, model.Store, store.NewSession{Mode: mode, Name: review.SessionName(mode)}, choice, queue)
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
