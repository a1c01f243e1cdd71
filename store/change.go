package store

import (
	"slices"
	"time"

	"factmark/store/internal/db"
)

// Action is one thing a user did. Name is for a menu: "Label as Supported".
type Action struct {
	ID, Name string
	At       time.Time
}

// ClaimChange is a claim before and after an action; nil where there was or is none.
type ClaimChange struct{ Before, After *Claim }

// EvidenceChange is a piece of evidence before and after an action; nil where there was or is none.
type EvidenceChange struct{ Before, After *Evidence }

// ChangeKind is how a change came about.
type ChangeKind = db.ChangeKind

const (
	ChangeDo     = db.ChangeDo
	ChangeUndo   = db.ChangeUndo
	ChangeRedo   = db.ChangeRedo
	ChangeRecord = db.ChangeRecord // it stands outside undo

	// ChangeElsewhere is another program's, or another Store's; Everything is
	// all that is known of it.
	ChangeElsewhere ChangeKind = "elsewhere"

	// ChangeFileGone and ChangeFileBack are about the file, and nothing else is
	// in them: it was deleted, moved or replaced and nothing can be written, or
	// it is there again.
	ChangeFileGone ChangeKind = "gone"
	ChangeFileBack ChangeKind = "back"
)

// Change is what an action changed.
// Documents are the ids of the documents that were added, removed or edited
// themselves, and of those whose evidence or passages that are not content
// changed.
// Refusals are the ids of the claims for which passages were refused, or may be suggested again.
// Suggestions are the ids of the documents of which models' suggestions came, went or were accepted or refused.
// Everything means that more than 1,000 rows changed: Claims, Evidence, Documents, Refusals and Suggestions
// are empty then, and everything has to be read again.
type Change struct {
	Action      Action
	Kind        ChangeKind
	Claims      []ClaimChange
	Evidence    []EvidenceChange
	Documents   []string
	Refusals    []string
	Suggestions []string
	Labels      bool
	People      bool
	Conflicts   bool
	Reviews     bool // review sessions or decisions
	Everything  bool
	Replaced    string // id of the document that is gone because By, with a newer text or by Undo with the earlier one, has taken its place; mostly ""
	By          string
}

// maxListed is how many changed rows a Change lists.
const maxListed = 1000

// changes collects what an action changes, for the listeners.
type changes struct {
	q      db.Querier
	change Change
	rows   int
	names  names

	come, gone string // the documents added and removed last
	versioned  bool   // a version was added or removed
}

// add takes in a changed row.
func (c *changes) add(t *db.Table, before, after db.Row) error {
	switch t {
	case db.Labels, db.MergedLabels:
		c.change.Labels = true
	case db.People:
		c.change.People = true
	case db.ReviewSessions, db.Decisions:
		c.change.Reviews = true
	case db.Versions:
		c.versioned = c.versioned || (before == nil) != (after == nil)
	case db.Documents:
		switch {
		case before == nil:
			c.come = after.ID()
		case after == nil:
			c.gone = before.ID()
		}
	case db.Conflicts:
		c.change.Conflicts = true
	}
	if c.rows++; c.rows > maxListed {
		return nil
	}
	switch t {
	case db.Claims:
		var one ClaimChange
		var err error
		if one.Before, err = c.names.claim(c.q, before); err != nil {
			return err
		}
		if one.After, err = c.names.claim(c.q, after); err != nil {
			return err
		}
		c.change.Claims = append(c.change.Claims, one)
	case db.Documents:
		c.addDocument(db.Either(before, after).ID())
	case db.Evidence:
		var one EvidenceChange
		var err error
		if one.Before, err = c.names.evidence(c.q, before); err != nil {
			return err
		}
		if one.After, err = c.names.evidence(c.q, after); err != nil {
			return err
		}
		c.change.Evidence = append(c.change.Evidence, one)
		if id := db.Either(before, after).Text(db.EvidenceDocumentID); id != "" { // "" for an outside source
			c.addDocument(id)
		}
	case db.NotContent:
		c.addDocument(db.Either(before, after).Text(db.NotContentDocumentID))
	case db.RefusedPassages:
		if id := db.Either(before, after).Text(db.RefusedClaimID); !slices.Contains(c.change.Refusals, id) {
			c.change.Refusals = append(c.change.Refusals, id)
		}
	case db.Suggestions:
		for _, r := range []db.Row{before, after} {
			if r == nil {
				continue
			}
			if id := r.Text(db.SuggestionsDocumentID); !slices.Contains(c.change.Suggestions, id) {
				c.change.Suggestions = append(c.change.Suggestions, id)
			}
		}
	}
	return nil
}

func (c *changes) addDocument(documentID string) {
	if !slices.Contains(c.change.Documents, documentID) {
		c.change.Documents = append(c.change.Documents, documentID)
	}
}

// of gives what an action has changed.
func (c *changes) of(w *db.Transaction) Change {
	change := c.change
	change.Action, change.Kind = Action{ID: w.ActionID, Name: w.Name, At: w.At}, w.Kind
	if change.Everything = c.rows > maxListed; change.Everything {
		change.Claims, change.Evidence, change.Documents, change.Refusals, change.Suggestions = nil, nil, nil, nil, nil
	}
	if c.versioned && c.come != "" && c.gone != "" {
		change.Replaced, change.By = c.gone, c.come
	}
	return change
}

// names are people's, by id, as far as they were asked for.
type names map[string]string

// of gives the name of a person by id.
func (n names) of(q db.Querier, id string) (string, error) {
	if name, ok := n[id]; ok {
		return name, nil
	}
	var name string
	_, err := q.One("SELECT name FROM people WHERE id = "+db.CanonicalID("?"), []any{id}, &name)
	n[id] = name
	return name, err
}

// claim gives the claim of a row with people's names, nil for nil.
func (n names) claim(q db.Querier, r db.Row) (*Claim, error) {
	if r == nil {
		return nil, nil
	}
	c := ClaimOf(r)
	var err error
	if c.Person, err = n.of(q, c.PersonID); err == nil && c.LabellerID != "" {
		c.Labeller, err = n.of(q, c.LabellerID)
	}
	return &c, err
}

// evidence gives the evidence of a row with the person's name and the document's title, nil for nil.
func (n names) evidence(q db.Querier, r db.Row) (*Evidence, error) {
	if r == nil {
		return nil, nil
	}
	e := evidenceOf(r)
	var err error
	if e.Person, err = n.of(q, e.PersonID); err == nil && e.DocumentID != "" {
		_, err = q.One("SELECT title, sha256 FROM documents WHERE id = ?", []any{e.DocumentID}, &e.Document, &e.TextSHA256)
	}
	return &e, err
}
