package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// statements prepares each query once.
type statements struct {
	prepare func(context.Context, string) (*sql.Stmt, error)
	mu      sync.Mutex
	byQuery map[string]*sql.Stmt
}

func newStatements(prepare func(context.Context, string) (*sql.Stmt, error)) *statements {
	return &statements{prepare: prepare, byQuery: make(map[string]*sql.Stmt)}
}

func (s *statements) get(ctx context.Context, query string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt, ok := s.byQuery[query]; ok {
		return stmt, nil
	}
	stmt, err := s.prepare(ctx, query)
	if err == nil {
		s.byQuery[query] = stmt
	}
	return stmt, err
}

func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, stmt := range s.byQuery {
		errs = append(errs, stmt.Close())
	}
	clear(s.byQuery)
	return errors.Join(errs...)
}

// querier runs statements for one call and gives errors a user can read.
type querier struct {
	ctx        context.Context
	statements *statements
}

func (q querier) exec(query string, args ...any) error {
	stmt, err := q.statements.get(q.ctx, query)
	if err == nil {
		_, err = stmt.ExecContext(q.ctx, args...)
	}
	return explain(q.ctx, err)
}

// one scans the first row of the result into dest and reports whether there was one.
func (q querier) one(query string, args []any, dest ...any) (bool, error) {
	stmt, err := q.statements.get(q.ctx, query)
	if err == nil {
		err = stmt.QueryRowContext(q.ctx, args...).Scan(dest...)
	}
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, explain(q.ctx, err)
}

// each calls f for every row of the result; f gets the scanner of the row.
func (q querier) each(query string, args []any, f func(scan func(...any) error) error) error {
	stmt, err := q.statements.get(q.ctx, query)
	if err != nil {
		return explain(q.ctx, err)
	}
	rows, err := stmt.QueryContext(q.ctx, args...)
	if err != nil {
		return explain(q.ctx, err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows.Scan); err != nil {
			return explain(q.ctx, err)
		}
	}
	return explain(q.ctx, rows.Err())
}

// value is one for a query without arguments.
func (q querier) value(query string, dest ...any) (bool, error) { return q.one(query, nil, dest...) }

// ids gives the one column of a query's result.
func (q querier) ids(query string, args ...any) ([]string, error) {
	var ids []string
	err := q.each(query, args, func(scan func(...any) error) error {
		var id string
		err := scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}
