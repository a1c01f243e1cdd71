package workspace

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"factmark/app/format"
	"factmark/app/profile"
	"factmark/store"
)

// Workspace is the model of the workspace that is open: its documents and labels, the document that lies open, what may
// be seen of claims, and what is being written. Panes read it, ask it for changes and listen to its events; none of them
// knows another. All of it belongs to the interface thread.
type Workspace struct {
	Store   *store.Store
	Profile *profile.Profile
	Back    *Background
	Ctx     context.Context
	Stop    func() // ends the listening to the store and what runs for this workspace

	Documents []store.Document
	labelSet
	openDocument
	access
	events

	LastLabel   *string           // what "." repeats
	Notes       map[string]string // notes that wait to be written, by claim
	Conflicts   int               // values that wait for a choice since a merge
	Writes      WriteQueue
	Drafts      *Drafts // what is typed and not saved yet
	Backups     *backups
	FileMissing bool // the workspace file is not in its place any more
}

// events tell the panes what has changed.
type events struct {
	DocumentsChanged  Signal[struct{}]
	LabelsChanged     Signal[struct{}]
	Opened            Signal[Opening] // another document lies open, or none
	ClaimsChanged     Signal[[]store.ClaimChange]
	Reread            Signal[struct{}] // all claims of the open document were read again
	NotContentChanged Signal[struct{}]
	ConflictsChanged  Signal[int]
	CurrentChanged    Signal[bool] // true: bring it into view in the text too
	UndoChanged       Signal[[2]string]
	Notices           Signal[string] // a short remark for the status bar
	Errors            Signal[error]  // something the user must be told
	Blocked           Signal[error]  // work can't be written where the workspace is
	Labelled          Signal[struct{}]
	NoteLost          Signal[LostNote]
	ReviewsChanged    Signal[store.Change] // review sessions or decisions
	PersonChanged     Signal[struct{}]
}

func New(st *store.Store, p *profile.Profile, back *Background) *Workspace {
	ctx, cancel := context.WithCancel(context.Background())
	d := &Workspace{Store: st, Profile: p, Back: back, Ctx: ctx, access: access{profile: p}, Notes: map[string]string{}}
	d.Writes.back, d.Writes.fail, d.Writes.may = back, func(err error) { d.Blocked.Send(err) }, d.MayWrite
	d.Drafts = newDrafts(d)
	d.Backups = newBackups(d)
	unlisten := st.Listen(func(c store.Change) {
		hand := back.OnUI
		switch c.Kind {
		case store.ChangeElsewhere, store.ChangeFileGone, store.ChangeFileBack:
			hand = back.External
		}
		hand(func() { d.Changed(c) })
	})
	d.Stop = func() { unlisten(); d.Backups.stop(); cancel() }
	return d
}

// Load reads what the window shows first and opens the document that lay open
// when the workspace was last used.
func (d *Workspace) Load() {
	d.Back.Go(func() {
		person := d.Profile.Person()
		err := d.Store.SignIn(d.Ctx, store.Person{ID: person.ID, Name: person.Name})
		labels, err1 := d.Store.Labels(d.Ctx)
		documents, err2 := d.Store.Documents(d.Ctx)
		last, err3 := d.Store.Setting(d.Ctx, settingDocument)
		undo, redo, err4 := d.Store.UndoNames(d.Ctx)
		same, err5 := d.Store.SamePeople(d.Ctx)
		hidden, blinding, err6 := readHidden(d.Ctx, d.Store, person.ID)
		left, err7 := d.Store.Drafts(d.Ctx, person.ID)
		d.Back.OnUI(func() {
			if err := FirstError(err, err1, err2, err3, err4, err5, err6, err7); err != nil {
				d.Fail(fmt.Errorf("reading the workspace: %w", err))
				return
			}
			d.Labels, d.Documents, d.same = labels, documents, same
			d.Hidden, d.Blinding = hidden, blinding
			d.Visibility = d.BlindVisibility() // before anything is shown
			d.LabelsChanged.Send(struct{}{})
			d.DocumentsChanged.Send(struct{}{})
			d.UndoChanged.Send([2]string{undo, redo})
			d.Backups.Begin()
			d.readConflicts()
			d.Back.Go(func() { d.Store.CountTallies(d.Ctx) }) // so that a review or progress need not wait for it; what fails is counted then
			if d.DocumentIndex(last) < 0 && len(documents) > 0 {
				last = documents[0].ID
			}
			d.Open(last, "")
			d.Drafts.begin(left)
		})
	})
}

// Fail tells the user of an error, unless it only says that this workspace was left.
func (d *Workspace) Fail(err error) {
	if d.Ctx.Err() == nil {
		d.Errors.Send(err)
	}
}

func FirstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *Workspace) DocumentIndex(id string) int {
	return slices.IndexFunc(d.Documents, func(doc store.Document) bool { return doc.ID == id })
}

// Open shows a document where it was left, or at the given claim; "" closes
// the open one.
func (d *Workspace) Open(id, claimID string) {
	d.openAt(id, place{Claim: claimID, Asked: claimID != ""})
}

// openAt is open with all that is to be said of the place. From now on no claim
// of the document that is left is current: what is pressed next is not meant for it.
func (d *Workspace) openAt(id string, goal place) {
	current, then := d.asked.Ask(), d.then
	d.late, d.then = nil, nil
	d.seeking = false
	if id != d.Document.ID && d.Current != "" {
		d.Current, d.Chosen = "", false
		d.CurrentChanged.Send(false)
	}
	d.goal = goal
	if id == "" {
		d.Opening = ""
		d.show(store.Document{}, nil, nil, Opening{})
		return
	}
	d.Opening = id
	i := d.DocumentIndex(id)
	slow := i >= 0 && d.Documents[i].Length > slowLength
	if slow {
		d.Notices.Send("Opening “" + format.Shorten(d.Documents[i].Title, 60) + "”…")
	}
	d.Back.Go(func() {
		document, err := d.Store.Document(d.Ctx, id)
		text, err1 := d.Store.Text(d.Ctx, id)
		claims, err2 := d.Store.Claims(d.Ctx, id)
		aside, err3 := d.Store.NotContent(d.Ctx, id)
		at, err4 := readPlace(d.Ctx, d.Store, id)
		d.Back.OnUI(func() {
			if !current() {
				return
			}
			d.Opening = ""
			if slow {
				d.Notices.Send("")
			}
			if err := FirstError(err, err1, err2, err3, err4); err != nil {
				d.Fail(fmt.Errorf("opening the document: %w", err))
				return
			}
			if goal.Asked {
				at = goal
			}
			d.show(document, claims, aside, Opening{Text: text, At: at})
			if then != nil {
				then()
			}
		})
	})
}

// slowLength, in code points, is where reading a document may take long enough to be noticed.
const slowLength = 2_000_000

func (d *Workspace) show(document store.Document, claims []store.Claim, aside []store.Passage, o Opening) {
	at := o.At
	d.Document, d.Claims, d.NotContent = document, d.seen(d.withPending(document.ID, claims)), aside
	late := d.late
	d.late = nil
	for _, c := range late {
		d.applyClaims(c.Claims)
	}
	d.Current, d.Chosen, d.position = "", false, at.Position
	if d.ClaimIndex(at.Claim) >= 0 {
		d.Current, d.Chosen = at.Claim, at.chosen
	}
	d.Opened.Send(o)
	d.CurrentChanged.Send(at.Asked)
	d.rememberDocument()
}

// Recount reads again how many claims of a document are still to be labelled.
func (d *Workspace) Recount(documentID string) {
	d.Back.Go(func() {
		doc, err := d.Store.Document(d.Ctx, documentID)
		d.Back.OnUI(func() {
			i := d.DocumentIndex(documentID)
			if err != nil || i < 0 || d.Documents[i].Unlabelled == doc.Unlabelled { // one that is gone is seen by the list
				return
			}
			d.Documents[i].Unlabelled = doc.Unlabelled
			d.DocumentsChanged.Send(struct{}{})
		})
	})
}

// Changed brings the model up to what the store has just written.
func (d *Workspace) Changed(c store.Change) {
	if d.Ctx.Err() != nil {
		return
	}
	if c.Kind == store.ChangeFileGone || c.Kind == store.ChangeFileBack {
		d.fileMoved(c.Kind == store.ChangeFileGone)
		return
	}
	d.ReadUndoNames()
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
		d.ReadClaims()
	}
	if c.Reviews || c.Everything {
		if !d.Reviewing {
			d.ReadBlindMode()
		}
		if c.Kind != store.ChangeDo && !c.Everything {
			d.readDocuments() // what is to be labelled
		}
		d.ReviewsChanged.Send(c)
	}
	if c.Replaced != "" && (c.Replaced == d.Document.ID || c.Replaced == d.Opening) {
		// The document goes on under another id, with other places.
		d.Open(c.By, d.Current)
		d.readDocuments()
		return
	}
	if c.Everything {
		d.readDocuments()
		d.ReadClaims()
		d.readNotContent()
		return
	}
	if d.Opening != "" {
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
		d.ReadClaims() // what is being read may lack this change
	}
	if c.Kind != store.ChangeDo {
		d.follow(c)
	}
}

// follow shows the user what an undo or redo has changed, wherever it is.
func (d *Workspace) follow(c store.Change) {
	for _, change := range c.Claims {
		claim := change.After
		if claim == nil {
			claim = change.Before
		}
		id := ""
		if change.After != nil {
			id = change.After.ID
		}
		if claim.DocumentID == d.Document.ID {
			d.Choose(id, true)
			return
		}
		if d.DocumentIndex(claim.DocumentID) >= 0 {
			d.Open(claim.DocumentID, id)
			return
		}
	}
}

// applyClaims takes over what the store says has changed, as far as it concerns
// the open document and may be seen, and returns that.
func (d *Workspace) applyClaims(changes []store.ClaimChange) []store.ClaimChange {
	return d.putClaims(d.seenChanges(d.changesWithPending(changes)))
}

// Choose makes a claim of the open document current, "" for none, without the
// user's having chosen it; reveal brings it into view in the text.
func (d *Workspace) Choose(id string, reveal bool) {
	if id == d.Current && !reveal {
		return
	}
	d.setCurrent(id, false, reveal)
}

// Pick makes a claim of the open document current by the user's own choice, so
// that label keys act on it; reveal brings it into view in the text.
func (d *Workspace) Pick(id string, reveal bool) {
	switch {
	case d.StillOpening(), id == d.Current && d.Chosen && !reveal:
	default:
		d.setCurrent(id, id != "", reveal)
	}
}

func (d *Workspace) setCurrent(id string, chosen, reveal bool) {
	moved := id != d.Current || reveal
	d.Current, d.Chosen = id, chosen
	if moved {
		d.CurrentChanged.Send(reveal)
		d.rememberPlace()
	}
}

// StillOpening tells whether another document is being opened, and says so: a
// key pressed meanwhile is not meant for what is still on screen.
func (d *Workspace) StillOpening() bool {
	switch i := d.DocumentIndex(d.Opening); {
	case i >= 0:
		d.Notices.Send("“" + format.Shorten(d.Documents[i].Title, 60) + "” is still being opened. Press the key again when it is there.")
	case d.Opening != "" || d.seeking:
		d.Notices.Send("Another document is still being opened. Press the key again when it is there.")
	default:
		return false
	}
	return true
}

// count keeps the counts of the list of documents without reading them again.
func (d *Workspace) count(changes []store.ClaimChange) {
	add := func(c *store.Claim, by int) {
		if c == nil {
			return
		}
		if i := d.DocumentIndex(c.DocumentID); i >= 0 {
			d.Documents[i].Claims += by
			if c.ToLabel() {
				d.Documents[i].Unlabelled = max(0, d.Documents[i].Unlabelled+by)
			}
			if c.Status == store.StatusOrphaned {
				d.Documents[i].Orphans += by
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
		d.Recount(id)
	}
	if len(changes) > 0 {
		d.DocumentsChanged.Send(struct{}{})
	}
}

// fileMoved takes note that the file has gone from its place, or is back.
func (d *Workspace) fileMoved(gone bool) {
	if d.FileMissing == gone {
		return
	}
	d.FileMissing = gone
	d.Writes.Moved.Send(struct{}{})
	if d.ReadOnly() {
		if gone {
			d.Back.Go(func() {
				if err := d.Store.Present(); err != nil {
					d.Back.OnUI(func() { d.Fail(err) })
				}
			})
		}
		return
	}
	if gone {
		d.Back.Go(func() {
			if err := d.Store.Present(); err != nil {
				d.Back.OnUI(func() { d.Blocked.Send(err) })
			}
		})
		return
	}
	d.Notices.Send("The workspace file is in its place again.")
	d.Writes.Try()
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
func (d *Workspace) TellLeftOut(count int) {
	d.Notices.Send("Left out: " + format.Plural(count, "control character") + ", which no text can hold.")
}

// readConflicts counts what waits for a choice.
func (d *Workspace) readConflicts() {
	d.Back.Go(func() {
		n, err := d.Store.CountConflicts(d.Ctx)
		d.Back.OnUI(func() {
			if err != nil {
				d.Fail(fmt.Errorf("counting the conflicts: %w", err))
				return
			}
			d.Conflicts = n
			d.ConflictsChanged.Send(n)
		})
	})
}

// ReadOnly tells whether nothing can be written in the workspace.
func (d *Workspace) ReadOnly() bool { return d.Store.ReadOnly() != nil }

// MayWrite is readOnly's contrary; where nothing can be written it says so.
func (d *Workspace) MayWrite() bool {
	if !d.ReadOnly() {
		return true
	}
	d.Notices.Send("This workspace is read-only. Make a copy to work in it (Ctrl+Shift+S).")
	return false
}

func OpenOrCreate(ctx context.Context, path string) (*store.Store, error) {
	st, err := store.OpenToRead(ctx, path)
	if errors.Is(err, fs.ErrNotExist) {
		return store.Create(ctx, path)
	}
	return st, err
}
