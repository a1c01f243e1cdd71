package workspace

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/app/profile"
	"factmark/store"
)

// Workspace is the model of the open workspace as one view of a text sees it: what the whole window shares, and the
// document that is open in this view. New makes the first; Beside makes a second over the same store, whose changes
// go through the same queue. Panes read it, ask it for changes and listen to its signals; none of them knows another.
// All of it belongs to the interface thread.
type Workspace struct {
	*shared
	openDocument
	evidence
	suggestions
}

// shared is what all views of the open workspace have in common: its documents and labels, what may be seen of claims,
// and what is being written.
type shared struct {
	Store *store.Store
	Back  *Background
	Ctx   context.Context
	Stop  func() // ends the listening to the store and what runs for this workspace

	Documents []store.Document
	Loaded    bool // the documents are known, so that none means that there is none
	documentList
	claimList
	labelSet
	labelling
	hand
	adding
	links
	access
	events

	views  []*Workspace // those that show a document; the first is always there
	inUse  *Workspace   // the one of them that has, or last had, the keyboard
	second *Workspace   // the one beside the first, once it was asked for

	Pending     []*pendingEdit // what is shown of claims and not written yet
	Reviewed    []*reviewedSuggestions
	LastLabel   *string                // what the key for it repeats
	CommandKeys map[string]CommandKeys // by the ids of the commands
	Notes       map[string]string      // notes that wait to be written, by claim
	Conflicts   int                    // values that wait for a choice since a merge
	Writes      WriteQueue
	Drafts      *Drafts // what is typed and not saved yet
	Backups     *backups
	search      *searchIndexer
	FileMissing bool // the workspace file is not in its place any more
}

// events tell the panes what has changed; openDocument has those of the open document.
type events struct {
	DocumentsChanged Signal[struct{}] // what is known of documents, the counts of their claims included
	ListChanged      Signal[struct{}] // Listed: which documents are listed, and in which order
	ViewChanged      Signal[struct{}] // how the list of documents is to be sorted and filtered
	LabelsChanged    Signal[struct{}]
	ConflictsChanged Signal[int]
	ClaimListChanged Signal[struct{}]     // which claims are listed, or what was read of them
	ClaimViewChanged Signal[struct{}]     // how the list of claims is to be sorted and filtered
	HandChanged      Signal[struct{}]     // another claim is in hand, or something of it has changed
	EvidenceChanged  Signal[struct{}]     // Evidence, EvidenceHere or InHand
	PickedChanged    Signal[struct{}]     // other evidence is picked
	AddingChanged    Signal[struct{}]     // the adding of evidence has begun or ended
	LinkedOffered    Signal[struct{}]     // Offered has changed
	Written          Signal[store.Change] // what the store has written, in any document, once the model is brought up to it
	UndoChanged      Signal[[2]string]
	Notices          Signal[string] // a short remark for the status bar
	Errors           Signal[error]  // something the user must be told
	Blocked          Signal[error]  // work can't be written where the workspace is
	Labelled         Signal[struct{}]
	NoteLost         Signal[LostNote]
	ReviewsChanged   Signal[store.Change] // review sessions or decisions
	PersonChanged    Signal[struct{}]
	KeysChanged      Signal[struct{}] // CommandKeys has changed
}

// New makes the model of an open workspace and begins to listen to its store. Nothing is read before Load.
func New(st *store.Store, p *profile.Profile, back *Background) *Workspace {
	if name := locale.T("No label"); NoLabel.Name != name {
		NoLabel.Name = name
	}
	ctx, cancel := context.WithCancel(context.Background())
	w := &Workspace{shared: &shared{Store: st, Back: back, Ctx: ctx, access: access{Profile: p}, Notes: map[string]string{}}}
	w.views, w.inUse = []*Workspace{w}, w
	w.Writes.back, w.Writes.fail, w.Writes.may = back, func(err error) { w.Blocked.Send(err) }, w.MayWrite
	w.Drafts = newDrafts(w)
	w.Backups = newBackups(w)
	w.search = newSearchIndexer(w)
	w.followHand()
	w.followLinks()
	unlisten := st.Listen(func(c store.Change) {
		hand := back.OnUI
		switch c.Kind {
		case store.ChangeElsewhere, store.ChangeFileGone, store.ChangeFileBack:
			hand = back.External
		}
		hand(func() { w.Changed(c) })
	})
	w.Stop = func() { unlisten(); w.Backups.stop(); cancel() }
	return w
}

// Load reads what the window shows first, and opens the document that was open when the workspace was last used.
func (w *Workspace) Load() {
	w.Back.Go(func() {
		person := w.Profile.Person()
		err := w.Store.SignIn(w.Ctx, store.Person{ID: person.ID, Name: person.Name})
		labels, err1 := w.Store.Labels(w.Ctx)
		documents, err2 := w.Store.Documents(w.Ctx)
		last, err3 := w.Store.Setting(w.Ctx, settingDocument)
		undo, redo, err4 := w.Store.UndoNames(w.Ctx)
		same, err5 := w.Store.SamePeople(w.Ctx)
		hidden, blinding, err6 := readHidden(w.Ctx, w.Store, person.ID)
		left, err7 := w.Store.Drafts(w.Ctx, person.ID)
		view, err8 := readView(w.Ctx, w.Store)
		claimView, err9 := readClaimView(w.Ctx, w.Store)
		w.Back.OnUI(func() {
			if err := cmp.Or(err, err1, err2, err3, err4, err5, err6, err7, err8, err9); err != nil {
				w.Fail(fmt.Errorf("reading the workspace: %w", err))
				return
			}
			w.Labels, w.same, w.Loaded = labels, same, true
			w.Documents, w.View, w.ClaimView = documents, view, claimView
			w.Hidden, w.Blinding = hidden, blinding
			w.Visibility = w.BlindVisibility() // before anything is shown
			w.LabelsChanged.Send(struct{}{})
			w.ViewChanged.Send(struct{}{})
			w.ClaimViewChanged.Send(struct{}{})
			w.DocumentsChanged.Send(struct{}{})
			w.indexDocuments()
			w.UndoChanged.Send([2]string{undo, redo})
			w.Backups.Begin()
			w.search.begin()
			w.readConflicts()
			w.Back.Go(func() { w.Store.CountTallies(w.Ctx) }) // so that a review or progress need not wait for it; what fails is counted then
			if w.DocumentIndex(last) < 0 && len(documents) > 0 {
				last = documents[0].ID
			}
			w.Open(last, "")
			w.arrangeClaims()
			w.Drafts.begin(left)
		})
	})
}

// Fail tells the user of an error, unless it only says that this workspace was left.
func (w *Workspace) Fail(err error) {
	if w.Ctx.Err() == nil {
		w.Errors.Send(err)
	}
}

// DocumentIndex is the place of a document in the library's order, -1 for none.
func (w *Workspace) DocumentIndex(id string) int {
	return slices.IndexFunc(w.Documents, func(doc store.Document) bool { return doc.ID == id })
}

// Open shows a document where it was left, or at the given claim; "" closes
// the open one.
func (w *Workspace) Open(id, claimID string) {
	w.openAt(id, place{Claim: claimID, Asked: claimID != ""})
}

// OpenWithoutClaim shows a document where it was left, with no claim of it current: the one in hand stays so.
func (w *Workspace) OpenWithoutClaim(id string) { w.openAt(id, place{bare: true}) }

// OpenAtTop shows a document from its beginning, with no claim of it current.
func (w *Workspace) OpenAtTop(id string) { w.openAt(id, place{top: true}) }

// openAt is Open with all that is to be said of the place. From now on no claim
// of the document that is left is current: what is pressed next is not meant for it.
func (w *Workspace) openAt(id string, goal place) {
	current, then := w.asked.Ask(), w.then
	w.late, w.then = nil, nil
	w.seeking = false
	if id != w.Document.ID {
		w.ChooseSuggestion("", false)
	}
	if id != w.Document.ID && w.Current != "" {
		w.Current, w.Chosen = "", false
		w.LeaveMade()
		w.CurrentChanged.Send(false)
	}
	w.goal = goal
	if id == "" {
		w.Opening = ""
		w.Locators = nil
		w.takeEvidence(readEvidence{})
		w.show(store.Document{}, nil, nil, Opening{})
		return
	}
	w.Opening = id
	hand, known := w.Hand.ID, w.read.locators
	i := w.DocumentIndex(id)
	slow := i >= 0 && w.Documents[i].Length > slowLength
	if slow {
		w.Notices.Send("Opening “" + format.Shorten(w.Documents[i].Title, 60) + "”…")
	}
	w.Back.Go(func() {
		document, err := w.Store.Document(w.Ctx, id)
		locators, err5 := w.Store.Locators(w.Ctx, document.SHA256)
		text, err1 := w.Store.Text(w.Ctx, id)
		claims, err2 := w.Store.Claims(w.Ctx, id)
		aside, err3 := w.Store.NotContent(w.Ctx, id)
		read, err6 := readEvidenceOf(w.Ctx, w.Store, id, hand, known)
		at, err4 := readPlace(w.Ctx, w.Store, id)
		w.Back.OnUI(func() {
			if !current() {
				return
			}
			w.Opening = ""
			if slow {
				w.Notices.Send("")
			}
			if err := cmp.Or(err, err1, err2, err3, err4, err5, err6); err != nil {
				w.Fail(fmt.Errorf("opening the document: %w", err))
				return
			}
			if goal.Asked || goal.top {
				at = goal
			} else if goal.bare {
				at.Claim = ""
			}
			w.Locators = locators
			w.takeEvidence(read)
			w.show(document, claims, aside, Opening{Text: text, At: at})
			if then != nil {
				then()
			}
		})
	})
}

// slowLength, in code points, is where reading a document may take long enough to be noticed.
const slowLength = 2_000_000

func (w *Workspace) show(document store.Document, claims []store.Claim, aside []store.Passage, o Opening) {
	at := o.At
	w.Document, w.Claims, w.NotContent = document, w.seen(w.withPending(document.ID, claims)), aside
	late := w.late
	w.late = nil
	for _, c := range late {
		w.applyClaims(c.Claims)
	}
	if slices.ContainsFunc(late, w.bearsOnEvidence) {
		w.readEvidence()
	}
	w.Current, w.Chosen, w.position = "", false, at.Position
	if w.ClaimIndex(at.Claim) >= 0 {
		w.Current, w.Chosen = at.Claim, at.chosen
	}
	w.showEvidence()
	w.suggested = nil
	w.showSuggestions()
	w.Opened.Send(o)
	w.readSuggestions()
	if w.counted && w.View.needsCounts() { // not while the user works on the document, so that nothing moves meanwhile
		w.arrange()
	}
	w.CurrentChanged.Send(at.Asked)
	if !w.IsBeside() {
		w.remember(settingDocument, w.Document.ID)
	}
}

// Recount reads again how many claims of a document are still to be labelled.
func (w *Workspace) Recount(documentID string) {
	w.Back.Go(func() {
		doc, err := w.Store.Document(w.Ctx, documentID)
		w.Back.OnUI(func() {
			i := w.DocumentIndex(documentID)
			if err != nil || i < 0 || w.Documents[i].Unlabelled == doc.Unlabelled { // one that is gone is seen by the list
				return
			}
			w.Documents[i].Unlabelled = doc.Unlabelled
			w.counted = true
			w.DocumentsChanged.Send(struct{}{})
		})
	})
}

// Changed brings the model up to what the store has just written.
func (w *Workspace) Changed(c store.Change) {
	if w.Ctx.Err() != nil {
		return
	}
	if c.Kind == store.ChangeFileGone || c.Kind == store.ChangeFileBack {
		w.fileMoved(c.Kind == store.ChangeFileGone)
		return
	}
	defer w.Written.Send(c)
	w.ReadUndoNames()
	if c.Conflicts || c.Everything {
		w.readConflicts()
	}
	w.listChanged(c)
	if c.Labels || c.Everything {
		w.readLabels()
	}
	if c.People || c.Everything {
		w.readSame()
	}
	if c.People && !c.Everything { // names have changed
		w.eachView((*Workspace).ReadClaims)
	}
	if c.Reviews || c.Everything {
		if !w.Reviewing {
			w.ReadBlindMode()
		}
		if c.Kind == store.ChangeUndo || c.Kind == store.ChangeRedo {
			w.readDocuments() // what is to be labelled
		}
		w.ReviewsChanged.Send(c)
	}
	if w.followReplaced(c) {
		w.readDocuments()
		w.readHand(w.Hand.ID)
		return
	}
	w.eachView(func(v *Workspace) { v.suggestionsChange(c) })
	if c.Everything {
		w.readDocuments()
		w.eachView((*Workspace).ReadClaims)
		w.eachView((*Workspace).readNotContent)
		w.readHand(w.Hand.ID)
		w.eachView((*Workspace).readEvidence)
		return
	}
	w.handChanged(c.Claims)
	if w.bearsOnEvidence(c) {
		w.eachView((*Workspace).readEvidence)
	}
	w.eachView(func(v *Workspace) {
		if v.Opening != "" {
			v.late = append(v.late, c)
		}
	})
	if len(c.Documents) > 0 {
		w.readChanged(c.Documents)
		w.eachView((*Workspace).readNotContent)
	} else {
		w.count(c.Claims)
	}
	w.forgetNotes(c.Claims)
	w.eachView(func(v *Workspace) {
		v.announce(v.applyClaims(c.Claims))
		if v.rereading {
			v.ReadClaims() // what is being read may lack this change
		}
	})
	if c.Kind != store.ChangeDo {
		w.follow(c)
	}
}

// followReplaced opens a document whose text was replaced, which goes on under another id with other places, anew
// where it is open, and tells whether it was.
func (w *Workspace) followReplaced(c store.Change) (was bool) {
	if c.Replaced == "" {
		return false
	}
	w.eachView(func(v *Workspace) {
		if c.Replaced == v.Document.ID || c.Replaced == v.Opening {
			v.Open(c.By, v.Current)
			was = true
		}
	})
	return was
}

// follow shows the user what an undo or redo has changed, wherever it is: in the view that is in use, unless
// the other one shows its document.
func (w *Workspace) follow(c store.Change) {
	for _, change := range c.Claims {
		claim := change.After
		if claim == nil {
			claim = change.Before
		}
		id := ""
		if change.After != nil {
			id = change.After.ID
		}
		if v := w.viewOf(claim.DocumentID); v != nil {
			v.Choose(id, true)
			return
		}
		if w.DocumentIndex(claim.DocumentID) >= 0 {
			w.inUse.Open(claim.DocumentID, id)
			return
		}
	}
	for _, change := range c.Evidence {
		if change.After != nil {
			w.PickEvidence(*change.After)
			return
		}
	}
}

// applyClaims takes over what the store says has changed, as far as it concerns
// the open document and may be seen, and returns that.
func (w *Workspace) applyClaims(changes []store.ClaimChange) []store.ClaimChange {
	return w.putClaims(w.seenChanges(w.changesWithPending(changes)))
}

// Choose makes a claim of the open document current, "" for none, without the
// user's having chosen it; reveal brings it into view in the text.
func (w *Workspace) Choose(id string, reveal bool) {
	if id == w.Current && !reveal {
		return
	}
	w.setCurrent(id, false, reveal)
}

// Pick makes a claim of the open document current by the user's own choice, so
// that label keys act on it; reveal brings it into view in the text.
func (w *Workspace) Pick(id string, reveal bool) {
	switch {
	case w.StillOpening(), id == w.Current && w.Chosen && !reveal:
	default:
		w.setCurrent(id, id != "", reveal)
	}
}

func (w *Workspace) setCurrent(id string, chosen, reveal bool) {
	if id != w.Current {
		w.LeaveMade()
	}
	if id != "" {
		w.ChooseSuggestion("", false)
	}
	moved := id != w.Current || reveal
	w.Current, w.Chosen = id, chosen
	if chosen && w.IsBeside() {
		w.TakeInHand(id)
	}
	if moved {
		w.CurrentChanged.Send(reveal)
		w.rememberPlace()
	}
}

// StillOpening tells whether another document is being opened, and says so: a
// key pressed meanwhile is not meant for what is still on screen.
func (w *Workspace) StillOpening() bool {
	switch i := w.DocumentIndex(w.Opening); {
	case i >= 0:
		w.Notices.Send(locale.T("“{{.Title}}” is still opening. Press the key again when it is shown.", "Title", format.Shorten(w.Documents[i].Title, 60)))
	case w.Opening != "" || w.seeking:
		w.Notices.Send(locale.T("Another document is still opening. Press the key again when it is shown."))
	default:
		return false
	}
	return true
}

// count keeps the counts of the list of documents without reading them again.
func (w *Workspace) count(changes []store.ClaimChange) {
	add := func(c *store.Claim, by int) {
		if c == nil {
			return
		}
		if i := w.DocumentIndex(c.DocumentID); i >= 0 {
			w.Documents[i].Claims += by
			if c.ToLabel() {
				w.Documents[i].Unlabelled = max(0, w.Documents[i].Unlabelled+by)
			}
			if c.Status == store.StatusOrphaned {
				w.Documents[i].Orphans += by
			}
		}
	}
	var unsure []string // a review may have decided on a claim of these, which the claim does not tell
	for _, c := range changes {
		add(c.Before, -1)
		add(c.After, +1)
		if c.Before != nil && c.After != nil && c.Before.ToLabel() != c.After.ToLabel() && !slices.Contains(unsure, c.After.DocumentID) {
			unsure = append(unsure, c.After.DocumentID)
		}
	}
	for _, id := range unsure {
		w.Recount(id)
	}
	if len(changes) > 0 {
		w.counted = true
		w.DocumentsChanged.Send(struct{}{})
	}
}

// fileMoved takes note that the file has gone from its place, or is back.
func (w *Workspace) fileMoved(gone bool) {
	if w.FileMissing == gone {
		return
	}
	w.FileMissing = gone
	w.Writes.Moved.Send(struct{}{})
	report := w.Blocked.Send
	if w.ReadOnly() { // then no work can be lost
		report = w.Fail
	}
	switch {
	case gone:
		w.Back.Go(func() {
			if err := w.Store.Present(); err != nil {
				w.Back.OnUI(func() { report(err) })
			}
		})
	case !w.ReadOnly():
		w.Notices.Send(locale.T("The workspace file is back in its place."))
		w.Writes.Try()
	}
}

// Stays tells whether an error is about the place the workspace is in, so that
// the way out is another place.
func Stays(err error) bool {
	for _, known := range []error{store.ErrGone, store.ErrFull, store.ErrReadOnly, store.ErrDisk, store.ErrDamaged} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// TellLeftOut says that characters of what was pasted are not in the text.
func (w *Workspace) TellLeftOut(count int) {
	w.Notices.Send(locale.N("{{.N}} control characters were left out: text can't contain them.", count))
}

// readConflicts counts what waits for a choice.
func (w *Workspace) readConflicts() {
	w.Back.Go(func() {
		n, err := w.Store.CountConflicts(w.Ctx)
		w.Back.OnUI(func() {
			if err != nil {
				w.Fail(fmt.Errorf("counting the conflicts: %w", err))
				return
			}
			w.Conflicts = n
			w.ConflictsChanged.Send(n)
		})
	})
}

// ReadOnly tells whether nothing can be written in the workspace.
func (w *Workspace) ReadOnly() bool { return w.Store.ReadOnly() != nil }

// MayWrite tells whether the workspace can be written; where it can't, the status bar says so.
func (w *Workspace) MayWrite() bool {
	if !w.ReadOnly() {
		return true
	}
	w.Notices.Send(locale.T("This workspace is read-only. Save a copy to work in it ({{.Key}}).", "Key", w.Key("save-as")))
	return false
}

// OpenOrCreate opens the workspace at a path, read-only where it cannot be written, or makes one where there is no file. It
// waits for the disk.
func OpenOrCreate(ctx context.Context, path string) (*store.Store, error) {
	st, err := store.OpenToRead(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return store.Create(ctx, path)
	}
	return st, err
}
