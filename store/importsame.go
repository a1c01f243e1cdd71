package store

import (
	"database/sql"
	"slices"
	"strings"

	"github.com/google/uuid"

	"factmark/store/internal/db"
)

// normalID writes an id as ids are written here, whatever a program has made of its letters and hyphens.
func (im *importing) normalID(said *string) error {
	id, err := uuid.Parse(*said)
	if err != nil || id.String() == *said {
		return nil
	}
	there, err := im.Read(db.Claims, *said)
	if err == nil && there == nil {
		*said = id.String()
	}
	return err
}

// known gives the row of the claim that r is about, nil where it is not here. A claim that was here before the import and has
// the same place, label and annotator is the same one, unless both ids were given by hand to two claims (see
// madeByHand); and so is one at the place, by the annotator, whose id a program has cut to what the row has.
func (im *importing) known(r *ImportedClaim, c *Claim) (db.Row, error) {
	before, err := im.Read(db.Claims, c.ID)
	if err != nil {
		return nil, err
	}
	if before != nil {
		known := ClaimOf(before)
		switch {
		case sameWords(c, &known):
			return before, nil
		case isOurID(c.ID) && im.update:
			return nil, db.Failf(db.ErrMismatch, "its id is that of a claim on other words, %q", db.Shorten(known.Quote))
		case isOurID(c.ID):
			return before, nil
		}
		// Another program has given the same id to something else.
		im.report.Unidentified++
		if c.ID, err = r.contentID(c); err != nil {
			return nil, err
		}
		r.ClaimID = ""
		if before, err = im.Read(db.Claims, c.ID); err != nil || before != nil {
			return before, err
		}
	}
	if c.PersonID == unknownID {
		return nil, nil
	}
	place, err := im.claimsAt(c)
	if err != nil {
		return nil, err
	}
	person, err := im.canonical(c.PersonID)
	if err != nil {
		return nil, err
	}
	same := place[saidThere{c.LabelID, person}]
	if madeByHand(c.ID) {
		same = slices.DeleteFunc(slices.Clone(same), madeByHand)
	}
	id, err := im.among(r, c, same)
	if err != nil {
		return nil, err
	}
	if id == "" && len(r.ClaimID) >= 8 && !isOurID(r.ClaimID) {
		for said, there := range place {
			if said.person != person {
				continue
			}
			for _, whole := range there {
				if strings.HasPrefix(whole, strings.ToLower(r.ClaimID)) {
					id = whole
				}
			}
		}
	}
	if id == "" {
		return nil, nil
	}
	im.report.Recognised++
	im.met[id] = true
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

// among gives the id of the claim that a row is about, of those of its label and annotator at its place, "" for none:
// the one with the same content before any other, each of them once. An update must know which.
func (im *importing) among(r *ImportedClaim, c *Claim, ids []string) (string, error) {
	var rest []string
	for _, id := range ids {
		if im.met[id] {
			continue
		}
		rest = append(rest, id)
		before, err := im.Read(db.Claims, id)
		if err != nil {
			return "", err
		}
		known, said := ClaimOf(before), *c
		said.ID = id
		r.fill(&said, known)
		if err := im.sameHands(&said, known); err != nil {
			return "", err
		}
		if said.cells() == known.cells() {
			return id, nil
		}
	}
	switch {
	case len(ids) == 0:
		return "", nil
	case len(ids) > 1 && im.update:
		return "", db.Failf(db.ErrMismatch, "%d claims of this label and annotator stand there, and nothing tells which of them it is", len(ids))
	case len(rest) == 0:
		return ids[len(ids)-1], nil
	}
	return rest[0], nil
}

// claimsAt gives the claims that were on a span before the import.
func (im *importing) claimsAt(c *Claim) (map[saidThere][]string, error) {
	at := spanOf{c.DocumentID, c.DocumentSHA256, c.Start, c.End}
	if there, known := im.places[at]; known {
		return there, nil
	}
	there := map[saidThere][]string{}
	err := im.Each("SELECT id, ifnull(label_id, ''), "+db.CanonicalID("ifnull(labeller_id, person_id)")+` FROM claims
		WHERE document_id = ? AND start = ? AND "end" = ? AND document_sha256 = ? ORDER BY id`, []any{at.documentID, at.start, at.end, at.sha256},
		func(scan func(...any) error) error {
			var id, label string
			var person sql.NullString
			if err := scan(&id, &label, &person); err != nil || im.added[id] {
				return err
			}
			said := saidThere{label, person.String}
			there[said] = append(there[said], id)
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
	_, err := im.One("SELECT ifnull("+db.CanonicalID("?1")+", ?1)", []any{id}, &whole)
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
