package workspace

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/store"
)

// DraftOffer is what was typed into one form and left: a row in the list of drafts.
type DraftOffer struct {
	Form, subject string
	Drafts        []store.Draft  // the oldest first
	title         string         // "Note on “the bridge was safe”"
	Claim         store.Claim    // that it is about, where it is about one
	Evidence      store.Evidence // likewise, with its Claim; its ID is "" for an outside source that is to be added
	Document      store.Document
	Gone          bool // what it is about was deleted, or its review has ended
	resumable     bool // its review can go on, and shows it then
	Aside         bool // what it was typed over was changed since
}

// About says in a line what was left and when it was typed.
func (o DraftOffer) About() string {
	return locale.T("{{.What}}, typed {{.When}}", "What", o.title, "When", format.WhenTyped(o.Drafts[len(o.Drafts)-1].TypedAt))
}

// Preview is the longest of what was typed.
func (o DraftOffer) Preview() string {
	longest := ""
	for _, d := range o.Drafts {
		if len(d.Text) > len(longest) {
			longest = d.Text
		}
	}
	if longest = format.Shorten(longest, 120); longest == "" {
		longest = locale.T("(empty)")
	}
	switch {
	case o.Gone && o.Form == store.FormReview:
	case o.Gone:
		longest += " · " + locale.T("deleted since")
	case o.Aside:
		longest += " · " + locale.T("saved text changed since")
	}
	return longest
}

// begin takes over what was left when the workspace was used last.
func (d *Drafts) begin(left []store.Draft) {
	d.Begun = true
	d.Learn(left)
	d.ReadOffers()
}

// Learn takes over drafts that are in the file.
func (d *Drafts) Learn(drafts []store.Draft) {
	defer d.Changed.Send(struct{}{})
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, draft := range drafts {
		_, newer := d.All[draft.DraftKey]
		_, changing := d.pending[draft.DraftKey] // it is being removed
		if !newer && !changing {
			d.All[draft.DraftKey] = draft
		}
	}
}

// ReadOffers looks up what the drafts are about whose forms are not on screen.
func (d *Drafts) ReadOffers() {
	var left []store.Draft
	for _, draft := range d.All {
		if !d.onScreen(draft.DraftKey) {
			left = append(left, draft)
		}
	}
	current, w := d.reads.Ask(), d.Workspace
	w.Back.Go(func() {
		offers, saved, err := readOffers(w.Ctx, w.Store, left)
		w.Back.OnUI(func() {
			switch {
			case !current():
				return
			case err != nil:
				w.Fail(fmt.Errorf("reading the drafts: %w", err))
				return
			}
			for _, k := range saved {
				d.Remove(k)
			}
			d.Offers = d.Offers[:0] // where a blind review hides one, the status bar says all the same that something is a draft
			for _, o := range offers {
				if w.mayOffer(o) {
					d.Offers = append(d.Offers, o)
				}
			}
			d.Offered.Send(struct{}{})
		})
	})
}

// mayOffer tells whether a draft may be shown: not where a blind review that
// pauses hides what it is about.
func (a *access) mayOffer(o DraftOffer) bool {
	switch {
	case o.Form == FormAdjudication, o.Form == store.FormReview:
		return !a.Hidden.Any()
	case o.Claim.ID == "" || a.Visibility == nil:
		return true
	}
	_, visible := a.Visibility(o.Claim)
	return visible && !a.Hidden.Judged(o.Claim.ID)
}

// readOffers runs away from the interface thread. saved are the drafts of what
// is stored already.
func readOffers(ctx context.Context, st *store.Store, left []store.Draft) (offers []DraftOffer, saved []store.DraftKey, err error) {
	at := map[[2]string]int{}
	for _, draft := range left {
		form := [2]string{draft.Form, draft.Subject}
		i, there := at[form]
		if !there {
			i = len(offers)
			o := DraftOffer{Form: draft.Form, subject: draft.Subject}
			if err := o.look(ctx, st); err != nil {
				return nil, nil, err
			}
			at[form], offers = i, append(offers, o)
		}
		o := &offers[i]
		if stored, known := o.stored(draft.Field); known && stored == draft.Text {
			saved = append(saved, draft.DraftKey)
			continue
		} else if known && DraftBase(stored) != draft.Base {
			o.Aside = true
		}
		o.Drafts = append(o.Drafts, draft)
	}
	kept := offers[:0]
	for _, o := range offers {
		if len(o.Drafts) == 0 || o.resumable {
			continue
		}
		slices.SortFunc(o.Drafts, byTime)
		o.title = o.name()
		kept = append(kept, o)
	}
	slices.SortFunc(kept, func(a, b DraftOffer) int { return byTime(b.Drafts[len(b.Drafts)-1], a.Drafts[len(a.Drafts)-1]) })
	return kept, saved, nil
}

func byTime(a, b store.Draft) int { return a.TypedAt.Compare(b.TypedAt) }

// look reads what the form is about.
func (o *DraftOffer) look(ctx context.Context, st *store.Store) (err error) {
	switch o.Form {
	case FormClaim:
		o.Claim, err = st.Claim(ctx, o.subject)
	case FormEvidence:
		claimID, id, _ := strings.Cut(o.subject, " ")
		if o.Claim, err = st.Claim(ctx, claimID); err != nil || id == "" {
			o.Evidence.ClaimID = claimID
			break
		}
		var all []store.Evidence
		if all, err = st.Evidence(ctx, claimID); err == nil {
			i := slices.IndexFunc(all, func(e store.Evidence) bool { return e.ID == id })
			if o.Gone = i < 0; !o.Gone {
				o.Evidence = all[i]
			}
		}
	case FormDocument:
		o.Document, err = st.Document(ctx, o.subject)
	case store.FormReview:
		var session store.ReviewSession
		session, err = st.Session(ctx, o.subject)
		o.resumable, o.Gone = err == nil && session.EndedAt.IsZero(), err == nil && !session.EndedAt.IsZero()
	}
	if errors.Is(err, store.ErrNotFound) {
		o.Gone, err = true, nil
	}
	return err
}

// stored is what is stored now in a field of a claim or document.
func (o *DraftOffer) stored(field string) (value string, known bool) {
	switch {
	case o.Gone:
		return "", false
	case o.Form == FormClaim:
		value, known = map[string]string{FieldNote: o.Claim.Note, "statement": o.Claim.Statement, "claimant": o.Claim.Claimant,
			"date": o.Claim.ClaimDate, "type": o.Claim.ClaimType, "confidence": format.Percentage(o.Claim.Confidence)}[field]
	case o.Form == FormEvidence:
		value, known = map[string]string{FieldNote: o.Evidence.Note, "url": o.Evidence.URL, "quote": o.Evidence.Quote,
			"published": o.Evidence.Published, "archive": o.Evidence.ArchiveURL}[field]
	case o.Form == FormDocument:
		value, known = map[string]string{"title": o.Document.Title, "publisher": o.Document.Publisher,
			"published": o.Document.Published, "source": o.Document.SourceURL, "author": o.Document.Author, "note": o.Document.Note,
			"language": format.LanguageChoice(o.Document.Language), "tags": o.Document.Tags, "status": string(o.Document.Stated)}[field]
	}
	return value, known
}

// FieldNote is the claim's field that is also typed in the list of claims, and that of evidence.
const FieldNote = "note"

// NoteAlone tells whether nothing but a claim's note was typed.
func (o *DraftOffer) NoteAlone() bool {
	for _, d := range o.Drafts {
		if d.Field != FieldNote {
			return false
		}
	}
	return o.Form == FormClaim
}

// EvidenceSubject names evidence as the subject of drafts: its claim, and its ID where it has one.
func EvidenceSubject(e store.Evidence) string { return strings.TrimSpace(e.ClaimID + " " + e.ID) }

// DocumentsSubject names several documents as the subject of drafts.
func DocumentsSubject(documents []store.Document) string {
	ids := make([]string, len(documents))
	for i, doc := range documents {
		ids[i] = doc.ID
	}
	return strings.Join(ids, " ")
}

// Documents are the ids of the documents that drafts about several of them are about.
func (o *DraftOffer) Documents() []string { return strings.Fields(o.subject) }

func (o *DraftOffer) name() string {
	switch o.Form {
	case FormClaim:
		switch note, quote := o.NoteAlone(), format.Shorten(o.Claim.Quote, 60); {
		case o.Gone && note:
			return locale.T("Note of a deleted claim")
		case o.Gone:
			return locale.T("Details of a deleted claim")
		case note:
			return locale.T("Note on “{{.Quote}}”", "Quote", quote)
		default:
			return locale.T("Details of the claim “{{.Quote}}”", "Quote", quote)
		}
	case FormEvidence:
		switch {
		case o.Gone:
			return locale.T("Removed evidence")
		case o.Evidence.ID == "":
			return locale.T("Outside source for “{{.Quote}}”", "Quote", format.Shorten(o.Claim.Quote, 60))
		}
		return locale.T("Evidence for “{{.Quote}}”", "Quote", format.Shorten(o.Claim.Quote, 60))
	case FormDocument:
		if o.Gone {
			return locale.T("Details of a removed document")
		}
		return locale.T("Details of “{{.Title}}”", "Title", format.Shorten(o.Document.Title, 60))
	case FormDocuments:
		return locale.N("Details of {{.N}} documents", len(o.Documents()))
	case store.FormReview:
		return locale.T("Comments of a review that has ended")
	}
	return locale.T(map[string]string{FormGuidelines: locale.Mark("Guidelines"), FormLabels: locale.Mark("Labels"), FormNames: locale.Mark("Equivalent names"),
		FormPeople: locale.Mark("People"), FormPackage: locale.Mark("Package to share"), FormImport: locale.Mark("Documents to import"),
		FormMerge: locale.Mark("Workspaces to merge"), FormAdjudication: locale.Mark("Comments in adjudication")}[o.Form])
}

// RestoreOf is the text of the button that restores a draft; where what it is about is gone, the draft can only
// be copied.
func RestoreOf(o DraftOffer) string {
	if o.Gone {
		return locale.T("Copy text")
	}
	return locale.T("Restore")
}
