package review

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
	"factmark/app/locale"
	"factmark/app/review"
	"factmark/app/ui/dialogs"
	"factmark/app/workspace"
	"factmark/store"
)

// Reviews shows the dialogs of review sessions, and the one session that may be under way.
type Reviews struct {
	*dialogs.Host
	Active *Controller // nil while there is none
	Pane   *Pane
	Resume *ResumeStrip

	Keys      func(key string) Action // what a key does, by its name (see dialogs.TypedKeyName)
	Began     func(*Controller)       // a session is shown in place of the claims
	Ended     func()                  // it is not any more
	Repeated  func() bool             // the key that acts is held down
	Point     func(store.Evidence)    // shows a passage in its document
	ShowRight func()                  // opens the panel of the claims
	Remark    func() string           // what the status bar says
}

// Controller is a review under way: a session of one person's or, without a session, the settling of what people
// differ on (adjudication). It shows the claims of its queue one after another and takes a decision on each.
type Controller struct {
	host  *Reviews
	model *workspace.Workspace

	Session   store.ReviewSession // its ID is empty while settling
	Queue     *store.Queue        // claims' ids; documents' where spans are marked anew
	At        int                 // the place in the queue that is shown
	decided   []bool              // of each in the queue, whether it is decided or its document gone through
	undecided int                 // how many of the queue are not
	decisions map[string]store.Decision
	Gone      []string        // documents gone through, where spans are marked anew
	begun     string          // the document that was begun before and is gone on with, until it is shown
	opened    map[string]bool // documents shown in this sitting, where spans are marked anew

	here     review.Case // the span in question, while settling
	nameless bool        // people are A, B and C while settling

	Claim    store.Claim // the one in question, as far as it may be seen
	evidence []store.Evidence
	opinions []opinion
	drafts   map[string]string  // comments typed and not yet said, by claim
	form     *dialogs.DraftForm // they are drafts of
	clock    review.Clock
	spent    time.Duration // in the session so far
	now      func() time.Time

	Typeahead      typeahead
	waits          int // counts how often keys began to wait
	keptLast       string
	ahead          map[string]question // what comes next, by claim
	prefetched     workspace.Latest    // what was read ahead, until it is thrown away
	asked          workspace.Latest    // claims to be shown
	writes, undone int                 // how many changes of this session can be undone, and done again
	before         [2]string
	closed         bool
}

// opinion is what one person says of the span in question.
type opinion struct {
	person, label, comment string // label is "" for a rejection
}

// NewController makes a review with an empty queue and no session, as for settling; it remembers the document and the claim
// that Leave goes back to.
func NewController(host *Reviews) *Controller {
	s := &Controller{host: host, model: host.Workspace.First(), Queue: &store.Queue{}, decisions: map[string]store.Decision{}, drafts: map[string]string{}, opened: map[string]bool{}, now: time.Now}
	s.before = [2]string{s.model.Document.ID, s.model.Current}
	return s
}

func (s *Controller) settling() bool { return s.Session.ID == "" }

// Independent tells whether the reviewer marks the spans anew, with the claims of others hidden.
func (s *Controller) Independent() bool { return s.Session.Mode == store.ModeIndependent }

// Blind tells whether the labels are hidden.
func (s *Controller) Blind() bool { return s.Session.Mode == store.ModeBlind }

// ContinueSession goes on with a session, at the first claim that is not decided yet.
func (r *Reviews) ContinueSession(session store.ReviewSession) { r.continueWith(session, nil) }

// continueWith is ContinueSession with the queue; nil has it read.
func (r *Reviews) continueWith(session store.ReviewSession, queue *store.Queue) {
	model := r.Workspace
	if !model.MayWrite() {
		return
	}
	model.Back.Go(func() {
		there, said, kept, err := readSession(model.Ctx, model.Store, session, queue)
		people, err1 := model.Store.KnownPeople(model.Ctx)
		typed, err2 := model.Store.Drafts(model.Ctx, session.PersonID)
		model.Back.OnUI(func() {
			if err := cmp.Or(err, err1, err2); err != nil {
				model.Fail(err)
				return
			}
			s := NewController(r)
			s.Session, s.decisions = session, said
			s.Gone = kept.Gone
			model.Drafts.Learn(typed)
			s.goThrough(there)
			if open := s.open(-1, 1); queue == nil && len(open) > 0 {
				s.begun = s.Queue.At(open[0])
			}
			for _, word := range said {
				s.spent += time.Duration(word.Seconds * float64(time.Second))
			}
			for _, p := range people {
				if p.ID == session.PersonID && p.ID != model.Person().ID {
					model.Act(store.Person{ID: p.ID, Name: p.Name})
				}
			}
			r.beginSession(s)
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

// KeepGone keeps which documents were gone through.
func (s *Controller) KeepGone() {
	if !s.Independent() {
		return
	}
	kept, err := json.Marshal(keptOfSession{Gone: s.Gone})
	if err != nil || string(kept) == s.keptLast {
		return
	}
	s.keptLast = string(kept)
	st, key, value := s.model.Store, store.SessionSetting(s.Session.ID), string(kept)
	s.model.Writes.Perform(workspace.PendingWrite{Name: locale.T("Documents reviewed"), Write: func(ctx context.Context) error { return st.SetSetting(ctx, key, value) }})
}

// draftKey is that of the comment on a claim. It says nothing of the claim but its id.
func (s *Controller) draftKey(id string) store.DraftKey {
	if s.settling() {
		return store.DraftKey{PersonID: s.model.Profile.Person().ID, Form: workspace.FormAdjudication, Field: id}
	}
	return store.DraftKey{PersonID: s.Session.PersonID, Form: store.FormReview, Subject: s.Session.ID, Field: id}
}

// readComments fills in the comments that were typed in it and left.
func (s *Controller) readComments() {
	key := s.draftKey("")
	s.form = dialogs.NewDraftForm(s.model, key.Form, key.Subject)
	for _, draft := range s.model.Drafts.Of(key.Form, key.Subject) {
		s.drafts[draft.Field] = draft.Text
	}
}

// typedComment keeps a comment on the claim in question as it is typed.
func (s *Controller) typedComment(text string) {
	id := s.Current()
	s.drafts[id] = text
	if key := s.draftKey(id); strings.TrimSpace(text) == s.decisions[id].Comment {
		s.model.Drafts.Remove(key)
	} else {
		s.model.Drafts.Put(store.Draft{DraftKey: key, Text: text, TypedAt: time.Now().UTC().Truncate(time.Millisecond)})
	}
}

// withDraft has a write remove the draft of the comment that it saves, in the same transaction.
func (s *Controller) withDraft(id string, write func(context.Context) error) func(context.Context) error {
	delete(s.drafts, id)
	return s.model.Drafts.Saving(s.model.Drafts.Take(s.draftKey(id)), write)
}

// beginSession shows a review in the window in place of the claims.
func (r *Reviews) beginSession(s *Controller) {
	r.Active = s
	s.readComments()
	s.model.Notices.Send("")
	r.Resume.Body.Hide()
	s.model.Reviewing = true
	s.model.SetVisibility(s.visibility())
	r.Pane.show(s)
	r.Began(s)
	r.FocusText()
}

// visibility is what may be seen in this session.
func (s *Controller) visibility() workspace.Visibility {
	switch {
	case s.Independent():
		isMe := s.model.Me()
		return func(c store.Claim) (store.Claim, bool) { return c, isMe(c.PersonID) }
	case s.Blind():
		queue := s.Queue
		return func(c store.Claim) (store.Claim, bool) { return workspace.Unlabelled(c), queue.Place(c.ID) >= 0 }
	case s.settling() && s.nameless:
		return func(c store.Claim) (store.Claim, bool) {
			c.PersonID, c.Person, c.ReviewerID, c.LabellerID, c.Labeller = "", "", "", "", ""
			return c, true
		}
	}
	return s.model.BlindVisibility() // of another session
}

// Pause leaves the review; a session can go on later where it is.
func (s *Controller) Pause() {
	said := locale.T("Paused. Continue with Review › Review sessions.")
	switch {
	case s.settling():
		said = locale.T("Adjudication closed.")
	case s.model.Acting.ID != "":
		said = locale.T("Paused. From now on you work as {{.Name}} again.", "Name", format.Shorten(s.model.Profile.Person().Name, 30))
	case s.Session.Mode != store.ModeOpen:
		said = locale.T("Paused. What was hidden stays hidden until the review ends.")
	}
	s.Leave()
	s.host.Resume.Offer()
	s.model.Notices.Send(said)
}

// Leave gives the window back to the claims, where the user was before.
func (s *Controller) Leave() {
	if s.closed {
		return
	}
	s.closed = true
	s.dropTyped(locale.T("The review was closed"))
	s.KeepGone()
	s.form.Close()
	host := s.host
	host.Active = nil
	host.Ended()
	host.Pane.hide()
	if s.model.Acting.ID != "" {
		s.model.Act(store.Person{})
	}
	s.model.Reviewing = false
	s.model.ReadBlindMode() // what was hidden here stays so until that is read
	if s.before[0] != "" && s.before[0] != s.model.Document.ID {
		s.model.Open(s.before[0], s.before[1])
	}
	s.model.ReadUndoNames()
	host.FocusText()
}

// goThrough takes a queue as what the session goes through.
func (s *Controller) goThrough(queue *store.Queue) {
	s.Queue = queue
	s.recount()
}

// recount finds anew what of the queue is decided.
func (s *Controller) recount() {
	n := s.Queue.Len()
	s.decided, s.undecided = make([]bool, n), n
	for id := range s.decisions {
		s.mark(id, true)
	}
	for _, id := range s.Gone {
		s.mark(id, true)
	}
}

// mark notes whether an id of the queue is decided, or its document gone through.
func (s *Controller) mark(id string, decided bool) {
	at := s.Queue.Place(id)
	if at < 0 || s.decided[at] == decided {
		return
	}
	if s.decided[at] = decided; decided {
		s.undecided--
	} else {
		s.undecided++
	}
}

// Current is the id in question, "" where the queue is empty.
func (s *Controller) Current() string {
	if s.At < 0 || s.At >= s.Queue.Len() {
		return ""
	}
	return s.Queue.At(s.At)
}

// done tells whether an id is in the queue and decided, or its document gone through.
func (s *Controller) done(id string) bool {
	at := s.Queue.Place(id)
	return at >= 0 && s.decided[at]
}

// CountDone counts what has a decision in the queue, or documents gone through.
func (s *Controller) CountDone() int { return s.Queue.Len() - s.undecided }

// next shows the first after a place of the queue that is not decided yet, from the beginning again where there
// is none behind. Where none is left it asks whether to end the session.
func (s *Controller) next(after int) {
	if open := s.open(after, 1); len(open) > 0 {
		s.show(open[0])
		return
	}
	s.dropTyped(locale.T("Everything is decided"))
	s.show(max(0, min(after, s.Queue.Len()-1)))
	s.AskEnd()
}

// open gives the first places of the queue after one that are not decided yet, so many at most.
func (s *Controller) open(after, most int) (places []int) {
	n := len(s.decided)
	for i := 0; i < n && len(places) < min(most, s.undecided); i++ {
		if at := (after + 1 + i) % n; !s.decided[at] {
			places = append(places, at)
		}
	}
	return places
}

// Step shows the one before or after in the queue, whatever was said of it.
func (s *Controller) Step(by int) {
	if at := s.At + by; at >= 0 && at < s.Queue.Len() {
		s.show(at)
		return
	}
	s.model.Notices.Send(either(by > 0, locale.T("This is the last claim."), locale.T("This is the first claim.")))
}

// show brings what stands at a place of the queue before the user.
func (s *Controller) show(at int) {
	s.At = at
	s.clock.Start(s.now())
	current, id, model := s.asked.Ask(), s.Current(), s.model
	if id == "" {
		s.host.Pane.Refresh()
		return
	}
	if s.Independent() {
		s.host.Pane.Refresh()
		model.Notices.Send(locale.T("Mark every claim in this text; those of others are hidden. {{.Key}} when you are done with it.", "Key", model.Key("document-done")))
		switch {
		case !s.opened[id] && s.begun != id:
			model.OpenAtTop(id)
		case model.Document.ID != id:
			model.Open(id, "")
		}
		s.opened[id] = true
		return
	}
	if q, read := s.ahead[id]; read {
		s.bring(q)
		return
	}
	s.host.Pane.showComment()
	model.Back.Go(func() {
		q, err := s.read(model.Ctx, id)
		model.Back.OnUI(func() {
			switch {
			case !current() || s.closed:
			case errors.Is(err, store.ErrNotFound):
				s.drop(id)
			case err != nil:
				s.dropTyped(locale.T("Couldn’t read the claim"))
				model.Fail(fmt.Errorf("showing the claim: %w", err))
			default:
				s.bring(q)
			}
		})
	})
}

// bring shows a claim that was read.
func (s *Controller) bring(q question) {
	model := s.model
	s.Claim, s.evidence, s.opinions, s.here = q.claim, q.evidence, q.opinions, q.span
	if _, said := s.decisions[s.Claim.ID]; q.settled != nil && !said && s.done(s.Claim.ID) {
		s.decisions[s.Claim.ID] = *q.settled
	}
	if model.Visibility != nil {
		s.Claim, _ = model.Visibility(s.Claim)
	}
	s.host.Pane.Refresh()
	s.backToClaim()
	s.lookAhead()
	s.actOnTyped()
}

// backToClaim shows the claim in question in the text.
func (s *Controller) backToClaim() {
	model := s.model
	if model.Document.ID != s.Claim.DocumentID || model.Opening != "" && model.Opening != s.Claim.DocumentID {
		model.Open(s.Claim.DocumentID, s.Claim.ID)
		return
	}
	if model.ClaimIndex(s.Claim.ID) < 0 { // its claims are still being read
		model.Open(s.Claim.DocumentID, s.Claim.ID)
		return
	}
	model.Choose(s.Claim.ID, true)
}

// Picked goes to a claim of the queue that was clicked in the text, so that
// what is said next is said of it.
func (s *Controller) Picked(id string) bool {
	if s.Independent() || id == "" || id == s.Current() {
		return false
	}
	at := s.Queue.Place(id)
	if c := s.model.Claim(id); at < 0 && c != nil && s.settling() { // another claim on a span that is to be settled
		for _, other := range s.model.Claims {
			if other.Start == c.Start && other.End == c.End && at < 0 {
				at = s.Queue.Place(other.ID)
			}
		}
	}
	switch {
	case at < 0:
		s.model.Notices.Send(locale.T("That claim is not part of this review."))
	case at != s.At:
		s.show(at)
	}
	return true
}

// drop takes a claim that is gone out of the queue.
func (s *Controller) drop(id string) {
	s.dropTyped(locale.T("The claim was deleted"))
	queue := s.Queue.Without(map[string]bool{id: true})
	if s.settling() { // what was settled before is known by its place alone
		decided := slices.Delete(slices.Clone(s.decided), s.Queue.Place(id), s.Queue.Place(id)+1)
		s.Queue, s.decided, s.undecided = queue, decided, 0
		for _, is := range decided {
			s.undecided += map[bool]int{false: 1}[is]
		}
	} else {
		s.goThrough(queue)
	}
	s.next(s.At - 1)
}

// Reread takes over the decisions that were made in the meantime, by undo or elsewhere, and shows the first
// claim that they concern.
func (s *Controller) Reread() {
	model := s.model
	ids := []string{s.Current()}
	for id := range s.decisions {
		ids = append(ids, id)
	}
	model.Back.Go(func() {
		var settled map[string]store.Decision
		var said map[string]store.Decision
		var err error
		if s.settling() {
			settled, err = s.readSettled(model.Ctx, ids)
		} else {
			said, err = saidIn(model.Ctx, model.Store, s.Session.ID)
		}
		model.Back.OnUI(func() {
			if s.closed || err != nil {
				return
			}
			if model.Writes.State().Count > 0 {
				return // what could not be written is said all the same, and waits
			}
			if model.Writes.State().Saving { // what is being said is not in it yet
				model.Writes.WhenSettled(s.Reread)
				return
			}
			before := s.decisions
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
				s.decisions = said
			} else {
				s.decisions = said
				s.recount()
			}
			first := -1
			for _, all := range []map[string]store.Decision{before, said} {
				for id := range all {
					was, is := before[id], said[id]
					if at := s.Queue.Place(id); at >= 0 && (first < 0 || at < first) && (was.Kind != is.Kind || was.LabelID != is.LabelID || was.Comment != is.Comment) {
						first = at
					}
				}
			}
			if first >= 0 {
				s.show(first)
				return
			}
			s.host.Pane.Refresh()
		})
	})
}
