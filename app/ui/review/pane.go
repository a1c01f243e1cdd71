package review

import (
	"cmp"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/review"
	"factmark/app/ui/dialogs"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/textfield"
)

// Pane is what a review shows: a bar over the text with its progress and, in place of the list of claims, the
// claim in question with what may be said of it.
type Pane struct {
	session *Controller

	title       *widget.Label
	progress    *reviewLine
	back, end   *dialogs.KeyButton
	pause, done *dialogs.KeyButton
	Bar         *fyne.Container

	heading   *widget.Label
	card      *fyne.Container
	choices   *chip.Rows
	actions   *fyne.Container // those of the choices
	Comment   *textfield.Field
	commented string        // the claim that it is of
	asking    *widget.Label // why the comment is wanted
	skipping  bool
	Body      *fyne.Container
	claims    fyne.CanvasObject // what it stands in place of
	Over      *fyne.Container   // the text with the bar over it
	focusText func()
	focusBack func() // gives the keyboard to who had it before the comment
}

// NewPane makes what a review shows, hidden: a bar over the text, and the claim in question in place of the list of claims.
// focusText gives the keyboard to the text, focusBack to what had it before; key gets the keys of the buttons.
func NewPane(text, claims fyne.CanvasObject, focusText, focusBack func(), key func(fyne.KeyName) bool) *Pane {
	p := &Pane{claims: claims, focusText: focusText, focusBack: focusBack}
	p.title = dialogs.Bold("")
	p.progress = newReviewLine()
	p.back = dialogs.NewKeyButton(locale.T("Previous"), key, func() { p.session.Step(-1) })
	p.pause = dialogs.NewKeyButton(locale.T("Pause"), key, func() { p.session.Pause() })
	p.end = dialogs.NewKeyButton(locale.T("End…"), key, func() { p.session.AskEnd() })
	p.done = dialogs.NewKeyButton(locale.T("Next document"), key, func() { p.session.DocumentDone() })
	p.done.Importance = widget.HighImportance
	p.title.Truncation = fyne.TextTruncateEllipsis
	p.Bar = container.New(layout.NewCustomPaddedVBoxLayout(0), container.New(layout.NewCustomPaddedLayout(2, 2, 8, 8),
		container.NewBorder(nil, nil, nil, container.NewHBox(p.done, p.back, p.pause, p.end), p.title)), p.progress)

	p.heading = dialogs.Bold("")
	p.card = container.NewVBox()
	p.choices = chip.NewRows()
	p.actions = p.choices.Box
	p.asking = widget.NewLabel("")
	p.asking.SizeName = theme.SizeNameCaptionText
	p.Comment = textfield.New()
	p.Comment.SetRows(3, textfield.MaxRows)
	p.Comment.Offer = p.commentKey
	p.Comment.OnFocus = func(focused bool) {
		if !focused {
			p.commentLeft()
		}
	}
	p.Comment.OnLeftOut = func(count int) { p.session.model.TellLeftOut(count) }
	p.Comment.OnChanged = func() {
		if s := p.session; s != nil && s.Current() != "" {
			s.typedComment(p.Comment.Text())
			s.clock.Touch(s.now())
		}
	}
	foot := container.NewVBox(widget.NewSeparator(),
		container.New(layout.NewCustomPaddedLayout(4, 0, 8, 8), p.choices),
		container.New(layout.NewCustomPaddedLayout(0, 8, 8, 8), container.New(layout.NewCustomPaddedVBoxLayout(0), p.asking, p.Comment)))
	p.Body = container.NewBorder(p.heading, foot, nil, nil,
		container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 8, 4, 4), p.card)))
	p.Bar.Hide()
	p.Body.Hide()
	p.Over = container.NewBorder(p.Bar, nil, nil, nil, text)
	return p
}

func (p *Pane) show(s *Controller) {
	p.session = s
	dialogs.SetVisible(p.done, s.Independent())
	dialogs.SetVisible(p.back, !s.Independent())
	dialogs.SetVisible(p.Body, !s.Independent()) // who marks spans anew sees the claims they make
	dialogs.SetVisible(p.claims, s.Independent())
	p.Bar.Show()
	p.Over.Refresh()
	p.Refresh()
}

func (p *Pane) hide() {
	p.Bar.Hide()
	p.Body.Hide()
	p.claims.Show()
	p.Over.Refresh()
	p.card.RemoveAll()
	p.session = nil
}

// Refresh shows how things stand.
func (p *Pane) Refresh() {
	s := p.session
	if s == nil {
		return
	}
	done, total := s.CountDone(), s.Queue.Len()
	count := locale.T("{{.N}} of {{.Total}} done", "N", locale.Number(done), "Total", locale.Number(total))
	if s.spent >= time.Second {
		count += " · " + format.Duration(s.spent)
	}
	p.title.SetText(count + " · " + s.title())
	p.progress.set(done, total)
	p.pause.SetText(either(s.settling(), locale.T("Close"), locale.T("Pause")))
	dialogs.SetVisible(p.end, !s.settling())
	p.heading.SetText(s.heading())
	if total == 0 {
		p.heading.SetText(locale.T("Nothing to review"))
	}
	if p.skipping = false; s.Independent() {
		return
	}
	p.fillActions()
	p.asking.SetText(s.model.WithKey(locale.T("Comment"), "review-comment"))
	p.showComment()
	p.fillCard()
}

// showComment shows the comment of the claim in question, also before that is
// read: what is typed there is kept for it.
func (p *Pane) showComment() {
	s := p.session
	if text := s.comment(); text != p.Comment.Text() || p.commented != s.Current() {
		onChanged := p.Comment.OnChanged
		p.Comment.OnChanged = nil
		p.Comment.SetText(text)
		p.Comment.OnChanged = onChanged
		p.commented = s.Current()
	}
}

func (s *Controller) title() string {
	if s.settling() {
		return locale.T("Adjudication")
	}
	title := locale.T(review.SessionName(s.Session.Mode))
	if s.Session.Person != s.model.Profile.Person().Name {
		return locale.T("{{.Session}} by {{.Person}}", "Session", title, "Person", format.Shorten(s.Session.Person, 24))
	}
	return title
}

// heading says which of the queue is in question.
func (s *Controller) heading() string {
	if s.settling() {
		return locale.T("Span {{.N}} of {{.Total}}", "N", locale.Number(s.At+1), "Total", locale.Number(s.Queue.Len()))
	}
	return locale.T("Claim {{.N}} of {{.Total}}", "N", locale.Number(s.At+1), "Total", locale.Number(s.Queue.Len()))
}

// fillCard shows the claim in question, as far as it may be seen.
func (p *Pane) fillCard() {
	s := p.session
	p.card.RemoveAll()
	if s.Current() == "" {
		p.card.Add(dialogs.Wrapped(locale.T("There is nothing left to review.")))
	} else {
		p.fillClaim()
	}
	p.card.Refresh()
}

func (p *Pane) fillClaim() {
	s := p.session
	c := s.Claim
	if c.ID != s.Current() {
		return // it is still being read
	}
	quote := dialogs.Wrapped("“" + c.Quote + "”")
	quote.SizeName = theme.SizeNameSubHeadingText
	p.card.Add(quote)
	if c.Statement != "" {
		p.card.Add(dialogs.Section(locale.T("Statement")))
		p.card.Add(dialogs.Wrapped(c.Statement))
	}
	if about := strings.Join(format.NonEmpty(format.NameLine(c.Claimant), c.ClaimDate, format.NameLine(c.ClaimType)), " · "); about != "" {
		p.card.Add(dialogs.Small(about))
	}
	switch {
	case s.settling():
		p.fillOpinions()
	case !s.Blind():
		p.card.Add(dialogs.Section(locale.T("Label")))
		p.card.Add(p.verdict(c.LabelID, cmp.Or(format.NameLine(c.Labeller), format.NameLine(c.Person))))
		if c.Note != "" {
			p.card.Add(dialogs.Wrapped(c.Note))
		}
	}
	p.fillEvidence()
	if word, said := s.decisions[c.ID]; said {
		p.card.Add(dialogs.Section(either(s.settling(), locale.T("Settled"), locale.T("Your decision"))))
		p.card.Add(p.decision(word))
	}
}

// verdict shows a label with who gave it.
func (p *Pane) verdict(labelID, who string) fyne.CanvasObject {
	l := p.session.model.LabelOf(labelID)
	light, dark := dialogs.Colours(l)
	row := container.NewHBox(chip.New(dialogs.Badge(l), format.NameLine(l.Name), light, dark, nil))
	if who != "" {
		name := widget.NewLabel(format.Shorten(who, 30))
		name.SizeName = theme.SizeNameCaptionText
		row.Add(name)
	}
	return container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), row)
}

// decision shows a decision in the card.
func (p *Pane) decision(d store.Decision) fyne.CanvasObject {
	switch d.Kind {
	case store.DecidedReject:
		return dialogs.Wrapped(locale.T("Rejected: not a claim."))
	case store.DecidedSkip:
		if p.session.settling() {
			return dialogs.Wrapped(locale.T("Left unresolved."))
		}
		return dialogs.Wrapped(locale.T("Skipped."))
	}
	return p.verdict(d.LabelID, "")
}

// fillOpinions shows what each person says, with their reasons.
func (p *Pane) fillOpinions() {
	for _, v := range p.session.opinions {
		p.card.Add(dialogs.Section(format.Someone(v.person)))
		if v.label == "" {
			p.card.Add(dialogs.Wrapped(locale.T("Rejected: not a claim.")))
		} else {
			p.card.Add(p.verdict(v.label, ""))
		}
		if v.comment != "" {
			p.card.Add(dialogs.Wrapped(v.comment))
		}
	}
}

// fillEvidence lists what bears on the claim; which way, only where the label may be seen.
func (p *Pane) fillEvidence() {
	s := p.session
	if len(s.evidence) == 0 {
		return
	}
	p.card.Add(dialogs.Section(locale.T("Evidence")))
	for _, e := range s.evidence {
		where := format.NameLine(e.Document)
		if e.DocumentID == "" {
			where = e.URL
		}
		parts := format.NonEmpty(either(s.Blind(), "", dialogs.StanceName(e.Stance)), format.Shorten(where, 60))
		if !s.Blind() && e.Note != "" {
			parts = append(parts, format.NameLine(e.Note))
		}
		text := "“" + format.Shorten(e.Quote, 240) + "”"
		if e.Quote == "" {
			text = e.URL
		}
		source := fyne.CanvasObject(dialogs.Small(strings.Join(parts, " · ")))
		if e.DocumentID != "" {
			look := dialogs.NewKeyButton(locale.T("Show"), s.host.StripKey(s.host.RestoreFocus), func() { s.lookAt(e) })
			look.Importance = widget.LowImportance
			source = container.NewBorder(nil, nil, nil, container.NewCenter(look), source)
		}
		p.card.Add(container.New(layout.NewCustomPaddedVBoxLayout(-10), dialogs.Wrapped(text), source))
	}
}

// lookAt shows a piece of evidence in its document. Space comes back to the claim.
func (s *Controller) lookAt(e store.Evidence) {
	s.clock.Touch(s.now())
	host := s.host
	if host.Point(e); s.model.Document.ID != e.DocumentID {
		s.model.Notices.Send(locale.T("Press Space to go back to the claim."))
	}
}

// fillActions offers what may be said, each with its key.
func (p *Pane) fillActions() {
	s := p.session
	p.actions.RemoveAll()
	light, dark := dialogs.Rgb(0x5A626B), dialogs.Rgb(0x9DA3AB)
	word, said := s.decisions[s.Current()]
	add := func(letter, text string, light, dark color.NRGBA, chosen bool, do func()) {
		c := chip.New(letter, text, light, dark, func() {
			if s.shown() {
				do()
			} else { // what is aimed at stands for the claim that was left
				s.model.Notices.Send(locale.T("The next claim is still loading."))
			}
			p.focusText()
		})
		c.Selected = chosen
		p.actions.Add(c)
	}
	if !s.settling() && !s.Blind() && s.Claim.LabelID != "" {
		add(s.model.KeyLetter("review-agree"), locale.T("Agree"), light, dark, false, func() { s.Agree() })
	}
	for _, l := range s.model.OfferedLabels() {
		lightOf, darkOf := dialogs.Colours(l)
		add(dialogs.Badge(l), format.NameLine(l.Name), lightOf, darkOf, said && word.Kind == store.DecidedLabel && word.LabelID == l.ID, func() { s.Say(store.DecidedLabel, l.ID) })
	}
	add(s.model.KeyLetter("review-reject"), locale.T("Reject"), light, dark, said && word.Kind == store.DecidedReject, func() { s.Say(store.DecidedReject, "") })
	add(s.model.KeyLetter("review-skip"), either(s.settling(), locale.T("Leave unresolved"), locale.T("Skip")), light, dark, said && word.Kind == store.DecidedSkip, func() { s.Skip() })
	p.Body.Refresh()
}

// either gives the one text where something is so, and the other where it is not.
func either(so bool, text, other string) string {
	if so {
		return text
	}
	return other
}
