package store

import (
	"cmp"
	"context"
	"database/sql"
	"strings"

	"factmark/store/internal/db"
)

// LabelledColumns are the columns of the view labelled_claims: the header of
// the CSV.
var LabelledColumns = []string{"claim_id", "document_id", "document", "publisher", "published", "source_url", "document_sha256",
	"start", "end", "offset_unit", "quote", "prefix", "suffix", "label", "meaning", "fine_label", "statement", "claimant",
	"claim_date", "claim_type", "confidence", "note", "supporting", "refuting", "annotator", "status", "created_at",
	"updated_at", "final_label", "reviewer", "reviewed_at", "locator", "first_claim_id"}

// separator stands between the cells of a row that SQLite hands over as one
// text: 32 cells fetched one by one take twice the time.
const separator = "\x1f"

var (
	labelledCells = `"` + strings.Join(LabelledColumns, `", "`) + `"`
	joinedCells   = "concat_ws(char(31), " + strings.Replace(labelledCells, `"confidence"`, `ifnull("confidence", '')`, 1) + ")"
	oneLabelled   = "SELECT " + strings.Replace(labelledCells, `"confidence"`, `CAST("confidence" AS TEXT)`, 1) + " FROM labelled_claims WHERE document_id = ? AND claim_id = ?"
)

const ofDocument = "document_id = ?"

// labelledRows is the query for all rows on which the conditions hold, with more columns behind the cells. It
// repeats the view's order, and so has SQLite put the view's query in place of
// its name; without, the cells of every row are copied once more.
func labelledRows(conditions []string, more string) string {
	query := "SELECT " + joinedCells + more + " FROM labelled_claims"
	if len(conditions) > 0 {
		query += " WHERE " + strings.Join(conditions, " AND ")
	}
	return query + ` ORDER BY document COLLATE NOCASE, document_id, start, "end", claim_id`
}

// onView gives the conditions on a row of the view, but for its document.
func (f Filter) onView() (conditions []string, args []any) {
	onClaim, args := f.onClaim("k")
	if len(onClaim) == 0 {
		return nil, nil
	}
	return []string{"EXISTS (SELECT 1 FROM claims k WHERE k.id = claim_id AND " + strings.Join(onClaim, " AND ") + ")"}, args
}

// CountLabelled counts the rows that EachLabelled gives.
func (s *Store) CountLabelled(ctx context.Context, f Filter) (n int, err error) {
	err = s.Snapshot(ctx, func(q db.Querier) error {
		where, args, err := f.where(q)
		if err == nil {
			_, err = q.One("SELECT count(*) FROM claims c WHERE "+where, args, &n)
		}
		return err
	})
	return n, err
}

// EachLabelled calls row with the cells of each row of the view
// labelled_claims, in the order of LabelledColumns and of the view, all as they
// are at one moment. NULL is "", numbers are as SQLite writes them. The slice
// is used again for the next row. An error of row ends the walk and is
// returned.
func (s *Store) EachLabelled(ctx context.Context, f Filter, row func(cells []string) error) error {
	read := func(ctx context.Context, send func([]labelledRow) error) error {
		return s.Snapshot(ctx, func(q db.Querier) error {
			return eachScope(q, f, func(documentID string) error { return eachBatch(q, f, documentID, "", send) })
		})
	}
	cells := make([]string, len(LabelledColumns))
	return alongside(ctx, read, func(batch []labelledRow) error {
		for _, r := range batch {
			if err := row(r.split(cells)); err != nil {
				return err
			}
		}
		return nil
	})
}

// alongside hands what read sends to do. Reading from a workspace and writing what was read take about as
// long: read runs on a goroutine of its own, a few steps ahead. An error of do ends both and is returned.
func alongside[T any](ctx context.Context, read func(ctx context.Context, send func(T) error) error, do func(T) error) error {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	sent, end := make(chan T, 4), make(chan error, 1)
	go func() {
		defer close(sent)
		end <- read(reading, func(t T) error {
			select {
			case sent <- t:
				return nil
			case <-reading.Done():
				return reading.Err()
			}
		})
	}()
	var failed error
	for t := range sent {
		if failed == nil {
			if failed = do(t); failed != nil {
				stop()
			}
		}
	}
	if err := <-end; failed == nil {
		return cmp.Or(ctx.Err(), err) // what is read when it ends may fail in other words
	}
	return failed
}

// eachScope calls read with the id of every document that a filter lets through, in document order, or once with "" where
// that are all: the rows of all come in document order by themselves.
func eachScope(q db.Querier, f Filter, read func(documentID string) error) error {
	ids, err := f.documents(q)
	if err != nil {
		return err
	}
	if ids == nil {
		return read("")
	}
	if ids, err = DocumentsInOrder(q, ids); err != nil {
		return err
	}
	for _, id := range ids {
		if err := read(id); err != nil {
			return err
		}
	}
	return nil
}

// batchLength is how many rows are handed over at once.
const batchLength = 256

// eachBatch reads the rows a filter lets through, of a document or, for "", of all. more is a list of SQL values behind a comma that
// come joined behind the cells of a row; "" for none.
func eachBatch(q db.Querier, f Filter, documentID, more string, send func([]labelledRow) error) error {
	conditions, args := f.onView()
	if documentID != "" {
		conditions, args = append(conditions, ofDocument), append(args, documentID)
	}
	var read labelledRow
	dest := []any{&read.joined}
	if more != "" {
		dest = append(dest, &read.more)
	}
	var batch []labelledRow
	held := 0 // bytes
	err := q.Each(labelledRows(conditions, more), args, func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		r := read
		if strings.Count(r.joined, separator) != len(LabelledColumns)-1 {
			if err := readLabelled(q, &r); err != nil {
				return err
			}
		}
		held += len(r.joined)
		if batch = append(batch, r); len(batch) < batchLength && held < db.MostHeld {
			return nil
		}
		full := batch
		batch, held = make([]labelledRow, 0, batchLength), 0
		return send(full)
	})
	if err != nil || len(batch) == 0 {
		return err
	}
	return send(batch)
}

// labelledRow is a row with its cells joined, or apart where one of them holds
// the separator itself.
type labelledRow struct {
	joined string
	apart  []string
	more   string
}

// split gives the cells of a row, in into or in a slice of its own.
func (r *labelledRow) split(into []string) []string {
	if r.apart != nil {
		return r.apart
	}
	rest := r.joined
	for i := range into {
		into[i], rest, _ = strings.Cut(rest, separator)
	}
	return into
}

// labelled reads the cells of a row one by one.
func readLabelled(q db.Querier, r *labelledRow) error {
	claimID, rest, _ := strings.Cut(r.joined, separator)
	documentID, _, _ := strings.Cut(rest, separator)
	values := make([]sql.NullString, len(LabelledColumns))
	dest := make([]any, len(values))
	for i := range values {
		dest[i] = &values[i]
	}
	if _, err := q.One(oneLabelled, []any{documentID, claimID}, dest...); err != nil {
		return err
	}
	for _, v := range values {
		r.apart = append(r.apart, v.String)
	}
	return nil
}

// DocumentsInOrder gives those of the ids that are documents, in document order.
func DocumentsInOrder(q db.Querier, ids []string) ([]string, error) {
	return q.IDs("SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(?)) ORDER BY title COLLATE NOCASE, id", db.JSONList(ids))
}
