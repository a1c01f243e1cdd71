package app

import (
	"context"
	"errors"
	"factmark/app/format"
	"factmark/store"
	"fmt"
	"slices"
	"strings"
)

// draftOffer is what was typed into one form and left: a row in the list of drafts.
type draftOffer struct {
	form, subject string
	drafts        []store.Draft // the oldest first
	title         string        // "Note on “the bridge was safe”"
	claim         store.Claim   // that it is about, where it is about one
	document      store.Document
	gone          bool // what it is about was deleted, or its review has ended
	resumable     bool // its review can go on, and shows it then
	aside         bool // what it was typed over was changed since
}

// about says in a line what was left and when it was typed.
func (o draftOffer) about() string {
	return o.title + ", typed " + format.WhenTyped(o.drafts[len(o.drafts)-1].TypedAt)
}

// preview is the longest of what was typed.
func (o draftOffer) preview() string {
	longest := ""
	for _, d := range o.drafts {
		if len(d.Text) > len(longest) {
			longest = d.Text
		}
	}
	if longest = format.Shorten(longest, 120); longest == "" {
		longest = "(emptied)"
	}
	switch {
	case o.gone && o.form == store.FormReview:
	case o.gone:
		longest += " · what it is about was deleted"
	case o.aside:
		longest += " · what is saved was changed since"
	}
	return longest
}

// begin takes over what was left when the workspace was used last.
func (d *drafts) begin(left []store.Draft) {
	d.begun = true
	d.learn(left)
	d.readOffers()
}

// learn takes over drafts that are in the file.
func (d *drafts) learn(drafts []store.Draft) {
	defer d.changed.send(struct{}{})
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, draft := range drafts {
		_, newer := d.all[draft.DraftKey]
		_, changing := d.pending[draft.DraftKey] // it is being removed
		if !newer && !changing {
			d.all[draft.DraftKey] = draft
		}
	}
}

// readOffers looks up what the drafts are about whose forms are not on screen.
func (d *drafts) readOffers() {
	var left []store.Draft
	for _, draft := range d.all {
		if !d.onScreen(draft.DraftKey) {
			left = append(left, draft)
		}
	}
	current, desk := d.reads.ask(), d.desk
	desk.back.do(func() {
		offers, saved, err := readOffers(desk.ctx, desk.store, left)
		desk.back.post(func() {
			switch {
			case !current():
				return
			case err != nil:
				desk.fail(fmt.Errorf("reading the drafts: %w", err))
				return
			}
			for _, k := range saved {
				d.remove(k)
			}
			d.offers = d.offers[:0] // where a blind review hides one, the status bar says all the same that something is a draft
			for _, o := range offers {
				if desk.mayOffer(o) {
					d.offers = append(d.offers, o)
				}
			}
			d.offered.send(struct{}{})
		})
	})
}

// mayOffer tells whether a draft may be shown: not where a blind review that
// pauses hides what it is about.
func (d *desk) mayOffer(o draftOffer) bool {
	switch {
	case o.form == formAdjudication, o.form == store.FormReview:
		return !d.hidden.Any()
	case o.claim.ID == "" || d.visibility == nil:
		return true
	}
	_, visible := d.visibility(o.claim)
	return visible && !d.hidden.Judged(o.claim.ID)
}

// readOffers runs away from the interface thread. saved are the drafts of what
// is stored already.
func readOffers(ctx context.Context, st *store.Store, left []store.Draft) (offers []draftOffer, saved []store.DraftKey, err error) {
	at := map[[2]string]int{}
	for _, draft := range left {
		form := [2]string{draft.Form, draft.Subject}
		i, there := at[form]
		if !there {
			i = len(offers)
			o := draftOffer{form: draft.Form, subject: draft.Subject}
			if err := o.look(ctx, st); err != nil {
				return nil, nil, err
			}
			at[form], offers = i, append(offers, o)
		}
		o := &offers[i]
		if stored, known := o.stored(draft.Field); known && stored == draft.Text {
			saved = append(saved, draft.DraftKey)
			continue
		} else if known && draftBase(stored) != draft.Base {
			o.aside = true
		}
		o.drafts = append(o.drafts, draft)
	}
	kept := offers[:0]
	for _, o := range offers {
		if len(o.drafts) == 0 || o.resumable {
			continue
		}
		slices.SortFunc(o.drafts, byTime)
		o.title = o.name()
		kept = append(kept, o)
	}
	slices.SortFunc(kept, func(a, b draftOffer) int { return byTime(b.drafts[len(b.drafts)-1], a.drafts[len(a.drafts)-1]) })
	return kept, saved, nil
}

func byTime(a, b store.Draft) int { return a.TypedAt.Compare(b.TypedAt) }

// look reads what the form is about.
func (o *draftOffer) look(ctx context.Context, st *store.Store) (err error) {
	switch o.form {
	case formClaim:
		o.claim, err = st.Claim(ctx, o.subject)
	case formDocument:
		o.document, err = st.Document(ctx, o.subject)
	case store.FormReview:
		var session store.ReviewSession
		session, err = st.Session(ctx, o.subject)
		o.resumable, o.gone = err == nil && session.EndedAt.IsZero(), err == nil && !session.EndedAt.IsZero()
	}
	if errors.Is(err, store.ErrNotFound) {
		o.gone, err = true, nil
	}
	return err
}

// stored is what is stored now in a field of a claim or document.
func (o *draftOffer) stored(field string) (value string, known bool) {
	switch {
	case o.gone:
		return "", false
	case o.form == formClaim:
		value, known = map[string]string{fieldNote: o.claim.Note, "statement": o.claim.Statement, "claimant": o.claim.Claimant,
			"date": o.claim.ClaimDate, "type": o.claim.ClaimType, "confidence": format.Percentage(o.claim.Confidence)}[field]
	case o.form == formDocument:
		value, known = map[string]string{"title": o.document.Title, "publisher": o.document.Publisher,
			"published": o.document.Published, "source": o.document.SourceURL}[field]
	}
	return value, known
}

// fieldNote is the claim's field that is also typed in the list of claims.
const fieldNote = "note"

// noteAlone tells whether nothing but a claim's note was typed.
func (o *draftOffer) noteAlone() bool {
	for _, d := range o.drafts {
		if d.Field != fieldNote {
			return false
		}
	}
	return o.form == formClaim
}

func (o *draftOffer) name() string {
	switch o.form {
	case formClaim:
		what := "Details of the claim "
		if o.noteAlone() {
			what = "Note on "
		}
		if o.gone {
			return strings.TrimSuffix(strings.TrimSuffix(what, " the claim "), " ") + " a claim that was deleted"
		}
		return what + "“" + format.Shorten(o.claim.Quote, 60) + "”"
	case formDocument:
		if o.gone {
			return "Details of a document that was removed"
		}
		return "Details of “" + format.Shorten(o.document.Title, 60) + "”"
	case store.FormReview:
		return "Comments in a review that has ended"
	}
	return map[string]string{formGuidelines: "Guidelines", formLabels: "Labels", formPeople: "People", formPackage: "Package for someone",
		formImport: "List of documents to import", formMerge: "List of workspaces to merge", formAdjudication: "Comments in adjudication"}[o.form]
}

// restoreOf is the word on the button: what is gone can only be copied.
func restoreOf(o draftOffer) string {
	if o.gone {
		return "Copy text"
	}
	return "Restore"
}
