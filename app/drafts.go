package app

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
	"factmark/store"
)

// The kinds of forms that keep drafts; the inline note is a field of a claim's.
const (
	formClaim        = "claim"
	formDocument     = "document"
	formGuidelines   = "guidelines"
	formLabels       = "labels"
	formPeople       = "people"
	formPackage      = "package"
	formImport       = "import"
	formMerge        = "merge"
	formAdjudication = "adjudication"
)

// openForm names a form that is on screen.
type openForm struct{ form, subject string }

// How long typing may go on before it is written, and how long until what could
// not be written is tried again.
const (
	draftDelay = 300 * time.Millisecond
	draftRetry = 2 * time.Second
)

// drafts keeps in the workspace what is typed and not saved yet, so that neither
// a crash nor a kill costs more than the last moment of it. It is a throttled
// writer: the first keystroke starts the delay, the latest text of every field
// is written at its end.
type drafts struct {
	desk *desk

	all       map[store.DraftKey]store.Draft // neither saved nor discarded; of the interface thread, like the next four
	open      map[openForm]int               // the forms on screen
	discarded [][]store.Draft                // since the workspace was opened, the last behind
	begun     bool                           // what was left in the workspace is known
	offers    []draftOffer                   // of the forms that are not on screen
	reads     latest                         // readings of offers

	changed signal[struct{}] // what state tells has changed
	offered signal[struct{}] // offers has changed

	writing sync.Mutex // held while drafts, or what becomes of them, are written: a late draft must not follow its save

	mu      sync.Mutex                      // guards these
	pending map[store.DraftKey]*store.Draft // to be written; nil: to be removed
	due     bool                            // a writing is due
	failed  error                           // why the last one did not succeed
	last    time.Time                       // when the last one did
}

func newDrafts(d *desk) *drafts {
	return &drafts{desk: d, all: map[store.DraftKey]store.Draft{}, open: map[openForm]int{}, pending: map[store.DraftKey]*store.Draft{}}
}

// draftBase is the digest of the value that something is typed over.
func draftBase(stored string) string {
	if stored == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(stored))
	return hex.EncodeToString(sum[:])
}

// put keeps a draft in place of the one with its key.
func (d *drafts) put(draft store.Draft) {
	d.all[draft.DraftKey] = draft
	d.write(draft.DraftKey, &draft)
}

// remove forgets a draft.
func (d *drafts) remove(k store.DraftKey) {
	if _, there := d.all[k]; there {
		delete(d.all, k)
		d.write(k, nil)
	}
}

func (d *drafts) write(k store.DraftKey, draft *store.Draft) {
	d.mu.Lock()
	d.pending[k] = draft
	d.mu.Unlock()
	d.later(draftDelay)
	d.changed.send(struct{}{})
}

// later has what is pending written after a while.
func (d *drafts) later(wait time.Duration) {
	d.mu.Lock()
	due := d.due
	d.due = true
	d.mu.Unlock()
	if !due {
		d.desk.back.after(wait, func() {
			if d.desk.ctx.Err() != nil { // who leaves the workspace writes what is pending
				return
			}
			d.desk.back.do(func() {
				d.mu.Lock()
				d.due = false
				d.mu.Unlock()
				_ = d.flush() // state tells of it
			})
		})
	}
}

// flush writes what is pending. It may run on any goroutine but the interface thread.
func (d *drafts) flush() error {
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
	err := d.desk.store.KeepDrafts(context.Background(), keep, drop)
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
	if err != nil && d.desk.ctx.Err() == nil {
		d.later(draftRetry)
	}
	d.desk.back.post(func() {
		if first {
			d.desk.told.send("What you type cannot be kept as a draft: " + format.LowerFirst(sentence(err)))
		}
		d.changed.send(struct{}{})
	})
	return err
}

// draftState is how what is typed stands.
type draftState struct {
	typed   bool      // something on screen is not saved yet
	left    bool      // something is a draft that is not on screen, a comment of a review included
	pending bool      // some of it is not in the file
	failed  error     // why that could not be written
	last    time.Time // when drafts were written last
}

func (d *drafts) state() draftState {
	var s draftState
	for k := range d.all {
		if d.onScreen(k) {
			s.typed = true
		} else {
			s.left = true
		}
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, draft := range d.pending {
		s.pending = s.pending || draft != nil
	}
	s.failed, s.last = d.failed, d.last
	return s
}

// onScreen tells whether a draft is that of a form that is open.
func (d *drafts) onScreen(k store.DraftKey) bool {
	return d.open[openForm{k.Form, k.Subject}] > 0
}

// closed says that a form is off the screen; drafts that are left are offered from now on.
func (d *drafts) closed(f openForm) {
	if d.open[f]--; d.open[f] == 0 {
		delete(d.open, f)
	}
	d.changed.send(struct{}{})
	d.readOffers()
}

// take gives the drafts that are about to be saved, and counts them as drafts no longer.
func (d *drafts) take(keys ...store.DraftKey) []store.Draft {
	var taken []store.Draft
	for _, k := range keys {
		if draft, there := d.all[k]; there {
			taken = append(taken, draft)
			delete(d.all, k)
		}
		d.mu.Lock()
		delete(d.pending, k)
		d.mu.Unlock()
	}
	d.changed.send(struct{}{})
	return taken
}

// saving has a write remove the drafts it saves, in its own transaction. Where
// it can't ever succeed, they are drafts again.
func (d *drafts) saving(taken []store.Draft, write func(context.Context) error) func(context.Context) error {
	if len(taken) == 0 {
		return write
	}
	return func(ctx context.Context) error {
		d.writing.Lock()
		err := write(store.FinishDrafts(ctx, taken...))
		d.writing.Unlock()
		if err != nil && pointless(err) {
			d.desk.back.post(func() { d.restore(taken) })
		}
		return err
	}
}

// restore makes drafts of what was taken or discarded, where nothing newer is there.
func (d *drafts) restore(taken []store.Draft) {
	for _, draft := range taken {
		if _, newer := d.all[draft.DraftKey]; !newer {
			d.put(draft)
		}
	}
	d.readOffers()
}

// discard removes drafts; undiscard brings those back that were discarded last.
func (d *drafts) discard(drafts []store.Draft) {
	if len(drafts) == 0 {
		return
	}
	d.discarded = append(d.discarded, drafts)
	for _, draft := range drafts {
		d.remove(draft.DraftKey)
	}
	d.readOffers()
}

// discardAll removes every draft, those of reviews too.
func (d *drafts) discardAll() {
	for k := range d.all {
		d.remove(k)
	}
	d.discarded = nil
}

func (d *drafts) undiscard() {
	if n := len(d.discarded); n > 0 {
		last := d.discarded[n-1]
		d.discarded = d.discarded[:n-1]
		d.restore(last)
	}
}

// of gives the drafts of a form, the oldest first.
func (d *drafts) of(form, subject string) []store.Draft {
	var found []store.Draft
	for _, draft := range d.all {
		if draft.Form == form && draft.Subject == subject {
			found = append(found, draft)
		}
	}
	slices.SortFunc(found, byTime)
	return found
}

// finishPaths removes the draft of a list of paths once all that it names was done.
func (d *drafts) finishPaths(form string, paths []string) {
	for _, draft := range d.of(form, "") {
		if slices.Equal(typedPaths(draft.Text), paths) {
			d.remove(draft.DraftKey)
		}
	}
	d.readOffers()
}

// end saves the note that is being typed, where there is one, and writes all
// drafts that are pending. It is for the end of the program, when nothing is
// shown any more.
func (d *drafts) end(claimID, note string, key store.DraftKey) error {
	var err error
	if claimID != "" {
		d.writing.Lock()
		ctx := store.FinishDrafts(context.Background(), store.Draft{DraftKey: key, TypedAt: time.Now()})
		err = d.desk.store.EditClaim(ctx, claimID, store.ClaimEdit{Note: &note})
		d.writing.Unlock()
		if err == nil {
			d.mu.Lock()
			delete(d.pending, key)
			d.mu.Unlock()
		}
	}
	return errors.Join(err, d.flush())
}

// countComments counts the comments of a session that are drafts.
func (d *drafts) countComments(sessionID string) int {
	return len(d.of(store.FormReview, sessionID))
}

// typedPaths reads a list of paths, one a line.
func typedPaths(text string) []string {
	var paths []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			paths = append(paths, expandHome(line))
		}
	}
	return paths
}

func expandHome(path string) string {
	if rest, is := strings.CutPrefix(path, "~"+string(filepath.Separator)); is {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	return path
}
