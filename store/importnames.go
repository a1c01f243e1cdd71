package store

import (
	"cmp"
	"errors"
	"strings"

	"golang.org/x/text/unicode/norm"

	"factmark/store/internal/db"
)

// document gives the id of the document that a row is about: by the SHA-256 of its text, now or once; by the id that the
// dataset gives it, where the row has no SHA-256 or says of itself that it is an orphan; or by its title.
func (im *importing) document(r *ImportedClaim) (string, error) {
	sum, orphan := strings.ToLower(r.DocumentSHA256), Status(r.Status) == StatusOrphaned
	if sum == "" || orphan {
		if id, err := im.documentNamed(r.DocumentID); err != nil || id != "" {
			return id, err
		}
	}
	if sum == "" {
		return im.documentTitled(r.DocumentTitle)
	}
	id, known := im.documents[sum]
	if known {
		return id, nil
	}
	_, err := im.One("SELECT id FROM documents WHERE sha256 = ?", []any{sum}, &id)
	if err == nil && id == "" {
		id, err = successorOf(im.transaction.Querier, sum)
	}
	if err == nil && id != "" {
		im.documents[sum] = id
	}
	if err != nil || id != "" {
		return id, err
	}
	missing := db.Failf(db.ErrNotFound, "the text of its document (%q, SHA-256 %s) is not in the workspace; import that document first", db.Shorten(r.DocumentTitle), db.Shorten(sum))
	if !orphan { // an orphan may be about a text that was never here
		return "", missing
	}
	id, err = im.documentTitled(r.DocumentTitle)
	switch {
	case errors.Is(err, db.ErrNotFound):
		return "", missing
	case errors.Is(err, db.ErrMismatch):
		return "", db.Failf(db.ErrMismatch, "several documents are called %q, and none has the text that this claim was made on", db.Shorten(r.DocumentTitle))
	}
	return id, err
}

// documentNamed gives the id of the document that the dataset gives this id, "" where there is none.
func (im *importing) documentNamed(said string) (string, error) {
	if id, of := im.named[said]; of || said == "" {
		return id, nil
	}
	there, err := im.Read(db.Documents, said)
	if err != nil || there == nil {
		return "", err
	}
	return said, nil
}

// documentTitled gives the id of the one document of that title: of the dataset's own, otherwise of all.
func (im *importing) documentTitled(title string) (string, error) {
	id, known := im.titled[title]
	if known && id == "" {
		return "", db.Failf(db.ErrMismatch, "several documents of the file are called %q; give the document_sha256", db.Shorten(title))
	}
	if known {
		return id, nil
	}
	ids, err := im.IDs("SELECT id FROM documents WHERE title = ?", title)
	switch {
	case err != nil:
		return "", err
	case len(ids) == 0:
		return "", db.Failf(db.ErrNotFound, "there is no document %q in the workspace; import it first", db.Shorten(title))
	case len(ids) > 1:
		return "", db.Failf(db.ErrMismatch, "%d documents are called %q; give the document_sha256", len(ids), db.Shorten(title))
	}
	im.titled[title] = ids[0]
	return ids[0], nil
}

// label gives the id of the label of that name, or unknownID.
func (im *importing) label(name string) (string, error) {
	if name == "" {
		return "", nil
	}
	if err := im.knowLabels(); err != nil {
		return "", err
	}
	if id, ok := im.labelIDs[name]; ok {
		return id, nil
	}
	key := NameKey(name)
	if id, ok := im.labelIDs[key]; ok || key == "" || isNothing(name) {
		return id, nil
	}
	return unknownID, nil
}

// knowLabels reads which labels there are.
func (im *importing) knowLabels() error {
	if len(im.labelIDs) > 0 {
		return nil
	}
	all, err := readLabels(im.transaction.Querier)
	if err != nil {
		return err
	}
	for _, l := range all {
		if _, twice := im.labelIDs[NameKey(l.Name)]; !twice {
			im.labelIDs[NameKey(l.Name)] = l.ID
		}
	}
	for _, l := range all { // of two that an earlier version let have one name, each by its own
		im.labelIDs[l.Name] = l.ID
	}
	return nil
}

// isNothing tells of a cell whether it is what R, pandas and SQL write for no value.
func isNothing(cell string) bool {
	switch cell {
	case "NA", "N/A", "NaN", "NULL", "None", "<NA>":
		return true
	}
	return false
}

// readMeanings finds out what labels mean, since the first row that names one may do so as the label of a review, which has no meaning beside it.
func (im *importing) readMeanings(rows []ImportedClaim) {
	im.meanings = make(map[string]string)
	seen := make(map[string]bool) // names as they are written, which are few
	for i := range rows {
		r := &rows[i]
		if r.Meaning == "" || isNothing(r.Meaning) || seen[r.Label] {
			continue
		}
		seen[r.Label] = true
		if key := NameKey(r.Label); im.meanings[key] == "" {
			im.meanings[key] = r.Meaning
		}
	}
}

// labelMade gives the id that label found, of a new label where it found none.
func (im *importing) labelMade(id, name, meaning string) (string, error) {
	if id != unknownID {
		return id, nil
	}
	if known, ok := im.labelIDs[NameKey(name)]; ok {
		return known, nil
	}
	if meaning == "" || isNothing(meaning) {
		meaning = cmp.Or(im.meanings[NameKey(name)], "none")
	}
	l, err := im.addLabel(Label{Name: strings.TrimSpace(name), Meaning: meaning})
	if err != nil {
		return "", err
	}
	im.labelIDs[NameKey(name)] = l.ID
	im.report.NewLabels = append(im.report.NewLabels, l.Name)
	return l.ID, nil
}

// personName is a name without what programs change of it: white space at its ends, and how accents are written.
func personName(name string) string { return norm.NFC.String(strings.TrimSpace(name)) }

// someone gives the id of the person of that name, or unknownID.
func (im *importing) someone(name string) (string, error) {
	if id, ok := im.personIDs[name]; ok {
		return id, nil
	}
	id, err := db.PersonNamed(im.transaction.Querier, name)
	if err == nil && id == "" && personName(name) != name {
		id, err = db.PersonNamed(im.transaction.Querier, personName(name))
	}
	if err == nil && id == "" {
		id, err = im.personAlike(name)
	}
	if err != nil {
		return "", err
	}
	if id == "" {
		return unknownID, nil
	}
	im.personIDs[name] = id
	return id, nil
}

// personAlike gives the id of the person whose name is the same but for what tells no labels apart either (see NameKey).
func (im *importing) personAlike(name string) (string, error) {
	if im.alike == nil {
		im.alike = make(map[string]string)
		err := im.Each("SELECT id, name FROM people ORDER BY created_at DESC, id DESC", nil, func(scan func(...any) error) error {
			var id, name string
			err := scan(&id, &name)
			im.alike[NameKey(name)] = id
			return err
		})
		if err != nil {
			return "", err
		}
		delete(im.alike, "")
	}
	return im.alike[NameKey(name)], nil
}

// personMade gives the id that someone found, of a new person where they found none.
func (im *importing) personMade(id, name string) (string, error) {
	if id != unknownID {
		return id, nil
	}
	id, err := im.someone(name) // a row before may have made them
	if err != nil || id != unknownID {
		return id, err
	}
	name = personName(name)
	p := Person{ID: db.NewID(), Name: name}
	if im.Newcomer() && im.Person.Name == name {
		p = im.Person
		err = im.BeginAction()
	} else {
		err = im.Save(db.People, nil, im.NewPerson(p))
	}
	if err != nil {
		return "", err
	}
	if name != "" {
		im.report.NewPeople = append(im.report.NewPeople, name)
	}
	im.personIDs[name] = p.ID
	if key := NameKey(name); im.alike != nil && key != "" && im.alike[key] == "" {
		im.alike[key] = p.ID
	}
	return p.ID, nil
}
