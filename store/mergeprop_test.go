package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	. "factmark/store"
	"factmark/store/check"
	"factmark/store/internal/db"
	"factmark/store/internal/register"
	"factmark/store/merge"
)

// checkSome checks a property on three worlds, each of which takes seconds, where others are checked as often as usual.
func checkSome(t *testing.T, property func(*rapid.T)) {
	t.Helper()
	checkTimes(t, 3, property)
}

// checkTimes checks a property that many times.
func checkTimes(t *testing.T, n int, property func(*rapid.T)) {
	t.Helper()
	checks := flag.Lookup("rapid.checks").Value
	usual := checks.String()
	if err := checks.Set(strconv.Itoa(tries(n))); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := checks.Set(usual); err != nil {
			t.Error(err)
		}
	}()
	rapid.Check(t, property)
}

// world is a set of workspaces that began as one.
type world struct {
	t      *rapid.T
	test   *testing.T
	folder string
	n      int

	lasting bool // labels keep their names
	own     bool // all is done by way of what a window calls: nobody decides in another's session

	touched bool // by hand, of which the history does not know
}

func newWorld(t *testing.T, rt *rapid.T) *world {
	folder, err := os.MkdirTemp(t.TempDir(), "world")
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: rt, test: t, folder: folder}
}

// copy gives another workspace that is now the same as the one at path.
func (w *world) copy(path string) string {
	w.n++
	to := filepath.Join(w.folder, fmt.Sprintf("%d.factmark", w.n))
	content, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(to, content, 0o600)
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return to
}

// with opens a workspace for as long as f runs.
func (w *world) with(path string, f func(s *Store)) {
	s, err := openUnsynced(w.test.Context(), path)
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			w.t.Error(err)
		}
	}()
	f(s)
}

// live has random things happen in a workspace, done by a person of its own.
func (w *world) live(path, who string, steps int) {
	h := &history{t: w.t, test: w.test, path: path}
	h.open(func() (*Store, error) {
		if _, err := os.Stat(path); err == nil {
			return openUnsynced(w.test.Context(), path)
		}
		return createAt(w.test.Context(), path)
	})
	defer func() {
		if err := h.s.Close(); err != nil {
			w.t.Error(err)
		}
	}()
	if err := h.s.SignIn(w.test.Context(), Person{ID: "person-" + who, Name: who}); err != nil {
		w.t.Fatal(err)
	}
	h.heard = 0
	h.states = []map[string][]string{dump(w.test, h.s)}
	acts := h.actions()
	for _, other := range []string{"", "restart", "sign in", "undo2"} {
		delete(acts, other)
	}
	for name, act := range w.more(h) {
		acts[name] = act
	}
	if w.lasting {
		delete(acts, "rename label")
	}
	if w.own {
		acts["add evidence"] = func(t *rapid.T) {
			h.t = t
			n := NewEvidence{ClaimID: h.claim(), DocumentID: h.document(), Set: rapid.IntRange(0, 2).Draw(t, "set"),
				Stance: rapid.SampledFrom([]Stance{StanceSupports, StanceRefutes, StanceContext}).Draw(t, "stance")}
			n.Start, n.End = h.span(n.DocumentID)
			_, err := h.s.AddEvidence(w.test.Context(), n)
			h.did(err)
		}
	}
	names := slices.Sorted(maps.Keys(acts))
	for range steps {
		// A step that has nothing to work on is none.
		name := rapid.SampledFrom(names).Draw(w.t, who)
		switch {
		case (name == "undo" || name == "redo") && !w.possible(h.s, name):
			continue
		case strings.Contains(name, "document") && name != "add documents" || strings.Contains(name, "claim"), name == "add evidence", name == "decide":
			if h.document() == "" || name != "add claims" && name != "import claims" && !strings.Contains(name, "document") && h.claim() == "" {
				continue
			}
		case name == "set label":
			if h.claim() == "" {
				continue
			}
		}
		if name == "undo" || name == "redo" { // what was there at the copying can be undone too
			travel := h.s.Undo
			if name == "redo" {
				travel = h.s.Redo
			}
			w.travel(h, travel)
			continue
		}
		at := h.at
		acts[name](w.t)
		h.t = w.t
		if name == "replace text" && h.at > at && rapid.Bool().Draw(w.t, "take it back") {
			w.travel(h, h.s.Undo)
		}
	}
}

// travel undoes or redoes what may have been done before the history began.
func (w *world) travel(h *history, to func(context.Context) (Change, error)) {
	if _, err := to(h.test.Context()); err != nil && !(w.touched && errors.Is(err, db.ErrConflict)) {
		h.t.Fatal(err)
	}
	h.states, h.at, h.heard = []map[string][]string{dump(h.test, h.s)}, 0, 0
}

// whatFollows gives what follows for all claims from what people say.
func whatFollows(ctx context.Context, s *Store) ([]Settlement, error) {
	var heads []ClaimHead
	err := s.EachHead(ctx, nil, func(h ClaimHead) error { heads = append(heads, h); return nil })
	if err != nil {
		return nil, err
	}
	words, err := s.Decisions(ctx, DecisionFilter{})
	if err != nil {
		return nil, err
	}
	spoken := make(map[string][]Decision)
	for _, d := range words {
		spoken[d.ClaimID] = append(spoken[d.ClaimID], d)
	}
	type spot struct {
		document   string
		start, end int
	}
	at := make(map[spot][]ClaimHead)
	for _, h := range heads {
		if h.Status != StatusOrphaned {
			p := spot{h.DocumentID, h.Start, h.End}
			at[p] = append(at[p], h)
		}
	}
	var all []Settlement
	for _, h := range heads {
		status, labelID := DerivedStatus(WordsOn(at[spot{h.DocumentID, h.Start, h.End}], spoken))
		if status != "" && !h.Settled {
			all = append(all, Settlement{h.ID, status, labelID})
		}
	}
	return all, nil
}

// more are actions that matter where workspaces meet: sessions, labels that
// get another's name, passages, choices.
func (w *world) more(h *history) map[string]func(*rapid.T) {
	ctx := w.test.Context()
	session := func(verb string, change func(w *db.Transaction) error) {
		_, err := h.s.Write(ctx, ChangeDo, verb, change)
		h.did(err)
	}
	return map[string]func(*rapid.T){
		"begin session": func(t *rapid.T) {
			session("Begin session", func(w *db.Transaction) error {
				return w.Save(db.ReviewSessions, nil, (&ReviewSession{ID: db.NewID(), PersonID: w.Person.ID, Name: "first", Mode: ModeBlind, Selection: "{}", Seed: 7, StartedAt: w.At, Summary: "{}"}).RowForTest())
			})
		},
		"end session": func(t *rapid.T) {
			h.t = t
			if id := h.some("SELECT id FROM review_sessions ORDER BY id"); id != "" {
				session("End session", func(w *db.Transaction) error {
					before, err := w.Existing(db.ReviewSessions, id)
					if err != nil {
						return err
					}
					after := slices.Clone(before)
					after[db.SessionsEndedAt], after[db.SessionsSummary] = db.FormatTime(w.At), fmt.Sprintf(`{"done":%d}`, w.Seq)
					return w.Save(db.ReviewSessions, before, after)
				})
			}
		},
		"decide in session": func(t *rapid.T) {
			h.t = t
			by, _, err := h.s.CurrentPerson(ctx)
			if err != nil {
				t.Fatal(err)
			}
			sessions := "SELECT id FROM review_sessions ORDER BY id"
			if w.own {
				sessions = "SELECT id FROM review_sessions WHERE person_id = '" + by.ID + "' ORDER BY id"
			}
			claim, id := h.claim(), h.some(sessions)
			if claim != "" && id != "" {
				session("Decide", func(w *db.Transaction) error {
					return w.Save(db.Decisions, nil, (&Decision{ID: db.NewID(), SessionID: id, ClaimID: claim, PersonID: w.Person.ID, Kind: DecidedReject, Comment: "no claim", CreatedAt: w.At, UpdatedAt: w.At}).RowForTest())
				})
			}
		},
		"rename label": func(t *rapid.T) {
			h.t = t
			all, err := h.s.Labels(ctx)
			if err != nil {
				t.Fatal(err)
			}
			l := rapid.SampledFrom(all).Draw(t, "label")
			l.Name = rapid.SampledFrom([]string{"One", "two", "Three", "Four"}).Draw(t, "name")
			h.did(h.s.EditLabel(ctx, l))
		},
		"edit label": func(t *rapid.T) {
			h.t = t
			all, err := h.s.Labels(ctx)
			if err != nil {
				t.Fatal(err)
			}
			l := rapid.SampledFrom(all).Draw(t, "label")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				h.did(h.s.RetireLabel(ctx, l.ID, !l.Retired))
			case 1:
				h.did(h.s.ReorderLabels(ctx, l.ID))
			case 2:
				h.did(h.s.DeleteLabel(ctx, l.ID))
			case 3:
				l.Group, l.Rating = rapid.SampledFrom([]string{"", "Truth", "Form"}).Draw(t, "group"), rapid.IntRange(0, 3).Draw(t, "rating")
				h.did(h.s.EditLabel(ctx, l))
			}
		},
		"merge labels": func(t *rapid.T) {
			h.t = t
			all, err := h.s.Labels(ctx)
			if err != nil {
				t.Fatal(err)
			}
			_, err = h.s.MergeLabels(ctx, rapid.SampledFrom(all).Draw(t, "from").ID, rapid.SampledFrom(all).Draw(t, "into").ID)
			h.did(err)
		},
		"mark not content": func(t *rapid.T) {
			h.t = t
			if id := h.document(); id != "" {
				start, end := h.span(id)
				h.did(h.s.MarkNotContent(ctx, id, Passage{start, end}))
			}
		},
		"settle": func(t *rapid.T) {
			h.t = t
			all, err := whatFollows(ctx, h.s)
			if err == nil {
				_, err = h.s.Settle(ctx, all, nil)
			}
			h.did(err)
		},
		"adjudicate": func(t *rapid.T) {
			h.t = t
			if id := h.some("SELECT id FROM claims WHERE status <> 'orphaned' ORDER BY id"); id != "" {
				h.did(h.s.Adjudicate(ctx, h.label(), "", id))
			}
		},
		"reopen": func(t *rapid.T) {
			h.t = t
			if id := h.some("SELECT id FROM claims WHERE status <> 'open' ORDER BY id"); id != "" {
				_, err := h.s.Settle(ctx, []Settlement{{id, StatusOpen, ""}}, nil)
				h.did(err)
			}
		},
		"say": func(t *rapid.T) {
			h.t = t
			if id := h.claim(); id != "" {
				session("Say", func(w *db.Transaction) error {
					in := (&ReviewSession{ID: db.NewID(), PersonID: w.Person.ID, Name: "said", Mode: ModeBlind, Selection: "{}", Seed: 7, StartedAt: w.At, Summary: "{}"}).RowForTest()
					if err := w.Save(db.ReviewSessions, nil, in); err != nil {
						return err
					}
					label := rapid.SampledFrom([]string{SupportedID, DisputedID}).Draw(t, "word")
					return w.Save(db.Decisions, nil, (&Decision{ID: db.NewID(), SessionID: in.ID(), ClaimID: id, PersonID: w.Person.ID, Kind: DecidedLabel, LabelID: label, CreatedAt: w.At, UpdatedAt: w.At}).RowForTest())
				})
			}
		},
		"join people": func(t *rapid.T) {
			h.t = t
			one, other := h.some("SELECT id FROM people WHERE id <> 'person-merger' ORDER BY id"), h.some("SELECT '' UNION SELECT id FROM people WHERE id <> 'person-merger' ORDER BY 1")
			h.did(h.s.EditPerson(ctx, one, PersonEdit{SameAs: &other}))
		},
		"edit note": func(t *rapid.T) {
			h.t = t
			if id := h.claim(); id != "" {
				h.did(h.s.EditClaim(ctx, id, ClaimEdit{Note: ptr(rapid.SampledFrom([]string{"", "so it is", "it is not so"}).Draw(t, "note"))}))
			}
		},
		"resolve": func(t *rapid.T) {
			h.t = t
			if id := h.some("SELECT id FROM conflicts ORDER BY id"); id != "" {
				h.did(merge.Resolve(ctx, h.s, id, rapid.Bool().Draw(t, "take")))
			}
		},
	}
}

func (w *world) possible(s *Store, name string) bool {
	undo, redo, err := s.UndoNames(w.test.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return name == "undo" && undo != "" || name == "redo" && redo != ""
}

// merge merges others into the workspace at path, where no value may be lost.
func (w *world) merge(path string, others ...string) (report merge.Report) {
	w.t.Helper()
	before := w.everything(path)
	w.with(path, func(s *Store) {
		if err := s.SignIn(w.test.Context(), Person{ID: "person-merger", Name: "merger"}); err != nil {
			w.t.Fatal(err)
		}
		var err error
		if report, err = merge.Into(w.test.Context(), s, others, merge.Options{}); err != nil {
			w.t.Fatal(err)
		}
		w.sound("after a merge", s)
	})
	if len(others) == 1 && !w.touched {
		w.oursStands(path, others[0], before, w.everything(path))
	}
	return report
}

// sound runs the whole check.
func (w *world) sound(when string, s *Store) {
	w.t.Helper()
	findings, err := check.Run(w.test.Context(), s, nil)
	findings = slices.DeleteFunc(findings, func(f check.Finding) bool { return f.Kind == "orphan" || w.touched && f.Kind == "history" })
	if err != nil || len(findings) > 0 {
		w.t.Fatal(when, ": ", findings, err)
	}
	var steps bool
	_, err = s.ReadingForTest(w.test.Context()).Value("SELECT EXISTS (SELECT 1 FROM people p JOIN people q ON q.id = p.same_as WHERE q.same_as IS NOT NULL)", &steps)
	if err != nil || steps {
		w.t.Fatal(when, ": who somebody is takes more than one step ", err)
	}
}

// nothingNew expects that a merge has changed nothing, and says so.
func (w *world) nothingNew(report merge.Report) {
	w.t.Helper()
	report.SameNames = nil
	if fmt.Sprint(report) != fmt.Sprint(merge.Report{}) {
		w.t.Fatalf("merging again: %+v", report)
	}
}

// undo takes back what was done last, which is a merge, does it again and
// takes it back once more.
func (w *world) undo(path string, before, merged map[string][]string) {
	w.t.Helper()
	for _, way := range []struct {
		what string
		to   func(*Store) (Change, error)
		want map[string][]string
	}{
		{"undone", func(s *Store) (Change, error) { return s.Undo(w.test.Context()) }, before},
		{"redone", func(s *Store) (Change, error) { return s.Redo(w.test.Context()) }, merged},
		{"undone again", func(s *Store) (Change, error) { return s.Undo(w.test.Context()) }, before},
	} {
		possible := true
		w.with(path, func(s *Store) {
			if err := s.SignIn(w.test.Context(), Person{ID: "person-merger", Name: "merger"}); err != nil {
				w.t.Fatal(err)
			}
			undo, redo, err := s.UndoNames(w.test.Context())
			if possible = strings.HasPrefix(undo, "Merge") || way.what == "redone" && strings.HasPrefix(redo, "Merge"); !possible || err != nil {
				return // there was nothing to merge
			}
			if _, err := way.to(s); err != nil {
				w.t.Fatal(way.what, ": ", err)
			}
			w.sound(way.what, s)
		})
		if !possible {
			return
		}
		w.same(way.what, w.everything(path), way.want)
	}
}

// everything gives all rows, people too.
func (w *world) everything(path string) (state map[string][]string) {
	w.with(path, func(s *Store) {
		state = dump(w.test, s)
		state["people"] = nil
		people, err := peopleIn(w.test.Context(), s)
		if err != nil {
			w.t.Fatal(err)
		}
		state["people"] = slices.DeleteFunc(people, func(image string) bool { return strings.HasPrefix(image, `{"id":"person-merger"`) })
	})
	return state
}

func (w *world) same(what string, got, want map[string][]string) {
	w.t.Helper()
	if d := unlike(got, want); d != "" {
		w.t.Fatal(what, ": ", d)
	}
}

// agree expects that two workspaces know the same, whichever of the values that
// contradict each other stands in the row and which wait.
func (w *world) agree(what string, got, want map[string][]string) {
	w.t.Helper()
	w.same(what, w.chosenLater(got), w.chosenLater(want))
}

// chosenLater is a state without what depends on the choices that are still to
// be made: each part for which values wait holds all of them, in order.
func (w *world) chosenLater(state map[string][]string) map[string][]string {
	rows := make(map[string]map[string]db.Row)
	for name, images := range state {
		rows[name] = make(map[string]db.Row)
		for _, image := range images {
			r, err := db.Evented[name].Decode(&image)
			if err != nil {
				w.t.Fatal(err)
			}
			rows[name][r.ID()] = r
		}
	}
	type place struct{ entity, id, fieldGroup string }
	sets := make(map[place]map[string]bool)
	for _, r := range rows["conflicts"] {
		at := place{r.Text(db.ConflictsEntity), r.Text(db.ConflictsEntityID), r.Text(db.ConflictsPart)}
		if sets[at] == nil {
			sets[at] = make(map[string]bool)
		}
		sets[at][r.Text(db.ConflictsValue)] = true
	}
	delete(rows, "conflicts")
	var open, people, labelled, linked bool // what follows from a value that may be another
	for at, set := range sets {
		open = open || slices.Contains([]string{"claims", "decisions", "people"}, at.entity)
		people = people || at.entity == "people" && at.fieldGroup == "same_as"
		labelled = labelled || at.entity == "labels"
		linked = linked || at.entity == "claims" && at.fieldGroup == "link"
		if at.fieldGroup == db.Existence {
			continue
		}
		t := db.Evented[at.entity]
		p, _, err := t.GroupNamed(at.fieldGroup)
		r := rows[at.entity][at.id]
		if err != nil || r == nil {
			w.t.Fatal("a conflict without a row: ", at, err)
		}
		value, err := t.Value(p, r)
		if err != nil {
			w.t.Fatal(err)
		}
		if set[value] {
			w.t.Fatal("what stands waits as well: ", at, value)
		}
		set[value] = true
		for _, c := range p.Columns {
			r[c] = "one of several"
		}
	}
	met := make(map[string][]string)
	for name, byID := range rows {
		t := db.Evented[name]
		for _, id := range slices.Sorted(maps.Keys(byID)) {
			r := byID[id]
			if t == db.Claims && open {
				if c := ClaimOf(r); !c.SettledBySomeone() {
					for _, column := range []string{"status", "final_label_id"} {
						r[t.Column(column)] = nil
					}
				}
			}
			if t == db.Claims && linked {
				r[db.ClaimsFirstClaimID] = nil
			}
			if name == "people" && people {
				r[t.Column("same_as")] = nil
			}
			if name == "labels" && labelled {
				r[db.LabelsName], _, _ = strings.Cut(r.Text(db.LabelsName), " (")
			}
			met[name] = append(met[name], fmt.Sprint(r...))
		}
	}
	for at, set := range sets {
		if people && at.entity == "people" || linked && at.entity == "claims" && at.fieldGroup == "link" {
			continue
		}
		met["conflicts"] = append(met["conflicts"], fmt.Sprint(at, slices.Sorted(maps.Keys(set))))
	}
	slices.Sort(met["conflicts"])
	return met
}

// oursStands expects of a merge of another workspace into ours that every value that was in a row, or waited beside it, is
// where it was. It may only have gone where somebody had seen it and set another: the other workspace tells. What nobody
// decided gives way to what somebody did, and a value that waits to one that is in the row now.
func (w *world) oursStands(ours, other string, before, merged map[string][]string) {
	w.t.Helper()
	wasWaiting, isWaiting := rowsOf(w.t, before, "conflicts"), rowsOf(w.t, merged, "conflicts")
	names := labelNamesIn(w.t, before, merged)
	for name, t := range db.Evented {
		if t == db.Labels || t == db.People || t == db.Conflicts { // a label may be called otherwise to keep it apart, and a person straightened
			continue
		}
		was, is := decoded(w.t, t, before[name]), decoded(w.t, t, merged[name])
		for id, row := range was {
			for _, p := range t.Groups {
				if is[id] == nil || p.Rule != db.Ask && p.Rule != db.Decision || p.Name == "link" { // links are followed to the first appearance
					continue
				}
				now := is[id]
				waits := waitingIn(w.t, t, p, now, isWaiting)
				has := func(all []db.Row, value db.Row) bool {
					return slices.ContainsFunc(all, func(r db.Row) bool { return meansSame(t, p, value, r, names) })
				}
				if !has([]db.Row{now}, row) && has(waits, row) {
					w.t.Fatalf("the %s of %s %s was %v here, and waits now", p.Name, name, id, row)
				}
				for _, value := range append(waitingIn(w.t, t, p, row, wasWaiting), row) {
					switch {
					case has(append(waits, now), value):
					case p.Rule == db.Decision && !settledBySomeone(value):
					case !w.superseded(ours, other, t, p, value, names):
						w.t.Fatalf("the %s of %s %s was %v here, and is %v although nobody who had seen it has set another", p.Name, name, id, value, now)
					}
				}
			}
		}
	}
}

func settledBySomeone(claim db.Row) bool {
	c := ClaimOf(claim)
	return c.SettledBySomeone()
}

// decoded gives the rows of a dump of a table, by their ids.
func decoded(t *rapid.T, table *db.Table, images []string) map[string]db.Row {
	rows := make(map[string]db.Row)
	for _, image := range images {
		r, err := table.Decode(&image)
		if err != nil {
			t.Fatal(err)
		}
		rows[r.ID()] = r
	}
	return rows
}

// waitingIn gives a row with each of the values of a field group that wait beside it.
func waitingIn(t *rapid.T, table *db.Table, p db.FieldGroup, row db.Row, conflicts map[string]map[string]any) (all []db.Row) {
	for _, c := range conflicts {
		if c["entity"] != table.Name || c["entity_id"] != row.ID() || c["part"] != p.Name {
			continue
		}
		r := slices.Clone(row)
		if err := table.Set(p, r, c["value"].(string)); err != nil {
			t.Fatal(err)
		}
		all = append(all, r)
	}
	return all
}

// meansSame compares a field group of two rows, whoever gave its values and when.
func meansSame(t *db.Table, p db.FieldGroup, one, other db.Row, labelNames map[string]string) bool {
	if one == nil || other == nil {
		return false
	}
	return !slices.ContainsFunc(p.Columns, func(c int) bool {
		switch t.Columns[c] {
		case "labeller_id", "corrected", "labelled_at", "reviewer_id", "reviewed_at":
			return false
		case "status":
			if t == db.Claims {
				a, b := ClaimOf(one), ClaimOf(other)
				return a.StatusInPlace() != b.StatusInPlace()
			}
		}
		return !same(one[c], other[c], labelNames)
	})
}

// superseded tells whether a workspace knows, by its own history or by that of a package, of somebody who had seen the
// value that a field group has in a row of ours, and who set another or deleted the row.
func (w *world) superseded(ours, other string, t *db.Table, p db.FieldGroup, row db.Row, labelNames map[string]string) (is bool) {
	stamps := make(map[string]bool) // of the assignments of the value that are known here
	each := func(s *Store, do func(id string, before, after *string, from, to db.Row)) {
		err := s.ReadingForTest(w.test.Context()).Each(`SELECT e.id, e.before, e.after FROM events e JOIN actions a ON a.id = e.action_id WHERE e.entity = ?1 AND e.entity_id = ?2 AND `+db.OwnEvents+`
			UNION ALL SELECT m.id, m.before, m.after FROM merged_events m JOIN actions a ON a.seq = m.merge WHERE m.entity = ?1 AND m.entity_id = ?2 AND a.undone = 0`,
			[]any{t.Name, row.ID()}, func(scan func(...any) error) error {
				var id string
				var before, after *string
				if err := scan(&id, &before, &after); err != nil {
					return err
				}
				from, err := t.Decode(before)
				if err != nil {
					return err
				}
				to, err := t.Decode(after)
				do(id, before, after, from, to)
				return err
			})
		if err != nil {
			w.t.Fatal(err)
		}
	}
	has := func(r db.Row) bool { return meansSame(t, p, row, r, labelNames) }
	w.with(ours, func(s *Store) {
		each(s, func(id string, _, after *string, from, to db.Row) {
			if has(to) && (!has(from) || db.ChosenIn(after) == p.Name) {
				stamps[id], stamps[register.Mask(id)] = true, true
			}
		})
		w.received(s, t, row.ID(), func(image string, of, _ map[string][]string) {
			if r, err := t.Decode(&image); err == nil && has(r) {
				for _, stamp := range of[p.Name] {
					stamps[stamp], stamps[register.Mask(stamp)] = true, true
				}
			}
		})
	})
	w.with(other, func(s *Store) {
		each(s, func(_ string, _, after *string, from, to db.Row) {
			is = is || !has(to) && (has(from) || db.ChosenIn(after) == p.Name)
		})
		w.received(s, t, row.ID(), func(_ string, _, superseded map[string][]string) {
			is = is || slices.ContainsFunc(superseded[p.Name], func(stamp string) bool { return stamps[stamp] })
		})
	})
	return is
}

// received gives the stamps of a row's values, and those of the values that they superseded, as packages brought them, with the row
// where it was kept.
func (w *world) received(s *Store, t *db.Table, id string, do func(image string, stamps, superseded map[string][]string)) {
	err := s.ReadingForTest(w.test.Context()).Each(`SELECT 'null', stamps, superseded FROM handed_over WHERE entity = ?1 AND entity_id = ?2
		UNION ALL SELECT h.image, h.stamps, h.superseded FROM merged_handed_over h JOIN actions a ON a.seq = h.merge WHERE h.entity = ?1 AND h.entity_id = ?2 AND a.undone = 0`,
		[]any{t.Name, id}, func(scan func(...any) error) error {
			var image, stamps, superseded string
			if err := scan(&image, &stamps, &superseded); err != nil {
				return err
			}
			var of, past map[string][]string
			if err := errors.Join(json.Unmarshal([]byte(stamps), &of), json.Unmarshal([]byte(superseded), &past)); err != nil {
				return err
			}
			do(image, of, past)
			return nil
		})
	if err != nil {
		w.t.Fatal(err)
	}
}

func labelNamesIn(t *rapid.T, states ...map[string][]string) map[string]string {
	names := make(map[string]string)
	for _, state := range states {
		for id, r := range rowsOf(t, state, "labels") {
			names[id] = strings.ToLower(r["name"].(string))
		}
	}
	for _, state := range states {
		followMergedLabels(names, rowsOf(t, state, "merged_labels"))
	}
	return names
}

// followMergedLabels gives a label that was merged into another one the name of that one.
func followMergedLabels(names map[string]string, merged map[string]map[string]any) {
	for range merged {
		for id, r := range merged {
			if name := names[r["label_id"].(string)]; name != "" {
				names[id] = name
			}
		}
	}
}

// begin makes the workspace from which all the others come.
func (w *world) begin(steps int) string {
	w.n++
	path := filepath.Join(w.folder, fmt.Sprintf("%d.factmark", w.n))
	s, err := Create(w.test.Context(), path)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := s.SignIn(w.test.Context(), Person{ID: "person-base", Name: "base"}); err != nil {
		w.t.Fatal(err)
	}
	_, err = s.AddDocuments(w.test.Context(), []NewDocument{{Title: "A", Text: strings.Join(pieces, "")}, {Title: "B", Text: "One line.\nAnother."}})
	if err != nil {
		w.t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		w.t.Fatal(err)
	}
	w.live(path, "base", steps)
	return path
}

// Whoever merges, and however often, it comes to the same; and one undo takes it back.
func TestMergingIsSymmetricIdempotentAndUndone(t *testing.T) {
	aloneOnly(t)
	checkSome(t, func(rt *rapid.T) {
		w := newWorld(t, rt)
		base := w.begin(8)
		a, b := w.copy(base), w.copy(base)
		w.live(a, "ann", 12)
		w.live(b, "bob", 12)
		before, theirs := w.everything(a), w.everything(b)

		ab, ba := w.copy(a), w.copy(b)
		w.merge(ab, b)
		w.merge(ba, a)
		merged := w.everything(ab)
		w.agree("B into A is not A into B", merged, w.everything(ba))
		w.nothingDropped(w.everything(base), before, theirs, merged)
		for _, again := range []string{b, a, ba, ab} {
			if report := w.merge(ab, w.copy(again)); again == b || again == a {
				w.nothingNew(report)
			}
			w.same("merging again", w.everything(ab), merged)
		}

		undone := w.copy(a)
		w.merge(undone, b)
		w.undo(undone, before, merged)
		w.merge(undone, b)
		w.same("merged anew after an undo", w.everything(undone), merged)
	})
}

// The order in which three meet does not matter. Labels keep their names here:
// one that was joined by a name it had for a while is joined in some orders
// only, and stands beside its namesake in the others.
func TestMergingManyInAnyOrder(t *testing.T) {
	aloneOnly(t)
	checkSome(t, func(rt *rapid.T) {
		w := newWorld(t, rt)
		w.lasting = true
		base := w.begin(6)
		a, b, c := w.copy(base), w.copy(base), w.copy(base)
		w.live(a, "ann", 7)
		w.live(b, "bob", 7)
		w.live(c, "cem", 7)
		abc := w.copy(a)
		w.merge(abc, b)
		w.merge(abc, c)
		want := w.everything(abc)
		acb := w.copy(a)
		w.merge(acb, c, b)
		w.agree("A, C, B in one", w.everything(acb), want)
		bc := w.copy(b)
		w.merge(bc, c)
		w.merge(bc, a)
		w.agree("A into B and C", w.everything(bc), want)
		cab := w.copy(c)
		ab := w.copy(a)
		w.merge(ab, b)
		w.merge(cab, ab)
		w.agree("A and B into C", w.everything(cab), want)
	})
}

// nothingDropped checks that every value that one side set since the base is
// in the result or waits in a conflict.
func (w *world) nothingDropped(base, ours, theirs, merged map[string][]string) {
	decode := func(state map[string][]string, name string) map[string]map[string]any {
		return rowsOf(w.t, state, name)
	}
	waits := make(map[string][]string) // values, by row
	for _, r := range decode(merged, "conflicts") {
		key := r["entity"].(string) + r["entity_id"].(string)
		waits[key] = append(waits[key], r["value"].(string))
	}
	labelNames := labelNamesIn(w.t, ours, theirs, merged)
	w.noDecisionDropped(decode(base, "claims"), decode(merged, "claims"), []map[string]map[string]any{decode(ours, "claims"), decode(theirs, "claims")}, waits, labelNames)
	for name, columns := range map[string][]string{
		"claims":    {"start", "quote", "label_id", "note", "statement", "confidence"},
		"documents": {"title", "published"},
		"evidence":  {"stance", "quote", "note", "url", "published"},
		"decisions": {"label_id", "comment"},
	} {
		was, is := decode(base, name), decode(merged, name)
		for _, side := range []map[string][]string{ours, theirs} {
			for id, r := range decode(side, name) {
				for _, column := range columns {
					old, known := was[id]
					if known && old[column] == r[column] {
						continue
					}
					now := is[id]
					if now == nil {
						w.t.Fatalf("the %s of %s %s was set on one side, and is gone with its row", column, name, id)
					}
					if same(now[column], r[column], labelNames) {
						continue
					}
					kept := slices.ContainsFunc(waits[name+id], func(value string) bool {
						var v map[string]any
						return json.Unmarshal([]byte(value), &v) == nil && v != nil && same(v[column], r[column], labelNames)
					})
					if !kept {
						w.t.Fatalf("the %s of %s %s was %v on one side; it is %v now and does not wait: %q", column, name, id, r[column], now[column], waits[name+id])
					}
				}
			}
		}
	}
}

// noDecisionDropped checks that how somebody settled a claim stands or waits.
func (w *world) noDecisionDropped(was, is map[string]map[string]any, sides []map[string]map[string]any, waits map[string][]string, labelNames map[string]string) {
	settled := func(r map[string]any) bool {
		return r["status"] == StatusAdjudicated || r["reviewer_id"] != nil && (r["status"] == StatusRejected || r["status"] == StatusOrphaned)
	}
	for _, side := range sides {
		for id, r := range side {
			old, known := was[id]
			if !settled(r) || known && settled(old) && old["final_label_id"] == r["final_label_id"] {
				continue
			}
			if now := is[id]; now != nil && settled(now) && same(now["final_label_id"], r["final_label_id"], labelNames) {
				continue
			}
			kept := slices.ContainsFunc(waits["claims"+id], func(value string) bool {
				var v map[string]any
				return json.Unmarshal([]byte(value), &v) == nil && settled(v) && same(v["final_label_id"], r["final_label_id"], labelNames)
			})
			if !kept {
				w.t.Fatalf("claim %s was settled on one side (%v), it stands as %v now, and what waits is %q", id, r, is[id], waits["claims"+id])
			}
		}
	}
}

// same compares values; labels that have become one are the same.
func same(a, b any, labelNames map[string]string) bool {
	x, _ := a.(string)
	y, _ := b.(string)
	return a == b || labelNames[x] != "" && labelNames[x] == labelNames[y]
}

func withoutPeople(state map[string][]string) map[string][]string {
	state = maps.Clone(state)
	delete(state, "people")
	return state
}

// Packages come back in any order, and their makers' work goes on meanwhile.
func TestPackagesComeBackInAnyOrder(t *testing.T) {
	aloneOnly(t)
	checkSome(t, func(rt *rapid.T) {
		w := newWorld(t, rt)
		desk := w.begin(10)
		packages := []string{w.pack(desk), w.pack(desk)}
		w.live(desk, "ann", 6)
		for i, p := range packages {
			w.live(p, []string{"bob", "cem"}[i], 8)
		}
		one := w.copy(desk)
		w.merge(one, packages...)
		want := w.everything(one)
		other := w.copy(desk)
		w.merge(other, packages[1])
		w.merge(other, packages[0])
		w.agree("the other way round", w.everything(other), want)
		w.nothingNew(w.merge(other, packages[0], packages[1]))
		here, there := w.copy(desk), w.copy(packages[0])
		w.merge(here, packages[0])
		w.merge(there, desk)
		w.agree("the desk into the package", w.everything(there), w.everything(here))
	})
}

// Packages without labels come back in any order, whatever was done in them and
// meanwhile, by other programs too: what they left out stays as it is here.
func TestBlindPackagesComeBack(t *testing.T) {
	aloneOnly(t)
	checkSome(t, func(rt *rapid.T) {
		w := newWorld(t, rt)
		desk := w.begin(10)
		base, fork := w.everything(desk), w.copy(desk)
		w.byHand(desk)
		packages := []string{w.packAs(desk, merge.Packing{Blind: true}), w.packAs(desk, merge.Packing{Blind: rapid.Bool().Draw(rt, "the other too")})}
		w.live(desk, "ann", 6)
		w.byHand(desk)
		w.live(fork, "dan", 5)
		ofFork := w.packAs(fork, merge.Packing{Blind: true})
		for i, p := range append(packages, ofFork) {
			w.live(p, []string{"bob", "cem", "eve"}[i], 6)
		}
		before := w.everything(desk)
		one := w.copy(desk)
		w.merge(one, packages[0])
		merged := w.everything(one)
		w.leftAlone(before, merged)
		w.said(packages[0], merged)
		w.nothingNew(w.merge(one, packages[0]))
		w.undo(one, before, merged)
		w.merge(one, packages...)
		merged = w.everything(one)
		other := w.copy(desk)
		w.merge(other, packages[1])
		w.merge(other, packages[0])
		w.nothingNew(w.merge(other, packages...))
		if w.touched { // what no event tells may go with its row, as soon as somebody deletes that
			return
		}
		w.agree("the other way round", w.everything(other), merged)
		w.merge(one, fork)
		w.merge(one, ofFork)
		all := w.copy(fork)
		w.merge(all, ofFork, other)
		some := w.copy(desk)
		w.merge(some, packages[0], fork)
		w.agree("with a fork", w.everything(all), w.everything(one))
		w.nothingDropped(base, before, w.everything(fork), w.everything(some))
	})
}

// A package reaches a workspace before the desk that it was made from, with part
// of the documents or all of them, and before others know what has become of
// what it holds. The order does not matter, and merging again changes nothing.
func TestPackagesReachAThirdWorkspaceFirst(t *testing.T) {
	aloneOnly(t)
	checkSome(t, func(rt *rapid.T) {
		w := newWorld(t, rt)
		w.lasting = true
		desk := w.begin(6)
		third := w.copy(desk)
		if rapid.Bool().Draw(rt, "knows nothing") {
			third = w.begin(0)
		}
		w.live(desk, "ann", 8)
		packages := []string{w.packPart(desk), w.packPart(desk)}
		w.live(desk, "ann", 8)
		for i, p := range packages {
			w.live(p, []string{"bob", "cem"}[i], 4)
		}
		if rapid.Bool().Draw(rt, "the third works too") {
			w.live(third, "dan", 5)
		}
		all := append(packages, desk)
		var want map[string][]string
		for i, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {0, 2, 1}, {2, 0, 1}, {1, 2, 0}} {
			into := w.copy(third)
			for _, from := range order {
				w.merge(into, all[from])
			}
			state := w.everything(into)
			for _, from := range order {
				w.nothingNew(w.merge(into, all[from]))
				w.same("merging again", w.everything(into), state)
			}
			if i == 0 {
				want = state
			}
			w.agree(fmt.Sprint("in the order ", order), state, want)
		}
		// Through the packages alone, by way of a fourth, and back at the desk.
		fourth := w.copy(third)
		w.merge(fourth, packages[0])
		other := w.copy(third)
		w.merge(other, fourth)
		w.merge(other, desk)
		w.merge(other, packages[1])
		w.agree("by way of a fourth", w.everything(other), want)
		w.merge(desk, other)
		w.agree("back at the desk", w.everything(desk), want)
	})
}

// packPart makes a package of one document, or of all.
func (w *world) packPart(path string) string {
	var ids []string
	w.with(path, func(s *Store) {
		all, err := s.Documents(w.test.Context())
		if err != nil {
			w.t.Fatal(err)
		}
		for _, d := range all {
			ids = append(ids, d.ID)
		}
	})
	if len(ids) == 0 {
		return w.pack(path)
	}
	if rapid.Bool().Draw(w.t, "part") {
		ids = []string{rapid.SampledFrom(ids).Draw(w.t, "document")}
	}
	return w.packAs(path, merge.Packing{DocumentIDs: ids})
}

// byHand changes claims without an event, as other programs do.
func (w *world) byHand(path string) {
	w.with(path, func(s *Store) {
		h := &history{t: w.t, test: w.test, s: s}
		for range rapid.IntRange(0, 3).Draw(w.t, "by hand") {
			id := h.claim()
			change := rapid.SampledFrom([]string{"note = 'ben says so'", "note = ''", "label_id = NULL", "label_id = '" + SupportedID + "'", "confidence = 0.5"}).Draw(w.t, "change")
			if _, err := s.ConnForTest().ExecContext(w.test.Context(), "UPDATE claims SET "+change+" WHERE id = ?", id); err != nil {
				w.t.Fatal(err)
			}
			w.touched = true
		}
	})
}

// leftAlone expects that a blind package has changed nothing of what it had left out.
func (w *world) leftAlone(before, merged map[string][]string) {
	is, names := rowsOf(w.t, merged, "claims"), labelNamesIn(w.t, before, merged)
	for id, was := range rowsOf(w.t, before, "claims") {
		now := is[id]
		if now == nil {
			continue // deleted there
		}
		for _, column := range []string{"label_id", "note", "confidence"} {
			if now[column] != was[column] && !(column == "label_id" && same(now[column], was[column], names)) { // labels were merged
				w.t.Fatalf("the %s of claim %s was %v and is %v", column, id, was[column], now[column])
			}
		}
	}
	waited := rowsOf(w.t, before, "conflicts")
	for id, c := range rowsOf(w.t, merged, "conflicts") {
		if c["entity"] == "claims" && db.BlindGroups[c["part"].(string)] && waited[id] == nil {
			w.t.Fatalf("what a package left out waits: %v", c)
		}
	}
}

// said expects that what was said in a blind package is there as decisions.
func (w *world) said(path string, merged map[string][]string) {
	words := rowsOf(w.t, merged, "decisions")
	theirs := w.everything(path)
	names := labelNamesIn(w.t, theirs, merged)
	var handed []string
	w.with(path, func(s *Store) {
		err := s.ReadingForTest(w.test.Context()).Each("SELECT entity_id FROM handed_over WHERE blind", nil, func(scan func(...any) error) error {
			var id string
			err := scan(&id)
			handed = append(handed, id)
			return err
		})
		if err != nil {
			w.t.Fatal(err)
		}
	})
	for id, c := range rowsOf(w.t, theirs, "claims") {
		if c["label_id"] == nil || !slices.Contains(handed, id) {
			continue
		}
		said := false
		for _, d := range words {
			said = said || d["claim_id"] == id && same(d["label_id"], c["label_id"], names)
		}
		if !said {
			w.t.Fatalf("claim %s was labelled %v in a blind package, and no decision says so", id, c["label_id"])
		}
	}
}

// rowsOf reads a table of a dump, by ids.
func rowsOf(t rapid.TB, state map[string][]string, name string) map[string]map[string]any {
	rows := make(map[string]map[string]any)
	for _, image := range state[name] {
		var r map[string]any
		if err := json.Unmarshal([]byte(image), &r); err != nil {
			t.Fatal(err)
		}
		rows[r["id"].(string)] = r
	}
	return rows
}

// pack makes a package of all documents of a workspace.
func (w *world) pack(path string) string { return w.packAs(path, merge.Packing{}) }

func (w *world) packAs(path string, p merge.Packing) (to string) {
	w.n++
	to = filepath.Join(w.folder, fmt.Sprintf("%d.factmark", w.n))
	w.with(path, func(s *Store) {
		if _, err := merge.WritePackage(w.test.Context(), s, to, "desk", p); err != nil {
			w.t.Fatal(err)
		}
	})
	w.with(to, func(s *Store) {
		w.sound("a new package", s)
	})
	return to
}

// Workspaces that meet again and again, with choices made on both sides, still
// agree, and nobody is asked twice for what was chosen.
func TestMeetingAgainAndAgain(t *testing.T) {
	aloneOnly(t)
	checkSome(t, func(rt *rapid.T) {
		w := newWorld(t, rt)
		base := w.begin(6)
		a, b := w.copy(base), w.copy(base)
		for range 3 {
			w.live(a, "ann", 5)
			w.live(b, "bob", 5)
			other := w.copy(a)
			w.merge(a, b)
			w.merge(b, other)
			w.agree("after a meeting", w.everything(a), w.everything(b))
			w.with(a, func(s *Store) {
				waits, err := merge.Conflicts(t.Context(), s, 100)
				if err != nil {
					rt.Fatal(err)
				}
				for _, c := range waits[:len(waits)/2] {
					err := merge.Resolve(t.Context(), s, c.ID, rapid.Bool().Draw(rt, "take"))
					if errors.Is(err, db.ErrConflict) { // what would be deleted is in use, or what it would refer to is gone: the other choice is left
						err = merge.Resolve(t.Context(), s, c.ID, false)
					}
					if err != nil && !errors.Is(err, db.ErrNotFound) {
						rt.Fatal(err)
					}
				}
			})
			chosen := w.everything(a)
			if rapid.Bool().Draw(rt, "tell") {
				w.merge(b, a)
				w.agree("told of the choices", w.everything(b), chosen)
			}
		}
	})
}
