package document

import (
	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/relativedate"
	"factmark/app/workspace"
	"factmark/widgets/docview"
)

// undated marks the weekdays and relative dates in the text of a document that has no date: two reports that say Monday
// and Thursday may speak of the same day. They are looked for in the background once the text is shown.
type undated struct {
	on     bool             // the user wants them marked
	asked  workspace.Latest // searches of texts
	within within           // what they were last looked for in
}

// within is all that the relative dates of a document depend on; its zero value has none.
type within struct{ documentID, language string }

// forget follows that another text is shown, which has no hints yet: what is being found in the old one comes too late.
func (u *undated) forget() {
	u.asked.Ask()
	u.within = within{}
}

// MarkDates says whether relative dates are marked in documents that have no date.
func (p *Pane) MarkDates(on bool) {
	p.undated.on = on
	p.markDates()
}

// markDates follows a change of what is known of the document, or of whether relative dates are marked.
func (p *Pane) markDates() {
	u := &p.undated
	var now within
	if doc := p.model.Document; u.on && doc.Published == "" {
		now = within{doc.ID, doc.Language}
	}
	if now == u.within {
		return
	}
	u.within = now
	p.View.SetHints(nil)
	current := u.asked.Ask()
	if !relativedate.Knows(now.language) {
		return
	}
	text := p.Text
	p.model.Back.Go(func() {
		found := relativedate.Find(text, now.language)
		hints := make([]docview.Span, len(found))
		for i, s := range found {
			hints[i] = docview.Span(s)
		}
		p.model.Back.OnUI(func() {
			if current() {
				p.View.SetHints(hints)
			}
		})
	})
}

// dateHint is what the tip says of a relative date.
func (p *Pane) dateHint(words string) string {
	words = format.OneLine(words)
	said := locale.T("This document has no date, so it is not known which day “{{.Words}}” refers to.", "Words", words)
	if relativedate.IsWeekday(words, p.undated.within.language) {
		said = locale.T("This document has no date, so “{{.Words}}” may be any {{.Words}}.", "Words", words)
	}
	if p.model.ReadOnly() {
		return said
	}
	return said + " " + locale.T("Enter a date in Document › Document details.")
}
