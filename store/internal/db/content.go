package db

import (
	"context"
	"database/sql"
	"strings"
)

// HasText tells whether there is a text with this SHA-256.
func HasText(q Querier, sum string) (bool, error) {
	var one int
	return q.One("SELECT 1 FROM texts WHERE sha256 = ?", []any{sum}, &one)
}

// TextOf gives the SHA-256 of a document's text, or ErrNotFound.
func TextOf(q Querier, documentID string) (sum string, err error) {
	found, err := q.One("SELECT sha256 FROM documents WHERE id = ?", []any{documentID}, &sum)
	if err == nil && !found {
		err = Failf(ErrNotFound, "the document is not in the workspace any more")
	}
	return sum, err
}

// FoldLog moves all of the write-ahead log into the file, on the disk, and
// empties it; ErrBusy where others still need the log.
func FoldLog(ctx context.Context, conn *sql.Conn) error {
	var busy, frames, moved int
	if err := conn.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved); err != nil {
		return Explain(ctx, err)
	}
	if busy != 0 {
		return ErrBusy
	}
	return nil
}

// FoldASCII gives a text as the collation NOCASE compares it, in which A to Z alone have two cases.
func FoldASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}, s)
}
