package store

import (
	"context"
	"time"

	"factmark/store/internal/db"
)

// Version is a text that a document had before a newer one replaced it.
type Version struct {
	ID, DocumentID    string
	SHA256            string // of the text's UTF-8 bytes
	OriginalSHA256    string // of the file as it was
	FileName, Charset string
	Length            int       // code points
	AddedAt           time.Time // when this text came into the workspace
	PersonID, Person  string    // who replaced it
	ReplacedAt        time.Time
}

func (v *Version) row() db.Row {
	return db.Row{
		db.VersionsID: v.ID, db.VersionsDocumentID: v.DocumentID, db.VersionsSHA256: v.SHA256, db.VersionsOriginalSHA256: v.OriginalSHA256,
		db.VersionsFileName: v.FileName, db.VersionsCharset: v.Charset, db.VersionsLength: int64(v.Length), db.VersionsAddedAt: db.FormatTime(v.AddedAt),
		db.VersionsPersonID: v.PersonID, db.VersionsReplacedAt: db.FormatTime(v.ReplacedAt),
	}
}

func versionOf(r db.Row) Version {
	return Version{
		ID: r.Text(db.VersionsID), DocumentID: r.Text(db.VersionsDocumentID), SHA256: r.Text(db.VersionsSHA256), OriginalSHA256: r.Text(db.VersionsOriginalSHA256),
		FileName: r.Text(db.VersionsFileName), Charset: r.Text(db.VersionsCharset), Length: r.Number(db.VersionsLength), AddedAt: r.Time(db.VersionsAddedAt),
		PersonID: r.Text(db.VersionsPersonID), ReplacedAt: r.Time(db.VersionsReplacedAt),
	}
}

var versionsOfDocument = "SELECT " + db.Versions.List("v") + ", p.name FROM versions v JOIN people p ON p.id = v.person_id" +
	" WHERE v.document_id = ? ORDER BY v.replaced_at DESC, v.id DESC"

// Versions gives the earlier texts of a document, the last one first.
func (s *Store) Versions(ctx context.Context, documentID string) ([]Version, error) {
	var all []Version
	var name string
	r, dest := db.Versions.Dest()
	err := s.reading(ctx).Each(versionsOfDocument, []any{documentID}, func(scan func(...any) error) error {
		if err := scan(append(dest, &name)...); err != nil {
			return err
		}
		v := versionOf(r)
		v.Person = name
		all = append(all, v)
		return nil
	})
	return all, err
}

// Successors gives the present ids of documents by those that they had with earlier texts.
func (s *Store) Successors(ctx context.Context) (map[string]string, error) {
	present := make(map[string]string)
	err := s.reading(ctx).Each("SELECT sha256, document_id FROM versions ORDER BY replaced_at, id", nil, func(scan func(...any) error) error {
		var sum, id string
		if err := scan(&sum, &id); err != nil {
			return err
		}
		if earlier := contentIDOf(sum); earlier != "" {
			present[earlier] = id
		}
		return nil
	})
	return present, err
}

// EarlierText gives the text with this SHA-256, verified, be it of a document
// or of an earlier version of one; ErrNotFound where the workspace never had it.
func (s *Store) EarlierText(ctx context.Context, sum string) (string, error) {
	q := s.reading(ctx)
	found, err := db.HasText(q, sum)
	if err != nil {
		return "", err
	}
	if !found {
		return "", db.Failf(db.ErrNotFound, "the text that this was made on is not in the workspace")
	}
	t, err := s.IndexedText(ctx, sum)
	if err != nil {
		return "", err
	}
	return t.Content, nil
}

// successorOf gives the document that had the text with this SHA-256 last, "" where none had.
func successorOf(q db.Querier, sum string) (documentID string, err error) {
	_, err = q.One("SELECT document_id FROM versions WHERE sha256 = ? ORDER BY replaced_at DESC, id DESC LIMIT 1", []any{sum}, &documentID)
	return documentID, err
}
