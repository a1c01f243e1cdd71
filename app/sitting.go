package app

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"factmark/app/format"
	"factmark/app/review"
	"factmark/store"
)

// reviews shows review sessions; one may be under way.
type reviews struct {
	*host
	sitting *sitting // nil while there is none
	pane    *reviewPane
	resume  *resumeStrip

	keys      func(key string) reviewAct // what a key does, by its name (see typedKeyName)
	began     func(*sitting)             // a session is shown instead of the claims
	ended     func()                     // it is not any more
	repeated  func() bool                // the key that acts is held down
	point     func(store.Evidence)       // shows a passage in its document
	showRight func()                     // opens the panel of the claims
	remark    func() string              // what the status bar says
}

// sitting is a review under way in the window: a session of one person's, or,
// without a session, the settling of what people differ on. It shows the
// claims of its queue one after another and takes a word on each.
type sitting struct {
	window *reviews
	desk   *desk

	session store.ReviewSession // its ID is empty while settling
	queue   *store.Queue        // claims' ids; documents' where spans are marked anew
	at      int                 // in queue
	over    []bool              // of each in queue whether there is a word on it
	left    int                 // how many there is none on
	said    map[string]store.Decision
	gone    []string // documents gone through, where spans are marked anew

	here     review.Case // the span in question, while settling
	nameless bool        // people are A, B and C while settling

	claim    store.Claim // the one in question, as far as it may be seen
	evidence []store.Evidence
	voices   []voice
	drafts   map[string]string // comments typed and not yet said, by claim
	form     *draftForm        // they are drafts of
	clock    review.Clock
	spent    time.Duration // in the session so far
	now      func() time.Time

	typeahead      typeahead
	waits          int // counts how often keys began to wait
	keptLast       string
	ahead          map[string]question // what comes next, by claim
	prefetched     latest              // what was read ahead, until it is thrown away
	asked          latest              // claims to be shown
	writes, undone int                 // how many changes of this sitting can be undone, and done again
	before         [2]string
	closed         bool
}

// voice is what one person says of the span in question.
type voice struct {
	person, label, comment string // label is "" for a rejection
}

func newSitting(w *reviews) *sitting {
	s := &sitting{window: w, desk: w.desk, queue: &store.Queue{}, said: map[string]store.Decision{}, drafts: map[string]string{}, now: time.Now}
	s.before = [2]string{s.desk.document.ID, s.desk.current}
	return s
}

func (s *sitting) settling() bool    { return s.session.ID == "" }
func (s *sitting) independent() bool { return s.session.Mode == store.ModeIndependent }
func (s *sitting) blind() bool       { return s.session.Mode == store.ModeBlind }

// sit goes on with a session, at the first claim that has no word yet.
func (w *reviews) sit(session store.ReviewSession) { w.goThrough(session, nil) }

// goThrough is sit with the queue, nil where that is to be read.
func (w *reviews) goThrough(session store.ReviewSession, queue *store.Queue) {
	d := w.desk
	if !d.mayWrite() {
		return
	}
	d.back.do(func() {
		there, said, kept, err := readSession(d.ctx, d.store, session, queue)
		people, err1 := d.store.KnownPeople(d.ctx)
		typed, err2 := d.store.Drafts(d.ctx, session.PersonID)
		d.back.post(func() {
			if err := firstError(err, err1, err2); err != nil {
				d.fail(err)
				return
			}
			s := newSitting(w)
			s.session, s.said = session, said
			s.gone = kept.Gone
			d.typed.learn(typed)
			s.goThrough(there)
			for _, word := range said {
				s.spent += time.Duration(word.Seconds * float64(time.Second))
			}
			for _, p := range people {
				if p.ID == session.PersonID && p.ID != d.person().ID {
					d.act(store.Person{ID: p.ID, Name: p.Name})
				}
			}
			w.beginSitting(s)
			s.next(-1)
		})
	})
}

// keptOfSession is what a session keeps beside its decisions, as a setting.
type keptOfSession struct {
	Gone []string `json:"gone"`
}

// readSession reads a session's queue, unless there is one, as far as its claims are still there, and what was said in it.
func readSession(ctx context.Context, st *store.Store, session store.ReviewSession, queue *store.Queue) (there *store.Queue, said map[string]store.Decision, kept keptOfSession, err error) {
	if there = queue; there == nil {
		if there, err = review.ReadQueue(ctx, st, session); err != nil {
			return nil, nil, kept, err
		}
	}
	setting, err := st.Setting(ctx, store.SessionSetting(session.ID))
	if err == nil && setting != "" && json.Unmarshal([]byte(setting), &kept) != nil {
		kept = keptOfSession{} // somebody else's or damaged: nothing was gone through then
	}
	if err == nil && session.Mode == store.ModeIndependent {
		there, err = presentDocuments(ctx, st, there, kept.Gone)
		return there, map[string]store.Decision{}, kept, err
	}
	var gone map[string]bool
	if err == nil {
		gone, err = st.GoneClaims(ctx)
	}
	if err == nil {
		there = there.Without(gone)
		there.Index()
		said, err = saidIn(ctx, st, session.ID)
	}
	return there, said, kept, err
}

// presentDocuments gives the documents of a queue that are still there, and has
// those that were gone through, by their present ids: a text may have been replaced since.
func presentDocuments(ctx context.Context, st *store.Store, queue *store.Queue, gone []string) (*store.Queue, error) {
	present, err := review.PresentDocuments(ctx, st)
	if err != nil {
		return nil, err
	}
	documents, err := st.Documents(ctx)
	known := map[string]bool{}
	for _, doc := range documents {
		known[doc.ID] = true
	}
	there := &store.Queue{}
	for i := range queue.Len() {
		if id := cmp.Or(present[queue.At(i)], queue.At(i)); known[id] {
			there.Add(id)
		}
	}
	for i, id := range gone {
		gone[i] = cmp.Or(present[id], id)
	}
	return there, err
}

func saidIn(ctx context.Context, st *store.Store, sessionID string) (map[string]store.Decision, error) {
	made, err := st.Decisions(ctx, store.DecisionFilter{SessionID: sessionID})
	said := make(map[string]store.Decision, len(made))
	for _, d := range made {
		said[d.ClaimID] = d
	}
	return said, err
}

// keepGone keeps which documents were gone through.
func (s *sitting) keepGone() {
	if !s.independent() {
		return
	}
	kept, err := json.Marshal(keptOfSession{Gone: s.gone})
	if err != nil || string(kept) == s.keptLast {
		return
	}
	s.keptLast = string(kept)
	st, key, value := s.desk.store, store.SessionSetting(s.session.ID), string(kept)
	s.desk.saves.perform(change{name: "Documents gone through", write: func(ctx context.Context) error { return st.SetSetting(ctx, key, value) }})
}

// draftKey is that of the comment on a claim. It says nothing of the claim but its id.
func (s *sitting) draftKey(id string) store.DraftKey {
	if s.settling() {
		return store.DraftKey{PersonID: s.desk.profile.Person().ID, Form: formAdjudication, Field: id}
	}
	return store.DraftKey{PersonID: s.session.PersonID, Form: store.FormReview, Subject: s.session.ID, Field: id}
}

// readComments fills in the comments that were typed in it and left.
func (s *sitting) readComments() {
	key := s.draftKey("")
	s.form = newDraftForm(s.desk, key.Form, key.Subject)
	for _, draft := range s.desk.typed.of(key.Form, key.Subject) {
		s.drafts[draft.Field] = draft.Text
	}
}

// typedComment keeps a comment on the claim in question as it is typed.
func (s *sitting) typedComment(text string) {
	id := s.current()
	s.drafts[id] = text
	if key := s.draftKey(id); strings.TrimSpace(text) == s.said[id].Comment {
		s.desk.typed.remove(key)
	} else {
		s.desk.typed.put(store.Draft{DraftKey: key, Text: text, TypedAt: time.Now().UTC().Truncate(time.Millisecond)})
	}
}

// saying has a write remove the comment's draft, which it saves.
func (s *sitting) saying(id string, write func(context.Context) error) func(context.Context) error {
	delete(s.drafts, id)
	return s.desk.typed.saving(s.desk.typed.take(s.draftKey(id)), write)
}

// beginSitting shows a review in the window instead of the claims.
func (w *reviews) beginSitting(s *sitting) {
	w.sitting = s
	s.readComments()
	s.desk.told.send("")
	w.resume.body.Hide()
	s.desk.reviewing = true
	s.desk.setVisibility(s.visibility())
	w.pane.show(s)
	w.began(s)
	w.focusText()
}

// visibility is what may be seen in this sitting.
func (s *sitting) visibility() visibility {
	switch {
	case s.independent():
		isMe := s.desk.me()
		return func(c store.Claim) (store.Claim, bool) { return c, isMe(c.PersonID) }
	case s.blind():
		queue := s.queue
		return func(c store.Claim) (store.Claim, bool) { return unlabelled(c), queue.Place(c.ID) >= 0 }
	case s.settling() && s.nameless:
		return func(c store.Claim) (store.Claim, bool) {
			c.PersonID, c.Person, c.ReviewerID, c.LabellerID, c.Labeller = "", "", "", "", ""
			return c, true
		}
	}
	return s.desk.blindVisibility() // of another session
}

// pause leaves the review; a session can go on later where it is.
func (s *sitting) pause() {
	said := "Paused. Review › Resume goes on."
	switch {
	case s.settling():
		said = "Left. What was settled stays so."
	case s.desk.acting.ID != "":
		said = "Paused. What is seen and done now is " + format.Shorten(s.desk.profile.Person().Name, 30) + "'s."
	case s.session.Mode != store.ModeOpen:
		said = "Paused. What was hidden stays so until the review ends."
	}
	s.leave()
	s.window.resume.offer()
	s.desk.told.send(said)
}

// leave gives the window back to the claims, where the user was before.
func (s *sitting) leave() {
	if s.closed {
		return
	}
	s.closed = true
	s.dropTyped("The review was left")
	s.keepGone()
	s.form.close()
	w := s.window
	w.sitting = nil
	w.ended()
	w.pane.hide()
	if s.desk.acting.ID != "" {
		s.desk.act(store.Person{})
	}
	s.desk.reviewing = false
	s.desk.readBlindMode() // what was hidden here stays so until that is read
	if s.before[0] != "" && s.before[0] != s.desk.document.ID {
		s.desk.open(s.before[0], s.before[1])
	}
	s.desk.readUndoNames()
	w.focusText()
}

// goThrough has the sitting go through a queue.
func (s *sitting) goThrough(queue *store.Queue) {
	s.queue = queue
	s.recount()
}

// recount finds anew what there is a word on.
func (s *sitting) recount() {
	n := s.queue.Len()
	s.over, s.left = make([]bool, n), n
	for id := range s.said {
		s.mark(id, true)
	}
	for _, id := range s.gone {
		s.mark(id, true)
	}
}

// mark notes whether there is a word on something in the queue.
func (s *sitting) mark(id string, over bool) {
	at := s.queue.Place(id)
	if at < 0 || s.over[at] == over {
		return
	}
	if s.over[at] = over; over {
		s.left--
	} else {
		s.left++
	}
}

// current is the id in question, "" where the queue is empty.
func (s *sitting) current() string {
	if s.at < 0 || s.at >= s.queue.Len() {
		return ""
	}
	return s.queue.At(s.at)
}

// done tells whether there is a word on what stands in the queue.
func (s *sitting) done(id string) bool {
	at := s.queue.Place(id)
	return at >= 0 && s.over[at]
}

func (s *sitting) countDone() int { return s.queue.Len() - s.left }

// next shows the first after a place that has no word yet, from the beginning
// again where there is none behind; where none is left it asks whether to end.
func (s *sitting) next(after int) {
	if open := s.open(after, 1); len(open) > 0 {
		s.show(open[0])
		return
	}
	s.dropTyped("Everything is decided")
	s.show(max(0, min(after, s.queue.Len()-1)))
	s.askEnd()
}

// open gives the first places after one that have no word yet, so many at most.
func (s *sitting) open(after, most int) (places []int) {
	n := len(s.over)
	for i := 0; i < n && len(places) < min(most, s.left); i++ {
		if at := (after + 1 + i) % n; !s.over[at] {
			places = append(places, at)
		}
	}
	return places
}

// step shows the one before or after in the queue, whatever was said of it.
func (s *sitting) step(by int) {
	if at := s.at + by; at >= 0 && at < s.queue.Len() {
		s.show(at)
		return
	}
	s.desk.told.send(map[bool]string{true: "This is the last of the queue.", false: "This is the first of the queue."}[by > 0])
}

// show brings what stands at a place of the queue before the user.
func (s *sitting) show(at int) {
	s.at = at
	s.clock.Start(s.now())
	current, id, d := s.asked.ask(), s.current(), s.desk
	if id == "" {
		s.window.pane.refresh()
		return
	}
	if s.independent() {
		s.window.pane.refresh()
		d.told.send("Mark every claim in this text yourself; those of others are hidden. Ctrl+Enter: done with it.")
		if d.document.ID != id {
			d.open(id, "")
		}
		return
	}
	if q, read := s.ahead[id]; read {
		s.bring(q)
		return
	}
	s.window.pane.showComment()
	d.back.do(func() {
		q, err := s.read(d.ctx, id)
		d.back.post(func() {
			switch {
			case !current() || s.closed:
			case errors.Is(err, store.ErrNotFound):
				s.drop(id)
			case err != nil:
				s.dropTyped("The claim could not be read")
				d.fail(fmt.Errorf("showing the claim: %w", err))
			default:
				s.bring(q)
			}
		})
	})
}

// bring shows a claim that was read.
func (s *sitting) bring(q question) {
	d := s.desk
	s.claim, s.evidence, s.voices, s.here = q.claim, q.evidence, q.voices, q.span
	if _, said := s.said[s.claim.ID]; q.settled != nil && !said && s.done(s.claim.ID) {
		s.said[s.claim.ID] = *q.settled
	}
	if d.visibility != nil {
		s.claim, _ = d.visibility(s.claim)
	}
	s.window.pane.refresh()
	s.backToClaim()
	s.lookAhead()
	s.actOnTyped()
}

// backToClaim shows the claim in question in the text.
func (s *sitting) backToClaim() {
	d := s.desk
	if d.document.ID != s.claim.DocumentID || d.opening != "" && d.opening != s.claim.DocumentID {
		d.open(s.claim.DocumentID, s.claim.ID)
		return
	}
	if d.claimIndex(s.claim.ID) < 0 { // its claims are still being read
		d.open(s.claim.DocumentID, s.claim.ID)
		return
	}
	d.choose(s.claim.ID, true)
}

// picked goes to a claim of the queue that was clicked in the text, so that
// what is said next is said of it.
func (s *sitting) picked(id string) bool {
	if s.independent() || id == "" || id == s.current() {
		return false
	}
	at := s.queue.Place(id)
	if c := s.desk.claim(id); at < 0 && c != nil && s.settling() { // another claim on a span that is to be settled
		for _, other := range s.desk.claims {
			if other.Start == c.Start && other.End == c.End && at < 0 {
				at = s.queue.Place(other.ID)
			}
		}
	}
	switch {
	case at < 0:
		s.desk.told.send("That claim is not in the queue.")
	case at != s.at:
		s.show(at)
	}
	return true
}

// drop takes a claim that is gone out of the queue.
func (s *sitting) drop(id string) {
	s.dropTyped("The claim is not there any more")
	queue := s.queue.Without(map[string]bool{id: true})
	if s.settling() { // what was settled before is known by its place alone
		over := slices.Delete(slices.Clone(s.over), s.queue.Place(id), s.queue.Place(id)+1)
		s.queue, s.over, s.left = queue, over, 0
		for _, is := range over {
			s.left += map[bool]int{false: 1}[is]
		}
	} else {
		s.goThrough(queue)
	}
	s.next(s.at - 1)
}

// reread takes over what was said in the meantime, by undo or elsewhere, and
// shows the claim it concerns.
func (s *sitting) reread() {
	d := s.desk
	ids := []string{s.current()}
	for id := range s.said {
		ids = append(ids, id)
	}
	d.back.do(func() {
		var settled map[string]store.Decision
		var said map[string]store.Decision
		var err error
		if s.settling() {
			settled, err = s.readSettled(d.ctx, ids)
		} else {
			said, err = saidIn(d.ctx, d.store, s.session.ID)
		}
		d.back.post(func() {
			if s.closed || err != nil {
				return
			}
			if d.saves.state().count > 0 {
				return // what could not be written is said all the same, and waits
			}
			if d.saves.state().saving { // what is being said is not in it yet
				d.saves.whenSettled(s.reread)
				return
			}
			before := s.said
			if s.settling() {
				said = maps.Clone(before)
				for _, id := range ids {
					word, is := settled[id]
					if s.mark(id, is); is {
						said[id] = word
					} else {
						delete(said, id)
					}
				}
				s.said = said
			} else {
				s.said = said
				s.recount()
			}
			first := -1
			for _, all := range []map[string]store.Decision{before, said} {
				for id := range all {
					was, is := before[id], said[id]
					if at := s.queue.Place(id); at >= 0 && (first < 0 || at < first) && (was.Kind != is.Kind || was.LabelID != is.LabelID || was.Comment != is.Comment) {
						first = at
					}
				}
			}
			if first >= 0 {
				s.show(first)
				return
			}
			s.window.pane.refresh()
		})
	})
}
