package store

import (
	"database/sql"
	"strings"

	"github.com/google/uuid"

	"factmark/store/internal/db"
)

// normalID writes an id as ids are written here, whatever a program has made of its letters and hyphens.
func (im *importing) normalID(r *ImportedClaim) error {
	id, err := uuid.Parse(r.ClaimID)
	if err != nil || id.String() == r.ClaimID {
		return nil
	}
	there, err := im.Read(db.Claims, r.ClaimID)
	if err == nil && there == nil {
		r.ClaimID = id.String()
	}
	return err
}

// known gives the row of the claim that r is about, nil where it is not here. A claim that was here before the import and has
// the same place, label and annotator is the same one, unless both ids were given by hand to two claims (see
// madeByHand); and so is one at the place, by the annotator, whose id a program has cut to what the row has.
func (im *importing) known(r *ImportedClaim, c *Claim) (db.Row, error) {
	before, err := im.Read(db.Claims, c.ID)
	if err != nil || before != nil || c.PersonID == unknownID {
		return before, err
	}
	place, err := im.place(c)
	if err != nil {
		return nil, err
	}
	person, err := im.canonical(c.PersonID)
	if err != nil {
		return nil, err
	}
	same := place[saidThere{c.LabelID, person}]
	id := same.any
	if madeByHand(c.ID) {
		id = same.imported
	}
	if id == "" && len(r.ClaimID) >= 8 && !isOurID(r.ClaimID) {
		for said, there := range place {
			if said.person == person && strings.HasPrefix(there.any, strings.ToLower(r.ClaimID)) {
				id = there.any
			}
		}
	}
	if id == "" {
		return nil, nil
	}
	im.report.Recognised++
	c.ID = id
	return im.Read(db.Claims, id)
}

// spanOf is a span of a text.
type spanOf struct {
	documentID, sha256 string
	start, end         int
}

// saidThere is what somebody says of a span.
type saidThere struct{ labelID, person string }

// sameClaims are the ids of claims that say the same: of any, and of one that was not made by hand, "" where there is none.
type sameClaims struct{ any, imported string }

// place gives the claims that were on a span before the import.
func (im *importing) place(c *Claim) (map[saidThere]sameClaims, error) {
	at := spanOf{c.DocumentID, c.DocumentSHA256, c.Start, c.End}
	if there, known := im.places[at]; known {
		return there, nil
	}
	there := map[saidThere]sameClaims{}
	err := im.Each("SELECT id, ifnull(label_id, ''), "+canonicalID("ifnull(labeller_id, person_id)")+` FROM claims
		WHERE document_id = ? AND start = ? AND "end" = ? AND document_sha256 = ? ORDER BY id`, []any{at.documentID, at.start, at.end, at.sha256},
		func(scan func(...any) error) error {
			var id, label string
			var person sql.NullString
			if err := scan(&id, &label, &person); err != nil || im.added[id] {
				return err
			}
			said := saidThere{label, person.String}
			same := there[said]
			same.any = id
			if !madeByHand(id) {
				same.imported = id
			}
			there[said] = same
			return nil
		})
	im.places[at] = there
	return there, err
}

// canonical gives the id of the person whom an id is another one of.
func (im *importing) canonical(id string) (string, error) {
	if known, ok := im.persons[id]; ok {
		return known, nil
	}
	whole := id
	_, err := im.One("SELECT ifnull("+canonicalID("?1")+", ?1)", []any{id}, &whole)
	im.persons[id] = whole
	return whole, err
}

// isOurID tells whether an id is of the form that all ids have that are made here.
func isOurID(id string) bool {
	u, err := uuid.Parse(id)
	return err == nil && u.String() == id
}

// madeByHand tells of an id whether its claim was made in a window, rather than read from a table that gave it none.
func madeByHand(id string) bool {
	u, err := uuid.Parse(id)
	return err == nil && u.Version() == 7
}
