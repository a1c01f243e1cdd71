package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"factmark/app/format"
	"factmark/app/profile"
	"factmark/app/review"
	"factmark/store"
)

// desk is what lies before the user: the workspace, the open document with its
// claims, and the claim in hand. Panes read it, ask it for changes and listen
// to it; none of them knows another. All of it belongs to the interface thread.
type desk struct {
	store   *store.Store
	profile *profile.Profile
	back    *background
	ctx     context.Context
	stop    func() // ends the listening to the store and what runs for this desk

	documents  []store.Document
	labels     []store.Label
	document   store.Document      // the open one; its ID is empty when none is
	claims     []store.Claim       // of the open document, in text order
	notContent []store.Passage     // of the open document, in text order
	current    string              // the claim that Enter and Delete act on, or ""
	chosen     bool                // the user chose it themselves: only then does a label key act on it
	pending    []*pendingEdit      // what is shown of claims and not written yet
	position   int                 // code point at the top of the page
	lastLabel  *string             // what "." repeats
	drafts     map[string]string   // notes that wait to be written, by claim
	conflicts  int                 // values that wait for a choice since a merge
	visibility visibility          // what may be seen of claims; nil: everything
	acting     store.Person        // who works here instead of the user, in a review session of theirs
	same       map[string]string   // ids of those who are another's other name, and whose
	reviewing  bool                // a review is under way, and says what may be seen
	hidden     review.Hidden       // what blind reviews of the user's hide while they pause
	blinding   store.ReviewSession // the first of them

	asked     latest         // documents to be opened
	reads     latest         // readings of claims
	hidings   latest         // readings of what is hidden
	rereading bool           // claims are being read again
	opening   string         // the document being read
	goal      place          // where it is to be shown, where a claim of it was asked for
	seeking   bool           // other documents are being looked through for a claim to label
	late      []store.Change // what was written while it was read
	saves     saves
	typed     *drafts // what is typed and not saved yet
	then      func()  // to be done once the document that is asked for lies open
	backups   *backups
	gone      bool // the workspace file is not in its place any more

	documentsChanged  signal[struct{}]
	labelsChanged     signal[struct{}]
	opened            signal[opening] // another document lies open, or none
	claimsChanged     signal[[]store.ClaimChange]
	reread            signal[struct{}] // all claims of the open document were read again
	notContentChanged signal[struct{}]
	conflictsChanged  signal[int]
	currentChanged    signal[bool] // true: bring it into view in the text too
	undoChanged       signal[[2]string]
	told              signal[string] // a short remark for the status bar
	failed            signal[error]  // something the user must be told
	stuck             signal[error]  // work can't be written where the workspace is
	labelled          signal[struct{}]
	noteLost          signal[lostNote]
	reviewsChanged    signal[store.Change] // review sessions or decisions
	personChanged     signal[struct{}]
}

func newDesk(st *store.Store, p *profile.Profile, back *background) *desk {
	ctx, cancel := context.WithCancel(context.Background())
	d := &desk{store: st, profile: p, back: back, ctx: ctx, drafts: map[string]string{}}
	d.saves.back, d.saves.fail, d.saves.may = back, func(err error) { d.stuck.send(err) }, d.mayWrite
	d.typed = newDrafts(d)
	d.backups = newBackups(d)
	unlisten := st.Listen(func(c store.Change) {
		hand := back.post
		switch c.Kind {
		case store.ChangeElsewhere, store.ChangeFileGone, store.ChangeFileBack:
			hand = back.news
		}
		hand(func() { d.changed(c) })
	})
	d.stop = func() { unlisten(); d.backups.stop(); cancel() }
	return d
}

// load reads what the window shows first and opens the document that lay open
// when the workspace was last used.
func (d *desk) load() {
	d.back.do(func() {
		person := d.profile.Person()
		err := d.store.SignIn(d.ctx, store.Person{ID: person.ID, Name: person.Name})
		labels, err1 := d.store.Labels(d.ctx)
		documents, err2 := d.store.Documents(d.ctx)
		last, err3 := d.store.Setting(d.ctx, settingDocument)
		undo, redo, err4 := d.store.UndoNames(d.ctx)
		same, err5 := d.store.SamePeople(d.ctx)
		hidden, blinding, err6 := readHidden(d.ctx, d.store, person.ID)
		left, err7 := d.store.Drafts(d.ctx, person.ID)
		d.back.post(func() {
			if err := firstError(err, err1, err2, err3, err4, err5, err6, err7); err != nil {
				d.fail(fmt.Errorf("reading the workspace: %w", err))
				return
			}
			d.labels, d.documents, d.same = labels, documents, same
			d.hidden, d.blinding = hidden, blinding
			d.visibility = d.blindVisibility() // before anything is shown
			d.labelsChanged.send(struct{}{})
			d.documentsChanged.send(struct{}{})
			d.undoChanged.send([2]string{undo, redo})
			d.backups.begin()
			d.readConflicts()
			d.back.do(func() { d.store.CountTallies(d.ctx) }) // so that a review or progress need not wait for it; what fails is counted then
			if d.documentIndex(last) < 0 && len(documents) > 0 {
				last = documents[0].ID
			}
			d.open(last, "")
			d.typed.begin(left)
		})
	})
}

// fail tells the user of an error, unless it only says that this desk was left.
func (d *desk) fail(err error) {
	if d.ctx.Err() == nil {
		d.failed.send(err)
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) documentIndex(id string) int {
	return slices.IndexFunc(d.documents, func(doc store.Document) bool { return doc.ID == id })
}

// open shows a document where it was left, or at the given claim; "" closes
// the open one.
func (d *desk) open(id, claimID string) {
	d.openAt(id, place{Claim: claimID, asked: claimID != ""})
}

// openAt is open with all that is to be said of the place. From now on no claim
// of the document that is left is current: what is pressed next is not meant for it.
func (d *desk) openAt(id string, goal place) {
	current, then := d.asked.ask(), d.then
	d.late, d.then = nil, nil
	d.seeking = false
	if id != d.document.ID && d.current != "" {
		d.current, d.chosen = "", false
		d.currentChanged.send(false)
	}
	d.goal = goal
	if id == "" {
		d.opening = ""
		d.show(store.Document{}, nil, nil, opening{})
		return
	}
	d.opening = id
	i := d.documentIndex(id)
	slow := i >= 0 && d.documents[i].Length > slowLength
	if slow {
		d.told.send("Opening “" + format.Shorten(d.documents[i].Title, 60) + "”…")
	}
	d.back.do(func() {
		document, err := d.store.Document(d.ctx, id)
		text, err1 := d.store.Text(d.ctx, id)
		claims, err2 := d.store.Claims(d.ctx, id)
		aside, err3 := d.store.NotContent(d.ctx, id)
		at, err4 := readPlace(d.ctx, d.store, id)
		d.back.post(func() {
			if !current() {
				return
			}
			d.opening = ""
			if slow {
				d.told.send("")
			}
			if err := firstError(err, err1, err2, err3, err4); err != nil {
				d.fail(fmt.Errorf("opening the document: %w", err))
				return
			}
			if goal.asked {
				at = goal
			}
			d.show(document, claims, aside, opening{text: text, at: at})
			if then != nil {
				then()
			}
		})
	})
}

// opening is a document that has just been opened: its text and where to start.
type opening struct {
	text string
	at   place
}

// slowLength, in code points, is where reading a document may take long enough to be noticed.
const slowLength = 2_000_000

func (d *desk) show(document store.Document, claims []store.Claim, aside []store.Passage, o opening) {
	at := o.at
	d.document, d.claims, d.notContent = document, d.seen(d.withPending(document.ID, claims)), aside
	late := d.late
	d.late = nil
	for _, c := range late {
		d.applyClaims(c.Claims)
	}
	d.current, d.chosen, d.position = "", false, at.Position
	if d.claimIndex(at.Claim) >= 0 {
		d.current, d.chosen = at.Claim, at.chosen
	}
	d.opened.send(o)
	d.currentChanged.send(at.asked)
	d.rememberDocument()
}

// recount reads again how many claims of a document are still to be labelled.
func (d *desk) recount(documentID string) {
	d.back.do(func() {
		doc, err := d.store.Document(d.ctx, documentID)
		d.back.post(func() {
			i := d.documentIndex(documentID)
			if err != nil || i < 0 || d.documents[i].Unlabelled == doc.Unlabelled { // one that is gone is seen by the list
				return
			}
			d.documents[i].Unlabelled = doc.Unlabelled
			d.documentsChanged.send(struct{}{})
		})
	})
}

// changed brings the desk up to what the store has just written.
func (d *desk) changed(c store.Change) {
	if d.ctx.Err() != nil {
		return
	}
	if c.Kind == store.ChangeFileGone || c.Kind == store.ChangeFileBack {
		d.fileMoved(c.Kind == store.ChangeFileGone)
		return
	}
	d.readUndoNames()
	if c.Conflicts || c.Everything {
		d.readConflicts()
	}
	if c.Labels || c.Everything {
		d.readLabels()
	}
	if c.People || c.Everything {
		d.readSame()
	}
	if c.People && !c.Everything { // names have changed
		d.readClaims()
	}
	if c.Reviews || c.Everything {
		if !d.reviewing {
			d.readBlindMode()
		}
		if c.Kind != store.ChangeDo && !c.Everything {
			d.readDocuments() // what is to be labelled
		}
		d.reviewsChanged.send(c)
	}
	if c.Replaced != "" && (c.Replaced == d.document.ID || c.Replaced == d.opening) {
		// The document goes on under another id, with other places.
		d.open(c.By, d.current)
		d.readDocuments()
		return
	}
	if c.Everything {
		d.readDocuments()
		d.readClaims()
		d.readNotContent()
		return
	}
	if d.opening != "" {
		d.late = append(d.late, c)
	}
	if len(c.Documents) > 0 {
		d.readDocuments()
		d.readNotContent()
	} else {
		d.count(c.Claims)
	}
	d.forgetDrafts(c.Claims)
	d.announce(d.applyClaims(c.Claims))
	if d.rereading {
		d.readClaims() // what is being read may lack this change
	}
	if c.Kind != store.ChangeDo {
		d.follow(c)
	}
}

// follow shows the user what an undo or redo has changed, wherever it is.
func (d *desk) follow(c store.Change) {
	for _, change := range c.Claims {
		claim := change.After
		if claim == nil {
			claim = change.Before
		}
		id := ""
		if change.After != nil {
			id = change.After.ID
		}
		if claim.DocumentID == d.document.ID {
			d.choose(id, true)
			return
		}
		if d.documentIndex(claim.DocumentID) >= 0 {
			d.open(claim.DocumentID, id)
			return
		}
	}
}

// applyClaims takes over what the store says has changed, as far as it concerns
// the open document and may be seen, and returns that.
func (d *desk) applyClaims(changes []store.ClaimChange) []store.ClaimChange {
	return d.putClaims(d.seenChanges(d.changesWithPending(changes)))
}

// putClaims takes over the changes that concern the open document and returns
// those that can be seen: what was shown while it waited to be written looks the
// same then. The slice is made anew, so that whoever holds the old one may go on reading it.
func (d *desk) putClaims(changes []store.ClaimChange) []store.ClaimChange {
	var here []store.ClaimChange
	if len(changes) > 0 {
		d.claims = slices.Clone(d.claims)
	}
	for _, c := range changes {
		touched, same := false, false
		for _, side := range []*store.Claim{c.Before, c.After} {
			if side == nil || side.DocumentID != d.document.ID {
				continue
			}
			touched = true
			if i := d.claimIndex(side.ID); i >= 0 {
				same = same || c.After != nil && looksLike(d.claims[i], *c.After)
				d.claims = slices.Delete(d.claims, i, i+1)
			}
		}
		if c.After != nil && c.After.DocumentID == d.document.ID {
			i, _ := slices.BinarySearchFunc(d.claims, *c.After, inTextOrder)
			d.claims = slices.Insert(d.claims, i, *c.After)
		}
		if touched && !same {
			here = append(here, c)
		}
	}
	return here
}

// looksLike tells whether two states of a claim are shown in the same way.
func looksLike(a, b store.Claim) bool {
	a.Prefix, a.Suffix, a.CreatedAt, a.UpdatedAt = b.Prefix, b.Suffix, b.CreatedAt, b.UpdatedAt
	return a == b
}

func (d *desk) claimIndex(id string) int {
	if id == "" {
		return -1
	}
	return slices.IndexFunc(d.claims, func(c store.Claim) bool { return c.ID == id })
}

// claim returns the claim of the open document with this id, or nil.
func (d *desk) claim(id string) *store.Claim {
	if i := d.claimIndex(id); i >= 0 {
		return &d.claims[i]
	}
	return nil
}

// choose makes a claim of the open document current, "" for none, without the
// user's having chosen it; reveal brings it into view in the text.
func (d *desk) choose(id string, reveal bool) {
	if id == d.current && !reveal {
		return
	}
	d.setCurrent(id, false, reveal)
}

// pick makes a claim of the open document current by the user's own choice, so
// that label keys act on it; reveal brings it into view in the text.
func (d *desk) pick(id string, reveal bool) {
	switch {
	case d.stillOpening(), id == d.current && d.chosen && !reveal:
	default:
		d.setCurrent(id, id != "", reveal)
	}
}

func (d *desk) setCurrent(id string, chosen, reveal bool) {
	moved := id != d.current || reveal
	d.current, d.chosen = id, chosen
	if moved {
		d.currentChanged.send(reveal)
		d.rememberPlace()
	}
}

// stillOpening tells whether another document is being opened, and says so: a
// key pressed meanwhile is not meant for what is still on screen.
func (d *desk) stillOpening() bool {
	switch i := d.documentIndex(d.opening); {
	case i >= 0:
		d.told.send("“" + format.Shorten(d.documents[i].Title, 60) + "” is still being opened. Press the key again when it is there.")
	case d.opening != "" || d.seeking:
		d.told.send("Another document is still being opened. Press the key again when it is there.")
	default:
		return false
	}
	return true
}

// count keeps the counts of the list of documents without reading them again.
func (d *desk) count(changes []store.ClaimChange) {
	add := func(c *store.Claim, by int) {
		if c == nil {
			return
		}
		if i := d.documentIndex(c.DocumentID); i >= 0 {
			d.documents[i].Claims += by
			if c.ToLabel() {
				d.documents[i].Unlabelled = max(0, d.documents[i].Unlabelled+by)
			}
			if c.Status == store.StatusOrphaned {
				d.documents[i].Orphans += by
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
		d.recount(id)
	}
	if len(changes) > 0 {
		d.documentsChanged.send(struct{}{})
	}
}

func inTextOrder(a, b store.Claim) int {
	switch {
	case a.Start != b.Start:
		return a.Start - b.Start
	case a.End != b.End:
		return a.End - b.End
	case a.ID < b.ID:
		return -1
	case a.ID > b.ID:
		return 1
	}
	return 0
}

// fileMoved takes note that the file has gone from its place, or is back.
func (d *desk) fileMoved(gone bool) {
	if d.gone == gone {
		return
	}
	d.gone = gone
	d.saves.moved.send(struct{}{})
	if d.readOnly() {
		if gone {
			d.back.do(func() {
				if err := d.store.Present(); err != nil {
					d.back.post(func() { d.fail(err) })
				}
			})
		}
		return
	}
	if gone {
		d.back.do(func() {
			if err := d.store.Present(); err != nil {
				d.back.post(func() { d.stuck.send(err) })
			}
		})
		return
	}
	d.told.send("The workspace file is in its place again.")
	d.saves.try()
}

// stays tells whether an error is about the place the workspace is in, so that
// the way out is another place.
func stays(err error) bool {
	for _, known := range []error{store.ErrGone, store.ErrFull, store.ErrReadOnly, store.ErrDisk, store.ErrDamaged} {
		if errors.Is(err, known) {
			return true
		}
	}
	return false
}

// tellLeftOut says that characters of what was pasted are not in the text.
func (d *desk) tellLeftOut(count int) {
	d.told.send("Left out: " + format.Plural(count, "control character") + ", which no text can hold.")
}

// readConflicts counts what waits for a choice.
func (d *desk) readConflicts() {
	d.back.do(func() {
		n, err := d.store.CountConflicts(d.ctx)
		d.back.post(func() {
			if err != nil {
				d.fail(fmt.Errorf("counting the conflicts: %w", err))
				return
			}
			d.conflicts = n
			d.conflictsChanged.send(n)
		})
	})
}

// readOnly tells whether nothing can be written in the workspace.
func (d *desk) readOnly() bool { return d.store.ReadOnly() != nil }

// mayWrite is readOnly's contrary; where nothing can be written it says so.
func (d *desk) mayWrite() bool {
	if !d.readOnly() {
		return true
	}
	d.told.send("This workspace is read-only. Make a copy to work in it (Ctrl+Shift+S).")
	return false
}

func openOrCreate(ctx context.Context, path string) (*store.Store, error) {
	st, err := store.OpenToRead(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return store.Create(ctx, path)
	}
	return st, err
}
