package store

import (
	"context"
	"slices"
)

// Listen has f called after every commit of this Store, on the goroutine that
// wrote, in commit order, until stop is called. What others have written to
// the file it hears within a second, on a goroutine of the Store's. No two
// calls overlap. f must return soon and must neither write to the Store nor
// close it.
func (s *Store) Listen(f func(Change)) (stop func()) {
	s.listening.Lock()
	defer s.listening.Unlock()
	l := &f
	s.listeners = append(s.listeners, l)
	s.watch()
	return func() {
		s.listening.Lock()
		defer s.listening.Unlock()
		s.listeners = slices.DeleteFunc(slices.Clone(s.listeners), func(other *func(Change)) bool { return other == l })
	}
}

func (s *Store) publish(c Change) {
	s.listening.Lock()
	listeners := s.listeners
	s.listening.Unlock()
	for _, f := range listeners {
		(*f)(c)
	}
}

// NotifyReload tells the listeners that everything has to be read again, after rows
// were changed without an event. The error is that of a ctx which ended meanwhile.
func (s *Store) NotifyReload(ctx context.Context) error {
	if err := s.lock(ctx); err != nil { // no two listeners are called at once
		return err
	}
	defer s.unlock()
	s.publish(Change{Kind: ChangeElsewhere, Everything: true})
	return nil
}
