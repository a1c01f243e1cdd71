// Package db is what the store keeps its rows with: the connections to SQLite
// and their statements, the schema and its migrations, the tables whose changes
// are events and how their rows are read, written and put into the history, the
// kinds of errors, and files that are whole or not there. It knows of no rule
// of fact-checking.
package db

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// Statements prepares each query once.
type Statements struct {
	prepare func(context.Context, string) (*sql.Stmt, error)
	Mu      sync.Mutex
	ByQuery map[string]*sql.Stmt
}

// NewStatements prepares queries with prepare, each when it is first run.
func NewStatements(prepare func(context.Context, string) (*sql.Stmt, error)) *Statements {
	return &Statements{prepare: prepare, ByQuery: make(map[string]*sql.Stmt)}
}

func (s *Statements) get(ctx context.Context, query string) (*sql.Stmt, error) {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	if stmt, ok := s.ByQuery[query]; ok {
		return stmt, nil
	}
	stmt, err := s.prepare(ctx, query)
	if err == nil {
		s.ByQuery[query] = stmt
	}
	return stmt, err
}

// Close gives up what was prepared.
func (s *Statements) Close() error {
	s.Mu.Lock()
	defer s.Mu.Unlock()
	var errs []error
	for _, stmt := range s.ByQuery {
		errs = append(errs, stmt.Close())
	}
	clear(s.ByQuery)
	return errors.Join(errs...)
}

// Querier runs statements for one call and gives errors a user can read.
type Querier struct {
	Ctx        context.Context
	Statements *Statements
}

// NewQuerier runs statements under a context, which ends them.
func NewQuerier(ctx context.Context, statements *Statements) Querier { return Querier{ctx, statements} }

// Exec runs a statement that gives no rows.
func (q Querier) Exec(query string, args ...any) error {
	stmt, err := q.Statements.get(q.Ctx, query)
	if err == nil {
		_, err = stmt.ExecContext(q.Ctx, args...)
	}
	return Explain(q.Ctx, err)
}

// One scans the first row of the result into dest and reports whether there was one.
func (q Querier) One(query string, args []any, dest ...any) (bool, error) {
	stmt, err := q.Statements.get(q.Ctx, query)
	if err == nil {
		err = stmt.QueryRowContext(q.Ctx, args...).Scan(dest...)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, Explain(q.Ctx, err)
}

// Each calls f for every row of the result; f gets the scanner of the row.
func (q Querier) Each(query string, args []any, f func(scan func(...any) error) error) error {
	stmt, err := q.Statements.get(q.Ctx, query)
	if err != nil {
		return Explain(q.Ctx, err)
	}
	rows, err := stmt.QueryContext(q.Ctx, args...)
	if err != nil {
		return Explain(q.Ctx, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return Explain(q.Ctx, err)
		}
	}
	return Explain(q.Ctx, rows.Err())
}

// Value is one for a query without arguments.
func (q Querier) Value(query string, dest ...any) (bool, error) { return q.One(query, nil, dest...) }

// IDs gives the one column of a query's result.
func (q Querier) IDs(query string, args ...any) ([]string, error) {
	var ids []string
	err := q.Each(query, args, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}
