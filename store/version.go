package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"
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

func (v *Version) row() row {
	return row{
		versionsID: v.ID, versionsDocumentID: v.DocumentID, versionsSHA256: v.SHA256, versionsOriginalSHA256: v.OriginalSHA256,
		versionsFileName: v.FileName, versionsCharset: v.Charset, versionsLength: int64(v.Length), versionsAddedAt: formatTime(v.AddedAt),
		versionsPersonID: v.PersonID, versionsReplacedAt: formatTime(v.ReplacedAt),
	}
}

func versionOf(r row) Version {
	return Version{
		ID: r.text(versionsID), DocumentID: r.text(versionsDocumentID), SHA256: r.text(versionsSHA256), OriginalSHA256: r.text(versionsOriginalSHA256),
		FileName: r.text(versionsFileName), Charset: r.text(versionsCharset), Length: r.number(versionsLength), AddedAt: r.time(versionsAddedAt),
		PersonID: r.text(versionsPersonID), ReplacedAt: r.time(versionsReplacedAt),
	}
}

var versionsOfDocument = "SELECT " + versions.list("v") + ", p.name FROM versions v JOIN people p ON p.id = v.person_id" +
	" WHERE v.document_id = ? ORDER BY v.replaced_at DESC, v.id DESC"

// Versions gives the earlier texts of a document, the last one first.
func (s *Store) Versions(ctx context.Context, documentID string) ([]Version, error) {
	var all []Version
	var name string
	r, dest := versions.dest()
	err := s.reading(ctx).each(versionsOfDocument, []any{documentID}, func(scan func(...any) error) error {
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
	err := s.reading(ctx).each("SELECT sha256, document_id FROM versions ORDER BY replaced_at, id", nil, func(scan func(...any) error) error {
		var sum, id string
		if err := scan(&sum, &id); err != nil {
			return err
		}
		if b, err := hex.DecodeString(sum); err == nil && len(b) == sha256.Size {
			present[contentID([sha256.Size]byte(b))] = id
		}
		return nil
	})
	return present, err
}

// EarlierText gives the text with this SHA-256, verified, be it of a document
// or of an earlier version of one; ErrNotFound where the workspace never had it.
func (s *Store) EarlierText(ctx context.Context, sum string) (string, error) {
	q := s.reading(ctx)
	found, err := hasText(q, sum)
	if err != nil {
		return "", err
	}
	if !found {
		return "", failf(ErrNotFound, "the text that this was made on is not in the workspace")
	}
	t, err := s.text(ctx, sum)
	if err != nil {
		return "", err
	}
	return t.content, nil
}

func hasText(q querier, sum string) (bool, error) {
	var one int
	return q.one("SELECT 1 FROM texts WHERE sha256 = ?", []any{sum}, &one)
}

// successorOf gives the document that had the text with this SHA-256 last, "" where none had.
func successorOf(q querier, sum string) (documentID string, err error) {
	_, err = q.one("SELECT document_id FROM versions WHERE sha256 = ? ORDER BY replaced_at DESC, id DESC LIMIT 1", []any{sum}, &documentID)
	return documentID, err
}
