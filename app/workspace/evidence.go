package workspace

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/store"
)

// evidence is what bears on the claims of the open document, and what lies in the document. As with what bears on the claim in
// hand, of which the first view reads, all of it has gone through what may be seen, and has what is not written yet.
type evidence struct {
	Evidence     map[string][]store.Evidence // by the claims of the open document, what linked claims share included
	EvidenceHere []store.EvidenceWithin      // in the open document, in text order

	read    readEvidence // as the store has it
	reading Latest
	unsaved []*pendingEvidence
}

// readEvidence is evidence as it was read for a document and a claim.
type readEvidence struct {
	documentID, claimID string
	ofClaims            map[string][]store.Evidence
	within              []store.EvidenceWithin
	ofHand              []store.Evidence
	locators            map[string][]store.Locator // by the SHA-256 of the texts that evidence lies in
}

// readEvidenceOf runs away from the interface thread. known are locators that were read before.
func readEvidenceOf(ctx context.Context, st *store.Store, documentID, claimID string, known map[string][]store.Locator) (r readEvidence, err error) {
	r.documentID, r.claimID, r.locators = documentID, claimID, maps.Clone(known)
	if r.locators == nil {
		r.locators = map[string][]store.Locator{}
	}
	if documentID != "" {
		if r.ofClaims, err = st.EvidenceForDocument(ctx, documentID); err != nil {
			return r, err
		}
		if r.within, err = st.EvidenceWithin(ctx, documentID); err != nil {
			return r, err
		}
	}
	if claimID != "" {
		if r.ofHand, err = st.Evidence(ctx, claimID); err != nil {
			return r, err
		}
	}
	for _, all := range r.ofClaims {
		err = errors.Join(err, r.locate(ctx, st, all))
	}
	return r, errors.Join(err, r.locate(ctx, st, r.ofHand))
}

// locate reads the locators of texts that evidence lies in.
func (r *readEvidence) locate(ctx context.Context, st *store.Store, all []store.Evidence) (err error) {
	for i := range all {
		sum := all[i].DocumentSHA256
		if _, there := r.locators[sum]; !there && all[i].Placed() && err == nil {
			r.locators[sum], err = st.Locators(ctx, sum)
		}
	}
	return err
}

// LocateEvidence says where in its document's file evidence stands, "page 3"; "" where that is not known.
func (w *Workspace) LocateEvidence(e store.Evidence) string {
	switch {
	case !e.Placed():
		return ""
	case e.DocumentID == w.Document.ID:
		return store.Locate(w.Locators, e.Start, e.End)
	}
	return store.Locate(w.read.locators[e.DocumentSHA256], e.Start, e.End)
}

// pendingEvidence is an optimistic update of evidence: shown before it is written, until it has been read back.
type pendingEvidence struct {
	made    *store.Evidence       // evidence that is added; nil where another is changed
	id      string                // the evidence that is changed
	edit    func(*store.Evidence) // nil: it is removed
	written bool
}

// readEvidence reads evidence again for the open document and the claim in hand.
func (w *Workspace) readEvidence() {
	current, documentID, claimID, known := w.reading.Ask(), w.Document.ID, w.Hand.ID, w.read.locators
	written := slices.DeleteFunc(slices.Clone(w.unsaved), func(e *pendingEvidence) bool { return !e.written })
	w.Back.Go(func() {
		read, err := readEvidenceOf(w.Ctx, w.Store, documentID, claimID, known)
		w.Back.OnUI(func() {
			switch {
			case !current():
			case errors.Is(err, store.ErrNotFound): // a document that is gone is seen by the list of documents
			case err != nil:
				w.Fail(fmt.Errorf("reading the evidence: %w", err))
			default:
				w.unsaved = slices.DeleteFunc(slices.Clone(w.unsaved), func(e *pendingEvidence) bool { return slices.Contains(written, e) })
				w.read = read
				w.showEvidence()
			}
		})
	})
}

// takeEvidence takes over what was read for a document that is opened.
func (w *Workspace) takeEvidence(read readEvidence) {
	w.reading.Ask()                // what is being read is for another
	if read.claimID != w.Hand.ID { // another claim was taken in hand meanwhile
		read.claimID, read.ofHand = w.read.claimID, w.read.ofHand
	}
	w.read = read
}

// bearsOnEvidence tells of a change whether evidence has to be read again: it, links between claims, or
// the texts, titles and names that are shown of it.
func (w *Workspace) bearsOnEvidence(c store.Change) bool {
	return len(c.Evidence)+len(c.Documents) > 0 || c.People || linksChanged(c.Claims)
}

// handEvidence shows the evidence of another claim in hand: that of the open document is known.
func (w *Workspace) handEvidence() {
	first := w.First()
	switch read := &first.read; {
	case read.claimID == w.Hand.ID:
	case w.Hand.DocumentID == first.Document.ID && read.documentID == first.Document.ID:
		read.claimID, read.ofHand = w.Hand.ID, read.ofClaims[w.Hand.ID]
	default:
		read.claimID, read.ofHand = w.Hand.ID, nil
		first.readEvidence()
	}
	w.showInHand()
}

// showInHand shows what was read for the claim in hand, with what is not written yet.
func (w *Workspace) showInHand() {
	first := w.First()
	w.InHand = first.seenOfHand()
	for _, e := range first.unsaved {
		w.InHand = e.over(w.Hand.ID, w.InHand)
	}
}

// seenOfHand is what was read for the claim in hand, as far as it may be seen.
func (w *Workspace) seenOfHand() []store.Evidence {
	switch {
	case w.Visibility == nil:
		return w.read.ofHand
	case !w.MaySeeEvidence(w.Hand.ID, w.Hand.DocumentID):
		return nil
	}
	return withoutShared(w.Hand.ID, w.read.ofHand)
}

// showEvidence shows what was read, as far as it may be seen, with what is not written yet.
func (w *Workspace) showEvidence() {
	w.Evidence, w.EvidenceHere = maps.Clone(w.read.ofClaims), w.read.within
	if w.Evidence == nil {
		w.Evidence = map[string][]store.Evidence{}
	}
	if w.Visibility != nil {
		for claimID, all := range w.read.ofClaims {
			if w.MaySeeEvidence(claimID, w.Document.ID) {
				w.Evidence[claimID] = withoutShared(claimID, all)
			} else {
				delete(w.Evidence, claimID)
			}
		}
		w.EvidenceHere = slices.DeleteFunc(slices.Clone(w.EvidenceHere), func(e store.EvidenceWithin) bool { return !w.MaySeeEvidence(e.ClaimID, e.ClaimDocumentID) })
	}
	for _, e := range w.unsaved {
		w.layOverEvidence(e)
	}
	w.showInHand()
	w.EvidenceChanged.Send(struct{}{})
}

// MaySeeEvidence tells whether no blind review hides what bears on a claim, which would tell its label.
func (w *Workspace) MaySeeEvidence(claimID, documentID string) bool {
	c := w.Claim(claimID)
	switch {
	case w.Visibility == nil:
		return true
	case w.Reviewing: // of who marks claims themselves, their own
		return c != nil && c.PersonID != "" && w.Me()(c.PersonID)
	case documentID == w.Document.ID:
		return c != nil && !w.IsHidden(claimID)
	}
	return !w.IsHidden(claimID) && !w.Hidden.Documents[documentID]
}

// withoutShared leaves out what linked claims share: one of them may be hidden.
func withoutShared(claimID string, all []store.Evidence) []store.Evidence {
	return slices.DeleteFunc(slices.Clone(all), func(e store.Evidence) bool { return e.ClaimID != claimID })
}

// over gives a claim's evidence with an edit that is not written yet. What is added shows at linked claims once it is written.
func (p *pendingEvidence) over(claimID string, all []store.Evidence) []store.Evidence {
	if p.made != nil {
		if p.made.ClaimID != claimID || slices.ContainsFunc(all, func(e store.Evidence) bool { return e.ID == p.made.ID }) {
			return all
		}
		return append(slices.Clone(all), *p.made)
	}
	if !slices.ContainsFunc(all, func(e store.Evidence) bool { return e.ID == p.id }) {
		return all
	}
	changed := slices.Clone(all)
	if p.edit == nil {
		return slices.DeleteFunc(changed, func(e store.Evidence) bool { return e.ID == p.id })
	}
	for i := range changed {
		if changed[i].ID == p.id {
			p.edit(&changed[i])
		}
	}
	return changed
}

// layOverEvidence lays an edit that is not written yet over what is shown of the open document.
func (w *Workspace) layOverEvidence(p *pendingEvidence) {
	at := slices.IndexFunc(w.EvidenceHere, func(e store.EvidenceWithin) bool { return e.ID == p.id || p.made != nil && e.ID == p.made.ID })
	here := slices.Clone(w.EvidenceHere)
	switch {
	case p.made != nil:
		if w.ClaimIndex(p.made.ClaimID) >= 0 {
			w.Evidence[p.made.ClaimID] = p.over(p.made.ClaimID, w.Evidence[p.made.ClaimID])
		}
		if at < 0 && p.made.DocumentID != "" && p.made.DocumentID == w.Document.ID {
			to, _ := slices.BinarySearchFunc(here, p.made.Start, func(e store.EvidenceWithin, start int) int { return e.Start - start })
			here = slices.Insert(here, to, w.withinOf(*p.made))
		}
	default:
		for claimID, all := range w.Evidence {
			w.Evidence[claimID] = p.over(claimID, all)
		}
		switch {
		case at < 0:
		case p.edit == nil:
			here = slices.Delete(here, at, at+1)
		default:
			p.edit(&here[at].Evidence)
		}
	}
	w.EvidenceHere = here
}

// withinOf is evidence as it is shown in the document that it lies in.
func (w *Workspace) withinOf(e store.Evidence) store.EvidenceWithin {
	within := store.EvidenceWithin{Evidence: e}
	c := w.Claim(e.ClaimID)
	if c == nil && w.Hand.ID == e.ClaimID {
		c = &w.Hand
	}
	if c != nil {
		within.ClaimDocumentID, within.ClaimQuote, within.ClaimLabelID = c.DocumentID, c.Quote, c.LabelID
		if i := w.DocumentIndex(c.DocumentID); i >= 0 {
			within.ClaimDocument = w.Documents[i].Title
		}
	}
	return within
}

// performEvidence writes a change of evidence behind all that were made before it, and shows it at once.
func (w *Workspace) performEvidence(c PendingWrite, e *pendingEvidence) {
	w.eachView(func(v *Workspace) {
		v.unsaved = append(v.unsaved, e)
		v.showEvidence()
	})
	done, failed := c.Done, c.Failed
	c.Done = func() {
		e.written = true
		w.eachView((*Workspace).readEvidence)
		if done != nil {
			done()
		}
	}
	c.Failed = func(err error) {
		w.eachView(func(v *Workspace) {
			v.unsaved = slices.DeleteFunc(slices.Clone(v.unsaved), func(other *pendingEvidence) bool { return other == e })
			v.showEvidence()
		})
		if failed != nil {
			failed(err)
			return
		}
		w.Writes.fail(err)
	}
	w.Writes.Perform(c)
}

// AddEvidence adds a piece of evidence to a claim, and gives its ID; typed are the drafts that this saves. Quote says what
// stands at a passage of a document, which is shown until it is written. Without a Set it holds by itself, in one of its
// own. Where it may not be added the ID is "".
func (w *Workspace) AddEvidence(n store.NewEvidence, typed ...store.Draft) (id string) {
	if !w.MayChange(n.ClaimID) {
		w.Drafts.restore(typed)
		return ""
	}
	if n.Set == 0 {
		n.Set = w.nextSet(n.ClaimID)
	}
	n.ID = store.NewID()
	person, now := w.Person(), time.Now()
	made := store.Evidence{ID: n.ID, ClaimID: n.ClaimID, Set: n.Set, Stance: n.Stance, DocumentID: n.DocumentID, Start: n.Start, End: n.End, Quote: n.Quote,
		URL: n.URL, Note: n.Note, Published: n.Published, ArchiveURL: n.ArchiveURL, PersonID: person.ID, Person: person.Name, CreatedAt: now, UpdatedAt: now}
	if i := w.DocumentIndex(n.DocumentID); i >= 0 {
		made.Document, made.DocumentSHA256, made.TextSHA256 = w.Documents[i].Title, w.Documents[i].SHA256, w.Documents[i].SHA256
		n.Quote = ""
	}
	w.performEvidence(PendingWrite{
		Name: locale.T("Add evidence"),
		Write: w.Drafts.Saving(typed, func(ctx context.Context) error {
			_, err := w.Store.AddEvidence(ctx, n)
			return err
		}),
		Done: func() { w.Notices.Send(locale.T("Evidence added: {{.Stance}}.", "Stance", StanceWords(n.Stance))) },
	}, &pendingEvidence{made: &made})
	return n.ID
}

// nextSet is the first number that no set of a claim's evidence has.
func (w *Workspace) nextSet(claimID string) int {
	next := 1
	for _, e := range w.evidenceOf(claimID) {
		if e.ClaimID == claimID {
			next = max(next, e.Set+1)
		}
	}
	return next
}

// evidenceOf is what is known of a claim's evidence: of the open document, or in hand.
func (w *Workspace) evidenceOf(claimID string) []store.Evidence {
	if claimID == w.Hand.ID {
		return w.InHand
	}
	return w.Evidence[claimID]
}

// StanceWords says what evidence of a stance does.
func StanceWords(s store.Stance) string {
	switch s {
	case store.StanceSupports:
		return locale.T("supports")
	case store.StanceRefutes:
		return locale.T("refutes")
	case store.StanceContext:
		return locale.T("context")
	}
	return string(s)
}

// SetStance changes how a piece of evidence bears on its claim, and says from what to what.
func (w *Workspace) SetStance(e store.Evidence, s store.Stance) {
	if e.Stance == s {
		w.Notices.Send(locale.T("Already set: {{.Stance}}.", "Stance", StanceWords(s)))
		return
	}
	w.editEvidence(e, store.EvidenceEdit{Stance: &s}, StanceWords(e.Stance)+" → "+StanceWords(s), nil)
}

// EditEvidence changes a piece of evidence; typed are the drafts that this saves.
func (w *Workspace) EditEvidence(e store.Evidence, d store.EvidenceEdit, typed ...store.Draft) {
	w.editEvidence(e, d, locale.T("Evidence changed."), typed)
}

func (w *Workspace) editEvidence(e store.Evidence, d store.EvidenceEdit, say string, typed []store.Draft) {
	if !w.MayChange(e.ClaimID) {
		w.Drafts.restore(typed)
		return
	}
	set := func(field *string, value *string) {
		if value != nil {
			*field = *value
		}
	}
	w.performEvidence(PendingWrite{
		Name:  locale.T("Edit evidence"),
		Write: w.Drafts.Saving(typed, func(ctx context.Context) error { return w.Store.EditEvidence(ctx, e.ID, d) }),
		Done:  func() { w.Notices.Send(format.UpperFirst(say)) },
	}, &pendingEvidence{id: e.ID, edit: func(e *store.Evidence) {
		if d.Stance != nil {
			e.Stance = *d.Stance
		}
		if d.Set != nil {
			e.Set = *d.Set
		}
		set(&e.URL, d.URL)
		set(&e.Quote, d.Quote)
		set(&e.Note, d.Note)
		set(&e.Published, d.Published)
		set(&e.ArchiveURL, d.ArchiveURL)
	}})
}

// RemoveEvidence removes a piece of evidence.
func (w *Workspace) RemoveEvidence(e store.Evidence) {
	if !w.MayChange(e.ClaimID) {
		return
	}
	w.performEvidence(PendingWrite{
		Name:  locale.T("Remove evidence"),
		Write: func(ctx context.Context) error { return w.Store.RemoveEvidence(ctx, e.ID) },
		Done:  func() { w.Notices.Send(locale.T("Evidence removed. Undo restores it.")) },
	}, &pendingEvidence{id: e.ID})
}

// Tally counts evidence by its stance.
func Tally(all []store.Evidence) (supports, refutes, context int) {
	for _, e := range all {
		switch e.Stance {
		case store.StanceSupports:
			supports++
		case store.StanceRefutes:
			refutes++
		default:
			context++
		}
	}
	return supports, refutes, context
}
