package app

import (
	"cmp"
	"fmt"
	"image/color"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"factmark/app/format"
	"factmark/app/review"
	"factmark/store"
	"factmark/widgets/chip"
	"factmark/widgets/textfield"
)

// reviewPane is what a review shows: a bar over the text, with how far it has
// come, and in place of the claims the one in question with what may be said of it.
type reviewPane struct {
	sitting *sitting

	title       *widget.Label
	progress    *reviewLine
	back, end   *widget.Button
	pause, done *widget.Button
	bar         *fyne.Container

	heading   *widget.Label
	card      *fyne.Container
	choices   *chip.Rows
	actions   *fyne.Container // those of the choices
	comment   *textfield.Field
	commented string        // the claim that it is of
	asking    *widget.Label // why the comment is wanted
	skipping  bool
	body      *fyne.Container
	claims    fyne.CanvasObject // what it stands in place of
	over      *fyne.Container   // the text with the bar over it
	focusText func()
	focusBack func() // gives the keyboard to who had it before the comment
}

func newReviewPane(text, claims fyne.CanvasObject, focusText, focusBack func()) *reviewPane {
	p := &reviewPane{claims: claims, focusText: focusText, focusBack: focusBack}
	p.title = widget.NewLabel("")
	p.title.TextStyle.Bold = true
	p.progress = newReviewLine()
	p.back = widget.NewButton("Back", func() { p.sitting.step(-1) })
	p.pause = widget.NewButton("Pause", func() { p.sitting.pause() })
	p.end = widget.NewButton("End…", func() { p.sitting.askEnd() })
	p.done = widget.NewButton("Next document", func() { p.sitting.documentDone() })
	p.done.Importance = widget.HighImportance
	p.title.Truncation = fyne.TextTruncateEllipsis
	p.bar = container.New(layout.NewCustomPaddedVBoxLayout(0), container.New(layout.NewCustomPaddedLayout(2, 2, 8, 8),
		container.NewBorder(nil, nil, nil, container.NewHBox(p.done, p.back, p.pause, p.end), p.title)), p.progress)

	p.heading = widget.NewLabel("")
	p.heading.TextStyle.Bold = true
	p.card = container.NewVBox()
	p.choices = chip.NewRows()
	p.actions = p.choices.Box
	p.asking = widget.NewLabel("")
	p.asking.SizeName = theme.SizeNameCaptionText
	p.comment = textfield.New()
	p.comment.SetRows(3, textfield.MaxRows)
	p.comment.Offer = p.commentKey
	p.comment.OnFocus = func(focused bool) {
		if !focused {
			p.commentLeft()
		}
	}
	p.comment.OnLeftOut = func(count int) { p.sitting.desk.tellLeftOut(count) }
	p.comment.OnChanged = func() {
		if s := p.sitting; s != nil && s.current() != "" {
			s.typedComment(p.comment.Text())
			s.clock.Touch(s.now())
		}
	}
	foot := container.NewVBox(widget.NewSeparator(),
		container.New(layout.NewCustomPaddedLayout(4, 0, 8, 8), p.choices),
		container.New(layout.NewCustomPaddedLayout(0, 8, 8, 8), container.New(layout.NewCustomPaddedVBoxLayout(0), p.asking, p.comment)))
	p.body = container.NewBorder(p.heading, foot, nil, nil,
		container.NewVScroll(container.New(layout.NewCustomPaddedLayout(0, 8, 4, 4), p.card)))
	p.bar.Hide()
	p.body.Hide()
	p.over = container.NewBorder(p.bar, nil, nil, nil, text)
	return p
}

func (p *reviewPane) show(s *sitting) {
	p.sitting = s
	setVisible(p.done, s.independent())
	setVisible(p.back, !s.independent())
	setVisible(p.body, !s.independent()) // who marks spans anew sees the claims they make
	setVisible(p.claims, s.independent())
	p.bar.Show()
	p.over.Refresh()
	p.refresh()
}

func (p *reviewPane) hide() {
	p.bar.Hide()
	p.body.Hide()
	p.claims.Show()
	p.over.Refresh()
	p.card.RemoveAll()
	p.sitting = nil
}

// refresh shows how things stand.
func (p *reviewPane) refresh() {
	s := p.sitting
	if s == nil {
		return
	}
	done, total := s.countDone(), s.queue.Len()
	count := fmt.Sprintf("%s of %s done", format.Thousands(done), format.Thousands(total))
	if s.spent >= time.Second {
		count += " · " + format.Duration(s.spent)
	}
	p.title.SetText(count + " · " + s.title())
	p.progress.set(done, total)
	p.pause.SetText(map[bool]string{true: "Leave", false: "Pause"}[s.settling()])
	setVisible(p.end, !s.settling())
	p.heading.SetText(fmt.Sprintf("%s %s of %s", s.unit(), format.Thousands(s.at+1), format.Thousands(total)))
	if total == 0 {
		p.heading.SetText("Nothing to review")
	}
	if p.skipping = false; s.independent() {
		return
	}
	p.fillActions()
	p.asking.SetText("Comment (C)")
	p.showComment()
	p.fillCard()
}

// showComment shows the comment of the claim in question, also before that is
// read: what is typed there is kept for it.
func (p *reviewPane) showComment() {
	s := p.sitting
	if text := s.comment(); text != p.comment.Text() || p.commented != s.current() {
		onChanged := p.comment.OnChanged
		p.comment.OnChanged = nil
		p.comment.SetText(text)
		p.comment.OnChanged = onChanged
		p.commented = s.current()
	}
}

func (s *sitting) title() string {
	if s.settling() {
		return "Adjudication"
	}
	title := review.ModeName(s.session.Mode) + " review"
	if s.session.Person != s.desk.profile.Person().Name {
		title += " by " + format.Shorten(s.session.Person, 24)
	}
	return title
}

func (s *sitting) unit() string {
	if s.settling() {
		return "Span"
	}
	return "Claim"
}

// fillCard shows the claim in question, as far as it may be seen.
func (p *reviewPane) fillCard() {
	s := p.sitting
	p.card.RemoveAll()
	if s.current() == "" {
		p.card.Add(wrapped("The queue is empty."))
	} else {
		p.fillClaim()
	}
	p.card.Refresh()
}

func (p *reviewPane) fillClaim() {
	s := p.sitting
	c := s.claim
	if c.ID != s.current() {
		return // it is still being read
	}
	quote := wrapped("“" + c.Quote + "”")
	quote.SizeName = theme.SizeNameSubHeadingText
	p.card.Add(quote)
	if c.Statement != "" {
		p.card.Add(section("Statement"))
		p.card.Add(wrapped(c.Statement))
	}
	if about := strings.Join(format.NonEmpty(format.NameLine(c.Claimant), c.ClaimDate, format.NameLine(c.ClaimType)), " · "); about != "" {
		p.card.Add(small(about))
	}
	switch {
	case s.settling():
		p.fillVoices()
	case !s.blind():
		p.card.Add(section("Label"))
		p.card.Add(p.verdict(c.LabelID, cmp.Or(format.NameLine(c.Labeller), format.NameLine(c.Person))))
		if c.Note != "" {
			p.card.Add(wrapped(c.Note))
		}
	}
	p.fillEvidence()
	if word, said := s.said[c.ID]; said {
		p.card.Add(section(map[bool]string{true: "Settled", false: "Your decision"}[s.settling()]))
		p.card.Add(p.word(word))
	}
}

// verdict shows a label with who gave it.
func (p *reviewPane) verdict(labelID, who string) fyne.CanvasObject {
	l := p.sitting.desk.labelOf(labelID)
	light, dark := colours(l)
	row := container.NewHBox(chip.New(badge(l), format.NameLine(l.Name), light, dark, nil))
	if who != "" {
		name := widget.NewLabel(format.Shorten(who, 30))
		name.SizeName = theme.SizeNameCaptionText
		row.Add(name)
	}
	return container.New(layout.NewCustomPaddedLayout(0, 0, 8, 0), row)
}

// word shows a decision.
func (p *reviewPane) word(d store.Decision) fyne.CanvasObject {
	switch d.Kind {
	case store.DecidedReject:
		return wrapped("The span is rejected: it is no claim.")
	case store.DecidedSkip:
		if p.sitting.settling() {
			return wrapped("Left unresolved.")
		}
		return wrapped("Skipped.")
	}
	return p.verdict(d.LabelID, "")
}

// fillVoices shows what each person says, with their reasons.
func (p *reviewPane) fillVoices() {
	for _, v := range p.sitting.voices {
		p.card.Add(section(format.Someone(v.person)))
		if v.label == "" {
			p.card.Add(wrapped("Rejects the span: it is no claim."))
		} else {
			p.card.Add(p.verdict(v.label, ""))
		}
		if v.comment != "" {
			p.card.Add(wrapped(v.comment))
		}
	}
}

// fillEvidence lists what bears on the claim; which way, only where the label may be seen.
func (p *reviewPane) fillEvidence() {
	s := p.sitting
	if len(s.evidence) == 0 {
		return
	}
	p.card.Add(section("Evidence"))
	for _, e := range s.evidence {
		where := format.NameLine(e.Document)
		if e.DocumentID == "" {
			where = e.URL
		}
		parts := format.NonEmpty(map[bool]string{false: string(e.Stance)}[s.blind()], format.Shorten(where, 60))
		if !s.blind() && e.Note != "" {
			parts = append(parts, format.NameLine(e.Note))
		}
		text := "“" + format.Shorten(e.Quote, 240) + "”"
		if e.Quote == "" {
			text = e.URL
		}
		source := fyne.CanvasObject(small(strings.Join(parts, " · ")))
		if e.DocumentID != "" {
			look := widget.NewButton("Look", func() { s.lookAt(e) })
			look.Importance = widget.LowImportance
			source = container.NewBorder(nil, nil, nil, container.NewCenter(look), source)
		}
		p.card.Add(container.New(layout.NewCustomPaddedVBoxLayout(-10), wrapped(text), source))
	}
}

// lookAt shows a piece of evidence in its document. Space comes back to the claim.
func (s *sitting) lookAt(e store.Evidence) {
	s.clock.Touch(s.now())
	w := s.window
	if w.point(e); s.desk.document.ID != e.DocumentID {
		s.desk.told.send("Space comes back to the claim.")
	}
}

// fillActions offers what may be said, each with its key.
func (p *reviewPane) fillActions() {
	s := p.sitting
	p.actions.RemoveAll()
	light, dark := rgb(0x5A626B), rgb(0x9DA3AB)
	word, said := s.said[s.current()]
	add := func(letter, text string, light, dark color.NRGBA, chosen bool, do func()) {
		c := chip.New(letter, text, light, dark, func() {
			if s.shown() {
				do()
			} else { // what is aimed at stands for the claim that was left
				s.desk.told.send("The next claim is still being read.")
			}
			p.focusText()
		})
		c.Selected = chosen
		p.actions.Add(c)
	}
	if !s.settling() && !s.blind() && s.claim.LabelID != "" {
		add("A", "Agree", light, dark, false, func() { s.typed('A') })
	}
	for _, l := range s.desk.labels {
		lightOf, darkOf := colours(l)
		add(badge(l), format.NameLine(l.Name), lightOf, darkOf, said && word.Kind == store.DecidedLabel && word.LabelID == l.ID, func() { s.say(store.DecidedLabel, l.ID) })
	}
	add("R", "Reject", light, dark, said && word.Kind == store.DecidedReject, func() { s.typed('R') })
	add("X", map[bool]string{true: "Leave unresolved", false: "Skip"}[s.settling()], light, dark, said && word.Kind == store.DecidedSkip, func() { s.typed('X') })
	p.body.Refresh()
}
