package workspace

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"factmark/app/format"
	"factmark/app/locale"
	"factmark/store"
)

// The kinds of forms that keep drafts; the inline note is a field of a claim's.
const (
	FormClaim        = "claim"
	FormEvidence     = "evidence" // the subject is its claim and its ID, see EvidenceSubject
	FormDocument     = "document"
	FormDocuments    = "documents" // several: the subject is their ids, see DocumentsSubject
	FormGuidelines   = "guidelines"
	FormLabels       = "labels"
	FormNames        = "names"
	FormPeople       = "people"
	FormPackage      = "package"
	FormImport       = "import"
	FormMerge        = "merge"
	FormAdjudication = "adjudication"
)

// OpenForm names a form that is on screen.
type OpenForm struct{ Form, Subject string }

// How long typing may go on before it is written, and how long until what could
// not be written is tried again.
const (
	draftDelay = 300 * time.Millisecond
	draftRetry = 2 * time.Second
)

// Drafts keeps in the workspace what is typed and not saved yet, so that a crash or a kill costs no more than
// the last moment of it. It is a throttled writer: the first keystroke starts the delay, and at its end the
// latest text of every field is written.
type Drafts struct {
	Workspace *Workspace

	All       map[store.DraftKey]store.Draft // neither saved nor discarded; of the interface thread, like the next four
	Open      map[OpenForm]int               // the forms on screen
	Discarded [][]store.Draft                // since the workspace was opened, the last behind
	Begun     bool                           // what was left in the workspace is known
	Offers    []DraftOffer                   // of the forms that are not on screen
	reads     Latest                         // readings of offers

	Changed Signal[struct{}] // State has changed
	Offered Signal[struct{}] // Offers has changed

	writing sync.Mutex // held while drafts, or what becomes of them, are written: a late draft must not follow its save

	mu      sync.Mutex                      // guards these
	pending map[store.DraftKey]*store.Draft // to be written; nil: to be removed
	due     bool                            // a writing is due
	failed  error                           // why the last one did not succeed
	last    time.Time                       // when the last one did
}

func newDrafts(w *Workspace) *Drafts {
	return &Drafts{Workspace: w, All: map[store.DraftKey]store.Draft{}, Open: map[OpenForm]int{}, pending: map[store.DraftKey]*store.Draft{}}
}

// DraftBase is the digest of the value that something is typed over.
func DraftBase(stored string) string {
	if stored == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(stored))
	return hex.EncodeToString(sum[:])
}

// Put keeps a draft in place of the one with its key.
func (d *Drafts) Put(draft store.Draft) {
	d.All[draft.DraftKey] = draft
	d.write(draft.DraftKey, &draft)
}

// Remove forgets a draft.
func (d *Drafts) Remove(k store.DraftKey) {
	if _, there := d.All[k]; there {
		delete(d.All, k)
		d.write(k, nil)
	}
}

func (d *Drafts) write(k store.DraftKey, draft *store.Draft) {
	d.mu.Lock()
	d.pending[k] = draft
	d.mu.Unlock()
	d.later(draftDelay)
	d.Changed.Send(struct{}{})
}

// later has what is pending written after a while.
func (d *Drafts) later(wait time.Duration) {
	d.mu.Lock()
	due := d.due
	d.due = true
	d.mu.Unlock()
	if !due {
		d.Workspace.Back.After(wait, func() {
			if d.Workspace.Ctx.Err() != nil { // who leaves the workspace writes what is pending
				return
			}
			d.Workspace.Back.Go(func() {
				d.mu.Lock()
				d.due = false
				d.mu.Unlock()
				_ = d.Flush() // State tells of it
			})
		})
	}
}

// Flush writes what is pending. It may run on any goroutine but the interface thread.
func (d *Drafts) Flush() error {
	d.writing.Lock()
	defer d.writing.Unlock()
	d.mu.Lock()
	batch := d.pending
	d.pending = map[store.DraftKey]*store.Draft{}
	d.mu.Unlock()
	if len(batch) == 0 {
		return nil
	}
	var keep []store.Draft
	var drop []store.DraftKey
	for k, draft := range batch {
		if draft == nil {
			drop = append(drop, k)
		} else {
			keep = append(keep, *draft)
		}
	}
	err := d.Workspace.Store.KeepDrafts(context.Background(), keep, drop)
	d.mu.Lock()
	first := d.failed == nil && err != nil
	d.failed = err
	if err == nil {
		d.last = time.Now()
	} else {
		for k, draft := range batch {
			if _, newer := d.pending[k]; !newer {
				d.pending[k] = draft
			}
		}
	}
	d.mu.Unlock()
	if err != nil && d.Workspace.Ctx.Err() == nil {
		d.later(draftRetry)
	}
	d.Workspace.Back.OnUI(func() {
		if first {
			d.Workspace.Notices.Send(locale.T("Couldn't keep what you are typing as a draft: {{.Reason}}", "Reason", format.LowerFirst(Sentence(err))))
		}
		d.Changed.Send(struct{}{})
	})
	return err
}

// DraftState is how what is typed stands.
type DraftState struct {
	Typed   bool      // something on screen is not saved yet
	Left    bool      // something is a draft that is not on screen, a comment of a review included
	Pending bool      // some of it is not in the file
	Failed  error     // why that could not be written
	Last    time.Time // when drafts were written last
}

// State tells how what is typed stands, for the status bar. It belongs to the interface thread.
func (d *Drafts) State() DraftState {
	var s DraftState
	for k := range d.All {
		if d.onScreen(k) {
			s.Typed = true
		} else {
			s.Left = true
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, draft := range d.pending {
		s.Pending = s.Pending || draft != nil
	}
	s.Failed, s.Last = d.failed, d.last
	return s
}

// onScreen tells whether a draft is that of a form that is open.
func (d *Drafts) onScreen(k store.DraftKey) bool {
	return d.Open[OpenForm{k.Form, k.Subject}] > 0
}

// Closed says that a form is off the screen; drafts that are left are offered from now on.
func (d *Drafts) Closed(f OpenForm) {
	if d.Open[f]--; d.Open[f] == 0 {
		delete(d.Open, f)
	}
	d.Changed.Send(struct{}{})
	d.ReadOffers()
}

// Take gives the drafts that are about to be saved, and counts them as drafts no longer.
func (d *Drafts) Take(keys ...store.DraftKey) []store.Draft {
	var taken []store.Draft
	for _, k := range keys {
		if draft, there := d.All[k]; there {
			taken = append(taken, draft)
			delete(d.All, k)
		}
		d.mu.Lock()
		delete(d.pending, k)
		d.mu.Unlock()
	}
	d.Changed.Send(struct{}{})
	return taken
}

// Saving has a write remove the drafts it saves, in its own transaction. Where
// it can't ever succeed, they are drafts again.
func (d *Drafts) Saving(taken []store.Draft, write func(context.Context) error) func(context.Context) error {
	if len(taken) == 0 {
		return write
	}
	return func(ctx context.Context) error {
		d.writing.Lock()
		err := write(store.FinishDrafts(ctx, taken...))
		d.writing.Unlock()
		if err != nil && failsAgain(err) {
			d.Workspace.Back.OnUI(func() { d.restore(taken) })
		}
		return err
	}
}

// restore makes drafts of what was taken or discarded, where nothing newer is there.
func (d *Drafts) restore(taken []store.Draft) {
	for _, draft := range taken {
		if _, newer := d.All[draft.DraftKey]; !newer {
			d.Put(draft)
		}
	}
	d.ReadOffers()
}

// Discard removes drafts; Undiscard brings those back that were discarded last.
func (d *Drafts) Discard(drafts []store.Draft) {
	if len(drafts) == 0 {
		return
	}
	d.Discarded = append(d.Discarded, drafts)
	for _, draft := range drafts {
		d.Remove(draft.DraftKey)
	}
	d.ReadOffers()
}

// DiscardAll removes every draft, those of reviews too.
func (d *Drafts) DiscardAll() {
	for k := range d.All {
		d.Remove(k)
	}
	d.Discarded = nil
}

// Undiscard brings back what was discarded last; each call one step further back.
func (d *Drafts) Undiscard() {
	if n := len(d.Discarded); n > 0 {
		last := d.Discarded[n-1]
		d.Discarded = d.Discarded[:n-1]
		d.restore(last)
	}
}

// Of gives the drafts of a form, the oldest first.
func (d *Drafts) Of(form, subject string) []store.Draft {
	var found []store.Draft
	for _, draft := range d.All {
		if draft.Form == form && draft.Subject == subject {
			found = append(found, draft)
		}
	}
	slices.SortFunc(found, byTime)
	return found
}

// FinishPaths removes the draft of a list of paths once all that it names was done.
func (d *Drafts) FinishPaths(form string, paths []string) {
	for _, draft := range d.Of(form, "") {
		if slices.Equal(TypedPaths(draft.Text), paths) {
			d.Remove(draft.DraftKey)
		}
	}
	d.ReadOffers()
}

// End saves the note that is being typed, where there is one, and writes all
// drafts that are pending. It is for the end of the program, when nothing is
// shown any more.
func (d *Drafts) End(claimID, note string, key store.DraftKey) error {
	var err error
	if claimID != "" {
		d.writing.Lock()
		ctx := store.FinishDrafts(context.Background(), store.Draft{DraftKey: key, TypedAt: time.Now()})
		err = d.Workspace.Store.EditClaim(ctx, claimID, store.ClaimEdit{Note: &note})
		d.writing.Unlock()
		if err == nil {
			d.mu.Lock()
			delete(d.pending, key)
			d.mu.Unlock()
		}
	}
	return errors.Join(err, d.Flush())
}

// CountComments counts the comments of a session that are drafts.
func (d *Drafts) CountComments(sessionID string) int {
	return len(d.Of(store.FormReview, sessionID))
}

// TypedPaths reads a list of paths, one a line.
func TypedPaths(text string) []string {
	var paths []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			paths = append(paths, ExpandHome(line))
		}
	}
	return paths
}

// ExpandHome puts the user's own folder in place of a ~ that a path begins with.
func ExpandHome(path string) string {
	if rest, is := strings.CutPrefix(path, "~"+string(filepath.Separator)); is {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return path
}
