package document

import (
	"context"
	"sort"
	"strings"
	"unicode/utf8"

	"factmark/app/locale"
	"factmark/app/workspace"
	"factmark/app/worth"
	"factmark/widgets/docview"
	"factmark/widgets/docview/layout"
)

// suggested marks sentences of the open document that are worth checking, where the user wants it. They are looked for in
// the background once the text is shown, and are kept nowhere: only what the user makes of them is.
type suggested struct {
	on      bool               // the user wants them marked
	within  string             // id of the document they were last looked for in; "" for none
	found   []suggestion       // in text order, apart from each other
	looking bool               // found is still to come
	asked   workspace.Latest   // searches of texts
	stop    context.CancelFunc // ends the last one
}

// suggestion is a sentence worth checking, and what speaks for it.
type suggestion struct {
	docview.Span
	reasons string
}

// forget follows that another text is shown, of which nothing is known yet.
func (s *suggested) forget() {
	s.stop()
	s.asked.Ask()
	s.within, s.found, s.looking = "", nil, false
}

// MarkSuggestions says whether suggested claims are marked.
func (p *Pane) MarkSuggestions(on bool) {
	p.suggested.on = on
	p.suggest()
}

// suggest follows a change of what is known of the document, or of whether suggestions are marked.
func (p *Pane) suggest() {
	s, doc := &p.suggested, p.model.Document
	within := ""
	if s.on && worth.Knows(doc.Language) {
		within = doc.ID
	}
	if within == s.within {
		return
	}
	s.forget()
	s.within = within
	p.showSuggestions()
	if within == "" {
		return
	}
	s.looking = true
	current, text := s.asked.Unchanged(), p.Text
	ctx, stop := context.WithCancel(p.model.Ctx)
	s.stop = stop
	p.model.Back.Go(func() {
		defer stop()
		found := suggestions(ctx, text)
		p.model.Back.OnUI(func() {
			if current() {
				s.found, s.looking = found, false
				p.showSuggestions()
			}
		})
	})
}

// longestSuggestion, in bytes, is where a sentence is rather a list or a table.
const longestSuggestion = 800

// suggestions gives the sentences of a text that are worth checking; some of them if ctx ends meanwhile.
func suggestions(ctx context.Context, text string) (all []suggestion) {
	point, at := 0, 0 // code points and bytes that were passed
	for start, end := range layout.Sentences(text) {
		if ctx.Err() != nil {
			break
		}
		sentence := text[start:end]
		point, at = point+utf8.RuneCountInString(text[at:start]), start
		if len(sentence) > longestSuggestion {
			continue
		}
		if r := worth.Rate(sentence); r.Score >= worth.Suggest {
			all = append(all, suggestion{docview.Span{Start: point, End: point + utf8.RuneCountInString(sentence)}, strings.Join(r.Reasons, ", ")})
		}
	}
	return all
}

// showSuggestions marks those that overlap no claim and nothing that is not content; none where claims are only reviewed.
func (p *Pane) showSuggestions() {
	s, m := &p.suggested, p.model
	var shown []docview.Span
	if p.review == nil || p.review.Independent {
		claims := reach{count: len(m.Claims), span: func(i int) (start, end int) {
			if !workspace.Placed(m.Claims[i]) {
				return m.Claims[i].Start, 0
			}
			return m.Claims[i].Start, m.Claims[i].End
		}}
		aside := reach{count: len(m.NotContent), span: func(i int) (start, end int) { return m.NotContent[i].Start, m.NotContent[i].End }}
		for _, each := range s.found {
			if !claims.over(each.Span) && !aside.over(each.Span) {
				shown = append(shown, each.Span)
			}
		}
	}
	p.View.SetSuggestions(shown)
}

// reach walks along ranges that are sorted by their starts and tells what lies under one of them.
type reach struct {
	count int
	span  func(i int) (start, end int)
	next  int
	end   int // the farthest end of those before next
}

// over tells whether one of the ranges overlaps s, which must not begin before the one asked for last.
func (r *reach) over(s docview.Span) bool {
	for ; r.next < r.count; r.next++ {
		start, end := r.span(r.next)
		if start >= s.End {
			break
		}
		r.end = max(r.end, end)
	}
	return r.end > s.Start
}

// suggestionHint is what the tip says of a suggestion.
func (p *Pane) suggestionHint(at docview.Span) string {
	found := p.suggested.found
	i := sort.Search(len(found), func(i int) bool { return found[i].Start >= at.Start })
	if i == len(found) || found[i].Span != at {
		return ""
	}
	return locale.T("Suggested claim: {{.Reasons}}", "Reasons", found[i].reasons)
}

// NextSuggestion selects the suggestion under the caret, or else the next, so that a label key makes it a claim. One that
// is selected already is passed over.
func (p *Pane) NextSuggestion() {
	if p.model.StillOpening() {
		return
	}
	shown, at := p.View.Suggestions(), p.selection()
	i := sort.Search(len(shown), func(i int) bool { return shown[i].End > at.Start })
	if at.Start < at.End { // a selection is done with, whatever it was
		i = sort.Search(len(shown), func(i int) bool { return shown[i].Start >= at.End })
	}
	if i == len(shown) {
		p.model.Notices.Send(p.noSuggestion(len(shown)))
		return
	}
	p.model.LeaveMade()
	p.model.Choose("", false)
	p.place(func() { p.View.Select(shown[i].Start, shown[i].End) })
	p.View.Reveal(shown[i].Start, shown[i].End)
	p.Selected.Send(p.selection())
	p.model.Notices.Send(locale.T("{{.Suggestion}}. A label key makes it a claim.", "Suggestion", p.suggestionHint(shown[i])))
}

// noSuggestion says why no suggestion follows where so many are shown.
func (p *Pane) noSuggestion(shown int) string {
	s := &p.suggested
	switch {
	case !s.on:
		return locale.T("Suggested claims are not shown. View › Suggested claims shows them.")
	case s.within == "" && p.model.Document.ID != "":
		return locale.T("Claims are suggested in English texts only.")
	case s.looking:
		return locale.T("Still looking for claims to suggest.")
	case shown > 0:
		return locale.T("No suggested claim after this one.")
	}
	return locale.T("No claim is suggested in this text.")
}

// takeSuggestion makes a suggestion that is selected a claim with no label yet, and tells whether one is.
func (p *Pane) takeSuggestion() bool {
	at := docview.Span{}
	at.Start, at.End = p.View.Selection()
	shown := p.View.Suggestions()
	i := sort.Search(len(shown), func(i int) bool { return shown[i].Start >= at.Start })
	if p.model.Current != "" || i == len(shown) || shown[i] != at {
		return false
	}
	p.apply(workspace.NoLabel.ID)
	return true
}
