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

// Filter chooses claims. A nil list takes all; an empty one takes none; "" in
// LabelIDs stands for claims with no label.
type Filter struct{ DocumentIDs, LabelIDs []string }

// separator stands between the cells of a row that SQLite hands over as one
// text: 32 cells fetched one by one take twice the time.
const separator = "\x1f"

var (
	labelledCells = `"` + strings.Join(LabelledColumns, `", "`) + `"`
	joinedCells   = "concat_ws(char(31), " + strings.Replace(labelledCells, `"confidence"`, `ifnull("confidence", '')`, 1) + ")"
	oneLabelled   = "SELECT " + strings.Replace(labelledCells, `"confidence"`, `CAST("confidence" AS TEXT)`, 1) + " FROM labelled_claims WHERE document_id = ? AND claim_id = ?"
)

const (
	ofDocument = "document_id = ?"
	withLabels = "label IN (SELECT value FROM json_each(?))"
)

// labelledRows is the query for all rows on which the conditions hold. It
// repeats the view's order, and so has SQLite put the view's query in place of
// its name; without, the cells of every row are copied once more.
func labelledRows(conditions []string) string {
	query := "SELECT " + joinedCells + " FROM labelled_claims"
	if len(conditions) > 0 {
		query += " WHERE " + strings.Join(conditions, " AND ")
	}
	return query + ` ORDER BY document COLLATE NOCASE, document_id, start, "end", claim_id`
}

// CountLabelled counts the rows that EachLabelled gives.
func (s *Store) CountLabelled(ctx context.Context, f Filter) (int, error) {
	where, args := f.where()
	var n int
	_, err := s.reading(ctx).One("SELECT count(*) FROM claims"+where, args, &n)
	return n, err
}

// where is SQL for the rows of claims that a filter lets through, "" for all.
func (f Filter) where() (query string, args []any) {
	and := " WHERE "
	if f.DocumentIDs != nil {
		query += and + "document_id IN (SELECT value FROM json_each(?))"
		args, and = append(args, db.JSONList(f.DocumentIDs)), " AND "
	}
	if f.LabelIDs != nil {
		query += and + "ifnull(label_id, '') IN (SELECT value FROM json_each(?))"
		args = append(args, db.JSONList(f.LabelIDs))
	}
	return query, args
}

// EachLabelled calls row with the cells of each row of the view
// labelled_claims, in the order of LabelledColumns and of the view, all as they
// are at one moment. NULL is "", numbers are as SQLite writes them. The slice
// is used again for the next row. An error of row ends the walk and is
// returned.
func (s *Store) EachLabelled(ctx context.Context, f Filter, row func(cells []string) error) error {
	reading, stop := context.WithCancel(ctx)
	defer stop()
	// What is read here and what row does with it take about as long: they run side by side.
	batches, end := make(chan []labelledRow, 4), make(chan error, 1)
	go func() {
		defer close(batches)
		end <- s.Snapshot(reading, func(q db.Querier) error {
			return eachBatch(q, f, func(b []labelledRow) error {
				select {
				case batches <- b:
					return nil
				case <-reading.Done():
					return reading.Err()
				}
			})
		})
	}()
	var failed error
	cells := make([]string, len(LabelledColumns))
	for batch := range batches {
		for _, r := range batch {
			if failed == nil {
				if failed = row(r.split(cells)); failed != nil {
					stop()
				}
			}
		}
	}
	if err := <-end; failed == nil {
		return cmp.Or(err, ctx.Err())
	}
	return failed
}

// batchLength is how many rows are handed over at once.
const batchLength = 256

// eachBatch reads the rows a filter lets through.
func eachBatch(q db.Querier, f Filter, send func([]labelledRow) error) error {
	var conditions []string
	var args []any
	if f.LabelIDs != nil {
		names, err := readLabelNames(q, f.LabelIDs)
		if err != nil {
			return err
		}
		conditions, args = append(conditions, withLabels), append(args, db.JSONList(names))
	}
	if f.DocumentIDs == nil {
		return readBatch(q, labelledRows(conditions), args, send)
	}
	ids, err := DocumentsInOrder(q, f.DocumentIDs)
	if err != nil {
		return err
	}
	query := labelledRows(append([]string{ofDocument}, conditions...))
	for _, id := range ids {
		if err := readBatch(q, query, append([]any{id}, args...), send); err != nil {
			return err
		}
	}
	return nil
}

func readBatch(q db.Querier, query string, args []any, send func([]labelledRow) error) error {
	var batch []labelledRow
	held := 0 // bytes
	err := q.Each(query, args, func(scan func(...any) error) error {
		var r labelledRow
		if err := scan(&r.joined); err != nil {
			return err
		}
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

// labelNames gives the names of those of the ids that are labels; "" stays "".
func readLabelNames(q db.Querier, ids []string) ([]string, error) {
	names := []string{}
	for _, id := range ids {
		if id == "" {
			names = append(names, "")
			continue
		}
		var name string
		found, err := q.One("SELECT name FROM labels WHERE id = ?", []any{id}, &name)
		if err != nil {
			return nil, err
		}
		if found {
			names = append(names, name)
		}
	}
	return names, nil
}

// DocumentsInOrder gives those of the ids that are documents, in document order.
func DocumentsInOrder(q db.Querier, ids []string) ([]string, error) {
	return q.IDs("SELECT id FROM documents WHERE id IN (SELECT value FROM json_each(?)) ORDER BY title COLLATE NOCASE, id", db.JSONList(ids))
}
