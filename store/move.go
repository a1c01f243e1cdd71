package store

import (
	"context"

	"factmark/store/internal/db"
)

// MoveTo goes on in another place: it copies the workspace as it is now to a
// new file, checks the copy as Backup does, and works on that from then on.
// The file that was open is left as it is, even where it is gone or cannot be
// written any more. path must not exist (fs.ErrExist). Where anything fails,
// the Store stays where it is.
func (s *Store) MoveTo(ctx context.Context, path string, progress func(done, total int)) error {
	if err := s.lock(ctx); err != nil {
		return err
	}
	defer s.unlock()
	if err := db.Whole(backup(ctx, s.conn, path, true, progress)); err != nil {
		return err
	}
	fresh, err := Open(ctx, path)
	if err != nil {
		return err
	}
	opening.Lock()
	delete(opened, fresh)
	opened[s] = true // it is not where it was read only
	opening.Unlock()

	if s.readOnly == nil {
		_ = db.FoldLog(ctx, s.conn) // where the old place can still be written, it is left whole
	}
	_ = s.writes.Close()
	_ = s.conn.Close()
	_ = s.writer.Close()
	s.moving.Lock()
	s.left = append(s.left, s.where) // somebody may be reading there yet
	s.writer, s.conn, s.writes, s.where = fresh.writer, fresh.conn, fresh.writes, fresh.where
	s.moving.Unlock()
	s.rewatch()
	return nil
}
