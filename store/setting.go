package store

import (
	"context"

	"factmark/store/internal/db"
)

// Setting gives a setting of this workspace; "" where it was never set.
func (s *Store) Setting(ctx context.Context, key string) (string, error) {
	var value string
	_, err := s.reading(ctx).One("SELECT value FROM settings WHERE key = ?", []any{key}, &value)
	return value, err
}

// SetSetting keeps a setting. It is no action: nothing to undo, nobody is told.
// In a workspace that is read only it does nothing: a place in a text, for
// instance, is not remembered there.
func (s *Store) SetSetting(ctx context.Context, key, value string) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.unlock()
	if s.readOnly != nil {
		return nil
	}
	if err := s.Present(); err != nil {
		return err
	}
	return db.NewQuerier(ctx, s.writes).Exec("INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)
}
