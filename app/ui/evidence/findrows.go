package evidence

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"factmark/app/evidence"
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
	"factmark/widgets/chip"
)

// passageAt is a place in a document, in code points.
type passageAt struct {
	documentID string
	start, end int
}

func (p passageAt) overlaps(documentID string, start, end int) bool {
	return p.documentID == documentID && p.start < end && start < p.end
}

// setAside is what is not suggested for a claim: passages that are evidence for it already, and those that were refused.
type setAside struct {
	taken   []passageAt
	refused []refusedPassage
}

// refusedPassage is a passage that was refused, with what the list says of it, where that was read.
type refusedPassage struct {
	store.RefusedPassage
	text, source string
}

// readAside reads what is set aside for a claim, as far as it may be seen, and the words of refused passages if they are
// listed. It waits for the disk.
func readAside(ctx context.Context, st *store.Store, q question, wordsToo bool) (setAside, error) {
	var a setAside
	if q.claimID == "" || q.hidden {
		return a, nil
	}
	all, err := st.Evidence(ctx, q.claimID)
	if err != nil {
		return a, err
	}
	for _, e := range all {
		if e.DocumentID != "" && (e.ClaimID == q.claimID || !q.own) {
			a.taken = append(a.taken, passageAt{e.DocumentID, e.Start, e.End})
		}
	}
	refused, err := st.RefusedPassages(ctx, q.claimID)
	var last, text string
	for _, p := range refused {
		one := refusedPassage{RefusedPassage: p}
		if wordsToo {
			if p.DocumentID != last {
				if text, err = st.Text(ctx, p.DocumentID); err != nil {
					return a, err
				}
				last = p.DocumentID
			}
			one.text = evidence.Slice(text, p.Start, p.End)
			source, err := readSource(ctx, st, p.DocumentID)
			if err != nil {
				return a, err
			}
			one.source = strings.Join(format.NonEmpty(source.title, source.said, store.Locate(source.locators, p.Start, p.End)), " · ")
		}
		a.refused = append(a.refused, one)
	}
	return a, err
}

// holds tells whether a passage overlaps with one that is set aside.
func (a *setAside) holds(documentID string, start, end int) bool {
	return slices.ContainsFunc(a.taken, func(p passageAt) bool { return p.overlaps(documentID, start, end) }) ||
		slices.ContainsFunc(a.refused, func(p refusedPassage) bool {
			return passageAt{p.DocumentID, p.Start, p.End}.overlaps(documentID, start, end)
		})
}

// lacks tells whether another setting aside holds a passage that this one does not hold any more.
func (a *setAside) lacks(before *setAside) bool {
	return slices.ContainsFunc(before.taken, func(p passageAt) bool { return !a.holds(p.documentID, p.start, p.end) }) ||
		slices.ContainsFunc(before.refused, func(p refusedPassage) bool { return !a.holds(p.DocumentID, p.Start, p.End) })
}

// follow takes over what has become of the evidence and the refused passages of the claim, by whatever hand. A passage
// that was left out and is free again has to be looked for; one that was listed all the time is only shown again.
func (s *Suggestions) follow() {
	q := s.answer.question
	if !s.Shown() || q.claimID == "" || q.hidden {
		return
	}
	model, wordsToo, current := s.model, s.refused, s.following.Ask()
	model.Back.Go(func() {
		aside, err := readAside(model.Ctx, model.Store, q, wordsToo)
		model.Back.OnUI(func() {
			switch {
			case !current() || s.answer.question != q:
				return
			case err != nil:
				model.Fail(fmt.Errorf("reading the evidence: %w", err))
				return
			}
			s.aside = aside
			for key, p := range s.leaving {
				if aside.holds(p.documentID, p.start, p.end) {
					delete(s.leaving, key)
				}
			}
			if aside.lacks(&s.answer.left) {
				s.ask()
			}
			s.show()
		})
	})
}

// listed are the suggestions that are not set aside, in the order that they are shown in.
func (s *Suggestions) listed() []suggestion {
	passages := make([]evidence.Passage, len(s.answer.found))
	at := map[string]int{}
	for i, p := range s.answer.found {
		passages[i], at[p.key()] = p.Passage, i
	}
	if s.contra {
		passages = evidence.ContradictingFirst(passages)
	}
	var documents []string // in the order of the best passage of each
	of := map[string][]suggestion{}
	for _, p := range passages {
		one := s.answer.found[at[(&suggestion{Passage: p}).key()]]
		if !slices.Contains(documents, p.DocumentID) {
			documents = append(documents, p.DocumentID) // whether or not that passage is set aside: nothing moves when it is
		}
		if _, leaving := s.leaving[one.key()]; !leaving && !s.aside.holds(p.DocumentID, p.Start, p.End) {
			of[p.DocumentID] = append(of[p.DocumentID], one)
		}
	}
	var all []suggestion
	for _, id := range documents {
		all = append(all, of[id]...)
	}
	return all
}

// Suggested is a suggestion as it is listed.
type Suggested struct {
	Key        string
	DocumentID string
	Start, End int // code points, half open
}

// Listed are the suggestions in the order in which they are listed.
func (s *Suggestions) Listed() (all []Suggested) {
	for _, p := range s.listed() {
		all = append(all, Suggested{p.key(), p.DocumentID, p.Start, p.End})
	}
	return all
}

// Of is the id of the claim that they are suggested for, "" where that is a selection.
func (s *Suggestions) Of() string { return s.answer.question.claimID }

// Choose makes the row of a suggestion the current one.
func (s *Suggestions) Choose(key string) { s.section.Choose(key) }

// show shows what is listed and how far the looking is.
func (s *Suggestions) show() {
	if !s.Shown() {
		return
	}
	listed := s.listed()
	s.showHead(listed)
	var rows []Row
	for i, p := range listed {
		if i == 0 || listed[i-1].DocumentID != p.DocumentID {
			rows = append(rows, heading(p.title, p.source))
		}
		rows = append(rows, s.row(p))
	}
	if n := len(s.answer.found); n > 0 && n == s.answer.limit && n < mostSuggestions && !s.stale() {
		rows = append(rows, Row{ID: "more", Object: newWords(wording{text: []run{{text: locale.N("{{.N}} more", someSuggestions)}}}), Said: locale.N("{{.N}} more", someSuggestions), Open: s.more})
	}
	if s.refused && len(s.aside.refused) > 0 && !s.stale() {
		rows = append(rows, heading(locale.T("Refused"), ""))
		for _, p := range s.aside.refused {
			rows = append(rows, s.refusedRow(p))
		}
	}
	s.section.SetRows(rows)
	s.OnListed()
}

// heading stands above the passages of a document.
func heading(title, said string) Row {
	return Row{Object: newWords(wording{text: runsOf(title, nil), strong: true, caption: said}), Said: title}
}

// row shows a suggestion.
func (s *Suggestions) row(p suggestion) Row {
	said := strings.Join(format.NonEmpty(p.place, strings.ReplaceAll(p.Reason, "*", "")), " · ")
	marks := make([]span, len(p.Shared))
	for i, m := range p.Shared {
		marks[i] = span{m.Start, m.End}
	}
	var hints []string
	for _, h := range p.Hints {
		hints = append(hints, format.NameLine(h.Text))
	}
	shown := newWords(wording{rank: fmt.Sprint(p.rank), text: runsOf(p.Text, marks), soft: s.stale() && s.state == lookingLong, caption: format.NameLine(said), hints: hints})
	actions := s.actions(p)
	return Row{ID: p.key(), Object: shown, Actions: s.pane.buttons(actions), Said: locale.T("Suggestion {{.Rank}}. {{.AccessibilityLabel}}", "Rank", p.rank, "AccessibilityLabel", shown.AccessibilityLabel()),
		Open: func() { s.OnPoint(p.DocumentID, workspace.Span{Start: p.Start, End: p.End}) }, Key: keysOf(actions)}
}

// actions are what can be done with a suggestion.
func (s *Suggestions) actions(p suggestion) (all []action) {
	q := s.answer.question
	may := q.claimID != "" && !q.hidden && !s.model.ReadOnly()
	if may {
		all = stanceActions("", func(stance store.Stance) { s.Take(p.key(), stance) })
	}
	if q.claimID != "" {
		all = append(all, plainAction(locale.T("Side by side"), func() { s.OnBeside(p.DocumentID, workspace.Span{Start: p.Start, End: p.End}) }, "V"))
	}
	if may {
		all = append(all, plainAction(locale.T("Refuse"), func() { s.Refuse(p.key()) }, "X", "Delete", "Backspace"))
	}
	return all
}

// refusedRow shows a passage that was refused.
func (s *Suggestions) refusedRow(p refusedPassage) Row {
	shown := newWords(wording{text: runsOf(p.text, nil), soft: true, caption: p.source})
	actions := []action{plainAction(locale.T("Suggest again"), func() { s.model.TakeBackRefusal(p.ID) }, "X", "Delete", "Backspace")}
	return Row{ID: p.ID, Object: shown, Actions: s.pane.buttons(actions), Said: locale.T("Refused. {{.Passage}}", "Passage", shown.AccessibilityLabel()),
		Open: func() { s.OnPoint(p.DocumentID, workspace.Span{Start: p.Start, End: p.End}) }, Key: keysOf(actions)}
}

// showHead says what is looked for, how far that is, and how much was found.
func (s *Suggestions) showHead(listed []suggestion) {
	documents := map[string]bool{}
	for _, p := range listed {
		documents[p.DocumentID] = true
	}
	count := ""
	if len(listed) > 0 {
		count = locale.T("{{.Listed}} in {{.Documents}}", "Listed", locale.N("{{.N}} passages", len(listed)), "Documents", locale.N("{{.N}} documents", len(documents)))
	}
	if s.state == lookingLong {
		count = locale.T("Searching…") // here, so that the list stays where it is
	}
	s.Count.SetText(count)
	told := s.told(len(listed))
	s.Told.SetText(told)
	dialogs.SetVisible(s.Told, told != "")
	dialogs.SetVisible(s.Bar, s.state == indexing)
	dialogs.SetVisible(s.Stop, s.state == indexing || s.state == stopped)
	if s.state == indexing {
		s.Bar.SetValue(float64(s.done) / float64(max(1, s.total)))
		s.Stop.SetText(locale.T("Stop"))
	} else {
		s.Stop.SetText(locale.T("Go on"))
	}
	s.Chips.Box.RemoveAll()
	if len(s.answer.found) > 1 {
		s.Chips.Box.Add(s.switchChip(locale.T("May contradict first"), s.contra, func() { s.contra = !s.contra }))
	}
	if n := len(s.aside.refused); n > 0 && !s.stale() {
		words := locale.T("Show refused ({{.Count}})", "Count", format.Thousands(n))
		if s.refused {
			words = locale.T("Hide refused ({{.Count}})", "Count", format.Thousands(n))
		}
		s.Chips.Box.Add(s.switchChip(words, s.refused, func() {
			s.refused = !s.refused
			s.follow()
		}))
	}
	dialogs.SetVisible(s.Chips, len(s.Chips.Box.Objects) > 0)
	s.Chips.Refresh()
	s.head.Refresh()
}

// switchChip turns a part of how the list is shown on or off.
func (s *Suggestions) switchChip(words string, on bool, turn func()) *chip.Chip {
	c := chip.New("", words, dialogs.Rgb(0), dialogs.Rgb(0), func() {
		turn()
		s.show()
		s.Focus(s.pane.List)
	})
	c.Selected, c.OnKey = on, s.pane.buttonKey
	return c
}

// told says why nothing is listed, or what is going on.
func (s *Suggestions) told(listed int) string {
	said := ""
	switch q := s.wanted(); {
	case s.state == indexing:
		said = locale.T("Preparing the search: {{.Done}} of {{.Total}} read. This is done once.", "Done", format.Thousands(s.done), "Total", locale.N("{{.N}} documents", s.total))
	case s.state == stopped:
		said = locale.T("The search is not prepared yet, so nothing can be found.")
	case q.text == "":
		return locale.T("Choose a claim to see what the documents say about it.")
	case s.state == looking || s.state == lookingLong || s.stale() || listed > 0: // nothing is known yet, or something is listed
	case len(s.model.Documents) < 2:
		said = locale.T("There is only this document. Import others to see what they say about the claim.")
	case len(s.answer.found) > 0:
		said = locale.T("Everything that was found is taken or refused.")
	default:
		said = locale.T("No other passage says anything about it.")
	}
	if s.selected != nil {
		said = strings.Join(format.NonEmpty(locale.T("For the selection “{{.Text}}”. Make it a claim to take evidence for it.", "Text", format.Shorten(format.NameLine(s.selected.text), 80)), said), " ")
	}
	return said
}

// more looks for more.
func (s *Suggestions) more() {
	last := ""
	if listed := s.listed(); len(listed) > 0 {
		last = listed[len(listed)-1].key()
	}
	s.limit = min(s.answer.limit+someSuggestions, mostSuggestions)
	s.section.Choose(last)
	s.ask()
}

// stopOrGoOn ends the making of the index, or goes on with it.
func (s *Suggestions) stopOrGoOn() {
	if s.state != indexing {
		s.ask()
		return
	}
	s.stop()
	s.state = stopped
	s.show()
}

// find gives the suggestion with a key that is listed.
func (s *Suggestions) find(key string) (p suggestion, next string, is bool) {
	listed := s.listed()
	i := slices.IndexFunc(listed, func(p suggestion) bool { return p.key() == key })
	switch {
	case i < 0:
		return p, "", false
	case i+1 < len(listed):
		next = listed[i+1].key()
	case i > 0:
		next = listed[i-1].key()
	}
	return listed[i], next, true
}

// mayTake tells whether something can be done for the claim in hand with what is listed; where it can't, it says so.
func (s *Suggestions) mayTake() bool {
	switch {
	case s.stale():
		s.model.Notices.Send(locale.T("The claim in hand is another one now. Press the key again when its suggestions are there."))
		return false
	case s.answer.question.claimID == "":
		s.model.Notices.Send(locale.T("Evidence belongs to a claim. Make the selection a claim first."))
		return false
	}
	return s.model.MayChange(s.answer.question.claimID)
}

// Take makes a suggestion evidence with a stance, and goes on to the next.
func (s *Suggestions) Take(key string, stance store.Stance) {
	p, next, is := s.find(key)
	if !is || !s.mayTake() {
		return
	}
	s.leave(p, next)
	s.model.AddEvidence(store.NewEvidence{ClaimID: s.answer.question.claimID, Stance: stance, DocumentID: p.DocumentID, Start: p.Start, End: p.End, Quote: p.Text})
}

// Refuse keeps a suggestion from being made again for this claim, and goes on to the next.
func (s *Suggestions) Refuse(key string) {
	p, next, is := s.find(key)
	if !is || !s.mayTake() {
		return
	}
	s.leave(p, next)
	s.model.RefusePassage(s.answer.question.claimID, p.DocumentID, p.Start, p.End)
}

// leave takes a suggestion off the list before what becomes of it is written.
func (s *Suggestions) leave(p suggestion, next string) {
	s.leaving[p.key()] = passageAt{p.DocumentID, p.Start, p.End}
	s.show()
	s.section.Choose(next)
}
